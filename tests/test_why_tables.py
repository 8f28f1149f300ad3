"""The tables on reasons and certainty: what is refused at their door, and what is written."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import rasterio
from sample_study import read_json
from small_study import SmallStudy

from accessibility import study as studies
from accessibility.release import WhyTables, checked_why, write_why_tables
from accessibility.release.why_columns import WHY_TABLES, columns_of
from accessibility.release.why_tables import TABLE_NAMES
from geo.errors import ReleaseError

RUN = {
    "pillar": "any",
    "profile": "default",
    "scenario": "base",
    "season": "all-year",
    "direction": "to",
    "hazards": "no-hazards",
}
VALUES = {
    "text": "",
    "word": "words",
    "number": -1.5,
    "count": 3.0,
    "share": 0.5,
    "day": "2026-01-01",
    "yes or no": True,
}


def one_row(name, **values):
    """A table with one made-up row, each column filled by what it may hold."""
    given = {"part_people": 0.5, "weight_people": 1.0} if name == "priorities" else {}
    content = columns_of(name, given).content
    row = {column: VALUES[kind] for column, kind in content.items()}
    return pd.DataFrame([row | {column: RUN[column] for column in RUN if column in row} | values])


def every_table():
    return {name: one_row(name) for name in TABLE_NAMES}


def test_every_table_has_columns_and_a_place_in_the_order():
    assert set(TABLE_NAMES) == {*WHY_TABLES, "priorities"}
    why = checked_why(WhyTables(frames=dict(reversed(every_table().items()))))
    assert tuple(why.frames) == TABLE_NAMES


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("reasons", {"is_active": "yes"}, "reasons: column is_active is of"),
        ("reasons", {"people_beyond": -1.0}, "reasons: column people_beyond is negative, in row 0"),
        ("intervals", {"denominator": np.nan}, "intervals: column denominator is empty, in row 0"),
        ("rank_stability", {"share_first": 1.5}, "rank_stability: column share_first is a share above 1, in row 0"),
        ("regions", {"as_of": "yesterday"}, "regions: column as_of has something other than a day"),
        ("priorities", {"part_people": 2.0}, "priorities: column part_people is a share above 1"),
        ("certainty", {"survivors": 3}, "certainty: a column too many, survivors"),
    ],
)
def test_what_is_wrong_in_a_table_is_told(name, change, told):
    frame = one_row(name).assign(**change)
    with pytest.raises(ReleaseError, match=told):
        checked_why(WhyTables(frames={name: frame}))


def test_a_table_or_a_raster_that_nobody_knows_is_refused():
    with pytest.raises(ReleaseError, match="there is no table rumours"):
        checked_why(WhyTables(frames={"rumours": one_row("ranges")}))
    with pytest.raises(ReleaseError, match="there is no raster guess"):
        checked_why(WhyTables(frames={}, rasters={"runs/any": {"guess": np.zeros((2, 2))}}))


def test_a_row_told_twice_is_refused():
    frame = pd.concat([one_row("reasons"), one_row("reasons")], ignore_index=True)
    with pytest.raises(ReleaseError, match=r"reasons: told twice, by pillar.*place_id, factor: row 1"):
        checked_why(WhyTables(frames={"reasons": frame}))


def test_a_formula_in_a_name_is_neutral_in_the_csv(tmp_path):
    write_why_tables(tmp_path, WhyTables(frames={"reasons": one_row("reasons", place_name="=1+1")}))
    assert pd.read_csv(tmp_path / "reasons.csv")["place_name"].tolist() == ["'=1+1"]


@pytest.fixture
def released(tmp_path, monkeypatch):
    """Runs a small study whose public tier is given these tables."""

    def run(why):
        small = SmallStudy(tmp_path)
        small.tables["hazards"]["publish"] = False
        small.write()
        with monkeypatch.context() as patch:  # the last hand on a tier's content before it is written
            patch.setattr(studies, "_beside_survivors", lambda content, *_: replace(content, need=None, why=why))
            return studies.run_study(small.file, out=tmp_path / "out") / "public"

    return run


def test_a_tier_has_the_tables_and_beside_its_minutes_the_rasters(released):
    bare = released(None)
    folder = pd.read_csv(bare / "runs.csv")["folder"][0]
    with rasterio.open(bare / folder / "travel_minutes.tif") as minutes:
        shape, transform = minutes.shape, minutes.transform
    assert not (bare / "tables" / "reasons.csv").exists()
    assert "why" not in read_json(bare / "summary.json")
    share = np.full(shape, np.nan, np.float32)
    share[0, 0] = 0.25
    could_change = np.zeros(shape, np.uint8)
    rasters = {folder: {"underserved_share": share, "could_change": could_change}}
    tier = released(WhyTables(frames={"reasons": one_row("reasons")}, rasters=rasters))
    assert read_json(tier / "summary.json")["why"]["files"] == [{"file": "reasons.csv", "rows": 1}]
    with rasterio.open(tier / folder / "underserved_share.tif") as written:
        assert (written.transform, written.units[0]) == (transform, "share")
        np.testing.assert_array_equal(written.read(1), share)
    with rasterio.open(tier / folder / "could_change.tif") as written:
        np.testing.assert_array_equal(written.read(1), could_change)


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("reasons", {"hazards": "hazards"}, "reasons: rows with hazards"),
        ("reasons", {"factor": "hazards"}, "reasons: rows about hazards"),
        ("ranges", {"kind": "hazard"}, "ranges: rows about hazards"),
        ("certainty", {"scenario": "cleared"}, "certainty: rows of a scenario that is not shown"),
    ],
)
def test_what_the_public_may_not_see_is_not_written(released, name, change, told):
    with pytest.raises(ReleaseError, match=told):
        released(WhyTables(frames={name: one_row(name, **change)}))


def test_rasters_of_a_hidden_run_are_not_written(released):
    rasters = {"runs/any/default/base/all-year/to/hazards": {"could_change": np.zeros((2, 2), np.uint8)}}
    with pytest.raises(ReleaseError, match="rasters of a run that is not shown: runs/any"):
        released(WhyTables(frames={}, rasters=rasters))
