"""Web tiles of cells in memory: the right cell for each pixel, in every coordinate system, coloured as published."""

import numpy as np
import pytest
from affine import Affine
from live_stand_in import BANDS, StandInCountry, base_of
from pyproj import CRS, Transformer
from rasterio.warp import transform

from accessibility.live import AddCentre
from geo.grid import Grid
from maps.classes import classify_cells
from maps.tiles import palette_png, raster_layer
from maps.tiles_from_grid import (
    answers_after,
    answers_before,
    cells_of_tile,
    finest_zoom,
    lon_lat_bounds,
    picture_codes,
    picture_tile,
)

SUMMARY = {"bands_minutes": list(BANDS), "threshold_minutes": 120.0}
HALF_M = 20_037_508.342789244


def tile_bounds_m(z, x, y):
    span = 2 * HALF_M / 2**z
    west, north = -HALF_M + x * span, HALF_M - y * span
    return west, north - span, west + span, north


def tile_over(grid, z):
    """The tile that holds the middle of a grid."""
    west, south, east, north = lon_lat_bounds(grid)
    x_m, y_m = Transformer.from_crs(4326, 3857, always_xy=True).transform((west + east) / 2, (south + north) / 2)
    return z, int((x_m + HALF_M) / (2 * HALF_M) * 2**z), int((HALF_M - y_m) / (2 * HALF_M) * 2**z)


GRIDS = {
    "degrees": Grid(shape=(300, 400), affine=Affine(0.001, 0, 35.2, 0, -0.001, -15.1), crs=CRS.from_epsg(4326)),
    "utm": Grid(shape=(300, 400), affine=Affine(100, 0, 600_000, 0, -100, 5_000_000), crs=CRS.from_epsg(32633)),
    "mercator": Grid(shape=(300, 400), affine=Affine(100, 0, 4e6, 0, -100, 1e6), crs=CRS.from_epsg(3857)),
}


@pytest.fixture(scope="module")
def run_folder(served_folder):
    return served_folder / "valley/analyst/runs/physical-rehab/default/base/all-year/to/hazards"


@pytest.fixture(scope="module")
def country(run_folder):
    return StandInCountry(None, *base_of(run_folder))


@pytest.mark.parametrize("name", GRIDS)
@pytest.mark.parametrize("deeper", [-2, 0, 2])
def test_each_pixel_shows_the_cell_that_gdal_finds_at_its_centre(name, deeper):
    grid = GRIDS[name]
    z, x, y = tile_over(grid, finest_zoom(grid) + deeper)
    cells = cells_of_tile(grid, z, x, y)
    west, south, east, north = tile_bounds_m(z, x, y)
    middle = (np.arange(256) + 0.5) / 256
    across, down = np.meshgrid(west + middle * (east - west), north - middle * (north - south))
    x_there, y_there = transform("EPSG:3857", grid.crs.to_wkt(), across.ravel(), down.ravel())
    column = (np.array(x_there) - grid.affine.c) / grid.affine.a
    row = (np.array(y_there) - grid.affine.f) / grid.affine.e
    is_inside = (column >= 0) & (column < grid.shape[1]) & (row >= 0) & (row < grid.shape[0])
    expected = np.where(is_inside, np.floor(row) * grid.shape[1] + np.floor(column), -1)
    at_an_edge = np.minimum(np.abs(column - np.rint(column)), np.abs(row - np.rint(row))) < 1e-6
    assert (cells >= 0).any()
    assert np.array_equal(cells.ravel()[~at_an_edge], expected[~at_an_edge])


def test_a_tile_beside_the_grid_has_no_cells():
    assert cells_of_tile(GRIDS["utm"], 9, 0, 0) is None


def test_the_whole_world_shows_a_projected_grid_in_one_place_only():
    cells = cells_of_tile(GRIDS["utm"], 4, *tile_over(GRIDS["utm"], 4)[1:])
    rows, columns = np.nonzero(cells >= 0)
    assert len(rows) > 0
    assert np.ptp(rows) < 10
    assert np.ptp(columns) < 10


def test_a_tile_at_zoom_0_of_a_transverse_projection_is_not_filled_from_the_far_side_of_the_earth():
    cells = cells_of_tile(GRIDS["utm"], 0, 0, 0)
    assert cells is None or (cells >= 0).sum() <= 4


@pytest.mark.parametrize("name", GRIDS)
def test_at_the_finest_zoom_a_pixel_is_no_larger_than_a_cell(name):
    grid = GRIDS[name]
    cells = cells_of_tile(grid, *tile_over(grid, finest_zoom(grid)))
    shown = np.unique(cells[cells >= 0])
    rows, columns = np.divmod(shown, grid.shape[1])
    assert len(np.unique(rows)) == np.ptp(rows) + 1
    assert len(np.unique(columns)) == np.ptp(columns) + 1


def test_without_changes_minutes_are_coloured_as_the_published_run_is(country):
    picture = country.with_changes([])
    cells = cells_of_tile(country.grid, *tile_over(country.grid, 13))
    expected = classify_cells(country.minutes, country.status, bands_minutes=BANDS).ravel()[np.maximum(cells, 0)]
    expected[cells < 0] = 0
    assert np.array_equal(picture_codes(picture, raster_layer("minutes", SUMMARY), cells), expected)
    png = picture_tile(picture, raster_layer("minutes", SUMMARY), *tile_over(country.grid, 13))
    assert png == palette_png(expected, raster_layer("minutes", SUMMARY).palette)


def test_without_changes_the_difference_is_the_same_everywhere_or_no_minutes(country):
    cells = cells_of_tile(country.grid, *tile_over(country.grid, 13))
    codes = picture_codes(country.with_changes([]), raster_layer("difference", SUMMARY), cells)
    slugs = {each.code: each.slug for each in raster_layer("difference", SUMMARY).classes}
    assert {slugs[code] for code in np.unique(codes) if code} <= {"same", "no-minutes"}
    assert np.array_equal(codes == 0, (cells < 0) | (country.status.ravel()[np.maximum(cells, 0)] == 0))


def test_a_change_shows_where_it_is_and_nowhere_else(country):
    z, x, y = tile_over(country.grid, 12)
    cells = cells_of_tile(country.grid, z, x, y)
    middle = country.grid.to_lon_lat(
        *((country.grid.bounds[0] + country.grid.bounds[2]) / 2, (country.grid.bounds[1] + country.grid.bounds[3]) / 2)
    )
    picture = country.with_changes([AddCentre(id="new", lon=float(middle[0]), lat=float(middle[1]), pillars=("a",))])
    assert len(picture.changed)
    is_other = answers_after(picture, cells).minutes < answers_before(picture, cells).minutes
    assert np.array_equal(is_other, np.isin(cells, picture.changed))
    quicker = picture_codes(picture, raster_layer("difference", SUMMARY), cells)
    assert np.array_equal((quicker >= 1) & (quicker <= 5), is_other)


def test_the_status_is_that_of_the_release(country):
    cells = cells_of_tile(country.grid, *tile_over(country.grid, 13))
    codes = picture_codes(country.with_changes([]), raster_layer("status", SUMMARY), cells)
    assert np.array_equal(codes, np.where(cells < 0, 0, country.status.ravel()[np.maximum(cells, 0)]))
