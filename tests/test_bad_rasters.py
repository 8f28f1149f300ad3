"""Rasters that are wrong: check and run refuse each with what, where and what to do, and write nothing."""

import numpy as np
import pytest
from affine import Affine
from small_study import BOTTOM, CELL, LEFT, LON_LAT, NORTH_UP, SIZE, TOP, SmallStudy

FIVES = np.full((SIZE, SIZE), 5.0)
ROLES = {"population": "population.tif", "land_cover": "land_cover.tif", "elevation": "heights.tif"}


@pytest.fixture
def study(tmp_path):
    return SmallStudy(tmp_path)


def fives_but(value):
    """Fives with one other value, in row 3, column 4."""
    values = FIVES.copy()
    values[3, 4] = value
    return values


@pytest.mark.parametrize("name", ROLES.values(), ids=ROLES)
def test_a_raster_without_a_crs_is_refused(study, name):
    study.raster(name, FIVES.astype(np.uint8), crs=None)
    study.is_refused(name, "has no coordinate system", "Set the right one")


@pytest.mark.parametrize("name", ROLES.values(), ids=ROLES)
@pytest.mark.parametrize(
    "affine",
    [Affine(CELL, 0.001, LEFT, 0.001, -CELL, TOP), Affine(CELL, 0, LEFT, 0, CELL, BOTTOM)],
    ids=["rotated", "south up"],
)
def test_a_raster_that_is_not_north_up_is_refused(study, name, affine):
    study.raster(name, FIVES.astype(np.uint8), affine=affine)
    study.is_refused(name, "not north-up", "Warp the raster")


@pytest.mark.parametrize(
    ("crs", "what", "do"),
    [("EPSG:2222", "is in foot", "Use one in metres"), ("EPSG:4807", "is in grad", "Use one in degrees")],
)
def test_a_raster_in_another_unit_is_refused(study, crs, what, do):
    study.raster("population.tif", FIVES, crs=crs)
    study.is_refused("population.tif", what, do)


@pytest.mark.parametrize("content", ["", "hello"])
def test_a_file_that_is_no_raster_is_refused(study, content):
    study.text("land_cover.tif", content)
    study.is_refused("land_cover.tif", "cannot be read as a raster", "write it again as a GeoTIFF")


def test_a_raster_that_is_cut_off_is_refused(study):
    path = study.folder / "heights.tif"
    path.write_bytes(path.read_bytes()[:1000])
    study.is_refused("heights.tif", "cannot be read", "write")


def test_a_raster_that_points_at_another_file_is_not_opened(study):
    study.text("people.vrt", "<VRTDataset/>")
    study.tables["population"]["path"] = "people.vrt"
    study.is_refused("people.vrt", "a raster ending in .vrt is not read", "Turn it into a GeoTIFF")


@pytest.mark.parametrize(
    ("value", "what", "do"),
    [
        (-3, "1 cells hold negative people, down to -3", "Declare the number as nodata"),
        (
            -9999,
            "1 cells hold -9999, which looks like nodata, but no nodata is declared",
            "gdal_edit.py -a_nodata -9999",
        ),
        (np.inf, "1 cells hold infinity", "Write them as nodata"),
        (3.4e38, "which looks like nodata", "Declare it"),
    ],
)
def test_a_number_that_is_no_count_of_people_is_told_by_its_cell(study, value, what, do):
    study.raster("population.tif", fives_but(value))
    study.is_refused("population.tif, first at row 3, column 4", what, do)


def test_a_stand_in_beside_a_declared_nodata_is_refused_too(study):
    study.raster("population.tif", fives_but(-9999), nodata=-1)
    study.is_refused("population.tif", "1 cells hold -9999", "the declared nodata is -1")


@pytest.mark.parametrize("nodata", [np.nan, -9999.0])
def test_declared_nodata_is_nobody_and_no_fault(study, nodata):
    study.raster("population.tif", fives_but(nodata), nodata=nodata)
    assert "5 of 1,995 people" in study.is_told("0 to mend")


def test_a_density_that_says_so_is_not_read_as_a_count(study):
    study.raster("population.tif", FIVES, tags={"description": "people per square km"})
    study.is_refused("population.tif", "says density, but the study says people_per_cell", 'units = "people_per_km2"')


