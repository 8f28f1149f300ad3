"""The picture of a live country after changes: times, figures, who gains and who loses, area by area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.live.answers import BaseAnswer, ChangedCells
from accessibility.live.changes import Change, Question
from accessibility.live.homes import PatchedReach
from geo.grid import Grid

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCentre:
    """A centre, by its row in a country. ``pillars``: pillars and services that it offers in the base.

    ``cell``: where it is reached from, -1 where nobody gets to it. ``on_upgrade``: services that it would offer
    too if it had their pillar, as (service, pillar). ``lon``, ``lat``: EPSG:4326.
    """

    id: str
    name: str
    level: str
    lon: float
    lat: float
    pillars: tuple[str, ...]
    on_upgrade: tuple[tuple[str, str], ...]
    is_sensitive: bool
    cell: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveTravel:
    """The answer by cell, in the shape of what was asked for, as in the rasters of a release.

    ``minutes``: float32, NaN without an answer. ``status``: uint8, as in ``status.tif``. ``nearest``: int32, row of
    the picture's centres, -1 for none.
    """

    minutes: npt.NDArray[np.float32]
    status: npt.NDArray[np.uint8]
    nearest: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gains:
    """Who gains by changes and who loses; people of the whole study. ``newly_within``: by band in minutes."""

    people_gaining: float
    people_losing: float
    person_minutes_gained: float
    person_minutes_lost: float
    people_reconnected: float
    people_cut_off: float
    people_newly_within: Mapping[float, float]
    people_no_longer_within: Mapping[float, float]


@dataclass(frozen=True, kw_only=True, eq=False)
class Picture:
    """A country after changes. It stays what it is, whatever becomes of the country.

    ``changed``: int64, the cells whose answer (minutes, centre or status) is another than in the base, rising;
    ``travel`` and ``window`` give the answer of all cells or of some. ``headline_before`` and ``headline_after``:
    figures of everyone by their names in ``tables/areas.csv``. ``areas``: a row for each area, one for outside all
    areas, one for all, with the columns of ``tables/comparisons.csv`` from ``area_id`` on. ``centres``: those of the
    country in its rows, then the added ones by id. ``reach``: who gets to care within each
    step. ``seconds``: how long each step took. ``bytes_held``: by this
    picture beside its country.
    """

    question: Question
    changes: tuple[Change, ...]
    grid: Grid
    centres: tuple[LiveCentre, ...]
    changed: Ints
    headline_before: Mapping[str, float]
    headline_after: Mapping[str, float]
    gains: Gains
    areas: pd.DataFrame
    seconds: Mapping[str, float]
    bytes_held: int
    base: BaseAnswer
    cells: ChangedCells
    reach: PatchedReach

    @cached_property
    def travel(self) -> LiveTravel:
        """The answer of all cells, shape of the grid; made when first asked for, 9 bytes for each cell."""
        rows, columns = self.grid.shape
        return self.window(slice(0, rows), slice(0, columns))

    def window(self, rows: slice, columns: slice) -> LiveTravel:
        """The answer of the cells of some rows and columns of the grid, which costs what they hold and no more."""
        found = self.as_before(rows, columns)
        (top, bottom, _), (left, right, _) = rows.indices(self.grid.shape[0]), columns.indices(self.grid.shape[1])
        width = self.grid.shape[1]
        first, end = np.searchsorted(self.cells.cell, [top * width, bottom * width])
        row, column = np.divmod(self.cells.cell[first:end], width)
        is_there = (column >= left) & (column < right)
        here = row[is_there] - top, column[is_there] - left
        minutes = self.cells.minutes[first:end][is_there]
        found.minutes[here] = np.where(np.isfinite(minutes), minutes, np.nan)
        found.status[here] = self.cells.status[first:end][is_there]
        found.nearest[here] = self.cells.nearest[first:end][is_there]
        return found

    def as_before(self, rows: slice, columns: slice) -> LiveTravel:
        """The answer of the base there, whose rows of centres are the same."""
        shape = self.grid.shape
        return LiveTravel(
            minutes=self.base.minutes.reshape(shape)[rows, columns].copy(),
            status=self.base.status.reshape(shape)[rows, columns].copy(),
            nearest=self.base.nearest.reshape(shape)[rows, columns].copy(),
        )
