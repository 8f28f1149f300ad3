"""Layers of areas, hazards and centres that are wrong: refused or told, each with what, where and what to do."""

import geopandas as gpd
import pytest
import shapely
from small_study import LEFT, RIGHT, TOP, SmallStudy, point, polygon

FIELD = polygon(30.02, 9.96, 30.03, 9.97)
OPEN = {"kind": "suspected", "status": "open", "name": "Field"}
BOW = {
    "type": "Polygon",
    "coordinates": [[[30.02, 9.96], [30.03, 9.97], [30.03, 9.96], [30.02, 9.97], [30.02, 9.96]]],
}
ROW = {"type": "LineString", "coordinates": [[30.02, 9.95], [30.05, 9.95]]}
WEST, EAST = polygon(LEFT, 9.9, 30.05, TOP), polygon(30.05, 9.9, RIGHT, TOP)
TOWN, LAKE, ABROAD = point(30.012, 9.912), point(30.0025, 9.9975), point(31, 9.9)


@pytest.fixture
def study(tmp_path):
    return SmallStudy(tmp_path)


def area(code, title="Somewhere"):
    return {"code": code, "title": title}


def clinic(code, service="physical_rehab", title="Clinic"):
    return {"code": code, "title": title, "service": service}


@pytest.mark.parametrize("role", ["areas", "hazards", "centres"])
@pytest.mark.parametrize(
    ("content", "what", "do"),
    [
        ("<html>no</html>", "is not GeoJSON, though its name says so", "rename it"),
        ("{ nope", "cannot be read", "Write the file again"),
        ('{"type": "FeatureCollection", "features": []}', "has no feature", "at least one"),
    ],
)
def test_a_file_that_is_no_layer_is_refused(study, role, content, what, do):
    study.text(f"{role}.geojson", content)
    study.is_refused(f"{role}.geojson", what, do)


@pytest.mark.parametrize("role", ["areas", "hazards", "centres"])
def test_a_layer_without_a_crs_is_refused(study, role):
    study.write()
    shapes = gpd.read_file(study.folder / f"{role}.geojson")
    shapes.to_file(study.folder / f"{role}.shp")
    (study.folder / f"{role}.prj").unlink()
    study.tables[role]["path"] = f"{role}.shp"
    study.file.unlink()
    study.is_refused(f"{role}.shp", "has no coordinate system", "ogr2ogr -a_srs")


def test_a_layer_of_a_format_that_is_not_read_is_refused(study):
    study.text("hazards.kml", "<kml/>")
    study.tables["hazards"]["path"] = "hazards.kml"
    study.is_refused("hazards.kml", "ending in .kml is not read", "Save it as GeoPackage")


def test_a_layer_name_that_is_not_there_is_told_with_those_that_are(study):
    study.tables["areas"]["layer"] = "district"
    study.is_refused("areas.geojson, layer 'district'", "the layers are areas", "Name an existing layer")


def test_hazards_that_are_lines_are_refused(study):
    study.hazards = [(FIELD, OPEN), (ROW, OPEN)]
    study.is_refused(
        "hazards.geojson, feature 2", "1 of 2 features are LineString where a polygon", "layer of polygons"
    )


def test_hazards_that_are_points_without_a_size_stay_unused_and_are_told(study):
    study.hazards = [(FIELD, OPEN), (point(30.02, 9.96), OPEN)]
    study.is_told(
        "hazards.geojson, feature 2: 1 of 2 areas are points without a size and stay unused", "point_radius_m"
    )


def test_hazards_all_of_which_are_points_without_a_size_are_refused(study):
    study.hazards = [(point(30.02, 9.96), OPEN)]
    study.is_refused("hazards.geojson", "no feature with a usable geometry is left", "points with a size")


def test_hazards_all_of_which_are_empty_are_refused(study):
    study.hazards = [(None, OPEN), (None, OPEN)]
    said = study.is_refused("hazards.geojson", "no feature with a usable geometry is left", "Check the layer")
    assert "features 1 and 2: 2 of 2 features have no geometry and are left out" in said


def test_hazards_some_of_which_are_empty_are_counted(study):
    study.hazards = [(FIELD, OPEN), (None, OPEN)]
    study.is_told("hazards.geojson, feature 2: 1 of 2 features have no geometry and are left out")


@pytest.mark.parametrize(
    ("status", "what", "do"),
    [
        ("opne", "'opne' (1 area) is no known status", "cleared"),
        (None, "say no status", "Write open"),
        ("", "say no", "open"),
    ],
)
def test_a_status_that_is_not_known_is_told_by_its_feature(study, status, what, do):
    study.hazards = [(FIELD, OPEN), (FIELD, {**OPEN, "status": status})]
    study.is_refused("hazards.geojson, status, feature 2", what, do)


