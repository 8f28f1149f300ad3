"""Tiles drawn before, kept up to a bound of bytes: a map asks for the same ones again and again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Annotated, Final

from fastapi import Depends, Request

_BESIDE_BYTES: Final = 600  # of a tile's key and place, beside its content


class DrawnTiles:
    """The tiles of one app; safe for threads. Those used least recently go first.

    A key tells the version of the release, so that a tile of another version is another tile.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._tiles: OrderedDict[Hashable, bytes | None] = OrderedDict()
        self.bytes_held = 0

    def tile(self, key: Hashable, draw: Callable[[], bytes | None]) -> bytes | None:
        """The tile of a key, drawn if it is not at hand; None where there is nothing to be seen."""
        with self._lock:
            if key in self._tiles:
                self._tiles.move_to_end(key)
                return self._tiles[key]
        drawn = draw()
        with self._lock:
            if key not in self._tiles:
                self._tiles[key] = drawn
                self.bytes_held += _weight(drawn)
            while self.bytes_held > self._most_bytes:
                self.bytes_held -= _weight(self._tiles.popitem(last=False)[1])
        return drawn


def _weight(tile: bytes | None) -> int:
    return _BESIDE_BYTES + len(tile or b"")


def drawn_tiles_of(request: Request) -> DrawnTiles:
    """The tiles of the app that answers."""
    tiles: DrawnTiles = request.app.state.drawn_tiles
    return tiles


DrawnTilesHere = Annotated[DrawnTiles, Depends(drawn_tiles_of)]
