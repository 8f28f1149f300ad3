"""The vector layers of the made-up valley: water, hazards, centres and areas, as GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from scripts.make_sample import place, terrain
from scripts.make_sample.directory import DIRECTORY
from scripts.make_sample.place import Point

Feature = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """A suspected (SHA) or confirmed (CHA) hazardous area."""

    id: str
    name: str
    kind: str
    status: str
    evidence: str
    remark: str
    surveyed_on: str
    geometry_quality: str
    ring: Sequence[Point]


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """A place of care, of one pillar and one level."""

    id: str
    name: str
    pillar: str
    level: str
    place: Point


def _circle(middle: Point, radius_km: float) -> list[Point]:
    turn = np.arange(32) * np.pi / 16
    return [(middle[0] + radius_km * float(np.cos(a)), middle[1] + radius_km * float(np.sin(a))) for a in turn]


HAZARDS: Final = (
    Hazard(
        id="SHA-1",
        name="Saddle road",
        kind="SHA",
        status="open",
        evidence="indirect",
        remark="reports of people who live there",
        surveyed_on="2021-09-14",
        geometry_quality="digitised",
        ring=((18.0, 14.2), (18.5, 14.0), (19.6, 14.6), (20.0, 15.0), (19.5, 15.3), (18.7, 14.9)),
    ),
    Hazard(
        id="SHA-2",
        name="Pine slope",
        kind="SHA",
        status="open",
        evidence="direct",
        remark="one incident, place known roughly",
        surveyed_on="2004-05-03",
        geometry_quality="circle_from_area",
        ring=_circle((25.5, 17.6), 0.5),
    ),
    Hazard(
        id="SHA-3",
        name="Upper meadow",
        kind="SHA",
        status="open",
        evidence="direct",
        remark="reports of people who live there; two animals lost",
        surveyed_on="2022-07-20",
        geometry_quality="digitised",
        ring=((12.5, 23.4), (12.95, 22.3), (13.5, 22.35), (13.9, 22.9), (13.2, 23.75)),
    ),
    Hazard(
        id="SHA-4",
        name="South field",
        kind="SHA",
        status="closed",
        evidence="direct",
        remark="released after clearance, 2024-10-30",
        surveyed_on="2019-03-11",
        geometry_quality="surveyed",
        ring=((22.3, 3.2), (24.0, 3.3), (24.2, 4.3), (23.3, 4.8), (22.4, 4.5)),
    ),
    Hazard(
        id="SHA-5",
        name="Long traverse",
        kind="SHA",
        status="open",
        evidence="indirect",
        remark="old front line on a sketch map",
        surveyed_on="2020-06-02",
        geometry_quality="digitised",
        ring=((24.6, 22.9), (26.0, 22.5), (27.9, 22.8), (27.8, 23.4), (26.2, 23.2), (24.8, 23.5)),
    ),
    Hazard(
        id="CHA-1",
        name="Orchard strip",
        kind="CHA",
        status="open",
        evidence="direct",
        remark="row found by technical survey",
        surveyed_on="2023-04-18",
        geometry_quality="surveyed",
        ring=((19.7, 19.75), (20.6, 19.95), (21.5, 19.8), (21.5, 19.87), (20.6, 20.02), (19.7, 19.82)),
    ),
    Hazard(
        id="CHA-2",
        name="Pass line",
        kind="CHA",
        status="open",
        evidence="direct",
        remark="row found by technical survey",
        surveyed_on="2023-08-09",
        geometry_quality="surveyed",
        ring=((17.2, 8.85), (18.3, 8.68), (19.4, 8.6), (19.4, 8.68), (18.3, 8.76), (17.2, 8.93)),
    ),
)

CENTRES: Final = (
    Centre(id="C-01", name="Quelmar hospital", pillar="emergency_care", level="secondary", place=(9.3, 13.7)),
    Centre(id="C-02", name="Narvett clinic", pillar="continuing_care", level="primary", place=(20.5, 18.3)),
    Centre(
        id="C-03",
        name="Quelmar rehabilitation and prosthetics centre",
        pillar="physical_rehab",
        level="secondary",
        place=(8.3, 12.8),
    ),
    Centre(id="C-04", name="Tembrae physiotherapy room", pillar="physical_rehab", level="outreach", place=(24.6, 18.5)),
    Centre(id="C-05", name="Dolvari peer support house", pillar="psychosocial", level="community", place=(16.5, 12.8)),
    Centre(id="C-06", name="Hollimer workshop", pillar="economic_inclusion", level="community", place=(15.5, 3.8)),
)

_WEST_KM: Final = 0.36  # west of it lies a strip two cells wide that is in no area
_SOUTH_LINE: Final[Sequence[Point]] = (
    (_WEST_KM, 10.4), (3.0, 10.6), (7.2, 9.6), (11.0, 8.8), (14.0, 9.0),
)  # fmt: skip
_SOUTH_LINE_EAST: Final[Sequence[Point]] = ((14.0, 9.0), (18.3, 8.7), (22.0, 9.5), (place.WIDTH_KM, 10.2))
_NORTH_LINE: Final[Sequence[Point]] = ((_WEST_KM, 18.5), (6.0, 18.2), (12.0, 18.6), (14.5, 18.4))
_MIDDLE_LINE: Final[Sequence[Point]] = ((14.0, 9.0), (13.6, 13.0), (14.5, 18.4))
_UPPER_LINE: Final[Sequence[Point]] = ((14.5, 18.4), (18.2, 20.5), (18.5, place.HEIGHT_KM))


def area_rings() -> list[tuple[str, str, list[Point]]]:
    """Id, name and ring of each area; neighbours share every vertex of their border."""
    top, right = place.HEIGHT_KM, place.WIDTH_KM
    return [
        ("A-1", "Lower valley", [*_SOUTH_LINE, *_MIDDLE_LINE[1:], *_NORTH_LINE[-2::-1]]),
        ("A-2", "North slopes", [*_NORTH_LINE, *_UPPER_LINE[1:], (_WEST_KM, top)]),
        ("A-3", "Upper valley", [*_SOUTH_LINE_EAST, (right, top), *_UPPER_LINE[::-1], *_MIDDLE_LINE[-2:0:-1]]),
        ("A-4", "South valley", [(_WEST_KM, 0.0), (right, 0.0), *_SOUTH_LINE_EAST[::-1], *_SOUTH_LINE[-2::-1]]),
    ]


def water_lines() -> list[Feature]:
    """The river above and below the lake, and the brook of the southern valley: thin barriers."""
    lines = {
        "Main river, upper": place.RIVER_UPPER,
        "Main river, lower": place.RIVER_LOWER,
        "South brook": place.SOUTH_BROOK,
    }
    return [
        {
            "type": "Feature",
            "properties": {"id": f"W-{number}", "name": name},
            "geometry": {"type": "LineString", "coordinates": _coordinates(place.smooth_line(line))},
        }
        for number, (name, line) in enumerate(lines.items(), start=1)
    ]


def lake() -> list[Feature]:
    """The lake."""
    return [_polygon({"id": "W-4", "name": "Made-up lake"}, terrain.lake_ring())]


def hazards() -> list[Feature]:
    """The hazardous areas, open and closed."""
    columns = ("id", "name", "kind", "status", "evidence", "remark", "surveyed_on", "geometry_quality")
    return [_polygon({column: getattr(hazard, column) for column in columns}, hazard.ring) for hazard in HAZARDS]


def centres() -> list[Feature]:
    """The centres."""
    return [
        {
            "type": "Feature",
            "properties": {
                **{column: getattr(centre, column) for column in ("id", "name", "pillar", "level")},
                **DIRECTORY[centre.id],
            },
            "geometry": {"type": "Point", "coordinates": list(place.lon_lat(centre.place))},
        }
        for centre in CENTRES
    ]


def areas() -> list[Feature]:
    """The four areas."""
    return [_polygon({"id": area_id, "name": name}, ring) for area_id, name, ring in area_rings()]


def geojson(name: str, features: Sequence[Feature]) -> str:
    """A GeoJSON document in EPSG:4326, one feature to a line, that says it is made up."""
    head = {
        "type": "FeatureCollection",
        "name": name,
        "description": "Made up: no place on Earth. Synthetic sample of nearcare, written by scripts/make_sample.",
    }
    opening = json.dumps(head)[:-1] + ', "features": [\n'
    return opening + ",\n".join(json.dumps(feature) for feature in features) + "\n]}\n"


def _polygon(properties: Mapping[str, str], ring: Sequence[Point]) -> Feature:
    """A polygon whose outer ring runs counter-clockwise, as RFC 7946 wants it."""
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    doubled_area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)
    ordered = list(ring) if doubled_area > 0 else list(ring)[::-1]
    return {
        "type": "Feature",
        "properties": dict(properties),
        "geometry": {"type": "Polygon", "coordinates": [_coordinates([*ordered, ordered[0]])]},
    }


def _coordinates(points: Sequence[Point]) -> list[list[float]]:
    return [list(place.lon_lat(point)) for point in points]
