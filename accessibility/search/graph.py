"""The graph beside the cells' own moves: roads ridden and walked, boarding, and the walks between."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.hazards import Hazards, HeldBlocks
from geo.roads import RoadsOnGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadGraph:
    """Directed arcs, from ``tail`` to ``head`` in ``seconds``, inf where closed; three arrays of one length.

    Nodes: the cells, then every road node on foot, then every road node in a vehicle. The arcs are
    the same with and without hazards; hazards only close some.
    """

    tail: npt.NDArray[np.int64]
    head: npt.NDArray[np.int64]
    seconds: npt.NDArray[np.float64]


def build_graph(
    roads: RoadsOnGrid, *, cell_count: int, hazards: Hazards | None, boarding_wait_s: float, is_towards: bool
) -> RoadGraph:
    """All arcs that are not moves between cells; with ``is_towards`` each is turned round.

    On foot a traveller walks between a cell and a road and along the road both ways; a vehicle is
    boarded (after the wait) and left (at once) where the road allows it. In a hazard nobody
    boards, leaves or steps off; roads pass or are cut by the hazards' policy.
    """
    on_foot, riding = cell_count, cell_count + roads.node_count
    arc_from, arc_to = roads.arc_from.astype(np.int64), roads.arc_to.astype(np.int64)
    walked, ridden, boards = _arcs_used(roads)
    cell, node = roads.walk_cell, on_foot + roads.walk_node.astype(np.int64)
    tail = [on_foot + arc_from[walked], riding + arc_from[ridden], on_foot + boards, riding + boards, cell, node]
    head = [on_foot + arc_to[walked], riding + arc_to[ridden], riding + boards, on_foot + boards, node, cell]
    seconds = arc_seconds(roads, boarding_wait_s=boarding_wait_s)
    if hazards is not None:
        seconds = np.where(arcs_closed(roads, hazards), np.inf, seconds)
    tails, heads = np.concatenate(tail), np.concatenate(head)
    if is_towards:
        tails, heads = heads, tails
    return RoadGraph(tail=tails, head=heads, seconds=seconds)


def arc_seconds(roads: RoadsOnGrid, *, boarding_wait_s: float) -> npt.NDArray[np.float64]:
    """The seconds of every arc of ``build_graph`` in its order, without hazards."""
    walked, ridden, boards = _arcs_used(roads)
    wait_s, leave_s = np.full(len(boards), boarding_wait_s), np.zeros(len(boards))
    seconds = [roads.walk_s[walked], roads.vehicle_s[ridden], wait_s, leave_s, roads.connector_s, roads.connector_s]
    if roads.is_closed.any():
        seconds[0] = np.where(roads.is_closed[walked], np.inf, seconds[0])
        seconds[1] = np.where(roads.is_closed[ridden], np.inf, seconds[1])
    return np.concatenate(seconds)


def arcs_closed(roads: RoadsOnGrid, hazards: Hazards) -> npt.NDArray[np.bool_]:
    """Which arcs of ``build_graph``, in its order, hazards close."""
    walked, ridden, boards = _arcs_used(roads)
    cut, inside, met = hazards.is_arc_cut, hazards.is_node_inside[boards], hazards.is_connector_blocked
    return np.concatenate([cut[walked], cut[ridden], inside, inside, met, met])


def _arcs_used(roads: RoadsOnGrid) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The arcs of the roads that somebody walks, those that a vehicle passes, and the nodes where one is boarded."""
    walked, ridden = np.flatnonzero(np.isfinite(roads.walk_s)), np.flatnonzero(np.isfinite(roads.vehicle_s))
    return walked, ridden, np.flatnonzero(roads.may_board)


def arcs_held(roads: RoadsOnGrid, hazards: Hazards | HeldBlocks) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Which arcs of ``build_graph`` each cluster of hazard areas closes: cluster and arc, two arrays of one length."""
    walked, ridden, boards = _arcs_used(roads)
    connectors = np.arange(len(roads.walk_cell))
    parts = (
        (walked, hazards.arcs),
        (ridden, hazards.arcs),
        (boards, hazards.nodes),
        (boards, hazards.nodes),
        (connectors, hazards.connectors),
        (connectors, hazards.connectors),
    )
    clusters, arcs, offset = [], [], 0
    for part, held in parts:
        place = np.searchsorted(part, held.item)
        is_there = place < len(part)
        is_there[is_there] = part[place[is_there]] == held.item[is_there]
        clusters.append(held.cluster[is_there])
        arcs.append(place[is_there] + offset)
        offset += len(part)
    return np.concatenate(clusters), np.concatenate(arcs)


def graph_arcs_of(
    roads: RoadsOnGrid, arcs: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The arcs of ``build_graph`` that go along some arcs of the roads: their numbers, and for each the road's arc.

    Those on foot come first and then those in a vehicle, in the order of ``arcs``, which rise.
    """
    if not len(arcs):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    walked, ridden, _ = _arcs_used(roads)
    on_foot, riding = arcs[np.isfinite(roads.walk_s[arcs])], arcs[np.isfinite(roads.vehicle_s[arcs])]
    numbers = [np.searchsorted(walked, on_foot), len(walked) + np.searchsorted(ridden, riding)]
    return np.concatenate(numbers), np.concatenate([on_foot, riding])
