"""The centres of a study: what each offers, and the cell from which its times are counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from accessibility.pillars import ANY_PILLAR, order_pillars
from accessibility.study_file import CentresTable
from geo.faults import Faults
from geo.grid import Grid
from geo.land import Land
from geo.nearest_cell import NearestPassableCell
from geo.tables import check_ids

PILLAR_SEPARATOR: Final = ";"
_TRUE: Final = frozenset({"1", "true", "yes"})
_FALSE: Final = frozenset({"0", "false", "no", "", "nan", "none"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Centres:
    """Centres in the order of their rows; all arrays have one entry a centre.

    ``pillars``: the pillars each serves. ``xy``: float64 (centres, 2) in the grid's CRS.
    ``cell``: the passable cell it counts from, -1 if it was refused; ``moved_m``: how far that
    cell's centre is if it is not the centre's own cell, else 0. ``is_sensitive``: left out of the
    public tier.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    pillars: tuple[tuple[str, ...], ...]
    levels: tuple[str, ...]
    xy: npt.NDArray[np.float64]
    cell: npt.NDArray[np.int64]
    moved_m: npt.NDArray[np.float64]
    is_sensitive: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def all_pillars(self) -> tuple[str, ...]:
        """Every pillar that some centre serves, in the order in which they are shown."""
        return order_pillars(pillar for pillars in self.pillars for pillar in pillars)

    def rows_serving(self, pillar: str) -> npt.NDArray[np.int32]:
        """Rows of the centres of a pillar."""
        return np.array([row for row, pillars in enumerate(self.pillars) if pillar in pillars], dtype=np.int32)

    def only(self, is_kept: npt.NDArray[np.bool_]) -> Centres:
        """The centres for which ``is_kept`` holds, with new rows."""
        rows = np.flatnonzero(is_kept)
        return replace(
            self,
            ids=tuple(self.ids[row] for row in rows),
            names=tuple(self.names[row] for row in rows),
            pillars=tuple(self.pillars[row] for row in rows),
            levels=tuple(self.levels[row] for row in rows),
            xy=self.xy[rows],
            cell=self.cell[rows],
            moved_m=self.moved_m[rows],
            is_sensitive=self.is_sensitive[rows],
        )


def centres_from_layer(layer: gpd.GeoDataFrame, table: CentresTable, grid: Grid, *, faults: Faults) -> Centres | None:
    """Centres of a point layer, not yet placed on the land; None if a named column has a fault."""
    where = str(table.path)
    wanted = {"id": table.id, "name": table.name, "pillar": table.pillar, "level": table.level}
    wanted["sensitive"] = table.sensitive
    columns = [str(column) for column in layer.columns if column != layer.geometry.name]
    before = len(faults.errors)
    for key, column in wanted.items():
        if column is not None and column not in columns:
            faults.error(
                where=where,
                which=f"[centres] {key}",
                what=f"there is no column {column!r}",
                do=f"Use one of {', '.join(columns)}",
            )
    if len(faults.errors) > before:
        return None
    if table.id is not None:
        check_ids(layer, table.id, where=where, faults=faults)
    pillars = _pillars(layer, table, faults=faults)
    is_sensitive = _sensitive(layer, table, faults=faults)
    if len(faults.errors) > before:
        return None
    rows = [str(row) for row in range(1, len(layer) + 1)]
    ids = layer[table.id].astype(str).tolist() if table.id is not None else rows
    points = layer.geometry.to_crs(grid.crs)
    return Centres(
        ids=tuple(ids),
        names=_names(layer, table, ids, faults=faults),
        pillars=pillars,
        levels=tuple(layer[table.level].fillna("").astype(str)) if table.level is not None else ("",) * len(layer),
        xy=np.column_stack([points.x, points.y]),
        cell=np.full(len(layer), -1, np.int64),
        moved_m=np.zeros(len(layer)),
        is_sensitive=is_sensitive,
    )


