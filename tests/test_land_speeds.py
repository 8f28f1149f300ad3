"""Speeds off the roads: tables by class and by cover, own or shipped."""

import numpy as np
import pytest

from geo.faults import Faults
from geo.land.speeds import (
    DEFAULT_COVER_SPEEDS,
    find_land_speeds,
    read_land_speeds,
    speeds_of_classes,
    speeds_of_covers,
)
from geo.land.surface import LandSpeed
from geo.shipped import data_folder

GRASS = LandSpeed(label="grass", speed_kmh=4.5, mode="walk")
LAKE = LandSpeed(label="lake", speed_kmh=0.0, mode="walk")


def read(tmp_path, text):
    path, faults = tmp_path / "s.csv", Faults()
    path.write_text(text, encoding="utf-8")
    return read_land_speeds(path, where="s.csv", faults=faults), faults


def test_a_table_gives_the_speed_of_each_class(tmp_path):
    speeds, faults = read(tmp_path, "class,label,speed_kmh,mode\n1,grass,4.5,walk\n3,lake,0,walk\n")
    assert len(faults) == 0
    assert speeds == {"1": GRASS, "3": LAKE}


def test_names_of_columns_may_be_capitals_and_classes_written_with_a_point(tmp_path):
    speeds, faults = read(tmp_path, "Class;Label;Speed_KMH;Mode\n1.0;grass;4.5;walk\n")
    assert len(faults) == 0
    assert speeds == {"1": GRASS}


@pytest.mark.parametrize("mode", ["walk", "cycle", "motor", "flat"])
def test_the_four_modes_are_known(tmp_path, mode):
    speeds, _ = read(tmp_path, f"class,label,speed_kmh,mode\n1,x,4,{mode}\n")
    assert speeds["1"].mode == mode


@pytest.mark.parametrize(("speed", "is_fine"), [("0", True), ("200", True), ("200.1", False), ("-1", False)])
def test_speeds_reach_from_nought_to_two_hundred_inclusive(tmp_path, speed, is_fine):
    speeds, faults = read(tmp_path, f"class,label,speed_kmh,mode\n1,x,{speed},walk\n")
    assert (speeds is not None) is is_fine
    assert bool(faults.errors) is not is_fine


def test_all_faults_of_a_table_are_told_once_each(tmp_path):
    speeds, faults = read(tmp_path, "class,label,speed_kmh,mode\n1,a,fast,fly\n,b,,walk\n3,c,0,walk\n3,d,999,\n")
    assert speeds is None
    assert sorted(f"{error.which}: {error.what}" for error in faults.errors) == [
        "row 2, column 'mode': the mode is not known (fly)",
        "row 2, column 'speed_kmh': the value is not a number (fast)",
        "row 3, column 'class': the value is missing",
        "row 3, column 'speed_kmh': the value is missing",
        "row 5, column 'mode': the value is missing",
        "rows 4 and 5, column 'class': the value stands more than once (3.0)",
    ]


def test_the_shipped_table_knows_every_cover_of_a_study():
    faults = Faults()
    speeds = read_land_speeds(find_land_speeds(DEFAULT_COVER_SPEEDS, data_folder()), where="shipped", faults=faults)
    assert len(faults) == 0
    assert speeds["permanent_water"].speed_kmh == 0
    assert speeds_of_covers(["tree", "crops"], speeds, where="shipped", faults=faults).keys() == {"tree", "crops"}


def test_a_name_is_a_shipped_table_unless_the_folder_has_it(tmp_path):
    assert find_land_speeds("walking-by-cover", tmp_path) == data_folder() / "speeds/walking-by-cover.csv"
    assert find_land_speeds("own.csv", tmp_path) == tmp_path / "own.csv"
    (tmp_path / "walking-by-cover").touch()
    assert find_land_speeds("walking-by-cover", tmp_path) == tmp_path / "walking-by-cover"


def test_a_shipped_name_that_is_not_there_is_told_with_the_nearest(tmp_path):
    faults = Faults()
    assert read_land_speeds(find_land_speeds("walking-by-cove", tmp_path), where="x", faults=faults) is None
    assert "(did you mean 'walking-by-cover'?)" in faults.errors[0].what


def test_every_class_that_occurs_must_have_a_speed():
    classes, faults = np.array([[1, 3, -1], [7, 7, 9]], np.int32), Faults()
    assert speeds_of_classes(classes, {"1": GRASS, "3": LAKE}, where="s.csv", faults=faults) is None
    assert faults.errors[0].what == "class 7, 9 of the land cover has no row"


def test_a_class_that_does_not_occur_is_no_fault():
    classes, faults = np.array([[1, -1]], np.int32), Faults()
    speeds = speeds_of_classes(classes, {"1": GRASS, "3": LAKE}, where="s.csv", faults=faults)
    assert speeds == {1: GRASS, 3: LAKE}
    assert len(faults) == 0


@pytest.mark.parametrize("name", ["grass", "-1", "1.5", ""])
def test_a_class_that_is_no_whole_number_is_told(name):
    faults = Faults()
    assert speeds_of_classes(np.array([[1]]), {"1": GRASS, name: LAKE}, where="s.csv", faults=faults) is None
    assert "not a whole number of 0 or more" in faults.errors[0].what


def test_a_cover_without_a_row_is_told():
    faults = Faults()
    assert speeds_of_covers(["tree", "snow"], {"tree": GRASS}, where="s.csv", faults=faults) is None
    assert faults.errors[0].what == "there is no row for cover snow"
