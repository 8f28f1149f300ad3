"""Nobody is lost and nobody is made; units that are told wrong are found."""

import numpy as np
import pytest
from affine import Affine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pyproj import CRS
from toy_files import a_geographic_grid, a_grid, told, write_raster

from geo.faults import Faults
from geo.grid import Grid
from geo.rasters.population import read_population, read_population_points

COUNTS = np.arange(16, dtype=np.float32).reshape(4, 4)


def read(path, grid, units="people_per_cell"):
    faults = Faults()
    return read_population(path, grid, units=units, where="pop.tif", faults=faults, year=2020), faults


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    counts=arrays(np.float32, (5, 6), elements=st.floats(0, 50, width=32)),
    size=st.floats(0.0005, 0.004),
    corner=st.tuples(st.floats(32.995, 33.002), st.floats(0.998, 1.003)),
    is_projected=st.booleans(),
)
def test_people_on_the_grid_and_outside_are_the_people_of_the_source(tmp_path, counts, size, corner, is_projected):
    left, top = corner
    counts[2, 3] = 1
    path = write_raster(tmp_path / "pop.tif", counts, a_geographic_grid(5, 6, size=0.001, left=33.0, top=1.0))
    grid = a_geographic_grid(9, 9, size=size, left=left, top=top)
    if is_projected:
        x, y = a_grid().from_lon_lat(left, top)
        grid = a_grid(9, 9, size=size * 111_000, left=float(x), top=float(y))
    population, faults = read(path, grid)
    if population is None:
        assert "live outside the study's grid" in told(faults)
        return
    total = counts.sum(dtype=np.float64)
    assert population.source_sum == total
    assert population.people.sum() + population.people_outside_grid == pytest.approx(total, rel=1e-9)
    assert (population.people >= 0).all()


def test_on_its_own_grid_a_raster_stays_as_it_is(tmp_path):
    population, faults = read(write_raster(tmp_path / "pop.tif", COUNTS, a_grid()), a_grid())
    np.testing.assert_array_equal(population.people, COUNTS)
    assert population.people.dtype == np.float64
    assert (population.people_outside_grid, population.source_sum, population.year) == (0, 120, 2020)
    assert len(faults) == 0


def test_nodata_is_nobody(tmp_path):
    population, _ = read(write_raster(tmp_path / "pop.tif", COUNTS, a_grid(), nodata=15), a_grid())
    assert population.people[3, 3] == 0
    assert population.source_sum == 105


def test_people_outside_the_grid_are_counted_and_told(tmp_path):
    population, faults = read(write_raster(tmp_path / "pop.tif", COUNTS, a_grid()), a_grid(4, 3))
    assert population.people_outside_grid == 3 + 7 + 11 + 15
    assert "36 of its 120 people (30.00%) live outside the study's grid" in told(faults)


def test_a_raster_all_of_whose_people_live_elsewhere_is_refused(tmp_path):
    population, faults = read(write_raster(tmp_path / "pop.tif", COUNTS, a_grid()), a_grid(left=5000))
    assert population is None
    assert "all its 120 people live outside" in told(faults)


def test_a_raster_of_nobody_is_refused(tmp_path):
    population, faults = read(write_raster(tmp_path / "pop.tif", np.zeros((4, 4)), a_grid()), a_grid())
    assert population is None
    assert "it holds nobody at all" in told(faults)


def test_negative_people_are_counted_and_refused(tmp_path):
    counts = COUNTS.copy()
    counts[1, 2] = counts[3, 0] = -3
    population, faults = read(write_raster(tmp_path / "pop.tif", counts, a_grid()), a_grid())
    assert population is None
    assert "first at row 1, column 2: 2 cells hold negative people, down to -3" in told(faults)


def test_densities_are_multiplied_by_the_area_of_the_cells(tmp_path):
    grid = a_grid(size=1000)
    population, _ = read(write_raster(tmp_path / "pop.tif", COUNTS, grid), grid, units="people_per_km2")
    np.testing.assert_array_equal(population.people, COUNTS)
    grid = a_geographic_grid(1, 1, size=1.0, left=0, top=0.5)
    population, _ = read(write_raster(tmp_path / "pop.tif", [[2.0]], grid), grid, units="people_per_km2")
    assert population.source_sum == pytest.approx(2 * 111.3195 * 110.5744, rel=1e-5)


def test_densities_read_as_counts_are_found_by_their_size(tmp_path):
    counts = COUNTS.copy()
    counts[0, 0] = 9000  # a dense quarter per km2; per hectare it would be 900,000 per km2
    population, faults = read(write_raster(tmp_path / "pop.tif", counts, a_grid()), a_grid())
    assert population is None
    assert "the densest place would hold 900,000 people per km2" in told(faults)
    assert 'Set units = "people_per_km2"' in told(faults)


def test_one_full_house_in_a_tiny_cell_is_no_density(tmp_path):
    grid = a_grid(20, 20, size=10)
    counts = np.zeros((20, 20))
    counts[3, 3] = 200  # two million per km2 in this cell, 20,000 in its hectare
    population, faults = read(write_raster(tmp_path / "pop.tif", counts, grid), grid)
    assert population.source_sum == 200
    assert len(faults) == 0


