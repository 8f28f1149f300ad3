"""What a reader new to the report stumbles over: counts that differ, ranges without a reason, too many digits."""

import math
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from release_on_disk import write_tier
from test_reason_sentences import told
from test_why_chapters import interval, reason, sureness
from test_why_reading import LEAD

from maps.release_reader import read_tier
from maps.why.bars import reason_swatches
from maps.why.columns import INTERVALS
from maps.why.drawn_from import age_section, ranges_section
from maps.why.priority_chapter import first_sentences, priority_chapter
from maps.why.region_chapter import region_chapter
from maps.why.sure_chapter import sure_chapter
from maps.why.sure_layers import region_popups
from maps.why.sure_words import degree_in_words, edge_sentence, interval_sentence, short_name
from maps.why.values import DataAge, Drawn, Move, Priority, Rank, Region, RunTables, WhyTables
from maps.why.wide import hazards_not_sure, is_wide, lopsided_sentence, wide_sentence
from maps.words import about_people


@pytest.fixture(scope="module")
def tier(tmp_path_factory):
    return read_tier(write_tier(tmp_path_factory.mktemp("newcomer") / "public"))


def drawn(kind, name, low, value, high, unit="times the table's speed"):
    """One range; nothing is said of its source."""
    words = {"shape": "triangular", "source": "", "certainty": "A", "note": ""}
    return Drawn(kind=kind, name=name, low=low, value=value, high=high, unit=unit, **words)


SUSPECTED = drawn("hazard", "suspected", 0.0, 0.5, 1.0, "chance that an area is there")
CONFIRMED = drawn("hazard", "confirmed", 1.0, 1.0, 1.0, "chance that an area is there")


def region(**more):
    told = {"region_id": "r", "name": "Underserved region 3, around Kesta, in North", "places": "Kesta"}
    words = {"area_names": "North", "main_factor": "hazards", "reasons": "In North (Kesta) so it is.", "change": "So."}
    numbers = {"people": 420.0, "people_in_need": math.nan, "person_hours": 3360.0, "need_hours": math.nan}
    return Region(**({"run": LEAD, **told, **words, **numbers, "median_minutes": 200.0, "people_no_way": 0.0} | more))


def why(*, ranges=(SUSPECTED, CONFIRMED), share=1.0, low=0.0):
    """One region whose lost time is by hazards for ``share``, with intervals that begin at ``low``."""
    numbers = {"value": 420.0, "median": 249.0, "low": low, "high": 433.0}
    place = {"place_kind": "region", "place_id": "r"}
    people = interval(**place, **numbers)
    told = RunTables(
        regions=(region(),),
        reasons=(reason("hazards", share), reason("no-road", 1 - share), reason("hazards", share, place_kind="all")),
        intervals=(
            people,
            interval(**place, **numbers, measure="person_hours_beyond", unit="person-hours"),
            interval(**numbers, measure="person_hours_beyond", unit="person-hours"),
        ),
        sureness=(sureness(beyond_share=0.5, surely_beyond=0.0, perhaps_beyond=100.0, surely_within=0.0),),
    )
    files = frozenset({INTERVALS, "tables/regions.csv", "tables/reasons.csv"})
    return WhyTables(files=files, runs={LEAD: told}, ranges=ranges)


def facts_of(tables, tier):
    return dict(region_chapter(tables, tier).sections[0].cards[0].facts)


@given(st.floats(0.51, 3e6))
def test_a_sentence_tells_the_same_number_as_the_tables(people):
    facts = told(people=people, within_alone={}, within_all=0.0)[0]
    assert f" {about_people(people)} p" in facts


def test_half_a_person_is_never_told_as_0_of_them():
    _, change = told(people=112.0, within_alone={"hazards": 0.5, "no-road": 112.0}, within_all=112.0)
    assert "bring 0 of them" not in change
    assert change.endswith("; releasing the hazard areas alone would bring nobody.")


@pytest.mark.parametrize(("hours", "said"), [(0.2, "less than 1 person-hour"), (1.0, "1 person-hour")])
def test_one_person_hour_and_less_have_no_plural(hours, said):
    assert reason_swatches([reason("hazards", 0.2, person_hours=hours, people_alone=math.nan)], 120)[0].note == said


def test_a_region_of_which_suspected_hazards_decide_says_so_and_tells_no_median(tier):
    facts = facts_of(why(), tier)
    assert facts["Why the range of people and hours is wide"] == wide_sentence("suspected hazard areas")
    assert facts["People"] == "420; 80 % of the draws give 0 to 433"
    assert facts["How sure"].startswith("Underserved in 25 of 50 draws: as likely as not.")


