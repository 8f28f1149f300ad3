"""Telling: what the custodian's program says on the terminal, which never is what a record holds."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from geo.errors import Fault, InputFaults, NearcareError
from geo.faults import Faults
from geo.stopping import EXIT_SIGNALLED, Stopped, stopped_by_signals

_OUR_FAULT: Final = 70
_PRIVATE_UMASK: Final = 0o077


def keep_private() -> None:
    """Make what this process leaves behind private: files for their owner alone, no memory dump, no values in a fault.

    A fault of our own tells its type and its place; the text of an exception, and the variables of a frame,
    could hold a person.
    """
    os.umask(_PRIVATE_UMASK)
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        pass
    else:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.excepthook = _tell_uncaught


def console() -> Console:
    """The terminal, without breaks inside a line."""
    return Console(soft_wrap=True, highlight=False)


def tell(faults: Iterable[Fault], *, is_error: bool = False) -> None:
    """Faults in words: to mend on standard error, to know on standard output."""
    screen = Console(stderr=is_error, soft_wrap=True, highlight=False)
    mark = "[red]mend[/]" if is_error else "[yellow]know[/]"
    for fault in faults:
        screen.print(f"{mark}  {escape(str(fault))}")


def tell_notices(faults: Faults) -> None:
    """What is to be known, on standard output."""
    tell(faults.notices)


@contextmanager
def told_errors() -> Iterator[None]:
    """Errors of ours in words on standard error with exit code 1; a signal to stop with 128 and its number.

    What was committed to the store before the error stays committed; nothing else is written.
    """
    try:
        with stopped_by_signals():
            yield
    except InputFaults as faults:
        errors = tuple(fault for fault in faults.faults if fault.severity == "error")
        tell(errors, is_error=True)
        _fail(f"Nothing was done: {len(errors)} to mend.", 1)
    except NearcareError as error:
        _fail(str(error), 1)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        reason = error.strerror or type(error).__name__
        where_to_look = "Check the folder, its permissions and its space"
        _fail(f"{place}{reason}; the store is whole, as it was or after its last change. {where_to_look}", 1)
    except MemoryError:
        _fail("there is not enough memory; the store is as it was", 1)
    except Stopped as stopped:
        _fail("stopped; the store is as it was, or whole after its last change", EXIT_SIGNALLED + stopped.number)
    except KeyboardInterrupt:
        _fail("stopped; the store is as it was, or whole after its last change", EXIT_SIGNALLED + signal.SIGINT)
    except (typer.Exit, typer.Abort):
        raise
    except BaseException as error:  # noqa: BLE001 - a library's panic is no Exception, and would tell values
        _fail(_in_words(type(error), error.__traceback__), _OUR_FAULT)


def _tell_uncaught(kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
    sys.stderr.write(_in_words(kind, trace) + "\n")


def _in_words(kind: type[BaseException], trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    place = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    return (
        f"a fault of nearcare itself: {kind.__name__}{place}; what was being done is not repeated, since it may hold "
        "a person. Please report this line"
    )


def _fail(message: str, code: int) -> NoReturn:
    Console(stderr=True, soft_wrap=True, highlight=False).print(escape(message))
    raise typer.Exit(code)
