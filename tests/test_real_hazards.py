"""Real contamination of Bosnia and Herzegovina: every row accounted for, and what lies near."""

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from affine import Affine
from pyproj import CRS

from geo.faults import Faults
from geo.grid import Grid
from geo.hazards.account import tell_released_land
from geo.hazards.layer import read_hazard_areas
from geo.hazards.records import HazardForm
from geo.hazards.state import open_on

DAY = dt.date(2026, 1, 1)


@pytest.fixture(scope="module")
def read(shared_data):
    """The records of one of the two layers, and what was told."""

    def read_one(name, *, id_column=None, **form):
        faults = Faults()
        path = shared_data / f"bosnia_herzegovina/{name}_simplyfied.geojson"
        grid = Grid(shape=(340, 340), affine=Affine(1000, 0, 540_000, 0, -1000, 5_030_000), crs=CRS.from_epsg(32633))
        columns = {"kind": "typeArea", "id": id_column}
        form = HazardForm(columns=columns, **form)
        records = read_hazard_areas(path, form=form, as_of=DAY, where=name, faults=faults, grid=grid)
        assert not faults.errors
        return records, faults

    return read_one


@pytest.fixture(scope="module")
def suspected(read):
    return read("suspect_areas", kinds={"Suspected Minefield": "SHA"})[0]


@pytest.fixture(scope="module")
def cleared(read):
    return read("cleared_areas", default_status="cleared")[0]


def test_every_suspected_area_is_accounted_for(suspected):
    counts = suspected.counts
    assert (counts.read, counts.without_geometry, counts.became_empty_by_repair) == (11_068, 3_097, 0)
    assert (counts.repaired, counts.repeated, counts.points_unused) == (467, 5, 0)
    assert counts.open == counts.on_grid == len(suspected.areas) == 7_971
    assert (counts.released, counts.superseded, counts.not_yet_reported, counts.outside_grid) == (0, 0, 0, 0)
    assert counts.by_kind == {"SHA": 7_971}
    assert shapely.is_valid(suspected.areas.geometry.to_numpy()).all()


def test_every_cleared_area_is_accounted_for_and_none_is_open(cleared):
    counts = cleared.counts
    assert (counts.read, counts.without_geometry, counts.became_empty_by_repair) == (8_329, 113, 1)
    assert (counts.open, counts.released, counts.by_status) == (0, 8_215, {"cleared": 8_215})
    assert 113 + 1 + len(cleared.areas) == 8_329
    assert len(open_on(cleared, DAY)) == 0
    assert counts.union_km2 == 0


def test_suspected_areas_cover_as_much_as_is_known(suspected):
    assert suspected.counts.union_km2 == pytest.approx(807, rel=0.01)
    assert suspected.areas["area_km2"].sum() == pytest.approx(suspected.counts.union_km2, rel=0.01)


@pytest.mark.verify
def test_a_map_sheet_taken_for_an_id_is_told_and_loses_no_area(read, suspected):
    records, faults = read("suspect_areas", id_column="fileId")
    [told] = [told for told in faults.notices if "ids stand for several rows" in told.what]
    assert told.what.startswith(f"{records.areas['id'].value_counts().gt(1).sum()} ids")
    assert records.counts.open == suspected.counts.open
    assert suspected.areas["id"].is_unique


def test_settlements_near_suspected_areas_are_as_many_as_are_known(suspected, shared_data):
    """Metres in an azimuthal equidistant projection on the country's middle, whose lengths are true to 0.02 %."""
    settlements = pd.read_csv(shared_data / "bosnia_herzegovina/settlements_census1991_georef.csv")
    points = gpd.points_from_xy(settlements["lon"], settlements["lat"], crs="EPSG:4326")
    metric = CRS.from_proj4("+proj=aeqd +lon_0=17.8 +lat_0=44.2 +datum=WGS84 +units=m")
    shapes = suspected.areas.geometry.to_crs(metric).to_numpy()
    places = np.asarray(points.to_crs(metric))
    _, away_m = shapely.STRtree(shapes).query_nearest(places, return_distance=True, all_matches=False)
    assert len(settlements) == 5_823
    assert np.count_nonzero(away_m <= 1000) == pytest.approx(969, abs=3)


@pytest.mark.verify
def test_land_both_suspected_and_cleared_is_told_in_km2(suspected, cleared):
    faults = Faults()
    land = cleared.areas.geometry
    told_km2 = tell_released_land(suspected.areas, land, is_subtracted=False, where="suspected", faults=faults)
    united = shapely.intersection(
        shapely.union_all(suspected.areas.geometry.to_crs(6933).to_numpy()),
        shapely.union_all(land.to_crs(6933).to_numpy()),
    )
    assert told_km2 == pytest.approx(united.area / 1e6, rel=1e-3)
    assert told_km2 > 0
    assert len(faults.notices) == 1
