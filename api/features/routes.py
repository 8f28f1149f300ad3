"""The routes of this wing put together, and the memory that they share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import APIRouter, FastAPI

from api.features import capabilities, collections, items, pages, releases
from maps.features import KeptLayers

_MEGABYTE: Final = 1_000_000

router = APIRouter(tags=["features"])
for each in (capabilities, collections, items, releases, pages):
    router.include_router(each.router)


@asynccontextmanager
async def opened(app: FastAPI) -> AsyncIterator[None]:
    """Keep layers in memory while the app runs."""
    app.state.layers = KeptLayers(app.state.settings.layers_mb * _MEGABYTE)
    yield
