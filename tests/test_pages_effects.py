"""The pages of a release with hazards' effects, clearance and a second scenario: bounded, bare of markup, no leak."""

import re
from dataclasses import replace

import pytest
from effects_on_disk import CLUSTERS, write_tier_with_effects
from release_on_disk import PROJECTED, write_tier
from test_pages import LOADING, Seen

from maps.effects_layers import MOST_SHAPES, clearance_classes, most_shapes
from maps.map_page import draw_map_page
from maps.pages import draw_pages
from maps.release_reader import read_tier

SLUG = {"open": "released-north", "silent": "bridge-built", "projected": "released-north"}
PAGES = ("map", "report", "compare")


@pytest.fixture(scope="module")
def tiers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("effects")
    return {
        "open": write_tier_with_effects(folder / "open"),
        "silent": write_tier_with_effects(folder / "silent", hazards_published=False),
        "projected": write_tier_with_effects(folder / "projected", grid=PROJECTED, study="Valley <i>x</i>"),
    }


@pytest.fixture(scope="module")
def pages(tiers):
    """The three pages of each tier."""
    drawn = {}
    for name, folder in tiers.items():
        draw_pages(folder)
        files = {"map": "map.html", "report": "report.html", "compare": f"compare-{SLUG[name]}.html"}
        drawn[name] = {page: (folder / "pages" / file).read_text("utf-8") for page, file in files.items()}
    return drawn


EACH = pytest.mark.parametrize(("tier", "page"), [(tier, page) for tier in SLUG for page in PAGES])


