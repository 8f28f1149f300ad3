"""Cities, towns and the country: the Degree of Urbanisation on squares that can be counted in the head."""

import numpy as np
import pytest
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS
from toy_files import a_geographic_grid

from geo import settlements
from geo.errors import InputError
from geo.faults import Faults
from geo.grid import LON_LAT, Grid
from geo.rasters import grid_of_raster, read_population
from geo.settlements import CITY, NOBODY, RURAL, TOWN, classes_of_squares, settlement_classes

seeds = st.integers(0, 10_000)


def squares(*rows):
    """The classes of squares of 1 km2 of land with so many thousand people."""
    people = np.array(rows, float) * 1000
    return classes_of_squares(people, np.ones_like(people)).tolist()


def hectares(rows, columns):
    """Cells of a hundred metres, ten a side to each square: the grid's middle is the projection's own."""
    crs = CRS.from_proj4("+proj=laea +lon_0=35 +lat_0=10 +datum=WGS84 +units=m")
    return Grid(shape=(rows, columns), affine=Affine(100, 0, -50 * columns, 0, -100, 50 * rows), crs=crs)


def crowded(seed, shape=(12, 14)):
    """Random squares with towns and a city or two."""
    random = np.random.default_rng(seed)
    return random.lognormal(5.5, 1.2, shape) * np.where(random.random(shape) < 0.5, 12, 1)


@settings(max_examples=40)
@given(seed=seeds, more=st.floats(1, 5))
def test_more_people_never_make_a_square_less_of_a_city(seed, more):
    people = crowded(seed)
    land_km2 = np.ones_like(people)
    assert (classes_of_squares(people * more, land_km2) >= classes_of_squares(people, land_km2)).all()


@settings(max_examples=40)
@given(seed=seeds)
def test_squares_that_make_a_city_would_make_a_town_too(seed):
    people = crowded(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settlements, "CITY_PEOPLE", np.inf)
        without_cities = classes_of_squares(people, np.ones_like(people))
    classes = classes_of_squares(people, np.ones_like(people))
    assert (without_cities[(classes == CITY) & (people >= 1500)] == TOWN).all()
    assert (classes[without_cities == TOWN] >= TOWN).all()


@settings(max_examples=20)
@given(seed=seeds)
def test_a_map_that_is_turned_has_its_classes_turned(seed):
    people = crowded(seed)
    land_km2 = np.ones_like(people)
    turned = classes_of_squares(np.rot90(people).copy(), land_km2.T)
    np.testing.assert_array_equal(turned, np.rot90(classes_of_squares(people, land_km2)))


@settings(max_examples=20)
@given(seed=seeds, lat=st.sampled_from([-12.0, 18.0, 49.0]))
def test_everyone_has_a_class_and_nobody_else_has(seed, lat):
    random = np.random.default_rng(seed)
    grid = a_geographic_grid(60, 50, size=0.001, top=lat)
    people = np.where(random.random(grid.shape) < 0.6, random.exponential(30, grid.shape), 0.0)
    np.testing.assert_array_equal(settlement_classes(people, grid) == NOBODY, people == 0)


@pytest.mark.parametrize("lat", [0.0, 49.0])
@pytest.mark.parametrize("size", [0.001, 0.01])
@pytest.mark.parametrize(("people_per_km2", "expected"), [(299, RURAL), (300, TOWN), (1499, TOWN), (1500, CITY)])
def test_an_even_plain_is_what_its_density_says_whatever_the_cells(lat, size, people_per_km2, expected):
    grid = a_geographic_grid(round(0.12 / size), round(0.12 / size), size=size, top=lat)
    people = np.repeat(people_per_km2 * grid.cell_area_km2[:, None], grid.shape[1], axis=1)
    assert (settlement_classes(people, grid) == expected).all()


def test_thresholds_are_inclusive():
    assert squares([50]) == [[CITY]]
    assert squares([49.999]) == [[TOWN]]
    assert squares([5, 0.299]) == [[TOWN, RURAL]]
    assert squares([4.7, 0.3]) == [[TOWN, TOWN]]
    assert squares([4.7, 0.299]) == [[RURAL, RURAL]]
    assert squares([48.5, 1.5]) == [[CITY, CITY]]
    assert squares([48.5, 1.499]) == [[TOWN, TOWN]]


