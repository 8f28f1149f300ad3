"""Datums: how far places move, that they come back, and when the way there is told to be rough."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer
from toy_files import told

from geo.faults import Faults
from geo.hazards import tell_datum_shift
from geo.hazards.datums import crs_of_text, geodetic_part, to_wgs_84

EARTH = Geod(ellps="WGS84")
VIENNA = (16.3, 48.1, 16.5, 48.3)


def moved(crs, lon, lat):
    faults = Faults()
    new = to_wgs_84(CRS(crs), np.array([lon]), np.array([lat]), where="t.csv", faults=faults)
    return float(new[0][0]), float(new[1][0]), faults


@given(st.floats(13.0, 17.0), st.floats(46.6, 48.9))
def test_the_austrian_datum_moves_places_by_a_hundred_metres_and_its_inverse_brings_them_back(lon, lat):
    new_lon, new_lat, faults = moved("EPSG:4312", lon, lat)
    _, _, shift_m = EARTH.inv(lon, lat, new_lon, new_lat)
    assert 60 <= shift_m <= 160
    assert len(faults) == 0
    back = Transformer.from_crs(4326, 4312, always_xy=True).transform(new_lon, new_lat)
    assert EARTH.inv(lon, lat, *back)[2] <= 2.0  # pyproj may take another of the operations back


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32634", "+proj=longlat +datum=WGS84"])
def test_wgs_84_stays_where_it_is_and_nothing_is_told(crs):
    lon, lat, faults = moved(crs, 21.0, 44.0)
    assert (lon, lat) == (21.0, 44.0)
    assert len(faults) == 0


def test_what_is_unknown_stays_unknown():
    lon, lat = to_wgs_84(CRS(4312), np.array([np.nan, 16.0]), np.array([np.nan, 48.0]), where="", faults=Faults())
    assert np.isnan([lon[0], lat[0]]).all()
    assert np.isfinite([lon[1], lat[1]]).all()


def test_a_shift_of_its_own_is_used():
    lon, lat, _ = moved("+proj=utm +zone=34 +ellps=bessel +towgs84=0,0,100 +type=crs", 21.0, 0.0)
    assert EARTH.inv(21.0, 0.0, lon, lat)[2] == pytest.approx(100, abs=1.0)


def test_an_operation_of_unknown_accuracy_is_told():
    _, _, faults = moved("+proj=longlat +ellps=bessel +type=crs", 14.0, 47.0)
    [notice] = faults.notices
    assert "by Ballpark geographic offset from unknown to WGS 84, whose accuracy is unknown" in notice.what


def test_an_operation_worse_than_ten_metres_is_told_with_its_name_and_accuracy():
    faults = Faults()
    tell_datum_shift(CRS("EPSG:4155"), (-10.0, 10.0, -9.0, 11.0), where="h.gpkg", faults=faults)
    assert told(faults) == (
        "notice: h.gpkg, crs Dabola 1981: its places are taken to WGS 84 by Dabola 1981 to WGS 84 (1), whose accuracy "
        "is 25 m. Hold some areas against a map; give the crs with its own shift (+towgs84) if you know a better one."
    )


def test_grids_that_are_not_here_are_named_and_said_not_to_be_used():
    faults = Faults()
    tell_datum_shift(CRS("EPSG:4267"), (-100.0, 35.0, -99.0, 36.0), where="h.gpkg", faults=faults)
    [notice] = faults.notices
    assert "by NAD27 to WGS 84 (6), whose accuracy is 7 m; NAD27 to WGS 84" in notice.what
    assert "us_noaa_conus.tif" in notice.what
    assert notice.what.endswith("and is not used")
    assert notice.do == "Fetch it once with: pyproj sync --file us_noaa_conus.tif"


@pytest.mark.parametrize("crs", ["EPSG:4312", "EPSG:31287", "EPSG:4258"])
def test_a_good_operation_is_not_told(crs):
    faults = Faults()
    tell_datum_shift(CRS(crs), VIENNA, where="h.gpkg", faults=faults)
    assert len(faults) == 0


def test_the_geodetic_part_of_a_projected_crs_is_its_datum():
    assert geodetic_part(CRS(31287)) == CRS(4312)
    assert geodetic_part(CRS(4312)) == CRS(4312)


def test_another_globe_has_no_way_to_wgs_84():
    faults = Faults()
    tell_datum_shift(CRS("IAU_2015:49900"), (10.0, 10.0, 11.0, 11.0), where="h.gpkg", faults=faults)
    [error] = faults.errors
    assert error.what == "there is no way from it to WGS 84"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("EPSG:999999", "it is no coordinate system that is known"),
        ("minefield", "it is no coordinate system that is known"),
        ("EPSG:4978", "WGS 84 is neither projected nor in degrees"),
        ("EPSG:4901", "ATF (Paris) is neither projected nor in degrees"),
    ],
)
def test_a_crs_that_cannot_be_used_is_told(text, what):
    faults = Faults()
    assert crs_of_text(text, where="t.csv", faults=faults) is None
    [error] = faults.errors
    assert (error.which, error.what) == (f"crs {text!r}", what)
