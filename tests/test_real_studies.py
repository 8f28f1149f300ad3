"""Whole studies on real countries: Comoros from raw files, southern Malawi as AccessMod's own test runs it."""

import json
import shutil
from functools import cache

import numpy as np
import pandas as pd
import pytest
import rasterio

from accessibility.inputs import read_inputs
from accessibility.need.centres import Centres
from accessibility.runs import travel_rules
from accessibility.search.least_time import travel_time
from accessibility.study import run_study
from accessibility.study_file import read_study_file
from geo.faults import Faults
from maps.pages import draw_pages

RUN = "public/runs/any/default/base/all-year/to/no-hazards"
ISLANDS_WEST_TO_EAST_LON = {"Grande Comore": (43.0, 43.58), "Moheli": (43.6, 43.95), "Anjouan": (44.1, 44.6)}


def place_study(root, shared_data, folder, name, **changes):
    """The study file and its tables in a folder of their own, on the real data wherever it is."""
    shutil.copytree(root / "tests" / "studies", folder / "studies")
    path = folder / "studies" / f"{name}.toml"
    text = path.read_text(encoding="utf-8").replace("../../../shared/data", shared_data.as_posix())
    for old, new in changes.items():
        text = text.replace(old.replace("__", " = "), new)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def comoros_study(root, shared_data, tmp_path_factory):
    return place_study(root, shared_data, tmp_path_factory.mktemp("comoros"), "comoros")


@pytest.fixture(scope="module")
def comoros(comoros_study):
    return run_study(comoros_study, out=comoros_study.parent / "release", draw=draw_pages)


@pytest.fixture(scope="module")
def comoros_people(shared_data):
    with rasterio.open(shared_data / "comoros" / "input" / "population.tif") as raster:
        return raster.read(1, masked=True).filled(0).astype(np.float64)


def read_band(path):
    with rasterio.open(path) as raster:
        return raster.read(1)


def test_every_person_of_comoros_is_in_an_area_or_outside_all(comoros, comoros_people):
    access = pd.read_parquet(comoros / "public" / "tables" / "areas.parquet")
    rows = access[access["area_kind"] != "all"]
    assert rows["population"].sum() == pytest.approx(comoros_people.sum(), rel=1e-6)
    assert round(rows["population"].sum()) == 869_595
    assert round(rows.set_index("area_kind")["population"]["outside"]) == 24_196


def test_every_populated_cell_of_comoros_has_a_status(comoros, comoros_people):
    status = read_band(comoros / RUN / "status.tif")
    assert (status[comoros_people > 0] != 0).all()
    assert set(np.unique(status)) <= {0, 1, 2, 4, 5}


def test_most_people_of_comoros_reach_a_facility_and_few_have_no_way(comoros):
    everyone = pd.read_parquet(comoros / "public" / "tables" / "areas.parquet").set_index("area_kind").loc["all"]
    assert everyone["population_within_120_min"] / everyone["population"] > 0.9
    assert everyone["population_no_way"] / everyone["population"] < 0.01


def test_no_way_leads_from_one_island_to_another(comoros_study):
    faults = Faults()
    study = read_study_file(comoros_study, faults=faults)
    inputs = read_inputs(study, faults=faults)
    lon, _ = inputs.ground.grid.to_lon_lat(inputs.centres.xy[:, 0], inputs.centres.xy[:, 1])
    cell_lon = inputs.ground.grid.centre_x
    for west, east in ISLANDS_WEST_TO_EAST_LON.values():
        here: Centres = inputs.centres.only((lon > west) & (lon < east))
        assert len(here) > 0
        found = travel_time(
            inputs.ground.land,
            inputs.ground.roads,
            here.cell,
            centre_rows=np.arange(len(here), dtype=np.int32),
            rules=travel_rules(inputs, inputs.worlds[0], "to"),
        )
        reached = cell_lon[np.isfinite(found.seconds).any(axis=0)]
        assert (reached > west).all()
        assert (reached < east).all()


def test_the_known_faults_of_the_comoros_data_are_told_in_the_report(comoros):
    manifest = json.loads((comoros / "public" / "manifest.json").read_text(encoding="utf-8"))
    told = " ".join(f"{fault['which']}: {fault['what']}" for fault in manifest["faults"])
    report = (comoros / "public" / "pages" / "report.html").read_text(encoding="utf-8")
    for part in (
        "is called 'Mwali' but holds Ndzouani",
        "is called 'Nzwani' but holds Mwali",
        "has 64,339 people where Ndzouani is",
        "has 339,591 people where Mwali is",
        "24,196 of 869,595 people",
        "live where there is no land data",
        "live on a barrier such as water",
        "a ferry without a duration links nothing",
    ):
        assert part in told
        assert part in report.replace("&#39;", "'")


def test_the_comoros_map_is_small_and_loads_nothing(comoros):
    page = comoros / "public" / "pages" / "map.html"
    assert page.stat().st_size < 5_000_000
    assert 'src="http' not in page.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def malawi(root, shared_data, tmp_path_factory):
    """The release by so many neighbours."""

    @cache
    def run(neighbours):
        folder = tmp_path_factory.mktemp(f"malawi-{neighbours}")
        study = place_study(root, shared_data, folder, "malawi", neighbours__16=f"neighbours = {neighbours}")
        return run_study(study, out=folder / "release")

    return run


@pytest.mark.parametrize(("neighbours", "mean", "empty"), [(8, 29.419, 32_283), (16, 29.522, 31_829)])
def test_malawi_equals_accessmod(malawi, neighbours, mean, empty):
    minutes = read_band(malawi(neighbours) / RUN / "travel_minutes.tif").astype(np.float64)
    is_within = minutes <= 60
    assert round(float(np.ceil(minutes[is_within]).mean()), 3) == mean
    assert int((~is_within).sum()) == empty


def test_the_people_of_malawi_are_conserved(malawi):
    access = pd.read_parquet(malawi(16) / "public" / "tables" / "areas.parquet")
    assert access[access["area_kind"] != "all"]["population"].sum() == pytest.approx(4_140_429.43, abs=0.01)
