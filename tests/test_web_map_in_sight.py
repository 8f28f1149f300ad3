"""What the web map tells is in sight: where one clicked, what a link asks about, the names that matter, one sheet."""

import re

import pytest
from browsing import open_map, page_of

CENTRE = "Quelmar rehabilitation and prosthetics centre"
IN_SIGHT = """([inner, outer]) => {
  const [one, other] = [inner, outer].map((name) => document.querySelector(name).getBoundingClientRect());
  const within = (box) => one.top >= box.top - 1 && one.bottom <= box.bottom + 1 && one.height > 0;
  return within(other) && within({top: 0, bottom: innerHeight}) && one.left >= other.left && one.right <= other.right;
}"""


def in_sight(page, inner, outer="html"):
    return page.evaluate(IN_SIGHT, [inner, outer])


def click_ground(page):
    page.wait_for_selector("#map[data-painted=true]")
    box = page.locator("#map canvas").bounding_box()
    page.mouse.click(box["x"] + 0.45 * box["width"], box["y"] + 0.4 * box["height"])
    page.wait_for_selector(".place-answer")


def test_a_click_is_answered_in_sight_and_centres_of_the_service_are_named_first(map_server, browser):
    with page_of(browser) as page:
        open_map(page, f"{map_server}/releases/valley/map?lang=en")
        click_ground(page)
        assert in_sight(page, ".place-answer", ".panels")
        assert page.locator("#place .to-map").is_hidden()
        page.locator(".map-name", has_text=CENTRE).wait_for()
        page.locator("#what-if-kind").select_option("add_centre")
        page.get_by_role("button", name="Try this change").click()
        assert page.locator(".what-if-fault").count() == 1
        page.locator("#what-if-lon").fill("-29.9")
        assert page.locator(".what-if-fault, #what-if [aria-invalid]").count() == 0


def test_where_the_map_is_above_an_answer_one_comes_back_to_it(map_server, browser):
    with page_of(browser, width=320, height=640) as page:
        open_map(page, f"{map_server}/releases/valley/map?lang=en")
        click_ground(page)
        assert in_sight(page, ".place-answer")
        page.locator("#place").get_by_role("button", name="Back to the map").press("Enter")
        assert in_sight(page, "#map")
        assert page.evaluate("document.activeElement.tagName") == "CANVAS"
        assert page.locator(".place-answer").count() == 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_link_shows_its_place_beside_its_area_and_prints_on_one_sheet(map_server, browser, language):
    with page_of(browser) as page:
        open_map(page, f"{map_server}/releases/valley/map?lang={language}&area=A-2&place=-29.70,45.10")
        page.wait_for_url(re.compile(r"[?&]at="))
        page.wait_for_selector("#map[data-painted=true]")
        assert in_sight(page, ".map-place", ".map-frame")
        page.wait_for_selector(".place-answer")
        assert in_sight(page, ".place-answer", ".panels")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.wait_for_selector("canvas.paper-map", state="attached")
        for landscape in (False, True):
            sheets = page.pdf(format="A4", landscape=landscape, print_background=True)
            assert len(re.findall(rb"/Type /Page\b", sheets)) == 1
