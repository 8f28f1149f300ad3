"""Who stays uncovered by a plan, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.inputs import Inputs
from accessibility.need import ALL_ID, ALL_NAME, OUTSIDE_ID, OUTSIDE_NAME, quantiles_by_place
from accessibility.need_of_runs import need_groups
from accessibility.plans.measuring import MeasuredPlan, with_outside
from accessibility.plans.people_rows import places_of_homes
from accessibility.plans.posed import Posed
from accessibility.plans.posing import group_counted
from accessibility.search import BARRIER, INSIDE_HAZARD, NO_LAND_DATA
from accessibility.siting import SitingAnswer

BEYOND: Final = "beyond-all-candidates"
NOT_CHOSEN: Final = "not-chosen"
NO_ROOM: Final = "no-room"
_BY_STATUS: Final[Mapping[int, str]] = {
    INSIDE_HAZARD: "inside-hazard",
    BARRIER: "on-barrier",
    NO_LAND_DATA: "no-land-data",
}
_REASONS: Final = (NOT_CHOSEN, BEYOND, *_BY_STATUS.values())
_COLUMNS: Final = (
    "plan",
    "pillar",
    "area_id",
    "area_name",
    "reason",
    "people",
    "people_in_need",
    "median_minutes",
    "nearest_candidate",
    "as_of",
)


def uncovered_frame(inputs: Inputs, measured: MeasuredPlan, answer: SitingAnswer) -> pd.DataFrame:
    """For each pillar, area and reason the people counted who are not within reach with the plan.

    ``not-chosen``: a candidate that may be chosen lies within reach; ``beyond-all-candidates``: none does.
    ``nearest_candidate``: the one that is nearest to most of them, as far as ways to candidates were followed.
    In a plan by capacity those within reach for whom there is no room are told for all areas together.
    """
    posed = measured.posed
    identities = [*zip(inputs.areas.ids, inputs.areas.names, strict=True), (OUTSIDE_ID, OUTSIDE_NAME)]
    needs = need_groups(inputs)
    rows: list[dict[str, Any]] = []
    for number, pillar in enumerate(posed.pillars):
        group, times = group_counted(inputs, posed.table, pillar), measured.after[number]
        homes = len(times.minutes)
        people, minutes = with_outside(inputs, inputs.groups.people(group), times.minutes, group)
        need = None
        if pillar in needs:
            need, _ = with_outside(inputs, inputs.groups.people(needs[pillar]), times.minutes, needs[pillar])
        place = places_of_homes(inputs, measured, number)
        reason = _reasons(posed, number, np.append(times.status, np.uint8(NO_LAND_DATA)), homes)
        nearest = np.append(_nearest_candidates(posed, number, homes), -1)
        is_left = ~(minutes <= posed.ask.within_minutes) & (people > 0)
        for row, (area, name) in enumerate(identities):
            for code, word in enumerate(_REASONS):
                is_meant = is_left & (place == row) & (reason == code)
                if not is_meant.any():
                    continue
                rows.append(
                    {
                        "pillar": pillar,
                        "area_id": area,
                        "area_name": name,
                        "reason": word,
                        "people": float(people[is_meant].sum()),
                        "people_in_need": np.nan if need is None else float(need[is_meant].sum()),
                        "median_minutes": _median(minutes[is_meant], people[is_meant]),
                        "nearest_candidate": _most_common(posed, nearest[is_meant], people[is_meant]),
                    }
                )
    if posed.ask.objective == "capacity":
        rows += _without_room(measured, answer)
    as_of = inputs.study.study.as_of.isoformat()
    frame = pd.DataFrame([{"plan": posed.table.name, **row, "as_of": as_of} for row in rows], columns=list(_COLUMNS))
    return frame.astype({"people": float, "people_in_need": float, "median_minutes": float})


def _reasons(posed: Posed, number: int, status: npt.NDArray[np.uint8], homes: int) -> npt.NDArray[np.int64]:
    """The place among _REASONS of why each home would be uncovered, and of whoever lives off the grid."""
    reason = np.full(homes + 1, _REASONS.index(BEYOND), np.int64)
    entry = posed.problem.entry[posed.problem.minutes <= posed.ask.within_minutes]
    entry = entry[posed.pillar[entry] == number]
    reason[posed.home[entry]] = _REASONS.index(NOT_CHOSEN)
    for code, word in _BY_STATUS.items():
        reason[status == code] = _REASONS.index(word)
    return reason


def _nearest_candidates(posed: Posed, number: int, homes: int) -> npt.NDArray[np.int64]:
    """The row of the candidate that is nearest to each home, the lowest of equal ones, -1 without any."""
    best, nearest = np.full(homes, np.inf), np.full(homes, -1, np.int64)
    for site, row in enumerate(posed.candidate.tolist()):
        entry, minutes = posed.problem.reached_by(site)
        is_own = posed.pillar[entry] == number
        home, way = posed.home[entry[is_own]], minutes[is_own]
        is_nearer = (way < best[home]) & (row >= 0)
        best[home[is_nearer]], nearest[home[is_nearer]] = way[is_nearer], row
    return nearest


def _median(minutes: npt.NDArray[np.float64], people: npt.NDArray[np.float64]) -> float:
    return float(quantiles_by_place(np.zeros(len(minutes), np.int64), minutes, people, (0.5,), count=1)[0, 0])


def _most_common(posed: Posed, nearest: npt.NDArray[np.int64], people: npt.NDArray[np.float64]) -> str:
    """The candidate that is nearest to most of some people, "" where none is near any."""
    is_near = nearest >= 0
    if not is_near.any():
        return ""
    people_of = np.bincount(nearest[is_near], weights=people[is_near], minlength=len(posed.candidates))
    return posed.candidates.ids[int(people_of.argmax())]


def _without_room(measured: MeasuredPlan, answer: SitingAnswer) -> list[dict[str, Any]]:
    """The people within reach for whom no centre has room, of all pillars and areas together."""
    posed = measured.posed
    minutes = np.full(len(posed.home), np.inf)
    for number, times in enumerate(measured.after):
        is_own = posed.pillar == number
        minutes[is_own] = times.minutes[posed.home[is_own]]
    left = float(posed.problem.people[minutes <= posed.ask.within_minutes].sum()) - answer.value
    if left <= posed.problem.people.sum() * 1e-9:
        return []
    return [
        {
            "pillar": posed.pillars[0] if len(posed.pillars) == 1 else "all",
            "area_id": ALL_ID,
            "area_name": ALL_NAME,
            "reason": NO_ROOM,
            "people": left,
            "people_in_need": np.nan,
            "median_minutes": np.nan,
            "nearest_candidate": "",
        }
    ]
