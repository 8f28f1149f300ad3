"""Telling: what every command says on the terminal: faults, errors with their exit code, and the warning."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from geo.errors import Fault, InputFaults, NearcareError
from geo.progress import Progress as Callback
from geo.stopping import EXIT_SIGNALLED, Stopped, stopped_by_signals

WARNING: Final = "No recorded hazard does not mean safe; not for navigation."
_OUR_FAULT: Final = 70


def screen(*, is_error: bool = False) -> Console:
    """The terminal, without breaks inside a line: standard output, or standard error."""
    return Console(stderr=is_error, soft_wrap=True, highlight=False)


def fail(message: str, code: int = 1) -> NoReturn:
    """End the command with a message on standard error."""
    screen(is_error=True).print(escape(message))
    raise typer.Exit(code)


def print_faults(console: Console, faults: Iterable[Fault], *, colour: str) -> None:
    """Print each fault on a line, after whether it is to be mended or to be known."""
    for fault in faults:
        mark = "mend" if fault.severity == "error" else "know"
        console.print(f"[{colour}]{mark}[/]  {escape(str(fault))}")


def tell_best_so_far() -> None:
    """Say what the first Ctrl-C does while plans are made."""
    screen(is_error=True).print(
        "Taking the best plans so far and going on; Ctrl-C again stops, and nothing is written."
    )


@contextmanager
def told_errors() -> Iterator[None]:
    """Errors of ours in words on standard error with exit code 1; a signal to stop with 128 and its number."""
    try:
        with stopped_by_signals():
            yield
    except InputFaults as faults:
        console = screen(is_error=True)
        errors = tuple(fault for fault in faults.faults if fault.severity == "error")
        places = {fault.where for fault in errors}
        beside = tuple(fault for fault in faults.faults if fault.severity == "notice" and fault.where in places)
        print_faults(console, errors, colour="red")
        print_faults(console, beside, colour="yellow")
        console.print(f"Nothing was written: {len(errors)} to mend.")
        raise typer.Exit(1) from None
    except NearcareError as error:
        fail(str(error))
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        fail(
            f"{place}{error.strerror or error}; nothing was written. Check the folder, its permissions and its space", 1
        )
    except MemoryError:
        fail("there is not enough memory for this study; nothing was written. Take larger cells or smaller bounds", 1)
    except Stopped as stopped:
        fail("stopped; nothing was written", EXIT_SIGNALLED + stopped.number)
    except KeyboardInterrupt:
        fail("stopped; nothing was written", EXIT_SIGNALLED + signal.SIGINT)
    except Exception as error:
        if os.environ.get("NEARCARE_TRACEBACK"):
            raise
        at = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(at.filename).name}, line {at.lineno}"
        fail(
            f"a fault of nearcare itself: {type(error).__name__}: {error} ({place}); "
            "nothing was written. Please report it, with what NEARCARE_TRACEBACK=1 in the environment shows",
            _OUR_FAULT,
        )


@contextmanager
def shown_progress() -> Iterator[Callback]:
    """A line on standard error that says what is being done, and for how long."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=20), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        task = bars.add_task("starting", total=None)

        def show(stage: str, share: float) -> None:
            bars.update(task, description=stage, total=1.0 if share else None, completed=share)

        yield show
