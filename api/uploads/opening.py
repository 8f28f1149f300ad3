"""Opening: the desk of uploads of an app, its folders made, what is left over removed, and old uploads dropped."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Final

import anyio
from anyio import CapacityLimiter, to_thread
from fastapi import Depends, FastAPI, Request

from api.settings import Settings
from api.state import OUTAGES
from api.uploads.desk import UploadDesk

_TIDY_EVERY_S: Final = 3600
_LOG: Final = logging.getLogger(__name__)


@asynccontextmanager
async def opened(app: FastAPI) -> AsyncIterator[None]:
    """The uploads of an app, as ``app.state.upload_desk``; needs its settings and its database."""
    settings: Settings = app.state.settings
    desk = UploadDesk(settings, app.state.database, looking=CapacityLimiter(settings.inspections_at_once))
    app.state.upload_desk = desk
    await to_thread.run_sync(desk.open)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_tidy, desk)
        try:
            yield
        finally:
            tasks.cancel_scope.cancel()


async def _tidy(desk: UploadDesk) -> None:
    while True:
        try:
            await to_thread.run_sync(desk.drop_old)
        except OUTAGES:
            _LOG.warning("the database does not answer; old uploads wait for it")
        except OSError:
            _LOG.exception("old uploads could not be removed")
        await anyio.sleep(_TIDY_EVERY_S)


def desk_of(request: Request) -> UploadDesk:
    """The uploads of the app that answers."""
    desk: UploadDesk = request.app.state.upload_desk
    return desk


UploadDeskHere = Annotated[UploadDesk, Depends(desk_of)]
