"""Reads one tier folder of a release into values, or says all that is missing from it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from accessibility.need import PILLAR_SEPARATOR
from geo.errors import ReleaseError
from maps.disclaimers import DISCLAIMERS
from maps.effects_reader import read_effects
from maps.hazards_reader import read_hazards, refuse_leaks
from maps.release_cells import MADE_ANEW, missing_columns, number, read_json, require, rows_by_run, text
from maps.release_values import (
    Access,
    Area,
    Centre,
    CentreCount,
    Gap,
    Notice,
    Population,
    Run,
    Source,
    Stage,
    Tier,
)
from maps.run_key import RUN_COLUMNS, WITH_HAZARDS, WITHOUT_HAZARDS, RunKey
from maps.survivors_reader import read_survivors

RUN_RASTERS: Final = ("travel_minutes.tif", "status.tif")
_FILES: Final = (
    "manifest.json",
    "summary.json",
    "tables/areas.parquet",
    "tables/areas.gpkg",
    "tables/gaps.gpkg",
    "tables/centres.csv",
)
_ACCESS_COLUMNS: Final = {
    "people": "population",
    "no_way": "population_no_way",
    "inside_hazards": "population_inside_hazards",
    "on_barrier": "population_on_barrier",
    "no_land_data": "population_no_land_data",
    "beyond_limit": "population_beyond_limit",
    "adopted": "population_adopted",
    "median_minutes": "median_minutes",
    "p90_minutes": "p90_minutes",
    "mean_reached_minutes": "mean_reached_minutes",
    "unreached_share": "unreached_share",
    "beyond_threshold": "population_beyond_threshold",
    "beyond_threshold_by_hazards": "population_beyond_threshold_by_hazards",
}
_GAP_COLUMNS: Final = (
    *RUN_COLUMNS,
    "gap_id",
    "name",
    "area_name",
    "people",
    "area_km2",
    "worst_minutes",
    "median_minutes",
    "people_no_way",
    "nearest_centre_name",
    "people_by_hazards",
)
_CENTRE_COLUMNS: Final = ("id", "name", "pillar", "level", "lon", "lat", "moved_m")


def read_tier(folder: Path) -> Tier:
    """The tier in a folder such as ``OUT/public``.

    Raises ReleaseError with everything that is missing, and for a tier that must not show
    hazards but holds some.
    """
    require([name for name in _FILES if not (folder / name).is_file()], folder)
    manifest, summary = read_json(folder / "manifest.json"), read_json(folder / "summary.json")
    missing = _missing_keys(manifest, summary)
    if not missing:
        missing = [
            f"{run['folder']}/{name}"
            for run in summary["runs"]
            for name in RUN_RASTERS
            if not (folder / run["folder"] / name).is_file()
        ]
    require(missing, folder)
    refuse_leaks(folder, manifest, summary)

    bands = tuple(float(band) for band in summary["bands_minutes"])
    access = pd.read_parquet(folder / "tables/areas.parquet")
    areas = gpd.read_file(folder / "tables/areas.gpkg", layer="areas")
    gaps = gpd.read_file(folder / "tables/gaps.gpkg", layer="gaps")
    centres = pd.read_csv(folder / "tables/centres.csv", dtype={"id": str, "name": str, "pillar": str, "level": str})
    require(
        missing_columns(access, "tables/areas.parquet", _access_columns(bands))
        + missing_columns(areas, "tables/areas.gpkg", ("area_id", "area_name"))
        + missing_columns(gaps, "tables/gaps.gpkg", _GAP_COLUMNS)
        + missing_columns(centres, "tables/centres.csv", _CENTRE_COLUMNS),
        folder,
    )
    rows, regions = rows_by_run(access), rows_by_run(gaps)
    named = tuple(_area(row) for row in areas.itertuples(index=False))
    runs = tuple(_run(folder, run, bands=bands, rows=rows, regions=regions) for run in summary["runs"])
    return Tier(
        folder=folder,
        study=str(manifest["study"]["name"]),
        country=str(manifest["study"].get("country") or ""),
        as_of=str(manifest["study"].get("as_of") or summary.get("as_of") or ""),
        tier=str(manifest["tier"]),
        version=str(manifest["nearcare_version"]),
        created_utc=str(manifest["created_utc"]),
        hazards_published=bool(manifest["hazards_published"]),
        bands_minutes=bands,
        threshold_minutes=float(summary["threshold_minutes"]),
        min_people=_min_people(manifest),
        population=_population(summary),
        roads=dict(summary.get("roads") or {}),
        centre_counts=tuple(_centre_count(row) for row in summary.get("centres") or []),
        runs=runs,
        areas=named,
        centres=tuple(_centre(row) for row in centres.itertuples(index=False)),
        hazards=read_hazards(folder) if manifest["hazards_published"] else (),
        sources=tuple(_source(row) for row in manifest["inputs"]),
        notices=tuple(_notice(row) for row in manifest["faults"] if row.get("severity") == "notice"),
        stages=tuple(_stage(row) for row in manifest.get("stages") or []),
        versions={str(name): str(version) for name, version in (manifest.get("versions") or {}).items()},
        parameters=dict(manifest["parameters"]),
        disclaimers=_disclaimers(manifest),
        method=tuple(str(sentence) for sentence in manifest.get("method") or []),
        effects=read_effects(
            folder, summary, bands_minutes=bands, has_run={run.key for run in runs}.__contains__, areas=named
        ),
        survivors=read_survivors(folder),
        profile_titles=_profile_titles(summary),
    )


def _missing_keys(manifest: Mapping[str, Any], summary: Mapping[str, Any]) -> list[str]:
    manifest_keys = (
        "study",
        "tier",
        "nearcare_version",
        "created_utc",
        "hazards_published",
        "inputs",
        "faults",
        "parameters",
    )
    summary_keys = ("bands_minutes", "threshold_minutes", "population", "runs")
    missing = [f"manifest.json, key {key}" for key in manifest_keys if key not in manifest]
    missing += [f"summary.json, key {key}" for key in summary_keys if key not in summary]
    if not missing and "name" not in manifest["study"]:
        missing.append("manifest.json, key study.name")
    if not missing and not summary["runs"]:
        missing.append("summary.json, a run under the key runs")
    if not missing:
        missing = [
            f"summary.json, run {place}, key {key}"
            for place, run in enumerate(summary["runs"])
            for key in (*RUN_COLUMNS, "folder")
            if key not in run
        ]
    return missing


def _access_columns(bands: tuple[float, ...]) -> list[str]:
    within = [f"population_within_{band:g}_min" for band in bands]
    beyond = f"population_beyond_{bands[-1]:g}_min"
    return [*RUN_COLUMNS, "area_id", "area_name", "area_kind", *within, beyond, *_ACCESS_COLUMNS.values()]


def _run(
    folder: Path,
    run: Mapping[str, Any],
    *,
    bands: tuple[float, ...],
    rows: Mapping[RunKey, pd.DataFrame],
    regions: Mapping[RunKey, pd.DataFrame],
) -> Run:
    key = RunKey(**{name: str(run[name]) for name in RUN_COLUMNS})
    if key.hazards not in {WITH_HAZARDS, WITHOUT_HAZARDS}:
        raise ReleaseError(f"summary.json, run {run['folder']}: hazards is {key.hazards!r}. {MADE_ANEW}")
    access = tuple(_access(row, bands) for row in rows[key].to_dict("records")) if key in rows else ()
    if [row.area_kind for row in access].count("all") != 1:
        raise ReleaseError(
            f"{folder}/tables/areas.parquet needs one row of the kind 'all' for {run['folder']}. {MADE_ANEW}"
        )
    gaps = (_gap(row) for row in regions[key].itertuples(index=False)) if key in regions else ()
    found = tuple(sorted(gaps, key=lambda gap: -gap.people))
    return Run(key=key, folder=folder / run["folder"], access=access, gaps=found)


def _access(row: Mapping[str, Any], bands: tuple[float, ...]) -> Access:
    numbers = {field: number(row[column]) for field, column in _ACCESS_COLUMNS.items()}
    return Access(
        area_id=text(row["area_id"]),
        area_name=text(row["area_name"]),
        area_kind=text(row["area_kind"]),
        within=tuple(number(row[f"population_within_{band:g}_min"]) for band in bands),
        beyond_last=number(row[f"population_beyond_{bands[-1]:g}_min"]),
        **numbers,
    )


def _gap(row: Any) -> Gap:
    centre = text(row.nearest_centre_name)
    return Gap(
        gap_id=text(row.gap_id),
        name=text(row.name),
        area_name=text(row.area_name),
        people=number(row.people),
        area_km2=number(row.area_km2),
        worst_minutes=number(row.worst_minutes),
        median_minutes=number(row.median_minutes),
        people_no_way=number(row.people_no_way),
        nearest_centre=centre or None,
        people_by_hazards=number(row.people_by_hazards),
        geometry=row.geometry,
    )


def _area(row: Any) -> Area:
    return Area(area_id=text(row.area_id), name=text(row.area_name), geometry=row.geometry)


def _centre(row: Any) -> Centre:
    return Centre(
        centre_id=text(row.id),
        name=text(row.name),
        pillars=tuple(text(row.pillar).split(PILLAR_SEPARATOR)),
        level=text(row.level),
        lon=float(row.lon),
        lat=float(row.lat),
        moved_m=number(row.moved_m),
    )


def _population(summary: Mapping[str, Any]) -> Population:
    counts, year = summary["population"], summary.get("population_year")
    return Population(
        people=number(counts.get("people")),
        year=None if year is None else int(year),
        adopted=number(counts.get("adopted")),
        adopted_mean_m=number(counts.get("adopted_mean_m")),
        outside_areas=number(counts.get("outside_areas")),
        outside_grid=number(counts.get("outside_grid")),
    )


def _profile_titles(summary: Mapping[str, Any]) -> dict[str, str]:
    """What each profile and mix is called, by its name; those whose title is but their name are left out."""
    told = [*(summary.get("profiles") or []), *(summary.get("mixes") or [])]
    return {str(each["name"]): str(each["title"]) for each in told if each.get("title") not in {None, "", each["name"]}}


def _min_people(manifest: Mapping[str, Any]) -> float | None:
    gaps = manifest["parameters"].get("gaps")
    people = gaps.get("min_people") if isinstance(gaps, dict) else None
    return None if people is None else float(people)


def _centre_count(row: Mapping[str, Any]) -> CentreCount:
    return CentreCount(
        pillar=str(row["pillar"]),
        accepted=int(row.get("accepted", 0)),
        moved=int(row.get("moved", 0)),
        refused=int(row.get("refused", 0)),
    )


def _source(row: Mapping[str, Any]) -> Source:
    return Source(
        role=str(row.get("role") or ""),
        file=str(row.get("file") or ""),
        sha256=str(row.get("sha256") or ""),
        size_bytes=number(row.get("bytes")),
        is_kept_back=bool(row.get("kept_back")),
        source=text(row.get("source")) or None,
        licence=text(row.get("licence")) or None,
        date=text(row.get("date")) or None,
    )


def _notice(row: Mapping[str, Any]) -> Notice:
    return Notice(**{name: text(row.get(name)) for name in ("where", "which", "what", "do")})


def _stage(row: Mapping[str, Any]) -> Stage:
    return Stage(
        name=str(row.get("stage") or ""),
        duration_s=number(row.get("seconds")),
        peak_memory_mb=number(row.get("peak_memory_mb")),
    )


def _disclaimers(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Those of the manifest; the two that every page must carry come first, whatever it says."""
    said = [str(sentence) for sentence in manifest.get("disclaimers") or []]
    return (*DISCLAIMERS, *(sentence for sentence in said if sentence not in DISCLAIMERS))
