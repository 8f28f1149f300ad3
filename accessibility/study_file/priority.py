"""The study file's ``[priority]``: what weighs how much when underserved regions are put in an order."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from pydantic import field_validator

from accessibility.never_weights import WHY_REFUSED, is_never_a_weight
from accessibility.study_file.faults import did_you_mean
from accessibility.study_file.tables import Table

# What a score is made of, in this order: need and lack of access, nothing else.
PRIORITY_PARTS: Final = ("people", "depth", "need", "no-way", "steadiness")
# Ours (certainty A): four parts alike. How steady an answer is weighs nothing unless a study says so, for what is
# known less surely is needed no less; it is shown beside the score all the same.
DEFAULT_WEIGHTS: Final[Mapping[str, float]] = {
    "people": 1.0,
    "depth": 1.0,
    "need": 1.0,
    "no-way": 1.0,
    "steadiness": 0.0,
}
_MOST_WEIGHT: Final = 1e6
_EXAMPLE: Final = "weights = {people = 1, depth = 2}"


class PriorityTable(Table):
    """``[priority]``: ``weights`` of the parts of the score, 0 or more; a part that is not named then weighs nothing.

    Without ``weights`` they are those of ``DEFAULT_WEIGHTS``. Only their ratios count.
    """

    weights: Mapping[str, float] = DEFAULT_WEIGHTS

    @field_validator("weights", mode="before")
    @classmethod
    def _are_weights_of_parts(cls, value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise ValueError(f"{value!r} is no table; write the weight of each part that counts, as in {_EXAMPLE}")  # noqa: TRY004
        for part, weight in value.items():
            _check_weight(str(part), weight)
        if not any(value.values()):
            raise ValueError(f"all weights are 0, so that nothing would count; give one above 0, as in {_EXAMPLE}")
        return {part: float(value.get(part, 0.0)) for part in PRIORITY_PARTS}


def _check_weight(part: str, weight: Any) -> None:
    """Raise ValueError for a part that is none, and for what is no weight."""
    if is_never_a_weight(part):
        raise ValueError(f"{part!r} can weigh nothing: {WHY_REFUSED}; remove it")
    if part not in PRIORITY_PARTS:
        near = did_you_mean(part, PRIORITY_PARTS)
        raise ValueError(f"unknown part {part!r}{near}; weigh {', '.join(PRIORITY_PARTS[:-1])} or {PRIORITY_PARTS[-1]}")
    if isinstance(weight, bool) or not isinstance(weight, (int, float)) or not math.isfinite(weight):
        raise ValueError(f"the weight of {part} is {weight!r}, no number; write a number of at least 0, without quotes")
    if weight < 0:
        raise ValueError(f"the weight of {part} is {weight:g}, as if more of it mattered less; write 0 to leave it out")
    if weight > _MOST_WEIGHT or 0 < weight < 1 / _MOST_WEIGHT:
        raise ValueError(f"the weight of {part} is {weight:g}; write one from 1e-6 to 1e6, since only ratios count")
