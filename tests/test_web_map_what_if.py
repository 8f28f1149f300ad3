"""What-ifs on the web map: by keyboard, with undo and link, and a sentence for all that can go wrong."""

import base64
import json
import math
import re
import urllib.request

import pytest
from browsing import browser_of, faults_of, needs_browser, open_map, page_of

RUN = "physical-rehab.default.base.all-year.to.hazards"
ADDED = {"kind": "add_centre", "id": "Bridge clinic", "lon": -29.79, "lat": 45.15, "pillars": ["physical_rehab"]}
MEADOW = {"kind": "release_hazard", "area_id": "SHA-3"}
FIRST_ANSWER_S = 300
JOB = "0123456789abcdef" * 2


def packed(*changes):
    """Changes as the address of the map has them."""
    return base64.urlsafe_b64encode(json.dumps(changes).encode()).decode().rstrip("=")


def begun(server, *changes):
    """The answer of the API itself to a what-if, and who reaches care before and after it."""
    at = f"{server}/releases/valley/what-ifs"
    body = json.dumps({"run": RUN, "changes": changes}).encode()
    request = urllib.request.Request(at, body, {"Content-Type": "application/json"})  # noqa: S310 - this machine
    with urllib.request.urlopen(request, timeout=FIRST_ANSWER_S) as answer:  # noqa: S310
        told = json.load(answer)
    with urllib.request.urlopen(f"{at}/{told['id']}/reach", timeout=60) as answer:  # noqa: S310
        return told, json.load(answer)


@pytest.fixture(scope="module")
def answered(map_server):
    """What the API tells of one more centre; the first what-if of a server compiles, which takes half a minute."""
    return begun(map_server, ADDED)


@pytest.fixture
def page(browser):
    with page_of(browser) as opened:
        yield opened


def opened_with(page, server, *changes, query="lang=en"):
    asked = f"&changes={packed(*changes)}" if changes else ""
    open_map(page, f"{server}/releases/valley/map?{query}{asked}")
    return page.locator("#what-if")


def sentence_of(panel):
    panel.locator(".what-if-sentences p").first.wait_for()
    return plain(panel.locator(".what-if-sentences p").first.inner_text())


def plain(text):
    """A text without the marks that keep names of other directions apart."""
    return re.sub("[\u2066-\u2069]", "", text)


def complaints(page):
    """What the console complains of, but for drawing without a graphics card, and tiles that changes called off."""
    return [line for line in page.said if "GPU stall" not in line and "409 (Conflict)" not in line]


def numbers_in(text):
    return [int(each.replace(",", "")) for each in re.findall(r"\d[\d,]*", text)]


def within(reach, minutes):
    """Whole people, halves up as the page has them."""
    return math.floor(reach["total"]["within"][reach["steps_minutes"].index(minutes)] + 0.5)


def test_a_centre_is_added_by_keyboard_undone_and_shared(map_server, browser, page, answered, root):
    told, reach = answered
    panel = opened_with(page, map_server)
    assert "Nothing is changed" in panel.inner_text()
    panel.locator("#what-if-kind").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "New centre 1"
    page.keyboard.press("Control+a")
    page.keyboard.type(ADDED["id"])
    panel.locator("#what-if-lon").focus()
    page.keyboard.type(str(ADDED["lon"]))
    page.keyboard.press("Tab")
    page.keyboard.type(str(ADDED["lat"]))
    assert faults_of(page, root) == []
    page.keyboard.press("Enter")
    sentence = sentence_of(panel)
    before, after = within(reach["before"], 120), within(reach["after"], 120)
    assert {before, after} <= set(numbers_in(sentence))
    assert f"{after - before} more people" in sentence
    names = panel.locator(".what-if-table tbody th").all_inner_texts()
    assert {row["area_name"] for row in told["areas"]["rows"]} == set(names)
    assert faults_of(page, root) == []

    panel.locator("#what-if-when-after").focus()
    page.keyboard.press("ArrowRight")
    assert panel.locator("#what-if-when-difference").is_checked()

    link = page.url
    with page_of(browser) as other:
        open_map(other, link)
        assert sentence_of(other.locator("#what-if")) == sentence
        assert complaints(other) == []

    page.keyboard.press("Control+z")
    panel.locator("[data-part=nothing]").wait_for()
    assert panel.locator(".what-if-sentences").is_hidden()
    assert "changes=" not in page.url
    page.keyboard.press("Control+Shift+Z")
    assert sentence_of(panel) == sentence
    page.go_back()
    panel.locator("[data-part=nothing]").wait_for()
    assert complaints(page) == []


