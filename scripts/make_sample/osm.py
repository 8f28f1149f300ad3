"""The roads of the made-up valley, as OpenStreetMap XML."""

# ruff: noqa: PLR2004 - a drawing is made of numbers

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import quoteattr

import numpy as np

from scripts.make_sample import place
from scripts.make_sample.place import Point

TIMESTAMP: Final = "2025-06-01T00:00:00Z"
FIRST_NODE: Final = 1001
FIRST_WAY: Final = 101
STEP_KM: Final = 0.3

ROUNDABOUT_MIDDLE: Final[Point] = (7.9, 13.6)
ROUNDABOUT_RADIUS_KM: Final = 0.03


@dataclass(frozen=True, slots=True)
class Way:
    """One way: the ids of its nodes in order, and its tags."""

    nodes: tuple[int, ...]
    tags: Mapping[str, str]


@dataclass(slots=True)
class Drawing:
    """Nodes and ways as they are drawn; ways that name the same point share its node."""

    ways: list[Way] = field(default_factory=list)
    places: list[tuple[str, Point, int]] = field(default_factory=list)
    _node_at: dict[Point, int] = field(default_factory=dict)

    def road(self, points: Sequence[Point], **tags: str) -> None:
        """Add a way that bends softly through the points."""
        self._add(bent_line(points), tags)

    def street(self, points: Sequence[Point], **tags: str) -> None:
        """Add a way that runs straight from point to point."""
        self._add(points, tags)

    def nodes_km(self) -> list[tuple[int, float, float]]:
        """Id, km east and km north of every node, by id."""
        return [(number, x, y) for (x, y), number in self._node_at.items()]

    def _add(self, points: Sequence[Point], tags: Mapping[str, str]) -> None:
        nodes = []
        for x, y in points:
            key = (round(x, 4), round(y, 4))
            nodes.append(self._node_at.setdefault(key, FIRST_NODE + len(self._node_at)))
        self.ways.append(Way(tuple(nodes), dict(tags)))


def draw_roads() -> Drawing:
    """All roads, paths and the ferry, with the names of the places."""
    roads = Drawing()
    _draw_trunk(roads)
    _draw_primary(roads)
    _draw_town(roads)
    _draw_north(roads)
    _draw_south(roads)
    _draw_village_streets(roads)
    for name, (middle, count, _) in place.VILLAGES.items():
        roads.places.append((name, middle, int(count)))
    return roads


TRUNK_FORK: Final[Point] = (6.2, 14.3)
BYPASS_END: Final[Point] = (11.2, 13.5)
TOWN_EAST: Final[Point] = (9.7, 13.1)
TOWN_NORTH: Final[Point] = (8.8, 13.5)
NARVETT_FORK: Final[Point] = (20.4, 15.7)
DOLVARI: Final[Point] = (16.6, 13.0)


def _draw_trunk(roads: Drawing) -> None:
    roads.road([(0.05, 13.7), (2.2, 13.9), (4.5, 14.1), TRUNK_FORK], highway="trunk", ref="T1")
    bridge: list[Point] = [(8.35, 15.76), (8.85, 15.84)]
    roads.road([TRUNK_FORK, (7.2, 15.2), bridge[0]], highway="trunk", ref="T1", name="North Bypass")
    # The tertiary road passes underneath without a common node: an overpass is no junction.
    roads.street(bridge, highway="trunk", ref="T1", name="North Bypass", bridge="yes", layer="1")
    roads.road([bridge[1], (10.2, 15.3), BYPASS_END], highway="trunk", ref="T1", name="North Bypass")


