"""Gap reports: what they gather of one place, and what they say where nothing was asked or may be shown."""

import dataclasses
import math

import pandas as pd
import pytest
from release_on_disk import write_tier
from reports_read import VERSION, report_of, tables_in

from maps.gap_reports import gap_report, place_asked, read_tables, run_asked, run_id, run_of

AREAS = ("A-1", "A-2", "A-3", "A-4")
SIX = {"pillar", "profile", "scenario", "season", "direction", "hazards"}


@pytest.fixture(scope="module")
def tables(sample_release):
    return tables_in(sample_release / "public")


@pytest.fixture(scope="module")
def old_tables(tmp_path_factory):
    """Of a release that has none of the tables that a study may ask for."""
    return read_tables(write_tier(tmp_path_factory.mktemp("old") / "public"))


def of_everyone(report):
    return {each.measure: each for each in report.figures if each.group == "everyone"}


@pytest.mark.parametrize("area", [None, *AREAS, "outside"])
def test_figures_of_everyone_are_those_of_the_table_of_areas(tables, area):
    report = report_of(tables, area)
    table = pd.read_parquet(tables.tier.folder / "tables/areas.parquet")
    mine = table[(table["area_id"] == (area or "total")) & (table["hazards"] == "hazards")]
    [row] = mine[(mine["pillar"] == report.run.pillar) & (mine["scenario"] == "base")].to_dict("records")
    told = of_everyone(report)
    assert len(told) > 10
    for measure, figure in told.items():
        assert figure.value == row[measure] or (math.isnan(figure.value) and pd.isna(row[measure])), measure


def test_every_figure_has_a_unit_a_denominator_and_a_day(tables):
    for figure in report_of(tables).figures:
        assert figure.unit
        assert figure.denominator_of
        assert figure.as_of == "2026-01-01"
        assert figure.denominator >= 0


def test_a_range_is_that_of_the_table_of_intervals(tables):
    report = report_of(tables, "A-2")
    table = pd.read_csv(tables.tier.folder / "tables/intervals.csv")
    mine = table[(table["place_id"] == "A-2") & (table["hazards"] == "hazards") & (table["group"] == "everyone")]
    mine = mine[mine["pillar"] == "physical_rehab"].set_index("measure")
    told = of_everyone(report)
    assert told["median_minutes"].low == mine.loc["median_minutes", "low"]
    assert told["population_beyond_threshold"].high == mine.loc["beyond_threshold_people", "high"]
    assert math.isnan(told["population_adopted"].low)
    assert "none in this release" in report.range_note


def test_the_figures_of_groups_are_those_of_the_table_of_access(tables):
    report = report_of(tables, "A-3")
    table = pd.read_parquet(tables.tier.folder / "tables/access.parquet")
    mine = table[(table["area_id"] == "A-3") & (table["hazards"] == "hazards") & (table["scenario"] == "base")]
    mine = mine[mine["pillar"] == "physical_rehab"].set_index(["group", "measure"])["value"]
    told = [each for each in report.figures if each.group != "everyone"]
    assert {each.group_kind for each in told} >= {"sex", "age", "settlement", "need"}
    for each in told:
        assert each.value == mine[each.group, each.measure] or math.isnan(each.value)


def test_no_number_is_left_without_a_word(tables):
    for figure in report_of(tables).figures:
        assert bool(figure.note) == (not math.isfinite(figure.value))
    [city] = [each for each in report_of(tables).figures if (each.group, each.measure) == ("city", "median_minutes")]
    assert city.note == "nobody is there"
    assert of_everyone(report_of(tables, "A-2"))["p90_minutes"].note == "no way"


def test_an_area_tells_the_regions_that_have_ground_in_it(tables):
    told = {area: {row["region_id"] for row in report_of(tables, area).part("regions").rows} for area in AREAS}
    whole = {row["region_id"] for row in report_of(tables).part("regions").rows}
    assert set.union(*told.values()) == whole
    regions = {each.region_id: each.area_names for each in tables.why.of(report_of(tables).run).regions}
    assert all("North slopes" in regions[region] for region in told["A-2"])
    assert told["A-2"] < whole


