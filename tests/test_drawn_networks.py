"""The networks of a draw: laid anew they are the same to the last bit, and speeds and hazards do what they should."""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks_alike import assert_same_masks, assert_same_ways
from small_study import SmallStudy, polygon
from study_runs import inputs_of

from accessibility.runs import sources_of, travel_rules
from accessibility.search import lay_network, least_times
from accessibility.uncertainty import Draw, DrawnNetworks
from geo.errors import InputError

REHAB = "physical_rehab"
ROADS = ("primary", "track", "unclassified")
LAND = ("1", "2")
KEYS = ("h1", "h2", "h3", "s1")
CERTAIN = {"confirmed": 1.0, "suspected": 1.0, "unknown": 1.0}
EVEN = {"confirmed": 0.5, "suspected": 0.5, "unknown": 0.5}
PROFILES = [
    {"name": "walk"},
    {"name": "vehicle"},
    {"name": "slow", "walk_speed_factor": 0.5, "vehicle": False, "walk_limit_m": 4000},
    {"name": "rolling", "walk_speed_factor": 0.8, "vehicle": False, "off_road": False},
    {"name": "waiting", "walk_speed_factor": 1.0, "boarding_wait_minutes": 25},
]


def a_draw(**changes):
    plain = Draw(
        number=7,
        road_class={},
        land_class={},
        walk_speed={},
        boarding_wait_minutes=None,
        hazard={},
        hazard_chance=CERTAIN,
        population=1.0,
        need={},
    )
    return replace(plain, **changes)


def random_draw(seed):
    random = np.random.default_rng(seed)
    return a_draw(
        road_class={name: float(random.uniform(0.4, 2.0)) for name in ROADS},
        land_class={name: float(random.uniform(0.5, 1.5)) for name in LAND},
        walk_speed={each["name"]: float(random.uniform(0.7, 1.3)) for each in PROFILES},
        boarding_wait_minutes=float(random.uniform(0, 30)),
        hazard={key: float(random.random()) for key in KEYS},
        hazard_chance=EVEN,
    )


def mined_study(folder, *, policy="cut", land=None):
    """The small study in two seasons for five profiles, with areas that touch and one that only slows."""
    folder.mkdir(exist_ok=True)
    study = SmallStudy(folder)
    study.roads = [{"highway": "primary"}, {"highway": "track"}, {"highway": "unclassified"}]
    study.hazards = [
        (polygon(30.021, 9.911, 30.034, 9.937), {"kind": "CHA", "id": "h1"}),
        (polygon(30.034, 9.911, 30.042, 9.931), {"kind": "SHA", "id": "h2"}),
        (polygon(30.051, 9.9, 30.056, 9.99), {"kind": "Spot task", "id": "h3"}),
        (polygon(30.06, 9.93, 30.08, 9.96), {"kind": "SHA", "id": "s1", "evidence": "indirect"}),
        (polygon(30.07, 9.94, 30.09, 9.98), {"kind": "SHA", "id": "s2", "evidence": "indirect"}),
    ]
    study.tables["hazards"] |= {
        "roads": policy,
        "rules": [{"evidence": ["indirect"], "policy": "slow", "slow_factor": 3.0}],
    }
    study.tables["profiles"] = PROFILES
    study.tables["travel"] = {"boarding_wait_minutes": 5, "directions": ["to", "from"]}
    study.tables["seasons"] = [
        {"name": "dry"},
        {"name": "wet", "road_speeds": "rural-wet", "land_speed_factor": 0.8},
    ]
    study.tables["land"] = land or study.tables["land"]
    return study


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    return inputs_of(mined_study(tmp_path_factory.mktemp("drawn")))


@pytest.fixture(scope="module")
def networks(inputs):
    return DrawnNetworks(inputs)


def world_of(inputs, profile, season="dry"):
    return next(world for world in inputs.worlds if world.profile.name == profile and world.key[1] == season)


