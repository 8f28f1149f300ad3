"""Supply in catchments: the laws, the plainest reference, numbers for the head, and the values of another program."""

import math

import numpy as np
import pandas as pd
import pytest
from capacity_worlds import WITHIN, Level, Towns, plain_value, random_towns
from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility.capacity import (
    METHODS,
    Zones,
    balanced,
    enhanced_two_step,
    gaussian_two_step,
    make_pairs,
    modified_two_step,
    three_step,
    two_step,
)

FLOATING = [method for method in METHODS if method != "raam"]
FOR_A_PERSON = [method for method in FLOATING if method != "cumulative"]
LETTING_ALL_OUT = [method for method in FOR_A_PERSON if method != "m2sfca"]
WORLDS = {"seed": st.integers(0, 10_000)}


def arrays(supply):
    """All that is told by origin, and by centre."""
    by_origin = [supply.value, supply.is_reached]
    by_origin += [] if supply.served_share is None else [supply.served_share]
    return by_origin, [supply.capacity, supply.used, *([] if supply.demand is None else [supply.demand])]


# The laws


@given(**WORLDS)
@settings(max_examples=15)
def test_the_order_of_centres_changes_no_bit(seed):
    towns = random_towns(seed, homes=30, centres=8)
    order = np.random.default_rng(seed).permutation(len(towns.capacity))
    other = Towns(minutes=towns.minutes[:, order], people=towns.people, capacity=towns.capacity[order])
    there = other.every()
    for method, supply in towns.every().items():
        by_origin, by_centre = arrays(supply)
        origin_too, centre_too = arrays(there[method])
        for one, two in zip(by_origin, origin_too, strict=True):
            assert one.tobytes() == two.tobytes(), method
        for one, two in zip(by_centre, centre_too, strict=True):
            assert one[order].tobytes() == two.tobytes(), method
        assert supply.gap_minutes == there[method].gap_minutes


@given(**WORLDS)
@settings(max_examples=25)
def test_the_order_of_pairs_and_of_homes_changes_no_bit(seed):
    towns = random_towns(seed, homes=20)
    random = np.random.default_rng(seed)
    pairs = towns.pairs
    order = random.permutation(len(pairs))
    mixed = make_pairs(
        pairs.origin[order], pairs.centre[order], pairs.minutes[order], origin_count=20, centre_count=pairs.centre_count
    )
    assert mixed.minutes.tobytes() == pairs.minutes.tobytes()
    homes = random.permutation(20)
    other = Towns(minutes=towns.minutes[homes], people=towns.people[homes], capacity=towns.capacity).every()
    for method, supply in towns.every().items():
        if method != "raam":  # whose homes choose one after another; it is the same within the gap
            assert supply.value[homes].tobytes() == other[method].value.tobytes()
            assert supply.used.tobytes() == other[method].used.tobytes()


@given(**WORLDS)
@settings(max_examples=25)
def test_all_capacity_is_got_or_told_as_unused(seed):
    towns = random_towns(seed)
    for method, supply in towns.every().items():
        assert (supply.used >= 0).all()
        assert (supply.used <= supply.capacity * (1 + 1e-12)).all()
        assert supply.used_capacity + supply.unused_capacity == pytest.approx(towns.capacity.sum(), rel=1e-12)
        if method in FOR_A_PERSON:
            got = math.fsum(towns.people * supply.value)
            assert got == pytest.approx(supply.used_capacity, rel=1e-12)
        if method in LETTING_ALL_OUT:
            is_wanted = supply.demand > 0
            np.testing.assert_array_equal(supply.used, np.where(is_wanted, towns.capacity, 0))


@given(**WORLDS)
@settings(max_examples=25)
def test_the_balanced_measure_sends_everyone_who_reaches_a_centre_to_one_and_serves_no_more_than_there_is(seed):
    towns = random_towns(seed)
    for method in ("bfca", "raam"):
        supply = towns.every()[method]
        reaching = math.fsum(towns.people[supply.is_reached])
        assert supply.demand.sum() == pytest.approx(reaching, rel=1e-12)
        assert ((supply.served_share >= 0) & (supply.served_share <= 1)).all()
        served = math.fsum(towns.people * supply.served_share)
        assert served == pytest.approx(np.minimum(supply.demand, supply.capacity).sum(), rel=1e-9)
        assert not supply.served_share[~supply.is_reached].any()


@given(factor=st.sampled_from([0.01, 1e-9, 3.0, 1e6]), **WORLDS)
@settings(max_examples=25)
def test_fewer_people_alike_everywhere_change_nothing_that_they_should_not(factor, seed):
    towns = random_towns(seed)
    fewer = Towns(minutes=towns.minutes, people=towns.people * factor, capacity=towns.capacity).every()
    for method, supply in towns.every().items():
        other = fewer[method]
        by = 1.0 if method in {"cumulative", "raam"} else factor
        rel = 1e-6 if method == "raam" else 1e-12
        np.testing.assert_allclose(other.value, supply.value / by, rtol=rel)
        np.testing.assert_array_equal(other.is_reached, supply.is_reached)
        np.testing.assert_allclose(other.used, supply.used, rtol=1e-12)
        if supply.demand is not None:
            atol = 1e-6 * towns.people.sum() if method == "raam" else 0
            np.testing.assert_allclose(other.demand / factor, supply.demand, rtol=1e-12, atol=atol)


