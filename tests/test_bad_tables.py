"""Tables and roads that are wrong: refused or told, each with what, where and what to do."""

import pytest
from small_study import SmallStudy, osm_of

HEAD = "class,label,speed_kmh,mode\n"
FOREST_AND_LAKE = "2,forest,3,walk\n3,lake,0,walk\n"
CENTRES = "code,title,service,lon,lat\n"
LINE = {"type": "LineString", "coordinates": [[30.02, 9.95], [30.05, 9.95]]}


@pytest.fixture
def study(tmp_path):
    return SmallStudy(tmp_path)


@pytest.fixture
def places(study):
    """Make the study's people those of a table of places."""
    study.tables["grid"] = {"like": "land_cover.tif"}
    study.tables["population"] = {"points": "places.csv", "people": "people", "year": 2020}
    return lambda *rows: study.text("places.csv", "\n".join(["name,lon,lat,people", *rows, ""]))


@pytest.fixture
def road_lines(study):
    """Make the study's roads those of a layer of lines."""
    study.tables["roads"]["path"] = "roads.geojson"
    return lambda *features: study.layer("roads.geojson", list(features))


@pytest.mark.parametrize(
    ("table", "where", "what", "do"),
    [
        (HEAD + "1,g,fast,walk\n" + FOREST_AND_LAKE, "row 2, column 'speed_kmh'", "not a number (fast)", "0 for a"),
        (HEAD + "1,g,-4,walk\n" + FOREST_AND_LAKE, "row 2, column 'speed_kmh'", "not between 0 and 200", "km/h"),
        (HEAD + "1,g,,walk\n" + FOREST_AND_LAKE, "row 2, column 'speed_kmh'", "the value is missing", "km/h"),
        (HEAD + "1,g,inf,walk\n" + FOREST_AND_LAKE, "row 2, column 'speed_kmh'", "not between 0 and 200", "km/h"),
        (HEAD + "1,g,4,fly\n" + FOREST_AND_LAKE, "row 2, column 'mode'", "not known (fly)", "walk, cycle, motor, flat"),
        (HEAD + "1,g,4,walk\n2,g,4,walk\n" + FOREST_AND_LAKE, "rows 3 and 4", "more than once (2)", "each class once"),
        (
            HEAD + "grass,g,4,walk\n1,g,4,walk\n" + FOREST_AND_LAKE,
            "column class",
            "grass: not a",
            "raster's value",
        ),
        (HEAD + "1,g,4,walk\n3,lake,0,walk\n", "column class", "class 2 of the land cover has no row", "Add a row"),
        (HEAD + "1,g,4\n" + FOREST_AND_LAKE, "row 2", "do not have the 4 fields of the header", "fill in missing"),
        (
            "class,label,speed_kph,mode\n1,g,4,walk\n",
            "column 'speed_kmh'",
            "no such column",
            "mean 'speed_kph'?",
        ),
        ("class,label,speed_kmh\n1,g,4\n", "column 'mode'", "no such column", "Add it, or rename"),
        ("class,class,speed_kmh,mode\n1,g,4,walk\n", "row 1", "class stands more than once", "Name each column once"),
        (HEAD, "", "a header but no row", "at least one row"),
        ("", "", "the table is empty", "Give a header"),
    ],
)
def test_a_table_of_land_speeds_is_told_by_its_row_and_column(study, table, where, what, do):
    study.speeds = table
    study.is_refused("walking.csv", where, what, do)


def test_a_table_that_is_not_utf_8_is_refused(study):
    study.text("walking.csv", HEAD + "1,forêt,4,walk\n", encoding="latin-1")
    study.is_refused("walking.csv", "not UTF-8 text", "Save it as CSV UTF-8")


def test_land_that_nobody_can_cross_is_refused(study):
    study.speeds = HEAD + "1,g,0,walk\n2,f,0,walk\n3,l,0,walk\n"
    study.is_refused("valley.toml, [land]", "no cell of the grid can be crossed", "speeds")


def test_a_shipped_table_that_is_not_there_is_told_with_the_nearest(study):
    study.tables["land"]["speeds"] = "walking-by-covers"
    study.is_refused("no shipped table of that name (did you mean 'walking-by-cover'?)", "or name a .csv file")


def test_a_table_of_road_speeds_that_is_not_there_is_told_with_the_nearest(study):
    study.tables["roads"]["speeds"] = "rural-dri"
    study.is_refused("no table of road speeds called 'rural-dri'", "Did you mean 'rural-dry'?")


@pytest.mark.parametrize(
    ("table", "where", "what", "do"),
    [
        (CENTRES + "a,A,x,9.91,30.01\n", "row 2", "axes (longitude and latitude) are swapped", "Swap the two columns"),
        (CENTRES + 'a,A,x,"30,01","9,91"\n', "row 2", "lon are no number, such as '30,01'", "with a point"),
        (CENTRES + "a,A,x,30 01 E,9 54 N\n", "row 2", "lat are no number, such as '9 54 N'", "decimal numbers"),
        (CENTRES + "a,A,x,500000,1100000\n", "row 2", "lie off the globe", "Give degrees"),
        (CENTRES + "a,A,x,,\n", "row 2", "1 of 1 rows have no geometry", "their place"),
        (CENTRES + "7,A,x,30.01,9.91\n7,B,x,30.02,9.92\n", "rows 2 and 3", "code '7' stands 2 times", "its own id"),
        ("code,title,service\na,A,x\n", "row 1", "no column is the longitude", "lon or longitude"),
        (CENTRES[:-1] + ",long\na,A,x,30,9,30\n", "row 1", "more than one column may be the longitude", "exactly one"),
    ],
)
def test_a_table_of_centres_is_told_by_its_row(study, table, where, what, do):
    study.text("centres.csv", table)
    study.tables["centres"]["path"] = "centres.csv"
    study.is_refused("centres.csv", where, what, do)