def test_reasons_of_a_place_add_up_to_all_of_its_hours(tables):
    rows = report_of(tables, "A-2").part("reasons").rows
    assert sum(row["share"] for row in rows) == pytest.approx(1)


def test_every_row_of_a_part_has_every_column_of_it(tables):
    for part in report_of(tables).parts:
        names = [column.name for column in part.columns]
        assert all(list(row) == names for row in part.rows)
        assert not part.shapes or len(part.shapes) == len(part.rows)
        assert (part.status == "told") == bool(part.rows) or part.key == "hazards"


def test_a_run_is_found_by_its_id_and_by_each_of_its_dimensions(tables):
    for run in tables.tier.runs:
        assert run_of(tables.tier, run_id(run.key)) is run
        assert run_asked(tables.tier, {name: getattr(run.key, name) for name in SIX}) is run
    assert run_of(tables.tier, "a.b.c.d.e.f") is None
    assert run_asked(tables.tier, {"pillar": "dentistry"}) is None


def test_what_is_not_asked_is_as_in_the_study_itself(tables):
    key = run_asked(tables.tier, {}).key
    assert (key.pillar, key.scenario, key.direction, key.hazards) == ("physical_rehab", "base", "to", "hazards")
    assert run_asked(tables.tier, {"pillar": "psychosocial"}).key.scenario == "base"
    assert run_asked(tables.tier, {"scenario": "bridge-closed"}).key.pillar == "physical_rehab"


def test_a_place_that_is_not_there_is_none(tables):
    run = run_asked(tables.tier, {})
    assert place_asked(run, "A-9") is None
    assert place_asked(run, None) == place_asked(run, "all") == place_asked(run, "total")


def test_what_a_study_did_not_ask_for_is_said_to_be_not_asked(old_tables):
    report = report_of(old_tables)
    status = {part.key: part.status for part in report.parts}
    not_asked = ("reasons", "priorities", "fairness", "families", "certainty", "data_age")
    assert {status[key] for key in not_asked} == {"not asked"}
    assert status["areas"] == status["regions"] == "told"
    assert all("[reasons]" in part.sentences[-1] for part in report.parts if part.key == "reasons")
    assert "reasons_sentence" not in report.part("regions").rows[0]
    assert report.range_note.startswith("No figure has a range")


def test_a_tier_without_hazards_tells_nothing_of_them(tmp_path):
    tables = read_tables(write_tier(tmp_path / "public", hazards_published=False))
    report = report_of(tables)
    assert report.part("hazards").status == "not shown"
    told = [each.measure for each in report.figures] + [
        name for part in report.parts for row in part.rows for name in row
    ]
    assert not [name for name in told if "hazard" in name]


def test_a_run_without_hazards_says_that_all_are_released(tables):
    report = report_of(tables, hazards="no-hazards")
    assert report.part("hazards").status == "not asked"
    assert "population_inside_hazards" not in of_everyone(report)


def test_a_suppressed_estimate_keeps_its_word(tables):
    run = run_asked(tables.tier, {})
    [estimate] = [each for each in tables.need.families if each.run == run.key]
    kept = dataclasses.replace(
        estimate, people=math.nan, low_people=math.nan, high_people=math.nan, status="suppressed"
    )
    hidden = dataclasses.replace(tables, need=dataclasses.replace(tables.need, families=(kept,)))
    [row] = report_of(hidden).part("families").rows
    assert row["status"] == "suppressed"
    assert math.isnan(row["people"])


def test_people_of_nobody_are_told_as_nobody(tables):
    run = run_asked(tables.tier, {})
    nobody = [dataclasses.replace(row, people=0.0) if row.area_id == "A-1" else row for row in run.access]
    empty = dataclasses.replace(run, access=tuple(nobody))
    report = gap_report(tables, empty, place_asked(empty, "A-1"), release="valley", version=VERSION)
    assert report.sentences == ("In Lower valley, no people are counted.",)


def test_no_sentence_takes_no_way_for_a_time(tables):
    told = [said for part in report_of(tables, "A-2").parts for said in part.sentences]
    assert any("have no time" in said for said in told)
    assert not any("at most no way" in said for said in told)
