"""The web map by keys alone: every stop is named, seen and ringed; whatever a mouse does is done; the focus is kept."""

import re
from itertools import groupby

import pytest
from browsing import open_map, page_of

MOST_STOPS = 140
PARTS = ("header", "map-region", "questions", "search", "areas", "what-if", "take-away", "sources")
# What has the focus: its part of the page, its name, how much of it is seen, and the ring around it.
STOP = """() => {
    const stop = document.activeElement;
    if (stop === document.body) return null;
    const box = stop.getBoundingClientRect();
    let [left, top, right, bottom] = [
        Math.max(box.left, 0), Math.max(box.top, 0), Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight),
    ];
    for (let around = stop.parentElement; around; around = around.parentElement) {
        if (getComputedStyle(around).overflowX === "visible") continue;
        const frame = around.getBoundingClientRect();
        [left, top] = [Math.max(left, frame.left), Math.max(top, frame.top)];
        [right, bottom] = [Math.min(right, frame.right), Math.min(bottom, frame.bottom)];
    }
    const look = stop.matches("#map canvas")
        ? getComputedStyle(stop.closest(".map-frame"), "::after") : getComputedStyle(stop);
    const ring = Math.max(...["outlineWidth", "borderTopWidth"].map((each) => parseFloat(look[each])));
    const labels = (stop.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id));
    const name = [stop.ariaLabel, ...[...labels, ...(stop.labels ?? []), stop].map((each) => each?.innerText)];
    stop.dataset.stop ??= String(document.querySelectorAll("[data-stop]").length);
    return {
        number: Number(stop.dataset.stop),
        part: stop.closest("header, section, footer")?.id || stop.closest("header")?.localName || "skip",
        what: stop.outerHTML.slice(0, 160),
        name: name.find((each) => each?.trim()) ?? "",
        seen: [(right - left) / box.width, (bottom - top) / box.height],
        ring: look.outlineStyle === "none" ? 0 : ring,
    };
}"""


def stops_of(page):
    """Every stop from the top of a page to its end; fails where the focus turns in a circle."""
    stops = []
    while len(stops) < MOST_STOPS:
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            return stops
        assert stop["number"] == len(stops), f"the focus comes back to {stop['what']}"
        stops.append(stop)
    raise AssertionError(f"no end after {MOST_STOPS} stops")


