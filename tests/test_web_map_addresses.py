"""Addresses of the web map that are cut, forged or odd: server and scripts read the same, and nothing breaks."""

import base64
import json
import re

import pytest
from browsing import open_map, page_of
from fastapi.testclient import TestClient
from starlette.datastructures import QueryParams

from api.app import make_app
from api.settings import Settings
from maps.web_map import read_view

MAP = "/releases/valley/map"
WHOLE = (
    "pillar=physical-rehab&profile=default&scenario=base&season=all-year&direction=to&hazards=hazards&threshold=60"
    "&layer=status&area=A-2&place=-29.75,45.15&at=9.5/45.2/-29.7&when=before&lang=en"
)
ODD = {
    "threshold": """60.0 060 6e1 %2060 60%20 1_20 +60 -60 NaN inf Infinity 0x3c 1e999 %D9%A6%D9%A0 60,0 0 %00 60%0A
        60&threshold=30 61&threshold=60 600000000000000000000000000000000""",
    "layer": "minutes Status status%20 __proto__ constructor status&layer=x",
    "area": "A-1 a-1 nowhere __proto__ %F0%9F%98%80 %ED%A0%80 A-1%00 <img+src=x+onerror=x>",
    "place": """-29.75,45.15 181,0 180,90 -180,-90 0,90.1 1,2,3 1;2 1e1,2 %201,2 1,2%0A -0,0 1.12345678901,2 NaN,NaN , 1
        %D9%A1,%D9%A2 1,2&place=3,4""",
    "at": "9/45/-29 22/0/0 22.1/0/0 99/0/0 9/91/0 9/0/181 -1/0/0 9//0 9/0/0/0 9/0/0%0A",
    "when": "after difference later before&when=after __proto__",
    "pillar": "physical-rehab magic __proto__ physical-rehab&pillar=psychosocial",
    "scenario": "base flood toString BASE meadow-released",
    "hazards": "hazards no-hazards strange",
    "direction": "to from both",
    "season": "wet dry all-year %E0%A4%A",
}


def changes_of(told, *, is_text=False):
    """A part of an address that holds changes."""
    content = told if is_text else json.dumps(told)
    return base64.urlsafe_b64encode(content.encode("utf-8", "surrogatepass")).decode().rstrip("=")


CENTRE = {"kind": "add_centre", "id": "new", "lon": -29.8, "lat": 45.2, "pillars": ["physical_rehab"]}
FORGED = {
    "cut": changes_of([CENTRE])[:-7],
    "no base64": "%%%***",
    "nul": changes_of("[\0]", is_text=True),
    "no list": changes_of({"kind": "add_centre"}),
    "no objects": changes_of([1, None, "x", []]),
    "half a letter": changes_of("[\ud800]", is_text=True),
    "too many": changes_of([{"kind": "open_road", "road_id": each} for each in range(51)]),
    "deep": changes_of("[" * 4000 + "]" * 4000, is_text=True),
}
ODD_CHANGES = {
    "a deep change": changes_of(f'[{{"kind": "add_centre", "id": {"[" * 2500}{"]" * 2500}}}]', is_text=True),
    "wrong types": changes_of(
        [
            CENTRE | {"lon": "x", "lat": {}},
            CENTRE | {"lon": [[1]], "lat": None, "id": 7},
            {"kind": "close_centre", "id": {"a": 1}},
            {"kind": "close_centre", "id": "\ud800"},
            {"kind": "close_centre", "id": "a\0b"},
            {"kind": "release_hazard", "area_id": ["all"]},
            {"kind": "open_road", "road_id": 1e300},
            {"kind": "upgrade_road", "road_id": 1, "speed_kmh": "fast", "__proto__": {"id": "C-03"}},
            {"kind": "__proto__"},
            {"kind": "constructor"},
        ]
    ),
}


def addresses():
    """What stands behind the question mark."""
    yield from (WHOLE[:length] for length in range(len(WHOLE) + 1))
    for name, values in ODD.items():
        yield from (f"{name}={value}" for value in ("", *values.split()))
    yield from ("&&&", "=", "=x", "?threshold=60", "threshold", "%", "%zz=%zz", "threshold=60;layer=status", "a" * 8000)


