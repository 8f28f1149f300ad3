"""Leaks: no file, message or temporary file that survivors' records pass by holds a place or an id of one of them."""

import gzip
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import rasterio
from custodian import SURROUNDINGS, Custodian, write_table
from custody_releases import rows_on

NUMBER = re.compile(rb"-?\d+\.\d+")
GZIP, PARQUET = b"\x1f\x8b", b"PAR1"
SURVIVORS = 150
# all commands in one process, since the libraries take seconds to load
IN_A_ROW = """
import json, sys
import api.cli, custody.cli
for expected, words in json.loads(sys.argv[1]):
    try:
        (api if words[0] == "run" else custody).cli.app(words)
    except SystemExit as end:
        assert end.code == expected, (words[0], end.code)
"""


@pytest.fixture(scope="module")
def passed(tmp_path_factory, custody_release):
    """A custodian who has imported and released, what was said, and where all that was written lies."""
    folder = tmp_path_factory.mktemp("leaks")
    shutil.copytree(custody_release.parent, folder / "study")
    study, release = folder / "study" / "valley.toml", folder / "study" / "release"
    table = '\n[survivors]\ntables = ["../work/protected/public", "../work/protected/partner"]\n'
    study.write_text(study.read_text(encoding="utf-8") + table, encoding="utf-8")
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
        (0, ("run", str(study), "--out", str(release))),
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
    return rows, said, release, [temporary, work, custodian.store / "log.jsonl", custodian.store / "lock"]


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
        for layer, _ in pyogrio.list_layers(path):
            yield gpd.read_file(path, layer=layer).to_csv().encode()
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as package:
            yield from map(package.read, package.namelist())
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
        numbers = set(NUMBER.findall(blob)) if is_text else set()
        for row in rows:
            for words in spellings(row):
                is_number = NUMBER.fullmatch(words) is not None
                if (words in numbers) if is_text and is_number else (len(words) > 3 and words in blob):
                    found.append((name, row["id"], words))
    return found


def pairs(rows, blobs):
    """Which rows' coordinates stand beside each other in a blob: as one number after the other, or packed."""
    places = {tuple(sorted((float(row["lon"]), float(row["lat"])))): row["id"] for row in rows}
    found = []
    for name, blob in blobs:
        numbers = [float(number) for number in NUMBER.findall(blob)]
        told = {tuple(sorted(pair)) for pair in pairwise(numbers)}
        found += [(name, identity) for place, identity in places.items() if place in told]
        if b"\0" in blob:
            packed = (struct.pack(f"{order}2{kind}", *both) for both in places for order in "<>" for kind in "df")
            turned = (struct.pack(f"{order}2{kind}", *both[::-1]) for both in places for order in "<>" for kind in "df")
            found += [(name, "packed") for words in (*packed, *turned) if words in blob]
    return found


def named(paths):
    return [(str(path), blob) for path in paths for blob in contents(path)]


def test_nothing_that_the_custodian_writes_or_says_holds_a_place_or_an_id(passed):
    rows, said, _, places = passed
    written = list(files_in(places))
    assert {"counts.csv", "protection.json", "public-disclosure.md"} <= {path.name for path in written}
    assert leaks(rows, [("what was said", said), *named(written)]) == []


def test_nothing_that_a_study_with_the_tables_writes_holds_a_place_or_an_id(passed):
    rows, _, release, _ = passed
    blobs = named(files_in([release]))
    assert any(name.endswith("public/tables/survivors.csv") for name, _ in blobs)
    ids = [spelling for row in rows for spelling in spellings(row) if row["id"].encode() in spelling]
    assert not [(name, words) for name, blob in blobs for words in ids if words in blob]
    assert pairs(rows, blobs) == []


def test_the_temporary_folder_is_empty(passed):
    _, _, _, (temporary, *_) = passed
    assert list(files_in([temporary])) == []


def test_the_protected_folder_tells_no_more_digits_than_whole_numbers(passed):
    _, _, _, places = passed
    for path in files_in(places):
        if path.name == "counts.csv":
            assert re.search(rb"\d\.\d", path.read_bytes()) is None
        if path.name == "protection.json":
            values = json.loads(path.read_bytes(), parse_float=lambda text: pytest.fail(f"a fraction: {text}"))
            assert values["synthetic"] is True


def test_the_search_for_leaks_finds_what_has_leaked(passed, tmp_path):
    [row, *_], *_ = passed
    lon, lat = float(row["lon"]), float(row["lat"])
    (tmp_path / "log.txt").write_text(f"at {lon:.3f}, {lat:.3f}", encoding="utf-8")
    (tmp_path / "packed.gz").write_bytes(gzip.compress(f"id={row['id']}".encode()))
    (tmp_path / "table.bin").write_bytes(b"\0" + struct.pack("<d", lat))
    pd.DataFrame({"x": [row["id"]]}).to_parquet(tmp_path / "rows.parquet")
    for path in files_in([tmp_path]):
        assert leaks([row], [(path.name, blob) for blob in contents(path)]), path.name
    pair = struct.pack("<2d", lon, lat)
    for blob in (f"[{lon}, {lat}]".encode(), f"lat={lat:.5f} lon={lon:.5f}".encode(), b"\0" + pair):
        assert pairs([row], [("blob", blob)])


@pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")
def test_only_the_protected_folder_is_open_to_other_accounts(passed):
    _, _, _, (_, work, *_) = passed
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