def undrawn(inputs, world, direction, *, has_hazards):
    """The network as the runs of a study have it."""
    ground, rules = world.ground, travel_rules(inputs, world, direction)
    if not has_hazards:
        return lay_network(ground.land, ground.roads, rules=rules)
    return lay_network(ground.held_land, ground.held_roads, rules=rules, hazards=ground.hazards)


def seconds(network, world):
    return least_times(network, sources_of(world.centres, REHAB)).seconds


def test_a_draw_of_factors_one_with_all_areas_there_is_the_network_itself_to_the_bit(inputs, networks):
    ones = a_draw(
        road_class=dict.fromkeys(ROADS, 1.0),
        land_class=dict.fromkeys(LAND, 1.0),
        walk_speed={each["name"]: 1.0 for each in PROFILES},
        hazard=dict.fromkeys(KEYS, 0.999),
    )
    for world in inputs.worlds:
        for has_hazards in (False, True):
            for draw in (ones, a_draw()):
                drawn = networks.of(world, "to", has_hazards=has_hazards, draw=draw)
                assert_same_ways(drawn, undrawn(inputs, world, "to", has_hazards=has_hazards))


@given(st.integers(0, 10_000), st.sampled_from(["to", "from"]))
@settings(max_examples=4)
def test_a_drawn_network_is_that_of_its_land_and_roads_laid_anew(inputs, networks, seed, direction):
    draw = random_draw(seed)
    for world in inputs.worlds:
        for has_hazards in (False, True):
            drawn = networks.of(world, direction, has_hazards=has_hazards, draw=draw)
            anew = lay_network(drawn.land, drawn.roads, rules=drawn.rules, hazards=drawn.hazards)
            assert_same_ways(drawn, anew)
            assert (drawn.land.is_passable == world.ground.land.is_passable).all()
            assert (drawn.hazards is not None) == has_hazards


def test_speeds_of_a_draw_are_as_if_they_stood_in_the_tables(tmp_path, inputs, networks):
    draw = a_draw(road_class={"primary": 0.8, "track": 1.25}, land_class={"1": 2.0, "2": 0.5}, walk_speed={"slow": 0.9})
    study = mined_study(tmp_path)
    study.speeds = "class,label,speed_kmh,mode\n1,grass,9,walk\n2,forest,1.5,walk\n3,lake,0,walk\n"
    head = "key,value,vehicle_kmh,walk_kmh,source,source_date,certainty\n"
    rows = {"primary": 65 * 0.8, "track": 15 * 1.25, "unclassified": 25}
    study.text("own.csv", head + "".join(f"highway,{name},{kmh},5,us,2026,A\n" for name, kmh in rows.items()))
    study.tables["roads"]["speeds"] = "own.csv"
    study.tables["seasons"][1]["road_speeds"] = "own.csv"
    study.tables["profiles"] = [{**each} for each in PROFILES]
    study.tables["profiles"][2]["walk_speed_factor"] = 0.45
    changed = inputs_of(study)
    for profile in ("walk", "vehicle", "slow", "rolling"):
        for has_hazards in (False, True):
            world, other = world_of(inputs, profile), world_of(changed, profile)
            drawn = networks.of(world, "to", has_hazards=has_hazards, draw=draw)
            assert drawn.rules.limit_minutes == pytest.approx(other.limit_minutes)
            expected = seconds(undrawn(changed, other, "to", has_hazards=has_hazards), other)
            np.testing.assert_allclose(seconds(drawn, world), expected, rtol=1e-6)


@pytest.mark.parametrize("profile", ["walk", "rolling"])
def test_twice_the_speed_is_half_the_time(inputs, networks, profile):
    world = world_of(inputs, profile)
    once = seconds(networks.of(world, "to", has_hazards=True, draw=a_draw()), world)
    twice = seconds(networks.of(world, "to", has_hazards=True, draw=a_draw(walk_speed={profile: 2.0})), world)
    np.testing.assert_allclose(twice, once / 2, rtol=1e-6)


