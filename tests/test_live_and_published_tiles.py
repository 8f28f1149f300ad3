"""One place, one colour: a tile of a country without changes is the published tile of its run."""

import numpy as np
import pytest
from pyproj import Transformer

from accessibility.live import Question, ReleaseHazard, read_live_ground, start_country
from maps.tiles import comparison_file, raster_layer, read_codes, read_index, run_file
from maps.tiles_from_grid import cells_of_tile, finest_zoom, lon_lat_bounds, picture_codes

RUN = "physical-rehab.default.base.all-year.to.hazards"
HALF_M = 20_037_508.342789244
BANDS = (30.0, 60.0, 120.0, 240.0)
SUMMARY = {"bands_minutes": BANDS, "threshold_minutes": 120.0}


@pytest.fixture(scope="module")
def country(served_folder):
    ground = read_live_ground(served_folder / "valley/ground")
    question = Question(pillar="physical_rehab", profile="default", season="all-year", direction="to", has_hazards=True)
    return start_country(ground, question)


@pytest.fixture(scope="module")
def picture(country):
    return country.with_changes([])


def tiles_over(grid, z):
    """Every tile of a zoom that the grid may lie on."""
    west, south, east, north = lon_lat_bounds(grid)
    x_m, y_m = Transformer.from_crs(4326, 3857, always_xy=True).transform([west, east], [south, north])
    columns = [int((x + HALF_M) / (2 * HALF_M) * 2**z) for x in x_m]
    rows = [int((HALF_M - y) / (2 * HALF_M) * 2**z) for y in y_m]
    return [(z, x, y) for x in range(columns[0], columns[1] + 1) for y in range(rows[1], rows[0] + 1)]


def cells_around(grid, z, x, y, *, by_pixels):
    """The cells at so many published pixels to each side of each pixel's centre."""
    span_m = 2 * HALF_M / 2**z
    middle = (np.arange(256) + 0.5) * span_m / 256
    shift = by_pixels * span_m / 256
    found = []
    from_mercator = Transformer.from_crs(3857, grid.crs, always_xy=True)
    for right in (-shift, shift):
        for down in (-shift, shift):
            across, along = np.meshgrid(-HALF_M + x * span_m + middle + right, HALF_M - y * span_m - middle - down)
            found.append(grid.cell_at(*from_mercator.transform(across, along)))
    return found


@pytest.mark.parametrize("layer", ["minutes", "status", "steps", "marks"])
def test_a_country_without_changes_is_coloured_as_its_published_run(served_folder, picture, layer):
    tier = served_folder / "valley/analyst"
    z = read_index(tier).maxzoom
    drawn = raster_layer(layer, SUMMARY)
    seen = 0
    for address in tiles_over(picture.grid, z):
        cells, published = cells_of_tile(picture.grid, *address), read_codes(tier / run_file(RUN), *address)
        if cells is None or published is None:
            continue
        mine = picture_codes(picture, drawn, cells)
        is_deep_inside = np.logical_and.reduce(
            [around == cells for around in cells_around(picture.grid, *address, by_pixels=0.13)]
        )
        assert is_deep_inside.mean() > 0.5
        assert np.array_equal(mine[is_deep_inside], drawn.lookup[published][is_deep_inside])
        seen += int((mine > 0).sum())
    assert seen > 1000


def test_a_released_hazard_is_coloured_as_its_published_comparison(served_folder, country):
    tier, run = served_folder / "valley/analyst", "meadow-released.physical-rehab.default.to"
    picture, seen = country.with_changes([ReleaseHazard(area_id="SHA-3")]), set()
    for address in tiles_over(picture.grid, read_index(tier).maxzoom):
        cells, published = cells_of_tile(picture.grid, *address), read_codes(tier / comparison_file(run), *address)
        if cells is None or published is None:
            continue
        mine = picture_codes(picture, raster_layer("difference", SUMMARY), cells)
        around = cells_around(picture.grid, *address, by_pixels=0.13)
        is_deep_inside = np.logical_and.reduce([each == cells for each in around])
        assert np.array_equal(mine[is_deep_inside], published[is_deep_inside])
        seen |= set(np.unique(mine).tolist())
    assert len(seen) > 2


@pytest.mark.parametrize("layer", ["steps", "marks", "minutes"])
def test_a_released_hazard_has_the_minutes_of_its_published_run(served_folder, country, layer):
    tier, run = served_folder / "valley/analyst", RUN.replace(".base.", ".meadow-released.")
    picture, drawn, seen = country.with_changes([ReleaseHazard(area_id="SHA-3")]), raster_layer(layer, SUMMARY), set()
    for address in tiles_over(picture.grid, read_index(tier).maxzoom):
        cells, published = cells_of_tile(picture.grid, *address), read_codes(tier / run_file(run), *address)
        if cells is None or published is None:
            continue
        mine = picture_codes(picture, drawn, cells)
        around = cells_around(picture.grid, *address, by_pixels=0.13)
        is_deep_inside = np.logical_and.reduce([each == cells for each in around])
        assert np.array_equal(mine[is_deep_inside], drawn.lookup[published][is_deep_inside])
        seen |= set(np.unique(mine).tolist())
    assert len(seen) > 2


def test_the_deepest_zoom_of_a_country_is_that_of_its_published_tiles(served_folder, picture):
    assert abs(finest_zoom(picture.grid) - read_index(served_folder / "valley/analyst").maxzoom) <= 1
