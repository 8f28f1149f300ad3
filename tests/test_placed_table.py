"""Tables of hazard areas: rows placed by degrees, UTM or MGRS, each fault told by its rows."""

import numpy as np
import pandas as pd
import pytest
import shapely
from mgrs import MGRS
from pyproj import CRS, Geod, Transformer
from toy_files import told

from geo.faults import Faults
from geo.grid import LON_LAT
from geo.hazards import PlaceColumns, places, read_placed_table

EARTH = Geod(ellps="WGS84")


def read(folder, text, *, crs=None, id_column=None, turning_points=None, **columns):
    path = folder / "areas.csv"
    path.write_text(text, encoding="utf-8")
    faults = Faults()
    areas = read_placed_table(
        path,
        columns=PlaceColumns(**columns),
        crs=crs,
        id_column=id_column,
        turning_points=turning_points,
        where="areas.csv",
        faults=faults,
    )
    return areas, faults


def refused(folder, text, **how):
    areas, faults = read(folder, text, **how)
    assert areas is None
    return [(error.which, error.what) for error in faults.errors]


def test_all_columns_are_kept_and_rows_count_as_in_a_spreadsheet(tmp_path):
    areas, faults = read(tmp_path, "id,status,Longitude,LATITUDE\n7,open,18.5,44.25\n\n8,closed,18.6,44.5\n")
    assert len(faults) == 0
    assert areas.columns.tolist() == ["id", "status", "Longitude", "LATITUDE", "placed_by", "precision_m", "geometry"]
    assert (areas.index.name, areas.index.tolist()) == ("row", [2, 4])
    assert areas.crs == LON_LAT
    assert areas.geometry.tolist() == [shapely.Point(18.5, 44.25), shapely.Point(18.6, 44.5)]
    assert areas["placed_by"].tolist() == ["coordinates"] * 2
    assert areas["precision_m"].isna().all()


def test_the_same_place_in_every_form_is_the_same_point(tmp_path):
    lon, lat = 18.50431, 44.25875
    easting_m, northing_m = Transformer.from_crs(4326, 32634, always_xy=True).transform(lon, lat)
    square = MGRS().toMGRS(lat, lon)
    text = (
        "lon;lat;easting;northing;zone;mgrs\n"
        f"{lon};{lat};;;;\n"
        "18° 30' 15.516\" E;N44°15'31.5\";;;;\n"
        f";;{easting_m:.3f};{northing_m:.3f};34 north;\n"
        f";;{easting_m:.3f};{northing_m:.3f};34T;\n"
        f";;;;;{square}\n"
    )
    areas, faults = read(tmp_path, text)
    assert len(faults) == 0
    x, y = areas.geometry.x.to_numpy(), areas.geometry.y.to_numpy()
    _, _, apart_m = EARTH.inv(np.full(5, lon), np.full(5, lat), x, y)
    assert (np.asarray(apart_m) <= [1e-6, 0.01, 0.01, 0.01, 0.71]).all()
    assert areas["precision_m"].isna().tolist() == [True] * 4 + [False]
    assert areas["precision_m"].iloc[4] == 1


def test_a_row_without_a_place_is_kept_without_geometry(tmp_path):
    areas, faults = read(tmp_path, "id,lon,lat\na,18,44\nb,,\n")
    assert len(faults) == 0
    assert areas.geometry.isna().tolist() == [False, True]
    assert areas["placed_by"].isna().tolist() == [False, True]


def test_eastings_without_a_zone_are_in_the_crs(tmp_path):
    lon, lat = 18.5, 44.25
    east, north = Transformer.from_crs(4326, 3908, always_xy=True).transform(lon, lat)
    for names in ("easting,northing", "x,y"):
        areas, faults = read(tmp_path, f"{names}\n{east},{north}\n", crs="EPSG:3908")
        assert len(faults) == 0
        [point] = areas.geometry
        assert EARTH.inv(lon, lat, point.x, point.y)[2] <= 5.0  # between two operations of the same datum
    areas, _ = read(tmp_path, f"a,b\n{east},{north}\n", crs="EPSG:3908", easting="a", northing="b")
    assert areas.geometry.iloc[0] == point


def test_degrees_and_zones_are_on_the_datum_of_the_crs(tmp_path):
    areas, _ = read(tmp_path, "lon,lat\n16.4,48.2\n", crs="EPSG:4312")
    [point] = areas.geometry
    assert 60 <= EARTH.inv(16.4, 48.2, point.x, point.y)[2] <= 160
    east, north = Transformer.from_crs(4230, 23033, always_xy=True).transform(16.4, 48.2)
    by_zone, _ = read(tmp_path, f"easting,northing,zone\n{east},{north},33N\n", crs="EPSG:4230")
    by_degrees, _ = read(tmp_path, "lon,lat\n16.4,48.2\n", crs="EPSG:4230")
    assert by_zone.geometry.iloc[0].distance(by_degrees.geometry.iloc[0]) <= 1e-8
    assert by_degrees.geometry.iloc[0] != shapely.Point(16.4, 48.2)


