"""Reads what a tier tells of survivors: tables/survivors.csv and the rules beside it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from geo.errors import ReleaseError
from maps.release_cells import MADE_ANEW, read_json, require
from maps.run_key import RUN_COLUMNS, RunKey
from maps.survivors_values import HELD, SHOWN, STATUSES, Figure, Folder, Loss, SurvivorTable, Unit

SURVIVORS_CSV: Final = "tables/survivors.csv"
SURVIVORS_JSON: Final = "tables/survivors.json"
_FIGURE_COLUMNS: Final = ("survivors", "status", "as_of")


def read_survivors(folder: Path) -> tuple[Folder, ...]:
    """The protected tables of a tier, in their order; none where the tier has none.

    Raises ReleaseError where one of the two files is missing, or they do not fit together.
    """
    there = [name for name in (SURVIVORS_CSV, SURVIVORS_JSON) if (folder / name).is_file()]
    if not there:
        return ()
    require([name for name in (SURVIVORS_CSV, SURVIVORS_JSON) if name not in there], folder)
    try:
        facts = read_json(folder / SURVIVORS_JSON)["tables"]
        with (folder / SURVIVORS_CSV).open(encoding="utf-8", newline="") as file:
            figures = _figures(csv.reader(file), {part["table"]: _dimensions(part) for part in facts})
        return tuple(_folder(part, figures) for part in facts)
    except (KeyError, TypeError, ValueError, IndexError, StopIteration) as error:
        raise ReleaseError(
            f"{folder}: {SURVIVORS_CSV} and {SURVIVORS_JSON} do not fit together. {MADE_ANEW}"
        ) from error


_Figures = dict[tuple[int, RunKey], dict[tuple[str, ...], Figure]]


def _figures(rows: Iterator[list[str]], dimensions: Mapping[int, tuple[str, ...]]) -> _Figures:
    """The figures of each table and run; alike figures are one value, for there are few kinds and many rows."""
    place = {name: at for at, name in enumerate(next(rows))}
    run_of, figure_of = (_at([place[name] for name in names]) for names in (RUN_COLUMNS, _FIGURE_COLUMNS))
    cells = {str(number): _at([place[name] for name in ("unit_id", *names)]) for number, names in dimensions.items()}
    found: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], Figure]] = {}
    figures: dict[tuple[str, ...], Figure] = {}
    for row in rows:
        told = figure_of(row)
        if told not in figures:
            figures[told] = _figure(*told)
        number = row[place["table"]]
        found.setdefault((number, run_of(row)), {})[cells[number](row)] = figures[told]
    keys = {run: RunKey(**dict(zip(RUN_COLUMNS, run, strict=True))) for _, run in found}
    return {(int(number), keys[run]): table for (number, run), table in found.items()}


def _at(places: list[int]) -> Callable[[list[str]], tuple[str, ...]]:
    """What picks these cells of a row, as a tuple of one where it is only one."""
    if len(places) == 1:
        return lambda row: (row[places[0]],)
    return itemgetter(*places)


def _figure(survivors: str, status: str, as_of: str) -> Figure:
    if status not in STATUSES or (survivors != "") != (status in {SHOWN, HELD}):
        raise ValueError("a row is neither told nor left out")
    return Figure(survivors=int(survivors) if survivors else None, status=status, as_of=as_of)


def _dimensions(part: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(each["name"] for each in part["design"]["dimensions"])


def _folder(part: Mapping[str, Any], figures: _Figures) -> Folder:
    units = part["design"]["units"]
    return Folder(
        number=int(part["table"]),
        audience=part["tier"],
        k=int(part["k"]),
        rounding_base=int(part["rounding_base"]),
        as_of=part["as_of"],
        is_synthetic=bool(part["synthetic"]),
        units_kind=units["kind"],
        least_people=int(units["least_people"]),
        units=tuple(
            Unit(
                unit_id=unit["id"],
                name=unit["name"],
                parent_id=unit["parent_id"] or "",
                merged_ids=tuple(unit["merged_ids"]),
            )
            for unit in units["list"]
        ),
        dimensions={each["name"]: tuple(each["categories"]) for each in part["design"]["dimensions"]},
        margins=_margins(part["design"]["shows"], _dimensions(part)),
        tables=tuple(_table(table, figures, int(part["table"])) for table in part["tables"]),
    )


def _margins(shows: list[list[str]], names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """What is shown with every margin of it, the smallest first."""
    found = {()} | {
        tuple(name for name in names if name in chosen)
        for margin in shows
        for size in range(len(margin) + 1)
        for chosen in combinations(margin, size)
    }
    return tuple(sorted(found, key=lambda margin: (len(margin), [names.index(name) for name in margin])))


def _table(table: Mapping[str, Any], figures: _Figures, number: int) -> SurvivorTable:
    key = RunKey(**{name: table[name] for name in RUN_COLUMNS})
    return SurvivorTable(
        key=key,
        has_noise=table["noise_epsilon"] is not None,
        figures=figures[number, key],
        losses=tuple(
            Loss(
                margin=tuple(loss["margin"]),
                figures=int(loss["figures"]),
                suppressed=int(loss["suppressed"]),
                people_percent=loss["people_percent"],
            )
            for loss in table["information_lost"]
        ),
    )
