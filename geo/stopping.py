"""Stopping: the signals that ask a program to end unwind it, so that it can tidy up."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, NoReturn

EXIT_SIGNALLED: Final = 128  # plus the signal's number, as shells count
_ENDING_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP")


class Stopped(BaseException):
    """A signal asked the program to end; nothing but a program's door may catch it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Let the signals that ask a program to end raise Stopped; the first alone counts."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before: dict[int, Any] = {}

    def stop(number: int, _frame: object) -> NoReturn:
        for other in before:
            signal.signal(other, signal.SIG_IGN)  # a second Ctrl-C must not stop the tidying up
        raise Stopped(number)

    try:
        for name in _ENDING_SIGNALS:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) not in {signal.SIG_IGN, None}:  # as nohup asks
                before[number] = signal.signal(number, stop)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def best_so_far_by_ctrl_c(tell: Callable[[], None]) -> Iterator[Callable[[], bool]]:
    """While it is open the first Ctrl-C asks for the best so far: ``tell`` is called, and what this gives is true then.

    A second one does what a first one did before, and so do all once it is closed. In any thread but the main one, and
    where Ctrl-C is ignored, nobody asks.
    """
    asked = threading.Event()
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before in {signal.SIG_IGN, None}:
        yield asked.is_set
        return

    def ask(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, before)
        asked.set()
        tell()

    signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        if signal.getsignal(signal.SIGINT) is ask:
            signal.signal(signal.SIGINT, before)
