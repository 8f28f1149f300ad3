"""The centres of a study: what each offers, and the cell from which its times are counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from accessibility.need.directory import read_records
from accessibility.need.pillars import ANY_PILLAR, order_pillars, pillar_labels, slug
from accessibility.need.records import CentreRecord
from accessibility.need.services import names_of, with_services
from accessibility.study_file import CentresTable, ServiceTable
from geo.faults import Faults
from geo.grid import Grid
from geo.land import Land, NearestPassableCell
from geo.layers import check_ids, list_names, name_rows, nearest_name, texts_of

PILLAR_SEPARATOR: Final = ";"
_PILLARS_COLUMN: Final = "pillars"
_LEVEL_COLUMN: Final = "level"
Cells = npt.NDArray[np.int64]
_TRUE: Final = frozenset({"1", "true", "yes"})
_FALSE: Final = frozenset({"0", "false", "no", ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Centres:
    """Centres in the order of their rows; all arrays have one entry a centre.

    ``pillars``: the pillars each serves. ``xy``: float64 (centres, 2) in the grid's CRS.
    ``cell``: the passable cell it counts from, -1 if it was refused; ``moved_m``: how far that
    cell's centre is if it is not the centre's own cell, else 0. ``is_sensitive``: left out of the
    public tier. ``scenario``: the scenario that adds it, "" for one that is there anyway.
    ``offered``: the pillars that it serves wherever it is open, without services. ``records``: what the
    directory knows of each. ``services``: those of the study; one that a centre offers is among its ``pillars``.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    pillars: tuple[tuple[str, ...], ...]
    levels: tuple[str, ...]
    xy: npt.NDArray[np.float64]
    cell: npt.NDArray[np.int64]
    moved_m: npt.NDArray[np.float64]
    is_sensitive: npt.NDArray[np.bool_]
    scenario: tuple[str, ...]
    offered: tuple[tuple[str, ...], ...]
    records: tuple[CentreRecord, ...]
    services: tuple[ServiceTable, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def all_pillars(self) -> tuple[str, ...]:
        """Every pillar that some centre serves, in the order in which they are shown, then the services."""
        return order_pillars(chain.from_iterable(self.pillars), names_of(self.services))

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
            scenario=tuple(self.scenario[row] for row in rows),
            offered=tuple(self.offered[row] for row in rows),
            records=tuple(self.records[row] for row in rows),
        )

    def joined(self, others: Sequence[Centres]) -> Centres:
        """These and then others, with the rows going on."""
        every = [self, *others]
        return Centres(
            ids=tuple(chain.from_iterable(centres.ids for centres in every)),
            names=tuple(chain.from_iterable(centres.names for centres in every)),
            pillars=tuple(chain.from_iterable(centres.pillars for centres in every)),
            levels=tuple(chain.from_iterable(centres.levels for centres in every)),
            xy=np.concatenate([centres.xy for centres in every]),
            cell=np.concatenate([centres.cell for centres in every]),
            moved_m=np.concatenate([centres.moved_m for centres in every]),
            is_sensitive=np.concatenate([centres.is_sensitive for centres in every]),
            scenario=tuple(chain.from_iterable(centres.scenario for centres in every)),
            offered=tuple(chain.from_iterable(centres.offered for centres in every)),
            records=tuple(chain.from_iterable(centres.records for centres in every)),
            services=self.services,
        )

    def offering(self, services: Sequence[ServiceTable]) -> Centres:
        """The same rows, each with its pillars and those of these services that it is known to offer."""
        pillars = tuple(
            with_services(offered, record, services) for offered, record in zip(self.offered, self.records, strict=True)
        )
        return replace(self, pillars=pillars, services=tuple(services))

    def serving_in(
        self,
        scenario: str | None,
        *,
        pillars: Mapping[str, tuple[str, ...]] | None = None,
        closed: Sequence[str] = (),
    ) -> Centres:
        """The same rows as they serve in a scenario, None for the base; ``pillars`` by id where others.

        Services follow from the pillars; a scenario may also name one itself among a centre's pillars.
        """
        is_there = [adding in {"", scenario} for adding in self.scenario]
        serving = [
            with_services((pillars or {}).get(identity, offered), record, self.services)
            if there and identity not in closed
            else ()
            for identity, offered, record, there in zip(self.ids, self.offered, self.records, is_there, strict=True)
        ]
        return replace(self, pillars=tuple(serving))

    def standing_at(self, cell: Cells, moved_m: npt.NDArray[np.float64]) -> Centres:
        """The same rows at other cells; those at -1 serve nobody."""
        pillars = tuple(
            pillars if place >= 0 else () for pillars, place in zip(self.pillars, cell.tolist(), strict=True)
        )
        return replace(self, pillars=pillars, cell=cell, moved_m=moved_m)


