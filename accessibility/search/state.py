"""One search under way: the keys of all nodes, and what is still to be expanded."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.search.engine import (
    CLOSED,
    HAS_DOOR,
    MARKED,
    UNREACHED,
    Keys,
    Ways,
    bound_of,
    compiled,
    doors_at,
    lean,
    settle_any,
    settle_plain,
    tile_of,
)
from accessibility.search.network import TravelNetwork
from geo.units import seconds_from_minutes

_FLAGS_PER_WORD: Final = 8


class SearchState:
    """Keys by node of a network's ways; they fall as sources are offered and settled.

    ``keys``: uint64, by node, UNREACHED where there is no way yet; none exceeds ``bound``. Once
    settled they are complete for all sources offered. ``is_beyond``: whether anything was left out
    because it lies beyond the bound, ``left_out`` the nodes of sources that start beyond it.
    """

    def __init__(self, network: TravelNetwork) -> None:
        ways = network.ways
        node_count = ways.cell_count + len(ways.node_tile)
        self.ways = ways
        self.keys: Keys = np.full(node_count, UNREACHED)
        self.flags = np.zeros(-(-node_count // _FLAGS_PER_WORD) * _FLAGS_PER_WORD, np.uint8)
        self.flags[ways.arcs.door_cell] |= HAS_DOOR
        self.tile_key: Keys = np.full(len(ways.tile_node_start) - 1, UNREACHED)
        self.bound = bound_of(_limit_s(network))
        self.is_beyond = False
        self.left_out = np.empty(0, np.int64)
        self._kernel = settle_plain if ways.is_plain else settle_any

    def copy(self) -> SearchState:
        """The same state, to be changed by itself."""
        other = SearchState.__new__(SearchState)
        other.follow(self.ways)
        other.keys, other.flags, other.tile_key = self.keys.copy(), self.flags.copy(), self.tile_key.copy()
        other.bound, other.is_beyond, other.left_out = self.bound, self.is_beyond, self.left_out
        return other

    def follow(self, ways: Ways) -> None:
        """Go on over changed ways between the same nodes; the keys must be made to fit them."""
        self.ways, self._kernel = ways, settle_plain if ways.is_plain else settle_any

    def offer(self, nodes: npt.NDArray[np.int64], keys: Keys) -> None:
        """Give nodes keys within the bound, if they are less than what they have, and mark those to be expanded."""
        nodes, is_within = np.asarray(nodes, np.int64), keys <= self.bound
        self.left_out = nodes[~is_within]
        self.is_beyond |= len(self.left_out) > 0
        _offer(self.ways, nodes[is_within], keys[is_within], self.keys, self.flags, self.tile_key)

    def settle(self) -> None:
        """Expand until no key can fall."""
        self.is_beyond |= bool(self._kernel(self.ways, self.keys, self.flags, self.tile_key, self.bound))

    def nodes_beyond(self) -> npt.NDArray[np.bool_]:
        """Nodes that have a way, but none within the bound."""
        return find_beyond(self.ways, self.keys, self.left_out)


def _limit_s(network: TravelNetwork) -> float | None:
    limit_minutes = network.rules.limit_minutes
    return None if limit_minutes is None else seconds_from_minutes(limit_minutes)


@compiled
def _offer(
    ways: Ways,
    nodes: npt.NDArray[np.int64],
    offered: Keys,
    keys: Keys,
    flags: npt.NDArray[np.uint8],
    tile_key: Keys,
) -> None:
    for place in range(len(nodes)):
        node, key = nodes[place], offered[place]
        if key < keys[node]:
            keys[node] = key
            flags[node] |= MARKED
            tile = tile_of(ways, node)
            tile_key[tile] = min(tile_key[tile], key)


@compiled
def find_beyond(ways: Ways, keys: Keys, left_out: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Nodes without a key to which a way leads from one that has one, or from a source that was left out."""
    is_beyond = np.zeros(len(keys), np.bool_)
    todo = np.empty(len(keys), np.int64)
    count = 0
    for place in range(len(left_out)):
        count = _mark(left_out[place], keys, is_beyond, todo, count)
    for node in range(len(keys)):
        if keys[node] != UNREACHED:
            count = _visit(ways, node, keys, is_beyond, todo, count)
    while count > 0:
        count -= 1
        count = _visit(ways, todo[count], keys, is_beyond, todo, count)
    return is_beyond


@lean
def _visit(
    ways: Ways,
    node: int,
    keys: Keys,
    is_beyond: npt.NDArray[np.bool_],
    todo: npt.NDArray[np.int64],
    count: int,
) -> int:
    """Mark the nodes that a node leads to and that have neither key nor mark, and put them on the list."""
    if node < ways.cell_count:
        for move in range(ways.move_count):
            if (np.int64(ways.open_moves[node]) >> move) & 1:
                count = _mark(node + np.int64(ways.move_offset[move]), keys, is_beyond, todo, count)
        row = node // ways.columns
        first, last = doors_at(ways.arcs, row, node)
        for door in range(first, last):
            if ways.arcs.door_key[door] < CLOSED:
                count = _mark(ways.arcs.door_node[door], keys, is_beyond, todo, count)
    else:
        road_node = node - ways.cell_count
        for arc in range(ways.arcs.arc_start[road_node], ways.arcs.arc_start[road_node + 1]):
            if ways.arcs.arc_key[arc] < CLOSED:
                count = _mark(ways.arcs.arc_node[arc], keys, is_beyond, todo, count)
    return count


@lean
def _mark(node: int, keys: Keys, is_beyond: npt.NDArray[np.bool_], todo: npt.NDArray[np.int64], count: int) -> int:
    if keys[node] == UNREACHED and not is_beyond[node]:
        is_beyond[node] = True
        todo[count] = node
        count += 1
    return count
