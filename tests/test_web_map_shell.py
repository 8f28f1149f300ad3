"""The page of the web map stands before any script runs, says what it cannot show, and is a page where all fails."""

import gzip
import html
import json
import re
import shutil

import pytest
from browsing import faults_of, open_map, page_of
from fastapi.testclient import TestClient

from api.app import make_app
from api.settings import Settings
from maps.basemap import draw_basemap
from maps.languages import LANGUAGES, page_words
from maps.web_map import static_digest

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "fr"}
HOSTILE = "<img onerror=alert(1)> " + "Long" * 60


@pytest.fixture(scope="module")
def client(served_folder, tmp_path_factory):
    settings = Settings(
        releases=served_folder, state=tmp_path_factory.mktemp("state"), public_units_per_minute=1_000_000
    )
    with TestClient(make_app(settings), base_url="http://127.0.0.1", raise_server_exceptions=False) as running:
        yield running


def bare(text):
    """A text without the marks around its values."""
    return re.sub("[\u2068\u2069]", "", text)


def problems_of(page):
    """The sentences at the top of a page."""
    return [re.sub(r"<[^>]+>|[\u2068\u2069]", "", each) for each in re.findall(r'<p class="problem">(.*?)</p>', page)]


def test_without_scripts_the_page_shows_picture_legend_table_and_form(map_server, browser):
    with page_of(browser, java_script_enabled=False) as page:
        page.goto(f"{map_server}/releases/valley/map?lang=fr")
        assert (
            page.locator("img.map-picture").get_attribute("alt").startswith(page.locator(".answer-main").inner_text())
        )
        assert page.locator(".map-classes li").count() >= 6
        assert page.locator("#areas tbody tr").count() >= 4
        before = page.locator(".answer-main").inner_text()
        page.select_option("#threshold-select", "30")
        page.click("#question button[type=submit]")
        assert "threshold=30" in page.url
        assert page.locator("html").get_attribute("lang") == "fr"
        assert page.locator(".answer-main").inner_text() != before
        assert "threshold=30" in page.locator("img.map-picture").get_attribute("src")
        assert page.request.get(page.locator("img.map-picture").get_attribute("src")).ok
        page.click("#areas tbody a >> nth=0")
        assert "area=" in page.url
        assert "threshold=30" in page.url
        assert page.locator("#areas tr.chosen").count() == 1


@pytest.mark.parametrize("asked", ["lang=en&threshold=30", "lang=ar&threshold=240&hazards=no-hazards"])
def test_the_answer_is_the_same_with_scripts_and_without(map_server, browser, asked):
    with page_of(browser) as page:
        open_map(page, f"{map_server}/releases/valley/map?{asked}")
        told = page.locator("#answer p").evaluate_all("all => all.map(each => [each.className, each.textContent])")
        drawn = page.request.get(page.url).text()
    first = re.findall(r'<p class="(answer-\w+)">(.*?)</p>', drawn)
    assert [(kind, bare(html.unescape(text))) for kind, text in first] == [(kind, bare(text)) for kind, text in told]
    assert len(first) > 2


def test_a_threshold_that_is_dragged_is_written_into_the_address_seldom_and_its_last_step_always(map_server, browser):
    drag = """() => {
      const write = history.replaceState;
      window.written = 0;
      history.replaceState = (...told) => { window.written += 1; return write.apply(history, told); };
      for (let step = 0; step < 20; step += 1) document.getElementById("threshold-less").click();
      return document.getElementById("threshold-select").value;
    }"""
    with page_of(browser) as page:
        open_map(page, f"{map_server}/releases/valley/map?lang=en")
        last = page.evaluate(drag)
        page.wait_for_function("last => new URLSearchParams(location.search).get('threshold') === last", arg=last)
        assert page.evaluate("written") <= 2


def test_a_page_that_no_script_reached_is_still_fit_for_all(map_server, browser, root):
    with page_of(browser, width=320, height=640) as page:
        page.route("**/main.js", lambda route: route.abort())
        page.goto(f"{map_server}/releases/valley/map?lang=ar")
        assert page.evaluate("document.documentElement.className") == "no-script"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert faults_of(page, root) == []


@pytest.mark.parametrize(
    "path", ["/releases/valley/map", "/releases/valley/embed", "/releases/nothing/map", "/map?lang=lo"]
)
def test_no_page_scrolls_sideways_on_a_narrow_screen_or_has_faults_for_axe(map_server, browser, root, path):
    with page_of(browser, width=320, height=640) as page:
        page.goto(map_server + path)
        if "valley" in path:
            page.wait_for_selector("html[data-ready=true]")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert faults_of(page, root) == []


def test_a_language_is_chosen_at_the_view_that_is_shown(map_server, browser):
    with page_of(browser) as page:
        open_map(page, f"{map_server}/releases/valley/map?lang=en&threshold=30")
        page.click("a[data-lang=es]")
        page.wait_for_selector("html[lang=es][data-ready=true]")
        assert "threshold=30" in page.url


def test_whatever_an_address_asks_in_vain_is_told_and_the_rest_is_shown(client):
    asked = "lang=xx&strange=1&threshold=61&layer=<b>&area=nowhere&place=1,2,3&at=99/1/1&pillar=magic&changes=%FF%00"
    page = client.get(f"/releases/valley/map?{asked}", headers=BROWSER)
    assert page.status_code == 200
    assert len(problems_of(page.text)) == 9  # one for each, and that changes need a script
    assert "<b>" not in page.text


