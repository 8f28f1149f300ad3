"""Tiles of a release: written when it is published, drawn when they are asked for.

Rasters: every run has one raster of codes from which the layers minutes, status, gaps, steps and marks are read, and
one of how sure it is where that was asked; every run of a comparison has one for the layer difference. Vectors: one
archive for each layer. ``tiles/index.json`` lists them all.
"""

from maps.tiles.archives import vector_tile
from maps.tiles.drawing import MAX_ZOOM, blank_png, is_tile, paint, raster_tile, read_codes, read_codes_between
from maps.tiles.drawn_layers import DrawnLayer
from maps.tiles.index import (
    INDEX,
    TileIndex,
    TileSet,
    certainty_file,
    comparison_file,
    read_index,
    run_file,
    run_id,
    set_file,
)
from maps.tiles.later import load_libraries, tier_layer, tile_of_layer, write_tiles
from maps.tiles.layers import (
    CERTAINTY,
    DIFFERENCE,
    MARKS,
    RASTER_LAYERS,
    RUN_LAYERS,
    STEPS,
    RasterLayer,
    raster_layer,
    threshold_layer,
)
from maps.tiles.legends import WARNING, Legend, legend_of, legend_svg, sources_of
from maps.tiles.palettes import TILE_PIXELS, Palette, palette_of, palette_pixels, palette_png

__all__ = [
    "CERTAINTY",
    "DIFFERENCE",
    "INDEX",
    "MARKS",
    "MAX_ZOOM",
    "RASTER_LAYERS",
    "RUN_LAYERS",
    "STEPS",
    "TILE_PIXELS",
    "WARNING",
    "DrawnLayer",
    "Legend",
    "Palette",
    "RasterLayer",
    "TileIndex",
    "TileSet",
    "blank_png",
    "certainty_file",
    "comparison_file",
    "is_tile",
    "legend_of",
    "legend_svg",
    "load_libraries",
    "paint",
    "palette_of",
    "palette_pixels",
    "palette_png",
    "raster_layer",
    "raster_tile",
    "read_codes",
    "read_codes_between",
    "read_index",
    "run_file",
    "run_id",
    "set_file",
    "sources_of",
    "threshold_layer",
    "tier_layer",
    "tile_of_layer",
    "vector_tile",
    "write_tiles",
]