def _draw_primary(roads: Drawing) -> None:
    roads.road([TRUNK_FORK, (7.1, 13.8), _on_roundabout(4)], highway="primary", ref="P1")
    ring = [_on_roundabout(step) for step in range(8)]
    roads.street([*ring, ring[0]], highway="primary", junction="roundabout")
    roads.road([TOWN_EAST, BYPASS_END], highway="primary", ref="P1", name="Valley Road")
    bridge: list[Point] = [(14.2, 13.55), (14.75, 13.05)]
    roads.road([BYPASS_END, (12.6, 13.5), bridge[0]], highway="primary", ref="P1", name="Valley Road")
    roads.street(bridge, highway="primary", ref="P1", name="Long Bridge", bridge="yes", layer="1")
    upper: list[Point] = [bridge[1], (15.6, 12.9), DOLVARI, (17.7, 13.6), (18.7, 14.6), NARVETT_FORK]
    roads.road(upper, highway="primary", ref="P1", name="Valley Road")
    end: list[Point] = [NARVETT_FORK, (21.6, 16.5), (23.2, 17.5), (24.7, 18.4), (25.1, 18.7)]
    roads.road(end, highway="primary", ref="P1", name="Valley Road")


def _draw_town(roads: Drawing) -> None:
    eastbound: list[Point] = [_on_roundabout(1), (8.4, 13.6), TOWN_NORTH, (9.2, 13.35), TOWN_EAST]
    westbound: list[Point] = [TOWN_EAST, (9.2, 13.0), (8.8, 13.1), (8.4, 13.25), _on_roundabout(7)]
    roads.street(eastbound, highway="primary", oneway="yes", name="Upper Street")
    roads.street(westbound, highway="primary", oneway="yes", name="Lower Street")
    for street in (
        [(8.4, 14.4), (8.4, 13.6), (8.4, 13.25), (8.4, 12.5)],
        [(9.2, 14.4), (9.2, 13.35), (9.2, 13.0), (9.2, 12.4)],
        [(8.8, 13.5), (8.8, 13.1)],
        [(7.7, 12.5), (8.4, 12.5), (9.2, 12.4), (9.9, 12.6), TOWN_EAST],
        [(7.9, 14.4), (8.4, 14.4), (8.75, 14.4), (9.2, 14.4), (9.9, 14.2)],
    ):
        roads.street(street, highway="residential")
    roads.street([(7.7, 12.5), (7.4, 12.3)], highway="service", access="private")


def _draw_north(roads: Drawing) -> None:
    roads.road([TOWN_NORTH, (8.75, 14.4), (8.6, 15.3)], highway="tertiary", name="North Road", maxspeed="30 mph")
    olvarin: Point = (9.6, 20.6)
    head: Point = (9.8, 21.3)
    roads.road([(8.6, 15.3), (8.6, 16.3), (9.0, 18.0), olvarin, head], highway="tertiary", name="North Road")
    # The track ends below the gap: from there to Kesta there is no road at all.
    roads.road([head, (10.6, 21.6), (11.6, 22.15)], highway="track", tracktype="grade3", surface="gravel")
    roads.road([(2.2, 13.9), (2.2, 14.6), (2.3, 16.0), (2.1, 17.4)], highway="unclassified", surface="dirt")
    bridge: list[Point] = [(20.35, 16.25), (20.3, 16.85)]
    roads.road([NARVETT_FORK, bridge[0]], highway="tertiary")
    roads.street(bridge, highway="tertiary", bridge="yes", layer="1")
    roads.road([bridge[1], (20.5, 17.8), (20.6, 18.6), (20.8, 19.4)], highway="tertiary", surface="compacted")


def _draw_south(roads: Drawing) -> None:
    north_pier: Point = (4.9, 13.1)
    south_pier: Point = (4.5, 8.6)
    roads.road([(4.5, 14.1), north_pier], highway="secondary", name="Pier Road")
    roads.street(
        [north_pier, (4.7, 11.0), south_pier], route="ferry", duration="00:20", motor_vehicle="yes", foot="yes"
    )
    farnolk: Point = (4.5, 7.4)
    hollimer: Point = (15.6, 3.9)
    east: list[Point] = [south_pier, farnolk, (6.0, 6.6), (8.0, 5.4), (10.4, 4.6), (13.4, 4.2), hollimer]
    roads.road(east, highway="tertiary", name="South Road")
    foot: Point = (18.5, 3.8)
    roads.road([hollimer, foot], highway="unclassified", surface="gravel")
    roads.road([foot, (20.8, 3.8), (23.2, 4.2), (24.4, 4.6)], highway="unclassified", surface="gravel")
    bridge: list[Point] = [(18.6, 4.45), (18.62, 4.85)]
    roads.road([foot, bridge[0]], highway="path")
    roads.street(bridge, highway="footway", bridge="yes", layer="1", name="Brook Footbridge")
    over: list[Point] = [bridge[1], (18.5, 6.6), place.PASS, (18.0, 10.8), (17.0, 12.2), DOLVARI]
    roads.road(over, highway="path", name="Pass Path")


