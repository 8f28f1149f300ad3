"""Sessions: a cookie for browsers, which opens what its key opens and changes nothing for other sites."""

import datetime as dt

import pytest
from fastapi import APIRouter, Depends
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from api.app import make_app
from api.callers import CallerHere, Tier, costs, new_key, revoke_key
from api.callers.sessions import begin_session
from api.callers.tiers import Caller
from api.errors import ConflictError
from api.settings import Settings
from api.state import sessions

HERE = "http://127.0.0.1"
COOKIE = "nearcare_session"


def change(caller: CallerHere):
    """A route that changes something."""
    return {"by": caller.identity}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sessions")
    made = make_app(Settings(releases=folder, state=folder / "state"))
    router = APIRouter()
    router.add_api_route("/change", change, methods=["POST"], dependencies=[Depends(costs(1))])
    made.include_router(router)
    return made


@pytest.fixture(scope="module")
def running(app):
    with TestClient(app, base_url=HERE) as client:
        yield client


@pytest.fixture
def client(running):
    running.cookies.clear()
    return running


@pytest.fixture
def key(app, running):
    assert running
    return new_key(app.state.database, name="a", tier=Tier.ANALYST)


def begin(client, secret):
    return client.post("/session", headers={"Authorization": f"Bearer {secret}"})


def test_a_session_opens_what_its_key_opens_until_it_is_ended(client, key):
    answer = begin(client, key[1])
    assert (answer.status_code, answer.json()["tier"]) == (201, "analyst")
    told = client.get("/whoami").json()
    assert (told["tier"], told["identity"]) == ("analyst", f"key:{key[0].id}")
    held = client.cookies[COOKIE]
    ended = client.delete("/session", headers={"Origin": HERE})
    assert ended.status_code == 204
    assert COOKIE not in client.cookies
    assert client.get("/whoami").json()["tier"] == "public"
    assert client.get("/whoami", headers={"Cookie": f"{COOKIE}={held}"}).status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites_and_short_lived(client, key):
    words = begin(client, key[1]).headers["set-cookie"].split("; ")
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= set(words)
    [age] = [int(word.removeprefix("Max-Age=")) for word in words if word.startswith("Max-Age=")]
    assert 3500 < age <= 3600
    assert not any(word.startswith("Domain") for word in words)


def test_by_https_the_cookie_is_bound_to_its_host(app, key):
    client = TestClient(app, base_url="https://care.example.org")
    answer = begin(client, key[1])
    assert answer.headers["set-cookie"].startswith("__Host-nearcare_session=ncs_")
    assert "Secure" in answer.headers["set-cookie"]
    assert client.get("/whoami").json()["tier"] == "analyst"


def test_no_cookie_is_given_over_a_line_that_others_read(app, key):
    answer = begin(TestClient(app, base_url="http://care.example.org"), key[1])
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_a_cookie_begins_no_session_and_nor_does_the_public(client, key):
    assert client.post("/session").status_code == 401
    begin(client, key[1])
    assert client.post("/session", headers={"Origin": HERE}).status_code == 401


@pytest.mark.parametrize(
    "origin", [None, "null", "https://evil.example.org", "http://127.0.0.1:81", "http://127.0.0.1.evil.org"]
)
def test_another_sites_page_changes_nothing_with_the_cookie(client, key, origin):
    begin(client, key[1])
    headers = {} if origin is None else {"Origin": origin}
    for refused in (client.post("/change", headers=headers), client.delete("/session", headers=headers)):
        assert refused.status_code == 403
        assert "Origin" in refused.json()["detail"]
    assert client.get("/whoami", headers=headers).json()["tier"] == "analyst"


def test_the_servers_own_pages_and_keys_change_things(client, key):
    begin(client, key[1])
    assert client.post("/change", headers={"Origin": HERE}).json() == {"by": f"key:{key[0].id}"}
    client.cookies.clear()
    assert client.post("/change", headers={"X-API-Key": key[1]}).json() == {"by": f"key:{key[0].id}"}


def test_a_session_ends_with_its_key(client, key, app):
    begin(client, key[1])
    revoke_key(app.state.database, key[0].id)
    refused = client.get("/whoami")
    assert refused.status_code == 401
    assert COOKIE not in client.cookies  # the answer had the browser forget it
    assert client.get("/whoami").json()["tier"] == "public"


def test_a_session_that_is_over_opens_nothing(client, key, app):
    begin(client, key[1])
    past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    with app.state.database.begin() as connection:
        connection.execute(update(sessions).values(expires_utc=past))
    assert client.get("/whoami").status_code == 401


def test_only_the_hash_of_a_sessions_secret_is_kept(client, key, app):
    begin(client, key[1])
    with app.state.database.connect() as connection:
        rows = connection.execute(select(sessions)).all()
    assert rows
    assert not any(client.cookies[COOKIE][4:20] in str(value) for row in rows for value in row)


def test_a_session_ends_no_later_than_what_it_was_begun_with(app, running):
    assert running
    end = dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(minutes=2)
    caller = Caller(tier=Tier.PARTNER, identity="oidc:u-17", expires_utc=end)
    assert begin_session(app.state.database, caller, minutes=60)[1] == end


def test_a_caller_has_no_more_sessions_than_a_few_dozen(app, running):
    assert running
    caller = Caller(tier=Tier.PARTNER, identity="oidc:u-18")
    for _ in range(50):
        begin_session(app.state.database, caller, minutes=60)
    with pytest.raises(ConflictError, match="DELETE /session"):
        begin_session(app.state.database, caller, minutes=60)
