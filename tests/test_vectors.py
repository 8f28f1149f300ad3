"""Layers: every fault is counted and told, no feature is lost in silence."""

import json

import geopandas as gpd
import pytest
import shapely
from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon, box
from toy_files import a_geographic_grid, a_grid, told, write_layer

from geo.faults import Faults
from geo.layers.areas import area_km2
from geo.layers.tables import check_ids
from geo.layers.vectors import read_layer

GRID = a_geographic_grid(4, 4, size=0.01, left=35.0, top=10.0)
SQUARE = box(35, 9.97, 35.01, 9.98)
BOW_TIE = Polygon([(35, 9.97), (35.01, 9.98), (35.01, 9.97), (35, 9.98)])


def read(path, geometry="polygon", **options):
    faults = Faults()
    return read_layer(path, geometry=geometry, where=path.name, faults=faults, **options), faults


def write_json(path, geometries):
    features = [{"type": "Feature", "properties": {"n": n}, "geometry": shape} for n, shape in enumerate(geometries)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "shp", "fgb"])
def test_a_sound_layer_is_read_from_every_format(tmp_path, ending):
    layer, faults = read(write_layer(tmp_path / f"a.{ending}", [SQUARE]))
    assert layer.geometry.iloc[0].equals(SQUARE)
    assert layer.crs == 4326
    assert (layer.index.name, layer.index.tolist()) == ("feature", [1])
    assert len(faults) == 0


def test_a_layer_keeps_its_own_crs_and_loses_its_heights(tmp_path):
    layer, _ = read(write_layer(tmp_path / "a.gpkg", [Point(1, 2, 3)], crs=32636), geometry="point")
    assert layer.crs == 32636
    assert not layer.geometry.has_z.any()


@pytest.mark.parametrize("name", ["a.gpkg", "a.geojson", "a.shp", "a.csv"])
def test_a_missing_file_is_told(tmp_path, name):
    layer, faults = read(tmp_path / name)
    assert layer is None
    assert told(faults) == f"error: {name}: there is no such file. Check the name and the folder."


@pytest.mark.parametrize("name", ["a.gpkg", "a.geojson", "a.shp", "a.fgb"])
def test_a_file_that_points_at_others_is_not_opened_under_any_name(tmp_path, name):
    inside = write_layer(tmp_path / "inside.gpkg", [SQUARE])
    source = f"<SrcDataSource>{inside}</SrcDataSource>"
    text = f'<OGRVRTDataSource><OGRVRTLayer name="inside">{source}</OGRVRTLayer></OGRVRTDataSource>'
    (tmp_path / name).write_text(text)
    layer, faults = read(tmp_path / name)
    assert layer is None
    assert "though its name says so" in told(faults)


def test_other_endings_are_not_read(tmp_path):
    (tmp_path / "a.vrt").write_text("<OGRVRTDataSource/>")
    _, faults = read(tmp_path / "a.vrt")
    assert "a layer ending in .vrt is not read" in told(faults)


def test_a_broken_file_is_told(tmp_path):
    (tmp_path / "a.geojson").write_text('{"type": "FeatureCollection", "features": [')
    layer, faults = read(tmp_path / "a.geojson")
    assert layer is None
    assert "the layer cannot be read" in told(faults)
    path = write_layer(tmp_path / "b.gpkg", [SQUARE])
    path.write_bytes(path.read_bytes()[:5000])
    layer, faults = read(path)
    assert layer is None
    assert len(faults.errors) == 1


def test_a_shapefile_without_its_companions_is_told(tmp_path):
    path = write_layer(tmp_path / "a.shp", [SQUARE])
    path.with_suffix(".dbf").unlink()
    path.with_suffix(".shx").unlink()
    _, faults = read(path)
    assert "the shapefile lacks its .shx and .dbf" in told(faults)


