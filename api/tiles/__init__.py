"""Tiles at the door: raster and vector, their TileJSON and legends, and the rasters of runs as files."""

from fastapi import APIRouter

from api.tiles import raster, sets, vector

router = APIRouter()
for _room in (sets, raster, vector):
    router.include_router(_room.router)

__all__ = ["router"]
