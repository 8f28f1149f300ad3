"""Roads and places for the map: what the study has, by zoom, and nothing that hazards tell where these are hidden."""

import gzip

import geopandas as gpd
import mapbox_vector_tile
import numpy as np
import pandas as pd
import pytest
from live_worlds import VALLEY
from pyproj import Transformer
from sample_study import read_json

from accessibility.live import OpenRoad, UpgradeRoad, read_live_ground, start_country
from geo.errors import InputError
from maps.tiles import read_index, vector_tile
from maps.tiles.road_zooms import MAJOR_ZOOM, MINOR_ZOOM, PATH_ZOOM, least_zoom

HALF_M = 20_037_508.342789244


@pytest.fixture(scope="module")
def tier(served_folder):
    return served_folder / "valley/public"


@pytest.fixture(scope="module")
def roads(tier):
    return gpd.read_parquet(tier / "tables/roads.parquet")


def features_at(tier, layer, z):
    """The features of a layer in all tiles of a zoom that meet its bounds, by what they tell."""
    west, south, east, north = read_index(tier).sets[layer].bounds
    to_m = Transformer.from_crs(4326, 3857, always_xy=True)
    (left, bottom), (right, top) = to_m.transform(west, south), to_m.transform(east, north)
    edges = ((left, right), (-top, -bottom))
    columns, rows = ([int((edge + HALF_M) / (2 * HALF_M) * 2**z) for edge in pair] for pair in edges)
    found = []
    for x in range(columns[0], columns[1] + 1):
        for y in range(rows[0], rows[1] + 1):
            tile = vector_tile(tier / f"tiles/{layer}.pmtiles", z, x, y)
            if tile is not None:
                found += mapbox_vector_tile.decode(gzip.decompress(tile))[layer]["features"]
    return [each["properties"] for each in found]


def test_each_road_of_the_source_is_one_row_with_its_id(roads):
    assert roads["road_id"].is_unique
    assert set(roads.geom_type) <= {"LineString", "MultiLineString"}
    assert roads.crs.to_epsg() == 4326
    bridge = roads.set_index("road_id").loc[109]
    assert bool(bridge["is_bridge"])


def test_a_road_of_the_map_is_a_road_that_can_be_opened_or_upgraded(roads, sample_release):
    country = start_country(read_live_ground(sample_release / "ground"), VALLEY)
    for road_id in roads["road_id"].tolist():
        with pytest.raises(InputError, match="neither closed nor cut"):
            country.with_changes([OpenRoad(road_id=road_id)])
    picture = country.with_changes([UpgradeRoad(road_id=int(roads["road_id"].iloc[0]), speed_kmh=300.0)])
    assert len(picture.changed) > 0


def test_roads_are_at_each_zoom_those_that_are_seen_there(tier, roads):
    for z in (MAJOR_ZOOM, MINOR_ZOOM - 1, MINOR_ZOOM, PATH_ZOOM, 12):
        expected = roads[roads["road_class"].map(least_zoom) <= z]
        found = {each["road_id"] for each in features_at(tier, "roads", z)}
        assert found <= set(expected["road_id"]), z
        left_out = expected[~expected["road_id"].isin(found)].to_crs(3857).bounds
        pixel_m = 2 * HALF_M / 2**z / 512
        assert (left_out["maxx"] - left_out["minx"] < pixel_m).all(), z
        assert (left_out["maxy"] - left_out["miny"] < pixel_m).all(), z
    counted = [len({each["road_id"] for each in features_at(tier, "roads", z)}) for z in (5, 9, 11)]
    assert 0 < counted[0] < counted[1] < counted[2] == len(roads)


def test_the_set_of_roads_is_told_in_the_index_as_it_is(tier, roads):
    told = read_index(tier).sets["roads"]
    assert (told.minzoom, told.maxzoom, told.features) == (MAJOR_ZOOM, 12, len(roads))
    assert told.fields == {"road_id": "Number", "road_class": "String", "is_bridge": "Boolean", "is_cut": "Boolean"}
    assert vector_tile(tier / "tiles/roads.pmtiles", 4, 6, 5) is None


def test_a_tier_without_hazards_has_roads_that_say_nothing_of_them(guarded_release):
    tiers = (guarded_release / "public", guarded_release / "analyst")
    public, analyst = (gpd.read_parquet(tier / "tables/roads.parquet") for tier in tiers)
    assert list(public.columns) == ["road_id", "road_class", "is_bridge", "geometry"]
    assert "is_cut" in analyst.columns
    assert public.equals(analyst[public.columns])


def test_places_are_those_of_the_study_the_largest_first(tier):
    places = pd.read_parquet(tier / "tables/places.parquet")
    assert list(places.columns) == ["name", "kind", "lon", "lat", "people"]
    assert (places["name"].iloc[0], places["kind"].iloc[0]) == ("Quelmar", "town")
    assert read_json(tier / "summary.json")["places"] == {"told": len(places), "outside_areas": 0}
    told = features_at(tier, "places", 8)
    assert {each["name"] for each in told} == set(places["name"])
    assert all("people" not in each for each in told) == bool(np.isnan(places["people"]).all())
