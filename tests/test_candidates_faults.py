"""Candidates that cannot be read: each fault told once, with its place and what to do."""

from dataclasses import replace

import pytest
from candidates_valley import GRID, HEAD, Valley

from accessibility.study_file import CandidatesTable

BUDGET = {"name": "rich", "budget": 100}
ROW = "a,Ash,30.022,9.942"


@pytest.fixture(scope="module")
def valley(tmp_path_factory):
    return Valley(tmp_path_factory.mktemp("valley"))


@pytest.mark.parametrize(
    ("rows", "tables", "words"),
    [
        ([HEAD, ROW, ROW], {}, ["rows 2 and 3", "'a' stands 2 times"]),
        ([HEAD, "c1,Ash,30.022,9.942"], {}, ["row 2, column id", "'c1' is the id of a centre", "centre_id"]),
        ([f"{HEAD},cost", f"{ROW},-3"], {}, ["row 2, column cost", "'-3' is less than 0"]),
        ([f"{HEAD},cost", f"{ROW},dear"], {}, ["row 2, column cost", "'dear' is no number"]),
        ([f"{HEAD},capacity_per_year", f"{ROW},many"], {}, ["column capacity_per_year", "'many' is no number"]),
        ([f"{HEAD},pillars", f"{ROW},physical_rehb"], {}, ["column pillars", "did you mean 'physical_rehab'?"]),
        ([f"{HEAD},tasks", f"{ROW},repairs"], {}, ["column tasks", "did you mean 'repair'?"]),
        ([f"{HEAD},level", f"{ROW},primry"], {}, ["column level", "did you mean 'primary'?"]),
        ([f"{HEAD},satellite", f"{ROW},perhaps"], {}, ["column satellite", "neither yes nor no"]),
        ([f"{HEAD},centre_id", f"{ROW},c9"], {}, ["column centre_id", "'c9' is no centre that the study uses"]),
        ([HEAD, ROW], {"columns": {"cost": "nam"}}, ["[candidates.columns] cost", "did you mean 'name'?"]),
        ([HEAD, ROW], {"land_owned": True}, ["[candidates] land_owned", "no column says"]),
        ([HEAD, "grid-1,Ash,30.022,9.942"], {"grid": GRID}, ["ids of the list are those", "grid-1"]),
        (None, {"path": "nowhere.csv"}, ["nowhere.csv", "there is no such file"]),
        (None, {"grid": GRID, "offer": {"pillars": ["x"]}}, ["[candidates.offer] pillars", "'x' is none of the known"]),
        (None, {"grid": {**GRID, "tasks": ["repar"]}}, ["[candidates.grid] tasks", "did you mean 'repair'?"]),
        (None, {"grid": {**GRID, "level": "high"}}, ["[candidates.grid] level", "'high' is none of the known levels"]),
        (None, {"grid": {"spacing_m": 100.0}}, ["[candidates.grid] spacing_m", "finer than the cells"]),
        (None, {"grid": {**GRID, "within_m": 900.0, "min_people_within_m": 1e6}}, ["each of its", "1e+06 people"]),
        (None, {"towns": {"kinds": ["towm"]}}, ["[candidates.towns] kinds", "did you mean 'town'?"]),
        (None, {"towns": {"min_people": 1e6}}, ["[candidates.towns]", "none of the 3 places"]),
        (None, {"upgrades": [{"levels": ["secundary"]}]}, ["upgrades]] 1 levels", "did you mean 'secondary'?"]),
        (None, {"upgrades": [{"of_pillars": ["emergency_care"]}]}, ["of_pillars", "not that of any centre"]),
        (
            None,
            {"upgrades": [{"levels": ["secondary"], "of_pillars": ["psychosocial"]}]},
            ["upgrades]] 1", "none of the 3 centres has one of these levels and one of these pillars"],
        ),
        ([HEAD, "x,,31,9", "i,,30.025,9.965"], {}, ["no candidate is left of 2: 1 lie outside the grid; 1 lie in an"]),
    ],
)  # fmt: skip
def test_each_fault_is_told_once_with_its_place_and_what_to_do(valley, rows, tables, words):
    said = valley.fault(rows, **tables)
    assert not [word for word in words if word not in said], said


def test_a_budget_needs_costs(valley):
    said = valley.fault([f"{HEAD},cost", f"{ROW},", "b,,30.05,9.95,3"], plans=[BUDGET])
    assert "list.csv, row 2, column cost: no cost is said, and a plan has a budget" in said
    assert "[candidates.grid] cost: no cost is said" in valley.fault(grid=GRID, plans=[BUDGET])
    assert valley.accepted(grid=GRID, offer={"cost_per_year": 3}, plans=[BUDGET])
    assert valley.accepted(grid={**GRID, "cost": 0}, plans=[BUDGET])


def test_all_faults_are_told_at_once(valley):
    _, faults = valley.read(
        [f"{HEAD},cost,pillars", f"{ROW},-1,x", f"{ROW},y,"],
        towns={"kinds": ["towm"]},
        upgrades=[{"levels": ["none"]}],
        grid={"spacing_m": 1.0},
        offer={"level": "high"},
    )
    assert len(faults.errors) == 8


def test_towns_need_places_and_roads_are_asked_for_where_there_are_some(valley):
    bare = replace(valley.inputs, named_places=None)
    _, faults = valley.read(towns={}, inputs=bare)
    assert [fault.which for fault in faults.errors] == ["[candidates.towns]"]
    assert "names no places" in str(faults.errors[0])
    roadless = replace(valley.inputs, study=valley.inputs.study.model_copy(update={"roads": None}))
    _, faults = valley.read(grid=GRID, all_year_road_within_m=100, inputs=roadless)
    assert [fault.what for fault in faults.errors] == ["the study has no roads"]


def test_plans_without_candidates_are_a_fault_and_neither_is_none(valley):
    assert "[[plans]] one: the study names no candidates" in valley.fault()
    found, faults = valley.read(plans=())
    assert found is None
    assert not len(faults)


def test_a_column_that_is_nearly_a_field_is_asked_about(valley):
    found, faults = valley.read([f"{HEAD},costs", f"{ROW},7"])
    assert found.ids == ("a",)
    assert "column 'costs': the column is not read (did you mean 'cost'?)" in str(faults.notices[0])


def test_people_near_and_their_distance_go_together():
    for one in ({"within_m": 500.0}, {"min_people_within_m": 5}):
        with pytest.raises(ValueError, match="go together"):
            CandidatesTable.model_validate({"grid": {**GRID, **one}})