def test_a_sensitive_mark_that_is_neither_yes_nor_no_is_refused(study):
    study.text("c.csv", CENTRES[:-1] + ",secret\na,A,x,30.01,9.91,maybe\nb,B,x,30.02,9.91,yes\n")
    study.tables["centres"].update(path="c.csv", sensitive="secret")
    study.is_refused("c.csv, row 2, column secret", "'maybe' is neither yes nor no", "Write yes or no")


def test_a_public_tier_without_a_centre_is_refused(study):
    study.text("c.csv", CENTRES[:-1] + ",secret\na,A,x,30.01,9.91,yes\n")
    study.tables["centres"].update(path="c.csv", sensitive="secret")
    study.is_refused("c.csv, column secret", "every centre is sensitive", "Take public out of [release] tiers")


@pytest.mark.parametrize(
    ("rows", "where", "what", "do"),
    [
        (["a,30.01,9.91,many"], "row 2", "1 of 1 values of people are no number, such as 'many'", "0 or more"),
        (["a,30.01,9.91,5", 'b,30.02,9.92,"1,200"'], "row 3", "are no number, such as '1,200'", "0 or more"),
        (["a,30.01,9.91,-5"], "row 2", "are below zero", "0 or more"),
        (["a,30.01,9.91,5", "b,,,700"], "row 3", "1 of 2 rows have no geometry", "their place"),
        (["a,31,9,5"], "", "none of the 1 rows lies in the study's grid", "Check the coordinates"),
        (["a,30.01,9.91,"], "", "holds nobody at all", "Check the file"),
    ],
)
def test_a_table_of_places_is_told_by_its_row(study, places, rows, where, what, do):
    places(*rows)
    study.is_refused("places.csv", where, what, do)


def test_a_column_of_people_that_is_not_there_is_told_with_the_nearest(study, places):
    places("a,30.01,9.91,5")
    study.tables["population"]["people"] = "peple"
    study.is_refused("places.csv, column 'peple'", "the columns are name, lon, lat, people", "Did you mean 'people'?")


def test_people_outside_the_grid_and_places_without_a_number_are_counted(study, places):
    places("a,30.01,9.91,5", "b,31,9,7", "c,30.02,9.92,")
    said = study.is_told("places.csv, row 4: 1 of 3 places say no number of people and count as nobody")
    assert said.count("live outside the study's grid") == 1
    assert "7 of its 12 people (58.33%)" in said


@pytest.mark.parametrize(
    ("content", "what", "do"),
    [
        ("", "the file is empty", "Download it again"),
        ("hello", "not a whole OSM file", "Give an .osm.pbf"),
        (osm_of([{"highway": "track"}])[:200], "not a whole OSM file", "if it is cut"),
        (osm_of([]), "there is not one road in it", "leave [roads] out"),
        (osm_of([{"highway": "proposed"}]), "none of its 1 way can be used", "speeds table"),
        (osm_of([{"highway": "track", "access": "no"}]), "1 closed to all by its access tags", "Mend the file"),
        (osm_of([{"highway": "track"}]).replace('lon="30', 'lon="10'), "1 stretches of road lies in", "grid's bounds"),
    ],
)
def test_an_osm_file_without_a_usable_road_is_refused(study, content, what, do):
    study.text("roads.osm", content)
    study.is_refused("roads.osm", what, do)


def test_a_pbf_file_that_is_none_is_refused(study):
    study.text("roads.osm.pbf", "hello")
    study.tables["roads"]["path"] = "roads.osm.pbf"
    study.is_refused("roads.osm.pbf", "not a whole OSM file", "download it again")


def test_an_unknown_unit_of_speed_names_its_way(study):
    study.roads.append({"highway": "primary", "maxspeed": "30 furlongs"})
    study.is_refused("roads.osm, way 103", "unknown unit: '30 furlongs' (1)", "km/h, mph or knots")


def test_an_osm_file_has_no_layer(study):
    study.tables["roads"]["layer"] = "lines"
    study.is_refused("roads.osm, layer", "only GeoPackage and its like have layers", "Remove the key layer")


def test_roads_without_the_column_highway_are_refused(study, road_lines):
    road_lines((LINE, {"class": "primary"}))
    study.is_refused("roads.geojson", "no column highway; its columns are class", "OSM's values")


def test_roads_that_are_no_lines_are_refused(study, road_lines):
    road_lines(({"type": "Point", "coordinates": [30.02, 9.95]}, {"highway": "primary"}))
    study.is_refused("roads.geojson", "no lines but 'Point'", "Give lines")


def test_roads_with_a_broken_ring_are_refused(study, road_lines):
    ring = {"type": "Polygon", "coordinates": [[[30.02, 9.96], [30.03, 9.97], [30.03, 9.96]]]}
    road_lines((ring, {"highway": "primary"}))
    study.is_refused("roads.geojson", "a geometry is broken", "Mend it")


def test_roads_with_their_axes_swapped_are_refused(study, road_lines):
    road_lines(({"type": "LineString", "coordinates": [[9.95, 30.02], [9.95, 30.05]]}, {"highway": "primary"}))
    study.is_refused("roads.geojson", "unless their axes (longitude and latitude) are swapped", "Swap the axes")


def test_roads_of_a_format_that_is_not_read_are_refused(study, road_lines):
    road_lines((LINE, {"highway": "primary"}))
    study.text("roads.txt", "")
    study.tables["roads"]["path"] = "roads.txt"
    study.is_refused("roads.txt", "ending in .txt is not read", "Save it as GeoPackage")
