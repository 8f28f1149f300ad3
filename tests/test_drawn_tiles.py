"""Vector tiles drawn on demand: what other libraries decode from them is what was drawn."""

import geopandas as gpd
import mapbox_vector_tile
import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from maps.tiles.drawn_tiles import BUFFER, EXTENT, drawn_layer, drawn_tile, rows_equal
from maps.tiles.varints import varint, varints, zigzag

TILE = (6, 33, 31)  # just north-east of 5.6 degrees east on the Equator
HALF_M = 20_037_508.342789244
TILE_M = 2 * HALF_M / 2**6
LEFT, TOP = 33 * TILE_M - HALF_M, HALF_M - 31 * TILE_M


def on_tile(*corners, holes=()):
    """A polygon in EPSG:4326 whose corners are steps from the upper left of the tile, y downward."""
    step = TILE_M / EXTENT

    def placed(ring):
        return [(LEFT + x * step, TOP - y * step) for x, y in ring]

    polygon = shapely.Polygon(placed(corners), [placed(hole) for hole in holes])
    return gpd.GeoSeries([polygon], crs=3857).to_crs(4326).iloc[0]


def decoded(rows, tile=TILE, **more):
    content = drawn_tile(drawn_layer("toy", rows), *tile, **more)
    assert content is not None
    layer = mapbox_vector_tile.decode(content, default_options={"y_coord_down": True})["toy"]
    assert (layer["extent"], layer["version"]) == (EXTENT, 2)
    return layer["features"]


def frame(geometries, **columns):
    return gpd.GeoDataFrame(columns, geometry=list(geometries), crs=4326)


def shape_of(feature):
    return shapely.geometry.shape(feature["geometry"])


SQUARE = ((100, 100), (300, 100), (300, 400), (100, 400))


def test_a_polygon_is_decoded_corner_by_corner_and_its_hole_stays_one():
    hole = ((150, 150), (200, 150), (200, 200), (150, 200))
    (feature,) = decoded(frame([on_tile(*SQUARE, holes=[hole])], name=["one"]))
    assert shape_of(feature).equals(shapely.Polygon(SQUARE, [hole]))
    assert feature["properties"] == {"name": "one"}


def test_values_keep_their_types_and_absent_ones_are_not_told():
    rows = frame(
        [on_tile(*SQUARE)] * 3,
        text=["é", None, "b"],
        whole=[1, -5, 2**40],
        number=[0.5, np.nan, -1.0],
        truth=[True, False, True],
    )
    told = [feature["properties"] for feature in decoded(rows)]
    assert told == [
        {"text": "é", "whole": 1, "number": 0.5, "truth": True},
        {"whole": -5, "truth": False},
        {"text": "b", "whole": 2**40, "number": -1.0, "truth": True},
    ]
    assert [type(told[0][name]) for name in ("whole", "number", "truth")] == [int, float, bool]


def test_what_reaches_beyond_the_tile_is_cut_at_its_buffer():
    wide = on_tile((-5000, -5000), (9000, -5000), (9000, 9000), (-5000, 9000))
    (feature,) = decoded(frame([wide]))
    assert shape_of(feature).bounds == (-BUFFER, -BUFFER, EXTENT + BUFFER, EXTENT + BUFFER)


def test_what_lies_elsewhere_or_is_too_small_to_be_seen_is_not_in_the_tile():
    far = on_tile((6000, 10), (6100, 10), (6100, 90), (6000, 90))
    tiny = on_tile((10.1, 10.1), (10.3, 10.1), (10.3, 10.3))
    assert drawn_tile(drawn_layer("toy", frame([far, tiny])), *TILE) is None
    assert len(decoded(frame([far, tiny, on_tile(*SQUARE)]))) == 1


