"""Views: what an address of the web map asks to be shown, and what of it cannot be."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

LAYERS: Final = ("minutes", "status", "difference", "certainty")
DIMENSIONS: Final = ("pillar", "profile", "scenario", "season", "direction", "hazards")
_NUMBER: Final = r"-?\d{1,3}(?:\.\d{1,10})?"
_PLACE: Final = re.compile(f"({_NUMBER}),({_NUMBER})", re.ASCII)
_CAMERA: Final = re.compile(rf"(\d{{1,2}}(?:\.\d{{1,4}})?)/({_NUMBER})/({_NUMBER})", re.ASCII)
_MOST_ZOOM: Final = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewFault:
    """Something of an address that cannot be shown. ``message``: id of a message; ``values``: its places."""

    message: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is shown. ``run``: slugs of its dimensions. ``place``: lon, lat; ``camera``: zoom, lat, lon; degrees.

    ``changes`` are those of a what-if as the address has them, unread: base64url of JSON.
    """

    run: Mapping[str, str]
    threshold_minutes: float
    layer: str = "minutes"
    area: str | None = None
    place: tuple[float, float] | None = None
    camera: tuple[float, float, float] | None = None
    changes: str | None = None
    faults: tuple[ViewFault, ...] = ()


def read_view(
    asked: Mapping[str, str],
    *,
    runs: Sequence[Mapping[str, str]],
    steps_minutes: Sequence[float],
    threshold_minutes: float,
    area_ids: Collection[str],
) -> View:
    """The view of an address; whatever of it is not there is left at its default and told as a fault.

    ``runs``: the slugs of each run, the first of which is shown by default, with recorded hazards where there are any.

    """
    faults: list[ViewFault] = []
    run = _run(asked, runs, faults)
    threshold = _threshold(asked.get("threshold"), steps_minutes, threshold_minutes, faults)
    layer = asked.get("layer") or LAYERS[0]
    if layer not in LAYERS:
        faults.append(ViewFault(message="fault-layer", values={"asked": layer[:60]}))
        layer = LAYERS[0]
    area = asked.get("area") or None
    if area is not None and area not in area_ids:
        faults.append(ViewFault(message="fault-area", values={"asked": area[:60]}))
        area = None
    return View(
        run=run,
        threshold_minutes=threshold,
        layer=layer,
        area=area,
        place=_place(asked.get("place"), faults),
        camera=_camera(asked.get("at"), faults),
        changes=asked.get("changes") or None,
        faults=tuple(faults),
    )


def _run(asked: Mapping[str, str], runs: Sequence[Mapping[str, str]], faults: list[ViewFault]) -> Mapping[str, str]:
    """The first run that has most of what is asked for, each dimension that it lacks a fault."""
    first = max(runs, key=lambda run: run["hazards"] == "hazards")
    wanted = {name: asked[name] for name in DIMENSIONS if asked.get(name)}

    def fits(run: Mapping[str, str]) -> tuple[int, int]:
        named = sum(run[name] == value for name, value in wanted.items())
        return named, sum(run[name] == first[name] for name in DIMENSIONS if name not in wanted)

    found = max(runs, key=fits)
    faults += [
        ViewFault(message="fault-run", values={"dimension": name, "asked": value[:60]})
        for name, value in wanted.items()
        if found[name] != value
    ]
    return found


def _threshold(asked: str | None, steps: Sequence[float], otherwise: float, faults: list[ViewFault]) -> float:
    if not asked:
        return otherwise
    try:
        found = float(asked)
    except ValueError:
        found = math.nan
    if found in steps:
        return found
    faults.append(ViewFault(message="fault-threshold", values={"asked": asked[:60]}))
    return otherwise


def _place(asked: str | None, faults: list[ViewFault]) -> tuple[float, float] | None:
    if not asked:
        return None
    found = _PLACE.fullmatch(asked)
    lon, lat = (float(found[1]), float(found[2])) if found else (math.nan, math.nan)
    if abs(lon) <= 180 and abs(lat) <= 90:  # noqa: PLR2004 - degrees
        return lon, lat
    faults.append(ViewFault(message="fault-place", values={"asked": asked[:60]}))
    return None


def _camera(asked: str | None, faults: list[ViewFault]) -> tuple[float, float, float] | None:
    if not asked:
        return None
    found = _CAMERA.fullmatch(asked)
    zoom, lat, lon = (float(found[1]), float(found[2]), float(found[3])) if found else (math.nan,) * 3
    if zoom <= _MOST_ZOOM and abs(lat) <= 90 and abs(lon) <= 180:  # noqa: PLR2004 - degrees
        return zoom, lat, lon
    faults.append(ViewFault(message="fault-camera", values={"asked": asked[:60]}))
    return None
