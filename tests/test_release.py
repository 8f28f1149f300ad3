"""The release of the made-up valley: every file of the contract, and each of them in accord with the others."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
from rio_cogeo.cogeo import cog_validate
from sample_study import RASTERS, SAMPLE, files_of, read_access, read_json, read_raster, read_runs

from accessibility.search.least_time import INSIDE_HAZARD, REACHED

DIMENSIONS = ["pillar", "profile", "scenario", "season", "direction", "hazards"]
BANDS = ("30", "60", "120", "240")
COUNTED_ONCE = [
    "population_within_240_min",
    "population_beyond_240_min",
    "population_no_way",
    "population_inside_hazards",
    "population_on_barrier",
    "population_no_land_data",
    "population_beyond_limit",
]
TABLES = {"areas.parquet", "areas.csv", "areas.gpkg", "centres.csv", "gaps.gpkg", "hazards.gpkg"}
TABLES |= {"reach.parquet", "roads.parquet", "places.parquet"}
TABLES |= {"clearance.csv", "clearance.gpkg", "clearance_steps.csv"}
TABLES |= {"access.parquet", "access.xlsx", "access.gpkg", "access_hxl.csv", "gaps.qml", "groups.csv", "fairness.csv"}
TABLES |= {"directory.csv", "data_gaps.csv", "families.csv"}
TABLES |= {"disputed_roads.gpkg", "near_hazards.csv", "hazard_range.csv", "comparisons.csv"}
TABLES |= {"regions.csv", "reasons.csv", "priorities.csv", "priority_moves.csv", "calibration.csv", "calibrated.csv"}
TABLES |= {"intervals.csv", "rank_stability.csv", "sensitivity.csv", "ranges.csv", "certainty.csv", "data_age.csv"}
PLANNED = ("summary", "areas", "groups", "frontier", "alternatives", "uncovered", "parity", "releases", "candidates")
TABLES |= {"plan.csv", "plan.gpkg", *(f"plan_{name}.csv" for name in PLANNED)}
TABLES |= {"outreach_summary.csv", "outreach_stops.csv", "outreach_days.csv", "outreach.gpkg"}
PLANS = ("most-people", "no-area-below-88", "with-a-release")
OF_PLANS = ("scenario.toml", "added_centres.geojson", "first-fitting/travel_minutes.tif", "first-fitting/status.tif")
DRAWN = {"underserved_share.tif", "could_change.tif"}  # of the scenarios that are drawn: the base alone
SCENARIOS = ("meadow-released", "bridge-closed")
SLUGS = ("emergency-care", "continuing-care", "physical-rehab", "psychosocial", "economic-inclusion", "first-fitting")
SERVICES = {"first-fitting": "C-03"}  # a service of the sample, and the one centre that offers it


@pytest.fixture(scope="module", params=["public", "analyst"])
def tier(request, sample_release):
    return sample_release / request.param


def raster(tier, run, name):
    return read_raster(tier / run["folder"] / name)


def runs_of(tier):
    return [row for _, row in read_runs(tier).iterrows()]


def test_a_tier_has_exactly_the_files_of_the_contract(tier):
    folders = [
        f"runs/{slug}/default/{scenario}/all-year/to/{kind}"
        for slug in SLUGS
        for scenario in ("base", *SCENARIOS)
        for kind in ("hazards", "no-hazards")
    ]
    compared = [f"comparisons/{scenario}/{slug}/default/to" for slug in SLUGS for scenario in SCENARIOS]
    assert files_of(tier) == (
        {"manifest.json", "summary.json", "runs.csv"}
        | {f"tables/{name}" for name in TABLES}
        | {f"{folder}/{name}" for folder in folders for name in RASTERS}
        | {f"{folder}/{name}" for folder in folders if "/base/" in folder for name in DRAWN}
        | {f"plans/{plan}/{name}" for plan in PLANS for name in OF_PLANS}
        | {f"{folder}/{name}" for folder in compared for name in ("minutes_gained.tif", "change.tif")}
    )
    assert sorted(read_runs(tier)["folder"]) == sorted(folders)


def test_a_release_has_its_tiers_its_ground_and_a_manifest(sample_release):
    assert {path.name for path in sample_release.iterdir()} == {"manifest.json", "ground", "public", "analyst"}
    assert {path.name for path in (sample_release / "ground").iterdir()} == {
        "land_pace.tif",
        "land_mode.tif",
        "elevation.tif",
        "barrier_moves.tif",
        "hazard_moves.tif",
        "inside_hazards.tif",
        "people.tif",
        "roads.parquet",
        "worlds.json",
        "sheets",
    }


def test_few_draws_call_near_cells_underserved_and_most_the_far_ones(tier):
    """Of 100 draws, a cell within a quarter of the threshold, and one at twice it, are rarely on the other side."""
    for run in runs_of(tier):
        if run["scenario"] != "base":
            continue
        minutes, status = raster(tier, run, "travel_minutes.tif"), raster(tier, run, "status.tif")
        share = raster(tier, run, "underserved_share.tif")
        assert ((share >= 0) & (share <= 1) | np.isnan(share)).all()
        is_asked = ~np.isnan(share)
        assert is_asked[status == REACHED].all()
        is_within = (status == REACHED) & (minutes <= 30)
        assert share[is_within].mean() < 0.05
        if run["hazards"] == "no-hazards":  # with them many a far cell is near in the draws without the area
            assert share[(status == REACHED) & (minutes > 240)].mean() > 0.95
        changes = raster(tier, run, "could_change.tif")
        assert set(np.unique(changes)) <= {0, 1}
        assert not changes[status == INSIDE_HAZARD].any()


def test_nothing_is_left_beside_a_release(sample_release):
    assert [path.name for path in sample_release.parent.iterdir()] == [sample_release.name]


@pytest.mark.parametrize(
    ("name", "dtype", "nodata"),
    [("travel_minutes.tif", "float32", np.nan), ("status.tif", "uint8", None), ("nearest.tif", "int32", None)],
)
def test_rasters_are_cogs_on_the_grid_of_the_study(tier, name, dtype, nodata):
    with rasterio.open(SAMPLE / "population.tif") as like:
        grid = (like.shape, like.transform, like.crs)
    for run in runs_of(tier):
        path = tier / run["folder"] / name
        assert cog_validate(path, strict=True, quiet=True)[0]
        with rasterio.open(path) as written:
            assert (written.shape, written.transform, written.crs) == grid
            assert written.count == 1
            assert written.dtypes == (dtype,)
            np.testing.assert_equal(written.nodata, nodata)


def test_there_are_minutes_and_a_centre_exactly_where_the_status_is_reached(tier):
    for run in runs_of(tier):
        status, minutes, nearest = (
            raster(tier, run, name) for name in ("status.tif", "travel_minutes.tif", "nearest.tif")
        )
        assert set(np.unique(status)) <= set(range(7))
        assert (np.isfinite(minutes) == (status == REACHED)).all()
        assert ((nearest >= 0) == (status == REACHED)).all()
        assert (nearest[status != REACHED] == -1).all()
        assert (minutes[status == REACHED] >= 0).all()
        if run["hazards"] == "no-hazards":
            assert not (status == INSIDE_HAZARD).any()


def test_the_nearest_centre_serves_the_pillar_and_is_reached_at_once_from_its_own_cell(tier):
    centres = pd.read_csv(tier / "tables" / "centres.csv")
    with rasterio.open(SAMPLE / "population.tif") as like:
        rows, columns = rasterio.transform.rowcol(like.transform, centres["lon"], centres["lat"])
    for run in runs_of(tier):
        is_its = (centres["pillar"] == run["pillar"]) | (centres["id"] == SERVICES.get(run["pillar"]))
        serving = centres.index[is_its]
        nearest, minutes = raster(tier, run, "nearest.tif"), raster(tier, run, "travel_minutes.tif")
        assert set(np.unique(nearest)) - {-1} == set(serving)
        for row in serving:
            assert minutes[rows[row], columns[row]] == 0
            assert nearest[rows[row], columns[row]] == row


def test_with_hazards_nowhere_is_faster_than_without(tier):
    runs = read_runs(tier).set_index([*DIMENSIONS[:-1], "hazards"]).sort_index()
    for question in runs.index.droplevel("hazards").unique():
        held, free = (
            np.nan_to_num(read_raster(tier / runs.loc[(*question, kind), "folder"] / "travel_minutes.tif"), nan=np.inf)
            for kind in ("hazards", "no-hazards")
        )
        assert (held >= free).all()
        assert (held > free).any()


def test_columns_of_centres_are_those_of_the_contract(tier):
    centres = pd.read_csv(tier / "tables" / "centres.csv")
    assert centres.columns.tolist() == ["row", "id", "name", "pillar", "level", "lon", "lat", "moved_m", "scenario"]
    assert centres["row"].tolist() == list(range(6))
    assert centres["id"].tolist() == [f"C-0{number}" for number in range(1, 7)]


def test_the_table_has_each_run_by_each_area_outside_and_all(tier):
    access = read_access(tier)
    assert access.columns[: len(DIMENSIONS) + 3].tolist() == [*DIMENSIONS, "area_id", "area_name", "area_kind"]
    assert not access.duplicated([*DIMENSIONS, "area_id"]).any()
    for _, rows in access.groupby(DIMENSIONS):
        assert rows["area_id"].tolist() == ["A-1", "A-2", "A-3", "A-4", "outside", "total"]
    assert len(access) == len(read_runs(tier)) * 6


def test_rows_add_up_to_everyone_of_the_raster(tier):
    with rasterio.open(SAMPLE / "population.tif") as source:
        people = source.read(1, masked=True).astype(float).sum()
    access = read_access(tier)
    np.testing.assert_allclose(access[COUNTED_ONCE].sum(axis=1), access["population"], atol=1e-6)
    counts = [column for column in access if column.startswith("population") and "by_hazards" not in column]
    for _, rows in access.groupby(DIMENSIONS):
        total = rows[rows["area_kind"] == "all"].iloc[0]
        assert total["population"] == pytest.approx(people, abs=1e-6)
        np.testing.assert_allclose(
            rows[rows["area_kind"] != "all"][counts].sum(), total[counts].astype(float), atol=1e-6
        )


def test_bands_of_the_table_are_those_of_the_raster_but_for_the_adopted(tier):
    people = read_raster(SAMPLE / "population.tif").astype(float)
    people[people < 0] = 0
    access = read_access(tier)
    overall = access[access["area_kind"] == "all"].set_index(DIMENSIONS)
    for run in runs_of(tier):
        minutes = raster(tier, run, "travel_minutes.tif")
        row = overall.loc[tuple(run[DIMENSIONS])]
        for band in BANDS:
            counted = people[minutes <= float(band)].sum()
            told = row[f"population_within_{band}_min"]
            assert counted - 1e-6 <= told <= counted + row["population_adopted"] + 1e-6
        inside = people[raster(tier, run, "status.tif") == INSIDE_HAZARD].sum()
        assert row["population_inside_hazards"] >= inside


def test_hazards_share_is_given_where_there_are_hazards_alone(tier):
    access = read_access(tier)
    has_hazards = access["hazards"] == "hazards"
    share = access["population_beyond_threshold_by_hazards"]
    assert share[has_hazards].notna().all()
    assert share[~has_hazards].isna().all()
    assert (share[has_hazards & (access["area_kind"] == "all")] > 0).all()


def test_the_csv_is_the_parquet_in_words(tier):
    read = pd.read_csv(tier / "tables" / "areas.csv")
    pd.testing.assert_frame_equal(read, read_access(tier), check_dtype=False, rtol=1e-12)


def test_areas_have_their_people_and_shapes(tier):
    areas = gpd.read_file(tier / "tables" / "areas.gpkg", layer="areas")
    assert areas.columns.tolist() == ["area_id", "area_name", "population", "geometry"]
    assert areas.crs == "EPSG:4326"
    access = read_access(tier)
    for run_hazards in ("hazards", "no-hazards"):
        rows = access[(access["area_kind"] == "area") & (access["hazards"] == run_hazards)]
        assert rows.groupby("area_id")["population"].first().to_dict() == pytest.approx(
            areas.set_index("area_id")["population"].to_dict()
        )


def test_gaps_agree_with_the_runs_and_hold_some_of_those_beyond_the_threshold(tier):
    gaps = gpd.read_file(tier / "tables" / "gaps.gpkg", layer="gaps")
    assert gaps.crs == "EPSG:4326"
    assert set(gaps.geom_type) == {"MultiPolygon"}
    assert gaps.is_valid.all()
    access = read_access(tier)
    beyond = access[access["area_kind"] == "all"].set_index(DIMENSIONS)["population_beyond_threshold"]
    for run in runs_of(tier):
        own = gaps[(gaps[DIMENSIONS] == run[DIMENSIONS]).all(axis=1)]
        assert len(own) == run["gap_count"]
        assert own["gap_id"].tolist() == list(range(1, len(own) + 1))
        assert own["people"].sum() == pytest.approx(run["people_in_gaps"])
        assert (own["people"] >= 100).all()
        assert own["people"].sum() <= beyond[tuple(run[DIMENSIONS])] + 1e-6
        assert own["people_by_hazards"].notna().all() == (run["hazards"] == "hazards")
        assert (own["worst_minutes"] > 120).all()
        assert (own["worst_minutes"] >= own["median_minutes"]).all()
        no_answer = own["people_no_way"] + own["people_inside_hazards"] > 0
        assert np.isinf(own["worst_minutes"])[no_answer].all()


def test_hazards_are_the_open_ones_with_kind_and_status(tier):
    hazards = gpd.read_file(tier / "tables" / "hazards.gpkg", layer="hazards")
    assert hazards.crs == "EPSG:4326"
    assert sorted(hazards["id"]) == ["CHA-1", "CHA-2", "SHA-1", "SHA-2", "SHA-3", "SHA-5"]
    assert {"kind", "status", "name"} <= set(hazards.columns)


def test_the_summary_says_what_the_tables_say(tier):
    summary = read_json(tier / "summary.json")
    assert summary["tier"] == tier.name
    assert summary["bands_minutes"] == [30, 60, 120, 240]
    assert summary["threshold_minutes"] == 120
    access = read_access(tier)
    assert summary["population"]["people"] == pytest.approx(access[access["area_kind"] == "all"]["population"].iloc[0])
    overall = access[access["area_kind"] == "all"].set_index(DIMENSIONS)
    runs = read_runs(tier).set_index(DIMENSIONS)
    assert len(summary["runs"]) == len(runs)
    for run in summary["runs"]:
        key = tuple(run[name] for name in DIMENSIONS)
        assert (tier / run["folder"]).is_dir()
        assert run["gap_count"] == runs.loc[key, "gap_count"]
        for column, value in run["overall"].items():
            expected = overall.loc[key].get(column, value)
            is_told = not isinstance(expected, float) or np.isfinite(expected)
            assert value == (expected if is_told else None), column
    centres = {row["pillar"]: row for row in summary["centres"]}
    assert centres["physical_rehab"] == {"pillar": "physical_rehab", "accepted": 2, "moved": 0, "refused": 0}


def test_the_valleys_story_is_in_the_numbers(tier):
    access = read_access(tier)
    overall = access[(access["area_kind"] == "all") & (access["pillar"] == "physical_rehab")]
    overall = overall[overall["scenario"] == "base"].set_index("hazards")
    no_way = overall["population_no_way"]
    assert no_way["hazards"] - no_way["no-hazards"] >= 400  # Kesta is cut off by the hazard in its gap
    assert overall.loc["no-hazards", "population_inside_hazards"] == 0
    assert overall.loc["hazards", "population_inside_hazards"] > 20
