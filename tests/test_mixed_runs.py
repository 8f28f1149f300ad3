"""Studies of several profiles and mixes of them: people are conserved, minutes are never averaged, all else goes on."""

import json

import numpy as np
import pandas as pd
import pytest
from small_study import SmallStudy, polygon
from study_runs import assert_same_answer, inputs_of, is_nowhere_quicker, is_somewhere_slower

from accessibility.effects import find_effects
from accessibility.mixed_runs import make_mixed_runs
from accessibility.profiles import Mix
from accessibility.runs import make_runs
from accessibility.search import BEYOND_LIMIT
from accessibility.study import run_study
from custody.release_ground import choose_run, read_release_ground
from geo.errors import InputError
from geo.progress import silent
from maps.pages import draw_pages

PROFILES = [
    {"name": "vehicle"},
    {"name": "trans-tibial"},
    {"name": "wheelchair"},
    {"name": "crutches"},
    {"name": "device-user"},
    {"name": "one-part", "mix": {"trans-tibial": 1.0}},
]
WITHOUT_MIXES = [profile["name"] for profile in PROFILES[:4]]


def small(folder, profiles):
    study = SmallStudy(folder)
    heights = np.random.default_rng(1).uniform(400, 460, (20, 20))
    study.raster("heights.tif", heights)
    study.raster("population.tif", np.random.default_rng(2).uniform(0, 9, (20, 20)))
    if profiles:
        study.tables["profiles"] = profiles
    return study


def full(folder):
    study = small(folder, PROFILES)
    study.tables["seasons"] = [{"name": "dry"}, {"name": "wet", "road_speeds": "rural-wet", "land_speed_factor": 0.5}]
    study.tables["scenarios"] = [{"name": "shut", "closed_roads": [101], "closed_centres": ["c2"]}]
    return study


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    return inputs_of(full(tmp_path_factory.mktemp("profiles")))


@pytest.fixture(scope="module")
def runs(inputs):
    return make_runs(inputs, inputs.worlds, progress=silent)


@pytest.fixture(scope="module")
def mixed(inputs, runs):
    return make_mixed_runs(inputs, runs)


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    study = full(tmp_path_factory.mktemp("release"))
    del study.tables["seasons"]
    study.write()
    return run_study(study.file, out=study.out, draw=draw_pages)


def of(runs, profile, scenario="base", season="dry", *, hazards=True):
    wanted = {
        "profile": profile,
        "scenario": scenario,
        "season": season,
        "hazards": "hazards" if hazards else "no-hazards",
    }
    (found,) = [run for run in runs if wanted.items() <= run.dimensions.items()]
    return found


def test_each_scenario_and_season_is_a_world_for_each_profile_the_first_profile_first(inputs):
    names = [(world.profile.name, *world.key) for world in inputs.worlds]
    places = [("base", "dry"), ("base", "wet"), ("shut", "dry"), ("shut", "wet")]
    assert names == [(profile, *place) for profile in WITHOUT_MIXES for place in places]


def test_profiles_share_what_they_change_nothing_of(inputs):
    base = {world.profile.name: world.ground for world in inputs.worlds if world.key == ("base", "dry")}
    assert base["crutches"].land is base["vehicle"].land
    assert base["crutches"].roads is not base["vehicle"].roads
    assert base["trans-tibial"].land is not base["vehicle"].land
    assert len({id(world.demand) for world in inputs.worlds if world.key[1] == "dry"}) == 1


@pytest.mark.parametrize("name", ["default", "vehicle"])
def test_a_study_of_one_profile_with_a_vehicle_is_the_study_without_profiles_to_the_bit(tmp_path, name):
    told = {}
    for folder, profiles in (("a", None), ("b", [{"name": name, "based_on": "vehicle"}])):
        (tmp_path / folder).mkdir()
        read = inputs_of(small(tmp_path / folder, profiles))
        told[folder] = make_runs(read, read.worlds, progress=silent)
    for one, other in zip(told["a"], told["b"], strict=True):
        assert_same_answer(one, other)
        assert one.gaps.equals(other.gaps)
        assert (one.dimensions["profile"], other.dimensions["profile"]) == ("default", name)


