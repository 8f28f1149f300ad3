"""Chapters on need and fairness: sentences solved in the head, and a page whose every table says its facts."""

import math
import re
import shutil
from dataclasses import replace
from itertools import pairwise

import pytest
from effects_on_disk import write_tier_with_effects
from need_on_disk import families_frame, need_tables, write_need
from release_on_disk import write_tier
from test_pages import EVIL, Seen
from test_pages_in_browser import BROWSER, open_page

from maps.need import need_chapters, read_need
from maps.need.chapter import MOST_ROWS
from maps.need.fair import difference_in_words, fair_chapter, group_name
from maps.need.limits import data_gaps_chapter, known_sentences, range_in_words
from maps.need.parity import parity_sentences
from maps.need.quality import quality_chapter
from maps.need.reach import reach_chapter, time_sentence
from maps.need.room import capacity_sentence, load_sentences, room_chapter
from maps.need.supply import supply_sentences
from maps.need.values import NeedTables
from maps.pages import draw_pages
from maps.release_reader import read_tier
from maps.report_page import draw_report_page

NAMES = (("a1", f"Up {EVIL} & on"), ("a2", "{{ 7 * 7 }}"))
NO_STATISTICS = {"sources-table", "stages-table"}  # lists of files and of seconds
FACTS = re.compile(r"Unit: .+\. Denominator: .+\. Date: \d+ \w+ \d{4}\. Source: .+\.")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A tier with tables of one service, whose area names are hostile, and its pages and figures."""
    folder = write_tier(tmp_path_factory.mktemp("chapters") / "public", area_names=[name for _, name in NAMES])
    families = families_frame(dict(NAMES))
    write_need(folder, need_tables(areas=NAMES, pillars=("physical_rehab",), families=families))
    draw_pages(folder)
    return folder


@pytest.fixture(scope="module")
def html(folder):
    return (folder / "pages/report.html").read_text("utf-8")


@pytest.fixture(scope="module")
def tier(folder):
    return read_tier(folder)


@pytest.fixture(scope="module")
def need(tier):
    return read_need(tier)


def sentences(chapter):
    return [sentence for part in chapter.parts for sentence in part.sentences]


def cells_of(chapter, table_id):
    table = next(table for part in chapter.parts for table in part.tables if table.id == table_id)
    return {row.name: dict(zip(table.headings[1:], row.cells, strict=True)) for row in table.rows}


def test_availability_counts_centres_and_says_of_how_many_the_capacity_is_unknown(need, tier):
    said = sentences(room_chapter(need, tier))
    assert said[0] == (
        "Physical rehabilitation, prosthetics and orthotics: 2 centres; 1 of 2 centres says what can be done in a "
        "year: 5 people per year; the capacity of 1 is not known."
    )
    assert said[1] == "Psychological and psychosocial support: 1 centre; its capacity is not known."
    assert any(sentence.startswith("More people come than can be taken at 1 of 1 centre whose") for sentence in said)
    assert any(sentence.endswith("10 people a year come to what can take 5.") for sentence in said)
    assert "The load of 1 centre is not known, for no capacity is told." in said


def test_supply_is_told_per_thousand_people_in_need(need, tier):
    said = sentences(room_chapter(need, tier))
    assert (
        "In need of prosthetics or orthotics: 13 people, for whom there are 550 places a year per 1,000 people in need "
        "(2SFCA)."
    ) in said
    assert f"The supply is lowest in {NAMES[1][1]}, 200, and highest in {NAMES[0][1]}, 900." in said
    cells = cells_of(room_chapter(need, tier), "availability-supply-1-1")
    assert list(cells) == [NAMES[1][1], NAMES[0][1], "Outside all areas", "All"]
    assert cells["All"] == {
        "In need of prosthetics or orthotics": "13",
        "2SFCA, places a year per 1,000 people in need": "550",
    }


def test_other_measures_of_supply_are_told_in_their_units(need):
    row = next(row for row in need.supply if row.area_kind == "all")
    others = [
        replace(row, method="unreached", unit="share", value=0.25),
        replace(row, method="bfca-served", unit="share", value=0.4),
    ]
    assert supply_sentences(others, "In need") == (
        "25 % of them reach no centre with capacity.",
        "There is room in a year for 40 % of them (BFCA).",
    )
    assert supply_sentences([replace(row, denominator=0.0)], "In need") == ()


def test_access_is_told_over_everyone(need, tier):
    said = sentences(reach_chapter(need, tier, {}))
    assert said[0] == (
        "Everyone: 1,950 of 2,550 people (76 %) are within 2 hours of a centre; half of them need 45 min or less; of "
        "the tenth who have it farthest, some have no way."
    )
    assert said[1] == (
        "By sex, least often within 2 hours: Women and girls, 75 % of 1,272 people; most often: Men and boys, 78 % of "
        "1,227."
    )
    assert (
        "By age and by need there is no difference to tell: 76 % of everyone are within 2 hours, and at every limit "
        "the shares of the groups lie less than 1 percentage point apart, so that no picture is drawn of them. Where "
        "the source has one make-up of people for all places, this comes of the method and is no finding."
    ) in said
    assert "Nobody is in: Age not known." in said
    assert said[-1] == (
        "Everyone: 88 % of 2,550 people can go and return in a day; 7.8 % have a way but must stay overnight; the "
        "visits of a year take half of them 3.0 hours of travel or less; and half of them pay 4 USD per year or less "
        "in fares."
    )


def test_an_empty_group_is_a_row_that_says_nobody(need, tier):
    cells = cells_of(reach_chapter(need, tier, {}), "reach-1-groups")
    assert cells["Age not known"]["People"] == "0"
    assert set(cells["Age not known"].values()) == {"0", "nobody"}
    assert cells["Rural"]["9 in 10 within"] == "no way"
    assert cells["Rural"]["Not within 2 h"] == "600 (71 %)"


def test_unknown_and_half_without_a_way_are_said(need, tier):
    [rows] = [rows for run, rows in need.access.items() if run.hazards == "hazards"]
    row = next(row for row in rows if (row.area_kind, row.group) == ("all", "everyone"))

    def said(**values):
        changed = {name: replace(row.measures[name], value=value) for name, value in values.items()}
        return time_sentence("Everyone", replace(row, measures={**row.measures, **changed}), tier)

    assert "half of them or more have no time" in said(median_minutes=math.inf)
    assert "how far half of them have it is not known" in said(median_minutes=math.nan)
    assert said(beyond_threshold_share=math.nan).startswith("Everyone: how many of 2,550 people are within 2 hours of")
    assert said(worst_decile_mean_minutes=300.0).endswith("the tenth who have it farthest need 5 h on average.")


def test_quality_says_what_the_directory_says_and_no_more(need, tier):
    chapter = quality_chapter(need, tier)
    said = sentences(chapter)
    assert said[1:4] == [
        "The directory has 3 centres: 2 verified, 1 not.",
        "When they were last verified is known of 1 of 3 centres: 3 November 2025.",
        "Step-free: 1 of 3 centres, not known of 2.",
    ]
    areas = cells_of(chapter, "quality-areas")
    assert areas[NAMES[0][1]]["Step-free"] == "yes 1, not known 1"
    assert areas[NAMES[1][1]]["Centres"] == "1"
    assert cells_of(chapter, "quality-directory")["South Centre"]["Languages"] == "not known"


def test_gaps_are_told_with_both_denominators(need, tier):
    said = sentences(fair_chapter(need, tier))
    assert said[0] == (
        "Within 2 h: Women and girls, 75 % (of 1,272 people); Men and boys, 78 % (of 1,227 people): 3.9 percentage "
        "points less for Women and girls than for Men and boys."
    )
    alike = "In need of prosthetics or orthotics and everyone"
    assert said[2] == f"Within 2 h, less than 1 percentage point apart: {alike}."
    cells = cells_of(fair_chapter(need, tier), "fairness-1-gaps")
    assert cells["Within 2 h"]["Other group"] in {"Men and boys", "Cities", "Everyone"}


def test_a_gap_to_nobody_is_said_and_sides_are_named(need, tier):
    gap = next(row for row in need.fairness if row.measure == "gap")
    empty = replace(need, fairness=(replace(gap, other_denominator=0.0, other_value=math.nan, difference=math.nan),))
    assert sentences(fair_chapter(replace(empty, parity=()), tier)) == [
        "Within 2 h: Women and girls beside Men and boys cannot be told, for nobody is in Men and boys."
    ]
    assert group_name("not-rural", need, tier) == "Everyone else"
    assert group_name("profile-walk-wheelchair", need, tier) == "Walk wheelchair"
    titled = replace(tier, profile_titles={"walk-wheelchair": "In a wheelchair"})
    assert group_name("profile-walk-wheelchair", need, titled) == "In a wheelchair"


def test_a_gap_never_falls_below_nothing():
    assert difference_in_words(-0.0001, "share") == "0.0 percentage points"


def test_each_index_is_explained_in_a_sentence(need, tier):
    said = [sentence for sentence in sentences(fair_chapter(need, tier)) if "(" in sentence]
    assert any(
        sentence.startswith("Gini index: 0.45 (of the times of those who have a way: 0 where") for sentence in said
    )
    assert any(sentence.startswith("Beyond the threshold (FGT 0): 25 % (the share of people who") for sentence in said)
    assert any(sentence.startswith("Equal time for all (Kolm-Pollak): 1 h 35 min (the time that") for sentence in said)


def test_parity_counts_verdicts_and_names_where_survivors_fare_worse(need):
    rows = [row for row in need.parity if row.run.hazards == "hazards"]
    counts, worse = parity_sentences(rows)
    assert counts == "2 comparisons: worse 1, cannot be told 1."
    assert worse == (
        f"Worse for survivors in {NAMES[0][1]} (everyone): 85 % to 95 % of them are within 2 hours, against 100 % of "
        "all in need."
    )


def test_data_gaps_tell_the_least_known_first(need, tier):
    said = sentences(data_gaps_chapter(need, tier))
    assert said[1] == "Capacity per year (Psychological and psychosocial support): known of 0 of 1 (0 %)."
    assert "Disability: known of 0 of 2,550 (0 %)." in said
    whole = [replace(row, known=row.total, share_known=1.0) for row in need.data_gaps if row.total > 0]
    assert known_sentences(whole, {}) == ("All fields are known.",)


def test_ranges_and_certainty_are_in_words(need, html):
    group = next(group for group in need.groups if group.kind == "need")
    assert range_in_words(replace(group, low_people=1_000.0, high_people=2_500.0)) == "1,000 to 2,500"
    assert range_in_words(replace(group, low_people=5.0, high_people=5.0)) == "none given"
    assert "A: assumed; a planner may change it" in Seen(html).text
    assert "No accepted standard of travel time to rehabilitation was found" in Seen(html).text


def test_loads_and_capacities_that_nobody_tells_are_said(need):
    [known, unknown] = [load for load in need.loads if load.run.hazards == "hazards"]
    assert load_sentences([unknown]) == ("The load of 1 centre is not known, for no capacity is told.",)
    assert load_sentences([replace(known, load_ratio=0.5)])[0].startswith(
        "At no centre whose capacity is known do more people come than can be taken."
    )
    nothing = [replace(entry, capacity_per_year=math.nan) for entry in need.directory]
    assert capacity_sentence("Any", nothing) == "Any: 3 centres; the capacity of none of them is known."


def tables_and_figures(html):
    """The id or words of each caption of the page, with its text."""
    for inside in re.findall(r"<caption>(.*?)</caption>", html, re.DOTALL):
        yield re.search(r'id="([^"]+)"', inside)[1], Seen(inside).text
    for inside in re.findall(r"<figcaption>(.*?)</figcaption>", html, re.DOTALL):
        yield Seen(inside).text[:60], Seen(inside).text


def test_every_table_and_figure_names_unit_denominator_date_and_source(html):
    told = dict(tables_and_figures(html))
    assert len(told) > 20
    assert html.count("<caption>") + html.count("<figcaption>") >= len(told)
    assert html.count("<caption>") == html.count("<table>")
    assert html.count("<figcaption>") == html.count("<figure")
    for name, text in told.items():
        assert name in NO_STATISTICS or FACTS.search(text), text


def test_the_tables_of_hazards_and_comparisons_name_them_too(tmp_path):
    html = draw_report_page(read_tier(write_tier_with_effects(tmp_path / "tier")))
    told = dict(tables_and_figures(html))
    assert any("Where there is a way" in text or "hazard" in text.lower() for text in told.values())
    for name, text in told.items():
        assert name in NO_STATISTICS or FACTS.search(text), text


def test_the_chapters_stand_in_their_order(html):
    titles = [Seen(each).text for each in re.findall(r"<h2[^>]*>(.*?)</h2>", html)]
    wanted = [
        "In short",
        "Availability",
        "Accessibility",
        "Quality",
        "Fairness",
        "Data gaps",
        "Method and limits",
        "Sources",
    ]
    assert [title for title in titles if title in wanted] == wanted
    assert titles[3].startswith("Accessibility by area: Physical rehabilitation")
    levels = [int(each) for each in re.findall(r"<h([1-6])", html)]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_names_stay_text_and_nothing_is_loaded(html):
    seen = Seen(html)
    assert EVIL not in html
    assert "alert(1)" in html
    assert not seen.of("script")
    assert not seen.of("img")
    assert "{{ 7 * 7 }}" in seen.text
    assert not re.search(r'(?:src|href)="(?!#|map\.html)', html)
    policy = next(each["content"] for each in seen.of("meta") if each.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")
    ids = [attributes["id"] for _, attributes in seen.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for attributes in seen.of("a"):
        assert not attributes["href"].startswith("#") or attributes["href"][1:] in ids


@pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine; install the package chromium")
def test_a_browser_complains_of_nothing(folder, tmp_path):
    document, console = open_page(folder / "pages/report.html", tmp_path)
    assert console == []
    assert document.count("<figcaption>") == document.count("<figure")


def test_each_figure_is_in_the_page_with_its_table_and_in_two_files(folder, html):
    files = sorted(path.name for path in (folder / "figures").iterdir())
    slugs = sorted({name.rsplit(".", 1)[0] for name in files})
    assert files == sorted(f"{slug}.{kind}" for slug in slugs for kind in ("png", "svg"))
    assert {slug.removeprefix("figure-01-physical-rehab-") for slug in slugs} == {
        "by-sex",
        "by-sex-age",
        "by-settlement",
        "areas",
        "ranked",
    }
    for slug in slugs:
        assert f'id="{slug}-drawing"' in html
        assert f'id="{slug}-table"' in html
        assert (folder / f"figures/{slug}.svg").read_text("utf-8").startswith("<?xml")


def test_a_tier_without_tables_of_need_keeps_its_report_and_loses_old_figures(folder, tmp_path):
    bare = shutil.copytree(folder, tmp_path / "bare")
    for file in ("access.parquet", "groups.csv", "fairness.csv", "parity.csv", "supply.csv", "centre_load.csv"):
        (bare / "tables" / file).unlink()
    for file in ("directory.csv", "data_gaps.csv", "families.csv"):
        (bare / "tables" / file).unlink()
    (bare / "figures/mine.svg").write_text("kept")
    draw_pages(bare)
    html = (bare / "pages/report.html").read_text("utf-8")
    assert [path.name for path in (bare / "figures").iterdir()] == ["mine.svg"]
    assert 'id="availability"' not in html
    assert "How it was computed" in html
    assert "Method and limits" not in html


def test_a_tier_with_a_directory_alone_has_the_chapters_that_it_can(tier, need):
    alone = need_chapters(NeedTables(directory=need.directory), tier)
    assert alone.accessibility is alone.fairness is alone.data_gaps is None
    assert alone.drawings == ()
    html = draw_report_page(tier, alone)
    assert 'id="quality"' in html
    assert 'href="#fairness"' not in html
    assert need_chapters(NeedTables(), tier) is None


def test_long_tables_are_cut_and_say_where_all_is(need, tier):
    many = tuple(replace(need.directory[0], centre_id=f"c{place}") for place in range(MOST_ROWS + 3))
    part = quality_chapter(replace(need, directory=many), tier).parts[0]
    [table] = [table for table in part.tables if table.id == "quality-directory"]
    assert len(table.rows) == MOST_ROWS
    assert f"The table shows {MOST_ROWS} of {MOST_ROWS + 3} centres; all are in tables/directory.csv" in part.notes[-1]


def test_a_tier_that_publishes_no_hazards_says_nothing_of_them(tmp_path):
    silent = write_tier(tmp_path / "silent", hazards_published=False)
    write_need(silent, need_tables(pillars=("physical_rehab",), hazards=("no-hazards",)))
    tier = read_tier(silent)
    need = read_need(tier)
    chapters = replace(need_chapters(replace(need, access={}), tier), accessibility=reach_chapter(need, tier, {}))
    html = draw_report_page(tier, chapters)
    for leak in ("as recorded", "hazards released", "because of hazards"):
        assert leak not in html


def test_areas_are_left_out_of_figures_where_there_is_one(need, tier):
    one = {run: tuple(row for row in rows if row.area_id != "a2") for run, rows in need.access.items()}
    few = replace(need, access=one, groups=tuple(group for group in need.groups if group.kind == "everyone"))
    assert need_chapters(few, tier).drawings == ()
