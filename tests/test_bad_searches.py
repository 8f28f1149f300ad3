"""Bad input to a search: a clear error, or a stated rule."""

from dataclasses import replace

import numpy as np
import pytest
from affine import Affine
from pyproj import CRS
from worlds import flat_land, metric_grid, nowhere_roads, random_world, roads_from_lines

from accessibility.search import (
    BEYOND_LIMIT,
    NO_WAY,
    REACHED,
    LiveAnswer,
    Sources,
    TravelRules,
    lay_network,
    least_times,
    nearest_centres,
)
from accessibility.search.rules import check_land
from geo.errors import InputError
from geo.grid import Grid
from geo.hazards.blocking import lay_hazards
from geo.land.surface import lay_land
from geo.roads.boarding import lay_roads


def laid(land=None, roads=None, **options):
    land = land or flat_land(metric_grid(3, 5))
    return lay_network(land, roads or nowhere_roads(land), rules=TravelRules(**options))


def sources_at(*cells, **options):
    return Sources(cell=np.array(cells, np.int64), row=np.arange(len(cells), dtype=np.int32), **options)


def pace_with(value):
    land = flat_land(metric_grid(3, 5))
    land.pace[1, 2] = value
    return land


@pytest.mark.parametrize("cell", [-1, 15, 10**9])
def test_a_source_outside_the_grid_is_an_error(cell):
    with pytest.raises(InputError, match=r"source 1 \(row 1\) lies outside the grid"):
        least_times(laid(), sources_at(0, cell))


@pytest.mark.parametrize("pace", [np.inf, np.nan])
def test_a_source_on_a_barrier_or_on_no_data_is_an_error_that_says_where(pace):
    with pytest.raises(InputError, match="on a barrier or on no land data, at row 1, column 2"):
        least_times(laid(pace_with(pace)), sources_at(7))


@pytest.mark.parametrize("pace", [0.0, -0.5, -np.inf])
def test_a_pace_of_zero_or_less_is_an_error_that_says_where(pace):
    with pytest.raises(InputError, match=r"1 cells have a pace of 0 or less, first that of row 1, column 2"):
        laid(pace_with(pace))


def test_an_infinite_pace_is_a_barrier_and_an_unknown_one_no_land():
    for pace in (np.inf, np.nan):
        found = least_times(laid(pace_with(pace)), sources_at(0))
        assert np.isinf(found.seconds[1, 2])
        assert (np.isfinite(found.seconds)).sum() == 14


def test_a_step_where_a_height_is_unknown_is_level():
    grid = metric_grid(1, 3)
    elevation = np.array([[0, np.nan, 50]], np.float32)
    land = lay_land(grid, pace=np.ones(grid.shape), mode=np.zeros(grid.shape, np.uint8), elevation_m=elevation)
    assert least_times(laid(land), sources_at(0)).seconds.tolist() == [[0, 100, 200]]


def test_an_infinite_height_is_an_error():
    land = flat_land(metric_grid(3, 5))
    land.elevation_m[0, 0] = np.inf
    with pytest.raises(InputError, match="height is infinite"):
        laid(land)


def test_a_grid_beyond_two_thousand_million_nodes_is_an_error_before_anything_is_searched():
    grid = Grid(shape=(50_000, 50_000), affine=Affine(1, 0, 0, 0, -1, 0), crs=CRS.from_epsg(32633))
    land = replace(flat_land(metric_grid(1, 1)), grid=grid)
    with pytest.raises(InputError, match=r"2,500,000,010 nodes and a search holds 2,147,483,647"):
        check_land(land, node_count=10)


def test_a_limit_of_zero_reaches_the_centres_own_cells_alone():
    found = least_times(laid(limit_minutes=0), sources_at(7))
    assert (found.status == REACHED).sum() == 1
    assert found.status[1, 2] == REACHED
    assert (found.status == BEYOND_LIMIT).sum() == 14


@pytest.mark.parametrize("limit", [-1.0, float("nan"), float("inf")])
def test_a_negative_or_unknown_limit_is_an_error(limit):
    with pytest.raises(InputError, match="limit of"):
        laid(limit_minutes=limit)


@pytest.mark.parametrize("wait", [-1.0, float("nan"), float("inf")])
def test_an_impossible_wait_is_an_error(wait):
    with pytest.raises(InputError, match="boarding wait"):
        laid(boarding_wait_minutes=wait)


def test_without_a_source_there_is_no_way_from_anywhere():
    found = least_times(laid(), sources_at())
    assert (found.status == NO_WAY).all()
    assert (found.nearest == -1).all()


def test_of_sources_that_share_a_cell_the_lowest_row_is_nearest_unless_it_starts_later():
    assert (least_times(laid(), sources_at(7, 7)).nearest == 0).all()
    late = sources_at(7, 7, start_minutes=np.array([1.0, 0.0]))
    assert (least_times(laid(), late).nearest == 1).all()


@pytest.mark.parametrize("start", [-1.0, float("nan"), float("inf"), 100_000.0])
def test_an_impossible_start_is_an_error(start):
    with pytest.raises(InputError, match="negative, unknown or longer than 24 days"):
        least_times(laid(), sources_at(7, start_minutes=np.array([start])))


