"""Tables of profiles: what ships is sound, and every mistake says where it is and what to do."""

import pytest

from accessibility.profiles import read_profile_table, shipped_profiles
from geo.faults import Faults

HEADER = "parameter,value,low,high,unit,source,source_date,certainty\n"
SPEED = "walk_speed_factor,0.7,0.6,0.8,of walking speed,someone,2020,V\n"


def read(name, *, where="mine.csv"):
    faults = Faults()
    table = read_profile_table(name, where=where, faults=faults)
    return table, [str(fault) for fault in faults]


def read_text(tmp_path, text):
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return read(path)


@pytest.mark.parametrize("name", shipped_profiles())
def test_each_shipped_profile_is_without_fault_and_has_a_title(name):
    table, faults = read(name)
    assert faults == []
    assert table.title != name
    assert bool(table.parts) != ("walk_speed_factor" in table.values)


def test_the_shipped_profiles_are_those_that_the_domain_asks_for():
    assert shipped_profiles() == [
        "crutches",
        "device-user",
        "trans-femoral",
        "trans-tibial",
        "trans-tibial-vascular",
        "vehicle",
        "walk",
        "wheelchair",
    ]
    factors = {name: read(name)[0].values.get("walk_speed_factor") for name in shipped_profiles()}
    assert (factors["trans-tibial"], factors["trans-femoral"], factors["crutches"]) == (0.7, 0.6, 1.0)
    assert read("device-user")[0].parts == {"vehicle": 0.56, "trans-tibial": 0.44}
    assert read("wheelchair")[0].values["slope_limit_percent"] == 8


def test_a_table_is_read_with_its_lists_and_words(tmp_path):
    more = "vehicle,no,,,,us,2026,A\nclosed_surfaces,mud; sand;mud,,,,us,2026,A\ncompanions,1,0,2,people,us,2026,A\n"
    table, faults = read_text(tmp_path, HEADER + SPEED + more)
    assert faults == []
    assert table.values == {
        "walk_speed_factor": 0.7,
        "vehicle": False,
        "closed_surfaces": ("mud", "sand"),
        "companions": 1,
    }
    assert (table.name, table.title) == ("mine", "mine")


SHARES = "share:walk,{},,,share,us,2026,A\nshare:vehicle,{},,,share,us,2026,A\n"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("vehicle,no,,,,us,2026,A\n", ("the profile has no walking speed", "Add walk_speed_factor")),
        (SPEED.replace("0.6,0.8", "0.8,0.6"), ("row 2, column low", "from 0.8 to 0.6 is upside down")),
        (SPEED.replace("0.6,0.8", "0.8,0.9"), ("row 2, column value", "0.7 is outside its range from 0.8 to 0.9")),
        (SPEED.replace("0.6,", "low,"), ("row 2, column low", "'low' is no number")),
        (SPEED.replace("0.7", "fast"), ("row 2, column value", "'fast' is no number")),
        (SPEED.replace("0.7,0.6", "0,"), ("row 2, column value", "is not above 0")),
        (SPEED.replace("0.7,0.6,0.8", "5,,"), ("'5' is above 3",)),
        (SPEED.replace("of walking speed", "km/h"), ("row 2, column unit", "'km/h' is not the unit", "'of walking")),
        (SPEED.replace("someone", ""), ("row 2, column source", "has no source")),
        (SPEED.replace("2020", ""), ("row 2, column source_date", "has no source_date")),
        (SPEED.replace(",V", ",Q"), ("row 2, column certainty", "'Q' is no mark of certainty", "S, V, D, M, A")),
        (SPEED + SPEED, ("row 3, column parameter", "stood in a row above")),
        (SPEED + "walk_limit,5,,,m,us,2026,A\n", ("no parameter 'walk_limit' (did you mean 'walk_limit_m'?)",)),
        (SPEED + "vehicle,maybe,,,,us,2026,A\n", ("'maybe' is neither yes nor no",)),
        (SPEED + "vehicle,yes,0,,,us,2026,A\n", ("row 3, column low", "has no range")),
        (SPEED + "companions,1.5,,,people,us,2026,A\n", ("'1.5' is no whole number",)),
        (SHARES.format(0.6, 0.3), ("the shares of the mix add up to 0.9, not to 1",)),
        (SHARES.format(0.6, 0), ("row 3, column value", "is not above 0")),
        (SHARES.format(0.6, 0.4) + SPEED, ("a mix has shares alone, and this one also has walk_speed_factor",)),
        ("share:,1,,,share,us,2026,A\n", ("no parameter 'share:'",)),
    ],
)
def test_a_table_with_a_fault_is_told_in_words(tmp_path, rows, words):
    table, faults = read_text(tmp_path, HEADER + rows)
    assert table is None
    told = "\n".join(faults)
    assert not [word for word in words if word not in told], told


def test_all_faults_of_a_table_are_told_at_once(tmp_path):
    rows = SPEED.replace("someone", "").replace(",V", ",Q").replace("0.6,0.8", "0.8,0.6")
    assert len(read_text(tmp_path, HEADER + rows)[1]) == 3


def test_columns_that_are_missing_or_unknown_are_told(tmp_path):
    table, faults = read_text(tmp_path, "parameter,value,colour\nwalk_speed_factor,1,red\n")
    assert table is None
    told = "\n".join(faults)
    assert "column low: the column is missing" in told
    assert "column colour: the column is not known" in told


def test_a_file_that_is_not_there_is_told(tmp_path):
    table, faults = read(tmp_path / "none.csv")
    assert table is None
    assert "there is no such file" in faults[0]
