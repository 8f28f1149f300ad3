"""What is written is cloud-optimised and reads back the same."""

import numpy as np
import pytest
import rasterio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import CRS
from rio_cogeo.cogeo import cog_validate
from toy_files import a_geographic_grid, a_grid

from geo.errors import InputError, ReleaseError
from geo.faults import Faults
from geo.rasters.bands import grid_of_raster
from geo.rasters.cogs import write_cog


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(
    dtype=st.sampled_from(["float32", "float64", "uint8", "int8", "uint16", "int16", "uint32", "int32"]),
    side=st.sampled_from([1, 3, 200, 1100]),
)
def test_what_is_written_is_read_back_and_is_a_cog(tmp_path, dtype, side):
    values = np.random.default_rng(side).integers(0, 100, (side, side)).astype(dtype)
    grid, path = a_geographic_grid(side, side, size=0.001), tmp_path / "a.tif"
    write_cog(path, values, grid, nodata=None, description="some numbers")
    with rasterio.open(path) as dataset:
        np.testing.assert_array_equal(dataset.read(1), values)
        assert dataset.dtypes == (dtype,)
    is_valid, errors, told = cog_validate(path, strict=True)
    assert (is_valid, errors, told) == (True, [], [])
    assert grid_of_raster(path, where="a.tif", faults=Faults()).is_aligned_with(grid)


def test_a_raster_says_what_it_holds(tmp_path):
    minutes = np.array([[1.5, np.nan], [np.nan, 3]], dtype=np.float32)
    path = tmp_path / "travel_minutes.tif"
    write_cog(
        path, minutes, a_grid(2, 2), nodata=np.nan, description="least time", unit="minutes", tags={"DISCLAIMER": "x"}
    )
    with rasterio.open(path) as dataset:
        assert np.isnan(dataset.nodata)
        assert dataset.descriptions == ("least time",)
        assert dataset.units == ("minutes",)
        assert dataset.tags()["DISCLAIMER"] == "x"
        assert CRS.from_wkt(dataset.crs.to_wkt()) == CRS.from_epsg(32636)
        assert dataset.compression.name == "deflate"


def test_the_same_raster_is_written_to_the_same_bytes(tmp_path):
    values = np.random.default_rng(0).random((600, 600)).astype(np.float32)
    for name in ("a.tif", "b.tif"):
        write_cog(tmp_path / name, values, a_grid(600, 600), nodata=np.nan, description="d", unit="m", tags={"k": "v"})
    assert (tmp_path / "a.tif").read_bytes() == (tmp_path / "b.tif").read_bytes()


def test_overviews_of_classes_hold_classes_and_those_of_quantities_skip_nodata(tmp_path):
    checks = np.indices((1024, 1024)).sum(axis=0) % 2
    write_cog(tmp_path / "a.tif", (checks * 2).astype(np.uint8), a_grid(1024, 1024), nodata=None, description="d")
    with rasterio.open(tmp_path / "a.tif", overview_level=0) as dataset:
        assert set(np.unique(dataset.read(1))) <= {0, 2}
    minutes = np.where(checks, np.float32(8), np.float32(np.nan))
    write_cog(tmp_path / "b.tif", minutes, a_grid(1024, 1024), nodata=np.nan, description="d", overviews="average")
    with rasterio.open(tmp_path / "b.tif", overview_level=0) as dataset:
        assert (dataset.read(1) == 8).all()


@pytest.mark.parametrize(
    ("values", "nodata", "words"),
    [
        (np.zeros((3, 3)), None, "does not fit a grid"),
        (np.zeros((2, 2), dtype=np.uint8), -1, "does not fit into uint8"),
        (np.zeros((2, 2), dtype=np.uint8), np.nan, "does not fit into uint8"),
        (np.zeros((2, 2), dtype=np.bool_), None, "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path, values, nodata, words):
    with pytest.raises(InputError, match=words):
        write_cog(tmp_path / "a.tif", values, a_grid(2, 2), nodata=nodata, description="d")


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ReleaseError, match=r"a\.tif cannot be written"):
        write_cog(tmp_path / "no" / "a.tif", np.zeros((2, 2)), a_grid(2, 2), nodata=None, description="d")