@EACH
def test_nothing_is_loaded_from_anywhere(pages, tier, page):
    html = pages[tier][page]
    seen = Seen(html)
    for tag, attributes in seen.tags:
        for name in LOADING & attributes.keys():
            assert re.match(r"#|data:|(map|report|compare-[a-z-]+)\.html$", attributes[name] or "#"), (tag, name)
    policy = next(each["content"] for each in seen.of("meta") if each.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy


@EACH
def test_each_page_has_the_disclaimers_and_its_date(pages, tier, page):
    text = Seen(pages[tier][page]).text
    assert "No recorded hazard does not mean safe. Not for navigation." in text
    assert "Modelled times, one way, for 1 January 2026, people of 2020" in text


@EACH
def test_every_id_is_used_once_and_every_region_is_named(pages, tier, page):
    seen = Seen(pages[tier][page])
    ids = [attributes["id"] for _, attributes in seen.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in seen.tags:
        assert attributes.get("aria-labelledby", ids[0]) in ids
    for attributes in seen.of("a"):
        assert not attributes["href"].startswith("#") or attributes["href"][1:] in ids


@EACH
def test_a_name_that_is_markup_stays_text(pages, tier, page):
    html = pages[tier][page]
    assert "<b>" not in html
    assert "<i>x</i>" not in html


def test_the_report_tells_what_hazards_do(pages):
    text = Seen(pages["open"]["report"]).text
    for said in (
        "40 hazard records were read. Of them 5 have no outline, 1 is a point without a size",
        "3 outlines are circles drawn from a point and a size",
        "14,500 people (36 %) are within 2 hours if every road inside a hazard area is cut, 21,700 people (54 %)",
        "30 stretches of road, 24.0 km together, run inside hazard areas.",
        "844 people (2.1 %) live outside the hazard areas and 500 m or less from one.",
        "Outside, 1 km or less from one",
    ):
        assert said in text


def test_the_report_tells_which_area_cuts_off_whom(pages):
    text = Seen(pages["open"]["report"]).text
    first = "(confirmed, 0.40 km²) alone would bring 255 more people within 2 hours and save 850 person-hours each way"
    first = f"Releasing area 1, Made-up field <b>1</b> in Upper {first}"
    assert f"{first}; 25 people who now have no way would have one;" in text
    for said in (
        "of 40,193 are within 2 hours of a centre; what a release would give comes on top of that.",
        "18 of 30 areas and groups of touching areas change nobody's time by themselves.",
        "Releasing area 2 in Upper (confirmed, 0.40 km², drawn from a point and a size) alone",
        "Released one at a time, the areas save 1,700 person-hours each way in sum; released together, 2,050",
        "The first 2 steps (3 areas) would bring 525 more people within 2 hours",
    ):
        assert said in text


def test_the_steps_add_up_to_the_last_row(pages):
    text = Seen(pages["open"]["report"]).text
    assert "All other areas together all that no step names 27 11 km² 20 90 615 300 2,050 0 50" in text


def test_tables_of_many_areas_stop_at_twenty_and_say_so(pages):
    report = Seen(pages["open"]["report"]).text
    assert f"the first 20 of {CLUSTERS}" in report
    first = report[report.index("Hazard areas by what releasing each alone would give") :]
    first = first[: first.index("Neighbours can help only together")]
    assert "Area 20 " in first
    assert "Area 21 " not in first


def test_the_report_compares_and_links_to_the_page(pages):
    seen = Seen(pages["open"]["report"])
    assert {"href": "compare-released-north.html"} in seen.of("a")
    assert "26,711 instead of 26,797 of 40,193 people would be within 2 hours of a centre; nobody would" in seen.text
    assert "472 people without a way or time before would have one." in seen.text
    assert {"href": "compare-released-north.html"} in Seen(pages["open"]["map"]).of("a")


def test_the_comparison_page_holds_three_pictures_for_each_pillar(pages):
    html = pages["open"]["compare"]
    assert html.count("data:image/png;base64,iVBOR") >= 6
    text = Seen(html).text
    for said in (
        "Before: As it is, hazards as recorded. After: Released: north ridge, hazards as recorded.",
        "Quicker by over 60 min",
        "Slower by 5 to 15 min",
        "Cut off: a time before, none after",
        "No time before, a time after",
        "Newly within",
    ):
        assert said in text


def test_the_map_lists_what_releasing_each_area_alone_gives(pages):
    seen = Seen(pages["open"]["map"])
    buttons = [each for each in seen.of("button") if each.get("data-kind") == "clearance"]
    assert len(buttons) == 2 * 2 * 20
    assert "Areas by what releasing them alone gives (30)" in seen.text
    assert "Somebody without a way would have one" in seen.text
    assert "drawn from a point and a size, not surveyed" in pages["open"]["map"]


def test_a_run_without_hazards_has_no_layer_of_clearance(pages):
    script = pages["open"]["map"]
    assert "layers: [clearance_0, null, clearance_2, null, clearance_4, null, clearance_6, null]" in script


@pytest.mark.parametrize("page", PAGES)
def test_a_tier_without_hazards_tells_nothing_of_them_though_it_compares(pages, page):
    html = pages["silent"][page]
    text = Seen(html).text
    for leak in ("as recorded", "nside hazard", "inside a hazard", "eleasing", "point and a size", "Which area cuts"):
        assert leak not in text
    assert "bridge-built" in html or page == "compare"


def test_five_classes_of_clearance_hold_every_gain(tiers):
    tier = read_tier(tiers["open"])
    classes = clearance_classes(tier)
    assert [each.label for each in classes] == ["None", "Up to 1", "Over 1 to 10", "Over 10 to 100", "Over 100"]
    assert len({each.colour for each in classes}) == 5


def test_the_page_of_a_comparison_that_is_no_more_is_removed(tmp_path):
    folder = write_tier(tmp_path / "public")
    (folder / "pages").mkdir()
    (folder / "pages/compare-old.html").write_text("old")
    draw_pages(folder)
    assert sorted(path.name for path in (folder / "pages").iterdir()) == ["map.html", "report.html"]


def test_one_release_gives_one_set_of_pages_to_the_last_byte(tiers, pages):
    draw_pages(tiers["open"])
    assert (tiers["open"] / "pages/map.html").read_text("utf-8") == pages["open"]["map"]
    assert (tiers["open"] / "pages/compare-released-north.html").read_text("utf-8") == pages["open"]["compare"]


def test_a_map_of_many_hazard_areas_leaves_out_the_smallest_and_says_so(tiers, monkeypatch):
    tier = read_tier(tiers["open"])
    large = replace(tier.hazards[0], geometry=tier.hazards[0].geometry.buffer(0.01))
    crowded = replace(tier, hazards=(*tier.hazards[:3], large))
    assert "are left out here" not in Seen(draw_map_page(crowded)).text
    monkeypatch.setattr("maps.map_page.MOST_HAZARDS", 1)
    html = draw_map_page(crowded)
    assert re.findall(r'"id": "h(\d+)"', html) == ["3"]
    assert "The outlines of the 3 smallest of 4 hazard areas are left out here; all are in tables/hazards.gpkg." in (
        Seen(html).text
    )


def test_a_map_of_many_runs_draws_a_share_of_each(tiers):
    tier = read_tier(tiers["open"])
    run = next(iter(tier.effects.clusters))
    assert most_shapes(replace(tier, effects=replace(tier.effects, clusters={run: ()}, disputed={}))) == MOST_SHAPES
    assert most_shapes(tier) == 750
    [first, *_] = tier.effects.clusters[run]
    many = tuple(replace(first, cluster_id=place, rank=place) for place in range(1, 801))
    crowded = replace(tier, effects=replace(tier.effects, clusters=dict.fromkeys(tier.effects.clusters, many)))
    html = draw_map_page(crowded)
    assert html.count('"id": "k750"') == 4
    assert '"id": "k751"' not in html
    assert "The first 20 of 800 areas and groups. The map draws the first 750." in Seen(html).text
