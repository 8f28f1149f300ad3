"""Every cell is in one area or in none."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from toy_files import UTM, a_geographic_grid, a_grid, told, write_layer

from geo.faults import Faults
from geo.layers.areas import area_km2, one_area, read_areas
from geo.rasters.population import read_population

GRID = a_geographic_grid(4, 4, size=0.01, left=35.0, top=10.0)
WEST, EAST = shapely.box(35, 9.96, 35.02, 10), shapely.box(35.02, 9.96, 35.04, 10)


def read(path, grid=GRID, **options):
    faults = Faults()
    return read_areas(path, grid, id="code", name="label", where="areas.gpkg", faults=faults, **options), faults


def write(path, shapes, codes=("W", "E"), labels=("West", "East"), **columns):
    return write_layer(path, list(shapes), code=list(codes), label=list(labels), **columns)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(cut=st.floats(35.001, 35.039), is_projected=st.booleans())
def test_people_of_the_areas_and_of_none_are_all_people(tmp_path, cut, is_projected):
    (tmp_path / "a.gpkg").unlink(missing_ok=True)
    path = write(tmp_path / "a.gpkg", [shapely.box(35, 9.97, cut, 10), shapely.box(cut, 9.97, 35.04, 10)])
    grid = GRID
    if is_projected:
        x, y = a_grid().from_lon_lat(35, 10)
        grid = a_grid(40, 40, size=110, left=float(x), top=float(y))
    people = np.random.default_rng(0).random(grid.shape)
    areas, _ = read(path, grid)
    rows = np.bincount(areas.zone.ravel() + 1, weights=people.ravel(), minlength=3)
    assert rows.sum() == pytest.approx(people.sum())
    assert areas.zone.dtype == np.int32


def test_a_cell_belongs_to_the_area_that_holds_its_centre(tmp_path):
    areas, faults = read(write(tmp_path / "a.gpkg", [WEST, shapely.box(35.02, 9.98, 35.04, 10)]))
    assert areas.zone.tolist() == [[0, 0, 1, 1], [0, 0, 1, 1], [0, 0, -1, -1], [0, 0, -1, -1]]
    assert (areas.ids, areas.names, areas.parents) == (("W", "E"), ("West", "East"), None)
    assert areas.frame.crs == 4326
    assert len(faults) == 0


def test_parents_are_read_where_named(tmp_path):
    areas, _ = read(write(tmp_path / "a.gpkg", [WEST, EAST], province=["P", "P"]), parent="province")
    assert areas.parents == ("P", "P")


def test_overlaps_are_told_and_go_to_the_lower_row(tmp_path):
    areas, faults = read(write(tmp_path / "a.gpkg", [shapely.box(35, 9.96, 35.03, 10), EAST]))
    assert areas.zone[0].tolist() == [0, 0, 0, 1]
    km2 = GRID.cell_area_km2.sum()
    assert f"features 1 and 2: areas 'W' and 'E' overlap by {km2:.2f} km2" in told(faults)


def test_slivers_are_not_told(tmp_path):
    _, faults = read(write(tmp_path / "a.gpkg", [shapely.box(35, 9.96, 35.02001, 10), EAST]))
    assert len(faults) == 0


def test_an_area_without_a_cell_is_told(tmp_path):
    areas, faults = read(write(tmp_path / "a.gpkg", [WEST, shapely.box(35.021, 9.99, 35.023, 9.993)]))
    assert len(areas.ids) == 2
    assert "feature 2: 1 of 2 areas hold no cell's centre" in told(faults)


def test_areas_that_hold_no_cell_at_all_are_refused(tmp_path):
    path = write(tmp_path / "a.gpkg", [shapely.box(35.021, 9.99, 35.023, 9.993)], codes=["W"], labels=["West"])
    areas, faults = read(path)
    assert areas is None
    assert "no area holds the centre of any cell" in told(faults)


def test_missing_and_double_ids_are_told_by_feature(tmp_path):
    shapes = [WEST, EAST, WEST, EAST]
    path = write(tmp_path / "a.gpkg", shapes, codes=["W", "W", None, " "], labels=list("abcd"))
    areas, faults = read(path)
    assert areas is None
    assert "features 1 and 2: code 'W' stands 2 times" in told(faults)
    assert "features 3 and 4: 2 of 4 features have no code" in told(faults)


def test_columns_that_are_not_there_are_all_told(tmp_path):
    path = write_layer(tmp_path / "a.gpkg", [WEST], codes=["W"], labels=["West"])
    _, faults = read(path)
    assert "Did you mean 'codes'?" in told(faults)
    assert "Did you mean 'labels'?" in told(faults)


def test_an_area_without_a_name_is_called_by_its_id(tmp_path):
    areas, faults = read(write(tmp_path / "a.gpkg", [WEST, EAST], labels=["West", None]))
    assert areas.names == ("West", "E")
    assert "feature 2: 1 of 2 areas have no label" in told(faults)


def test_an_area_without_a_shape_is_refused(tmp_path):
    areas, faults = read(write(tmp_path / "a.gpkg", [WEST, None]))
    assert areas is None
    assert "feature 2: 1 of 2 features have no geometry" in told(faults)


def test_without_areas_one_holds_every_cell():
    for grid in (GRID, a_grid(left=500_000, top=1_000_000)):
        areas = one_area(grid)
        assert (areas.ids, areas.names) == (("all",), ("all",))
        assert (areas.zone == 0).all()
        assert area_km2(areas.frame.geometry)[0] == pytest.approx((grid.cell_area_km2 * grid.shape[1]).sum(), rel=2e-3)


def test_areas_are_measured_on_the_ellipsoid():
    square = gpd.GeoSeries([shapely.segmentize(shapely.box(35, 0, 36, 1), 0.01)], crs=4326)
    lon, lat = np.asarray(square.iloc[0].exterior.coords).T
    assert area_km2(square)[0] == pytest.approx(abs(GRID.geod.polygon_area_perimeter(lon, lat)[0]) / 1e6, rel=1e-5)
    assert UTM.is_projected


def test_comoros_areas_and_outside_add_up_to_its_people(shared_data):
    faults = Faults()
    grid = a_geographic_grid(1270, 1576, size=0.0008333333, left=43.227916509, top=-11.364583087)
    path = shared_data / "comoros/input/population.tif"
    population = read_population(path, grid, units="people_per_cell", where="population.tif", faults=faults)
    areas = read_areas(
        shared_data / "comoros/gadm.gpkg", grid, id="GID_1", name="NAME_1", where="gadm.gpkg", faults=faults
    )
    rows = np.bincount(areas.zone.ravel() + 1, weights=population.people.ravel())
    assert rows.sum() + population.people_outside_grid == pytest.approx(869_595.03, abs=0.01)
    assert rows[0] == pytest.approx(24_196, abs=30)
    assert not faults.errors
