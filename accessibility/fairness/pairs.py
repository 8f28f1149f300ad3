"""Gaps between groups: one group beside another in the long table of access, both with their denominators."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

import numpy as np
import pandas as pd

from accessibility.fairness.columns import FAIRNESS_COLUMNS
from accessibility.fairness.counted import refuse
from accessibility.run_dimensions import DIMENSIONS

REST: Final = "not-"  # a group of this name is everyone but the group
EVERYONE: Final = "everyone"
SMALL_PEOPLE: Final = 100.0
_KEYS: Final = (*DIMENSIONS, "area_id")
_NEEDED: Final = (*_KEYS, "group", "measure", "value", "unit", "denominator")
_AGE: Final = re.compile(r"age-(\d+)-(?:\d+|plus)")
_MEASURES: Final = re.compile(r"share_within_.*_min|unreached_share|day_trip_share|median_minutes|p90_minutes")
_SAME: Final = 1e-9  # of everyone: what is left by rounding where a group is everyone


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two groups to hold against each other. ``other_group`` may be REST + group: everyone who is not in the group.

    Of the rest only shares can be told, since a table of medians does not tell the median of a difference.
    """

    group: str
    other_group: str


def default_pairs(groups: Sequence[str]) -> tuple[Pair, ...]:
    """The pairs among the groups of a table that are asked by default, in a fixed order.

    Women against men, the youngest and the oldest ages against everyone else, rural against city and town, and each
    need against everyone.
    """
    there = set(groups)
    pairs = [Pair(group="female", other_group="male")] if {"female", "male"} <= there else []
    ages = sorted((int(match[1]), group) for group in there if (match := _AGE.fullmatch(group)))
    if len(ages) > 1 and EVERYONE in there:
        pairs += [Pair(group=group, other_group=REST + group) for group in (ages[0][1], ages[-1][1])]
    pairs += [Pair(group="rural", other_group=other) for other in ("city", "town") if {"rural", other} <= there]
    needs = [group for group in dict.fromkeys(groups) if group.startswith("need-")]
    return (*pairs, *(Pair(group=need, other_group=EVERYONE) for need in needs if EVERYONE in there))


def group_gaps(
    access: pd.DataFrame,
    *,
    pairs: Sequence[Pair] | None = None,
    profile_pairs: Sequence[tuple[str, str]] | None = None,
    measures: Sequence[str] | None = None,
) -> pd.DataFrame:
    """One row for each run, area, pair and measure: both values, both denominators and what lies between them.

    ``access`` is the long table (a row for each run, area, group and measure). Without ``pairs`` they are the default
    ones; ``profile_pairs`` are profiles held against each other over everyone, by default each later profile against
    the first one: groups are then called ``profile-NAME``, and the row is that of the first of the two.
    ``measures``: by default shares within each band, the unreached, day trips, median and p90.

    Columns are those of fairness.csv with the measure ``gap``, and two more at the end: ``of``, the measure that the
    gap is of, which ``note`` also begins with, and ``ratio``, value over other value. ``difference`` and ``ratio`` are
    NaN where either value is NaN (nobody) or inf (no way), and the ratio where the other value is 0; the note says so.
    Groups of fewer than 100 people are noted. Raises InputFaults for columns, groups, profiles or measures that the
    table does not have, and for rows that are there twice.
    """
    missing = [column for column in _NEEDED if column not in access.columns]
    if missing:
        refuse("access", f"has no column {', '.join(missing)}", "Give the long table of access")
    groups = [str(group) for group in access["group"].unique()]
    profiles = [str(profile) for profile in access["profile"].unique()]
    pairs = default_pairs(groups) if pairs is None else tuple(pairs)
    if profile_pairs is None:
        profile_pairs = tuple((profile, profiles[0]) for profile in profiles[1:])
    for pair in pairs:
        _check_known("group", pair.group, groups)
        _check_known("group", EVERYONE if pair.other_group == REST + pair.group else pair.other_group, groups)
    for profile in (name for both in profile_pairs for name in both):
        _check_known("profile", profile, profiles)
    names = [str(name) for name in access["measure"].unique()]
    wanted = [name for name in names if _MEASURES.fullmatch(name)] if measures is None else list(measures)
    for name in wanted:
        _check_known("measure", name, names)
    asked = access.loc[access["measure"].isin(wanted), list(_NEEDED)]
    if asked.duplicated([*_KEYS, "group", "measure"]).any():
        refuse("access", "has rows of the same run, area, group and measure", "Give each figure once")
    by_group = {group: rows.drop(columns="group") for group, rows in asked.groupby("group", sort=False)}
    found = [_gaps_of(by_group, pair) for pair in pairs]
    everyone = by_group.get(EVERYONE, asked.iloc[:0].drop(columns="group"))
    found += [_gaps_of_profiles(everyone, first, second) for first, second in profile_pairs]
    columns = [*FAIRNESS_COLUMNS, "of", "ratio"]
    frames = [frame for frame in found if len(frame)]
    return pd.concat(frames, ignore_index=True)[columns] if frames else pd.DataFrame(columns=columns)


