"""Copies of the made-up valley to change and run, and what a tier of its release holds in words and numbers."""

import json
import shutil
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import rasterio

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample"
RASTERS = ("travel_minutes.tif", "status.tif", "nearest.tif")


def copy_sample(folder, changes=None, *, without=(), has_scenarios=False):
    """The study file of a copy, with texts of it changed (each must be there) and whole tables left out.

    Its scenarios are left out too, and with them its services, unless they are asked for: a test of something
    else need not search them.
    """
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    path = folder / "study.toml"
    text = path.read_text(encoding="utf-8")
    if not has_scenarios:
        start = text.index("[[services]]")
        text = text[:start] + text[text.index("\n[population]", start) + 1 :]
        text = text[: text.index("[[scenarios]]")] + text[text.index("[release]") :]
    for old, new in (changes or {}).items():
        assert old in text, old
        text = text.replace(old, new)
    for table in without:
        start = text.index(f"[{table}]\n")
        end = text.find("\n[", start + 1)
        text = text[:start] + text[end + 1 :]
    path.write_text(text, encoding="utf-8")
    return path


def change_features(path, change):
    """Rewrite a GeoJSON with what ``change`` makes of its features."""
    content = json.loads(path.read_text(encoding="utf-8"))
    content["features"] = change(content["features"])
    path.write_text(json.dumps(content), encoding="utf-8")


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
