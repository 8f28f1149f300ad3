"""Tables of profiles: a row for each parameter, with its range, its source and how sure it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from accessibility.profiles.parameters import PARAMETERS, SHARE, Value, is_number, value_from_text
from geo.faults import Faults
from geo.layers import list_names, nearest_name, read_table, texts_of
from geo.shipped import data_folder, shipped_names
from geo.value_range import ValueRange

COLUMNS: Final = ("parameter", "value", "low", "high", "unit", "source", "source_date", "certainty")
CERTAINTY: Final = ("S", "V", "D", "M", "A")

_SHARE: Final = "share:"
_WALKED: Final = "walk_speed_factor"
_MOST_OFF: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileTableValues:
    """What a table says: the parameters of a profile by their names, or the shares of a mix by those of its parts.

    ``walk_speed_range``: in which ``walk_speed_factor`` may lie; None where the table gives no range.
    """

    name: str
    title: str
    values: Mapping[str, Value]
    parts: Mapping[str, float]
    walk_speed_range: ValueRange | None = None


def shipped_profiles() -> list[str]:
    """The names of the profiles that come with nearcare, sorted."""
    return shipped_names("profiles")


def tell_unknown_profile(name: str, *, where: str, which: str, faults: Faults) -> None:
    """Tell a name that is no shipped profile, with the nearest that is one."""
    near = get_close_matches(name, shipped_profiles(), n=1)
    hint = f" (did you mean {near[0]!r}?)" if near else ""
    faults.error(
        where=where,
        which=which,
        what=f"there is no shipped profile called {name!r}{hint}",
        do=f"Use one of {', '.join(shipped_profiles())}, or the path of a .csv",
    )


def read_profile_table(name_or_path: str | Path, *, where: str, faults: Faults) -> ProfileTableValues | None:
    """The table of that shipped name, or in that file; None, with every fault told, if it has one.

    ``where`` stands for it in the faults. A mix has rows ``share:NAME`` alone, and perhaps a title.
    """
    path = name_or_path if isinstance(name_or_path, Path) else data_folder() / "profiles" / f"{name_or_path}.csv"
    before = len(faults.errors)
    table = read_table(path, where=where, faults=faults)
    if table is None:
        return None
    table.columns = table.columns.str.strip().str.lower()
    missing = [name for name in COLUMNS if name not in table.columns]
    unknown = [name for name in table.columns if name not in COLUMNS]
    for names, what in ((missing, "is missing"), (unknown, "is not known")):
        for name in names:
            do = f"A table of a profile has the columns {', '.join(COLUMNS)}"
            faults.error(where=where, which=f"column {name}", what=f"the column {what}", do=do)
    if missing:
        return None
    texts = table.apply(texts_of)
    values: dict[str, Value] = {}
    walked: ValueRange | None = None
    parts: dict[str, float] = {}
    named: set[str] = set()
    for number, row in texts.iterrows():
        told = _Row(where=where, line=int(number), row=row.to_dict(), faults=faults)
        parameter = told.text("parameter")
        if parameter in named:
            told.error("parameter", f"{parameter!r} stood in a row above", "Keep one of the two")
            continue
        named.add(parameter)
        value = _read_row(told)
        if value is not None and parameter.startswith(_SHARE):
            parts[parameter.removeprefix(_SHARE).strip()] = float(value)  # type: ignore[arg-type]
        elif value is not None:
            values[parameter] = value
            walked = _range_of(told) if parameter == _WALKED else walked
    check_whole(named, parts, where=where, which="", faults=faults)
    title = str(values.pop("title", path.stem))
    if len(faults.errors) > before:
        return None
    return ProfileTableValues(name=path.stem, title=title, values=values, parts=parts, walk_speed_range=walked)


def check_whole(named: Iterable[str], parts: Mapping[str, float], *, where: str, which: str, faults: Faults) -> None:
    """Tell a table that is neither a whole profile nor a whole mix."""
    names = set(named)
    has_parts = any(name.startswith(_SHARE) for name in names)
    others = sorted(name for name in names if name in PARAMETERS and name != "title")
    if has_parts and others:
        what = f"a mix has shares alone, and this one also has {list_names(others)}"
        faults.error(where=where, which=which, what=what, do="Put them into the profiles that it mixes")
    if not has_parts and _WALKED not in names:
        do = "Add walk_speed_factor: 1 is the speed of the tables, 0.7 is slower by 30 %"
        faults.error(where=where, which=which, what="the profile has no walking speed", do=do)
    if has_parts and len(parts) == sum(name.startswith(_SHARE) for name in names):
        check_shares(parts, where=where, which=which, faults=faults)


def check_shares(parts: Mapping[str, float], *, where: str, which: str, faults: Faults) -> None:
    """Tell shares that do not add up to 1, with their sum."""
    total = math.fsum(parts.values())
    if abs(total - 1.0) > _MOST_OFF:
        what = f"the shares of the mix add up to {total:.10g}, not to 1"
        faults.error(where=where, which=which, what=what, do="Give everyone a profile: shares that add up to 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row of a table as texts, and where to tell what is wrong with it."""

    where: str
    line: int
    row: Mapping[str, Any]
    faults: Faults

    def text(self, column: str) -> str:
        return str(self.row[column])

    def error(self, column: str, what: str, do: str) -> None:
        self.faults.error(where=self.where, which=f"row {self.line}, column {column}", what=what, do=do)


