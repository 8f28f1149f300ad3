"""The row of a plan: what it asks, what it gives, and how far from the best it can be."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from accessibility.inputs import Inputs
from accessibility.need import EVERYONE, PILLAR_SEPARATOR
from accessibility.plans.measuring import MeasuredPlan
from accessibility.plans.posed import Posed
from accessibility.plans.posing import NEED, group_counted
from accessibility.run_dimensions import DIMENSIONS
from accessibility.siting import SitingAnswer, mean_of_worst
from geo.units import hours_from_minutes

_ASKED_BY = tuple(name for name in DIMENSIONS if name != "pillar")


def summary_row(inputs: Inputs, posed: Posed, answer: SitingAnswer, measured: MeasuredPlan | None) -> dict[str, Any]:
    """The row of plan_summary; of an infeasible plan, without ``measured``, what is asked and why it cannot be.

    With several pillars everyone counts once for each. What draws tell is NaN here; ``people`` are all of the source.
    """
    table, ask, candidates = posed.table, posed.ask, posed.candidates
    dimensions = posed.runs[0].dimensions
    outside = sum(inputs.groups.people_outside(group_counted(inputs, table, pillar)) for pillar in posed.pillars)
    people = float(posed.problem.people.sum()) + outside
    cost = float("nan") if measured is None else float(candidates.total_cost[list(measured.rows)].sum())
    told = _before(posed) if measured is None else _gains(posed, measured)
    gained = told["people_gained"]
    unknown = dict.fromkeys(
        ("people_gained_low", "people_gained_high", "cost_per_person_low", "cost_per_person_high", "interval"), np.nan
    )
    return {
        "plan": table.name,
        "title": table.title or table.name,
        "objective": table.objective,
        "pillars": PILLAR_SEPARATOR.join(posed.pillars),
        "people_counted": table.people,
        "people_label": _label(inputs, posed),
        **{name: dimensions[name] for name in _ASKED_BY},
        "within_minutes": ask.within_minutes,
        "most_sites": math.nan if ask.sites is None else float(ask.sites),
        "budget": math.nan if ask.budget is None else float(ask.budget),
        "status": answer.status,
        "reason": answer.reason,
        "sites": 0.0 if measured is None else float(len(measured.chosen)),
        "total_cost": cost,
        "currency": candidates.currency,
        "years": float(candidates.years),
        "people": people,
        **told,
        "cost_per_person": cost / gained if gained > 0 else math.nan,
        **unknown,
        "value": float(answer.value),
        "bound": float(answer.bound) if math.isfinite(answer.bound) else math.nan,
        "gap_share": float(answer.gap_share),
        "ties": float(len(answer.ties)),
        "draws": 0.0,
        "is_stopped": bool(answer.is_stopped),
        "solver": answer.solver,
        "seconds": round(float(answer.seconds), 3),
        "as_of": inputs.study.study.as_of.isoformat(),
    }


def minutes_of_entries(posed: Posed, measured: MeasuredPlan | None = None) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The measured minutes of each entry of a plan's problem, with the sites, or as it is without ``measured``."""
    minutes = np.full(len(posed.home), np.inf)
    for number, run in enumerate(posed.runs):
        is_own = posed.pillar == number
        times = run.times if measured is None else measured.after[number]
        minutes[is_own] = times.minutes[posed.home[is_own]]
    return minutes


def _gains(posed: Posed, measured: MeasuredPlan) -> dict[str, float]:
    people, within, most = posed.problem.people, posed.ask.within_minutes, posed.ask.most_minutes
    before, after = minutes_of_entries(posed), minutes_of_entries(posed, measured)
    saved = float(people @ (np.minimum(before, most) - np.minimum(after, most)))
    return {
        "people_within_before": float(people[before <= within].sum()),
        "people_within_after": float(people[after <= within].sum()),
        "people_gained": float(people[(before > within) & (after <= within)].sum()),
        "person_hours_saved": max(float(hours_from_minutes(saved)), 0.0),
        "worst_decile_minutes_before": mean_of_worst(np.minimum(before, most), people),
        "worst_decile_minutes_after": mean_of_worst(np.minimum(after, most), people),
    }


def _before(posed: Posed) -> dict[str, float]:
    people, before = posed.problem.people, minutes_of_entries(posed)
    return {
        "people_within_before": float(people[before <= posed.ask.within_minutes].sum()),
        "people_within_after": math.nan,
        "people_gained": math.nan,
        "person_hours_saved": math.nan,
        "worst_decile_minutes_before": mean_of_worst(np.minimum(before, posed.ask.most_minutes), people),
        "worst_decile_minutes_after": math.nan,
    }


def _label(inputs: Inputs, posed: Posed) -> str:
    """Who is counted, in words."""
    groups = inputs.groups
    if posed.table.people == NEED:
        keys = dict.fromkeys(group_counted(inputs, posed.table, pillar) for pillar in posed.pillars)
        label = ", ".join(groups.group(key).label for key in keys)
    else:
        label = groups.group(posed.table.people).label
    if len(posed.pillars) > 1:
        each = "each person" if posed.table.people == EVERYONE else "each of them"
        label += f" ({each} once for each of {len(posed.pillars)} services)"
    return label
