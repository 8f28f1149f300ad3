"""What a tier shows decides what may be asked of its country."""

import shutil

import pytest
from what_if_door import ADDED, AT, RUN, begin, emptied_door, opened_door, path, problem


@pytest.fixture(scope="module")
def door(served_folder, tmp_path_factory):
    with opened_door(served_folder, tmp_path_factory.mktemp("state"), what_ifs_at_once=3) as client:
        yield client


@pytest.fixture(autouse=True)
def world(door, served_folder, monkeypatch):
    with emptied_door(door, served_folder, monkeypatch) as made:
        yield made


def test_centres_that_a_tier_does_not_list_are_hidden_from_its_country(door, world):
    begin(door)
    begin(door, key="one")
    assert [country.hidden for country in world.started] == [{"S-1"}, {"S-1"}]


def test_a_hidden_centre_is_told_in_the_words_of_an_unknown_one(door):
    words = [
        problem(door.post(AT, json={"run": RUN, "changes": [{"kind": "close_centre", "id": identity}]}), 400)["detail"]
        for identity in ("S-1", "S-9")
    ]
    assert words[0].replace("S-1", "?") == words[1].replace("S-9", "?")
    assert "S-1" not in words[1]


def test_a_pillar_that_no_shown_run_is_about_is_not_known(door, world):
    answer = door.post(AT, json={"run": RUN, "changes": [{**ADDED, "pillars": ["secret"]}]})
    assert "secret" in problem(answer, 400)["detail"]
    assert not world.started


@pytest.fixture
def other_valley(served_folder, tmp_path):
    """A copy of the valley that a test may change, at a door of its own."""
    shutil.copytree(served_folder / "valley", tmp_path / "served" / "valley")
    return tmp_path / "served"


def rewrite(manifest, old, new):
    text = manifest.read_text(encoding="utf-8")
    assert old in text
    manifest.write_text(text.replace(old, new), encoding="utf-8")


def test_a_replaced_release_ends_its_what_ifs_and_a_removed_one_is_not_there(other_valley, tmp_path):
    with opened_door(other_valley, tmp_path / "state") as door:
        told = begin(door, ADDED)
        rewrite(other_valley / "valley/public/manifest.json", "Sample valley", "Simple valley")
        assert "Start a new one" in problem(door.get(path(told)), 410)["detail"]
        kinds = {key[0] for key in door.app.state.what_ifs.held.keys()}  # noqa: SIM118 - not a mapping
        assert kinds <= {"world"}  # of the ground, which is as it was
        anew = begin(door, ADDED)
        assert anew["version"] != told["version"]
        shutil.rmtree(other_valley / "valley")
        problem(door.get(path(anew)), 404)
        problem(door.post(AT, json={"run": RUN, "changes": []}), 404)


def test_a_release_without_its_ground_has_no_what_ifs(other_valley, tmp_path):
    shutil.rmtree(other_valley / "valley/ground")
    with opened_door(other_valley, tmp_path / "state") as bare:
        answer = bare.post(AT, json={"run": RUN, "changes": []})
        assert "ground" in problem(answer, 404)["detail"]
        assert str(tmp_path) not in answer.text


def test_a_server_may_answer_no_what_ifs_at_all(served_folder, tmp_path):
    with opened_door(served_folder, tmp_path, what_ifs_at_once=0) as door:
        problem(door.post(AT, json={"run": RUN, "changes": []}), 503)
