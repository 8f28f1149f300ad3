"""The answer to a siting problem: the sites, how far from the best they can be, and what comes close."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["proven", "bounded", "unbounded", "infeasible"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPlan:
    """Another choice of sites and its value by the same objective."""

    chosen: tuple[int, ...]
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SitingAnswer:
    """The best choice found. ``chosen``: candidates, rising, those required not among them.

    ``status``: ``proven`` the best there is; ``bounded`` no other can be better than ``bound``; ``unbounded`` nothing
    is known of how far from the best it is; ``infeasible`` no choice keeps the limits, ``reason`` says which, why and
    the nearest that can be met, ``chosen`` is then empty and ``value`` NaN. ``gap_share``: how much better than
    ``value`` another choice could be at most, as a share of it; 0 if proven, NaN if nothing is known.
    ``ties``: other choices with the same value, at most ten, ``has_more_ties`` if there may be more.
    ``runners_up``: the next best choices, the best first. ``worst_decile_minutes``: the first of the two objectives
    where the worst decile comes first, else None. ``is_stopped``: whether time or the user ended the work early.
    ``reason``: also what a planner should know of a plan that builds nothing, or less than was allowed; else empty.
    ``unbounded`` with no ``chosen`` and a NaN ``value``: time ran out before any plan that keeps the limits was found.
    """

    status: Status
    chosen: tuple[int, ...]
    value: float
    bound: float
    gap_share: float
    ties: tuple[tuple[int, ...], ...] = ()
    has_more_ties: bool = False
    runners_up: tuple[OtherPlan, ...] = ()
    worst_decile_minutes: float | None = None
    reason: str = ""
    solver: str = ""
    starts: int = 0
    seconds: float = 0.0
    is_stopped: bool = False
