"""A bound on what any plan can reach, by multipliers on who serves whom; and the candidates that it settles."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.siting.costs import Costs
from accessibility.siting.heuristic_kernels import nearest_two, reduced_costs, times_served
from accessibility.siting.problem import Doubles

_ROUNDS: Final = 400
_PATIENCE: Final = 12  # rounds without a better bound, after which steps are halved
_LEAST_STEP: Final = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """No choice costs less than ``value``. ``chosen``: numbers of the cheapest choice that was met, costing ``upper``.

    ``is_out``, ``is_in``: by number, whether every choice that costs at most ``upper`` is without it, or has it.
    """

    value: float
    upper: float
    chosen: tuple[int, ...]
    rounds: int
    is_out: npt.NDArray[np.bool_]
    is_in: npt.NDArray[np.bool_]


def cost_of_choice(costs: Costs, is_chosen: npt.NDArray[np.bool_]) -> float:
    """What a choice costs, by number of the candidates."""
    best, _, _ = nearest_two(costs.start, costs.entry, costs.cost, costs.base, is_chosen)
    return costs.constant + float(best.sum())


def lagrangian_bound(  # noqa: PLR0913 - what is bounded, from where, and for how long
    costs: Costs,
    is_chosen: npt.NDArray[np.bool_],
    *,
    seconds: float = math.inf,
    rounds: int = _ROUNDS,
    is_allowed: Callable[[npt.NDArray[np.bool_]], bool] | None = None,
    is_stopped: Callable[[], bool] | None = None,
) -> Bound:
    r"""The Lagrangian bound of the p-median problem, which cover is too with costs of none or all of the people.

    .. math:: L(u) = \sum_i u_i + \sum_i \min(0, b_i - u_i) + \min_{x \in X} \sum_j x_j \sum_i \min(0, c_{ij} - u_i)

    raised by subgradient steps from the choice given. :math:`X`: so many sites and so much money, a site bought in
    part; floors and places play no part, which only lowers the bound. ``is_allowed``: whether a choice by number may
    lower ``upper``; the one given must. A candidate is settled where taking or leaving it lifts the bound above
    ``upper``. Cornuejols, G., Fisher, M. and
    Nemhauser, G. (1977), doi:10.1287/mnsc.23.8.789; Beasley, J. (1993), doi:10.1016/0377-2217(93)90118-7.
    """
    end = time.perf_counter() + seconds
    best, second, _ = nearest_two(costs.start, costs.entry, costs.cost, costs.base, is_chosen)
    upper, chosen = costs.constant + float(best.sum()), is_chosen.copy()
    multiplier = np.minimum((best + second) / 2, costs.base)
    lower, kept, step, idle, round_ = -math.inf, multiplier.copy(), 1.0, 0, 0
    while round_ < rounds and step > _LEAST_STEP:
        round_ += 1
        reduced = reduced_costs(costs.start, costs.entry, costs.cost, multiplier)
        weight = _cheapest(costs, reduced)
        bound = costs.constant + float(np.minimum(multiplier, costs.base).sum() + weight @ reduced)
        if bound > lower + 1e-9 * abs(lower):
            lower, kept, idle = bound, multiplier.copy(), 0
        else:
            idle += 1
            if idle > _PATIENCE:
                step, idle, multiplier = step / 2, 0, kept.copy()
                continue
        taken = weight >= 1.0
        if _keeps_limits(costs, taken) and (is_allowed is None or is_allowed(taken)):
            cost = cost_of_choice(costs, taken)
            if cost < upper:
                upper, chosen = cost, taken
        if upper - lower <= 1e-9 * max(abs(upper), 1.0) or time.perf_counter() > end:
            break
        if is_stopped is not None and is_stopped():
            break
        slope = 1.0 - times_served(costs.start, costs.entry, costs.cost, costs.base, multiplier, weight)
        length = float(slope @ slope)
        if length == 0.0:
            break
        multiplier = np.minimum(multiplier + step * (upper - bound) * 1.05 / length * slope, costs.base)
    reduced = reduced_costs(costs.start, costs.entry, costs.cost, kept)
    is_out, is_in = _settled(costs, reduced, lower, upper)
    return Bound(
        value=min(lower, upper),
        upper=upper,
        chosen=tuple(np.flatnonzero(chosen).tolist()),
        rounds=round_,
        is_out=is_out,
        is_in=is_in,
    )


def _cheapest(costs: Costs, reduced: Doubles) -> Doubles:
    """The candidates, in part where money ends, whose reduced costs add up to the least."""
    weight = np.zeros(len(reduced))
    order = np.argsort(reduced, kind="stable")[: costs.most_sites]
    order = order[reduced[order] < 0]
    if costs.price[order].sum() <= costs.budget:
        weight[order] = 1.0
        return weight
    free = reduced < 0  # money alone bounds as well, and so do sites alone: the tighter of the two
    by_price = np.flatnonzero(free)[np.argsort((reduced / np.maximum(costs.price, 1e-12))[free], kind="stable")]
    before = np.concatenate([[0.0], np.cumsum(costs.price[by_price])[:-1]])
    part = np.clip((costs.budget - before) / np.maximum(costs.price[by_price], 1e-12), 0.0, 1.0)
    weight[by_price] = part
    return weight if part @ reduced[by_price] >= reduced[order].sum() else _ones(len(reduced), order)


def _ones(count: int, place: npt.NDArray[np.int64]) -> Doubles:
    weight = np.zeros(count)
    weight[place] = 1.0
    return weight


def _keeps_limits(costs: Costs, taken: npt.NDArray[np.bool_]) -> bool:
    places = costs.place[taken]
    return (
        int(taken.sum()) <= costs.most_sites
        and float(costs.price[taken].sum()) <= costs.budget
        and len(np.unique(places)) == len(places)
    )


def _settled(
    costs: Costs, reduced: Doubles, lower: float, upper: float
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which candidates no choice as cheap as ``upper`` has, and which all have; by the limit on sites alone."""
    is_out, is_in = np.zeros(len(reduced), np.bool_), np.zeros(len(reduced), np.bool_)
    if costs.price.sum() > costs.budget or not len(reduced):
        return is_out, is_in
    margin = 1e-9 * max(abs(upper), 1.0)
    order = np.argsort(reduced, kind="stable")
    taken = order[: costs.most_sites]
    last = min(float(reduced[taken[-1]]), 0.0) if len(taken) == costs.most_sites else 0.0
    following = order[costs.most_sites : costs.most_sites + 1]
    next_best = min(float(reduced[following[0]]), 0.0) if len(following) else 0.0
    is_taken = np.zeros(len(reduced), np.bool_)
    is_taken[taken] = reduced[taken] < 0
    is_out[~is_taken] = lower + np.minimum(reduced[~is_taken], 0.0) - last > upper + margin
    is_in[is_taken] = lower - reduced[is_taken] + next_best > upper + margin
    return is_out, is_in
