"""The table [reasons] of the study file: what it means, and every way in which it can be wrong."""

import pytest
from reason_worlds import quiet_study

from accessibility.inputs import read_inputs
from accessibility.study_file import FACTOR_SLUGS, ReasonsTable, read_study_file
from geo.faults import Faults


def faults_of(tmp_path, reasons, **tables):
    study = quiet_study(tmp_path)
    study.tables |= {"reasons": reasons, **tables}
    if reasons is None:
        del study.tables["reasons"]
    study.write()
    faults = Faults()
    read = read_study_file(study.file, faults=faults)
    if read is not None:
        read_inputs(read, faults=faults)
    return faults


def told(tmp_path, reasons, **tables):
    errors = faults_of(tmp_path, reasons, **tables).errors
    return [f"{fault.which}: {fault.what}. {fault.do}" for fault in errors]


def test_a_table_without_keys_asks_everything():
    table = ReasonsTable()
    assert (table.most_minutes, table.reference_profile, table.boundaries) == (600, None, ())
    assert table.asked_factors == FACTOR_SLUGS
    assert ReasonsTable(factors=["no-road", "hazards"]).asked_factors == ("hazards", "no-road")


@pytest.mark.parametrize(
    ("reasons", "words"),
    [
        (
            {"factors": ["hazard"]},
            "there is no factor 'hazard' (did you mean 'hazards'?). Use some of hazards,",
        ),
        ({"factors": []}, "has too few values. Write at least 1"),
        ({"factors": ["day", "day"]}, "one is named twice. Name each once"),
        ({"most_minutes": 0}, "0 is too small. Write a number greater than 0"),
        ({"most_minutes": float("inf")}, "[reasons] most_minutes: inf"),
        ({"most_minutes": 120}, "120 is not above the threshold of 120 minutes, so nobody's way counts. Give more"),
        ({"reference_profile": "walk"}, "there is no profile 'walk' in the study. Use one of default; a mix is none"),
        (
            {"boundaries": ["border.gpkg"]},
            "border.gpkg is among the barriers of neither [land] nor a scenario. Name it in [land] barriers too",
        ),
        (
            {"pillars": ["physical_rehap"]},
            "no run asks for the pillar 'physical_rehap' (did you mean 'physical_rehab'?). Use some of physical_rehab",
        ),
        ({"most_minuets": 9}, "unknown key 'most_minuets' (did you mean 'most_minutes'?)"),
    ],
)
def test_a_fault_of_the_table_says_what_to_do(tmp_path, reasons, words):
    errors = told(tmp_path, reasons)
    assert len(errors) == 1, errors
    assert words in errors[0]


def test_a_boundary_that_is_spelled_otherwise_names_the_nearest(tmp_path):
    line = {"type": "LineString", "coordinates": [[30.04, 9.8], [30.04, 10.1]]}
    study = quiet_study(tmp_path)
    study.layer("border.geojson", [(line, {})])
    land = {**study.tables["land"], "barriers": ["border.geojson"]}
    errors = told(tmp_path, {"boundaries": ["boarder.geojson"]}, land=land)
    assert len(errors) == 1
    assert "boarder.geojson is among the barriers of neither" in errors[0]
    assert "(did you mean 'border.geojson'?). Use some of border.geojson" in errors[0]


def test_all_faults_are_told_at_once(tmp_path):
    reasons = {"most_minutes": 60, "reference_profile": "bus", "boundaries": ["x.gpkg"], "pillars": ["eyes"]}
    errors = told(tmp_path, reasons)
    assert [each.split(":")[0] for each in errors] == [
        "[reasons] most_minutes",
        "[reasons] reference_profile",
        "[reasons] boundaries",
        "[reasons] pillars",
    ]


@pytest.mark.parametrize(
    ("reasons", "tables", "is_error", "words"),
    [
        (None, {"priority": {}}, False, "the study has no [reasons], so that there are no regions with reasons to put"),
        ({}, {"priority": {"weights": {"steadiness": 1}}}, True, "steadiness alone weighs, and without [uncertainty]"),
        ({}, {"priority": {"weights": {"people": 1, "steadiness": 1}}}, False, "steadiness weighs nothing, since"),
        ({}, {"priority": {"weights": {"steadiness": 1}}, "uncertainty": {"draws": 2}}, False, None),
        ({}, {"priority": {"weights": {"people": 1}}}, False, None),
        ({}, {}, False, None),
    ],
)
def test_weights_of_what_nobody_can_know_are_told(tmp_path, reasons, tables, is_error, words):
    faults = faults_of(tmp_path, reasons, **tables)
    found = [fault for fault in faults if fault.which.startswith("[priority]")]
    assert len(found) == (words is not None)
    assert [fault in faults.errors for fault in found] == [is_error] * len(found)
    assert all(fault.what.startswith(words) and fault.do for fault in found)
