"""Need of a tier: access by group, fairness, room at the centres and gaps in the data, from its runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.fairness import FAIRNESS_COLUMNS, fairness_frame, group_gaps, kolm_pollak_kappa
from accessibility.inputs import Inputs
from accessibility.mixed_runs import MixedRun
from accessibility.need import (
    ANY_PILLAR,
    EVERYONE,
    NEED_PREFIX,
    Fares,
    GroupQuestion,
    PeopleGroups,
    PeopleTime,
    Places,
    Visits,
    measure_groups,
    round_trips,
)
from accessibility.runs import Run
from accessibility.study_file import CapacityTable
from geo.progress import Progress

Doubles = npt.NDArray[np.float64]
AnyRun = Run | MixedRun

_OF_THE_WHOLE: Final = "sex-age"  # the kind of groups that are told of all areas together alone
_UNEQUAL: Final = ("everyone", "sex", "settlement", "need")  # the kinds of groups of which indices are told
_GAPS_BY_AREA: Final = ("everyone", "sex", "settlement")
_GAP_MEASURES: Final = ("beyond_threshold_share", "unreached_share", "day_trip_share", "median_minutes")
_COLUMNS: Final = ("area_id", "area_name", "area_kind", "group", "measure", "value", "unit", "denominator", "as_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one run says of each entry of its demand, and whose entry it is. Shapes: (entries,).

    An entry is a home, or the part of a home's people that travels by one profile of a mix; the last one stands for
    the people of the source who live outside the grid, of whom nothing is known. ``home``: its row among the homes,
    -1 for that one. ``share`` of the home's people who are in the entry.
    """

    run: AnyRun
    home: npt.NDArray[np.int64]
    share: Doubles
    times: PeopleTime
    place: npt.NDArray[np.int64]

    def people(self, groups: PeopleGroups, key: str) -> Doubles:
        """The people of a group in each entry."""
        at_home = self.home >= 0
        people = np.full(len(self.home), groups.people_outside(key))
        people[at_home] = groups.people(key)[self.home[at_home]] * self.share[at_home]
        return people


def asked_of(inputs: Inputs, run: AnyRun) -> Asked:
    """The entries of a run, those outside the grid last."""
    demand = run.demand
    home = run.home if isinstance(run, MixedRun) else np.arange(len(demand.home_cell), dtype=np.int64)
    zone = inputs.areas.zone.ravel()[demand.home_cell]
    outside = len(inputs.areas.ids)
    return Asked(
        run=run,
        home=np.append(home, -1),
        share=np.append(demand.people / inputs.demand.people[home], 1.0),
        times=_with_people_outside(run.times),
        place=np.append(np.where(zone < 0, outside, zone), outside).astype(np.int64),
    )


def _with_people_outside(times: PeopleTime) -> PeopleTime:
    return PeopleTime(
        minutes=np.append(times.minutes, np.inf),
        nearest=np.append(times.nearest, np.int32(-1)),
        status=np.append(times.status, np.uint8(0)),
    )


def need_groups(inputs: Inputs) -> Mapping[str, str]:
    """By pillar, or service of one, the group of those who need it: that of [capacity] first, then as they are listed.

    A study of one pillar for all centres asks for the need of [capacity] in it.
    """
    preferred = NEED_PREFIX + (inputs.study.capacity or CapacityTable()).need
    groups = [group for group in inputs.groups.groups if group.kind == "need"]
    groups.sort(key=lambda group: group.key != preferred)
    by_pillar: dict[str, str] = {}
    for group in groups:
        for pillar in group.pillars:
            by_pillar.setdefault(pillar, group.key)
    for service in inputs.study.services:
        if service.pillar in by_pillar:
            by_pillar.setdefault(service.name, by_pillar[service.pillar])
    if any(group.key == preferred for group in groups):
        by_pillar.setdefault(ANY_PILLAR, preferred)
    return by_pillar