@pytest.mark.parametrize("ending", ["shp", "gpkg", "fgb"])
def test_a_layer_without_a_coordinate_system_is_told(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    with pytest.warns(UserWarning, match="'crs' was not provided"):
        write_layer(path, [SQUARE], crs=None)
    layer, faults = read(path)
    assert layer is None
    assert "the layer has no coordinate system. Set the right one, for example ogr2ogr -a_srs" in told(faults)


def test_a_layer_not_tied_to_the_earth_is_told(tmp_path):
    local = 'ENGCRS["a yard",EDATUM["a stake"],CS[Cartesian,2],AXIS["x",east],AXIS["y",north],LENGTHUNIT["metre",1]]'
    _, faults = read(write_layer(tmp_path / "a.gpkg", [SQUARE], crs=local))
    assert "is not tied to the earth" in told(faults)


def test_one_of_several_layers_must_be_chosen(tmp_path):
    path = tmp_path / "a.gpkg"
    for name in ("hazards", "roads"):
        gpd.GeoDataFrame({"n": [1]}, geometry=[SQUARE], crs=4326).to_file(path, layer=name)
    _, faults = read(path)
    assert "the file has 2 layers: hazards, roads. Choose one" in told(faults)
    _, faults = read(path, layer="hazard")
    assert "there is no such layer; the layers are hazards, roads. Did you mean 'hazards'?" in told(faults)
    layer, _ = read(path, layer="hazards")
    assert len(layer) == 1


def test_a_layer_without_features_is_told(tmp_path):
    _, faults = read(write_json(tmp_path / "a.geojson", []))
    assert len(faults.errors) == 1
    assert "no feature" in told(faults) or "no layer" in told(faults)


def test_the_wrong_kind_of_geometry_is_told_by_feature(tmp_path):
    path = write_json(tmp_path / "a.geojson", [shapely.geometry.mapping(shape) for shape in (SQUARE, Point(35, 9.97))])
    layer, faults = read(path)
    assert layer is None
    assert "feature 2: 1 of 2 features are Point where a polygon is expected" in told(faults)
    layer, faults = read(path, geometry="any")
    assert len(layer) == 2


def test_missing_and_empty_geometries_are_left_out_and_counted(tmp_path):
    empty = {"type": "Polygon", "coordinates": []}
    path = write_json(tmp_path / "a.geojson", [None, shapely.geometry.mapping(SQUARE), empty, None])
    layer, faults = read(path)
    assert layer.index.tolist() == [2]
    assert "notice: a.geojson, features 1 and 4: 2 of 4 features have no geometry and are left out" in told(faults)
    assert "notice: a.geojson, feature 3: 1 of 4 features have an empty geometry and are left out" in told(faults)
    layer, faults = read(path, empty="error")
    assert layer is None
    assert len(faults.errors) == 2


def test_a_layer_of_nothing_but_empty_geometries_is_told(tmp_path):
    _, faults = read(write_json(tmp_path / "a.geojson", [None, None]))
    assert "error: a.geojson: no feature with a usable geometry is left" in told(faults)


def test_an_invalid_polygon_is_repaired_and_told(tmp_path):
    layer, faults = read(write_layer(tmp_path / "a.gpkg", [SQUARE, BOW_TIE]))
    assert layer.geometry.is_valid.all()
    assert layer.geometry.iloc[1].area == pytest.approx(SQUARE.area / 2)
    assert "notice: a.gpkg, feature 2: 1 of 2 polygons are invalid" in told(faults)


def test_the_change_of_area_by_repair_is_told(tmp_path):
    twice = MultiPolygon([box(35, 9.97, 35.01, 9.98), box(35.005, 9.97, 35.015, 9.98)])
    layer, faults = read(write_layer(tmp_path / "a.gpkg", [twice]))
    assert layer.geometry.iloc[0].equals(box(35, 9.97, 35.015, 9.98))
    assert "changed their area by -25.00%" in told(faults)


def test_a_polygon_without_area_and_a_line_without_length_are_left_out_and_told(tmp_path):
    flat = Polygon([(35, 9.97), (35.01, 9.98), (35, 9.97)])
    layer, faults = read(write_layer(tmp_path / "a.gpkg", [SQUARE, flat]))
    assert len(layer) == 1
    assert "feature 2: 1 of 2 polygons have no area" in told(faults)
    lines = [LineString([(35, 9.97), (35.01, 9.97)]), LineString([(35, 9.97), (35, 9.97)])]
    layer, faults = read(write_layer(tmp_path / "b.gpkg", lines), geometry="line")
    assert len(layer) == 1
    assert "feature 2: 1 of 2 lines have no length" in told(faults)


def test_an_open_ring_is_closed_and_told(tmp_path):
    ring = [[35, 9.97], [35.01, 9.97], [35.01, 9.98], [35, 9.98]]
    layer, faults = read(write_json(tmp_path / "a.geojson", [{"type": "Polygon", "coordinates": [ring]}]))
    assert layer is not None, told(faults)
    assert layer.geometry.iloc[0].equals(SQUARE)
    assert faults.notices


def test_repeated_geometries_are_told_and_kept(tmp_path):
    layer, faults = read(write_layer(tmp_path / "a.gpkg", [SQUARE, SQUARE.reverse(), SQUARE.buffer(0.1)]))
    assert len(layer) == 3
    assert "notice: a.gpkg, feature 2: 1 of 3 features have exactly the geometry of an earlier one" in told(faults)


def test_a_place_of_several_points_is_refused_and_one_of_one_is_a_point(tmp_path):
    layer, _ = read(write_layer(tmp_path / "a.gpkg", [MultiPoint([(35, 9.97)])]), geometry="point")
    assert layer.geometry.iloc[0] == Point(35, 9.97)
    layer, faults = read(write_layer(tmp_path / "b.gpkg", [MultiPoint([(35, 9.97), (36, 9)])]), geometry="point")
    assert layer is None
    assert "feature 1: 1 of 1 features hold several points" in told(faults)


def test_features_off_the_globe_are_told_with_what_is_likely_wrong(tmp_path):
    _, faults = read(write_layer(tmp_path / "a.geojson", [Point(9.97, 135)]), geometry="point")
    assert "1 of 1 features lie off the globe, the first at 9.97, 135. Swap longitude and latitude" in told(faults)
    _, faults = read(write_layer(tmp_path / "b.geojson", [Point(500_000, 1_000_000)]), geometry="point")
    assert "Give degrees, or set the coordinate system" in told(faults)


def test_points_that_fit_the_grid_only_with_swapped_axes_are_told(tmp_path):
    path = write_layer(tmp_path / "a.gpkg", [Point(35.005, 9.975), Point(9.975, 35.005)])
    layer, faults = read(path, geometry="point", grid=GRID)
    assert layer is None
    assert "feature 2: 1 of 2 features lie in the study's grid only if their axes" in told(faults)


def test_a_layer_of_polygons_with_swapped_axes_is_told(tmp_path):
    path = write_layer(tmp_path / "a.gpkg", [shapely.transform(SQUARE, lambda xy: xy[:, ::-1])])
    layer, faults = read(path, grid=GRID)
    assert layer is None
    assert "only if their axes" in told(faults)


def test_points_all_outside_the_grid_are_an_error_and_polygons_a_notice(tmp_path):
    layer, faults = read(write_layer(tmp_path / "a.gpkg", [Point(20, 20)]), geometry="point", grid=GRID)
    assert layer is None
    assert "error: a.gpkg: none of the 1 features lies in the study's grid" in told(faults)
    layer, faults = read(write_layer(tmp_path / "b.gpkg", [box(20, 20, 21, 21)]), grid=GRID)
    assert len(layer) == 1
    assert "notice: b.gpkg: none of the 1 features lies in the study's grid" in told(faults)


def test_a_projected_grid_finds_lon_lat_layers_inside(tmp_path):
    x, y = a_grid().from_lon_lat(35.005, 9.975)
    grid = a_grid(left=float(x) - 200, top=float(y) + 200)
    layer, faults = read(write_layer(tmp_path / "a.gpkg", [Point(35.005, 9.975)]), geometry="point", grid=grid)
    assert layer is not None
    assert len(faults) == 0


def csv(folder, text):
    path = folder / "a.csv"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    "names", ["lon,lat", "longitude,latitude", "LON,Lat", "x,y", "#lon,lat", "long,lat", "lng,lat"]
)
def test_points_of_a_table_are_found_by_their_columns(tmp_path, names):
    layer, faults = read(csv(tmp_path, f"{names},name\n35.005,9.975,a\n"), geometry="point", grid=GRID)
    assert layer.geometry.iloc[0] == Point(35.005, 9.975)
    assert (layer.crs, layer.index.name, layer.index.tolist()) == (4326, "row", [2])
    assert len(faults) == 0


