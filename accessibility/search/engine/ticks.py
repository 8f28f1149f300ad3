"""Time as whole ticks, with the centre in the same word: what the search adds up and compares.

A key holds the ticks of a way in its upper 44 bits and the row of the centre in its lower 20. Keys
are ordered by time and then by row, so the least key is the least time, and of equal times the one
to the lowest row. Whole numbers add up to the same sum in any order: whoever searches, in whatever
order, ends at the same keys.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.search.engine.compiling import compiled
from geo.errors import InputError

Keys = npt.NDArray[np.uint64]

TICKS_PER_SECOND: Final = float(1 << 20)  # a tick is just under a microsecond
ROW_BITS: Final = 20
MAX_CENTRES: Final = (1 << ROW_BITS) - 1
RANGE_TICKS: Final = 1 << 41  # the longest time that can be told
LONGEST_STEP_TICKS: Final = RANGE_TICKS + 1  # what a longer step is taken as: beyond the range wherever it starts
RANGE_SECONDS: Final = RANGE_TICKS / TICKS_PER_SECOND  # 24.3 days
RANGE_DAYS: Final = 24
UNREACHED: Final = np.uint64(0xFFFFFFFFFFFFFFFF)
CLOSED: Final = np.uint64(1 << 63)  # what an arc that nobody may pass adds: more than any key, and no overflow
NO_CENTRE: Final = -1
_HALF: Final = 0.5
_SHIFT: Final = np.uint64(ROW_BITS)
_SECONDS_PER_TICK: Final = 1 / TICKS_PER_SECOND
_ROW_MASK: Final = np.uint64(MAX_CENTRES)


def keys_of(duration_s: npt.ArrayLike, rows: npt.ArrayLike) -> Keys:
    """The keys of times in seconds, each rounded to a tick, to the centres of these rows.

    Raises InputError for a row that a key cannot hold and for a time that is negative, not finite,
    or longer than the range.
    """
    seconds, row = np.asarray(duration_s, np.float64), np.asarray(rows, np.int64)
    is_impossible = (row < 0) | (row >= MAX_CENTRES)
    if is_impossible.any():
        raise InputError(
            f"row {row[is_impossible][0]} is not one of at most {MAX_CENTRES:,} centres, counted from 0; "
            "number them so, and search more than that in groups"
        )
    if not ((seconds >= 0) & (seconds <= RANGE_SECONDS)).all():
        raise InputError(
            f"a time is negative, unknown or longer than {RANGE_DAYS} days; give 0 minutes or more, and no longer"
        )
    ticks = np.rint(seconds * TICKS_PER_SECOND).astype(np.uint64)
    return np.bitwise_or(np.left_shift(ticks, _SHIFT), row.astype(np.uint64))


def bound_of(limit_s: float | None) -> np.uint64:
    """The greatest key within a limit, inclusive to the tick; without one, within what can be told."""
    ticks = RANGE_TICKS if limit_s is None else min(round(limit_s * TICKS_PER_SECOND), RANGE_TICKS)
    return np.uint64((ticks << ROW_BITS) | MAX_CENTRES)


def key_steps(duration_s: npt.ArrayLike) -> Keys:
    """What arcs of these seconds add to a key: whole ticks, at least one, so that no way is free; CLOSED for inf."""
    seconds = np.asarray(duration_s, np.float64)
    ticks = np.floor(np.clip(seconds * TICKS_PER_SECOND, 1.0, float(LONGEST_STEP_TICKS)) + _HALF)
    return np.where(np.isinf(seconds), CLOSED, np.left_shift(ticks.astype(np.uint64), _SHIFT))


def seconds_and_rows(keys: Keys, *, in_place: bool = False) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int32]]:
    """Seconds, inf where unreached, and rows of the centres, -1 there; both of the shape of the keys.

    ``in_place``: the seconds take the memory of the keys, which are gone then.
    """
    flat = keys.reshape(-1)
    seconds, rows = flat.view(np.float64) if in_place else np.empty(flat.size), np.empty(flat.size, np.int32)
    _read(flat, seconds, rows)
    return seconds.reshape(keys.shape), rows.reshape(keys.shape)


@compiled
def _read(keys: Keys, seconds: npt.NDArray[np.float64], rows: npt.NDArray[np.int32]) -> None:
    for place in range(len(keys)):
        key = keys[place]
        is_reached = key != UNREACHED
        seconds[place] = np.int64(key >> _SHIFT) * _SECONDS_PER_TICK if is_reached else np.inf
        rows[place] = np.int32(key & _ROW_MASK) if is_reached else np.int32(NO_CENTRE)
