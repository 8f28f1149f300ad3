"""The tables on need and fairness of a tier: what they are, the check at their one door, and writing them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from accessibility.release.need_columns import PER_YEAR, SHARE, TABLES, unit_of
from accessibility.release.spreadsheet_texts import neutral_frame
from accessibility.release.table_columns import SHARE_TOLERANCE, rows_told, wrong_in
from geo.errors import ReleaseError

ACCESS_PARQUET: Final = "access.parquet"
_KINDS: Final = ("area", "outside", "all")
_UNITS: Final = ("people", "share", "minutes", "hours per year")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedTables:
    """What a tier tells by group of people: frames of the columns in ``need_columns``, which see.

    ``access`` is long: one row for each run, area, group and measure. In all of them NaN or an empty
    text is unknown and inf means no way. None: the study does not ask for it. ``families`` has an
    ``area_id``; its other columns are those of the families' own module.
    """

    access: pd.DataFrame
    groups: pd.DataFrame
    fairness: pd.DataFrame
    parity: pd.DataFrame | None = None
    supply: pd.DataFrame | None = None
    centre_load: pd.DataFrame | None = None
    directory: pd.DataFrame
    data_gaps: pd.DataFrame
    families: pd.DataFrame | None = None

    def frames(self) -> dict[str, pd.DataFrame]:
        """The tables that are there, by name, in the order of the fields."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: frame for name, frame in named.items() if frame is not None}


def checked_need(need: NeedTables) -> NeedTables:
    """The same tables, if each has its columns, units and keys; a ReleaseError tells all that is wrong at once."""
    wrong = [f"{name}: {what}" for name, frame in need.frames().items() for what in _wrong(name, frame)]
    if wrong:
        raise ReleaseError(
            f"The tables on need cannot be written: {'; '.join(wrong)}. Fill them as accessibility/release says."
        )
    return need


def write_need_tables(folder: Path, need: NeedTables) -> None:
    """``access.parquet`` and one CSV for each other table, in a folder that exists. Raises ReleaseError.

    A text of a CSV that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    checked_need(need)
    for name, frame in need.frames().items():
        columns = list(TABLES[name].of(frame.columns)) if name in TABLES else list(frame.columns)
        if name == "access":
            frame[columns].to_parquet(folder / ACCESS_PARQUET, index=False)
        else:
            neutral_frame(frame[columns]).to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


def _wrong(name: str, frame: pd.DataFrame) -> Iterator[str]:
    """All that is wrong with one table, in words."""
    if name not in TABLES:
        if "area_id" not in frame.columns:
            yield "no column area_id"
        return
    yield from wrong_in(frame, TABLES[name])
    if name in {"access", "supply"} and set(TABLES[name].content) <= set(frame.columns):
        strange = ~frame["area_kind"].isin(_KINDS)
        if strange.any():
            yield f"area_kind is none of {', '.join(_KINDS)}, in {rows_told(frame[strange])}"
        if name == "access":
            yield from _wrong_units(frame)


def _wrong_units(access: pd.DataFrame) -> Iterator[str]:
    """What is wrong with the units of the long table, and with the values of some."""
    pairs = access[["measure", "unit"]].drop_duplicates().astype(str)
    yield from (f"measure {measure} has several units" for measure in pairs["measure"][pairs["measure"].duplicated()])
    for measure, unit in pairs.itertuples(index=False):
        expected = unit_of(measure)
        if expected is not None and unit != expected:
            yield f"measure {measure} is in {unit!r}, not in {expected!r}"
        elif expected is None and unit not in _UNITS and not unit.endswith(PER_YEAR):
            yield f"measure {measure} has the unit {unit!r}, which is not known"
    value = access["value"]
    if pd.api.types.is_numeric_dtype(value):
        is_odd = access["unit"].eq(SHARE) & ~value.isna() & ~value.between(-SHARE_TOLERANCE, 1 + SHARE_TOLERANCE)
        if is_odd.any():
            yield f"a share is not between 0 and 1, in {rows_told(access[is_odd])}"
        is_odd = access["unit"].eq("people") & ((value < 0) | np.isinf(value))
        if is_odd.any():
            yield f"a number of people is negative or endless, in {rows_told(access[is_odd])}"
