"""Pictures of steps, whose grey is a code, and the colours that a script gives the codes at each threshold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from geo.errors import ReleaseError
from maps.classes import MOST_BANDS, STATUSES, MinutesClass, minutes_classes, status_code
from maps.pictures import FINE_PIXELS, MOST_PIXELS, Picture, draw_picture, read_classes

_MOST_CODES: Final = 127  # a script tells the stripes of a code by the bit above it


def draw_steps(
    run_folder: Path,
    steps_minutes: Sequence[float],
    *,
    most_pixels: int = MOST_PIXELS,
    fine_pixels: int = FINE_PIXELS,
) -> Picture:
    """A picture whose grey is a code: k for the k-th step, one more beyond the last, then one for each status.

    Its ``codes`` are those that are in it. A script gives them colours.
    """
    steps = tuple(steps_minutes)
    return draw_picture(
        read_classes(run_folder, bands_minutes=steps),
        _greys(len(steps)),
        most_pixels=most_pixels,
        fine_pixels=fine_pixels,
    )


def looks_of(steps_minutes: Sequence[float], bands_minutes: Sequence[float]) -> list[list[list[Any]]]:
    """For each step as the threshold, the classes up to it: ``[code of the last step in it, colour]``, nearest first.

    Those within it keep the colours of their bands, and all that lies beyond is one, as on the web map; its code is
    one more than there are steps. After the steps comes the look of all bands, without a threshold.
    """
    steps = list(steps_minutes)
    return [*(_look(steps, bands_minutes, threshold) for threshold in steps), _look(steps, bands_minutes, math.inf)]


def statuses_of(steps_count: int) -> list[dict[str, Any]]:
    """The classes without minutes: their code in a picture of steps, slug, colour, stripe and background."""
    known = {each.code: each for each in minutes_classes((1.0,))}
    found = []
    for status in STATUSES:
        each = known[status_code(status, band_count=1)]
        code = status_code(status, band_count=steps_count)
        look = {"slug": each.slug, "label": each.label, "colour": each.colour, "stripe": each.stripe}
        found.append({"code": code, "background": each.background, **look})
    return found


def _look(steps: list[float], bands_minutes: Sequence[float], threshold: float) -> list[list[Any]]:
    is_further = bands_minutes[-1] < threshold < math.inf
    edges = (*bands_minutes[: MOST_BANDS - 1], threshold) if is_further else tuple(bands_minutes)
    classes = minutes_classes(edges)
    look: list[list[Any]] = []
    for edge, each in zip(edges, classes, strict=False):
        look.append([steps.index(min(edge, threshold)) + 1, each.colour])
        if edge >= threshold:
            break
    return [*look, [len(steps) + 1, classes[len(edges)].colour]]


@cache
def _greys(count: int) -> tuple[MinutesClass, ...]:
    last = status_code(STATUSES[-1], band_count=count)
    if last > _MOST_CODES:
        raise ReleaseError(f"{count} steps of a threshold cannot be drawn; take fewer bands_minutes in the study")
    return tuple(
        MinutesClass(code=code, slug=f"code-{code}", label="", colour=f"#{code:02x}{code:02x}{code:02x}")
        for code in range(1, last + 1)
    )
