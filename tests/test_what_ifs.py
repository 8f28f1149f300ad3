"""What-ifs at the door: begun, looked at, changed, drawn and ended, each for its caller alone."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from what_if_door import (
    ADDED,
    AT,
    CLOSED,
    ELSEWHERE,
    QUIET_RUN,
    RUN,
    TILE,
    begin,
    emptied_door,
    opened_door,
    path,
    problem,
)

from api.callers import Tier, new_key


@pytest.fixture(scope="module")
def door(served_folder, tmp_path_factory):
    with opened_door(served_folder, tmp_path_factory.mktemp("state"), what_ifs_at_once=3) as client:
        yield client


@pytest.fixture(autouse=True)
def world(door, served_folder, monkeypatch):
    with emptied_door(door, served_folder, monkeypatch) as made:
        yield made


def test_a_what_if_tells_headline_gains_areas_and_where_its_tiles_are(door):
    answer = door.post(AT, json={"run": RUN, "changes": [ADDED]})
    told = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"].endswith(path(told))
    assert answer.headers["cache-control"] == "private, no-store"
    assert told["run"] == RUN
    assert told["revision"] == 1
    assert told["changes"] == [ADDED]
    assert told["headline"]["population"] == 100.0
    assert told["headline"]["denominator"] == "people of the study, 2025"
    assert told["headline"]["after"]["median_minutes_status"] == "reached"
    assert told["gains"]["people_gaining"] > 0
    assert told["gains"]["people_newly_within_30_min"] == 0
    assert [row["area_id"] for row in told["areas"]["rows"]] == ["A-1"]
    assert told["areas"]["rows"][0]["median_minutes_after"] is None
    assert told["areas"]["rows"][0]["median_minutes_after_status"] == "no_way"
    assert told["as_of"] == "2026-01-01"
    assert "No recorded hazard does not mean safe" in told["disclaimer"]
    for link in told["links"]:
        if link["rel"] in {"self", "areas", "tilejson", "legend"}:
            assert door.get(link["href"]).status_code == 200, link


def test_a_run_may_be_named_by_its_dimensions_where_they_name_one(door):
    told = begin(door, ADDED, run={"pillar": "physical_rehab", "hazards": "hazards"})
    assert told["run"] == RUN
    answer = door.post(AT, json={"run": {"pillar": "physical_rehab"}, "changes": []})
    assert QUIET_RUN in problem(answer, 400)["detail"]


def test_the_same_session_answers_again_after_a_put(door, world):
    told = begin(door, ADDED)
    changed = door.put(f"{path(told)}/changes", json={"changes": [ELSEWHERE]}).json()
    assert (changed["id"], changed["revision"], changed["changes"]) == (told["id"], 2, [ELSEWHERE])
    assert door.get(path(told)).json()["changes"] == [ELSEWHERE]
    assert len(world.started) == 1


def test_changes_that_cannot_be_answered_leave_the_earlier_ones(door):
    told = begin(door, ADDED)
    problem(door.put(f"{path(told)}/changes", json={"changes": [{**ADDED, "lon": 100.0}]}), 400)
    kept = door.get(path(told)).json()
    assert (kept["revision"], kept["changes"]) == (1, [ADDED])


def test_a_first_question_that_cannot_be_answered_leaves_no_session(door, world):
    problem(door.post(AT, json={"run": RUN, "changes": [{**ADDED, "lon": 100.0}]}), 400)
    assert len(world.what_ifs.sessions) == 0


def test_changes_too_wide_are_told_with_the_job_that_can_answer_them(door):
    told = problem(door.post(AT, json={"run": RUN, "changes": [CLOSED]}), 409)
    assert "too much of the country" in told["detail"]
    assert told["job"]["href"] == "http://testserver/processes/what-if/execution"
    assert told["job"]["body"] == {"inputs": {"release": "valley", "tier": "public", "run": RUN, "changes": [CLOSED]}}


def test_areas_come_as_a_table_and_as_csv_whose_texts_no_spreadsheet_runs(door):
    told = begin(door, ADDED)
    rows = door.get(f"{path(told)}/areas").json()["rows"]
    assert [row["area_kind"] for row in rows] == ["area", "outside", "all"]
    answer = door.get(f"{path(told)}/areas", params={"f": "csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    header, first, *_ = answer.text.splitlines()
    assert header.startswith("area_id,area_name,area_kind,population,people_gaining")
    assert first.startswith("A-1,'=Lower valley,area,100.0,")
    assert first.endswith(",inf")


def test_tiles_are_pictures_that_a_change_makes_others(door):
    told = begin(door)
    before = door.get(f"{path(told)}/{TILE}")
    assert before.headers["content-type"] == "image/png"
    assert before.content.startswith(b"\x89PNG")
    tag = {"If-None-Match": before.headers["etag"]}
    assert door.get(f"{path(told)}/{TILE}", headers=tag).status_code == 304
    assert door.put(f"{path(told)}/changes", json={"changes": [ADDED]}).status_code == 200
    after = door.get(f"{path(told)}/{TILE}", headers=tag)
    assert after.status_code == 200
    assert after.content != before.content
    assert after.headers["cache-control"] == "private, no-cache"


def test_a_still_picture_follows_the_changes(door):
    told = begin(door)
    before = door.get(f"{path(told)}/picture.png?width=300")
    assert before.headers["content-type"] == "image/png"
    tag = {"If-None-Match": before.headers["etag"]}
    assert door.get(f"{path(told)}/picture.png?width=300", headers=tag).status_code == 304
    assert door.put(f"{path(told)}/changes", json={"changes": [ADDED]}).status_code == 200
    after = door.get(f"{path(told)}/picture.png?width=300", headers=tag)
    assert after.status_code == 200
    assert after.content != before.content
    other = door.get(f"{path(told)}/picture.png?width=300&layer=difference&threshold=30")
    assert other.status_code == 200
    assert "ask for one of 15" in problem(door.get(f"{path(told)}/picture.png?threshold=31"), 400)["detail"]


@pytest.mark.parametrize("layer", ["minutes", "status", "steps", "marks", "difference"])
def test_each_layer_has_tiles_a_tilejson_and_a_legend(door, layer):
    told = begin(door, ADDED)
    tilejson = door.get(f"{path(told)}/tiles/{layer}/tilejson.json").json()
    assert tilejson["tilejson"] == "3.0.0"
    assert tilejson["bounds"][0] < -29.8 < tilejson["bounds"][2]
    z, x, y = 10, 427, 367
    assert door.get(tilejson["tiles"][0].format(z=z, x=x, y=y)).status_code == 200
    legend = door.get(tilejson["legend_url"]).json()
    assert legend["warning"].startswith("No recorded hazard does not mean safe")
    assert all(each["label"] for each in legend["classes"])
    svg = door.get(f"{path(told)}/tiles/{layer}/legend", params={"f": "svg"})
    assert svg.headers["content-type"].startswith("image/svg+xml")


def test_a_tile_beside_the_study_is_transparent_and_one_that_no_zoom_has_is_a_404(door):
    told = begin(door)
    empty = door.get(f"{path(told)}/tiles/minutes/9/0/0.png")
    assert empty.status_code == 200
    problem(door.get(f"{path(told)}/tiles/minutes/3/8/0.png"), 404)
    problem(door.get(f"{path(told)}/tiles/minutes/23/0/0.png"), 400)
    problem(door.get(f"{path(told)}/tiles/nearest/3/0/0.png"), 400)


def test_two_sessions_stand_side_by_side_on_one_country(door, world):
    one, two = begin(door, ADDED), begin(door, ELSEWHERE)
    assert len(world.started) == 1
    assert door.get(path(one)).json()["changes"] == [ADDED]
    assert door.get(path(two)).json()["changes"] == [ELSEWHERE]
    assert door.get(f"{path(one)}/{TILE}").content != door.get(f"{path(two)}/{TILE}").content


def test_a_key_s_what_if_is_there_for_nobody_else(door):
    told = begin(door, ADDED, key="one")
    assert door.get(path(told), headers=door.keys["one"]).status_code == 200
    words = {
        problem(door.get(path(told), headers=headers), 404)["detail"].replace(told["id"], "?")
        for headers in (None, door.keys["two"])
    }
    unknown = "A" * 22
    words.add(problem(door.get(f"{AT}/{unknown}"), 404)["detail"].replace(unknown, "?"))
    assert len(words) == 1
    problem(door.delete(path(told), headers=door.keys["two"]), 404)
    problem(door.put(f"{path(told)}/changes", json={"changes": []}, headers=door.keys["two"]), 404)
    problem(door.get(f"{path(told)}/{TILE}"), 404)


def test_a_what_if_of_one_tier_is_not_there_in_another(door):
    told = begin(door, ADDED, key="one")
    problem(door.get(path(told), params={"tier": "public"}, headers=door.keys["one"]), 404)
    lower = door.post(AT, json={"run": RUN, "changes": []}, params={"tier": "public"}, headers=door.keys["one"])
    assert lower.json()["tier"] == "public"
    assert lower.headers["location"].endswith("?tier=public")
    assert door.get(lower.headers["location"], headers=door.keys["one"]).status_code == 200


def test_an_ended_what_if_is_not_there(door, world):
    told = begin(door, ADDED)
    assert door.delete(path(told)).status_code == 204
    problem(door.get(path(told)), 404)
    problem(door.delete(path(told)), 404)
    kinds = [key[0] for key in world.what_ifs.held.keys()]  # noqa: SIM118 - not a mapping
    assert sorted(kinds) == ["country", "world"]


def test_a_what_if_ends_when_it_is_not_asked_and_lives_on_when_it_is(door, world):
    told = begin(door, ADDED)
    world.clock.now += timedelta(minutes=14)
    assert door.get(path(told)).status_code == 200
    world.clock.now += timedelta(minutes=14)
    assert door.get(path(told)).status_code == 200
    world.clock.now += timedelta(minutes=15)
    problem(door.get(path(told)), 404)
    world.what_ifs.sweep()
    kinds = [key[0] for key in world.what_ifs.held.keys()]  # noqa: SIM118 - not a mapping
    assert sorted(kinds) == ["country", "world"]


def test_the_same_caller_s_oldest_what_if_makes_room(door):
    told = [begin(door, ADDED) for _ in range(4)]
    problem(door.get(path(told[0])), 404)
    assert all(door.get(path(each)).status_code == 200 for each in told[1:])


def test_who_has_most_places_gives_one_to_another_caller_but_never_their_last(door):
    own = [begin(door, ADDED, key="one") for _ in range(3)]
    begin(door, ADDED, key="two")
    begin(door, ADDED)
    answers = [door.get(path(each), headers=door.keys["one"]).status_code for each in own]
    assert answers == [404, 404, 200]
    _, secret = new_key(door.app.state.database, name="three", tier=Tier.ANALYST)
    answer = door.post(AT, json={"run": RUN, "changes": []}, headers={"X-API-Key": secret})
    problem(answer, 503)
    assert 1 <= int(answer.headers["retry-after"]) <= 15 * 60 + 1


def test_a_country_larger_than_the_bound_is_told_and_not_kept(door, world):
    world.country_bytes = 3 * 2**30
    assert "NEARCARE_WHAT_IF_BYTES" in problem(door.post(AT, json={"run": RUN, "changes": []}), 503)["detail"]
    assert world.what_ifs.held.bytes_held < 100
    assert len(world.what_ifs.sessions) == 0


def test_a_country_used_least_recently_goes_and_is_made_again(door, world):
    world.country_bytes = 2**30
    one = begin(door, ADDED)
    begin(door, ADDED, run=QUIET_RUN)
    assert len(world.started) == 2
    assert world.what_ifs.held.bytes_held <= door.app.state.settings.what_if_bytes
    assert door.get(path(one)).json()["changes"] == [ADDED]
    assert len(world.started) == 3


def test_newer_changes_call_off_the_older_ones_that_are_still_being_answered(door, world):
    told = begin(door)
    [country] = world.started
    country.gate = threading.Event()
    country.is_asked.clear()
    with ThreadPoolExecutor() as pool:
        older = pool.submit(door.put, f"{path(told)}/changes", json={"changes": [ADDED]})
        assert country.is_asked.wait(10)
        country.is_asked.clear()
        newer = pool.submit(door.put, f"{path(told)}/changes", json={"changes": [ELSEWHERE]})
        assert country.is_asked.wait(10)
        problem(older.result(10), 409)
        country.gate.set()
        assert newer.result(10).json()["changes"] == [ELSEWHERE]
    assert door.get(path(told)).json()["revision"] == 3


def test_ending_a_what_if_calls_off_what_is_being_answered_for_it(door, world):
    told = begin(door)
    [country] = world.started
    country.gate = threading.Event()
    country.is_asked.clear()
    with ThreadPoolExecutor() as pool:
        running = pool.submit(door.put, f"{path(told)}/changes", json={"changes": [ADDED]})
        assert country.is_asked.wait(10)
        assert door.delete(path(told)).status_code == 204
        problem(running.result(10), 409)


def test_a_tile_is_drawn_while_another_session_is_answered(door, world):
    one, two = begin(door), begin(door)
    [country] = world.started
    country.gate = threading.Event()
    country.is_asked.clear()
    with ThreadPoolExecutor() as pool:
        running = pool.submit(door.put, f"{path(one)}/changes", json={"changes": [ADDED]})
        assert country.is_asked.wait(10)
        assert door.get(f"{path(two)}/{TILE}").status_code == 200
        country.gate.set()
        assert running.result(10).status_code == 200


def test_each_change_that_cannot_be_made_is_named_by_its_place(door):
    outside = {**ADDED, "lon": 100.0}
    body = {"run": RUN, "changes": [ADDED, outside, {"kind": "close_centre", "id": "C-99"}]}
    told = problem(door.post(AT, json=body), 400)
    assert [each["where"] for each in told["faults"]] == ["body.changes.1", "body.changes.2"]
    assert "outside the grid" in told["faults"][0]["what"]
    assert "C-99" in told["faults"][1]["what"]
    unknown = {**ADDED, "pillars": ["physical_rehab", "nothing"]}
    told = problem(door.post(AT, json={"run": RUN, "changes": [ADDED, unknown]}), 400)
    assert [each["where"] for each in told["faults"]] == ["body.changes.1"]
    assert "'nothing'" in told["detail"]
