"""What made-up hazards do on the real roads of Anjouan: clearance, disputed roads, people near, comparisons, pages."""

import re

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
from comoros_made_up import access_of_all, place_with_cut_roads, read_run
from test_pages_in_browser import BROWSER, open_page

from accessibility.comparisons import CUT_OFF, NO_MINUTES, OUTSIDE_STUDY, QUICKER, RECONNECTED, SAME, SLOWER
from accessibility.search import OUTSIDE, REACHED
from accessibility.study import run_study

BANDS = (30, 60, 120, 240)


@pytest.fixture(scope="module")
def release(made_up_anjouan):
    return made_up_anjouan.parent / "release"


@pytest.fixture(scope="module")
def pages(release):
    return release / "public" / "pages"


@pytest.fixture(scope="module")
def cut_release(root, shared_data, tmp_path_factory):
    """The release of the study whose own policy cuts roads, without its scenarios."""
    study = place_with_cut_roads(root, shared_data, tmp_path_factory.mktemp("anjouan") / "cut")
    return run_study(study, out=study.parent / "release")


def table(release, name, season="dry"):
    rows = pd.read_csv(release / "public" / "tables" / f"{name}.csv")
    assert set(rows["pillar"]) == {"any"}  # nobody serves another pillar in the base
    return rows[rows["season"] == season].reset_index(drop=True)


def compared(release, name):
    """The row of all people in a comparison."""
    rows = pd.read_csv(release / "public" / "tables" / "comparisons.csv")
    rows = rows[(rows["comparison"] == name) & (rows["pillar"] == "any") & (rows["area_kind"] == "all")]
    assert len(rows) == 1
    return rows.iloc[0]


def compared_raster(release, name, what):
    with rasterio.open(release / "public" / "comparisons" / name / "any" / "default" / "to" / f"{what}.tif") as raster:
        return raster.read(1)


def text_of(document):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", document))


def test_clearance_puts_the_area_that_cuts_the_coast_road_first(cut_release):
    clearance = table(cut_release, "clearance")
    assert clearance["area_ids"].tolist() == ["MU-WEST", "MU-INLAND", "MU-NORTH-EAST", "MU-NECK", "MU-HILL"]
    assert clearance["people_newly_within_120_min"].round().tolist()[:3] == [6845, 4288, 2128]
    assert clearance["people_reconnected"].round().tolist() == [0, 0, 0, 443, 0]  # whoever lives beyond the neck


def test_where_roads_stay_open_no_area_brings_more_people_near_than_live_in_it(release):
    clearance = table(release, "clearance")
    assert clearance["area_ids"].iloc[0] == "MU-INLAND"
    assert (clearance["people_newly_within_120_min"] <= clearance["people_inside"] + 1e-9).all()
    assert clearance["people_reconnected"].tolist() == [0] * 5


@pytest.mark.parametrize("season", ["dry", "wet"])
def test_joint_steps_and_the_rest_add_up_to_the_whole_difference(cut_release, season):
    steps = table(cut_release, "clearance_steps", season)
    assert steps["is_rest"].tolist() == [False] * (len(steps) - 1) + [True]
    free, held = (access_of_all(cut_release, season=season, hazards=kind) for kind in ("no-hazards", "hazards"))
    for band in BANDS:
        whole = free[f"population_within_{band}_min"] - held[f"population_within_{band}_min"]
        assert steps[f"people_newly_within_{band}_min"].sum() == pytest.approx(whole, abs=1e-6)
    assert steps["people_inside"].sum() == pytest.approx(held["population_inside_hazards"])
    assert steps["people_inside"].sum() == pytest.approx(1059.28, abs=0.01)


def test_person_minutes_of_the_steps_are_those_that_the_hazards_cost(release, cut_release):
    steps, cost = table(cut_release, "clearance_steps"), compared(release, "hazards-and-none")
    assert steps["person_minutes_gained"].sum() == pytest.approx(cost["person_minutes_lost"])
    assert round(cost["person_minutes_lost"] / 60) == 21_546
    assert cost["person_minutes_gained"] == 0


@pytest.mark.parametrize("name", ["release", "cut_release"])
def test_disputed_roads_name_the_coast_road_and_who_depends_on_it(name, request):
    release = request.getfixturevalue(name)
    roads = gpd.read_file(release / "public" / "tables" / "disputed_roads.gpkg", layer="disputed_roads")
    roads = roads[roads["season"] == "dry"].set_index("source_ids")
    west = roads.loc["209858399;258536929;258536930"]
    assert west["people_depending"] == pytest.approx(10_440, abs=0.5)
    assert west["cluster_id"] == 1
    assert "tertiary" in west["road_classes"]
    assert roads.loc["246365913", "people_depending"] == pytest.approx(28_346, abs=0.5)
    assert roads.loc["891207540", "people_depending"] == pytest.approx(4_531, abs=0.5)
    assert (roads["length_km"] > 0).all()


@pytest.mark.parametrize("season", ["dry", "wet"])
def test_fewer_people_are_near_where_roads_are_cut_than_where_they_are_open(release, season):
    ranges = table(release, "hazard_range", season).set_index("roads")
    assert ranges.index.tolist() == ["open", "cut"]
    for band in BANDS:
        within = ranges[f"population_within_{band}_min"]
        assert within["cut"] <= within["open"]
    assert ranges.loc["cut", "population_within_120_min"] < ranges.loc["open", "population_within_120_min"]
    for scenario, policy in (("base", "open"), ("cut", "cut")):
        access = access_of_all(release, scenario, season)
        for band in BANDS:
            column = f"population_within_{band}_min"
            assert ranges.loc[policy, column] == pytest.approx(access[column])


