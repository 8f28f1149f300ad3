"""The app: every room of the door put together for one set of settings."""

from __future__ import annotations

import importlib.metadata
import threading
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

from anyio import to_thread
from fastapi import FastAPI
from starlette.types import ASGIApp

from api import callers, features, jobs, operations, reports, tiles, uploads, web_map, what_ifs
from api.errors import tell_errors
from api.headers import SecuredHeaders
from api.heads import HeadAsGet
from api.operations import Limited, Measures, Meters, Watched
from api.problem_pages import ProblemPages
from api.releases import Catalogue
from api.settings import Settings
from api.state import open_database, tell_outages

# Each has a router; one with something to open and to close has ``opened`` too, one with classes of a standard beside
# those of Features CONFORMS_TO. They are opened in this order, and closed in the other.
ROOMS: Final = (features, callers, what_ifs, uploads, reports, jobs, tiles, web_map, operations)
DESCRIPTION: Final = (
    "Travel time to care for survivors of explosive ordnance, and where care is missing. "
    "No recorded hazard does not mean safe; not for navigation."
)


class Door(FastAPI):
    """An app whose every answer, also that it failed, is watched and has the headers that keep its reader safe."""

    def build_middleware_stack(self) -> ASGIApp:
        """The app as it is served: around its layers the watch over refusals, pages of problems, and the headers."""
        settings = self.state.settings
        return SecuredHeaders(ProblemPages(callers.Watching(super().build_middleware_stack()), settings), settings)


def make_app(settings: Settings) -> FastAPI:
    """The app that serves the releases of ``settings``; it opens its database when it starts.

    What the rooms share is in its state: ``settings``, ``catalogue``, ``database``; ``conforms_to``, the classes of
    standards that rooms meet; ``stopping``, an event that is set when the server is asked to stop; and ``measures``,
    the numbers that rooms tell of themselves by name.
    """
    app = Door(
        title="nearcare",
        version=importlib.metadata.version("nearcare"),
        description=DESCRIPTION,
        lifespan=_lifespan,
        dependencies=[callers.NoKeyInAddress],
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.catalogue = Catalogue(settings.releases)
    app.state.stopping = threading.Event()
    app.state.measures = Measures()
    app.state.meters = Meters(app)
    app.state.conforms_to = tuple(each for room in ROOMS for each in getattr(room, "CONFORMS_TO", ()))
    tell_errors(app)
    tell_outages(app)
    for room in ROOMS:
        app.include_router(room.router)
    # from the inside out: what is added last is met first
    app.add_middleware(Limited)
    app.add_middleware(Watched)
    app.add_middleware(HeadAsGet)
    operations.describe(app, settings)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open what the rooms need, and close it in turn."""
    settings: Settings = app.state.settings
    app.state.opening_error = None
    app.state.stopping.clear()
    to_thread.current_default_thread_limiter().total_tokens = settings.threads
    async with AsyncExitStack() as stack:
        try:
            app.state.database = open_database(settings)
            stack.callback(app.state.database.dispose)
        except Exception as error:
            app.state.opening_error = error  # for who started the server, in words
            raise
        for room in ROOMS:
            if hasattr(room, "opened"):
                await stack.enter_async_context(room.opened(app))
        yield
        app.state.stopping.set()
