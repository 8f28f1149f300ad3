"""The edge in a study: by run and place, whatever pillars and hazards it has."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_study import SmallStudy, point
from study_runs import inputs_of
from worlds import flat_land, metric_grid, random_centres, random_world, roads_from_lines

from accessibility.runs import make_runs
from accessibility.search import Sources, Starts, TravelRules, lay_network, least_seconds, least_times
from accessibility.uncertainty import find_edge
from geo.progress import silent
from geo.roads import lay_roads

NOTHING = np.empty(0, np.int64)
NO_SECONDS = np.empty(0)


def starts(**given):
    none = dict.fromkeys(("cell", "on_foot", "riding"), NOTHING)
    return Starts(**{**none, **{f"{name}_s": NO_SECONDS for name in none}, **given})


@settings(max_examples=15)
@given(seed=st.integers(0, 10_000), direction=st.sampled_from(["to", "from"]))
def test_a_search_from_cells_is_the_search_from_centres_there(seed, direction):
    world = random_world(seed)
    network = lay_network(world.land, world.roads, rules=TravelRules(direction=direction), hazards=world.hazards)
    cells = random_centres(world, seed)
    minutes = np.array([0.0, 3.0, 7.0])
    travel = least_times(network, Sources(cell=cells, row=np.zeros(3, np.int32), start_minutes=minutes))
    seconds = least_seconds(network, starts(cell=cells, cell_s=minutes * 60))
    is_answered = np.isfinite(travel.seconds)
    np.testing.assert_array_equal(seconds[is_answered], travel.seconds[is_answered])


def test_one_may_start_on_a_road_on_foot_or_riding():
    land = flat_land(metric_grid(1, 11))
    roads = lay_roads(roads_from_lines(land.grid, [[(0.5, 0.5), (10.5, 0.5)]]), land, connect_within_m=0)
    network = lay_network(land, roads, rules=TravelRules(direction="from", boarding_wait_minutes=1))
    [end] = np.flatnonzero(np.isclose(roads.node_xy[:, 0], land.grid.centre_x[10]))[:1]
    walked = least_seconds(network, starts(on_foot=np.array([end]), on_foot_s=np.array([5.0])))
    ridden = least_seconds(network, starts(riding=np.array([end]), riding_s=np.array([5.0])))
    # 36 km/h along 1,000 m and 100 m; who stands on foot waits a minute first
    assert walked[0, [0, 9]] == pytest.approx([5 + 60 + 100, 5 + 60 + 10], abs=0.1)
    assert ridden[0, [0, 9]] == pytest.approx([5 + 100, 5 + 10], abs=0.1)


def test_without_a_start_nothing_is_reached():
    land = flat_land(metric_grid(2, 3))
    network = lay_network(
        land, lay_roads(roads_from_lines(land.grid, []), land, connect_within_m=0), rules=TravelRules()
    )
    assert np.isinf(least_seconds(network, starts())).all()


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    study = SmallStudy(tmp_path_factory.mktemp("valley"))
    study.centres.append((point(30.052, 9.942), {"code": "c3", "title": "Middle", "service": "psychosocial"}))
    study.tables["gaps"] = {"threshold_minutes": 20, "min_people": 10}
    return study


@pytest.fixture(scope="module")
def inputs(study):
    return inputs_of(study)


@pytest.fixture(scope="module")
def runs(inputs):
    return make_runs(inputs, inputs.worlds, progress=silent)


@pytest.fixture(scope="module")
def answers(inputs, runs):
    return find_edge(inputs, runs, progress=silent)


def test_each_run_has_its_raster_of_ones_and_noughts(runs, answers):
    assert list(answers.could_change) == [run.folder for run in runs]
    for run in runs:
        flags = answers.could_change[run.folder]
        assert (flags.dtype, flags.shape, set(np.unique(flags))) == (np.uint8, run.travel.grid.shape, {0, 1})
        assert not flags[run.travel.nearest < 0][run.travel.status[run.travel.nearest < 0] >= 3].any()


def test_people_are_those_who_take_their_answer_from_such_cells(inputs, runs, answers):
    people = answers.people
    assert list(people.columns) == [
        *runs[0].dimensions,
        *("place_kind", "place_id", "place_name", "people", "people_could_change", "as_of"),
    ]
    for run in runs:
        rows = people[(people[list(run.dimensions)] == list(run.dimensions.values())).all(axis=1)]
        flags = answers.could_change[run.folder].ravel()
        could = sum(
            count
            for cell, count, status in zip(run.demand.answer_cell, run.demand.people, run.times.status, strict=True)
            if cell >= 0 and flags[cell] and status != 3
        )
        whole = rows[rows["place_kind"] == "all"].iloc[0]
        assert (whole["people"], whole["people_could_change"]) == pytest.approx((run.demand.people.sum(), could))
        areas = rows[rows["place_kind"] == "area"]
        assert areas["place_id"].tolist() == list(inputs.areas.ids)
        assert areas["people_could_change"].sum() == pytest.approx(could)  # the areas of this study hold everyone
        regions = rows[rows["place_kind"] == "region"]
        assert regions["place_name"].tolist() == run.gaps["name"].tolist()
        np.testing.assert_allclose(regions["people"].astype(float), run.gaps["people"])
        assert (rows["people_could_change"] <= rows["people"]).all()


def test_runs_without_hazards_know_nothing_of_them(inputs, runs, answers):
    worlds = [replace(world, ground=world.ground.without_hazards()) for world in inputs.worlds]
    free = find_edge(inputs, make_runs(inputs, worlds, progress=silent), progress=silent)
    shown = [run for run in runs if not run.has_hazards]
    assert list(free.could_change) == [run.folder for run in shown]
    for run in shown:
        np.testing.assert_array_equal(free.could_change[run.folder], answers.could_change[run.folder])
    kept = answers.people[answers.people["hazards"] == "no-hazards"].reset_index(drop=True)
    assert kept.equals(free.people)


def test_pillars_share_a_search(inputs, runs, monkeypatch):
    asked = []

    def count(network, starts):
        asked.append(network)
        return least_seconds(network, starts)

    monkeypatch.setattr("accessibility.uncertainty.edge.least_seconds", count)
    find_edge(inputs, runs, progress=silent)
    assert (len(runs), len(asked)) == (4, 2)  # two pillars, without hazards and with them


def test_the_answer_does_not_depend_on_how_many_threads_there_are(inputs, runs, answers, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    alone = find_edge(inputs, runs, progress=silent)
    assert alone.people.equals(answers.people)
    for folder, flags in alone.could_change.items():
        np.testing.assert_array_equal(flags, answers.could_change[folder])


def test_unknown_land_can_only_change_more(inputs, runs, answers):
    more = find_edge(inputs, runs, progress=silent, edge="grid-and-no-data")
    for folder, flags in answers.could_change.items():
        assert (more.could_change[folder] >= flags).all()


def test_without_runs_there_is_nothing(inputs):
    none = find_edge(inputs, [], progress=silent)
    assert (none.could_change, len(none.people)) == ({}, 0)
