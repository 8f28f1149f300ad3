"""Families in a report, profiles by their titles, and the source of each figure as the study file names it."""

import math
from dataclasses import replace

import pytest
from need_on_disk import families_frame, need_tables, write_need
from release_on_disk import write_tier

from maps.need import read_need
from maps.need.families import families_chapter
from maps.need.limits import data_gaps_chapter
from maps.need.reach import reach_chapter
from maps.release_reader import read_tier
from maps.sentences import base_questions
from maps.table_facts import access_facts, people_source

NAMES = {"a1": "Upper", "a2": "Lower"}
PROFILES = ("default", "walk-wheelchair")
TITLES = {"default": "By car", "walk-wheelchair": "In a wheelchair"}


@pytest.fixture(scope="module")
def tier(tmp_path_factory):
    """A tier of two profiles with titles, and tables that tell of both."""
    folder = write_tier(tmp_path_factory.mktemp("families") / "public")
    tables = need_tables(pillars=("physical_rehab",), profiles=PROFILES, families=families_frame(NAMES))
    write_need(folder, tables)
    tier = read_tier(folder)
    runs = tuple(replace(run, key=replace(run.key, profile=name)) for name in PROFILES for run in tier.runs)
    return replace(tier, runs=runs, profile_titles=TITLES)


@pytest.fixture(scope="module")
def need(tier):
    return read_need(tier)


def sentences(chapter):
    return [sentence for part in chapter.parts for sentence in part.sentences]


def cells_of(chapter, table_id):
    table = next(table for part in chapter.parts for table in part.tables if table.id == table_id)
    return {row.name: dict(zip(table.headings[1:], row.cells, strict=True)) for row in table.rows}


def test_families_are_estimates_with_a_range(need, tier):
    said = sentences(families_chapter(need, tier))
    assert said[1] == (
        "Families of survivors, the others in the households of survivors who need the service: an estimate of 40 "
        "people in all areas together, from 30 to 60."
    )
    assert said[3].endswith("an estimate of 200 people in all areas together, from 100 to 1,500.")
    cells = cells_of(families_chapter(need, tier), "families-families-1")
    assert cells["Upper"] == {"Estimate": "40", "Low": "30", "High": "60", "Note": "estimate"}


def test_an_estimate_that_is_kept_back_is_not_told_and_never_nobody(need, tier):
    chapter = families_chapter(need, tier)
    assert sentences(chapter)[2] == "Of 2 areas, the estimate of 1 is not told, to protect people."
    cells = cells_of(chapter, "families-families-1")["Lower"]
    assert {cells[each] for each in ("Estimate", "Low", "High")} == {"not told"}
    hidden = tuple(replace(row, people=math.nan, low_people=math.nan, high_people=math.nan) for row in need.families)
    said = sentences(families_chapter(replace(need, families=hidden), tier))
    assert "is not told, which does not mean nobody" in said[1]
    assert families_chapter(replace(need, families=()), tier) is None


def test_families_name_their_own_source_and_date(need, tier):
    facts = [part.tables[0].facts for part in families_chapter(need, tier).parts]
    assert all("Date: 1 January 2026. Source: a made-up census." in each for each in facts)


def test_profiles_are_told_by_their_titles_beside_each_other(need, tier):
    chapter = reach_chapter(need, tier, {})
    assert sentences(chapter)[0].startswith("By car: ")
    assert sentences(chapter)[1] == "Of the same people, within 2 hours of a centre are: in a wheelchair, 69 %."
    assert cells_of(chapter, "reach-1-runs")["In a wheelchair"]["Within 1 h"] == "1,000 (39 %)"
    assert {question.label.rsplit(": ", 1)[1] for question in base_questions(tier)} == {"By car", "In a wheelchair"}


def test_gaps_of_data_that_are_those_of_all_are_not_told_again(need, tier):
    some = replace(need.data_gaps[0], area_id="total", pillar="", known=0.0, total=4.0, share_known=0.0, note="")
    told = [replace(some, field=field) for field in ("fee", "languages", "repair")]
    told.append(replace(some, field="level", known=3.0, share_known=0.75))
    told += [replace(some, field="fee", area_id=area, total=2.0) for area in NAMES]
    told.append(replace(some, field="level", area_id="a1", known=2.0, total=2.0, share_known=1.0))
    [part] = data_gaps_chapter(replace(need, data_gaps=tuple(told)), tier).parts
    assert part.sentences[1:] == (
        "Known of none of 4: fee, languages and repair.",
        "Level: known of 3 of 4 (75 %).",
    )
    rows = [(row.name, row.cells[0]) for row in part.tables[0].rows]
    assert rows == [("Fee", "all"), ("Languages", "all"), ("Repair", "all"), ("Level", "all"), ("Level", "Upper")]
    assert part.notes[0].startswith("Rows that tell no more than those of all are left out")


def test_centres_weighed_by_people_are_told_of_people(need, tier):
    chapter = data_gaps_chapter(need, tier)
    facts = next(part.tables[0].facts for part in chapter.parts if part.title == "Centres, weighed by people")
    assert facts.startswith("Unit: people. Denominator: the people whose nearest centre it is")


def test_the_source_is_found_by_what_the_study_file_calls_its_input(tier):
    [people] = [source for source in tier.sources if source.role == "population"]
    named = replace(tier, sources=(replace(people, role="[population] path", source="a census"),))
    assert people_source(named).endswith("(a census)")
    assert people_source(replace(tier, sources=())).endswith("(a source that is not given)")


def test_groups_have_their_source_beside_that_of_the_people(need, tier):
    groups = next(
        table for part in reach_chapter(need, tier, {}).parts for table in part.tables if "groups" in table.id
    )
    assert groups.facts.endswith("; groups: made up by a test.")
    assert "groups:" not in access_facts(tier, unit="people")
