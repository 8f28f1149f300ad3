"""The runs of a study: every pillar and direction, without hazards and with them."""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import product

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.inputs import Inputs
from accessibility.need import Centres, PeopleTime, find_gaps, measure_access, people_time, slug
from accessibility.search import (
    OUTSIDE,
    Direction,
    Sources,
    TravelNetwork,
    TravelRules,
    TravelTime,
    lay_network,
    least_times,
)
from geo.progress import Progress

WITH_HAZARDS = "hazards"
WITHOUT_HAZARDS = "no-hazards"
DEFAULT_PROFILE = "default"
BASE_SCENARIO = "base"
ALL_YEAR = "all-year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One search and what it says: times by cell, access by area, underserved regions."""

    pillar: str
    direction: Direction
    has_hazards: bool
    travel: TravelTime
    access: pd.DataFrame
    gaps: gpd.GeoDataFrame

    @property
    def dimensions(self) -> dict[str, str]:
        """The run's dimensions, as the columns of every table of a release name them."""
        return {
            "pillar": self.pillar,
            "profile": DEFAULT_PROFILE,
            "scenario": BASE_SCENARIO,
            "season": ALL_YEAR,
            "direction": self.direction,
            "hazards": WITH_HAZARDS if self.has_hazards else WITHOUT_HAZARDS,
        }

    @property
    def folder(self) -> str:
        """Where in a tier its rasters are."""
        return "/".join(["runs", *(slug(value) for value in self.dimensions.values())])


def travel_rules(inputs: Inputs, direction: Direction) -> TravelRules:
    """The rules of a search in one direction, from the study file."""
    travel = inputs.study.travel
    return TravelRules(
        direction=direction,
        neighbours=travel.neighbours,
        corner_crossing=travel.corner_crossing,
        boarding_wait_minutes=travel.boarding_wait_minutes,
        limit_minutes=travel.limit_minutes,
    )


def make_runs(inputs: Inputs, centres: Centres, *, progress: Progress) -> list[Run]:
    """All runs over these centres, in the order of their pillars and directions; without hazards before with them.

    The searches run side by side. What is measured on them is not: the libraries under it hush their
    warnings in a way that is the whole program's.
    """
    pillars, directions = centres.all_pillars, inputs.study.travel.directions
    worlds = [False] if inputs.ground.hazards is None else [False, True]
    progress(f"searching {len(pillars) * len(directions)} x {len(worlds)} runs", 0.0)
    runs: list[Run] = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as threads:
        free = {direction: threads.submit(_lay_network, inputs, direction) for direction in directions}
        networks = {(direction, False): network for direction, network in free.items()}
        for direction in directions if len(worlds) > 1 else ():
            networks[direction, True] = threads.submit(_with_hazards, inputs, free[direction])
        answers = {
            (pillar, direction): [
                threads.submit(_search, inputs, centres, networks[direction, has_hazards], pillar)
                for has_hazards in worlds
            ]
            for pillar, direction in product(pillars, directions)
        }
        try:
            for number, ((pillar, direction), answer) in enumerate(answers.items(), start=1):
                without, *held = [travel.result() for travel in answer]
                answer.clear()
                runs.extend(
                    _measure_question(
                        inputs, centres, without, held[0] if held else None, pillar=pillar, direction=direction
                    )
                )
                progress("searching", number / len(answers))
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    return runs


def _lay_network(inputs: Inputs, direction: Direction) -> TravelNetwork:
    return lay_network(inputs.ground.land, inputs.ground.roads, rules=travel_rules(inputs, direction))


def _with_hazards(inputs: Inputs, free: Future[TravelNetwork]) -> TravelNetwork:
    """The network with hazards; the one without, which it waits for, was given to the threads before."""
    return free.result().with_hazards(inputs.ground.hazards)


def _measure_question(  # noqa: PLR0913
    inputs: Inputs, centres: Centres, free: TravelTime, held: TravelTime | None, *, pillar: str, direction: Direction
) -> list[Run]:
    """The runs of one pillar and direction: without hazards, then with them if the study has any."""
    free_times = people_time(inputs.demand, free, hazards=None)
    runs = [_measure(inputs, centres, free, free_times, pillar=pillar, direction=direction)]
    if held is not None:
        times = people_time(inputs.demand, held, hazards=inputs.ground.hazards)
        runs.append(_measure(inputs, centres, held, times, pillar=pillar, direction=direction, free_times=free_times))
    return runs


def _search(inputs: Inputs, centres: Centres, network: Future[TravelNetwork], pillar: str) -> TravelTime:
    """One search; the network that it waits for was given to the threads before."""
    rows = centres.rows_serving(pillar)
    travel = least_times(network.result(), Sources(cell=centres.cell[rows], row=rows))
    return replace(travel, status=np.where(_is_outside(inputs), np.uint8(OUTSIDE), travel.status))


def _is_outside(inputs: Inputs) -> npt.NDArray[np.bool_]:
    """Cells that are no part of the study: no land data, nobody, and in no area that the study names."""
    is_empty = ~inputs.ground.land.has_data & (inputs.population.people <= 0)
    return is_empty if inputs.study.areas is None else is_empty & (inputs.areas.zone < 0)


def _measure(  # noqa: PLR0913
    inputs: Inputs,
    centres: Centres,
    travel: TravelTime,
    times: PeopleTime,
    *,
    pillar: str,
    direction: Direction,
    free_times: PeopleTime | None = None,
) -> Run:
    gaps = inputs.study.gaps
    return Run(
        pillar=pillar,
        direction=direction,
        has_hazards=free_times is not None,
        travel=travel,
        access=measure_access(
            inputs.demand,
            times,
            inputs.areas,
            bands_minutes=inputs.study.travel.bands_minutes,
            threshold_minutes=gaps.threshold_minutes,
            times_without_hazards=free_times,
            people_outside_grid=inputs.population.people_outside_grid,
        ),
        gaps=find_gaps(
            travel,
            inputs.demand,
            times,
            areas=inputs.areas,
            centres=centres,
            threshold_minutes=gaps.threshold_minutes,
            min_people=gaps.min_people,
            times_without_hazards=free_times,
        ),
    )
