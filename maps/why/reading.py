"""Reads the tables of reasons, priority and certainty of a tier, or says all that is missing from them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from maps.release_values import Tier
from maps.run_key import RunKey
from maps.table_rows import TableDesk, TableRow, as_written, strange_runs
from maps.why.asking import mixed_keys
from maps.why.columns import (
    CALIBRATED,
    CALIBRATION,
    CERTAINTY,
    CSV_COLUMNS,
    DATA_AGE,
    FITS,
    INTERVALS,
    MOVES,
    PLACE_COLUMNS,
    PRIORITIES,
    RANGES,
    RANKS,
    REASONS,
    REFERRAL,
    REGIONS,
    SENSITIVITY,
)
from maps.why.values import (
    Calibrated,
    Calibration,
    DataAge,
    Drawn,
    Fit,
    Interval,
    Move,
    Priority,
    Rank,
    Reason,
    Referral,
    Region,
    RunTables,
    Sureness,
    Threshold,
    WhyTables,
)

_FIELDS: Final = {
    REGIONS: "regions",
    REASONS: "reasons",
    PRIORITIES: "priorities",
    MOVES: "moves",
    INTERVALS: "intervals",
    RANKS: "ranks",
    SENSITIVITY: "thresholds",
    CERTAINTY: "sureness",
    CALIBRATED: "calibrated",
    REFERRAL: "referrals",
}
_WITH_ENDS: Final = frozenset({INTERVALS, RANKS, SENSITIVITY, RANGES, CALIBRATION, FITS, CALIBRATED})
_PART: Final = "part_"
_WEIGHT: Final = "weight_"
_BEYOND_SHARE: Final = "share_underserved"  # of the draws; a table may lack it


def read_why(tier: Tier) -> WhyTables:
    """The tables in the folder of a tier; those that it lacks are empty.

    Raises ReleaseError with every column that is missing, reasons without their regions or regions without
    their reasons, every cell that is no number, and figures of runs that the tier does not have.
    """
    desk = TableDesk(folder=tier.folder, columns=CSV_COLUMNS)
    for one, other in ((REGIONS, REASONS), (PRIORITIES, MOVES)):
        if desk.has(one) != desk.has(other):
            desk.missing.append(other if desk.has(one) else one)
    told: dict[str, tuple[Any, ...]] = {
        REGIONS: tuple(sorted(desk.rows(REGIONS, _region), key=_most_hours)),
        REASONS: desk.rows(REASONS, _reason),
        PRIORITIES: tuple(sorted(desk.rows(PRIORITIES, _priority), key=_best_rank)),
        MOVES: desk.rows(MOVES, _move),
        INTERVALS: desk.rows(INTERVALS, _interval),
        RANKS: desk.rows(RANKS, _rank),
        SENSITIVITY: tuple(sorted(desk.rows(SENSITIVITY, _threshold), key=lambda row: row.minutes)),
        CERTAINTY: desk.rows(CERTAINTY, _sureness),
        CALIBRATED: desk.rows(CALIBRATED, _calibrated),
        REFERRAL: desk.rows(REFERRAL, _referral),
    }
    others: dict[str, tuple[Any, ...]] = {
        RANGES: desk.rows(RANGES, _drawn),
        DATA_AGE: desk.rows(DATA_AGE, _data_age),
        CALIBRATION: desk.rows(CALIBRATION, _calibration),
        FITS: desk.rows(FITS, _fit),
    }
    known = {run.key for run in tier.runs} | mixed_keys(tier)
    strange = [said for file, rows in told.items() for said in strange_runs(file, [row.run for row in rows], known)]
    desk.close([*strange, *(said for file, rows in (told | others).items() for said in _upside_down(file, rows))])
    return WhyTables(
        files=frozenset(file for file in CSV_COLUMNS if desk.has(file)),
        runs=_by_run(told),
        ranges=others[RANGES],
        data_age=others[DATA_AGE],
        calibrations=others[CALIBRATION],
        fits=others[FITS],
    )


def _by_run(told: Mapping[str, tuple[Any, ...]]) -> dict[RunKey, RunTables]:
    """The rows of each run together."""
    found: dict[RunKey, dict[str, list[Any]]] = {}
    for file, rows in told.items():
        for row in rows:
            found.setdefault(row.run, {}).setdefault(_FIELDS[file], []).append(row)
    return {run: RunTables(**{name: tuple(rows) for name, rows in tables.items()}) for run, tables in found.items()}


def _most_hours(region: Region) -> float:
    return math.inf if math.isnan(region.person_hours) else -region.person_hours


def _best_rank(priority: Priority) -> float:
    return math.inf if math.isnan(priority.rank) else priority.rank


def _upside_down(file: str, rows: tuple[Any, ...]) -> list[str]:
    """The rows whose lower end lies above the upper one."""
    if file not in _WITH_ENDS:
        return []
    return [f"{file}: low is {row.low:g}, above high, {row.high:g}" for row in rows if row.low > row.high]


def _region(row: TableRow) -> Region:
    texts = row.texts("region_id", "region_name", "reasons_sentence", "change_sentence")
    return Region(
        run=row.run,
        region_id=texts["region_id"],
        name=texts["region_name"],
        reasons=texts["reasons_sentence"],
        change=texts["change_sentence"],
        beyond_share=_told(row, _BEYOND_SHARE),
        **row.texts("places", "area_names", "main_factor"),
        **row.numbers(
            people="people",
            people_in_need="people_in_need",
            person_hours="person_hours_beyond",
            need_hours="need_hours_beyond",
            median_minutes="median_minutes",
            people_no_way="people_no_way",
        ),
    )


def _reason(row: TableRow) -> Reason:
    return Reason(
        run=row.run,
        is_active=row.is_true("is_active"),
        **row.texts(*PLACE_COLUMNS, "factor", "note"),
        **row.numbers(
            share="share",
            person_hours="person_hours",
            people_alone="people_within_alone",
            denominator_hours="denominator_person_hours",
            people_beyond="people_beyond",
        ),
    )


def _priority(row: TableRow) -> Priority:
    def those(start: str) -> dict[str, float]:
        return {name.removeprefix(start): row.number(name) for name in row.cells if name.startswith(start)}

    return Priority(
        run=row.run,
        **row.texts("region_id"),
        name=as_written(row.cells["region_name"].strip()),
        parts=those(_PART),
        weights=those(_WEIGHT),
        share_first=_told(row, "share_first_by_weights"),
        share_top3=_told(row, "share_top3_by_weights"),
        **row.numbers(rank="rank", score="score"),
    )


def _told(row: TableRow, column: str) -> float:
    """A number of a column that a table may lack."""
    return row.number(column) if column in row.cells else math.nan


def _move(row: TableRow) -> Move:
    return Move(
        run=row.run,
        name=as_written(row.cells["region_name"].strip()),
        **row.texts("region_id", "weighting"),
        **row.numbers(score="score", rank="rank", rank_move="rank_move"),
    )


def _interval(row: TableRow) -> Interval:
    names = ("value", "median", "low", "high", "interval", "draws", "denominator")
    return Interval(
        run=row.run,
        **row.texts(*PLACE_COLUMNS, "group", "measure", "unit"),
        **row.numbers(**{name: name for name in names}),
    )


def _rank(row: TableRow) -> Rank:
    return Rank(
        run=row.run,
        **row.texts(*PLACE_COLUMNS),
        **row.numbers(
            rank="rank",
            median="median_rank",
            low="low_rank",
            high="high_rank",
            share_first="share_first",
            share_in_top3="share_in_top3",
            draws="draws",
        ),
    )


def _threshold(row: TableRow) -> Threshold:
    return Threshold(
        run=row.run,
        **row.numbers(
            minutes="threshold_minutes",
            share="share_within",
            slope="slope_per_10_min",
            **{name: name for name in ("median", "low", "high", "draws", "denominator")},
        ),
    )


def _drawn(row: TableRow) -> Drawn:
    return Drawn(
        **row.texts("kind", "name", "unit", "shape", "source", "certainty", "note"),
        **row.numbers(low="low", value="value", high="high"),
    )


def _sureness(row: TableRow) -> Sureness:
    names = ("people", "surely_beyond", "perhaps_beyond", "surely_within", "draws")
    return Sureness(
        run=row.run,
        **row.texts(*PLACE_COLUMNS),
        **row.numbers(could_change="people_could_change", **{name: name for name in names}),
        beyond_share=_told(row, _BEYOND_SHARE),
    )


def _data_age(row: TableRow) -> DataAge:
    return DataAge(**row.texts("input", "what", "date", "note"), **row.numbers(age_years="age_years"))


def _calibration(row: TableRow) -> Calibration:
    numbers = row.numbers(**{name: name for name in ("factor", "low", "high", "pairs")})
    return Calibration(**row.texts("name", "title", "source", "certainty", "note"), **numbers)


def _fit(row: TableRow) -> Fit:
    numbers = row.numbers(**{name: name for name in ("pairs", "factor", "low", "high")})
    residual_minutes = row.number("median_residual_minutes")
    return Fit(**row.texts("by", "name", "note"), **numbers, residual_minutes=residual_minutes)


def _calibrated(row: TableRow) -> Calibrated:
    numbers = row.numbers(**{name: name for name in ("value", "low", "high", "denominator")})
    return Calibrated(run=row.run, **row.texts("calibration", "measure", "unit"), **numbers)


def _referral(row: TableRow) -> Referral:
    numbers = row.numbers(**{name: name for name in ("direct", "chain", "denominator", "people_without_chain")})
    return Referral(run=row.run, **row.texts("levels", "measure", "unit", "note"), **numbers)