def test_squares_that_touch_at_a_corner_are_one_town_but_no_city():
    assert squares([3, 0], [0, 2]) == [[TOWN, RURAL], [RURAL, TOWN]]
    assert squares([30, 0], [0, 20]) == [[TOWN, RURAL], [RURAL, TOWN]]
    assert squares([30, 0], [1.5, 20]) == [[CITY, RURAL], [CITY, CITY]]


def test_a_gap_inside_a_city_is_filled_below_15_squares():
    people = np.full((6, 6), 10.0)
    people[1:5, 1:5] = 0.0
    assert squares(*people)[2][2] == RURAL  # 16, of which the majority rule takes the four corners
    people[1, 1] = 10.0
    assert squares(*people)[2][2] == RURAL  # 15
    people[4, 4] = 10.0
    assert squares(*people)[2][2] == CITY


def test_a_square_with_five_neighbours_in_a_city_joins_it():
    assert squares([10, 0, 10], [10, 0, 10], [10, 10, 10])[1][1] == CITY  # seven
    assert squares([10, 10, 10, 10], [10, 0, 0, 10], [10, 0, 0, 0], [10, 0, 0, 0])[1:] == [
        [CITY, CITY, CITY, CITY],
        [CITY, CITY, RURAL, RURAL],
        [CITY, RURAL, RURAL, RURAL],
    ]


def test_what_surrounds_a_city_is_no_gap():
    assert squares([0, 0, 0], [0, 60, 0], [0, 0, 0]) == [[1, 1, 1], [1, CITY, 1], [1, 1, 1]]


def test_nothing_is_a_settlement_where_nobody_lives():
    assert squares([0, 0]) == [[RURAL, RURAL]]
    grid = hectares(20, 20)
    assert (settlement_classes(np.zeros(grid.shape), grid) == NOBODY).all()


def test_each_cell_takes_the_class_of_its_square():
    grid = hectares(20, 40)
    people = np.ones(grid.shape)  # 100 in each square
    people[:10, 10:20] = 60.0  # 6,000
    classes = settlement_classes(people, grid)
    expected = np.ones(grid.shape)
    expected[:10, 10:20] = TOWN
    np.testing.assert_array_equal(classes, expected)
    people[3, 12] = 0.0
    assert settlement_classes(people, grid)[3, 12] == NOBODY


def test_people_on_a_coast_are_dense_on_its_land():
    grid = hectares(200, 20)
    people, is_land = np.zeros(grid.shape), np.zeros(grid.shape, bool)
    people[:, 9], is_land[:, 9] = 25.0, True  # 250 in each of twenty squares, of which a tenth is land
    assert (settlement_classes(people, grid, is_land=is_land)[:, 9] == TOWN).all()
    assert (settlement_classes(people, grid)[:, 9] == RURAL).all()


@pytest.mark.parametrize(
    ("people", "is_land", "message"),
    [
        (np.zeros((2, 2)), None, r"people have shape \(2, 2\), the grid \(4, 4\)"),
        (np.zeros((4, 4)), np.zeros((4, 5), bool), r"land have shape \(4, 5\)"),
        (np.full((4, 4), -1.0), None, "negative, unknown or endless people"),
        (np.full((4, 4), np.nan), None, "negative, unknown or endless people"),
        (np.full((4, 4), np.inf), None, "negative, unknown or endless people"),
    ],
)
def test_bad_people_are_refused_in_words(people, is_land, message):
    with pytest.raises(InputError, match=message):
        settlement_classes(people, a_geographic_grid(), is_land=is_land)


def test_a_grid_around_the_earth_is_refused():
    grid = Grid(shape=(18, 36), affine=Affine(10, 0, -180, 0, -10, 90), crs=LON_LAT)
    with pytest.raises(InputError, match="reaches around the earth; take a smaller one"):
        settlement_classes(np.ones(grid.shape), grid)


def test_moroni_is_a_town_at_least(shared_data):
    path, faults = shared_data / "comoros" / "input" / "population.tif", Faults()
    grid = grid_of_raster(path, where="population.tif", faults=faults)
    people = read_population(path, grid, units="people_per_cell", where="population.tif", faults=faults).people
    classes = settlement_classes(people, grid)
    moroni = grid.cell_at(*grid.from_lon_lat(43.2551, -11.7022))
    assert classes.ravel()[moroni] >= TOWN
    shares = [people[classes == which].sum() / people.sum() for which in (RURAL, TOWN, CITY)]
    assert shares == pytest.approx([0.187, 0.596, 0.217], abs=0.002)
