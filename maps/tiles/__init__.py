"""Tiles of a release: written when it is published, drawn when they are asked for."""

from maps.tiles.drawing import MAX_ZOOM, blank_png, is_tile, raster_tile, read_codes
from maps.tiles.layers import DIFFERENCE, RASTER_LAYERS, RUN_LAYERS, RasterLayer, raster_layer
from maps.tiles.palettes import TILE_PIXELS, Palette, palette_of, palette_png

__all__ = [
    "DIFFERENCE",
    "MAX_ZOOM",
    "RASTER_LAYERS",
    "RUN_LAYERS",
    "TILE_PIXELS",
    "Palette",
    "RasterLayer",
    "blank_png",
    "is_tile",
    "palette_of",
    "palette_png",
    "raster_layer",
    "raster_tile",
    "read_codes",
]