def test_people_near_hazards_are_counted_cumulatively(release):
    near = table(release, "near_hazards").set_index("within_m")
    assert near.index.tolist() == [0, 500, 1000, 5000]
    assert near["population"].round().tolist() == [1059, 2156, 4500, 33310]
    assert near.loc[0, "population"] == pytest.approx(access_of_all(release)["population_inside_hazards"])
    outside = near.loc[[500, 1000, 5000]]
    for column in ("population", *(f"population_within_{band}_min" for band in BANDS)):
        assert outside[column].is_monotonic_increasing


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("cut-dry", ("base", "dry"), ("cut", "dry")),
        ("west-released-dry", ("base", "dry"), ("west-released", "dry")),
        ("bridge-closed-wet", ("base", "wet"), ("bridge-closed", "wet")),
        ("dry-and-wet", ("base", "dry"), ("base", "wet")),
        ("domoni-dry", ("base", "dry"), ("domoni", "dry")),
        ("curfew-dry", ("base", "dry"), ("curfew", "dry")),
    ],
)
def test_a_comparison_agrees_with_the_rasters_and_tables_of_its_runs(release, name, before, after):
    was, then = read_run(release, *before), read_run(release, *after)
    gained, change = compared_raster(release, name, "minutes_gained"), compared_raster(release, name, "change")
    np.testing.assert_allclose(gained, was - then, atol=1e-4)  # NaN where either has none
    status = [read_run(release, *side, name="status") for side in (before, after)]
    had, has = (each == REACHED for each in status)
    expected = np.full(was.shape, NO_MINUTES, np.uint8)
    expected[had & has] = np.select([gained > 0, gained < 0], [QUICKER, SLOWER], SAME)[had & has]
    expected[had & ~has], expected[~had & has] = CUT_OFF, RECONNECTED
    expected[(status[0] == OUTSIDE) & (status[1] == OUTSIDE)] = OUTSIDE_STUDY
    assert (change != expected).mean() < 1e-3  # of float32 minutes that are the same, some differ by less
    assert (change[change != expected] != CUT_OFF).all()
    row = compared(release, name)
    for side, run in (("before", before), ("after", after)):
        access = access_of_all(release, *run)
        for band in BANDS:
            assert row[f"population_within_{band}_min_{side}"] == pytest.approx(access[f"population_within_{band}_min"])
        assert row[f"median_minutes_{side}"] == pytest.approx(access["median_minutes"])
    for band in BANDS:
        within = [row[f"population_within_{band}_min_{side}"] for side in ("before", "after")]
        crossing = row[f"people_newly_within_{band}_min"] - row[f"people_no_longer_within_{band}_min"]
        assert within[1] - within[0] == pytest.approx(crossing, abs=1e-6)


def test_a_comparison_counts_whom_cut_roads_cut_off(release):
    row = compared(release, "cut-dry")
    assert row["people_cut_off"] == pytest.approx(442.6, abs=0.1)
    assert row["people_losing"] == pytest.approx(38_343, abs=0.5)
    assert row["people_gaining"] == 0


def test_each_comparison_has_a_page_and_no_run_is_called_by_its_key(release, pages):
    names = set(pd.read_csv(release / "public" / "tables" / "comparisons.csv")["comparison"])
    assert {path.name for path in pages.glob("compare-*.html")} == {f"compare-{name}.html" for name in names}
    assert {"cut-dry", "cut-wet", "dry-and-wet", "hazards-and-none"} <= names
    for page, world in (("map.html", "Roads through hazards cut"), ("report.html", "As it is")):
        text = (pages / page).read_text("utf-8")
        assert f"{world}, Rainy season" in text
        assert not re.search(r"(Any service[,:] |>)(base|cut|domoni)\b", text)


@pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine; install the package chromium")
@pytest.mark.parametrize(
    ("slug", "words"),
    [
        (
            "cut-dry",
            [
                "before and after “Roads through hazards cut, Dry season”",
                "52,812 instead of 63,658 of 65,897 people would be within 2 hours",
                "443 people with a time before would have none: they are cut off",
                "As it is, Dry season, hazards as recorded",
            ],
        ),
        (
            "dry-and-wet",
            [
                "before and after “Rainy season instead of Dry season”",
                "46,373 instead of 63,658 of 65,897 people would be within 2 hours",
                "Rivers and other barriers of water.gpkg cannot be crossed off the roads.",
            ],
        ),
    ],
)
def test_the_page_of_a_comparison_opens_and_names_its_worlds_and_figures(pages, tmp_path, slug, words):
    document, console = open_page(pages / f"compare-{slug}.html", tmp_path)
    assert console == []
    text = text_of(document)
    assert [part for part in words if part not in text] == []
    assert document.count('class="leaflet-image-layer') == 3
    assert "A new centre in Domoni" not in text  # a world that is not compared


@pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine; install the package chromium")
def test_a_centre_is_drawn_only_where_its_scenario_has_it(pages, tmp_path):
    document, console = open_page(pages / "compare-domoni-dry.html", tmp_path)
    assert console == []
    maps = re.split(r'id="map-(?:before|after|difference)"', document)[1:4]
    assert [one.count('class="leaflet-interactive"') for one in maps] == [3, 4, 4]
    choose = """[...document.querySelectorAll("#layers input[type=radio]")]
        .find((one) => one.parentElement.textContent.includes("new centre in Domoni, Dry season, hazards")).click();"""
    for then, drawn in (("", 3), (choose, 4)):
        document, console = open_page(pages / "map.html", tmp_path, then=then)
        assert console == []
        assert document.count('stroke="#000000"') == drawn
