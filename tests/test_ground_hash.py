"""The hash of the ground of a protected table: another for every other time, place or border, the same for the rest."""

import numpy as np
import pytest
import shapely
from affine import Affine
from pyproj import CRS

from accessibility.release import ground_sha256
from geo.grid import Grid

GRID = Grid(shape=(2, 3), affine=Affine(0.1, 0, 30, 0, -0.1, 10), crs=CRS(4326))
SHAPES = [shapely.box(30, 9.8, 30.1, 10), shapely.box(30.1, 9.8, 30.3, 10)]
MINUTES = np.array([[0.0, 1.5, np.nan], [20.25, 300.0, np.nan]])
STATUS = np.array([[1, 1, 2], [1, 1, 3]], np.uint8)


def hash_of(grid=GRID, **changes):
    parts = {"area_ids": ("W", "E"), "area_shapes": SHAPES, "travel_minutes": MINUTES, "status": STATUS}
    return ground_sha256(grid, **(parts | changes))


def changed(array, place, value):
    array = array.copy()
    array[place] = value
    return array


@pytest.mark.parametrize(
    "changes",
    [
        {"travel_minutes": changed(MINUTES, (1, 0), 20.26)},
        {"travel_minutes": changed(MINUTES, (1, 0), np.nan)},
        {"status": changed(STATUS, (0, 2), 4)},
        {"area_ids": ("W", "F")},
        {"area_shapes": SHAPES[::-1]},
        {"area_shapes": [shapely.box(30, 9.8, 30.1 + 1e-9, 10), SHAPES[1]]},
        {"grid": Grid(shape=(2, 3), affine=Affine(0.1, 0, 30.1, 0, -0.1, 10), crs=CRS(4326))},
    ],
    ids=", ".join,
)
def test_whatever_survivors_are_counted_over_changes_the_hash(changes):
    assert hash_of(**changes) != hash_of()


@pytest.mark.parametrize(
    "changes",
    [
        {"travel_minutes": np.where(np.isnan(MINUTES), np.inf, MINUTES)},
        {"travel_minutes": MINUTES.astype(np.float32)},
        {"status": STATUS.astype(np.int64)},
        {"area_shapes": [shapely.multipolygons([shape]) for shape in SHAPES]},
        {"area_shapes": [shapely.force_3d(shape) for shape in SHAPES]},
    ],
)
def test_what_files_word_otherwise_does_not_change_it(changes):
    assert hash_of(**changes) == hash_of()
