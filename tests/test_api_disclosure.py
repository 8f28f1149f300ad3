"""What the API tells: to the public nothing of what a release keeps back, in no answer of any of its routes."""

import csv
import itertools
import json
import re
import shutil
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from leaks import ANALYSTS_PAGE, SEALED, leaks_in, pixels, unpacked
from sample_study import read_json
from served_releases import change, linked

from api.app import make_app
from api.callers import Tier, new_key
from api.settings import Settings
from api.state import jobs, utc_now, writing
from maps.tiles import run_id, write_tiles
from maps.web_map import static_digest

AT = "/releases/guarded"
RASTER = f"{AT}/tiles/raster"
RUN = "physical-rehab.default.base.dry.to.no-hazards"
HIDDEN_RUNS = (
    "physical-rehab.default.base.dry.to.hazards",
    "shelter.default.base.dry.to.no-hazards",
    "physical-rehab.default.struck.dry.to.no-hazards",
)
JOB = "5ec2e7" * 5 + "00"
ASKED_OF_THE_MAP = ("scenario=struck", "pillar=shelter", "hazards=hazards", "place=30.052,9.952", "layer=difference")
FORMS = ("json", "html", "csv", "xlsx", "gpkg", "pdf")
SEEING_AS_PUBLIC = ("public", "partner", "elsewhere")


@pytest.fixture(scope="module")
def served(guarded_release, tmp_path_factory):
    """The guarded release with tiles and a page for analysts, and one that is for analysts alone."""
    folder = tmp_path_factory.mktemp("served")
    guarded = linked(guarded_release, folder / "guarded")
    runs, comparisons = (read_json(guarded / "analyst/summary.json")[name] for name in ("runs", "comparisons"))
    few = [each for each in runs if run_id(each) in (RUN, *HIDDEN_RUNS)]
    (guarded / "analyst/summary.json").unlink()  # the same file on the disk as in the release that others read
    shutil.copy(guarded_release / "analyst/summary.json", guarded / "analyst/summary.json")
    change(guarded / "analyst/summary.json", runs=few, comparisons=[comparisons[0], comparisons[-1]])
    for tier in ("public", "analyst"):
        write_tiles(guarded / tier)
    (guarded / "analyst" / "pages").mkdir()
    (guarded / "analyst" / "pages" / ANALYSTS_PAGE).write_text("<p>Hidden house</p>", encoding="utf-8")
    sealed = linked(guarded, folder / SEALED)
    (sealed / "manifest.json").unlink()  # the same file on the disk as in the other release
    text = (guarded / "manifest.json").read_text(encoding="utf-8")
    (sealed / "manifest.json").write_text(text, encoding="utf-8")
    change(sealed / "manifest.json", tiers=["analyst"])
    return folder


@pytest.fixture(scope="module")
def client(served, tmp_path_factory):
    units = {f"{tier.word}_units_per_minute": 1_000_000 for tier in Tier}
    app = make_app(Settings(releases=served, state=tmp_path_factory.mktemp("state"), **units))
    with TestClient(app, base_url="http://127.0.0.1") as running:
        yield running


@pytest.fixture(scope="module")
def headers_of(client):
    engine = client.app.state.database
    made = {
        "partner": new_key(engine, name="a", tier=Tier.PARTNER)[1],
        "analyst": new_key(engine, name="a", tier=Tier.ANALYST)[1],
        "other": new_key(engine, name="a", tier=Tier.ANALYST)[1],
        "elsewhere": new_key(engine, name="a", tier=Tier.ANALYST, releases=["elsewhere"])[1],
    }
    return {"public": {}} | {who: {"X-API-Key": secret} for who, secret in made.items()}


