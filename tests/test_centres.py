"""Centres: read from their layer, and placed on passable land, moved or left out but never lost."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely import Point
from worlds import flat_land, metric_grid, shape_at

from accessibility.need.centres import centres_from_layer, place_centres
from accessibility.study_file import CentresTable
from geo.faults import Faults
from geo.land.surface import lay_land

GRID = metric_grid(4, 6)


def layer_of(*places, crs=GRID.crs, **columns):
    """A point layer at places given as column and row."""
    points = [Point(*(GRID.affine @ place)) for place in places]
    layer = gpd.GeoDataFrame(columns or {"number": range(len(places))}, geometry=points, crs=GRID.crs).to_crs(crs)
    layer.index = range(1, len(layer) + 1)
    layer.index.name = "feature"
    return layer


def read(layer, **table):
    faults = Faults()
    return centres_from_layer(layer, CentresTable(path=Path("c.gpkg"), **table), GRID, faults=faults), faults


def place(layer, land, *, within_m=500.0, **table):
    centres, faults = read(layer, **table)
    return place_centres(centres, land, within_m=within_m, where="c.gpkg", faults=faults), faults


def test_a_layer_of_points_alone_is_enough():
    centres, faults = read(layer_of((0.5, 0.5), (1.5, 0.5)))
    assert len(faults) == 0
    assert centres.ids == ("1", "2")
    assert centres.names == ("centre 1", "centre 2")
    assert centres.pillars == (("any",), ("any",))
    assert centres.levels == ("", "")
    assert not centres.is_sensitive.any()


def test_centres_are_in_the_crs_of_the_grid_whatever_their_own():
    centres, _ = read(layer_of((0.5, 0.5), crs="EPSG:4326"))
    np.testing.assert_allclose(centres.xy, [[500_050, 4_999_950]], atol=1e-3)


def test_a_centre_serves_each_pillar_that_it_names():
    layer = layer_of((0.5, 0.5), (1.5, 0.5), what=["psychosocial; physical_rehab", "psychosocial"])
    centres, _ = read(layer, pillar="what")
    assert centres.pillars == (("psychosocial", "physical_rehab"), ("psychosocial",))
    assert set(centres.all_pillars) == {"physical_rehab", "psychosocial"}
    np.testing.assert_array_equal(centres.rows_serving("psychosocial"), [0, 1])
    np.testing.assert_array_equal(centres.rows_serving("physical_rehab"), [0])
    assert len(centres.rows_serving("emergency_care")) == 0


def test_pillars_of_the_study_hold_for_every_centre():
    centres, _ = read(layer_of((0.5, 0.5), (1.5, 0.5)), pillars=("a", "b"))
    assert centres.pillars == (("a", "b"), ("a", "b"))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["yes", "no", None], [True, False, False]),
        ([True, False, False], [True, False, False]),
        ([1.0, 0.0, np.nan], [True, False, False]),
        (["TRUE", " 0 ", ""], [True, False, False]),
        ([1, 0, 0], [True, False, False]),
    ],
)
def test_sensitive_is_what_says_so(values, expected):
    centres, faults = read(layer_of((0.5, 0.5), (1.5, 0.5), (2.5, 0.5), hidden=values), sensitive="hidden")
    assert len(faults) == 0
    assert centres.is_sensitive.tolist() == expected


def test_a_choice_of_centres_keeps_what_belongs_together():
    centres, _ = read(layer_of((0.5, 0.5), (1.5, 0.5), (2.5, 0.5), code=["a", "b", "c"]), id="code")
    chosen = centres.only(np.array([True, False, True]))
    assert (len(chosen), chosen.ids) == (2, ("a", "c"))
    np.testing.assert_array_equal(chosen.xy, centres.xy[[0, 2]])


def test_all_columns_that_are_not_there_are_told_at_once():
    centres, faults = read(layer_of((0.5, 0.5), code=["a"]), id="cod", pillar="service", level="lvl")
    assert centres is None
    assert [fault.which for fault in faults.errors] == ["[centres] id", "[centres] pillar", "[centres] level"]
    assert "did you mean 'code'?" in faults.errors[0].what


def test_a_centre_on_passable_land_stays_in_its_cell():
    centres, faults = place(layer_of((2.2, 1.9)), flat_land(GRID))
    assert centres.cell.tolist() == [1 * 6 + 2]
    assert centres.moved_m.tolist() == [0]
    assert len(faults) == 0


def test_a_centre_on_a_barrier_is_moved_to_the_nearest_passable_cell():
    pace = np.ones(GRID.shape)
    pace[:, :3] = np.inf
    land = lay_land(GRID, pace=pace, mode=np.zeros(GRID.shape, np.uint8))
    centres, faults = place(layer_of((0.5, 0.5), (4.5, 0.5)), land)
    assert centres.cell.tolist() == [3, 4]
    assert centres.moved_m.tolist() == [300, 0]
    [told] = faults.notices
    assert (told.which, told.what) == (
        "centre 1",
        "1 of 2 centres lie on a barrier and were moved 300 m to the nearest passable cell",
    )


def test_each_reason_is_told_once_with_its_centres():
    pace = np.ones(GRID.shape)
    pace[0, :2], pace[3, :2] = np.inf, np.nan
    land = lay_land(GRID, pace=pace, mode=np.zeros(GRID.shape, np.uint8))
    layer = layer_of((0.5, 0.5), (1.5, 0.5), (0.5, 3.5), (50, 50), (60, 60), (3.5, 1.5))
    centres, faults = place(layer, land)
    assert centres.ids == ("1", "2", "3", "6")
    assert centres.moved_m.tolist() == [100, 100, 100, 0]
    assert [f"{told.which}: {told.what.split(', with')[0]}" for told in faults.notices] == [
        "centres 1, 2: 2 of 6 centres lie on a barrier and were moved up to 100 m to the nearest passable cell",
        "centre 3: 1 of 6 centres lie where there is no land data and were moved 100 m to the nearest passable cell",
        "centres 4, 5: 2 of 6 centres lie outside the grid",
    ]


@pytest.mark.parametrize(("within_m", "is_kept"), [(300, True), (299, False)])
def test_the_distance_that_a_centre_may_be_moved_is_inclusive(within_m, is_kept):
    pace = np.ones(GRID.shape)
    pace[:, :3] = np.inf
    land = lay_land(GRID, pace=pace, mode=np.zeros(GRID.shape, np.uint8))
    centres, _ = place(layer_of((0.5, 0.5), (4.5, 0.5)), land, within_m=within_m)
    assert len(centres) == 1 + is_kept


def test_a_pillar_without_a_centre_on_land_is_an_error():
    layer = layer_of((0.5, 0.5), (50, 50), what=["a", "b"])
    centres, faults = place(layer, flat_land(GRID), pillar="what")
    assert centres.ids == ("1",)
    [error] = faults.errors
    assert (error.which, error.what) == ("pillar b", "none of its 1 centres is on passable land of the grid")


def test_what_is_told_of_sensitive_centres_is_restricted_and_apart():
    layer = layer_of((0.5, 0.5), (50, 50), (60, 60), hidden=["no", "yes", "no"])
    _, faults = place(layer, flat_land(GRID), sensitive="hidden")
    assert [(told.which, told.is_restricted) for told in faults.notices] == [("centre 3", False), ("centre 2", True)]


def test_a_centre_inside_a_barrier_polygon_is_moved_out_of_it():
    lake = shape_at(GRID, [(0, 0), (2, 0), (2, 4), (0, 4)]).convex_hull
    centres, _ = place(layer_of((0.5, 1.5)), flat_land(GRID, barriers=(lake,)))
    assert centres.cell.tolist() == [1 * 6 + 2]
    assert centres.moved_m.tolist() == [200]


def test_numbers_with_gaps_are_read_as_texts():
    layer = layer_of((0.5, 0.5), (1.5, 0.5), level=[2.0, np.nan], name=[7.0, np.nan], code=[12, 13])
    centres, faults = read(layer, level="level", name="name", id="code")
    assert centres.ids == ("12", "13")
    assert centres.levels == ("2", "")
    assert centres.names == ("7", "centre 13")
    assert "1 of 2 centres have no name" in [told.what for told in faults.notices]


def test_rows_of_a_layer_without_ids_are_told_from_those_of_another_by_a_prefix():
    layer, table = layer_of((0.5, 0.5), (1.5, 0.5)), CentresTable(path=Path("more.gpkg"))
    added = centres_from_layer(layer, table, GRID, faults=Faults(), row_prefix="new-")
    assert added.ids == ("new-1", "new-2")
    assert read(layer)[0].ids == ("1", "2")
