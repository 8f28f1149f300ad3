"""Disputed roads: stretches that run through hazard areas, open or cut by policy, and who depends on them."""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from accessibility.search import LiveAnswer, ways_used
from geo.grid import LON_LAT
from geo.hazards import RoadOverlaps
from geo.roads import RoadNetwork, RoadsOnGrid, arc_lines
from geo.units import METRES_PER_KM

SEPARATOR: Final = ";"
MOST_SOURCE_IDS: Final = 20
AND_MORE: Final = "..."
_COLUMNS: Final = (
    "stretch_id",
    "area_row",
    "road_classes",
    "source_ids",
    "length_km",
    "people_depending",
)


def find_disputed_roads(
    answer: LiveAnswer,
    network: RoadNetwork,
    overlaps: RoadOverlaps,
    *,
    cell: npt.NDArray[np.int64],
    people: npt.NDArray[np.float64],
) -> gpd.GeoDataFrame:
    """Stretches of road that are cut under one policy and passable under the other, most people first.

    ``answer``: that over which roads pass through hazards. ``network``: what its roads were laid
    from. ``overlaps``: the arcs that each area cuts. ``cell`` and ``people``: whose answer is taken
    where; those at -1 and those without an answer depend on no road.

    A stretch is what hangs together at common nodes of the arcs that one area cuts, both directions
    together; a road that is cut by two areas is in a stretch of each. Columns: stretch_id from 1,
    area_row, road_classes and source_ids (parts by ";", of the latter at most 20, then "..."),
    length_km of whole arcs on the ground, people_depending: those whose least-time way runs over any
    of it, each counted once. Geometry: MultiLineString in EPSG:4326.
    """
    roads, grid = answer.network.roads, answer.network.grid
    used = ways_used(answer, cell, people)
    records: list[dict[str, Any]] = []
    lines = []
    for pairs in _stretches(roads, overlaps):
        arcs = overlaps.arc[pairs]
        pieces = _one_way(roads, arcs)
        links = np.unique(roads.arc_link[pieces])
        line = shapely.line_merge(shapely.multilinestrings(list(arc_lines(roads, pieces))))
        lines.append(shapely.multilinestrings(list(shapely.get_parts(line))))
        records.append(
            {
                "area_row": int(overlaps.area[pairs[0]]),
                "road_classes": SEPARATOR.join(sorted({network.road_class[row] for row in network.class_row[links]})),
                "source_ids": _named(np.unique(network.source_id[links])),
                "people_depending": used.people_over(arcs),
            }
        )
    stretches = gpd.GeoDataFrame(records, columns=["area_row", *_COLUMNS[2:]], geometry=lines, crs=grid.crs)
    stretches = stretches.to_crs(LON_LAT).sort_values("people_depending", ascending=False, kind="stable")
    stretches["length_km"] = [grid.geod.geometry_length(line) / METRES_PER_KM for line in stretches.geometry]
    stretches["stretch_id"] = np.arange(1, len(stretches) + 1)
    return stretches[[*_COLUMNS, "geometry"]].reset_index(drop=True)


def _stretches(roads: RoadsOnGrid, overlaps: RoadOverlaps) -> list[npt.NDArray[np.int64]]:
    """The rows of the overlaps that hang together within one area, by area and then by their first arc."""
    ends = [overlaps.area * roads.node_count + end[overlaps.arc] for end in (roads.arc_from, roads.arc_to)]
    nodes, place = np.unique(np.concatenate(ends), return_inverse=True)
    tail, head = place[: len(overlaps.arc)], place[len(overlaps.arc) :]
    joints = coo_array((np.ones(len(tail)), (tail, head)), shape=(len(nodes), len(nodes)))
    _, label = connected_components(joints, directed=False)
    of_pair = label[tail]
    order = np.argsort(of_pair, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(of_pair[order])) + 1) if len(order) else []
    return sorted(groups, key=lambda rows: int(rows[0]))


def _one_way(roads: RoadsOnGrid, arcs: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """One arc for each piece of road, of an arc and its way back."""
    piece = np.column_stack([roads.arc_link[arcs], roads.arc_span[arcs]])
    _, first = np.unique(piece, axis=0, return_index=True)
    return np.asarray(arcs[first], dtype=np.int64)


def _named(source_ids: npt.NDArray[np.int64]) -> str:
    """The ids of ways, in their order, of many the first."""
    named = [str(source_id) for source_id in source_ids[:MOST_SOURCE_IDS]]
    return SEPARATOR.join([*named, AND_MORE] if len(source_ids) > MOST_SOURCE_IDS else named)
