"""Every error that nearcare raises on purpose.

::

    NearcareError
    ├── InputError (ValueError)          something given to us cannot be used as it is
    │   ├── InputFaults                  all faults of all inputs, gathered; see .faults
    │   ├── CrsError                     a coordinate system is missing, or two do not match
    │   ├── UnitError                    a unit that is not in the closed table
    │   └── UnsafeTableError             a table that no suppression can protect
    ├── MissingFileError (FileNotFoundError)
    ├── ReleaseError (RuntimeError)      a release cannot be written or read
    └── CustodyError (RuntimeError)      the survivor store or its key cannot be used; tells no content

Each class is ours and a builtin. A message says what is wrong, which thing it is, and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "notice"]


class NearcareError(Exception):
    """The root of all errors that nearcare raises on purpose."""


class InputError(NearcareError, ValueError):
    """Something given to nearcare cannot be used as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault of one input. An ``error`` stops a run; a ``notice`` is told in the report.

    ``where`` is the file as the user wrote it, ``which`` the row, key or feature in it.
    ``is_restricted`` marks what speaks of a hazard or a sensitive centre and stays out of the
    public tier unless that may show them.
    """

    severity: Severity
    where: str
    which: str
    what: str
    do: str
    is_restricted: bool = False

    def __str__(self) -> str:
        place = f"{self.where}, {self.which}" if self.which else self.where
        return f"{place}: {self.what}. {self.do}."


class InputFaults(InputError):
    """All faults of all inputs at once; ``faults`` holds them in the order found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        errors = [fault for fault in self.faults if fault.severity == "error"]
        super().__init__("\n".join(str(fault) for fault in errors))


class CrsError(InputError):
    """A coordinate system is missing, unreadable, or not the one expected."""


class UnitError(InputError):
    """A unit that is not in the closed table of units."""


class UnsafeTableError(InputError):
    """A table of people of which too much has been told already, so that nothing hidden now can protect it.

    ``cells`` are the unprotected cells in words, in the table's order. No count is ever told.
    """

    def __init__(self, cells: Sequence[str]) -> None:
        self.cells = tuple(cells)
        shown = "; ".join(self.cells[:10]) + ("; ..." if len(self.cells) > 10 else "")  # noqa: PLR2004
        super().__init__(
            f"{len(self.cells)} cell(s) cannot be protected beside what earlier releases have told: {shown}. "
            "Tell nothing new of them until more people have come and gone"
        )


class MissingFileError(NearcareError, FileNotFoundError):
    """A file named by the user is not there."""


class ReleaseError(NearcareError, RuntimeError):
    """A release cannot be written, or what is there is not a release."""


class CustodyError(NearcareError, RuntimeError):
    """The survivor store, its key or its log cannot be used. The message tells nothing of what is in it."""
