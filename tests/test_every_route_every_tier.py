"""Every route for every tier: a route that is not in this table fails the test, so that none is opened by accident."""

import datetime as dt

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient
from sqlalchemy import update

from api.app import make_app
from api.callers import CallerHere, StewardHere, Tier, new_key
from api.parameters import refuse_unknown
from api.settings import DEAREST_UNITS, Settings
from api.state import keys
from maps.web_map import static_digest

CALLERS = ("public", "partner", "analyst", "steward", "of another release", "expired")
"""Who asks; the last but one holds an analyst's key for a release that is not the one asked for."""

OPEN = (200, 200, 200, 200, 200, 401)
ANALYSTS = (404, 404, 200, 200, 404, 401)
STEWARDS = (401, 403, 403, 200, 403, 401)
STEWARDS_BODY = (401, 403, 403, 400, 403, 401)
LOOPBACK_OR_STEWARDS = (404, 404, 404, 200, 404, 401)
KNOWN = (401, 201, 201, 201, 201, 401)

NOBODYS = (404, 404, 404, 404, 404, 401)
"""What does not exist is not there for anybody, in the same words as what is hidden."""
FOR_ALL = (400, 400, 400, 400, 400, 401)
"""What cannot be used as it is is told to whoever may ask at all."""

RELEASE = "/releases/valley"
RUN = "physical-rehab.default.base.all-year.to.hazards"
FREE_RUN = "physical-rehab.default.base.all-year.to.no-hazards"
COMPARISON = "bridge-closed.physical-rehab.default.to"
RASTER, VECTOR = f"{RELEASE}/tiles/raster", f"{RELEASE}/tiles/vector"
WHAT_IF = f"{RELEASE}/what-ifs/{'0' * 22}"
JOB = f"/jobs/{'0' * 32}"
UPLOAD = f"/uploads/{'0' * 32}"
NOT_OF_STEWARDS = (401, 403, 403, 404, 403, 401)


def by_tier(address):
    """Rows for what all may see in the public tier, and analysts in theirs."""
    return [(address, OPEN), (address + ("&" if "?" in address else "?") + "tier=analyst", ANALYSTS)]


