"""Coarser pictures of published codes: what a pixel shows that covers many cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from maps.classes import STATUS_BEYOND_LIMIT, STATUS_NO_WAY, STATUS_REACHED, status_code
from maps.tiles.layers import IN_REGION

_UNREACHED: Final = range(STATUS_NO_WAY, STATUS_BEYOND_LIMIT + 1)
_LAST: Final = 255  # sorts behind every step
_MOST_AT_ONCE: Final = 1 << 24  # cells that are sorted at a time

Codes = npt.NDArray[np.uint8]


def coarser_codes(codes: Codes, levels: int, *, edge_count: int) -> Iterator[Codes]:
    """The published codes of a run with pixels of 2, 4, 8 ... cells a side, so many levels, outside left aside.

    ``edge_count``: of the limits between codes. A pixel shows what is commonest of minutes and each status without;
    of minutes the middle step, the lower of two: so it is within a threshold if and only if half its cells with minutes
    are, whatever the threshold. It is in an underserved region if more than half of those cells are.

    The commonest code alone would not do: minutes are spread over many steps, and a status, which has one code, would
    show where most cells have minutes.
    """
    plain = codes & (IN_REGION - 1)
    is_reached = (plain > 0) & (plain <= edge_count + 1)
    in_region = codes >= IN_REGION
    steps = np.where(is_reached, plain, np.uint8(_LAST))
    statuses = {each: status_code(each, band_count=edge_count) for each in _UNREACHED}
    there = {STATUS_REACHED: is_reached} | {each: plain == code for each, code in statuses.items()}
    counts = {
        each: (is_it.astype(np.uint8), (is_it & in_region).astype(np.uint8))
        for each, is_it in there.items()
        if is_it.any()
    }
    for level in range(1, levels + 1):
        counts = {each: (_summed(cells, level), _summed(region, level)) for each, (cells, region) in counts.items()}
        yield _shown(counts, steps, 2**level, statuses)


def _shown(
    counts: dict[int, tuple[npt.NDArray[np.unsignedinteger], npt.NDArray[np.unsignedinteger]]],
    steps: Codes,
    side: int,
    statuses: dict[int, int],
) -> Codes:
    """The codes of pixels of ``side`` cells a side; ``counts``: of the cells of each status and of those in regions."""
    found = np.zeros([-(-length // side) for length in steps.shape], np.uint8)
    most = np.zeros(found.shape, np.uint32)
    for each, (cells, region) in counts.items():
        code = _middle(steps, side, cells) if each == STATUS_REACHED else np.uint8(statuses[each])
        wins = cells > most
        np.copyto(
            found, code + np.where(2 * region.astype(np.uint32) > cells, IN_REGION, 0).astype(np.uint8), where=wins
        )
        np.copyto(most, cells, where=wins, casting="same_kind")
    return found


def _summed(counts: npt.NDArray[np.unsignedinteger], level: int) -> npt.NDArray[np.unsignedinteger]:
    """The sums of squares of 2 x 2."""
    even = np.pad(counts, [(0, length % 2) for length in counts.shape])
    if level > 1:  # four fit into a byte, and what is left is small
        even = even.astype(np.uint32)
    return even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]


def _middle(steps: Codes, side: int, counts: npt.NDArray[np.unsignedinteger]) -> Codes:
    """The middle of each pixel's first ``counts`` steps in order."""
    padded = np.pad(steps, [(0, -length % side) for length in steps.shape], constant_values=_LAST)
    rows, columns = counts.shape
    place = (np.maximum(counts, 1).astype(np.int64) - 1) // 2
    found = np.empty(counts.shape, np.uint8)
    at_once = max(1, _MOST_AT_ONCE // (padded.shape[1] * side))
    for first in range(0, rows, at_once):
        part = padded[first * side : (first + at_once) * side].reshape(-1, side, columns, side)
        cells = part.transpose(0, 2, 1, 3).reshape(len(part), columns, side * side)
        cells.sort(axis=-1)
        here = place[first : first + at_once, :, np.newaxis]
        found[first : first + at_once] = np.take_along_axis(cells, here, axis=-1)[..., 0]
    return found