def _draw_village_streets(roads: Drawing) -> None:
    crossings: dict[str, Point] = {
        "Olvarin": (9.6, 20.6),
        "Narvett": (20.6, 18.6),
        "Tembrae": (24.7, 18.4),
        "Dolvari": DOLVARI,
        "Farnolk": (4.5, 7.4),
        "Hollimer": (15.6, 3.9),
        "Pirrowen": (23.2, 4.2),
    }
    for x, y in crossings.values():
        roads.street([(x - 0.35, y + 0.2), (x, y), (x + 0.35, y - 0.2)], highway="residential")


def bent_line(points: Sequence[Point]) -> list[Point]:
    """A curve through every point (Catmull-Rom), with a vertex about every STEP_KM."""
    knots = np.asarray([points[0], *points, points[-1]], dtype=np.float64)
    line: list[Point] = [points[0]]
    for i in range(1, len(points)):
        before, start, stop, after = knots[i - 1 : i + 3]
        count = max(1, int(np.hypot(*(stop - start)) / STEP_KM))
        for step in range(1, count):
            t = step / count
            bend = (
                2 * start
                + (stop - before) * t
                + (2 * before - 5 * start + 4 * stop - after) * t**2
                + (3 * start - before - 3 * stop + after) * t**3
            )
            line.append((float(bend[0]) / 2, float(bend[1]) / 2))
        line.append(points[i])
    return line


def osm_xml(roads: Drawing) -> str:
    """The document: places and road nodes, then ways; ids, versions and timestamps are fixed."""
    nodes = roads.nodes_km()
    head = f'version="1" changeset="1" timestamp="{TIMESTAMP}" visible="true"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<!-- Made up: no place on Earth. Synthetic sample of nearcare, written by scripts/make_sample. -->",
        '<osm version="0.6" generator="nearcare sample">',
        f'  <meta osm_base="{TIMESTAMP}"/>',
        f'  <bounds minlat="{place.SOUTH}" minlon="{place.WEST}" maxlat="{place.NORTH}" maxlon="{place.EAST}"/>',
    ]
    for number, x, y in nodes:
        lon, lat = place.lon_lat((x, y))
        lines.append(f'  <node id="{number}" {head} lat="{lat:.7f}" lon="{lon:.7f}"/>')
    for number, (name, middle, count) in enumerate(roads.places, start=FIRST_NODE + len(nodes)):
        lon, lat = place.lon_lat(middle)
        kind = "town" if count >= 10000 else "village"
        lines.append(f'  <node id="{number}" {head} lat="{lat:.7f}" lon="{lon:.7f}">')
        lines += [_tag("name", name), _tag("place", kind), _tag("source", "made up"), "  </node>"]
    for number, way in enumerate(roads.ways, start=FIRST_WAY):
        lines.append(f'  <way id="{number}" {head}>')
        lines += [f'    <nd ref="{node}"/>' for node in way.nodes]
        lines += [_tag(key, value) for key, value in sorted(way.tags.items())]
        lines.append("  </way>")
    return "\n".join([*lines, "</osm>"]) + "\n"


def _tag(key: str, value: str) -> str:
    return f"    <tag k={quoteattr(key)} v={quoteattr(value)}/>"


def _on_roundabout(eighth: int) -> Point:
    """A node of the roundabout, counted in eighths of a turn counter-clockwise from the east."""
    angle = eighth * np.pi / 4
    x, y = ROUNDABOUT_MIDDLE
    return x + ROUNDABOUT_RADIUS_KM * float(np.cos(angle)), y + ROUNDABOUT_RADIUS_KM * float(np.sin(angle))
