"""What each tier may see of a layer: allow-lists that every column of a release is decided by."""

import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest

from accessibility.release.need_columns import TABLES
from accessibility.release.why_columns import WHY_TABLES
from maps.shown_columns import NEVER_SHOWN, TIERS, shown_columns, shown_layers


def columns_of(path):
    """The columns of each layer of a table's file, by the layer's name here."""
    if path.suffix == ".parquet":
        return {path.stem: [name for name in pq.read_schema(path).names if name != "geometry"]}
    if path.suffix == ".csv":
        return {path.stem: list(pd.read_csv(path, nrows=1).columns)}
    names = [name for name, _ in pyogrio.list_layers(path)]
    known = {*NEVER_SHOWN, *(shown_layers("analyst"))}
    layers = {name: list(pyogrio.read_info(path, layer=name)["fields"]) for name in names}
    return {name if name in known else "access_wide": fields for name, fields in layers.items()}


@pytest.fixture(scope="module")
def tables(sample_release):
    paths = sorted((sample_release / "analyst/tables").iterdir())
    readable = [path for path in paths if path.suffix in {".parquet", ".csv", ".gpkg"}]
    assert len(readable) > 25
    return [(path.name, layer, columns) for path in readable for layer, columns in columns_of(path).items()]


def test_every_column_of_a_release_is_decided(tables):
    undecided = {
        name: hidden
        for name, layer, columns in tables
        if layer not in NEVER_SHOWN and (hidden := set(columns) - set(shown_columns(layer, "analyst", columns)))
    }
    assert undecided == {"access.gpkg": {"layer"}}  # the name of the view in the table that the views are made of


@pytest.mark.parametrize(
    ("layer", "columns"), [(name, table) for tables in (TABLES, WHY_TABLES) for name, table in tables.items()]
)
def test_every_column_that_a_release_may_write_is_decided(layer, columns):
    written = [*columns.content, *columns.more]
    assert shown_columns(layer, "analyst", written) == written


@pytest.mark.parametrize("layer", shown_layers("analyst"))
def test_a_tier_sees_what_those_before_it_see(layer, tables):
    columns = {column for _, name, columns in tables if name == layer for column in columns}
    seen = [set(shown_columns(layer, tier, columns)) for tier in TIERS]
    assert seen[0] <= seen[1] <= seen[2]


def test_what_is_not_listed_is_shown_to_nobody():
    assert shown_columns("survivors", "analyst", ["survivors", "table"]) == []
    assert shown_columns("hazards", "analyst", ["informant", "id", "id\n", "names"]) == ["id"]
    assert shown_columns("hazards", "steward", ["id"]) == []
    assert not set(NEVER_SHOWN) & set(shown_layers("analyst"))


def test_free_text_of_hazards_and_capacities_are_not_for_the_public():
    assert shown_columns("hazards", "public", ["id", "name", "source"]) == ["id"]
    assert shown_columns("hazards", "partner", ["id", "name", "source"]) == ["id", "name"]
    assert shown_columns("hazards", "analyst", ["source", "id", "name"]) == ["source", "id", "name"]
    assert shown_columns("directory", "public", ["fee", "capacity_per_year"]) == ["fee"]
    assert "centre_load" not in shown_layers("public")
    assert "parity" not in shown_layers("partner")


@pytest.mark.parametrize(
    ("layer", "column"),
    [
        ("areas", "population_within_22.5_min"),
        ("areas", "people_beyond_22.5_min"),
        ("access_wide", "share_within_22.5_min"),
        ("hazard_range", "population_within_22.5_min"),
        ("clearance", "people_newly_within_22.5_min"),
        ("comparisons", "population_within_22.5_min_before"),
        ("comparisons", "people_no_longer_within_22.5_min"),
    ],
)
def test_a_band_may_be_no_whole_number_of_minutes(layer, column):
    assert shown_columns(layer, "public", [column, column.replace("22.5", "60")]) == [
        column,
        column.replace("22.5", "60"),
    ]
    assert shown_columns(layer, "public", [f"{column}.informant", column.replace("22.5", "22.x"), f"x.{column}"]) == []