@pytest.mark.parametrize(
    "changes",
    [{"ranges": (CONFIRMED,)}, {"ranges": ()}, {"share": 0.49}, {"low": 211.0}],
    ids=["all are confirmed", "none is drawn", "other reasons take more", "narrow"],
)
def test_a_range_that_hazards_do_not_widen_keeps_its_median(changes, tier):
    facts = facts_of(why(**changes), tier)
    assert not [label for label in facts if label.startswith("Why the range")]
    assert facts["People"].endswith("their median is 249")


def test_an_interval_is_wide_from_half_of_the_figure_down():
    assert is_wide(interval(value=100.0, low=50.0))
    assert not is_wide(interval(value=100.0, low=50.1))
    assert not is_wide(interval(value=0.0, low=0.0))
    assert not is_wide(interval(low=math.nan))
    assert not is_wide(None)


def test_hazards_of_unknown_kind_are_named_and_an_inactive_factor_is_none():
    unknown = drawn("hazard", "unknown", 0.0, 0.3, 1.0)
    both = hazards_not_sure([reason("hazards", 0.5)], (SUSPECTED, unknown))
    assert both == "suspected hazard areas and hazard areas of unknown kind"
    assert hazards_not_sure([reason("hazards", math.nan)], (SUSPECTED,)) == ""
    assert hazards_not_sure([reason("no-road", 1.0)], (SUSPECTED,)) == ""


def test_the_chapter_tells_once_why_a_figure_may_lie_at_the_end_of_its_interval(tier):
    slow, even = drawn("road class", "trunk", 0.5, 1.0, 1.1), drawn("land class", "1", 0.9, 1.0, 1.1)
    wait = drawn("boarding wait", "boarding wait", 0.0, 0.0, 20.0, "minutes")
    chapter = sure_chapter(why(ranges=(slow, even, wait, SUSPECTED, CONFIRMED)), tier)
    assert chapter.lead[1].endswith(
        "outside: it takes every recorded hazard area as there, and suspected hazard areas are left out of some draws; "
        "1 of 2 ranges of speed reach further down than up; waits for a ride are only ever longer in the draws."
    )
    assert lopsided_sentence((even, CONFIRMED)) == ""
    assert "1 of 1 ranges of speed reach further up than down" in lopsided_sentence((drawn("walking", "x", 0.9, 1, 2),))


def test_hours_of_the_whole_study_say_why_their_range_is_wide(tier):
    said = sure_chapter(why(), tier).sections[0].sentences[0]
    assert said.startswith("They lose 420 person-hours, each way, beyond it; 80 % of the draws give 0 to 433")
    assert said.endswith(wide_sentence("suspected hazard areas"))


def test_a_count_stands_with_the_share_of_each_draw(tier):
    numbers = {"value": 50.0, "median": 50.0, "low": 45.0, "high": 110.0, "denominator": 100.0}
    shares = {"value": 0.5, "median": 0.5, "low": 0.45, "high": 0.99, "denominator": 100.0}
    told = RunTables(
        intervals=(
            interval(measure="population_within_60_min", **numbers),
            interval(measure="share_within_60_min", unit="share", **shares),
        )
    )
    people = drawn("population", "population", 0.9, 1.0, 1.1, "times")
    tables = WhyTables(files=frozenset({INTERVALS}), runs={LEAD: told}, ranges=(people,))
    section = sure_chapter(tables, tier).sections[0]
    [row] = section.tables[0].rows
    assert row.cells == ("50 (50 %)", "50 (50 %)", "45 to 110 (45 % to 99 %)")
    assert "Denominator: 100 people." in section.tables[0].facts
    assert section.notes[0].startswith("How many people there are is drawn too")


def test_what_is_drawn_is_told_to_two_digits_and_named_once(tier):
    ranges = (drawn("population", "population", 0.9, 1.0, 1.1), drawn("road class", "track", 2 / 3, 1.0, 4 / 3))
    need = drawn("need", "need-hearing", 1.0, 1.0, 1.0)
    rows = ranges_section((*ranges, need), tier, {"need-hearing": "people who need hearing aids"}.get).tables[0].rows
    assert [row.name for row in rows] == ["Population", "Road class: track", "Need: people who need hearing aids"]
    assert rows[1].cells[:3] == ("0.67", "1", "1.33")


def test_a_new_input_is_less_than_a_month_old(tier):
    [row] = age_section((DataAge(input="land", what="w", date="", age_years=0.0, note=""),), tier).tables[0].rows
    assert row.cells[2] == "less than a month"


