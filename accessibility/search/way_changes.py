"""Which ways a trial opens, quickens or closes: cells' moves, and arcs of the roads, near what it changes alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from accessibility.search.arcs import arc_places
from accessibility.search.engine import CLOSED, Keys, Ways, key_steps, open_moves_without
from accessibility.search.graph import arc_seconds, arcs_held, build_graph, graph_arcs_of
from accessibility.search.network import TravelNetwork, moves_kept
from accessibility.search.releases import ordered_nodes
from accessibility.search.sources import Sources
from geo.hazards import HeldBlocks
from geo.units import seconds_from_minutes

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is to be tried. ``sources``: all that there are then.

    ``released``: clusters of the hazards that are gone, ``left``: what blocks in their place. ``opened``: rows of the
    roads' arcs, rising, that hazards and closures hold no more. ``vehicle_s``: quicker times by row of the roads' arcs.
    """

    sources: Sources
    released: frozenset[int] = frozenset()
    left: HeldBlocks | None = None
    opened: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    vehicle_s: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WayChange:
    """Ways as they become: ``moves`` of cells, keys of arcs and doors by their places among the ways.

    ``freed``: cells that lay inside hazards and do so no more.
    """

    cell: Ints
    moves: npt.NDArray[Any]
    arc: Ints
    arc_tail: Ints
    arc_key: Keys
    door: Ints
    door_key: Keys
    freed: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRoads:
    """The arcs of the road graph: where each is among the ways, and how many clusters hold it. Never changed.

    Moves that clusters block: an entry for each cell and cluster, sorted by cell. Arcs by cluster: those of cluster i
    are ``cluster_arc[arc_start[i]:arc_start[i + 1]]``.
    """

    place: npt.NDArray[np.int32]
    tail: npt.NDArray[np.int32]
    is_door: npt.NDArray[np.bool_]
    seconds: npt.NDArray[np.float64]
    times_held: npt.NDArray[np.int32]
    cell: Ints
    cell_cluster: Ints
    cell_mask: npt.NDArray[Any]
    arc_start: Ints
    cluster_arc: Ints

    @property
    def bytes_held(self) -> int:
        """The memory of it."""
        return sum(getattr(self, name).nbytes for name in self.__slots__)


def held_roads(network: TravelNetwork) -> HeldRoads:
    """The road graph of a network, and what each cluster of its hazards holds of it."""
    hazards, wait_s = network.hazards, seconds_from_minutes(network.rules.boarding_wait_minutes)
    cell_count = network.ways.cell_count
    graph = build_graph(
        network.roads,
        cell_count=cell_count,
        hazards=None,
        boarding_wait_s=wait_s,
        is_towards=network.rules.direction == "to",
    )
    none = np.empty(0, np.int64)
    arc_cluster, arc = (none, none) if hazards is None else arcs_held(network.roads, hazards)
    by_cluster = np.lexsort((arc, arc_cluster))
    count = 0 if hazards is None else len(hazards.shapes)
    cell, cluster = none, none
    mask = np.empty(0, network.land_moves.dtype)
    if hazards is not None:
        moves = hazards.moves
        order = np.argsort(moves.cell, kind="stable")
        cell = moves.cell[order]
        cluster = np.repeat(np.arange(count), np.diff(moves.start))[order]
        mask = moves_kept(moves.mask, network.rules.neighbours)[order]
    return HeldRoads(
        place=arc_places(graph, network.nodes, grid=network.grid).astype(np.int32),
        tail=ordered_nodes(graph.tail, network).astype(np.int32),
        is_door=graph.tail < cell_count,
        seconds=arc_seconds(network.roads, boarding_wait_s=wait_s),
        times_held=np.bincount(arc, minlength=len(graph.tail)).astype(np.int32),
        cell=cell,
        cell_cluster=cluster,
        cell_mask=mask,
        arc_start=np.searchsorted(arc_cluster[by_cluster], np.arange(count + 1)).astype(np.int64),
        cluster_arc=arc[by_cluster],
    )


