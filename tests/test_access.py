"""Access: everyone is counted once, bands are inclusive, and quantiles are over all, those with no way last."""

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import random_centres, random_world

from accessibility.need.access import band_column, measure_access
from accessibility.need.demand import Demand, PeopleTime, adopt_people, people_time
from accessibility.need.quantiles import quantile_minutes
from accessibility.search.least_time import (
    BARRIER,
    BEYOND_LIMIT,
    INSIDE_HAZARD,
    NO_LAND_DATA,
    NO_WAY,
    REACHED,
    TravelRules,
    travel_time,
)
from geo.layers.areas import Areas

BANDS = (1.0, 5.0, 12.5)
COUNTED_ONCE = [
    "population_within_12.5_min",
    "population_beyond_12.5_min",
    "population_no_way",
    "population_inside_hazards",
    "population_on_barrier",
    "population_no_land_data",
    "population_beyond_limit",
]
seeds = st.integers(0, 10_000)


def areas_of(zone, count):
    frame = gpd.GeoDataFrame(geometry=[], crs="EPSG:4326")
    names = tuple(f"Area {row}" for row in range(count))
    ids = tuple(f"A{row}" for row in range(count))
    return Areas(ids=ids, names=names, parents=None, frame=frame, zone=np.asarray(zone, np.int32))


def a_study(people, minutes, status=None, *, zone=None):
    """People, one place each, with their minutes; inf has no way unless a status says otherwise."""
    minutes = np.array(minutes, float)
    count = len(minutes)
    if status is None:
        status = np.where(np.isfinite(minutes), REACHED, NO_WAY)
    demand = Demand(
        home_cell=np.arange(count),
        people=np.array(people, float),
        answer_cell=np.arange(count),
        adopted_m=np.zeros(count),
        home_status=np.zeros(count, np.uint8),
    )
    times = PeopleTime(
        minutes=minutes,
        nearest=np.where(np.isfinite(minutes), 0, -1).astype(np.int32),
        status=np.array(status, np.uint8),
    )
    areas = areas_of([zone if zone is not None else [0] * count], max(zone or [0]) + 1)
    return demand, times, areas


def measure(demand, times, areas, *, bands=BANDS, threshold=5.0, **options):
    table = measure_access(demand, times, areas, bands_minutes=bands, threshold_minutes=threshold, **options)
    return table.set_index("area_id")


def random_study(seed, *, limit_minutes=None):
    """Demand, areas, and times without and with hazards of a random world."""
    random = np.random.default_rng(seed)
    world = random_world(seed)
    shape = world.land.grid.shape
    people = np.where(random.random(shape) < 0.7, random.exponential(30, shape), 0.0)
    demand = adopt_people(people, world.land, within_m=120)
    areas = areas_of(random.integers(-1, 4, shape), 4)
    centres = random_centres(world, seed)
    answers = [
        people_time(
            demand,
            travel_time(
                world.land,
                world.roads,
                centres,
                centre_rows=np.arange(len(centres), dtype=np.int32),
                rules=TravelRules(limit_minutes=limit_minutes),
                hazards=hazards,
            ),
            hazards=hazards,
        )
        for hazards in (None, world.hazards)
    ]
    return people, demand, areas, *answers


@settings(max_examples=50)
@given(seed=seeds, limit_minutes=st.sampled_from([None, 6.0]), outside=st.sampled_from([0.0, 321.5]))
def test_everyone_is_counted_once_in_each_row_and_the_rows_add_up_to_the_source(seed, limit_minutes, outside):
    people, demand, areas, free, held = random_study(seed, limit_minutes=limit_minutes)
    table = measure(demand, held, areas, times_without_hazards=free, people_outside_grid=outside)
    np.testing.assert_allclose(table[COUNTED_ONCE].sum(axis=1), table["population"], atol=1e-6)
    assert table.loc["total", "population"] == pytest.approx(people.sum() + outside, abs=1e-6)
    counts = [column for column in table.columns if column.startswith("population")]
    np.testing.assert_allclose(table[counts].iloc[:-1].sum(), table.loc["total", counts].astype(float), atol=1e-6)
    for row, identity in enumerate(areas.ids):
        assert table.loc[identity, "population"] == pytest.approx(people[areas.zone == row].sum(), abs=1e-6)
    assert table.loc["outside", "population"] == pytest.approx(people[areas.zone < 0].sum() + outside, abs=1e-6)


