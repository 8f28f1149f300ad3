"""A settled answer on which changes of centres, hazards and roads are tried, one after another, each taken back."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from accessibility.search.arcs import turned_round
from accessibility.search.engine import (
    MAX_CENTRES,
    Keys,
    cleared,
    count_rows,
    fall,
    give_back,
    new_notes,
    offer_along,
    offer_each,
    resting_heads,
    settle_some,
    take_back,
    touched,
    with_room,
)
from accessibility.search.network import TravelNetwork
from accessibility.search.sources import Sources, check_sources
from accessibility.search.state import SearchState, find_beyond
from accessibility.search.way_changes import Trial, WayChange, held_roads, way_change
from geo.errors import NearcareError

Ints = npt.NDArray[np.int64]
_TURNS: Final = 20_000  # nodes expanded between two looks at whether to go on
_ROOM: Final = 1 << 16  # entries


class TooFarError(NearcareError, RuntimeError):
    """A change touches more nodes than it may; ``reached`` so many at least. Nothing has changed."""

    def __init__(self, *, reached: int) -> None:
        super().__init__(f"the change touches {reached:,} nodes at least; allow more, or search the whole")
        self.reached = reached


class CalledOffError(NearcareError, RuntimeError):
    """A change was called off. Nothing has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a trial changed of the cells. ``cell`` rises; ``key``: its key then, UNREACHED where there is no way.

    ``is_beyond``: by cell of the grid, whether a way leads there but none within the limit; None if nowhere.
    ``freed``: cells that lay inside hazards and do so no more. ``touched``: nodes of any kind. ``seconds``: by step.
    """

    cell: Ints
    key: Keys
    is_beyond: npt.NDArray[np.bool_] | None
    freed: Ints
    touched: int
    seconds: Mapping[str, float]


class ChangeTrials:
    """A settled answer. Not for two threads at once: a trial changes it and takes all back before it ends.

    ``keys``: by node, cells first, to be read only.
    """

    def __init__(self, network: TravelNetwork, sources: Sources, *, most: int) -> None:
        check_sources(network, sources)
        self.network, self.sources = network, sources
        state = SearchState(network)
        state.offer(sources.cell, sources.keys)
        state.settle()
        self.keys, self._bound = state.keys, state.bound
        self.is_beyond = state.nodes_beyond()[: network.grid.cell_count] if state.is_beyond else None
        ways = network.ways
        arcs = ways.arcs._replace(arc_key=ways.arcs.arc_key.copy(), door_key=ways.arcs.door_key.copy())
        self._ways = ways._replace(open_moves=ways.open_moves.copy(), arcs=arcs)
        numbers = np.arange(len(arcs.arc_key) + len(arcs.door_key), dtype=np.uint64)
        numbered = arcs._replace(arc_key=numbers[: len(arcs.arc_key)], door_key=numbers[len(arcs.arc_key) :])
        self._incoming = turned_round(ways._replace(arcs=numbered))
        self._held = held_roads(network)
        self._notes = new_notes(len(self.keys), most)

    @property
    def bytes_held(self) -> int:
        """The memory of its own, beside that of the network."""
        arrays: list[npt.NDArray[Any]] = [
            self.keys,
            self._ways.open_moves,
            self._ways.arcs.arc_key,
            self._ways.arcs.door_key,
        ]
        arrays += [each for each in (*self._incoming, *self._notes) if isinstance(each, np.ndarray)]
        return sum(each.nbytes for each in arrays) + self._held.bytes_held

    def nodes_of_rows(self, count: int) -> Ints:
        """How many nodes of any kind go to the centre of each row."""
        nodes: Ints = count_rows(self.keys, count)
        return nodes

    def try_out(self, trial: Trial, *, is_cancelled: Callable[[], bool]) -> Tried:
        """What the trial changes; before it ends all is as it was, also after an error.

        Raises InputError as ``least_times`` does, TooFarError, and CalledOffError once ``is_cancelled`` says so.
        """
        clock, started = {}, time.perf_counter()
        check_sources(self.network, trial.sources)
        change = way_change(self._held, self.network, self._ways, trial)
        clock["lay the change"] = time.perf_counter() - started
        self._notes = cleared(self._notes, room=_ROOM)
        arcs = self._ways.arcs
        before = (self._ways.open_moves[change.cell], arcs.arc_key[change.arc], arcs.door_key[change.door])
        try:
            started = time.perf_counter()
            self._search(trial.sources, change, before, is_cancelled)
            clock["search"] = time.perf_counter() - started
            started = time.perf_counter()
            tried = self._read(change, clock)
        finally:
            take_back(self.keys, self._notes)
            self._ways.open_moves[change.cell], arcs.arc_key[change.arc], arcs.door_key[change.door] = before
        clock["read the answer"] = time.perf_counter() - started
        return tried

    def _search(
        self, sources: Sources, change: WayChange, before: tuple[Any, Keys, Keys], is_cancelled: Callable[[], bool]
    ) -> None:
        ways, keys, most = self._ways, self.keys, len(self._notes.node)
        old = set(zip(self.sources.cell.tolist(), self.sources.keys.tolist(), strict=True))
        new = set(zip(sources.cell.tolist(), sources.keys.tolist(), strict=True))
        gone = sorted(old - new)
        is_row_closed = np.zeros(int(max((key for _, key in old | new), default=0)) % (MAX_CENTRES + 1) + 1, np.bool_)
        rows_left = {key & MAX_CENTRES for _, key in old & new}
        for _, key in gone:
            is_row_closed[key & MAX_CENTRES] = key & MAX_CENTRES not in rows_left
        first = np.array([cell for cell, key in gone if keys[cell] == key], np.int64)
        first = np.concatenate([first, self._losing(change, before)])
        if not fall(ways, first, _sized(is_row_closed, self.sources), keys, self._notes, most):
            raise TooFarError(reached=most)
        fallen = touched(self._notes)[0]
        if is_cancelled():
            raise CalledOffError("the change was called off")
        ways.open_moves[change.cell] = change.moves
        ways.arcs.arc_key[change.arc], ways.arcs.door_key[change.door] = change.arc_key, change.door_key
        gained = np.asarray(change.moves.astype(np.int64) & ~before[0].astype(np.int64), np.int64)
        offers = len(fallen) + len(change.cell) * ways.move_count + len(change.arc) + len(change.door) + len(sources)
        self._notes = with_room(self._notes, offers + _ROOM)
        give_back(ways, self._incoming, fallen, keys, self._notes, self._bound)
        cell = np.asarray(sources.cell, np.int64)
        is_few = offer_each(cell, sources.keys, keys, self._notes, self._bound, most) and offer_along(
            ways, change.cell, gained, change.arc, change.arc_tail, change.door, keys, self._notes, self._bound, most
        )
        outcome = 1 if is_few else 2
        while outcome == 1:
            if is_cancelled():
                raise CalledOffError("the change was called off")
            self._notes = with_room(self._notes, 2 * int(self._notes.state[1]) + _ROOM)
            outcome = settle_some(ways, keys, self._notes, self._bound, most, _TURNS)
        if outcome:
            raise TooFarError(reached=most)

    def _losing(self, change: WayChange, before: tuple[Any, Keys, Keys]) -> Ints:
        """The nodes whose key came by a way that closes or becomes slower."""
        lost = np.asarray(before[0].astype(np.int64) & ~change.moves.astype(np.int64), np.int64)
        is_cell, is_arc, is_door = lost != 0, change.arc_key > before[1], change.door_key > before[2]
        return np.asarray(
            resting_heads(
                self._ways,
                change.cell[is_cell],
                lost[is_cell],
                change.arc[is_arc],
                change.arc_tail[is_arc],
                change.door[is_door],
                self.keys,
            )
        )

    def _read(self, change: WayChange, clock: dict[str, float]) -> Tried:
        node, _, has_beyond = touched(self._notes)
        cell_count = self.network.grid.cell_count
        is_beyond = None
        if has_beyond or self.is_beyond is not None:
            is_beyond = find_beyond(self._ways, self.keys, np.empty(0, np.int64))[:cell_count]
        cell = np.sort(node[node < cell_count])
        return Tried(
            cell=cell, key=self.keys[cell], is_beyond=is_beyond, freed=change.freed, touched=len(node), seconds=clock
        )


def _sized(is_closed: npt.NDArray[np.bool_], sources: Sources) -> npt.NDArray[np.bool_]:
    """The same for every row that a key may hold."""
    count = max(len(is_closed), int(sources.row.max(initial=0)) + 1)
    return np.concatenate([is_closed, np.zeros(count - len(is_closed), np.bool_)])