# Each route with addresses of it and the status for each caller. A body that is sent is empty.
TABLE = {
    ("GET", "/"): [("/", OPEN)],
    ("GET", "/api"): [("/api", OPEN)],
    ("GET", "/api.html"): [("/api.html", OPEN)],
    ("GET", "/collections"): [("/collections", OPEN)],
    ("GET", "/collections/{collection_id}"): by_tier("/collections/valley.gaps"),
    ("GET", "/collections/{collection_id}/items"): by_tier("/collections/valley.gaps/items?limit=1"),
    ("GET", "/collections/{collection_id}/items/{feature_id}"): by_tier("/collections/valley.areas/items/A-1"),
    ("GET", "/collections/{collection_id}/queryables"): by_tier("/collections/valley.gaps/queryables"),
    ("GET", "/conformance"): [("/conformance", OPEN)],
    ("GET", "/health/live"): [("/health/live", OPEN)],
    ("GET", "/health/ready"): [("/health/ready", OPEN)],
    ("GET", "/jobs"): [("/jobs", OPEN)],
    ("GET", "/jobs/{job_id}"): [(JOB, NOBODYS)],
    ("DELETE", "/jobs/{job_id}"): [(JOB, NOBODYS)],
    ("GET", "/jobs/{job_id}/events"): [(f"{JOB}/events", NOBODYS)],
    ("GET", "/jobs/{job_id}/results"): [(f"{JOB}/results", NOBODYS)],
    ("GET", "/map"): [("/map?lang=fr", (200, 200, 200, 200, 200, 401))],
    ("GET", "/metrics"): [("/metrics", LOOPBACK_OR_STEWARDS)],
    ("GET", "/processes"): [("/processes", OPEN)],
    ("GET", "/processes/{process_id}"): [("/processes/what-if", OPEN), ("/processes/nothing", NOBODYS)],
    ("POST", "/processes/run-scenario/execution"): [("/processes/run-scenario/execution", STEWARDS_BODY)],
    ("POST", "/processes/run-study/execution"): [("/processes/run-study/execution", STEWARDS_BODY)],
    ("POST", "/processes/what-if/execution"): [("/processes/what-if/execution", FOR_ALL)],
    ("GET", "/releases"): [("/releases", OPEN)],
    ("GET", "/releases/{release}"): by_tier(RELEASE),
    ("GET", "/releases/{release}/basemap"): by_tier(f"{RELEASE}/basemap"),
    ("GET", "/releases/{release}/comparisons"): by_tier(f"{RELEASE}/comparisons"),
    ("GET", "/releases/{release}/comparisons/ad-hoc"): [(f"{RELEASE}/comparisons/ad-hoc", FOR_ALL)],
    ("GET", "/releases/{release}/comparisons/{comparison}"): by_tier(f"{RELEASE}/comparisons/bridge-closed"),
    ("GET", "/releases/{release}/embed"): [(f"{RELEASE}/embed", OPEN), (f"{RELEASE}/embed?tier=analyst", OPEN)],
    ("GET", "/releases/{release}/gap-report"): by_tier(f"{RELEASE}/gap-report?pillar=physical-rehab"),
    ("GET", "/releases/{release}/map"): by_tier(f"{RELEASE}/map"),
    ("GET", "/releases/{release}/pages/{page}"): [(f"{RELEASE}/pages/nothing.html", NOBODYS)],
    ("GET", "/releases/{release}/point"): by_tier(f"{RELEASE}/point?lon=-29.75&lat=45.15&pillar=physical-rehab"),
    ("GET", "/releases/{release}/rasters/{run}/{layer}.tif"): by_tier(f"{RELEASE}/rasters/{RUN}/minutes.tif"),
    ("GET", "/releases/{release}/reach"): by_tier(f"{RELEASE}/reach?run={FREE_RUN}"),
    ("GET", "/releases/{release}/runs"): by_tier(f"{RELEASE}/runs"),
    ("GET", "/releases/{release}/picture.png"): by_tier(f"{RELEASE}/picture.png?width=200"),
    ("GET", "/releases/{release}/search"): by_tier(f"{RELEASE}/search?q=north"),
    ("GET", "/releases/{release}/tiles"): by_tier(f"{RELEASE}/tiles"),
    ("GET", "/releases/{release}/tiles/raster/{layer}/{run}/legend"): by_tier(f"{RASTER}/minutes/{RUN}/legend"),
    ("GET", "/releases/{release}/tiles/raster/{layer}/{run}/tilejson.json"): by_tier(
        f"{RASTER}/difference/{COMPARISON}/tilejson.json"
    ),
    ("GET", "/releases/{release}/tiles/raster/{layer}/{run}/{z}/{x}/{y}.png"): by_tier(
        f"{RASTER}/status/{RUN}/0/0/0.png"
    ),
    ("GET", "/releases/{release}/tiles/vector/{tileset}.pmtiles"): [(f"{VECTOR}/nothing.pmtiles", NOBODYS)],
    ("GET", "/releases/{release}/tiles/vector/{tileset}/tilejson.json"): [(f"{VECTOR}/nothing/tilejson.json", NOBODYS)],
    ("GET", "/releases/{release}/tiles/vector/{tileset}/{z}/{x}/{y}.mvt"): [(f"{VECTOR}/nothing/0/0/0.mvt", NOBODYS)],
    ("POST", "/releases/{release}/what-ifs"): [
        (f"{RELEASE}/what-ifs", FOR_ALL),
        (f"{RELEASE}/what-ifs?tier=analyst", (404, 404, 400, 400, 404, 401)),
    ],
    ("GET", "/releases/{release}/what-ifs/{what_if}"): [(WHAT_IF, NOBODYS)],
    ("DELETE", "/releases/{release}/what-ifs/{what_if}"): [(WHAT_IF, NOBODYS)],
    ("GET", "/releases/{release}/what-ifs/{what_if}/areas"): [(f"{WHAT_IF}/areas", NOBODYS)],
    ("GET", "/releases/{release}/what-ifs/{what_if}/reach"): [(f"{WHAT_IF}/reach", NOBODYS)],
    ("GET", "/releases/{release}/what-ifs/{what_if}/scenario"): [(f"{WHAT_IF}/scenario", NOBODYS)],
    ("PUT", "/releases/{release}/what-ifs/{what_if}/changes"): [(f"{WHAT_IF}/changes", NOBODYS)],
    ("GET", "/releases/{release}/what-ifs/{what_if}/picture.png"): [(f"{WHAT_IF}/picture.png", NOBODYS)],
    ("GET", "/releases/{release}/what-ifs/{what_if}/tiles/{layer}/legend"): [
        (f"{WHAT_IF}/tiles/minutes/legend", NOBODYS)
    ],
    ("GET", "/releases/{release}/what-ifs/{what_if}/tiles/{layer}/tilejson.json"): [
        (f"{WHAT_IF}/tiles/minutes/tilejson.json", NOBODYS)
    ],
    ("GET", "/releases/{release}/what-ifs/{what_if}/tiles/{layer}/{z}/{x}/{y}.png"): [
        (f"{WHAT_IF}/tiles/minutes/0/0/0.png", NOBODYS)
    ],
    ("POST", "/session"): [("/session", KNOWN)],
    ("DELETE", "/session"): [("/session", (204, 204, 204, 204, 204, 401))],
    ("GET", "/static/map/{digest}/{name:path}"): [(f"/static/map/{static_digest()}/main.js", OPEN)],
    ("GET", "/static/nearcare.css"): [("/static/nearcare.css", OPEN)],
    ("GET", "/uploads"): [("/uploads", STEWARDS)],
    ("POST", "/uploads"): [("/uploads", (401, 403, 403, 201, 403, 401))],
    ("GET", "/uploads/{upload_id}"): [(UPLOAD, NOT_OF_STEWARDS)],
    ("DELETE", "/uploads/{upload_id}"): [(UPLOAD, NOT_OF_STEWARDS)],
    ("POST", "/uploads/{upload_id}/check"): [(f"{UPLOAD}/check", NOT_OF_STEWARDS)],
    ("PUT", "/uploads/{upload_id}/files/{name}"): [(f"{UPLOAD}/files/study.toml", NOT_OF_STEWARDS)],
    ("DELETE", "/uploads/{upload_id}/files/{name}"): [(f"{UPLOAD}/files/study.toml", NOT_OF_STEWARDS)],
    ("GET", "/whoami"): [("/whoami", OPEN)],
}


