"""The study file's ``[referral]``: ways that lead through a centre of each level, one after the other."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StrictBool, model_validator

from accessibility.study_file.tables import NotNegative, Table


class ReferralTable(Table):
    """``[referral]``: levels in the order in which people are sent on, the last one being where care is given.

    ``stay_minutes`` at each stop on the way, which the last centre is not. ``pillars`` None: all of which a centre
    has each level. ``best_chain``: also the chain of the least sum, beside that of the nearest centres.
    """

    levels: tuple[Annotated[str, Field(min_length=1)], ...] = Field(min_length=1)
    stay_minutes: NotNegative = 0.0
    pillars: Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)] | None = None
    best_chain: StrictBool = False

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        for key, names in (("levels", self.levels), ("pillars", self.pillars or ())):
            if len(set(names)) != len(names):
                raise ValueError(f"{key} names one twice; name each once, in the order of the way")
        return self
