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

    under: Hashable | None
    is_made: threading.Event = field(default_factory=threading.Event)
    value: Any = None
    error: BaseException | None = None
    nbytes: int = 0
    users: int = 0
    last_used: int = 0


class Held:
    """Answers by key. ``most_bytes`` bounds them all together, ``at_once`` how many are made at the same time.

    An answer that several ask for is made once. No lock is held while one is made; what it takes is counted when it
    is there, so that at most ``at_once`` answers stand beyond the bound, and only for a moment. An answer that stands
    ``under`` another goes when that goes. No more than ``most_waiting`` wait, for an answer or a turn: each holds a
    thread, which others want too.
    """

    def __init__(
        self, *, most_bytes: int, at_once: int, wait_s: float = _LONGEST_WAIT_S, most_waiting: int = 1000
    ) -> None:
        self._most_bytes, self._wait_s = most_bytes, wait_s
        self._lock = threading.Lock()
        self._gate = threading.BoundedSemaphore(at_once)
        self._waiting = threading.BoundedSemaphore(most_waiting)
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
    def using(self, key: Hashable, make: Callable[[], T], *, under: Hashable | None = None) -> Iterator[T]:
        """The answer of a key, made if it is not there; it is not let go for another while it is in use.

        Raises what ``make`` raises, to all who wait for the same answer, and NotReadyError where there is no room
        or too much is being made.
        """
        kept, is_maker = self._enter(key, under)
        try:
            if is_maker:
                self._make(key, kept, make)
            elif not kept.is_made.is_set():
                self._wait_for(lambda: kept.is_made.wait(self._wait_s))
            if kept.error is not None:
                raise kept.error
            yield kept.value
        finally:
            with self._lock:
                kept.users -= 1

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A turn to search; so many at once. Raises NotReadyError if none comes in time, or too many wait."""
        if not self._gate.acquire(blocking=False):
            self._wait_for(lambda: self._gate.acquire(timeout=self._wait_s))
        try:
            yield
        finally:
            self._gate.release()

    def weigh_again(self, key: Hashable) -> None:
        """Count an answer anew that has grown since it was made."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and kept.value is not None:
                kept.nbytes = int(kept.value.bytes_held)

    def drop(self, is_meant: Callable[[Hashable], bool]) -> None:
        """Let answers go by their keys, with all that stands under them; who uses one keeps it until the end."""
        with self._lock:
            for key in [key for key in self._made() if is_meant(key)]:
                self._let_go(key)

    def keep_newest(self, is_meant: Callable[[Hashable], bool], most: int) -> None:
        """Let all but so many go of the answers that are meant: those used least recently, and none in use."""
        with self._lock:
            meant = sorted((key for key in self._made() if is_meant(key)), key=lambda key: -self._kept[key].last_used)
            for key in meant[most:]:
                if not self._is_used(key):
                    self._let_go(key)

    def _wait_for(self, step: Callable[[], bool]) -> None:
        if not self._waiting.acquire(blocking=False):
            raise _too_much()
        try:
            if not step():
                raise _too_much()
        finally:
            self._waiting.release()

    def _enter(self, key: Hashable, under: Hashable | None) -> tuple[_Kept, bool]:
        with self._lock:
            kept = self._kept.get(key)
            is_maker = kept is None
            if kept is None:
                kept = self._kept[key] = _Kept(under=under)
            self._uses += 1
            kept.last_used = self._uses
            above = self._kept.get(under) if under is not None else None
            while above is not None:
                above.last_used = self._uses
                above = self._kept.get(above.under) if above.under is not None else None
            kept.users += 1
            return kept, is_maker

    def _make(self, key: Hashable, kept: _Kept, make: Callable[[], T]) -> None:
        try:
            self._take_in(key, kept, make())
        except BaseException as error:
            kept.error = error
            with self._lock:
                if self._kept.get(key) is kept:
                    del self._kept[key]
            raise
        finally:
            kept.is_made.set()

    def _take_in(self, key: Hashable, kept: _Kept, value: Weighed) -> None:
        """Count an answer, and let others go for it. Raises NotReadyError if there is no room even so."""
        nbytes = int(value.bytes_held)
        with self._lock:
            for other in sorted(self._made(), key=lambda other: self._kept[other].last_used):
                if self._sum() + nbytes <= self._most_bytes:
                    break
                if other in self._kept and not self._is_used(other):
                    self._let_go(other)
            if self._sum() + nbytes > self._most_bytes:
                raise NotReadyError(
                    f"There is no room in memory for this answer: it takes {nbytes / 1e6:,.0f} MB beside "
                    f"{self._sum() / 1e6:,.0f} MB in use, of {self._most_bytes / 1e6:,.0f} MB in all. Ask again later; "
                    "whoever runs the server can raise NEARCARE_WHAT_IF_BYTES."
                )
            kept.value, kept.nbytes = value, nbytes
            self._kept[key] = kept

    def _made(self) -> list[Hashable]:
        return [key for key, kept in self._kept.items() if kept.is_made.is_set()]

    def _under(self, key: Hashable) -> list[Hashable]:
        """What stands under an answer, at whatever depth."""
        found = [other for other, kept in self._kept.items() if kept.under == key]
        return [each for other in found for each in (other, *self._under(other))]

    def _is_used(self, key: Hashable) -> bool:
        return any(self._kept[each].users > 0 for each in [key, *self._under(key)])

    def _let_go(self, key: Hashable) -> None:
        for each in [key, *self._under(key)]:
            kept = self._kept.get(each)
            if kept is not None and kept.is_made.is_set():
                del self._kept[each]

    def _sum(self) -> int:
        return sum(kept.nbytes for kept in self._kept.values())


def _too_much() -> NotReadyError:
    return NotReadyError("Too many what-ifs are being answered now; ask again in some seconds.")
