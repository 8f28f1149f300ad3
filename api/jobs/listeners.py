"""Listeners: how many follow jobs at once, and telling them all to go."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Final

from api.errors import NotReadyError

_OF_ALL: Final = 4
_LEAST_OF_ONE: Final = 2


class Listeners:
    """Places for so many listeners, a quarter of them for one caller; ``emptied`` is set while there are none."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._most_of_one = max(_LEAST_OF_ONE, most // _OF_ALL)
        self._by_caller: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._is_closed = threading.Event()
        self.count = 0
        self.emptied = threading.Event()
        self.emptied.set()

    @property
    def is_closed(self) -> bool:
        """Whether all are to go, since the server ends."""
        return self._is_closed.is_set()

    def take_place(self, who: str) -> None:
        """Take a place. Raises NotReadyError if none is free for this caller."""
        with self._lock:
            if self.count >= self._most or self._by_caller[who] >= self._most_of_one or self.is_closed:
                raise NotReadyError("Too many listen to jobs now; ask for the job itself every few seconds instead")
            self.count += 1
            self._by_caller[who] += 1
            self.emptied.clear()

    def leave(self, who: str) -> None:
        """Give a place back."""
        with self._lock:
            self.count -= 1
            self._by_caller -= Counter([who])  # of whom none is left is forgotten
            if not self.count:
                self.emptied.set()

    def send_away(self) -> None:
        """Let nobody in any more, and those that are there go."""
        self._is_closed.set()