@pytest.mark.usefixtures("answered")
def test_keys_that_undo_leave_the_fields_alone(map_server, page, root):
    panel = opened_with(page, map_server, ADDED)
    sentence_of(panel)
    panel.get_by_role("button", name="Edit").click()
    panel.locator("#what-if-name-field").focus()
    page.keyboard.press("Control+z")
    assert panel.locator("[data-part=changes] li").count() == 1
    panel.locator("#what-if-lat").fill("95")
    panel.get_by_role("button", name="Save this change").click()
    assert page.evaluate("document.activeElement.id") == "what-if-lat"
    assert "latitude from" in panel.locator(".what-if-fault").inner_text()
    said = page.evaluate("document.getElementById(document.activeElement.getAttribute('aria-describedby')).innerText")
    assert said == panel.locator(".what-if-fault").inner_text()
    assert faults_of(page, root) == []


@pytest.mark.usefixtures("answered")
def test_the_area_to_clear_first_is_released_first_of_the_list(map_server, page):
    panel = opened_with(page, map_server)
    panel.locator("#what-if-kind").select_option("release_hazard")
    panel.locator("#what-if-area_id option").nth(2).wait_for(state="attached")
    first = panel.locator("#what-if-area_id option").nth(1)
    assert "SHA-3" in plain(first.inner_text())
    assert "number 1 in the order of clearance" in plain(first.inner_text())
    panel.locator("#what-if-area_id").select_option("SHA-3")
    panel.get_by_role("button", name="Try this change").click()
    assert "419 more people" in sentence_of(panel)
    assert "420 people who had no way get one" in plain(panel.locator(".what-if-sentences").inner_text())
    panel.get_by_role("button", name="Show the country").wait_for(state="hidden")


@pytest.mark.usefixtures("answered")
def test_what_a_link_asks_that_cannot_be_is_named_and_the_rest_is_answered(map_server, page, root):
    gone = {"kind": "close_centre", "id": "C-99"}
    unknown = {"kind": "build_dam", "id": "x"}
    panel = opened_with(page, map_server, ADDED, gone, unknown, MEADOW)
    sentence_of(panel)
    lines = panel.locator("[data-part=changes] > li")
    assert lines.count() == 4
    assert "there is no centre 'C-99'" in lines.nth(1).inner_text()
    assert "cannot be read" in lines.nth(2).inner_text()
    assert panel.locator(".what-if-left-out").count() == 1
    assert "cannot be read: 1" in plain(page.locator("#problems").inner_text())
    assert faults_of(page, root) == []


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize("language", ["ar", pytest.param("lo", marks=pytest.mark.verify)])
def test_a_narrow_screen_holds_a_whole_answer(map_server, browser, root, language):
    with page_of(browser, width=320, height=640) as page:
        panel = opened_with(page, map_server, ADDED, MEADOW, query=f"lang={language}")
        sentence_of(panel)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert faults_of(page, root) == []


def fails(page, pattern, *, times=1, **given):
    """Answer the next questions of an address ourselves, and let those after them through."""
    left = [times]

    def answer(route):
        left[0] -= 1
        if left[0] < 0:
            route.continue_()
        elif given.get("is_away"):
            route.abort()
        else:
            body = json.dumps(given.get("told", {"status": given["status"], "detail": "made up"}))
            route.fulfill(
                status=given["status"], body=body, content_type="application/json", headers=given.get("headers", {})
            )

    page.route(pattern, answer)


@pytest.mark.usefixtures("answered")
def test_a_server_that_is_busy_or_away_says_so_and_keeps_the_changes(map_server, page, root):
    at = "**/releases/valley/what-ifs"
    fails(page, at, status=429, headers={"Retry-After": "40"})
    panel = opened_with(page, map_server, ADDED)
    status = panel.locator("[data-part=status]")
    status.wait_for()
    assert "Try again in 40 s. Your changes stay" in plain(status.inner_text())
    assert faults_of(page, root) == []
    page.unroute(at)
    fails(page, at, is_away=True)
    status.get_by_role("button", name="Try again").click()
    panel.locator("[data-part=status]").get_by_text("does not answer").wait_for()
    assert panel.locator("[data-part=changes] li").count() == 1
    status.get_by_role("button", name="Try again").click()
    sentence_of(panel)
    assert status.is_hidden()
    # It has ended on the server meanwhile: it is begun anew, and nothing is said.
    fails(page, "**/what-ifs/*/changes", status=404)
    panel.get_by_role("button", name="Remove all").click()
    panel.get_by_role("button", name="Undo").click()
    sentence_of(panel)


