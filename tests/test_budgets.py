"""Budgets: units a minute by caller, or by address for the public."""

import pytest
from fastapi import APIRouter, Depends
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from api.app import make_app
from api.callers import Caller, Tier, costs, new_key
from api.callers.budgets import Budgets
from api.errors import BudgetError
from api.settings import DEAREST_UNITS, Settings

PUBLIC = Caller(tier=Tier.PUBLIC)
SMALL = Settings(public_units_per_minute=60)


@pytest.fixture
def clock(monkeypatch):
    now = [1_800_000_000.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    return now


@pytest.fixture
def budgets():
    made = Budgets(SMALL)
    yield made
    made.close()


def is_let_through(budgets, units, *, caller=PUBLIC, address="192.0.2.1"):
    try:
        budgets.charge(caller, address, units)
    except BudgetError:
        return False
    return True


def told_wait_s(budgets, units):
    """After how long a refused caller is told to come back, 0 if they are let through."""
    try:
        budgets.charge(PUBLIC, "192.0.2.1", units)
    except BudgetError as refused:
        return refused.retry_after_s
    return 0


@pytest.mark.usefixtures("clock")
def test_units_add_up_to_the_budget_inclusive_and_no_further(budgets):
    assert is_let_through(budgets, 59)
    assert is_let_through(budgets, 1)
    assert not is_let_through(budgets, 1)
    assert budgets.left(PUBLIC, "192.0.2.1").left_units == 0


@pytest.mark.usefixtures("clock")
def test_each_address_and_each_key_has_its_own_budget(budgets):
    assert is_let_through(budgets, 60)
    assert is_let_through(budgets, 60, address="192.0.2.2")
    assert is_let_through(budgets, 60, address=None)
    key = Caller(tier=Tier.PARTNER, identity="key:a", units_per_minute=100)
    assert is_let_through(budgets, 100, caller=key)
    assert not is_let_through(budgets, 1, caller=key, address="192.0.2.9")
    assert is_let_through(budgets, 3000, caller=Caller(tier=Tier.PARTNER, identity="key:b"))


@pytest.mark.usefixtures("clock")
def test_one_household_of_ipv6_is_one_address(budgets):
    assert is_let_through(budgets, 60, address="2001:db8:1:2::1")
    assert not is_let_through(budgets, 1, address="2001:db8:1:2:ffff::7")
    assert is_let_through(budgets, 60, address="2001:db8:1:3::1")
    assert is_let_through(budgets, 60, address="192.0.2.1")
    assert not is_let_through(budgets, 1, address="::ffff:192.0.2.1")


@given(st.integers(0, 59), st.integers(0, 60), st.integers(0, 60), st.integers(0, 59), st.integers(1, DEAREST_UNITS))
def test_who_waits_as_long_as_told_is_let_through(start_s, first, second, later_s, units):
    with pytest.MonkeyPatch.context() as patch:
        now = [1_800_000_000.0 + start_s]
        patch.setattr("time.time", lambda: now[0])
        budgets = Budgets(SMALL)
        is_let_through(budgets, first)
        now[0] += later_s
        is_let_through(budgets, second)
        wait_s = told_wait_s(budgets, units)
        now[0] += wait_s
        assert 0 <= wait_s <= 120
        assert wait_s == 0 or is_let_through(budgets, units)
        budgets.close()


def test_addresses_cannot_be_read_back_and_take_bounded_room(budgets):
    for number in range(300):
        is_let_through(budgets, 1, address=f"198.51.{number // 250}.{number % 250}")
    kept = [*budgets._storage.storage, *budgets._storage.events]  # noqa: SLF001 - what is kept is the point
    assert kept
    assert not any("198.51" in name for name in kept)
    assert all(int(name.split("address:")[1].split("/")[0]) < 16_384 for name in kept)


def nothing():
    return {}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("budgets")
    made = make_app(Settings(releases=folder, state=folder / "state", public_units_per_minute=60))
    router = APIRouter()
    router.add_api_route("/dear", nothing, dependencies=[Depends(costs(DEAREST_UNITS))])
    made.include_router(router)
    return made


def test_answers_tell_what_is_left_and_when_to_come_back(app, clock):
    with TestClient(app) as client:
        first = client.get("/dear")
        assert first.headers["ratelimit-policy"] == '"public";q=60;w=60'
        assert first.headers["ratelimit"] == '"public";r=10;t=60'
        refused = client.get("/dear")
        assert (refused.status_code, refused.json()["title"]) == (429, "Too much for now")
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["ratelimit"] == '"public";r=10;t=60'
        clock[0] += int(refused.headers["retry-after"])
        assert client.get("/dear").status_code == 200


@pytest.mark.usefixtures("clock")
def test_keys_that_fail_are_counted_and_hold_up_no_key_that_is_valid(app):
    with TestClient(app) as client:
        _, secret = new_key(app.state.database, name="a", tier=Tier.PARTNER)
        statuses = [client.get("/whoami", headers={"X-API-Key": "x"}).status_code for _ in range(62)]
        assert statuses == [401] * 60 + [429] * 2
        assert client.get("/whoami", headers={"X-API-Key": secret}).status_code == 200
        assert client.get("/whoami").status_code == 200


@pytest.mark.usefixtures("clock")
def test_nobody_says_from_where_they_ask_but_the_connection(app):
    with TestClient(app) as client:
        assert client.get("/dear", headers={"X-Forwarded-For": "192.0.2.5"}).status_code == 200
        assert client.get("/dear", headers={"X-Forwarded-For": "192.0.2.6"}).status_code == 429
