"""The reasons of runs: equal to searching every counterfactual and every order; worlds with one reason alone."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from reason_worlds import full_study, reasons_of
from study_runs import inputs_of

from accessibility.need import people_time, regions_of_homes
from accessibility.reasons import FACTOR_WORDS, find_reasons, reasons_of_runs
from accessibility.reasons.counterfactuals import Counterfactuals, case_of
from accessibility.reasons.shapley import every_set
from accessibility.run_dimensions import DIMENSIONS
from accessibility.runs import make_runs, sources_of, travel_rules
from accessibility.search import lay_network, least_times
from accessibility.study_file import FACTOR_SLUGS
from geo.hazards import lay_hazards
from geo.land import metric_points
from geo.progress import silent
from geo.units import pace_s_per_m

ACTIVE = ("hazards", "closure", "road-season", "day", "profile", "no-road")


# Against searching each counterfactual by itself


@pytest.fixture(
    scope="module", params=[3, pytest.param(8, marks=pytest.mark.verify), pytest.param(21, marks=pytest.mark.verify)]
)
def both(request, tmp_path_factory):
    """The reasons of a random study by run, and the wide one in which each counterfactual is a world."""
    study = full_study(tmp_path_factory.mktemp("narrow"), request.param, is_wide=False)
    inputs = inputs_of(study)
    chosen = [world for world in inputs.worlds if world.key in {("shut", "ww"), ("base", "dd")}]
    runs = make_runs(inputs, chosen, progress=silent)
    told = {tuple(each.run.dimensions.values()): each for each in reasons_of_runs(inputs, runs, progress=silent)}
    wide = inputs_of(full_study(tmp_path_factory.mktemp("wide"), request.param, is_wide=True))
    return inputs, told, wide


def key(profile, scenario, season, *, hazards):
    return "physical_rehab", profile, scenario, season, "to", "hazards" if hazards else "no-hazards"


def minutes_by_search(inputs, world, hazards):
    """The minutes of all homes from a search over a world as it is."""
    ground, rules = world.ground, travel_rules(inputs, world, "to")
    laid = lay_network(ground.held_land, ground.held_roads, rules=rules, hazards=hazards)
    travel = least_times(laid, sources_of(world.centres, "physical_rehab"))
    return people_time(world.demand, travel, hazards=hazards).minutes


def speed_at(roads, network):
    """The speed of the quickest road at each node where one may board: ridden if any is, else on foot."""
    found = [(0.0, 0.0)] * roads.node_count
    for start, end, link in zip(roads.arc_from, roads.arc_to, roads.arc_link, strict=True):
        ridden = max(network.forward_kmh[link], network.backward_kmh[link])
        for node in (start, end):
            found[node] = max(found[node], (ridden, network.walk_kmh[link]))
    return [(ridden or walked) * may for (ridden, walked), may in zip(found, roads.may_board, strict=True)]


def minutes_with_link(inputs, world, home, speeds, *, has_hazards):
    """The minutes of a home from a search over roads with one further connector, to the nearest node."""
    ground, demand = world.ground, world.demand
    grid, roads = ground.grid, ground.held_roads
    row, column = divmod(int(demand.home_cell[home]), grid.shape[1])
    start = np.array([grid.centre_x[column], grid.centre_y[row]])
    here, places = metric_points(grid, *start[:, None])[0], metric_points(grid, *roads.node_xy.T)
    away = {node: np.linalg.norm(places[node] - here) for node, kmh in enumerate(speeds) if kmh > 0}
    best = min(away, key=away.get)
    best_m, best_kmh = away[best], speeds[best]
    further = replace(
        roads,
        walk_cell=np.append(roads.walk_cell, demand.answer_cell[home]),
        walk_node=np.append(roads.walk_node, np.int32(best)),
        connector_s=np.append(roads.connector_s, best_m * pace_s_per_m(best_kmh)),
        connector_start=np.vstack([roads.connector_start, start]),
        connector_end=np.vstack([roads.connector_end, roads.node_xy[best]]),
    )
    hazards = None
    if has_hazards:
        tolerance_m, policy = inputs.study.hazards.overlap_tolerance_m, world.place.scenario.hazard_roads or "open"
        hazards = lay_hazards(grid, further, ground.hazards.shapes, road_policy=policy, overlap_tolerance_m=tolerance_m)
        if hazards.is_inside.ravel()[demand.home_cell[home]]:
            return np.inf
    linked = replace(world, ground=replace(ground, held_roads=further))
    return minutes_by_search(inputs, linked, hazards)[home]


def test_shares_equal_those_of_every_order_of_searched_counterfactuals(both):
    _, told, wide = both
    worlds = {(world.profile.name, *world.key): world for world in wide.worlds}
    run = told[key("walk", "shut", "ww", hazards=True)]
    assert run.factors == ACTIVE
    demand = run.run.demand
    homes = np.flatnonzero(run.run.times.minutes > 25)
    assert len(homes) > 2
    excess = {}
    for cured in every_set(ACTIVE):
        season = ("d" if "road-season" in cured else "w") + ("d" if "day" in cured else "w")
        profile, scenario = ("vehicle" if "profile" in cured else "walk"), ("open" if "closure" in cured else "shut")
        world = worlds[profile, scenario, season]
        has_hazards = "hazards" not in cured
        minutes = minutes_by_search(wide, world, world.ground.hazards if has_hazards else None)[homes]
        if "no-road" in cured:
            speeds = speed_at(world.ground.roads, world.ground.network)
            minutes = [minutes_with_link(wide, world, home, speeds, has_hazards=has_hazards) for home in homes]
        excess[cured] = np.minimum(minutes, 240) - 25
    beyond = {}
    for cured in every_set(ACTIVE):
        least = np.min([excess[within] for within in excess if within <= cured], axis=0)
        beyond[cured] = float(demand.people[homes] @ np.maximum(least, 0))
    for cured, minutes in beyond.items():
        assert run.beyond.person_minutes[cured][-1] == pytest.approx(minutes, rel=1e-9)
    added = dict.fromkeys(ACTIVE, 0.0)
    orders = list(permutations(ACTIVE))
    for order in orders:
        for place, factor in enumerate(order):
            added[factor] += beyond[frozenset(order[:place])] - beyond[frozenset(order[: place + 1])]
    for factor in ACTIVE:
        assert run.shares[factor][-1] == pytest.approx(added[factor] / len(orders) / beyond[frozenset()], abs=1e-9)
    assert run.shares["too-far"][-1] == pytest.approx(beyond[frozenset(ACTIVE)] / beyond[frozenset()], abs=1e-9)


def test_with_nothing_cured_a_case_is_the_run_itself(both):
    inputs, told, _ = both
    counterfactuals = Counterfactuals(inputs)
    for each in told.values():
        run, world = each.run, each.run.world
        question = counterfactuals.question(case_of(run), ())
        assert question.rules == travel_rules(inputs, world, run.direction)
        assert question.terrain == counterfactuals.terrain_key(world)
        whole = np.minimum(run.times.minutes, 240) - 25
        own = float(run.demand.people[run.demand.answer_cell >= 0] @ np.maximum(whole, 0)[run.demand.answer_cell >= 0])
        assert each.beyond.person_minutes[frozenset()][-1] == pytest.approx(own, rel=1e-12)


def test_shares_add_up_to_one_at_every_place_and_curing_more_never_lengthens(both):
    _, told, _ = both
    for each in told.values():
        total = sum(each.shares.values())
        is_there = each.beyond.person_minutes[frozenset()] > 0
        np.testing.assert_allclose(total[is_there], 1.0, atol=1e-12)
        assert np.isnan(total[~is_there]).all()
        for cured, minutes in each.beyond.person_minutes.items():
            for factor in cured:
                assert (minutes <= each.beyond.person_minutes[cured - {factor}] * (1 + 1e-12)).all()


def test_regions_and_areas_hold_what_all_hold(both):
    _, told, _ = both
    for each in told.values():
        count = len(each.run.gaps)
        assert (each.region > 0).sum() == (each.region[~(each.run.times.minutes <= 25)] > 0).sum()
        for minutes in each.beyond.person_minutes.values():
            assert minutes[count:-1].sum() == pytest.approx(minutes[-1], rel=1e-12)
            assert minutes[:count].sum() <= minutes[-1] * (1 + 1e-12)
        people = np.bincount(each.region, weights=each.run.demand.people, minlength=count + 1)[1:]
        np.testing.assert_allclose(people, each.run.gaps["people"])
        np.testing.assert_array_equal(
            each.region, regions_of_homes(each.run.travel, each.run.demand, threshold_minutes=25, min_people=1)
        )


def test_a_run_without_hazards_has_the_same_reasons_in_a_study_without_them(tmp_path):
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    study = full_study(tmp_path / "with", 3, is_wide=False)
    other = full_study(tmp_path / "without", 3, is_wide=False)
    for each in (study, other):
        each.tables["profiles"] = [{"name": "vehicle"}]
        each.tables["scenarios"] = [{"name": "shut", "closed_roads": [101], "seasons": ["ww"]}]
    _, told = reasons_of(study, threads=1)
    del other.tables["hazards"]
    _, plain = reasons_of(other, threads=2)
    for name in ("regions", "reasons"):
        frame = getattr(told, name)
        free = frame[frame["hazards"] == "no-hazards"].reset_index(drop=True)
        pd.testing.assert_frame_equal(free, getattr(plain, name), check_exact=True)


# Room at the centres


def test_room_and_brought_roads_together_equal_plain_rounds_over_searched_centres(tmp_path):
    study = full_study(tmp_path, 4, is_wide=False)
    for name in ("hazards", "scenarios", "profiles", "seasons"):
        del study.tables[name]
    for (_, fields), room in zip(study.centres, (0.4, 0.1, 0.3), strict=True):
        fields["capacity_per_year"] = room
    study.tables |= {"capacity": {}, "reasons": {"factors": ["no-road", "full"], "most_minutes": 240}}
    inputs = inputs_of(study)
    (run,) = make_runs(inputs, inputs.worlds, progress=silent)
    (told,) = reasons_of_runs(inputs, [run], progress=silent, threads=1)
    world, homes = run.world, range(len(run.demand.people))
    need, capacity = inputs.groups.people("need-prosthetics-orthotics"), np.array([0.4, 0.1, 0.3])
    assert need.sum() > capacity.sum()
    speeds = speed_at(world.ground.roads, world.ground.network)
    excess = {}
    for is_brought in (False, True):
        minutes = np.empty((len(homes), 3))
        for centre in range(3):
            pillars = tuple(("physical_rehab",) if row == centre else () for row in range(3))
            alone = replace(world, centres=replace(world.centres, pillars=pillars))
            minutes[:, centre] = minutes_by_search(inputs, alone, None)
            if is_brought:
                minutes[:, centre] = [
                    minutes_with_link(inputs, alone, home, speeds, has_hazards=False) for home in homes
                ]
        beyond = np.maximum(np.minimum(minutes, 240) - 25, 0)
        room, left, total = capacity.copy(), np.ones(len(homes)), np.zeros(len(homes))
        order = np.argsort(minutes, axis=1, kind="stable")
        for rank in range(3):
            asked = order[:, rank]
            asking = np.array([(need * left)[asked == centre].sum() for centre in range(3)])
            ratio = np.where(asking > room, room / np.maximum(asking, 1e-300), 1.0)
            served = left * ratio[asked]
            total += served * beyond[np.arange(len(homes)), asked]
            left = left - served
            room = room - np.minimum(asking, room)
        excess[is_brought, False] = total + left * (240 - 25)
        excess[is_brought, True] = beyond.min(axis=1)
    both_names = ("no-road", "full")
    named = {choice: {name for name, is_cured in zip(both_names, choice, strict=True) if is_cured} for choice in excess}
    for cured in named.values():
        within = [value for other, value in excess.items() if named[other] <= cured]
        expected = float(run.demand.people @ np.min(within, axis=0))
        assert told.beyond.person_minutes[frozenset(cured)][-1] == pytest.approx(expected, rel=1e-9)


# Tables


def test_tables_have_their_columns_and_name_all_factors_at_each_place(both):
    inputs, told, _ = both
    runs = [each.run for each in told.values()][:4]
    tables = find_reasons(
        inputs, runs, progress=silent, threads=1, places_of_regions=lambda _: {1: ("Kesh", "Tarn", "Alm", "Mur")}
    )
    assert tuple(FACTOR_WORDS) == (*FACTOR_SLUGS, "too-far")
    by_place = tables.reasons.groupby([*DIMENSIONS, "place_kind", "place_id"], sort=False)["factor"].agg(tuple)
    assert set(by_place) == {(*FACTOR_SLUGS, "too-far")}
    assert not tables.reasons.loc[~tables.reasons["is_active"], "share"].notna().any()
    first = tables.regions[tables.regions["region_id"] == 1]
    assert set(first["places"]) == {"Kesh;Tarn;Alm;Mur"}
    assert first["reasons_sentence"].str.contains("Kesh, Tarn and 2 more places").all()
    for region in tables.regions.itertuples():
        here = {name: getattr(region, name) for name in DIMENSIONS}
        here |= {"place_kind": "region", "place_id": str(region.region_id)}
        rows = tables.reasons[(tables.reasons[list(here)] == pd.Series(here)).all(axis=1)]
        assert rows["denominator_person_hours"].iloc[0] == pytest.approx(region.person_hours_beyond, rel=1e-12)
        assert rows["person_hours"].sum() == pytest.approx(region.person_hours_beyond, rel=1e-9)


def test_tables_of_no_run_have_the_same_columns_and_kinds(both):
    inputs, told, _ = both
    some = find_reasons(inputs, [next(iter(told.values())).run], progress=silent, threads=1)
    none = find_reasons(inputs, [], progress=silent)
    for name in ("regions", "reasons"):
        assert getattr(none, name).empty
        pd.testing.assert_series_equal(getattr(none, name).dtypes, getattr(some, name).dtypes)


def test_threads_change_no_bit(both):
    inputs, told, _ = both
    runs = [each.run for each in told.values()]
    one, two = (find_reasons(inputs, runs, progress=silent, threads=threads) for threads in (1, 2))
    for name in ("regions", "reasons"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name), check_exact=True)
