"""What regions are called: the places in them, the largest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.grid import Grid
from geo.land import Land, NearestPassableCell
from geo.layers import KINDS, Places
from geo.units import METRES_PER_KM

NAMED_PLACES: Final = 3  # so many are named; further ones are counted
_AROUND_M: Final = METRES_PER_KM
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceNames:
    """Places by the cell that each stands for, the largest first; both have one entry a place."""

    names: tuple[str, ...]
    cell: Ints


def rank_places(places: Places, people: npt.NDArray[np.float64], land: Land, *, within_m: float) -> PlaceNames:
    """Named places with the passable cell of each, the largest first.

    Of two the one of more people comes first, one without a number last; then they go by the order of ``KINDS``,
    those of no kind last; then by the people around (in a square of about 1 km to each side), then as in the file.
    ``people``: by cell, shape of the grid. A place on an impassable cell stands for the nearest passable one within
    a distance, as the people there do; one that has none is left out.
    """
    cell, _ = NearestPassableCell(land).of(places.xy[:, 0], places.xy[:, 1], within_m=within_m)
    order = order_places(places, people, land.grid)
    order = order[cell[order] >= 0]
    return PlaceNames(names=tuple(places.names[place] for place in order), cell=cell[order])


def order_places(places: Places, people: npt.NDArray[np.float64], grid: Grid) -> Ints:
    """The rows of places, the largest first, as ``rank_places`` has it. ``people``: by cell, shape of the grid."""
    own = grid.cell_at(places.xy[:, 0], places.xy[:, 1])
    rank = np.array([KINDS.index(kind) if kind else len(KINDS) for kind in places.kinds], np.int64)
    around = _people_around(people, grid, own)
    found = np.lexsort((np.arange(len(rank)), -around, rank, np.where(np.isnan(places.people), 1.0, -places.people)))
    return found.astype(np.int64)


def places_of_regions(places: PlaceNames, region: npt.NDArray[np.integer]) -> dict[int, tuple[str, ...]]:
    """The names of the places in each region, the largest first, each name once; a region without any is no key.

    ``region``: the number of the region by cell, 0 for none; shape of the grid.
    """
    named: dict[int, dict[str, None]] = {}
    numbers = np.asarray(region).ravel()[places.cell]
    for number, name in zip(numbers.tolist(), places.names, strict=True):
        if number > 0:
            named.setdefault(number, {})[name] = None
    return {number: tuple(names) for number, names in named.items()}


def places_in_words(names: Sequence[str]) -> str:
    """Names as one reads them aloud: the first three, and how many more.

    >>> places_in_words(["Kesh", "Tarn", "Oru", "Pell", "Vash"])
    'Kesh, Tarn, Oru and 2 more places'
    >>> places_in_words(["Kesh", "Tarn"])
    'Kesh and Tarn'
    """
    told, more = list(names[:NAMED_PLACES]), len(names) - NAMED_PLACES
    if more > 0:
        told.append(f"{more} more place{'s' if more > 1 else ''}")
    return " and ".join(part for part in (", ".join(told[:-1]), told[-1]) if part) if told else ""


def _people_around(people: npt.NDArray[np.float64], grid: Grid, cell: Ints) -> npt.NDArray[np.float64]:
    """People in the cells up to about 1 km to each side of some cells, to the whole person."""
    row, column = np.divmod(cell, grid.shape[1])
    total = np.zeros((grid.shape[0] + 1, grid.shape[1] + 1))
    total[1:, 1:] = people.cumsum(axis=0).cumsum(axis=1)
    width_m, height_m = (sizes[row] for sizes in grid.cell_size_m)
    down, right = ((_AROUND_M / size_m).astype(np.int64) for size_m in (height_m, width_m))
    top, bottom = np.maximum(row - down, 0), np.minimum(row + down + 1, grid.shape[0])
    left, end = np.maximum(column - right, 0), np.minimum(column + right + 1, grid.shape[1])
    return np.asarray(np.rint(total[bottom, end] - total[top, end] - total[bottom, left] + total[top, left]))
