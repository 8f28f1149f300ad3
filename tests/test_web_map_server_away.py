"""A server that is away, slow, broken or busy: the map says so, shows no answer to another question, and recovers."""

import re

import pytest
from browsing import open_map, page_of

MAP = "/releases/valley/map?lang=en"
HTML = "<html><body><h1>502 Bad Gateway</h1>"
PROBLEM = {"type": "about:blank", "title": "Not now", "status": 503, "detail": "It was replaced; ask again."}
FAULTS = {
    "away": lambda route: route.abort(),
    "a page of a proxy": lambda route: route.fulfill(status=502, content_type="text/html", body=HTML),
    "a page where figures should be": lambda route: route.fulfill(content_type="text/html", body=HTML),
    "a fault of its own": lambda route: route.fulfill(status=500, json=PROBLEM | {"status": 500}),
    "too many questions": lambda route: route.fulfill(status=429, headers={"Retry-After": "9"}, json=PROBLEM),
    "replaced": lambda route: route.fulfill(status=503, json=PROBLEM),
    "gone": lambda route: route.fulfill(status=404, json=PROBLEM),
}
QUESTIONS = re.compile(r"/releases/valley/(reach|basemap|search|point|tiles|what-ifs)\b|/collections/")


def problems(page):
    return page.locator("#problems .problem")


def scenario(page):
    return page.locator("#question-scenario")


def told(page):
    """Each part's word for the scenario that is shown: the select, the address, and the sentence."""
    return (
        scenario(page).input_value(),
        page.evaluate("new URLSearchParams(location.search).get('scenario') ?? 'base'"),
        page.locator(".answer-main").inner_text(),
    )


def test_figures_that_do_not_come_are_told_and_asked_again_and_no_others_are_shown_for_them(map_server, browser):
    with page_of(browser) as page:
        open_map(page, map_server + MAP)
        before = told(page)
        other = scenario(page).evaluate("it => [...it.options].find((each) => !each.selected).value")
        for name, fail in FAULTS.items():
            page.route("**/reach?*", fail)
            with page.expect_request("**/reach?*"):
                scenario(page).select_option(other)
            page.locator("#problems button").wait_for()
            page.wait_for_function("other => document.getElementById('question-scenario').value !== other", arg=other)
            page.wait_for_url(lambda address: f"scenario={other}" not in address)  # it is written seldom
            assert told(page) == before, name
            assert problems(page).count() == 1, name
            page.unroute("**/reach?*")
        page.locator("#problems button").click()
        page.wait_for_function("() => !document.querySelector('#problems').children.length")
        assert scenario(page).input_value() == other
        page.wait_for_url(f"**scenario={other}*")
        assert [each for each in page.said if "resource" not in each and "GL Driver" not in each] == []


@pytest.mark.verify
@pytest.mark.parametrize("name", ["away", "a page where figures should be", "too many questions"])
def test_a_page_whose_every_question_fails_says_so_and_keeps_what_the_server_drew(map_server, browser, name):
    with page_of(browser) as page:
        page.route(QUESTIONS, FAULTS[name])
        open_map(
            page,
            f"{map_server}{MAP}&place=-29.75,45.15&area=A-1&changes=W3sia2luZCI6Im9wZW5fcm9hZCIsInJvYWRfaWQiOjF9XQ",
        )
        assert page.locator(".answer-main").inner_text()
        assert page.locator("#areas tbody tr").count() >= 4
        page.locator("#place .problem").wait_for()
        page.locator("#what-if [data-part=status] button").wait_for()
        page.locator("#problems button").first.wait_for()
        page.fill("#search-asked", "quel")
        page.wait_for_function("() => document.querySelector('#search-said').textContent")
        page.unroute(QUESTIONS)
        while page.locator("#problems button").count():
            count = page.locator("#problems button").count()
            page.locator("#problems button").first.click()
            page.wait_for_function("(n) => document.querySelectorAll('#problems button').length < n", arg=count)
        page.locator("#place button").first.click()
        page.locator(".place-answer").wait_for()
        page.wait_for_selector("#map[data-painted=true]")
        assert [each for each in page.said if "Error" in each and "Failed to load" not in each] == []


@pytest.mark.verify
def test_a_server_that_never_answers_is_waited_for_no_longer_than_is_said(map_server, browser):
    held = []
    with page_of(browser) as page:
        open_map(page, map_server + MAP)
        page.clock.install()
        page.route(QUESTIONS, lambda route: held.append(route))  # noqa: PLW0108 - a builtin cannot be a handler
        other = scenario(page).evaluate("it => [...it.options].find((each) => !each.selected).value")
        scenario(page).select_option(other)
        page.fill("#search-asked", "quel")
        page.clock.run_for(31_000)
        problems(page).first.wait_for()
        assert scenario(page).input_value() == "base"
        page.clock.run_for(31_000)
        assert page.locator("#search-said").inner_text()
        assert held


@pytest.mark.verify
@pytest.mark.parametrize("file", ["words/en.ftl", "panels/search.js"])
def test_without_a_file_of_its_own_the_page_is_what_the_server_drew_with_a_picture(map_server, browser, file):
    with page_of(browser) as page:
        page.route(f"**/{file}", lambda route: route.abort())
        page.goto(map_server + MAP)
        page.wait_for_function("() => document.querySelector('#map-still').naturalWidth > 100")
        assert page.locator("html").get_attribute("class") == "no-script"
        assert page.locator("#map-still").get_attribute("alt").startswith(page.locator(".answer-main").inner_text())
        assert page.locator("#threshold-select").is_visible()