@given(times=st.floats(1.0, 50.0), **WORLDS)
@settings(max_examples=25)
def test_more_capacity_at_a_centre_leaves_nobody_with_less(times, seed):
    towns = random_towns(seed)
    more = towns.capacity.copy()
    more[seed % len(more)] *= times
    for method, supply in towns.every(mean_people=2.0).items():
        other = Towns(minutes=towns.minutes, people=towns.people, capacity=more).every(mean_people=2.0)[method]
        if method == "raam":
            assert (other.value <= supply.value * (1 + 1e-5) + 1e-5).all()
        else:
            assert (other.value >= supply.value * (1 - 1e-12)).all()


@given(**WORLDS)
@settings(max_examples=10)
def test_a_catchment_that_holds_all_gives_everyone_supply_over_demand(seed):
    towns = random_towns(seed)
    near = Towns(minutes=np.full(towns.minutes.shape, 3.0), people=towns.people, capacity=towns.capacity + 1)
    every = near.every()
    for method in set(FOR_A_PERSON) - {"gaussian"}:  # whose weights are below 1 from the first minute on
        np.testing.assert_allclose(every[method].value, near.capacity.sum() / near.people.sum(), rtol=1e-12)
    np.testing.assert_allclose(every["cumulative"].value, near.capacity.sum())
    np.testing.assert_allclose(every["raam"].value, 3 + 60, rtol=1e-9)  # the way, and the mean crowd


@given(**WORLDS)
@settings(max_examples=15)
def test_who_reaches_no_capacity_is_told_alike_by_all(seed):
    towns = random_towns(seed)
    expected = ((towns.minutes <= WITHIN) & (towns.capacity > 0)).any(axis=1)
    for method, supply in towns.every().items():
        np.testing.assert_array_equal(supply.is_reached, expected)
        nothing = np.inf if method == "raam" else 0.0
        assert (supply.value[~expected] == nothing).all()
        assert np.isfinite(supply.value[expected]).all()


@given(**WORLDS)
@settings(max_examples=15)
def test_a_home_cut_in_two_leaves_everyone_with_the_same(seed):
    towns = random_towns(seed)
    twice = np.repeat(np.arange(len(towns.people)), 2)
    halves = Towns(minutes=towns.minutes[twice], people=towns.people[twice] / 2, capacity=towns.capacity).every()
    for method, supply in towns.every().items():
        rel = 1e-6 if method == "raam" else 1e-12
        np.testing.assert_allclose(halves[method].value, supply.value[twice], rtol=rel)


# The reference


@pytest.mark.parametrize("method", FLOATING)
def test_a_measure_is_what_its_paper_says(method):
    for seed in range(12):
        towns = random_towns(seed, homes=7, centres=4)
        np.testing.assert_allclose(towns.every()[method].value, plain_value(method, towns), rtol=1e-12)


# Numbers for the head: village 1 reaches centre A, village 2 both, village 3 centre B

ALONG_A_ROAD = Towns(
    minutes=np.array([[10.0, np.inf], [20.0, 20.0], [np.inf, 10.0]]),
    people=np.array([100.0, 100.0, 50.0]),
    capacity=np.array([100.0, 50.0]),
)


def test_two_steps_add_what_each_centre_has_for_those_around_it():
    supply = ALONG_A_ROAD.of(two_step, within_minutes=30)
    np.testing.assert_allclose(supply.value, [1 / 2, 1 / 2 + 1 / 3, 1 / 3])
    np.testing.assert_array_equal(supply.demand, [200, 150])
    assert ALONG_A_ROAD.of(two_step, within_minutes=20).value.tobytes() == supply.value.tobytes()  # inclusive
    np.testing.assert_allclose(ALONG_A_ROAD.of(two_step, within_minutes=19).value, [1, 0, 1])


def test_balance_sends_half_of_the_village_between_to_each():
    supply = ALONG_A_ROAD.of(balanced, decay=Level(within_minutes=30))
    np.testing.assert_array_equal(supply.demand, [150, 100])
    np.testing.assert_allclose(supply.value, [2 / 3, 7 / 12, 1 / 2])
    np.testing.assert_allclose(supply.served_share, [2 / 3, 7 / 12, 1 / 2])
    assert ALONG_A_ROAD.of(three_step, decay=Level(within_minutes=30)).value == pytest.approx(supply.value)


