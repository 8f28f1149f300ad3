"""The reasons of runs: what the time beyond the threshold comes from, in each underserved region, each area and all."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.inputs import Inputs
from accessibility.need import regions_of_homes
from accessibility.need_of_runs import need_groups
from accessibility.reasons.beyond import Bounds, PlacesOfHomes, Room, measure_beyond
from accessibility.reasons.counterfactuals import NETWORK_FACTORS, Counterfactuals, Question, case_of
from accessibility.reasons.factors import FULL, NO_ROAD, active_factors, capacity_per_year, need_of, questions_of
from accessibility.reasons.laid_grounds import LaidGrounds
from accessibility.reasons.reason_tables import PlacesOfRegions, RunReasons, reasons_frame, regions_frame
from accessibility.reasons.searches import Wanted, Ways, joined_wants, search_all
from accessibility.reasons.shapley import Cured, every_set
from accessibility.runs import Run
from accessibility.study_file import FACTOR_SLUGS
from geo.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonTables:
    """The tables of a tier on reasons, as they are written; a row for each run and place, or each of its factors."""

    regions: pd.DataFrame
    reasons: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A run, its active factors, what it is asked for each set of them, and the homes that ask."""

    run: Run
    factors: tuple[str, ...]
    questions: Mapping[Cured, Question]
    homes: npt.NDArray[np.int64]


def find_reasons(
    inputs: Inputs,
    runs: Sequence[Run],
    *,
    progress: Progress,
    threads: int | None = None,
    places_of_regions: PlacesOfRegions | None = None,
) -> ReasonTables:
    """The reasons of the runs of a tier, by the rules of ``[reasons]``; the same bits with any number of threads.

    ``places_of_regions``: names of places in the regions of a run, by ``gap_id``. What a run without hazards gives
    does not depend on whether the study has any. Raises InputError as the searches do.
    """
    told = reasons_of_runs(inputs, runs, progress=progress, threads=threads)
    return ReasonTables(
        regions=regions_frame(inputs, told, places_of_regions=places_of_regions),
        reasons=reasons_frame(inputs, told),
    )


def reasons_of_runs(
    inputs: Inputs, runs: Sequence[Run], *, progress: Progress, threads: int | None = None
) -> list[RunReasons]:
    """What is behind each run whose pillar is asked about, in their order."""
    counterfactuals = Counterfactuals(inputs)
    pillars, own = counterfactuals.table.pillars, partial(_ask, inputs, counterfactuals)
    asked = [own(run) for run in runs if pillars is None or run.pillar in pillars]
    grounds = LaidGrounds(counterfactuals)
    wants = joined_wants((question, _wanted(each)) for each in asked for question in each.questions.values())
    found = _found_before(wants, asked)
    left = {question: wanted for question, wanted in wants.items() if question not in found}
    found |= search_all(left, grounds, threads=threads or os.cpu_count() or 1, progress=progress)
    needs = need_groups(inputs)
    told = []
    for number, each in enumerate(asked):
        progress("sharing out what is beyond", number / len(asked))
        group = needs.get(each.run.pillar)
        need = None if group is None else inputs.groups.people(group)
        told.append(_share_out(inputs, counterfactuals, each, found, need))
    return told


def _ask(inputs: Inputs, counterfactuals: Counterfactuals, run: Run) -> _Asked:
    case = case_of(run)
    everything = questions_of(counterfactuals, case)
    factors = active_factors(counterfactuals, case, everything)
    of_network = [factor for factor in factors if factor in NETWORK_FACTORS]
    is_asked = run.demand.answer_cell >= 0
    if FULL not in factors:
        is_asked &= ~(run.times.minutes <= inputs.study.gaps.threshold_minutes)
    return _Asked(
        run=run,
        factors=factors,
        questions={cured: everything[cured] for cured in every_set(of_network)},
        homes=np.flatnonzero(is_asked),
    )


def _found_before(wants: Mapping[Question, Wanted], asked: Sequence[_Asked]) -> dict[Question, Ways]:
    """The questions that a run has answered already, where neither a link nor a second centre is wanted."""
    found: dict[Question, Ways] = {}
    for each in asked:
        question, times = each.questions[frozenset()], each.run.times
        wanted = wants[question]
        if not (wanted.by_links or wanted.of_several):
            homes = np.flatnonzero(wanted.is_home)
            minutes, nearest = times.minutes[homes][:, None], times.nearest[homes][:, None]
            found[question] = Ways(homes=homes, minutes=minutes, centre=nearest, linked=None, linked_centre=None)
    return found


def _wanted(asked: _Asked) -> Wanted:
    is_home = np.zeros(len(asked.run.demand.people), np.bool_)
    is_home[asked.homes] = True
    return Wanted(is_home=is_home, by_links=NO_ROAD in asked.factors, of_several=FULL in asked.factors)


def _share_out(
    inputs: Inputs,
    counterfactuals: Counterfactuals,
    asked: _Asked,
    found: Mapping[Question, Ways],
    need: npt.NDArray[np.float64] | None,
) -> RunReasons:
    run, gaps = asked.run, inputs.study.gaps
    region = regions_of_homes(
        run.travel, run.demand, threshold_minutes=gaps.threshold_minutes, min_people=gaps.min_people
    )
    area_count = len(inputs.areas.ids)
    zone = inputs.areas.zone.ravel()[run.demand.home_cell].astype(np.int64)
    zone[zone < 0] = area_count
    places = PlacesOfHomes(
        place=np.stack([region - 1, zone]),
        counts=(len(run.gaps), area_count + 1),
    )
    bounds = Bounds(threshold_minutes=gaps.threshold_minutes, most_minutes=counterfactuals.table.most_minutes)
    room = None
    group = need_of(inputs, run.pillar)
    if FULL in asked.factors and group is not None:
        capacity = capacity_per_year(inputs, case_of(run))
        room = Room(people_per_year=inputs.groups.people(group), capacity_per_year=capacity)
    ways = {cured: found[question].of(asked.homes) for cured, question in asked.questions.items()}
    return RunReasons(
        run=run,
        factors=tuple(factor for factor in FACTOR_SLUGS if factor in asked.factors),
        region=region,
        zone=zone,
        need=need,
        beyond=measure_beyond(ways, asked.factors, run.demand.people, places, bounds, room=room),
    )