def test_x_and_y_are_degrees_unless_the_crs_is_projected(tmp_path):
    areas, _ = read(tmp_path, "x,y\n18,44\n")
    assert areas.geometry.iloc[0] == shapely.Point(18, 44)


def test_faults_of_one_reason_are_told_together_by_their_rows(tmp_path):
    text = "lon,lat\n18 75 00,44\n18,44\n18 61 00,44 N\n18 O,44 E\n200,95\n18,-44 S\n"
    assert refused(tmp_path, text) == [
        (
            "rows 2 and 4, column 'lon'",
            "'18 75 00' cannot be read: minutes or seconds are 60 or more; so with 1 more",
        ),
        ("row 5, column 'lon'", "'18 O' cannot be read: the letter O may be Ouest or Ost, and so west or east"),
        ("row 6, column 'lon'", "'200' cannot be read: it is more than 180 degrees"),
        ("row 5, column 'lat'", "'44 E' cannot be read: E does not belong to a latitude"),
        ("row 6, column 'lat'", "'95' cannot be read: it is more than 90 degrees"),
        ("row 7, column 'lat'", "'-44 S' cannot be read: it has both a sign and a letter"),
    ]


def test_a_decimal_comma_is_read_and_told(tmp_path):
    areas, faults = read(tmp_path, "lon;lat\n18,504;44,2587\n18.5;44.25\n")
    assert areas.geometry.iloc[0] == shapely.Point(18.504, 44.2587)
    assert [(notice.which, notice.what) for notice in faults.notices] == [
        ("row 2, column 'lon'", "1 values have a decimal comma, which is read as a point"),
        ("row 2, column 'lat'", "1 values have a decimal comma, which is read as a point"),
    ]
    assert refused(tmp_path, "lon;lat\n18,5;44.25\n") == [
        ("row 2, column 'lon'", "'18,5' cannot be read: its comma may part decimals or minutes")
    ]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("400000,4900000,34", "'34 400000 4900000' cannot be read: it says no hemisphere"),
        ("400000,4900000,", "'400000 4900000' cannot be read: it has no UTM zone"),
        ("4900000,400000,34N", "'34N 4900000 400000' cannot be read: easting and northing look swapped"),
        (
            "400000,3900000,38S",
            "'38S 400000 3900000' cannot be read: "  # noqa: ISC004
            "S may be the southern hemisphere or band S, which lies in the north",
        ),
        ("400000,4900000,34Q", "'34Q 400000 4900000' cannot be read: it lies at 44.2 degrees north, outside band Q"),
        ("400000,4900000,77N", "'77N 400000 4900000' cannot be read: it is no UTM zone"),
    ],
)
def test_a_place_that_is_in_no_zone_is_an_error(tmp_path, row, what):
    assert refused(tmp_path, f"easting,northing,zone\n{row}\n") == [("row 2, column 'zone'", what)]


def test_the_crs_may_say_what_a_zone_leaves_open(tmp_path):
    areas, _ = read(tmp_path, "easting,northing,zone\n400000,4900000,34\n", crs="EPSG:32634")
    assert areas.geometry.iloc[0].y == pytest.approx(44.25, abs=0.01)
    assert refused(tmp_path, "easting,northing,zone\n400000,4900000,33N\n", crs="EPSG:32634") == [
        (
            "row 2, column 'zone'",
            "'33N 400000 4900000' cannot be read: it contradicts the crs, which is zone 34N",
        )
    ]
    [(which, what)] = refused(tmp_path, "easting,northing,zone\n6500000,4900000,34N\n", crs="EPSG:3908", zone="zone")
    assert (which, what) == (
        "column 'zone'",
        "it gives UTM zones, but the crs is MGI 1901 / Balkans zone 6, which has none",
    )


def test_a_zone_far_from_the_others_is_told(tmp_path):
    rows = "".join(f"40000{row},4900000,34N\n" for row in range(3)) + "400000,4900000,36N\n400000,4900000,37N\n"
    _, faults = read(tmp_path, "easting,northing,zone\n" + rows)
    assert [(notice.which, notice.what) for notice in faults.notices] == [
        ("row 6", "1 of 5 rows lie more than 2 UTM zones from zone 34, where most rows lie")
    ]


