"""Named places: what is read of layers, tables and OpenStreetMap, and what is told of it."""

import numpy as np
import pytest
import shapely
from small_study import OSM_HEAD, SmallStudy
from study_runs import inputs_of
from toy_files import a_geographic_grid, write_layer

from accessibility.inputs import read_inputs
from accessibility.study_file import read_study_file
from geo.faults import Faults
from geo.layers import KINDS, read_places

GRID = a_geographic_grid(4, 4, size=0.01, left=35.0, top=10.0)
HEADER = "name,kind,people,lon,lat\n"


def read(path, **options):
    faults = Faults()
    return read_places(path, GRID, where=path.name, faults=faults, **options), faults


def table(folder, *rows, header=HEADER):
    path = folder / "places.csv"
    path.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def osm(folder, *nodes):
    """An OSM file with a node for each (name, place, further tags), 0.005 degrees apart from 35.005 E, 9.985 N."""
    lines = []
    for number, (name, place, tags) in enumerate(nodes):
        told = {"name": name, "place": place, **tags}
        inner = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in told.items() if value is not None)
        lines.append(f'<node id="{number + 1}" version="1" lon="{35.005 + 0.005 * number}" lat="9.985">{inner}</node>')
    path = folder / "land.osm"
    path.write_text(OSM_HEAD + "\n".join(lines) + "\n</osm>\n", encoding="utf-8")
    return path


def test_a_table_gives_names_kinds_people_and_where(tmp_path):
    path = table(tmp_path, "Kesh,Town,1200,35.005,9.995", "Tarn,isolated dwelling,,35.015,9.985")
    places, faults = read(path, kind="kind", people="people")
    assert not list(faults)
    assert (places.names, places.kinds) == (("Kesh", "Tarn"), ("town", "isolated_dwelling"))
    np.testing.assert_array_equal(places.people, [1200, np.nan])
    assert places.xy == pytest.approx(np.array([[35.005, 9.995], [35.015, 9.985]]))


def test_kinds_and_people_are_not_guessed(tmp_path):
    places, _ = read(table(tmp_path, "Kesh,town,1200,35.005,9.995"))
    assert places.kinds == ("",)
    assert np.isnan(places.people).all()


def test_a_layer_in_another_crs_lands_in_that_of_the_grid(tmp_path):
    path = tmp_path / "places.gpkg"
    write_layer(path, [shapely.Point(35.005, 9.995)], title=["Kesh"])
    moved = tmp_path / "moved.gpkg"
    write_layer(moved, [shapely.Point(3896739.0, 1118281.0)], crs=3857, title=["Kesh"])
    one, other = read(path, name="title")[0], read(moved, name="title")[0]
    assert one.xy == pytest.approx(other.xy, abs=1e-3)


@pytest.mark.parametrize("name", ["قرية الزيتون", "ශ්‍රී පුර", "Ñandú-Kōwhai", "می‌خوش"])
def test_a_name_is_kept_as_it_is_written(tmp_path, name):
    places, faults = read(table(tmp_path, f"{name},town,,35.005,9.995"))
    assert places.names == (name,)
    assert not list(faults)


@pytest.mark.parametrize("letter", ["\u202e", "\u2067", "\u200f", "\x07"])
def test_a_name_that_turns_the_direction_of_writing_is_refused(tmp_path, letter):
    places, faults = read(table(tmp_path, f"Ke{letter}sh,town,,35.005,9.995", "Tarn,town,,35.005,9.995"))
    assert places is None
    [told] = faults.errors
    assert (told.which, told.what.partition(" names")[0]) == ("row 2", "1")


def test_in_openstreetmap_such_a_place_is_left_out_and_told(tmp_path):
    places, faults = read(osm(tmp_path, ("Ke\u202esh", "town", {}), ("Tarn", "town", {})))
    assert places.names == ("Tarn",)
    assert (faults.notices[0].which, faults.notices[0].what.partition(" names")[0]) == ("object node/1", "1")


def test_nodes_of_settlements_are_taken_from_openstreetmap_and_nothing_else(tmp_path):
    nodes = [("Kesh", "village", {}), ("Long Island", "island", {}), (None, "hamlet", {}), ("Tarn", "city", {})]
    places, faults = read(osm(tmp_path, *nodes))
    assert (places.names, places.kinds) == (("Kesh", "Tarn"), ("village", "city"))
    [told] = faults.notices
    assert (told.which, told.what) == ("object node/3", "1 of 3 places have no name and are left out")