def access_by_group(inputs: Inputs, runs: Sequence[AnyRun], *, progress: Progress) -> pd.DataFrame:
    """The long table of access: each run, area, group and measure, with unit, denominator and day."""
    told = [group.key for group in inputs.groups.groups if group.kind != _OF_THE_WHOLE]
    whole_only = [group.key for group in inputs.groups.groups if group.kind == _OF_THE_WHOLE]
    by_dimensions = {tuple(run.dimensions.values()): run for run in runs}
    frames = []
    for number, run in enumerate(runs):
        progress("measuring access by group", number / len(runs))
        asked = asked_of(inputs, run)
        back = by_dimensions.get(tuple((run.dimensions | {"direction": _other(run)}).values()))
        trips = round_trips(asked.times, None if back is None else _with_people_outside(back.times))
        frame = measure_groups(
            asked.times.minutes,
            trips,
            Places(area_ids=inputs.areas.ids, area_names=inputs.areas.names, place=asked.place),
            _question(inputs, run),
            groups=told,
            people_of=partial(asked.people, inputs.groups),
            whole_only=whole_only,
        )
        frames.append(frame.assign(**run.dimensions, as_of=inputs.study.study.as_of.isoformat()))
    return pd.concat(frames, ignore_index=True)[[*runs[0].dimensions, *_COLUMNS]]


def _other(run: AnyRun) -> str:
    return "from" if run.direction == "to" else "to"


def _question(inputs: Inputs, run: AnyRun) -> GroupQuestion:
    study, profile = inputs.study, None if isinstance(run, MixedRun) else run.world.profile
    fares, companions = None, 0 if profile is None else profile.companions
    if profile is not None and profile.currency:  # a part of the fare that is not named is not paid
        fares = Fares(
            per_trip=profile.fare_per_trip or 0.0, per_hour=profile.fare_per_hour or 0.0, currency=profile.currency
        )
    return GroupQuestion(
        bands_minutes=study.travel.bands_minutes,
        threshold_minutes=study.gaps.threshold_minutes,
        visits=Visits(**study.visits.model_dump()),
        fares=fares,
        companions=companions,
    )


def fairness_by_run(
    inputs: Inputs, runs: Sequence[AnyRun], access: pd.DataFrame, *, progress: Progress
) -> pd.DataFrame:
    """Indices of inequality of each run, and the gaps between groups and profiles.

    The equivalents of Kolm and Pollak of all runs of a pillar have the aversion of its first run in common. People
    outside the grid are in them as in the table of access: they have no way, and live outside all areas.
    """
    grid = inputs.ground.grid
    per_km2 = inputs.demand.people / grid.cell_area_km2[inputs.demand.home_cell // grid.shape[1]]
    per_km2 = np.append(per_km2, np.nan)  # of those outside the grid, whose home is -1
    keys = [group.key for group in inputs.groups.groups if group.kind in _UNEQUAL]
    kappa: dict[str, float] = {}
    frames = []
    for number, run in enumerate(runs):
        progress("measuring fairness", number / len(runs))
        asked = asked_of(inputs, run)
        if inputs.groups.people_outside_grid <= 0:
            asked = _at_home(asked)
        people = {key: asked.people(inputs.groups, key) for key in keys}
        if run.pillar not in kappa:
            kappa[run.pillar] = kolm_pollak_kappa(asked.times.minutes, people[EVERYONE])
        frames.append(
            fairness_frame(
                asked.times.minutes,
                people,
                run=run.dimensions,
                area_of_home=np.where(asked.place == len(inputs.areas.ids), -1, asked.place),
                area_ids=inputs.areas.ids,
                threshold_minutes=inputs.study.gaps.threshold_minutes,
                ranks={"people per km2": per_km2[asked.home]},
                kappa_per_minute=None if np.isnan(kappa[run.pillar]) else kappa[run.pillar],
            )
        )
    there = set(access["measure"])
    measures = [f"share_within_{inputs.study.gaps.threshold_minutes:g}_min", *_GAP_MEASURES]
    # by area between sexes, settlements and profiles alone: a need by rate and an age have the way of their area
    by_area = {group.key for group in inputs.groups.groups if group.kind in _GAPS_BY_AREA}
    is_whole = access["area_kind"] == "all"
    for some in (access[is_whole], access[~is_whole & access["group"].isin(by_area)]):
        gaps = group_gaps(some, measures=[name for name in measures if name in there]) if len(some) else some
        frames.append(gaps.reindex(columns=list(FAIRNESS_COLUMNS)))
    return pd.concat([frame for frame in frames if len(frame)], ignore_index=True)


def _at_home(asked: Asked) -> Asked:
    """Without the entry of the people outside the grid."""
    is_home = asked.home >= 0
    times = PeopleTime(**{name: getattr(asked.times, name)[is_home] for name in ("minutes", "nearest", "status")})
    return replace(asked, home=asked.home[is_home], share=asked.share[is_home], times=times, place=asked.place[is_home])
