"""Layers of raster tiles: what each shows, by which classes, and how it is read out of the codes that are published."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from accessibility.reach import reach_steps
from geo.errors import InputError, ReleaseError
from maps.classes import (
    STATUS_BARRIER,
    STATUS_BEYOND_LIMIT,
    STATUS_INSIDE_HAZARD,
    STATUS_NO_LAND_DATA,
    STATUS_NO_WAY,
    STATUS_REACHED,
    MinutesClass,
    minutes_classes,
    status_code,
    threshold_classes,
)
from maps.tiles.palettes import Palette, palette_of
from maps.words import minutes_in_words

STEPS: Final = "steps"
MARKS: Final = "marks"
CERTAINTY: Final = "certainty"
DIFFERENCE: Final = "difference"
RUN_LAYERS: Final = ("minutes", "status", "gaps", STEPS, MARKS)
RASTER_LAYERS: Final = (*RUN_LAYERS, CERTAINTY, DIFFERENCE)
IN_REGION: Final = 128  # added to the code of a cell in an underserved region; no code without it is so high
STEP_STATUS: Final = 248  # added to a status without minutes (2 to 6) in the layer of steps: 250 is no way
_CODES: Final = 256
_UNREACHED: Final = range(STATUS_NO_WAY, STATUS_BEYOND_LIMIT + 1)

# PRGn by Cynthia Brewer (colorbrewer2.org, Apache 2.0): told apart without colour vision.
_WITHIN, _REGION, _ELSEWHERE = "#d9f0d3", "#762a83", "#c2a5cf"
_STRIPE: Final = "#1a1a1a"
_GAPS_AFTER: Final = {STATUS_INSIDE_HAZARD: 6, STATUS_BARRIER: 7, STATUS_NO_LAND_DATA: 8, STATUS_BEYOND_LIMIT: 9}


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterLayer:
    """One layer: its classes in the order of the legend, and ``lookup``, the class of each published code (256).

    ``palette``: None where the classes are painted as they are, as grey values for a program to colour.
    ``edges_minutes``: the limits between the published codes.
    """

    name: str
    title: str
    unit: str | None
    classes: tuple[MinutesClass, ...]
    palette: Palette | None
    lookup: npt.NDArray[np.uint8]
    edges_minutes: tuple[float, ...]


def code_edges(bands_minutes: tuple[float, ...], threshold_minutes: float) -> tuple[float, ...]:
    """The limits between the published codes: the steps at which a threshold can be set, rising.

    Raises ReleaseError for more than the codes can tell apart.
    """
    edges = reach_steps(bands_minutes, threshold_minutes)
    most = IN_REGION - 1 - STATUS_BEYOND_LIMIT
    if len(edges) > most:
        raise ReleaseError(
            f"the bands and the threshold make {len(edges)} steps, and tiles tell {most} apart at most; "
            "give fewer bands_minutes"
        )
    return edges


def raster_layer(name: str, classes: Mapping[str, Any]) -> RasterLayer:
    """A layer of RASTER_LAYERS with the bands and the threshold of a tier's summary, or of an index of tiles.

    The index tells ``steps_minutes`` too: those at which its codes were drawn.
    """
    bands = tuple(float(band) for band in classes["bands_minutes"])
    threshold = float(classes["threshold_minutes"])
    told = classes.get("steps_minutes")
    edges = code_edges(bands, threshold) if told is None else tuple(float(step) for step in told)
    return _layer(name, bands, threshold, edges)


@lru_cache(maxsize=64)
def _layer(name: str, bands: tuple[float, ...], threshold: float, edges: tuple[float, ...]) -> RasterLayer:  # noqa: PLR0911 - one for each layer
    if name == DIFFERENCE:
        from maps.difference_classes import difference_classes  # noqa: PLC0415 - its library takes a moment to load

        classes = difference_classes()
        return _made(name, "Minutes gained and lost between two scenarios", "min", classes, np.arange(_CODES), edges)
    if name == CERTAINTY:
        from maps.tiles.certainty import certainty_lookup, certainty_palette, sureness_classes  # noqa: PLC0415

        return RasterLayer(
            name=name,
            title=f"How sure it is that the way takes over {minutes_in_words(threshold)}",
            unit=None,
            classes=sureness_classes(),
            palette=certainty_palette(),
            lookup=certainty_lookup(),
            edges_minutes=edges,
        )
    if name == "minutes":
        lookup = _minutes_lookup(edges, bands)
        return _made(name, "Travel time to the nearest centre", "min", minutes_classes(bands), lookup, edges)
    if name == STEPS:
        title = "Travel time to the nearest centre, by steps, as numbers to be coloured"
        return _made(name, title, "min", _step_classes(bands, edges), _step_lookup(edges), edges)
    if name == MARKS:
        classes = tuple(replace(each, code=status) for status, each in _unreached(bands).items())
        return _made(name, "Where there are no minutes, and why", None, classes, _status_lookup(edges), edges)
    if name == "status":
        title = "Whether there is an answer"
        return _made(name, title, None, _status_classes(bands), _status_lookup(edges), edges)
    title = f"Underserved regions: over {minutes_in_words(threshold)}"
    return _made(name, title, "min", _gap_classes(bands, threshold), _gaps_lookup(edges, threshold), edges)


def _made(  # noqa: PLR0913, PLR0917 - all that a layer is made of
    name: str,
    title: str,
    unit: str | None,
    classes: tuple[MinutesClass, ...],
    lookup: npt.NDArray[np.integer],
    edges: tuple[float, ...],
) -> RasterLayer:
    codes = lookup.astype(np.uint8)
    codes[~np.isin(codes, [each.code for each in classes])] = 0
    codes.flags.writeable = False
    return RasterLayer(
        name=name,
        title=title,
        unit=unit,
        classes=classes,
        palette=None if name == STEPS else palette_of(classes),
        lookup=codes,
        edges_minutes=edges,
    )


def _reached(edges: tuple[float, ...]) -> list[tuple[int, float]]:
    """The codes of reached cells, each with the most minutes that it stands for."""
    return list(enumerate((*edges, math.inf), start=1))


def threshold_layer(classes: Mapping[str, Any], threshold_minutes: float) -> RasterLayer:
    """Minutes with a threshold: the classes of ``maps.classes.threshold_classes``, read out of the published codes.

    ``classes``: as for ``raster_layer``. ``threshold_minutes``: one of its steps, else InputError.
    """
    steps = raster_layer(STEPS, classes).edges_minutes
    if threshold_minutes not in steps:
        told = ", ".join(f"{step:g}" for step in steps)
        raise InputError(f"There is no step of {threshold_minutes:g} minutes; ask for one of {told}")
    return _threshold_layer(tuple(float(band) for band in classes["bands_minutes"]), threshold_minutes, steps)


@lru_cache(maxsize=256)
def _threshold_layer(bands: tuple[float, ...], threshold: float, edges: tuple[float, ...]) -> RasterLayer:
    title = f"Travel time to the nearest centre, up to {minutes_in_words(threshold)}"
    limits = (*(band for band in bands if band < threshold), threshold)
    lookup = _minutes_lookup(edges, limits)
    return _made("minutes", title, "min", threshold_classes(bands, threshold), lookup, edges)


def _minutes_lookup(edges: tuple[float, ...], bands: tuple[float, ...]) -> npt.NDArray[np.uint8]:
    lookup = np.zeros(_CODES, np.uint8)
    for region in (0, IN_REGION):
        for code, most in _reached(edges):
            lookup[code + region] = np.searchsorted(np.asarray(bands), most, side="left") + 1
        for status in _UNREACHED:
            lookup[status_code(status, band_count=len(edges)) + region] = status_code(status, band_count=len(bands))
    return lookup


def _status_lookup(edges: tuple[float, ...]) -> npt.NDArray[np.uint8]:
    lookup = np.zeros(_CODES, np.uint8)
    for region in (0, IN_REGION):
        for code, _ in _reached(edges):
            lookup[code + region] = STATUS_REACHED
        for status in _UNREACHED:
            lookup[status_code(status, band_count=len(edges)) + region] = status
    return lookup


def _step_lookup(edges: tuple[float, ...]) -> npt.NDArray[np.uint8]:
    lookup = np.zeros(_CODES, np.uint8)
    for region in (0, IN_REGION):
        for code, _ in _reached(edges):
            lookup[code + region] = code
        for status in _UNREACHED:
            lookup[status_code(status, band_count=len(edges)) + region] = STEP_STATUS + status
    return lookup


def _gaps_lookup(edges: tuple[float, ...], threshold: float) -> npt.NDArray[np.uint8]:
    lookup = np.zeros(_CODES, np.uint8)
    for region in (0, IN_REGION):
        for code, most in _reached(edges):
            lookup[code + region] = 1 if most <= threshold else (2 if region else 4)
        lookup[status_code(STATUS_NO_WAY, band_count=len(edges)) + region] = 3 if region else 5
        for status, code in _GAPS_AFTER.items():
            is_beyond = bool(region) and status == STATUS_BEYOND_LIMIT
            lookup[status_code(status, band_count=len(edges)) + region] = 2 if is_beyond else code
    return lookup


def _step_classes(bands: tuple[float, ...], edges: tuple[float, ...]) -> tuple[MinutesClass, ...]:
    """A class for each step, in the colour of its band, and those without minutes."""
    by_code = {each.code: each for each in minutes_classes(bands)}
    shown_as = _minutes_lookup(edges, bands)
    said = [minutes_in_words(edge) for edge in edges]
    labels = [f"Up to {said[0]}"]
    labels += [f"Over {lower} to {upper}" for lower, upper in pairwise(said)]
    labels.append(f"Over {said[-1]}")
    slugs = [f"within-{edge:g}-min" for edge in edges] + [f"beyond-{edges[-1]:g}-min"]
    reached = (
        MinutesClass(code=code, slug=slug, label=label, colour=by_code[int(shown_as[code])].colour)
        for code, (slug, label) in enumerate(zip(slugs, labels, strict=True), start=1)
    )
    return (*reached, *(replace(each, code=STEP_STATUS + status) for status, each in _unreached(bands).items()))


def _status_classes(bands: tuple[float, ...]) -> tuple[MinutesClass, ...]:
    reached = MinutesClass(code=STATUS_REACHED, slug="reached", label="A centre can be reached", colour="#21908c")
    return (reached, *(replace(each, code=status) for status, each in _unreached(bands).items()))


def _gap_classes(bands: tuple[float, ...], threshold: float) -> tuple[MinutesClass, ...]:
    said = minutes_in_words(threshold)
    after = _unreached(bands)
    return (
        MinutesClass(code=1, slug="within-threshold", label=f"Up to {said}", colour=_WITHIN),
        MinutesClass(code=2, slug="region", label=f"Underserved region: over {said}", colour=_REGION),
        MinutesClass(code=3, slug="region-no-way", label="Underserved region: no way", colour=_REGION, stripe=_WITHIN),
        MinutesClass(code=4, slug="elsewhere", label=f"Over {said}, outside underserved regions", colour=_ELSEWHERE),
        MinutesClass(
            code=5,
            slug="elsewhere-no-way",
            label="No way, outside underserved regions",
            colour=_ELSEWHERE,
            stripe=_STRIPE,
        ),
        *(replace(after[status], code=code) for status, code in _GAPS_AFTER.items()),
    )


def _unreached(bands: tuple[float, ...]) -> dict[int, MinutesClass]:
    """The classes of the map for a status without minutes, by status."""
    by_code = {each.code: each for each in minutes_classes(bands)}
    return {status: by_code[status_code(status, band_count=len(bands))] for status in _UNREACHED}