@given(st.integers(0, 10_000), st.sampled_from(["road_class", "land_class", "walk_speed"]), st.floats(1.0, 3.0))
@settings(max_examples=10)
def test_what_is_faster_never_takes_longer(inputs, networks, seed, kind, times):
    draw = random_draw(seed)
    factors = getattr(draw, kind)
    name = sorted(factors)[seed % len(factors)]
    quicker = replace(draw, **{kind: {**factors, name: factors[name] * times}})
    for world in inputs.worlds[:4]:
        slow, quick = (
            seconds(networks.of(world, "to", has_hazards=True, draw=each), world) for each in (draw, quicker)
        )
        assert (quick <= slow).all()


@given(st.integers(0, 10_000))
@settings(max_examples=10)
def test_fewer_hazards_never_lengthen_a_way(networks, inputs, seed):
    random = np.random.default_rng(seed)
    hazard = {key: float(random.random()) for key in (*KEYS, "s2")}
    for world in (world_of(inputs, "walk"), world_of(inputs, "vehicle", "wet")):
        told = []
        for chance in (0.0, 0.3, 0.6, 1.0):
            draw = a_draw(hazard=hazard, hazard_chance=dict.fromkeys(CERTAIN, chance))
            travel = least_times(
                networks.of(world, "to", has_hazards=True, draw=draw), sources_of(world.centres, REHAB)
            )
            told.append(travel.seconds)
        free = seconds(networks.of(world, "to", has_hazards=False, draw=a_draw()), world)
        np.testing.assert_array_equal(told[0], free)
        for fewer, more in pairwise(told):
            assert (fewer <= more).all()


@pytest.mark.parametrize("gone", [("h1", "s1"), ("h2", "h3", "s1", "s2")])
def test_areas_that_are_not_there_are_as_if_the_file_did_not_hold_them(tmp_path, inputs, networks, gone):
    study = mined_study(tmp_path)
    study.hazards = [area for area in study.hazards if area[1]["id"] not in gone]
    fewer = inputs_of(study)
    draw = a_draw(hazard=dict.fromkeys(gone, 0.99), hazard_chance=EVEN)
    for profile in ("walk", "vehicle", "rolling"):
        world, other = world_of(inputs, profile), world_of(fewer, profile)
        drawn = networks.of(world, "to", has_hazards=True, draw=draw)
        anew = undrawn(fewer, other, "to", has_hazards=True)
        assert_same_masks(drawn.hazards, anew.hazards)
        np.testing.assert_array_equal(drawn.land.pace, anew.land.pace)
        np.testing.assert_allclose(seconds(drawn, world), seconds(anew, other), rtol=1e-9)


def test_chances_go_by_the_kind_of_an_area(inputs, networks):
    world, hazard = world_of(inputs, "walk"), dict.fromkeys(KEYS, 0.5)
    for kind, count in (("confirmed", 2), ("suspected", 2), ("unknown", 1)):
        draw = a_draw(hazard=hazard, hazard_chance={**CERTAIN, kind: 0.5})
        drawn = networks.of(world, "to", has_hazards=True, draw=draw)
        assert len(drawn.hazards.shapes) == count, kind
    slowed = networks.of(world, "to", has_hazards=True, draw=a_draw(hazard={"s1": 0.5}, hazard_chance=EVEN))
    assert (
        slowed.land.pace[world.ground.land.is_passable] > world.ground.land.pace[world.ground.land.is_passable]
    ).any()
    assert (slowed.land.pace < world.ground.held_land.pace).any()


def test_what_a_draw_does_not_name_is_there(inputs, networks):
    world = world_of(inputs, "walk")
    draw = a_draw(hazard_chance=dict.fromkeys(CERTAIN, 0.0))
    assert networks.of(world, "to", has_hazards=True, draw=draw).hazards is world.ground.hazards


