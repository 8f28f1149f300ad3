"""All faults of all files are told in one run, also by the program as a process of its own."""

import subprocess
import sys

import numpy as np
import pytest
from small_study import SIZE, SmallStudy, point

PROGRAM = [sys.executable, "-c", "from api.cli import app; app()"]


@pytest.fixture
def study(tmp_path):
    return SmallStudy(tmp_path)


@pytest.fixture
def nearcare(root):
    """Run the program in a process of its own."""

    def run(*words):
        return subprocess.run([*PROGRAM, *map(str, words)], cwd=root, capture_output=True, text=True, check=False)

    return run


def break_everything(study):
    """One fault in each file of the study but the grid's."""
    study.raster("heights.tif", np.full((SIZE, SIZE), 20_000.0))
    study.speeds = "class,label,speed_kmh,mode\n1,grass,fast,walk\n2,forest,3,fly\n3,lake,0,walk\n"
    study.areas[1][1]["code"] = "W"
    study.hazards[0][1]["status"] = "opne"
    study.centres.append((point(30.05, 9.95), {"code": "c1", "title": "Third", "service": None}))
    study.roads[0]["maxspeed"] = "40 leagues"


FAULTS = (
    ("heights.tif, first at row 0, column 0", "400 cells lie outside -500 to 9000 m"),
    ("walking.csv, row 2, column 'speed_kmh'", "the value is not a number (fast)"),
    ("walking.csv, row 3, column 'mode'", "the mode is not known (fly)"),
    ("areas.geojson, features 1 and 2", "code 'W' stands 2 times"),
    ("hazards.geojson, status, feature 1", "'opne' (1 area) is no known status"),
    ("centres.geojson, features 1 and 3", "code 'c1' stands 2 times"),
    ("centres.geojson, feature 3, column service", "1 of 3 centres say no pillar"),
    ("roads.osm, way 101", "unknown unit: '40 leagues'"),
)


def test_the_faults_of_all_files_are_told_at_once(study):
    break_everything(study)
    said = study.is_refused(*(f"{where}: " for where, _ in FAULTS), *(what for _, what in FAULTS))
    assert f"{len(FAULTS)} to mend" in said


def test_they_are_told_beside_those_of_the_study_file(study):
    break_everything(study)
    study.tables["study"]["country"] = "valley"
    study.tables["land"]["elevtion"] = ["heights.tif"]
    study.tables["travel"] = {"bands_minutes": [60, 30]}
    study.tables["release"] = {"tiers": ["donor"]}
    said = study.is_refused(
        *(what for _, what in FAULTS), "[study] country", "[land] elevtion", "[travel]", "[release]"
    )
    assert f"{len(FAULTS) + 4} to mend" in said


def test_they_are_told_where_a_table_of_the_study_file_is_lost(study):
    study.areas[1][1]["code"] = "W"
    study.tables["hazards"]["policy"] = "blok"
    study.tables["roads"]["connect_within_m"] = "near"
    study.is_refused("[hazards] policy", "[roads] connect_within_m", "areas.geojson, features 1 and 2", "3 to mend")


def test_they_are_told_without_a_grid(study):
    break_everything(study)
    study.raster("population.tif", np.full((SIZE, SIZE), 5.0), crs=None)
    study.raster("heights.tif", np.full((SIZE, SIZE), 20.0), crs=None)
    said = study.is_refused(*(what for _, what in FAULTS[1:]), "population.tif: the raster has no coordinate system")
    assert "heights.tif: the raster has no coordinate system" in said
    assert said.count("population.tif") == 1


def test_every_missing_file_is_told_without_a_grid(study):
    roles = {"like": "grid", "land_cover": "land", "speeds": "land", "path": ("areas", "roads", "hazards", "centres")}
    study.tables["grid"]["like"] = "none.tif"
    study.tables["land"].update(land_cover="none-1.tif", speeds="none-2.csv", elevation=["none-3.tif"])
    for row, table in enumerate(roles["path"]):
        study.tables[table]["path"] = f"none-{4 + row}.gpkg"
    study.tables["population"]["path"] = "none-8.tif"
    said = study.is_refused("none.tif: there is no such file", *(f"none-{row}." for row in range(1, 9)))
    assert "9 to mend" in said


@pytest.mark.parametrize(
    ("command", "stream"),
    [("check", "stdout"), ("run", "stderr")],
)
def test_the_program_ends_with_one_and_tells_all(nearcare, study, command, stream):
    break_everything(study)
    study.write()
    done = nearcare(command, study.file, *(["--out", study.out] if command == "run" else []))
    text = getattr(done, stream)
    assert done.returncode == 1
    assert all(where in text and what in text for where, what in FAULTS)
    assert "Traceback" not in done.stdout + done.stderr
    assert not study.left_over()


# a process of its own for one; the others are refused within this process in the files of tests on their layers
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("roads.osm", "<osm"),
        pytest.param("valley.toml", "[study\n", marks=pytest.mark.verify),
        pytest.param("areas.geojson", "{", marks=pytest.mark.verify),
    ],
)
def test_the_program_shows_no_traceback(nearcare, study, name, content):
    study.text(name, content)
    study.write()
    done = nearcare("run", study.file, "--out", study.out)
    assert done.returncode == 1
    assert name in done.stderr
    assert "Nothing was written: 1 to mend." in done.stderr
    assert "Traceback" not in done.stderr
    assert not study.left_over()


def test_what_explains_a_fault_is_told_beside_it(study):
    study.hazards = [(None, {"status": "open"})]
    study.write()
    code, text = study.said("run", "--out", str(study.out))
    assert code == 1
    assert "mend  hazards.geojson: no feature with a usable geometry is left" in text
    assert "know  hazards.geojson, feature 1: 1 of 1 features have no geometry" in text
    assert "population.tif" not in text
