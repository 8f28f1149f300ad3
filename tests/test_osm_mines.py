"""Mines in OpenStreetMap: candidates by their tags, as areas and points, never used until somebody decides."""

import geopandas as gpd
import osmium
import pytest
import shapely
from small_study import OSM_HEAD, SmallStudy
from typer.testing import CliRunner

from api.cli import app
from geo.faults import Faults
from geo.hazards.osm_mines import mine_candidates

PLACES = {1: (30, 10), 2: (30.01, 10), 3: (30.01, 10.01), 4: (30, 10.01), 5: (30.1, 10.1), 6: (30.2, 10)}
PLACES |= {11: (30.002, 10.002), 12: (30.008, 10.002), 13: (30.008, 10.008), 14: (30.002, 10.008)}
MINEFIELD = {"hazard": "minefield"}


def tags_of(tags):
    return "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())


def way(number, nodes, tags):
    refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
    return f'<way id="{number}" version="1">{refs}{tags_of(tags)}</way>'


def relation(number, members, tags):
    refs = "".join(f'<member type="way" ref="{way}" role="{role}"/>' for way, role in members)
    tags = {"type": "multipolygon", **tags}
    return f'<relation id="{number}" version="1">{refs}{tags_of(tags)}</relation>'


@pytest.fixture
def osm(tmp_path):
    """Write an OSM file of these nodes' tags, ways and relations."""

    def write(nodes=None, *ways):
        told = [
            f'<node id="{number}" version="1" lon="{lon}" lat="{lat}">{tags_of((nodes or {}).get(number, {}))}</node>'
            for number, (lon, lat) in PLACES.items()
        ]
        path = tmp_path / "land.osm"
        path.write_text(OSM_HEAD + "\n".join([*told, *ways]) + "\n</osm>\n", encoding="utf-8")
        return path

    return write


def read(path):
    faults = Faults()
    return mine_candidates(path, where="land.osm", faults=faults), faults


