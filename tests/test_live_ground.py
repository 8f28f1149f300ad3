"""The ground of what-ifs: every question of a study is laid from it alone, to the bit, and gives the study's runs."""

import json
import shutil
import weakref

import numpy as np
import pytest
from small_study import SmallStudy, polygon
from study_runs import inputs_of

from accessibility.live import (
    CloseCentre,
    OpenRoad,
    ReleaseHazard,
    UpgradeCentre,
    read_live_ground,
    start_country,
    write_live_ground,
)
from accessibility.release import write_ground
from accessibility.runs import make_runs
from geo.errors import MissingFileError, ReleaseError
from geo.progress import silent


class LiveStudy:
    """A small study with two seasons, touching areas that cut roads, a limit and two scenarios; its runs and ground."""

    def __init__(self, folder):
        study = SmallStudy(folder)
        study.tables["hazards"] |= {"roads": "cut", "overlap_tolerance_m": 0}
        study.hazards = [
            (polygon(30.04, 9.90, 30.045, 9.95), {"id": "h1", "kind": "suspected", "status": "open"}),
            (polygon(30.045, 9.90, 30.05, 9.95), {"id": "h2", "kind": "suspected", "status": "open"}),
            (polygon(30.02, 9.96, 30.03, 9.97), {"id": "h3", "kind": "suspected", "status": "open"}),
        ]
        study.centres[0][1]["service"] = "emergency_care;physical_rehab"
        study.tables["travel"] = {"limit_minutes": 75}
        study.tables["seasons"] = [{"name": "dry"}, {"name": "wet", "land_speed_factor": 0.6}]
        study.tables["scenarios"] = [
            {"name": "closed", "closed_centres": ["c1"]},
            {"name": "one-area", "released": ["h1"]},
            {"name": "upgraded", "centre_pillars": {"c2": ["physical_rehab", "emergency_care"]}},
        ]
        inputs = inputs_of(study)
        runs = make_runs(inputs, inputs.worlds, progress=silent)
        self.runs = {(run.pillar, *run.world.key, run.has_hazards): run for run in runs}
        self.folder = folder / "ground"
        write_ground(self.folder, inputs.ground, people=inputs.population.people)
        write_live_ground(self.folder, inputs)
        self.ground = read_live_ground(self.folder)

    def is_as_run(self, picture, scenario):
        """Whether a picture says of every cell and of everyone what the run of a scenario says."""
        question = picture.question
        run = self.runs[question.pillar, scenario, question.season, question.has_hazards]
        minutes = np.where(np.isfinite(run.travel.seconds), run.travel.minutes, np.nan).astype(np.float32)
        everyone = run.access.iloc[-1]
        return (
            np.array_equal(picture.travel.minutes, minutes, equal_nan=True)
            and np.array_equal(picture.travel.status, run.travel.status)
            and np.array_equal(picture.travel.nearest, run.travel.nearest)
            and all(
                np.array_equal(value, everyone[key], equal_nan=True) for key, value in picture.headline_after.items()
            )
        )


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    return LiveStudy(tmp_path_factory.mktemp("live"))


def test_every_question_of_the_base_is_answered_as_by_the_study(live):
    assert {(each.pillar, each.season, each.has_hazards) for each in live.ground.questions} == {
        (pillar, season, has_hazards) for pillar, scenario, season, has_hazards in live.runs if scenario == "base"
    }
    countries = [start_country(live.ground, question) for question in live.ground.questions]
    assert all(live.is_as_run(country.base, "base") for country in countries)
    assert any((country.base.travel.status == 6).any() for country in countries)  # beyond the limit


@pytest.mark.parametrize(
    ("scenario", "change"),
    [
        ("closed", CloseCentre(id="c1")),
        ("one-area", ReleaseHazard(area_id="h1")),
        ("upgraded", UpgradeCentre(id="c2", pillars=("emergency_care",))),
    ],
)
def test_a_change_is_answered_as_by_the_scenario_that_makes_it(live, scenario, change):
    asked = [each for each in live.ground.questions if each.has_hazards]
    pictures = [start_country(live.ground, question).with_changes([change]) for question in asked]
    assert all(live.is_as_run(picture, scenario) for picture in pictures)
    assert any(len(picture.changed) for picture in pictures)


def test_a_road_that_hazards_cut_can_be_opened(live):
    question = next(each for each in live.ground.questions if each.has_hazards)
    country = start_country(live.ground, question)
    picture = country.with_changes([OpenRoad(road_id=101)])
    assert picture.gains.people_gaining + picture.gains.people_reconnected > 0
    assert picture.gains.people_losing == 0


def test_equal_arrays_are_written_once_and_others_are_not_confused(live):
    dry, wet = live.ground.index["worlds"]
    assert dry["land"]["mode"] == wet["land"]["mode"]
    assert dry["land"]["pace"] != wet["land"]["pace"]
    assert dry["roads"]["vehicle_s"] == dry["held_roads"]["vehicle_s"]


def test_what_countries_share_is_loaded_once_and_let_go_when_nobody_holds_it(live):
    ground = read_live_ground(live.folder)
    world = ground.world("default", "dry")
    assert ground.world("default", "dry") is world
    gone = weakref.ref(world)
    del world
    assert gone() is None


def test_a_ground_of_an_earlier_version_says_what_to_do(tmp_path):
    with pytest.raises(MissingFileError, match="Run the study again"):
        read_live_ground(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 99}', '{"format": 1}'])
def test_an_index_that_is_not_whole_is_refused(tmp_path, text):
    (tmp_path / "worlds.json").write_text(text, encoding="utf-8")
    with pytest.raises(ReleaseError, match="Run the study again"):
        read_live_ground(tmp_path)


def test_a_sheet_that_is_lost_or_lies_elsewhere_is_refused(live, tmp_path):
    folder = shutil.copytree(live.folder, tmp_path / "ground")
    question = live.ground.questions[0]
    index = json.loads((folder / "worlds.json").read_text(encoding="utf-8"))
    index["worlds"][0]["land"]["pace"] = "../../elsewhere.tif"
    (folder / "worlds.json").write_text(json.dumps(index), encoding="utf-8")
    with pytest.raises(ReleaseError, match="cannot be read"):
        start_country(read_live_ground(folder), question)
    (live.folder / live.ground.index["worlds"][0]["land"]["pace"]).rename(tmp_path / "lost.tif")
    try:
        with pytest.raises(ReleaseError, match="cannot be read"):
            start_country(read_live_ground(live.folder), question)
    finally:
        (tmp_path / "lost.tif").rename(live.folder / live.ground.index["worlds"][0]["land"]["pace"])
