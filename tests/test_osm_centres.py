"""Places of care in OpenStreetMap: candidates by their tags, each of which says that nobody verified it."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from small_study import OSM_HEAD, SmallStudy
from typer.testing import CliRunner

from accessibility.need.candidates import COLUMNS, UNVERIFIED, centre_candidates, pillars_of_tags
from api.cli import app
from geo.faults import Faults

CORNERS = {1: (30.01, 9.91), 2: (30.012, 9.91), 3: (30.012, 9.912), 4: (30.01, 9.912)}


def osm_file(folder, *nodes, ring=None):
    """An OSM file of nodes with tags, from number 11 on, and one closed way 7."""
    told = [f'<node id="{number}" version="1" lon="{x}" lat="{y}"/>' for number, (x, y) in CORNERS.items()]
    for number, tags in enumerate(nodes, start=11):
        inner = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items() if key != "timestamp")
        stamp = f' timestamp="{tags["timestamp"]}"' if "timestamp" in tags else ""
        told.append(f'<node id="{number}" version="1"{stamp} lon="30.0{number}" lat="9.95">{inner}</node>')
    if ring is not None:
        inner = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in ring.items())
        refs = "".join(f'<nd ref="{number}"/>' for number in (1, 2, 3, 4, 1))
        told.append(f'<way id="7" version="1">{refs}{inner}</way>')
    path = folder / "land.osm"
    path.write_text(OSM_HEAD + "\n".join(told) + "\n</osm>\n", encoding="utf-8")
    return path


def read(path):
    faults = Faults()
    return centre_candidates(path, where=path.name, faults=faults), faults


def write(osm, out):
    result = CliRunner().invoke(app, ["osm-centres", str(osm), str(out)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("tags", "pillars"),
    [
        ({"amenity": "hospital"}, ("emergency_care", "continuing_care")),
        ({"amenity": "clinic", "healthcare": "physiotherapist"}, ("physical_rehab", "continuing_care")),
        ({"healthcare": "rehabilitation"}, ("physical_rehab",)),
        ({"healthcare": "counselling;occupational_therapist"}, ("physical_rehab", "psychosocial")),
        ({"healthcare:speciality": "psychiatry"}, ("psychosocial",)),
        ({"healthcare:speciality": "cardiology"}, ("continuing_care",)),
        ({"social_facility": "group_home", "social_facility:for": "senior;disabled"}, ("social_inclusion",)),
        ({"social_facility:for": "disabled"}, ()),
        ({"social_facility": "group_home", "social_facility:for": "senior"}, ()),
        ({"amenity": "school"}, ("social_inclusion",)),
        ({"shop": "medical_supply"}, ("physical_rehab",)),
        ({"amenity": "pharmacy"}, ()),
        ({"healthcare": "dentist"}, ()),
        ({}, ()),
    ],
)
def test_pillars_are_guessed_from_tags(tags, pillars):
    assert pillars_of_tags(tags)[0] == pillars


def test_a_candidate_has_the_fields_of_the_directory_and_says_that_it_is_not_verified(tmp_path):
    node = {
        "amenity": "clinic",
        "name": "Rehab",
        "healthcare": "rehabilitation",
        "wheelchair": "yes",
        "fee": "no",
        "language:fr": "yes",
        "language:en": "no",
        "timestamp": "2024-05-06T07:08:09Z",
    }
    candidates, faults = read(osm_file(tmp_path, node, ring={"amenity": "hospital", "wheelchair": "limited"}))
    assert len(faults) == 0
    assert list(candidates.columns) == [*COLUMNS, "geometry"]
    first, second = candidates.to_dict("records")
    assert (first["id"], first["name"], first["edited_on"]) == ("node/11", "Rehab", "2024-05-06")
    assert (first["pillars"], first["tags"]) == (
        "physical_rehab;continuing_care",
        "amenity=clinic;healthcare=rehabilitation",
    )
    assert (first["step_free"], first["fee"], first["languages"]) == ("yes", "free", "fr")
    assert (second["id"], second["edited_on"], second["step_free"]) == ("way/7", "", "")
    assert set(candidates["is_verified"]) == {"no"}
    assert set(candidates["remark"]) == {UNVERIFIED}
    assert set(candidates["source"]) == {"OpenStreetMap"}
    assert (candidates[["level", "tasks", "capacity_per_year", "first_fitting", "last_verified"]] == "").all(axis=None)
    assert candidates.geometry[1].within(shapely.box(30.01, 9.91, 30.012, 9.912))


def test_what_is_no_place_of_care_is_left_out_and_not_told(tmp_path):
    candidates, faults = read(osm_file(tmp_path, {"amenity": "pharmacy"}, {"amenity": "bank"}, {"shop": "kiosk"}))
    assert len(candidates) == len(faults) == 0


def test_a_place_that_is_drawn_and_marked_by_a_point_is_told(tmp_path):
    path = osm_file(tmp_path, {"amenity": "hospital"}, {"amenity": "clinic"}, ring={"amenity": "hospital"})
    text = path.read_text(encoding="utf-8").replace('lon="30.011" lat="9.95"', 'lon="30.011" lat="9.911"')
    path.write_text(text, encoding="utf-8")
    candidates, faults = read(path)
    assert len(candidates) == 3
    [told] = faults.notices
    assert (told.which, told.what.partition(" lie")[0]) == ("node/11", "1 of 3 candidates")


def test_an_export_of_healthsites_is_read_by_its_columns(tmp_path):
    path = tmp_path / "healthsites.csv"
    path.write_text(
        "X,Y,osm_id,osm_type,amenity,healthcare,name,speciality,health_amenity_type,wheelchair,changeset_timestamp\n"
        "30.01,9.95,5,node,clinic,,Old clinic,physiotherapy,emergency_department,no,2023-02-01 10:00:00\n"
        "30.02,9.95,6,way,pharmacy,,Shop,,,,\n",
        encoding="utf-8",
    )
    candidates, faults = read(path)
    assert len(faults.errors) == 0
    [found] = candidates.to_dict("records")
    assert (found["id"], found["name"], found["edited_on"]) == ("node/5", "Old clinic", "2023-02-01")
    assert found["pillars"] == "physical_rehab;emergency_care;continuing_care"
    assert (found["step_free"], found["is_verified"]) == ("no", "no")
    assert found["source"] == "healthsites.csv, OpenStreetMap tags"


def test_a_table_without_tags_is_refused(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("lon,lat,kind\n30,10,clinic\n", encoding="utf-8")
    candidates, faults = read(path)
    assert candidates is None
    [fault] = faults.errors
    assert fault.what == "no column is a tag of a place of care; the columns are lon, lat, kind"


@pytest.mark.parametrize("content", [None, "", "no XML"])
def test_what_is_no_osm_file_is_an_error(tmp_path, content):
    path = tmp_path / "land.osm"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    candidates, faults = read(path)
    assert candidates is None
    assert len(faults.errors) == 1


def test_a_study_of_candidates_is_told_that_nobody_verified_them(tmp_path):
    study = SmallStudy(tmp_path)
    node = {"amenity": "hospital", "name": "South"}
    code, said = write(osm_file(tmp_path, node, {"amenity": "clinic", "name": "North"}), tmp_path / "candidates.gpkg")
    assert code == 0
    assert "2 candidates to be verified" in said
    (tmp_path / "land.osm").unlink()
    study.tables["centres"] = {"path": "candidates.gpkg", "id": "id", "name": "name"}
    study.is_told("0 to mend", "candidates.gpkg, column is_verified: 2 of 2 centres are not verified")


def test_the_command_never_writes_over_a_file(tmp_path):
    out = tmp_path / "directory.gpkg"
    out.write_text("hard work", encoding="utf-8")
    code, said = write(osm_file(tmp_path, {"amenity": "hospital"}), out)
    assert code == 1
    assert "there is such a file" in said
    assert out.read_text(encoding="utf-8") == "hard work"


def test_real_hospitals_are_candidates(shared_data):
    candidates, faults = read(Path(shared_data) / "comoros" / "raw" / "osm" / "comores-latest.osm.pbf")
    assert len(faults.errors) == 0
    assert candidates["pillars"].str.contains("emergency_care").sum() >= 28
    assert candidates["id"].is_unique
    assert isinstance(candidates, gpd.GeoDataFrame)
