"""Minutes to candidates: those of a search for each alone, cut at the limit, and no more than is asked."""

from dataclasses import replace

import numpy as np
import pytest
from made_up_candidates import candidates_at
from worlds import flat_land, metric_grid, nowhere_roads, random_centres, random_world, roads_from_lines

from accessibility.candidates import candidate_minutes, placed_on
from accessibility.need import adopt_people, people_time
from accessibility.search import Sources, TravelRules, lay_network, least_times, places_reached
from geo.errors import InputError
from geo.roads import close_roads, lay_roads

SEEDS = range(6)


def laid(world, **rules):
    return lay_network(world.land, world.roads, rules=TravelRules(**rules), hazards=world.hazards)


def lived_in(world, seed):
    people = np.random.default_rng(seed).integers(0, 3, world.land.grid.shape).astype(np.float64)
    return adopt_people(people, world.land, within_m=150)


def as_pairs(reach):
    return [
        dict(zip(reach.home[begin:end].tolist(), reach.minutes[begin:end].tolist(), strict=True))
        for begin, end in zip(reach.start[:-1], reach.start[1:], strict=True)
    ]


def by_full_search(network, cell, demand, within_minutes, hazards):
    """Home and minutes within the limit by a search over everything, for one candidate."""
    travel = least_times(network, Sources(cell=np.array([cell]), row=np.zeros(1, np.int32)))
    minutes = people_time(demand, travel, hazards=hazards).minutes
    within = np.flatnonzero(minutes <= within_minutes)
    return within, minutes[within]


@pytest.mark.parametrize("direction", ["to", "from"])
@pytest.mark.parametrize("seed", SEEDS)
def test_minutes_are_those_of_a_search_for_the_candidate_alone(seed, direction):
    world = random_world(seed)
    network, demand, cells = laid(world, direction=direction), lived_in(world, seed), random_centres(world, seed, 4)
    for within in (0, 2.5, 7, 1000):
        reach = candidate_minutes(
            network, candidates_at(cells), demand, hazards=world.hazards, within_minutes=within, threads=2
        )
        assert reach.within_minutes == within
        for row, cell in enumerate(cells):
            home, minutes = by_full_search(network, cell, demand, within, world.hazards)
            part = slice(reach.start[row], reach.start[row + 1])
            np.testing.assert_array_equal(reach.home[part], home)
            told = reach.minutes[part]
            assert told.dtype == np.float32
            assert (told >= minutes).all()
            assert (np.nextafter(told, np.float32(-np.inf)) < minutes).all()


def test_over_many_tiles_no_search_leaves_anything_for_the_next():
    world = random_world(3, rows=300, columns=290, neighbours=16)
    network, cells = laid(world, limit_minutes=90), random_centres(world, 3, 12)
    places = np.flatnonzero(world.land.is_passable)
    for within in (4, 60):
        found = list(places_reached(network, cells, places, within_minutes=within, threads=1))
        for cell, (place, minutes) in zip(cells, found, strict=True):
            alone = least_times(network, Sources(cell=np.array([cell]), row=np.zeros(1, np.int32)))
            seconds = alone.seconds.ravel()[places]
            if world.hazards is not None and world.hazards.is_inside.ravel()[cell]:
                seconds[place[minutes == 0]] = 0.0  # a source inside a hazard reaches itself
            np.testing.assert_array_equal(place, np.flatnonzero(seconds <= within * 60))
            np.testing.assert_array_equal(minutes, seconds[place] / 60)


def test_a_search_follows_a_road_over_tiles_that_it_cannot_walk():
    grid = metric_grid(3, 600)
    land = flat_land(grid)
    land.pace[:, 20:580] = np.inf
    land = replace(land, pace=land.pace)
    roads = lay_roads(
        roads_from_lines(grid, [[(10.5, 1.5), (590.5, 1.5)]], is_boardable=[True], vehicle_kmh=60.0),
        land,
        connect_within_m=100,
    )
    network = lay_network(land, roads, rules=TravelRules())
    ((place, minutes),) = places_reached(
        network, np.array([600 + 10]), np.array([600 + 10, 600 + 590, -1, 600 + 599]), within_minutes=80
    )
    assert place.tolist() == [0, 1, 3]
    assert minutes[0] == 0
    assert minutes[1] == pytest.approx(58, rel=1e-3)


