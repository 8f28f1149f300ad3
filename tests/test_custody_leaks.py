"""Leaks: no file, message or temporary file that survivors' records pass by holds a place or an id of one of them."""

import gzip
import json
import os
import re
import shutil
import struct
import subprocess
import sys

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
from custodian import SURROUNDINGS, Custodian, write_table
from custody_releases import rows_on

GZIP, PARQUET = b"\x1f\x8b", b"PAR1"
SURVIVORS = 150
# all commands in one process, since the libraries take seconds to load
IN_A_ROW = """
import json, sys
from custody.cli import app
for expected, words in json.loads(sys.argv[1]):
    try:
        app(words)
    except SystemExit as end:
        assert end.code == expected, (words[0], end.code)
"""


@pytest.fixture(scope="module")
def passed(tmp_path_factory, custody_release):
    """A custodian who has imported and released, what was said, and where all that was written lies."""
    folder = tmp_path_factory.mktemp("leaks")
    release = folder / "release"
    shutil.copytree(custody_release, release)
    custodian = Custodian(folder)
    rows = rows_on(SURVIVORS, seed=4)
    write_table(custodian.table, rows)
    temporary, work = folder / "tmp", folder / "work"
    temporary.mkdir()
    work.mkdir()
    surroundings = {
        **SURROUNDINGS,
        "TMPDIR": str(temporary),
        "HOME": str(work),
        "XDG_CACHE_HOME": str(work / "cache"),
        "NEARCARE_CUSTODY_KEY_FILE": str(custodian.key_file),
        "NEARCARE_TRACEBACK": "1",
    }
    store, why = str(custodian.store), ("--reason", "a test of it")
    access = ("access", str(release), "--store", store, *why, "--by", "minutes_band,sex", "--tier")
    commands = (
        (0, ("import", store, str(custodian.table), "--source", "qzregistry", "--keep-duplicates", *why)),
        (0, (*access, "partner")),
        (0, (*access, "public")),
        (1, (*access, "public", "--units", "cells-10km")),  # another design is refused
        (0, ("log", store)),
    )
    done = subprocess.run(
        [sys.executable, "-c", IN_A_ROW, json.dumps(commands)],
        cwd=work,
        env=surroundings,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = done.stdout + done.stderr
    custodian.table.unlink()
    return rows, said, [release, temporary, work, custodian.store / "log.jsonl", custodian.store / "lock"]


def spellings(row):
    """Every way in which a place or an id of a row might stand in a file, as bytes."""
    texts = {row["id"], row["id"].lower(), row["id"].replace("-", "")}
    lon, lat = float(row["lon"]), float(row["lat"])
    for value in (lon, lat):
        texts |= {f"{value:.3f}", f"{value:.4f}", f"{value:.5f}", f"{value:.6f}", f"{value:.7f}"}
    found = {text.encode(code) for text in texts for code in ("utf-8", "utf-16-le")}
    found |= {struct.pack(order + kind, value) for value in (lon, lat) for order in "<>" for kind in "df"}
    return found


def contents(path):
    """What a file holds, packed and unpacked, as bytes."""
    raw = path.read_bytes()
    yield raw
    if raw.startswith(GZIP):
        yield gzip.decompress(raw)
    if raw.startswith(PARQUET):
        yield pd.read_parquet(path).to_csv().encode()
    if path.suffix == ".gpkg":
        yield gpd.read_file(path).to_csv().encode()
    if path.suffix == ".tif":
        with rasterio.open(path) as raster:
            values = raster.read(1)
            yield repr(raster.tags()).encode()
            yield np.ascontiguousarray(values).tobytes()


def files_in(places):
    for place in places:
        yield from (path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]


def leaks(rows, blobs):
    """Which rows' places or ids stand in which of the named blobs; numbers in a text stand by themselves."""
    found = []
    for name, blob in blobs:
        is_text = b"\0" not in blob
        numbers = set(re.findall(rb"-?\d+\.\d+", blob)) if is_text else set()
        for row in rows:
            for words in spellings(row):
                is_number = re.fullmatch(rb"-?\d+\.\d+", words) is not None
                if (words in numbers) if is_text and is_number else (len(words) > 3 and words in blob):
                    found.append((name, row["id"], words))
    return found


def test_nothing_that_is_written_or_said_holds_a_place_or_an_id(passed):
    rows, said, places = passed
    written = [path for path in files_in(places) if "release" not in path.parts or "protected" in path.parts]
    blobs = [("what was said", said), *((str(path), blob) for path in written for blob in contents(path))]
    assert {"counts.csv", "protection.json", "public-disclosure.md"} <= {path.name for path in written}
    assert leaks(rows, blobs) == []


def test_the_release_is_as_it_was_and_the_temporary_folder_empty(passed):
    rows, _, (release, temporary, *_) = passed
    assert list(files_in([temporary])) == []
    names = {path.name for path in files_in([release])}
    assert not {name for name in names if "surviv" in name}
    ids = [row["id"].encode() for row in rows]
    assert not [path for path in files_in([release]) for blob in contents(path) for name in ids if name in blob]


def test_the_protected_folder_tells_no_more_digits_than_whole_numbers(passed):
    _, _, places = passed
    for path in files_in(places):
        if path.name == "counts.csv":
            assert re.search(rb"\d\.\d", path.read_bytes()) is None
        if path.name == "protection.json":
            values = json.loads(path.read_bytes(), parse_float=lambda text: pytest.fail(f"a fraction: {text}"))
            assert values["synthetic"] is True


def test_the_search_for_leaks_finds_what_has_leaked(passed, tmp_path):
    [row, *_], _, _ = passed
    lon, lat = float(row["lon"]), float(row["lat"])
    (tmp_path / "log.txt").write_text(f"at {lon:.3f}, {lat:.3f}", encoding="utf-8")
    (tmp_path / "packed.gz").write_bytes(gzip.compress(f"id={row['id']}".encode()))
    (tmp_path / "table.bin").write_bytes(b"\0" + struct.pack("<d", lat))
    pd.DataFrame({"x": [row["id"]]}).to_parquet(tmp_path / "rows.parquet")
    for path in files_in([tmp_path]):
        assert leaks([row], [(path.name, blob) for blob in contents(path)]), path.name


@pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")
def test_only_the_protected_folder_is_open_to_other_accounts(passed):
    _, _, (_, _, work, *_) = passed
    for path in files_in([work / "protected"]):
        is_open = bool(path.stat().st_mode & 0o077)
        assert is_open == (path.name in {"counts.csv", "protection.json"}), path.name


def test_a_fault_inside_access_tells_its_place_and_nothing_else(tmp_path, monkeypatch):
    def broken(store, *_, **__):
        raise ValueError(f"{store.records[0].lon} {store.records[0].id}")

    monkeypatch.setattr("custody.access.release_survivors", broken)
    custodian = Custodian(tmp_path)
    rows = rows_on(3)
    assert custodian.bring_in(rows).exit_code == 0
    done = custodian.say("access", "x", "--store", custodian.store, "--tier", "public", "--reason", "a test")
    assert done.exit_code == 70
    assert "ValueError" in done.output
    assert leaks(rows, [("said", done.output.encode())]) == []