def centres_from_layer(  # noqa: PLR0913 - a reader always says to whom it tells
    layer: gpd.GeoDataFrame,
    table: CentresTable,
    grid: Grid,
    *,
    faults: Faults,
    row_prefix: str = "",
    as_of: dt.date | None = None,
) -> Centres | None:
    """Centres of a point layer, not yet placed on the land; None if a named column has a fault.

    Where the study names no column of ids, a centre's id is ``row_prefix`` and its row from 1. ``as_of``:
    the day that the study looks at, None for any.
    """
    where = str(table.path)
    columns = [str(column) for column in layer.columns if column != layer.geometry.name]
    table = _with_own_columns(table, columns)
    wanted = {"id": table.id, "name": table.name, "pillar": table.pillar, "level": table.level}
    wanted["sensitive"] = table.sensitive
    before = len(faults.errors)
    for key, column in wanted.items():
        if column is not None and column not in columns:
            near = nearest_name(column, columns)
            faults.error(
                where=where,
                which=f"[centres] {key}",
                what=f"there is no column {column!r}" + (f" (did you mean {near!r}?)" if near else ""),
                do=f"Use one of {list_names(columns)}",
            )
    if len(faults.errors) > before:
        return None
    if table.id is not None:
        check_ids(layer, table.id, where=where, faults=faults)
    pillars = _pillars(layer, table, faults=faults)
    is_sensitive = _sensitive(layer, table, faults=faults)
    records = read_records(layer, table, pillars, as_of=as_of, faults=faults)
    if len(faults.errors) > before or records is None:
        return None
    rows = [f"{row_prefix}{row}" for row in range(1, len(layer) + 1)]
    ids = texts_of(layer[table.id]).tolist() if table.id is not None else rows
    points = layer.geometry.to_crs(grid.crs)
    return Centres(
        ids=tuple(ids),
        names=_names(layer, table, ids, faults=faults),
        pillars=pillars,
        levels=tuple(texts_of(layer[table.level])) if table.level is not None else ("",) * len(layer),
        xy=np.column_stack([points.x, points.y]),
        cell=np.full(len(layer), -1, np.int64),
        moved_m=np.zeros(len(layer)),
        is_sensitive=is_sensitive,
        scenario=("",) * len(layer),
        offered=pillars,
        records=records,
    )


def _with_own_columns(table: CentresTable, columns: Collection[str]) -> CentresTable:
    """The table with the columns of a directory that need no mention: pillars and level."""
    update: dict[str, str] = {}
    if table.pillar is None and table.pillars is None and _PILLARS_COLUMN in columns:
        update["pillar"] = _PILLARS_COLUMN
    if table.level is None and _LEVEL_COLUMN in columns:
        update["level"] = _LEVEL_COLUMN
    return table.model_copy(update=update)


def cells_of_centres(centres: Centres, land: Land, *, within_m: float) -> tuple[Cells, npt.NDArray[np.float64]]:
    """The cell of each centre, its own or the nearest passable one, -1 if none is near; and how far it was moved."""
    own = land.grid.cell_at(centres.xy[:, 0], centres.xy[:, 1])
    cell, distance_m = NearestPassableCell(land).of(centres.xy[:, 0], centres.xy[:, 1], within_m=within_m)
    return cell, np.where((cell >= 0) & (cell != own), distance_m, 0.0)


