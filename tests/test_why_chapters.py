"""Chapters on reasons, priority and certainty: what a reader new to them is told of each region."""

import math
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from certainty_on_disk import write_certainty
from hypothesis import given, settings
from hypothesis import strategies as st
from release_on_disk import write_tier
from test_pages import EVIL, Seen
from test_why_reading import LEAD

from maps.pages import draw_pages
from maps.release_reader import read_tier
from maps.report_page import draw_report_page
from maps.why import read_why, why_chapters
from maps.why.bars import reason_swatches, reasons_bar
from maps.why.curve import draw_curve, slope_sentences
from maps.why.factors import factor_of, in_order
from maps.why.priority_chapter import first_sentences, priority_chapter
from maps.why.region_chapter import region_chapter
from maps.why.sure_chapter import sure_chapter
from maps.why.sure_words import edge_sentence, interval_sentence, rank_in_words, sure_sentence
from maps.why.values import Interval, Move, Rank, Reason, Sureness, Threshold, WhyTables

FACTS = re.compile(r"Unit: .+\. Denominator: .+\. Date: \d+ \w+ \d{4}\. Source: .+\.")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = write_tier(tmp_path_factory.mktemp("why") / "public", area_names=(f"Up {EVIL} & on", "{{ 7 * 7 }}"))
    draw_pages(write_certainty(folder))
    return folder


@pytest.fixture(scope="module")
def html(folder):
    return (folder / "pages/report.html").read_text("utf-8")


@pytest.fixture(scope="module")
def tier(folder):
    return read_tier(folder)


@pytest.fixture(scope="module")
def why(tier):
    return read_why(tier)


def section_of(html, name):
    return re.search(rf'<section aria-labelledby="{name}">.*?</section>', html, re.DOTALL)[0]


def reason(factor, share, **more):
    told = {"person_hours": share * 100, "people_alone": 10.0, "denominator_hours": 100.0, "people_beyond": 50.0}
    place = {"run": LEAD, "place_kind": "region", "place_id": "r", "place_name": "R", "note": ""}
    return Reason(factor=factor, is_active=True, share=share, **(place | told | more))


def interval(**more):
    place = {"run": LEAD, "place_kind": "all", "place_id": "", "place_name": "All", "group": "everyone"}
    told = {"measure": "beyond_threshold_people", "value": 100.0, "median": 101.0, "low": 80.0, "high": 120.0}
    return Interval(**(place | told | {"interval": 0.8, "draws": 50.0, "unit": "people", "denominator": 400.0} | more))


def sureness(**more):
    place = {"run": LEAD, "place_kind": "region", "place_id": "r", "place_name": "R", "people": 100.0}
    told = {"surely_beyond": 80.0, "perhaps_beyond": 15.0, "surely_within": 5.0, "could_change": 0.0, "draws": 50.0}
    return Sureness(**(place | told | {"beyond_share": 0.96} | more))


def threshold(minutes, slope, **more):
    told = {"share": 0.5, "median": 0.5, "low": 0.4, "high": 0.6, "draws": 50.0, "denominator": 100.0}
    return Threshold(**({"run": LEAD, "minutes": float(minutes), "slope": slope} | told | more))


def test_each_of_the_first_ten_regions_says_what_is_the_matter_what_to_change_and_how_sure_that_is(why, tier):
    section = region_chapter(why, tier).sections[1]
    assert len(section.cards) == 10
    for card, region in zip(section.cards, why.of(LEAD).regions, strict=False):
        facts = dict(card.facts)
        assert card.title == region.name
        assert card.reasons == region.reasons
        assert card.change == region.change
        assert "80 % of the draws give" in facts["People"]
        assert re.match(r"Underserved in \d+ of 100 draws: ", facts["How sure"])
        assert re.match(r"\d+ of 13 as computed; \d+ to \d+ in 80 % of the draws", facts["Rank by person-hours beyond"])
        assert re.match(r"\d+ of 13, with a score of 0\.\d\d of 1", facts["Priority"])
    assert section.cards[0].where == "Kesh, Tarn; in Upper, Lower"
    assert dict(section.cards[0].facts)["Beyond the edge"].startswith("No road or centre beyond the edge")
    assert dict(section.cards[1].facts)["Beyond the edge"].startswith("For 600 people (30 %) a road or centre")
    assert "Beyond the edge" not in dict(section.cards[2].facts)  # not asked
    assert section.notes[0] == "3 more regions with fewer person-hours: in the table below."
    assert len(section.folded[0].tables[0].rows) == 13


