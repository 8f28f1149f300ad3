"""The service directory: the records of centres, read from the columns of their layer, every fault told."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection
from typing import Final

import geopandas as gpd

from accessibility.need.directory_fields import DirectoryFields
from accessibility.need.records import CentreRecord
from accessibility.need.taxonomy import (
    day_words,
    days_of,
    is_like_a_code,
    key_of,
    known_tasks,
    language_code,
    language_names,
    level_labels,
    parts_of,
)
from accessibility.study_file import CentresTable
from geo.faults import Faults
from geo.layers import list_names, nearest_name

_FREE: Final = frozenset({"free", "free of charge", "no fee", "no", "0"})
_PAID: Final = frozenset({"paid", "fee", "yes", "partly", "partly free", "reduced"})

Pillars = tuple[tuple[str, ...], ...]


def read_records(
    layer: gpd.GeoDataFrame, table: CentresTable, pillars: Pillars, *, as_of: dt.date | None, faults: Faults
) -> tuple[CentreRecord, ...] | None:
    """The record of each centre of a layer; None if a column or a value has a fault that must be mended.

    Fields come from the columns that ``[centres.columns]`` names, else from those of the field's own
    name. ``pillars``: those of each row. ``as_of``: the day that the study looks at. What is not
    known of levels, tasks and languages is told and kept as it is written; units that are mixed within a
    pillar, days, numbers, dates and answers that cannot be read are errors.
    """
    before = len(faults.errors)
    columns = DirectoryFields.of(layer, table, faults=faults)
    if columns is None:
        return None
    levels = _levels(columns)
    tasks = _tasks(columns)
    first_fitting, repair = columns.answers("first_fitting"), columns.answers("repair")
    capacity, units = columns.amounts("capacity_per_year"), columns.texts("capacity_unit")
    fees = columns.texts("fee")
    last_verified = columns.dates("last_verified", as_of=as_of)
    is_verified = [
        answer if answer is not None or day is None else True
        for answer, day in zip(columns.answers("is_verified"), last_verified, strict=True)
    ]
    fields = {
        "level": levels,
        "tasks": tasks,
        "capacity_per_year": capacity,
        "capacity_unit": units,
        "dormitory_beds": columns.amounts("dormitory_beds", is_whole=True),
        "transport_support": columns.answers("transport_support"),
        "fee": fees,
        "is_free": _is_free(columns, fees),
        "female_staff": columns.answers("female_staff"),
        "languages": _languages(columns),
        "step_free": columns.answers("step_free"),
        "days_open": _days(columns),
        "last_verified": last_verified,
        "is_verified": is_verified,
        "first_fitting": first_fitting,
        "repair": repair,
    }
    _check_units(columns, pillars, capacity, units)
    _check_contradictions(columns, tasks, {"first_fitting": first_fitting, "repair": repair})
    if len(faults.errors) > before:
        return None
    records = tuple(
        CentreRecord(**dict(zip(fields, values, strict=True))) for values in zip(*fields.values(), strict=True)
    )
    _tell_odd_tasks(columns, records)
    _tell_unverified(columns, records)
    if columns.are_any and table.pillar is None and table.pillars is None and "pillars" not in columns.names:
        columns.notice(
            which="[centres] pillar",
            what="the layer has columns of a directory, but no pillar is named, so every centre counts for any service",
            do='Name the column with pillar = "...", or write pillars = ["physical_rehab"] for all',
        )
    return records


def _levels(columns: DirectoryFields) -> list[str]:
    """The known level of each row, "" where it has none or one that nobody knows."""
    texts, known = columns.texts("level"), level_labels()
    is_odd = [bool(text) and key_of(text) not in known for text in texts]
    columns.tell_rows(
        "level",
        is_odd,
        what=f"{_quoted(texts, is_odd)} is none of the known levels and counts as unknown"
        + _nearest(texts, is_odd, known),
        do=f"Known are {', '.join(known)}",
        is_error=False,
    )
    return [key_of(text) if text and not odd else "" for text, odd in zip(texts, is_odd, strict=True)]


def _tasks(columns: DirectoryFields) -> list[tuple[str, ...] | None]:
    texts, known = columns.texts("tasks"), known_tasks()
    tasks = [tuple(dict.fromkeys(key_of(part) for part in parts_of(text))) for text in texts]
    is_odd = [any(task not in known for task in row) for row in tasks]
    odd = [task for row in tasks for task in row if task not in known]
    columns.tell_rows(
        "tasks",
        is_odd,
        what=f"{_listed(odd)} is none of the known tasks and is taken as one of its own" + _nearest_of(odd, known),
        do=f"Known are {', '.join(known)}",
        is_error=False,
    )
    return [row or None for row in tasks]


def _languages(columns: DirectoryFields) -> list[tuple[str, ...] | None]:
    parts = [parts_of(text) for text in columns.texts("languages")]
    is_odd = [any(language_code(part) is None for part in row) for row in parts]
    odd = [part for row in parts for part in row if language_code(part) is None]
    hint = "" if all(is_like_a_code(part) for part in odd) else _nearest_of(odd, language_names())
    columns.tell_rows(
        "languages",
        is_odd,
        what=f"{_listed(odd)} is none of the known languages and is kept as it is written{hint}",
        do="Write English names or ISO 639 codes, as in data/services/languages.csv, with ; between them",
        is_error=False,
    )
    return [tuple(dict.fromkeys(language_code(part) or part.lower() for part in row)) or None for row in parts]


def _days(columns: DirectoryFields) -> list[frozenset[str] | None]:
    texts = columns.texts("days_open")
    days = [days_of(text) for text in texts]
    is_odd = [each is None for each in days]
    columns.tell_rows(
        "days_open",
        is_odd,
        what=f"{_quoted(texts, is_odd)} is no list of days" + _nearest(texts, is_odd, day_words()),
        do="Write days as mon;wed or mon-fri, or daily",
    )
    return [each or None for each in days]


def _is_free(columns: DirectoryFields, fees: list[str]) -> list[bool | None]:
    """Whether there is nothing to pay; a fee is also known by its amount, as in 5 or 5 USD."""
    answers: list[bool | None] = []
    is_odd = []
    for fee in fees:
        word = fee.lower()
        amount = _amount_in(word)
        is_unknown = word in columns.not_known
        is_odd.append(not is_unknown and word not in _FREE | _PAID and amount is None)
        if is_unknown or is_odd[-1]:
            answers.append(None)
        else:
            answers.append(word in _FREE or amount == 0)
    columns.tell_rows(
        "fee",
        is_odd,
        what=f"{_quoted(fees, is_odd)} is no fee" + _nearest(fees, is_odd, [*_FREE, *_PAID]),
        do="Write free, paid, partly or an amount; leave it empty where it is not known",
    )
    return answers


def _amount_in(word: str) -> float | None:
    """The amount of a fee such as ``5``, ``5 usd`` or ``eur 2.50``; None if there is not exactly one."""
    numbers = []
    for part in word.split():
        try:
            numbers.append(float(part))
        except ValueError:
            continue
    is_one = len(numbers) == 1 and math.isfinite(numbers[0]) and numbers[0] >= 0
    return numbers[0] if is_one and len(word.split()) <= 2 else None  # noqa: PLR2004  amount and currency


def _check_units(columns: DirectoryFields, pillars: Pillars, capacity: list[float], units: list[str]) -> None:
    """Capacities of one pillar are added and held against one need, so they must count the same."""
    for pillar in dict.fromkeys(pillar for row in pillars for pillar in row):
        has_one = [pillar in row and not math.isnan(amount) for row, amount in zip(pillars, capacity, strict=True)]
        said = list(dict.fromkeys(unit for unit, has in zip(units, has_one, strict=True) if has))
        if len(said) > 1:
            columns.tell_rows(
                "capacity_unit",
                has_one,
                what=f"the capacities of {pillar} are in more than one unit: "
                + _listed([unit or "not said" for unit in said]),
                do="Give all capacities of a pillar in one unit, or leave those out that cannot be",
            )


def _check_contradictions(
    columns: DirectoryFields,
    tasks: list[tuple[str, ...] | None],
    answers: dict[str, list[bool | None]],
) -> None:
    for task, own in answers.items():
        contradicts = [answer is False and task in (listed or ()) for answer, listed in zip(own, tasks, strict=True)]
        columns.tell_rows(
            "tasks",
            contradicts,
            what=f"names {task}, and the column {columns.named(task)} says no",
            do="Correct one of the two",
        )


def _tell_odd_tasks(columns: DirectoryFields, records: tuple[CentreRecord, ...]) -> None:
    for task in known_tasks().values():
        is_odd = [record.does(task.key) is True and record.level not in {"", *task.levels} for record in records]
        odd = [record.level for record, has in zip(records, is_odd, strict=True) if has]
        columns.tell_rows(
            "tasks" if columns.has("tasks") else task.key,
            is_odd,
            what=f"does {task.key} at the level {_listed(odd)}, where it needs {', '.join(task.levels)}; it is "
            "counted as the directory says",
            do="Check level and tasks; a service with levels = [...] leaves such centres out",
            is_error=False,
        )


def _tell_unverified(columns: DirectoryFields, records: tuple[CentreRecord, ...]) -> None:
    if not columns.has("is_verified") and not columns.has("last_verified"):
        return
    no = sum(record.is_verified is False for record in records)
    unknown = sum(record.is_verified is None for record in records)
    if no + unknown:
        columns.notice(
            which=f"column {columns.named('is_verified' if columns.has('is_verified') else 'last_verified')}",
            what=f"{no:,} of {len(records):,} centres are not verified"
            + (f", and of {unknown:,} it is not known" if unknown else "")
            + "; all of them are used",
            do="Ask somebody who knows, then write yes and the day; a service with verified = true leaves them out",
        )


def _quoted(texts: list[str], is_odd: list[bool]) -> str:
    return _listed([text for text, odd in zip(texts, is_odd, strict=True) if odd])


def _listed(values: list[str]) -> str:
    return list_names([repr(value) for value in dict.fromkeys(values)])


def _nearest(texts: list[str], is_odd: list[bool], known: Collection[str]) -> str:
    return _nearest_of([text for text, odd in zip(texts, is_odd, strict=True) if odd], known)


def _nearest_of(odd: list[str], known: Collection[str]) -> str:
    """A question in brackets with the name nearest to the first odd one that has any."""
    for text in odd:
        near = nearest_name(text, known)
        if near is not None:
            return f" (did you mean {near!r} for {text!r}?)"
    return ""
