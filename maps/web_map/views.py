"""Views: what an address of the web map asks to be shown, and what of it cannot be."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from accessibility.run_dimensions import DIMENSIONS

LAYERS: Final = ("minutes", "status", "difference", "certainty")
WHEN: Final = ("after", "before", "difference")
_NUMBER: Final = r"-?\d{1,3}(?:\.\d{1,10})?"
_PLACE: Final = re.compile(f"({_NUMBER}),({_NUMBER})", re.ASCII)
_CAMERA: Final = re.compile(rf"(\d{{1,2}}(?:\.\d{{1,4}})?)/({_NUMBER})/({_NUMBER})", re.ASCII)
_STEP: Final = re.compile(r"\d{1,6}(?:\.\d{1,6})?", re.ASCII)
_MOST_ZOOM: Final = 22
_LONGEST_TOLD: Final = 60
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewFault:
    """Something of an address that cannot be shown. ``message``: id of a message; ``values``: its places.

    ``days``: those of its places that are days (2026-01-31), to be said in words. ``leads_to_release``: whether what
    the release is now is worth a look.
    """

    message: str
    values: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, str] = field(default_factory=dict)
    leads_to_release: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is shown. ``run``: slugs of its dimensions. ``place``: lon, lat; ``camera``: zoom, lat, lon; degrees.

    ``changes`` are those of a what-if as the address has them, unread: base64url of JSON; ``when``: which side of it.
    """

    run: Mapping[str, str]
    threshold_minutes: float
    layer: str = "minutes"
    area: str | None = None
    place: tuple[float, float] | None = None
    camera: tuple[float, float, float] | None = None
    changes: str | None = None
    when: str = "after"
    faults: tuple[ViewFault, ...] = ()


def read_view(  # noqa: PLR0913 - all that an address is held against
    asked: Mapping[str, str],
    *,
    runs: Sequence[Mapping[str, str]],
    steps_minutes: Sequence[float],
    threshold_minutes: float,
    area_ids: Collection[str],
    version: str | None = None,
    created: str = "",
    known: Collection[str] | None = None,
    languages: Collection[str] | None = None,
    is_public_only: bool = False,
) -> View:
    """The view of an address; whatever of it is not there is left at its default and told as a fault.

    ``runs``: the slugs of each run, the first of which is shown by default, with recorded hazards where there are any.
    ``version`` and ``created``: the version of the release that is shown and the day it was made, which an address
    may pin. ``known``: the parameters there are, ``languages`` those that are spoken; None: any. ``is_public_only``: no
    other tier can be asked for.
    """
    faults = [*_unknown(asked, known), *_unspoken(asked, languages), *_other_version(asked, version, created)]
    if is_public_only and asked.get("tier", "public") != "public":
        faults.append(ViewFault(message="fault-tier"))
    run = _run(asked, runs, faults)
    threshold = _threshold(asked.get("threshold"), steps_minutes, threshold_minutes, faults)
    layer = asked.get("layer") or LAYERS[0]
    if layer not in LAYERS:
        faults.append(ViewFault(message="fault-layer", values={"asked": layer[:_LONGEST_TOLD]}))
        layer = LAYERS[0]
    area = asked.get("area") or None
    if area is not None and area not in area_ids:
        faults.append(ViewFault(message="fault-area", values={"asked": area[:_LONGEST_TOLD]}))
        area = None
    when = asked.get("when") or WHEN[0]
    if when not in WHEN:
        faults.append(ViewFault(message="fault-when", values={"asked": when[:_LONGEST_TOLD]}))
        when = WHEN[0]
    return View(
        run=run,
        threshold_minutes=threshold,
        layer=layer,
        area=area,
        place=_place(asked.get("place"), faults),
        camera=_camera(asked.get("at"), faults),
        changes=asked.get("changes") or None,
        when=when,
        faults=tuple(faults),
    )


def _unknown(asked: Mapping[str, str], known: Collection[str] | None) -> list[ViewFault]:
    """A fault for parameters that there are not, the first of which is named."""
    strange = [name for name in asked if known is not None and name not in known]
    return [ViewFault(message="fault-parameter", values={"asked": strange[0][:_LONGEST_TOLD]})] if strange else []


def _unspoken(asked: Mapping[str, str], languages: Collection[str] | None) -> list[ViewFault]:
    wanted = asked.get("lang")
    if not wanted or languages is None or wanted in languages:
        return []
    return [ViewFault(message="fault-lang", values={"asked": wanted[:_LONGEST_TOLD]})]


def _other_version(asked: Mapping[str, str], version: str | None, created: str) -> list[ViewFault]:
    """A fault for an address that pins another version; the day on which that was made where the address tells it."""
    wanted, made = asked.get("version"), asked.get("made", "")
    if not wanted or version is None or wanted == version:
        return []
    is_dated = _is_day(made)
    return [
        ViewFault(
            message="fault-version-dated" if is_dated else "fault-version",
            days={"version": created[:10]} | ({"made": made} if is_dated else {}),
            leads_to_release=True,
        )
    ]


def _is_day(text: str) -> bool:
    try:
        return _DAY.fullmatch(text) is not None and bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def _run(asked: Mapping[str, str], runs: Sequence[Mapping[str, str]], faults: list[ViewFault]) -> Mapping[str, str]:
    """The first run that has most of what is asked for, each dimension that it lacks a fault."""
    first = max(runs, key=lambda run: run["hazards"] == "hazards")
    wanted = {name: asked[name] for name in DIMENSIONS if asked.get(name)}

    def fits(run: Mapping[str, str]) -> tuple[int, int]:
        named = sum(run[name] == value for name, value in wanted.items())
        return named, sum(run[name] == first[name] for name in DIMENSIONS if name not in wanted)

    found = max((first, *runs), key=fits)  # the one that is shown by default before others that fit as well
    faults += [
        ViewFault(message="fault-run", values={"dimension": name, "asked": value[:_LONGEST_TOLD]})
        for name, value in wanted.items()
        if found[name] != value
    ]
    return found


def _threshold(asked: str | None, steps: Sequence[float], otherwise: float, faults: list[ViewFault]) -> float:
    if not asked:
        return otherwise
    found = next((step for step in steps if float(asked) == step), None) if _STEP.fullmatch(asked) else None
    if found is not None:
        return found
    faults.append(ViewFault(message="fault-threshold", values={"asked": asked[:_LONGEST_TOLD]}))
    return otherwise


def _place(asked: str | None, faults: list[ViewFault]) -> tuple[float, float] | None:
    if not asked:
        return None
    found = _PLACE.fullmatch(asked)
    lon, lat = (float(found[1]), float(found[2])) if found else (math.nan, math.nan)
    if abs(lon) <= 180 and abs(lat) <= 90:  # noqa: PLR2004 - degrees
        return lon, lat
    faults.append(ViewFault(message="fault-place", values={"asked": asked[:_LONGEST_TOLD]}))
    return None


def _camera(asked: str | None, faults: list[ViewFault]) -> tuple[float, float, float] | None:
    if not asked:
        return None
    found = _CAMERA.fullmatch(asked)
    zoom, lat, lon = (float(found[1]), float(found[2]), float(found[3])) if found else (math.nan,) * 3
    if zoom <= _MOST_ZOOM and abs(lat) <= 90 and abs(lon) <= 180:  # noqa: PLR2004 - degrees
        return zoom, lat, lon
    faults.append(ViewFault(message="fault-camera", values={"asked": asked[:_LONGEST_TOLD]}))
    return None
