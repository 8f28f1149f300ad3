"""A tier with tables on need: all of its files, from one door, told in its summary."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from need_on_disk import need_tables
from sample_study import content_of, files_of, read_json, words_of
from small_study import SmallStudy
from workbook_reader import Workbook

from accessibility import study as studies
from geo.errors import ReleaseError

NEW = {"access.parquet", "access.xlsx", "access.gpkg", "access_hxl.csv", "gaps.qml", "groups.csv", "fairness.csv"}
NEW |= {"parity.csv", "supply.csv", "centre_load.csv", "directory.csv", "data_gaps.csv"}
OLD = {"areas.parquet", "areas.csv", "areas.gpkg", "gaps.gpkg", "centres.csv"}


@pytest.fixture
def need():
    made = need_tables(areas=(("a1", "West"), ("a2", "East")), pillars=("physical_rehab",), hazards=("no-hazards",))
    return replace(made, directory=made.directory.query("id != 'c3'"))


@pytest.fixture
def released(tmp_path, monkeypatch):
    """Runs a small study whose tiers are given these tables on need, or none."""

    def run(need, out="out"):
        small = SmallStudy(tmp_path)
        small.tables["hazards"]["publish"] = False
        for area, code in zip(small.areas, ("a1", "a2"), strict=True):
            area[1]["code"] = code
        small.write()
        with monkeypatch.context() as patch:  # the last hand on a tier's content before it is written
            patch.setattr(studies, "_beside_survivors", lambda content, *_: replace(content, need=need))
            return studies.run_study(small.file, out=tmp_path / out) / "public"

    return run


def test_a_tier_with_need_has_its_files_beside_the_others(released, need):
    tier = released(need)
    assert {path.name for path in (tier / "tables").iterdir()} >= NEW | OLD
    told = read_json(tier / "summary.json")["need"]
    assert {row["file"] for row in told["files"]} == NEW
    assert {row["file"]: row["rows"] for row in told["files"]}["access.parquet"] == len(need.access)
    assert told["groups"] == need.groups["group"].tolist()
    layer = gpd.read_file(tier / "tables" / "access.gpkg", layer="physical-rehab").set_index("area_id")
    assert layer.loc["a2", "share_within_threshold"] == pytest.approx(0.7)
    assert len(pd.read_parquet(tier / "tables" / "areas.parquet")) == 4
    assert "Hazards are not shown, nor any figure made with them." in words_of(tier)["tables/access.xlsx"]
    assert Workbook(tier / "tables" / "access.xlsx").cells("Read me")[1, 1] == "Made-up valley"


def test_a_tier_without_need_has_none_of_them(released):
    tier = released(None)
    assert not {path.name for path in (tier / "tables").iterdir()} & NEW
    assert "need" not in read_json(tier / "summary.json")


@pytest.mark.parametrize(
    ("hidden", "words"),
    [
        (
            {"hazards": ("no-hazards", "hazards")},
            "access: rows with hazards; fairness: rows with hazards",
        ),
        ({"scenarios": ("base", "secret")}, "access: rows of a scenario that is not shown; fairness: rows of a scen"),
    ],
)
def test_tables_of_hidden_runs_are_refused_and_nothing_is_left(tmp_path, released, need, hidden, words):
    told = need_tables(pillars=("physical_rehab",), **({"hazards": ("no-hazards",)} | hidden))
    with pytest.raises(ReleaseError, match=words):
        released(replace(told, directory=need.directory))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("table", "column"), [("directory", "id"), ("centre_load", "centre_id")])
def test_tables_of_hidden_centres_are_refused_without_naming_them(released, need, table, column):
    frame = getattr(need, table).replace({column: {"c2": "a-shelter"}})
    with pytest.raises(ReleaseError, match=f"{table}: a centre that is not shown") as told:
        released(replace(need, **{table: frame}))
    assert "a-shelter" not in str(told.value)


def test_two_runs_write_the_same_files(released, need):
    one, other = released(need, "one"), released(need, "other")
    for name in sorted(f"tables/{name}" for name in NEW):
        assert content_of(one / name) == content_of(other / name), name
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
    assert files_of(one) == files_of(other)
