"""Every route for every tier: a route that is not in this table fails the test, so that none is opened by accident."""

import datetime as dt

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient
from sqlalchemy import update

from api.app import make_app
from api.callers import CallerHere, StewardHere, Tier, new_key
from api.settings import DEAREST_UNITS, Settings
from api.state import keys

CALLERS = ("public", "partner", "analyst", "steward", "of another release", "expired")
"""Who asks; the last but one holds an analyst's key for a release that is not the one asked for."""

OPEN = (200, 200, 200, 200, 200, 401)
ANALYSTS = (404, 404, 200, 200, 404, 401)
STEWARDS = (401, 403, 403, 200, 403, 401)
LOOPBACK_OR_STEWARDS = (404, 404, 404, 200, 404, 401)
KNOWN = (401, 201, 201, 201, 201, 401)

# The route, an address of it, and the status for each caller.
TABLE = {
    ("GET", "/whoami"): [("/whoami", OPEN)],
    ("POST", "/session"): [("/session", KNOWN)],
    ("DELETE", "/session"): [("/session", (204, 204, 204, 204, 204, 401))],
    ("GET", "/health/live"): [("/health/live", OPEN)],
    ("GET", "/health/ready"): [("/health/ready", OPEN)],
    ("GET", "/metrics"): [("/metrics", LOOPBACK_OR_STEWARDS)],
}


@pytest.fixture(scope="module")
def app(served_folder, tmp_path_factory):
    units = {f"{tier.word}_units_per_minute": 1_000_000 for tier in Tier}
    return make_app(Settings(releases=served_folder, state=tmp_path_factory.mktemp("state"), **units))


@pytest.fixture(scope="module")
def client(app):
    with TestClient(app, base_url="http://127.0.0.1") as running:
        yield running


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
        methods = sorted(set(context.methods or ()) - {"HEAD", "OPTIONS"})
        found |= {(method, context.path): context for method in methods}
    return found


def calls_of(dependant):
    """What a route calls before it answers, and what that calls."""
    yield dependant.call
    for each in dependant.dependencies:
        yield from calls_of(each)


def test_every_route_is_in_the_table_and_the_table_names_no_other(app):
    assert set(routes_of(app)) - {("GET", "/api")} == set(TABLE)


def test_every_route_knows_its_caller_and_has_a_cost(app):
    knows = {CallerHere.__metadata__[0].dependency, StewardHere.__metadata__[0].dependency}
    for named, route in routes_of(app).items():
        if not isinstance(getattr(route, "original_route", route), APIRoute):
            continue
        calls = list(calls_of(route.dependant))
        costs = [call.units for call in calls if hasattr(call, "units")]
        assert knows & set(calls), f"{named} does not ask who the caller is"
        assert len(costs) == 1, f"{named} has no cost, or two"
        assert 0 <= costs[0] <= DEAREST_UNITS, f"{named} costs more than the smallest budget"


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize(("method", "path"), TABLE)
def test_a_route_answers_each_caller_as_the_table_says(client, secrets, method, path, caller):
    client.cookies.clear()
    headers = {"Authorization": f"Bearer {secrets[caller]}"} if caller in secrets else {}
    for address, statuses in TABLE[method, path]:
        answer = client.request(method, address, headers=headers)
        assert answer.status_code == statuses[CALLERS.index(caller)], answer.text
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"


def test_a_table_of_statuses_opens_nothing_to_an_expired_key():
    assert all(statuses[-1] == 401 for rows in TABLE.values() for _, statuses in rows)
