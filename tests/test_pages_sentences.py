"""Sentences of the pages: a comparison never hides a difference, and equals are told as equals."""

from dataclasses import replace
from math import inf

import pytest
from release_on_disk import write_tier
from shapely.geometry import box

from maps.hazard_sentences import hazard_sentences, inside_sentence
from maps.input_sentences import ground_sentences, hazard_size_sentences, outside_grid_sentences, source_sentence
from maps.release_reader import read_tier
from maps.sentences import list_questions, subtitle, summary_sentences
from maps.tables import hazard_title


@pytest.fixture(scope="module")
def tier(tmp_path_factory):
    return read_tier(write_tier(tmp_path_factory.mktemp("sentences") / "public"))


@pytest.fixture
def released(tier):
    """Everyone, as if all hazards were released: 1,000 people, all reached."""
    return replace(
        tier.runs[1].overall,
        people=1000.0,
        within=(500.0, 800.0, 900.0, 950.0),
        beyond_last=50.0,
        no_way=0.0,
        inside_hazards=0.0,
        median_minutes=25.0,
        p90_minutes=110.0,
        beyond_threshold=100.0,
    )


def with_overall(question, row):
    """The question with only its first run, whose row of all people is ``row``."""
    run = replace(question.main, access=(*(each for each in question.main.access if each.area_kind != "all"), row))
    return replace(question, with_hazards=run, without_hazards=None)


def with_areas(question, tier, beyond):
    """The question with areas of 100, 101, ... people, of whom ``beyond`` are beyond the threshold."""
    area = next(row for row in question.main.access if row.area_kind == "area")
    areas = [
        replace(area, area_id=f"a{place}", area_name=f"Area {place}", people=100.0 + place, beyond_threshold=people)
        for place, people in enumerate(beyond)
    ]
    run = replace(question.main, access=(*areas, question.main.overall))
    return " ".join(summary_sentences(replace(question, with_hazards=run, without_hazards=None), tier))


def test_hazards_change_nothing_only_where_no_figure_differs(tier, released):
    recorded = replace(released, beyond_threshold_by_hazards=0.0)
    assert hazard_sentences(recorded, released, tier)[0].startswith("Hazards change nothing in these figures")
    for changed in (
        replace(recorded, no_way=3.0, beyond_last=47.0),
        replace(recorded, within=(500.0, 790.0, 900.0, 950.0)),
        replace(recorded, within=(500.0, 800.0, 900.0, 949.5), beyond_last=50.5),
        replace(recorded, inside_hazards=2.0, beyond_last=48.0),
        replace(recorded, p90_minutes=inf),
    ):
        said = hazard_sentences(changed, released, tier)
        assert said[0].startswith("Hazards push nobody beyond 2 hours")
        assert "change nothing" not in " ".join(said)


def test_a_lost_way_is_told_though_nobody_is_pushed_beyond_the_threshold(tier, released):
    recorded = replace(released, beyond_threshold_by_hazards=0.0, no_way=7.0, within=(500.0, 800.0, 900.0, 943.0))
    said = hazard_sentences(recorded, released, tier)
    assert "7 people have no way to a centre by land, road or recorded ferry as recorded, none if all" in said[1]
    assert said[2] == "If all hazard areas were released, 950 people instead of 943 would be within 4 hours."


def test_shares_that_read_the_same_are_told_as_people(tier, released):
    recorded = replace(released, beyond_threshold=101.0, beyond_threshold_by_hazards=1.0)
    assert "1 more person would be within 2 hours" in hazard_sentences(recorded, released, tier)[0]
    assert "(900 instead of 899 of 1,000)" in hazard_sentences(recorded, released, tier)[0]
    recorded = replace(recorded, beyond_threshold=150.0, beyond_threshold_by_hazards=50.0)
    assert "(90 % of all people instead of 85 %)" in hazard_sentences(recorded, released, tier)[0]


def test_those_inside_hazards_are_told_and_so_is_that_there_are_none(released):
    assert inside_sentence(released) == "Nobody lives inside a recorded hazard area."
    assert inside_sentence(replace(released, inside_hazards=20.0)).startswith("20 people (2.0 %) live inside")
    assert inside_sentence(replace(released, inside_hazards=0.2)).startswith("fewer than 1 person lives".capitalize())