def write(osm_file, out):
    result = CliRunner().invoke(app, ["osm-hazards", str(osm_file), str(out)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def test_closed_ways_are_areas_and_nodes_are_points(osm):
    ring = way(7, [1, 2, 3, 4, 1], MINEFIELD | {"name": "Orchard"})
    candidates, faults = read(osm({5: {"military": "danger_area"}}, ring))
    assert len(faults) == 0
    assert candidates[["id", "kind", "name"]].to_numpy().tolist() == [
        ["node/5", "danger_area", "unknown"],
        ["way/7", "minefield", "Orchard"],
    ]
    assert candidates.geometry[0].equals(shapely.Point(30.1, 10.1))
    assert candidates.geometry[1].equals(shapely.MultiPolygon([shapely.box(30, 10, 30.01, 10.01)]))
    assert candidates["status"].tolist() == ["", ""]
    assert set(candidates["evidence"]) == {"unknown"}
    assert set(candidates["source"]) == {"OpenStreetMap"}


def test_a_relation_is_put_together_with_its_holes(osm):
    parts = (way(7, [1, 2, 3], {}), way(8, [3, 4, 1], {}), way(9, [11, 12, 13, 14, 11], {}))
    candidates, _ = read(osm(None, *parts, relation(20, [(7, "outer"), (8, "outer"), (9, "inner")], MINEFIELD)))
    assert candidates["id"].tolist() == ["relation/20"]
    assert candidates.geometry[0].area == pytest.approx(0.01**2 - 0.006**2)


@pytest.mark.parametrize("name", ["late.osm", "late.xml"])
def test_nodes_may_come_after_the_ways(osm, name):
    head, *lines = osm(None, way(7, [1, 2, 3, 4, 1], MINEFIELD)).read_text(encoding="utf-8").split("\n")[1:-2]
    late = osm().with_name(name)
    late.write_text("\n".join([OSM_HEAD.split("\n")[0], head, *lines[::-1], "</osm>"]), encoding="utf-8")
    candidates, faults = read(late)
    assert len(faults) == 0
    assert candidates.geometry[0].area == pytest.approx(0.01**2)


def test_a_pbf_is_read_like_xml(osm, tmp_path):
    path = osm({5: {"military": "danger_area"}}, way(7, [1, 2, 3, 4, 1], MINEFIELD))
    with osmium.SimpleWriter(str(tmp_path / "land.osm.pbf")) as writer:
        for thing in osmium.FileProcessor(str(path)):
            writer.add(thing)
    candidates, _ = read(tmp_path / "land.osm.pbf")
    assert candidates.equals(read(path)[0])


def test_other_tags_are_no_candidates(osm):
    tags = ({"hazard": "yes"}, {"military": "range"}, {"landuse": "military"}, {"hazard": "minefields"})
    rings = [way(7 + row, [1, 2, 3, 4, 1], tag) for row, tag in enumerate(tags)]
    candidates, faults = read(osm(None, *rings))
    assert len(candidates) == len(faults) == 0


def test_an_object_of_both_tags_is_one_minefield(osm):
    candidates, _ = read(osm(None, way(7, [1, 2, 3, 4, 1], {"military": "danger_area"} | MINEFIELD)))
    assert candidates["kind"].tolist() == ["minefield"]


def test_what_is_no_area_is_told_and_left_out(osm):
    lone = relation(20, [(99, "outer")], MINEFIELD)
    candidates, faults = read(osm(None, way(7, [1, 2, 3], MINEFIELD), way(8, [1, 2, 98, 1], MINEFIELD), lone))
    assert len(candidates) == 0
    [told] = faults.notices
    assert told.which == "way/7, way/8, relation/20"
    assert told.what.startswith("3 of 3 tagged objects")


@pytest.mark.parametrize("content", [None, "", "no XML"])
def test_what_is_no_osm_file_is_an_error(tmp_path, content):
    path = tmp_path / "land.osm"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    candidates, faults = read(path)
    assert candidates is None
    assert len(faults.errors) == 1


def test_the_command_writes_candidates_that_a_study_refuses(osm, tmp_path):
    study = SmallStudy(tmp_path)
    code, said = write(osm({5: MINEFIELD}, way(7, [1, 2, 3, 4, 1], MINEFIELD)), tmp_path / "candidates.gpkg")
    assert code == 0
    assert "2 candidates to be verified" in said
    assert "No recorded hazard does not mean safe" in said
    study.tables["hazards"]["path"] = "candidates.gpkg"
    study.is_refused("candidates.gpkg, status, features 1 and 2", "2 of 2 areas say no status")


def test_candidates_that_somebody_decided_on_are_read(osm, tmp_path):
    study = SmallStudy(tmp_path)
    write(osm(None, way(7, [1, 2, 3, 4, 1], MINEFIELD)), tmp_path / "candidates.gpkg")
    gpd.read_file(tmp_path / "candidates.gpkg").assign(status="suspected").to_file(tmp_path / "verified.gpkg")
    study.tables["hazards"]["path"] = "verified.gpkg"
    study.is_told("0 to mend")


def test_the_command_never_writes_over_a_file(osm, tmp_path):
    out = tmp_path / "verified.gpkg"
    out.write_text("hard work", encoding="utf-8")
    code, said = write(osm({5: MINEFIELD}), out)
    assert code == 1
    assert "there is such a file" in said
    assert out.read_text(encoding="utf-8") == "hard work"


def test_the_command_writes_nothing_where_there_is_nothing(osm, tmp_path):
    code, said = write(osm(), tmp_path / "candidates.gpkg")
    assert code == 0
    assert "Nothing to write: 0 candidates" in said
    assert not (tmp_path / "candidates.gpkg").exists()


def test_a_study_that_names_an_osm_file_is_told_the_command(osm, tmp_path):
    study = SmallStudy(tmp_path)
    osm({5: MINEFIELD})
    study.tables["hazards"]["path"] = "land.osm"
    study.is_refused("land.osm: OpenStreetMap holds no records", "Run nearcare osm-hazards land.osm candidates.gpkg")
