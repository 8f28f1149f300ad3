"""Search and places of the web map: from a name to the answer by keyboard, and a sentence for whatever a place is."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from browsing import faults_of, open_map, page_of

REACHED = (-29.851041666666667, 45.123958333333334)
PLACES = {
    "no-way": ((-29.826041666666665, 45.215625), "there is no way to a centre"),
    "inside-hazard": ((-29.646875, 45.20520833333333), "inside a recorded hazard area; no time is given"),
    "barrier": ((-29.948958333333334, 45.109375), "ground that nobody crosses"),
    "no-land-data": ((-29.957291666666666, 45.14270833333333), "no land data here"),
    "outside": ((-28.0, 45.1), "outside the ground of the study"),
}
HOSTILE = "<img onerror=alert(1) src=x>"


@pytest.fixture
def page(browser):
    with page_of(browser) as opened:
        yield opened


def opened(page, server, place=None, more=""):
    at = f"&place={place[0]:.6f},{place[1]:.6f}" if place else ""
    return open_map(page, f"{server}/releases/valley/map?lang=en{at}{more}")


def goes_to(page, place):
    """Go to another place of the same page as its back button does."""
    page.evaluate(
        "place => { const to = new URLSearchParams(location.search); to.set('place', place); "
        "history.pushState(null, '', `?${to}`); dispatchEvent(new PopStateEvent('popstate')); }",
        f"{place[0]:.6f},{place[1]:.6f}",
    )


def complaints(page):
    """What the console complained of, without the remarks of drivers on speed."""
    return [line for line in page.said if "GL Driver Message" not in line]


def answer_of(page):
    page.wait_for_selector(".place-answer")
    return re.sub("[\u2066-\u2069]", "", page.inner_text("#place-told"))


def test_search_goes_from_a_name_to_the_answer_by_keyboard_and_back(map_server, page, root):
    opened(page, map_server)
    page.focus("#search-asked")
    page.keyboard.type("narv", delay=5)
    page.wait_for_selector("#search-found [role=option]")
    assert page.get_attribute("#search-asked", "aria-expanded") == "true"
    assert faults_of(page, root) == []
    page.keyboard.press("ArrowDown")
    active = page.get_attribute("#search-asked", "aria-activedescendant")
    assert page.get_attribute(f"#{active}", "aria-selected") == "true"
    assert "Narvett" in page.inner_text(f"#{active}")
    page.keyboard.press("Enter")
    assert page.locator("#search-found").is_hidden()
    said = answer_of(page)
    assert re.search(r"From here it takes .* to the nearest centre, ", said)
    assert "place" in parse_qs(urlsplit(page.url).query)
    assert page.evaluate("document.activeElement.id") == "place-name"
    page.keyboard.press("Escape")
    assert page.locator("#place-told").is_hidden()
    assert page.evaluate("document.activeElement.id") == "search-asked"
    assert complaints(page) == []


def test_an_area_that_is_found_is_chosen(map_server, page):
    opened(page, map_server)
    page.fill("#search-asked", "south valley")
    page.wait_for_selector("#search-found [role=option]")
    page.get_by_role("option", name="South valley area").first.click()
    assert parse_qs(urlsplit(page.url).query)["area"] == ["A-4"]
    assert page.inner_text("#area-detail h3") == "South valley"


def test_nothing_found_and_a_server_that_is_away_are_said_and_older_answers_dropped(map_server, page):
    opened(page, map_server)
    page.fill("#search-asked", "zzzzqq")
    page.wait_for_selector("#search-said:not([hidden])")
    assert "Nothing is called" in page.inner_text("#search-said")
    page.route("**/search?q=slow*", lambda _route: None)
    with page.expect_request("**/search?q=slow*"):
        page.fill("#search-asked", "slow")
    with page.expect_event("requestfailed", lambda request: "q=slow" in request.url):
        page.fill("#search-asked", "quel")
    page.wait_for_selector("#search-found [role=option]")
    assert "Quelmar" in page.inner_text("#search-found")
    page.route("**/search?*", lambda route: route.abort())
    page.fill("#search-asked", "narv")
    page.wait_for_function("() => document.getElementById('search-said').textContent.includes('does not answer')")
    assert page.locator("#search-found").is_hidden()


def test_every_status_of_a_place_has_its_own_sentence(map_server, page, root):
    opened(page, map_server, REACHED)
    first = answer_of(page)
    assert "That is within the threshold of 2 h." in first
    assert "How sure: in " in first
    assert "No hazard area is recorded at this place. That does not mean safe." in first
    assert "it is not a route to follow" in first
    assert faults_of(page, root) == []
    for status, (place, sentence) in PLACES.items():
        goes_to(page, place)
        page.wait_for_function("text => document.getElementById('place-told').textContent.includes(text)", arg=sentence)
        said = answer_of(page)
        assert "Travel time" not in said, status


def test_a_place_in_an_underserved_region_says_the_main_reason(map_server, page):
    told = page.request.get(f"{map_server}/collections/valley.gaps/items?f=json&limit=1").json()
    shape = told["features"][0]["geometry"]["coordinates"]
    while isinstance(shape[0][0], list):
        shape = shape[0]
    lon = sum(corner[0] for corner in shape[:4]) / 4
    lat = sum(corner[1] for corner in shape[:4]) / 4
    at, run = f"{map_server}/releases/valley/point", "physical-rehab.default.base.all-year.to.hazards"
    place = next(
        (lon + dx, lat + dy)
        for dx in (0, 0.001, -0.001, 0.002, -0.002)
        for dy in (0, 0.001, -0.001, 0.002, -0.002)
        if page.request.get(f"{at}?lon={lon + dx}&lat={lat + dy}&run={run}").json()["region"]
    )
    opened(page, map_server, place)
    said = answer_of(page)
    assert "The place lies in Underserved region" in said
    assert "The main reason why care is far here: " in said


def told_as(page, **changed):
    """Answer questions about places with what the server says, changed."""

    def answer(route):
        told = route.fetch().json()
        for name, value in changed.items():
            told[name] = told[name] | value if isinstance(value, dict) and told[name] else value
        route.fulfill(json=told)

    page.route("**/point?*", answer)


@pytest.mark.verify
def test_a_recorded_answer_says_limits_edges_thresholds_and_hostile_names(map_server, page, root):
    told_as(page, status="beyond-limit", minutes=None, nearest_centre=None, could_change=True)
    opened(page, map_server, REACHED)
    said = answer_of(page)
    assert "longer than the study searched" in said
    assert "beyond the edge of the study could give a shorter way" in said
    page.unroute("**/point?*")
    told_as(page, minutes=120.0, nearest_centre={"name": HOSTILE, "minutes": 120.0})
    goes_to(page, (REACHED[0] + 0.0001, REACHED[1]))
    page.wait_for_function("name => document.getElementById('place-told').textContent.includes(name)", arg=HOSTILE)
    said = answer_of(page)
    assert "That is within the threshold of 2 h." in said, "a threshold is inclusive"
    page.click("#threshold-less")
    assert "That is beyond the threshold of 1 h 45 min." in answer_of(page)
    page.get_by_role("button", name=re.compile("Show .* on the map")).click()
    page.wait_for_function("() => new URLSearchParams(location.search).has('at')")
    assert page.locator("#place img").count() == 0
    assert faults_of(page, root) == []


@pytest.mark.verify
def test_a_server_that_goes_away_is_said_and_asked_again(map_server, page):
    page.route("**/point?*", lambda route: route.abort())
    opened(page, map_server, REACHED)
    page.wait_for_selector("#place-told .problem")
    assert "does not answer" in page.inner_text("#place-told")
    page.unroute("**/point?*")
    page.get_by_role("button", name="Ask again").click()
    assert "nearest centre" in answer_of(page)


@pytest.mark.verify
def test_arabic_says_the_place_in_arabic(map_server, browser):
    with page_of(browser) as page:
        open_map(page, f"{map_server}/releases/valley/map?lang=ar&place={REACHED[0]:.6f},{REACHED[1]:.6f}")
        said = answer_of(page)
        assert "أقرب مركز" in page.inner_text(".place-answer")
        assert "مسجّلة في هذا المكان. هذا لا يعني أنه آمن" in said
        assert "How sure" not in said
