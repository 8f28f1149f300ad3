"""Handing over: a study with the scenario of a what-if says what the what-if says, and what is left out is told."""

import io
import json
import tomllib
import zipfile

import pandas as pd
import pytest
from sample_study import change_features, copy_sample
from what_if_door import opened_door

from accessibility.inputs import read_inputs
from accessibility.live import (
    AddCentre,
    CentresColumns,
    LiveCentre,
    MoveCentre,
    Naming,
    OpenRoad,
    ReleaseHazard,
    UpgradeCentre,
    UpgradeRoad,
    hand_over,
)
from accessibility.release.reach_table import write_reach
from accessibility.runs import make_runs
from accessibility.study_file import ScenarioTable, read_study_file
from geo.errors import InputError
from geo.faults import Faults
from geo.progress import silent

RUN = "physical-rehab.default.base.all-year.to.hazards"
CHANGES = [
    {"kind": "release_hazard", "area_id": "SHA-3"},
    {"kind": "add_centre", "id": "new", "lon": -29.75, "lat": 45.15, "pillars": ["physical_rehab", "first-fitting"]},
    {"kind": "move_centre", "id": "C-03", "lon": -29.80, "lat": 45.13},
    {"kind": "upgrade_centre", "id": "C-01", "pillars": ["physical_rehab"]},
    {"kind": "close_centre", "id": "C-02"},
]
COLUMNS = CentresColumns(
    id="code",
    name="title",
    pillar="service",
    pillars=None,
    level=None,
    further=("secret",),
    services={"fitting": "rehab"},
)
NAMING = Naming(name="new", title="New", layer="new.geojson")


@pytest.fixture(scope="module")
def door(served_folder, tmp_path_factory):
    with opened_door(served_folder, tmp_path_factory.mktemp("state")) as client:
        yield client


def begin(door, *changes):
    answer = door.post("/releases/valley/what-ifs?tier=public", json={"run": RUN, "changes": list(changes)})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def files_of(door, what_if, query=""):
    answer = door.get(f"/releases/valley/what-ifs/{what_if}/scenario?tier=public{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def centre(identity, *pillars, name="", lon=1.0, lat=2.0):
    return LiveCentre(
        id=identity,
        name=name or identity,
        level="",
        lon=lon,
        lat=lat,
        pillars=pillars,
        on_upgrade=(),
        is_sensitive=False,
    )


def is_needed(feature):
    # other pillars would be searched too, and take time
    values = feature["properties"]
    return values["pillar"] == "physical_rehab" or values["id"] in {"C-01", "C-02"}


def test_a_study_with_the_scenario_has_the_reach_of_the_what_if_to_the_last_bit(door, tmp_path):
    what_if = begin(door, *CHANGES)
    files = files_of(door, what_if, "&name=more-care")
    assert set(files) == {"scenario.toml", "README.txt", "what-if.json", "more-care-centres.geojson"}
    study = copy_sample(tmp_path, without=["demand"], having=["services"])
    change_features(study.parent / "centres.geojson", lambda features: [each for each in features if is_needed(each)])
    study.write_text(study.read_text(encoding="utf-8") + "\n" + files["scenario.toml"], encoding="utf-8")
    (tmp_path / "more-care-centres.geojson").write_text(files["more-care-centres.geojson"], encoding="utf-8")
    faults = Faults()
    inputs = read_inputs(read_study_file(study, faults=faults), faults=faults)
    faults.raise_errors()
    write_reach(tmp_path, inputs, make_runs(inputs, inputs.worlds, progress=silent))
    reach = pd.read_parquet(tmp_path / "reach.parquet")
    steps = [name for name in reach if name.startswith("population_within_")]
    told = door.get(f"/releases/valley/what-ifs/{what_if}/reach?tier=public").json()
    for side, scenario in (("before", "base"), ("after", "more-care")):
        asked = ["physical_rehab", scenario, "hazards"]
        rows = reach[(reach[["pillar", "scenario", "hazards"]] == asked).all(axis=1)]
        found = [each["within"] for each in (*told[side]["areas"], told[side]["total"])]
        assert found == rows[steps].to_numpy().tolist()
    assert told["before"]["total"]["within"] != told["after"]["total"]["within"]


def test_the_files_say_where_they_come_from_and_what_to_do(door):
    files = files_of(door, begin(door, *CHANGES))
    version = door.get("/releases/valley?tier=public").json()["version"]
    for name in ("scenario.toml", "README.txt"):
        assert version in files[name]
        assert "C-03-moved" in files[name]
        assert "No recorded hazard does not mean safe" in files[name]
    assert "nearcare run" in files["README.txt"]
    assert json.loads(files["what-if.json"])["changes"] == CHANGES
    [table] = tomllib.loads(files["scenario.toml"])["scenarios"]
    assert table["closed_centres"] == ["C-03", "C-02"]
    assert ScenarioTable(**table).name == "what-if"


def test_the_same_what_if_gives_the_same_bytes_and_the_same_as_json(door):
    what_if = begin(door, CHANGES[1])
    at = f"/releases/valley/what-ifs/{what_if}/scenario?tier=public"
    first = door.get(at)
    assert first.content == door.get(at).content
    assert first.headers["cache-control"] == "private, no-store"
    told = door.get(f"{at}&f=json").json()
    files = files_of(door, what_if)
    assert told["scenario_toml"] == files["scenario.toml"]
    assert told["added_centres"] == json.loads(files[told["added_centres_file"]])
    assert told["left_out"] == []


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [("&name=meadow-released", 400, "already"), ("&name=Not%20a%20slug", 400, "name"), ("&what=1", 400, "what")],
)
def test_a_name_that_cannot_be_is_refused(door, query, status, said):
    answer = door.get(f"/releases/valley/what-ifs/{begin(door, CHANGES[1])}/scenario?tier=public{query}")
    assert answer.status_code == status
    assert said in answer.json()["detail"]


