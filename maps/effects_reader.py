"""Reads what a tier says of hazards, clearance and scenarios; each file of it may be absent."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import ReleaseError
from maps.effects_values import (
    Change,
    ClearanceStep,
    Cluster,
    Comparison,
    DisputedRoad,
    Effects,
    Gain,
    NearHazards,
    Reach,
    RoadRule,
    World,
)
from maps.release_cells import MADE_ANEW, missing_columns, number, parts, require, rows_by_run, text
from maps.release_values import Area
from maps.run_key import RUN_COLUMNS, RunKey
from maps.tables import SINGLE_AREA_ID

COMPARISON_RASTERS: Final = ("minutes_gained.tif", "change.tif")
_SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")  # it becomes the name of a file
_TEXTS: Final = dict.fromkeys(
    (*RUN_COLUMNS, "comparison", "area_id", "area_name", "area_kind", "area_ids", "area_names", "kinds", "cluster_ids"),
    str,
)
_SEPARATOR: Final = ";"  # of several texts in one column
_REACH: Final = {
    "people": "population",
    "no_way": "population_no_way",
    "inside_hazards": "population_inside_hazards",
    "median_minutes": "median_minutes",
    "p90_minutes": "p90_minutes",
}
_GAIN: Final = {
    "area_km2": "area_km2",
    "people_inside": "people_inside",
    "people_gaining": "people_gaining",
    "person_minutes_gained": "person_minutes_gained",
    "reconnected": "people_reconnected",
}
_CHANGE: Final = {
    "people": "population",
    "people_gaining": "people_gaining",
    "people_losing": "people_losing",
    "person_minutes_gained": "person_minutes_gained",
    "person_minutes_lost": "person_minutes_lost",
    "cut_off": "people_cut_off",
    "reconnected": "people_reconnected",
    "median_minutes_before": "median_minutes_before",
    "median_minutes_after": "median_minutes_after",
    "p90_minutes_before": "p90_minutes_before",
    "p90_minutes_after": "p90_minutes_after",
}
_CHANGE_BANDS: Final = {
    "within_before": "population_within_{}_min_before",
    "within_after": "population_within_{}_min_after",
    "newly_within": "people_newly_within_{}_min",
    "no_longer_within": "people_no_longer_within_{}_min",
}
_WITHIN: Final = "population_within_{}_min"
_NEWLY: Final = "people_newly_within_{}_min"
_TRUE: Final = frozenset({"true", "1", "1.0"})
_Value = TypeVar("_Value")
_Row = Mapping[Hashable, Any]
_ClusterKey = tuple[RunKey, int]


def read_effects(
    folder: Path,
    summary: Mapping[str, Any],
    *,
    bands_minutes: tuple[float, ...],
    has_run: Callable[[RunKey], bool],
    areas: Sequence[Area],
) -> Effects:
    """What a tier folder says of hazards, clearance and scenarios.

    Raises ReleaseError for a file that is there without its columns or rasters, and for a
    comparison of which ``has_run`` does not know both sides.
    """
    shelf, outlines = _Shelf(folder, bands_minutes), _outlines(folder)
    reach, gain = shelf.columns(_REACH, _WITHIN), ("area_count", *shelf.columns(_GAIN, _NEWLY))
    return Effects(
        worlds=tuple(
            World(
                scenario=str(each["scenario"]),
                season=str(each["season"]),
                title=text(each.get("title")),
                changes=tuple(str(change) for change in each.get("changes") or []),
                centres={pillar: tuple(map(str, ids)) for pillar, ids in (each.get("centres") or {}).items()},
            )
            for each in summary.get("worlds") or []
        ),
        hazard_counts=dict(summary.get("hazards") or {}),
        road_rules=shelf.read("hazard_range.csv", ("roads", *reach), shelf.road_rule),
        near=shelf.read("near_hazards.csv", ("within_m", *reach), shelf.near),
        disputed=_disputed(folder),
        clusters=shelf.read(
            "clearance.csv",
            ("rank", "cluster_id", "area_ids", "area_names", "kinds", "changes_nothing", "step", *gain),
            _cluster_maker(shelf, outlines, _places(outlines, areas)),
        ),
        steps=shelf.read("clearance_steps.csv", ("step", "is_rest", "cluster_ids", *gain), shelf.step),
        comparisons=_comparisons(shelf, summary, has_run),
    )


class _Shelf:
    """The tables of one tier folder and the bands that name their columns."""

    def __init__(self, folder: Path, bands_minutes: tuple[float, ...]) -> None:
        self.folder = folder
        self._bands = [f"{band:g}" for band in bands_minutes]

    def columns(self, plain: Mapping[str, str], *patterns: str) -> tuple[str, ...]:
        return (*plain.values(), *(pattern.format(band) for pattern in patterns for band in self._bands))

    def table(self, name: str, columns: Iterable[str]) -> pd.DataFrame | None:
        path = self.folder / "tables" / name
        if not path.is_file():
            return None
        table = pd.read_csv(path, dtype=_TEXTS, keep_default_na=False, na_values=["", "nan", "NaN"])
        require(missing_columns(table, f"tables/{name}", columns), self.folder)
        return table

    def read(
        self, name: str, columns: tuple[str, ...], value: Callable[[RunKey, _Row], _Value]
    ) -> dict[RunKey, tuple[_Value, ...]]:
        """The rows of a table by run, in their order; nothing where there is no such table."""
        table = self.table(name, (*RUN_COLUMNS, *columns))
        if table is None:
            return {}
        return {
            key: tuple(value(key, row) for row in rows.to_dict("records")) for key, rows in rows_by_run(table).items()
        }

    def by_band(self, row: _Row, pattern: str) -> tuple[float, ...]:
        return tuple(number(row[pattern.format(band)]) for band in self._bands)

    def road_rule(self, _: RunKey, row: _Row) -> RoadRule:
        return RoadRule(roads=text(row["roads"]), reach=self._reach(row))

    def near(self, _: RunKey, row: _Row) -> NearHazards:
        return NearHazards(within_m=number(row["within_m"]), reach=self._reach(row))

    def step(self, _: RunKey, row: _Row) -> ClearanceStep:
        return ClearanceStep(
            step=int(row["step"]),
            is_rest=_is_true(row["is_rest"]),
            cluster_ids=parts(row["cluster_ids"]),
            gain=self.gain(row),
        )

    def gain(self, row: _Row) -> Gain:
        numbers = {name: number(row[column]) for name, column in _GAIN.items()}
        return Gain(area_count=int(row["area_count"]), newly_within=self.by_band(row, _NEWLY), **numbers)

    def change(self, row: _Row) -> Change:
        values: dict[str, Any] = {name: text(row[name]) for name in ("area_id", "area_name", "area_kind")}
        values |= {name: number(row[column]) for name, column in _CHANGE.items()}
        values |= {name: self.by_band(row, pattern) for name, pattern in _CHANGE_BANDS.items()}
        return Change(**values)

    def _reach(self, row: _Row) -> Reach:
        numbers = {name: number(row[column]) for name, column in _REACH.items()}
        return Reach(within=self.by_band(row, _WITHIN), **numbers)


def _cluster_maker(
    shelf: _Shelf, outlines: Mapping[_ClusterKey, BaseGeometry], places: Mapping[_ClusterKey, str]
) -> Callable[[RunKey, _Row], Cluster]:
    def cluster(key: RunKey, row: _Row) -> Cluster:
        step = number(row["step"])
        which = key, int(row["cluster_id"])
        return Cluster(
            rank=int(row["rank"]),
            cluster_id=which[1],
            place=places.get(which, ""),
            area_ids=parts(row["area_ids"]),
            area_names="; ".join(parts(row["area_names"])),
            kinds="; ".join(parts(row["kinds"])),
            changes_nothing=_is_true(row["changes_nothing"]),
            step=None if math.isnan(step) else int(step),
            gain=shelf.gain(row),
            geometry=outlines.get(which),
        )

    return cluster


def _outlines(folder: Path) -> dict[_ClusterKey, BaseGeometry]:
    path = folder / "tables/clearance.gpkg"
    if not path.is_file():
        return {}
    clusters = gpd.read_file(path, layer="clearance")
    require(missing_columns(clusters, "tables/clearance.gpkg", (*RUN_COLUMNS, "cluster_id")), folder)
    return {
        (key, int(cluster_id)): geometry
        for key, rows in rows_by_run(clusters).items()
        for cluster_id, geometry in zip(rows["cluster_id"], rows["geometry"], strict=True)
        if geometry is not None
    }


def _places(outlines: Mapping[_ClusterKey, BaseGeometry], areas: Sequence[Area]) -> dict[_ClusterKey, str]:
    """The names of the areas that hold a point inside each cluster, the first of several; others are left out."""
    if [area.area_id for area in areas] == [SINGLE_AREA_ID]:
        return {}
    inner = shapely.point_on_surface(list(outlines.values()))
    found, area = shapely.STRtree([area.geometry for area in areas]).query(inner, predicate="intersects")
    keys = list(outlines)
    pairs = sorted(zip(found.tolist(), area.tolist(), strict=True), reverse=True)
    return {keys[cluster]: areas[row].name for cluster, row in pairs}


def _disputed(folder: Path) -> dict[RunKey, tuple[DisputedRoad, ...]]:
    """The disputed stretches of each run, those that most people depend on first."""
    path = folder / "tables/disputed_roads.gpkg"
    if not path.is_file():
        return {}
    stretches = gpd.read_file(path, layer="disputed_roads")
    columns = ("stretch_id", "cluster_id", "road_classes", "source_ids", "length_km", "people_depending")
    require(missing_columns(stretches, "tables/disputed_roads.gpkg", (*RUN_COLUMNS, *columns)), folder)
    return {
        key: tuple(
            DisputedRoad(
                stretch_id=text(row["stretch_id"]),
                cluster_id=int(row["cluster_id"]),
                road_classes=", ".join(text(row["road_classes"]).split(_SEPARATOR)),
                source_ids=", ".join(text(row["source_ids"]).split(_SEPARATOR)),
                length_km=number(row["length_km"]),
                people_depending=number(row["people_depending"]),
                geometry=row["geometry"],
            )
            for row in rows.sort_values("people_depending", ascending=False, kind="stable").to_dict("records")
        )
        for key, rows in rows_by_run(stretches).items()
    }


def _comparisons(
    shelf: _Shelf, summary: Mapping[str, Any], has_run: Callable[[RunKey], bool]
) -> tuple[Comparison, ...]:
    named = summary.get("comparisons") or []
    if not named:
        return ()
    columns = (*shelf.columns(_CHANGE, *_CHANGE_BANDS.values()), "area_id", "area_name", "area_kind")
    table = shelf.table("comparisons.csv", ("comparison", "pillar", "profile", "direction", *columns))
    if table is None:
        require(["tables/comparisons.csv"], shelf.folder)
    assert table is not None  # noqa: S101  required above
    return tuple(_comparison(entry, shelf, table, has_run) for entry in named)


def _comparison(
    entry: Mapping[str, Any], shelf: _Shelf, table: pd.DataFrame, has_run: Callable[[RunKey], bool]
) -> Comparison:
    slug, folder = str(entry["slug"]), shelf.folder / str(entry["folder"])
    if not _SLUG.fullmatch(slug):
        raise ReleaseError(f"summary.json: the comparison {slug!r} cannot name a page. {MADE_ANEW}")
    shared = {name: str(entry[name]) for name in ("pillar", "profile", "direction")}
    before, after = (
        RunKey(**shared, **{name: str(entry[side][name]) for name in ("scenario", "season", "hazards")})
        for side in ("before", "after")
    )
    is_of = (table["comparison"] == slug) & (table[list(shared)] == pd.Series(shared)).all(axis=1)
    rows = tuple(shelf.change(row) for row in table[is_of].to_dict("records"))
    missing = [f"{entry['folder']}/{name}" for name in COMPARISON_RASTERS if not (folder / name).is_file()]
    missing += [f"a run for the comparison {slug}: {key}" for key in (before, after) if not has_run(key)]
    if [row.area_kind for row in rows].count("all") != 1:
        missing.append(f"tables/comparisons.csv, one row of the kind 'all' for {entry['folder']}")
    require(missing, shelf.folder)
    return Comparison(slug=slug, name=str(entry["name"]), before=before, after=after, folder=folder, rows=rows)


def _is_true(value: object) -> bool:
    return str(value).strip().lower() in _TRUE
