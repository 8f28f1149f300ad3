"""Copies of the made-up valley to change and run, and what a tier of its release holds in words and numbers."""

import json
import re
import shutil
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import rasterio

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample"
RASTERS = ("travel_minutes.tif", "status.tif", "nearest.tif")
# What the sample shows beside its runs, and what takes it long: left out of a copy that is a study and no more.
OPTIONAL = ("services", "scenarios", "reasons", "priority", "uncertainty", "calibration", "referral")
OPTIONAL += ("candidates", "plans", "outreach")
_TABLE = re.compile(r"^\[{1,2}(?P<name>[a-z_.]+)\]{1,2}", re.MULTILINE)
PUBLIC_ALONE = {'tiers = ["public", "analyst"]': 'tiers = ["public"]'}
SENSITIVE = {'level = "level"': 'level = "level"\nsensitive = "is_kept_back"'}


def copy_sample(folder, changes=None, *, without=(), having=()):
    """The study file of a copy, with texts of it changed (each must be there) and whole tables left out.

    Its OPTIONAL tables, with all below them, are left out too where the sample has them, unless they are in
    ``having``: a test of something else need not make them. Those in ``without`` and ``having`` must be there.
    """
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    path = folder / "study.toml"
    text = path.read_text(encoding="utf-8")
    there = tables_of(text)
    assert {*without, *having} <= there, {*without, *having} - there
    for table in (*without, *(name for name in OPTIONAL if name not in having)):
        text = without_table(text, table)
    for old, new in (changes or {}).items():
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def tables_of(text):
    """The names of the tables of a study file, those of lists of tables with them."""
    return {match["name"] for match in _TABLE.finditer(text)}


def without_table(text, name):
    """A study file without the tables of that name, nor those below them; as it is where it has none.

    >>> without_table("[a]\\nx = 1\\n\\n[[b]]\\ny = 2\\n[b.c]\\n[[b]]\\n[bc]\\n", "b")
    '[a]\\nx = 1\\n\\n[bc]\\n'
    """
    starts = [*_TABLE.finditer(text)]
    ends = [*(start.start() for start in starts[1:]), len(text)]
    kept = text[: starts[0].start()]
    for start, end in zip(starts, ends, strict=True):
        if start["name"] != name and not start["name"].startswith(f"{name}."):
            kept += text[start.start() : end]
    return kept


def change_features(path, change):
    """Rewrite a GeoJSON with what ``change`` makes of its features."""
    content = json.loads(path.read_text(encoding="utf-8"))
    content["features"] = change(content["features"])
    path.write_text(json.dumps(content), encoding="utf-8")


def only_emergency_care(folder, changes=None, *, without=()):
    """A quick copy of the valley: one pillar, one tier, no figures of need."""
    path = copy_sample(folder, {**PUBLIC_ALONE, **(changes or {})}, without=("demand", *without))
    change_features(folder / "centres.geojson", lambda features: features[:1])
    return path


def two_pillars(folder, changes=None):
    """A copy of the valley with all that it has but for four of its pillars and one of its tiers."""
    path = copy_sample(folder, {**PUBLIC_ALONE, **(changes or {})}, having=("scenarios", "services"))

    def keep(features):
        kept = [each for each in features if each["properties"]["pillar"] in {"emergency_care", "physical_rehab"}]
        for each in kept:
            each["properties"]["is_kept_back"] = "no"
        return kept

    change_features(folder / "centres.geojson", keep)
    return path


def read_json(path):
    return json.loads(path.read_text(encoding="utf-8"))


def read_runs(tier):
    return pd.read_csv(tier / "runs.csv")


def read_access(tier):
    return pd.read_parquet(tier / "tables" / "areas.parquet")


def read_raster(path):
    with rasterio.open(path) as raster:
        return raster.read(1)


def files_of(folder):
    """The paths of all files below a folder, relative to it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def content_of(path):
    """What a file says: its bytes, or the rows of a GeoPackage, which also notes when it was written."""
    if path.suffix != ".gpkg":
        return path.read_bytes()
    said = []
    for layer, kind in pyogrio.list_layers(path):
        frame = gpd.read_file(path, layer=layer)
        said += [layer, frame.crs.to_string(), frame.to_wkb().to_csv(index=False)] if kind else [layer, frame.to_csv()]
    return said


def words_of(folder):
    """Everything that a reader could find in the files of a folder, by file, as text."""
    words = {}
    for name in sorted(files_of(folder)):
        path = folder / name
        words[name] = path.read_bytes().decode("utf-8", errors="replace")
        if path.suffix == ".parquet":
            words[name] += pd.read_parquet(path).to_csv()
        elif path.suffix == ".gpkg":
            words[name] += "".join(gpd.read_file(path, layer=layer).to_csv() for layer, _ in pyogrio.list_layers(path))
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as package:
                words[name] += "".join(package.read(part).decode() for part in package.namelist())
        elif path.suffix == ".tif":
            with rasterio.open(path) as raster:
                words[name] += f"{raster.tags()} {raster.tags(1)} {raster.descriptions} {raster.units}"
    return words
