"""The threshold that a reader moves in a page of one file: pictures of steps, their looks, and the people within."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pandas as pd

from accessibility.need import band_column
from accessibility.reach import reach_steps
from geo.errors import ReleaseError
from maps.classes import MOST_BANDS, STATUSES, MinutesClass, minutes_classes, status_code
from maps.pictures import FINE_PIXELS, MOST_PIXELS, Picture, draw_picture, read_classes
from maps.release_cells import MADE_ANEW, rows_by_run
from maps.release_values import Run, Tier
from maps.run_key import RUN_COLUMNS, RunKey

_FILE: Final = "tables/reach.parquet"
_MOST_CODES: Final = 127  # a script tells the stripes of a code by the bit above it
_DECIMALS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The people of a place, and those within each step, inclusive. ``kind``: ``area``, ``outside`` or ``all``."""

    area_id: str
    name: str
    kind: str
    people: float
    within: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Who reaches care within each of the steps, rising, in minutes; by run."""

    steps_minutes: tuple[float, ...]
    rows: Mapping[RunKey, tuple[Row, ...]]


def read_moving(tier: Tier) -> Reach:
    """The steps of a tier: those of its table of reach; its bands alone where an older release has none.

    Raises ReleaseError for a table that lacks a step or a run.
    """
    path = tier.folder / _FILE
    if not path.is_file():
        return Reach(steps_minutes=tier.bands_minutes, rows={run.key: _from_bands(run) for run in tier.runs})
    steps = reach_steps(tier.bands_minutes, tier.threshold_minutes)
    return Reach(steps_minutes=steps, rows=_from_table(path, steps, [run.key for run in tier.runs]))


def draw_steps(
    run_folder: Path,
    steps_minutes: Sequence[float],
    *,
    most_pixels: int = MOST_PIXELS,
    fine_pixels: int = FINE_PIXELS,
) -> Picture:
    """A picture whose grey is a code: k for the k-th step, one more beyond the last, then one for each status.

    Its ``codes`` are those that are in it. A script gives them colours.
    """
    steps = tuple(steps_minutes)
    return draw_picture(
        read_classes(run_folder, bands_minutes=steps),
        _greys(len(steps)),
        most_pixels=most_pixels,
        fine_pixels=fine_pixels,
    )


def looks_of(steps_minutes: Sequence[float], bands_minutes: Sequence[float]) -> list[list[list[Any]]]:
    """For each step as the threshold, the classes up to it: ``[code of the last step in it, colour]``, nearest first.

    Those within it keep the colours of their bands, and all that lies beyond is one, as on the web map; its code is
    one more than there are steps. After the steps comes the look of all bands, without a threshold.
    """
    steps = list(steps_minutes)
    return [*(_look(steps, bands_minutes, threshold) for threshold in steps), _look(steps, bands_minutes, math.inf)]


def statuses_of(steps_count: int) -> list[dict[str, Any]]:
    """The classes without minutes: their code in a picture of steps, slug, colour, stripe and background."""
    known = {each.code: each for each in minutes_classes((1.0,))}
    found = []
    for status in STATUSES:
        each = known[status_code(status, band_count=1)]
        code = status_code(status, band_count=steps_count)
        look = {"slug": each.slug, "label": each.label, "colour": each.colour, "stripe": each.stripe}
        found.append({"code": code, "background": each.background, **look})
    return found


def told_rows(rows: Iterable[Row]) -> list[list[Any]]:
    """Rows as a page holds them: id, name, kind, people, and people within each step."""
    return [
        [row.area_id, row.name, row.kind, _short(row.people), [_short(each) for each in row.within]] for row in rows
    ]


def _look(steps: list[float], bands_minutes: Sequence[float], threshold: float) -> list[list[Any]]:
    is_further = bands_minutes[-1] < threshold < math.inf
    edges = (*bands_minutes[: MOST_BANDS - 1], threshold) if is_further else tuple(bands_minutes)
    classes = minutes_classes(edges)
    look: list[list[Any]] = []
    for edge, each in zip(edges, classes, strict=False):
        look.append([steps.index(min(edge, threshold)) + 1, each.colour])
        if edge >= threshold:
            break
    return [*look, [len(steps) + 1, classes[len(edges)].colour]]


@cache
def _greys(count: int) -> tuple[MinutesClass, ...]:
    last = status_code(STATUSES[-1], band_count=count)
    if last > _MOST_CODES:
        raise ReleaseError(f"{count} steps of a threshold cannot be drawn; take fewer bands_minutes in the study")
    return tuple(
        MinutesClass(code=code, slug=f"code-{code}", label="", colour=f"#{code:02x}{code:02x}{code:02x}")
        for code in range(1, last + 1)
    )


def _from_bands(run: Run) -> tuple[Row, ...]:
    return tuple(
        Row(area_id=row.area_id, name=row.area_name, kind=row.area_kind, people=row.people, within=row.within)
        for row in run.access
    )


def _from_table(path: Path, steps: tuple[float, ...], keys: Sequence[RunKey]) -> dict[RunKey, tuple[Row, ...]]:
    columns = [band_column(step) for step in steps]
    wanted = [*RUN_COLUMNS, "area_id", "area_name", "area_kind", "population", *columns]
    try:
        frame = pd.read_parquet(path, columns=wanted)
    except (OSError, ValueError) as error:
        raise ReleaseError(f"{path} cannot be read or lacks a step. {MADE_ANEW}") from error
    by_run = rows_by_run(frame)
    missing = [key for key in keys if key not in by_run]
    if missing:
        raise ReleaseError(f"{path} has no rows for {len(missing)} runs, {missing[0].pillar} among them. {MADE_ANEW}")
    return {key: _rows(by_run[key], columns) for key in keys}


def _rows(frame: pd.DataFrame, columns: list[str]) -> tuple[Row, ...]:
    within = frame[columns].to_numpy(float).tolist()
    named = frame[["area_id", "area_name", "area_kind", "population"]].itertuples(index=False)
    return tuple(
        Row(
            area_id=str(row.area_id),
            name=str(row.area_name),
            kind=str(row.area_kind),
            people=float(row.population),
            within=tuple(people),
        )
        for row, people in zip(named, within, strict=True)
    )


def _short(people: float) -> float | int | None:
    """People with two digits after the point, whole where they are; None where they are not known."""
    if people != people:  # noqa: PLR0124  NaN alone differs from itself
        return None
    rounded = round(people, _DECIMALS)
    return int(rounded) if rounded == int(rounded) else rounded