def test_a_toy_row_is_solved_in_the_head():
    grid = metric_grid(1, 6)  # one second a metre: a cell takes 100 s
    land = flat_land(grid)
    network = lay_network(land, nowhere_roads(land), rules=TravelRules())
    demand = adopt_people(np.array([[1.0, 0, 1, 1, 0, 1]]), land, within_m=0)  # homes 0 to 3 in cells 0, 2, 3, 5
    reach = candidate_minutes(network, candidates_at([0, 3, 3, -1]), demand, hazards=None, within_minutes=300 / 60)
    assert reach.start.tolist() == [0, 3, 7, 11, 11]
    assert reach.home.tolist() == [0, 1, 2, 0, 1, 2, 3, 0, 1, 2, 3]
    assert reach.minutes[:3] == pytest.approx([0, 200 / 60, 5])
    assert reach.minutes[2] == 5  # inclusive, and not a bit more


def test_rounding_lets_nobody_within_a_whole_minute_who_is_not():
    grid = metric_grid(1, 2)
    land = flat_land(grid)
    land = replace(land, pace=np.full(grid.shape, 3.0 + 1e-8))  # 300.000001 s: less than a float32 tells from 5 min
    network = lay_network(land, nowhere_roads(land), rules=TravelRules())
    demand = adopt_people(np.ones((1, 2)), land, within_m=0)
    reach = candidate_minutes(network, candidates_at([0]), demand, hazards=None, within_minutes=6)
    assert np.float32(300.000001 / 60) == 5
    assert reach.minutes[1] > 5


@pytest.mark.parametrize("seed", SEEDS)
def test_more_minutes_never_reach_fewer_homes_nor_change_those_reached(seed):
    world = random_world(seed, has_hazards=False)
    network, demand, at = laid(world), lived_in(world, seed), candidates_at(random_centres(world, seed, 3))
    few, many = (
        as_pairs(candidate_minutes(network, at, demand, hazards=None, within_minutes=within)) for within in (3, 8)
    )
    for less, more in zip(few, many, strict=True):
        assert less == {home: minutes for home, minutes in more.items() if minutes <= 3}
    assert sum(map(len, many)) > sum(map(len, few))


@pytest.mark.parametrize("seed", [1, 4])
def test_threads_change_nothing(seed):
    world = random_world(seed, rows=40, columns=50, neighbours=16)
    network, demand = laid(world), lived_in(world, seed)
    at = candidates_at(random_centres(world, seed, 30))
    one, three = (
        candidate_minutes(network, at, demand, hazards=world.hazards, within_minutes=40, threads=threads)
        for threads in (1, 3)
    )
    for field in ("start", "home", "minutes"):
        np.testing.assert_array_equal(getattr(one, field), getattr(three, field))
    assert one.start[-1] > 1000


@pytest.mark.parametrize("seed", SEEDS)
def test_closing_a_road_shortens_no_way(seed):
    world = random_world(seed, has_hazards=False)
    demand, at = lived_in(world, seed), candidates_at(random_centres(world, seed, 3))
    shut = replace(world, roads=close_roads(world.roads, links=[0]))
    before, after = (
        as_pairs(candidate_minutes(laid(each), at, demand, hazards=None, within_minutes=6)) for each in (world, shut)
    )
    for open_ways, shut_ways in zip(before, after, strict=True):
        assert shut_ways.keys() <= open_ways.keys()
        assert all(minutes >= open_ways[home] for home, minutes in shut_ways.items())


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_inside_a_hazard_reaches_a_candidate(seed):
    world = random_world(seed)
    demand = lived_in(world, seed)
    inside = np.flatnonzero(world.hazards.is_inside.ravel()[demand.home_cell])
    free = lay_network(world.land, world.roads, rules=TravelRules())
    at = candidates_at(random_centres(world, seed, 4))
    reach = candidate_minutes(free, at, demand, hazards=world.hazards, within_minutes=1000)
    assert not np.isin(reach.home, inside).any()
    if len(inside):
        assert np.isin(candidate_minutes(free, at, demand, hazards=None, within_minutes=1000).home, inside).any()