def way_change(held: HeldRoads, network: TravelNetwork, ways: Ways, trial: Trial) -> WayChange:
    """The ways that a trial changes, as they become."""
    cell, moves, freed = _moves(held, network, trial)
    arc, key = _arcs(held, network, trial)
    is_door, place, tail = held.is_door[arc], held.place[arc].astype(np.int64), held.tail[arc].astype(np.int64)
    now = np.where(
        is_door,
        ways.arcs.door_key[np.where(is_door, place, 0)] if len(ways.arcs.door_key) else np.uint64(0),
        ways.arcs.arc_key[np.where(is_door, 0, place)] if len(ways.arcs.arc_key) else np.uint64(0),
    )
    is_other = now != key
    road, door = is_other & ~is_door, is_other & is_door
    return WayChange(
        cell=cell,
        moves=moves,
        arc=place[road],
        arc_tail=tail[road],
        arc_key=key[road],
        door=place[door],
        door_key=key[door],
        freed=freed,
    )


def _moves(held: HeldRoads, network: TravelNetwork, trial: Trial) -> tuple[Ints, npt.NDArray[Any], Ints]:
    """The cells near released clusters, their open moves then, and those inside no more."""
    hazards, none = network.hazards, np.empty(0, np.int64)
    if hazards is None or not trial.released:
        return none, np.empty(0, network.land_moves.dtype), none
    start, clusters = hazards.moves.start, sorted(trial.released)
    held_by = [slice(start[each], start[each + 1]) for each in clusters]
    cell = np.unique(np.concatenate([hazards.moves.cell[each] for each in held_by]))
    is_open = np.zeros(len(hazards.shapes), np.bool_)
    is_open[clusters] = True
    first, end = np.searchsorted(held.cell, cell), np.searchsorted(held.cell, cell, side="right")
    moves = open_moves_without(cell, network.land_moves[cell], first, end, held.cell_cluster, held.cell_mask, is_open)
    inside = [hazards.moves.cell[each][hazards.moves.is_inside[each]] for each in held_by]
    freed = np.unique(np.concatenate(inside))  # no two clusters have a point in common
    if trial.left is not None:
        left = trial.left.moves
        at = np.searchsorted(cell, left.cell)
        is_near = (at < len(cell)) & (cell[np.minimum(at, len(cell) - 1)] == left.cell)
        mask = moves_kept(left.mask, network.rules.neighbours)
        np.bitwise_and.at(moves, at[is_near], ~mask[is_near])
        freed = np.setdiff1d(freed, left.cell[left.is_inside])
        far = np.flatnonzero(~is_near)  # a cell that the whole cluster did not touch, by rounding
        if len(far):
            more = np.unique(left.cell[far])
            cell = np.concatenate([cell, more])
            further = network.ways.open_moves[more].copy()
            np.bitwise_and.at(further, np.searchsorted(more, left.cell[far]), ~mask[far])
            moves = np.concatenate([moves, further])
    return cell, moves, freed


def _arcs(held: HeldRoads, network: TravelNetwork, trial: Trial) -> tuple[Ints, Keys]:
    """The arcs of the road graph that may change, and their keys then."""
    roads = network.roads
    clusters = sorted(trial.released)
    gone = [held.cluster_arc[held.arc_start[each] : held.arc_start[each + 1]] for each in clusters]
    pairs = np.concatenate([*gone, np.empty(0, np.int64)])
    taken = np.empty(0, np.int64) if trial.left is None else arcs_held(roads, trial.left)[1]
    opened, opened_row = graph_arcs_of(roads, trial.opened)
    quick_row = np.array(sorted(trial.vehicle_s), np.int64)
    quick, quick_of = graph_arcs_of(roads, quick_row)
    is_riding = np.arange(len(quick)) >= np.count_nonzero(np.isfinite(roads.walk_s[quick_row]))
    quick, quick_of = quick[is_riding], quick_of[is_riding]
    arc = np.unique(np.concatenate([pairs, taken, opened, quick]))
    holds, seconds = held.times_held[arc].copy(), held.seconds[arc].copy()
    np.subtract.at(holds, np.searchsorted(arc, pairs), 1)
    np.add.at(holds, np.searchsorted(arc, taken), 1)
    if len(opened):
        at = np.searchsorted(arc, opened)
        holds[at] = 0
        on_foot = np.arange(len(opened)) < np.count_nonzero(np.isfinite(roads.walk_s[trial.opened]))
        seconds[at] = np.where(on_foot, roads.walk_s[opened_row], roads.vehicle_s[opened_row])
    if len(quick):
        at = np.searchsorted(arc, quick)
        quicker = np.array([trial.vehicle_s[int(row)] for row in quick_of])
        seconds[at] = np.where(np.isfinite(seconds[at]), quicker, seconds[at])
    return arc, np.where(holds > 0, CLOSED, key_steps(seconds))
