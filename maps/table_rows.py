"""Reads CSV tables of a tier row by row, and gathers all that is wrong with them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

import pandas as pd

from geo.errors import ReleaseError
from maps.release_cells import MADE_ANEW, missing_columns, require
from maps.run_key import RUN_COLUMNS, RunKey

_FORMULA_STARTS: Final = frozenset("=+-@")
_TRUE: Final = frozenset({"true", "1", "1.0", "yes"})
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row of a CSV, as text; what it cannot read it tells to ``wrong``."""

    file: str
    place: int
    cells: Mapping[str, str]
    wrong: list[str]

    def number(self, column: str) -> float:
        """A cell as a number; NaN where it is empty, and where it is none, which is told."""
        said = self.cells[column].strip()
        try:
            return float(said) if said else math.nan
        except ValueError:
            self.wrong.append(f"{self.file}, row {self.place}, {column} is {said!r}, which is no number")
            return math.nan

    def numbers(self, **columns: str) -> dict[str, Any]:
        """Numbers by the names that they are given."""
        return {name: self.number(column) for name, column in columns.items()}

    def texts(self, *columns: str) -> dict[str, Any]:
        """Texts by their columns."""
        return {column: as_written(self.cells[column].strip()) for column in columns}

    def is_true(self, column: str) -> bool:
        """Whether a cell says yes."""
        return self.cells[column].strip().lower() in _TRUE

    @property
    def run(self) -> RunKey:
        """The run of the row."""
        return RunKey(**{name: self.cells[name] for name in RUN_COLUMNS})


@dataclass(slots=True, kw_only=True)
class TableDesk:
    """Where the CSV tables of one tier are read, and what is wrong with them is gathered; ``columns`` by file."""

    folder: Path
    columns: Mapping[str, tuple[str, ...]]
    missing: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def has(self, file: str) -> bool:
        """Whether the tier holds a file."""
        return (self.folder / file).is_file()

    def rows(self, file: str, make: Callable[[TableRow], _Value]) -> tuple[_Value, ...]:
        """The values of a CSV's rows; none where it is not there."""
        if not self.has(file):
            return ()
        try:
            table = pd.read_csv(self.folder / file, dtype=str, keep_default_na=False)
        except (ValueError, UnicodeDecodeError) as error:
            self.wrong.append(f"{file} is no table of CSV ({error})")
            return ()
        if lacking := missing_columns(table, file, self.columns[file]):
            self.missing.extend(lacking)
            return ()
        rows = table.fillna("").to_dict("records")
        return tuple(make(TableRow(file=file, place=at, cells=row, wrong=self.wrong)) for at, row in enumerate(rows, 1))

    def close(self, strange: list[str]) -> None:
        """Raise ReleaseError with all that is missing, else with all that is wrong, ``strange`` with it."""
        require(self.missing, self.folder)
        if wrong := [*self.wrong, *strange]:
            raise ReleaseError(f"{self.folder}: {'; '.join(wrong)}. {MADE_ANEW}")


def as_written(text: str) -> str:
    """A text without the apostrophe that keeps a spreadsheet from taking it for a formula.

    >>> as_written("'=1+1"), as_written("'s-Hertogenbosch"), as_written("North Centre")
    ('=1+1', "'s-Hertogenbosch", 'North Centre')
    """
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA_STARTS else text


def strange_runs(file: str, told: list[RunKey], known: set[RunKey]) -> list[str]:
    """A sentence where a table tells of runs that the tier does not have."""
    strange = [key for key in dict.fromkeys(told) if key not in known]
    if not strange:
        return []
    run = "/".join(getattr(strange[0], name) for name in RUN_COLUMNS)
    more = f" and of {len(strange) - 1} more" if len(strange) > 1 else ""
    return [f"{file} tells of the run {run}{more}, which summary.json does not list"]
