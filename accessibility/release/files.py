"""Writing a release: a folder of open formats, whole or not at all."""

from __future__ import annotations

import json
import math
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from accessibility.inputs import Inputs
from accessibility.need import PILLAR_SEPARATOR, Centres
from accessibility.protection import ProtectedTables
from accessibility.release.content import TierContent
from accessibility.release.effect_tables import write_comparisons, write_effects
from accessibility.release.hidden import refuse_hidden
from accessibility.release.map_tables import write_map_tables
from accessibility.release.need_files import write_need
from accessibility.release.plan_tables import write_plans
from accessibility.release.reach_table import write_reach
from accessibility.release.summary import summary_of
from accessibility.release.survivor_files import survivors_told, write_survivors
from accessibility.release.why_tables import write_why_rasters, write_why_tables
from accessibility.runs import Run
from accessibility.worlds import Ground
from geo.errors import ReleaseError
from geo.grid import LON_LAT
from geo.layers import Areas
from geo.rasters import write_cog

MANIFEST = "manifest.json"


@contextmanager
def new_release(out: Path) -> Iterator[Path]:
    """A folder to write a release into; it becomes ``out`` at the end, or vanishes if anything fails.

    An earlier release at ``out`` is replaced at that moment; any other folder with content is
    refused. Raises ReleaseError.
    """
    if out.exists() and not (out.is_dir() and (_is_release(out) or not any(out.iterdir()))):
        raise ReleaseError(f"{out} exists and is not a release; choose another folder with --out")
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.parent / f".{out.name}-unfinished-{secrets.token_hex(8)}"
    try:
        partial.mkdir()  # in here, so that a signal at this very moment leaves nothing either
        partial.chmod(0o755)
        yield partial
        if out.exists():
            _replace(out, partial)
        else:
            partial.rename(out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _is_release(folder: Path) -> bool:
    """Whether a folder is a release of ours: other programs write a manifest.json too, and so does a tier."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and {"nearcare_version", "tiers"} <= manifest.keys()


def _replace(out: Path, partial: Path) -> None:
    """Put the new release in the place of an earlier one, which comes back if that fails."""
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}-replaced-", dir=out.parent))
    kept = old / out.name
    try:
        out.rename(kept)
        partial.rename(out)
    except BaseException:
        if kept.exists() and not out.exists():
            kept.rename(out)
        raise
    finally:
        if out.exists():  # else what is kept stays where it can be found
            shutil.rmtree(old, ignore_errors=True)


def write_json(path: Path, values: Any) -> None:
    """Plain values as JSON; inf and NaN, which JSON lacks, become null."""
    path.write_text(json.dumps(_plain(values), indent=2, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")


def write_ground(folder: Path, ground: Ground, *, people: npt.NDArray[np.float64]) -> None:
    """What scenarios, what-ifs and the custodian of survivor records need; never served.

    ``people``: those of each cell, shape of the grid.
    """
    folder.mkdir(parents=True)
    grid, land = ground.grid, ground.land
    pace = np.where(np.isinf(land.pace), -1.0, land.pace)
    write_cog(
        folder / "land_pace.tif",
        pace.astype(np.float32),
        grid,
        nodata=float("nan"),
        description="pace on the flat, -1 is a barrier",
        unit="s/m",
    )
    write_cog(
        folder / "land_mode.tif", land.mode, grid, nodata=None, description="0 walk, 1 cycle, 2 motor, 3 flat", unit=""
    )
    write_cog(folder / "elevation.tif", land.elevation_m, grid, nodata=float("nan"), description="elevation", unit="m")
    write_cog(
        folder / "barrier_moves.tif",
        land.blocked,
        grid,
        nodata=None,
        description="bits of the moves that barriers block",
        unit="",
    )
    if ground.hazards is not None:
        write_cog(
            folder / "hazard_moves.tif",
            ground.hazards.blocked,
            grid,
            nodata=None,
            description="bits of the moves that open hazards block",
            unit="",
        )
        write_cog(
            folder / "inside_hazards.tif",
            ground.hazards.is_inside.astype(np.uint8),
            grid,
            nodata=None,
            description="1 inside an open hazard that blocks",
            unit="",
        )
    write_cog(folder / "people.tif", people, grid, nodata=None, description="people", unit="people per cell")
    network = ground.network
    lines = [
        shapely.LineString(network.vertices[network.vertex_start[link] : network.vertex_start[link + 1]])
        for link in range(network.link_count)
    ]
    roads = gpd.GeoDataFrame(
        {
            "from_node": network.link_from,
            "to_node": network.link_to,
            "forward_kmh": network.forward_kmh,
            "backward_kmh": network.backward_kmh,
            "walk_kmh": network.walk_kmh,
            "is_boardable": network.is_boardable,
            "is_bridge": network.is_bridge,
            "is_tunnel": network.is_tunnel,
            "road_class": [network.road_class[row] for row in network.class_row],
            "source_id": network.source_id,
        },
        geometry=lines,
        crs=LON_LAT,
    )
    roads.to_parquet(folder / "roads.parquet")


def write_tier(
    folder: Path,
    inputs: Inputs,
    content: TierContent,
    *,
    manifest: dict[str, Any],
    survivors: Sequence[ProtectedTables],
) -> None:
    """One tier, complete in itself but for its pages. ``survivors``: the protected tables that it may show.

    Raises ReleaseError for tables on need or reasons that are not whole, or that tell of what the tier does not show.
    """
    refuse_hidden(content)
    for run in content.runs:
        _write_rasters(folder / run.folder, run)
        if content.why is not None:
            write_why_rasters(folder / run.folder, content.why.rasters.get(run.folder, {}), run.travel.grid)
    _write_tables(folder / "tables", inputs, content)
    write_survivors(folder / "tables", survivors)
    told = manifest | _told_of(survivors)
    if content.need is not None:
        write_need(folder / "tables", content.need, _areas_frame(inputs.areas, content.runs[0]), told)
    if content.why is not None:
        write_why_tables(folder / "tables", content.why)
    if content.plans is not None:
        write_plans(folder, content.plans, inputs.ground.grid, _areas_frame(inputs.areas, content.runs[0]))
    write_comparisons(folder, content.comparisons)
    pd.DataFrame(
        [
            {
                **run.dimensions,
                "folder": run.folder,
                "gap_count": len(run.gaps),
                "people_in_gaps": run.gaps["people"].sum(),
            }
            for run in content.runs
        ]
    ).to_csv(folder / "runs.csv", index=False)
    write_json(folder / "summary.json", summary_of(inputs, content, manifest) | _told_of(survivors))
    write_json(folder / MANIFEST, told)


def _told_of(survivors: Sequence[ProtectedTables]) -> dict[str, Any]:
    return {"survivors": survivors_told(survivors)} if survivors else {}


def _write_rasters(folder: Path, run: Run) -> None:
    folder.mkdir(parents=True)
    travel = run.travel
    minutes = np.where(np.isfinite(travel.seconds), travel.minutes, np.nan).astype(np.float32)
    write_cog(
        folder / "travel_minutes.tif",
        minutes,
        travel.grid,
        nodata=float("nan"),
        description="least travel time to the nearest centre",
        unit="minutes",
    )
    write_cog(
        folder / "status.tif",
        travel.status,
        travel.grid,
        nodata=None,
        description="0 outside, 1 reached, 2 no way, 3 inside a hazard, 4 barrier, 5 no land data, 6 beyond the limit",
        unit="",
    )
    write_cog(
        folder / "nearest.tif",
        travel.nearest,
        travel.grid,
        nodata=None,
        description="row of the nearest centre in centres.csv, from 0; -1 none",
        unit="",
    )


def _write_tables(folder: Path, inputs: Inputs, content: TierContent) -> None:
    folder.mkdir(parents=True)
    runs = content.runs
    measured = [(run.access, run.dimensions) for run in runs]
    measured += [(mixed.access, mixed.dimensions) for mixed in content.mixed_runs]
    access = pd.concat([table.assign(**dimensions) for table, dimensions in measured], ignore_index=True)
    access = access[[*runs[0].dimensions, *runs[0].access.columns]]
    access.to_parquet(folder / "areas.parquet", index=False)
    access.to_csv(folder / "areas.csv", index=False)
    write_reach(folder, inputs, (*runs, *content.mixed_runs))
    write_map_tables(folder, inputs, shows_hazards=content.shows_hazards)
    _areas_frame(inputs.areas, runs[0]).to_file(folder / "areas.gpkg", layer="areas", driver="GPKG")
    gaps = gpd.GeoDataFrame(
        pd.concat([run.gaps.assign(**run.dimensions) for run in runs], ignore_index=True),
        geometry="geometry",
        crs=LON_LAT,
    )
    gaps["geometry"] = [shapely.multipolygons(shapely.get_parts(shape)) for shape in gaps.geometry]
    gaps.to_file(folder / "gaps.gpkg", layer="gaps", driver="GPKG", geometry_type="MultiPolygon")
    _centres_frame(content.centres, inputs).to_csv(folder / "centres.csv", index=False)
    areas = inputs.ground.hazard_areas
    if content.shows_hazards and areas is not None:
        _hazards_frame(inputs.ground, areas).to_file(folder / "hazards.gpkg", layer="hazards", driver="GPKG")
    if content.effects is not None:
        write_effects(folder, content.effects)


def _hazards_frame(ground: Ground, areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The open areas of the base with what they do; ``cluster_id`` from 1, empty for one that does not block."""
    blocking = ground.blocking_areas
    cluster = pd.Series(pd.NA, index=areas.index, dtype="Int64")
    if blocking is not None:
        cluster[blocking.index] = blocking["cluster"] + 1
    shown = areas.assign(
        slow_factor=areas["slow_factor"].where(areas["policy"] == "slow"),
        cluster_id=cluster,
    )
    return shown.to_crs(LON_LAT)


def _areas_frame(areas: Areas, run: Run) -> gpd.GeoDataFrame:
    people = run.access[run.access["area_kind"] == "area"]["population"].to_numpy()
    parents = {} if areas.parents is None else {"parent": areas.parents}
    return gpd.GeoDataFrame(
        {"area_id": areas.ids, "area_name": areas.names, **parents, "population": people},
        geometry=areas.frame.geometry.to_numpy(),
        crs=LON_LAT,
    )


def _centres_frame(centres: Centres, inputs: Inputs) -> pd.DataFrame:
    lon, lat = inputs.ground.grid.to_lon_lat(centres.xy[:, 0], centres.xy[:, 1])
    return pd.DataFrame(
        {
            "row": np.arange(len(centres)),
            "id": centres.ids,
            "name": centres.names,
            "pillar": [PILLAR_SEPARATOR.join(pillars) for pillars in centres.offered],
            "level": centres.levels,
            "lon": lon.round(7),
            "lat": lat.round(7),
            "moved_m": centres.moved_m.round(1),
            "scenario": centres.scenario,
        }
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.isoformat() if hasattr(value, "isoformat") else value
