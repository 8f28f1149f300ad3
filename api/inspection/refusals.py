"""Refusals: why a file is not taken, in words that say what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from api.personal_columns import AGE, personal_in
from geo.errors import NearcareError

# The columns of tables of shares and of needs: bands of ages, of nobody in particular.
_OF_BANDS: Final = frozenset({"age_from", "age_to"})
_LONGEST_NAME: Final = 60


class RefusedError(NearcareError, ValueError):
    """A file that is not taken. ``is_personal``: it seems to tell of persons."""

    def __init__(self, what: str, do: str, *, is_personal: bool = False) -> None:
        super().__init__(f"{what}; {do}")
        self.what, self.do, self.is_personal = what, do, is_personal


def refuse_persons(columns: Iterable[str]) -> None:
    """Refuse a table with a column that tells of persons. Raises RefusedError."""
    for column in columns:
        told = personal_in(column) - ({AGE} if column.strip().lower() in _OF_BANDS else set())
        if told:
            raise RefusedError(
                f"it has a column {plain(column)!r}, which looks like {min(told)}: survivor records never come here",
                "see nearcare-custody, or rename the column if it tells of no person",
                is_personal=True,
            )


def plain(text: str) -> str:
    """A text out of a file in one line of letters that can be printed, cut at 60."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in text[: _LONGEST_NAME + 1])
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[: _LONGEST_NAME - 3]}..."