@pytest.fixture(scope="module")
def asked(client, headers_of):
    """An address of every GET route with all that an analyst can fill it with, by the route's path."""

    def told(address):
        return client.get(address, headers=headers_of["analyst"]).json()

    collections = [each["id"] for each in told("/collections")["collections"]]
    items = {each: told(f"/collections/{each}/items?limit=20")["features"] for each in collections}
    sets = told(f"{AT}/tiles")
    comparisons = next(each["runs"] for each in sets["raster"] if each["layer"] == "difference")
    compared = [each.split(".")[0] for each in comparisons]
    runs = [RUN, *HIDDEN_RUNS]
    filled = {
        "release": ["guarded", SEALED],
        "collection_id": collections,
        "tileset": [each["layer"] for each in sets["vector"]],
        "page": ["map.html", ANALYSTS_PAGE],
        "comparison": sorted(set(compared)),
        "process_id": ["what-if", "run-study"],
        "z/x/y": ["0/0/0", "8/149/120"],
        "job_id": [JOB],
        "what_if": ["0" * 22],
        "upload_id": ["0" * 32],
        "digest": [static_digest()],
        "name": ["main.js"],
    }
    queries = {
        f"{AT}/gap-report": [f"run={run}&f={form}" for run in runs for form in FORMS],
        f"{AT}/point": [f"lon=30.052&lat=9.952&run={run}" for run in runs],
        f"{AT}/reach": [f"run={run}" for run in runs],
        f"{AT}/search": ["limit=50", "q=secret-1", "q=hidden"],
        f"{AT}/picture.png": ["", "layer=status", "layer=certainty", *(f"run={run}&width=200" for run in runs)],
        f"{AT}/map": ["", "tier=public", "area=W", *ASKED_OF_THE_MAP],
        f"{AT}/embed": ["", "tier=analyst", *ASKED_OF_THE_MAP],
        f"{AT}/comparisons/ad-hoc": [f"before={RUN}&after={run}" for run in runs],
    }
    found = {}
    for path, methods in told("/api")["paths"].items():
        if "get" not in methods:
            continue
        template = path.replace("{z}/{x}/{y}", "{z/x/y}")
        names = re.findall(r"\{([^}]*)\}", template)
        addresses = []
        values = [
            comparisons[:2] + [each for each in comparisons if "refuge" in each][:1] + runs
            if name == "run"
            else ["minutes", "gaps", "difference", "steps", "marks", "certainty"]
            if name == "layer"
            else [""]
            if name == "feature_id"
            else filled.get(name, [])
            for name in names
        ]
        assert all(values), f"nothing to fill {path} with"
        for each in itertools.product(*values):
            address = template
            for name, value in zip(names, each, strict=True):
                address = address.replace(f"{{{name}}}", quote(value))
            if "feature_id" in names:
                of = each[names.index("collection_id")]
                addresses += [address + quote(str(item["id"]), safe="") for item in items[of][:2]]
            else:
                addresses += [f"{address}?{query}" for query in queries.get(address, [""])]
        found[path] = [address.rstrip("?") for address in addresses]
    return found


@pytest.fixture(scope="module")
def answers(client, asked):
    """What the public is answered at each of the addresses."""
    return {address: client.get(address) for addresses in asked.values() for address in addresses}


def test_no_answer_of_any_route_tells_the_public_what_is_kept_back(answers):
    for address, answer in answers.items():
        assert answer.status_code in {200, 204, 400, 401, 404}, f"{address}: {answer.text[:300]}"
        assert leaks_in(unpacked(answer), address) == [], address
    assert sum(answer.status_code == 404 for answer in answers.values()) > 50


def test_the_same_search_finds_what_analysts_are_told(client, asked, headers_of):
    found = set()
    for path in ("/collections", "/collections/{collection_id}/items", "/releases/{release}/pages/{page}"):
        for address in asked[path]:
            found |= set(leaks_in(unpacked(client.get(address, headers=headers_of["analyst"])), address))
    assert {b"secret-1", b"Hidden house", b"mine-1", SEALED.encode()} <= found
    centres = client.get("/collections/guarded.centres/items?limit=9", headers=headers_of["analyst"])
    assert leaks_in(unpacked(centres), "/")[-2:] == [b"30.052", b"9.952"]
    archive = client.get(f"{AT}/tiles/vector/centres.pmtiles", headers=headers_of["analyst"])
    assert b"secret-1" in unpacked(archive)


def test_the_map_asks_in_the_same_words_for_what_is_hidden_and_what_is_not_there(client):
    hidden_and_absent = ("scenario", "struck", "strucx"), ("pillar", "shelter", "sheltex"), ("area", "mine-1", "mine-7")
    for name, hidden, absent in hidden_and_absent:
        for page in ("map", "embed"):
            told = [client.get(f"{AT}/{page}?lang=en&{name}={each}").text for each in (hidden, absent)]
            assert told[0].replace(hidden, "?") == told[1].replace(absent, "?"), (page, name)
            assert "fault-" in told[0]


def test_roads_and_pictures_show_hazards_to_analysts_alone(client, headers_of):
    red = (179, 18, 18, 255)
    seen = {}
    for who in ("public", "analyst"):
        roads = client.get(f"{AT}/tiles/vector/roads.pmtiles", headers=headers_of[who])
        run = RUN if who == "public" else HIDDEN_RUNS[0]
        picture = client.get(f"{AT}/picture.png?run={run}", headers=headers_of[who])
        seen[who] = b"is_cut" in unpacked(roads), red in pixels(picture.content)
    assert seen == {"public": (False, False), "analyst": (True, True)}


