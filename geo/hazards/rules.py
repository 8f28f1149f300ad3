"""What a hazard area does to travel, by its kind, status, evidence, geometry and age: the first rule that fits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.faults import Faults
from geo.layers import list_names, nearest_name

HazardPolicy = Literal["block", "slow", "ignore"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardRule:
    """A policy for the areas that meet all conditions given; a condition that is None is not asked.

    Words are compared whatever their case. ``surveyed_before`` means before that day, ``surveyed_after``
    on that day or later; an area of which the day is unknown meets neither.
    """

    policy: HazardPolicy
    slow_factor: float | None = None
    kind: tuple[str, ...] | None = None
    status: tuple[str, ...] | None = None
    evidence: tuple[str, ...] | None = None
    geometry_quality: tuple[str, ...] | None = None
    ids: tuple[str, ...] | None = None
    surveyed_before: dt.date | None = None
    surveyed_after: dt.date | None = None


def rule_of(
    areas: gpd.GeoDataFrame, rules: Sequence[HazardRule], *, policy: HazardPolicy, slow_factor: float | None
) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.float64]]:
    """The policy of each area, and by how much it multiplies the time: inf where it blocks, 1 where it is ignored.

    The first rule that an area meets holds, and ``policy`` with ``slow_factor`` for one that meets none. A rule
    that slows without a factor of its own takes ``slow_factor``.
    """
    choice = _first_rule(areas, rules)
    chosen: list[tuple[HazardPolicy, float]] = []
    for row in choice:
        rule = rules[row] if row >= 0 else HazardRule(policy=policy)
        factor = {"block": np.inf, "ignore": 1.0}.get(rule.policy, rule.slow_factor or slow_factor or np.nan)
        chosen.append((rule.policy, factor))
    policies = np.array([name for name, _ in chosen], dtype="<U6")
    return policies, np.array([factor for _, factor in chosen], dtype=np.float64)


def tell_idle_rules(areas: gpd.GeoDataFrame, rules: Sequence[HazardRule], *, where: str, faults: Faults) -> None:
    """Tell rules that no area meets, or that an earlier rule leaves none, with words that the layer does not have."""
    choice = _first_rule(areas, rules)
    for row, rule in enumerate(rules):
        met = _meets(areas, rule)
        if (choice == row).any():
            continue
        odd: list[str] = []
        for key, words in _asked(rule):
            known = list(dict.fromkeys(areas[key]))
            folded = {word.casefold() for word in known}
            for word in words:
                if word.casefold() not in folded:
                    near = nearest_name(word, known)
                    odd.append(f"no {key} is {word!r}" + (f" (did you mean {near!r}?)" if near else ""))
        what = "every area that meets it meets an earlier rule" if met.any() else "no area meets it"
        faults.notice(
            where=where,
            which=f"[[hazards.rules]], rule {row + 1}",
            what=what + (f": {list_names(odd)}" if odd else ""),
            do="Put it before the other" if met.any() else "Correct or remove it",
        )


def _first_rule(areas: gpd.GeoDataFrame, rules: Sequence[HazardRule]) -> npt.NDArray[np.int64]:
    """The number of the first rule that each area meets, -1 for none."""
    choice = np.full(len(areas), -1, dtype=np.int64)
    for row, rule in enumerate(rules):
        choice[_meets(areas, rule) & (choice < 0)] = row
    return choice


def _meets(areas: gpd.GeoDataFrame, rule: HazardRule) -> npt.NDArray[np.bool_]:
    is_met = np.ones(len(areas), dtype=np.bool_)
    for key, words in _asked(rule):
        is_met &= areas[key].str.casefold().isin([word.casefold() for word in words]).to_numpy()
    surveyed_on: Any = areas["surveyed_on"]
    if rule.surveyed_before is not None:
        is_met &= (surveyed_on < pd.Timestamp(rule.surveyed_before)).to_numpy()
    if rule.surveyed_after is not None:
        is_met &= (surveyed_on >= pd.Timestamp(rule.surveyed_after)).to_numpy()
    return is_met


def _asked(rule: HazardRule) -> Iterable[tuple[str, tuple[str, ...]]]:
    """The columns that a rule asks about, with the words that it takes."""
    asked = (
        ("kind", rule.kind),
        ("status", rule.status),
        ("evidence", rule.evidence),
        ("geometry_quality", rule.geometry_quality),
        ("id", rule.ids),
    )
    return [(key, words) for key, words in asked if words is not None]
