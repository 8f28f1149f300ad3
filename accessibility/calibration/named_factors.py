"""Factors with a name: those that come with nearcare, and those that a study spells out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from accessibility.profiles import CERTAINTY
from accessibility.study_file import StudyFile, did_you_mean
from geo.faults import Faults
from geo.layers import list_names, number_in, read_table, texts_of
from geo.shipped import data_folder, shipped_names

COLUMNS: Final = (
    "name",
    "title",
    "factor",
    "low",
    "high",
    "interval",
    "n",
    "place",
    "who",
    "source",
    "source_date",
    "doi",
    "pmc",
    "certainty",
    "note",
)
_REQUIRED: Final = ("name", "title", "factor", "place", "source", "source_date", "certainty")
_NUMBERS: Final = ("factor", "low", "high", "interval", "n")
OF_THE_STUDY: Final = "not said"  # how sure a factor is that a study spells out


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFactor:
    """What modelled minutes are multiplied by. ``low``, ``high`` and ``pairs`` are NaN where they are not known."""

    name: str
    title: str
    factor: float
    low: float
    high: float
    pairs: float
    source: str
    certainty: str
    note: str


def choose_factors(study: StudyFile, *, faults: Faults) -> tuple[NamedFactor, ...]:
    """The factors that a study names, then those that it spells out; the unknown are told and left out."""
    table = study.calibration
    if table is None:
        return ()
    shipped = shipped_factors(faults=faults)
    for name in table.scenarios:
        if name not in shipped:
            faults.error(
                where=study.file_name,
                which="[calibration] scenarios",
                what=f"there is no factor called {name!r}{did_you_mean(name, list(shipped))}",
                do=f"Use one of {list_names(list(shipped))}, or spell it out under [[calibration.factors]]",
            )
    for own in table.factors:
        if own.name in shipped:
            faults.error(
                where=study.file_name,
                which=f"[[calibration.factors]] {own.name}",
                what=f"{own.name} is a factor that comes with nearcare",
                do="Choose another name, or name it among [calibration] scenarios",
            )
    own_factors = tuple(
        NamedFactor(
            name=own.name,
            title=own.title or own.name,
            factor=own.factor,
            low=math.nan if own.low is None else own.low,
            high=math.nan if own.high is None else own.high,
            pairs=math.nan,
            source=own.source,
            certainty=OF_THE_STUDY,
            note="spelled out in the study file" + ("" if own.low is not None else "; its range is not known"),
        )
        for own in table.factors
    )
    return (*(shipped[name] for name in table.scenarios if name in shipped), *own_factors)


def shipped_factors(*, faults: Faults) -> dict[str, NamedFactor]:
    """The factors that come with nearcare, by name."""
    found: dict[str, NamedFactor] = {}
    for file in shipped_names("calibration"):
        where = f"data/calibration/{file}.csv"
        read = read_factor_table(data_folder() / "calibration" / f"{file}.csv", where=where, faults=faults)
        for name in sorted(set(read) & set(found)):
            faults.error(where=where, which=name, what="another file has this name", do="Give each factor its own")
        found |= read
    return found


def read_factor_table(path: Path, *, where: str, faults: Faults) -> dict[str, NamedFactor]:
    """The factors of a table such as those under ``data/calibration``; rows with a fault are told and left out."""
    table = read_table(path, where=where, faults=faults)
    if table is None:
        return {}
    wrong = {name: "is missing" for name in COLUMNS if name not in table.columns}
    wrong |= {str(name): "is not known" for name in table.columns if name not in COLUMNS}
    for name, what in wrong.items():
        do = f"A table of factors has the columns {', '.join(COLUMNS)}"
        faults.error(where=where, which=f"column {name}", what=f"the column {what}", do=do)
    if wrong:
        return {}
    found: dict[str, NamedFactor] = {}
    for line, row in table.apply(texts_of).iterrows():
        which = f"row {line}"
        factor = _read_row(row.to_dict(), where=where, which=which, faults=faults)
        if factor is not None and factor.name in found:
            faults.error(where=where, which=which, what=f"{factor.name!r} stood in a row above", do="Keep one of them")
        elif factor is not None:
            found[factor.name] = factor
    return found


def _read_row(row: Mapping[str, Any], *, where: str, which: str, faults: Faults) -> NamedFactor | None:
    wrong = [(name, f"has no {name}", "Fill it in") for name in _REQUIRED if not row[name]]
    numbers: dict[str, float] = {}
    for name in _NUMBERS:
        numbers[name] = number_in(row[name])
        if row[name] and not numbers[name] > 0:
            wrong.append((name, f"{row[name]!r} is no number above 0", "Write one, or leave it empty if not known"))
    if row["certainty"] not in CERTAINTY:
        wrong.append(("certainty", f"{row['certainty']!r} is no mark", f"Write one of {', '.join(CERTAINTY)}"))
    known = [bool(row[name]) for name in ("low", "high", "interval")]
    if any(known) and not all(known):
        wrong.append(("low", "low, high and interval stand together", "Write all three, or none if not known"))
    elif all(known) and not numbers["low"] <= numbers["factor"] <= numbers["high"]:
        what = f"{row['factor']} is not between {row['low']} and {row['high']}"
        wrong.append(("factor", what, "Mend the factor or its range"))
    elif all(known) and not numbers["interval"] < 1:
        wrong.append(("interval", f"{row['interval']!r} is no share below 1", "Write a share such as 0.95"))
    for column, what, do in wrong:
        faults.error(where=where, which=f"{which}, column {column}", what=what, do=do)
    if wrong:
        return None
    identity = [f"doi:{row['doi']}" if row["doi"] else "", row["pmc"]]
    interval = f"the range is meant to hold {100 * numbers['interval']:g} %" if all(known) else "its range is not known"
    return NamedFactor(
        name=row["name"],
        title=row["title"],
        factor=numbers["factor"],
        low=numbers["low"],
        high=numbers["high"],
        pairs=numbers["n"],
        source=", ".join([row["source"], row["source_date"], *filter(None, identity)]),
        certainty=row["certainty"],
        note="; ".join(filter(None, [row["place"], row["who"], row["note"], interval])),
    )
