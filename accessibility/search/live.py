"""A live answer: the least times of a world that changes, kept up without searching it all again."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.ndimage import binary_dilation

from accessibility.search.arcs import turned_round
from accessibility.search.engine import Arcs, Keys, Ways, repair
from accessibility.search.least_time import TravelTime, answer_of
from accessibility.search.network import TravelNetwork
from accessibility.search.paths import LeastTimePath, least_time_path
from accessibility.search.sources import Sources, check_sources
from accessibility.search.state import SearchState
from geo.errors import InputError


class LiveAnswer:
    """The answer for a network and its sources, and for whatever they are changed to.

    After each change it equals a search from nothing to the last bit, and only what the change
    reaches has been searched. Not for two threads at once; ``copy`` gives an answer of one's own.
    """

    def __init__(self, network: TravelNetwork, sources: Sources) -> None:
        check_sources(network, sources)
        self.network, self.sources = network, sources
        self._state = SearchState(network)
        self._state.offer(sources.cell, sources.keys)
        self._state.settle()
        self._incoming = turned_round(network.ways)

    def copy(self) -> LiveAnswer:
        """The same answer, to be changed by itself."""
        other = LiveAnswer.__new__(LiveAnswer)
        other.network, other.sources = self.network, self.sources
        other._state = self._state.copy()  # noqa: SLF001 - one of its own kind
        other._incoming = self._incoming  # noqa: SLF001
        return other

    def travel_time(self) -> TravelTime:
        """The answer as it is now."""
        return answer_of(self.network, self._state)

    @property
    def keys(self) -> Keys:
        """The keys of the answer as it is now, by node of the network's ways; to be read only."""
        return self._state.keys

    @property
    def incoming(self) -> Arcs:
        """The arcs of the network's ways, turned round; to be read only."""
        return self._incoming

    def path_of(self, cell: int) -> LeastTimePath | None:
        """The least-time path between a cell and its nearest centre; None if the cell has no answer.

        Raises InputError for a cell outside the grid.
        """
        if not 0 <= cell < self.network.grid.cell_count:
            raise InputError(f"cell {cell} lies outside the grid; a path begins at one of its cells")
        land, hazards = self.network.land, self.network.hazards
        if not land.is_passable.ravel()[cell] or (hazards is not None and hazards.is_inside.ravel()[cell]):
            return None
        return least_time_path(self.network, self.sources, incoming=self._incoming, keys=self._state.keys, cell=cell)

    def change(self, *, network: TravelNetwork | None = None, sources: Sources | None = None) -> int:
        """Follow a change of the ways, of the sources, or of both; how many nodes lost what they had.

        ``network`` is the changed one: cells quicker or slower, opened or closed by hazards, roads
        faster or slower, or cut and opened by hazards. ``sources``: centres added, closed, moved, or
        starting later. Raises InputError for a network of another grid, other rules, or roads that are
        split otherwise or closed by a time of inf: that is a search of its own; and for sources as
        ``least_times`` does. What was changed in place, in arrays that both share,
        goes unseen.
        """
        network = self.network if network is None else network
        sources = self.sources if sources is None else sources
        if network is not self.network:
            _check_alike(self.network, network)
        check_sources(network, sources)
        touched = [_cells_of_changed_sources(self.sources, sources)]
        if network is not self.network:
            touched += [
                _cells_changed(self.network, network),
                _nodes_with_changed_arcs(self.network.ways, network.ways),
            ]
            if not _is_same(self.network.ways.arcs.arc_key, network.ways.arcs.arc_key) or not _is_same(
                self.network.ways.arcs.door_key, network.ways.arcs.door_key
            ):
                self._incoming = turned_round(network.ways)
            self._state.follow(network.ways)
        self.network, self.sources = network, sources
        nodes = np.unique(np.concatenate(touched))
        if len(nodes) == 0:
            return 0
        order = np.argsort(sources.cell, kind="stable")
        state, source_keys = self._state, sources.keys
        state.left_out = np.asarray(sources.cell, np.int64)[source_keys > state.bound]
        fallen, is_beyond = repair(
            network.ways,
            self._incoming,
            nodes,
            np.asarray(sources.cell, np.int64)[order],
            source_keys[order],
            state.keys,
            state.flags,
            state.tile_key,
            state.bound,
        )
        state.is_beyond |= bool(is_beyond) or len(state.left_out) > 0
        state.settle()
        return int(fallen)


def _cells_of_changed_sources(before: Sources, after: Sources) -> npt.NDArray[np.int64]:
    """The cells at which one of the two has a source that the other has not."""
    if before is after:
        return np.empty(0, np.int64)
    old, new = (set(zip(each.cell.tolist(), each.keys.tolist(), strict=True)) for each in (before, after))
    return np.array(sorted({cell for cell, _ in old ^ new}), np.int64)


def _check_alike(before: TravelNetwork, after: TravelNetwork) -> None:
    old, new = before.ways, after.ways
    is_same_road = all(
        _is_same(getattr(old.arcs, name), getattr(new.arcs, name))
        for name in ("arc_start", "arc_node", "door_cell", "door_node")
    )
    is_same_grid = before.grid.is_aligned_with(after.grid) and np.array_equal(
        old.length_ticks, new.length_ticks, equal_nan=True
    )
    if not is_same_grid or before.rules != after.rules or not is_same_road:
        raise InputError(
            "the changed network has another grid, other rules, or roads that are split otherwise or closed by "
            "their times; start a new LiveAnswer for it"
        )


def _cells_changed(before: TravelNetwork, after: TravelNetwork) -> npt.NDArray[np.int64]:
    """Cells into which a move has opened, closed, or become quicker or slower."""
    old, new = before.ways, after.ways
    is_changed = np.zeros(old.cell_count, np.bool_)
    if old.open_moves is not new.open_moves:  # a move opens both ways or neither: both its ends have changed
        is_changed |= old.open_moves != new.open_moves
    is_other = np.zeros(old.cell_count, np.bool_)
    for name in ("pace", "mode", "elevation_m"):
        mine, theirs = getattr(old, name), getattr(new, name)
        if mine.ctypes.data != theirs.ctypes.data:
            is_other |= (mine != theirs) & ~(np.isnan(mine) & np.isnan(theirs))
    if is_other.any():
        is_changed |= _near(is_other.reshape(before.grid.shape), int(new.move_row.max())).ravel()
    return np.flatnonzero(is_changed)


def _near(is_marked: npt.NDArray[np.bool_], reach: int) -> npt.NDArray[np.bool_]:
    """Cells at most so many rows and columns from a marked one."""
    rows, columns = np.flatnonzero(is_marked.any(axis=1)), np.flatnonzero(is_marked.any(axis=0))
    window = np.s_[max(0, rows[0] - reach) : rows[-1] + reach + 1, max(0, columns[0] - reach) : columns[-1] + reach + 1]
    near = is_marked.copy()
    near[window] = binary_dilation(is_marked[window], np.ones((2 * reach + 1, 2 * reach + 1), np.bool_))
    return near


def _nodes_with_changed_arcs(old: Ways, new: Ways) -> npt.NDArray[np.int64]:
    """Nodes at the end of an arc that has become quicker or slower, has opened or closed."""
    return np.concatenate(
        [
            new.arcs.arc_node[old.arcs.arc_key != new.arcs.arc_key],
            new.arcs.door_node[old.arcs.door_key != new.arcs.door_key],
        ]
    )


def _is_same(one: npt.NDArray[np.generic], other: npt.NDArray[np.generic]) -> bool:
    return one is other or bool(np.array_equal(one, other))