def test_a_source_that_starts_beyond_the_limit_reaches_nothing_and_nothing_is_lost():
    sources = sources_at(0, 14, start_minutes=np.array([10.0, 0.0]))
    for neighbours in (8, 16):
        network = laid(limit_minutes=2, neighbours=neighbours)
        for answer in (least_times(network, sources), LiveAnswer(network, sources).travel_time()):
            assert (answer.minutes[answer.status == REACHED] <= 2).all()
            assert (answer.nearest[answer.status == REACHED] == 1).all()
            assert answer.status[0, 0] == BEYOND_LIMIT
        alone = least_times(network, sources.only(0))
        assert (alone.status == BEYOND_LIMIT).all()
        assert (nearest_centres(network, sources, count=2).centre[1] == -1).all()


def test_sources_whose_parts_differ_in_number_are_an_error():
    with pytest.raises(InputError, match="differ in number"):
        least_times(laid(), sources_at(7, start_minutes=np.zeros(2)))


@pytest.mark.parametrize("row", [-1, 2**20])
def test_a_row_that_a_key_cannot_hold_is_an_error(row):
    with pytest.raises(InputError, match="1,048,575 centres"):
        least_times(laid(), Sources(cell=np.array([7]), row=np.array([row])))


def a_road():
    land = flat_land(metric_grid(3, 5))
    return land, lay_roads(roads_from_lines(land.grid, [[(0.5, 1.5), (4.5, 1.5)]]), land, connect_within_m=0)


@pytest.mark.parametrize(
    ("sheet", "name"), [("vehicle_s", "vehicle"), ("walk_s", "walk"), ("connector_s", "connector")]
)
@pytest.mark.parametrize("seconds", [-1.0, float("nan")])
def test_a_negative_or_unknown_time_on_a_road_is_an_error_that_says_which(sheet, name, seconds):
    land, roads = a_road()
    times = getattr(roads, sheet).copy()
    times[2] = seconds
    with pytest.raises(
        InputError, match=f"1 {name} times of the roads are negative or unknown, first that of [a-z]+ 2"
    ):
        laid(land, replace(roads, **{sheet: times}))


def test_a_road_of_no_length_takes_a_tick_each_so_that_no_way_is_free():
    land, roads = a_road()
    network = laid(land, replace(roads, vehicle_s=np.zeros(len(roads.vehicle_s))))
    seconds = least_times(network, sources_at(5)).seconds[1, 4]
    assert 0 < seconds < 1e-4


def test_more_neighbours_than_the_land_was_laid_for_are_an_error():
    with pytest.raises(InputError, match="32 neighbours needs land laid for as many; this one has 16"):
        laid(neighbours=32)


@pytest.mark.parametrize("name", ["pace", "mode", "elevation_m", "blocked", "is_inside_barrier"])
def test_land_whose_sheets_do_not_fit_its_grid_is_an_error_that_names_the_sheet(name):
    land = flat_land(metric_grid(3, 5))
    with pytest.raises(InputError, match=rf"{name} has shape \(2, 5\) and its grid \(3, 5\)"):
        laid(replace(land, **{name: getattr(land, name)[:2]}), nowhere_roads(land))


def test_roads_of_another_grid_are_an_error():
    _, roads = a_road()
    with pytest.raises(InputError, match="nodes or cells that are not there"):
        laid(flat_land(metric_grid(1, 2)), roads)


@pytest.mark.parametrize(
    ("name", "value"), [("direction", "towards"), ("corner_crossing", "no"), ("neighbours", 12), ("neighbours", 4)]
)
def test_a_rule_that_is_not_known_is_an_error_that_names_those_that_are(name, value):
    with pytest.raises(InputError, match=f"{name} .* is not known; use one of"):
        laid(**{name: value})


def test_hazards_laid_for_fewer_neighbours_are_an_error():
    world = random_world(1)
    hazards = lay_hazards(world.land.grid, world.roads, world.hazards.shapes, road_policy="open", overlap_tolerance_m=5)
    with pytest.raises(InputError, match="32 neighbours needs hazards laid for as many; these have 16"):
        lay_network(world.land, world.roads, rules=TravelRules(neighbours=32), hazards=hazards)


def test_no_source_may_be_written_as_an_empty_list():
    assert (least_times(laid(), Sources(cell=np.array([]), row=np.array([]))).status == NO_WAY).all()


def test_hazards_of_other_roads_are_an_error():
    world = random_world(1)
    network = lay_network(world.land, nowhere_roads(world.land), rules=TravelRules())
    with pytest.raises(InputError, match="laid on another grid or other roads"):
        network.with_hazards(world.hazards)


def test_a_step_beyond_the_range_is_beyond_it_even_from_the_centre_itself():
    land = lay_land(metric_grid(1, 3), pace=np.array([[1.0, 1e6, 1.0]]), mode=np.full((1, 3), 3, np.uint8))
    for neighbours in (8, 16):
        found = least_times(laid(land, neighbours=neighbours), sources_at(0))
        assert found.status.tolist() == [[REACHED, BEYOND_LIMIT, BEYOND_LIMIT]]


def test_what_takes_longer_than_can_be_told_is_beyond_the_limit_and_not_lost():
    grid = metric_grid(1, 4)
    pace = np.array([[1.0, 1.0, 1e6, 1.0]])  # half a step of 100 m in the third cell takes 579 days
    land = lay_land(grid, pace=pace, mode=np.full(grid.shape, 3, np.uint8))
    for neighbours in (8, 16):
        found = least_times(laid(land, neighbours=neighbours), sources_at(0))
        assert found.status.tolist() == [[REACHED, REACHED, BEYOND_LIMIT, BEYOND_LIMIT]]
