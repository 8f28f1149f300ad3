"""The frontier of a plan: what each further site, or more money, brings; and where a further site adds little."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.inputs import Inputs
from accessibility.need import PILLAR_SEPARATOR
from accessibility.plans.measuring import people_newly_within
from accessibility.plans.posed import Posed
from accessibility.plans.posing import group_counted
from accessibility.siting import MAXIMISED, Ask, access_minutes, mean_of_worst, merge_demand, solve_siting, value_of
from geo.progress import Progress, silent

Doubles = npt.NDArray[np.float64]
_MOST_POINTS: Final = 8
_BEYOND: Final = 2.0  # times the sites or the money that the plan asks for
_SECONDS: Final = 2.5  # of work for each point; one that is not proven by then is told as bounded
_STARTS: Final = 4
_LEAST_BEND: Final = 0.05  # of the frontier's height, from which it counts as bent
_GROUPS: Final = ("everyone", "sex", "settlement")  # kinds of groups told beside the one that is counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The best plan found of so many sites or so much money. ``chosen``: candidates of the problem, rising."""

    chosen: tuple[int, ...]
    status: str
    total_cost: float
    people_gained: float


def find_frontier(  # noqa: PLR0913 - with how much effort
    posed: Posed,
    *,
    seconds: float = _SECONDS,
    seed: int = 2026,
    threads: int | None = None,
    progress: Progress = silent,
    is_stopped: Callable[[], bool] | None = None,
) -> tuple[Point, ...]:
    """The best plans by the plan's objective with more and more sites, or money where only that is limited.

    From none to twice what the plan asks for, at most so many as there are candidates, in few enough steps that each
    has its ``seconds``; what the plan itself asks for is among them. Floors and the worst decile are
    left aside, so that the frontier shows what they cost; fewest-sites is followed by most people. No point is worse
    than the one before: where a search ends early, the sites before and what else helps are kept.
    """
    points = [_point(posed, (), "proven")]
    asks = _asks(posed)
    if not asks:
        return tuple(points)
    problem, _ = merge_demand(posed.problem, asks[0])  # once for all: they ask for the same, with other limits
    for number, ask in enumerate(asks):
        if is_stopped is not None and is_stopped():
            break
        progress("following the frontier", number / len(asks))
        answer = solve_siting(
            problem,
            ask,
            seconds=seconds,
            seed=seed,
            starts=_STARTS,
            runners_up=0,
            threads=threads,
            is_stopped=is_stopped,
        )
        sign = 1.0 if ask.objective in MAXIMISED else -1.0
        best, status = answer.chosen, str(answer.status)
        before = points[-1].chosen
        if sign * value_of(problem, ask, ask.objective, best) < sign * value_of(problem, ask, ask.objective, before):
            best, status = before, "bounded"
        if best != before:
            points.append(_point(posed, best, status))
    return tuple(points)


def knee_of(cost: Sequence[float], gained: Sequence[float]) -> int | None:
    """The point that lies highest above the line from the first to the last: from there on more adds little.

    None where no point lies clearly above it. Satopaa, V. et al. (2011), Finding a "Kneedle" in a haystack,
    doi:10.1109/ICDCSW.2011.20.

    >>> knee_of([0, 1, 2, 3], [0, 80, 95, 100]), knee_of([0, 1, 2], [0, 50, 100])
    (1, None)
    """
    if len(cost) < 3 or not cost[-1] > cost[0] or not gained[-1] > gained[0]:  # noqa: PLR2004 - a line has two
        return None
    along = (np.asarray(cost, np.float64) - cost[0]) / (cost[-1] - cost[0])
    above = (np.asarray(gained, np.float64) - gained[0]) / (gained[-1] - gained[0]) - along
    best = int(np.argmax(above))
    return best if above[best] > _LEAST_BEND else None


