"""Which places lie within some minutes of a source: one bounded search each, that costs what it reaches."""

from __future__ import annotations

import os
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.search.engine import bound_of, clear_tiles, keys_at, keys_of, tiles_of, tiles_reached
from accessibility.search.least_time import minutes_of_keys
from accessibility.search.network import TravelNetwork
from accessibility.search.sources import Sources, check_sources
from accessibility.search.state import SearchState
from geo.errors import InputError
from geo.units import seconds_from_minutes

Ints = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]

_KEY: Final = keys_of(np.zeros(1), np.zeros(1, np.int64))


def places_reached(
    network: TravelNetwork,
    source_cells: Ints,
    place_cells: Ints,
    *,
    within_minutes: float,
    threads: int | None = None,
) -> Generator[tuple[Ints, Doubles], None, None]:
    """For each source, in their order: the places within so many minutes of it, rising, and their minutes.

    Minutes are to the last bit those of a search for that source alone; a place is reached if they are at most
    ``within_minutes`` and the limit of the network's rules, both inclusive to the tick of the search. Ways lead in
    the network's direction. A place of cell -1 is reached by none. Nothing is said of hazards: a place inside one
    may be its own source. So many ``threads`` search at once, None as many as there are processors; they
    change nothing of the answer, and so many answers and one more are held. Raises InputError for a source that
    is outside the grid or stands where nobody can, and for minutes that are negative or not finite.
    """
    if not 0 <= within_minutes < np.inf:
        raise InputError(f"ways of {within_minutes} minutes are asked for; give 0 or more, and not without end")
    check_sources(network, Sources(cell=source_cells, row=np.zeros(len(source_cells), np.int32)))
    workers = min(threads or os.cpu_count() or 1, max(len(source_cells), 1))
    state = SearchState(network)
    state.bound = min(state.bound, bound_of(seconds_from_minutes(within_minutes)))
    places = _Places(state, place_cells)
    free: SimpleQueue[_Searcher] = SimpleQueue()
    for number in range(workers):
        free.put(_Searcher(state.copy() if number else state, places))

    def search(cell: int) -> tuple[Ints, Doubles]:
        searcher = free.get()
        try:
            return searcher.places_of(cell)
        finally:
            free.put(searcher)

    waiting: list[Future[tuple[Ints, Doubles]]] = []
    pool = ThreadPoolExecutor(max_workers=workers)
    try:
        for cell in source_cells.tolist():
            waiting.append(pool.submit(search, cell))
            if len(waiting) > workers:
                yield waiting.pop(0).result()
        while waiting:
            yield waiting.pop(0).result()
    finally:
        pool.shutdown(cancel_futures=True)


class _Places:
    """Places by the tile of their cell, for all threads; those of cell -1 are left out."""

    def __init__(self, search: SearchState, place_cells: Ints) -> None:
        place = np.flatnonzero(place_cells >= 0)
        cell = np.asarray(place_cells, np.int64)[place]
        tile = tiles_of(search.ways, cell)
        order = np.argsort(tile, kind="stable")
        self.place, self.cell = place[order], cell[order]
        self.start = np.searchsorted(tile[order], np.arange(len(search.tile_key) + 1)).astype(np.int64)


class _Searcher:
    """The memory of one thread: keys of all nodes, of which each search touches and clears a few tiles alone."""

    def __init__(self, search: SearchState, places: _Places) -> None:
        self._search, self._places = search, places
        self._is_seen = np.zeros(len(search.tile_key), np.bool_)

    def places_of(self, cell: int) -> tuple[Ints, Doubles]:
        search, at, source = self._search, self._places, np.array([cell], np.int64)
        search.offer(source, _KEY)
        search.settle()
        tiles = tiles_reached(search.ways, int(tiles_of(search.ways, source)[0]), search.keys, self._is_seen)
        places, keys = keys_at(tiles, at.start, at.place, at.cell, search.keys)
        clear_tiles(search.ways, tiles, search.keys)
        order = np.argsort(places)
        return places[order], minutes_of_keys(keys[order])
