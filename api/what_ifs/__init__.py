"""What-ifs at once, one session for each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from fastapi import APIRouter, FastAPI
from fastapi.concurrency import run_in_threadpool

from api.what_ifs import hand_over, reach, routes, tile_routes
from api.what_ifs.answering import WhatIfs

__all__ = ["opened", "router"]

_SWEEP_EVERY_S: Final = 30.0

_PROBLEM: Final = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
router = APIRouter(
    responses={
        409: {"description": "Called off, or too wide to be answered at once", "content": _PROBLEM},
        410: {"description": "The release has been replaced; start a new what-if", "content": _PROBLEM},
    }
)
router.include_router(routes.router)
router.include_router(reach.router)
router.include_router(hand_over.router)
router.include_router(tile_routes.router)


@asynccontextmanager
async def opened(app: FastAPI) -> AsyncIterator[None]:
    """The what-ifs of an app while it serves; what has expired is let go even if nobody asks."""
    app.state.what_ifs = WhatIfs(app.state.settings, app.state.catalogue)
    app.state.measures["what_ifs"] = lambda: float(len(app.state.what_ifs.sessions))
    app.state.measures["what_if_bytes"] = lambda: float(app.state.what_ifs.held.bytes_held)
    sweeping = asyncio.create_task(_sweep(app))
    try:
        yield
    finally:
        sweeping.cancel()
        with suppress(asyncio.CancelledError):
            await sweeping
        app.state.what_ifs.close()


async def _sweep(app: FastAPI) -> None:
    while True:
        await asyncio.sleep(_SWEEP_EVERY_S)
        await run_in_threadpool(app.state.what_ifs.sweep)
