"""How many people's least-time ways run over each road, and how many depend on some of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.search.engine import UNREACHED, add_up, gather
from accessibility.search.live import LiveAnswer
from accessibility.search.network import TravelNetwork
from geo.errors import InputError

_NO_ARC: Final = -1
_NO_WAY: Final = -2


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysUsed:
    """The least-time ways of people as one tree that leads to the sources; one row for each node on them.

    ``node``: of the network's ways. ``following``: the row of the next node towards the source, -1 at
    a source. ``arc``: the arc of the roads between the two, in the direction of travel, -1 where the
    way is no road. ``people``: those whose way leads through the node. ``first``, ``last``: in the
    tree's own order, where the nodes stand whose ways lead through it.
    """

    node: npt.NDArray[np.int64]
    following: npt.NDArray[np.int64]
    arc: npt.NDArray[np.int64]
    people: npt.NDArray[np.float64]
    first: npt.NDArray[np.int64]
    last: npt.NDArray[np.int64]

    def people_over(self, arcs: npt.NDArray[np.int64]) -> float:
        """People whose way runs over at least one of these arcs, each of them counted once."""
        rows = np.flatnonzero(np.isin(self.arc, arcs))
        rows = rows[np.argsort(self.first[rows], kind="stable")]
        ends = np.maximum.accumulate(self.last[rows])
        is_last_on_its_ways = np.ones(len(rows), np.bool_)
        is_last_on_its_ways[1:] = self.first[rows][1:] >= ends[:-1]
        return float(self.people[rows[is_last_on_its_ways]].sum())


def people_on_roads(
    answer: LiveAnswer, cell: npt.NDArray[np.int64], people: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """People whose least-time way runs along each arc of the roads, in a vehicle or on foot; shape (arcs,).

    As ``ways_used`` says.
    """
    used = ways_used(answer, cell, people)
    is_road = used.arc != _NO_ARC
    count = len(answer.network.roads.arc_from)
    return np.bincount(used.arc[is_road], weights=used.people[is_road], minlength=count).astype(np.float64)


def ways_used(answer: LiveAnswer, cell: npt.NDArray[np.int64], people: npt.NDArray[np.float64]) -> WaysUsed:
    """The ways of so many people at these cells, each the one that ``LiveAnswer.path_of`` draws.

    ``cell`` may name one several times. People at -1, which stands for no cell, and at cells without
    an answer have no way and are on none. Raises InputError for a cell outside the grid.
    """
    network, keys = answer.network, answer.keys
    cell = np.asarray(cell, np.int64)
    is_outside = (cell < -1) | (cell >= network.grid.cell_count)
    if is_outside.any():
        raise InputError(f"cell {cell[is_outside][0]} lies outside the grid; give people at its cells, or at -1")
    has_way = cell >= 0
    has_way[has_way] = _is_answered(network)[cell[has_way]] & (keys[cell[has_way]] != UNREACHED)
    start, place = np.unique(cell[has_way], return_inverse=True)
    order = np.argsort(answer.sources.cell, kind="stable")
    source_node, source_key = np.asarray(answer.sources.cell, np.int64)[order], answer.sources.keys[order]
    node, following = gather(network.ways, answer.incoming, keys, start, source_node, source_key)
    if (following == _NO_WAY).any():
        raise AssertionError("no way leads to a key; the keys are not those of this network and these sources")
    row_of = np.argsort(node, kind="stable")
    rows = row_of[np.searchsorted(node[row_of], start)][place]
    begins = np.bincount(rows, weights=np.asarray(people, np.float64)[has_way], minlength=len(node))
    flow, first, last = add_up(np.argsort(keys[node], kind="stable"), following, begins.astype(np.float64))
    arc = _arcs_between(network, node, following)
    return WaysUsed(node=node, following=following, arc=arc, people=flow, first=first, last=last)


def _is_answered(network: TravelNetwork) -> npt.NDArray[np.bool_]:
    """Cells that may have an answer: those that people can stand in."""
    is_passable = network.land.is_passable.ravel()
    return is_passable if network.hazards is None else is_passable & ~network.hazards.is_inside.ravel()


def _arcs_between(
    network: TravelNetwork, node: npt.NDArray[np.int64], following: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """The arc that leads from each node to the next in the direction of travel.

    Of several it is the quickest, of equally quick ones the first.
    -1 where it is no road: off the roads, boarding and leaving.
    """
    roads, count = network.roads, network.roads.node_count
    arc = np.full(len(node), _NO_ARC, np.int64)
    after = node[following]
    on_road = np.flatnonzero((following >= 0) & (node >= network.ways.cell_count) & (after >= network.ways.cell_count))
    graph_node = np.empty(len(network.nodes.place), np.int64)
    graph_node[network.nodes.place] = np.arange(len(graph_node))
    here, there = (graph_node[ends[on_road] - network.ways.cell_count] for ends in (node, after))
    if network.rules.direction == "from":
        here, there = there, here
    is_open = np.ones(len(roads.arc_from), np.bool_) if network.hazards is None else ~network.hazards.is_arc_cut
    for sheet, times_s in enumerate((roads.walk_s, roads.vehicle_s)):
        is_on = (here // max(count, 1) == sheet) & (there // max(count, 1) == sheet)
        start, end = here[is_on] - sheet * count, there[is_on] - sheet * count
        is_passed = np.zeros(count, np.bool_)
        is_passed[start] = is_passed[end] = True
        arcs = np.flatnonzero(is_open & is_passed[roads.arc_from] & is_passed[roads.arc_to] & np.isfinite(times_s))
        joins = roads.arc_from[arcs].astype(np.int64) * count + roads.arc_to[arcs]
        order = np.lexsort((arcs, times_s[arcs], joins))
        found = np.searchsorted(joins[order], start * count + end)
        arc[on_road[is_on]] = arcs[order[found]]
    return arc
