"""The pages of the API for people, releases, and the description as OpenAPI 3.0."""

import itertools
import json
import re
import shlex
import shutil
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient

from api.app import make_app
from api.settings import Settings
from maps.landing import draw_page
from maps.languages import LANGUAGES, words

PAGES = (
    *("/", "/conformance", "/api.html", "/collections", "/collections/valley.gaps", "/releases", "/releases/valley"),
    *("/releases/valley/runs", "/collections/valley.gaps/items?limit=2", "/collections/valley.areas/items/A-1"),
    "/collections/valley.access/items?area_kind=all&limit=1",
)
OURS = frozenset({"meta", "link", "path", "br"})


class Reader(HTMLParser):
    """What a page is made of."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.faults = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in OURS:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in OURS and (not self.open or self.open.pop() != tag):
            self.faults.append(tag)

    def of(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]


@pytest.fixture(scope="module")
def folder(served_folder, tmp_path_factory):
    """The valley with a page, and beside it one whose public tier keeps hazards back and one half copied."""
    folder = tmp_path_factory.mktemp("releases")
    shutil.copytree(served_folder / "valley", folder / "valley")
    for tier in ("public", "analyst"):
        (folder / "valley" / tier / "pages").mkdir()
        (folder / "valley" / tier / "pages" / "map.html").write_text("<script>1</script>", encoding="utf-8")
        (folder / "valley" / tier / "pages" / "secret.txt").write_text("no page", encoding="utf-8")
    (folder / "half").mkdir()
    (folder / "half" / "manifest.json").write_text('{"tiers": ["public"]', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def client(folder, tmp_path_factory):
    with TestClient(make_app(Settings(releases=folder, state=tmp_path_factory.mktemp("state")))) as client:
        yield client


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_speaks_the_language_and_warns(client, path, language):
    answer = client.get(path, headers={"accept": "text/html", "accept-language": language})
    page, said = Reader(answer.text), words(language)
    assert answer.status_code == 200
    assert (page.faults, page.open) == ([], [])
    assert page.of("html") == [{"lang": language, "dir": said.direction}]
    assert said.say("site-warning") in unescape(answer.text)
    assert answer.headers["content-language"] == language
    assert {"Accept", "Accept-Language", "Authorization"} <= set(answer.headers["vary"].split(", "))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_script_and_reaches_for_nothing_but_its_style_sheet(client, path):
    answer = client.get(path, headers={"accept": "text/html"})
    page = Reader(answer.text)
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert not page.of("script") + page.of("iframe") + page.of("img") + page.of("style")
    assert [each["href"] for each in page.of("link")] == ["http://testserver/static/nearcare.css"]
    assert not [each for _, each in page.tags if "style" in each or any(name.startswith("on") for name in each)]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_walked_by_keyboard_and_ear(client, path):
    page = Reader(client.get(path, headers={"accept": "text/html"}).text)
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert len(page.of("main")) == len(page.of("nav")) == 1
    assert page.of("a")[0] == {"class": "skip", "href": "#content"}
    names = [each["id"] for _, each in page.tags if "id" in each]
    assert len(names) == len(set(names))
    assert all(each["aria-label"] for tag, each in page.tags if each.get("role") == "region" or tag == "svg")
    assert all("scope" in each for each in page.of("th"))


def test_every_link_on_the_pages_leads_to_something(client):
    seen, waiting = set(), ["http://testserver/"]
    while waiting:
        address = waiting.pop()
        answer = client.get(address, headers={"accept": "text/html"})
        assert answer.status_code == 200, address
        if "text/html" in answer.headers["content-type"] and "pages/" not in address:
            hrefs = [each["href"] for each in Reader(answer.text).of("a")]
            links = {urljoin(address, href) for href in hrefs if not href.startswith("#")}
            new = {each for each in links if urlsplit(each).path not in seen and "/items/" not in each}
            seen |= {urlsplit(each).path for each in new}
            waiting += sorted(new)
    assert {"/api", "/collections/valley.hazards/items", "/releases/valley/pages/map.html"} <= seen


def test_text_of_the_data_is_text_on_the_page():
    mark = "<script>alert(1)</script>"
    document = {"title": mark, "description": mark, "links": [{"href": mark, "rel": mark, "type": mark, "title": mark}]}
    page = draw_page("landing.html.j2", words("en"), root="", document=document)
    assert mark not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 7


def test_releases_tell_what_they_are_of_and_the_half_copied_is_left_out(client):
    [release] = client.get("/releases").json()["releases"]
    assert (release["id"], release["tier"], release["tiers"], release["country"]) == (
        "valley",
        "public",
        ["public"],
        "ZZZ",
    )
    assert release["as_of"] == "2026-01-01"
    assert release["bounds"] == pytest.approx([-30, 45, -29.625, 45.25], abs=1e-2)
    assert "Not for navigation." in release["disclaimers"]
    assert {each["licence"] for each in release["sources"]} == {"CC0-1.0"}


@pytest.mark.parametrize("path", ["/releases/valley", "/collections/valley.gaps", "/releases/valley/runs"])
def test_a_tier_that_the_caller_may_not_see_is_what_does_not_exist(client, path):
    hidden, absent = client.get(f"{path}?tier=analyst"), client.get(path.replace("valley", "vale"))
    assert hidden.status_code == absent.status_code == 404
    assert hidden.json()["detail"].replace("valley", "vale") == absent.json()["detail"]


def test_runs_have_ids_that_find_their_features(client):
    runs = client.get("/releases/valley/runs").json()["runs"]
    run = next(each for each in runs if each["id"] == "physical-rehab.default.base.all-year.to.hazards")
    assert (run["gap_count"], run["median_minutes_status"]) == (5, "known")
    found = client.get(run["links"][-1]["href"]).json()
    assert found["numberMatched"] == run["gap_count"]
    assert {each["properties"]["run"] for each in found["features"]} == {run["id"]}


def test_a_page_of_a_release_may_run_its_own_script_and_nothing_else(client):
    answer = client.get("/releases/valley/pages/map.html")
    policy = answer.headers["content-security-policy"]
    assert answer.text == "<script>1</script>"
    assert "script-src 'unsafe-inline'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["content-language"] == "en"


@pytest.mark.parametrize(
    "page", ["secret.txt", "report.html", "..%2f..%2fmanifest.json", "map.html%00", "compare-.html"]
)
def test_only_pages_of_a_release_are_given(client, page):
    assert client.get(f"/releases/valley/pages/{page}").status_code == 404


@pytest.mark.parametrize("path", ["/collections/valley.gaps/items", "/collections/valley.gaps", "/releases/valley"])
def test_what_the_caller_has_is_not_sent_again_and_a_versioned_address_is_kept_for_good(client, path):
    first = client.get(path)
    assert client.get(path, headers={"if-none-match": first.headers["etag"]}).status_code == 304
    version = client.get("/releases/valley").json()["version"]
    assert "immutable" in client.get(f"{path}?v={version}").headers["cache-control"]
    assert "immutable" not in first.headers["cache-control"]


def test_a_problem_has_its_title_in_the_language_of_the_caller(client):
    answer = client.get("/collections/nowhere", headers={"accept-language": "es"})
    assert answer.json()["title"] == "No está"
    assert answer.headers["content-language"] == "es, en"


def test_links_are_those_of_the_address_that_is_set(folder, tmp_path):
    settings = Settings(releases=folder, state=tmp_path, public_url="https://care.example.org/near")
    with TestClient(make_app(settings)) as client:
        document = client.get("/collections/valley.gaps/items").json()
        page = client.get("/collections?f=html").text
    assert all(link["href"].startswith("https://care.example.org/near/coll") for link in document["links"])
    assert 'href="https://care.example.org/near/static/nearcare.css"' in page


def test_openapi_3_0_has_no_word_of_3_1(client):
    told = client.get("/api?f=openapi30").json()
    nested = [told]
    while nested:
        found = nested.pop()
        nested += found if isinstance(found, list) else found.values() if isinstance(found, dict) else []
        if isinstance(found, dict):
            assert found.get("type") != "null"
            assert not isinstance(found.get("type"), list)
            assert found.get("exclusiveMinimum", True) is True
    assert '"const"' not in json.dumps(told)
    assert told["paths"].keys() == client.get("/api").json()["paths"].keys()


def test_every_line_for_curl_on_the_page_of_operations_works(client):
    page = client.get("/api.html").text
    lines = re.findall(r"<pre[^>]*><code>(curl [^<]*)</code>", page)
    asked = [shlex.split(unescape(line))[-1] for line in lines if " -X " not in line]
    asked = [each for each in asked if "/what-ifs/" not in each]  # each is its caller's alone
    ours = [each for each in asked if re.search(r"/(collections|releases|conformance|api|static)", each)]
    ours = [each for each in ours if "/what-ifs/" not in each]  # they are there only once somebody has begun them
    ours = [each for each in ours if "/static/map/" not in each]  # whose digest is another with every change
    assert len(ours) > 10
    for address in ours:
        assert client.get(address).status_code == 200, address
