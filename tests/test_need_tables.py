"""The tables on need: whole ones are written, and all that is wrong with others is told at once."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from need_on_disk import need_tables, write_need

from accessibility.release import checked_need, write_need_tables
from accessibility.release.need_columns import TABLES
from accessibility.release.need_wide import KEYS, wide_access
from accessibility.run_dimensions import DIMENSIONS
from geo.errors import ReleaseError

FILES = {"access.parquet", "groups.csv", "fairness.csv", "parity.csv", "supply.csv", "centre_load.csv"}
FILES |= {"directory.csv", "data_gaps.csv"}


@pytest.fixture(scope="module")
def need():
    return need_tables()


def changed(need, table, **columns):
    """The tables with columns of one of them replaced."""
    return replace(need, **{table: getattr(need, table).assign(**columns)})


def refused(need, words):
    with pytest.raises(ReleaseError, match=words):
        checked_need(need)


def test_every_table_becomes_a_file_and_reads_back_as_it_was(tmp_path, need):
    write_need(tmp_path, need)
    folder = tmp_path / "tables"
    assert {path.name for path in folder.iterdir()} == FILES
    pd.testing.assert_frame_equal(pd.read_parquet(folder / "access.parquet"), need.access, check_dtype=False)
    for name in ("groups", "fairness", "parity", "supply", "centre_load"):
        read = pd.read_csv(folder / f"{name}.csv", keep_default_na=False, na_values={})
        assert read.columns.tolist() == list(TABLES[name].content)
        assert len(read) == len(need.frames()[name])


def test_a_table_that_is_not_asked_for_has_no_file(tmp_path, need):
    write_need(tmp_path, replace(need, parity=None, supply=None, centre_load=None))
    told = {path.name for path in (tmp_path / "tables").iterdir()}
    assert told == FILES - {"parity.csv", "supply.csv", "centre_load.csv"}


def test_what_a_gap_is_of_and_its_ratio_may_stand_beside_it(tmp_path, need):
    fairness = need.fairness.assign(ratio=0.5, of="share_within_120_min")
    write_need(tmp_path, replace(need, fairness=fairness))
    read = pd.read_csv(tmp_path / "tables" / "fairness.csv")
    assert read.columns.tolist() == [*TABLES["fairness"].content, "of", "ratio"]
    refused(replace(need, fairness=fairness.assign(ratio="half")), "fairness: column ratio is of .*, not of numbers")


def test_families_are_written_with_the_columns_that_they_have(tmp_path, need):
    families = pd.DataFrame({"area_id": ["a1"], "people_low": [3.0], "people_high": [9.0]})
    write_need(tmp_path, replace(need, families=families))
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "tables" / "families.csv"), families)
    refused(replace(need, families=families.drop(columns="area_id")), "families: no column area_id")


def test_an_empty_group_is_a_row_with_nobody(need):
    groups = need.groups.set_index("group")
    assert groups.loc["age-not-known", "people"] == 0
    city = need.access.query("group == 'city' and area_id == 'a2' and measure == 'share_within_60_min'")
    assert (city["denominator"] == 0).all()
    assert city["value"].isna().all()


def test_no_way_is_inf_in_the_parquet_and_in_a_csv(tmp_path, need):
    assert np.isinf(need.access["value"]).any()
    load = need.centre_load.assign(load_ratio=np.inf)
    write_need(tmp_path, replace(need, centre_load=load))
    assert np.isinf(pd.read_csv(tmp_path / "tables" / "centre_load.csv")["load_ratio"]).all()


def test_a_text_that_looks_like_a_formula_is_harmless_in_a_csv(tmp_path, need):
    write_need(tmp_path, need)
    names = pd.read_csv(tmp_path / "tables" / "directory.csv")["name"].tolist()
    assert names[0].startswith("'=HYPERLINK")
    assert names[1:] == ["South Centre", "'+Listening House & Friends"]
    assert need.directory["name"].iloc[0].startswith("=")  # the tables themselves are untouched


@pytest.mark.parametrize("table", TABLES)
def test_each_missing_column_is_told(need, table):
    frame = getattr(need, table)
    with pytest.raises(ReleaseError) as told:
        checked_need(replace(need, **{table: frame[[]]}))
    for column in TABLES[table].content:
        assert f"{table}: no column {column}" in str(told.value)


def test_all_that_is_wrong_is_told_at_once(need):
    wrong = replace(need, access=need.access.drop(columns="unit"), groups=need.groups.assign(people=-1.0))
    refused(wrong, "access: no column unit; groups: column people is negative")


@pytest.mark.parametrize(
    ("table", "columns", "words"),
    [
        ("access", {"unit": ""}, "column unit is empty, in rows 0, 1, 2 and"),
        ("access", {"unit": "hours"}, "measure median_minutes is in 'hours', not in 'minutes'"),
        ("access", {"unit": "furlongs"}, "yearly_fares_median has the unit 'furlongs', which is not known"),
        ("access", {"surprise": 1.0}, "a column too many, surprise"),
        ("access", {"denominator": np.nan}, "column denominator is empty"),
        ("access", {"as_of": "1 May 2026"}, "column as_of has something other than a day"),
        ("access", {"as_of": ""}, "column as_of is empty"),
        ("access", {"area_kind": "region"}, "area_kind is none of area, outside, all"),
        ("access", {"group": "everyone"}, "told twice, by pillar"),
        ("access", {"value": "much"}, "column value is of .*, not of numbers"),
        ("access", {"value": -np.inf}, "column value is -inf"),
        ("access", {"value": 1.5}, "a share is not between 0 and 1"),
        ("access", {"value": -2.0}, "a number of people is negative or endless"),
        ("groups", {"people": np.nan}, "groups: column people is empty"),
        ("groups", {"label": 7}, "column label has something other than text"),
        ("parity", {"need_share": 1.2}, "column need_share is a share above 1"),
        ("directory", {"capacity_per_year": -1.0}, "column capacity_per_year is negative"),
        ("directory", {"last_verified": "2025-13-01"}, "column last_verified has something other than a day"),
        ("directory", {"id": "c1"}, "directory: told twice, by id"),
        ("data_gaps", {"share_known": 2.0}, "data_gaps: column share_known is a share above 1, in rows 0, 1, 2 and 3"),
    ],
)
def test_what_is_wrong_is_told_in_words(need, table, columns, words):
    refused(changed(need, table, **columns), words)


def test_a_measure_in_two_units_is_refused(need):
    unit = need.access["unit"].copy()
    unit[unit.eq("USD per year") & (unit.index % 40 == 39)] = "EUR per year"
    refused(changed(need, "access", unit=unit), "measure yearly_fares_median has several units")


def test_nothing_is_written_of_tables_that_are_wrong(tmp_path, need):
    with pytest.raises(ReleaseError):
        write_need_tables(tmp_path, changed(need, "access", unit=""))
    assert not list(tmp_path.iterdir())


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), kept=st.floats(0.1, 1.0))
def test_the_wide_table_holds_each_value_once_in_any_order(need, seed, kept):
    access = need.access.head(960).sample(frac=kept, random_state=seed)
    wide = wide_access(access)
    assert len(wide.rows) == len(access[list(KEYS)].drop_duplicates())
    long = wide.rows.melt(id_vars=list(KEYS), value_vars=list(wide.measures), var_name="measure", value_name="wide")
    both = access.merge(long, on=[*KEYS, "measure"], how="left", validate="one_to_one")
    np.testing.assert_array_equal(both["value"], both["wide"])
    assert long["wide"].notna().sum() == access["value"].notna().sum()


def test_the_people_of_a_wide_row_are_the_most_that_a_measure_is_of(need):
    access = need.access.copy()
    of_some = access["measure"] == "mean_reached_minutes"
    access.loc[of_some, "denominator"] /= 2
    told = wide_access(access).rows
    assert (told["denominator"] == told["people"]).all()
    assert told.groupby(list(DIMENSIONS), sort=False).size().tolist() == [48] * 4
