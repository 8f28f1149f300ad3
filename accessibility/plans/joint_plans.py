"""Sites and releases together: which hazard areas to release so that new sites, and old ones, reach more people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from accessibility.candidates import Candidates, candidate_minutes
from accessibility.clearance import rank_clearance
from accessibility.inputs import Inputs
from accessibility.need import PILLAR_SEPARATOR, people_time
from accessibility.plans.measuring import measure_plan
from accessibility.plans.posed import Posed
from accessibility.plans.posing import pose_plan
from accessibility.plans.starting import network_of
from accessibility.plans.summary_rows import minutes_of_entries
from accessibility.runs import Run, sources_of
from accessibility.search import OUTSIDE, Sources, TravelNetwork, least_times
from accessibility.siting import MAXIMISED, SitingAnswer, solve_siting, worth
from accessibility.worlds import Terrain, lay_ground
from geo.hazards import UNKNOWN
from geo.progress import Progress, silent

_ROUNDS: Final = 3
NO_BOUND: Final = "sites and releases are chosen in turns, greedily: no bound on how much better others could be"

Clusters = frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class JointPlan:
    """Sites and releases that go together. ``posed``, ``network``: over the ground without the areas released.

    The runs of ``posed`` keep the times as it is, with all hazards, and have the released world, so that what is
    measured is from as it is to both together. ``clusters``: numbers of those released, in their order, of the
    hazards as they are; ``people_gained``: by each on top of those before it, without the sites.
    """

    posed: Posed
    answer: SitingAnswer
    network: TravelNetwork
    clusters: tuple[int, ...]
    area_ids: tuple[tuple[str, ...], ...]
    people_gained: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Released:
    """A plan over the ground without some clusters."""

    posed: Posed
    network: TravelNetwork
    answer: SitingAnswer
    clusters: tuple[int, ...]


def plan_jointly(  # noqa: PLR0913 - what is asked, from where, and with how much effort
    inputs: Inputs,
    posed: Posed,
    network: TravelNetwork,
    answer: SitingAnswer,
    *,
    seconds: float = 60.0,
    progress: Progress = silent,
    is_stopped: Callable[[], bool] | None = None,
) -> JointPlan | None:
    """The plan together with at most ``release_hazards`` clusters to release; None where there is none to release.

    In turns: the releases that give most with the sites chosen so far (``rank_clearance``), then the sites that are
    best where these areas are released, until neither gets better; once from the sites of the plan by itself, once
    from no sites. The better of the two is taken: so it gives at least what either gives alone. Without a bound.
    Which releases are tried is ranked by everybody who comes within reach of each pillar; what is best is valued by
    the plan's own objective.
    """
    run = posed.runs[0]
    hazards = run.world.ground.hazards if run.has_hazards else None
    if hazards is None or not len(hazards.shapes) or not posed.table.release_hazards:
        return None
    best: _Released | None = None
    sign = 1.0 if posed.ask.objective in MAXIMISED else -1.0
    for start in (answer.chosen, ()):
        rows = [int(posed.candidate[site]) for site in start]
        for _ in range(_ROUNDS):
            if best is not None and is_stopped is not None and is_stopped():
                break
            progress(f"planning {posed.table.name}: which areas to release with the sites", 0.5)
            sites = start if best is None else best.answer.chosen
            tried = [
                _solved(inputs, posed, clusters, sites, seconds=seconds, is_stopped=is_stopped)
                for clusters in _proposals(posed, network, rows)
            ]
            fit = [each for each in tried if each.answer.status != "infeasible"]
            if not fit:
                break
            found = max(fit, key=lambda each: sign * each.answer.value)
            if best is not None and sign * found.answer.value <= sign * best.answer.value:
                break
            best = found
            rows = [int(found.posed.candidate[site]) for site in found.answer.chosen]
    if best is None:
        return None
    ids = run.world.ground.blocking_ids()
    return JointPlan(
        posed=_from_as_it_is(best.posed, posed),
        answer=replace(best.answer, status="unbounded", bound=np.nan, gap_share=np.nan),
        network=best.network,
        clusters=best.clusters,
        area_ids=tuple(tuple(ids[cluster]) for cluster in best.clusters),
        people_gained=tuple(_gains(inputs, posed, best.clusters)),
    )


def releases_frame(inputs: Inputs, joint: JointPlan) -> pd.DataFrame:
    """Rows of plan_releases."""
    rows: list[dict[str, Any]] = [
        {
            "plan": joint.posed.table.name,
            "order": float(order),
            "cluster_id": float(cluster + 1),
            "hazard_ids": PILLAR_SEPARATOR.join(ids),
            "people_gained": gained,
            "note": NO_BOUND,
            "as_of": inputs.study.study.as_of.isoformat(),
        }
        for order, (cluster, ids, gained) in enumerate(
            zip(joint.clusters, joint.area_ids, joint.people_gained, strict=True), start=1
        )
    ]
    return pd.DataFrame(rows)


def _proposals(posed: Posed, network: TravelNetwork, rows: Sequence[int]) -> list[tuple[int, ...]]:
    """For each pillar the clusters whose release gives most there, with sites at some candidates."""
    found: dict[tuple[int, ...], None] = {}
    for pillar, run in zip(posed.pillars, posed.runs, strict=True):
        ranking = rank_clearance(
            network,
            _with_sites(run, pillar, posed.candidates, rows),
            run.demand,
            bands_minutes=(posed.ask.within_minutes,),
            threshold_minutes=posed.ask.within_minutes,
            most_released=posed.table.release_hazards,
        )
        found[tuple(cluster for step in ranking.steps for cluster in step.clusters)] = None
    return list(found)


def _with_sites(run: Run, pillar: str, candidates: Candidates, rows: Sequence[int]) -> Sources:
    own = sources_of(run.world.centres, pillar)
    added = np.array([row for row in rows if pillar in candidates.pillars[row]], dtype=np.int64)
    return Sources(
        cell=np.concatenate([own.cell, candidates.cell[added]]),
        row=np.concatenate([own.row, (added + len(run.world.centres)).astype(np.int32)]),
    )


def _solved(  # noqa: PLR0913 - what is released, and with how much effort
    inputs: Inputs,
    posed: Posed,
    clusters: tuple[int, ...],
    sites: tuple[int, ...],
    *,
    seconds: float,
    is_stopped: Callable[[], bool] | None,
) -> _Released:
    """The best sites where some clusters are released, no worse than some sites if time runs out."""
    runs = tuple(_without(inputs, run, frozenset(clusters)) for run in posed.runs)
    network = network_of(inputs, runs[0])
    searched = tuple(_searched(run, network) for run in runs)
    reach = candidate_minutes(
        network,
        posed.candidates,
        searched[0].demand,
        hazards=network.hazards,
        within_minutes=posed.reach.within_minutes,
    )
    again = pose_plan(inputs, posed.table, searched, posed.candidates, reach, network=network)
    answer = solve_siting(again.problem, again.ask, seconds=seconds, runners_up=0, is_stopped=is_stopped)
    kept, sign = worth(again.problem, again.ask, sites), 1.0 if again.ask.objective in MAXIMISED else -1.0
    if answer.status != "proven" and kept.is_allowed and not sign * answer.value >= sign * kept.value:
        answer = replace(answer, status="unbounded", chosen=sites, value=kept.value)
    return _Released(posed=again, network=network, answer=answer, clusters=clusters)


def _without(inputs: Inputs, run: Run, clusters: Clusters) -> Run:
    """A run whose world is without some clusters of hazards; its times stay as they are."""
    world, table = run.world, inputs.study.hazards
    ground, areas = world.ground, world.ground.hazard_areas
    blocking = ground.blocking_areas
    if areas is None or blocking is None or table is None:
        raise AssertionError("without hazards there is nothing to release")
    released = blocking.index[blocking["cluster"].isin(clusters)]
    terrain = Terrain(
        profile=world.profile,
        land=ground.land,
        network=ground.network,
        road_counts=ground.road_counts,
        roads=ground.roads,
    )
    scenario = next((each for each in inputs.study.scenarios if each.name == world.key[0]), None)
    policy = table.roads if scenario is None or scenario.hazard_roads is None else scenario.hazard_roads
    laid = lay_ground(inputs.study, terrain, areas.drop(released), road_policy=policy, in_use=inputs.in_use)
    return replace(run, world=replace(world, ground=laid))


def _searched(run: Run, network: TravelNetwork) -> Run:
    """The run as it is over its world: its times searched anew."""
    travel = least_times(network, sources_of(run.world.centres, run.pillar))
    travel = replace(travel, status=np.where(run.travel.status == OUTSIDE, np.uint8(OUTSIDE), travel.status))
    return replace(run, travel=travel, times=people_time(run.demand, travel, hazards=network.hazards))


def _from_as_it_is(again: Posed, posed: Posed) -> Posed:
    """A plan over the released ground whose runs keep the times as it is."""
    runs = tuple(
        replace(run, travel=before.travel, times=before.times)
        for run, before in zip(again.runs, posed.runs, strict=True)
    )
    return replace(again, runs=runs)


def _gains(inputs: Inputs, posed: Posed, clusters: tuple[int, ...]) -> list[float]:
    """How many people come within reach by each release on top of those before it, without sites."""
    people, within = posed.problem.people, posed.ask.within_minutes
    is_within = minutes_of_entries(posed) <= within
    gains = []
    for count in range(1, len(clusters) + 1):
        runs = tuple(_without(inputs, run, frozenset(clusters[:count])) for run in posed.runs)
        released = replace(posed, runs=runs)
        measured = measure_plan(released, (), network_of(inputs, runs[0]))
        is_then = minutes_of_entries(released, measured) <= within
        gains.append(float(people[is_then & ~is_within].sum()))
        is_within |= is_then
    return gains


def released_ids(joint: JointPlan) -> tuple[str, ...]:
    """The ids of all areas that are released, for a scenario; those without an id cannot be named and are left out."""
    return tuple(each for ids in joint.area_ids for each in ids if each != UNKNOWN and not each.startswith("row "))
