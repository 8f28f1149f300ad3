"""Rows on people: who is within reach before and after a plan, by area and by group."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.inputs import Inputs
from accessibility.need import ALL_ID, ALL_NAME, OUTSIDE_ID, OUTSIDE_NAME, quantiles_by_place
from accessibility.plans.measuring import MeasuredPlan, with_outside
from accessibility.plans.posed import Posed
from accessibility.plans.posing import group_counted
from accessibility.siting import Floor, mean_of_worst

Doubles = npt.NDArray[np.float64]
_ROUNDING: Final = 1e-9  # of a share, within which a floor is met
_OF_THE_WHOLE: Final = "sex-age"  # groups of this kind are too many to be told here


def areas_frame(inputs: Inputs, measured: MeasuredPlan) -> pd.DataFrame:
    """For each pillar a row for each area, one for outside all areas, with whoever lives off the grid, and one for all.

    People are those whom the plan counts; medians are over all of them, those without an answer last.
    """
    posed, areas = measured.posed, inputs.areas
    ids, names = [*areas.ids, OUTSIDE_ID, ALL_ID], [*areas.names, OUTSIDE_NAME, ALL_NAME]
    kinds = ["area"] * len(areas.ids) + ["outside", "all"]
    frames = []
    for number, pillar in enumerate(posed.pillars):
        place = places_of_homes(inputs, measured, number)
        people, before, after = _counted(inputs, measured, number, group_counted(inputs, posed.table, pillar))
        frames.append(
            pd.DataFrame(
                {
                    "plan": posed.table.name,
                    "pillar": pillar,
                    "area_id": ids,
                    "area_name": names,
                    "area_kind": kinds,
                    "people": _sums(place, people, len(areas.ids) + 1),
                    **_within(place, people, before, after, posed.ask.within_minutes, len(areas.ids) + 1),
                    "median_minutes_before": _medians(place, people, before, len(areas.ids) + 1),
                    "median_minutes_after": _medians(place, people, after, len(areas.ids) + 1),
                    "as_of": inputs.study.study.as_of.isoformat(),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def groups_frame(inputs: Inputs, measured: MeasuredPlan) -> pd.DataFrame:
    """For each pillar a row for each group of people, then one for each area with a floor.

    The worst decile is the mean of the tenth with the longest ways, each counted as the most minutes of the plan at
    most. A floor is of the people on the grid, of whom alone a plan knows.
    """
    posed = measured.posed
    rows: list[dict[str, Any]] = []
    for number, pillar in enumerate(posed.pillars):
        floors = {floor.key.removesuffix(f", {pillar}"): floor for floor in floors_of(posed, number)}
        for group in inputs.groups.groups:
            if group.kind == _OF_THE_WHOLE and group.key not in floors:
                continue
            people, before, after = _counted(inputs, measured, number, group.key)
            rows.append(
                _row(posed, pillar, group.key, group.label, people, before, after)
                | _floor_told(floors.pop(group.key, None), measured)
            )
        for key, floor in floors.items():
            is_own = posed.pillar == number
            home, people = posed.home[is_own], floor.people[is_own]
            before, after = measured.before[number].minutes[home], measured.after[number].minutes[home]
            rows.append(
                _row(posed, pillar, key, floor.label.removesuffix(f", {pillar}"), people, before, after)
                | _floor_told(floor, measured)
            )
    as_of = inputs.study.study.as_of.isoformat()
    return pd.DataFrame([{"plan": posed.table.name, **row, "as_of": as_of} for row in rows])


def floors_of(posed: Posed, number: int) -> list[Floor]:
    """The floors of one pillar of a plan, by its number."""
    if len(posed.pillars) == 1:
        return list(posed.ask.floors)
    return [floor for floor in posed.ask.floors if floor.key.endswith(f", {posed.pillars[number]}")]


def places_of_homes(inputs: Inputs, measured: MeasuredPlan, number: int) -> npt.NDArray[np.int64]:
    """The row of the area of each home, the number of areas for those in none, and of whoever lives off the grid."""
    zone = inputs.areas.zone.ravel()[measured.posed.runs[number].demand.home_cell]
    outside = len(inputs.areas.ids)
    return np.append(np.where(zone < 0, outside, zone), outside).astype(np.int64)


def _counted(inputs: Inputs, measured: MeasuredPlan, number: int, group: str) -> tuple[Doubles, Doubles, Doubles]:
    """The people of a group by home, and the last entry off the grid, with their minutes before and after."""
    people = inputs.groups.people(group)
    with_all, before = with_outside(inputs, people, measured.before[number].minutes, group)
    _, after = with_outside(inputs, people, measured.after[number].minutes, group)
    return with_all, before, after


def _row(  # noqa: PLR0913, PLR0917 - who, and how far they are
    posed: Posed, pillar: str, key: str, label: str, people: Doubles, before: Doubles, after: Doubles
) -> dict[str, Any]:
    total, within, most = float(people.sum()), posed.ask.within_minutes, posed.ask.most_minutes
    counts = [float(people[minutes <= within].sum()) for minutes in (before, after)]
    shares = [count / total if total > 0 else np.nan for count in counts]
    worst = [mean_of_worst(np.minimum(minutes, most), people) if total > 0 else np.nan for minutes in (before, after)]
    return {
        "pillar": pillar,
        "group": key,
        "group_label": label,
        "people": total,
        "share_within_before": shares[0],
        "share_within_after": shares[1],
        "people_gained": float(people[(before > within) & (after <= within)].sum()),
        "worst_decile_minutes_before": worst[0],
        "worst_decile_minutes_after": worst[1],
    }


def _floor_told(floor: Floor | None, measured: MeasuredPlan) -> dict[str, Any]:
    """Whether a plan meets a floor, of the people on the grid."""
    if floor is None:
        return {"floor_share": np.nan, "meets_floor": ""}
    posed = measured.posed
    minutes = np.full(len(posed.home), np.inf)
    for number, times in enumerate(measured.after):
        is_own = posed.pillar == number
        minutes[is_own] = times.minutes[posed.home[is_own]]
    within = float(floor.people[minutes <= posed.ask.within_minutes].sum())
    is_met = within >= float(floor.people.sum()) * (floor.least_share - _ROUNDING)
    return {"floor_share": floor.least_share, "meets_floor": "yes" if is_met else "no"}


def _sums(place: npt.NDArray[np.int64], people: Doubles, count: int) -> Doubles:
    """The people of each place, then of all."""
    by_place = np.bincount(place, weights=people, minlength=count)
    return np.append(by_place, by_place.sum())


def _within(  # noqa: PLR0913, PLR0917 - who, where, and how far they are
    place: npt.NDArray[np.int64], people: Doubles, before: Doubles, after: Doubles, within: float, count: int
) -> dict[str, Doubles]:
    masks = {
        "people_within_before": before <= within,
        "people_within_after": after <= within,
        "people_gained": (before > within) & (after <= within),
    }
    return {name: _sums(place, np.where(is_meant, people, 0.0), count) for name, is_meant in masks.items()}


def _medians(place: npt.NDArray[np.int64], people: Doubles, minutes: Doubles, count: int) -> Doubles:
    by_place = quantiles_by_place(place, minutes, people, (0.5,), count=count)[0]
    of_all = quantiles_by_place(np.zeros_like(place), minutes, people, (0.5,), count=1)[0]
    return np.concatenate([by_place, of_all])