@pytest.mark.parametrize("season", ["dry", "wet"])
@pytest.mark.parametrize("scenario", ["base", "shut"])
def test_a_scenario_followed_from_the_base_is_as_one_searched_alone(inputs, runs, scenario, season):
    for profile in WITHOUT_MIXES:
        (world,) = [each for each in inputs.worlds if (each.profile.name, *each.key) == (profile, scenario, season)]
        for alone in make_runs(inputs, [world], progress=silent):
            assert_same_answer(of(runs, profile, scenario, season, hazards=alone.has_hazards), alone)


def test_profiles_stand_to_each_other_as_they_must(runs):
    vehicle, walk, chair = (of(runs, name) for name in ("vehicle", "trans-tibial", "wheelchair"))
    assert is_nowhere_quicker(walk, vehicle)
    assert is_somewhere_slower(walk, vehicle)
    assert np.isinf(chair.times.minutes).sum() > np.isinf(walk.times.minutes).sum()
    crutches = of(runs, "crutches").travel
    assert crutches.minutes[np.isfinite(crutches.minutes)].max() <= 24
    assert (crutches.status == BEYOND_LIMIT).any()


def test_the_wait_of_a_profile_takes_the_place_of_the_studys(tmp_path):
    study = small(tmp_path, [{"name": "vehicle"}, {"name": "bus", "based_on": "vehicle", "boarding_wait_minutes": 30}])
    study.tables["travel"] = {"boarding_wait_minutes": 5}
    read = inputs_of(study)
    found = make_runs(read, read.worlds, progress=silent)
    one, other = (next(run for run in found if run.world.profile.name == name) for name in ("vehicle", "bus"))
    assert is_nowhere_quicker(other, one)
    assert is_somewhere_slower(other, one)


def test_people_of_a_mix_are_conserved_in_every_home_and_area(runs, mixed):
    run, part = of(mixed, "device-user"), of(runs, "vehicle")
    people = np.bincount(run.home, weights=run.demand.people)
    np.testing.assert_allclose(people, part.world.demand.people, rtol=1e-12)
    np.testing.assert_allclose(run.access["population"], part.access["population"], rtol=1e-12)
    assert np.bincount(run.part, weights=run.demand.people) / people.sum() == pytest.approx([0.56, 0.44])


def test_a_mix_counts_people_and_never_averages_minutes(mixed):
    for run in mixed:
        for place in range(len(run.access)):
            row = run.access.iloc[place]
            parts = [
                (share, part.access.iloc[place]) for share, part in zip(run.mix.parts.values(), run.parts, strict=True)
            ]
            for band in (30, 60, 120, 240):
                column = f"population_within_{band}_min"
                assert row[column] == pytest.approx(sum(share * part[column] for share, part in parts))
            minutes = np.concatenate([part.times.minutes for part in run.parts])
            if not np.isnan(row["median_minutes"]):
                assert row["median_minutes"] in minutes
                low, *_, high = sorted([part["median_minutes"] for _, part in parts] * 2)
                assert low <= row["median_minutes"] <= high


def test_a_mix_of_one_part_is_that_part(mixed):
    for run in (run for run in mixed if run.mix.name == "one-part"):
        (part,) = run.parts
        pd.testing.assert_frame_equal(run.access, part.access)
        np.testing.assert_array_equal(run.times.minutes, part.times.minutes)


def test_each_mix_has_a_run_for_each_question_of_its_parts(runs, mixed):
    for name in ("device-user", "one-part"):
        asked = [{**run.dimensions, "profile": name} for run in runs if run.world.profile.name == "trans-tibial"]
        assert [run.dimensions for run in mixed if run.mix.name == name] == asked


def test_a_mix_of_runs_that_were_not_made_is_refused(inputs, runs):
    some = [run for run in runs if run.world.profile.name != "trans-tibial"]
    with pytest.raises(InputError, match="device-user needs a run of trans-tibial that was not made"):
        make_mixed_runs(inputs, some)


def test_effects_of_hazards_are_told_for_the_first_profile_alone(inputs, runs):
    effects = find_effects(inputs, runs, progress=silent)
    assert {run.world.profile.name for run, _ in effects.rankings} == {"vehicle"}
    assert len(effects.rankings) == 2
    for table in (effects.near_hazards, effects.hazard_range, effects.disputed_roads):
        assert set(table["profile"]) <= {"vehicle"}