def test_runs_without_hazards_know_nothing_of_them(inputs, networks):
    world = world_of(inputs, "vehicle")
    draws = [random_draw(3), replace(random_draw(3), hazard={}, hazard_chance={})]
    one, other = (networks.of(world, "to", has_hazards=False, draw=draw) for draw in draws)
    assert_same_ways(one, other)


def test_the_wait_is_that_of_the_draw_unless_the_profile_has_its_own(inputs, networks):
    draw = a_draw(boarding_wait_minutes=11.0)
    waits = {
        profile: networks.of(world_of(inputs, profile), "to", has_hazards=False, draw=draw).rules.boarding_wait_minutes
        for profile in ("vehicle", "waiting")
    }
    assert waits == {"vehicle": 11.0, "waiting": 25}
    told = networks.of(world_of(inputs, "vehicle"), "to", has_hazards=False, draw=a_draw())
    assert told.rules.boarding_wait_minutes == 5


def test_a_limit_in_metres_lasts_as_long_as_they_take(inputs, networks):
    world = world_of(inputs, "slow")
    drawn = networks.of(world, "to", has_hazards=False, draw=a_draw(walk_speed={"slow": 0.5}))
    assert drawn.rules.limit_minutes == pytest.approx(2 * world.limit_minutes)


def test_one_and_two_threads_give_the_same(inputs, networks):
    draws = [random_draw(seed) for seed in range(6)]
    worlds = [world_of(inputs, "vehicle", season) for season in ("dry", "wet")]
    asked = [(world, draw) for draw in draws for world in worlds]
    fresh = DrawnNetworks(inputs)
    with ThreadPoolExecutor(max_workers=2) as threads:
        found = list(threads.map(lambda each: fresh.of(each[0], "to", has_hazards=True, draw=each[1]), asked))
    for (world, draw), network in zip(asked, found, strict=True):
        assert_same_ways(network, networks.of(world, "to", has_hazards=True, draw=draw))


def test_nothing_is_kept_of_a_draw(inputs, networks):
    world = world_of(inputs, "vehicle")
    networks.of(world, "to", has_hazards=True, draw=random_draw(1))
    before = networks.kept_count
    for seed in range(5):
        networks.of(world, "to", has_hazards=True, draw=random_draw(seed))
    assert networks.kept_count == before


@pytest.mark.parametrize("factor", [0.0, -1.0, math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("kind", ["road_class", "land_class", "walk_speed"])
def test_a_factor_that_is_no_number_above_nought_is_refused(inputs, networks, kind, factor):
    with pytest.raises(InputError, match=r"draw 7, .* a factor of .* on a speed is none; give a number above 0"):
        networks.of(inputs.worlds[0], "to", has_hazards=False, draw=a_draw(**{kind: {"walk": factor}}))


@pytest.mark.parametrize("factor", [1e-9, 1e-3, 101.0, 1e12])
def test_a_factor_that_makes_a_speed_impossible_is_refused(inputs, networks, factor):
    with pytest.raises(InputError, match=r"makes a speed impossible; give one from 0.01 to 100"):
        networks.of(inputs.worlds[0], "to", has_hazards=False, draw=a_draw(road_class={"primary": factor}))


@pytest.mark.parametrize("wait", [-1.0, math.nan, math.inf])
def test_a_wait_that_cannot_be_is_refused(inputs, networks, wait):
    with pytest.raises(InputError, match=r"a boarding wait of .* minutes is none; give 0 or more"):
        networks.of(inputs.worlds[0], "to", has_hazards=False, draw=a_draw(boarding_wait_minutes=wait))


@pytest.mark.parametrize("chance", [-0.1, 1.1, math.nan])
@pytest.mark.parametrize("key", ["hazard", "hazard_chance"])
def test_a_chance_beyond_nought_and_one_is_refused(inputs, networks, key, chance):
    with pytest.raises(InputError, match="is no chance; give a number from 0 to 1"):
        networks.of(inputs.worlds[0], "to", has_hazards=True, draw=a_draw(**{key: {"h1": chance}}))