def test_keys_that_show_no_more_are_answered_as_the_public_is(client, asked, headers_of):
    for path in ("/releases/{release}", "/collections/{collection_id}", "/releases/{release}/tiles"):
        for address in asked[path]:
            answers = [client.get(address, headers=headers_of[who]) for who in SEEING_AS_PUBLIC]
            assert len({(each.status_code, each.content, each.headers.get("etag")) for each in answers}) == 1, address


def test_what_is_hidden_is_told_in_the_words_of_what_does_not_exist(client, asked, answers):
    absent = {"shelter": "sheltex", "struck": "strucx", "refuge": "refugx", SEALED: "sealex-valley"}
    told = set()
    for path, (word, other) in itertools.product(asked, absent.items()):
        named = [each for each in asked[path] if word in each and answers[each].status_code == 404]
        for address in named[:2]:
            answer = client.get(address.replace(word, other))
            assert (answer.status_code, answer.text) == (404, answers[address].text.replace(word, other)), address
            told.add((path, word))
    assert len(told) > 20


def test_a_tag_of_the_analysts_answer_is_no_key_to_it(client, asked, answers, headers_of):
    for path in ("/collections/{collection_id}", "/releases/{release}/pages/{page}", "/releases/{release}/tiles"):
        for address in asked[path]:
            answer = client.get(address, headers=headers_of["analyst"])
            if "etag" in answer.headers:
                again = client.get(address, headers={"If-None-Match": answer.headers["etag"]})
                assert again.status_code == answers[address].status_code, address
                assert "no-store" in answer.headers["cache-control"]


def test_no_shared_cache_may_give_an_analysts_answer_to_others(client, asked, answers, headers_of):
    for address in (addresses[0] for addresses in asked.values()):
        answer = client.get(address, headers=headers_of["analyst"])
        varies = {name.strip().lower() for name in answer.headers["vary"].split(",")}
        assert {"authorization", "x-api-key", "cookie"} <= varies, address
        if answer.content != answers[address].content:
            assert "public" not in answer.headers.get("cache-control", "no-store"), address


TILES_OF_A_WHAT_IF = [
    f"tiles/{layer}/{rest}"
    for layer in ("minutes", "status", "steps", "marks", "difference")
    for rest in ("0/0/0.png", "tilejson.json", "legend")
]
KEYS = ("pillar", "profile", "scenario", "season", "direction", "hazards")


def slugged(text):
    return text.replace("_", "-")


def test_a_layer_without_rows_is_a_collection_like_any_other(client, headers_of):
    at = "/collections/guarded.disputed_roads"
    told = client.get(at, headers=headers_of["analyst"])
    assert told.json()["feature_count"] == 0
    for query in ("", "?bbox=30,9,31,10", "?f=html"):
        page = client.get(f"{at}/items{query}", headers=headers_of["analyst"])
        assert page.status_code == 200, page.text
    assert page.headers["content-type"].startswith("text/html")


def changes_told(client, changes, headers=None):
    body = {"run": RUN, "changes": changes}
    return client.post(f"{AT}/what-ifs", json=body, headers=headers or {})


def test_a_what_if_of_the_public_is_about_the_public_country(client, served):
    begun = changes_told(client, [])
    assert begun.status_code == 201, begun.text
    told = begun.json()
    areas = client.get(f"{AT}/what-ifs/{told['id']}/areas")
    at = f"{AT}/what-ifs/{told['id']}"
    reach = client.get(f"{at}/reach")
    others = [client.get(f"{at}/{each}") for each in ("picture.png", *TILES_OF_A_WHAT_IF)]
    for answer in (begun, areas, reach, *others):
        assert answer.status_code in {200, 201}, answer.url
        assert leaks_in(unpacked(answer), "/") == []
    live_reach, known_reach = reach.json(), client.get(f"{AT}/reach?run={RUN}").json()
    assert live_reach["before"] == live_reach["after"]
    known = {each["id"]: each for each in known_reach["areas"]}
    for each in live_reach["before"]["areas"]:
        assert each["within"] == pytest.approx(known[each["id"]]["within"])
        assert each["inside_hazards"] == 0
    place = "8/149/120.png"
    marks = [pixels(client.get(f"{each}/{place}").content) for each in (f"{at}/tiles/marks", f"{RASTER}/marks/{RUN}")]
    assert marks[0] == marks[1]
    assert len(marks[0]) > 1
    with (served / "guarded/public/tables/areas.csv").open(encoding="utf-8") as table:
        rows = [row for row in csv.DictReader(table) if ".".join(map(slugged, (row[name] for name in KEYS))) == RUN]
    published = {row["area_id"]: row for row in rows}
    live = {each["area_id"]: each for each in areas.json()["rows"] if each["area_id"] in published}
    assert len(live) >= 2
    assert set(live) == set(published)
    for area, row in live.items():
        if not published[area]["median_minutes"]:  # nobody lives outside all areas
            continue
        assert row["population"] == pytest.approx(float(published[area]["population"]))
        assert row["median_minutes_before"] == pytest.approx(float(published[area]["median_minutes"]), abs=0.05)
        assert row["people_gaining"] == row["people_losing"] == 0
    added = {"kind": "add_centre", "id": "new-9", "lon": 30.05, "lat": 9.95, "pillars": ["physical_rehab"]}
    assert client.put(f"{at}/changes", json={"changes": [added]}).status_code == 200
    for form in ("zip", "json"):
        handed_over = client.get(f"{at}/scenario?f={form}")
        assert b"new-9" in unpacked(handed_over)
        assert leaks_in(unpacked(handed_over), "/") == []