def test_a_status_column_that_is_not_there_is_told_with_the_nearest(study):
    study.tables["hazards"]["columns"] = {"status": "statu"}
    study.is_refused("[hazards.columns] status", "no column 'statu' (did you mean 'status'?)", "kind, status, name")


def test_hazards_without_a_status_all_count_as_open(study):
    study.hazards = [(FIELD, {"kind": "suspected"})]
    study.is_told("the layer has no status, so all 1 areas count as open", "[hazards.columns] status")


def test_released_hazards_are_counted(study):
    study.hazards = [(FIELD, OPEN), (FIELD, {**OPEN, "status": "Cleared"})]
    study.is_told("hazards.geojson, status: 1 of 2 areas are released and block nothing")


def test_hazards_with_their_axes_swapped_are_refused(study):
    study.hazards = [(polygon(9.96, 30.02, 9.97, 30.03), OPEN)]
    study.is_refused("hazards.geojson, feature 1", "only if their axes (longitude and latitude) are swapped", "Swap")


def test_hazards_none_of_which_is_on_the_grid_are_refused(study):
    study.hazards = [(polygon(10, 50, 11, 51), OPEN)]
    study.is_refused("hazards.geojson", "none of the 1 open areas lies on the grid", "Check the layer's CRS")


def test_hazards_some_of_which_are_far_away_are_counted(study):
    study.tables["grid"] = {"resolution_m": 550, "crs": "EPSG:32636", "bounds": [171000, 1096000, 181000, 1107000]}
    study.hazards = [(FIELD, OPEN), (polygon(-150, 50, -149, 51), OPEN)]
    study.is_told("1 of 2 open areas lie wholly outside the grid and change nothing")


def test_an_invalid_hazard_is_repaired_and_told(study):
    study.hazards = [(FIELD, OPEN), (BOW, OPEN)]
    study.is_told("hazards.geojson, feature 2: 1 of 2 polygons are invalid", "were repaired", "Check them against")
    code, text = study.said("run", "--out", str(study.out))
    assert code == 0, text
    kept = gpd.read_file(study.out / "public/tables/hazards.gpkg").geometry
    assert kept.is_valid.all()
    assert shapely.area(kept).sum() == pytest.approx(1e-4 + 0.5e-4)


def test_a_ring_that_is_not_closed_is_closed_and_told(study):
    ring = {"type": "Polygon", "coordinates": [[[30.02, 9.96], [30.03, 9.97], [30.03, 9.96]]]}
    study.hazards = [(ring, OPEN)]
    study.is_told("hazards.geojson, feature 1: 1 features have broken rings or lines, which were closed")


def test_barriers_that_are_points_block_nothing_and_are_refused(study):
    study.layer("wells.geojson", [(TOWN, {})])
    study.tables["land"]["barriers"] = ["wells.geojson"]
    study.is_refused("wells.geojson, geometry", "1 of 1 barriers are points", "lines or polygons")


def test_area_ids_that_stand_twice_are_refused(study):
    study.areas = [(WEST, area("W")), (EAST, area("W"))]
    study.is_refused("areas.geojson, features 1 and 2", "code 'W' stands 2 times", "its own id")


def test_areas_without_an_id_are_refused(study):
    study.areas = [(WEST, area("W")), (EAST, area(None))]
    study.is_refused("areas.geojson, feature 2", "1 of 2 features have no code", "its own id")


@pytest.mark.parametrize(("key", "value", "nearest"), [("id", "cod", "code"), ("name", "titel", "title")])
def test_a_column_of_areas_that_is_not_there_is_told_with_the_nearest(study, key, value, nearest):
    study.tables["areas"][key] = value
    study.is_refused(f"areas.geojson, column '{value}'", "the columns are code, title", f"Did you mean '{nearest}'?")


def test_an_area_without_a_shape_is_refused(study):
    study.areas = [(WEST, area("W")), (None, area("E"))]
    study.is_refused("areas.geojson, feature 2", "1 of 2 features have no geometry", "Give them their place")


def test_areas_elsewhere_are_refused(study):
    study.areas = [(polygon(0, 0, 1, 1), area("W"))]
    study.is_refused("areas.geojson", "no area holds the centre of any cell", "Check the areas' coordinates")


def test_areas_that_overlap_are_told(study):
    study.areas = [(WEST, area("W")), (polygon(30.02, 9.9, RIGHT, TOP), area("E"))]
    study.is_told("features 1 and 2: areas 'W' and 'E' overlap by 36.39 km2; cells there go to the first")


def test_areas_without_a_name_or_a_cell_are_told(study):
    study.areas = [(WEST, area("W", None)), (polygon(30.06, 9.95, 30.0601, 9.9501), area("E"))]
    said = study.is_told("feature 1: 1 of 2 areas have no title and are told by their id")
    assert "feature 2: 1 of 2 areas hold no cell's centre" in said
    assert "1,000 of 2,000 people (50.0%) live in cells whose centre is in no area" in said