def frontier_frame(  # noqa: PLR0913 - what is told of each point
    inputs: Inputs,
    posed: Posed,
    points: Sequence[Point],
    *,
    low: Doubles | None = None,
    high: Doubles | None = None,
    gained_by_releases: float = 0.0,
) -> pd.DataFrame:
    """Rows of plan_frontier: for each point and group. ``low``, ``high``: people gained in the draws, by point.

    ``gained_by_releases``: how many of those who are within reach without sites are so by what the plan releases.
    """
    costs = [point.total_cost for point in points]
    counts = [float(len(point.chosen)) for point in points]
    has_costs = all(math.isfinite(cost) for cost in costs) and costs[-1] > 0
    knee = knee_of(costs if has_costs else counts, [point.people_gained for point in points])
    within = float(posed.problem.people[posed.problem.now_minutes <= posed.ask.within_minutes].sum())
    rows: list[dict[str, Any]] = []
    for number, point in enumerate(points):
        minutes, _ = access_minutes(posed.problem, point.chosen)
        before = points[number - 1].people_gained if number else 0.0
        told = {
            "plan": posed.table.name,
            "sites": counts[number],
            "total_cost": costs[number],
            "people_within": within + point.people_gained,
            "people_gained": point.people_gained + gained_by_releases,
            "people_gained_low": math.nan if low is None else float(low[number]),
            "people_gained_high": math.nan if high is None else float(high[number]),
            "people_gained_by_last": max(point.people_gained - before, 0.0),
            "worst_decile_minutes": mean_of_worst(np.minimum(minutes, posed.ask.most_minutes), posed.problem.people),
            "is_knee": number == knee,
            "status": point.status,
            "candidate_ids": PILLAR_SEPARATOR.join(
                posed.candidates.ids[int(posed.candidate[site])] for site in point.chosen
            ),
            "as_of": inputs.study.study.as_of.isoformat(),
        }
        shares = _shares(inputs, posed, point.chosen)
        rows += [told | {"group": group, "group_share_within": share} for group, share in shares.items()]
    return pd.DataFrame(rows)


def _asks(posed: Posed) -> list[Ask]:
    """More and more sites, or money in equal steps where only that is limited."""
    ask, problem = posed.ask, posed.problem
    objective = "most-people" if ask.objective == "fewest-sites" else ask.objective
    plain = replace(ask, objective=objective, floors=(), worst_decile_first=False)
    free = int((~problem.is_required).sum())
    if ask.sites is None and ask.budget is not None:
        most = min(_BEYOND * ask.budget, float(problem.cost.sum()))
        return (
            [replace(plain, budget=most * step / _MOST_POINTS) for step in range(1, _MOST_POINTS + 1)] if most else []
        )
    most_sites = min(free, math.ceil(_BEYOND * (ask.sites or free)))
    steps_of = np.linspace(1, most_sites, min(_MOST_POINTS, most_sites)).round().astype(int)
    counts = {*steps_of.tolist(), *([ask.sites] if ask.sites is not None and ask.sites <= most_sites else [])}
    return [replace(plain, sites=count, budget=None) for count in sorted(counts)]


def _point(posed: Posed, chosen: tuple[int, ...], status: str) -> Point:
    rows = [int(posed.candidate[site]) for site in chosen]
    return Point(
        chosen=chosen,
        status=status,
        total_cost=float(posed.candidates.total_cost[rows].sum()),
        people_gained=people_newly_within(posed, chosen),
    )


def _shares(inputs: Inputs, posed: Posed, chosen: tuple[int, ...]) -> dict[str, float]:
    """The share of each group within the minutes, over all pillars; whoever lives off the grid is not within.

    Homes in which nobody is counted are looked at too, for the groups that live there.
    """
    counted = {group_counted(inputs, posed.table, pillar) for pillar in posed.pillars}
    keys = [group.key for group in inputs.groups.groups if group.kind in _GROUPS or group.key in counted]
    by_home = [_home_minutes(posed, number, chosen) <= posed.ask.within_minutes for number in range(len(posed.pillars))]
    shares = {}
    for key in dict.fromkeys(keys):
        people, total = inputs.groups.people(key), inputs.groups.total(key)
        inside = sum(float(people[is_within].sum()) for is_within in by_home)
        shares[key] = inside / (len(by_home) * total) if total > 0 else math.nan
    return shares


def _home_minutes(posed: Posed, number: int, chosen: tuple[int, ...]) -> Doubles:
    """Minutes of every home to the nearest centre or site of a pillar, whether or not anybody there is counted."""
    minutes, is_own = posed.runs[number].times.minutes.copy(), posed.pillar == number
    minutes[posed.home[is_own]] = np.minimum(minutes[posed.home[is_own]], posed.problem.now_minutes[is_own])
    for site in chosen:
        row = int(posed.candidate[site])
        if posed.pillars[number] in posed.candidates.pillars[row]:
            part = slice(int(posed.reach.start[row]), int(posed.reach.start[row + 1]))
            home = posed.reach.home[part]
            minutes[home] = np.minimum(minutes[home], posed.reach.minutes[part])
    return minutes