def test_the_runs_that_are_not_told_in_full_are_told_beside(why, tier):
    chapter = region_chapter(why, tier)
    assert [each.title for each in chapter.sections[:3]] == [
        "At a glance",
        "Physical rehabilitation, prosthetics and orthotics, hazards as recorded",
        "Psychological and psychosocial support, hazards as recorded",
    ]
    others = chapter.sections[3].folded
    assert len(others) == 2
    assert others[0].title.endswith("all hazards released: 13 underserved regions")
    assert "The table shows 10 of 13 regions" in others[0].sentences[-1]


def test_a_bar_says_in_words_what_it_shows_and_a_cure_that_does_harm_is_in_the_words_alone():
    reasons = [reason("too-far", 0.3), reason("hazards", 0.75), reason("full", -0.05)]
    bar = reasons_bar("Kesh", reasons)
    assert bar.text == "Kesh: hazard areas 75 %, centres are full minus 5.0 %, too far even so 30 %"
    assert [piece.label for piece in bar.pieces] == ["75 %", "30 %"]
    swatches = reason_swatches(reasons, 120)
    assert "curing it lengthens the ways of others" in swatches[1].note
    assert swatches[0].note == "75 person-hours; cured alone, it brings 10 within 2 hours"
    assert swatches[2].note == "30 person-hours"


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_the_pieces_of_a_bar_fill_it(shares):
    names = ("hazards", "day", "full", "too-far")
    reasons = [reason(factor, share) for factor, share in zip(names, shares, strict=False)]
    assert sum(piece.percent for piece in reasons_bar("R", reasons).pieces) == pytest.approx(100)


def test_a_place_where_nobody_is_beyond_has_no_bar():
    assert reasons_bar("R", [reason("hazards", math.nan), reason("too-far", math.nan)]) is None


def test_a_run_in_which_nobody_is_beyond_says_so(why, tier):
    empty = reason("hazards", math.nan, place_kind="all", people_beyond=0.0, denominator_hours=0.0)
    told = replace(why.of(LEAD), reasons=(empty,), regions=())
    chapter = region_chapter(replace(why, runs={LEAD: told}), tier)
    assert chapter.sections[0].sentences == (
        "Nobody is farther than 2 hours from a centre, so there is nothing to explain.",
    )
    assert chapter.sections[0].title == ""
    assert chapter.sections[0].tables == ()


def test_a_run_that_no_cure_helps_says_so(why, tier):
    told = replace(why.of(LEAD), reasons=(reason("too-far", 1.0, place_kind="all"),), regions=())
    said = " ".join(region_chapter(replace(why, runs={LEAD: told}), tier).sections[0].sentences)
    assert "None of the reasons that were asked takes any of it: it is too far even so." in said


def test_only_the_factors_of_the_files_are_defined(why, tier):
    chapter = region_chapter(why, tier)
    assert [swatch.label for swatch, _ in chapter.definitions] == [
        "Hazard areas",
        "Roads not good all year",
        "No road",
        "Centres are full",
        "Too far even so",
    ]
    assert [len(said) for _, said in chapter.definitions] == [4] * 5
    assert chapter.definitions[0][1][1].startswith("Cured means: all hazard areas of the run are taken as released.")
    without = {run: told for run, told in why.runs.items() if run.hazards == "no-hazards"}
    public = replace(tier, runs=tuple(run for run in tier.runs if not run.has_hazards))
    quiet = region_chapter(replace(why, runs=without), public)
    assert "Hazard areas" not in [swatch.label for swatch, _ in quiet.definitions]


