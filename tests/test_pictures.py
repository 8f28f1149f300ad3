"""Pictures of runs: a cell lies where it is on the ground, and none is lost."""

import io
import math
import warnings

import numpy as np
import pytest
import rasterio
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from rasterio.errors import NotGeoreferencedWarning
from rasterio.io import MemoryFile

from geo.errors import ReleaseError
from maps import pictures
from maps.classes import minutes_classes
from maps.pictures import ClassRaster, draw_picture

CLASSES = minutes_classes((30.0, 60.0))
TALL = ("EPSG:4326", Affine(0.1, 0, 5.0, 0, -0.1, 53.0))  # 8 degrees from south to north, round 49
UTM = ("EPSG:32632", Affine(5000.0, 0, 300_000.0, 0, -5000.0, 5_800_000.0))
TO_MERCATOR = Transformer.from_crs(4326, 3857, always_xy=True)


def raster_with(cells, *, grid, shape=(80, 40)):
    """Class 1 everywhere, class 2 in the given cells."""
    code = np.ones(shape, np.uint8)
    for cell in cells:
        code[cell] = 2
    return ClassRaster(code=code, affine=grid[1], crs=rasterio.CRS.from_string(grid[0]))


def decode(picture):
    with warnings.catch_warnings(), MemoryFile(io.BytesIO(picture.png)) as memory:
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with memory.open() as png:
            return png.read(1), png.colormap(1)


def place_on_page(picture, row, column):
    """Where a browser shows the middle of a pixel: between the overlay's bounds, evenly in Web Mercator."""
    left, bottom = TO_MERCATOR.transform(picture.west, picture.south)
    right, top = TO_MERCATOR.transform(picture.east, picture.north)
    return (
        left + (column + 0.5) / picture.width * (right - left),
        top - (row + 0.5) / picture.height * (top - bottom),
        (right - left) / picture.width,
        (top - bottom) / picture.height,
    )


@pytest.mark.parametrize("grid", [TALL, UTM], ids=["geographic", "projected"])
@pytest.mark.parametrize("cell", [(0, 0), (40, 20), (79, 39)])
def test_a_cell_lies_within_one_pixel_of_where_it_is(grid, cell):
    picture = draw_picture(raster_with([cell], grid=grid), CLASSES)
    code, _ = decode(picture)
    rows, columns = np.nonzero(code == 2)
    to_mercator = Transformer.from_crs(grid[0], 3857, always_xy=True)
    true_x, true_y = to_mercator.transform(*(grid[1] @ (cell[1] + 0.5, cell[0] + 0.5)))
    x, y, width_m, height_m = place_on_page(picture, rows.mean(), columns.mean())
    assert abs(x - true_x) <= width_m
    assert abs(y - true_y) <= height_m


def test_unwarped_the_same_cell_would_lie_kilometres_off():
    picture = draw_picture(raster_with([(40, 20)], grid=TALL), CLASSES)
    _, true_y = TO_MERCATOR.transform(0, 53.0 - 0.1 * 40.5)
    _, bottom = TO_MERCATOR.transform(0, picture.south)
    _, top = TO_MERCATOR.transform(0, picture.north)
    unwarped_y = top - 40.5 / 80 * (top - bottom)
    assert abs(unwarped_y - true_y) * math.cos(math.radians(49)) > 5000


@pytest.mark.parametrize("grid", [TALL, UTM], ids=["geographic", "projected"])
@settings(max_examples=15, deadline=None)
@given(row=st.integers(0, 79), column=st.integers(0, 39))
def test_no_single_cell_is_lost(grid, row, column):
    picture = draw_picture(raster_with([(row, column)], grid=grid), CLASSES)
    assert picture.codes == {1, 2}
    assert picture.cells_per_pixel == 1


@pytest.mark.parametrize("grid", [TALL, UTM], ids=["geographic", "projected"])
def test_no_cell_is_lost_where_pixels_are_as_few_as_they_may_be(grid):
    for place in range(0, 80 * 40, 97):
        cell = divmod(place, 40)
        assert draw_picture(raster_with([cell], grid=grid), CLASSES, fine_pixels=0).codes == {1, 2}


def test_a_grid_too_large_is_drawn_coarser_and_says_so():
    picture = draw_picture(raster_with([], grid=TALL), CLASSES, most_pixels=800)
    assert picture.width * picture.height <= 1000
    assert picture.cells_per_pixel == pytest.approx(80 * 40 / (picture.width * picture.height))


def test_outside_is_transparent_and_every_class_has_its_colour():
    raster = raster_with([(3, 3)], grid=TALL)
    raster.code[0] = 0
    picture = draw_picture(raster, CLASSES)
    code, palette = decode(picture)
    assert palette[0][3] == 0
    assert palette[2] == (*(int(CLASSES[1].colour[place : place + 2], 16) for place in (1, 3, 5)), 255)
    assert (code[0] == 0).all()
    assert picture.codes == {1, 2}


def test_a_striped_class_has_both_its_colours():
    raster = raster_with([], grid=TALL)
    raster.code[20:60, 10:30] = CLASSES[3].code
    code, palette = decode(draw_picture(raster, CLASSES))
    drawn = {palette[entry][:3] for entry in np.unique(code)}
    assert {(255, 255, 255), (0x1A, 0x1A, 0x1A)} <= drawn


def test_a_grid_at_the_pole_is_an_error():
    polar = ("EPSG:4326", Affine(0.1, 0, 5.0, 0, -0.1, 90.0))
    with pytest.raises(ReleaseError, match="85 degrees"):
        draw_picture(raster_with([], grid=polar), CLASSES)


def test_the_same_cells_are_drawn_once_and_others_anew():
    picture = draw_picture(raster_with([(3, 3)], grid=TALL), CLASSES)
    assert draw_picture(raster_with([(3, 3)], grid=TALL), CLASSES) is picture
    others = [
        draw_picture(raster_with([(3, 4)], grid=TALL), CLASSES),
        draw_picture(raster_with([(3, 3)], grid=UTM), CLASSES),
        draw_picture(raster_with([(3, 3)], grid=TALL), minutes_classes((30.0, 90.0, 120.0))),
        draw_picture(raster_with([(3, 3)], grid=TALL), CLASSES, most_pixels=800),
    ]
    assert all(other != picture for other in others)


def test_a_raster_that_is_changed_is_drawn_as_it_is_now():
    raster = raster_with([], grid=TALL)
    draw_picture(raster, CLASSES)
    raster.code[40, 20] = 2
    assert 2 in draw_picture(raster, CLASSES).codes


def test_no_more_than_so_many_pictures_are_kept(monkeypatch):
    monkeypatch.setattr(pictures, "_MOST_KEPT", 3)
    first, *_, last = [draw_picture(raster_with([(5, column)], grid=TALL), CLASSES) for column in range(5)]
    assert draw_picture(raster_with([(5, 4)], grid=TALL), CLASSES) is last
    assert draw_picture(raster_with([(5, 0)], grid=TALL), CLASSES) is not first
    assert draw_picture(raster_with([(5, 0)], grid=TALL), CLASSES) == draw_picture(
        raster_with([(5, 0)], grid=TALL), CLASSES
    )