def test_a_hole_too_small_to_be_seen_is_filled_and_one_of_an_unseen_ring_is_gone():
    tiny = ((150.1, 150.1), (150.3, 150.1), (150.3, 150.3))
    (feature,) = decoded(frame([on_tile(*SQUARE, holes=[tiny])]))
    assert shape_of(feature).equals(shapely.Polygon(SQUARE))


def test_the_parts_of_a_feature_stay_together():
    both = shapely.MultiPolygon([on_tile(*SQUARE), on_tile(*((x + 1000, y) for x, y in SQUARE))])
    one = on_tile(*((x, y + 1000) for x, y in SQUARE))
    found = decoded(frame([both, one], name=["both", "one"]))
    assert [feature["properties"]["name"] for feature in found] == ["both", "one"]
    assert shape_of(found[0]).area == 2 * shape_of(found[1]).area == 2 * 200 * 300


def test_only_chosen_rows_are_drawn():
    rows = frame([on_tile(*SQUARE)] * 3, pillar=["a", "b", "a"], gap_id=[1, 2, 3])
    layer = drawn_layer("toy", rows)
    assert [each["properties"]["gap_id"] for each in decoded(rows, chosen=rows_equal(layer, {"pillar": "a"}))] == [1, 3]
    assert not rows_equal(layer, {"nothing": "a"}).any()
    assert rows_equal(layer, {}) is None


def test_points_are_decoded_where_they_are():
    step = TILE_M / EXTENT
    places = [(LEFT + 7 * step, TOP - 9 * step), (LEFT + 4000 * step, TOP - 10 * step)]
    points = gpd.GeoSeries([shapely.Point(place) for place in places], crs=3857).to_crs(4326)
    found = decoded(frame(points, id=["x", "y"]))
    assert [feature["geometry"]["coordinates"] for feature in found] == [[7, 9], [4000, 10]]


@given(st.integers(0, 2**31))
def test_drawn_polygons_cover_what_was_given_to_the_rounding_of_their_outlines(seed):
    random = np.random.default_rng(seed)
    polygons = []
    for x, y in random.uniform(500, 3500, (4, 2)):
        turn = np.sort(random.uniform(0, 2 * np.pi, 9))
        reach = random.uniform(50, 400, 9)
        polygons.append(shapely.Polygon(np.column_stack((x + reach * np.cos(turn), y + reach * np.sin(turn)))))
    rows = frame([on_tile(*polygon.exterior.coords[:-1]) for polygon in polygons], place=list(range(4)))
    for feature, polygon in zip(decoded(rows), polygons, strict=True):
        given_area, slack = polygon.buffer(0), polygon.length
        found = shape_of(feature).buffer(0)
        assert found.symmetric_difference(given_area).area <= slack


def test_gdal_reads_a_drawn_tile_as_it_was_given(tmp_path):
    rows = frame([on_tile(*SQUARE), on_tile(*((x + 900, y) for x, y in SQUARE))], name=["a", "b"], people=[1.5, 2.5])
    (tmp_path / "6-33-31.pbf").write_bytes(drawn_tile(drawn_layer("toy", rows), *TILE))
    found = pyogrio.read_dataframe(tmp_path / "6-33-31.pbf", X=33, Y=31, Z=6, CLIP="NO", METADATA_FILE="")
    assert found["name"].tolist() == ["a", "b"]
    assert found["people"].tolist() == [1.5, 2.5]
    assert found.geometry.area.to_numpy() == pytest.approx(rows.to_crs(3857).area.to_numpy(), rel=1e-6)


@given(st.lists(st.integers(0, 2**62), max_size=30))
def test_varints_are_those_of_one_number_after_the_other(numbers):
    packed, starts = varints(np.array(numbers, np.int64))
    assert packed == b"".join(varint(number) for number in numbers)
    assert starts.tolist()[-1] == len(packed)


def test_zigzag_makes_small_numbers_of_small_ones():
    assert zigzag(np.array([0, -1, 1, -2, 2], np.int64)).tolist() == [0, 1, 2, 3, 4]
