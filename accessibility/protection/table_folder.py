"""The protected table folder: the only thing that leaves the custodian's program, written and read.

::

    DIR/protection.json   tier, k, rounding base, design, runs, dates, audit, sentences, sha256 of counts.csv
    DIR/counts.csv        a row for every wanted cell, in fixed order, whether it is told or not

Nothing in it depends on anything but what is told: no clock, no float, no order of records. What is
read is held against the design row by row, and refused in words that repeat nothing of the content.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields, replace
from itertools import product
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from accessibility.protection.cube import ALL
from accessibility.protection.rules import LEAST_K
from accessibility.protection.table_document import (
    FORMAT,
    FORMAT_VERSION,
    Document,
    day_of,
    design_of,
    document_of,
    json_of,
    run_of,
)
from accessibility.protection.table_values import (
    HELD,
    NOT_WANTED,
    SHOWN,
    STATUS_WORDS,
    Design,
    ProtectedTable,
    ProtectedTables,
    TableRun,
)
from geo.errors import ReleaseError
from geo.faults import Faults

PROTECTION_FILE: Final = "protection.json"
COUNTS_FILE: Final = "counts.csv"
RUN_COLUMNS: Final = tuple(field.name for field in fields(TableRun))
UNIT_COLUMNS: Final = ("unit_id", "unit_name", "parent_id")
VALUE_COLUMNS: Final = ("survivors", "status", "as_of")
_AGAIN: Final = "Name a folder that nearcare-custody access has written, or let it write this one again"


def table_columns(design: Design) -> tuple[str, ...]:
    """The columns of counts.csv."""
    return (*RUN_COLUMNS, *UNIT_COLUMNS, *(dimension.name for dimension in design.dimensions), *VALUE_COLUMNS)


def table_rows(told: ProtectedTables) -> Iterator[tuple[str, ...]]:
    """The rows of counts.csv without the header: by run, then unit, then category, ALL last."""
    keys = list(_cell_keys(told.design))
    is_wanted = told.design.is_wanted().ravel()
    for table in told.tables:
        run = astuple(table.run)
        cells = zip(
            keys,
            table.status.ravel()[is_wanted].tolist(),
            table.values.ravel()[is_wanted].tolist(),
            np.datetime_as_string(table.as_of.ravel()[is_wanted]).tolist(),
            strict=True,
        )
        for key, status, value, day in cells:
            yield (*run, *key, str(value) if status in {SHOWN, HELD} else "", STATUS_WORDS[status], day)


def write_protected(folder: Path, told: ProtectedTables) -> None:
    """Write a folder that must not be there yet; whoever calls makes it appear whole.

    The same told values give the same bytes. Raises ReleaseError for tables that contradict their own
    rules, and where there is a folder already.
    """
    told = replace(told, tables=tuple(sorted(told.tables, key=lambda table: table.run)))
    wrong = [words for table in told.tables for words in _contradictions(told, table)]
    if len({table.run for table in told.tables}) != len(told.tables) or not told.tables:
        wrong.append("there is no table, or two are of the same run")
    if told.k < LEAST_K[told.tier]:
        wrong.append(f"k is below {LEAST_K[told.tier]}, the least for the tier {told.tier}")
    if wrong:
        raise ReleaseError(f"the protected tables are not written: {'; '.join(dict.fromkeys(wrong))}")
    if folder.exists():
        raise ReleaseError(f"{folder} is there already; choose another folder")
    counts = _counts_bytes(told)
    document = document_of(told, counts_sha256=hashlib.sha256(counts).hexdigest())
    folder.mkdir(parents=True)
    (folder / COUNTS_FILE).write_bytes(counts)
    (folder / PROTECTION_FILE).write_bytes(json_of(document))


def read_protected(folder: Path, *, where: str, faults: Faults) -> ProtectedTables | None:
    """What a protected table folder tells; None, with the fault told, if it is anything else.

    ``where`` is the folder as the user wrote it. No message repeats anything of what a file holds, since
    it may be a file of records that was named by mistake.
    """
    try:
        return _read(folder)
    except _RefusedError as refused:
        faults.error(where=where, which=refused.which, what=refused.what, do=_AGAIN)
    return None


class _RefusedError(Exception):
    """Why a folder is no protected table folder; repeats nothing of its content."""

    def __init__(self, which: str, what: str) -> None:
        super().__init__(what)
        self.which, self.what = which, what


def _read(folder: Path) -> ProtectedTables:
    if not folder.is_dir():
        raise _RefusedError("", "this is not a protected table folder; a file of records is never read here")
    if {path.name for path in folder.iterdir()} != {PROTECTION_FILE, COUNTS_FILE}:
        raise _RefusedError("", f"a protected table folder holds {PROTECTION_FILE} and {COUNTS_FILE} and nothing else")
    try:
        document_bytes = (folder / PROTECTION_FILE).read_bytes()
        counts_bytes = (folder / COUNTS_FILE).read_bytes()
    except OSError:
        raise _RefusedError("", "one of its two files cannot be read") from None
    document = _parse(document_bytes)
    if hashlib.sha256(counts_bytes).hexdigest() != document.counts_sha256:
        raise _RefusedError(COUNTS_FILE, f"it is not the file that {PROTECTION_FILE} was written with")
    told = _with_counts(document, counts_bytes)
    rebuilt = document_of(told, counts_sha256=document.counts_sha256)
    if rebuilt.model_copy(update={"sentences": document.sentences}) != document:
        raise _RefusedError(PROTECTION_FILE, f"it does not say what {COUNTS_FILE} tells")
    return told


def _parse(content: bytes) -> Document:
    try:
        values = json.loads(content)
        form = (values["format"], values["format_version"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise _RefusedError(PROTECTION_FILE, "it is not written as nearcare-custody writes it") from None
    if form != (FORMAT, FORMAT_VERSION):
        raise _RefusedError(PROTECTION_FILE, "it is of a format that this version does not know")
    try:
        return Document.model_validate(values)
    except ValidationError:
        raise _RefusedError(PROTECTION_FILE, "a key or a value in it is not one of a protected table") from None


def _with_counts(document: Document, content: bytes) -> ProtectedTables:
    try:
        design, as_of = design_of(document.design), day_of(document.as_of)
    except ValueError as error:
        raise _RefusedError(PROTECTION_FILE, str(error)) from None
    if document.k < LEAST_K[document.tier]:
        raise _RefusedError(PROTECTION_FILE, f"k is below {LEAST_K[document.tier]}, the least for its tier")
    told = ProtectedTables(
        tier=document.tier,
        k=document.k,
        rounding_base=document.rounding_base,
        as_of=as_of,
        snapshot=document.snapshot,
        is_synthetic=document.synthetic,
        design=design,
        tables=(),
    )
    runs = [run_of(part) for part in document.tables]
    if runs != sorted(set(runs)):
        raise _RefusedError(PROTECTION_FILE, "its tables are not in order or not each there once")
    keys = list(_cell_keys(design))
    rows = _read_rows(content, design, row_count=len(keys) * len(runs))
    tables = []
    for number, part in enumerate(document.tables):
        own = rows[number * len(keys) : (number + 1) * len(keys)]
        first_line = 2 + number * len(keys)
        run = astuple(runs[number])
        for line, (key, row) in enumerate(zip(keys, own, strict=True), start=first_line):
            if tuple(row[: -len(VALUE_COLUMNS)]) != (*run, *key):
                raise _RefusedError(f"{COUNTS_FILE}, line {line}", "the row is not the one that the design has here")
        status, values, days = _cells_of(own, first_line)
        table = ProtectedTable(
            run=runs[number],
            status=_cube(design, status, NOT_WANTED, np.uint8),
            values=_cube(design, values, 0, np.int64),
            as_of=_cube(design, days, np.datetime64(as_of, "D"), "datetime64[D]"),
            noise_epsilon=part.noise_epsilon,
            ground_sha256=part.ground_sha256,
            method=part.method,
            audit_scope=part.audit.scope,
            cells_checked=part.audit.cells_checked,
        )
        wrong = next(_contradictions(told, table), None)
        if wrong is not None:
            raise _RefusedError(COUNTS_FILE, wrong)
        tables.append(table)
    told = replace(told, tables=tuple(tables))
    if _counts_bytes(told) != content:
        raise _RefusedError(COUNTS_FILE, "it is not written as nearcare-custody writes it")
    return told


def _read_rows(content: bytes, design: Design, *, row_count: int) -> list[list[str]]:
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise _RefusedError(COUNTS_FILE, "it is not a table in UTF-8") from None
    columns = table_columns(design)
    if not rows or tuple(rows[0]) != columns:
        raise _RefusedError(COUNTS_FILE, "it does not have the columns of a protected table and no others")
    if any(len(row) != len(columns) for row in rows) or len(rows) - 1 != row_count:
        raise _RefusedError(COUNTS_FILE, f"it does not have the {row_count:,} rows of its design")
    return rows[1:]


def _cells_of(rows: Sequence[Sequence[str]], first_line: int) -> tuple[list[int], list[int], list[str]]:
    """Status, value and day of each row; what they may be together is checked on the cubes."""
    codes = {word: code for code, word in STATUS_WORDS.items()}
    status, values, days = [], [], []
    for line, row in enumerate(rows, start=first_line):
        value, word, day = row[-len(VALUE_COLUMNS) :]
        code = codes.get(word)
        is_told = code in {SHOWN, HELD}
        is_number = value.isascii() and value.isdigit() and len(value) <= len(str(2**53))
        if code is None or is_told != is_number or (value and not is_told):
            raise _RefusedError(f"{COUNTS_FILE}, line {line}", "status and number are not those of a protected table")
        try:
            days.append(day_of(day).isoformat())
        except ValueError:
            raise _RefusedError(f"{COUNTS_FILE}, line {line}", "as_of is not a day") from None
        status.append(code)
        values.append(int(value) if is_told else 0)
    return status, values, days


def _cube(
    design: Design, cells: Sequence[object], elsewhere: object, dtype: str | type[np.generic]
) -> npt.NDArray[Any]:
    is_wanted = design.is_wanted()
    cube = np.full(is_wanted.shape, elsewhere, dtype=dtype)
    cube[is_wanted] = np.array(cells, dtype=dtype)
    return cube


def _contradictions(told: ProtectedTables, table: ProtectedTable) -> Iterator[str]:
    """Where a table breaks the rules that it is told by, in words."""
    if not table.status.shape == table.values.shape == table.as_of.shape == told.design.as_table().cube_shape:
        yield "the cubes are not those of the design"
        return
    values = table.values[table.is_told]
    if (values % told.rounding_base).any():
        yield f"a figure is not a multiple of {told.rounding_base}"
    if (values < told.least_value).any():
        yield f"a figure is below {told.least_value}, which is too small to be told"
    if ((table.status != NOT_WANTED) != told.design.is_wanted()).any() or table.status.max() > max(STATUS_WORDS):
        yield "there is not one status for each wanted cell and for no other"
    day = np.datetime64(told.as_of, "D")
    is_held = table.status == HELD
    if (table.as_of[is_held] >= day).any() or (table.as_of[~is_held & (table.status != NOT_WANTED)] != day).any():
        yield "a figure is not of the day of the records, or a held one not of an earlier day"


def _cell_keys(design: Design) -> Iterator[tuple[str, ...]]:
    """Unit and categories of each wanted cell, in the order of the rows."""
    units = design.units
    is_wanted = design.is_wanted()
    categories = [(*dimension.categories, ALL) for dimension in design.dimensions]
    for row, (unit_id, name) in enumerate(zip(units.ids, units.names, strict=True)):
        parent = int(units.parent[row])
        unit = (unit_id, name, units.ids[parent] if parent >= 0 else "")
        for told, wanted in zip(product(*categories), is_wanted[row].ravel(), strict=True):
            if wanted:
                yield (*unit, *told)


def _counts_bytes(told: ProtectedTables) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table_columns(told.design))
    writer.writerows(table_rows(told))
    return text.getvalue().encode()
