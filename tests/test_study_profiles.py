"""Profiles in the study file: what they may say, and every mistake says what, where, and what to do."""

import numpy as np
import pytest
from small_study import SmallStudy

from accessibility.profiles import Profile, default_profile
from accessibility.study_file import read_study_file
from accessibility.worlds.chosen_profiles import choose_profiles
from accessibility.worlds.scenario_faults import check_scenarios
from geo.faults import Faults

MIX = {"vehicle": 0.56, "trans-tibial": 0.44}


@pytest.fixture
def study(tmp_path):
    return SmallStudy(tmp_path)


def chosen(study, *profiles):
    study.tables["profiles"] = list(profiles)
    study.write()
    faults = Faults()
    read = read_study_file(study.file, faults=faults)
    found = choose_profiles(read, faults=faults)
    assert found is not None, "\n".join(map(str, faults))
    return found


def test_without_profiles_there_is_one_called_default(study):
    del study.tables["hazards"]
    study.write()
    read = read_study_file(study.file, faults=Faults())
    found = choose_profiles(read, faults=Faults())
    assert found.profiles == (default_profile(),)
    assert found.mixes == ()
    assert default_profile().name == "default"


def test_a_name_alone_is_the_shipped_profile(study):
    found = chosen(study, {"name": "trans-tibial"}, {"name": "wheelchair"}).profiles
    assert [profile.name for profile in found] == ["trans-tibial", "wheelchair"]
    assert (found[0].walk_speed_factor, found[0].has_vehicle) == (0.7, False)
    assert (found[1].slope_limit_percent, found[1].crosses_land) == (8, False)


def test_a_key_changes_what_the_profile_is_based_on(study):
    made = {"name": "slow-chair", "based_on": "wheelchair", "slope_limit_percent": 5, "off_road": True}
    same = {"name": "walk", "walk_speed_factor": 0.9}
    own = {"name": "mine", "title": "Mine", "walk_speed_factor": 0.5, "vehicle": True, "fare_per_trip": 2.0}
    own |= {"currency": "MWK", "companions": 1, "boarding_wait_minutes": 20}
    chair, walk, mine = chosen(study, made, same, own).profiles
    assert (chair.slope_limit_percent, chair.crosses_land, chair.closed_road_classes[0]) == (5, True, "path")
    assert (walk.title, walk.walk_speed_factor, walk.has_vehicle) == ("On foot", 0.9, False)
    assert mine == Profile(
        name="mine",
        title="Mine",
        walk_speed_factor=0.5,
        fare_per_trip=2.0,
        currency="MWK",
        companions=1,
        boarding_wait_minutes=20,
    )


def test_a_profile_is_based_on_a_table_beside_the_study_which_the_study_names_among_its_files(study):
    header = "parameter,value,low,high,unit,source,source_date,certainty\n"
    study.text("ours.csv", header + "walk_speed_factor,0.65,,,of walking speed,measured here,2025,S\n")
    assert chosen(study, {"name": "ours", "based_on": "ours.csv"}).profiles[0].walk_speed_factor == 0.65
    read = read_study_file(study.file, faults=Faults())
    assert ("[[profiles]] ours based_on", "ours.csv") in [(key, str(path)) for key, path in read.files()]


def test_a_mix_names_other_profiles_whether_shipped_or_spelled_out(study):
    parts = ({"name": "vehicle"}, {"name": "trans-tibial"})
    found = chosen(
        study, {"name": "device-user"}, *parts, {"name": "own-mix", "mix": {"vehicle": 0.25, "trans-tibial": 0.75}}
    )
    assert [profile.name for profile in found.profiles] == ["vehicle", "trans-tibial"]
    assert [(mix.name, dict(mix.parts)) for mix in found.mixes] == [
        ("device-user", MIX),
        ("own-mix", {"vehicle": 0.25, "trans-tibial": 0.75}),
    ]