def test_candidates_of_a_cell_are_searched_once_and_all_told():
    world = random_world(1)
    demand, (cell, other) = lived_in(world, 1), random_centres(world, 1, 2)
    told = []
    reach = candidate_minutes(
        laid(world),
        candidates_at([cell, other, cell]),
        demand,
        hazards=world.hazards,
        within_minutes=9,
        progress=lambda *at: told.append(at),
    )
    first, _, third = as_pairs(reach)
    assert first == third
    assert [share for words, share in told if words == "searching from each candidate"] == [0.5, 1.0]


def test_memory_is_stated_before_anything_is_searched():
    world = random_world(1)
    told = []
    candidate_minutes(
        laid(world),
        candidates_at(random_centres(world, 1, 3)),
        lived_in(world, 1),
        hazards=None,
        within_minutes=9,
        progress=lambda *at: told.append(at),
    )
    words, share = told[0]
    assert share == 0
    assert "3 candidates" in words
    assert "up to" in words
    assert words.endswith("MB")


def test_more_memory_than_is_allowed_is_refused_with_what_to_do():
    world = random_world(1)
    network, demand = laid(world), lived_in(world, 1)
    at = candidates_at(random_centres(world, 1, 40))
    asked = {"hazards": None, "within_minutes": 60.0}
    pairs = candidate_minutes(network, at, demand, **asked).start[-1]
    with pytest.raises(InputError, match=r"fewer candidates.*shorter within_minutes"):
        candidate_minutes(network, at, demand, **asked, most_mb=pairs * 8 / 1e6 / 2)


def test_a_sample_lets_through_what_reaches_few_of_many_homes():
    world = random_world(1, rows=60, columns=60, neighbours=16)
    network, demand = laid(world), lived_in(world, 1)
    at = candidates_at(random_centres(world, 1, 60))
    told = []
    asked = {"hazards": None, "within_minutes": 4.0}
    freely = candidate_minutes(network, at, demand, **asked)
    most_mb = freely.start[-1] * 8 / 1e6 * 2
    assert most_mb < len(at) * len(demand.people) * 8 / 1e6
    held = candidate_minutes(network, at, demand, **asked, most_mb=most_mb, progress=lambda *each: told.append(each[0]))
    for field in ("start", "home", "minutes"):
        np.testing.assert_array_equal(getattr(held, field), getattr(freely, field))
    assert any("by a sample about" in words for words in told)


def test_a_candidate_where_nobody_can_stand_is_refused():
    world = random_world(1)
    stuck = int(np.flatnonzero(~world.land.is_passable)[0])
    demand = lived_in(world, 1)
    with pytest.raises(InputError, match="barrier or on no land data"):
        candidate_minutes(laid(world), candidates_at([stuck]), demand, hazards=None, within_minutes=5)
    with pytest.raises(InputError, match="give 0 or more"):
        candidate_minutes(laid(world), candidates_at([]), demand, hazards=None, within_minutes=-1)


def test_no_candidate_reaches_nobody():
    world = random_world(1)
    reach = candidate_minutes(laid(world), candidates_at([]), lived_in(world, 1), hazards=None, within_minutes=5)
    assert reach.start.tolist() == [0]
    assert not len(reach.home)


def test_on_other_land_a_candidate_stands_at_the_nearest_cell_or_nowhere():
    land = flat_land(metric_grid(1, 4))
    land.pace[0, :2] = np.inf
    flooded = replace(land, pace=land.pace)
    xy = np.array([[500_050.0, 4_999_950.0], [500_150.0, 4_999_950.0], [500_350.0, 4_999_950.0]])
    at = candidates_at([0, 1, 3], xy=xy)
    assert placed_on(at, flooded, within_m=100).tolist() == [-1, 2, 3]
