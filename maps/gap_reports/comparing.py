"""Two runs held against each other by area, and the comparisons that a study names, as rows with their columns."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from maps.effects_values import Change, Comparison
from maps.gap_reports.values import Cell
from maps.release_values import Access, Run, Tier
from maps.shown_columns import shown_columns

CANNOT_BE_KNOWN: Final = (
    "Who gains and who loses cannot be known from the figures of areas: in one area some may gain while others lose. "
    "A comparison that the study file names with [[comparisons]] tells it, cell by cell."
)


def changes_of(comparison: Comparison, tier: Tier) -> list[dict[str, Cell]]:
    """The rows of a comparison of the study, by area, then of all; units stand in the names of the columns."""
    return [_shown(dict(_change(row, tier)), "comparisons", tier) for row in comparison.rows]


def differences(before: Run, after: Run, tier: Tier) -> list[dict[str, Cell]]:
    """By area the figures of two runs and, for people, how many more there are after.

    An area that one run lacks is left out of neither: its figures are not known there.
    """
    earlier, later = ({(row.area_kind, row.area_id): row for row in run.access} for run in (before, after))
    return [
        dict(_difference(earlier.get(place), later.get(place), tier)) for place in dict.fromkeys([*earlier, *later])
    ]


def _change(row: Change, tier: Tier) -> Iterator[tuple[str, Cell]]:
    yield from (("area_id", row.area_id), ("area_name", row.area_name), ("area_kind", row.area_kind))
    yield "population", row.people
    yield "people_gaining", row.people_gaining
    yield "people_losing", row.people_losing
    yield "person_minutes_gained", row.person_minutes_gained
    yield "person_minutes_lost", row.person_minutes_lost
    yield "people_cut_off", row.cut_off
    yield "people_reconnected", row.reconnected
    for place, band in enumerate(tier.bands_minutes):
        yield f"population_within_{band:g}_min_before", row.within_before[place]
        yield f"population_within_{band:g}_min_after", row.within_after[place]
        yield f"people_newly_within_{band:g}_min", row.newly_within[place]
        yield f"people_no_longer_within_{band:g}_min", row.no_longer_within[place]
    yield "median_minutes_before", row.median_minutes_before
    yield "median_minutes_after", row.median_minutes_after
    yield "p90_minutes_before", row.p90_minutes_before
    yield "p90_minutes_after", row.p90_minutes_after


def _difference(before: Access | None, after: Access | None, tier: Tier) -> Iterator[tuple[str, Cell]]:
    some = after or before
    assert some is not None  # noqa: S101 - a place is of one of the two
    yield from (("area_id", some.area_id), ("area_name", some.area_name), ("area_kind", some.area_kind))
    yield "population", some.people
    earlier, later = _figures(before, tier), _figures(after, tier)
    for name in shown_columns("areas", tier.tier, _figures(some, tier)):
        was, becomes = earlier.get(name, math.nan), later.get(name, math.nan)
        yield f"{name}_before", was
        yield f"{name}_after", becomes
        yield f"{name}_difference", becomes - was if math.isfinite(was + becomes) else math.nan


def _figures(row: Access | None, tier: Tier) -> dict[str, float]:
    """The figures of an area that are held against each other; none of an area that a run lacks."""
    if row is None:
        return {}
    bands = zip(tier.bands_minutes, row.within, strict=True)
    return {f"population_within_{band:g}_min": people for band, people in bands} | {
        "population_beyond_threshold": row.beyond_threshold,
        "population_no_way": row.no_way,
        "median_minutes": row.median_minutes,
        "p90_minutes": row.p90_minutes,
    }


def _shown(row: dict[str, Cell], layer: str, tier: Tier) -> dict[str, Cell]:
    return {name: row[name] for name in shown_columns(layer, tier.tier, row)}