def test_every_factor_looks_and_reads_otherwise():
    factors = in_order(["too-far", "full", "no-road", "profile", "day", "road-season", "closure", "hazards"])
    assert [each.slug for each in factors][:2] == ["hazards", "closure"]
    assert factors[-1].slug == "too-far"
    for name in ("label", "background", "texture"):
        assert len({getattr(each, name) for each in factors}) == 8
    assert factor_of("a-new-one").label == "A new one"


def test_every_table_and_figure_says_its_facts(html):
    for name in ("why", "priority", "sure"):
        section = section_of(html, name)
        heads = re.findall(r"<(caption|figcaption)>(.*?)</\1>", section, re.DOTALL)
        assert heads
        for _, head in heads:
            assert FACTS.search(Seen(head).text), head


def test_nothing_in_these_chapters_is_markup_of_the_study(html):
    assert EVIL not in html
    assert "<b>Ridge</b>" not in html
    assert "North <b>Ridge</b>" in Seen(html).text
    assert "{{ 7 * 7 }}" in Seen(html).text


def test_identifiers_are_used_once(html):
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_a_study_that_did_not_ask_is_told_how_to(tmp_path):
    tier = read_tier(write_tier(tmp_path / "public"))
    chapters = why_chapters(WhyTables(), tier)
    for chapter, table in zip(chapters, ("reasons", "priority", "uncertainty"), strict=True):
        assert chapter.sections == ()
        assert f"a table [{table}] in its study file does" in chapter.lead[0]
    asked = replace(tier, parameters={**tier.parameters, "reasons": {"most_minutes": 600}})
    assert "this tier of its release holds none of it" in why_chapters(WhyTables(), asked)[0].lead[0]
    assert "a table [reasons] in its study file does" in Seen(draw_report_page(tier, None, chapters)).text


def test_reasons_without_draws_say_how_to_ask_how_sure_they_are(why, tier):
    plain = {
        run: replace(told, intervals=(), ranks=(), thresholds=(), sureness=(), priorities=(), moves=())
        for run, told in why.runs.items()
    }
    chapter = region_chapter(replace(why, runs=plain), tier)
    glance, section = chapter.sections[:2]
    assert "How sure it is underserved" not in glance.tables[0].headings
    assert chapter.lead[-1].startswith("How sure these figures are was not asked: a table [uncertainty]")
    assert [label for label, _ in section.cards[0].facts] == ["People", "Person-hours beyond, each way"]
    assert section.folded[0].tables[0].headings[-1] == "Rank"


def test_the_first_region_stays_first_under_so_many_weightings(why):
    assert first_sentences(why.of(LEAD)) == (
        "Region 1 (Lower) comes first, with a score of 0.80 of 1.",
        "It stays first under 3 of 4 weightings.",
        "=Equal Fields would be first with “no way at all alone”.",
        "With weights taken at random it is first in 90 % of the trials.",
    )


def test_two_regions_that_share_the_first_rank_are_both_told(why):
    told = why.of(LEAD)
    tied = tuple(replace(each, rank=1.0, score=0.5) for each in told.priorities[:2])
    assert first_sentences(SimpleNamespace(priorities=tied, moves=told.moves)) == (
        "Region 1 (Lower) and Tarn Shore come first, with a score of 0.50 of 1.",
    )


def test_the_parts_of_a_score_add_up_to_it(why, tier):
    section = priority_chapter(why, tier).sections[0]
    for (_, bar), told in zip(section.stacks[0].bars, why.of(LEAD).priorities, strict=False):
        assert sum(piece.percent for piece in bar.pieces) == pytest.approx(100 * told.score)
    unknown = replace(why.of(LEAD).priorities[0], parts={"people": 1.0, "need": math.nan}, score=1.0)
    only = replace(why.of(LEAD), priorities=(unknown,), moves=())
    section = priority_chapter(replace(why, runs={LEAD: only}), tier).sections[0]
    assert [piece.percent for piece in section.stacks[0].bars[0][1].pieces] == [100.0]
    assert [heading for heading in section.tables[0].headings if "People in need" in heading] == []
    assert "Not known for every region, so of no weight here: people in need." in section.notes


