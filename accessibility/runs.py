"""The runs of a study: every world, pillar and direction, without hazards and with them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import product

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.inputs import Inputs
from accessibility.need import (
    Centres,
    Demand,
    PeopleTime,
    find_gaps,
    measure_access,
    names_of,
    order_pillars,
    people_time,
    slug,
)
from accessibility.run_dimensions import WITH_HAZARDS, WITHOUT_HAZARDS
from accessibility.search import (
    OUTSIDE,
    Direction,
    LiveAnswer,
    Sources,
    TravelNetwork,
    TravelRules,
    TravelTime,
    lay_network,
    least_times,
)
from accessibility.worlds import World
from geo.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One search and what it says: times by cell and by home, access by area, underserved regions."""

    world: World
    pillar: str
    direction: Direction
    has_hazards: bool
    travel: TravelTime
    times: PeopleTime
    access: pd.DataFrame
    gaps: gpd.GeoDataFrame

    @property
    def dimensions(self) -> dict[str, str]:
        """The run's dimensions, as the columns of every table of a release name them."""
        scenario, season = self.world.key
        return {
            "pillar": self.pillar,
            "profile": self.world.profile.name,
            "scenario": scenario,
            "season": season,
            "direction": self.direction,
            "hazards": WITH_HAZARDS if self.has_hazards else WITHOUT_HAZARDS,
        }

    @property
    def demand(self) -> Demand:
        """The people who travel, home by home."""
        return self.world.demand

    @property
    def folder(self) -> str:
        """Where in a tier its rasters are."""
        return "/".join(["runs", *(slug(value) for value in self.dimensions.values())])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """A world, a pillar and a direction, asked without hazards and with them."""

    world: World
    pillar: str
    direction: Direction


def travel_rules(inputs: Inputs, world: World, direction: Direction) -> TravelRules:
    """The rules of a search in one direction, from the study file, the profile and the hours of the world."""
    travel, wait = inputs.study.travel, world.profile.boarding_wait_minutes
    return TravelRules(
        direction=direction,
        neighbours=travel.neighbours,
        corner_crossing=travel.corner_crossing,
        boarding_wait_minutes=travel.boarding_wait_minutes if wait is None else wait,
        limit_minutes=world.limit_minutes,
    )


def sources_of(centres: Centres, pillar: str) -> Sources:
    """The centres of a pillar, to search from."""
    rows = centres.rows_serving(pillar)
    return Sources(cell=centres.cell[rows], row=rows)


def all_pillars(worlds: Sequence[World]) -> tuple[str, ...]:
    """Every pillar that a centre serves in some world, as they are shown, then every service, served or not."""
    services = names_of(worlds[0].centres.services)
    served = [pillar for world in worlds for pillar in world.centres.all_pillars]
    return order_pillars([*served, *services], services)


class Networks:
    """The networks of worlds, each laid once: one for each terrain and direction, one more with hazards."""

    def __init__(self, inputs: Inputs, threads: ThreadPoolExecutor) -> None:
        self._inputs, self._threads = inputs, threads
        self._laid: dict[tuple[object, ...], Future[TravelNetwork]] = {}

    def of(self, world: World, direction: Direction, *, has_hazards: bool) -> Future[TravelNetwork]:
        """The network of a world, laid by the threads in the order in which networks are asked for."""
        ground = world.ground
        rules = travel_rules(self._inputs, world, direction)
        land, roads = (ground.held_land, ground.held_roads) if has_hazards else (ground.land, ground.roads)
        terrain = (id(land), id(roads), rules)
        if terrain not in self._laid:
            self._laid[terrain] = self._threads.submit(lay_network, land, roads, rules=rules)
        if not has_hazards:
            return self._laid[terrain]
        held = (*terrain, id(ground.hazards))
        if held not in self._laid:
            free = self._laid[terrain]
            self._laid[held] = self._threads.submit(lambda: free.result().with_hazards(ground.hazards))
        return self._laid[held]


def make_runs(inputs: Inputs, worlds: Sequence[World], *, progress: Progress) -> list[Run]:
    """All runs of these worlds, by pillar, direction and world; without hazards before with them.

    The searches run side by side; a scenario follows the answer of the base where both go over the
    same land. What is measured on them is not: the libraries under it hush their warnings in a way
    that is the whole program's.
    """
    questions = [
        _Question(world=world, pillar=pillar, direction=direction)
        for pillar, direction, world in product(all_pillars(worlds), inputs.study.travel.directions, worlds)
    ]
    progress(f"searching {len(questions):,} questions", 0.0)
    runs: list[Run] = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as threads:
        answers = _submit(inputs, questions, threads)
        try:
            for number, (question, (free, held)) in enumerate(zip(questions, answers, strict=True), start=1):
                runs.extend(_measure_question(inputs, question, free.result(), held.result() if held else None))
                progress("searching", number / len(questions))
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    return runs


