"""Rasters that cannot be read are told in words; those that can keep their values."""

from zipfile import ZipFile

import numpy as np
import pytest
import rasterio
from affine import Affine
from pyproj import CRS
from toy_files import a_geographic_grid, a_grid, told, write_raster

from geo.faults import Faults
from geo.grid import Grid
from geo.rasters.bands import grid_of_raster, put_on_grid, read_band, read_on_grid

NUMBERS = np.arange(16, dtype=np.float32).reshape(4, 4)


def read(path, grid, how="average"):
    faults = Faults()
    return read_on_grid(path, grid, how=how, where="in.tif", faults=faults), faults


def test_the_grid_of_a_raster_is_its_own(tmp_path):
    for grid in (a_grid(), a_geographic_grid()):
        path = write_raster(tmp_path / "a.tif", NUMBERS, grid)
        assert grid_of_raster(path, where="a.tif", faults=Faults()).is_aligned_with(grid)


def test_a_missing_file_is_told(tmp_path):
    values, faults = read(tmp_path / "nowhere.tif", a_grid())
    assert values is None
    assert told(faults) == "error: in.tif: there is no such file. Check the name and the folder."


def test_a_text_called_tif_is_told(tmp_path):
    path = tmp_path / "a.tif"
    path.write_text("not a raster")
    values, faults = read(path, a_grid())
    assert values is None
    assert "cannot be read as a raster" in told(faults)


def test_a_raster_cut_short_is_told(tmp_path):
    path = write_raster(tmp_path / "a.tif", np.random.default_rng(0).random((300, 300)), a_grid(300, 300))
    path.write_bytes(path.read_bytes()[:150_000])
    values, faults = read(path, a_grid(300, 300))
    assert values is None
    assert len(faults.errors) == 1


def test_a_file_that_points_at_others_is_not_opened(tmp_path):
    inside = write_raster(tmp_path / "a.tif", NUMBERS, a_grid())
    text = (
        '<VRTDataset rasterXSize="4" rasterYSize="4"><VRTRasterBand dataType="Float32" band="1"><SimpleSource>'
        f"<SourceFilename>{inside}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>"
    )
    for name in ("b.vrt", "b.tif"):
        (tmp_path / name).write_text(text)
        values, faults = read(tmp_path / name, a_grid())
        assert values is None
        assert len(faults.errors) == 1


def test_a_raster_without_a_coordinate_system_is_told(tmp_path):
    path = tmp_path / "a.tif"
    form = {"driver": "GTiff", "height": 4, "width": 4, "count": 1, "dtype": "float32"}
    with rasterio.open(path, "w", transform=a_grid().affine, **form) as dataset:
        dataset.write(NUMBERS, 1)
    values, faults = read(path, a_grid())
    assert values is None
    assert "has no coordinate system. Set the right one: gdal_edit.py -a_srs" in told(faults)


@pytest.mark.parametrize(
    ("affine", "code", "words"),
    [
        (Affine(100, 5, 0, 5, -100, 400), 32636, "not north-up"),
        (Affine(100, 0, 0, 0, -100, 400), 2225, "US survey foot"),
    ],
)
def test_a_raster_that_is_no_grid_is_told(tmp_path, affine, code, words):
    path = tmp_path / "a.tif"
    form = {"driver": "GTiff", "height": 4, "width": 4, "count": 1, "dtype": "float32"}
    with rasterio.open(path, "w", crs=f"EPSG:{code}", transform=affine, **form) as dataset:
        dataset.write(NUMBERS, 1)
    faults = Faults()
    assert grid_of_raster(path, where="a.tif", faults=faults) is None
    assert words in told(faults)


def test_nodata_is_nan_and_values_stay(tmp_path):
    path = write_raster(tmp_path / "a.tif", NUMBERS, a_grid(), nodata=5)
    values, faults = read(path, a_grid())
    expected = NUMBERS.copy()
    expected[1, 1] = np.nan
    np.testing.assert_array_equal(values, expected)
    assert len(faults) == 0


@pytest.mark.parametrize("number", [-9999, -99999, -32768, -3.4028234663852886e38, 3.4028234663852886e38])
def test_a_stand_in_without_declared_nodata_is_told_with_its_cure(tmp_path, number):
    numbers = NUMBERS.copy()
    numbers[2, 3] = number
    values, faults = read(write_raster(tmp_path / "a.tif", numbers, a_grid()), a_grid())
    assert values is None
    assert "first at row 2, column 3: 1 cells hold" in told(faults)
    assert "no nodata is declared" in told(faults)
    assert "gdal_edit.py -a_nodata" in told(faults)


def test_a_stand_in_beside_another_declared_nodata_is_told(tmp_path):
    numbers = NUMBERS.copy()
    numbers[0, 0] = -9999
    _, faults = read(write_raster(tmp_path / "a.tif", numbers, a_grid(), nodata=0), a_grid())
    assert "the declared nodata is 0" in told(faults)


def test_infinity_is_told(tmp_path):
    numbers = NUMBERS.copy()
    numbers[0, 1] = np.inf
    values, faults = read(write_raster(tmp_path / "a.tif", numbers, a_grid()), a_grid())
    assert values is None
    assert "first at row 0, column 1: 1 cells hold infinity" in told(faults)


def test_all_faults_of_the_values_are_told_at_once(tmp_path):
    numbers = NUMBERS.copy()
    numbers[0, :3] = np.inf, -9999, -32768
    _, faults = read(write_raster(tmp_path / "a.tif", numbers, a_grid()), a_grid())
    assert len(faults.errors) == 3


