"""Sheets of a workbook (XLSX): read as a CSV is, with what only spreadsheets can have told: merged cells, errors."""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from geo.faults import Faults
from geo.layers.tables import frame_of_rows, list_names, nearest_name

# Source: the GDAL manual, vector driver XLSX. So that the driver neither guesses types nor where the header is. Its
# open options of the same names do not reach every sheet (GDAL 3.12; duckdb-spatial issues 323 and 352).
_AS_IT_IS: Final = {"OGR_XLSX_HEADERS": "DISABLE", "OGR_XLSX_FIELD_TYPES": "STRING"}
_OLD_OR_LOCKED: Final = b"\xd0\xcf\x11\xe0"
_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_DAY: Final = re.compile(r"(\d{4})/(\d{2})/(\d{2})(?: .*)?")
_TAG: Final = r"<(?:\w+:)?"
_CELL: Final = re.compile(_TAG + r"c\b([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_SAVED: Final = re.compile(_TAG + r"(?:v|is)\b")
_FORMULA: Final = re.compile(_TAG + r"f\b")
_MERGED: Final = re.compile(_TAG + r"mergeCell\b[^>]*\bref=\"([^\"]+)\"")


def read_sheet(path: Path, *, sheet: str | None, where: str, faults: Faults) -> pd.DataFrame | None:
    """Read a sheet of an XLSX file with a header; None, with the faults told, if it cannot be used.

    ``sheet``: its name, None for the only one that is not empty. The frame is as ``read_table`` gives it:
    rows are counted as the spreadsheet counts them, numbers that are kept as texts become numbers where all
    of a column are, days are texts such as 2026-01-31. Merged cells, and formulas that give an error or whose
    result was not saved, are errors.
    """
    if not _is_workbook(path, where=where, faults=faults):
        return None
    try:
        with _read_as_it_is():
            names = [str(name) for name, _ in pyogrio.list_layers(path)]
            rows = {name: _rows(path, name) for name in names if sheet in {None, name}}
    except (DataSourceError, DataLayerError, ValueError) as error:
        _error(where, "", f"the workbook cannot be read ({_first_line(error)})", "Save it again as .xlsx", faults)
        return None
    chosen = _choose(sheet, names, [name for name, found in rows.items() if found], where=where, faults=faults)
    if chosen is None:
        return None
    before = len(faults.errors)
    _tell_cells(_xml_of(path, chosen), chosen, where=where, faults=faults)
    frame = frame_of_rows(rows[chosen], where=where, faults=faults)
    return frame if len(faults.errors) == before else None


@contextmanager
def _read_as_it_is() -> Iterator[None]:
    """The driver's options for as long as a workbook is read."""
    before = {name: pyogrio.get_gdal_config_option(name) for name in _AS_IT_IS}
    pyogrio.set_gdal_config_options(_AS_IT_IS)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)


def _is_workbook(path: Path, *, where: str, faults: Faults) -> bool:
    if not path.is_file():
        _error(where, "", "there is no such file", "Check the name and the folder", faults)
        return False
    with path.open("rb") as file:
        head = file.read(4)
    if head == _OLD_OR_LOCKED:
        what = "the workbook is locked with a password, or of the old kind .xls"
        _error(where, "", what, "Save it as .xlsx without a password", faults)
        return False
    try:
        with zipfile.ZipFile(path) as parts:
            if {_WORKBOOK, _RELATIONS} <= set(parts.namelist()) and parts.testzip() is None:
                return True
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError):
        pass
    what = "the file is not a whole XLSX workbook, though its name says so"
    _error(where, "", what, "Check the file, or save it again as .xlsx", faults)
    return False


