"""Runs of mixes: the same people asked once by each profile of a mix, a share of them each time.

Minutes are never averaged: a home's people are split, and each part keeps the minutes of its own profile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.inputs import Inputs
from accessibility.need import Demand, PeopleTime, measure_access
from accessibility.profiles import Mix
from accessibility.run_dimensions import WITH_HAZARDS, WITHOUT_HAZARDS
from accessibility.runs import Run
from accessibility.search import Direction
from geo.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedRun:
    """What the runs of several profiles say of people of whom a share travels by each; it has no rasters.

    ``parts``: the runs that it mixes, in the order of the mix. ``demand`` holds every home once for each
    part, all homes of the first part first, with its people times the share; ``times`` are the parts' own.
    ``home``: int64, the row of each entry among the homes of a part's demand; ``part``: int64, that of
    its run in ``parts``.
    """

    mix: Mix
    parts: tuple[Run, ...]
    demand: Demand
    times: PeopleTime
    home: npt.NDArray[np.int64]
    part: npt.NDArray[np.int64]
    access: pd.DataFrame

    @property
    def pillar(self) -> str:
        """The pillar of its parts."""
        return self.parts[0].pillar

    @property
    def direction(self) -> Direction:
        """The direction of its parts."""
        return self.parts[0].direction

    @property
    def has_hazards(self) -> bool:
        """Whether its parts are with hazards."""
        return self.parts[0].has_hazards

    @property
    def key(self) -> tuple[str, str]:
        """The names of scenario and season."""
        return self.parts[0].world.key

    @property
    def dimensions(self) -> dict[str, str]:
        """The run's dimensions, as the columns of every table of a release name them."""
        return {**self.parts[0].dimensions, "profile": self.mix.name}


def make_mixed_runs(inputs: Inputs, runs: Sequence[Run]) -> list[MixedRun]:
    """The runs of every mix of a study, mix by mix, in the order of the runs of its first part.

    Raises InputError if a run that a mix needs was not made.
    """
    by_dimensions = {tuple(run.dimensions.values()): run for run in runs}
    mixed: list[MixedRun] = []
    for mix in inputs.mixes:
        first = next(iter(mix.parts))
        free: dict[tuple[str, ...], MixedRun] = {}
        for run in runs:
            if run.world.profile.name != first:
                continue
            parts = []
            for name in mix.parts:
                asked = tuple({**run.dimensions, "profile": name}.values())
                if asked not in by_dimensions:
                    raise InputError(f"the mix {mix.name} needs a run of {name} that was not made; run it too")
                parts.append(by_dimensions[asked])
            question = tuple({**run.dimensions, "hazards": WITHOUT_HAZARDS}.values())
            made = mix_runs(inputs, mix, parts, free=free.get(question) if run.has_hazards else None)
            if made.dimensions["hazards"] != WITH_HAZARDS:
                free[question] = made
            mixed.append(made)
    return mixed


def mix_runs(inputs: Inputs, mix: Mix, parts: Sequence[Run], *, free: MixedRun | None = None) -> MixedRun:
    """One mixed run, measured as any other; ``free``: the same without hazards, where there is one to compare with."""
    shares = list(mix.parts.values())
    demands = [run.world.demand for run in parts]
    demand = Demand(
        home_cell=np.concatenate([each.home_cell for each in demands]),
        people=np.concatenate([each.people * share for each, share in zip(demands, shares, strict=True)]),
        answer_cell=np.concatenate([each.answer_cell for each in demands]),
        adopted_m=np.concatenate([each.adopted_m for each in demands]),
        home_status=np.concatenate([each.home_status for each in demands]),
    )
    times = PeopleTime(
        minutes=np.concatenate([run.times.minutes for run in parts]),
        nearest=np.concatenate([run.times.nearest for run in parts]),
        status=np.concatenate([run.times.status for run in parts]),
    )
    study = inputs.study
    return MixedRun(
        mix=mix,
        parts=tuple(parts),
        demand=demand,
        times=times,
        home=np.concatenate([np.arange(len(each.people), dtype=np.int64) for each in demands]),
        part=np.repeat(np.arange(len(parts), dtype=np.int64), [len(each.people) for each in demands]),
        access=measure_access(
            demand,
            times,
            inputs.areas,
            bands_minutes=study.travel.bands_minutes,
            threshold_minutes=study.gaps.threshold_minutes,
            times_without_hazards=None if free is None else free.times,
            people_outside_grid=inputs.population.people_outside_grid,
        ),
    )
