"""The app: every room of the door put together for one set of settings."""

from __future__ import annotations

import importlib.metadata
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from api.errors import tell_errors
from api.releases import Catalogue
from api.settings import Settings
from api.state import open_database
from api.tiles import opened as tiles_opened
from api.tiles import router as tiles

DESCRIPTION = (
    "Travel time to care for survivors of explosive ordnance, and where care is missing. "
    "No recorded hazard does not mean safe; not for navigation."
)


def make_app(settings: Settings) -> FastAPI:
    """The app that serves the releases of ``settings``; it opens its database when it starts."""
    app = FastAPI(
        title="nearcare",
        version=importlib.metadata.version("nearcare"),
        description=DESCRIPTION,
        lifespan=_lifespan,
        openapi_url="/api",
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.catalogue = Catalogue(settings.releases)
    tell_errors(app)
    app.include_router(tiles)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open what the rooms need, and close it in turn."""
    async with AsyncExitStack() as stack:
        app.state.database = open_database(app.state.settings)
        stack.callback(app.state.database.dispose)
        await stack.enter_async_context(tiles_opened(app))
        yield
