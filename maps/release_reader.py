"""Reads one tier folder of a release into values, or says all that is missing from it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from accessibility.need import PILLAR_SEPARATOR
from geo.errors import ReleaseError
from maps.release_values import (
    WITH_HAZARDS,
    WITHOUT_HAZARDS,
    Access,
    Area,
    Centre,
    CentreCount,
    Gap,
    Hazard,
    Notice,
    Population,
    Run,
    RunKey,
    Source,
    Stage,
    Tier,
)

DISCLAIMERS: Final = ("No recorded hazard does not mean safe.", "Not for navigation.")
RUN_COLUMNS: Final = ("pillar", "profile", "scenario", "season", "direction", "hazards")
RUN_RASTERS: Final = ("travel_minutes.tif", "status.tif")
_FILES: Final = (
    "manifest.json",
    "summary.json",
    "tables/access.parquet",
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
_ANEW: Final = "Make the release anew with nearcare run"


def read_tier(folder: Path) -> Tier:
    """The tier in a folder such as ``OUT/public``.

    Raises ReleaseError with everything that is missing, and for a tier that must not show
    hazards but holds some.
    """
    _require([name for name in _FILES if not (folder / name).is_file()], folder)
    manifest, summary = _read_json(folder / "manifest.json"), _read_json(folder / "summary.json")
    missing = _missing_keys(manifest, summary)
    if not missing:
        missing = [
            f"{run['folder']}/{name}"
            for run in summary["runs"]
            for name in RUN_RASTERS
            if not (folder / run["folder"] / name).is_file()
        ]
    _require(missing, folder)
    _refuse_leaks(folder, manifest, summary)

    bands = tuple(float(band) for band in summary["bands_minutes"])
    access = pd.read_parquet(folder / "tables/access.parquet")
    areas = gpd.read_file(folder / "tables/areas.gpkg", layer="areas")
    gaps = gpd.read_file(folder / "tables/gaps.gpkg", layer="gaps")
    centres = pd.read_csv(folder / "tables/centres.csv", dtype={"id": str, "name": str, "pillar": str, "level": str})
    _require(
        [f"tables/access.parquet, column {name}" for name in _access_columns(bands) if name not in access.columns]
        + [f"tables/areas.gpkg, column {name}" for name in ("area_id", "area_name") if name not in areas.columns]
        + [f"tables/gaps.gpkg, column {name}" for name in _GAP_COLUMNS if name not in gaps.columns]
        + [f"tables/centres.csv, column {name}" for name in _CENTRE_COLUMNS if name not in centres.columns],
        folder,
    )
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
        runs=tuple(_run(folder, run, bands=bands, access=access, gaps=gaps) for run in summary["runs"]),
        areas=tuple(_area(row) for row in areas.itertuples(index=False)),
        centres=tuple(_centre(row) for row in centres.itertuples(index=False)),
        hazards=_hazards(folder) if manifest["hazards_published"] else (),
        sources=tuple(_source(row) for row in manifest["inputs"]),
        notices=tuple(_notice(row) for row in manifest["faults"] if row.get("severity") == "notice"),
        stages=tuple(_stage(row) for row in manifest.get("stages") or []),
        versions={str(name): str(version) for name, version in (manifest.get("versions") or {}).items()},
        parameters=dict(manifest["parameters"]),
        disclaimers=_disclaimers(manifest),
        method=tuple(str(sentence) for sentence in manifest.get("method") or []),
    )


def _require(missing: list[str], folder: Path) -> None:
    if missing:
        raise ReleaseError(f"{folder} is not a whole tier of a release; missing: {'; '.join(missing)}. {_ANEW}")


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ReleaseError(f"{path} is not JSON ({error}). {_ANEW}") from error
    if not isinstance(content, dict):
        raise ReleaseError(f"{path} holds no JSON object. {_ANEW}")
    return content


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


def _refuse_leaks(folder: Path, manifest: Mapping[str, Any], summary: Mapping[str, Any]) -> None:
    """A page of a tier without hazards must not be drawn from files that hold them."""
    if manifest["hazards_published"]:
        return
    leaks = [str(run["folder"]) for run in summary["runs"] if run["hazards"] != WITHOUT_HAZARDS]
    if (folder / "tables/hazards.gpkg").exists():
        leaks.append("tables/hazards.gpkg")
    if leaks:
        raise ReleaseError(
            f"{folder} says that its hazards are not published, but holds {'; '.join(leaks)}. "
            f"Do not hand this folder on. {_ANEW}"
        )


def _access_columns(bands: tuple[float, ...]) -> list[str]:
    within = [f"population_within_{band:g}_min" for band in bands]
    beyond = f"population_beyond_{bands[-1]:g}_min"
    return [*RUN_COLUMNS, "area_id", "area_name", "area_kind", *within, beyond, *_ACCESS_COLUMNS.values()]


def _run(
    folder: Path, run: Mapping[str, Any], *, bands: tuple[float, ...], access: pd.DataFrame, gaps: gpd.GeoDataFrame
) -> Run:
    key = RunKey(**{name: str(run[name]) for name in RUN_COLUMNS})
    if key.hazards not in {WITH_HAZARDS, WITHOUT_HAZARDS}:
        raise ReleaseError(f"summary.json, run {run['folder']}: hazards is {key.hazards!r}. {_ANEW}")
    rows = tuple(_access(row, bands) for row in _rows_of(access, key).to_dict("records"))
    if [row.area_kind for row in rows].count("all") != 1:
        raise ReleaseError(
            f"{folder}/tables/access.parquet needs one row of the kind 'all' for {run['folder']}. {_ANEW}"
        )
    found = sorted((_gap(row) for row in _rows_of(gaps, key).itertuples(index=False)), key=lambda gap: -gap.people)
    return Run(key=key, folder=folder / run["folder"], access=rows, gaps=tuple(found))


def _rows_of(table: pd.DataFrame, key: RunKey) -> pd.DataFrame:
    is_of_run = pd.Series(data=True, index=table.index)
    for name in RUN_COLUMNS:
        is_of_run &= table[name].astype(str) == getattr(key, name)
    return table[is_of_run]


def _access(row: Mapping[str, Any], bands: tuple[float, ...]) -> Access:
    numbers = {field: _number(row[column]) for field, column in _ACCESS_COLUMNS.items()}
    return Access(
        area_id=_text(row["area_id"]),
        area_name=_text(row["area_name"]),
        area_kind=_text(row["area_kind"]),
        within=tuple(_number(row[f"population_within_{band:g}_min"]) for band in bands),
        beyond_last=_number(row[f"population_beyond_{bands[-1]:g}_min"]),
        **numbers,
    )


def _gap(row: Any) -> Gap:
    centre = _text(row.nearest_centre_name)
    return Gap(
        gap_id=_text(row.gap_id),
        name=_text(row.name),
        area_name=_text(row.area_name),
        people=_number(row.people),
        area_km2=_number(row.area_km2),
        worst_minutes=_number(row.worst_minutes),
        median_minutes=_number(row.median_minutes),
        people_no_way=_number(row.people_no_way),
        nearest_centre=centre or None,
        people_by_hazards=_number(row.people_by_hazards),
        geometry=row.geometry,
    )


def _area(row: Any) -> Area:
    return Area(area_id=_text(row.area_id), name=_text(row.area_name), geometry=row.geometry)


def _centre(row: Any) -> Centre:
    return Centre(
        centre_id=_text(row.id),
        name=_text(row.name),
        pillars=tuple(_text(row.pillar).split(PILLAR_SEPARATOR)),
        level=_text(row.level),
        lon=float(row.lon),
        lat=float(row.lat),
        moved_m=_number(row.moved_m),
    )


def _hazards(folder: Path) -> tuple[Hazard, ...]:
    path = folder / "tables/hazards.gpkg"
    if not path.is_file():
        return ()  # a study may have none
    hazards = gpd.read_file(path, layer="hazards")
    _require([f"tables/hazards.gpkg, column {name}" for name in ("kind", "status") if name not in hazards], folder)
    return tuple(
        Hazard(
            kind=_text(row.kind), status=_text(row.status), name=_text(getattr(row, "name", "")), geometry=row.geometry
        )
        for row in hazards.itertuples(index=False)
    )


def _population(summary: Mapping[str, Any]) -> Population:
    counts, year = summary["population"], summary.get("population_year")
    return Population(
        people=_number(counts.get("people")),
        year=None if year is None else int(year),
        adopted=_number(counts.get("adopted")),
        adopted_mean_m=_number(counts.get("adopted_mean_m")),
        outside_areas=_number(counts.get("outside_areas")),
        outside_grid=_number(counts.get("outside_grid")),
    )


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
        size_bytes=_number(row.get("bytes")),
        source=_text(row.get("source")) or None,
        licence=_text(row.get("licence")) or None,
        date=_text(row.get("date")) or None,
    )


def _notice(row: Mapping[str, Any]) -> Notice:
    return Notice(**{name: _text(row.get(name)) for name in ("where", "which", "what", "do")})


def _stage(row: Mapping[str, Any]) -> Stage:
    return Stage(
        name=str(row.get("stage") or ""),
        duration_s=_number(row.get("seconds")),
        peak_memory_mb=_number(row.get("peak_memory_mb")),
    )


def _disclaimers(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Those of the manifest; the two that every page must carry come first, whatever it says."""
    said = [str(sentence) for sentence in manifest.get("disclaimers") or []]
    return (*DISCLAIMERS, *(sentence for sentence in said if sentence not in DISCLAIMERS))


def _number(value: Any) -> float:
    return math.nan if value is None or value is pd.NA else float(value)


def _text(value: Any) -> str:
    return "" if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)) else str(value)
