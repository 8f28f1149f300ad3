"""Grid references: UTM against pyproj, MGRS within its square, and neither outside its zone or band."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mgrs import MGRS
from pyproj import CRS, Geod, Transformer

from geo.errors import InputError
from geo.grid import LON_LAT
from geo.hazards.coordinates import Zone
from geo.hazards.grid_references import agreed_zone, lon_lat_of_mgrs, lon_lat_of_utm

EARTH = Geod(ellps="WGS84")


def refusal(function, *values):
    with pytest.raises(InputError) as refused:
        function(*values)
    return str(refused.value)


@given(st.integers(1, 60), st.booleans(), st.floats(-2.9, 2.9), st.floats(0.0, 79.9))
def test_utm_comes_back_to_where_pyproj_took_it_from(number, is_north, off, lat):
    lon, lat = (number - 1) * 6 - 177 + off, lat if is_north else -lat
    code = (32600 if is_north else 32700) + number
    easting_m, northing_m = Transformer.from_crs(4326, code, always_xy=True).transform(lon, lat)
    zone = Zone(number=number, hemisphere="north" if is_north else "south", band=None)
    assert lon_lat_of_utm(easting_m, northing_m, zone, LON_LAT) == pytest.approx((lon, lat), abs=1e-8)


def test_utm_is_on_the_datum_that_is_given():
    zone = Zone(number=34, hemisphere="north", band=None)
    to_ed50 = Transformer.from_crs(23034, 4230, always_xy=True)
    assert lon_lat_of_utm(400_000.0, 4_900_000.0, zone, CRS(4230)) == pytest.approx(
        to_ed50.transform(400_000, 4_900_000), abs=1e-12
    )


def test_eastings_and_northings_that_no_zone_has_are_refused():
    zone = Zone(number=34, hemisphere="north", band=None)
    assert refusal(lon_lat_of_utm, 4_900_000.0, 400_000.0, zone, LON_LAT) == "easting and northing look swapped"
    assert refusal(lon_lat_of_utm, 401.0, 4_900.0, zone, LON_LAT).startswith("easting is not within")
    assert refusal(lon_lat_of_utm, 400_000.0, -5.0, zone, LON_LAT).startswith("easting is not within")


def test_a_place_outside_the_band_of_its_zone_is_refused():
    zone = Zone(number=34, hemisphere="north", band="T")
    assert lon_lat_of_utm(400_000.0, 4_900_000.0, zone, LON_LAT)[1] == pytest.approx(44.25, abs=0.01)
    assert refusal(lon_lat_of_utm, 400_000.0, 4_000_000.0, zone, LON_LAT) == (
        "it lies at 36.1 degrees north, outside band T"
    )


def test_a_zone_without_a_hemisphere_needs_a_crs_that_says_it():
    assert refusal(agreed_zone, "34", 4_900_000.0, None) == "it says no hemisphere"
    assert refusal(agreed_zone, "", 4_900_000.0, None) == "it has no UTM zone"
    assert agreed_zone("34", 0.0, CRS(32634)) == agreed_zone("", 0.0, CRS(32634)) == agreed_zone("34N", 0.0, None)
    assert agreed_zone("34", 0.0, CRS(32734)).hemisphere == "south"


def test_a_crs_that_is_utm_settles_what_the_letter_s_means():
    assert agreed_zone("38S", 3_950_000.0, CRS(32638)) == Zone(number=38, hemisphere="north", band="S")
    assert agreed_zone("38S", 3_950_000.0, CRS(32738)) == Zone(number=38, hemisphere="south", band=None)


@pytest.mark.parametrize("text", ["33N", "34 south", "34L", "33"])
def test_a_zone_that_contradicts_the_crs_is_refused(text):
    assert refusal(agreed_zone, text, 0.0, CRS(32634)) == "it contradicts the crs, which is zone 34N"


@given(st.floats(-179.9, 179.9), st.floats(-79.9, 83.9), st.integers(2, 5))
def test_an_mgrs_square_holds_the_place_it_was_made_of(lon, lat, half):
    text = MGRS().toMGRS(lat, lon, MGRSPrecision=half)
    centre_lon, centre_lat, precision_m = lon_lat_of_mgrs(text)
    assert precision_m == 10 ** (5 - half)
    _, _, apart_m = EARTH.inv(lon, lat, centre_lon, centre_lat)
    assert apart_m <= precision_m * np.sqrt(0.5) * 1.001 + 0.01


def test_the_point_of_an_mgrs_square_is_its_centre():
    to_utm = Transformer.from_crs(4326, 32633, always_xy=True)
    for text, centre in [
        ("33TYN0123456789", (701_234.5, 5_256_789.5)),
        ("33TYN0156", (701_500, 5_256_500)),
        ("33TXN", (650_000, 5_250_000)),
    ]:
        lon, lat, _ = lon_lat_of_mgrs(text)
        assert to_utm.transform(lon, lat) == pytest.approx(centre, abs=0.01)


def test_blanks_and_lower_case_change_nothing():
    assert lon_lat_of_mgrs("33TYN0123456789") == lon_lat_of_mgrs(" 33t yn  01234 56789 ")


def test_a_square_on_the_edge_of_two_bands_may_be_called_by_either():
    edge = MGRS().toMGRS(47.9999, 15.0, MGRSPrecision=3)
    assert edge[2] == "T"
    assert lon_lat_of_mgrs(edge) == pytest.approx(lon_lat_of_mgrs(edge.replace("T", "U", 1)), abs=1e-9)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("33TYN012345678", "it has an odd number of digits, or more than ten"),
        ("33TYN012345678901", "it has an odd number of digits, or more than ten"),
        ("33TYN 0123 456789", "its easting and northing have not the same number of digits"),
        ("33TYN 01 23 4567", "its easting and northing have not the same number of digits"),
        ("TYN0123456789", "it is no MGRS reference"),
        ("33IYN0123456789", "it is no MGRS reference"),
        ("33TYN-123456789", "it is no MGRS reference"),
        ("33TYN01.523.4", "it is no MGRS reference"),
        ("33TYN0123456789 or so", "it is no MGRS reference"),
        ("61TYN0123456789", "there is no such square"),
        ("33TAN0123456789", "there is no such square"),
        ("", "it is no MGRS reference"),
    ],
)
def test_what_is_no_square_is_refused(text, why):
    assert refusal(lon_lat_of_mgrs, text) == why


def test_a_square_with_the_letter_of_another_band_is_refused():
    assert refusal(lon_lat_of_mgrs, "33SYN0123456789") == "it lies at 47.4 degrees north, outside band S"
