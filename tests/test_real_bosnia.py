"""A whole country of real contamination: Bosnia and Herzegovina on foot, its 7,971 suspected areas told and ranked.

``make verify`` runs it in cells of 15 arc-seconds, and of 3, some 93 m from north to south.
"""

import json
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
from test_clearance import gain_of, is_like
from test_real_studies import place_study

from accessibility.inputs import Inputs, read_inputs
from accessibility.need import distance_to_areas_m, people_time
from accessibility.runs import sources_of, travel_rules
from accessibility.search import LiveAnswer, Sources, TravelNetwork, lay_network, least_times
from accessibility.study import run_study
from geo.hazards.blocking import lay_hazards
from maps.pages import draw_pages

pytestmark = pytest.mark.verify

BANDS = (30.0, 60.0, 120.0, 240.0)
RUNS = "analyst/runs/emergency-care/default/base/all-year/to"
SAMPLED = 300  # paths
NEAR_SETTLEMENTS = 969  # by their points, as in test_real_hazards


@dataclass(frozen=True, kw_only=True)
class Country:
    """The study's release, and the same inputs laid for searches of the tests' own."""

    release: Path
    inputs: Inputs
    free: TravelNetwork
    held: TravelNetwork
    sources: Sources
    most_tried: int

    def table(self, name):
        return pd.read_csv(self.release / "analyst" / "tables" / name, dtype={"cluster_ids": str})

    @property
    def counts(self):
        return json.loads((self.release / "analyst" / "summary.json").read_text("utf-8"))["hazards"]

    @property
    def report(self):
        """The words of the report."""
        html = (self.release / "analyst" / "pages" / "report.html").read_text("utf-8")
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))

    def access(self, hazards):
        table = pd.read_parquet(self.release / "analyst" / "tables" / "areas.parquet")
        return table[(table["area_kind"] == "all") & (table["hazards"] == hazards)].iloc[0]


def write_centres(folder, shared_data):
    """The hospitals and health centres among the points of interest, as the table that the study names."""
    places = pd.read_csv(shared_data / "bosnia_herzegovina/nhdr_points_of_interest.csv", sep=";", encoding="utf-8-sig")
    health = places[places["category"].isin(["Hospital", "Health Center"])]
    health = health.rename(columns={"latitude": "lat", "longitude": "lon"})
    health.to_csv(folder / "health.csv", index=False)
    return len(health)


