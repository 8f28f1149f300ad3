"""The audit log: what changes something is written at once, what would flood it is counted; no secret, no place."""

import datetime as dt

import pytest
from fastapi import APIRouter, Depends, Request
from fastapi.testclient import TestClient
from sqlalchemy import event, insert, text
from sqlalchemy.exc import OperationalError

from api.app import make_app
from api.callers import AuditLog, CallerHere, Deed, StewardHere, Tier, audit_rows, costs, new_key, note
from api.settings import Settings
from api.state import audit


def act(request: Request, caller: StewardHere, subject: str = "x"):
    """A route of stewards that notes what it does."""
    note(request, action="upload", subject=subject)
    return {"by": caller.identity}


def look(release: str, caller: CallerHere, lon: float = 0.0):
    """A route over a release."""
    return {"release": release, "lon": lon, "tier": caller.tier_in(release).word}


@pytest.fixture
def app(tmp_path):
    made = make_app(Settings(releases=tmp_path, state=tmp_path / "state", audit_days=30))
    router = APIRouter()
    router.add_api_route("/act", act, methods=["POST"], dependencies=[Depends(costs(1))])
    router.add_api_route("/releases/{release}/look", look, dependencies=[Depends(costs(1))])
    made.include_router(router)
    return made


@pytest.fixture
def client(app):
    with TestClient(app) as running:
        yield running


def held(app):
    """Rows as (identity, action, subject, outcome, times)."""
    app.state.audit.flush()
    rows = audit_rows(app.state.database)
    return {(row["identity"], row["action"], row["subject"], row["outcome"], row["times"]) for row in rows}


def key_of(app, tier, **more):
    key, secret = new_key(app.state.database, name="a", tier=tier, **more)
    return f"key:{key.id}", {"X-API-Key": secret}


def test_what_a_caller_does_is_noted_with_the_id_of_the_request(app, client):
    identity, headers = key_of(app, Tier.STEWARD)
    client.post("/act?subject=u-1", headers=headers | {"X-Request-Id": "req-0001"})
    [row] = audit_rows(app.state.database)
    assert (row["identity"], row["tier"], row["request_id"], row["times"]) == (identity, "steward", "req-0001", 1)
    assert (row["action"], row["subject"], row["outcome"]) == ("upload", "u-1", "done")
    assert dt.datetime.fromisoformat(row["at_utc"]).utcoffset() == dt.timedelta(0)


def test_refusals_are_counted_and_those_of_the_unknown_tell_no_route(app, client):
    identity, headers = key_of(app, Tier.PARTNER)
    for number in range(5):
        client.post(f"/act?subject={number}", headers={"X-API-Key": f"wrong{number}"})
        client.post(f"/act?subject={number}", headers=headers)
    assert held(app) == {
        (None, "refused", "any route", "401", 5),
        (identity, "refused", "/act", "403", 5),
    }


def test_reading_what_is_not_public_is_counted_by_release_and_route(app, client):
    identity, headers = key_of(app, Tier.ANALYST, releases=["valley"])
    for _ in range(3):
        client.get("/releases/valley/look?lon=12.3456", headers=headers)
    client.get("/releases/coast/look", headers=headers)
    client.get("/releases/valley/look")
    assert held(app) == {(identity, "read", "valley", "/releases/{release}/look", 3)}


def test_no_secret_place_or_address_is_ever_in_it(app, client):
    _, headers = key_of(app, Tier.STEWARD)
    client.get("/releases/valley/look?lon=12.3456", headers=headers)
    client.get("/releases/valley/look?lon=12.3456", headers={"X-API-Key": headers["X-API-Key"][:-1]})
    app.state.audit.flush()
    told = str(audit_rows(app.state.database))
    assert "any route" in told
    assert not any(word in told for word in ("12.34", "testclient", headers["X-API-Key"][:12]))


def test_a_flood_of_different_deeds_takes_bounded_room(app, client):
    assert client
    log = app.state.audit
    for number in range(2000):
        log.count(Deed(identity=f"key:{number}", tier="partner", action="read", subject="valley", outcome="/"))
    rows = held(app)
    assert len(rows) == 501
    assert (None, "read", "others, too many to tell apart", "/", 1500) in rows


def test_what_was_counted_is_written_when_the_server_stops(app):
    with TestClient(app) as client:
        client.get("/whoami", headers={"X-API-Key": "wrong"})
        engine = app.state.database
        kept = AuditLog(engine, days=30)
        assert audit_rows(engine) == []
    assert [row["outcome"] for row in audit_rows(engine)] == ["401"]
    kept.flush()
    engine.dispose()


def test_rows_go_when_they_are_older_than_they_are_kept(app, client):
    assert client
    row = {"tier": "public", "action": "read", "subject": "x", "outcome": "/"}
    old = dt.datetime.now(dt.UTC) - dt.timedelta(days=31)
    with app.state.database.begin() as connection:
        connection.execute(insert(audit), [row | {"at_utc": old}, row | {"at_utc": dt.datetime.now(dt.UTC)}])
    assert len(audit_rows(app.state.database)) == 2
    app.state.audit.flush()
    assert len(audit_rows(app.state.database)) == 1


def test_while_the_database_is_away_nothing_is_done_unnoted_and_no_count_is_lost(app, client):
    identity, headers = key_of(app, Tier.ANALYST)
    engine = app.state.database
    client.get("/releases/valley/look", headers=headers)

    def fail(_connection, _cursor, statement, *_):
        if "audit" in statement:
            raise OperationalError(statement, {}, Exception("database or disk is full"))

    event.listen(engine, "before_cursor_execute", fail)
    _, steward = key_of(app, Tier.STEWARD)
    refused = client.post("/act", headers=steward)
    assert (refused.status_code, refused.headers["content-type"]) == (503, "application/problem+json")
    app.state.audit.flush()
    event.remove(engine, "before_cursor_execute", fail)
    assert held(app) == {(identity, "read", "valley", "/releases/{release}/look", 1)}


def test_letters_that_cannot_be_printed_and_long_texts_are_cut(app, client):
    _, headers = key_of(app, Tier.STEWARD)
    client.post("/act", params={"subject": "a\x1b[2J\n" + "b" * 900}, headers=headers)
    with app.state.database.connect() as connection:
        [subject] = connection.execute(text("SELECT subject FROM audit")).scalars()
    assert subject.startswith("a?[2J?bbb")
    assert len(subject) == 500