def test_more_bands_than_one_are_told_and_the_first_is_read(tmp_path):
    values, faults = read(write_raster(tmp_path / "a.tif", NUMBERS, a_grid(), bands=3), a_grid())
    np.testing.assert_array_equal(values, NUMBERS)
    assert "notice: in.tif, band 1: the raster has 3 bands" in told(faults)


def test_scale_and_offset_are_applied(tmp_path):
    path = write_raster(tmp_path / "a.tif", NUMBERS, a_grid(), dtype="int16")
    with rasterio.open(path, "r+") as dataset:
        dataset.scales, dataset.offsets = (0.5,), (10.0,)
    values, _ = read(path, a_grid())
    np.testing.assert_array_equal(values, NUMBERS / 2 + 10)


def test_whole_cells_of_a_larger_raster_are_copied(tmp_path):
    path = write_raster(tmp_path / "a.tif", NUMBERS, a_grid())
    values, _ = read(path, a_grid(2, 2, left=100, top=300))
    assert values.tolist() == [[5, 6], [9, 10]]


def test_a_smaller_raster_leaves_the_rest_unknown(tmp_path):
    path = write_raster(tmp_path / "a.tif", [[7.0]], a_grid(1, 1, left=100, top=300))
    values, _ = read(path, a_grid(3, 3))
    assert np.nansum(values) == 7
    assert values[1, 1] == 7


def test_a_raster_elsewhere_is_told(tmp_path):
    path = write_raster(tmp_path / "a.tif", NUMBERS, a_grid())
    values, faults = read(path, a_grid(left=10_000))
    assert values is None
    assert "does not meet the study's grid" in told(faults)


def test_average_weighs_by_shared_area_and_skips_nodata(tmp_path):
    path = write_raster(tmp_path / "a.tif", [[1.0, 3.0], [5.0, -1.0]], a_grid(2, 2), nodata=-1)
    values, _ = read(path, a_grid(1, 1, size=200, left=50))
    assert values[0, 0] == pytest.approx((0.5 * 1 + 1 * 3 + 0.5 * 5) / 2)


def test_the_average_of_a_constant_is_that_constant_in_any_projection(tmp_path):
    source = a_geographic_grid(60, 60, size=0.002, left=33.0, top=1.0)
    path = write_raster(tmp_path / "a.tif", np.full((60, 60), 7.0), source)
    grid = a_grid(20, 20, size=150, left=503_000, top=105_000)
    values, _ = read(path, grid)
    np.testing.assert_array_equal(values, 7.0)


def test_majority_takes_the_commonest_class(tmp_path):
    classes = [[1, 1, 3, 4], [1, 2, 3, 3], [9, 9, 9, 9], [9, 9, 9, 9]]
    path = write_raster(tmp_path / "a.tif", classes, a_grid(), dtype="uint8", nodata=9)
    values, _ = read(path, a_grid(2, 2, size=200), how="majority")
    np.testing.assert_array_equal(values, [[1, 3], [np.nan, np.nan]])


def test_nearest_takes_the_value_at_the_centre(tmp_path):
    path = write_raster(tmp_path / "a.tif", NUMBERS, a_grid())
    values, _ = read(path, a_grid(1, 1, size=100, left=130, top=270), how="nearest")
    assert values.tolist() == [[NUMBERS[1, 1]]]


def test_great_integers_keep_all_their_digits(tmp_path):
    great = np.full((4, 4), 16_777_217)  # one more than float32 can count to
    values, _ = read(write_raster(tmp_path / "a.tif", great, a_grid(), dtype="int32"), a_grid(), how="majority")
    assert values.dtype == np.float64
    assert (values == 16_777_217).all()


def test_a_tile_in_an_archive_is_read(tmp_path):
    tile = np.arange(1201 * 1201, dtype=">i2").reshape(1201, 1201) % 1000
    with ZipFile(tmp_path / "N10E035.hgt.zip", "w") as archive:
        archive.writestr("N10E035.hgt", tile.astype(">i2").tobytes())
    faults = Faults()
    band = read_band(tmp_path / "N10E035.hgt.zip", where="N10E035.hgt.zip", faults=faults)
    assert len(faults) == 0
    assert band.grid.centre_x[0] == pytest.approx(35)
    assert band.grid.centre_y[-1] == pytest.approx(10)
    np.testing.assert_array_equal(band.data, tile)


def test_archives_without_one_raster_and_broken_archives_are_told(tmp_path):
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing")
    (tmp_path / "b.zip").write_bytes(b"PK but no archive")
    faults = Faults()
    for name in ("a.zip", "b.zip"):
        assert read_band(tmp_path / name, where=name, faults=faults) is None
    assert "a.zip: the archive holds 0 rasters" in told(faults)
    assert "b.zip: the file is no sound zip archive" in told(faults)


def test_bilinear_is_halfway_between_two_centres(tmp_path):
    path = write_raster(tmp_path / "a.tif", [[0.0, 10.0], [0.0, 10.0]], a_grid(2, 2))
    band = read_band(path, where="a.tif", faults=Faults())
    grid = Grid(shape=(1, 1), affine=Affine(20, 0, 90, 0, -20, 310), crs=CRS.from_epsg(32636))
    assert put_on_grid(band, grid, how="bilinear").tolist() == [[5.0]]
