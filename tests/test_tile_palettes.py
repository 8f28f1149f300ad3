"""Palettes of tiles: codes become indexed pictures of the colours of their classes."""

import numpy as np
import pytest
import rasterio
from rasterio.io import MemoryFile

from maps.classes import MinutesClass, minutes_classes, rgb
from maps.tiles import TILE_PIXELS, blank_png, palette_of, palette_png
from maps.tiles.palettes import STRIPE_PIXELS

PLAIN = MinutesClass(code=1, slug="plain", label="Plain", colour="#102030")
STRIPED = MinutesClass(code=2, slug="striped", label="Striped", colour="#ffffff", stripe="#000000")


def painted(png):
    """Red, green, blue and opacity of each pixel."""
    with MemoryFile(png) as memory, memory.open() as picture:
        entries = picture.read(1)
        colours = picture.colormap(1)
    return np.array([colours[int(entry)] for entry in entries.ravel()]).reshape(*entries.shape, 4)


def test_every_class_has_its_colour_and_outside_is_transparent():
    classes = minutes_classes((30.0, 60.0))
    codes = np.array([[0, *(each.code for each in classes)]], np.uint8)
    found = painted(palette_png(np.repeat(codes, STRIPE_PIXELS, axis=0), palette_of(classes)))
    assert (found[:, 0, 3] == 0).all()
    for column, each in enumerate(classes, start=1):
        shown = {tuple(int(part) for part in pixel[:3]) for pixel in found[:, column]}
        assert shown == {rgb(colour) for colour in (each.colour, each.stripe) if colour is not None}


def test_stripes_run_on_from_one_tile_to_the_next():
    assert TILE_PIXELS % STRIPE_PIXELS == 0
    codes = np.full((TILE_PIXELS, TILE_PIXELS), STRIPED.code, np.uint8)
    tile = painted(palette_png(codes, palette_of((PLAIN, STRIPED))))
    two = painted(palette_png(np.hstack([codes, codes]), palette_of((PLAIN, STRIPED))))
    assert (two == np.hstack([tile, tile])).all()


def test_a_blank_tile_is_the_same_bytes_each_time_and_shows_nothing():
    assert blank_png() == blank_png()
    assert painted(blank_png()).shape == (TILE_PIXELS, TILE_PIXELS, 4)
    assert not painted(blank_png())[..., 3].any()


def test_a_palette_has_no_more_entries_than_a_byte_can_name():
    many = [MinutesClass(code=code, slug="x", label="x", colour="#000000", stripe="#ffffff") for code in range(1, 140)]
    with pytest.raises(ValueError, match="256"):
        palette_of(many)


def test_a_picture_is_indexed_and_small():
    codes = np.tile(np.array([0, 1, 2, 1], np.uint8), (TILE_PIXELS, TILE_PIXELS // 4))
    png = palette_png(codes, palette_of((PLAIN, STRIPED)))
    with MemoryFile(png) as memory, memory.open() as picture:
        assert picture.colorinterp == (rasterio.enums.ColorInterp.palette,)
    assert len(png) < 2_000


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (8, 256)])
@pytest.mark.parametrize("count", [3, 40])
def test_any_shape_and_any_number_of_classes_is_read_back(shape, count):
    classes = [MinutesClass(code=code, slug="x", label="x", colour=f"#{code:02x}4080") for code in range(1, count)]
    codes = np.random.default_rng(5).integers(0, count, shape).astype(np.uint8)
    with MemoryFile(palette_png(codes, palette_of(classes))) as memory, memory.open() as picture:
        assert (picture.read(1) == codes).all()
