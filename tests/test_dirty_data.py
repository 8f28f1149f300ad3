"""Real dirt: tables of South Sudan and layers of Bosnia and Herzegovina, every fault named, nothing lost."""

import datetime as dt
import re

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from affine import Affine
from pyproj import CRS
from small_study import SmallStudy, toml_of

from accessibility.need.centres import centres_from_layer, place_centres
from accessibility.study_file import CentresTable
from geo.faults import Faults
from geo.grid import Grid
from geo.hazards.layer import records_of_layer
from geo.hazards.records import HazardForm
from geo.land.surface import lay_land, pace_of_speed
from geo.layers.areas import area_km2
from geo.layers.vectors import LayerCounts, read_layer
from geo.rasters.population import read_population_points

SUSPECTED_KM2 = 807.4


@pytest.fixture
def south_sudan(shared_data, tmp_path):
    """Check a study of South Sudan with these centres and, unless told otherwise, its places as people."""
    folder = shared_data / "south_sudan"

    def check(centres, people="fabflee_locations.csv"):
        study = SmallStudy(tmp_path)
        study.tables = {
            "study": study.tables["study"],
            "grid": {"resolution_arcsec": 120, "bounds": [24, 3, 36, 13]},
            "land": {"speed_kmh": 4},
            "population": {"points": str(folder / people), "people": "population", "year": 2014},
            "centres": {**centres, "path": str(folder / centres["path"])},
        }
        study.text(study.file.name, toml_of(study.tables))
        code, text = study.said("check")
        assert not study.left_over()
        return code, text.replace(f"{folder}/", "")

    return check


@pytest.fixture(scope="module")
def bosnia():
    """A grid of 1 km that holds the whole country."""
    return Grid(shape=(340, 340), affine=Affine(1000, 0, 540_000, 0, -1000, 5_030_000), crs=CRS.from_epsg(32633))


@pytest.fixture(scope="module")
def suspected(shared_data, bosnia):
    """How many suspected areas the file has, the layer that is read of them, and what was told."""
    path, faults = shared_data / "bosnia_herzegovina/suspect_areas_simplyfied.geojson", Faults()
    layer = read_layer(path, geometry="polygon", where="suspected.geojson", faults=faults, grid=bosnia)
    return pyogrio.read_info(path)["features"], layer, tuple(faults.notices)


def open_suspected(layer, grid):
    faults = Faults()
    form, counts, where = HazardForm(columns={"kind": "typeArea"}), LayerCounts(read=len(layer)), "suspected.geojson"
    day = dt.date(2026, 1, 1)
    return records_of_layer(layer, counts, form=form, as_of=day, where=where, faults=faults, grid=grid), faults.notices


def counted(notices, what):
    """The number that a notice gives first."""
    [text] = [notice.what for notice in notices if what in notice.what]
    return int(re.match(r"[\d,]+", text)[0].replace(",", ""))


def test_places_as_centres_by_name_are_refused_and_each_name_that_stands_twice_is_told(south_sudan):
    code, text = south_sudan({"path": "fabflee_locations.csv", "id": "name", "name": "name"})
    assert code == 1
    for name, rows, times in (
        ("Pochalla", "rows 91 and 128", 2),
        ("Boma", "rows 98, 133 and 144", 3),
        ("Tonga", "rows 116 and 131", 2),
    ):
        assert f"fabflee_locations.csv, {rows}: name {name!r} stands {times} times. Give each row its own id" in text
    assert "3 to mend" in text


def test_places_as_people_are_told_where_they_say_no_number_or_lie_outside(south_sudan, shared_data):
    places = pd.read_csv(shared_data / "south_sudan/fabflee_locations.csv")
    is_outside = (places.latitude < 3) | (places.latitude > 13)
    code, text = south_sudan({"path": "health_facilities_ssd_2889.csv", "id": "idGeo", "name": "Facility"})
    assert code == 0
    assert "47 of 143 places say no number of people and count as nobody" in text
    outside, everyone = places.population[is_outside].sum(), places.population.sum()
    assert f"{outside:,.0f} of its {everyone:,.0f} people" in text
    assert "5 of 143 rows have exactly the geometry of an earlier one; all are kept" in text


def test_facilities_of_which_the_place_is_not_known_are_told_and_left_out(south_sudan):
    _, text = south_sudan({"path": "health_facilities_ssd_2889.csv", "id": "idGeo", "name": "Facility"})
    facilities = "health_facilities_ssd_2889.csv"
    assert f"{facilities}, rows 224, 235, 238, 239, 244 and 331 more: 336 of 2,889 rows lie at 0, 0" in text
    assert "1,303 of 2,889 rows have exactly the geometry of an earlier one" in text
    assert re.search(r"centres 57 \(Akobo PHCU\), .* and 338 more: 350 of 2,889 centres lie outside the grid", text)


