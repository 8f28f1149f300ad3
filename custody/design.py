"""The design of a release of survivors: for whom, by which places, in which margins; chosen before any count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from accessibility.protection import LEAST_K, Audience, Rules
from custody.counting import AGE_BAND, DIMENSIONS, MINUTES_BAND, SEX
from custody.release_ground import ReleaseGround
from custody.units import UnitsOnGrid, area_units, cell_units
from custody.vocabulary import care_pillars
from geo.errors import InputError

UNITS: Final = ("areas", "cells-10km", "cells-5km")
_CROSSED: Final = "+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the custodian asks for. ``pillars`` is empty for all that the tier has runs for.

    ``margins`` are the sets of dimensions that are to be told together. ``hazards``, ``season`` and ``direction``
    choose the run of the base; None leaves it to choose_run. ``noise_epsilon``: of each table, None without noise.
    """

    tier: Audience
    units_kind: str
    margins: tuple[frozenset[str], ...]
    pillars: tuple[str, ...]
    rules: Rules
    hazards: str | None
    season: str | None
    direction: str | None
    noise_epsilon: float | None


def rules_for(tier: Audience, k: int | None) -> Rules:
    """The rules of a tier; ``k`` may only be raised. Raises InputError."""
    least = LEAST_K[tier]
    if k is not None and k < least:
        raise InputError(f"--k {k} is below {least}, the least for the tier {tier}; it may only be raised")
    return Rules(k=least if k is None else k)


def margins_of(by: str) -> tuple[frozenset[str], ...]:
    """The margins in words such as ``minutes_band,sex+age_band``: commas stand between margins, + crosses.

    >>> [sorted(margin) for margin in margins_of("minutes_band,sex+age_band")]
    [['minutes_band'], ['age_band', 'sex']]
    """
    margins = []
    for words in by.split(","):
        names = [name.strip() for name in words.split(_CROSSED)]
        wrong = [name for name in names if name not in DIMENSIONS]
        if wrong or len(set(names)) < len(names):
            raise InputError(
                f"--by {by} is not understood; write {', '.join(DIMENSIONS)}, with a comma between what is told "
                f"apart and {_CROSSED} between what is crossed, as in {MINUTES_BAND},{SEX}{_CROSSED}{AGE_BAND}"
            )
        margins.append(frozenset(names))
    largest = [margin for margin in margins if not any(margin < other for other in margins)]
    return tuple(dict.fromkeys(largest))


def names_in(margins: Sequence[frozenset[str]]) -> tuple[str, ...]:
    """The dimensions that some margin has, in the order of DIMENSIONS."""
    return tuple(name for name in DIMENSIONS if any(name in margin for margin in margins))


def lay_units(ground: ReleaseGround, kind: str, rules: Rules, *, tier: Audience) -> UnitsOnGrid:
    """The units of a kind. Raises InputError for one that the tier may not have."""
    if kind == "areas":
        return area_units(ground, least_people=rules.least_people)
    if kind not in UNITS:
        raise InputError(f"--units {kind} is not understood; it is one of {', '.join(UNITS)}")
    if kind == "cells-5km" and tier == "public":
        raise InputError("cells of 5 km are for partners alone; take cells-10km or areas for the public")
    return cell_units(ground, size_km=_size_km(kind), least_people=rules.least_people)


def choose_pillars(ground: ReleaseGround, wanted: Sequence[str]) -> tuple[str, ...]:
    """The pillars to make tables of: the wanted ones, or all of care that the tier has runs for. Raises InputError."""
    there = {run.pillar for run in ground.runs}
    unknown = [pillar for pillar in wanted if pillar not in care_pillars()]
    if unknown:
        raise InputError(f"--pillars {', '.join(unknown)} is no pillar of care; those are {', '.join(care_pillars())}")
    found = tuple(pillar for pillar in care_pillars() if pillar in (wanted or there))
    missing = [pillar for pillar in found if pillar not in there]
    if missing:
        raise InputError(f"the {ground.tier} tier has no run for {', '.join(missing)}; leave it out of --pillars")
    if not found:
        raise InputError(
            f"the {ground.tier} tier has no run for a pillar of care, and needs are known by pillar; say in the study "
            'which pillars its centres serve, as in pillars = ["physical_rehab"] under [centres]'
        )
    return found


def _size_km(kind: str) -> int:
    return int(kind.removeprefix("cells-").removesuffix("km"))