def test_a_weighting_tells_who_is_first_and_who_moves_most(why, tier):
    table = priority_chapter(why, tier).sections[0].tables[1]
    assert table.rows[0].cells[-1] == "none moves"
    last = table.rows[-1]
    assert last.name == "No way at all alone"
    assert last.cells[0] == "=Equal Fields"
    assert last.cells[1].endswith("and 9 more")
    assert last.cells[2] == "none: a tie above"
    assert last.cells[3] == "North <b>Ridge</b> 3: 13 to 2"


def test_a_move_to_the_worse_is_told_from_where_to_where(why, tier):
    moves = (Move(run=LEAD, region_id="g1", name="G", weighting="w", score=0.1, rank=5.0, rank_move=-4.0),)
    told = replace(why.of(LEAD), moves=moves)
    table = priority_chapter(replace(why, runs={LEAD: told}), tier).sections[0].tables[1]
    assert table.rows[0].cells[-1] == "G: 1 to 5"


def test_intervals_are_told_as_ranges_points_and_no_way():
    assert interval_sentence(interval()) == "80 % of the draws give 80 to 120, their median is 101"
    assert interval_sentence(interval(low=100.0, high=100.0)) == "all of 80 % of the draws give 100"
    beyond = interval(unit="minutes", low=90.0, high=math.inf, median=120.0)
    assert interval_sentence(beyond) == "80 % of the draws give 1 h 30 min to no way, their median is 2 h"
    assert interval_sentence(None) == ""
    assert interval_sentence(interval(low=math.nan)) == ""


def test_how_sure_it_is_is_said_in_draws_and_in_people():
    assert sure_sentence(sureness(), 120).startswith("Underserved in 48 of 50 draws: almost surely. 80 of 100 people")
    assert sure_sentence(sureness(beyond_share=math.nan), 120) == (
        "80 of 100 people are almost surely farther than 2 hours; for 15 it is open; 5 are almost surely within it."
    )
    open_all = sureness(beyond_share=math.nan, surely_beyond=0.0, perhaps_beyond=100.0, surely_within=0.2)
    assert sure_sentence(open_all, 120) == "For all 100 people it is open whether they are farther than 2 hours."
    nobody = sureness(beyond_share=math.nan, people=0.0)
    assert sure_sentence(nobody, 120) == ""
    assert edge_sentence(sureness()) == "No road or centre beyond the edge of the study could change this."
    assert edge_sentence(sureness(could_change=math.nan)) == ""
    assert edge_sentence(None) == ""


def test_a_rank_is_said_with_its_range():
    rank = Rank(
        run=LEAD,
        place_kind="area",
        place_id="a",
        place_name="A",
        rank=2.0,
        median=2.0,
        low=1.0,
        high=4.0,
        share_first=0.1,
        share_in_top3=0.7,
        draws=50.0,
    )
    assert (
        rank_in_words(rank, 9, "80 % of the draws")
        == "2 of 9 as computed; 1 to 4 in 80 % of the draws; first in 5 of 50 draws"
    )
    assert (
        rank_in_words(replace(rank, low=2.0, high=2.0, share_first=0.0), 9, "all")
        == "2 of 9 as computed; always 2 in all"
    )


