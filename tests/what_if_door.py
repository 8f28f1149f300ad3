"""The door of what-ifs on stand-ins for live countries, and what tests ask of it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime

from fastapi.testclient import TestClient
from live_stand_in import StandInCountry, StandInGround, base_of, centre

from accessibility import live
from api.app import make_app
from api.callers import Tier, new_key
from api.settings import Settings
from api.what_ifs.answering import WhatIfs

RUN = "physical-rehab.default.base.all-year.to.hazards"
QUIET_RUN = "physical-rehab.default.base.all-year.to.no-hazards"
ADDED = {"kind": "add_centre", "id": "new", "lon": -29.80, "lat": 45.13, "pillars": ["physical_rehab"]}
ELSEWHERE = {**ADDED, "id": "other", "lon": -29.76}
CLOSED = {"kind": "close_centre", "id": "C-03"}
AT = "/releases/valley/what-ifs"
TILE = "tiles/minutes/10/427/367.png"


class Clock:
    """The time, which stands until a test moves it."""

    def __init__(self):
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self):
        return self.now


class World:
    """Stand-ins for the live countries of the valley: which were started, with what hidden."""

    def __init__(self, served):
        self.base = base_of(served / "valley/analyst/runs/physical-rehab/default/base/all-year/to/hazards")
        self.started = []
        self.gate = None
        self.country_bytes = 1_000

    def read(self, folder):
        assert folder.name == "ground"
        return StandInGround(centres=(centre("C-03"), centre("C-04"), centre("S-1", is_sensitive=True)))

    def start(self, _ground, question, *, hidden_centres=()):
        country = StandInCountry(
            question, *self.base, hidden=frozenset(hidden_centres), bytes_held=self.country_bytes, gate=self.gate
        )
        self.started.append(country)
        return country


@contextmanager
def opened_door(releases, state, **settings):
    """A client of a server of these releases, with analysts' keys ``one`` and ``two`` and no lack of budget."""
    budgets = {f"{tier}_units_per_minute": 1_000_000 for tier in ("public", "analyst")}
    with TestClient(
        make_app(Settings(releases=releases, state=state, what_if_idle_minutes=15, **budgets, **settings))
    ) as client:
        engine = client.app.state.database
        secrets = {name: new_key(engine, name=name, tier=Tier.ANALYST)[1] for name in ("one", "two")}
        client.keys = {name: {"Authorization": f"Bearer {secret}"} for name, secret in secrets.items()}
        yield client


@contextmanager
def emptied_door(door, served, monkeypatch):
    """A world of stand-ins behind a door, at which nothing has begun."""
    made = World(served)
    monkeypatch.setattr(live, "read_live_ground", made.read)
    monkeypatch.setattr(live, "start_country", made.start)
    made.clock = Clock()
    made.what_ifs = WhatIfs(door.app.state.settings, door.app.state.catalogue, now=made.clock, at_once=4)
    kept, door.app.state.what_ifs = door.app.state.what_ifs, made.what_ifs
    yield made
    made.what_ifs.close()
    door.app.state.what_ifs = kept


def begin(door, *changes, run=RUN, key=None, status=201):
    answer = door.post(AT, json={"run": run, "changes": list(changes)}, headers=door.keys.get(key))
    assert answer.status_code == status, answer.text
    return answer.json()


def path(what_if):
    return f"{AT}/{what_if['id']}"


def problem(answer, status):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.json()
