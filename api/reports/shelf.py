"""What this wing keeps in memory: tables of tiers, rasters held open and documents drawn, each up to a limit."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import Depends, Request

from api.releases import ServedTier
from api.reports.press import Press
from geo.errors import ReleaseError

if TYPE_CHECKING:
    from maps.gap_reports import OpenRasters, ReleaseTables

MOST_TIERS: Final = 4
MOST_BYTES: Final = 64_000_000
_Question = tuple[ServedTier, str, str, str]


class Shelf:
    """The memory of one app; safe for threads. A tier that is replaced is another one, by its version."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tables: OrderedDict[ServedTier, ReleaseTables] = OrderedDict()
        self._reading: dict[ServedTier, threading.Lock] = {}
        self._documents: OrderedDict[_Question, bytes] = OrderedDict()
        self._bytes = 0
        self.press = Press()
        self._rasters: OpenRasters | None = None

    def tables(self, tier: ServedTier) -> ReleaseTables:
        """The tables of a tier, read once. Raises ReleaseError for a tier that cannot be read."""
        with self._lock:
            found = self._tables.get(tier)
            if found is not None:
                self._tables.move_to_end(tier)
                return found
            reading = self._reading.setdefault(tier, threading.Lock())
        with reading:
            with self._lock:
                found = self._tables.get(tier)
            return found if found is not None else self._read(tier)

    def rasters(self) -> OpenRasters:
        """The rasters that are held open."""
        from maps.gap_reports import OpenRasters  # noqa: PLC0415 - it loads the libraries of rasters

        with self._lock:
            if self._rasters is None:
                self._rasters = OpenRasters()
            return self._rasters

    def document(self, question: _Question, draw: Callable[[], bytes]) -> bytes:
        """A document of a tier, run, place and form, drawn if it is not at hand."""
        with self._lock:
            found = self._documents.get(question)
            if found is not None:
                self._documents.move_to_end(question)
                return found
        drawn = draw()
        question[0].check_current()
        with self._lock:
            if question not in self._documents and len(drawn) <= MOST_BYTES // 4:
                self._documents[question] = drawn
                self._bytes += len(drawn)
            while self._bytes > MOST_BYTES:
                self._bytes -= len(self._documents.popitem(last=False)[1])
        return drawn

    def close(self) -> None:
        """Close the rasters and the press."""
        self.press.close()
        if self._rasters is not None:
            self._rasters.close()

    def _read(self, tier: ServedTier) -> ReleaseTables:
        from maps.gap_reports import read_tables  # noqa: PLC0415 - it loads the libraries of tables

        try:
            read = read_tables(Path(tier.folder))
        except (ReleaseError, OSError, ValueError, KeyError, RuntimeError) as error:
            tier.check_current()
            raise ReleaseError(
                f"The tables of the release {tier.release} cannot be read: one is missing or broken. Ask again in a "
                "moment, and tell who runs this server if it stays so."
            ) from error
        tier.check_current()
        with self._lock:
            self._tables[tier] = read
            self._reading.pop(tier, None)
            while len(self._tables) > MOST_TIERS:
                self._tables.popitem(last=False)
        return read


def shelf_of(request: Request) -> Shelf:
    """The shelf of the app that answers."""
    shelf: Shelf = request.app.state.report_shelf
    return shelf


ShelfHere = Annotated[Shelf, Depends(shelf_of)]