def test_the_slope_is_told_at_the_threshold_and_where_it_is_steepest():
    said = slope_sentences([threshold(60, 0.004), threshold(120, 0.03)], 120)
    assert len(said) == 1
    assert said[0].startswith("Around 2 hours, ten minutes more bring 3.0 percentage points more within: that is much")
    assert len(slope_sentences([threshold(60, 0.03), threshold(120, 0.004)], 120)) == 1  # curves begin steep
    said = slope_sentences([threshold(30, 0.01), threshold(60, 0.03), threshold(120, 0.004)], 120)
    assert "that is little" in said[0]
    assert said[1] == "The curve is steepest at 1 hour: 3.0 percentage points for ten minutes."
    assert slope_sentences([threshold(60, math.nan)], 60) == ()


def test_the_curve_has_its_figures_in_words():
    points = [threshold(60, 0.01), threshold(120, 0.01, share=0.75, low=math.nan, high=math.nan)]
    svg = draw_curve(points, slug="c", threshold_minutes=120, middle="80 % of the draws")
    assert "50 % within 60 min (40 % to 60 % in 80 % of the draws); 75 % within 120 min" in svg
    assert "threshold 120 min" in svg
    assert svg.count("<polygon") == 1


def test_calibration_and_referral_stand_beside_the_intervals(why, tier):
    sections = sure_chapter(why, tier).sections
    titles = [section.title for section in sections]
    assert titles[1].startswith("If times are longer, as people report")
    assert "they are in no interval above" in sections[1].sentences[0]
    assert sections[1].sentences[1] == (
        "Patients reported, 1.49 times as long: 19,000 people are not within 2 hours instead of 12,700."
    )
    assert sections[1].tables[0].rows[0].cells[1] == "19,000 (17,100 to 20,800)"
    assert sections[1].tables[0].rows[0].cells[2] == "14,200"  # no interval is known
    assert titles[2].startswith("Level by level")
    assert sections[2].sentences[-1] == "60 people have no way along the whole chain."
    assert titles[-4:] == ["Reported times", "What was drawn", "How old the data is", "What the intervals do not hold"]
    assert "distance band: 60 to 120 min (1.50 times as long)" in sections[-4].sentences[0]
    assert sections[-2].sentences == (
        "The oldest dated input is population (people): 6.0 years old on the study's day.",
        "1 of 3 inputs gives no date, so its age is not known.",
    )
    assert [row.cells[2] for row in sections[-2].tables[0].rows] == [
        "6.0 years",
        "not known",
        "0.2 years newer than the study's day",
    ]
    assert any("no recorded hazard does not mean safe" in item for item in sections[-1].items)


def test_a_run_whose_parts_are_all_unknown_has_no_first(why, tier):
    lost = replace(why.of(LEAD).priorities[0], parts={"people": math.nan}, score=math.nan, rank=math.nan)
    only = replace(why.of(LEAD), priorities=(lost,), moves=())
    section = priority_chapter(replace(why, runs={LEAD: only}), tier).sections[0]
    assert section.sentences == ()
    assert section.tables[0].rows[0].cells[:2] == ("not known", "not known")
    assert section.stacks[0].bars[0][1].pieces == ()


def test_a_figure_is_told_once_with_its_share_and_groups_apart(why, tier):
    section = sure_chapter(why, tier, {"need-hearing": "In need of hearing aids"}.get).sections[0]
    names = [row.name for row in section.tables[0].rows]
    assert "People not within the threshold" in names
    assert "Share not within the threshold" not in names
    assert dict(zip(names, section.tables[0].rows, strict=True))["People within 1 h"].cells[0] == "11,000 (28 %)"
    [folded] = section.folded
    assert "everyone" not in folded.tables[0].caption
    assert ", in need of hearing aids: " in folded.tables[0].caption
    assert folded.tables[0].rows[0].cells[2] == "3 h 28 min to no way"


def test_what_was_not_drawn_is_left_out_of_the_chapter(why, tier):
    few = WhyTables(files=frozenset({"tables/data_age.csv"}), data_age=why.data_age)
    chapter = sure_chapter(few, tier)
    assert "a table [uncertainty] in its study file does" in chapter.lead[0]
    assert [section.title for section in chapter.sections] == ["How old the data is"]