def test_centres_outside_the_grid_are_left_out_and_counted(study):
    study.centres = [(TOWN, clinic("a")), (ABROAD, clinic("b")), (ABROAD, clinic("c"))]
    study.is_told("centres.geojson, centres b (Clinic), c (Clinic): 2 of 3 centres lie outside the grid", "left out")


def test_centres_all_of_which_are_outside_the_grid_are_refused(study):
    study.centres = [(ABROAD, clinic("b"))]
    study.is_refused("centres.geojson", "none of the 1 features lies in the study's grid", "the grid's bounds")


def test_a_pillar_all_of_whose_centres_are_outside_is_refused(study):
    study.centres = [(TOWN, clinic("a")), (ABROAD, clinic("b", "psychosocial"))]
    study.is_refused("pillar psychosocial", "none of its 1 centres is on passable land", "Check the coordinates")


def test_a_centre_on_a_barrier_is_moved_and_told(study):
    study.centres = [(TOWN, clinic("a")), (LAKE, clinic("b"))]
    study.tables["land"]["adopt_within_m"] = 1000
    study.is_told("centre b (Clinic): 1 of 2 centres lie on a barrier and were moved 548 m", "Check their coordinates")


def test_a_centre_too_far_from_passable_land_is_left_out_and_told(study):
    study.centres = [(TOWN, clinic("a")), (LAKE, clinic("b"))]
    study.is_told("1 of 2 centres lie on a barrier, with no passable cell within 500 m, and were left out")


def test_centres_at_zero_are_told_as_places_not_known(study):
    study.centres = [(TOWN, clinic("a")), (point(0, 0), clinic("b"))]
    study.is_told("feature 2: 1 of 2 features lie at 0, 0", "centre b (Clinic): 1 of 2 centres lie outside the grid")


def test_centre_ids_that_stand_twice_are_refused(study):
    study.centres = [(TOWN, clinic("a")), (TOWN, clinic("a"))]
    said = study.is_refused("centres.geojson, features 1 and 2", "code 'a' stands 2 times", "its own id")
    assert "feature 2: 1 of 2 features have exactly the geometry of an earlier one; all are kept" in said


@pytest.mark.parametrize("service", ["", " ; ", None])
def test_a_centre_without_a_pillar_is_refused(study, service):
    study.centres = [(TOWN, clinic("a")), (LAKE, clinic("b", service))]
    study.is_refused("centres.geojson, feature 2, column service", "1 of 2 centres say no pillar", "Write the pillar")


@pytest.mark.parametrize(
    ("key", "value", "nearest"), [("id", "cod", "code"), ("pillar", "servise", "service"), ("name", "titel", "title")]
)
def test_a_column_of_centres_that_is_not_there_is_told_with_the_nearest(study, key, value, nearest):
    study.tables["centres"][key] = value
    study.is_refused(f"[centres] {key}", f"no column '{value}' (did you mean '{nearest}'?)", "code, title, service")


@pytest.mark.parametrize("where", [(9.912, 30.012), (500_000, 1_100_000)])
def test_centres_whose_coordinates_are_no_lon_and_lat_are_refused(study, where):
    study.centres = [(point(*where), clinic("a"))]
    study.is_refused("centres.geojson, feature 1", "1 of 1 features lie")


def test_several_points_in_one_centre_are_refused(study):
    study.centres = [({"type": "MultiPoint", "coordinates": [[30.01, 9.91], [30.02, 9.92]]}, clinic("a"))]
    study.is_refused("centres.geojson, feature 1", "hold several points where one is expected", "Split them")


def test_centres_that_are_polygons_are_refused(study):
    study.centres = [(WEST, clinic("a"))]
    study.is_refused("centres.geojson, feature 1", "are Polygon where a point is expected", "layer of points")


def test_a_centre_without_a_name_is_called_by_its_id_and_told(study):
    study.centres = [(TOWN, clinic("a", title=None))]
    study.is_told("centres.geojson, feature 1, column title: 1 of 1 centres have no name")


def test_an_area_over_a_whole_town_is_told_with_its_people(study):
    study.hazards.append((polygon(30.0, 9.9, 30.075, 9.975), {"kind": "suspected", "status": "open", "name": "Vast"}))
    study.is_told("hazards.geojson", "1,125 people live inside; few areas hold a whole town")


def test_areas_over_few_people_are_no_town(study):
    study.write()
    assert "whole town" not in study.is_told()


def test_an_area_beyond_the_areas_of_the_study_is_told(study):
    study.areas = study.areas[:1]  # the west alone
    study.hazards.append((polygon(30.08, 9.92, 30.09, 9.93), {"kind": "suspected", "status": "open", "name": "East"}))
    study.is_told("hazards.geojson", "1 of 2 areas lie in no area of the study, such as in another country")