@pytest.mark.parametrize(
    ("profiles", "words"),
    [
        ([{"name": "wheelchar"}], ("[[profiles]] wheelchar", "no shipped profile", "did you mean 'wheelchair'?")),
        ([{"name": "x", "based_on": "wlak"}], ("[[profiles]] x based_on", "called 'wlak' (did you mean 'walk'?)")),
        ([{"name": "x", "based_on": "none.csv"}], ("none.csv", "there is no such file")),
        ([{"name": "x", "vehicle": False}], ("[[profiles]] x", "the profile has no walking speed")),
        ([{"name": "X y"}], ("[profiles] name", "'X y' is no name", "Write small letters")),
        ([{"name": "walk"}, {"name": "walk"}], ("[[profiles]] walk", "the name stands 2 times")),
        ([{"name": "walk", "walk_sped": 1}], ("unknown key 'walk_sped'", "did you mean 'walk_speed_factor'?")),
        ([{"name": "walk", "walk_speed_factor": 0}], ("walk_speed_factor", "0 is too small")),
        ([{"name": "walk", "vehicle": "perhaps"}], ("[profiles] vehicle", "neither true nor false")),
        ([{"name": "m", "mix": {"walk": 0.5}}, {"name": "walk"}], ("[[profiles]] m", "add up to 0.5, not to 1")),
        ([{"name": "m", "mix": {"wlk": 1.0}}, {"name": "walk"}], ("mixes 'wlk'", "(did you mean 'walk'?)")),
        ([{"name": "m", "mix": {"m": 1.0}}, {"name": "walk"}], ("[[profiles]] m", "mixes itself")),
        ([{"name": "m", "mix": {}}, {"name": "walk"}], ("[profiles]", "the mix names no profile")),
        (
            [{"name": "m", "mix": {"walk": 1.0}, "off_road": True}, {"name": "walk"}],
            ("a mix has no off_road of its own",),
        ),
        (
            [{"name": "device-user"}, {"name": "vehicle"}],
            ("mixes 'trans-tibial', which the study does not name", "Add [["),
        ),
        (
            [{"name": "a", "mix": {"walk": 1.0}}, {"name": "b", "mix": {"a": 1.0}}, {"name": "walk"}],
            ("[[profiles]] b", "mixes 'a', which is a mix itself"),
        ),
        (
            [{"name": "device-user", "vehicle": True}, {"name": "vehicle"}, {"name": "trans-tibial"}],
            ("device-user is a mix and has no vehicle of its own",),
        ),
        ([{"name": "vehicle", "walk_limit_m": 500}], ("[[profiles]] vehicle", "has a vehicle and a walk_limit_m")),
        ([{"name": "vehicle", "fare_per_trip": 5}], ("has a fare without a currency",)),
        ([{"name": "walk", "fare_per_hour": 5, "currency": "EUR"}], ("has a fare and no vehicle",)),
        (
            [{"name": "walk", "closed_surfaces": ["mudd"]}],
            ("closed_surfaces", "knows surface 'mudd' (did you mean 'mud'?)"),
        ),
        (
            [{"name": "walk", "closed_road_classes": ["trak"]}],
            ("closed_road_classes", "highway 'trak' (did you mean 'track'?)"),
        ),
        ([{"name": "walk", "closed_smoothness": ["poor"]}], ("closed_smoothness", "knows smoothness 'poor'")),
    ],
)
def test_profiles_that_cannot_be_are_refused(study, profiles, words):
    study.tables["profiles"] = profiles
    study.write()
    faults = Faults()
    read = read_study_file(study.file, faults=faults)
    check_scenarios(read, faults=faults)
    assert choose_profiles(read, faults=faults) is None or faults.errors
    told = "\n".join(map(str, faults.errors))
    assert not [word for word in words if word.lower() not in told.lower()], told


def test_faults_of_profiles_are_told_beside_those_of_other_tables(study):
    study.tables["profiles"] = [{"name": "wheelchar"}, {"name": "m", "mix": {"walk": 0.5}}]
    study.tables["grid"] = {"like": "none.tif"}
    study.is_refused("did you mean 'wheelchair'?", "add up to 0.5", "none.tif")


def test_who_does_not_cross_land_needs_roads(study):
    del study.tables["roads"]
    study.tables["profiles"] = [{"name": "wheelchair"}]
    study.is_refused("does not cross land off the roads, and the study has no roads", "Add [roads]")


def test_who_has_no_vehicle_needs_land_that_is_walked(study):
    study.speeds = study.speeds.replace("2,forest,3,walk", "2,road,30,motor")
    study.tables["profiles"] = [{"name": "walk"}]
    study.is_refused("[[profiles]] walk", "has no vehicle, but 99 cells of the land are crossed by cycle or motor")


def test_paces_without_slopes_are_told_as_walked(study):
    study.raster("friction.tif", np.full((20, 20), 0.02))
    study.tables["land"] = {"friction": "friction.tif", "friction_unit": "min/m"}
    study.tables["profiles"] = [{"name": "trans-tibial"}]
    study.is_told("[[profiles]] trans-tibial", "400 cells of the land have a pace that ignores slopes")


def test_a_slope_limit_without_heights_is_told(study):
    del study.tables["land"]["elevation"]
    study.tables["profiles"] = [{"name": "walk", "slope_limit_percent": 8}]
    study.is_told("[[profiles]] walk", "has a slope limit, but the study gives no heights")


def test_centres_that_no_road_leads_to_are_told_to_who_does_not_cross_land(study):
    study.tables["profiles"] = [{"name": "wheelchair"}]
    study.is_told(
        "[[profiles]] wheelchair", "2 of 2 centres lie farther than 500 m from every road", "connect_within_m"
    )
