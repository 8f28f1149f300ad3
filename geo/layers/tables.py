"""Tables: CSV in, every fault named by its row, and checks that tables and layers share."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Hashable, Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pandera.pandas as pa

from geo.faults import Faults

_NAMED_ROWS: Final = 5
_LISTED_NAMES: Final = 12
_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?")


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like the given one, ignoring case; None if none is.

    >>> nearest_name("speed_kph", ["label", "speed_kmh"])
    'speed_kmh'
    """
    by_lower = {known_name.lower(): known_name for known_name in known}
    close = get_close_matches(name.lower(), by_lower, n=1)
    close += [other for other in by_lower if name and (name.lower() in other or (other and other in name.lower()))]
    return by_lower[close[0]] if close else None


def list_names(names: Sequence[str]) -> str:
    """Names in words, the first dozen and how many more; "none" if there are none."""
    more = f" and {len(names) - _LISTED_NAMES} more" if len(names) > _LISTED_NAMES else ""
    return ", ".join(names[:_LISTED_NAMES]) + more if names else "none"


def name_rows(index: pd.Index[Any], is_named: Iterable[bool]) -> str:
    """The marked rows in words, the first five and how many more: ``rows 3, 7 and 9``."""
    rows = [str(row) for row, named in zip(index, is_named, strict=True) if named]
    kind = str(index.name or "row")
    if len(rows) == 1:
        return f"{kind} {rows[0]}"
    if len(rows) > _NAMED_ROWS:
        return f"{kind}s {', '.join(rows[:_NAMED_ROWS])} and {len(rows) - _NAMED_ROWS} more"
    return f"{kind}s {', '.join(rows[:-1])} and {rows[-1]}"


def read_table(path: Path, *, where: str, faults: Faults) -> pd.DataFrame | None:
    """Read a CSV (comma, semicolon or tab; UTF-8) with a header; None, with the faults told, if it cannot be used.

    The index, named ``row``, counts rows as a spreadsheet does, the header being row 1. Empty fields
    are missing. A column becomes numbers only if each of its values is one that is written back the
    same, so that an id such as ``007`` stays a text. A ``#`` before the first name is taken off.
    """
    text = _text_of(path, where=where, faults=faults)
    if text is None:
        return None
    header_line = next((line for line in text.splitlines() if line.strip()), "")
    separator = max((",", ";", "\t"), key=header_line.count)
    rows = list(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1))
    return frame_of_rows(rows, where=where, faults=faults)


def frame_of_rows(rows: Iterable[tuple[int, Sequence[str]]], *, where: str, faults: Faults) -> pd.DataFrame | None:
    """A table of rows of texts, each with its number, the header first; as ``read_table`` gives it."""
    rows = [(number, row) for number, row in rows if any(field.strip() for field in row)]
    if not rows:
        faults.error(where=where, which="", what="the table is empty", do="Give a header and at least one row")
        return None
    names = [name.strip() for name in rows[0][1]]
    names[0] = names[0].lstrip("#").strip()
    if not _header_is_sound(names, which=f"row {rows[0][0]}", where=where, faults=faults):
        return None
    ragged = [(number, len(row)) for number, row in rows[1:] if len(row) != len(names)]
    if ragged:
        number, length = ragged[0]
        faults.error(
            where=where,
            which=name_rows(pd.Index([number for number, _ in ragged], name="row"), [True] * len(ragged)),
            what=f"{len(ragged)} rows do not have the {len(names)} fields of the header; row {number} has {length}",
            do="Put quotes around fields that hold the separator, and fill in missing fields",
        )
        return None
    if len(rows) == 1:
        faults.error(where=where, which="", what="the table has a header but no row", do="Give at least one row")
        return None
    index = pd.Index([number for number, _ in rows[1:]], name="row")
    columns = zip(*(row for _, row in rows[1:]), strict=True)
    return pd.DataFrame(
        {name: _column(fields, index) for name, fields in zip(names, columns, strict=True)}, index=index
    )


def need_column(
    frame: pd.DataFrame, column: str, *, where: str, faults: Faults, do: str = "Name an existing column"
) -> bool:
    """Whether the column is there; told as an error, with the nearest name, if not."""
    if column in frame.columns:
        return True
    names = [str(name) for name in frame.columns if name != "geometry"]
    nearest = nearest_name(column, names)
    faults.error(
        where=where,
        which=f"column {column!r}",
        what=f"there is no such column; the columns are {list_names(names)}",
        do=f"Did you mean {nearest!r}? {do}" if nearest else do,
    )
    return False


def texts_of(column: pd.Series[Any], *, missing: str = "") -> pd.Series[str]:
    """The values as texts without blanks around them, ``missing`` where there is none; a whole number has no point."""
    texts = [
        missing
        if pd.isna(value)
        else str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()
        for value in column
    ]
    return pd.Series(texts, index=column.index, dtype="str")