def test_a_release_tells_each_profile_and_mix(release):
    tier = release / "public"
    summary = json.loads((tier / "summary.json").read_text(encoding="utf-8"))
    assert [profile["name"] for profile in summary["profiles"]] == WITHOUT_MIXES
    assert summary["mixes"][0]["name"] == "device-user"
    assert summary["mixes"][0]["parts"] == {"vehicle": 0.56, "trans-tibial": 0.44}
    worlds = [(world["scenario"], world["season"]) for world in summary["worlds"]]
    assert worlds == [("base", "all-year"), ("shut", "all-year")]
    rows = pd.read_csv(tier / "tables" / "areas.csv")
    assert list(dict.fromkeys(rows["profile"])) == [*WITHOUT_MIXES, "device-user", "one-part"]
    everyone = rows[rows["area_kind"] == "all"]
    assert everyone["population"].to_numpy() == pytest.approx(everyone["population"].iloc[0])
    listed = pd.read_csv(tier / "runs.csv")
    assert set(listed["profile"]) == set(WITHOUT_MIXES)
    assert all((tier / folder / "status.tif").is_file() for folder in listed["folder"])


def test_comparisons_are_made_for_each_profile_in_a_folder_of_its_own(release):
    summary = json.loads((release / "public" / "summary.json").read_text(encoding="utf-8"))
    made = [(entry["slug"], entry["profile"]) for entry in summary["comparisons"]]
    assert made == [("shut", profile) for profile in WITHOUT_MIXES]
    folders = [entry["folder"] for entry in summary["comparisons"]]
    assert len(set(folders)) == len(folders)
    assert all((release / "public" / folder / "change.tif").is_file() for folder in folders)


def test_the_method_says_who_travels_and_that_none_are_averaged(release):
    method = json.loads((release / "public" / "manifest.json").read_text(encoding="utf-8"))["method"]
    told = "\n".join(method)
    assert "In a wheelchair: they walk at 0.8 times the speeds of the tables." in told
    assert "56 % as On foot and by vehicle, 44 % as On foot with a prosthesis below the knee" in told
    assert "told for one profile alone, the first: On foot and by vehicle." in told


def test_pages_name_the_profile_of_each_run(release):
    page = (release / "public" / "pages" / "report.html").read_text(encoding="utf-8")
    assert "wheelchair" in page
    assert "on foot with a prosthesis below the knee" in page
    assert "One part" in page  # a mix without a title is told by its name
    assert "trans tibial" not in page
    assert "Told for one profile alone, the first of the study: on foot and by vehicle." in page


def test_survivors_are_counted_over_the_first_profile(release):
    ground = read_release_ground(release, "public")
    chosen = choose_run(ground, "physical_rehab", hazards=None, season=None, direction=None)
    assert (chosen.profile, chosen.hazards) == ("vehicle", "hazards")
    assert {run.profile for run in ground.runs} == set(WITHOUT_MIXES)


def test_a_mix_spelled_in_a_study_keeps_its_shares(inputs):
    assert inputs.mixes[1] == Mix(name="one-part", title="one-part", parts={"trans-tibial": 1.0})


@pytest.mark.parametrize("keys", [{"policy": "slow", "slow_factor": 3}, {"policy": "block", "roads": "cut"}])
def test_hazards_never_shorten_the_way_of_who_does_not_cross_land_and_their_effects_are_told(tmp_path, keys):
    study = small(tmp_path, [{"name": "wheelchair"}])
    study.hazards = [(polygon(30.02, 9.9, 30.03, 9.97), {"kind": "suspected", "status": "open", "name": "Field"})]
    study.tables["hazards"] |= keys
    study.tables["roads"]["connect_within_m"] = 2000
    read = inputs_of(study)
    free, held = make_runs(read, read.worlds, progress=silent)
    assert is_nowhere_quicker(held, free)
    assert is_somewhere_slower(held, free)
    effects = find_effects(read, [free, held], progress=silent)
    assert set(effects.hazard_range["profile"]) == {"wheelchair"}