def _read_row(row: _Row) -> Value | None:
    """The value of a row; None, with every fault told, if it has one."""
    before = len(row.faults.errors)
    name = row.text("parameter")
    parameter = SHARE if name.startswith(_SHARE) and name.removeprefix(_SHARE).strip() else PARAMETERS.get(name)
    for column in ("source", "source_date"):
        if not row.text(column):
            row.error(column, f"{name or 'the row'} has no {column}", "Say where the number is from, and of when")
    if row.text("certainty") not in CERTAINTY:
        do = f"Write one of {', '.join(CERTAINTY)}"
        row.error("certainty", f"{row.text('certainty')!r} is no mark of certainty", do)
    if parameter is None:
        near = nearest_name(name, PARAMETERS)
        hint = f" (did you mean {near!r}?)" if near else ""
        do = f"Use one of {', '.join(PARAMETERS)}, or share:NAME for a part of a mix"
        row.error("parameter", f"there is no parameter {name!r}{hint}", do)
        return None
    if row.text("unit") != parameter.unit:
        do = f"Write {parameter.unit!r}" if parameter.unit else "Leave it empty"
        row.error("unit", f"{row.text('unit')!r} is not the unit of {name}", do)
    value, fault = value_from_text(row.text("value"), parameter)
    if fault is not None:
        what, _, do = fault.partition("; ")
        row.error("value", f"{row.text('value')!r} {what}", do[:1].upper() + do[1:])
    elif parameter.kind in {"number", "count"}:
        _check_range(row)
    elif row.text("low") or row.text("high"):
        row.error("low", f"{name} is no number and has no range", "Leave low and high empty")
    return value if len(row.faults.errors) == before else None


def _range_of(row: _Row) -> ValueRange | None:
    """The range of a sound row; an end that is not given is the value itself."""
    if not row.text("low") and not row.text("high"):
        return None
    low, high = (float(row.text(column) or row.text("value")) for column in ("low", "high"))
    return ValueRange(low=low, high=high, source=row.text("source"), certainty=row.text("certainty"))


def _check_range(row: _Row) -> None:
    """Tell a range that is no pair of numbers, is upside down, or does not hold its value."""
    for column in ("low", "high"):
        if row.text(column) and not is_number(row.text(column)):
            row.error(column, f"{row.text(column)!r} is no number", "Write a number, or leave it empty")
            return
    value = float(row.text("value"))
    low = float(row.text("low") or -math.inf)
    high = float(row.text("high") or math.inf)
    if low > high:
        row.error("low", f"the range from {low:g} to {high:g} is upside down", "Write the lower number in low")
    elif row.text("parameter") == _WALKED and -math.inf < low <= 0:
        row.error("low", f"a walking speed of {low:g} times that of the tables is none", "Write a number above 0")
    elif not low <= value <= high:
        what = f"{value:g} is outside its range from {low:g} to {high:g}"
        row.error("value", what, "Mend the value or its range")
