"""Classes of a difference between two worlds: minutes gained and lost, ways found and cut off."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import rasterio

from geo.errors import ReleaseError
from maps.classes import MinutesClass
from maps.pictures import ClassRaster

CHANGE_SAME: Final = 1
CHANGE_QUICKER: Final = 2
CHANGE_SLOWER: Final = 3
CHANGE_RECONNECTED: Final = 4
CHANGE_CUT_OFF: Final = 5
CHANGE_NO_MINUTES: Final = 6

EDGES_MINUTES: Final = (5.0, 15.0, 30.0, 60.0)
"""The limits between classes; a limit belongs to the smaller class."""

# BrBG by Cynthia Brewer (colorbrewer2.org, Apache 2.0): told apart without colour vision; brown loses, green gains.
_GAINED: Final = ("#c7eae5", "#80cdc1", "#35978f", "#01665e", "#003c30")
_LOST: Final = ("#f6e8c3", "#dfc27d", "#bf812d", "#8c510a", "#543005")
_SIZES: Final = len(EDGES_MINUTES) + 1
_SAME_CODE: Final = 2 * _SIZES + 1
_PLAIN_CODES: Final = {
    CHANGE_SAME: _SAME_CODE,
    CHANGE_RECONNECTED: _SAME_CODE + 1,
    CHANGE_CUT_OFF: _SAME_CODE + 2,
    CHANGE_NO_MINUTES: _SAME_CODE + 3,
}


def difference_classes() -> tuple[MinutesClass, ...]:
    """The classes of a difference map: a way found, minutes gained, the same, minutes lost, cut off, no minutes.

    Gained classes have the codes 1 to 5 from the smallest on, lost ones 6 to 10.
    """
    said = [f"{lower:g} to {upper:g} min" for lower, upper in pairwise((0.0, *EDGES_MINUTES))]
    said.append(f"over {EDGES_MINUTES[-1]:g} min")
    gained = [
        MinutesClass(code=place + 1, slug=f"quicker-{place}", label=f"Quicker by {size}", colour=_GAINED[place])
        for place, size in enumerate(said)
    ]
    lost = [
        MinutesClass(code=_SIZES + place + 1, slug=f"slower-{place}", label=f"Slower by {size}", colour=_LOST[place])
        for place, size in enumerate(said)
    ]
    return (
        _plain(CHANGE_RECONNECTED, "reconnected", "No time before, a time after", "#e4fbf6", "#00796b"),
        *reversed(gained),
        _plain(CHANGE_SAME, "same", "The same", "#f5f5f5", None),
        *lost,
        _plain(CHANGE_CUT_OFF, "cut-off", "Cut off: a time before, none after", "#fff0dc", "#7a3b00"),
        _plain(CHANGE_NO_MINUTES, "no-minutes", "No time before or after", "#9a9a9a", None),
    )


def classify_change(minutes_gained: npt.NDArray[np.floating], change: npt.NDArray[np.integer]) -> npt.NDArray[np.uint8]:
    """The class code of each cell, of the shape of both inputs; 0 outside.

    Raises ReleaseError for a change that is not in the contract and for a quicker or slower cell without minutes.
    """
    if change.size and int(change.max()) > CHANGE_NO_MINUTES:
        raise ReleaseError(f"change.tif holds {int(change.max())}; a change is 0 to 6. Make the release anew")
    code = np.zeros(change.shape, np.uint8)
    for value, first in ((CHANGE_QUICKER, 1), (CHANGE_SLOWER, _SIZES + 1)):
        is_it = change == value
        if not np.isfinite(minutes_gained[is_it]).all():
            raise ReleaseError("minutes_gained.tif has no minutes where change.tif has a change. Make the release anew")
        size = np.abs(minutes_gained[is_it])
        code[is_it] = np.searchsorted(np.asarray(EDGES_MINUTES), size, side="left") + first
    for value, plain in _PLAIN_CODES.items():
        code[change == value] = plain
    return code


def read_change(folder: Path) -> ClassRaster:
    """The class of each cell of a comparison, read block by block."""
    with rasterio.open(folder / "minutes_gained.tif") as minutes, rasterio.open(folder / "change.tif") as change:
        if minutes.shape != change.shape or minutes.transform != change.transform or minutes.crs != change.crs:
            raise ReleaseError(f"{folder}: minutes_gained.tif and change.tif are not on one grid")
        if change.crs is None:
            raise ReleaseError(f"{folder}: change.tif has no coordinate system")
        code = np.zeros(change.shape, np.uint8)
        for _, window in change.block_windows(1):
            rows, columns = window.toslices()
            code[rows, columns] = classify_change(minutes.read(1, window=window), change.read(1, window=window))
        return ClassRaster(code=code, affine=change.transform, crs=change.crs)


def _plain(change: int, slug: str, label: str, colour: str, stripe: str | None) -> MinutesClass:
    return MinutesClass(code=_PLAIN_CODES[change], slug=slug, label=label, colour=colour, stripe=stripe)
