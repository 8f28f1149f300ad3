"""Plans and outreach in the report: what to build, for whom, at what cost, how sure; and what is said where none is."""

import re
import shutil
from dataclasses import replace

import pandas as pd
import pytest
from browsing import browser_of, faults_of, page_of

from geo.errors import ReleaseError
from maps.pages import draw_pages
from maps.plans import plan_chapters, read_plans
from maps.release_reader import read_tier

HOSTILE = '<img src=x onerror="alert(1)"> & "Żółć" ' + "long" * 40


@pytest.fixture(scope="module")
def tier(sample_release):
    return read_tier(sample_release / "public")


@pytest.fixture(scope="module")
def chapters(tier):
    return {chapter.id: chapter for chapter in plan_chapters(read_plans(tier), tier)}


@pytest.fixture
def copied(sample_release, tmp_path):
    """A copy of the public tier, to be changed."""
    shutil.copytree(sample_release / "public", tmp_path / "public")
    return tmp_path / "public"


def changed(folder, name, change):
    path = folder / "tables" / f"{name}.csv"
    frame = pd.read_csv(path, keep_default_na=False, dtype=str)
    change(frame).to_csv(path, index=False)


def words_of(chapter):
    return " ".join([*chapter.lead, *(sentence for section in chapter.sections for sentence in section.sentences)])


def test_the_planner_reads_what_to_build_for_whom_at_what_cost_how_sure(chapters):
    words = words_of(chapters["plans"])
    assert re.search(r"sites bring [\d,]+ more people within 1 hour: from \d+ % to \d+ % of [\d,]+", words)
    assert re.search(r"[\d,]+ to [\d,]+ in 8 of 10 draws", words)
    assert "USD 137,000 over 5 years" in words
    assert "that is proven" in words
    assert "Hollimer workshop" in words
    assert "without a bound" in words


def test_the_donor_reads_cost_for_each_person_the_knee_parity_and_who_stays_uncovered(chapters):
    words = words_of(chapters["plans-cost"])
    assert re.search(r"Each person newly within 1 hour costs USD [\d,.]+ over 5 years; USD [\d,.]+ to", words)
    assert "A further site adds little from" in words
    assert "Parity check: it cannot be told" in words
    assert "stay beyond reach" in words
    assert "live inside a hazard area" in words


def test_a_release_that_goes_with_sites_is_named(chapters):
    assert "the release of SHA-2" in words_of(chapters["plans"])


def test_every_table_says_unit_denominator_date_and_source(chapters):
    for chapter in chapters.values():
        for section in chapter.sections:
            for table in section.tables:
                assert re.fullmatch(r"Unit: .+\. Denominator: .+\. Date: 1 January 2026\. Source: .+\.", table.facts)
                assert {len(row.cells) + 1 for row in table.rows} <= {len(table.headings)}


def test_sites_are_marked_in_both_pictures_of_the_same_size(chapters):
    first = chapters["plans"].sections[0]
    [drawing] = first.drawings
    assert drawing.svg.count("<circle") == 2 * 2 * len(first.cards)
    assert 'aria-label="Two maps of minutes' in drawing.svg


def test_what_a_plan_gains_by_area_adds_up_to_all(tier):
    rows = read_plans(tier).of("plan_areas")
    for plan in {row["plan"] for row in rows}:
        own = [row for row in rows if row["plan"] == plan]
        parts = sum(row["people_gained"] for row in own if row["area_kind"] != "all")
        assert parts == pytest.approx(next(row["people_gained"] for row in own if row["area_kind"] == "all"))


def test_a_plan_that_cannot_be_says_why_and_nothing_else(copied):
    def spoil(frame):
        is_first = frame["plan"] == frame["plan"].iloc[0]
        return frame.assign(
            status=frame["status"].mask(is_first, "infeasible"),
            reason=frame["reason"].mask(is_first, "the floor is high"),
        )

    changed(copied, "plan_summary", spoil)
    tier = read_tier(copied)
    planner, donor = plan_chapters(read_plans(tier), tier)[:2]
    assert "No choice of sites keeps what is asked: the floor is high." in planner.sections[0].sentences
    assert not planner.sections[0].cards
    assert len(donor.sections) == 2


def test_a_study_without_plans_is_told_how_to_ask(copied):
    for path in (copied / "tables").glob("plan*.csv"):
        path.unlink()
    tier = replace(read_tier(copied), parameters={})
    [planner, *_] = plan_chapters(read_plans(tier), tier)
    assert planner.lead[0].startswith(
        "This study did not ask for plans of new sites: a table [plans] in its study file"
    )


def test_plans_that_are_kept_back_say_so(tier):
    told = replace(read_plans(tier), tables={}, kept_back="They rest on hazards.")
    [only] = plan_chapters(told, tier)
    assert only.lead == ("They rest on hazards.",)


def test_a_table_that_lacks_columns_or_has_no_numbers_is_refused(copied):
    changed(copied, "plan", lambda frame: frame.assign(people_gained="many"))
    with pytest.raises(ReleaseError, match="people_gained is 'many', which is no number"):
        read_plans(read_tier(copied))
    changed(copied, "plan", lambda frame: frame.drop(columns="people_gained"))
    with pytest.raises(ReleaseError, match="people_gained"):
        read_plans(read_tier(copied))


def test_names_of_any_malice_are_text_and_the_chapters_fit_a_narrow_screen(copied, root):
    changed(copied, "plan", lambda frame: frame.assign(candidate_name=HOSTILE))
    changed(
        copied, "plan_summary", lambda frame: frame.assign(title=[f"{HOSTILE} {place}" for place in range(len(frame))])
    )
    draw_pages(copied)
    with browser_of() as browser, page_of(browser, width=320, height=640) as page:
        page.goto((copied / "pages" / "report.html").as_uri())
        assert page.locator("section[aria-labelledby=plans] img").count() == 0
        assert HOSTILE in page.locator("section[aria-labelledby=plans] h3").first.text_content()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert faults_of(page, root) == []