def _submit(
    inputs: Inputs, questions: Sequence[_Question], threads: ThreadPoolExecutor
) -> Iterator[tuple[Future[TravelTime], Future[TravelTime] | None]]:
    """The searches of each question, given to the threads such that none waits for a later one."""
    networks = Networks(inputs, threads)
    followed: dict[tuple[object, ...], Future[LiveAnswer]] = {}
    has_variants = len({question.world.key[0] for question in questions}) > 1
    submitted: list[tuple[Future[TravelTime], Future[TravelTime] | None]] = []
    for question in questions:
        pair = []
        for has_hazards in (False, True) if question.world.ground.hazards is not None else (False,):
            network = networks.of(question.world, question.direction, has_hazards=has_hazards)
            sources = sources_of(question.world.centres, question.pillar)
            if not has_variants:
                pair.append(threads.submit(_search, inputs, network, sources))
                continue
            land = question.world.ground.held_land if has_hazards else question.world.ground.land
            rules = travel_rules(inputs, question.world, question.direction)
            key = (question.pillar, question.world.profile.name, rules, has_hazards, id(land))
            if key not in followed:
                followed[key] = threads.submit(_start, network, sources)
                pair.append(threads.submit(_told, inputs, followed[key]))
            else:
                pair.append(threads.submit(_follow, inputs, followed[key], network, sources))
        submitted.append((pair[0], pair[1] if len(pair) > 1 else None))
    yield from submitted


def _search(inputs: Inputs, network: Future[TravelNetwork], sources: Sources) -> TravelTime:
    return _without_outside(inputs, least_times(network.result(), sources))


def _start(network: Future[TravelNetwork], sources: Sources) -> LiveAnswer:
    return LiveAnswer(network.result(), sources)


def _told(inputs: Inputs, answer: Future[LiveAnswer]) -> TravelTime:
    return _without_outside(inputs, answer.result().travel_time())


def _follow(inputs: Inputs, answer: Future[LiveAnswer], network: Future[TravelNetwork], sources: Sources) -> TravelTime:
    """The answer of a variant, from that of the first world over the same land: only what differs is searched."""
    changed = answer.result().copy()
    changed.change(network=network.result(), sources=sources)
    return _without_outside(inputs, changed.travel_time())


def _without_outside(inputs: Inputs, travel: TravelTime) -> TravelTime:
    return replace(travel, status=np.where(_is_outside(inputs), np.uint8(OUTSIDE), travel.status))


def _is_outside(inputs: Inputs) -> npt.NDArray[np.bool_]:
    """Cells that are no part of the study: no land data, nobody, and in no area that the study names."""
    is_empty = ~inputs.ground.land.has_data & (inputs.population.people <= 0)
    return is_empty if inputs.study.areas is None else is_empty & (inputs.areas.zone < 0)


def _measure_question(inputs: Inputs, question: _Question, free: TravelTime, held: TravelTime | None) -> Iterator[Run]:
    """The runs of one question: without hazards, then with them if its world has any."""
    demand = question.world.demand
    free_times = people_time(demand, free, hazards=None)
    yield _measure(inputs, question, free, free_times)
    if held is not None:
        times = people_time(demand, held, hazards=question.world.ground.hazards)
        yield _measure(inputs, question, held, times, free_times=free_times)


def _measure(
    inputs: Inputs,
    question: _Question,
    travel: TravelTime,
    times: PeopleTime,
    *,
    free_times: PeopleTime | None = None,
) -> Run:
    gaps, world = inputs.study.gaps, question.world
    return Run(
        world=world,
        pillar=question.pillar,
        direction=question.direction,
        has_hazards=free_times is not None,
        travel=travel,
        times=times,
        access=measure_access(
            world.demand,
            times,
            inputs.areas,
            bands_minutes=inputs.study.travel.bands_minutes,
            threshold_minutes=gaps.threshold_minutes,
            times_without_hazards=free_times,
            people_outside_grid=inputs.population.people_outside_grid,
        ),
        gaps=find_gaps(
            travel,
            world.demand,
            times,
            areas=inputs.areas,
            centres=world.centres,
            threshold_minutes=gaps.threshold_minutes,
            min_people=gaps.min_people,
            times_without_hazards=free_times,
            places=inputs.places,
        ),
    )