@settings(max_examples=50)
@given(seed=seeds)
def test_bands_rise_and_hazards_never_bring_anyone_within_one(seed):
    _, demand, areas, free, held = random_study(seed)
    without = measure(demand, free, areas)
    table = measure(demand, held, areas, times_without_hazards=free)
    bands = [band_column(band) for band in BANDS]
    assert (np.diff(table[bands].to_numpy(float), axis=1) >= -1e-9).all()
    assert (table[bands] <= without[bands] + 1e-9).all(axis=None)
    for column in ("median_minutes", "p90_minutes"):
        lived_in = table["population"] > 0
        assert (table[column] >= without[column])[lived_in].all()
    np.testing.assert_allclose(
        table["population_beyond_threshold_by_hazards"],
        table["population_beyond_threshold"] - without["population_beyond_threshold"],
        atol=1e-6,
    )


@settings(max_examples=30)
@given(seed=seeds)
def test_each_row_is_what_its_own_people_say_one_after_another(seed):
    _, demand, areas, free, held = random_study(seed)
    table = measure(demand, held, areas, times_without_hazards=free)
    zone = areas.zone.ravel()[demand.home_cell]
    for identity, is_here in [(f"A{row}", zone == row) for row in range(4)] + [
        ("outside", zone < 0),
        ("total", zone > -2),
    ]:
        homes = sorted(np.flatnonzero(is_here), key=lambda home: held.minutes[home])
        people, minutes = demand.people[homes], held.minutes[homes]
        is_reached = held.status[homes] == REACHED
        row = table.loc[identity]
        assert row["population_beyond_12.5_min"] == pytest.approx(
            people[is_reached & (minutes > 12.5)].sum(), rel=1e-12
        )
        assert row["population_adopted"] == pytest.approx(people[demand.is_adopted[homes]].sum(), rel=1e-12)
        assert row["median_minutes"] == pytest.approx(quantile_minutes(minutes, people, 0.5), rel=0, nan_ok=True)
        assert row["p90_minutes"] == pytest.approx(quantile_minutes(minutes, people, 0.9), rel=0, nan_ok=True)
        if is_reached.any():
            mean = np.average(minutes[is_reached], weights=people[is_reached])
            assert row["mean_reached_minutes"] == pytest.approx(mean, rel=1e-12)
            assert row["unreached_share"] == pytest.approx(1 - people[is_reached].sum() / people.sum(), abs=1e-12)