def test_balance_as_published_adds_up_to_the_levels_of_the_centres():
    supply = ALONG_A_ROAD.of(balanced, decay=Level(within_minutes=30), given_by="places")
    np.testing.assert_allclose(supply.value, [1 / 3, 1 / 3 + 1 / 4, 1 / 4])
    assert supply.value.sum() == pytest.approx(2 / 3 + 1 / 2)
    assert math.fsum(ALONG_A_ROAD.people * supply.value) == pytest.approx(supply.used_capacity)


def test_zones_weigh_the_farther_less_and_the_modified_measure_twice():
    zones = Zones(until_minutes=(10, 30), weight=(1, 0.5))
    np.testing.assert_allclose(ALONG_A_ROAD.of(enhanced_two_step, zones=zones).value, [2 / 3, 1 / 3 + 1 / 4, 1 / 2])
    modified = ALONG_A_ROAD.of(modified_two_step, decay=zones)
    np.testing.assert_allclose(modified.value, [2 / 3, 1 / 6 + 1 / 8, 1 / 2])
    np.testing.assert_allclose(modified.used, [100 - 50 / 3, 50 - 12.5])
    assert modified.unused_capacity == pytest.approx(50 / 3 + 12.5)


def test_the_gaussian_curve_ends_at_the_end_of_the_catchment():
    near_and_far = Towns(minutes=np.array([[0.0], [30.0]]), people=np.array([10.0, 10.0]), capacity=np.array([5.0]))
    supply = near_and_far.of(gaussian_two_step, within_minutes=30)
    np.testing.assert_allclose(supply.value, [0.5, 0])
    assert supply.is_reached.tolist() == [True, True]


def test_capacity_with_nobody_in_reach_is_unused_and_a_centre_without_any_is_as_if_it_were_not_there():
    towns = Towns(minutes=np.array([[5.0, 5.0, np.inf]]), people=np.array([8.0]), capacity=np.array([4.0, 0.0, 3.0]))
    for method, supply in towns.every().items():
        assert supply.unused_capacity == pytest.approx(3.0), method
        assert supply.demand is None or (supply.demand > 0).tolist() == [True, False, False]
    empty = Towns(minutes=np.array([[5.0]]), people=np.array([0.0]), capacity=np.array([4.0]))
    for method, supply in empty.every().items():
        assert supply.value.tolist() == [{"cumulative": 4.0, "raam": 5.0}.get(method, 0.0)]
        assert supply.unused_capacity == 4.0


# Values of another program


@pytest.fixture(scope="module")
def belo_horizonte(shared_data):
    """The travel matrix of Belo Horizonte and its hexagons."""
    folder = shared_data / "ref_ipea_accessibility"
    return pd.read_csv(folder / "travel_matrix.csv.gz"), pd.read_csv(folder / "land_use_data.csv", index_col="id")


FIVE = ["89a88cdb57bffff", "89a88cdb597ffff", "89a88cdb5b3ffff", "89a88cdb5cfffff", "89a88cd909bffff"]


def pairs_between(matrix, ids):
    """The pairs of these hexagons."""
    rows = matrix[matrix["from_id"].isin(ids) & matrix["to_id"].isin(ids)]
    place = pd.Series(range(len(ids)), index=ids)
    origin, centre = rows["from_id"].map(place).to_numpy(), rows["to_id"].map(place).to_numpy()
    count = len(ids)
    return make_pairs(origin, centre, rows["travel_time"].to_numpy(), origin_count=count, centre_count=count)


def test_five_places_have_the_values_of_the_r_package_accessibility(belo_horizonte):
    matrix, land_use = belo_horizonte
    pairs = pairs_between(matrix, FIVE)
    people, jobs = land_use.loc[FIVE, "population"], land_use.loc[FIVE, "jobs"]
    assert two_step(pairs, people, jobs, within_minutes=45).value.round(4).tolist() == [
        0.0152,
        0.1491,
        0.1491,
        0.1068,
        0,
    ]
    # its own tests (test-floating_catchment_area.R) have these for the measure as it was published
    published = balanced(pairs, people, jobs, decay=Level(within_minutes=45), given_by="places")
    assert published.value.round(4).tolist() == [0.0094, 0.1993, 0.1993, 0.1147, 0]


def test_a_whole_city_has_one_answer_in_any_order(belo_horizonte):
    matrix, land_use = belo_horizonte
    ids = list(land_use.index)
    order = np.random.default_rng(6).permutation(len(ids))
    pairs = pairs_between(matrix, ids)
    people, jobs = land_use["population"].to_numpy(), land_use["jobs"].to_numpy(float)
    place = np.argsort(order)
    mixed = make_pairs(pairs.origin, place[pairs.centre], pairs.minutes, origin_count=len(ids), centre_count=len(ids))
    decay = Zones(until_minutes=(20, 40, 60), weight=(1, 0.5, 0.1))
    one, two = balanced(pairs, people, jobs, decay=decay), balanced(mixed, people, jobs[order], decay=decay)
    assert one.value.tobytes() == two.value.tobytes()
    assert one.demand[order].tobytes() == two.demand.tobytes()
    assert math.fsum(people * one.value) == pytest.approx(one.used_capacity, rel=1e-12)
