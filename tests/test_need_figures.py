"""Figures are well-formed, the same bytes each time, readable without colour, and say what they are of."""

import math
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.need.canvas import (
    LACKS,
    MARGIN_INCHES,
    NOTE_POINTS,
    WIDTH_INCHES,
    Words,
    printable,
    shortened,
    text_inches,
    wrapped,
)
from maps.need.curves import Curve, Panel, coincide, curve_of, described, draw_curves, draw_multiples, farthest_apart
from maps.need.looks import MOST_LINES, looks
from maps.need.ranked_bars import Bar, bar_in_words, draw_bars
from maps.need.values import GroupAccess, Measured

EVIL = '<script>alert(1)</script> & "$x^2$" \x07'
KHMER = "ខេត្ត"
BANDS = (30.0, 60.0, 120.0, 240.0)
WORDS = Words(
    slug="figure-01-test",
    title=f"Share of people by travel time: {EVIL}",
    facts="Unit: share. Denominator: the people of each line. Date: 1 January 2026. Source: made up.",
    description="Everyone: 20 % within 30 min",
    notes=("A note.",),
    disclaimer="No recorded hazard does not mean safe. Not for navigation.",
)
EVERYONE = Curve(label="Everyone", people=1000.0, minutes=BANDS, shares=(0.2, 0.4, 0.6, 0.8), unreached_share=0.1)
WOMEN = replace(EVERYONE, label=f"Women {EVIL}", people=500.0, shares=(0.1, 0.3, 0.5, 0.7))
NOBODY = replace(EVERYONE, label="Nobody", people=0.0, shares=(math.nan,) * 4, unreached_share=math.nan)
LOWER = Bar(area_id="a2", name=KHMER, people=1000.0, beyond_share=0.6, unreached_share=0.1)
UPPER = Bar(area_id="a1", name=f"Upper {EVIL}", people=500.0, beyond_share=0.0, unreached_share=0.0)


def draw(kind):
    if kind == "curves":
        return draw_curves(WORDS, [EVERYONE, WOMEN, NOBODY], threshold_minutes=120.0)
    if kind == "multiples":
        panels = [Panel(area_id=bar.area_id, name=bar.name, curves=(EVERYONE, WOMEN)) for bar in (LOWER, UPPER)]
        return draw_multiples(WORDS, panels, threshold_minutes=120.0)
    return draw_bars(WORDS, [LOWER, UPPER])


@pytest.fixture(scope="module", params=["curves", "multiples", "bars"])
def drawn(request):
    return request.param, draw(request.param)


def texts(svg):
    """The texts of a figure, as a reader sees them."""
    found = (each for each in ET.fromstring(svg).iter() if each.tag.endswith("text"))  # noqa: S314
    return [" ".join("".join(each.itertext()).split()) for each in found]


def test_a_figure_is_well_formed_and_says_its_facts_as_text(drawn):
    _, drawing = drawn
    root = ET.fromstring(drawing.svg)  # noqa: S314 - our own
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    said = " ".join(texts(drawing.svg))
    for fact in (
        "Unit:",
        "Denominator:",
        "Date: 1 January 2026.",
        "Source: made up.",
        "Not for navigation.",
        "A note.",
    ):
        assert fact in said
    assert "alert(1)" in said
    assert "$x^2$" in said  # no formula
    assert "minutes" in said or "Share of the people of each area" in said


def test_a_figure_has_an_accessible_name(drawn):
    _, drawing = drawn
    root = ET.fromstring(drawing.svg)  # noqa: S314
    assert root.get("role") == "img"
    named = {each.get("id"): each.text for each in root.iter() if each.get("id") in {"title", "description"}}
    assert named[root.get("aria-labelledby")] == printable(WORDS.title)
    assert named[root.get("aria-describedby")] == WORDS.description


def test_a_figure_is_the_same_bytes_each_time(drawn):
    kind, drawing = drawn
    again = draw(kind)
    assert again.svg == drawing.svg
    assert again.png == drawing.png
    assert drawing.png.startswith(b"\x89PNG\r\n\x1a\n")
    assert b"matplotlib" not in drawing.png.lower()
    assert "matplotlib.org" not in drawing.svg
    assert "<metadata" not in drawing.svg


def test_a_figure_in_a_page_has_ids_of_its_own_and_no_address(drawn):
    _, drawing = drawn
    html = str(drawing.inline)
    root = ET.fromstring(html)  # noqa: S314
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert all(each.startswith("figure-01-test-") for each in ids)
    for reference in re.findall(r'(?:href="|url\()#([^")]+)', html):
        assert reference in ids
    assert not re.search(r'(?<!xmlns=")(?<!xmlns:xlink=")https?://', html)
    assert "<script" not in html
    assert "DOCTYPE" not in html
    assert 'width="' not in html[: html.index(">")]


