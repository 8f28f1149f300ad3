"""Which areas cut off whom: each cluster released alone, and the best order of releasing several together."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Final

import numpy as np

from accessibility.clearance.gains import Gain, GainMeter, no_gain
from accessibility.need import Demand
from accessibility.search import ReleaseTrials, Sources, TravelNetwork, clusters_across
from geo.progress import Progress, silent

Clusters = frozenset[int]
_MOST_WAYS: Final = 2000  # of the places that lose most; the ways that bundles are taken from
_MOST_BUNDLES: Final = 300
_TOLD_EVERY: Final = 100  # releases
_MOST_WORKERS: Final = 8  # each holds all keys and moves, some ten bytes for a cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Clusters that are released together, and what that gives on top of all steps before."""

    clusters: tuple[int, ...]
    gain: Gain


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceRanking:
    """What releases give to one pillar in one direction.

    ``alone``: the gain of each cluster if it alone is released. ``order``: the clusters, those that
    give most first; equal ones by number. ``steps``: the greedy order, each the step that gives most for
    each cluster it takes; then ``rest``, all others together, so that steps and rest add up to the whole
    difference between with and without hazards. ``bands_minutes``: those of ``people_newly_within``.
    """

    bands_minutes: tuple[float, ...]
    threshold_minutes: float
    alone: tuple[Gain, ...]
    order: tuple[int, ...]
    steps: tuple[Step, ...]
    rest: Step


@dataclass(slots=True)
class _Candidate:
    """Clusters that may be a step; the gain holds as long as nothing changes in its tiles."""

    clusters: Clusters
    gain: Gain
    tiles: frozenset[int]


def rank_clearance(  # noqa: PLR0913 - whose way, to where, and how it is counted
    network: TravelNetwork,
    sources: Sources,
    demand: Demand,
    *,
    bands_minutes: tuple[float, ...],
    threshold_minutes: float,
    most_released: int = 10,
    progress: Progress = silent,
) -> ClearanceRanking:
    """Rank the clusters of a network's hazards by what releasing them gives.

    Worth first is who comes within the threshold, then who gets a way at all, then person-minutes.
    Several areas in a row may only help together: so bundles that lie across the free ways of those
    who lose most are candidates too. Greedy is no optimum: another choice of as many may give more.
    """
    hazards = network.hazards
    if hazards is None:
        raise AssertionError("without hazards there is nothing to rank")
    bands = tuple(sorted({*bands_minutes, threshold_minutes}))
    first = ReleaseTrials(network, sources)
    meter = GainMeter(demand, hazards, first, bands)
    workers = [first, *(first.copy() for _ in range(1, min(os.cpu_count() or 1, _MOST_WORKERS)))]
    singles = [frozenset([cluster]) for cluster in range(len(hazards.shapes))]
    tried = _try_all(workers, meter, singles, progress=progress)
    alone = tuple(candidate.gain for candidate in tried)
    worth = [_worth(gain, bands.index(threshold_minutes)) for gain in alone]
    order = sorted(range(len(alone)), key=lambda cluster: ([-value for value in worth[cluster]], cluster))
    bundles = _find_bundles(network, sources, meter, first, most=most_released)
    candidates = tried + _try_all(workers, meter, bundles)
    steps = _greedy(workers, meter, candidates, threshold=bands.index(threshold_minutes), most=most_released)
    taken = {cluster for step in steps for cluster in step.clusters}
    others = frozenset(range(len(alone))) - taken
    return ClearanceRanking(
        bands_minutes=bands,
        threshold_minutes=threshold_minutes,
        alone=alone,
        order=tuple(order),
        steps=tuple(steps),
        rest=Step(clusters=tuple(sorted(others)), gain=_release(first, meter, others, is_kept=True).gain),
    )


def _worth(gain: Gain, threshold: int) -> tuple[float, float, float]:
    return gain.people_newly_within[threshold], gain.people_reconnected, gain.person_minutes_gained


def _release(trials: ReleaseTrials, meter: GainMeter, clusters: Clusters, *, is_kept: bool = False) -> _Candidate:
    if not clusters:
        return _Candidate(clusters, no_gain(len(meter.bands_minutes)), frozenset())
    opened = trials.release(clusters, is_kept=is_kept)
    gain = meter.measure(opened, trials.keys, clusters, trials.is_released)
    homes = trials.tiles_of(meter.answer[meter.entries_inside(clusters)])
    return _Candidate(clusters, gain, opened.tiles | homes)


def _try_all(
    workers: Sequence[ReleaseTrials], meter: GainMeter, sets: Sequence[Clusters], *, progress: Progress | None = None
) -> list[_Candidate]:
    """Each set tried by itself, by whichever worker is idle; in the order of the sets."""
    idle: SimpleQueue[ReleaseTrials] = SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def work(clusters: Clusters) -> _Candidate:
        trials = idle.get()
        try:
            return _release(trials, meter, clusters)
        finally:
            idle.put(trials)

    tried = []
    with ThreadPoolExecutor(max_workers=len(workers)) as threads:
        for place, candidate in enumerate(threads.map(work, sets)):
            tried.append(candidate)
            if progress is not None and place % _TOLD_EVERY == 0:
                progress(f"trying {len(sets):,} releases", place / len(sets))
    return tried


def _greedy(
    workers: Sequence[ReleaseTrials],
    meter: GainMeter,
    candidates: list[_Candidate],
    *,
    threshold: int,
    most: int,
) -> list[Step]:
    """The steps, until as many clusters are released as may be or none gives anything; all workers keep them."""
    steps: list[Step] = []
    left = most
    while left > 0:
        candidates = [each for each in candidates if len(each.clusters) <= left]
        best = max(candidates, key=lambda each: _worth_per_cluster(each, threshold), default=None)
        if best is None or best.gain.is_nothing:
            break
        kept = [_release(worker, meter, best.clusters, is_kept=True) for worker in workers][-1]
        steps.append(Step(clusters=tuple(sorted(best.clusters)), gain=kept.gain))
        left -= len(best.clusters)
        remaining = {each.clusters - best.clusters: each for each in candidates if each.clusters - best.clusters}
        is_stale = {
            clusters: bool(each.tiles & kept.tiles) or clusters != each.clusters for clusters, each in remaining.items()
        }
        again = _try_all(workers, meter, [clusters for clusters in remaining if is_stale[clusters]])
        candidates = [each for clusters, each in remaining.items() if not is_stale[clusters]] + again
    return steps


def _worth_per_cluster(candidate: _Candidate, threshold: int) -> tuple[tuple[float, ...], int]:
    """What a step gives for each cluster that it takes; of equals the one with the lowest cluster."""
    size = len(candidate.clusters)
    return tuple(value / size for value in _worth(candidate.gain, threshold)), -min(candidate.clusters)


def _find_bundles(
    network: TravelNetwork, sources: Sources, meter: GainMeter, trials: ReleaseTrials, *, most: int
) -> list[Clusters]:
    """Sets of two clusters or more that lie across the free way of people, those of most people first."""
    losing = trials.release(range(len(trials.is_released))).cell
    people = np.bincount(meter.answer, weights=meter.people, minlength=network.grid.cell_count)
    is_there = people[losing] > 0
    losing = losing[is_there]
    losing = losing[np.argsort(-people[losing], kind="stable")][:_MOST_WAYS]
    weight: Counter[Clusters] = Counter()
    for cell, clusters in zip(losing.tolist(), clusters_across(network, sources, losing), strict=True):
        if 1 < len(clusters) <= most:
            weight[clusters] += people[cell]
    return [clusters for clusters, _ in weight.most_common(_MOST_BUNDLES)]