@pytest.fixture(scope="module")
def client(served_folder, tmp_path_factory):
    settings = Settings(
        releases=served_folder, state=tmp_path_factory.mktemp("state"), public_units_per_minute=1_000_000
    )
    with TestClient(make_app(settings), base_url="http://127.0.0.1", raise_server_exceptions=False) as running:
        yield running


def facts_in(page):
    return json.loads(re.search(r'id="nearcare-data">(.*?)</script>', page)[1])["facts"]


def read_here(query, facts):
    view = read_view(
        dict(QueryParams(query)),
        runs=facts["runs"],
        steps_minutes=facts["steps_minutes"],
        threshold_minutes=facts["threshold_minutes"],
        area_ids={each["id"] for each in facts["areas"]},
    )
    run = {name: value for name, value in view.run.items() if name != "id"}
    camera = view.camera and list(view.camera)
    place = view.place and list(view.place)
    return [run, view.threshold_minutes, view.layer, view.area, place, camera, view.when]


READ_THERE = """async ([facts, addresses]) => {
    const { readView } = await import(`${facts.static}/permalink.js`);
    return addresses.map((address) => {
        const { view } = readView(`?${address}`, facts);
        const { run, threshold, layer, area, place, camera, when } = view;
        return [run, threshold, layer, area, place && [place.lon, place.lat],
                camera && [camera.zoom, camera.lat, camera.lon], when];
    });
}"""


def test_the_server_and_the_scripts_read_the_same_of_any_address(map_server, browser, client):
    asked = list(addresses())
    with page_of(browser) as page:
        page.route("**/main.js", lambda route: route.abort())
        page.goto(f"{map_server}{MAP}")
        facts = facts_in(client.get(MAP).text) | {"static": f"{map_server}{static_of(client)}"}
        there = page.evaluate(READ_THERE, [facts, asked])
        turned = facts | {"runs": facts["runs"][::-1]}  # the one that is shown by default is not the first
        turned_there = page.evaluate(READ_THERE, [turned, asked])
    assert len({json.dumps(each) for each in there}) > 20
    for address, view, other in zip(asked, there, turned_there, strict=True):
        assert read_here(address, facts) == view, address
        assert read_here(address, turned) == other, address


def static_of(client):
    return re.search(r"/static/map/[0-9a-f]{12}", client.get(MAP).text)[0]


def test_no_address_breaks_the_page_that_the_server_draws(client):
    rest = [*FORGED.values(), *ODD_CHANGES.values()]
    for address in [*list(addresses())[::9], *(f"changes={each}" for each in rest), "page=0", "page=-1", "page=99999"]:
        for name in ("map", "embed"):
            page = client.get(f"/releases/valley/{name}?{address}")
            assert page.status_code == 200, address
            assert page.text.rstrip().endswith("</html>"), address
            assert "<img src=x" not in page.text


def test_changes_that_cannot_be_read_are_told_and_the_rest_of_the_page_works(map_server, browser):
    with page_of(browser) as page:
        open_map(page, f"{map_server}{MAP}?lang=en&changes={FORGED['cut']}")
        assert "Ask who sent it" in page.locator("#problems").inner_text()
        facts = facts_in(page.content())
        there = page.evaluate(
            """async ([facts, addresses]) => {
                const { readView } = await import(`${facts.static}/permalink.js`);
                return addresses.map((each) => readView(`?changes=${each}`, facts))
                    .map(({ view, faults }) => [view.changes.length, faults.length]);
            }""",
            [facts, list(FORGED.values())],
        )
        assert there == [[0, 1]] * len(FORGED)
        for name, changes in ODD_CHANGES.items():
            page.said.clear()
            open_map(page, f"{map_server}{MAP}?lang=en&changes={changes}")
            page.wait_for_selector("#map[data-painted]")
            assert page.locator("#what-if [data-part=changes] li").count() >= 1, name
            assert [each for each in page.said if "400 (Bad Request)" not in each] == [], name
            assert "Parts of the map" not in page.locator("#problems").inner_text(), name
