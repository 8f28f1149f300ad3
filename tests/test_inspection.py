"""Inspection: a file is what its name says and can do no harm, or is refused in words that say what to do."""

import subprocess
import sys

import pytest
from uploaded_files import BYTES, SURVIVORS, a_geopackage, a_tiff, a_workbook, a_zip, features

from api.inspection import ENDINGS, ending_of, inspect_file
from api.inspection.looking import look_at
from api.inspection.refusals import RefusedError, plain
from api.inspection.running import ENVIRONMENT
from geo.layers.vectors import _BEGINNING
from geo.rasters.bands import DRIVER_BY_ENDING

MEMORY = 2**31
BLOCK = 16_384
HUGE_BLOCKS = {"width": BLOCK, "height": BLOCK, "sparse_ok": True, "tiled": True}
HUGE_BLOCKS |= {"blockxsize": BLOCK, "blockysize": BLOCK}


def found_in(path, *, within_s=60, memory_bytes=MEMORY):
    return inspect_file(path, within_s=within_s, memory_bytes=memory_bytes)


@pytest.mark.parametrize("what", BYTES)
def test_what_may_do_harm_is_refused_in_words_that_say_what_to_do(what, tmp_path):
    name, content, words = BYTES[what]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RefusedError, match=words) as refused:
        look_at(tmp_path / name)
    assert refused.value.do
    assert not refused.value.is_personal
    assert str(tmp_path) not in str(refused.value)


@pytest.mark.parametrize("what", SURVIVORS)
def test_what_tells_of_persons_is_refused_for_that(what, tmp_path):
    name, content = SURVIVORS[what]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RefusedError, match="survivor records never come here; see nearcare-custody") as refused:
        look_at(tmp_path / name)
    assert refused.value.is_personal


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (["CREATE VIEW spy AS SELECT readfile('/etc/passwd')"], "view 'spy'"),
        (["CREATE TRIGGER spy AFTER INSERT ON points BEGIN SELECT 1; END"], "trigger 'spy'"),
        (["CREATE VIRTUAL TABLE spy USING fts5(a)"], "from elsewhere"),
        (["ALTER TABLE points ADD COLUMN spy AS (abs(fid))"], "worked out"),
        (
            ["CREATE TRIGGER gpkg_spy AFTER INSERT ON points BEGIN SELECT load_extension('x'); END"],
            "calls what no layer needs",
        ),
        (
            [
                "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name, column_name, extension_name, a, b)",
                "INSERT INTO gpkg_extensions VALUES ('points', null, 'gdal_spy', 'x', 'y')",
            ],
            "extension 'gdal_spy'",
        ),
    ],
)
def test_a_geopackage_holds_rows_and_does_nothing(statements, words, tmp_path):
    path = a_geopackage(tmp_path / "points.gpkg", *statements)
    with pytest.raises(RefusedError, match=words):
        look_at(path)


def test_persons_in_any_table_of_a_geopackage_are_refused(tmp_path):
    path = a_geopackage(tmp_path / "points.gpkg", "CREATE TABLE notes (passport_no TEXT)")
    with pytest.raises(RefusedError, match="survivor records"):
        look_at(path)


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "real.csv").write_text("a\n1\n")
    (tmp_path / "evil.csv").symlink_to(tmp_path / "real.csv")
    with pytest.raises(RefusedError, match="no plain file"):
        look_at(tmp_path / "evil.csv")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("cells.csv", b"a,b\n=cmd|' /C calc'!A0,@SUM(1)\n", {"columns": ["a", "b"], "rows": 1}),
        ("shares.csv", b"area_id,age_from,age_to,share\nA,0,4,1\n", {"rows": 1}),
        ("places.csv", b"name;address;telephone\nx;y;1\n", {"columns": ["name", "address", "telephone"]}),
        ("points.geojson", b"\xef\xbb\xbf" + features(id="a", remark="<script>"), {"features": 1}),
        ("relief.zip", a_zip([("N45W030.hgt", bytes(2 * 1201 * 1201))]), None),
    ],
)
def test_what_a_study_may_name_is_told_and_not_run(name, content, told, tmp_path):
    (tmp_path / name).write_bytes(content)
    if told is None:  # so empty a tile is as dense as a bomb
        with pytest.raises(RefusedError, match="200 times"):
            look_at(tmp_path / name)
    else:
        found = look_at(tmp_path / name)
        assert found | told == found


