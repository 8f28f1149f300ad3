"""Classes by majority, shares as shares."""

import numpy as np
import pytest
from toy_files import a_geographic_grid, a_grid, told, write_raster

from geo.faults import Faults
from geo.rasters.cover import read_cover_fractions, read_land_cover

CLASSES = [[1, 1, 3, 4], [1, 2, 3, 3], [9, 9, 20, 20], [9, 9, 20, 9]]


def read_classes(path, grid):
    faults = Faults()
    return read_land_cover(path, grid, where="lc.tif", faults=faults), faults


def read_shares(folder, grid, **rasters):
    faults = Faults()
    paths = {
        kind: write_raster(folder / f"{kind}.tif", values, a_grid(2, 2), nodata=255) for kind, values in rasters.items()
    }
    return read_cover_fractions(paths, grid, where="land.cover_fractions", faults=faults), faults


def test_aligned_classes_are_copied(tmp_path):
    classes, faults = read_classes(write_raster(tmp_path / "lc.tif", CLASSES, a_grid(), dtype="uint8"), a_grid())
    assert classes.dtype == np.int32
    assert classes.tolist() == CLASSES
    assert len(faults) == 0


def test_coarser_cells_take_the_majority_and_nodata_is_minus_one(tmp_path):
    path = write_raster(tmp_path / "lc.tif", CLASSES, a_grid(), dtype="uint8", nodata=9)
    classes, _ = read_classes(path, a_grid(2, 2, size=200))
    assert classes.tolist() == [[1, 3], [-1, 20]]


def test_a_class_that_is_a_fraction_or_negative_is_refused(tmp_path):
    for odd, words in ((1.5, "hold a fraction"), (-2, "hold a class below 0")):
        classes, faults = read_classes(write_raster(tmp_path / "lc.tif", [[1, odd]], a_grid(1, 2)), a_grid(1, 2))
        assert classes is None
        assert f"first at row 0, column 1: 1 cells of the grid {words}" in told(faults)


def test_a_raster_of_nothing_is_refused(tmp_path):
    path = write_raster(tmp_path / "lc.tif", [[0, 0]], a_grid(1, 2), nodata=0)
    assert "no cell of the grid has a class" in told(read_classes(path, a_grid(1, 2))[1])


def test_percent_become_shares(tmp_path):
    shares, faults = read_shares(tmp_path, a_grid(2, 2), tree=[[100, 30], [0, 255]], crops=[[0, 70], [100, 255]])
    np.testing.assert_allclose(shares["tree"], [[1, 0.3], [0, np.nan]])
    np.testing.assert_allclose(shares["crops"], [[0, 0.7], [1, np.nan]])
    assert shares["tree"].dtype == np.float32
    assert len(faults) == 0


def test_shares_stay_shares(tmp_path):
    shares, faults = read_shares(tmp_path, a_grid(2, 2), tree=[[1, 0.25], [0, 0]], crops=[[0, 0.75], [1, 1]])
    assert shares["tree"].tolist() == [[1, 0.25], [0, 0]]
    assert len(faults) == 0


def test_shares_are_averaged_by_area(tmp_path):
    shares, _ = read_shares(tmp_path, a_grid(1, 1, size=200), tree=[[100, 0], [50, 255]], crops=[[0, 100], [50, 255]])
    assert shares["tree"][0, 0] == pytest.approx(0.5)


def test_a_cell_filled_in_one_raster_only_has_none_of_the_others_and_is_told(tmp_path):
    shares, faults = read_shares(tmp_path, a_grid(2, 2), tree=[[100, 255], [100, 100]], crops=[[0, 100], [0, 0]])
    assert shares["tree"][0, 1] == 0
    assert "1 cells are filled in some rasters and empty in others" in told(faults)


def test_shares_that_do_not_add_up_are_told(tmp_path):
    _, faults = read_shares(tmp_path, a_grid(2, 2), tree=[[60, 60], [60, 60]], crops=[[20, 40], [40, 40]])
    assert "less than 90 or more than 110 percent in 1 of 4 cells" in told(faults)


def test_values_beyond_percent_are_refused_in_every_raster(tmp_path):
    shares, faults = read_shares(tmp_path, a_grid(2, 2), tree=[[101, 0], [0, 0]], crops=[[-1, 0], [0, 0]])
    assert shares is None
    assert "land.cover_fractions tree (tree.tif), first at row 0, column 0: 1 cells lie outside 0 to 100" in told(
        faults
    )
    assert "land.cover_fractions crops (crops.tif)" in told(faults)


def test_comoros_shares_add_up_nearly_everywhere(shared_data):
    names = {
        "tree": "Tree",
        "shrub": "Shrub",
        "grass": "Grass",
        "crops": "Crops",
        "bare": "Bare",
        "built_up": "BuiltUp",
    }
    names |= {"moss_lichen": "MossLichen", "snow": "Snow"}
    names |= {"seasonal_water": "SeasonalWater", "permanent_water": "PermanentWater"}
    paths = {kind: shared_data / f"comoros/raw/cglc/landcover_{name}.tif" for kind, name in names.items()}
    grid = a_geographic_grid(1270, 1576, size=1 / 1200, left=43.227916509, top=-11.364583087)
    faults = Faults()
    shares = read_cover_fractions(paths, grid, where="land.cover_fractions", faults=faults)
    total = sum(shares.values())
    is_known = ~np.isnan(total)
    assert (np.abs(total[is_known] - 1) < 0.1).mean() > 0.98
    assert all((share[is_known] >= 0).all() and (share[is_known] <= 1).all() for share in shares.values())
    assert [fault.severity for fault in faults] == ["notice"]
