"""Facts: what the web map's page is told of a release, before it asks anything."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any, Final

import pandas as pd
from fastapi import Request

from accessibility.reach import reach_steps
from api.links import root_of
from api.live_questions import base_runs
from api.releases import ServedTier
from api.web_map.dimensions import dimensions_of, intervals_of
from geo.errors import ReleaseError
from maps.tiles import TileIndex, read_index

_RASTERS: Final = "tiles/raster"
_DAYS_OF_A_YEAR: Final = 365.25
_LAND_INPUTS: Final = {
    "land_cover": "land-cover",
    "cover_fractions": "land-cover",
    "speeds": "land-speeds",
    "elevation": "elevation",
    "barriers": "barriers",
    "friction": "friction",
}
OLD_YEARS: Final = 5
"""An input that is older on the day of the study is told as old."""


def facts_of(request: Request, seen: ServedTier, *, tier: str | None = None) -> dict[str, Any]:
    """What a page shows of a release, as JSON can hold it. ``tier``: the one that every address of it asks for."""
    manifest, summary = seen.manifest, seen.summary
    at = f"{root_of(request)}/releases/{seen.release}"
    areas, index = _areas(seen), _index(seen)
    return {
        "release": seen.release,
        "title": seen.title,
        "tier": seen.name,
        "tier_query": f"&tier={tier}" if tier else "",
        "version": seen.version,
        "nearcare_version": manifest["nearcare_version"],
        "created_utc": manifest["created_utc"],
        "as_of": seen.as_of,
        "hazards_published": manifest["hazards_published"],
        "bands_minutes": summary["bands_minutes"],
        "threshold_minutes": summary["threshold_minutes"],
        "steps_minutes": list(reach_steps(summary["bands_minutes"], summary["threshold_minutes"])),
        "bounds": list(index.bounds),
        "population_year": summary.get("population_year"),
        "runs": [
            {"id": run.id, **{name: getattr(run.slugs, name) for name in run.dimensions}} for run in seen.runs.values()
        ],
        "dimensions": dimensions_of(seen),
        "intervals": intervals_of(seen),
        "what_if_pillars": {seen.runs[each].slugs.pillar: run["pillar"] for each, run in base_runs(seen).items()},
        "areas": [{"id": identity, "name": name} for identity, name in areas],
        "sources": sources_of(seen),
        "sets": sorted(index.sets),
        "zooms": {
            "raster": index.maxzoom,
            **{each.name: each.maxzoom for each in index.sets.values()},
            "least": {each.name: each.minzoom for each in index.sets.values()},
        },
        "addresses": {
            "release": at,
            "map": f"{at}/map",
            "embed": f"{at}/embed",
            "raster": f"{at}/{_RASTERS}",
            "vector": f"{at}/tiles/vector",
            "reach": f"{at}/reach",
            "search": f"{at}/search",
            "point": f"{at}/point",
            "what_ifs": f"{at}/what-ifs",
            "report": f"{at}/gap-report",
            "basemap": f"{at}/basemap",
            "picture": f"{at}/picture.png",
        },
    }


def sources_of(seen: ServedTier) -> list[dict[str, Any]]:
    """The inputs that have a source: what each is (``input``, a key of the messages ``input-...``), and how old.

    ``oldest_years``: the age, on the day of the study, of the oldest day that the study gives or that anything in the
    input has; None where no day is known. ``is_old`` says whether it is above ``OLD_YEARS``.
    """
    oldest = _oldest(seen)
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for each in seen.manifest["inputs"]:
        if not each.get("source"):
            continue
        section, _, key = str(each["role"]).removeprefix("[").partition("] ")
        kind = _LAND_INPUTS.get(key, "land") if section == "land" else section
        age = _age_years(each.get("date"), seen.as_of)
        ages = [years for years in (age, oldest.get(section)) if years is not None]
        worst = max(ages, default=None)
        told = {
            "input": kind,
            "role": each["role"],
            "source": each["source"],
            "licence": each.get("licence"),
            "date": each.get("date"),
            "oldest_years": worst,
            "is_old": worst is not None and worst > OLD_YEARS,
        }
        found.setdefault((kind, told["source"], told["licence"], told["date"]), told)
    return list(found.values())


def _age_years(date: object, as_of: str | None) -> float | None:
    try:
        days = (dt.date.fromisoformat(str(as_of)[:10]) - dt.date.fromisoformat(str(date)[:10])).days
    except ValueError:
        return None
    return round(days / _DAYS_OF_A_YEAR, 1)


@lru_cache(maxsize=64)
def _oldest(seen: ServedTier) -> dict[str, float]:
    """The greatest age of each section of the study, in years, where the tier tells ages."""
    if not seen.has_file("tables/data_age.csv"):
        return {}
    ages = pd.read_csv(seen.file("tables/data_age.csv"), usecols=["input", "age_years"]).dropna()
    return {str(name): float(years) for name, years in ages.groupby("input")["age_years"].max().items()}


@lru_cache(maxsize=64)
def _areas(seen: ServedTier) -> tuple[tuple[str, str], ...]:
    """The ids and names of the areas."""
    areas = pd.read_parquet(seen.file("tables/areas.parquet"), columns=["area_id", "area_name", "area_kind"])
    named = areas[areas["area_kind"] == "area"].drop_duplicates("area_id")
    return tuple((str(row.area_id), str(row.area_name)) for row in named.itertuples())


@lru_cache(maxsize=64)
def _index(seen: ServedTier) -> TileIndex:
    """What tiles there are. Raises ReleaseError for a release that was made before there were any."""
    index = read_index(seen.folder)
    if index is None:
        raise ReleaseError(
            f"The release {seen.release} has no tiles; run its study again with this version of nearcare"
        )
    return index
