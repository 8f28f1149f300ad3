"""Sums by zone: what lies in each area, over every cell of a grid or every home of a demand."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numba
import numpy as np
import numpy.typing as npt

from geo.errors import InputError

Doubles = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

_BAND: Final = 1 << 20  # cells; a band of zones stays in the processor's cache while each layer is added up
_MOST_SUMS: Final = 1 << 24  # of all bands together, so that memory stays near 300 MB
_ADDED: Final = (np.float32, np.float64, np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneSums:
    """What was added up by zone, and what lies in no zone.

    ``sums``: float64 (layers, zones); ``unknown``: int64 (layers, zones), the cells whose value is
    NaN, which are in no sum; ``cells``: int64 (zones,), all cells. Those ``outside`` are of zone -1.
    """

    sums: Doubles
    outside: Doubles
    unknown: Counts
    unknown_outside: Counts
    cells: Counts
    cells_outside: int


def zone_sums(
    zone: npt.NDArray[Any], values: Sequence[npt.NDArray[Any]], count: int, *, threads: int | None = None
) -> ZoneSums:
    """Add up each layer of values by zone, in one pass over the zones.

    ``zone``: whole numbers of any shape, from 0 to below ``count``, -1 in no zone. ``values``: layers
    of that shape: float32, float64, uint8 or bool. NaN is left out and counted. Cells are added up
    in bands, whose number depends on the sizes alone, and what rounding loses is kept and put back
    (Neumaier 1974, doi:10.1002/zamm.19740540106): any number of threads, by default as many as there
    are processors, gives the same bits, and the rows agree with their total to the last few.
    Raises InputError for zones out of range, layers of another shape and other kinds of numbers.
    """
    flat, layers = _checked(zone, values)
    cuts = band_cuts(flat.size, count, layers=len(layers))
    bands = len(cuts) - 1
    sums, lost = (np.zeros((bands, len(layers), count + 1)) for _ in range(2))
    unknown, cells = np.zeros((bands, len(layers), count + 1), np.int64), np.zeros((bands, count + 1), np.int64)

    def add_up(band: int) -> bool:
        here = slice(cuts[band], cuts[band + 1])
        if not _count_cells(flat[here], cells[band]):
            return False
        for row, layer in enumerate(layers):
            _add_cells(flat[here], layer[here], sums[band, row], lost[band, row], unknown[band, row])
        return True

    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as workers:
        if not all([*workers.map(add_up, range(bands))]):
            raise InputError(
                f"zones run from {flat.min()} to {flat.max()}, not within -1 to {count - 1}; "
                "number the zones from 0 and take -1 for what lies in none"
            )
    for band in range(1, bands):
        _add_sums(sums[0].reshape(-1), lost[0].reshape(-1), sums[band].reshape(-1), lost[band].reshape(-1))
    total = np.where(np.isfinite(sums[0]), sums[0] + lost[0], sums[0])
    all_unknown, all_cells = unknown.sum(axis=0), cells.sum(axis=0)
    return ZoneSums(
        sums=total[:, 1:],
        outside=total[:, 0],
        unknown=all_unknown[:, 1:],
        unknown_outside=all_unknown[:, 0],
        cells=all_cells[1:],
        cells_outside=int(all_cells[0]),
    )


def band_cuts(size: int, count: int, *, layers: int) -> list[int]:
    """Where ``zone_sums`` cuts its cells into bands, from 0 to ``size``: who adds up alike gets the same bits."""
    bands = max(1, min(-(-size // _BAND), _MOST_SUMS // ((count + 1) * max(1, layers))))
    return [size * band // bands for band in range(bands + 1)]


def _checked(zone: npt.NDArray[Any], values: Sequence[npt.NDArray[Any]]) -> tuple[npt.NDArray[Any], list[Any]]:
    """The zones and the layers, flat and of the kinds that are compiled."""
    if not np.issubdtype(zone.dtype, np.integer):
        raise InputError(f"zones are {zone.dtype}; number them by whole numbers")
    layers = []
    for row, layer in enumerate(values):
        if layer.shape != zone.shape:
            raise InputError(
                f"layer {row} has shape {layer.shape}, the zones {zone.shape}; give both for the same cells"
            )
        plain = layer.view(np.uint8) if layer.dtype == np.bool_ else layer
        if plain.dtype not in _ADDED:
            raise InputError(f"layer {row} is {layer.dtype}; give float32, float64, uint8 or bool")
        layers.append(np.ascontiguousarray(plain).reshape(-1))
    known = zone if zone.dtype in {np.dtype(np.int32), np.dtype(np.int64)} else zone.astype(np.int64)
    return np.ascontiguousarray(known).reshape(-1), layers


@numba.njit(cache=True, nogil=True)
def _count_cells(zone: Any, cells: Any) -> bool:
    """Add the cells of each zone to ``cells`` (zones + 1,), those of none first; whether all are within it."""
    start = 0
    for cell in range(1, len(zone) + 1):
        if cell == len(zone) or zone[cell] != zone[start]:
            place = zone[start] + 1
            if place < 0 or place >= len(cells):
                return False
            cells[place] += cell - start
            start = cell
    return True


@numba.njit(cache=True, nogil=True)
def _keep(sums: Any, lost: Any, place: Any, value: Any) -> None:
    """Add a value to a sum, and what rounding loses of it to what is lost."""
    before = sums[place]
    after = before + value
    if abs(before) >= abs(value):
        lost[place] += (before - after) + value
    else:
        lost[place] += (value - after) + before
    sums[place] = after


@numba.njit(cache=True, nogil=True)
def _add_cells(zone: Any, values: Any, sums: Any, lost: Any, unknown: Any) -> None:
    """Add a band's values; cells of one zone lie in runs, which are added up before they are kept."""
    if not len(zone):
        return
    now, run, missing = zone[0], 0.0, 0
    for cell in range(len(zone)):
        if zone[cell] != now:
            _keep(sums, lost, now + 1, run)
            unknown[now + 1] += missing
            now, run, missing = zone[cell], 0.0, 0
        value = values[cell]
        if np.isnan(value):
            missing += 1
        else:
            run += value
    _keep(sums, lost, now + 1, run)
    unknown[now + 1] += missing


@numba.njit(cache=True, nogil=True)
def _add_sums(sums: Any, lost: Any, others: Any, others_lost: Any) -> None:
    """Add the sums of another band."""
    for place in range(len(sums)):
        _keep(sums, lost, place, others[place])
        lost[place] += others_lost[place]
