"""Every link of the API, under a prefix that a proxy takes away: it keeps the prefix and leads to something."""

import re
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient

from api.app import make_app
from api.changes import AddCentre
from api.live_questions import check_pillars
from api.settings import Settings
from geo.errors import InputError

OUTSIDE = "https://care.example.org/near"
RUN = "physical-rehab.default.base.all-year.to.hazards"
COMPARED = "meadow-released.physical-rehab.default.to"
NOT_ASKED = ("/execution", "f=pdf")  # answered to POST alone; slow, and tested beside its own figures


@pytest.fixture(scope="module")
def client(served_folder, tmp_path_factory):
    state = tmp_path_factory.mktemp("state")
    settings = Settings(releases=served_folder, state=state, public_url=OUTSIDE, public_units_per_minute=100_000)
    with TestClient(make_app(settings)) as client:
        yield client


def addresses(told):
    """Every address in an answer; those with parts in braces are of the first run."""
    if isinstance(told, dict):
        for name, value in told.items():
            if (
                name in {"href", "tilejson", "legend_url", "pmtiles", "raster"}
                and isinstance(value, str)
                and "://" in value
            ):
                yield value.replace("{run}", COMPARED if "/difference/" in value else RUN)
            else:
                yield from addresses(value)
    elif isinstance(told, list):
        for each in told:
            yield from addresses(each)


def shape(address):
    """An address without what tells one thing from the next of its kind."""
    return re.sub(r"valley(\.\w+)?|[a-z-]+(\.[a-z-]+){3,5}|[\w-]*\d[\w.-]*", "_", address)


def test_every_link_keeps_the_prefix_and_leads_to_something(client):
    waiting, seen = [f"{OUTSIDE}/", f"{OUTSIDE}/releases/valley"], set()
    while waiting:
        address = waiting.pop()
        kind = shape(address)
        if kind in seen or address.endswith(NOT_ASKED):
            continue
        seen.add(kind)
        assert address.startswith(f"{OUTSIDE}/"), address
        answer = client.get(
            address.removeprefix(OUTSIDE), headers={"accept": "application/json"}, follow_redirects=False
        )
        if answer.status_code == 303:
            waiting.append(answer.headers["location"])
            continue
        assert answer.status_code == 200, (address, answer.text)
        if "json" in answer.headers["content-type"] and "openapi" not in answer.headers["content-type"]:
            waiting += [each for each in addresses(answer.json()) if "{" not in each]
    assert len(seen) > 40


def test_a_link_of_a_release_has_a_title(client):
    told = client.get("/releases/valley").json()
    assert [
        each["href"] for each in told["links"] if each["rel"] not in {"self", "alternate"} and not each["title"]
    ] == []


def test_the_pages_of_people_say_people_in_whole_numbers(client):
    page = client.get("/releases", headers={"accept": "text/html"}).text
    assert re.search(r"<dd><bdi>[\d\N{NARROW NO-BREAK SPACE}]+</bdi></dd>", page)


def test_what_is_written_from_the_left_stays_whole_on_a_page_from_the_right(client):
    page = client.get("/releases/valley", headers={"accept": "text/html", "accept-language": "ar"}).text
    assert re.search(r"<dd><bdi>-\d+\.\d{4}, ", page)
    assert "<dd><bdi>2026-01-01</bdi></dd>" in page
    assert "January" not in page


def test_a_method_that_is_not_answered_is_told_with_the_one_that_is(client):
    told = client.get("/releases/valley/what-ifs").json()
    assert told["detail"] == "GET is not answered here; use POST."


def test_a_fault_is_told_once(client):
    faults = client.get("/releases/valley/gap-report?f=docx").json()["faults"]
    assert [each["where"] for each in faults] == ["query.f"]


def test_a_centre_can_be_added_where_a_study_tells_no_services_apart():
    key = SimpleNamespace(scenario="base", hazards="hazards")
    run = SimpleNamespace(key=key, dimensions={"pillar": "any"})
    tier = SimpleNamespace(manifest={"hazards_published": True}, runs={"any.default.base.all-year.to.hazards": run})
    centre = AddCentre(kind="add_centre", id="new", lon=0.0, lat=0.0, pillars=("any",))
    check_pillars(tier, [centre])
    with pytest.raises(InputError, match="use some of any"):
        check_pillars(tier, [centre.model_copy(update={"pillars": ("rehab",)})])
