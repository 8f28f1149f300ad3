r"""A bound on what any plan can reach, by prices on who is served: a Lagrangian relaxation of sums over the nearest.

With :math:`x_j` whether candidate j is chosen and :math:`y_{ij}` whether it serves entry i, :math:`b_i` what entry i
costs as it is and :math:`c_{ij}` by j, the problem is

.. math:: \min \sum_i b_i y_{i0} + \sum_{ij} c_{ij} y_{ij}, \quad y_{i0} + \sum_j y_{ij} = 1, \quad y_{ij} \le x_j,
   \quad x \in X.

Prices :math:`u_i \le b_i` on the equalities leave :math:`L(u) = \sum_i u_i + \min_{x \in X} \sum_j r_j x_j` with
:math:`r_j = \sum_i \min(0, c_{ij} - u_i)`, which no plan costs less than, whatever the prices. Subgradient steps raise
it (Cornuejols, Fisher & Nemhauser 1977, doi:10.1287/mnsc.23.8.789). X: so many sites, or so much money with the last
site bought in part, one of each place; floors are left out. Each makes X larger, so the bound stays one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from accessibility.siting.heuristic_kernels import Pairs, reduced_costs, times_served
from accessibility.siting.heuristic_starts import costs_of_nearest
from accessibility.siting.problem import MAXIMISED, Ask, Doubles, SitingProblem, Whole
from accessibility.siting.values import ROUNDING, access_minutes, value_of, worth
from geo.errors import InputError

ROUNDS: Final = 1500
_PATIENCE: Final = 25  # rounds without a better bound, after which steps are shorter by _SHORTER
_SHORTER: Final = 0.7
_KEPT_WAY: Final = 0.8  # of the last step's direction, that steps swing less (Crowder 1976)
_LEAST_STEP: Final = 1e-4
_NOISE: Final = 1e-12  # of all that is added up, by which sums in doubles may err
_HALVINGS: Final = 60  # of the range of the price of money


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """No plan is better than ``value``; all values by the objective asked, so that more is better where it is there.

    ``chosen``: the best plan met that keeps all limits, with the value ``found`` (NaN and empty where none was met).
    ``with_it``, ``without_it``: float64 (m,), no plan with, or without, that candidate is better than so much:
    where that is worse than a plan in hand, the candidate is out of, or in, every better one. Candidates that are
    required are not spoken of: there both are ``value``. ``iterations``: rounds made.
    """

    value: float
    chosen: tuple[int, ...]
    found: float
    with_it: Doubles
    without_it: Doubles
    iterations: int


def lagrangian_bound(  # noqa: PLR0913 - what is bounded, from where, and for how long
    problem: SitingProblem,
    ask: Ask,
    *,
    upper: float | None = None,
    seconds: float = 60.0,
    rounds: int = ROUNDS,
    is_stopped: Callable[[], bool] | None = None,
) -> Bound:
    """The bound of ``least-minutes`` or ``most-people``, from the value ``upper`` of a plan, or from nothing built.

    It ends when it meets that value, when steps grow small, after so many rounds or ``seconds``, or when
    ``is_stopped`` says so. Raises InputError for another objective: what they add up is not a sum over the nearest.
    """
    if ask.objective not in {"least-minutes", "most-people"}:
        raise InputError(
            f"there is no Lagrangian bound for {ask.objective}; ask for one of least-minutes or most-people"
        )
    end = time.monotonic() + seconds
    shape = _Shape(problem, ask)
    goal = shape.cost_of(upper) if upper is not None else float(shape.pairs.base.sum())
    low, high = shape.least.copy(), shape.pairs.base
    price = np.where(np.isfinite(low), (low + high) / 2, high)
    best, kept, step, idle, rounds_made = -np.inf, price, 1.5, 0, 0
    with_it, without_it = np.full(problem.candidate_count, -np.inf), np.full(problem.candidate_count, -np.inf)
    way = np.zeros(len(price))
    plans: dict[tuple[int, ...], float] = {}
    while rounds_made < max(1, rounds):
        rounds_made += 1
        reduced = reduced_costs(shape.pairs, price)
        settled = shape.settle(reduced)
        total = float(price.sum())
        noise = _NOISE * (total + float(np.abs(reduced).sum()))
        bound = total + settled.value - noise
        np.maximum(with_it, total + settled.with_it - noise, out=with_it)
        np.maximum(without_it, total + settled.without_it - noise, out=without_it)
        if bound > best + 1e-7 * abs(best) if np.isfinite(best) else True:
            best, kept, idle = bound, price, 0
            plan = tuple(np.flatnonzero(settled.weight >= 1).tolist())
            if plan not in plans and worth(problem, ask, plan).is_allowed:
                plans[plan] = shape.cost_of(value_of(problem, ask, ask.objective, plan))
                goal = min(goal, plans[plan])
        else:
            best = max(best, bound)
            idle += 1
        if idle > _PATIENCE:
            step, idle, price, way = step * _SHORTER, 0, kept, np.zeros(len(price))
            if step < _LEAST_STEP:
                break
            continue
        if goal - best <= ROUNDING * abs(goal) or time.monotonic() > end or (is_stopped is not None and is_stopped()):
            break
        slope = 1.0 - times_served(shape.pairs, price, settled.weight)
        if not slope.any():
            break
        way = slope + _KEPT_WAY * way
        length = float(way @ way)
        price = np.clip(price + step * max(1.02 * goal - bound, 1e-6 * abs(goal)) / length * way, low, high)
    chosen = min(plans, key=lambda each: (plans[each], len(each), each), default=())
    is_free = ~shape.is_barred
    return Bound(
        value=float(shape.value_of(best)),
        chosen=chosen,
        found=value_of(problem, ask, ask.objective, chosen) if plans else float("nan"),
        with_it=np.where(is_free, shape.value_of(np.maximum(with_it, best)), shape.value_of(best)),
        without_it=np.where(is_free, shape.value_of(np.maximum(without_it, best)), shape.value_of(best)),
        iterations=rounds_made,
    )


@dataclass(frozen=True, slots=True)
class _Settled:
    """The least of X by reduced costs, the same with and without each candidate, and how much of each is taken."""

    value: float
    with_it: Doubles
    without_it: Doubles
    weight: Doubles


class _Shape:
    """A problem as a sum over the nearest, and the limits of X."""

    def __init__(self, problem: SitingProblem, ask: Ask) -> None:
        now, _ = access_minutes(problem, ())
        base, cost = costs_of_nearest(problem, ask, now)
        budget = np.inf if ask.budget is None else ask.budget * (1 + ROUNDING)
        taken = problem.place[problem.is_required]
        self.is_barred = problem.is_required | (problem.cost > budget) | np.isin(problem.place, taken)
        site = np.repeat(np.arange(problem.candidate_count), np.diff(problem.start))
        keep = (cost < base[problem.entry]) & ~self.is_barred[site]
        count = np.bincount(site[keep], minlength=problem.candidate_count)
        start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
        self.pairs = Pairs(start, problem.entry[keep], np.ascontiguousarray(cost[keep]), base)
        self.least = base.copy()
        np.minimum.at(self.least, self.pairs.entry, self.pairs.cost)
        self._price, self._budget = problem.cost, budget
        self._most = problem.candidate_count if ask.sites is None else max(0, ask.sites)
        _, self._place = np.unique(problem.place, return_inverse=True)
        self._total = float(problem.people.sum()) if ask.objective in MAXIMISED else None

    def cost_of(self, value: float) -> float:
        """A value of the objective as what is made small."""
        return value if self._total is None else self._total - value

    def value_of(self, cost: Doubles | float) -> Doubles | float:
        """The other way round."""
        return cost if self._total is None else self._total - cost

    def settle(self, reduced: Doubles) -> _Settled:
        """The least of X: by sites alone, by money alone, whichever says more, of each candidate too."""
        reduced = np.where(self.is_barred, 0.0, reduced)
        parts = [self._priced(reduced, np.ones(len(reduced)), self._most, price) for price in self._by_sites(reduced)]
        if np.isfinite(self._budget) and self._price[~self.is_barred].sum() > self._budget:
            parts.append(self._priced(reduced, self._price, self._budget, self._by_money(reduced)))
        most = max(parts, key=lambda part: part.value)
        return _Settled(
            most.value,
            np.max([part.with_it for part in parts], axis=0),
            np.max([part.without_it for part in parts], axis=0),
            most.weight,
        )

    def _by_sites(self, reduced: Doubles) -> list[float]:
        """The prices of a site at which just so many are taken: from that of the last taken to that of the next."""
        ordered = np.sort(-self._least_of_places(reduced)[0])[::-1]
        ordered = np.maximum(np.append(ordered, 0.0), 0.0)
        most = self._most
        if most == 0:
            return [float(ordered[0])]
        return [float(ordered[min(most, len(ordered)) - 1]), float(ordered[min(most, len(ordered) - 1)])]

    def _by_money(self, reduced: Doubles) -> float:
        """The price of money at which what is taken costs no more than there is."""
        worth_it = reduced < 0
        low, high = 0.0, float((-reduced[worth_it] / np.maximum(self._price[worth_it], 1e-12)).max(initial=0.0))
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            if self._price[self._taken(reduced + middle * self._price)].sum() > self._budget:
                low = middle
            else:
                high = middle
        return high

    def _least_of_places(self, value: Doubles) -> tuple[Doubles, Whole]:
        """The least of each place, and the candidate it is of."""
        order = np.lexsort((np.arange(len(value)), value, self._place))
        _, first = np.unique(self._place[order], return_index=True)
        candidate = order[first]
        return np.minimum(value[candidate], 0.0), candidate

    def _taken(self, value: Doubles) -> Whole:
        least, candidate = self._least_of_places(value)
        return candidate[least < 0]

    def _priced(self, reduced: Doubles, used: Doubles, most: float, price: float) -> _Settled:
        """The least where what is used is paid for at a price instead of limited; no more than with the limit."""
        value = reduced + price * used
        least, candidate = self._least_of_places(value)
        second = value.copy()
        second[candidate] = np.inf
        next_least = np.zeros(len(least))
        np.minimum.at(next_least, self._place, second)  # 0 or less: nothing of the place
        total = float(least.sum()) - price * most
        with_it = total - least[self._place] + value
        without_it = np.full(len(value), total)
        without_it[candidate] = total - least + next_least
        weight = np.zeros(len(value))
        weight[self._fitting(reduced, used, most, candidate[least <= 0])] = 1.0
        return _Settled(total, with_it, without_it, weight)

    def _fitting(self, reduced: Doubles, used: Doubles, most: float, candidate: Whole) -> Whole:
        """Those of one a place that are most worth what they use, as long as the limit holds."""
        ratio = reduced[candidate] / np.maximum(used[candidate], 1e-12)
        order = candidate[np.lexsort((candidate, ratio))]
        order = order[reduced[order] < 0]
        return order[np.cumsum(used[order]) <= most * (1 + ROUNDING)]
