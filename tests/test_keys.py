"""Keys: made, shown once, kept as a hash, expiring, scoped, replaced and taken back."""

import datetime as dt
import json
import shlex

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from typer.main import get_command
from typer.testing import CliRunner

from api import cli_keys
from api.app import make_app
from api.callers import Tier, all_keys, audit_rows, new_key, revoke_key, rotate_key
from api.callers.key_text import KEY_PREFIX, hash_of, is_well_formed, new_secret
from api.cli import app as program
from api.settings import Settings
from api.state import keys
from geo.errors import InputError

A_SECRET = new_secret(KEY_PREFIX)
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    return make_app(Settings(releases=folder, state=folder / "state"))


@pytest.fixture(scope="module")
def client(app):
    with TestClient(app) as running:
        yield running


@pytest.fixture(scope="module")
def engine(client):
    return client.app.state.database


def whoami(client, secret, header="Authorization"):
    value = f"Bearer {secret}" if header == "Authorization" else secret
    return client.get("/whoami", headers={header: value})


def run(tmp_path, *words, **environment):
    return CliRunner().invoke(program, ["keys", *words], env={"NEARCARE_STATE": str(tmp_path), **environment})


def test_a_key_opens_its_tier_by_either_header(client, engine):
    key, secret = new_key(engine, name="Ministry", tier=Tier.ANALYST, units_per_minute=77)
    for header in ("Authorization", "X-API-Key"):
        told = whoami(client, secret, header).json()
        assert (told["tier"], told["identity"]) == ("analyst", f"key:{key.id}")
        assert told["budget"]["units_per_minute"] == 77
    assert client.get("/whoami", headers={"Authorization": f"bEARER   {secret} "}).json()["tier"] == "analyst"


def test_only_the_hash_of_a_secret_is_kept(engine):
    _, secret = new_key(engine, name="a", tier=Tier.PARTNER)
    with engine.connect() as connection:
        rows = connection.execute(select(keys)).all()
    assert hash_of(secret) in {value for row in rows for value in row}
    assert not any(secret[4:20] in str(value) for row in rows for value in row)


def test_a_secret_is_of_256_bits_and_none_is_made_twice():
    made = {new_secret(KEY_PREFIX) for _ in range(100)}
    assert len(made) == 100
    assert all(len(secret) == len("nck_") + 52 + 7 and is_well_formed(secret) for secret in made)


@given(st.integers(4, 62), st.sampled_from(LETTERS))
def test_one_wrong_letter_is_told_as_a_slip(place, letter):
    wrong = A_SECRET[:place] + letter + A_SECRET[place + 1 :]
    assert is_well_formed(wrong) == (wrong == A_SECRET)


def test_a_key_that_opens_nothing_is_a_401_that_helps_its_holder(client, engine):
    old, expired = new_key(engine, name="old", tier=Tier.ANALYST)
    past = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    with engine.begin() as connection:
        connection.execute(update(keys).where(keys.c.id == old.id).values(expires_utc=past))
    back, revoked = new_key(engine, name="back", tier=Tier.ANALYST)
    revoke_key(engine, back.id)
    for secret, told in [
        (expired, f"expired on {past:%Y-%m-%d}"),
        (revoked, "taken back"),
        (new_secret(KEY_PREFIX), "no such key"),
        (expired[:-1], "mistyped or cut off"),
        ("nck_é", "mistyped or cut off"),
        ("x" * 8000, "mistyped or cut off"),
    ]:
        answer = client.get("/whoami", headers={"X-API-Key": secret.encode()})
        assert answer.status_code == 401
        assert told in answer.json()["detail"]
        assert answer.headers["www-authenticate"] == 'Bearer realm="nearcare"'
        assert secret not in answer.text


def test_no_credential_that_fails_is_taken_for_the_public(client, engine):
    _, secret = new_key(engine, name="a", tier=Tier.PARTNER)
    for headers in [
        {"Authorization": "Basic dXNlcjpwYXNz"},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": f"Bearer {secret} {secret}"},
        {"X-API-Key": ""},
        {"Authorization": f"Bearer {secret}", "X-API-Key": secret},
        [("Authorization", f"Bearer {secret}"), ("Authorization", "Bearer x")],
        {"Cookie": "nearcare_session="},
        {"Authorization": "Bearer a.b.c"},
    ]:
        assert client.get("/whoami", headers=headers).status_code == 401


@pytest.mark.parametrize(
    "query", ["key=x", "API_KEY=x", "x-api-key", "access_token=x&f=json", "q={secret}", "a=%6eck_a", "a=ncs_a"]
)
def test_a_key_in_an_address_is_refused_and_told(client, engine, query):
    _, secret = new_key(engine, name="a", tier=Tier.PARTNER)
    answer = client.get(f"/whoami?{query.format(secret=secret)}", headers={"X-API-Key": secret})
    assert answer.status_code == 400
    assert "does not belong in an address" in answer.json()["detail"]
    assert secret not in answer.text


