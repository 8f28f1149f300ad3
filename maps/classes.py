"""Classes of minutes: what a cell is called, coloured and coded on a map and in a bar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.errors import ReleaseError
from maps.words import minutes_in_words

STATUS_OUTSIDE: Final = 0
STATUS_REACHED: Final = 1
STATUS_NO_WAY: Final = 2
STATUS_INSIDE_HAZARD: Final = 3
STATUS_BARRIER: Final = 4
STATUS_NO_LAND_DATA: Final = 5
STATUS_BEYOND_LIMIT: Final = 6

OUTSIDE_CODE: Final = 0
STATUSES: Final = range(STATUS_NO_WAY, STATUS_BEYOND_LIMIT + 1)
MOST_BANDS: Final = 12  # more could not be told apart by eye

# Viridis at 0, 0.1, ... 1: by Nathaniel Smith and Stefan van der Walt, released as CC0.
_VIRIDIS: Final = np.array(
    [
        (0x44, 0x01, 0x54),
        (0x48, 0x25, 0x76),
        (0x41, 0x44, 0x87),
        (0x35, 0x60, 0x8D),
        (0x2A, 0x78, 0x8E),
        (0x21, 0x90, 0x8C),
        (0x22, 0xA8, 0x84),
        (0x43, 0xBF, 0x71),
        (0x7A, 0xD1, 0x51),
        (0xBB, 0xDF, 0x27),
        (0xFD, 0xE7, 0x25),
    ]
)

# Beside viridis, which runs from dark violet to yellow, these are told apart by lightness and by stripes.
_STATUS_LOOKS: Final = {
    STATUS_NO_WAY: ("no-way", "No way to a centre", "#ffffff", "#1a1a1a"),
    STATUS_INSIDE_HAZARD: ("inside-hazard", "Inside a recorded hazard area", "#b3312c", None),
    STATUS_BARRIER: ("barrier", "Barrier: water or other ground nobody crosses", "#cfdfea", None),
    STATUS_NO_LAND_DATA: ("no-land-data", "No land data", "#f2f2f2", "#a8a8a8"),
    STATUS_BEYOND_LIMIT: ("beyond-limit", "Beyond the limit of the search", "#8d8d9b", "#33235c"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesClass:
    """One class of cells. Colours are ``#rrggbb``; ``stripe`` is the second colour of a striped class.

    ``code`` is its number in a class raster; 0, outside, is no class. Stripes rise to the right unless they
    ``falls``; of a class that ``is_clear`` nothing but the stripes is drawn, over what lies below.
    """

    code: int
    slug: str
    label: str
    colour: str
    stripe: str | None = None
    falls: bool = False
    is_clear: bool = False

    @property
    def background(self) -> str:
        """The CSS background of its swatch or bar."""
        if self.stripe is None:
            return self.colour
        colour = "transparent" if self.is_clear else self.colour
        return f"repeating-linear-gradient({45 if self.falls else 135}deg, {colour} 0 4px, {self.stripe} 4px 7px)"


def minutes_classes(bands_minutes: tuple[float, ...]) -> tuple[MinutesClass, ...]:
    """The classes of a map, best first: one per band, later than the last, then one per status without minutes.

    A band is inclusive: exactly 60 minutes is up to 1 h. The nearer, the lighter (viridis), so that
    the order is seen without colour vision and in a grey print.
    """
    if not bands_minutes or len(bands_minutes) > MOST_BANDS or list(bands_minutes) != sorted(set(bands_minutes)):
        raise ReleaseError(
            f"the bands {list(bands_minutes)} cannot be drawn; "
            f"give 1 to {MOST_BANDS} rising numbers of minutes as bands_minutes"
        )
    return _classes(bands_minutes)


def _classes(bands_minutes: tuple[float, ...]) -> tuple[MinutesClass, ...]:
    count = len(bands_minutes)
    said = [minutes_in_words(band) for band in bands_minutes]
    labels = [f"Up to {said[0]}"]
    labels += [f"Over {lower} to {upper}" for lower, upper in pairwise(said)]
    labels.append(f"Over {said[-1]}")
    slugs = [f"within-{band:g}-min" for band in bands_minutes] + [f"beyond-{bands_minutes[-1]:g}-min"]
    reached = [
        MinutesClass(code=place + 1, slug=slug, label=label, colour=_viridis(1 - place / count))
        for place, (slug, label) in enumerate(zip(slugs, labels, strict=True))
    ]
    unreached = [
        MinutesClass(code=status_code(status, band_count=count), slug=slug, label=label, colour=colour, stripe=stripe)
        for status, (slug, label, colour, stripe) in _STATUS_LOOKS.items()
    ]
    return (*reached, *unreached)


def threshold_classes(bands_minutes: tuple[float, ...], threshold_minutes: float) -> tuple[MinutesClass, ...]:
    """The classes of a map on which a threshold is set, best first, then one per status without minutes.

    Bands up to the threshold keep their colours; the last of them ends with it, inclusive. All beyond it is one class,
    of the darkest violet. A threshold over the last band adds a class.
    """
    minutes_classes(bands_minutes)  # it refuses bands that cannot be drawn
    edges = bands_minutes if threshold_minutes <= bands_minutes[-1] else (*bands_minutes, threshold_minutes)
    inner = [edge for edge in edges if edge < threshold_minutes]
    limits = (*inner, threshold_minutes)
    whole = _classes(limits)
    colours = [_viridis(1 - place / len(edges)) for place in range(len(limits))] + [_viridis(0)]
    return tuple(
        replace(each, colour=colours[place]) if place < len(colours) else each for place, each in enumerate(whole)
    )


def status_code(status: int, *, band_count: int) -> int:
    """The code in a class raster of a status without minutes (2 to 6)."""
    return band_count + status


def classify_cells(
    travel_minutes: npt.NDArray[np.floating],
    status: npt.NDArray[np.integer],
    *,
    bands_minutes: tuple[float, ...],
) -> npt.NDArray[np.uint8]:
    """The class code of each cell, of the shape of both inputs; 0 outside.

    Raises ReleaseError for a status that is not in the contract and for a reached cell without minutes.
    """
    is_reached = status == STATUS_REACHED
    is_known = is_reached | (status == STATUS_OUTSIDE) | ((status >= STATUS_NO_WAY) & (status <= STATUS_BEYOND_LIMIT))
    if not is_known.all():
        strange = sorted(set(np.unique(status[~is_known]).tolist()))
        raise ReleaseError(f"status.tif holds {strange}; a status is 0 to {STATUS_BEYOND_LIMIT}. Make the release anew")
    if not np.isfinite(travel_minutes[is_reached]).all():
        raise ReleaseError(
            "travel_minutes.tif has no minutes for a cell that status.tif calls reached. Make the release anew"
        )
    code = np.full(status.shape, OUTSIDE_CODE, np.uint8)
    code[is_reached] = np.searchsorted(np.asarray(bands_minutes), travel_minutes[is_reached], side="left") + 1
    for unreached in STATUSES:
        code[status == unreached] = status_code(unreached, band_count=len(bands_minutes))
    return code


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255, of ``#rrggbb``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _viridis(share: float) -> str:
    """The colour at a share of viridis: 0 dark violet, 1 yellow."""
    anchors = np.linspace(0, 1, len(_VIRIDIS))
    red, green, blue = (round(float(np.interp(share, anchors, _VIRIDIS[:, part]))) for part in range(3))
    return f"#{red:02x}{green:02x}{blue:02x}"
