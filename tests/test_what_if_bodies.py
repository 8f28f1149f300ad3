"""Bodies and addresses of what-ifs that cannot be used: each a problem in words."""

import json

import pytest
from what_if_door import ADDED, AT, RUN, TILE, begin, emptied_door, opened_door, path, problem


@pytest.fixture(scope="module")
def door(served_folder, tmp_path_factory):
    with opened_door(served_folder, tmp_path_factory.mktemp("state"), what_ifs_at_once=3) as client:
        yield client


@pytest.fixture(autouse=True)
def world(door, served_folder, monkeypatch):
    with emptied_door(door, served_folder, monkeypatch) as made:
        yield made


BAD = {
    "no changes": {"run": RUN},
    "no run": {"changes": []},
    "an unknown run": {"run": "a.b.c", "changes": []},
    "a run of a scenario": {"run": "physical-rehab.default.meadow-released.all-year.to.hazards", "changes": []},
    "an unknown key": {"run": RUN, "changes": [], "survivors": True},
    "an unknown key in a change": {"run": RUN, "changes": [{**ADDED, "path": "/etc"}]},
    "an unknown kind": {"run": RUN, "changes": [{"kind": "drop_tables"}]},
    "no kind": {"run": RUN, "changes": [{"id": "C-03"}]},
    "too many": {"run": RUN, "changes": [{**ADDED, "id": f"n{n}"} for n in range(51)]},
    "lon": {"run": RUN, "changes": [{**ADDED, "lon": 181}]},
    "lat": {"run": RUN, "changes": [{**ADDED, "lat": -90.5}]},
    "lon as text": {"run": RUN, "changes": [{**ADDED, "lon": "-29.8"}]},
    "lon as a truth": {"run": RUN, "changes": [{**ADDED, "lon": True}]},
    "lon null": {"run": RUN, "changes": [{**ADDED, "lon": None}]},
    "a long id": {"run": RUN, "changes": [{**ADDED, "id": "x" * 201}]},
    "an empty id": {"run": RUN, "changes": [{**ADDED, "id": ""}]},
    "an id with a NUL": {"run": RUN, "changes": [{**ADDED, "id": "a\x00b"}]},
    "no pillars": {"run": RUN, "changes": [{**ADDED, "pillars": []}]},
    "a road as text": {"run": RUN, "changes": [{"kind": "open_road", "road_id": "109"}]},
    "a huge road": {"run": RUN, "changes": [{"kind": "open_road", "road_id": 10**30}]},
    "a speed of 0": {"run": RUN, "changes": [{"kind": "upgrade_road", "road_id": 1, "speed_kmh": 0}]},
    "a list": [1, 2],
    "a text": "what if",
    "null": None,
}


@pytest.mark.parametrize("name", BAD)
def test_a_body_that_is_wrong_is_a_problem_in_words(door, world, name):
    told = problem(door.post(AT, json=BAD[name]), 400)
    assert told["detail"]
    assert not world.started


SENT = json.dumps({"run": RUN, "changes": [ADDED]})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        SENT.replace("-29.8", "NaN"),
        SENT.replace("-29.8", "1e999"),
        SENT.replace("-29.8", "1" + "0" * 5000),
        "[" * 100_000,
        '{"run": "\\ud800", "changes": []}',
    ],
)
def test_a_text_that_no_body_can_be_read_from_is_a_problem_in_words(door, text):
    answer = door.post(AT, content=text.encode(), headers={"Content-Type": "application/json"})
    assert problem(answer, 400)["detail"]


@pytest.mark.parametrize("identity", ["x", "A" * 23, "A" * 21 + "%00", "a b"])
def test_an_id_that_cannot_be_is_a_problem_in_words(door, identity):
    assert door.get(f"{AT}/{identity}").status_code in {400, 404}


def test_a_season_that_the_study_does_not_have_is_told(door):
    told = begin(door)
    for place in ("", "/areas", f"/{TILE}", "/tiles/minutes/tilejson.json"):
        problem(door.get(f"{path(told)}{place}", params={"season": "monsoon"}), 400)


def test_a_parameter_that_is_not_known_is_refused(door):
    told = begin(door)
    problem(door.get(path(told), params={"seasons": "wet"}), 400)
