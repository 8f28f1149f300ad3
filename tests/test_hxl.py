"""The CSV with HXL hashtags: a row of headings, a row of tags, a row for each run, area and group."""

import csv
import math
import re
from dataclasses import replace

import pytest
from need_on_disk import need_tables
from test_workbook import MANIFEST

from accessibility.release.hxl import admin_level, write_hxl

TAG = re.compile(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*")  # tagging conventions 1.1, section on syntax
CORE = {"#adm1", "#access", "#date", "#group", "#meta", "#population", "#service"}


@pytest.fixture(scope="module")
def need():
    return need_tables(pillars=("physical_rehab",), hazards=("no-hazards",))


def written(folder, need, manifest=MANIFEST):
    write_hxl(folder / "access_hxl.csv", need, manifest)
    with (folder / "access_hxl.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture(scope="module")
def table(tmp_path_factory, need):
    return written(tmp_path_factory.mktemp("hxl"), need)


def by_tag(table, area, group):
    rows = [dict(zip(table[1], row, strict=True)) for row in table[2:]]
    [row] = [row for row in rows if (row["#adm1+code"], row["#group+code"]) == (area, group)]
    return row


def test_the_second_row_holds_a_hashtag_for_each_heading(table):
    headings, tags, *rows = table
    assert len(headings) == len(tags) == len(set(tags)) == len(set(headings))
    assert all(TAG.fullmatch(tag) for tag in tags)
    assert {tag.split("+")[0] for tag in tags} == CORE
    assert {len(row) for row in rows} == {len(tags)}


def test_the_tags_are_these(table):
    assert table[1] == [
        "#adm1+code",
        "#adm1+name",
        "#meta+area+type",
        "#service+code",
        "#meta+profile",
        "#meta+scenario",
        "#meta+season",
        "#meta+direction",
        "#meta+hazards",
        "#group+code",
        "#group+name",
        "#population+total",
        *(f"#population+within_{band}_min" for band in (30, 60, 120, 240)),
        *(f"#access+share+within_{band}_min" for band in (30, 60, 120, 240)),
        "#access+share+beyond_threshold",
        "#access+share+unreached",
        "#access+median_minutes",
        "#access+p90_minutes",
        "#access+worst_decile_mean_minutes",
        "#access+share+day_trip",
        "#access+yearly_hours_median",
        "#access+yearly_fares_median",
        "#date+as_of",
        "#meta+study",
        "#meta+tier",
        "#meta+warning",
    ]


def test_there_is_one_row_for_each_area_and_group(table):
    assert len(table) - 2 == 4 * 12
    row = by_tag(table, "a2", "everyone")
    assert row["#adm1+name"] == "Lower"
    assert row["#group+name"] == "Everyone"
    assert float(row["#population+total"]) == 1000
    assert float(row["#access+share+within_60_min"]) == pytest.approx(0.4)
    assert float(row["#access+median_minutes"]) == 110
    assert row["#date+as_of"] == "2026-01-01"
    assert row["#meta+tier"] == "public"
    assert row["#meta+warning"] == "No recorded hazard does not mean safe. Not for navigation."


def test_unknown_is_empty_and_no_way_is_inf(table):
    assert by_tag(table, "a2", "city")["#access+median_minutes"] == ""
    assert by_tag(table, "a2", "city")["#population+total"] == "0.0"
    assert math.isinf(float(by_tag(table, "a2", "everyone")["#access+worst_decile_mean_minutes"]))


def test_headings_say_units_and_who_is_counted(table):
    headings = dict(zip(table[1], table[0], strict=True))
    assert headings["#population+total"] == "People of the group in the area (people)"
    assert headings["#access+share+within_60_min"] == "Within 60 min (share of the people)"
    assert headings["#access+median_minutes"] == "Median (minutes)"
    assert headings["#access+p90_minutes"] == "90 % need at most (minutes)"
    assert headings["#access+yearly_fares_median"] == "Median fares a year (USD per year)"


def test_numbers_are_not_neutralised_but_texts_are(tmp_path, need):
    access = need.access.assign(area_name=need.access["area_name"].replace("Lower", "-Lower"))
    table = written(tmp_path, replace(need, access=access))
    assert by_tag(table, "a2", "everyone")["#adm1+name"] == "'-Lower"
    assert written(tmp_path, need, MANIFEST)[2][table[1].index("#meta+study")] == "'=Made-up & Valley"


@pytest.mark.parametrize(
    ("column", "level"),
    [("GID_1", 1), ("gid_2", 2), ("ADM3_PCODE", 3), ("admin4", 4), ("adm0_code", 1), ("GID_7", 1), ("code", 1)],
)
def test_the_level_of_the_areas_is_told_by_their_column(tmp_path, need, column, level):
    manifest = MANIFEST | {"parameters": {"areas": {"id": column}}}
    assert admin_level(manifest) == level
    assert written(tmp_path, need, manifest)[1][:2] == [f"#adm{level}+code", f"#adm{level}+name"]


def test_the_same_tables_give_the_same_bytes(tmp_path, need):
    assert written(tmp_path, need) == written(tmp_path, need)
    assert b"\r" not in (tmp_path / "access_hxl.csv").read_bytes()
