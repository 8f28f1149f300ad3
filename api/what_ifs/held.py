"""Answers held in memory within a bound of bytes: those used least recently are let go, and made again when asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeVar

from api.errors import NotReadyError

_LONGEST_WAIT_S: Final = 30.0


class Weighed(Protocol):
    """What says how much memory it holds."""

    @property
    def bytes_held(self) -> int:
        """Bytes that it holds."""
        ...


T = TypeVar("T", bound=Weighed)


@dataclass(slots=True, kw_only=True)
class _Kept:
    """One answer, or one that is being made: ``value`` is None until it is there."""

    is_made: threading.Event = field(default_factory=threading.Event)
    value: Any = None
    error: BaseException | None = None
    nbytes: int = 0
    users: int = 0
    last_used: int = 0


class Held:
    """Answers by key. ``most_bytes`` bounds them all together, ``at_once`` how many are made at the same time.

    An answer that several ask for is made once. No lock is held while one is made; what it takes is counted when it
    is there, so that at most ``at_once`` answers stand beyond the bound, and only for a moment.
    """

    def __init__(self, *, most_bytes: int, at_once: int, wait_s: float = _LONGEST_WAIT_S) -> None:
        self._most_bytes, self._wait_s = most_bytes, wait_s
        self._lock = threading.Lock()
        self._gate = threading.BoundedSemaphore(at_once)
        self._kept: dict[Hashable, _Kept] = {}
        self._uses = 0

    @property
    def bytes_held(self) -> int:
        """Bytes of all answers that are there."""
        with self._lock:
            return self._sum()

    def keys(self) -> list[Hashable]:
        """The keys of the answers that are there."""
        with self._lock:
            return [key for key, kept in self._kept.items() if kept.is_made.is_set()]

    @contextmanager
    def using(self, key: Hashable, make: Callable[[], T]) -> Iterator[T]:
        """The answer of a key, made if it is not there; it is not let go while it is in use.

        Raises what ``make`` raises, to all who wait for the same answer, and NotReadyError where there is no room
        or too much is being made.
        """
        kept, is_maker = self._enter(key)
        try:
            if is_maker:
                self._make(key, kept, make)
            elif not kept.is_made.wait(self._wait_s):
                raise _too_much()
            if kept.error is not None:
                raise kept.error
            yield kept.value
        finally:
            with self._lock:
                kept.users -= 1

    def drop(self, is_meant: Callable[[Hashable], bool]) -> None:
        """Let answers go by their keys; those in use go when they are used no more."""
        with self._lock:
            for key in [key for key, kept in self._kept.items() if kept.is_made.is_set() and is_meant(key)]:
                del self._kept[key]

    def keep_newest(self, is_meant: Callable[[Hashable], bool], most: int) -> None:
        """Let answers go but for so many of those that are meant, the last used; those in use stay."""
        with self._lock:
            meant = [key for key, kept in self._kept.items() if kept.is_made.is_set() and is_meant(key)]
            meant.sort(key=lambda key: (self._kept[key].users > 0, self._kept[key].last_used), reverse=True)
            for key in meant[most:]:
                if self._kept[key].users == 0:
                    del self._kept[key]

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A turn to search; so many at once. Raises NotReadyError if none comes in time."""
        if not self._gate.acquire(timeout=self._wait_s):
            raise _too_much()
        try:
            yield
        finally:
            self._gate.release()

    def _enter(self, key: Hashable) -> tuple[_Kept, bool]:
        with self._lock:
            kept = self._kept.get(key)
            is_maker = kept is None
            if kept is None:
                kept = self._kept[key] = _Kept()
            self._uses += 1
            kept.last_used = self._uses
            kept.users += 1
            return kept, is_maker

    def _make(self, key: Hashable, kept: _Kept, make: Callable[[], T]) -> None:
        try:
            value = make()
            self._take_in(key, kept, value)
        except BaseException as error:
            kept.error = error
            with self._lock:
                if self._kept.get(key) is kept:
                    del self._kept[key]
            raise
        finally:
            kept.is_made.set()

    def _take_in(self, key: Hashable, kept: _Kept, value: T) -> None:
        """Count an answer, and let others go for it. Raises NotReadyError if there is no room even so."""
        with self._lock:
            nbytes = int(value.bytes_held)
            idle = sorted(
                (other for other in self._kept if self._kept[other].users == 0),
                key=lambda other: self._kept[other].last_used,
            )
            for other in idle:
                if self._sum() + nbytes <= self._most_bytes:
                    break
                del self._kept[other]
            if self._sum() + nbytes > self._most_bytes:
                raise NotReadyError(
                    f"There is no room in memory for this answer: it takes {nbytes / 1e6:,.0f} MB beside "
                    f"{self._sum() / 1e6:,.0f} MB in use, of {self._most_bytes / 1e6:,.0f} MB in all. Ask again later; "
                    "whoever runs the server can raise NEARCARE_WHAT_IF_BYTES."
                )
            kept.value, kept.nbytes = value, nbytes
            self._kept[key] = kept

    def _sum(self) -> int:
        return sum(kept.nbytes for kept in self._kept.values())


def _too_much() -> NotReadyError:
    return NotReadyError("Too many what-ifs are being answered now; ask again in some seconds.")