def test_every_ending_of_the_readers_is_taken_and_no_other():
    assert {*_BEGINNING, *DRIVER_BY_ENDING, ".csv", ".xlsx", ".toml", ".osm", ".pbf"} <= set(ENDINGS)
    assert [ending_of(name) for name in ("a.vrt", "csv", "a.csv.gz", "a", "a.parquet")] == [None] * 5


def test_a_text_out_of_a_file_is_shown_short_and_in_one_line():
    assert plain("a\nb\x1b[31m") == "a?b?[31m"
    assert len(plain("x" * 1000)) == 60


def test_the_process_of_an_inspection_tells_what_a_layer_holds_and_how_it_was_confined(tmp_path):
    found = found_in(a_geopackage(tmp_path / "points.gpkg"))
    assert (found.refusal, found.told) == (None, {"kind": "a GeoPackage", "layers": ["points"]})
    assert "a filter of calls" in found.confinement


def test_the_process_of_an_inspection_tells_the_size_of_a_raster(tmp_path):
    (tmp_path / "a.zip").write_bytes(a_zip([("in/a.tif", a_tiff(tmp_path / "a.tif").read_bytes())]))
    found = found_in(tmp_path / "a.zip")
    assert (found.refusal, found.told["width"], found.told["coordinate_system"]) == (None, 4, "EPSG:4326")


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"width": 300_000, "height": 300_000, "sparse_ok": True, "tiled": True}, "300,000 x 300,000 cells"),
        ({"dtype": "complex64"}, "complex numbers"),
        ({"count": 101}, "101 bands"),
        (HUGE_BLOCKS, "blocks are too large"),
    ],
)
def test_a_raster_that_is_too_much_is_refused_by_its_head(how, words, tmp_path):
    path = a_tiff(tmp_path / "a.tif", **how)
    with pytest.raises(RefusedError, match=words):
        look_at(path)


def test_a_workbook_that_gdal_cannot_read_is_refused(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(a_workbook())
    assert "layer" in found_in(tmp_path / "a.xlsx").refusal


def test_a_file_that_takes_too_long_is_refused(tmp_path):
    (tmp_path / "a.osm").write_bytes(b"<osm>" + b"<a/>" * 10_000_000)
    assert found_in(tmp_path / "a.osm", within_s=1).refusal.startswith("looking at it took ")


def test_a_file_that_takes_too_much_memory_is_refused(tmp_path):
    (tmp_path / "a.geojson").write_bytes(b'{"type": "Point", "coordinates": [' + b"[]," * 1_000_000 + b"[]]}")
    found = found_in(tmp_path / "a.geojson", memory_bytes=80 * 2**20)
    assert "memory" in found.refusal


def test_a_confined_process_reaches_no_network_begins_no_program_and_writes_nothing(tmp_path):
    tried = """if True:
        import socket, subprocess, sys
        from api.confinement import confine
        confined = confine(may_write=False)
        failed = []
        attempts = [socket.socket, lambda: subprocess.Popen(["/bin/true"])]
        attempts += [lambda: open(sys.argv[1], "w")] if confined.disk else []
        for attempt in attempts:
            try:
                attempt()
            except PermissionError:
                failed.append(True)
        print(confined.calls, len(attempts) - len(failed), confined.disk)
    """
    ended = subprocess.run(
        [sys.executable, "-c", tried, str(tmp_path / "a")], capture_output=True, text=True, check=True
    )
    assert ended.stdout.startswith("True 0 ")
    assert list(tmp_path.iterdir()) == []


def test_gdal_has_no_more_drivers_than_layers_need():
    tried = "import pyogrio; print(*sorted(pyogrio.list_drivers()))"
    ended = subprocess.run([sys.executable, "-c", tried], env=ENVIRONMENT, capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["ESRI", "Shapefile", "FlatGeobuf", "GPKG", "GeoJSON", "MEM", "XLSX"]