@pytest.fixture(scope="module")
def app(served_folder, tmp_path_factory):
    units = {f"{tier.word}_units_per_minute": 1_000_000 for tier in Tier}
    return make_app(Settings(releases=served_folder, state=tmp_path_factory.mktemp("state"), **units))


@pytest.fixture(scope="module")
def client(app):
    with TestClient(app, base_url="http://127.0.0.1") as running:
        yield running


@pytest.fixture(autouse=True)
def _expired_keys_may_be_tried(monkeypatch):
    """Let one address bring an expired key to every route within a minute."""
    monkeypatch.setattr("api.callers.budgets._FAILURES_PER_MINUTE", 10_000)


@pytest.fixture(scope="module")
def secrets(app, client):
    assert client
    engine = app.state.database
    made = {tier.word: new_key(engine, name="a", tier=tier)[1] for tier in Tier if tier != Tier.PUBLIC}
    _, made["of another release"] = new_key(engine, name="a", tier=Tier.ANALYST, releases=["elsewhere"])
    expired, made["expired"] = new_key(engine, name="a", tier=Tier.STEWARD)
    with engine.begin() as connection:
        past = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
        connection.execute(update(keys).where(keys.c.id == expired.id).values(expires_utc=past))
    return made


def routes_of(app):
    """Each route with each of its methods, as (method, path); HEAD is asked for as GET is."""
    found = {}
    for context in iter_route_contexts(app.routes):
        if context.path == app.openapi_url:  # the framework's own, until a room tells it
            continue
        methods = sorted(set(context.methods or ()) - {"HEAD", "OPTIONS"})
        found |= {(method, context.path): context for method in methods}
    return found


def calls_of(dependant):
    """What a route calls before it answers, and what that calls."""
    yield dependant.call
    for each in dependant.dependencies:
        yield from calls_of(each)


def test_every_route_is_in_the_table(app):
    assert set(routes_of(app)) <= set(TABLE)


def test_the_table_names_no_route_that_is_not_there(app):
    assert set(TABLE) <= set(routes_of(app))


def test_every_route_knows_its_caller_and_has_a_cost(app):
    knows = {CallerHere.__metadata__[0].dependency, StewardHere.__metadata__[0].dependency}
    for named, route in routes_of(app).items():
        assert isinstance(route.original_route, APIRoute), f"{named} is outside of what asks who the caller is"
        calls = list(calls_of(route.dependant))
        costs = [call.units for call in calls if hasattr(call, "units")]
        assert knows & set(calls), f"{named} does not ask who the caller is"
        assert len(costs) == 1, f"{named} has no cost, or two"
        assert 0 <= costs[0] <= DEAREST_UNITS, f"{named} costs more than the smallest budget"


OWN_PARAMETERS = {
    "/collections/{collection_id}/items",
    "/map",
    "/releases/{release}/embed",
    "/releases/{release}/map",
}
"""The first knows the columns of its layer besides, and refuses the rest itself; the pages tell what they leave out."""


def test_every_route_refuses_parameters_that_it_does_not_know(app):
    for (method, path), route in routes_of(app).items():
        if path not in OWN_PARAMETERS and "operations" not in route.original_route.tags:
            assert refuse_unknown in set(calls_of(route.dependant)), f"{method} {path} takes any parameter"


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize(("method", "path"), TABLE)
def test_a_route_answers_each_caller_as_the_table_says(client, secrets, method, path, caller):
    client.cookies.clear()
    headers = {"Authorization": f"Bearer {secrets[caller]}"} if caller in secrets else {}
    for address, statuses in TABLE[method, path]:
        body = {"json": {}} if method in {"POST", "PUT"} and path != "/session" else {}
        answer = client.request(method, address, headers=headers, **body)
        assert answer.status_code == statuses[CALLERS.index(caller)], f"{address}: {answer.text[:500]}"
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"


def test_a_table_of_statuses_opens_nothing_to_an_expired_key():
    assert all(statuses[-1] == 401 for rows in TABLE.values() for _, statuses in rows)