def test_what_the_page_says_beside_a_figure_is_not_in_it_twice(drawn):
    _, drawing = drawn
    said = " ".join(texts(str(drawing.inline)))
    assert "Unit:" not in said
    assert "Not for navigation" not in said
    top, height = (float(each) for each in re.search(r'viewBox="0 ([\d.]+) [\d.]+ ([\d.]+)"', drawing.inline).groups())
    assert top > 0
    assert height < float(re.search(r'height="([\d.]+)pt"', drawing.svg)[1])


def test_a_name_that_the_font_lacks_is_its_id_in_the_png_alone():
    drawing = draw("bars")
    assert KHMER in " ".join(texts(drawing.svg))
    plain = draw_bars(WORDS, [replace(LOWER, name="[a2]"), UPPER])
    assert drawing.png != plain.png  # it says so below
    noted = replace(WORDS, notes=(*WORDS.notes, LACKS))
    assert drawing.png == draw_bars(noted, [replace(LOWER, name="[a2]"), UPPER]).png


def test_lines_are_told_apart_without_colour():
    styles = looks(MOST_LINES)
    for part in ("dash", "mark", "hatch", "colour"):
        assert len({str(getattr(look, part)) for look in styles}) == MOST_LINES
    weights = ((1, 0.3), (3, 0.59), (5, 0.11))  # red, green, blue
    lightness = [sum(int(look.colour[at : at + 2], 16) * weight for at, weight in weights) for look in styles]
    assert lightness == sorted(lightness)


def test_a_curve_takes_every_band_of_the_table_in_order():
    measures = {
        f"share_within_{band}_min": Measured(value=share, unit="share", denominator=10.0)
        for band, share in (("120", 0.6), ("7.5", 0.1), ("60", 0.4))
    }
    row = GroupAccess(area_id="", area_name="", area_kind="all", group="female", as_of="", measures=measures)
    curve = curve_of(row, "Women")
    assert curve.minutes == (7.5, 60.0, 120.0)
    assert curve.shares == (0.1, 0.4, 0.6)
    assert math.isnan(curve.unreached_share)
    assert curve.people == 10.0


def test_curves_that_lie_within_a_percentage_point_coincide():
    near = replace(EVERYONE, label="Men", shares=(0.2, 0.409, 0.6, 0.8))
    assert coincide([EVERYONE, near, NOBODY])
    assert not coincide([EVERYONE, replace(near, unreached_share=0.12)])
    assert not coincide([EVERYONE, WOMEN])
    assert not coincide([EVERYONE, NOBODY])  # one alone is beside nothing
    assert not coincide([EVERYONE, replace(near, shares=(0.2, math.nan, 0.6, 0.8))])


def test_of_too_many_curves_the_first_and_those_farthest_apart_are_drawn():
    shares = (0.5, 0.1, 0.6, 0.9, 0.4, 0.2)
    many = [replace(EVERYONE, label=f"{share}", shares=(0.0, 0.0, share, 1.0)) for share in shares]
    assert [curve.label for curve in farthest_apart(many, 4, 120.0)] == ["0.5", "0.1", "0.9", "0.2"]
    assert farthest_apart(many, 6, 120.0) == many


def test_a_curve_is_told_in_words():
    assert described(EVERYONE, 120.0) == (
        "Everyone, 1,000 people: 20 % within 30 min, 40 % within 60 min, 60 % within 120 min (threshold), "
        "80 % within 240 min, 10 % with no time at all"
    )
    assert described(NOBODY, 120.0) == "Nobody: nobody"


def test_a_bar_is_told_with_its_people():
    assert bar_in_words(LOWER) == "60 %: 600 of 1,000 people"
    assert bar_in_words(UPPER) == "0 %: 0 of 500 people"


@settings(max_examples=12, deadline=None)
@given(st.text(max_size=90))
def test_wrapping_loses_no_letter_and_no_line_is_too_wide(text):
    lines = wrapped(text, NOTE_POINTS)
    assert "".join("".join(lines).split()) == "".join(printable(text).split())
    for line in lines:
        assert len(line) <= 1 or text_inches(line, NOTE_POINTS) <= WIDTH_INCHES - 2 * MARGIN_INCHES


def test_bold_words_fit_as_well():
    text = "No recorded hazard does not mean safe. Not for navigation. Made-up data: no place in it is real."
    for line in wrapped(text, NOTE_POINTS, bold=True):
        assert text_inches(line, NOTE_POINTS, bold=True) <= WIDTH_INCHES - 2 * MARGIN_INCHES
    assert text_inches(text, NOTE_POINTS, bold=True) > text_inches(text, NOTE_POINTS)


def test_a_long_name_is_cut_to_its_room():
    assert shortened("short", NOTE_POINTS, 3.0) == "short"
    cut = shortened("a very long name of an area that does not fit", NOTE_POINTS, 1.0)
    assert cut.endswith("…")
    assert text_inches(cut, NOTE_POINTS) <= 1.0
