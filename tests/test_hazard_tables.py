"""Hazards from tables of coordinates in whole studies: the same field in any form gives the same release."""

import csv

import geopandas as gpd
import pandas as pd
import pytest
from mgrs import MGRS
from pyproj import Transformer
from sample_study import read_json
from small_study import SmallStudy

from accessibility.study import run_study
from maps.pages import draw_pages

# A field of 0.01 x 0.01 degrees, its corners in the order of a survey.
CORNERS = [(30.02, 9.96), (30.02, 9.97), (30.03, 9.97), (30.03, 9.96)]
RECORD = {"HazardID": "M-7", "HazardType": "SHA", "Status": "Active", "Size_m2": ""}
COLUMNS = {"id": "HazardID", "kind": "HazardType", "status": "Status", "area_m2": "Size_m2"}
RUN = "runs/physical-rehab/default/base/all-year/to/hazards"


@pytest.fixture
def study(tmp_path):
    return SmallStudy(tmp_path)


def write_table(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def released(study, draw=None):
    study.write()
    return run_study(study.file, out=study.out, draw=draw) / "public"


def degrees_minutes_seconds(value, hemispheres):
    size = abs(value)
    degrees = int(size)
    minutes = int((size - degrees) * 60)
    return f"{degrees}° {minutes}' {((size - degrees) * 60 - minutes) * 60:.4f}\" {hemispheres[value < 0]}"


def by_corners(study, points, **keys):
    write_table(study.folder / "hazards.csv", [{**RECORD, "lon": 30.02, "lat": 9.96}])
    write_table(study.folder / "corners.csv", points)
    columns = {**COLUMNS, "lon": "lon", "lat": "lat"}
    study.tables["hazards"] = {
        "path": "hazards.csv",
        "turning_points": "corners.csv",
        "publish": True,
        "columns": columns,
        **keys,
    }
    return released(study)


@pytest.fixture(scope="module")
def as_polygon(tmp_path_factory):
    """The release of the field as a polygon of a GeoJSON."""
    study = SmallStudy(tmp_path_factory.mktemp("polygon"))
    return released(study)


def assert_same_times(tier, as_polygon):
    for name in ("travel_minutes.tif", "status.tif", "nearest.tif"):
        assert (tier / RUN / name).read_bytes() == (as_polygon / RUN / name).read_bytes()
    access = pd.read_parquet(as_polygon / "tables" / "areas.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(tier / "tables" / "areas.parquet"), access)


@pytest.mark.parametrize("form", ["decimal", "dms", "utm", "another datum"])
def test_corners_in_any_form_are_the_polygon(study, as_polygon, form):
    keys = {}
    if form == "decimal":
        places = [{"lon": lon, "lat": lat} for lon, lat in CORNERS]
    elif form == "dms":
        places = [
            {"lon": degrees_minutes_seconds(lon, "EW"), "lat": degrees_minutes_seconds(lat, "NS")}
            for lon, lat in CORNERS
        ]
    elif form == "utm":
        to_utm = Transformer.from_crs(4326, 32636, always_xy=True)
        places = [
            dict(zip(("easting", "northing"), to_utm.transform(lon, lat), strict=True)) | {"zone": "36 north"}
            for lon, lat in CORNERS
        ]
    else:
        keys = {"crs": "EPSG:4201"}  # Adindan: some 200 m off
        to_datum = Transformer.from_crs(4326, 4201, always_xy=True)
        places = [dict(zip(("lon", "lat"), to_datum.transform(lon, lat), strict=True)) for lon, lat in CORNERS]
    points = [{"area_id": "M-7", "order": number, **place} for number, place in enumerate(places, start=1)]
    tier = by_corners(study, points, **keys)
    [field] = gpd.read_file(tier / "tables" / "hazards.gpkg").geometry
    [expected] = gpd.read_file(as_polygon / "tables" / "hazards.gpkg").geometry
    assert field.symmetric_difference(expected).area < (0.02 if keys else 1e-3) * expected.area
    if form in {"decimal", "dms"}:
        assert_same_times(tier, as_polygon)


def test_a_walk_by_bearing_and_distance_is_the_polygon(study, as_polygon):
    north_m, east_m = 1106.0, 1097.0  # of 0.01 degrees at 9.96 N, to a metre
    legs = [(0, north_m), (90, east_m), (180, north_m), (270, east_m)]
    points = [
        {"area_id": "M-7", "order": number, "bearing_degrees": bearing, "distance_m": distance_m}
        for number, (bearing, distance_m) in enumerate(legs, start=1)
    ]
    tier = by_corners(study, points)
    [field] = gpd.read_file(tier / "tables" / "hazards.gpkg").geometry
    [expected] = gpd.read_file(as_polygon / "tables" / "hazards.gpkg").geometry
    assert field.symmetric_difference(expected).area < 0.01 * expected.area


def test_a_point_with_a_size_is_a_circle_that_says_so(study):
    write_table(study.folder / "hazards.csv", [{**RECORD, "Size_m2": 1_000_000, "MGRS": MGRS().toMGRS(9.95, 30.05)}])
    study.tables["hazards"] = {"path": "hazards.csv", "publish": True, "columns": {**COLUMNS, "mgrs": "MGRS"}}
    tier = released(study, draw_pages)
    hazards = gpd.read_file(tier / "tables" / "hazards.gpkg")
    assert hazards["geometry_quality"].tolist() == ["circle_from_area"]
    assert hazards["area_km2"].iloc[0] == pytest.approx(1.0, rel=1e-3)
    assert read_json(tier / "summary.json")["hazards"]["circles"] == 1
    assert "drawn from a point and a size" in (tier / "pages" / "report.html").read_text(encoding="utf-8")


def test_a_point_without_a_size_is_told_and_blocks_nothing(study):
    rows = [
        {**RECORD, "lon": 30.05, "lat": 9.95},
        {**RECORD, "HazardID": "M-8", "Size_m2": 5000, "lon": 30.07, "lat": 9.95},
    ]
    write_table(study.folder / "hazards.csv", rows)
    study.tables["hazards"] = {"path": "hazards.csv", "publish": True, "columns": COLUMNS}
    tier = released(study)
    counts = read_json(tier / "summary.json")["hazards"]
    assert (counts["read"], counts["points_unused"], counts["open"]) == (2, 1, 1)
    assert len(gpd.read_file(tier / "tables" / "hazards.gpkg")) == 1


@pytest.mark.parametrize(
    ("lon", "lat", "words"),
    [
        ("30° 75' 0\" E", "9° 57' 0\" N", ("hazards.csv", "row 2")),
        ("30.02 N", "9.96 E", ("hazards.csv", "row 2")),
        ("here", "there", ("hazards.csv", "row 2")),
    ],
)
def test_a_place_that_cannot_be_is_refused_by_its_row(study, lon, lat, words):
    write_table(study.folder / "hazards.csv", [{**RECORD, "Size_m2": 5000, "lon": lon, "lat": lat}])
    study.tables["hazards"] = {"path": "hazards.csv", "publish": True, "columns": COLUMNS}
    study.is_refused(*words)
