"""Roads that a test draws itself: OSM XML of lines by their corners, joined where they share one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from small_study import OSM_HEAD


def osm_lines(roads: Sequence[tuple[Sequence[tuple[float, float]], Mapping[str, str]]]) -> str:
    """Ways 101, 102, ... through these points of lon and lat, each with its tags; a point is one node in all."""
    number = {corner: row + 1 for row, corner in enumerate(dict.fromkeys(point for line, _ in roads for point in line))}
    nodes = [f'<node id="{each}" version="1" lat="{lat}" lon="{lon}"/>' for (lon, lat), each in number.items()]
    ways = []
    for row, (line, tags) in enumerate(roads):
        refs = "".join(f'<nd ref="{number[corner]}"/>' for corner in line)
        told = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
        ways.append(f'<way id="{101 + row}" version="1">{refs}{told}</way>')
    return OSM_HEAD + "\n".join(nodes + ways) + "\n</osm>\n"