def test_coarse_squares_are_told_and_odd_ones_refused(tmp_path):
    areas, faults = read(tmp_path, "mgrs\n34TCP123456\n34TCP1245\n34TCP15\n")
    assert areas["precision_m"].tolist() == [100, 1_000, 10_000]
    assert [(notice.which, notice.what) for notice in faults.notices] == [
        (
            "rows 3 and 4, column 'mgrs'",
            "2 of 3 rows name a square of 1,000 m or more; its centre stands for it",
        )
    ]
    assert refused(tmp_path, "mgrs\n34TCP12345\n") == [
        (
            "row 2, column 'mgrs'",
            "'34TCP12345' cannot be read: it has an odd number of digits, or more than ten",
        )
    ]
    assert refused(tmp_path, "mgrs\n34TCP123456\n", crs="EPSG:4312") == [
        ("column 'mgrs'", "MGRS is read on WGS 84 only, and the crs is MGI")
    ]


def test_two_places_for_one_row_must_be_the_same(tmp_path):
    square = MGRS().toMGRS(44.25, 18.5, MGRSPrecision=3)
    areas, faults = read(tmp_path, f"lon,lat,mgrs\n18.5,44.25,{square}\n")
    assert len(faults) == 0
    assert areas.geometry.iloc[0] == shapely.Point(18.5, 44.25)
    assert areas["precision_m"].isna().all()
    [(which, what)] = refused(tmp_path, f"lon,lat,mgrs\n18.5,44.25,{square}\n18.51,44.25,{square}\n")
    assert which == "row 3"
    assert what.startswith("1 rows say two places, up to ")


def test_half_a_place_is_an_error(tmp_path):
    assert refused(tmp_path, "lon,lat\n18,44\n18,\n,44\n") == [
        ("rows 3 and 4", "2 of 3 rows have only one of lon and lat")
    ]
    assert refused(tmp_path, "lon,name\n18,a\n") == [("column 'lon'", "there is a lon but no lat")]


def test_columns_that_are_absent_or_may_be_two_are_told(tmp_path):
    assert refused(tmp_path, "a,b\n18,44\n") == [("row 1", "no column says where a row is; the columns are a, b")]
    assert refused(tmp_path, "lon,longitude,lat\n18,18,44\n") == [
        ("row 1", "more than one column may be the lon: lon, longitude"),
        ("column 'lat'", "there is a lat but no lon"),
    ]
    assert refused(tmp_path, "long,lat\n18,44\n", lon="lng")[0] == (
        "column 'lng'",
        "there is no such column; the columns are long, lat",
    )
    assert refused(tmp_path, "lon,lat,placed_by\n18,44,GPS\n") == [
        ("row 1", "the column placed_by has a name that is kept for what is found out of the table")
    ]
    assert refused(tmp_path, "lon,lat\n18,44\n", id_column="ref")[0][0] == "column 'ref'"


def test_places_outside_the_area_of_the_crs_are_told(tmp_path):
    _, faults = read(tmp_path, "lon,lat\n16.4,48.2\n48.2,16.4\n", crs="EPSG:4312")
    assert "notice: areas.csv, row 3: 1 of 2 rows lie outside the area that MGI is made for" in told(faults)


def test_places_that_the_crs_or_the_way_to_wgs_84_does_not_reach_are_errors(tmp_path, monkeypatch):
    assert refused(tmp_path, "easting,northing\n6500000,4900000\n1e12,4900000\n", crs="EPSG:3908")[0][0] == (
        "row 3, column 'easting'"
    )
    monkeypatch.setattr(places, "to_wgs_84", lambda _crs, lon, lat, **_: (np.where(lon > 18, np.inf, lon), lat))
    assert refused(tmp_path, "lon,lat\n18,44\n18.5,44\n") == [
        ("row 3", "1 of 2 rows lie where the way from the crs to WGS 84 does not reach")
    ]


def test_faults_of_the_file_and_of_the_crs_are_told_at_once(tmp_path):
    faults = Faults()
    areas = read_placed_table(
        tmp_path / "none.csv",
        columns=PlaceColumns(),
        crs="EPSG:0",
        id_column=None,
        turning_points=None,
        where="none.csv",
        faults=faults,
    )
    assert areas is None
    assert [error.what for error in faults.errors] == [
        "there is no such file",
        "it is no coordinate system that is known",
    ]


def test_numbers_keep_all_their_digits_on_the_way(tmp_path):
    rng = np.random.default_rng(5)
    lon, lat = rng.uniform(-1e-5, 1e-5, 20), rng.uniform(-90, 90, 20)
    path = tmp_path / "areas.csv"
    pd.DataFrame({"lon": lon, "lat": lat}).to_csv(path, index=False)
    areas, faults = read(tmp_path, path.read_text(encoding="utf-8"))
    assert len(faults) == 0
    np.testing.assert_array_equal(np.column_stack([areas.geometry.x, areas.geometry.y]), np.column_stack([lon, lat]))
    assert areas.crs == CRS(4326)