def test_a_table_without_or_with_too_many_columns_for_points_is_told(tmp_path):
    _, faults = read(csv(tmp_path, "name,east\na,1\n"), geometry="point")
    assert "row 1: no column is the longitude; the columns are name, east" in told(faults)
    assert "no column is the latitude" in told(faults)
    _, faults = read(csv(tmp_path, "lon,longitude,lat\n1,2,3\n"), geometry="point")
    assert "more than one column may be the longitude: lon, longitude" in told(faults)
    layer, _ = read(csv(tmp_path, "lon,x,lat\n1,700,3\n"), geometry="point")
    assert layer.geometry.iloc[0] == Point(1, 3)


def test_rows_of_a_table_without_or_with_wordy_coordinates_are_told(tmp_path):
    layer, faults = read(csv(tmp_path, "lon,lat\n35,9\n,9\n36,8\n"), geometry="point")
    assert layer.index.tolist() == [2, 4]
    assert "row 3: 1 of 3 rows have no geometry and are left out" in told(faults)
    layer, faults = read(csv(tmp_path, 'lon,lat\n"35,5",9\n36,8N\n'), geometry="point")
    assert layer is None
    assert "row 2: 1 values of lon are no number, such as '35,5'" in told(faults)
    assert "row 3: 1 values of lat are no number, such as '8N'" in told(faults)