def test_areas_whose_shares_read_the_same_are_told_together(tier):
    question = list_questions(tier)[0]
    said = with_areas(question, tier, [100.0, 101.0, 0.0])
    assert "In 2 of 3 areas with people nobody is within 2 hours of a centre; Area 1 has most people" in said
    said = with_areas(question, tier, [50.0, 50.5, 0.0])
    assert "is highest, 50 %, in 2 of 3 areas with people; Area 1 has most people among them, 101." in said
    assert "is highest in Area 0: 50 % of its 100." in with_areas(question, tier, [50.0, 0.0])


def test_a_half_that_is_there_already_needs_no_minutes(tier, released):
    question = list_questions(tier)[0]
    said = " ".join(summary_sentences(with_overall(question, replace(released, median_minutes=0.0)), tier))
    assert "Half of the people are in the same place as a centre, or less than a minute away; nine in ten need" in said
    assert "need 0 min" not in said


def test_the_subtitle_claims_no_date_of_an_input(tier):
    assert subtitle(tier) == "The study looks at 1 January 2026; people of 2020"


def test_hazards_are_counted_by_kind_and_measured_once(tier):
    square = box(20.0, 0.0, 20.01, 0.01)  # at the Equator: 1.113 x 1.106 km
    hazards = [
        replace(tier.hazards[0], kind=kind, geometry=square) for kind in ("SHA", "SHA", "CHA", "unknown", "Spot task")
    ]
    said = hazard_size_sentences(replace(tier, hazards=tuple(hazards)))
    assert said[0].startswith("Recorded open hazard areas: 2 suspected, 1 confirmed and 2 of another kind or of none")
    assert "They cover 1.23 km² together" in said[0]
    assert hazard_size_sentences(replace(tier, hazards=())) == ()
    assert hazard_title(hazards[3]) == "Recorded hazard area, kind not given"
    assert hazard_title(hazards[4]) == "Spot task"


def test_people_outside_the_grid_are_told_as_the_rows_hold_them(tier):
    rows = tier.runs[0].overall.people
    inside = replace(tier, population=replace(tier.population, people=rows, outside_grid=40.0))
    assert "40 people (0.1 %) of the source live outside the grid without a time" in outside_grid_sentences(inside)[0]
    row = replace(tier.runs[0].overall, on_barrier=0.0, no_land_data=40.0, beyond_limit=0.0)
    question = with_overall(list_questions(tier)[0], row)
    assert not any("no time because" in sentence for sentence in summary_sentences(question, inside))
    assert any(sentence.startswith("40 people (0.1 %) have no time") for sentence in summary_sentences(question, tier))
    apart = replace(tier, population=replace(tier.population, people=rows + 40.0, outside_grid=40.0))
    assert "are in no figure but this" in outside_grid_sentences(apart)[0]
    assert outside_grid_sentences(tier) == ()


def test_a_study_without_roads_says_how_people_travel(tier):
    def said(**parameters):
        return ground_sentences(replace(tier, parameters=parameters))

    flat = {"speed_kmh": 4.0, "elevation": []}
    assert said(roads=None, land=flat) == ("No roads were given: everyone goes on foot over the land, at 4 km/h.",)
    assert "at 4 km/h where it is flat" in said(roads=None, land=flat | {"elevation": ["dem.tif"]})[0]
    assert said(roads=None, land={"speed_kmh": None}) == ("No roads were given: everyone goes over the land alone.",)
    assert said(roads={"path": "roads.osm"}, land=flat) == said(land=flat) == ()


def test_inputs_that_do_not_say_where_they_are_from_are_counted(tier):
    assert source_sentence(tier).startswith(
        "Of 2 input files: 1 without a source, 1 without a licence and 1 without a date."
    )
    given = replace(tier.sources[0], role="grid", source=None)
    assert source_sentence(replace(tier, sources=(tier.sources[0], given))) == (
        "Every input is given with its source, licence and date."
    )


def test_who_is_beyond_the_limit_is_told_apart_from_who_stands_on_no_land(tier, released):
    question = list_questions(tier)[0]
    for without, words in (
        ({"beyond_limit": 20.0}, ["20 people (2.0 %) have no time because their way is longer than the limit"]),
        ({"on_barrier": 3.0, "no_land_data": 1.0}, ["4 people (0.4 %) have no time because they stand on a barrier"]),
    ):
        row = {"beyond_limit": 0.0, "on_barrier": 0.0, "no_land_data": 0.0, **without}
        said = summary_sentences(with_overall(question, replace(released, **row)), tier)
        assert [sentence[: len(words[0])] for sentence in said if "have no time because" in sentence] == words
