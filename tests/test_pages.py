"""The pages: nothing is loaded from a network, text stays text, every figure says of what it is a share."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from release_on_disk import PROJECTED, write_tier

from geo.errors import ReleaseError
from maps.classes import minutes_classes
from maps.pages import draw_pages
from maps.release_reader import read_tier
from maps.sentences import list_questions, summary_sentences
from maps.tables import access_cells, access_columns, class_shares, rows_by_need
from maps.words import people_in_words, percent_in_words

EVIL = "<script>alert(1)</script>"
LOADING = {"src", "href", "srcset", "data", "action", "poster", "background", "xlink:href", "formaction"}


class Seen(HTMLParser):
    """What a browser would see of a page: tags with attributes, and the text outside scripts and styles."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words, self._inside = [], [], []
        self.feed(html)
        self.text = " ".join(" ".join(self.words).replace("\N{NO-BREAK SPACE}", " ").split())

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in {"script", "style"}:
            self._inside.append(tag)

    def handle_endtag(self, tag):
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data):
        if not self._inside:
            self.words.append(data)

    def of(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Both pages of a tier with hazards, of one without, and of one on a projected grid, whose names are hostile."""
    folder = tmp_path_factory.mktemp("pages")
    tiers = {
        "open": write_tier(folder / "open"),
        "silent": write_tier(folder / "silent", hazards_published=False),
        "projected": write_tier(
            folder / "projected", grid=PROJECTED, study=f"Valley {EVIL}", area_names=(f"Up {EVIL} & on", "{{ 7 * 7 }}")
        ),
    }
    drawn = {}
    for name, tier in tiers.items():
        draw_pages(tier)
        drawn[name] = {page: (tier / "pages" / f"{page}.html").read_text("utf-8") for page in ("map", "report")}
    return drawn


EACH = pytest.mark.parametrize(
    ("tier", "page"), [(t, p) for t in ("open", "silent", "projected") for p in ("map", "report")]
)


@EACH
def test_nothing_is_loaded_from_anywhere(pages, tier, page):
    html = pages[tier][page]
    seen = Seen(html)
    for tag, attributes in seen.tags:
        for name in LOADING & attributes.keys():
            assert re.match(r"#|data:|(map|report)\.html$", attributes[name] or "#"), (tag, name)
    for style in re.findall(r"<style>(.*?)</style>", html, re.DOTALL):
        assert "@import" not in style
        assert all(url.startswith("data:") for url in re.findall(r"url\(([^)]*)\)", style))
    assert not seen.of("link")
    assert not any("src" in attributes for attributes in seen.of("script"))
    assert "sourceMappingURL" not in html
    policy = next(each["content"] for each in seen.of("meta") if each.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy


@EACH
def test_a_page_says_what_it_is(pages, tier, page):
    seen = Seen(pages[tier][page])
    assert seen.of("html")[0]["lang"] == "en"
    viewport = next(each["content"] for each in seen.of("meta") if each.get("name") == "viewport")
    assert "user-scalable" not in viewport
    assert len(seen.of("title")) == 1
    assert len(seen.of("h1")) == 1
    assert seen.of("a")[0]["class"] == "skip"


@EACH
def test_the_disclaimer_is_on_every_page(pages, tier, page):
    assert "No recorded hazard does not mean safe. Not for navigation." in Seen(pages[tier][page]).text


@EACH
def test_a_name_that_is_markup_stays_text(pages, tier, page):
    html = pages[tier][page]
    assert EVIL not in html
    assert "alert(1)" in html
    assert len(Seen(html).of("script")) == (3 if page == "map" else 0)


def test_leaflet_comes_with_its_licence(pages):
    assert "BSD 2-Clause License" in pages["open"]["map"]


def test_a_name_that_is_a_template_stays_text(pages):
    assert "{{ 7 * 7 }}" in Seen(pages["projected"]["report"]).text


@pytest.mark.parametrize("tier", ["open", "silent", "projected"])
def test_every_id_is_used_once_and_every_link_inside_leads_somewhere(pages, tier):
    for html in pages[tier].values():
        seen = Seen(html)
        ids = [attributes["id"] for _, attributes in seen.tags if "id" in attributes]
        assert len(ids) == len(set(ids))
        for attributes in seen.of("a"):
            if attributes["href"].startswith("#"):
                assert attributes["href"][1:] in ids


def test_one_release_gives_one_page_to_the_last_byte(tmp_path):
    folder = write_tier(tmp_path / "public")
    draw_pages(folder)
    first = {path.name: path.read_bytes() for path in (folder / "pages").iterdir()}
    draw_pages(folder)
    assert first == {path.name: path.read_bytes() for path in (folder / "pages").iterdir()}


def test_no_page_is_written_if_one_cannot_be_drawn(tmp_path):
    folder = write_tier(tmp_path / "public")
    (folder / "summary.json").unlink()
    with pytest.raises(ReleaseError):
        draw_pages(folder)
    assert not (folder / "pages").exists()


def test_each_run_is_one_picture_and_only_the_first_is_shown(pages):
    script = pages["open"]["map"]
    assert len(re.findall(r"var run_\d = steps\.overlay\(", script)) == 4
    assert [f"run_{place}.addTo(nearcare_map)" in script for place in range(4)] == [True, False, False, False]


def test_the_map_has_its_legend_its_lists_and_its_sources(pages):
    text = Seen(pages["open"]["map"]).text
    for said in (
        "Up to 30 min",
        "Over 2 h to 4 h",
        "No way to a centre",
        "Inside a recorded hazard area",
        "Hazard area suspected, or of unknown kind",
        "Underserved region 1, in Lower",
        "Centre: Physical rehab",
        "The study looks at 1 January 2026; people of 2020",
        "made up by a seeded script",
        "Licence: not given",
        "simplified by half a cell",
    ):
        assert said in text
    assert "Beyond the limit" not in text  # a class that no cell is in


@pytest.mark.parametrize("page", ["map", "report"])
def test_a_tier_without_hazards_says_so_and_nothing_else_of_them(pages, page):
    text = Seen(pages["silent"][page]).text
    assert f"This public {page} leaves hazard areas out; the authority has not released them." in text
    for leak in (
        "nside hazard",
        "because of hazards",
        "put there by hazards",
        "as recorded",
        "suspected",
        "released (",
    ):
        assert leak not in text
    script = re.sub(r"\s+", " ", pages["silent"][page])
    assert "Inside a recorded hazard area" not in text
    assert '"Recorded hazard areas"' not in script


def test_the_report_answers_in_a_sentence_with_unit_and_denominator(tmp_path):
    tier = read_tier(write_tier(tmp_path / "public"))
    question = list_questions(tier)[0]
    everyone = question.main.overall
    first = summary_sentences(question, tier)[0]
    assert first.startswith(
        f"In Made-up Valley, 4,420 of {everyone.people:,.0f} people (11 %) reach the nearest centre"
    )
    assert "within 30 minutes, 13,800 (34 %) within 1 hour" in first
    assert any(
        "would be within 2 hours if all of them were released" in each for each in summary_sentences(question, tier)
    )


def test_the_tables_of_the_report_can_be_read_aloud(pages):
    seen = Seen(pages["open"]["report"])
    assert (
        len(seen.of("caption")) == len(seen.of("table")) == 4 * 2 + 2 + 1
    )  # two for each run, two of the inputs, one in short
    assert all(each.get("scope") in {"col", "row"} for each in seen.of("th"))
    regions = [each for each in seen.of("div") if each.get("role") == "region"]
    assert len(regions) == len(seen.of("table"))
    assert all(each["tabindex"] == "0" and each["aria-labelledby"] for each in regions)
    bars = [each for each in seen.of("div") if each.get("role") == "img"]
    assert len(bars) == 4 * 4
    assert all("%" in each["aria-label"] for each in bars)


def test_the_report_has_rows_for_everyone_and_for_those_outside_all_areas(pages):
    text = Seen(pages["open"]["report"]).text
    assert text.count("Outside all areas") >= 4
    for said in (
        "the centre lies on a barrier. It was moved 240 m",
        "Least time over land and roads together",
        "abababababab",
        "Physical rehabilitation, prosthetics and orthotics: 2 centres used, 1 of them moved",
        "1 refused",
        "Search 0.4 320 MB",
    ):
        assert said in text


def test_the_classes_of_a_bar_hold_each_person_once(tmp_path):
    tier = read_tier(write_tier(tmp_path / "public"))
    classes = minutes_classes(tier.bands_minutes)
    for run in tier.runs:
        for row in run.access:
            shares = class_shares(row, classes)
            assert sum(share.people for share in shares) == pytest.approx(row.people)
            assert sum(share.percent for share in shares) == pytest.approx(100)


def test_rows_come_by_people_in_need_with_outside_and_all_last(tmp_path):
    tier = read_tier(write_tier(tmp_path / "public"))
    for run in tier.runs:
        rows = rows_by_need(run)
        assert [row.area_kind for row in rows] == ["area", "area", "outside", "all"]
        assert rows[0].beyond_threshold >= rows[1].beyond_threshold
        columns, cells = access_columns(run, tier), access_cells(rows[0], run)
        assert cells[columns.index("People")] == people_in_words(rows[0].people)
        share = percent_in_words(rows[0].beyond_threshold, rows[0].people)
        assert cells[columns.index("Not within 2 h")] == f"{people_in_words(rows[0].beyond_threshold)} ({share})"


def test_a_study_without_areas_has_the_row_of_all_alone(tmp_path):
    run = read_tier(write_tier(tmp_path / "public")).runs[0]
    outside = replace(next(row for row in run.access if row.area_kind == "outside"), people=0.0)
    single = replace(run.overall, area_id="all", area_name="all", area_kind="area")
    alone = replace(run, access=(single, outside, run.overall))
    assert [row.area_kind for row in rows_by_need(alone)] == ["all"]
    beside = replace(run, access=(single, replace(outside, people=7.0), run.overall))
    assert [row.area_kind for row in rows_by_need(beside)] == ["outside", "all"]


def test_less_than_one_person_has_no_share(tmp_path):
    run = read_tier(write_tier(tmp_path / "public")).runs[0]
    row = replace(run.overall, people=30.0, within=(0.4, 0.5, 0.6, 20.0))
    assert access_cells(row, run)[1:5] == ("fewer than 1", "fewer than 1", "1 (2.0 %)", "20 (67 %)")


def test_the_words_of_the_regions_table_are_told_below_it(pages):
    assert "“No way” stands there for people whom no land, road or ferry leads" in Seen(pages["open"]["report"]).text


def test_suspected_and_recorded_hazards_differ_by_more_than_colour(pages):
    html = pages["open"]["map"]
    assert 'id="hazard-suspected"' in html
    assert 'id="hazard-recorded"' in html
    script = html[html.rindex("<script>") :]
    assert '"url(#hazard-suspected)"' in script
    assert '"dashArray": "4 3"' in script
