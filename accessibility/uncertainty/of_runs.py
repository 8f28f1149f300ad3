"""The draws of a study's runs: one search for each draw and question, and what all draws together say."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.inputs import Inputs
from accessibility.mixed_runs import MixedRun
from accessibility.need import people_time
from accessibility.need_of_runs import AnyRun
from accessibility.run_dimensions import WITHOUT_HAZARDS
from accessibility.runs import Run, sources_of, travel_rules
from accessibility.search import Direction, TravelNetwork, least_times
from accessibility.uncertainty.certainty import certainty_frame, underserved_share
from accessibility.uncertainty.draw import Draw
from accessibility.uncertainty.drawn_networks import DrawnNetworks
from accessibility.uncertainty.figures import RunFigures
from accessibility.uncertainty.intervals import interval_frame
from accessibility.uncertainty.ranges import Ranges, ranges_of, uncertainty_of
from accessibility.uncertainty.sampling import draws_of
from accessibility.uncertainty.sensitivity import sensitivity_frame
from accessibility.uncertainty.stability import rank_frame
from accessibility.worlds import World
from geo.errors import InputError
from geo.progress import Progress

Doubles = npt.NDArray[np.float64]
_Key = tuple[object, ...]


class DrawnWays(Protocol):
    """Where the network of a world in a draw comes from. It is asked by several threads at once."""

    def of(self, world: World, direction: Direction, *, has_hazards: bool, draw: Draw) -> TravelNetwork:
        """The network of a world in a draw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertaintyTables:
    """What all draws together say.

    ``underserved_share``: by the folder of a run float32 of the grid's shape, the share of the draws in which a cell
    is beyond the threshold, NaN where no draw has an answer. Mixes have none.
    """

    intervals: pd.DataFrame
    rank_stability: pd.DataFrame
    sensitivity: pd.DataFrame
    ranges: pd.DataFrame
    certainty: pd.DataFrame
    underserved_share: Mapping[str, npt.NDArray[np.float32]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    """One network and pillar to be searched in every draw, and the runs that it answers."""

    key: _Key
    pillar: str
    world: World
    direction: Direction
    has_hazards: bool
    runs: tuple[Run, ...]


class _Drawn:
    """What is kept of the draws: the figures of each run, and in how many draws each cell is beyond."""

    def __init__(self, inputs: Inputs, runs: Sequence[AnyRun], count: int) -> None:
        self._threshold, self._lock = inputs.study.gaps.threshold_minutes, Lock()
        held: dict[tuple[str, ...], Doubles] = {}
        self._mates = [_without_hazards(run, runs) if run.has_hazards else None for run in runs]
        self._runs = runs
        self.figures = [RunFigures(inputs, run, count=count, people_held=held) for run in runs]
        for each, mate in zip(self.figures, self._mates, strict=True):
            each.measure_undrawn(None if mate is None else mate.times)
        self.searches = _searches_of(inputs, [run for run in runs if isinstance(run, Run)])
        shape = inputs.ground.grid.shape
        self.beyond = {search.key: np.zeros(shape, np.uint16) for search in self.searches}

    def measure(self, networks: DrawnWays, draw: Draw) -> None:
        """Search every question in a draw, and keep its figures."""
        minutes: dict[int, Doubles] = {}
        laid: tuple[_Key, TravelNetwork] | None = None
        for search in self.searches:
            if laid is None or laid[0] != search.key[:-1]:  # the pillars of one network follow one another
                laid = None
                network = networks.of(search.world, search.direction, has_hazards=search.has_hazards, draw=draw)
                laid = (search.key[:-1], network)
            travel = least_times(laid[1], sources_of(search.world.centres, search.pillar))
            is_beyond = ~(travel.minutes <= self._threshold)
            hazards = laid[1].hazards if search.has_hazards else None
            for run in search.runs:
                minutes[id(run)] = people_time(run.demand, travel, hazards=hazards).minutes
            with self._lock:
                self.beyond[search.key] += is_beyond
        for asked, mate, figures in zip(self._runs, self._mates, self.figures, strict=True):
            free = None if mate is None else _minutes_of(mate, minutes)
            is_beyond = figures.measure(draw, _minutes_of(asked, minutes), free)
            with self._lock:
                figures.beyond_draws += is_beyond


def measure_draws(  # noqa: PLR0913 - what is measured, over what, and how
    inputs: Inputs,
    runs: Sequence[AnyRun],
    *,
    progress: Progress,
    ranges: Ranges | None = None,
    networks: DrawnWays | None = None,
    threads: int | None = None,
) -> CertaintyTables:
    """What the draws of a study say of its runs, those of [uncertainty] scenarios; of mixes, as of their parts.

    ``ranges`` and ``networks`` None: those of the study, of hazards only if some run has them.
    Everything drawn is common to all runs, so that they may be compared draw by draw. Draws go side by side on so
    many ``threads``, by default as many as there are processors; the answer has the same bits with any number. Of a
    draw only sums are kept. A run without hazards has the same figures whether or not there are hazards.

    What the centres can give is not drawn, nor roads, centres and hazards that nobody has recorded.
    Raises InputError for a study without [uncertainty], for runs of none of its scenarios, for a run with hazards
    without the same one without them, and for [reasons] most_minutes that are not more than the threshold.
    """
    table, study = uncertainty_of(inputs.study), inputs.study
    told = [run for run in runs if run.dimensions["scenario"] in table.scenarios]
    if not told:
        raise InputError(f"no run is of the scenarios {', '.join(table.scenarios)} of [uncertainty]; run one of them")
    if ranges is None:
        ranges = ranges_of(inputs, has_hazards=any(run.has_hazards for run in told))
    networks = DrawnNetworks(inputs) if networks is None else networks
    draws = draws_of(ranges, table.draws, table.seed)
    drawn = _Drawn(inputs, told, len(draws))
    progress(f"searching {len(draws):,} draws of {len(drawn.searches):,} questions", 0.0)
    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        waiting = [pool.submit(drawn.measure, networks, draw) for draw in draws]
        try:
            for number, done in enumerate(as_completed(waiting), start=1):
                done.result()
                progress(f"searched draw {number:,} of {len(draws):,}", number / len(draws))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    as_of = study.study.as_of.isoformat()
    figures, tails = drawn.figures, table.tails
    return CertaintyTables(
        intervals=_joined(interval_frame(each, tails=tails, interval=table.interval, as_of=as_of) for each in figures),
        rank_stability=_joined(rank_frame(each, tails=tails, as_of=as_of) for each in figures),
        sensitivity=_joined(sensitivity_frame(each, tails=tails, as_of=as_of) for each in figures),
        ranges=ranges.frame(),
        certainty=_joined(certainty_frame(each, as_of=as_of) for each in figures),
        underserved_share={
            run.folder: underserved_share(run.travel, drawn.beyond[search.key], len(draws))
            for search in drawn.searches
            for run in search.runs
        },
    )


def _searches_of(inputs: Inputs, runs: Sequence[Run]) -> list[_Search]:
    """The distinct questions of some runs: by network, then pillar; runs that nothing tells apart share one."""
    found: dict[_Key, list[Run]] = {}
    for run in runs:
        ground = run.world.ground
        land, roads = (ground.held_land, ground.held_roads) if run.has_hazards else (ground.land, ground.roads)
        network = (
            run.world.profile.name,
            id(land),
            id(roads),
            id(ground.hazards) if run.has_hazards else None,
            travel_rules(inputs, run.world, run.direction),
        )
        sources = sources_of(run.world.centres, run.pillar)
        found.setdefault((*network, (sources.cell.tobytes(), sources.row.tobytes())), []).append(run)
    order: dict[_Key, int] = {}
    for key in found:
        order.setdefault(key[:-1], len(order))
    return [
        _Search(
            key=key,
            pillar=alike[0].pillar,
            world=alike[0].world,
            direction=alike[0].direction,
            has_hazards=alike[0].has_hazards,
            runs=tuple(alike),
        )
        for key, alike in sorted(found.items(), key=lambda each: order[each[0][:-1]])
    ]


def _without_hazards(run: AnyRun, runs: Iterable[AnyRun]) -> AnyRun:
    """The same run without hazards."""
    wanted = {**run.dimensions, "hazards": WITHOUT_HAZARDS}
    mate = next((other for other in runs if other.dimensions == wanted), None)
    if mate is None:
        raise InputError(f"the run {'/'.join(run.dimensions.values())} has no mate without hazards; make that run too")
    return mate


def _minutes_of(run: AnyRun, minutes: Mapping[int, Doubles]) -> Doubles:
    """The minutes of the entries of a run in a draw, those of a mix from its parts."""
    if isinstance(run, MixedRun):
        return np.concatenate([minutes[id(part)] for part in run.parts])
    return minutes[id(run)]


def _joined(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(list(frames), ignore_index=True)