def _gaps_of(by_group: dict[str, pd.DataFrame], pair: Pair) -> pd.DataFrame:
    none = next(iter(by_group.values())).iloc[:0] if by_group else pd.DataFrame(columns=list(_NEEDED))
    keys = [*_KEYS, "measure"]
    own = by_group.get(pair.group, none).set_index(keys)
    if pair.other_group == REST + pair.group:
        own = own[own["unit"] == "share"]
        return _beside(own, _rest(own, by_group.get(EVERYONE, none).set_index(keys)), pair.group, pair.other_group)
    return _beside(own, by_group.get(pair.other_group, none).set_index(keys), pair.group, pair.other_group)


def _gaps_of_profiles(everyone: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """The gaps of everyone by one profile against everyone by another."""
    keys = [*_KEYS, "measure"]
    own = everyone[everyone["profile"] == first].set_index(keys)
    other = everyone[everyone["profile"] == second].assign(profile=first).set_index(keys)
    return _beside(own, other, f"profile-{first}", f"profile-{second}")


def _rest(own: pd.DataFrame, everyone: pd.DataFrame) -> pd.DataFrame:
    """Shares of everyone who is not in a group: all people less those of the group, within and in total."""
    whole = everyone.reindex(own.index)
    people = whole["denominator"] - own["denominator"]
    people = people.where(people > _SAME * whole["denominator"], 0.0)
    inside = own["value"].where(own["denominator"] > 0, 0.0) * own["denominator"]
    value = (whole["value"] * whole["denominator"] - inside) / people.where(people > 0)
    is_rounded = (value < 0) & (value > -_SAME) | (value > 1) & (value < 1 + _SAME)
    value = value.where(~is_rounded, value.round())
    is_share = value.between(0, 1)  # else the group is no part of everyone, and of the rest nothing is known
    return own.assign(value=value.where(is_share), denominator=people.where(whole["value"].notna()))


def _beside(own: pd.DataFrame, other: pd.DataFrame, group: str, other_group: str) -> pd.DataFrame:
    """Two groups side by side, in the order of the first one's rows; a row that only one of them has is there too."""
    index = own.index.union(other.index, sort=False)
    one, two = own.reindex(index), other.reindex(index)
    value, other_value = one["value"].to_numpy(np.float64), two["value"].to_numpy(np.float64)
    is_number = np.isfinite(value) & np.isfinite(other_value)
    safe, other_safe = np.where(is_number, value, np.nan), np.where(is_number, other_value, np.nan)
    rows = index.to_frame(index=False)
    people, other_people = (side["denominator"].to_numpy(np.float64) for side in (one, two))
    notes = _joined(
        rows["measure"].to_numpy(str), _notes(value, people, group), _notes(other_value, other_people, other_group)
    )
    return rows.assign(
        of=rows["measure"],
        measure="gap",
        group=group,
        other_group=other_group,
        value=value,
        other_value=other_value,
        difference=safe - other_safe,
        unit=one["unit"].fillna(two["unit"]).to_numpy(),
        denominator=people,
        other_denominator=other_people,
        ratio=np.divide(safe, other_safe, out=np.full(len(rows), np.nan), where=other_safe > 0),
        note=notes,
    )


def _notes(value: np.ndarray, people: np.ndarray, group: str) -> np.ndarray:
    """What must be said of one side."""
    told = np.full(len(value), "", dtype=object)
    told[np.isposinf(value)] = f"no way for {group}"
    told[(people > 0) & np.isnan(value)] = f"not known of {group}"
    is_small = (people > 0) & (people < SMALL_PEOPLE)
    told[is_small] = (
        np.where(told[is_small] == "", "", told[is_small] + "; ") + f"fewer than {SMALL_PEOPLE:g} people: {group}"
    )
    told[people == 0] = f"nobody: {group}"
    told[np.isnan(people)] = f"not asked of {group}"
    return told


def _joined(*parts: np.ndarray) -> list[str]:
    return ["; ".join(word for word in words if word) for words in zip(*parts, strict=True)]


def _check_known(kind: str, name: str, known: Sequence[str]) -> None:
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"Did you mean {near[0]!r}? " if near else ""
        refuse("access", f"has no {kind} {name!r}", f"{hint}It has {', '.join(known) or 'none'}")
