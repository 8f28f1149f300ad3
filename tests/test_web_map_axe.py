"""What a reader of the web map may have open, all at once: axe-core finds nothing, and what it cannot see holds too."""

from itertools import pairwise

import pytest
from browsing import faults_of, open_map, page_of
from effects_on_disk import write_tier_with_effects

from maps.pages import draw_pages

LEAST_TARGET_PX = 24
LEAST_CONTRAST = 3
OPENED = (
    "#map-layers summary",
    "#map-list summary",
    "#take-away details:nth-of-type(1) summary",
    "#take-away details:nth-of-type(2) summary",
    "#sources summary",
    "#map-move",
)
# Targets smaller than they may be; a checkbox is as large as its label. Links within a sentence are as their line.
SMALL = """(least) => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=option]")]
    .filter((each) => each.checkVisibility({visibilityProperty: true}))
    .map((each) => (each.matches("[type=checkbox], [type=radio]") ? each.closest("label") : each))
    .filter((each) => each.offsetWidth < least || each.offsetHeight < least).map((each) => each.outerHTML)"""
# Controls whose edge and ground are both too like what is around them.
FAINT = """(least) => {
    const light = (colour) => {
        const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((each) => each / 255);
        const [r, g, b] = parts.map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one, other) => {
        const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    const ground = (element) => {
        for (let each = element; each; each = each.parentElement) {
            const colour = getComputedStyle(each).backgroundColor;
            if (colour !== "rgba(0, 0, 0, 0)") return colour;
        }
        return "rgb(255, 255, 255)";
    };
    return [...document.querySelectorAll("button, select, textarea, input, .swatch")]
        .filter((each) => each.checkVisibility() && !each.disabled && each.ariaDisabled !== "true")
        .filter((each) => !each.matches("table button, [type=range], [type=checkbox], [type=radio], [class*=sign-]"))
        .filter((each) => {
            const [look, around] = [getComputedStyle(each), ground(each.parentElement)];
            const has_edge = parseFloat(look.borderBlockStartWidth) && look.borderBlockStartStyle !== "none";
            const edge = has_edge ? contrast(look.borderBlockStartColor, around) : 1;
            return Math.max(edge, contrast(ground(each), around)) < least;
        }).map((each) => each.outerHTML);
}"""


def all_open(page, server, language):
    """A page with an area and a place chosen, all that can be opened open, and a search under way."""
    open_map(page, f"{server}/releases/valley/map?lang={language}&area=A-1&place=-29.851,45.124")
    page.wait_for_selector("#map[data-painted]")
    page.wait_for_selector(".place-answer")
    for each in OPENED:
        page.locator(each).click()
    page.wait_for_selector("#map-in-view button")
    page.locator("#what-if-kind").select_option("add_centre")
    page.locator("#search-asked").fill("a")
    page.wait_for_selector("#search-found li")
    page.keyboard.press("ArrowDown")


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 320)])
def test_with_all_open_nothing_is_at_fault_too_small_or_too_faint(map_server, browser, root, language, width):
    with page_of(browser, width=width, height=640) as page:
        all_open(page, map_server, language)
        assert faults_of(page, root) == []
        assert page.evaluate(SMALL, LEAST_TARGET_PX) == []
        assert page.evaluate(FAINT, LEAST_CONTRAST) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        levels = [int(each[1]) for each in page.locator("h1, h2, h3").evaluate_all("all => all.map(e => e.tagName)")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        # Each sign alone on a button is named in words of the page's language.
        signs = page.locator("button:has(> [aria-hidden]:only-child), .step")
        names = signs.evaluate_all("all => all.map((each) => each.ariaLabel)")
        assert len(names) == len(set(names)) >= 11
        assert all(names)


def test_in_forced_colours_classes_keep_theirs_and_what_is_chosen_has_an_edge(map_server, browser, root):
    with page_of(browser, forced_colors="active") as page:
        open_map(page, f"{map_server}/releases/valley/map?lang=en&area=A-1")
        page.wait_for_selector("#map[data-painted]")
        swatches = page.locator("#map-classes .swatch")
        looks = swatches.evaluate_all("all => all.map((each) => getComputedStyle(each).background)")
        assert len(set(looks)) == len(looks) >= 6
        chosen = page.locator("tr.chosen th").evaluate("each => getComputedStyle(each).borderInlineStartWidth")
        assert float(chosen.removesuffix("px")) >= 3
        assert faults_of(page, root) == []


def test_the_drawn_pages_of_a_release_have_no_faults(browser, root, tmp_path):
    folder = write_tier_with_effects(tmp_path / "public")
    draw_pages(folder)
    pages = sorted((folder / "pages").glob("*.html"))
    assert len(pages) >= 3
    for path in pages:
        with page_of(browser, width=320, height=640) as page:
            page.context.set_offline(True)
            page.goto(path.as_uri())
            assert faults_of(page, root) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
