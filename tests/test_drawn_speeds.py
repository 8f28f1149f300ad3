"""Other speeds over laid land and roads: what each class and cover does to a cell, and what ferries do."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_study import SmallStudy
from study_runs import inputs_of
from worlds import flat_land, metric_grid, random_world, roads_from_lines

from accessibility.search import TravelRules, fix_ways, lay_network
from accessibility.uncertainty import Draw, DrawnNetworks
from geo.errors import InputError, InputFaults
from geo.land import LandSpeed, classes_by_cell, classes_by_share, one_class, pace_of_classes, pace_of_fractions
from geo.roads import arc_classes, at_speeds, close_roads, lay_roads

RULES = TravelRules(direction="to", neighbours=16)


def speeds(**kmh):
    return {name: LandSpeed(label=name, speed_kmh=value, mode="walk") for name, value in kmh.items()}


@given(st.integers(0, 10_000), st.floats(0.5, 2.0), st.floats(0.5, 2.0))
@settings(max_examples=10)
def test_covers_are_slowed_as_if_the_table_had_other_speeds(seed, one, other):
    random = np.random.default_rng(seed)
    shares = random.dirichlet([0.4, 0.4, 0.4], (6, 7)).transpose(2, 0, 1).astype(np.float32)
    fractions = dict(zip(("grass", "tree", "water"), shares, strict=True))
    fractions["tree"][0, 0] = np.nan
    table, changed = speeds(grass=4.0, tree=2.0, water=0.0), speeds(grass=4.0 * one, tree=2.0 * other, water=0.0)
    pace = pace_of_fractions(fractions, table)[0]
    classes = classes_by_share(fractions, table, np.isfinite(pace))
    slow = classes.slowness({"grass": one, "tree": other}, pace.shape)
    np.testing.assert_allclose(pace * slow, pace_of_fractions(fractions, changed)[0], rtol=1e-6)


def test_a_cell_without_a_cover_keeps_its_pace_to_the_bit():
    fractions = {"grass": np.array([[1.0, 0.3]], np.float32), "tree": np.array([[0.0, 0.7]], np.float32)}
    classes = classes_by_share(fractions, speeds(grass=4.0, tree=3.0), np.ones((1, 2), np.bool_))
    slow = classes.slowness({"tree": 0.3}, (1, 2))
    assert slow[0, 0] == 1.0
    assert slow[0, 1] > 1.0


def test_classes_of_a_raster_are_slowed_each_by_its_own_factor():
    classes = np.array([[1, 2, 9], [-1, 1, 2]], np.int32)
    table = {1: LandSpeed(label="a", speed_kmh=4, mode="walk"), 2: LandSpeed(label="b", speed_kmh=3, mode="walk")}
    table[9] = LandSpeed(label="lake", speed_kmh=0, mode="walk")
    found = classes_by_cell(classes, table)
    assert found.names == ("1", "2")
    slow = found.slowness({"1": 2.0, "9": 5.0, "unheard of": 3.0}, classes.shape)
    assert slow.tolist() == [[0.5, 1.0, 1.0], [1.0, 0.5, 1.0]]
    pace = pace_of_classes(classes, table)[0]
    assert (np.isfinite(pace * slow) == np.isfinite(pace)).all()
    assert found.slowness({}, classes.shape) == 1.0
    assert one_class().slowness({"": 4.0}, classes.shape) == 0.25


def ferried():
    """A road and a ferry on level land, walked at one second a metre."""
    land = flat_land(metric_grid(4, 12))
    network = roads_from_lines(land.grid, [[(0.5, 1.5), (6.2, 1.5)], [(6.2, 1.5), (11.5, 1.5)]])
    network = replace(network, road_class=("ferry", "track"), class_row=np.array([1, 0], np.int16))
    return land, network, lay_roads(network, land, connect_within_m=100)


def test_a_ferry_keeps_its_time_unless_it_has_a_factor_of_its_own():
    _, network, roads = ferried()
    classes = arc_classes(network, roads)
    is_ferry = classes.is_ferry
    assert 0 < is_ferry.sum() < len(is_ferry)

    def at(**class_factors):
        return at_speeds(roads, classes, class_factors=class_factors, walk_factor=0.5, connector_s=roads.connector_s)

    slow = at(track=0.5)
    np.testing.assert_array_equal(slow.walk_s[is_ferry], roads.walk_s[is_ferry])
    np.testing.assert_array_equal(slow.vehicle_s[is_ferry], roads.vehicle_s[is_ferry])
    np.testing.assert_array_equal(slow.vehicle_s[~is_ferry], 2 * roads.vehicle_s[~is_ferry])
    np.testing.assert_array_equal(slow.walk_s[~is_ferry], 2 * roads.walk_s[~is_ferry])
    quick = at(ferry=2.0)
    for name in ("vehicle_s", "walk_s"):
        np.testing.assert_array_equal(getattr(quick, name)[is_ferry], getattr(roads, name)[is_ferry] / 2)


def test_a_closed_road_stays_closed():
    land, network, roads = ferried()
    closed = close_roads(roads, links=[0])
    fixed = fix_ways(lay_network(land, closed, rules=RULES))
    quick = at_speeds(
        closed,
        arc_classes(network, closed),
        class_factors={"track": 3.0},
        walk_factor=3.0,
        connector_s=closed.connector_s,
    )
    drawn, anew = fixed.at(land, quick, rules=RULES), lay_network(land, quick, rules=RULES)
    np.testing.assert_array_equal(drawn.ways.arcs.arc_key, anew.ways.arcs.arc_key)
    assert (drawn.ways.arcs.arc_key == np.uint64(1 << 63)).any()


def test_fixed_ways_refuse_what_they_were_not_laid_for():
    world = random_world(3, neighbours=16)
    land, roads = world.land, world.roads
    fixed = fix_ways(lay_network(land, roads, rules=RULES, hazards=world.hazards))
    assert fixed.network.hazards is None
    cases = [
        (land, roads, replace(RULES, direction="from"), "only the wait and the limit"),
        (land, roads, replace(RULES, neighbours=8), "only the wait and the limit"),
        (random_world(3, rows=8, neighbours=16).land, roads, RULES, "another grid or other moves"),
        (land, replace(roads, vehicle_s=roads.vehicle_s[1:]), RULES, "other arcs or nodes"),
        (land, replace(roads, walk_s=np.full_like(roads.walk_s, np.inf)), RULES, "opens or closes no road"),
        (land, replace(roads, connector_s=-roads.connector_s - 1), RULES, "connector times .* negative"),
        (replace(land, pace=land.pace.clip(max=0.0)), roads, RULES, "a pace of 0 s/m is none"),
        (land, roads, replace(RULES, boarding_wait_minutes=-1.0), "a boarding wait of -1"),
    ]
    for other_land, other_roads, rules, part in cases:
        with pytest.raises(InputError, match=part):
            fixed.at(other_land, other_roads, rules=rules)
    other = random_world(3, rows=8, neighbours=16).hazards
    with pytest.raises(InputError, match="the hazards were laid on another grid"):
        fixed.at(land, roads, rules=RULES, hazards=other)


def a_draw(**changes):
    plain = Draw(
        number=0,
        road_class={},
        land_class={},
        walk_speed={},
        boarding_wait_minutes=None,
        hazard={},
        hazard_chance={},
        population=1.0,
        need={},
    )
    return replace(plain, **changes)


@pytest.mark.parametrize("land", [{"speed_kmh": 4.0}, {"friction": "friction.tif", "friction_unit": "min/m"}])
def test_land_of_one_class_goes_by_one_factor(tmp_path, land):
    study = SmallStudy(tmp_path)
    study.raster("friction.tif", np.full((20, 20), 0.015))
    study.tables["land"] = land
    inputs = inputs_of(study)
    world = inputs.worlds[0]
    drawn = DrawnNetworks(inputs).of(world, "to", has_hazards=False, draw=a_draw(land_class={"": 2.0}))
    np.testing.assert_array_equal(drawn.land.pace, world.ground.land.pace / 2)


def test_land_that_is_ridden_over_keeps_its_pace_when_people_walk_slower(tmp_path):
    study = SmallStudy(tmp_path)
    study.speeds = "class,label,speed_kmh,mode\n1,grass,4.5,walk\n2,forest,12,cycle\n3,lake,0,walk\n"
    inputs = inputs_of(study)
    world = inputs.worlds[0]
    pace = world.ground.land.pace
    drawn = DrawnNetworks(inputs).of(world, "to", has_hazards=False, draw=a_draw(walk_speed={"default": 0.5}))
    np.testing.assert_array_equal(drawn.land.pace[6:], 2 * pace[6:])
    np.testing.assert_array_equal(drawn.land.pace[1:4], pace[1:4])


def test_land_that_was_lost_since_is_told(tmp_path):
    study = SmallStudy(tmp_path)
    inputs = inputs_of(study)
    (tmp_path / "land_cover.tif").unlink()
    with pytest.raises(InputFaults, match=r"land_cover\.tif"):
        DrawnNetworks(inputs)