def test_facilities_by_a_name_or_a_code_that_is_no_id_are_refused(south_sudan):
    code, text = south_sudan({"path": "health_facilities_ssd_2889.csv", "id": "Facility"})
    assert code == 1
    assert "rows 16 and 1966: Facility 'Abuyong PHCU' stands 2 times" in text
    assert "138 more values of Facility stand more than once. Mend them too" in text
    code, text = south_sudan({"path": "health_facilities_ssd_2889.csv", "id": "Ext Ref", "sensitive": "Deleted"})
    assert code == 1
    assert "383 of 2,889 rows have no Ext Ref. Give each row its own id" in text
    assert "column Deleted: 'deleted' is neither yes nor no" in text


def test_tables_that_hold_no_places_are_refused(south_sudan):
    code, text = south_sudan({"path": "fabflee_closures.csv"}, people="fabflee_routes.csv")
    assert code == 1
    assert "fabflee_closures.csv: the table has a header but no row" in text
    assert "fabflee_routes.csv, row 1: no column is the longitude; the columns are name1, name2, distance" in text


def test_no_facility_is_lost_in_silence(shared_data):
    path, faults = shared_data / "south_sudan/health_facilities_ssd_2889.csv", Faults()
    table = CentresTable(path=path, id="idGeo", name="Facility", pillars=("continuing_care",))
    grid = Grid(shape=(300, 360), affine=Affine(1 / 30, 0, 24, 0, -1 / 30, 13), crs=CRS.from_epsg(4326))
    layer = read_layer(path, geometry="point", where="f.csv", faults=faults, grid=grid)
    read = centres_from_layer(layer, table, grid, faults=faults)
    pace, mode = pace_of_speed(grid, 4)
    land = lay_land(grid, pace=pace, mode=mode)
    placed = place_centres(read, land, within_m=500, where="f.csv", faults=faults)
    assert not faults.errors
    assert len(read) == 2889
    assert len(placed) + counted(faults.notices, "centres lie outside the grid") == 2889


def test_suspected_areas_are_used_or_counted_out(suspected, bosnia):
    given, layer, notices = suspected
    missing, void = counted(notices, "have no geometry"), counted(notices, "have an empty geometry")
    assert (given, missing + void) == (11_068, 3_097)
    assert counted(notices, "polygons are invalid") == 467
    hazards, [told] = open_suspected(layer, bosnia)
    assert given == len(hazards.areas) + missing + void
    assert shapely.is_valid(hazards.areas.geometry.to_numpy()).all()
    assert "so all 7,971 areas count as open" in told.what


def test_suspected_areas_keep_their_area_through_the_repair(suspected, bosnia):
    _, layer, _ = suspected
    united = gpd.GeoSeries([shapely.union_all(layer.geometry.to_numpy())], crs=layer.crs)
    assert area_km2(united)[0] == pytest.approx(SUSPECTED_KM2, rel=0.01)
    assert area_km2(open_suspected(layer, bosnia)[0].areas.geometry).sum() == pytest.approx(SUSPECTED_KM2, rel=0.01)


def test_suspected_areas_outside_a_smaller_grid_are_counted_out(suspected, bosnia):
    _, layer, _ = suspected
    half = Grid(shape=(170, 340), affine=bosnia.affine, crs=bosnia.crs)
    hazards, notices = open_suspected(layer, half)
    away = counted(notices, "lie wholly outside the grid")
    assert 0 < away < 7_971
    assert (hazards.counts.on_grid, hazards.counts.outside_grid) == (7_971 - away, away)


def test_settlements_keep_their_people(shared_data, bosnia):
    path, faults = shared_data / "bosnia_herzegovina/settlements_census1991_georef.csv", Faults()
    read = read_population_points(path, bosnia, people="pop_1991", where="settlements.csv", faults=faults)
    assert not faults.errors
    assert read.source_sum == 4_375_078
    assert (read.people.sum(), read.people_outside_grid) == (4_375_078, 0)
    half = Grid(shape=(170, 340), affine=bosnia.affine, crs=bosnia.crs)
    cut = read_population_points(path, half, people="pop_1991", where="settlements.csv", faults=faults)
    assert 0 < cut.people_outside_grid < 4_375_078
    assert cut.people.sum() + cut.people_outside_grid == 4_375_078
    np.testing.assert_array_equal(cut.people, read.people[:170])
    assert f"{cut.people_outside_grid:,.0f} of its 4,375,078 people" in faults.notices[-1].what
