"""Hazard layers: which areas are open, under which columns, and where the others are counted."""

import datetime as dt

import geopandas as gpd
import numpy as np
import pytest
import shapely
from worlds import metric_grid

from geo.faults import Faults
from geo.hazards.layer import records_of_layer
from geo.hazards.records import HazardForm
from geo.hazards.state import open_on
from geo.hazards.status import OPEN_STATUS, RELEASED_STATUS
from geo.layers import LayerCounts

GRID = metric_grid(10, 10)
LEFT, BOTTOM, RIGHT, TOP = GRID.bounds
DAY = dt.date(2026, 1, 1)


def layer_of(count, crs=GRID.crs, **columns):
    """Squares of 50 m side by side from the grid's upper left corner, with these columns."""
    boxes = [shapely.box(LEFT + 60 * row, TOP - 50, LEFT + 60 * row + 50, TOP) for row in range(count)]
    layer = gpd.GeoDataFrame(columns or {"number": range(count)}, geometry=boxes, crs=GRID.crs).to_crs(crs)
    layer.index = range(1, count + 1)
    layer.index.name = "feature"
    return layer


def read(layer, **columns):
    """The open areas of a layer in the grid's CRS, None if there is an error, and what was told."""
    faults, counts, form = Faults(), LayerCounts(read=len(layer)), HazardForm(columns=columns)
    records = records_of_layer(layer, counts, form=form, as_of=DAY, where="h.gpkg", faults=faults, grid=GRID)
    return (None if records is None else open_on(records, DAY).to_crs(GRID.crs)), faults


@pytest.mark.parametrize("status", sorted(OPEN_STATUS))
def test_an_open_status_blocks_whatever_its_case(status):
    hazards, faults = read(layer_of(1, status=[f" {status.upper()} "]))
    assert len(hazards) == 1
    assert len(faults) == 0


@pytest.mark.parametrize("status", sorted(RELEASED_STATUS))
def test_a_released_status_does_not_block_and_is_counted(status):
    hazards, faults = read(layer_of(2, status=["open", status]))
    assert len(hazards) == 1
    [told] = faults.notices
    assert told.what == "1 of 2 areas are released and block nothing"


def test_no_status_is_both_open_and_released():
    assert not OPEN_STATUS & RELEASED_STATUS


def test_without_a_status_all_are_open_and_it_is_told():
    hazards, faults = read(layer_of(3))
    assert len(hazards) == 3
    assert hazards["status"].tolist() == ["unknown"] * 3
    [told] = faults.notices
    assert told.what == "the layer has no status, so all 3 areas count as open"


def test_columns_are_found_by_their_own_name_or_by_the_one_given():
    layer = layer_of(1, status=["open"], Typ=["minefield"], kind=["other"], ref=["A-1"])
    hazards, _ = read(layer, kind="Typ", id="ref")
    assert hazards.loc[0, ["id", "kind", "status", "name"]].tolist() == ["A-1", "minefield", "open", "unknown"]
    hazards, _ = read(layer)
    assert hazards.loc[0, ["id", "kind"]].tolist() == ["1", "other"]


def test_what_a_column_leaves_empty_is_unknown():
    hazards, _ = read(layer_of(2, status=["open", "open"], name=["Field", None]))
    assert hazards["name"].tolist() == ["Field", "unknown"]


def test_a_status_that_is_empty_or_odd_is_an_error_by_its_features():
    hazards, faults = read(layer_of(5, status=["open", None, "opne", "", "maybe"]))
    assert hazards is None
    assert [(error.which, error.what) for error in faults.errors] == [
        ("status, features 2 and 4", "2 of 5 areas say no status"),
        ("status, features 3 and 5", "'maybe' (1 area), 'opne' (1 area) are no known statuses"),
    ]


def test_all_columns_that_are_not_there_are_told_with_the_nearest():
    hazards, faults = read(layer_of(1, state=["open"], title=["Field"]), status="stat", name="titel")
    assert hazards is None
    assert [error.what for error in faults.errors] == [
        "there is no column 'stat' (did you mean 'state'?)",
        "there is no column 'titel' (did you mean 'title'?)",
    ]


def test_areas_come_in_the_crs_of_the_grid():
    hazards, _ = read(layer_of(1, crs="EPSG:4326", status=["open"]))
    assert hazards.crs == GRID.crs
    assert shapely.area(hazards.geometry.to_numpy())[0] == pytest.approx(2500, rel=1e-6)


def test_areas_in_part_on_the_grid_are_kept_whole_and_those_outside_are_counted():
    layer = layer_of(3, status=["open"] * 3)
    layer.geometry = [shapely.box(x, TOP - 50, x + 50, TOP) for x in (LEFT - 25, RIGHT + 1, LEFT)]
    hazards, faults = read(layer)
    np.testing.assert_allclose(shapely.area(hazards.geometry.to_numpy()), [2500, 2500, 2500], rtol=1e-6)
    assert hazards["id"].tolist() == ["1", "2", "3"]
    [told] = faults.notices
    assert told.what == "1 of 3 open areas lie wholly outside the grid and change nothing"


def test_areas_none_of_which_is_on_the_grid_are_an_error():
    layer = layer_of(1, status=["open"])
    layer.geometry = [shapely.box(RIGHT + 1, TOP, RIGHT + 50, TOP + 50)]
    hazards, faults = read(layer)
    assert hazards is None
    assert faults.errors[0].what == "none of the 1 open areas lies on the grid"


def test_released_areas_alone_are_no_error_wherever_they_lie():
    layer = layer_of(1, status=["cleared"])
    layer.geometry = [shapely.box(RIGHT + 1, TOP, RIGHT + 50, TOP + 50)]
    hazards, faults = read(layer)
    assert len(hazards) == 0
    assert not faults.errors


def test_numbers_with_gaps_are_read_as_texts():
    hazards, _ = read(layer_of(2, id=[7.0, np.nan], status=["open", "open"]))
    assert hazards["id"].tolist() == ["7", "unknown"]
