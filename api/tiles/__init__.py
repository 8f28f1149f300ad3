"""Tiles at the door: raster and vector, their TileJSON and legends, and the rasters of runs as files."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from fastapi.concurrency import run_in_threadpool

from api.parameters import OnlyKnown
from api.tiles import raster, sets, vector
from api.tiles.asking import comparisons_of, index_of, raster_file, tag_of
from api.tiles.drawn import DrawnTiles, DrawnTilesHere
from maps.tiles import load_libraries

_MEGABYTE = 1_000_000

router = APIRouter(dependencies=[OnlyKnown])
for _room in (sets, raster, vector):
    router.include_router(_room.router)


@asynccontextmanager
async def opened(app: FastAPI) -> AsyncIterator[None]:
    """Load what draws tiles before the first is asked for; keep those that were drawn while the app runs."""
    app.state.drawn_tiles = drawn = DrawnTiles(app.state.settings.tiles_mb * _MEGABYTE)
    app.state.measures["drawn_tiles_bytes"] = lambda: float(drawn.bytes_held)
    await run_in_threadpool(load_libraries)
    yield


__all__ = ["DrawnTilesHere", "comparisons_of", "index_of", "opened", "raster_file", "router", "tag_of"]