def check_ids(frame: pd.DataFrame, column: str, *, where: str, faults: Faults) -> bool:
    """Whether the column is there and holds one id for each row, none missing, none twice; else told as errors."""
    if not need_column(frame, column, where=where, faults=faults):
        return False
    ids = frame[column]
    missing = ids.isna() | (ids.astype(str).str.strip() == "")
    if missing.any():
        faults.error(
            where=where,
            which=name_rows(frame.index, missing),
            what=f"{int(missing.sum()):,} of {len(frame):,} {frame.index.name or 'row'}s have no {column}",
            do="Give each row its own id",
        )
    twice = ids.astype(str).duplicated(keep=False) & ~missing
    for number, (value, rows) in enumerate(ids[twice].groupby(ids[twice].astype(str), sort=False)):
        if number == _NAMED_ROWS:
            count = int(ids[twice].astype(str).nunique()) - _NAMED_ROWS
            faults.error(
                where=where, which="", what=f"{count} more values of {column} stand more than once", do="Mend them too"
            )
            break
        faults.error(
            where=where,
            which=name_rows(rows.index, [True] * len(rows)),
            what=f"{column} {str(value)!r} stands {len(rows)} times",
            do="Give each row its own id",
        )
    return not (missing.any() or twice.any())


def check_table(frame: pd.DataFrame, schema: pa.DataFrameSchema, *, where: str, faults: Faults) -> pd.DataFrame | None:
    """Check a table against a schema and give it back in the schema's types; None, with every fault told, if it fails.

    A check's ``error`` text says what is wrong in words; its column's ``description`` what to do.
    """
    try:
        return schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as failure:
        cases = failure.failure_cases
    missing = [str(column) for column in cases.loc[cases["check"] == "column_in_dataframe", "failure_case"]]
    for column in missing:
        need_column(frame, column, where=where, faults=faults, do="Add it, or rename the one that is meant")
    cases = cases[~cases["column"].isin(missing) & (cases["check"] != "column_in_dataframe")]
    # A value that cannot be turned into its type also fails the type check of the whole column.
    told_by_row = set(cases.loc[cases["index"].notna(), "column"])
    cases = cases[cases["index"].notna() | ~cases["column"].isin(told_by_row)]
    told: set[tuple[str, str]] = set()  # pandera fails a value's type twice: when it turns it, and after
    for (column, check), group in cases.groupby(["column", "check"], sort=False, dropna=False):
        numbers = [number for number in dict.fromkeys(group["index"]) if not pd.isna(number)]
        known = schema.columns.get(column) if isinstance(column, str) else None
        texts = (str(value) for value in group["failure_case"] if not pd.isna(value))
        values = list(dict.fromkeys(text for text in texts if text))[:_NAMED_ROWS]
        shown = f" ({', '.join(values)})" if values and numbers else ""
        place = f"column {column!r}"
        if numbers:
            rows = pd.Index([_as_row(number) for number in numbers], name=frame.index.name or "row")
            place = f"{name_rows(rows, [True] * len(numbers))}, {place}"
        what = f"{_in_words(str(check), known)}{shown}"
        if (place, what) in told:
            continue
        told.add((place, what))
        faults.error(
            where=where,
            which=place,
            what=what,
            do=(known.description if known is not None and known.description else "Correct the value"),
        )
    return None


def number_in(text: str) -> float:
    """The number that a cell of a table holds, NaN if it holds none; nan, inf and 1_000 are none either.

    >>> number_in(" 12.5 "), number_in("1_000"), number_in("inf")
    (12.5, nan, nan)
    """
    try:
        number = float(text)
    except ValueError:
        return math.nan
    return number if math.isfinite(number) and "_" not in text else math.nan


def _as_row(number: Hashable) -> Hashable:
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _in_words(check: str, column: pa.Column | None) -> str:
    if check == "not_nullable":
        return "the value is missing"
    if check == "field_uniqueness":
        return "the value stands more than once"
    if check.startswith(("coerce_dtype", "dtype")):
        dtype = str(column.dtype) if column is not None else "the right type"
        kinds = {"float64": "a number", "int64": "a whole number", "bool": "true or false", "str": "a text"}
        return f"the value is not {kinds.get(dtype, dtype)}"
    return check


def _text_of(path: Path, *, where: str, faults: Faults) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError):
        faults.error(where=where, which="", what="there is no such file", do="Check the name and the folder")
    except OSError as error:
        faults.error(
            where=where, which="", what=f"the file cannot be read ({error.strerror})", do="Check its permissions"
        )
    except UnicodeDecodeError as error:
        faults.error(
            where=where,
            which=f"byte {error.start}",
            what="the file is not UTF-8 text",
            do="Save it as CSV UTF-8",
        )
    return None


def _header_is_sound(names: list[str], *, which: str, where: str, faults: Faults) -> bool:
    nameless = [str(number) for number, name in enumerate(names, start=1) if not name]
    if nameless:
        faults.error(
            where=where,
            which=which,
            what=f"{len(nameless)} columns have no name (column {', '.join(nameless[:_NAMED_ROWS])})",
            do="Name or delete them",
        )
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        faults.error(
            where=where,
            which=which,
            what=f"the column {', '.join(twice)} stands more than once",
            do="Name each column once",
        )
    return not (nameless or twice)


def _column(fields: Iterable[str], index: pd.Index[Any]) -> pd.Series[Any]:
    texts = [field.strip() or None for field in fields]
    given = [text for text in texts if text is not None]
    if given and all(_NUMBER.fullmatch(text) for text in given):
        return pd.to_numeric(pd.Series(texts, index=index, dtype=object))
    return pd.Series(texts, index=index, dtype="str")