def test_a_what_if_without_changes_or_that_has_ended_is_not_handed_over(door):
    what_if = begin(door)
    answer = door.get(f"/releases/valley/what-ifs/{what_if}/scenario?tier=public")
    assert (answer.status_code, "nothing to hand over" in answer.json()["detail"]) == (400, True)
    door.delete(f"/releases/valley/what-ifs/{what_if}?tier=public")
    assert door.get(f"/releases/valley/what-ifs/{what_if}/scenario?tier=public").status_code == 404


def test_what_no_scenario_can_say_is_left_out_and_told():
    changes = [OpenRoad(road_id=7), UpgradeRoad(road_id=8, speed_kmh=60.0), ReleaseHazard(area_id="row 3")]
    made = hand_over(changes, (), COLUMNS, naming=NAMING)
    assert (made.scenario, made.added_centres) == (None, None)
    assert [each.split(":")[0] for each in made.left_out] == [
        "open road 7",
        "upgrade road 8 to 60 km/h",
        "release hazard area row 3",
    ]
    made = hand_over([*changes, ReleaseHazard(area_id="A")], (), COLUMNS, naming=NAMING)
    assert made.scenario == {"name": "new", "title": "New", "released": ["A"]}
    assert len(made.left_out) == 3


def test_nothing_changed_is_nothing_to_hand_over():
    with pytest.raises(InputError, match="changes nothing"):
        hand_over([], (), COLUMNS, naming=NAMING)


def test_an_added_centre_has_the_columns_of_the_study_and_services_by_their_own_names():
    made = hand_over(
        [AddCentre(id="a", lon=1.0, lat=2.0, pillars=("fitting",))], [centre("a", "fitting")], COLUMNS, naming=NAMING
    )
    [feature] = made.added_centres["features"]
    assert feature["properties"] == {"secret": None, "service": "rehab", "code": "a", "title": "a"}
    assert feature["geometry"] == {"type": "Point", "coordinates": [1.0, 2.0]}
    assert made.scenario["centre_pillars"] == {"a": ["fitting"]}


def test_a_centre_that_moves_never_takes_the_id_of_another():
    centres = [centre("a", "rehab", name="Clinic"), centre("a-moved", "rehab")]
    made = hand_over([MoveCentre(id="a", lon=1.0, lat=2.0)], centres, COLUMNS, naming=NAMING)
    assert made.scenario["closed_centres"] == ["a"]
    assert made.added_centres["features"][0]["properties"]["code"] == "a-moved-2"
    assert made.added_centres["features"][0]["properties"]["title"] == "Clinic"
    assert "a-moved-2" in made.told[0]


def test_without_a_column_of_ids_added_centres_are_called_as_the_study_will():
    columns = CentresColumns(
        id=None, name=None, pillar=None, pillars=("any",), level=None, further=(), services={"step-free": "any"}
    )
    changes = [
        AddCentre(id="a", lon=1.0, lat=2.0, pillars=("any", "step-free")),
        UpgradeCentre(id="4", pillars=("any",)),
    ]
    made = hand_over(changes, [centre("a", "any", "step-free"), centre("4", "any")], columns, naming=NAMING)
    assert made.scenario["centre_pillars"] == {"4": ["any"], "new-1": ["any", "step-free"]}
    assert made.added_centres["features"][0]["properties"] == {}
    assert "new-1" in made.told[0]