def test_a_count_that_says_so_is_not_read_as_a_density(study):
    study.raster("population.tif", FIVES, tags={"units": "people per pixel"})
    study.tables["population"]["units"] = "people_per_km2"
    study.is_refused("population.tif", "says people per cell", 'units = "people_per_cell"')


def test_more_people_than_can_stand_there_are_refused(study):
    study.raster("population.tif", FIVES * 1e6)
    study.is_refused("population.tif", "more than any on earth", 'Set units = "people_per_km2"')


@pytest.mark.parametrize("value", [0, np.nan])
def test_a_raster_of_nobody_is_refused(study, value):
    study.raster("population.tif", FIVES * value, nodata=np.nan)
    study.is_refused("population.tif", "it holds nobody at all", "Check the file and its nodata")


def test_people_all_of_whom_live_elsewhere_are_refused(study):
    study.tables["grid"] = {"like": "land_cover.tif"}
    study.raster("population.tif", FIVES, affine=NORTH_UP @ Affine.translation(100, 0))
    study.is_refused("population.tif", "all its 2,000 people live outside the study's grid", "bounds")


def test_land_cover_that_lies_elsewhere_is_refused(study):
    study.raster("land_cover.tif", FIVES.astype(np.uint8), affine=NORTH_UP @ Affine.translation(100, 0))
    study.is_refused("land_cover.tif", "does not meet the study's grid", "30.500 to 30.600", "coordinate system")


def test_a_class_without_a_speed_is_named(study):
    study.raster("land_cover.tif", fives_but(2).astype(np.uint8))
    study.is_refused(
        "walking.csv, column class", "class 5 of the land cover has no row", "Add a row", "0 for a barrier"
    )


@pytest.mark.parametrize(
    ("values", "what"),
    [(FIVES * 0.3, "a fraction, which is no class"), (FIVES * -1, "a class below 0")],
)
def test_land_cover_that_is_no_class_is_refused(study, values, what):
    study.raster("land_cover.tif", values)
    study.is_refused("land_cover.tif", what, "whole class numbers")


def test_land_without_a_class_anywhere_is_refused(study):
    study.raster("land_cover.tif", np.full((SIZE, SIZE), 255, np.uint8), nodata=255)
    study.is_refused("land_cover.tif", "no cell of the grid has a class", "its nodata")


@pytest.mark.parametrize("height", [20_000.0, -9998.0])
def test_heights_that_are_not_of_this_earth_are_refused(study, height):
    study.raster("heights.tif", FIVES * 0 + height)
    study.is_refused("heights.tif", "400 cells lie outside -500 to 9000 m", "Turn feet into metres")


def test_heights_elsewhere_alone_are_refused(study):
    study.raster("heights.tif", FIVES, affine=NORTH_UP @ Affine.translation(100, 0))
    study.is_refused("[land] elevation", "no tile meets the study's grid", "Name the tiles")


def test_friction_that_takes_no_time_is_refused(study):
    study.raster("friction.tif", FIVES * 0)
    study.tables["land"] = {"friction": "friction.tif", "friction_unit": "min/m"}
    study.is_refused("friction.tif", "400 cells have a friction of 0 or less", "nodata if they are barriers")


def test_shares_beyond_a_hundred_percent_are_refused(study):
    study.raster("tree.tif", fives_but(250))
    study.raster("bare.tif", FIVES)
    study.tables["land"] = {"cover_fractions": {"tree": "tree.tif", "bare": "bare.tif"}}
    study.is_refused("tree.tif", "row 3, column 4", "outside 0 to 100 percent", "nodata")


def test_a_grid_of_its_own_takes_each_raster_as_it_lies(study):
    study.tables["grid"] = {"resolution_m": 550, "crs": "EPSG:32636", "bounds": [171000, 1096000, 181000, 1107000]}
    assert LON_LAT not in study.is_told("population.tif: 137 of its 2,000 people (6.86%) live outside the study's grid")


def test_people_of_the_whole_world_are_read_where_the_grid_is_and_counted_elsewhere(study):
    study.tables["grid"] = {"resolution_m": 100, "crs": "EPSG:32636", "bounds": [171000, 1096000, 181000, 1107000]}
    study.raster("population.tif", np.full((720, 1440), 50.0), affine=Affine(0.25, 0, -180, 0, -0.25, 90))
    study.is_told("of its 51,840,000 people (100.00%) live outside the study's grid", "0 to mend")
