"""The figures of a place in one run: of everyone, then of each group, with the range that the release gives."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

from maps.gap_reports.reading import ReleaseTables, group_rows
from maps.gap_reports.values import EVERYONE, WHOLE, Figure, Place
from maps.need import measure_label
from maps.release_cells import number, text
from maps.release_values import Access, Run
from maps.shown_columns import shown_columns
from maps.words import UNKNOWN, duration_in_words, minutes_in_words

_IN_PLACE: Final = "the people of the place"
_IN_GROUP: Final = "the people of the group in the place"
_OF_STUDY: Final = "the people of the whole study"
_WITH_TIME: Final = "the people of the place who have a time"
_MEASURES_OF_GROUPS: Final = (
    "people",
    "beyond_threshold_share",
    "unreached_share",
    "median_minutes",
    "p90_minutes",
    "worst_decile_mean_minutes",
    "day_trip_share",
    "yearly_hours_median",
    "yearly_fares_median",
)
# What the tables of ranges call what the table of areas calls otherwise.
_RANGE_NAMES: Final = {
    "population_beyond_threshold": "beyond_threshold_people",
    "population_beyond_threshold_by_hazards": "beyond_by_hazards_people",
}
_Range = tuple[float, float, float]
_NO_RANGE: Final = (math.nan, math.nan, math.nan)


def figures_of(tables: ReleaseTables, run: Run, place: Place) -> tuple[Figure, ...]:
    """Every figure of the place: those of everyone first, then those of each group in the order of the release."""
    row = next(row for row in run.access if (row.area_kind, row.area_id) == (place.kind, place.place_id))
    everyone = tuple(_of_everyone(tables, run, row, place))
    return (*everyone, *_of_groups(tables, run, place))


def ranges_of(tables: ReleaseTables, run: Run, place: Place) -> dict[tuple[str, str], _Range]:
    """Low, high and the part of the draws between them, by group and measure, of one place in one run."""
    return {
        (each.group, each.measure): (each.low, each.high, each.interval)
        for each in tables.why.of(run.key).intervals
        if each.place_kind == place.kind and (place.kind == WHOLE or each.place_id == place.place_id)
    }


def _of_everyone(tables: ReleaseTables, run: Run, row: Access, place: Place) -> Iterator[Figure]:
    tier = tables.tier
    ranges = ranges_of(tables, run, place)
    threshold = duration_in_words(tier.threshold_minutes)
    told = _people_measures(tables, run, row, threshold)
    shown = set(shown_columns("areas", tier.tier, [measure for measure, *_ in told]))
    for measure, label, value, unit, denominator, of in told:
        if measure not in shown:
            continue
        low, high, interval = ranges.get((EVERYONE, _RANGE_NAMES.get(measure, measure)), _NO_RANGE)
        yield Figure(
            measure=measure,
            label=label,
            group=EVERYONE,
            group_label="Everyone",
            group_kind=EVERYONE,
            value=value,
            unit=unit,
            denominator=denominator,
            denominator_of=of,
            as_of=tier.as_of,
            low=low,
            high=high,
            interval=interval,
            note=_note(value, unit, people=row.people),
        )


def _people_measures(
    tables: ReleaseTables, run: Run, row: Access, threshold: str
) -> list[tuple[str, str, float, str, float, str]]:
    """Name, label, value, unit, denominator and whom it is of, for everyone in a place."""
    tier = tables.tier
    whole = run.overall.people
    told: list[tuple[str, str, float, str, float, str]] = [
        ("population", "People", row.people, "people", whole, _OF_STUDY)
    ]
    for band, people in zip(tier.bands_minutes, row.within, strict=True):
        label = f"Within {duration_in_words(band)}"
        told.append((f"population_within_{band:g}_min", label, people, "people", row.people, _IN_PLACE))
    last = tier.bands_minutes[-1]
    counts = [
        (f"population_beyond_{last:g}_min", f"Beyond {duration_in_words(last)}", row.beyond_last),
        ("population_beyond_threshold", f"Not within {threshold}, the threshold", row.beyond_threshold),
        ("population_no_way", "No way to a centre", row.no_way),
    ]
    if run.has_hazards:
        because = f"Not within {threshold} because of recorded hazard areas"
        counts += [
            ("population_inside_hazards", "Inside a recorded hazard area", row.inside_hazards),
            ("population_beyond_threshold_by_hazards", because, row.beyond_threshold_by_hazards),
        ]
    counts += [
        ("population_on_barrier", "On a barrier such as water", row.on_barrier),
        ("population_no_land_data", "Without land data", row.no_land_data),
        ("population_beyond_limit", "Beyond the limit of the search", row.beyond_limit),
        ("population_adopted", "Counted at the nearest ground one can walk on", row.adopted),
    ]
    told += [(name, label, people, "people", row.people, _IN_PLACE) for name, label, people in counts]
    told += [
        ("unreached_share", "No time at all", row.unreached_share, "share", row.people, _IN_PLACE),
        ("median_minutes", "Half of the people need at most", row.median_minutes, "minutes", row.people, _IN_PLACE),
        ("p90_minutes", "Nine in ten need at most", row.p90_minutes, "minutes", row.people, _IN_PLACE),
    ]
    timed = row.people * (1 - row.unreached_share)
    mean = "Mean of those who have a time"
    told.append(("mean_reached_minutes", mean, row.mean_reached_minutes, "minutes", timed, _WITH_TIME))
    return told


def _of_groups(tables: ReleaseTables, run: Run, place: Place) -> Iterator[Figure]:
    tier = tables.tier
    if not {"measure", "value", "unit", "denominator"} <= set(shown_columns("access", tier.tier, _GROUP_COLUMNS)):
        return
    ranges = ranges_of(tables, run, place)
    kinds = {group.key: group.kind for group in tables.need.groups}
    for row in group_rows(tier.folder, run.key, place.place_id).to_dict("records"):
        group, measure, unit = (text(row[name]) for name in ("group", "measure", "unit"))
        if group == EVERYONE or not (measure in _MEASURES_OF_GROUPS or measure.startswith("share_within_")):
            continue
        value, denominator = number(row["value"]), number(row["denominator"])
        low, high, interval = ranges.get((group, measure), _NO_RANGE)
        yield Figure(
            measure=measure,
            label=measure_label(measure),
            group=group,
            group_label=tables.need.group_label(group),
            group_kind=kinds.get(group, ""),
            value=value,
            unit=unit,
            denominator=denominator,
            denominator_of=_IN_GROUP,
            as_of=text(row["as_of"]),
            low=low,
            high=high,
            interval=interval,
            note=_note(value, unit, people=denominator),
        )


_GROUP_COLUMNS: Final = ("group", "measure", "value", "unit", "denominator", "as_of")


def _note(value: float, unit: str, *, people: float) -> str:
    """Why a figure is no number: nobody is there, no way, or not known; empty where it is one."""
    if math.isnan(value):
        return "nobody is there" if people <= 0 else UNKNOWN
    return minutes_in_words(value) if math.isinf(value) and unit else ""


def by_measure(figures: tuple[Figure, ...], group: str = EVERYONE) -> Mapping[str, Figure]:
    """The figures of one group by their measures."""
    return {figure.measure: figure for figure in figures if figure.group == group}
