"""What-ifs over a real release: the search itself, its seasons, and what each tier may ask."""

import csv

import numpy as np
import pytest
import rasterio
from small_study import SmallStudy
from what_if_door import opened_door, problem

from accessibility.study import run_study

AT = "/releases/vale/what-ifs"
NEW = {"kind": "add_centre", "id": "new", "lon": 30.05, "lat": 9.95, "pillars": ["physical_rehab"]}


def run_id(season="dry", hazards="no-hazards"):
    return f"physical-rehab.default.base.{season}.to.{hazards}"


@pytest.fixture(scope="module")
def vale(made_once):
    """A folder with one release: two seasons, a centre that the public may not know of, hazards that it may not."""

    def fill(folder):
        (folder / "study").mkdir()
        study = SmallStudy(folder / "study")
        study.tables["hazards"]["publish"] = False
        study.tables["centres"]["sensitive"] = "secret"
        study.tables["seasons"] = [{"name": "dry"}, {"name": "wet", "land_speed_factor": 0.5}]
        study.tables["release"] = {"tiers": ["public", "analyst"]}
        for _, properties in study.centres:
            properties["secret"] = properties["code"] == "c2"
        study.write()
        run_study(study.file, out=folder / "served" / "vale")

    return made_once("vale", fill) / "served"


@pytest.fixture(scope="module")
def door(vale, tmp_path_factory):
    with opened_door(vale, tmp_path_factory.mktemp("state")) as client:
        yield client


def begin(door, *changes, run, key=None):
    answer = door.post(AT, json={"run": run, "changes": list(changes)}, headers=door.keys.get(key))
    assert answer.status_code == 201, answer.text
    return answer.json()


def published(vale, tier, run, area="all"):
    """The figures of a run in the release's own table."""
    pillar, profile, scenario, season, direction, hazards = run.split(".")
    key = {"scenario": scenario, "season": season, "direction": direction, "hazards": hazards, "area_kind": area}
    with (vale / "vale" / tier / "tables" / "areas.csv").open(encoding="utf-8", newline="") as table:
        [row] = [row for row in csv.DictReader(table) if all(row[name] == value for name, value in key.items())]
    assert (row["pillar"], row["profile"]) == (pillar.replace("-", "_"), profile)
    return row


@pytest.mark.parametrize(("tier", "key", "hazards"), [("public", None, "no-hazards"), ("analyst", "one", "hazards")])
@pytest.mark.parametrize("season", ["dry", "wet"])
def test_without_changes_the_figures_are_those_of_the_release_for_the_tier(door, vale, tier, key, hazards, season):
    run = run_id(season, hazards)
    told = begin(door, run=run, key=key)
    assert told["tier"] == tier
    row = published(vale, tier, run)
    for side in ("before", "after"):
        figures = told["headline"][side]
        shared = [name for name in figures if name in row]
        assert "population_beyond_threshold" in shared
        for name in shared:
            known = float(row[name]) if row[name] else np.nan
            assert figures[name] == (known if np.isfinite(known) else None), name
    assert told["changed_cells"] == 0
    assert not any(value for name, value in told["gains"].items() if name.startswith(("people", "person")))
    assert told["areas"]["total"] == 0


def test_a_new_centre_makes_nobody_s_way_longer_and_the_areas_add_up(door):
    told = begin(door, NEW, run=run_id())
    assert told["gains"]["people_gaining"] > 0
    assert told["gains"]["people_losing"] == 0
    rows = door.get(f"{AT}/{told['id']}/areas").json()["rows"]
    for name in ("population", "people_gaining", "person_minutes_gained"):
        parts, everyone = [row[name] for row in rows if row["area_kind"] != "all"], rows[-1][name]
        assert sum(parts) == pytest.approx(everyone)
    assert told["gains"]["people_gaining"] == rows[-1]["people_gaining"]


def test_the_same_changes_in_another_season_are_answered_by_that_season_s_country(door):
    told = begin(door, NEW, run=run_id())
    wet = door.get(f"{AT}/{told['id']}", params={"season": "wet"}).json()
    begun_wet = begin(door, NEW, run=run_id("wet"))
    assert wet["run"] == begun_wet["run"] == run_id("wet")
    assert wet["headline"] == begun_wet["headline"] != told["headline"]
    assert wet["gains"] == begun_wet["gains"]
    address = door.get(f"{AT}/{told['id']}/tiles/minutes/tilejson.json", params={"season": "wet"}).json()["tiles"][0]
    z, x, y = middle_tile()
    own = door.get(f"{AT}/{begun_wet['id']}/tiles/minutes/{z}/{x}/{y}.png")
    assert door.get(address.format(z=z, x=x, y=y)).content == own.content


