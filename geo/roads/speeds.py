"""Speeds on roads: a table of classes and caps with a source on every row; the lowest wins."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd
import pandera.pandas as pa

from geo.faults import Faults
from geo.shipped import data_folder, shipped_names
from geo.value_range import ValueRange

CAP_KEYS: Final = ("surface", "tracktype", "smoothness")
CLOSABLE_KEYS: Final = ("surface", "tracktype")
DEFAULT_ROAD_SPEEDS: Final = "rural-dry"

_CERTAINTY: Final = ("S", "V", "D", "M", "A")
_NUMBER: Final = r"[+-]?\d+(\.\d+)?"
_RANGE: Final = ["vehicle_min_kmh", "vehicle_max_kmh"]
_WHOLE_TABLE: Final = "table"
_COLUMNS: Final = ["key", "value", "vehicle_kmh", "walk_kmh", "source", "source_date", "certainty"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadSpeeds:
    """Speeds by ``highway`` class, and what lowers them. All in km/h.

    ``class_kmh``: vehicles, 0 where there are none; its keys are all classes the table knows.
    ``walk_kmh``: on foot, 0 where nobody walks; the same keys.
    ``cap_kmh``: by key (surface, tracktype, smoothness) and value; inf is a known value without a cap.
    ``range_kmh``: of vehicles, by class; only the classes with a vehicle for which the table gives one.
    """

    name: str
    class_kmh: Mapping[str, float]
    walk_kmh: Mapping[str, float]
    cap_kmh: Mapping[str, Mapping[str, float]]
    range_kmh: Mapping[str, ValueRange] = field(default_factory=dict)


def shipped_road_speeds() -> list[str]:
    """The names of the road tables that come with nearcare, sorted."""
    return [name for name in shipped_names("speeds") if _is_road_table(data_folder() / "speeds" / f"{name}.csv")]


def read_road_speeds(name_or_path: str | Path, *, where: str, faults: Faults) -> RoadSpeeds | None:
    """The table of that shipped name, or in that file; None if it has a fault.

    A text that ends in ``.csv`` is a path too. ``where`` stands for it in the faults.
    """
    path = Path(name_or_path)
    if isinstance(name_or_path, str) and path.suffix.lower() != ".csv":
        known = shipped_road_speeds()
        if name_or_path not in known:
            near = get_close_matches(name_or_path, known, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            what = f"there is no table of road speeds called {name_or_path!r}"
            do = f"{hint}Write one of {', '.join(known)}, or the path of a .csv"
            faults.error(where=where, which="speeds", what=what, do=do[0].upper() + do[1:])
            return None
        shipped = _shipped(name_or_path)
        if shipped is not None:
            return shipped
        path = data_folder() / "speeds" / f"{name_or_path}.csv"
    return _read_table(path, where, faults)


@cache
def _shipped(name: str) -> RoadSpeeds | None:
    """A table that comes with nearcare, read once; None if there is anything to tell of it."""
    quiet = Faults()
    speeds = _read_table(data_folder() / "speeds" / f"{name}.csv", name, quiet)
    return None if len(quiet) else speeds


def _read_table(path: Path, where: str, faults: Faults) -> RoadSpeeds | None:
    rows = _read_rows(path, where, faults)
    if rows is None or not _check_rows(rows, where, faults):
        return None
    classes = rows[rows["key"] == "highway"]
    caps = rows[rows["key"] != "highway"]
    return RoadSpeeds(
        name=path.stem,
        class_kmh=dict(zip(classes["value"], classes["vehicle_kmh"].astype(float), strict=True)),
        walk_kmh=dict(zip(classes["value"], classes["walk_kmh"].astype(float), strict=True)),
        cap_kmh={key: _caps_of(caps[caps["key"] == key]) for key in CAP_KEYS},
        range_kmh=_ranges_of(classes),
    )


def without_vehicles_on(  # noqa: PLR0913 - who is told of what
    speeds: RoadSpeeds, *, key: str, values: Sequence[str], where: str, which: str, faults: Faults
) -> RoadSpeeds:
    """The speeds with no vehicle on roads of these values of a key, as on mud in the rains; walkers still pass.

    A value that the table does not know is an error.
    """
    known = speeds.cap_kmh[key]
    unknown = [value for value in values if value not in known]
    if unknown:
        near = get_close_matches(unknown[0], known, n=1)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        faults.error(
            where=where,
            which=which,
            what=f"the speeds table {speeds.name} knows no {key} {', '.join(repr(value) for value in unknown)}{hint}",
            do=f"Use {', '.join(sorted(known))}",
        )
    caps = {**known, **dict.fromkeys(values, 0.0)}
    return replace(speeds, cap_kmh={**speeds.cap_kmh, key: caps})


def cap_from_tag(speeds: RoadSpeeds, *, key: str, text: str) -> float | None:
    """The lowest cap in km/h of a tag's value, or of its parts between semicolons; inf is no cap.

    None if the table does not know the value or one of its parts.
    """
    caps = speeds.cap_kmh[key]
    parts = [part.strip().lower() for part in text.split(";") if part.strip()]
    if not parts or any(part not in caps for part in parts):
        return None
    return min(caps[part] for part in parts)


def _caps_of(rows: pd.DataFrame) -> dict[str, float]:
    speeds = [float(text) if text else math.inf for text in rows["vehicle_kmh"]]
    return dict(zip(rows["value"], speeds, strict=True))


def _ranges_of(rows: pd.DataFrame) -> dict[str, ValueRange]:
    """The ranges of classes that have one; an end that is not given is the speed itself."""
    ranges = {}
    for row in rows.to_dict("records"):
        low, high = (row.get(name, "") for name in _RANGE)
        speed = float(row["vehicle_kmh"])
        if speed > 0 and (low or high):
            ranges[str(row["value"])] = ValueRange(
                low=float(low or speed),
                high=float(high or speed),
                source=row.get("range_source", "") or row["source"],
                certainty=row.get("range_certainty", "") or row["certainty"],
            )
    return ranges


def _is_road_table(path: Path) -> bool:
    if path.suffix != ".csv":
        return False
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file), [])[:2] == _COLUMNS[:2]


def _read_rows(path: Path, where: str, faults: Faults) -> pd.DataFrame | None:
    """All cells as text without the blanks around them, indexed by line; None if the file is no table."""
    do = f"Write a CSV in UTF-8 with the columns {', '.join(_COLUMNS)}"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader if any(cells)]
    except FileNotFoundError:
        faults.error(where=where, which="", what="there is no such file", do="Check the path")
        return None
    except (csv.Error, UnicodeDecodeError, OSError) as error:
        faults.error(where=where, which="", what=f"it is not a table of comma-separated values ({error})", do=do)
        return None
    if not lines:
        faults.error(where=where, which="", what="the file is empty", do=do)
        return None
    (_, header), *body = lines
    if len(set(header)) < len(header):
        faults.error(where=where, which="row 1", what="two columns have the same name", do="Rename or remove one")
        return None
    is_whole = True
    for line, cells in body:
        if len(cells) != len(header):
            is_whole = False
            what = f"it has {len(cells)} cells where the header has {len(header)}"
            faults.error(where=where, which=f"row {line}", what=what, do="Quote a text that holds a comma")
    index = [line for line, _ in body]
    return pd.DataFrame([cells for _, cells in body], index=index, columns=header, dtype=str) if is_whole else None


def _is_number(texts: pd.Series) -> pd.Series:
    return (texts == "") | texts.str.fullmatch(_NUMBER)


def _is_not_negative(texts: pd.Series) -> pd.Series:
    return ~(texts.str.fullmatch(_NUMBER) & texts.str.startswith("-"))


def _speed_column(*, required: bool) -> pa.Column:
    checks = [
        pa.Check(_is_number, error="is not a number|Write a speed in km/h, such as 40"),
        pa.Check(_is_not_negative, error="is negative|Write 0 where there is no way"),
    ]
    return pa.Column(str, checks, required=required)


def _text_column(name: str) -> pa.Column:
    return pa.Column(str, pa.Check.ne("", error=f"has no {name}|Fill in the {name}"))


def _has_class_speeds(rows: pd.DataFrame) -> pd.Series:
    return (rows["key"] != "highway") | ((rows["vehicle_kmh"] != "") & (rows["walk_kmh"] != ""))


def _has_no_walking_cap(rows: pd.DataFrame) -> pd.Series:
    return (rows["key"] == "highway") | (rows["walk_kmh"] == "")


def _is_in_range(rows: pd.DataFrame) -> pd.Series:
    if not set(_RANGE) <= set(rows.columns):
        return pd.Series(data=True, index=rows.index)
    low, speed, high = (pd.to_numeric(rows[name], errors="coerce") for name in (_RANGE[0], "vehicle_kmh", _RANGE[1]))
    return ~((low > speed) | (speed > high))


def _is_range_above_nought(rows: pd.DataFrame) -> pd.Series:
    if _RANGE[0] not in rows.columns:
        return pd.Series(data=True, index=rows.index)
    low, speed = (pd.to_numeric(rows[name], errors="coerce") for name in (_RANGE[0], "vehicle_kmh"))
    return ~((low == 0) & (speed > 0))


def _is_single(rows: pd.DataFrame) -> pd.Series:
    return ~rows.duplicated(["key", "value"])


_SCHEMA: Final = pa.DataFrameSchema(
    {
        "key": pa.Column(
            str,
            pa.Check.isin(
                ["highway", *CAP_KEYS],
                error=f"is no key|Write highway for a class, or one of {', '.join(CAP_KEYS)} for a cap",
            ),
        ),
        "value": _text_column("value"),
        "vehicle_kmh": _speed_column(required=True),
        "walk_kmh": _speed_column(required=True),
        "vehicle_min_kmh": _speed_column(required=False),
        "vehicle_max_kmh": _speed_column(required=False),
        "range_source": pa.Column(str, required=False),
        "range_certainty": pa.Column(
            str,
            pa.Check.isin(
                ["", *_CERTAINTY], error=f"is no certainty|Write one of {', '.join(_CERTAINTY)}, or leave it empty"
            ),
            required=False,
        ),
        "source": _text_column("source"),
        "source_date": _text_column("source_date"),
        "certainty": pa.Column(
            str, pa.Check.isin(_CERTAINTY, error=f"is no certainty|Write one of {', '.join(_CERTAINTY)}")
        ),
    },
    checks=[
        pa.Check(_has_class_speeds, error="a class needs vehicle_kmh and walk_kmh|Write 0 where there is no way"),
        pa.Check(_has_no_walking_cap, error="a cap does not bind walkers|Leave walk_kmh empty"),
        pa.Check(_is_in_range, error="vehicle_kmh is outside its range|Mend vehicle_min_kmh or vehicle_max_kmh"),
        pa.Check(
            _is_range_above_nought,
            error="a range that begins at 0 is a road without vehicles|Write a vehicle_min_kmh above 0",
        ),
        pa.Check(_is_single, error="this key and value stood in a row above|Keep one of the two"),
    ],
    strict=True,
)


def _check_rows(rows: pd.DataFrame, where: str, faults: Faults) -> bool:
    """Whether the rows are a table of road speeds; each fault is added with its line in the file."""
    is_good = True
    try:
        _SCHEMA.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as error:
        is_good = False
        told = set()
        is_complete = set(_COLUMNS) <= set(rows.columns)
        for case in error.failure_cases.to_dict("records"):
            fault = _fault_of(case)
            if fault not in told and (is_complete or fault[0] != _WHOLE_TABLE):
                told.add(fault)
                which, what, do = fault
                faults.error(where=where, which=which, what=what, do=do)
    if "key" in rows and not (rows["key"] == "highway").any():
        is_good = False
        do = "Add a row with key highway for each class that may be used"
        faults.error(where=where, which="column key", what="there is no highway row, so no road could be used", do=do)
    return is_good


def _fault_of(case: Mapping[str, object]) -> tuple[str, str, str]:
    """Which, what and do of one of pandera's failure cases."""
    check, column, value = str(case["check"]), case["column"], case["failure_case"]
    if check == "column_in_dataframe":
        return f"column {value}", "the column is missing", f"Add it; a table has the columns {', '.join(_COLUMNS)}"
    if check == "column_in_schema":
        return f"column {value}", "the column is not known", f"Remove it; a table has the columns {', '.join(_COLUMNS)}"
    index = case["index"]
    row = f"row {int(index)}" if isinstance(index, (int, float)) and not math.isnan(index) else _WHOLE_TABLE
    what, _, do = check.partition("|")
    if case["schema_context"] == "Column":
        text = f"{value!r} " if value != "" else ""
        return f"{row}, column {column}", f"{text}{what}", do
    return row, what, do or "Mend the table"