def test_a_link_of_another_version_says_both_days_and_where_to_look(client):
    page = client.get("/releases/valley/map?lang=en&version=000000000000&made=2024-02-03").text
    [told] = problems_of(page)
    assert "3 February 2024" in told
    assert client.get("/releases/valley").json()["created_utc"][:4] in told
    assert 'href="http://127.0.0.1/releases/valley"' in page
    same = client.get("/releases/valley").json()["version"]
    assert problems_of(client.get(f"/releases/valley/map?version={same}").text) == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/releases/nothing/map", 404),
        ("/nothing", 404),
        ("/releases/valley/map?tier=strange", 400),
        ("/releases/valley/map?tier=analyst", 404),
        ("/releases/valley/basemap?bad=1", 400),
        ("/releases/valley/map?changes=" + "A" * 60_000, 431),
    ],
)
def test_browsers_get_problems_as_pages_in_their_language_and_programs_as_json(client, path, status):
    page = client.get(path, headers=BROWSER)
    assert page.status_code == status
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="fr"' in page.text
    assert page_words("fr").say(f"shell-error-{status}.do") in page.text
    assert "<script" not in page.text
    told = client.get(path)
    assert told.status_code == status
    assert told.headers["content-type"] == "application/problem+json"


def test_a_fault_of_our_own_is_a_page_with_the_id_of_the_request(client, monkeypatch):
    def fail(*_args, **_named):
        raise ZeroDivisionError

    monkeypatch.setattr("api.web_map.routes.facts_of", fail)
    page = client.get("/releases/valley/map", headers=BROWSER)
    assert page.status_code == 500
    assert page.headers["x-request-id"] in page.text
    assert "ZeroDivisionError" not in page.text


def test_the_map_leads_to_the_only_release_and_keeps_what_is_asked(client):
    led = client.get("/map?lang=lo&threshold=30", follow_redirects=False)
    assert led.status_code == 303
    assert led.headers["location"] == "http://127.0.0.1/releases/valley/map?lang=lo&threshold=30"


def test_an_embedded_map_is_open_to_frames_and_public_whoever_asks(client):
    page = client.get("/releases/valley/embed?lang=en&tier=analyst")
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert "x-frame-options" not in page.headers
    assert '"tier":"public"' in page.text
    assert '"tier_query":"&tier=public"' in page.text
    assert problems_of(page.text) == [page_words("en").say("fault-tier")]
    assert "frame-ancestors 'none'" in client.get("/releases/valley/map").headers["content-security-policy"]


@pytest.mark.verify
def test_names_that_are_long_or_hostile_are_text_and_break_nothing(served_folder, tmp_path, browser, root):
    from browsing import served  # noqa: PLC0415 - a server of its own

    folder = tmp_path / "releases" / "valley"
    shutil.copytree(served_folder / "valley", folder)
    for name in ("manifest.json", "public/manifest.json", "analyst/manifest.json"):
        told = json.loads((folder / name).read_text("utf-8"))
        told["study"]["name"] = HOSTILE
        for each in told["inputs"]:
            each["source"] = each["source"] and HOSTILE
            each["date"] = each["date"] and "2015-03-01"
        (folder / name).write_text(json.dumps(told), "utf-8")
    with served(folder.parent, root, tmp_path / "state") as address, page_of(browser, width=320, height=640) as page:
        open_map(page, f"{address}/releases/valley/map")
        assert page.locator("h1").inner_text().startswith(HOSTILE)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.locator("img[onerror]").count() == 0
        assert page.locator(".ages .old").count() >= 5
        assert faults_of(page, root) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_warning_and_what_boundaries_mean_stand_on_every_page(client, language):
    said = page_words(language).say
    for name in ("map", "embed"):
        page = client.get(f"/releases/valley/{name}?lang={language}").text
        assert said("warning") in page
        assert said("shell-boundaries") in page


def test_pages_are_packed_and_files_are_kept_forever(client):
    taken = {"Accept-Encoding": "gzip"}
    page = client.get("/releases/valley/map", headers=taken)
    assert page.headers["content-encoding"] == "gzip"
    assert page.headers["etag"].startswith('W/"')
    same = client.get(
        "/releases/valley/map", headers={"Accept-Encoding": "gzip", "If-None-Match": page.headers["etag"]}
    )
    assert same.status_code == 304
    plain = client.get("/releases/valley/map", headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in plain.headers
    kept = client.get(f"/static/map/{static_digest()}/favicon.svg")
    assert "immutable" in kept.headers["cache-control"]
    assert client.get("/static/map/000000000000/favicon.svg").status_code == 404


def test_the_basemap_is_small_and_lies_around_what_is_asked():
    west, south, east, north = 100.0, 13.9, 107.7, 22.5
    drawn = draw_basemap((west, south, east, north))
    kinds = {each["properties"]["kind"]: each["geometry"]["type"] for each in drawn["features"]}
    assert kinds == {"land": "MultiPolygon", "boundary": "MultiLineString"}
    assert len(gzip.compress(json.dumps(drawn).encode())) < 60_000
    flat = re.findall(r"\[(-?[\d.]+), (-?[\d.]+)\]", json.dumps(drawn))
    margin = (north - south) / 2 + 0.001
    assert flat
    assert all(west - margin <= float(lon) <= east + margin for lon, _ in flat)
    assert all(south - margin <= float(lat) <= north + margin for _, lat in flat)


def test_the_basemap_of_an_island_is_land_alone_and_of_the_open_sea_nothing():
    assert [each["properties"]["kind"] for each in draw_basemap((43.2, -12.4, 44.6, -11.3))["features"]] == ["land"]
    assert draw_basemap((-30.0, 45.0, -29.5, 45.4))["features"] == []