def middle_tile(z=11, lon=30.05, lat=9.95):
    """The tile with the middle of the study."""
    x = int((lon + 180) / 360 * 2**z)
    y = int((1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2 * 2**z)
    return z, x, y


def test_tiles_change_where_a_new_centre_is(door):
    plain, told = begin(door, run=run_id()), begin(door, NEW, run=run_id())
    z, x, y = middle_tile()
    before, after = (door.get(f"{AT}/{each['id']}/tiles/minutes/{z}/{x}/{y}.png").content for each in (plain, told))
    assert codes(before).max() > 0
    assert (codes(before) != codes(after)).any()


def codes(png):
    with rasterio.MemoryFile(png) as memory, memory.open() as picture:
        return picture.read(1)


def test_a_hidden_centre_is_neither_a_source_nor_known(door):
    public = begin(door, run=run_id())
    analyst = begin(door, run=run_id(), key="one")
    assert public["headline"]["before"] != analyst["headline"]["before"]
    words = [
        problem(door.post(AT, json={"run": run_id(), "changes": [change]}), 400)["detail"].replace(change["id"], "?")
        for identity in ("c2", "c9")
        for change in ({"kind": "close_centre", "id": identity},)
    ]
    assert words[0] == words[1]
    assert "c2" not in words[1]
    told = begin(door, {**NEW, "id": "c2"}, run=run_id())  # a name that nobody has, as far as the public can know
    assert told["gains"]["people_gaining"] > 0


def test_a_tier_without_hazards_has_none_in_any_question_or_answer(door):
    runs = [run_id(hazards="hazards"), run_id("never")]
    words = [problem(door.post(AT, json={"run": run, "changes": []}), 400)["detail"].replace(run, "?") for run in runs]
    assert words[0] == words[1]
    asked = [{"kind": "release_hazard", "area_id": identity} for identity in ("Field", "1", "nowhere")]
    told = {
        problem(door.post(AT, json={"run": run_id(), "changes": [each]}), 400)["detail"].replace(each["area_id"], "?")
        for each in asked
    }
    assert len(told) == 1
    inside = begin(door, {**NEW, "lon": 30.025, "lat": 9.965}, run=run_id())
    assert inside["gains"]["people_gaining"] > 0


def test_an_analyst_may_ask_with_hazards(door):
    assert begin(door, NEW, run=run_id(hazards="hazards"), key="one")["dimensions"]["hazards"] == "hazards"


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "close_centre", "id": "nobody"},
        {"kind": "move_centre", "id": "nobody", "lon": 30.05, "lat": 9.95},
        {"kind": "upgrade_centre", "id": "nobody", "pillars": ["physical_rehab"]},
        {"kind": "upgrade_centre", "id": "c1", "pillars": ["flying"]},
        {"kind": "open_road", "road_id": 999_999},
        {"kind": "upgrade_road", "road_id": 999_999, "speed_kmh": 50},
        {"kind": "release_hazard", "area_id": "nowhere"},
        {**NEW, "lon": -120.0},
        {**NEW, "lon": 180.0, "lat": 90.0},
        {**NEW, "id": "c1"},
    ],
)
def test_a_change_that_cannot_be_made_is_a_problem_in_words(door, change):
    told = problem(door.post(AT, json={"run": run_id(), "changes": [change]}), 400)
    assert told["detail"]
    assert "Error" not in told["detail"]


def test_one_centre_cannot_be_changed_in_two_ways(door):
    changes = [NEW, {**NEW, "lat": 9.96}]
    problem(door.post(AT, json={"run": run_id(), "changes": changes}), 400)


def test_closing_a_centre_cuts_off_those_who_gain_when_it_is_added(door):
    moved = begin(door, {"kind": "move_centre", "id": "c1", "lon": 30.05, "lat": 9.95}, run=run_id())
    assert moved["gains"]["people_gaining"] > 0
    assert moved["gains"]["people_losing"] > 0
    closed = begin(door, {"kind": "close_centre", "id": "c1"}, run=run_id(), key="one")
    assert closed["gains"]["people_gaining"] == 0
    assert closed["gains"]["people_losing"] + closed["gains"]["people_cut_off"] > 0
