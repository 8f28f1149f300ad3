"""What ``[outreach]`` asks for in a study: the pillar, its bases, and the worlds in which the team drives."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from accessibility.inputs import Inputs
from accessibility.need import Centres
from accessibility.need_of_runs import need_groups
from accessibility.profiles import Profile
from accessibility.runs import all_pillars
from accessibility.study_file import BASE_SCENARIO, OutreachTable
from accessibility.worlds import World

_USUAL_CURRENCY = "USD"


def asked_for(inputs: Inputs) -> OutreachTable:
    """The table ``[outreach]``, which the study has."""
    if inputs.study.outreach is None:
        raise AssertionError("the study asks for no outreach")
    return inputs.study.outreach


def pillar_of(inputs: Inputs) -> str:
    """The pillar that the team gives: the one named, else the first of the study that some need asks for."""
    named = asked_for(inputs).pillar
    if named is not None:
        return named
    pillars = all_pillars(inputs.worlds)
    needed = need_groups(inputs)
    return next((pillar for pillar in pillars if pillar in needed), pillars[0])


def base_rows(inputs: Inputs, centres: Centres) -> npt.NDArray[np.int64]:
    """The rows of the bases among these centres, rising; a base that is not among them has none."""
    named = asked_for(inputs).bases
    if named is None:
        return centres.rows_serving(pillar_of(inputs)).astype(np.int64)
    return np.array([row for row, each in enumerate(centres.ids) if each in named], dtype=np.int64)


def driving_profile(inputs: Inputs) -> Profile:
    """The profile by whose vehicles the team goes: the one named, else the first that has any."""
    named = asked_for(inputs).profile
    return next(
        profile for profile in inputs.profiles if profile.has_vehicle and (named is None or profile.name == named)
    )


def drive_worlds(inputs: Inputs, worlds: Sequence[World]) -> tuple[World, ...]:
    """The base in each of its seasons, as the team drives."""
    profile = driving_profile(inputs)
    return tuple(world for world in worlds if world.key[0] == BASE_SCENARIO and world.profile.name == profile.name)


def currency_of(inputs: Inputs) -> str:
    """The currency of the team's costs."""
    table = asked_for(inputs).currency
    candidates = inputs.study.candidates
    return table or (candidates.currency if candidates is not None else _USUAL_CURRENCY)