def place_centres(centres: Centres, land: Land, *, within_m: float, where: str, faults: Faults) -> Centres:
    """The centres, each on its own cell or moved to the nearest passable one; the refused are left out and told."""
    cell, moved_m = cells_of_centres(centres, land, within_m=within_m)
    placed = replace(centres, cell=cell, moved_m=moved_m)
    tell_places(placed, land, within_m=within_m, where=where, faults=faults)
    return placed.only(cell >= 0)


def tell_places(centres: Centres, land: Land, *, within_m: float, where: str, faults: Faults) -> None:
    """Tell which centres were moved, which refused (cell -1), and pillars of which all are."""
    own = land.grid.cell_at(centres.xy[:, 0], centres.xy[:, 1])
    is_refused = centres.cell < 0
    is_moved = ~is_refused & (centres.cell != own)
    _tell_moved(centres, land, own, np.where(is_moved, centres.moved_m, np.nan), where=where, faults=faults)
    _tell_refused(centres, land, own, is_refused, within_m=within_m, where=where, faults=faults)
    for pillar in order_pillars(chain.from_iterable(centres.offered)):
        rows = np.flatnonzero([pillar in offered for offered in centres.offered])
        if is_refused[rows].all():
            faults.error(
                where=where,
                which=f"pillar {pillar}",
                what=f"none of its {len(rows)} centres is on passable land of the grid",
                do="Check the coordinates, the CRS and the grid's bounds",
            )


def _tell_moved(  # noqa: PLR0913 - who is told of what
    centres: Centres, land: Land, own: Cells, moved_m: npt.NDArray[np.float64], *, where: str, faults: Faults
) -> None:
    """One notice for each reason; ``moved_m`` is NaN for a centre that was not moved."""
    for rows, why in _by_reason(centres, land, own, ~np.isnan(moved_m)):
        far = f"up to {moved_m[rows].max():.0f} m" if len(rows) > 1 else f"{moved_m[rows[0]]:.0f} m"
        faults.notice(
            where=where,
            which=_name_centres(centres, rows),
            what=f"{len(rows):,} of {len(centres):,} centres lie {why} and were moved {far} to the nearest "
            "passable cell",
            do="Check their coordinates",
            is_restricted=bool(centres.is_sensitive[rows[0]]),
        )


def _tell_refused(  # noqa: PLR0913
    centres: Centres,
    land: Land,
    own: Cells,
    is_refused: npt.NDArray[np.bool_],
    *,
    within_m: float,
    where: str,
    faults: Faults,
) -> None:
    """One notice for each reason."""
    for rows, why in _by_reason(centres, land, own, is_refused):
        faults.notice(
            where=where,
            which=_name_centres(centres, rows),
            what=f"{len(rows):,} of {len(centres):,} centres lie {why}, with no passable cell within {within_m:g} m, "
            "and were left out",
            do="Correct their coordinates, enlarge the grid, or raise [land] adopt_within_m",
            is_restricted=bool(centres.is_sensitive[rows[0]]),
        )


def _by_reason(
    centres: Centres, land: Land, own: Cells, is_meant: npt.NDArray[np.bool_]
) -> Iterator[tuple[npt.NDArray[np.int64], str]]:
    """The rows that are meant by why they are on no passable cell, the sensitive ones apart."""
    is_off = own < 0
    is_known = ~is_off & land.has_data.ravel()[np.maximum(own, 0)]
    for is_one, why in (
        (is_off, "outside the grid"),
        (is_known, "on a barrier"),
        (~is_off & ~is_known, "where there is no land data"),
    ):
        for is_apart in (~centres.is_sensitive, centres.is_sensitive):
            rows = np.flatnonzero(is_meant & is_one & is_apart).astype(np.int64)
            if len(rows):
                yield rows, why


def _name_centres(centres: Centres, rows: npt.NDArray[np.int64]) -> str:
    """At most a dozen centres by id and name, and how many more there are."""
    names = [
        identity if name in {identity, f"centre {identity}"} else f"{identity} ({name})"
        for identity, name in ((centres.ids[row], centres.names[row]) for row in rows)
    ]
    return f"centre{'s' if len(rows) > 1 else ''} {list_names(names)}"