@settings(max_examples=60)
@given(
    people=st.lists(st.integers(1, 9), min_size=1, max_size=9),
    data=st.data(),
    percent=st.sampled_from([10, 50, 75, 90, 100]),
)
def test_a_quantile_is_the_time_of_the_person_at_that_place_in_the_queue(people, data, percent):
    minutes = sorted(
        data.draw(st.lists(st.sampled_from([1.0, 2, 30, 60, np.inf]), min_size=len(people), max_size=len(people)))
    )
    queue = np.repeat(minutes, people)
    place = -(-percent * len(queue) // 100) - 1  # the first person with that share of all before or at them
    assert quantile_minutes(np.array(minutes), np.array(people, float), percent / 100) == queue[place]


def test_a_band_is_inclusive_on_unrounded_minutes():
    minutes = [30, np.nextafter(30, 31), 60, 60.0000001]
    table = measure(*a_study([1, 2, 4, 8], minutes), bands=(30.0, 60.0), threshold=60.0)
    row = table.loc["total"]
    assert row["population_within_30_min"] == 1
    assert row["population_within_60_min"] == 1 + 2 + 4
    assert row["population_beyond_60_min"] == 8
    assert row["population_beyond_threshold"] == 8


def test_each_status_has_its_own_column_and_none_is_reached():
    statuses = [REACHED, NO_WAY, INSIDE_HAZARD, BARRIER, NO_LAND_DATA, BEYOND_LIMIT]
    people = [1, 2, 4, 8, 16, 32]
    row = measure(*a_study(people, [7.0] + [np.inf] * 5, statuses)).loc["total"]
    assert row[COUNTED_ONCE].tolist() == [1, 0, 2, 4, 8, 16, 32]
    assert row["population_within_5_min"] == 0
    assert row["population_beyond_threshold"] == 63
    assert row["unreached_share"] == pytest.approx(62 / 63)


def test_the_median_is_no_way_where_half_and_more_have_none():
    row = measure(*a_study([10, 10.1], [20, np.inf])).loc["total"]
    assert row["median_minutes"] == np.inf
    row = measure(*a_study([10, 10], [20, np.inf])).loc["total"]
    assert row["median_minutes"] == 20  # half of all people are within it
    assert row["p90_minutes"] == np.inf
    assert row["mean_reached_minutes"] == 20


def test_median_and_p90_of_ten_people_are_those_of_the_fifth_and_the_ninth():
    row = measure(*a_study([1] * 10, [9, 1, 2, 8, 3, 7, 4, 6, 5, 100])).loc["total"]
    assert (row["median_minutes"], row["p90_minutes"]) == (5, 9)
    assert row["mean_reached_minutes"] == pytest.approx(14.5)


def test_people_weigh_in_the_median_and_in_the_mean():
    row = measure(*a_study([1, 99], [1, 3])).loc["total"]
    assert row["median_minutes"] == 3
    assert row["mean_reached_minutes"] == pytest.approx(2.98)


def test_an_area_without_people_has_zeros_and_unknown_times():
    row = measure(*a_study([5], [2.0], zone=[1])).loc["A0"]
    assert row["population"] == 0
    assert row[["median_minutes", "p90_minutes", "mean_reached_minutes", "unreached_share"]].isna().all()


def test_where_nobody_is_reached_there_is_no_mean():
    row = measure(*a_study([5], [np.inf])).loc["A0"]
    assert np.isnan(row["mean_reached_minutes"])
    assert row["unreached_share"] == 1
    assert row["median_minutes"] == np.inf


def test_the_hazards_share_is_who_would_be_within_the_threshold_without_them():
    demand, free, areas = a_study([1, 2, 4, 8, 16], [3, 5, 5.1, 2, np.inf], zone=[0, 0, 0, 1, 1])
    _, held, _ = a_study([1, 2, 4, 8, 16], [5, 6, 9, np.inf, np.inf])
    table = measure(demand, held, areas, times_without_hazards=free)
    assert table["population_beyond_threshold"].to_dict() == {"A0": 6, "A1": 24, "outside": 0, "total": 30}
    assert table["population_beyond_threshold_by_hazards"].to_dict() == {"A0": 2, "A1": 8, "outside": 0, "total": 10}
    assert measure(demand, free, areas)["population_beyond_threshold_by_hazards"].isna().all()


def test_rows_are_the_areas_then_outside_then_all():
    table = measure(*a_study([1, 2, 4], [1, 1, 1], zone=[1, 0, -1]))
    assert table.index.tolist() == ["A0", "A1", "outside", "total"]
    assert table["area_kind"].tolist() == ["area", "area", "outside", "all"]
    assert table["population"].tolist() == [2, 1, 4, 7]


def test_people_outside_the_grid_are_in_no_area_and_have_no_time():
    demand, times, areas = a_study([6], [2.0])
    table = measure(demand, times, areas, people_outside_grid=4.0)
    assert table["population"].tolist() == [6, 4, 10]
    assert table["population_no_land_data"].tolist() == [0, 4, 4]
    assert table["unreached_share"].tolist() == [0, 1, 0.4]
    assert table.loc["total", "median_minutes"] == 2
    assert table.loc["total", "p90_minutes"] == np.inf


def test_a_band_is_named_as_it_is_written():
    assert band_column(12.5) == "population_within_12.5_min"
    assert band_column(240.0) == "population_within_240_min"