@pytest.mark.parametrize(
    ("kind", "name", "hidden", "absent", "more"),
    [
        ("close_centre", "id", "secret-1", "secret-7", {}),
        ("move_centre", "id", "secret-1", "secret-7", {"lon": 30.05, "lat": 9.95}),
        ("upgrade_centre", "id", "secret-1", "secret-7", {"pillars": ["physical_rehab"]}),
        ("release_hazard", "area_id", "mine-1", "mine-7", {}),
    ],
)
def test_a_what_if_tells_hidden_centres_and_hazards_as_unknown_ones(client, kind, name, hidden, absent, more):
    answers = [changes_told(client, [{"kind": kind, name: each, **more}]) for each in (hidden, absent)]
    assert [each.status_code for each in answers] == [400, 400]
    assert answers[0].text.replace(hidden, "?") == answers[1].text.replace(absent, "?")
    assert hidden not in answers[1].text


def test_an_added_centre_may_have_the_id_of_a_hidden_one(client):
    added = {"kind": "add_centre", "lon": 30.05, "lat": 9.95, "pillars": ["physical_rehab"]}
    told = [changes_told(client, [{**added, "id": each}]).json() for each in ("secret-1", "secret-7")]
    assert told[0]["gains"] == told[1]["gains"]
    words = [changes_told(client, [{**added, "id": "x", "pillars": [each]}]).text for each in ("shelter", "shelteq")]
    assert words[0].replace("shelter", "shelteq") == words[1]


def test_an_analysts_what_if_is_nobody_elses(client, headers_of):
    told = changes_told(client, [], headers=headers_of["analyst"]).json()
    at = f"{AT}/what-ifs/{told['id']}"
    below = [f"{at}/{each}" for each in ("areas", "reach", "scenario", "picture.png", *TILES_OF_A_WHAT_IF)]
    for who in ("public", "partner", "elsewhere", "other"):
        for address in (at, *below):
            assert client.get(address, headers=headers_of[who]).status_code == 404, (who, address)
        assert client.put(f"{at}/changes", json={"changes": []}, headers=headers_of[who]).status_code == 404
        assert client.delete(at, headers=headers_of[who]).status_code == 404
    assert client.get(at, headers=headers_of["analyst"]).status_code == 200
    assert client.delete(at, headers=headers_of["analyst"]).status_code == 204


def test_an_analysts_job_is_nobody_elses(client, headers_of):
    owner = client.get("/whoami", headers=headers_of["analyst"]).json()["identity"]
    row = {
        "id": JOB,
        "process_id": "what-if",
        "owner": owner,
        "tier": "analyst",
        "status": "successful",
        "progress": 100.0,
        "message": "done",
        "inputs": {"release": "guarded"},
        "result": {"told": "Hidden house"},
        "created_utc": utc_now(),
        "updated_utc": utc_now(),
        "finished_utc": utc_now(),
    }
    with writing(client.app.state.database) as connection:
        connection.execute(jobs.insert().values(row))
    assert client.get(f"/jobs/{JOB}/results", headers=headers_of["analyst"]).json()["result"] == row["result"]
    for who in ("public", "partner", "elsewhere", "other"):
        for rest in ("", "/results", "/events"):
            answer = client.get(f"/jobs/{JOB}{rest}", headers=headers_of[who])
            absent = client.get(f"/jobs/{'0' * 32}{rest}", headers=headers_of[who])
            assert (answer.status_code, answer.text.replace(JOB, "0" * 32)) == (404, absent.text)
        assert client.delete(f"/jobs/{JOB}", headers=headers_of[who]).status_code == 404
        assert JOB not in json.dumps(client.get("/jobs", headers=headers_of[who]).json())
    assert client.delete(f"/jobs/{JOB}", headers=headers_of["analyst"]).status_code == 200
    assert client.get(f"/jobs/{JOB}/results", headers=headers_of["analyst"]).status_code == 404
