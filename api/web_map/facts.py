"""Facts: what the web map's page is told of a release, before it asks anything."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
from fastapi import Request

from accessibility.reach import reach_steps
from api.links import root_of
from api.releases import ServedTier
from api.web_map.dimensions import dimensions_of, intervals_of
from geo.errors import ReleaseError
from maps.tiles import read_index

_RASTERS: Final = "tiles/raster"


def facts_of(request: Request, seen: ServedTier) -> dict[str, Any]:
    """What a page shows of a release, as JSON can hold it: see README of maps/web_map/static."""
    manifest, summary = seen.manifest, seen.summary
    at = f"{root_of(request)}/releases/{seen.release}"
    tier = request.query_params.get("tier")
    areas = pd.read_parquet(seen.file("tables/areas.parquet"), columns=["area_id", "area_name", "area_kind"])
    named = areas[areas["area_kind"] == "area"].drop_duplicates("area_id")
    index = read_index(seen.folder)
    if index is None:
        raise ReleaseError(
            f"The release {seen.release} has no tiles; run its study again with this version of nearcare"
        )
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
        "population_year": summary["population"].get("year"),
        "runs": [
            {"id": run.id, **{name: getattr(run.slugs, name) for name in run.dimensions}} for run in seen.runs.values()
        ],
        "dimensions": dimensions_of(seen),
        "intervals": intervals_of(seen),
        "areas": [{"id": row.area_id, "name": row.area_name} for row in named.itertuples()],
        "disclaimers": list(seen.disclaimers),
        "sources": [
            {name: each.get(name) for name in ("role", "source", "licence", "date")}
            for each in manifest["inputs"]
            if each.get("source")
        ],
        "sets": sorted(index.sets),
        "zooms": {
            "raster": index.maxzoom,
            **{each.name: each.maxzoom for each in index.sets.values()},
            "least": {each.name: each.minzoom for each in index.sets.values()},
        },
        "addresses": {
            "release": at,
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
