"""Tables of reasons, priority and certainty: read by run, refused with all that is wrong, absent where not asked."""

import json
import math
import shutil
from dataclasses import replace

import pandas as pd
import pytest
from certainty_on_disk import DRAWS, FACTORS, PARTS, write_certainty
from release_on_disk import write_tier

from geo.errors import ReleaseError
from maps.release_reader import read_tier
from maps.run_key import RunKey
from maps.why import WhyTables, read_why
from maps.why.asking import chosen_runs
from maps.why.columns import CSV_COLUMNS

LEAD = RunKey(
    pillar="physical_rehab", profile="default", scenario="base", season="all-year", direction="to", hazards="hazards"
)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return write_certainty(write_tier(tmp_path_factory.mktemp("why") / "public"))


@pytest.fixture
def folder(written, tmp_path):
    return shutil.copytree(written, tmp_path / "public")


def edit(folder, name, change):
    path = folder / f"tables/{name}.csv"
    change(pd.read_csv(path, dtype=str, keep_default_na=False)).to_csv(path, index=False)


def test_every_table_is_read_by_run(written):
    why = read_why(read_tier(written))
    assert why.files == frozenset(CSV_COLUMNS)
    assert len(why.runs) == 4
    told = why.of(LEAD)
    assert [region.region_id for region in told.regions][:2] == ["g1", "r2"]
    assert [region.person_hours for region in told.regions] == sorted(
        (region.person_hours for region in told.regions), reverse=True
    )
    assert told.regions[3].name == "=Equal Fields"
    assert math.isnan(told.regions[0].people_in_need)
    assert math.isinf(told.regions[3].median_minutes)
    assert {each.factor for each in told.reasons} == set(FACTORS)
    assert not next(each for each in told.reasons if each.factor == "closure").is_active
    assert told.priorities[0].weights == PARTS
    assert set(told.priorities[0].parts) == set(PARTS)
    assert told.rank_of("area", "a2").rank == 1
    assert told.sureness_of("all").draws == DRAWS
    assert told.sureness_of("all").beyond_share == 0.64
    assert told.interval_of("region", "r2", "beyond_threshold_people").low == 1600.0
    assert told.interval_of("region", "r2", "p90_minutes") is None
    assert [each.minutes for each in told.thresholds] == list(range(30, 301, 30))
    assert len(why.ranges) == 5
    assert why.data_age[1].date == ""


def test_a_tier_without_these_tables_tells_nothing(tmp_path):
    tier = read_tier(write_tier(tmp_path / "public"))
    assert read_why(tier) == WhyTables()
    assert read_why(tier).of(LEAD).regions == ()


def test_shares_of_weightings_and_of_draws_may_be_left_out(folder):
    columns = ["share_first_by_weights", "share_top3_by_weights"]
    edit(folder, "priorities", lambda table: table.drop(columns=columns))
    edit(folder, "certainty", lambda table: table.drop(columns="share_underserved"))
    told = read_why(read_tier(folder)).of(LEAD)
    assert math.isnan(told.priorities[0].share_first)
    assert math.isnan(told.sureness_of("all").beyond_share)


def test_every_missing_column_is_told_at_once(folder):
    edit(folder, "regions", lambda table: table.drop(columns=["people", "change_sentence"]))
    edit(folder, "intervals", lambda table: table.drop(columns="median"))
    with pytest.raises(ReleaseError) as error:
        read_why(read_tier(folder))
    for column in ("people", "change_sentence"):
        assert f"tables/regions.csv, column {column}" in str(error.value)
    assert "tables/intervals.csv, column median" in str(error.value)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("regions", "reasons"),
        ("reasons", "regions"),
        ("priorities", "priority_moves"),
        ("priority_moves", "priorities"),
    ],
)
def test_a_table_without_the_one_that_it_needs_is_refused(folder, name, other):
    (folder / f"tables/{name}.csv").unlink()
    with pytest.raises(ReleaseError, match=rf"missing: tables/{name}\.csv"):
        read_why(read_tier(folder))
    assert (folder / f"tables/{other}.csv").is_file()


def test_cells_that_are_no_numbers_strange_runs_and_ends_upside_down_are_told_at_once(folder):
    def spoil(table):
        table.loc[0, "low"], table.loc[0, "high"] = "9", "8"
        table.loc[1, "value"] = "many"
        table.loc[2, "season"] = "no-such-season"
        return table

    edit(folder, "intervals", spoil)
    with pytest.raises(ReleaseError) as error:
        read_why(read_tier(folder))
    said = str(error.value)
    assert "tables/intervals.csv, row 2, value is 'many', which is no number" in said
    assert (
        "tables/intervals.csv tells of the run physical_rehab/default/base/no-such-season/to/hazards, "
        "which summary.json does not list"
    ) in said
    assert "tables/intervals.csv: low is 9, above high, 8" in said


def test_what_is_no_table_is_told(folder):
    (folder / "tables/ranges.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ReleaseError, match=r"ranges\.csv is no table of CSV"):
        read_why(read_tier(folder))


def test_a_mix_of_profiles_is_read_and_told_beside_the_runs(folder):
    summary = json.loads((folder / "summary.json").read_text())
    mix = {"name": "mixed", "title": "As people travel", "parts": ["default"]}
    (folder / "summary.json").write_text(json.dumps(summary | {"mixes": [mix]}))

    def with_mix(table):
        return pd.concat([table, table[table["hazards"] == "hazards"].assign(profile="mixed")])

    edit(folder, "intervals", with_mix)
    tier = read_tier(folder)
    why = read_why(tier)
    mixed = replace(LEAD, profile="mixed")
    assert why.of(mixed).intervals
    others = chosen_runs(tier, lambda key: bool(why.of(key).intervals)).others
    assert "As people travel: Physical rehabilitation, prosthetics and orthotics, hazards as recorded" in [
        each.label for each in others
    ]