@pytest.mark.parametrize(
    "name", ["com_pd_2020", "population_density", "people_per_km2", "ssd_pph_2020", "pop_per_sq_km"]
)
def test_a_file_named_as_a_density_is_not_read_as_counts(tmp_path, name):
    population, faults = read(write_raster(tmp_path / f"{name}.tif", COUNTS, a_grid()), a_grid())
    assert population is None
    assert "says density, but the study says people_per_cell" in told(faults)


@pytest.mark.parametrize("name", ["com_ppp_2020_1km_Aggregated", "pop_1km2", "population", "phase", "pdx", "perkins"])
def test_a_file_not_named_as_a_density_is_read_as_counts(tmp_path, name):
    population, faults = read(write_raster(tmp_path / f"{name}.tif", COUNTS, a_grid()), a_grid())
    assert population is not None, told(faults)


def test_a_unit_in_the_file_that_says_density_is_believed(tmp_path):
    path = write_raster(tmp_path / "pop.tif", COUNTS, a_grid(), unit="people/km2")
    population, faults = read(path, a_grid())
    assert population is None
    assert "its description 'people/km2'" in told(faults)
    population, faults = read(path, a_grid(), units="people_per_km2")
    assert population is not None


def test_a_file_named_as_counts_is_not_read_as_densities(tmp_path):
    population, faults = read(write_raster(tmp_path / "com_ppp_2020.tif", COUNTS, a_grid()), a_grid(), "people_per_km2")
    assert population is None
    assert "says people per cell, but the study says people_per_km2" in told(faults)


def test_counts_read_as_densities_are_suspected(tmp_path):
    population, faults = read(write_raster(tmp_path / "pop.tif", COUNTS, a_grid()), a_grid(), "people_per_km2")
    assert population is not None
    assert "the densest place has only 15 people per km2" in told(faults)


def read_points(path, people="pop", **options):
    faults = Faults()
    grid = a_geographic_grid()
    return read_population_points(path, grid, people=people, where="places.csv", faults=faults, **options), faults


def test_people_of_places_live_in_the_cell_that_holds_the_place(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("name,lon,lat,pop\na,35.005,9.995,100\nb,35.006,9.994,20.5\nc,35.035,9.965,3\nd,36,9.965,7\n")
    population, faults = read_points(path)
    assert population.people[0, 0] == 120.5
    assert population.people[3, 3] == 3
    assert (population.people_outside_grid, population.source_sum) == (7, 130.5)
    assert "7 of its 130 people" in told(faults)


def test_places_without_a_number_are_nobody_and_told(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("name,lon,lat,pop\na,35.005,9.995,100\nb,35.006,9.994,\n")
    population, faults = read_points(path)
    assert population.source_sum == 100
    assert "notice: places.csv, row 3: 1 of 2 places say no number of people" in told(faults)


def test_words_and_negative_numbers_of_people_are_told_by_row(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("name,lon,lat,pop\na,35.005,9.995,many\nb,35.006,9.994,-4\nc,35.007,9.994,5\n")
    population, faults = read_points(path)
    assert population is None
    assert "places.csv, row 2: 1 of 3 values of pop are no number" in told(faults)
    assert "places.csv, row 3: 1 of 3 values of pop are below zero" in told(faults)


def test_a_column_of_people_that_is_not_there_is_told_with_its_like(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("name,lon,lat,population\na,35.005,9.995,5\n")
    _, faults = read_points(path)
    assert "Did you mean 'population'?" in told(faults)


def test_comoros_keeps_its_people_on_any_grid(shared_data):
    path = shared_data / "comoros/input/population.tif"
    faults = Faults()
    own = Grid(
        shape=(1270, 1576),
        affine=Affine(0.0008333333299492379, 0, 43.227916509, 0, -0.0008333333299212597, -11.364583087),
        crs=CRS.from_epsg(4326),
    )
    coarse = a_geographic_grid(400, 560, size=0.0027777, left=43.2, top=-11.35)
    projected = Grid(shape=(1210, 1800), affine=Affine(100, 0, 300_000, 0, -100, 8_745_000), crs=CRS.from_epsg(32738))
    for grid in (own, coarse, projected):
        population = read_population(path, grid, units="people_per_cell", where="population.tif", faults=faults)
        assert population.source_sum == pytest.approx(869_595.03, abs=0.01)
        assert population.people_outside_grid == 0
        assert population.people.sum() == pytest.approx(population.source_sum, rel=1e-9)
    assert not faults.errors


def test_south_sudan_places_without_people_are_told(shared_data):
    faults = Faults()
    population = read_population_points(
        shared_data / "south_sudan/fabflee_locations.csv",
        a_geographic_grid(100, 120, size=0.1, left=24, top=12.5),
        people="population",
        where="fabflee_locations.csv",
        faults=faults,
    )
    assert population.people.sum() + population.people_outside_grid == population.source_sum == 9_854_368
    assert "47 of 143 places say no number of people" in told(faults)