def test_bosnia_is_read_with_its_dirt_told(shared_data):
    path = shared_data / "bosnia_herzegovina/suspect_areas_simplyfied.geojson"
    layer, faults = read(path, geometry="polygon")
    assert not faults.errors
    assert "3,094 of 11,068 features have no geometry and are left out" in told(faults)
    assert "3 of 11,068 features have an empty geometry and are left out" in told(faults)
    assert "467 of 7,971 polygons are invalid" in told(faults)
    assert len(layer) == 11_068 - 3_097
    assert layer.geometry.is_valid.all()
    covered_km2 = shapely.union_all(layer.geometry.to_crs(32633).to_numpy()).area / 1e6
    assert covered_km2 == pytest.approx(807.4, abs=0.1)
    assert area_km2(layer.geometry).sum() == pytest.approx(812.3, abs=0.2)  # overlaps count twice


def test_south_sudan_places_are_read_and_their_faults_told(shared_data):
    path = shared_data / "south_sudan/fabflee_locations.csv"
    grid = a_geographic_grid(100, 120, size=0.1, left=24, top=12.5)
    places, faults = read(path, geometry="point", grid=grid)
    assert len(places) == 143
    assert not check_ids(places, "name", where="locations", faults=faults)
    assert "rows 98, 133 and 144: name 'Boma' stands 3 times" in told(faults)
    assert len(faults.errors) == 3
    swapped, faults = read(path, geometry="point", grid=grid, lon="latitude", lat="longitude")
    assert swapped is None
    assert "only if their axes (longitude and latitude) are swapped" in told(faults)


def test_south_sudan_routes_are_no_places(shared_data):
    routes, faults = read(shared_data / "south_sudan/fabflee_routes.csv", geometry="point")
    assert routes is None
    assert len(faults.errors) == 2