def test_an_even_share_of_draws_is_not_called_probable():
    said = [degree_in_words(share) for share in (0.6, 0.59, 0.4, 0.39)]
    assert said == ["probably", "as likely as not", "as likely as not", "perhaps, rather not"]


def test_the_edge_shortens_ways_and_changes_no_answer_of_those_within():
    assert edge_sentence(sureness(could_change=30.0)) == (
        "For 30 people (30 %) a road or centre beyond the edge of the study could give a shorter way."
    )
    assert interval_sentence(interval(), has_median=False) == "80 % of the draws give 80 to 120"


def test_weights_have_two_digits_and_weightings_that_move_nothing_are_told_together(tier):
    def priority(at, rank):
        named = {"region_id": f"g{at}", "name": f"Underserved region {at}, in North"}
        parts = {"parts": {"people": 1 / at}, "weights": {"people": 1 / 3}}
        return Priority(run=LEAD, rank=rank, score=1 / at, share_first=math.nan, share_top3=math.nan, **named, **parts)

    def moves(weighting, ranks):
        return tuple(
            Move(
                run=LEAD,
                region_id=f"g{at}",
                name=f"Underserved region {at}, in North",
                weighting=weighting,
                score=0.5,
                rank=rank,
                rank_move=0.0,
            )
            for at, rank in enumerate(ranks, 1)
        )

    told = RunTables(
        priorities=(priority(1, 1.0), priority(2, 2.0)),
        moves=(*moves("as given", (1.0, 2.0)), *moves("people doubled", (1.0, 2.0)), *moves("all equal", (2.0, 1.0))),
    )
    files = frozenset({"tables/priorities.csv", "tables/priority_moves.csv"})
    section = priority_chapter(WhyTables(files=files, runs={LEAD: told}), tier).sections[0]
    assert [row.name for row in section.tables[1].rows] == ["As given", "All equal"]
    assert section.tables[1].rows[1].cells[0] == "Region 2 (North)"
    assert "The order is as given with “people beyond doubled” too." in section.notes
    assert "People beyond (weight 0.33)" in section.tables[0].headings


def test_the_line_of_places_is_told_only_where_the_sentence_leaves_some_out(tier):
    def where(**changes):
        tables = WhyTables(
            files=frozenset({"tables/regions.csv"}), runs={LEAD: RunTables(regions=(region(**changes),))}
        )
        return region_chapter(tables, tier).sections[0].cards[0].where

    assert where() == ""
    assert where(area_names="North;South") == "Kesta; in North, South"
    assert where(places="", area_names="North;South;East") == "In North, South, East"


def test_the_popup_of_a_region_says_why_its_range_is_wide(tier):
    _, rows = region_popups(why(), SimpleNamespace(key=LEAD), tier)["r"]
    assert dict(rows)["Why the range of people and hours is wide"] == wide_sentence("suspected hazard areas")


def test_a_region_that_comes_first_and_may_not_be_underserved_is_told_so():
    first = Priority(
        run=LEAD,
        region_id="r",
        name="R",
        rank=1.0,
        score=0.5,
        parts={},
        weights={},
        share_first=math.nan,
        share_top3=math.nan,
    )
    said = first_sentences(RunTables(priorities=(first,), sureness=(sureness(beyond_share=0.5),)))
    assert said[1] == "That it is underserved at all is not sure: 25 of 50 draws, as likely as not."
    assert len(first_sentences(RunTables(priorities=(first,), sureness=(sureness(beyond_share=0.9),)))) == 1


def test_a_dot_outside_its_bar_is_explained(tier):
    def rank(at, low, high):
        place = {"run": LEAD, "place_kind": "area", "place_id": f"a{at}", "place_name": f"A{at}", "rank": float(at)}
        return Rank(**place, median=1.0, low=low, high=high, share_first=0.5, share_in_top3=1.0, draws=50.0)

    def note(*ranks):
        tables = WhyTables(files=frozenset({INTERVALS}), runs={LEAD: RunTables(ranks=ranks)})
        return sure_chapter(tables, tier).sections[0].dots[0].note

    assert "A dot outside its bar" in note(rank(1, 1.0, 2.0), rank(2, 1.0, 1.0))
    assert "A dot outside its bar" not in note(rank(1, 1.0, 2.0), rank(2, 1.0, 2.0))


def test_a_name_that_is_no_number_of_ours_stays():
    assert short_name("Underserved region 12") == "Region 12"
    assert short_name("Underserved region 4, outside all areas") == "Underserved region 4, outside all areas"
