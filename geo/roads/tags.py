"""What the tags of a way mean: who may travel on it, which way, and how fast."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from geo.errors import UnitError
from geo.roads.speeds import CAP_KEYS, RoadSpeeds, cap_from_tag
from geo.units import KMH_PER_METRE_PER_SECOND, seconds_from_minutes, speed_kmh_from_text

TAG_KEYS: Final = (
    "highway",
    "route",
    *CAP_KEYS,
    "maxspeed",
    "oneway",
    "junction",
    "bridge",
    "tunnel",
    "access",
    "vehicle",
    "motor_vehicle",
    "foot",
    "motorroad",
    "area",
    "duration",
)
"""The tags that are read; of a ferry also its name, for the notices."""

FERRY: Final = "ferry"

# Reasons why a way is not used, as the report shows them.
AN_AREA: Final = "an area, not a line"
UNKNOWN_CLASS: Final = "a class that the speeds table does not know"
CLOSED: Final = "closed to all by its access tags"
IMPASSABLE: Final = "no speed for anybody by its class and condition"
FERRY_WITHOUT_DURATION: Final = "a ferry without a duration"

_ONE_WAY: Final = frozenset({"yes", "true", "1"})
_AGAINST: Final = frozenset({"-1", "reverse"})
_BOTH_WAYS: Final = frozenset({"no", "false", "0"})
_CHANGING: Final = frozenset({"reversible", "alternating"})
_ABSENT: Final = frozenset({"no", "false", "0", "f"})
_NO_TUNNEL: Final = _ABSENT | {"building_passage"}
_MOTORWAYS: Final = frozenset({"motorway", "motorway_link"})
_ROUND: Final = frozenset({"roundabout", "circular"})

CLOSED_ACCESS: Final = frozenset(
    {"no", "private", "agricultural", "forestry", "delivery", "military", "emergency", "permit", "use_sidepath"}
)
_OPEN_ACCESS: Final = frozenset(
    {"yes", "permissive", "destination", "customers", "designated", "official", "public", "unknown"}
)

_NO_LIMIT: Final = frozenset({"none", "signals", "variable"})
_WALKING_LIMIT_KMH: Final = 5.0
_ZONE: Final = re.compile(r"^[a-z]{2}(-[a-z]{2,3})?:", re.IGNORECASE)

_CLOCK: Final = re.compile(r"^(?P<h>\d{1,3}):(?P<m>[0-5]\d)(:(?P<s>[0-5]\d))?$")
_MINUTES: Final = re.compile(r"^\d+(\.\d+)?$")
_ISO: Final = re.compile(r"^P(?:(?P<d>\d+)D)?(?:T(?:(?P<h>\d+)H)?(?:(?P<m>\d+)M)?(?:(?P<s>\d+)S)?)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class WayUse:
    """What a way is used for. ``skipped`` says why it is not used at all; None if it is.

    Speeds are km/h along the way as drawn, 0 for no way. Where ``duration_s`` is given (ferries),
    they are 1 or 0 and stand for the length of the way divided by the duration.
    ``remarks`` are pairs of a topic and a value that were not understood, or understood with loss.
    """

    road_class: str = ""
    forward_kmh: float = 0.0
    backward_kmh: float = 0.0
    walk_kmh: float = 0.0
    is_boardable: bool = False
    is_bridge: bool = False
    is_tunnel: bool = False
    duration_s: float | None = None
    skipped: str | None = None
    remarks: tuple[tuple[str, str], ...] = ()


def use_from_tags(tags: Mapping[str, str], *, speeds: RoadSpeeds) -> WayUse:
    """Who may use a way with these tags, which way and how fast.

    The speed of vehicles is the lowest of class, surface, tracktype, smoothness and maxspeed.
    Access: motor_vehicle before vehicle before access, foot before access; a one-way binds vehicles only.
    Of a list of classes ("residential;track") the slowest counts.
    """
    if tags.get("area") == "yes":
        return WayUse(skipped=AN_AREA)
    if tags.get("route") == FERRY:
        return _ferry_use(tags)
    remarks: list[tuple[str, str]] = []
    classes = [part.strip() for part in tags.get("highway", "").split(";")]
    if any(part not in speeds.class_kmh for part in classes):
        return WayUse(skipped=UNKNOWN_CLASS, remarks=(("highway", tags.get("highway", "")),))
    road_class = min(classes, key=lambda part: (speeds.class_kmh[part], speeds.walk_kmh[part]))
    is_open, is_open_on_foot = _access(tags, remarks)
    if not (is_open or is_open_on_foot):
        return WayUse(skipped=CLOSED)
    is_motorway = road_class in _MOTORWAYS or tags.get("motorroad") == "yes"
    walk_kmh = speeds.walk_kmh[road_class] if is_open_on_foot and not is_motorway else 0.0
    vehicle_kmh = _vehicle_kmh(tags, speeds, speeds.class_kmh[road_class], remarks) if is_open else 0.0
    along, against = _directions(tags, road_class, remarks) if vehicle_kmh > 0 else (False, False)
    if walk_kmh == 0 and not (along or against):
        return WayUse(skipped=IMPASSABLE, remarks=tuple(remarks))
    is_bridge = tags.get("bridge", "no").lower() not in _ABSENT
    is_tunnel = tags.get("tunnel", "no").lower() not in _NO_TUNNEL
    return WayUse(
        road_class=road_class,
        forward_kmh=vehicle_kmh if along else 0.0,
        backward_kmh=vehicle_kmh if against else 0.0,
        walk_kmh=walk_kmh,
        is_boardable=not (is_bridge or is_tunnel or is_motorway),
        is_bridge=is_bridge,
        is_tunnel=is_tunnel,
        remarks=tuple(remarks),
    )


def duration_s_from_text(text: str) -> float | None:
    """Seconds of a ``duration`` tag: H:MM, H:MM:SS, minutes alone, or ISO 8601; None if it is none of these or 0.

    >>> duration_s_from_text("01:30"), duration_s_from_text("90"), duration_s_from_text("PT1H30M")
    (5400.0, 5400.0, 5400.0)
    """
    text = text.strip()
    if _MINUTES.match(text):
        return seconds_from_minutes(float(text)) or None
    match = _CLOCK.match(text) or _ISO.match(text)
    if match is None:
        return None
    days, hours, minutes, seconds = (float(match.groupdict().get(unit) or 0) for unit in "dhms")
    return seconds_from_minutes((days * 24 + hours) * 60 + minutes) + seconds or None


def ferry_kmh(*, length_m: float, duration_s: float) -> float:
    """Speed of a ferry that covers the length in the duration."""
    return length_m / duration_s * KMH_PER_METRE_PER_SECOND


def _ferry_use(tags: Mapping[str, str]) -> WayUse:
    remarks: list[tuple[str, str]] = []
    is_open, is_open_on_foot = _access(tags, remarks)
    if not (is_open or is_open_on_foot):
        return WayUse(skipped=CLOSED)
    duration_s = duration_s_from_text(tags.get("duration", ""))
    if duration_s is None:
        return WayUse(skipped=FERRY_WITHOUT_DURATION)
    along, against = _directions(tags, FERRY, remarks) if is_open else (False, False)
    return WayUse(
        road_class=FERRY,
        forward_kmh=float(along),
        backward_kmh=float(against),
        walk_kmh=float(is_open_on_foot),
        duration_s=duration_s,
        remarks=tuple(remarks),
    )


def _access(tags: Mapping[str, str], remarks: list[tuple[str, str]]) -> tuple[bool, bool]:
    """Whether the way is open to vehicles, and to walkers. A list is open if a part of it is."""
    answers = []
    for keys in (("motor_vehicle", "vehicle", "access"), ("foot", "access")):
        key = next((key for key in keys if key in tags), None)
        parts = [part.strip().lower() for part in tags[key].split(";")] if key else ["yes"]
        answers.append(any(part not in CLOSED_ACCESS for part in parts))
        if key and any(part not in CLOSED_ACCESS | _OPEN_ACCESS for part in parts):
            remark = ("access", f"{key}={tags[key]}")
            if remark not in remarks:
                remarks.append(remark)
    return answers[0], answers[1]


def _vehicle_kmh(
    tags: Mapping[str, str], speeds: RoadSpeeds, class_kmh: float, remarks: list[tuple[str, str]]
) -> float:
    if class_kmh == 0:
        return 0.0
    lowest = class_kmh
    for key in CAP_KEYS:
        if key in tags:
            cap = cap_from_tag(speeds, key=key, text=tags[key])
            if cap is None:
                remarks.append((key, tags[key]))
            else:
                lowest = min(lowest, cap)
    if "maxspeed" in tags:
        lowest = min(lowest, _limit_kmh(tags["maxspeed"], remarks))
    return lowest


def _limit_kmh(text: str, remarks: list[tuple[str, str]]) -> float:
    """The lowest limit of a ``maxspeed`` tag in km/h; inf where it sets none."""
    limits = [math.inf]
    for part in (part.strip() for part in text.split(";")):
        if part.lower() in _NO_LIMIT:
            continue
        if part.lower() == "walk":
            limits.append(_WALKING_LIMIT_KMH)
        elif _ZONE.match(part):
            remarks.append(("maxspeed zone", text))
        elif not part[:1].isdigit():
            remarks.append(("maxspeed", text))
        else:
            try:
                limit = speed_kmh_from_text(part)
            except UnitError:
                remarks.append(("maxspeed unit", text))
            else:
                if limit > 0:
                    limits.append(limit)
                else:
                    remarks.append(("maxspeed", text))
    return min(limits)


def _directions(tags: Mapping[str, str], road_class: str, remarks: list[tuple[str, str]]) -> tuple[bool, bool]:
    """Whether vehicles may go along the way as drawn, and against it."""
    text = tags.get("oneway", "").lower()
    if text in _CHANGING:
        remarks.append(("oneway changing", text))
        return False, False
    if text in _AGAINST:
        return False, True
    is_implied = tags.get("junction") in _ROUND or road_class == "motorway"
    if text in _ONE_WAY or (is_implied and text not in _BOTH_WAYS):
        return True, False
    if text and text not in _BOTH_WAYS:
        remarks.append(("oneway", tags["oneway"]))
    return True, True