@pytest.fixture(scope="module", params=[15, 3])
def country(request, root, shared_data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bosnia")
    resolution = f"resolution_arcsec = {request.param}"
    path = place_study(root, shared_data, folder, "bosnia", resolution_arcsec__3=resolution)
    assert resolution in path.read_text("utf-8")
    assert write_centres(path.parent, shared_data) == 42
    found = []

    def read_once(*study, **told):
        found.append(read_inputs(*study, **told))
        return found[-1]

    with pytest.MonkeyPatch.context() as patch:  # the inputs of the run itself, for they take long to read
        patch.setattr("accessibility.study.read_inputs", read_once)
        release = run_study(path, out=folder / "release", draw=draw_pages)
    [inputs] = found
    world, ground = inputs.worlds[0], inputs.ground
    free = lay_network(ground.land, ground.roads, rules=travel_rules(inputs, world, "to"))
    return Country(
        release=release,
        inputs=inputs,
        free=free,
        held=free.with_hazards(ground.hazards),
        sources=sources_of(world.centres, "emergency_care"),
        most_tried=20 if request.param == 3 else 8,
    )


@pytest.fixture(scope="module")
def held_times(country):
    return times_with(country, country.held, country.inputs.ground.hazards)


def times_with(country, network, hazards):
    return people_time(country.inputs.demand, least_times(network, country.sources), hazards=hazards)


def read_minutes(country, hazards):
    with rasterio.open(country.release / RUNS / hazards / "travel_minutes.tif") as raster:
        return raster.read(1)


def test_every_suspected_record_is_accounted_for(country):
    counts = country.counts
    assert (counts["read"], counts["without_geometry"], counts["open"]) == (11_068, 3_097, 7_971)
    assert counts["read"] == counts["without_geometry"] + counts["open"]
    assert (counts["repaired"], counts["repeated"], counts["became_empty_by_repair"]) == (467, 5, 0)
    assert counts["blocking"] == counts["on_grid"] == 7_971
    assert counts["union_km2"] == pytest.approx(807, rel=0.01)
    said = country.report
    assert "11,068 hazard records were read. Of them 3,097 have no outline; they bar nobody's way here" in said
    assert "7,971 are open. 7,971 open areas lie on the grid; together 807 km²" in said
    assert "467 outlines were not valid and have been repaired." in said
    assert "5 records have the outline of an earlier one; all are kept." in said


def test_every_cleared_record_is_accounted_for(country):
    counts = country.counts
    assert (counts["released_land_read"], counts["released_land_unused"]) == (8_329, 108 + 5 + 1)
    said = country.report
    assert "8,329 records of released land were held against them; 114 have no usable outline." in said
    told = "1.14 of the 806.94 km2 of open areas, in 862 of 7,971, lie in released land; it stays hazardous"
    assert told in said


def test_people_inside_are_told_apart(country):
    inside = country.table("clearance.csv")["people_inside"].sum()
    everyone = country.access("hazards")
    assert inside > 0
    assert everyone["population_inside_hazards"] == inside
    assert everyone["population"] == 4_375_078
    assert f"{inside:,.0f}" in country.report
    assert "live inside recorded hazard areas and are counted apart, without a time." in country.report


def test_settlements_near_areas_are_as_many_as_by_their_points(country, shared_data):
    """A settlement counts where its cell's centre is, at most half a cell's diagonal from its point.

    So those within a kilometre by the cells lie between those within a kilometre less and more that half by points.
    """
    grid, areas = country.inputs.ground.grid, country.inputs.ground.hazard_areas
    table = pd.read_csv(shared_data / "bosnia_herzegovina/settlements_census1991_georef.csv")
    cell = grid.cell_at(table["lon"].to_numpy(), table["lat"].to_numpy())
    by_cell_m = distance_to_areas_m(grid, cell, list(areas.geometry), within_m=5000)
    points = gpd.GeoSeries(gpd.points_from_xy(table["lon"], table["lat"]), crs=4326).to_crs(grid.metric_crs)
    _, by_point_m = shapely.STRtree(areas.geometry.to_crs(grid.metric_crs).to_numpy()).query_nearest(
        points.to_numpy(), return_distance=True, all_matches=False
    )
    assert np.count_nonzero(by_point_m <= 1000) == pytest.approx(NEAR_SETTLEMENTS, abs=3)
    width_m, height_m = (np.max(size) for size in grid.cell_size_m)
    half_m = 1.01 * np.hypot(width_m, height_m) / 2
    near = by_cell_m <= 1000
    assert (near[by_point_m <= 1000 - half_m]).all()
    assert not near[by_point_m > 1000 + half_m].any()
    rows = country.table("near_hazards.csv").set_index("within_m")["population"]
    assert rows[0.0] + rows[1000.0] == table["pop_1991"][near].sum()
    assert rows[500.0] < rows[1000.0] < rows[5000.0]


def test_hazards_never_shorten_a_way(country):
    held, free = read_minutes(country, "hazards"), read_minutes(country, "no-hazards")
    assert held.shape == country.inputs.ground.grid.shape
    has_time = np.isfinite(held)
    assert (held[has_time] >= free[has_time]).all()
    assert (held[has_time] > free[has_time]).any()
    assert np.isfinite(free).all()


def test_no_way_off_the_roads_leads_through_a_suspected_area(country):
    """Least-time paths of a sample of homes; without the hazards some of the same homes' lines do meet them."""
    demand, hazards = country.inputs.demand, country.inputs.ground.hazards
    held, free = LiveAnswer(country.held, country.sources), LiveAnswer(country.free, country.sources)
    answered = np.unique(demand.answer_cell[demand.answer_cell >= 0])
    has_way = np.isfinite(held.travel_time().minutes.ravel()[answered]) & ~hazards.is_inside.ravel()[answered]
    cells = np.random.default_rng(1991).choice(answered[has_way], SAMPLED, replace=False)
    inner = shapely.STRtree(shapely.buffer(list(hazards.shapes), -1e-9))
    lines = [line for cell in cells.tolist() for line in foot_lines(held.path_of(cell))]
    assert len(lines) >= SAMPLED
    assert not len(inner.query(lines, predicate="intersects")[0])
    free_lines = [line for cell in cells.tolist() for line in foot_lines(free.path_of(cell))]
    assert len(np.unique(inner.query(free_lines, predicate="intersects")[0])) > SAMPLED // 10


def foot_lines(path):
    return [part.line for part in path.parts if part.kind == "foot" and part.line is not None]


def test_the_steps_and_the_rest_are_the_whole_difference(country):
    held, free, steps = country.access("hazards"), country.access("no-hazards"), country.table("clearance_steps.csv")
    assert steps["is_rest"].tolist() == [False] * (len(steps) - 1) + [True]
    for band in BANDS:
        within = f"population_within_{band:g}_min"
        assert steps[f"people_newly_within_{band:g}_min"].sum() == pytest.approx(free[within] - held[within], abs=1e-6)
    assert steps["people_inside"].sum() == held["population_inside_hazards"]
    assert steps["people_reconnected"].sum() == held["population_no_way"] - free["population_no_way"]
    named = [int(cluster) for ids in steps["cluster_ids"] for cluster in ids.split(";")]
    assert sorted(named) == list(range(1, country.counts["cluster_count"] + 1))


def test_every_group_of_touching_areas_is_ranked_once(country):
    clearance, shapes = country.table("clearance.csv"), country.inputs.ground.hazards.shapes
    assert len(shapes) == country.counts["cluster_count"] == 2_894
    assert sorted(clearance["cluster_id"]) == list(range(1, len(shapes) + 1))
    assert clearance["rank"].tolist() == list(range(1, len(shapes) + 1))
    named = [identity for ids in clearance["area_ids"].astype(str) for identity in ids.split(";")]
    assert len(named) == len(set(named)) == clearance["area_count"].sum() == 7_971
    assert clearance["area_km2"].sum() == pytest.approx(country.counts["union_km2"], rel=1e-6)


def test_each_group_alone_gives_what_two_searches_from_nothing_say(country, held_times):
    ground, demand = country.inputs.ground, country.inputs.demand
    rows = country.table("clearance.csv").set_index("cluster_id")
    order = np.random.default_rng(2894).permutation(len(ground.hazards.shapes))
    gains = rows["people_gaining"].loc[order + 1].to_numpy() > 0  # as the table says; as many of either are tried
    chosen = np.concatenate([order[gains][: country.most_tried // 2], order[~gains][: country.most_tried // 2]])
    has_gain = []
    for cluster in chosen.tolist():
        kept = [shape for place, shape in enumerate(ground.hazards.shapes) if place != cluster]
        hazards = lay_hazards(ground.grid, ground.roads, kept, road_policy="open", overlap_tolerance_m=50)
        times = times_with(country, country.free.with_hazards(hazards), hazards)
        expected = gain_of(demand, held_times, times, had_time=np.isfinite(held_times.minutes), bands=BANDS)
        assert is_like(Told(rows.loc[cluster + 1]), expected)
        has_gain.append(expected["people_gaining"] > 0)
    assert sum(has_gain) == len(has_gain) // 2 == country.most_tried // 2


class Told:
    """A row of the table with the names of a gain."""

    def __init__(self, row):
        self.people_newly_within = [row[f"people_newly_within_{band:g}_min"] for band in BANDS]
        for name in ("people_inside", "people_gaining", "person_minutes_gained", "people_reconnected"):
            setattr(self, name, row[name])


def test_the_pages_stay_small_and_say_where_a_release_would_help(country):
    pages = country.release / "analyst" / "pages"
    assert (pages / "map.html").stat().st_size < 15_000_000
    assert (pages / "report.html").stat().st_size < 1_000_000
    assert '"id": "h7970"' in (pages / "map.html").read_text("utf-8")
    assert len(re.findall(r"Releasing (?:area|group) \d+ in \S.*? alone would ", country.report)) == 10


def test_the_public_tier_holds_nothing_of_the_suspected_areas(country):
    public = country.release / "public"
    assert not (public / "tables" / "clearance.csv").exists()
    assert "hazards" not in json.loads((public / "summary.json").read_text("utf-8"))
    report = (public / "pages" / "report.html").read_text("utf-8")
    for leak in ("11,068", "7,971", "suspect_areas", "cleared_areas"):
        assert leak not in report