def _names(layer: gpd.GeoDataFrame, table: CentresTable, ids: list[str], *, faults: Faults) -> tuple[str, ...]:
    if table.name is None:
        return tuple(f"centre {identity}" for identity in ids)
    names = texts_of(layer[table.name])
    is_unnamed = names == ""
    if is_unnamed.any():
        faults.notice(
            where=str(table.path),
            which=f"{name_rows(layer.index, is_unnamed)}, column {table.name}",
            what=f"{int(is_unnamed.sum()):,} of {len(layer):,} centres have no name",
            do="They are called by their id; add names if you have them",
        )
    return tuple(
        f"centre {identity}" if unnamed else name
        for name, unnamed, identity in zip(names, is_unnamed, ids, strict=True)
    )


def _pillars(layer: gpd.GeoDataFrame, table: CentresTable, *, faults: Faults) -> tuple[tuple[str, ...], ...]:
    if table.pillar is None:
        _tell_odd_pillars(table.pillars or (), table, faults=faults)
        return (table.pillars or (ANY_PILLAR,),) * len(layer)
    texts = texts_of(layer[table.pillar])
    pillars = [tuple(part.strip() for part in text.split(PILLAR_SEPARATOR) if part.strip()) for text in texts]
    is_empty = [not parts for parts in pillars]
    if any(is_empty):
        faults.error(
            where=str(table.path),
            which=f"{name_rows(layer.index, is_empty)}, column {table.pillar}",
            what=f"{is_empty.count(True):,} of {len(layer):,} centres say no pillar",
            do=f"Write the pillar that the centre serves, several with {PILLAR_SEPARATOR} between them",
        )
    _tell_odd_pillars(order_pillars(part for parts in pillars for part in parts), table, faults=faults)
    return tuple(pillars)


def _tell_odd_pillars(named: tuple[str, ...], table: CentresTable, *, faults: Faults) -> None:
    """Pillars of a layer whose folders would be one or have no name, and those that nobody knows."""
    which = f"column {table.pillar}" if table.pillar else "[centres] pillars"
    tell_alike_pillars(named, where=str(table.path), which=which, faults=faults, odd=named)


def tell_alike_pillars(named: Iterable[str], *, where: str, which: str, faults: Faults, odd: Collection[str]) -> None:
    """Tell pillars whose folders would be one or have no name, and of those in ``odd`` the ones that nobody knows."""
    named = order_pillars(named)
    known = [pillar for pillar in pillar_labels() if pillar != ANY_PILLAR]
    by_slug: dict[str, list[str]] = {}
    for pillar in named:
        by_slug.setdefault(slug(pillar), []).append(pillar)
    for folder, alike in by_slug.items():
        if not folder or len(alike) > 1:
            faults.error(
                where=where,
                which=which,
                what=f"{list_names([repr(pillar) for pillar in alike])} "
                + ("are the same but for their spelling" if folder else "has no letter a to z and no digit"),
                do=f"Write one key for each pillar, such as {', '.join(known)}",
            )
    for pillar in named:
        if pillar in odd and pillar not in pillar_labels():
            nearest = nearest_name(pillar, known)
            faults.notice(
                where=where,
                which=which,
                what=f"{pillar!r} is none of the known pillars and is taken as one of its own"
                + (f"; did you mean {nearest!r}?" if nearest else ""),
                do=f"Known are {', '.join(known)}",
            )


def _sensitive(layer: gpd.GeoDataFrame, table: CentresTable, *, faults: Faults) -> npt.NDArray[np.bool_]:
    if table.sensitive is None:
        return np.zeros(len(layer), np.bool_)
    answers = texts_of(layer[table.sensitive]).str.lower()
    is_odd = ~answers.isin(_TRUE | _FALSE)
    if is_odd.any():
        faults.error(
            where=str(table.path),
            which=f"{name_rows(layer.index, is_odd)}, column {table.sensitive}",
            what=f"{list_names([repr(value) for value in answers[is_odd].unique()])} is neither yes nor no",
            do="Write yes or no",
        )
    return np.asarray(answers.isin(_TRUE), dtype=np.bool_)