def test_a_key_for_some_releases_makes_its_holder_the_public_elsewhere(client, engine):
    _, secret = new_key(engine, name="a", tier=Tier.PARTNER, releases=["valley", "coast", "valley"])
    assert whoami(client, secret).json()["releases"] == ["coast", "valley"]


def test_a_rotated_key_holds_for_a_day_more_beside_the_new_one(client, engine):
    old, before = new_key(engine, name="Team", tier=Tier.PARTNER, releases=["valley"], units_per_minute=60)
    new, after = rotate_key(engine, old.id, days=10)
    assert (new.name, new.tier, new.releases, new.units_per_minute) == ("Team", Tier.PARTNER, ("valley",), 60)
    ends = {key.id: key.expires_utc for key in all_keys(engine)}
    assert ends[old.id] - new.created_utc == dt.timedelta(hours=24)
    assert ends[new.id] - new.created_utc == dt.timedelta(days=10)
    assert whoami(client, before).status_code == whoami(client, after).status_code == 200
    revoke_key(engine, old.id)
    with pytest.raises(InputError, match="revoked"):
        rotate_key(engine, old.id)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"days": 0}, "--days"),
        ({"days": 367}, "--days"),
        ({"tier": Tier.PUBLIC}, "needs no key"),
        ({"name": " "}, "--name"),
        ({"name": "a\nb"}, "--name"),
        ({"name": "a" * 201}, "--name"),
        ({"tier": Tier.STEWARD, "releases": ["valley"]}, "all releases"),
        ({"units_per_minute": 49}, "--units-per-minute"),
    ],
)
def test_a_key_that_nobody_should_have_is_not_made(engine, change, told):
    count = len(all_keys(engine))
    with pytest.raises(InputError, match=told):
        new_key(engine, **({"name": "a", "tier": Tier.PARTNER} | change))
    assert len(all_keys(engine)) == count


def test_the_command_line_shows_a_secret_once_and_notes_what_it_did(tmp_path):
    made = run(tmp_path, "new", "--name", "[b]Team[/b]", "--tier", "partner", "--days", "30", "--release", "valley")
    secret = made.stdout.strip()
    assert made.exit_code == 0
    assert is_well_formed(secret)
    assert "shown this once" in made.stderr
    [key_id] = [line.split()[0] for line in run(tmp_path, "list").stdout.splitlines() if "valley" in line]
    assert run(tmp_path, "rotate", key_id).exit_code == 0
    assert "taken back" in run(tmp_path, "revoke", key_id).stdout
    listed = run(tmp_path, "list", COLUMNS="200")
    assert "[b]Team[/b]" in listed.stdout
    assert "revoked" in listed.stdout
    told = run(tmp_path, "audit", "--json").stdout
    assert [json.loads(line)["action"] for line in told.splitlines()] == ["keys.revoke", "keys.rotate", "keys.new"]
    assert secret not in told + listed.stdout
    assert "keys.revoke" in run(tmp_path, "audit", "--last", "1").stdout


def test_the_help_of_each_command_ends_with_an_example_that_is_understood():
    for name, command in get_command(cli_keys.app).commands.items():
        words = shlex.split(command.epilog.removeprefix("Example: nearcare keys "))
        assert words[0] == name
        command.make_context(name, words[1:])


def test_keys_sessions_and_the_log_are_the_same_in_either_database(database_url, tmp_path):
    folder = tmp_path / "releases"
    folder.mkdir()
    app = make_app(Settings(releases=folder, state=tmp_path / "state", database_url=database_url))
    with TestClient(app, base_url="http://127.0.0.1") as both:
        key, secret = new_key(app.state.database, name="a", tier=Tier.ANALYST, releases=["valley"])
        assert all_keys(app.state.database) == [key]
        assert both.post("/session", headers={"X-API-Key": secret}).status_code == 201
        assert both.get("/whoami").json()["releases"] == ["valley"]
        new, _ = rotate_key(app.state.database, key.id)
        revoke_key(app.state.database, key.id)
        states = {each.id: each.state for each in all_keys(app.state.database)}
        assert states == {key.id: "revoked", new.id: "valid"}
        assert new.expires_utc.utcoffset() == dt.timedelta(0)
        assert both.get("/whoami").status_code == 401
        app.state.audit.flush()
        told = [(row["action"], row["outcome"], row["times"]) for row in audit_rows(app.state.database)]
        assert told == [("refused", "401", 1), ("session.begin", "done", 1)]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["revoke", "nobody"], "There is no key 'nobody'"),
        (["rotate", "nobody"], "There is no key 'nobody'"),
        (["new", "--name", "a", "--tier", "king"], "There is no tier 'king'"),
        (["new", "--name", "a", "--tier", "public"], "needs no key"),
        (["new", "--name", "a", "--tier", "partner", "--days", "1000"], "--days is from 1 to 366"),
        (["list", "--database-url", "mysql://u:hidden@h/d"], "NEARCARE_DATABASE_URL names mysql"),
    ],
)
def test_the_command_line_refuses_in_words(tmp_path, words, told):
    refused = run(tmp_path, *words)
    assert refused.exit_code == 1
    assert told in refused.stderr
    assert "hidden" not in refused.stderr
