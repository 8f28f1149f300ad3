"""The least that is a whole release to the server: manifests, summaries and empty files, made in a moment."""

import json
import os
import shutil
from pathlib import Path

RUN = "runs/physical-rehab/default/base/all-year/to/no-hazards"
RUN_ID = "physical-rehab.default.base.all-year.to.no-hazards"
DIMENSIONS = {
    "pillar": "physical_rehab",
    "profile": "default",
    "scenario": "base",
    "season": "all-year",
    "direction": "to",
    "hazards": "no-hazards",
}
TABLES = ("areas.parquet", "areas.gpkg", "gaps.gpkg", "centres.csv")
RASTERS = ("travel_minutes.tif", "status.tif", "nearest.tif")


def make_release(folder, *, tiers=("public",), mark="first"):
    """A whole release in a folder; its manifests and summaries bear the mark."""
    for tier in tiers:
        place = folder / tier
        (place / "tables").mkdir(parents=True)
        (place / RUN).mkdir(parents=True)
        for file in (*(f"tables/{name}" for name in TABLES), *(f"{RUN}/{name}" for name in RASTERS)):
            (place / file).write_text(mark)
        write(place / "summary.json", summary(mark))
        write(place / "manifest.json", manifest(tier, mark))
    (folder / "ground").mkdir()
    write(folder / "manifest.json", {"nearcare_version": "0", "tiers": list(tiers)})
    return folder


def manifest(tier, mark="first"):
    return {
        "nearcare_version": "0",
        "created_utc": "2026-01-01T00:00:00Z",
        "study": {"name": f"Made up, {mark}", "country": "ZZZ", "as_of": "2026-01-01"},
        "tier": tier,
        "hazards_published": True,
        "inputs": [],
        "faults": [],
        "parameters": {},
        "disclaimers": ["No recorded hazard does not mean safe.", "Not for navigation."],
    }


def summary(mark="first"):
    return {
        "study": f"Made up, {mark}",
        "as_of": "2026-01-01",
        "bands_minutes": [30.0, 60.0],
        "threshold_minutes": 60.0,
        "population": {},
        "comparisons": [],
        "runs": [DIMENSIONS | {"folder": RUN}],
    }


def write(path, content):
    path.write_text(json.dumps(content), encoding="utf-8")


def change(path, **values):
    """Change keys of a JSON file in place; a key that is to be None is taken out."""
    content = json.loads(path.read_text(encoding="utf-8")) | values
    write(path, {key: value for key, value in content.items() if value is not None})


def replace(folder, **made):
    """Put another release in the place of one, as writing a release does: by names alone."""
    new, old = folder.parent / f".{folder.name}-unfinished", folder.parent / f".{folder.name}-replaced"
    make_release(new, **made)
    folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old)


def linked(release: Path, to: Path) -> Path:
    """A copy of a release whose files are the same on the disk, so that it is made in a moment."""
    shutil.copytree(release, to, copy_function=os.link)
    return to
