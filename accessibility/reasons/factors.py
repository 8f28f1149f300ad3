"""Factors: which of them are active in a run, so that curing them could shorten somebody's way."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from accessibility.inputs import Inputs
from accessibility.need import NEED_PREFIX
from accessibility.need_of_runs import need_groups
from accessibility.reasons.counterfactuals import NETWORK_FACTORS, Case, Counterfactuals, Question, all_cases
from accessibility.reasons.shapley import Cured, every_set
from accessibility.study_file import BASE_SCENARIO
from geo.faults import Faults

NO_ROAD = "no-road"
FULL = "full"


def questions_of(counterfactuals: Counterfactuals, case: Case) -> dict[Cured, Question]:
    """What a case is asked for each set of cured factors that change the question, of those that are asked for."""
    factors = [factor for factor in counterfactuals.table.asked_factors if factor in NETWORK_FACTORS]
    return {cured: counterfactuals.question(case, cured) for cured in every_set(factors)}


def active_factors(
    counterfactuals: Counterfactuals, case: Case, questions: Mapping[Cured, Question] | None = None
) -> tuple[str, ...]:
    """The active factors of a case among those that are asked for, in their order.

    One that changes the question, alone or with others; ``no-road`` if the study has roads; ``full`` if the centres'
    capacity is held against the need of the pillar, and is known of one of them or assumed.
    """
    inputs = counterfactuals.inputs
    asked = questions_of(counterfactuals, case) if questions is None else questions

    def is_active(factor: str) -> bool:
        if factor == NO_ROAD:
            return inputs.study.roads is not None and case.world.ground.network.link_count > 0
        if factor == FULL:
            return can_be_full(inputs, case)
        return any(asked[cured] != asked[cured - {factor}] for cured in asked if factor in cured)

    return tuple(factor for factor in counterfactuals.table.asked_factors if is_active(factor))


def can_be_full(inputs: Inputs, case: Case) -> bool:
    """Whether some centre of a case could be full for those in need."""
    if need_of(inputs, case.pillar) is None:
        return False
    rows = case.world.centres.rows_serving(case.pillar)
    return bool(np.isfinite(capacity_per_year(inputs, case)[rows]).any())


def need_of(inputs: Inputs, pillar: str) -> str | None:
    """The group whose need is held against the capacity of a pillar's centres; None if it is not."""
    table = inputs.study.capacity
    if table is None:
        return None
    group = NEED_PREFIX + table.need
    is_of_need = pillar in inputs.groups.group(group).pillars or need_groups(inputs).get(pillar) == group
    return group if is_of_need else None


def capacity_per_year(inputs: Inputs, case: Case) -> npt.NDArray[np.float64]:
    """What each centre of a case can give, by row; if unknown what is assumed, else NaN, which is never full."""
    table, centres = inputs.study.capacity, case.world.centres
    capacity = np.array([record.capacity_per_year for record in centres.records], dtype=np.float64)
    if table is not None and table.assumed_per_year is not None:
        capacity = np.where(np.isnan(capacity), table.assumed_per_year, capacity)
    return capacity


def tell_idle_factors(inputs: Inputs, *, faults: Faults) -> None:
    """Tell factors that ``[reasons]`` names and that no run of the study has."""
    table = inputs.study.reasons
    if table is None or table.factors is None:
        return
    counterfactuals = Counterfactuals(inputs)
    pillars = sorted({pillar for world in inputs.worlds for pillar in world.centres.all_pillars})
    cases = all_cases(inputs, inputs.worlds, pillars)
    active = {factor for case in cases for factor in active_factors(counterfactuals, case)}
    for factor in table.factors:
        if factor not in active:
            faults.notice(
                where=inputs.study.file_name,
                which="[reasons] factors",
                what=f"{factor} is active in no run: {_WHY_IDLE[factor]}; nothing is asked of it",
                do="Remove it, or check what it is about",
                is_restricted=factor == "hazards",
            )


_WHY_IDLE = {
    "hazards": "no hazard is open on the grid",
    "closure": f"no scenario beside the {BASE_SCENARIO} closes anything, and [reasons] names no boundaries",
    "road-season": "the roads are alike in all seasons",
    "day": "the land is alike in all seasons, and no scenario has a daily limit",
    "profile": "everybody travels as the reference profile, or nobody has a vehicle",
    NO_ROAD: "there are no roads",
    FULL: "no capacity is held against a need, or it is known of no centre",
}