@pytest.mark.usefixtures("answered")
def test_changes_that_reach_too_far_are_offered_as_a_job_that_may_fail(map_server, page, root):
    href = f"{map_server}/processes/what-if/execution"
    job = {"href": href, "method": "POST", "body": {"inputs": {}}}
    wide = {"status": 409, "detail": "too wide", "job": job}
    running = {"jobID": JOB, "status": "running", "message": "searching", "progress": 40}
    failed = {**running, "status": "failed", "problem": {"detail": "it ran out of memory"}}
    fails(page, "**/releases/valley/what-ifs", status=409, told=wide, times=9)
    panel = opened_with(page, map_server, ADDED)
    offer = panel.locator("[data-part=job]")
    offer.get_by_role("button", name="Work it out as a job").wait_for()

    fails(page, "**/processes/what-if/execution", status=403)
    offer.get_by_role("button").click()
    panel.locator("[data-part=job]").get_by_text("without a key").wait_for()

    page.unroute("**/processes/what-if/execution")
    fails(page, "**/processes/what-if/execution", status=201, told=running, times=9)
    fails(page, f"**/jobs/{JOB}/events", is_away=True, times=9)
    now = dict(running)
    fails(page, f"**/jobs/{JOB}", status=200, told=now, times=99)
    panel.get_by_role("button", name="Remove all").click()
    panel.get_by_role("button", name="Undo").click()
    offer.get_by_role("button", name="Work it out as a job").click()
    offer.locator("progress").wait_for()
    assert "40%" in plain(offer.inner_text())
    assert faults_of(page, root) == []
    now.update(failed)
    panel.locator("[data-part=job]").get_by_text("The job failed").wait_for()
    assert "out of memory" in offer.inner_text()
    assert panel.locator("[data-part=changes] li").count() == 1


@pytest.mark.verify
@pytest.mark.usefixtures("answered")
def test_an_answer_that_does_not_come_can_be_given_up(map_server, page):
    page.route("**/releases/valley/what-ifs", lambda _route: None)
    panel = opened_with(page, map_server, ADDED)
    status = panel.locator("[data-part=status]")
    status.get_by_role("button", name="Give up").wait_for()
    assert re.search(r"Working, \d+ s", plain(status.inner_text()))
    status.get_by_role("button", name="Give up").click()
    assert "Your changes stay" in status.inner_text()


@pytest.mark.verify
@needs_browser
def test_without_webgl_the_picture_is_that_of_the_what_if(map_server, answered, root):  # noqa: ARG001 - compiled
    with browser_of("--disable-3d-apis") as browser, page_of(browser) as page:
        panel = opened_with(page, map_server, ADDED)
        sentence_of(panel)
        picture = page.locator("#map-still")
        page.wait_for_function("() => document.getElementById('map-still').src.includes('/what-ifs/')")
        panel.locator("#what-if-when-difference").check()
        assert "layer=difference" in picture.get_attribute("src")
        page.wait_for_function("() => document.getElementById('map-still').naturalWidth > 0")
        panel.locator("#what-if-when-before").check()
        page.wait_for_function("() => !document.getElementById('map-still').src.includes('/what-ifs/')")
        assert faults_of(page, root) == []


def test_a_reader_who_is_shown_no_hazards_is_offered_none(map_server, page):
    def hide(route):
        answer = route.fetch()
        text = answer.text().replace('"hazards_published":true', '"hazards_published":false')
        assert text != answer.text()
        route.fulfill(response=answer, body=text)

    page.route("**/releases/valley/map*", hide)
    panel = opened_with(page, map_server)
    kinds = panel.locator("#what-if-kind option").evaluate_all("all => all.map(each => each.value)")
    assert "add_centre" in kinds
    assert "release_hazard" not in kinds
