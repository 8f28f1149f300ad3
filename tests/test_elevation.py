"""Tiles become one surface; voids stay unknown."""

from zipfile import ZipFile

import numpy as np
import pytest
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS
from toy_files import a_geographic_grid, a_grid, told, write_raster

from geo.faults import Faults
from geo.grid import Grid
from geo.rasters.elevation import read_elevation


def read(paths, grid):
    faults = Faults()
    return read_elevation({path.name: path for path in paths}, grid, where="land.elevation", faults=faults), faults


def write_tile(path, lat, lon, height_of):
    """An SRTM tile of three arc-seconds, its outer rows and columns on whole degrees."""
    x, y = np.meshgrid(lon + np.arange(1201) / 1200, lat + 1 - np.arange(1201) / 1200)
    with ZipFile(path, "w") as archive:
        archive.writestr(f"N{lat:02d}E{lon:03d}.hgt", height_of(x, y).astype(">i2").tobytes())
    return path


@pytest.mark.parametrize("is_projected", [False, True])
@pytest.mark.parametrize("size", [0.005, 0.0004])
def test_a_plane_over_two_tiles_has_no_seam(tmp_path, size, is_projected):
    def plane(x, _y):
        return np.round((x - 35) * 1200)

    paths = [write_tile(tmp_path / f"N10E{lon:03d}.hgt.zip", 10, lon, plane) for lon in (34, 35)]
    grid = a_geographic_grid(10, 40, size=size, left=35 - 20 * size, top=10.5)
    if is_projected:
        x, y = a_grid().from_lon_lat(35, 10.5)
        metres = size * 111_000
        affine = Affine(metres, 0, float(x) - 20 * metres, 0, -metres, float(y))
        grid = Grid(shape=(10, 40), affine=affine, crs=CRS.from_epsg(32636))
    elevation_m, faults = read(paths, grid)
    x, y = np.meshgrid(grid.centre_x, grid.centre_y)
    lon, _ = grid.to_lon_lat(x, y)
    np.testing.assert_allclose(elevation_m, (lon - 35) * 1200, atol=1)  # a cell of the tile
    assert len(faults) == 0


@settings(max_examples=15)
@given(height=st.integers(-400, 8000))
def test_a_flat_land_is_flat(tmp_path_factory, height):
    path = write_raster(
        tmp_path_factory.mktemp("e") / "a.tif", np.full((8, 8), height), a_grid(8, 8, top=800), dtype="int16"
    )
    elevation_m, _ = read([path], a_grid(3, 3, size=130, left=37, top=700))
    np.testing.assert_array_equal(elevation_m, height)


def test_finer_tiles_are_averaged(tmp_path):
    path = write_raster(tmp_path / "a.tif", [[1, 2], [3, 6]], a_grid(2, 2))
    elevation_m, _ = read([path], a_grid(1, 1, size=200))
    assert elevation_m.tolist() == [[3.0]]
    assert elevation_m.dtype == np.float32


def test_voids_are_unknown_declared_or_not_and_counted(tmp_path):
    for nodata in (None, -32768):
        path = write_raster(tmp_path / "a.tif", [[100, -32768]], a_grid(1, 2), dtype="int16", nodata=nodata)
        elevation_m, faults = read([path], a_grid(1, 2))
        np.testing.assert_array_equal(elevation_m, [[100, np.nan]])
        assert "notice: land.elevation, first at row 0, column 1: 1 of 2 cells have no elevation" in told(faults)


@pytest.mark.parametrize("height", [29_032, -9_998, 65_535])
def test_impossible_heights_are_refused(tmp_path, height):
    path = write_raster(tmp_path / "a.tif", [[100, height]], a_grid(1, 2), dtype="int32")
    elevation_m, faults = read([path], a_grid(1, 2))
    assert elevation_m is None
    assert f"1 cells lie outside -500 to 9000 m, one at {height}" in told(faults)
    assert "feet" in told(faults)


def test_a_nodata_that_is_a_possible_height_is_told(tmp_path):
    path = write_raster(tmp_path / "a.tif", [[100, 0]], a_grid(1, 2), nodata=0)
    _, faults = read([path], a_grid(1, 2))
    assert "nodata 0: 1 cells are unknown, but 0 m is a possible height" in told(faults)


def test_the_finer_tile_wins_and_the_coarser_fills_its_voids(tmp_path):
    fine = write_raster(tmp_path / "fine.tif", [[10, -32768]], a_grid(1, 2), nodata=-32768)
    coarse = write_raster(tmp_path / "coarse.tif", np.full((3, 3), 50), a_grid(3, 3, size=300, left=-300, top=700))
    for paths in ([fine, coarse], [coarse, fine]):
        elevation_m, _ = read(paths, a_grid(1, 2))
        assert elevation_m.tolist() == [[10, 50]]


def test_a_tile_elsewhere_is_told_and_left_out(tmp_path):
    near = write_raster(tmp_path / "near.tif", [[10]], a_grid(1, 1))
    far = write_raster(tmp_path / "far.tif", [[10]], a_grid(1, 1, left=9000))
    elevation_m, faults = read([near, far], a_grid(1, 1))
    assert elevation_m.tolist() == [[10]]
    assert "notice: far.tif: the raster" in told(faults)


def test_tiles_that_all_lie_elsewhere_are_refused(tmp_path):
    far = write_raster(tmp_path / "far.tif", [[10]], a_grid(1, 1, left=9000))
    elevation_m, faults = read([far], a_grid(1, 1))
    assert elevation_m is None
    assert "no tile meets the study's grid" in told(faults)


def test_faults_of_all_tiles_are_told_at_once(tmp_path):
    high = write_raster(tmp_path / "high.tif", [[20_000]], a_grid(1, 1))
    elevation_m, faults = read([high, tmp_path / "missing.tif"], a_grid(1, 1))
    assert elevation_m is None
    assert [fault.where for fault in faults.errors] == ["missing.tif", "high.tif"]


def test_comoros_is_as_high_as_its_volcano(shared_data):
    paths = sorted((shared_data / "comoros/raw/srtm").glob("*.hgt.zip"))
    grid = a_geographic_grid(1270, 1576, size=1 / 1200, left=43.227916509, top=-11.364583087)
    elevation_m, faults = read(paths, grid)
    assert not faults.errors
    assert 2300 < np.nanmax(elevation_m) < 2361  # Karthala
    row, column = np.unravel_index(np.nanargmax(elevation_m), grid.shape)
    assert (grid.centre_x[column], grid.centre_y[row]) == pytest.approx((43.35, -11.76), abs=0.03)