def _rows(path: Path, sheet: str) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, numbered as in the spreadsheet, without the empty columns after the last."""
    frame = pyogrio.read_dataframe(path, layer=sheet, fid_as_index=True, read_geometry=False)
    if [str(name) for name in frame.columns] != [f"Field{place}" for place in range(1, len(frame.columns) + 1)]:
        raise ValueError(f"its driver took the first row of {sheet} for names of its own")
    rows = [
        (int(number), ["" if pd.isna(value) else _text(value) for value in values])
        for number, *values in frame.itertuples()
    ]
    rows = [(number, row) for number, row in rows if any(field.strip() for field in row)]
    width = max((place for _, row in rows for place, field in enumerate(row, start=1) if field.strip()), default=0)
    return [(number, row[:width]) for number, row in rows]


def _text(value: object) -> str:
    """A value as a text; a day as GDAL writes it is turned into one with dashes."""
    text = f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)
    day = _DAY.fullmatch(text)
    return text if day is None else "-".join(day.groups())


def _choose(sheet: str | None, names: list[str], filled: list[str], *, where: str, faults: Faults) -> str | None:
    if sheet is not None and sheet not in names:
        near = nearest_name(sheet, names)
        do = f"Did you mean {near!r}? Name an existing sheet" if near else "Name an existing sheet"
        what = f"there is no such sheet; the sheets are {list_names(names)}"
        _error(where, f"sheet {sheet!r}", what, do, faults)
        return None
    if len(filled) == 1:
        return filled[0]
    if not filled:
        which = "" if sheet is None else f"sheet {sheet!r}"
        _error(where, which, "the table is empty", "Give a header and at least one row", faults)
        return None
    what = f"the workbook has {len(filled)} sheets: {list_names(filled)}"
    _error(where, "", what, 'Choose one with layer = "NAME"', faults)
    return None


def _xml_of(path: Path, sheet: str) -> str:
    """The part of a workbook that holds a sheet; empty if it is not where the standard says.

    Source: ECMA-376, Office Open XML, parts 1 (SpreadsheetML) and 2 (relationships).
    """
    with zipfile.ZipFile(path) as parts:
        workbook, relations = (parts.read(name).decode("utf-8", "replace") for name in (_WORKBOOK, _RELATIONS))
        for tag in re.findall(_TAG + r"sheet\b([^>]*)>", workbook):
            if _attribute(tag, "name") != sheet:
                continue
            number = _attribute(tag, r"\w+:id")
            for relation in re.findall(_TAG + r"Relationship\b([^>]*)>", relations):
                if _attribute(relation, "Id") == number:
                    part = posixpath.normpath(posixpath.join("/xl", _attribute(relation, "Target"))).lstrip("/")
                    return parts.read(part).decode("utf-8", "replace") if part in parts.namelist() else ""
    return ""


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"(?<![\w:]){name}=\"([^\"]*)\"", tag)
    return html.unescape(found[1]) if found else ""


def _tell_cells(xml: str, sheet: str, *, where: str, faults: Faults) -> None:
    """Tell what a CSV cannot have: merged cells, formulas that give an error, and formulas without a saved result."""
    merged = [html.unescape(place) for place in _MERGED.findall(xml)]
    failed, unsaved = [], []
    for attributes, content in _CELL.findall(xml):
        place = _attribute(attributes, "r")
        if _attribute(attributes, "t") == "e":
            value = re.search(_TAG + r"v>([^<]*)<", content)
            failed.append(f"{place} ({value[1]})" if value else place)
        elif _FORMULA.search(content) and not _SAVED.search(content):
            unsaved.append(place)
    for places, what, do in (
        (merged, "cells are merged, so that only the first of them has the value", "Split them and fill in each"),
        (failed, "formulas give an error", "Correct the formulas, or write the values"),
        (unsaved, "formulas have no saved result", "Open the file in a spreadsheet program and save it again"),
    ):
        if places:
            _error(where, f"sheet {sheet!r}, {list_names(places)}", what, do, faults)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].partition(";")[0].rstrip(".")


def _error(where: str, which: str, what: str, do: str, faults: Faults) -> None:
    faults.error(where=where, which=which, what=what, do=do)
