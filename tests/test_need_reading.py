"""Tables of need and fairness are read whole, or everything that is wrong with them is said at once."""

import math
from dataclasses import replace

import pandas as pd
import pytest
from need_on_disk import AREAS, PLACES, families_frame, need_tables, write_need
from release_on_disk import write_tier

from geo.errors import ReleaseError
from maps.need import read_need
from maps.need.columns import CSV_COLUMNS
from maps.release_reader import read_tier

TABLES = need_tables(pillars=("physical_rehab",), hazards=("hazards",), families=families_frame(dict(AREAS)))


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A tier without tables of need, read; its folder gets them and loses them again."""
    return read_tier(write_tier(tmp_path_factory.mktemp("need") / "public"))


@pytest.fixture
def tables(bare):
    """The folder of the tables, written anew for each test."""
    write_need(bare.folder, TABLES)
    yield bare.folder / "tables"
    for file in ("tables/access.parquet", *CSV_COLUMNS):
        (bare.folder / file).unlink(missing_ok=True)


def test_a_tier_without_the_tables_has_none(bare):
    need = read_need(bare)
    assert not need.is_there
    assert need.groups == need.directory == need.supply == ()
    assert need.access == {}


@pytest.mark.usefixtures("tables")
def test_every_row_is_read(bare):
    need = read_need(bare)
    for name in ("groups", "fairness", "parity", "families", "supply", "directory", "data_gaps"):
        assert len(getattr(need, name)) == len(getattr(TABLES, name)), name
    assert len(need.loads) == len(TABLES.centre_load)
    assert sum(len(row.measures) for rows in need.access.values() for row in rows) == len(TABLES.access)


@pytest.mark.usefixtures("tables")
def test_unknown_is_nan_no_way_is_inf_and_nobody_is_zero(bare):
    need = read_need(bare)
    [rows] = need.access.values()
    everyone = next(row for row in rows if (row.area_kind, row.group) == ("all", "everyone"))
    city = next(row for row in rows if (row.area_id, row.group) == ("a2", "city"))
    assert everyone.people == PLACES["people"].sum()
    assert math.isinf(everyone.value("worst_decile_mean_minutes"))
    assert city.people == 0
    assert math.isnan(city.value("median_minutes"))
    assert math.isnan(everyone.value("a_measure_not_asked"))
    assert math.isnan(next(load for load in need.loads if load.centre_id == "c2").capacity_per_year)
    assert next(group for group in need.groups if group.key == "age-not-known").people == 0


@pytest.mark.usefixtures("tables")
def test_a_name_that_looks_like_a_formula_is_read_as_it_was(bare):
    names = {entry.centre_id: entry.name for entry in read_need(bare).directory}
    assert names["c1"].startswith("=HYPERLINK(")
    assert names["c3"] == "+Listening House & Friends"


def test_what_a_scenario_changes_is_left_to_its_own_part(bare, tables):
    path = tables / "access.parquet"
    access = pd.read_parquet(path)
    pd.concat([access, access.assign(scenario="flood")]).to_parquet(path)
    flood = tuple(replace(run, key=replace(run.key, scenario="flood")) for run in bare.runs)
    assert {run.scenario for run in read_need(replace(bare, runs=(*bare.runs, *flood))).access} == {"base"}
    with pytest.raises(ReleaseError, match=r"access\.parquet tells of the run physical_rehab/default/flood/all-year"):
        read_need(bare)


@pytest.mark.parametrize("file", sorted(CSV_COLUMNS))
@pytest.mark.usefixtures("tables")
def test_a_column_that_is_missing_is_named(bare, file):
    column = CSV_COLUMNS[file][-1]
    table = pd.read_csv(bare.folder / file, dtype=str, keep_default_na=False)
    table.drop(columns=column).to_csv(bare.folder / file, index=False)
    with pytest.raises(ReleaseError, match=f"missing: {file}, column {column}"):
        read_need(bare)


def test_a_column_that_the_long_table_lacks_is_named(bare, tables):
    path = tables / "access.parquet"
    pd.read_parquet(path).drop(columns=["unit", "scenario"]).to_parquet(path)
    with pytest.raises(ReleaseError, match=r"column scenario; tables/access\.parquet, column unit"):
        read_need(bare)


@pytest.mark.parametrize(("lost", "told"), [("access.parquet", "access"), ("groups.csv", "groups")])
def test_access_and_its_groups_come_together(bare, tables, lost, told):
    (tables / lost).unlink()
    with pytest.raises(ReleaseError, match=rf"missing: tables/{told}\."):
        read_need(bare)


def test_all_that_is_wrong_is_said_at_once(bare, tables):
    for name, column, value in (("supply", "value", "much"), ("parity", "pillar", "eye_care")):
        table = pd.read_csv(tables / f"{name}.csv", dtype=str, keep_default_na=False)
        table.loc[1, column] = value
        table.to_csv(tables / f"{name}.csv", index=False)
    access = pd.read_parquet(tables / "access.parquet")
    access.loc[access["group"] == "town", "group"] = "village"
    access.to_parquet(tables / "access.parquet")
    with pytest.raises(ReleaseError) as told:
        read_need(bare)
    said = str(told.value)
    assert "tables/supply.csv, row 2, value is 'much', which is no number" in said
    assert "tables/parity.csv tells of the run eye_care/default/base/all-year/to/hazards, which summary.json" in said
    assert "tables/access.parquet tells of the group village, which tables/groups.csv has not" in said
    assert said.endswith("Make the release anew with nearcare run")


def test_a_file_that_is_no_table_is_named(bare, tables):
    (tables / "access.parquet").write_bytes(b"no parquet")
    (tables / "groups.csv").write_bytes(b"")
    with pytest.raises(ReleaseError, match=r"groups\.csv is no table of CSV.*access\.parquet is no table of Parquet"):
        read_need(bare)