def test_people_of_openstreetmap_are_read_where_they_are_numbers(tmp_path):
    nodes = [("Kesh", "town", {"population": "1200"}), ("Tarn", "town", {"population": "about 50"})]
    places, faults = read(osm(tmp_path, *nodes, ("Oru", "town", {})), people="population", name="name")
    np.testing.assert_array_equal(places.people, [1200, np.nan, np.nan])
    assert "1 values are no number of people, such as 'about 50', and count as unknown" in faults.notices[0].what


def test_another_key_of_openstreetmap_may_hold_the_name(tmp_path):
    places, _ = read(osm(tmp_path, ("Kesh", "town", {"name:fr": "Quèche"})), name="name:fr")
    assert places.names == ("Quèche",)


def test_places_outside_the_grid_are_told_and_left_out(tmp_path):
    places, faults = read(table(tmp_path, "Kesh,town,,35.005,9.995", "Far,town,,36,9.995"))
    assert places.names == ("Kesh",)
    assert "1 of 2 named places lie outside the grid" in faults.notices[-1].what


def test_an_unknown_kind_ranks_last_and_is_told(tmp_path):
    places, faults = read(table(tmp_path, "Kesh,mahalla,,35.005,9.995"), kind="kind")
    assert places.kinds == ("",)
    assert "no known kind (mahalla)" in faults.notices[0].what
    assert faults.notices[0].do == f"Use {', '.join(KINDS)}"


def test_people_below_nothing_are_refused(tmp_path):
    places, faults = read(table(tmp_path, "Kesh,town,-3,35.005,9.995"), people="people")
    assert places is None
    assert faults.errors[0].which == "row 2, column people"


def test_a_column_that_is_not_there_is_refused_with_the_nearest(tmp_path):
    places, faults = read(table(tmp_path, "Kesh,town,3,35.005,9.995"), name="nam", people="peopel")
    assert places is None
    assert [error.which for error in faults.errors] == ["column 'nam'", "column 'peopel'"]
    assert "Did you mean 'name'" in faults.errors[0].do


def test_a_file_of_roads_alone_names_no_places(tmp_path):
    places, faults = read(osm(tmp_path, (None, None, {"highway": "crossing"})))
    assert places is None
    assert "no node of the file is tagged as a city, town, village" in faults.errors[0].what


def test_a_file_of_another_country_is_refused(tmp_path):
    path = osm(tmp_path, ("Kesh", "town", {}))
    faults = Faults()
    other = a_geographic_grid(4, 4, size=0.01, left=55.0, top=10.0)
    assert read_places(path, other, where="land.osm", faults=faults) is None
    assert faults.errors[0].what == "none of its 1 named places lies in the study's grid"


def test_a_missing_file_is_told(tmp_path):
    for name in ("land.osm", "places.csv"):
        places, faults = read(tmp_path / name)
        assert places is None
        assert "there is no such file" in faults.errors[0].what


def test_a_study_without_places_has_none(tmp_path):
    assert inputs_of(SmallStudy(tmp_path)).places is None


def test_a_study_reads_its_places_the_largest_first(tmp_path):
    study = SmallStudy(tmp_path)
    study.text("places.csv", "name,size,lon,lat\nTarn,20,30.05,9.95\nKesh,900,30.06,9.96\n")
    study.tables["places"] = {"path": "places.csv", "people": "size"}
    assert inputs_of(study).places.names == ("Kesh", "Tarn")
    assert ("[places] path", "places.csv") in [
        (key, str(path)) for key, path in read_study_file(study.file, faults=Faults()).files()
    ]


def test_faults_of_places_are_told_with_those_of_the_grid(tmp_path):
    study = SmallStudy(tmp_path)
    study.tables["places"] = {"path": "places.csv"}
    study.tables["grid"] = {"like": "nothing.tif"}
    study.text("places.csv", "title,lon,lat\nTarn,30.05,9.95\n")
    study.write()
    faults = Faults()
    read = read_study_file(study.file, faults=faults)
    assert read_inputs(read, faults=faults) is None
    assert {"places.csv", "nothing.tif"} <= {error.where for error in faults.errors}


def test_a_layer_of_an_osm_file_is_refused(tmp_path):
    study = SmallStudy(tmp_path)
    study.tables["places"] = {"path": "roads.osm", "layer": "points"}
    study.write()
    faults = Faults()
    read_study_file(study.file, faults=faults)
    [error] = faults.errors
    assert (error.which, error.what) == ("[places]", "layer stands beside roads.osm, which has no layers")