def to(page, selector, *, back=False):
    """Go by Tab to an element, or back to it."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not come to {selector}")


def has_focus(page, selector):
    page.wait_for_function("(selector) => document.activeElement.matches(selector)", arg=selector)


def is_said(page, pattern):
    page.wait_for_function(
        "(pattern) => new RegExp(pattern).test(document.getElementById('live').textContent)", arg=pattern
    )


def answer_of(page):
    return page.locator(".answer-main").inner_text()


def skip_to_the_table(page):
    """The first stop of all leads past the map."""
    to(page, ".skip")
    page.keyboard.press("Enter")
    has_focus(page, "#areas")


def ask_by_keys(page):
    """The question: every answer is said once, by the slider itself or by the live region."""
    to(page, "#threshold-range", back=True)
    before = answer_of(page)
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("threshold="))
    assert answer_of(page) != before
    assert page.locator("#live").text_content() == ""
    assert page.get_attribute("#threshold-said", "aria-live") == "off"
    to(page, "#threshold-more")
    page.keyboard.press("Enter")
    assert answer_of(page) == before
    is_said(page, "2 h.*%")
    to(page, "#question-pillar")
    page.keyboard.press("ArrowDown")
    is_said(page, "^.Emergency")
    assert answer_of(page) != before
    page.keyboard.press("ArrowUp")
    is_said(page, "^.Physical")


def search_by_keys(page):
    """Search leads to an answer, Escape back to the search."""
    to(page, "#search-asked")
    page.keyboard.type("tembrae")
    page.wait_for_selector("#search-found li")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    has_focus(page, "#place-name")
    page.wait_for_selector(".place-answer")
    is_said(page, "nearest centre")
    page.keyboard.press("Escape")
    has_focus(page, "#search-asked")
    assert "place=" not in page.url


def read_the_table_by_keys(page):
    """The table: sorted, one area in full, and back."""
    to(page, "[data-focus='sort name']")
    page.keyboard.press("Enter")
    has_focus(page, "[data-focus='sort name']")
    assert page.get_attribute(".column-name", "aria-sort") == "ascending"
    to(page, "#areas-table tbody button")
    page.keyboard.press("Enter")
    has_focus(page, "#area-detail-name")
    page.keyboard.press("Escape")
    has_focus(page, "#areas-table tbody tr:first-child button")


def list_what_is_in_view(page):
    """In view: what an entry opens moves the map, and the focus stays on the entry."""
    to(page, "#map-list summary", back=True)
    page.keyboard.press("Enter")
    page.wait_for_selector("#map-in-view button")
    to(page, "#map-in-view button")
    page.keyboard.press("Enter")
    is_said(page, "is shown on the map")
    page.wait_for_url(re.compile("area=.*at=|at=.*area="))
    page.wait_for_function("() => document.querySelectorAll('#map-in-view div:nth-child(2) li').length < 7")
    has_focus(page, "#map-in-view button")
    to(page, "#map-in-view div:nth-child(2) button")
    page.keyboard.press("Enter")
    has_focus(page, "#place-name")
    page.keyboard.press("Escape")
    has_focus(page, "#map-in-view div:nth-child(2) button")


def choose_layers_by_keys(page):
    """What the map is painted with, and what lies over it."""
    to(page, "#map-layers summary", back=True)
    page.keyboard.press("Enter")
    to(page, "#map-layers input[type=radio]")
    page.keyboard.press("ArrowDown")
    page.wait_for_url(re.compile("layer=status"))
    to(page, "#map-layers [data-set=gaps]")
    page.keyboard.press("Space")
    assert page.locator("#map-signs [data-class=sign-gap]").count() == 0


def move_the_map_without_dragging(page):
    """The map by buttons, for who cannot drag either, and by its own keys."""
    to(page, "#map-move", back=True)
    page.keyboard.press("Enter")
    to(page, "[data-way=south]")
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_function("(before) => location.href !== before", arg=before)
    is_said(page, "^In view")
    page.keyboard.press("Escape")
    has_focus(page, "#map-move[aria-expanded=false]")
    to(page, "#map canvas", back=True)
    assert page.locator("#map canvas").get_attribute("role") == "application"
    before = page.url
    page.keyboard.press("ArrowUp")
    page.wait_for_function("(before) => location.href !== before", arg=before)
    page.keyboard.press("Enter")
    has_focus(page, "#place-name")
    page.wait_for_selector(".place-answer")
    page.keyboard.press("Escape")
    has_focus(page, "#map canvas")
    page.keyboard.press("Escape")
    has_focus(page, "#map-layers summary")


def try_a_centre_by_keys(page):
    """The form of a what-if gives a list with a sentence before and after."""
    to(page, "#what-if-kind")
    page.keyboard.press("ArrowDown")
    to(page, "#what-if-lon")
    page.keyboard.type("-29.79")
    page.keyboard.press("Tab")
    page.keyboard.type("45.15")
    page.keyboard.press("Enter")
    page.wait_for_selector(".what-if-sentences p", timeout=300_000)
    is_said(page, "more people")
    to(page, "#what-if-when-after")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("#map-classes [data-class=reconnected]")


def take_away_by_keys(page):
    """A link is copied, files and sources are opened."""
    to(page, ".take-away-copy")
    page.keyboard.press("Enter")
    is_said(page, "Copied|selected")
    to(page, "#take-away details summary")
    page.keyboard.press("Enter")
    to(page, "#take-away [data-file=csv]")
    to(page, "#sources summary")
    page.keyboard.press("Enter")
    assert page.locator(".inputs").is_visible()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), pytest.param("ar", 320, marks=pytest.mark.verify)])
def test_every_stop_has_a_name_a_ring_and_its_place_and_none_is_a_trap(map_server, browser, language, width):
    with page_of(browser, width=width, reduced_motion="reduce") as page:
        open_map(page, f"{map_server}/releases/valley/map?lang={language}")
        page.wait_for_selector("#map[data-painted]")
        stops = stops_of(page)
        assert [part for part, _ in groupby(each["part"] for each in stops)] == ["skip", *PARTS]
        for stop in stops:
            assert stop["name"], f"no name: {stop['what']}"
            assert stop["ring"] >= 2, f"no ring: {stop['what']}"
            assert min(stop["seen"]) > 0.9 or stop["what"].startswith("<div"), f"hidden: {stop['what']}"


def test_all_that_a_mouse_does_is_done_by_keys(map_server, browser):
    with page_of(browser, reduced_motion="reduce") as page:
        open_map(page, f"{map_server}/releases/valley/map?lang=en")
        page.wait_for_selector("#map[data-painted]")
        skip_to_the_table(page)
        ask_by_keys(page)
        search_by_keys(page)
        read_the_table_by_keys(page)
        list_what_is_in_view(page)
        choose_layers_by_keys(page)
        move_the_map_without_dragging(page)
        try_a_centre_by_keys(page)
        take_away_by_keys(page)
