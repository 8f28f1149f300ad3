"""Rows on sites: the plan in its order, all candidates, and the plans that come close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from accessibility.candidates import CandidateMinutes, Candidates
from accessibility.inputs import Inputs
from accessibility.need import EVERYONE, PILLAR_SEPARATOR
from accessibility.plans.measuring import MeasuredPlan, order_of_sites, people_newly_within
from accessibility.plans.posed import Posed
from accessibility.plans.posing import people_counted
from accessibility.siting import SitingAnswer


def site_columns(inputs: Inputs, candidates: Candidates, rows: Sequence[int]) -> dict[str, Any]:
    """What is told of some candidates wherever they are told, column by column."""
    taken = np.array(rows, dtype=np.int64)
    lon, lat = inputs.ground.grid.to_lon_lat(candidates.xy[taken, 0], candidates.xy[taken, 1])

    def joined(values: Sequence[Sequence[str]]) -> list[str]:
        return [PILLAR_SEPARATOR.join(values[row]) for row in taken]

    return {
        "candidate_id": [candidates.ids[row] for row in taken],
        "candidate_name": [candidates.names[row] for row in taken],
        "kind": [candidates.kinds[row] for row in taken],
        "centre_id": [candidates.centre_ids[row] for row in taken],
        "pillars": joined(candidates.pillars),
        "tasks": joined(candidates.tasks),
        "level": [candidates.levels[row] for row in taken],
        "is_satellite": candidates.is_satellite[taken].astype(np.bool_),
        "lon": lon.round(7),
        "lat": lat.round(7),
        "cost": candidates.cost[taken],
        "cost_per_year": candidates.cost_per_year[taken],
        "total_cost": candidates.total_cost[taken],
        "currency": [candidates.currency] * len(taken),
        "capacity_per_year": candidates.capacity_per_year[taken],
    }


def plan_frame(
    inputs: Inputs, measured: MeasuredPlan, *, share_of_draws: Mapping[int, float] | None = None
) -> pd.DataFrame:
    """The sites of a plan in their order. ``share_of_draws``: by row among the candidates, None where not drawn."""
    posed = measured.posed
    steps = order_of_sites(posed, measured.chosen)
    rows = [int(posed.candidate[step.site]) for step in steps]
    return pd.DataFrame(
        {
            "plan": [posed.table.name] * len(steps),
            "order": np.arange(1.0, len(steps) + 1),
            **site_columns(inputs, posed.candidates, rows),
            "people_gained": np.array([step.people_gained for step in steps], dtype=np.float64),
            "people_nearest": np.array([_people_nearest(inputs, measured, row) for row in rows], dtype=np.float64),
            "share_of_draws": np.array([(share_of_draws or {}).get(row, np.nan) for row in rows], dtype=np.float64),
            "as_of": [inputs.study.study.as_of.isoformat()] * len(steps),
        }
    )


def alternatives_frame(inputs: Inputs, posed: Posed, answer: SitingAnswer) -> pd.DataFrame:
    """The ties of a plan and its runners-up, the best first."""
    others = [("tie", rank, chosen, answer.value) for rank, chosen in enumerate(answer.ties, 1)]
    others += [("runner-up", rank, other.chosen, other.value) for rank, other in enumerate(answer.runners_up, 1)]
    rows = []
    for kind, rank, chosen, value in others:
        sites = [int(posed.candidate[site]) for site in chosen]
        worse = abs(answer.value - value) / abs(answer.value) if answer.value else np.nan
        rows.append(
            {
                "plan": posed.table.name,
                "kind": kind,
                "rank": float(rank),
                "candidate_ids": PILLAR_SEPARATOR.join(posed.candidates.ids[site] for site in sites) or "none",
                "candidate_names": PILLAR_SEPARATOR.join(posed.candidates.names[site] for site in sites) or "none",
                "value": float(value),
                "worse_share": worse,
                "people_gained": people_newly_within(posed, chosen),
                "total_cost": float(posed.candidates.total_cost[sites].sum()),
                "as_of": inputs.study.study.as_of.isoformat(),
            }
        )
    return pd.DataFrame(rows)


def candidates_frame(inputs: Inputs, candidates: Candidates, reach: CandidateMinutes | None) -> pd.DataFrame:
    """All candidates, those that were refused last. ``reach``: over the base, None where no plan asked for it."""
    as_of = inputs.study.study.as_of.isoformat()
    accepted = pd.DataFrame(
        {
            **site_columns(inputs, candidates, range(len(candidates))),
            "is_accepted": np.ones(len(candidates), np.bool_),
            "reason": "",
            "code": "",
            "people_within": _people_within(inputs, candidates, reach),
            "as_of": as_of,
        }
    )
    if candidates.refused.empty:
        return accepted
    told = candidates.refused[["candidate_id", "candidate_name", "kind", "lon", "lat", "reason", "code"]]
    texts = dict.fromkeys(("centre_id", "pillars", "tasks", "level"), "")
    numbers = ("cost", "cost_per_year", "total_cost", "capacity_per_year", "people_within")
    refused = told.assign(
        **texts,
        **dict.fromkeys(numbers, np.nan),
        is_satellite=False,
        is_accepted=False,
        currency=candidates.currency,
        as_of=as_of,
    )
    if accepted.empty:
        return refused[list(accepted.columns)].reset_index(drop=True)
    return pd.concat([accepted, refused[list(accepted.columns)]], ignore_index=True)


def _people_nearest(inputs: Inputs, measured: MeasuredPlan, row: int) -> float:
    """The people counted, of all pillars, to whom a site is the nearest with the plan."""
    posed = measured.posed
    return float(
        sum(
            people_counted(inputs, posed.table, pillar)[times.nearest == len(run.world.centres) + row].sum()
            for pillar, run, times in zip(posed.pillars, posed.runs, measured.after, strict=True)
        )
    )


def _people_within(inputs: Inputs, candidates: Candidates, reach: CandidateMinutes | None) -> Any:
    if reach is None:
        return np.full(len(candidates), np.nan)
    people = np.concatenate([[0.0], np.cumsum(inputs.groups.people(EVERYONE)[reach.home])])
    return people[reach.start[1:]] - people[reach.start[:-1]]