def place_centres(centres: Centres, land: Land, *, within_m: float, where: str, faults: Faults) -> Centres:
    """The centres, each on its own cell or moved to the nearest passable one; the refused are left out and told."""
    own = land.grid.cell_at(centres.xy[:, 0], centres.xy[:, 1])
    cell, distance_m = NearestPassableCell(land).of(centres.xy[:, 0], centres.xy[:, 1], within_m=within_m)
    is_moved = (cell >= 0) & (cell != own)
    is_refused = cell < 0
    for row in np.flatnonzero(is_moved):
        faults.notice(
            where=where,
            which=f"centre {centres.ids[row]} ({centres.names[row]})",
            what=f"lies {_why_not(land, own[row])} and was moved {distance_m[row]:.0f} m to the nearest passable cell",
            do="Check its coordinates",
            is_restricted=bool(centres.is_sensitive[row]),
        )
    for row in np.flatnonzero(is_refused):
        faults.notice(
            where=where,
            which=f"centre {centres.ids[row]} ({centres.names[row]})",
            what=f"lies {_why_not(land, own[row])}, with no passable cell within {within_m:g} m, and was left out",
            do="Correct its coordinates, enlarge the grid, or raise [land] adopt_within_m",
            is_restricted=bool(centres.is_sensitive[row]),
        )
    for pillar in centres.all_pillars:
        rows = centres.rows_serving(pillar)
        if is_refused[rows].all():
            faults.error(
                where=where,
                which=f"pillar {pillar}",
                what=f"none of its {len(rows)} centres is on passable land of the grid",
                do="Check the coordinates, the CRS and the grid's bounds",
            )
    placed = replace(centres, cell=cell, moved_m=np.where(is_moved, distance_m, 0.0))
    return placed.only(~is_refused)


def _why_not(land: Land, cell: int) -> str:
    if cell < 0:
        return "outside the grid"
    return "on a barrier" if land.has_data.ravel()[cell] else "where there is no land data"


def _names(layer: gpd.GeoDataFrame, table: CentresTable, ids: list[str], *, faults: Faults) -> tuple[str, ...]:
    if table.name is None:
        return tuple(f"centre {identity}" for identity in ids)
    names = layer[table.name]
    is_unnamed = names.isna() | (names.astype(str).str.strip() == "")
    if is_unnamed.any():
        rows = ", ".join(str(row + 1) for row in np.flatnonzero(is_unnamed)[:5])
        faults.notice(
            where=str(table.path),
            which=f"column {table.name}",
            what=f"{int(is_unnamed.sum())} of {len(layer)} centres have no name (rows {rows}...)",
            do="They are called by their id; add names if you have them",
        )
    return tuple(
        f"centre {identity}" if unnamed else str(name)
        for name, unnamed, identity in zip(names, is_unnamed, ids, strict=True)
    )


def _pillars(layer: gpd.GeoDataFrame, table: CentresTable, *, faults: Faults) -> tuple[tuple[str, ...], ...]:
    if table.pillar is None:
        return (table.pillars or (ANY_PILLAR,),) * len(layer)
    pillars = []
    for row, value in enumerate(layer[table.pillar], start=1):
        parts = tuple(part.strip() for part in str(value).split(PILLAR_SEPARATOR) if part.strip()) if value else ()
        if not parts or parts == ("nan",):
            faults.error(
                where=str(table.path),
                which=f"row {row}, column {table.pillar}",
                what="the pillar is empty",
                do=f"Write the pillar that the centre serves, several with {PILLAR_SEPARATOR} between them",
            )
        pillars.append(parts)
    return tuple(pillars)


def _sensitive(layer: gpd.GeoDataFrame, table: CentresTable, *, faults: Faults) -> npt.NDArray[np.bool_]:
    is_sensitive = np.zeros(len(layer), np.bool_)
    if table.sensitive is None:
        return is_sensitive
    for row, value in enumerate(layer[table.sensitive].astype(str).str.strip().str.lower()):
        if value not in _TRUE | _FALSE:
            faults.error(
                where=str(table.path),
                which=f"row {row + 1}, column {table.sensitive}",
                what=f"{value!r} is neither yes nor no",
                do="Write yes or no",
            )
        is_sensitive[row] = value in _TRUE
    return is_sensitive
