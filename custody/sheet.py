"""The sheet: a CSV read quietly, so that no message repeats what stands in it.

The reader of the studies' tables tells names and values to help; here even the header may be a person.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geo.faults import Faults

_NAMED_ROWS: Final = 5
_SEPARATORS: Final = (",", ";", "\t")
_OTHER_FORMATS: Final = {
    b"PK\x03\x04": "is a workbook or an archive, not a CSV",
    b"\xd0\xcf\x11\xe0": "is a workbook of an older office program, not a CSV",
    b"\xff\xfe": "is UTF-16, not UTF-8",
    b"\xfe\xff": "is UTF-16, not UTF-8",
    b"age-encryption.org/": "is encrypted; a CSV is expected",
    b"SQLite format 3\x00": "is a database or a GeoPackage, not a CSV",
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Sheet:
    """A header and its rows, each with its number as a spreadsheet counts, the header being row 1.

    Fields are texts without blanks around them. Printing a sheet tells nothing.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def __repr__(self) -> str:
        return "Sheet(...)"


def read_sheet(path: Path, *, where: str, faults: Faults) -> Sheet | None:
    """Read a CSV (comma, semicolon or tab; UTF-8) with a header; None, with the faults told, if it cannot be used.

    Blank rows are passed over. A ``#`` before the first name is taken off.
    """
    text = _text_of(path, where=where, faults=faults)
    if text is None:
        return None
    header_line = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=header_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, tuple[str, ...]]] = []
    try:
        for number, fields in enumerate(reader, start=1):
            stripped = tuple(field.strip() for field in fields)
            if any(stripped):
                rows.append((number, stripped))
    except csv.Error:
        faults.error(
            where=where,
            which=f"line {reader.line_num}",
            what="the quotes of a field do not close, or a field is far too long",
            do="Save the table anew as CSV UTF-8",
        )
        return None
    if len(rows) < 2:  # noqa: PLR2004 - a header and a row
        what = "the table has a header but no row" if rows else "the table is empty"
        faults.error(where=where, which="", what=what, do="Give a header and at least one row")
        return None
    names = (rows[0][1][0].lstrip("#").strip(), *rows[0][1][1:])
    ragged = [number for number, fields in rows[1:] if len(fields) != len(names)]
    if ragged:
        faults.error(
            where=where,
            which=rows_in_words(ragged),
            what=f"{len(ragged):,} rows do not have the {len(names)} fields of the header",
            do="Put quotes around fields that hold the separator, and fill in missing fields",
        )
        return None
    return Sheet(names=names, rows=tuple(rows[1:]))


def rows_in_words(rows: Iterable[int]) -> str:
    """The numbers of rows in words, the first five and how many more.

    >>> rows_in_words([7, 3, 9])
    'rows 3, 7 and 9'
    """
    numbers = [str(number) for number in sorted(rows)]
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    if len(numbers) > _NAMED_ROWS:
        return f"rows {', '.join(numbers[:_NAMED_ROWS])} and {len(numbers) - _NAMED_ROWS:,} more"
    return f"rows {', '.join(numbers[:-1])} and {numbers[-1]}"


def _text_of(path: Path, *, where: str, faults: Faults) -> str | None:
    content = _bytes_of(path, where=where, faults=faults)
    if content is None:
        return None
    what = next((words for beginning, words in _OTHER_FORMATS.items() if content.startswith(beginning)), None)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = what or f"is not UTF-8 text (byte {error.start:,})"
    else:
        what = what or ("is not plain text" if "\0" in text else None)
    if what is None:
        return text
    faults.error(where=where, which="", what=f"the file {what}", do="Save the table as CSV UTF-8")
    return None


def _bytes_of(path: Path, *, where: str, faults: Faults) -> bytes | None:
    what, do = "it is no file", "Name a CSV file"
    try:
        if path.is_file():
            return path.read_bytes()
        if not path.exists():
            what, do = "there is no such file", "Check the name and the folder"
    except OSError as error:
        what, do = f"the file cannot be read ({error.strerror})", "Check its permissions"
    faults.error(where=where, which="", what=what, do=do)
    return None
