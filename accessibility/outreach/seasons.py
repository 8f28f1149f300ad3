"""A season of the team: who is beyond reach, where it stops, what it drives, and what that gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from accessibility.inputs import Inputs
from accessibility.need import people_time
from accessibility.need_of_runs import need_groups
from accessibility.outreach.asked import asked_for, base_rows, drive_worlds
from accessibility.outreach.choosing import plan_month
from accessibility.outreach.drives import Roadway
from accessibility.outreach.month import Month, MonthPlan
from accessibility.outreach.stops import Stops, choose_stops, stop_candidates
from accessibility.runs import Networks, Run
from accessibility.search import BEYOND_LIMIT, NO_WAY, REACHED, Sources, TravelNetwork, least_times
from accessibility.worlds import World
from geo.progress import Progress

Doubles = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
_WITHOUT_REACH = (REACHED, NO_WAY, BEYOND_LIMIT)  # of whoever is beyond the threshold; the others have another reason
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """What a team does in the season of a run, and what it changes.

    ``base_rows``: the rows among the run's centres from which it starts. Stops and their arrays are in the order in
    which they were chosen: ``people`` and ``in_need``, beyond reach and nearest to each stop, float64 (stops,).
    ``km``: of each drive of the tours, by the places that it joins. ``beyond`` and ``beyond_after``: people beyond the
    threshold before, and after with each visited stop as a source of the pillar; ``in_need_beyond``: those in need
    among the former.
    """

    run: Run
    roadway: Roadway
    base_rows: Whole
    base_nodes: Whole
    stops: Stops
    km: Mapping[tuple[int, int], float]
    month: Month
    plan: MonthPlan
    people: Doubles
    in_need: Doubles
    beyond: float
    beyond_after: float
    in_need_beyond: float


def plan_season(inputs: Inputs, run: Run, *, progress: Progress) -> Season:
    """The stops and tours of a season, and who is beyond reach before and after; over hazards if the run is.

    A stop begins with people who ask for one visit a year at least. Homes come to the stop nearest to them.
    """
    table, drive_world = asked_for(inputs), _drive_world(inputs, run)
    roadway = roadway_of(drive_world, has_hazards=run.has_hazards)
    rows = base_rows(inputs, run.world.centres)
    rows = rows[run.world.centres.cell[rows] >= 0]
    node = roadway.node_near(*run.world.centres.xy[rows].T)
    rows, node = rows[node >= 0], node[node >= 0]
    is_reached = roadway.is_reached(node.tolist())
    is_beyond = beyond_reach(run, inputs.study.gaps.threshold_minutes)
    need = inputs.groups.people(need_groups(inputs)[run.pillar])
    asking = np.where(is_beyond, need, 0.0)
    grid, demand = run.world.ground.grid, run.demand
    is_passable = run.world.ground.land.is_passable.ravel()[roadway.cell]
    road_cells = roadway.cell[is_reached & is_passable]
    candidates = stop_candidates(grid, inputs.named_places, road_cells, demand, asking)
    with ThreadPoolExecutor(max_workers=1) as threads:
        networks = Networks(inputs, threads)
        network = networks.of(run.world, run.direction, has_hazards=run.has_hazards).result()
    stops = choose_stops(
        network,
        candidates,
        demand,
        asking,
        within_minutes=table.within_minutes,
        most_stops=table.most_stops,
        least_people=1.0 / table.visits_per_year,  # who ask for one visit a year
        progress=progress,
    )
    count = len(stops.cell)
    people, in_need = (
        np.bincount(stops.stop, weights=of_home[stops.home], minlength=count).astype(np.float64)
        for of_home in (demand.people, asking)
    )
    stop_nodes = roadway.node[np.searchsorted(roadway.cell, stops.cell)]
    month = Month(
        base_count=len(node),
        drive_minutes=roadway.minutes(node.tolist(), stop_nodes.tolist()),
        visits=in_need * table.visits_per_year / _MONTHS,
        visit_minutes=table.visit_minutes,
        set_up_minutes=table.set_up_minutes,
        day_minutes=table.day_minutes,
        nights_away=table.nights_away,
        may_sleep_at_stops=table.overnight_anywhere,
        teams=table.teams,
        days=table.days_per_month,
    )
    plan = plan_month(month, seconds=table.most_seconds, progress=progress)
    visited = stops.cell[plan.visits > 0]
    threshold_minutes = inputs.study.gaps.threshold_minutes
    is_left = is_beyond & ~_within(network, run, visited, threshold_minutes)
    return Season(
        run=run,
        roadway=roadway,
        base_rows=rows,
        base_nodes=node,
        stops=stops,
        km=_km_driven(roadway, [*node.tolist(), *stop_nodes.tolist()], plan),
        month=month,
        plan=plan,
        people=people,
        in_need=in_need,
        beyond=float(demand.people[is_beyond].sum()),
        beyond_after=float(demand.people[is_left].sum()),
        in_need_beyond=float(asking.sum()),
    )


def _km_driven(roadway: Roadway, nodes: Sequence[int], plan: MonthPlan) -> dict[tuple[int, int], float]:
    """The km of each drive that some tour has; the way back is another."""
    legs = {(leg.start, leg.end) for tours in plan.tours for tour in tours for leg in tour.legs}
    return {(start, end): roadway.km(nodes[start], nodes[end]) for start, end in sorted(legs)}


def beyond_reach(run: Run, threshold_minutes: float) -> npt.NDArray[np.bool_]:
    """Homes with a longer way to a centre than the threshold, or none; not those inside hazards or on no land."""
    return np.isin(run.times.status, _WITHOUT_REACH) & ~(run.times.minutes <= threshold_minutes)


def roadway_of(world: World, *, has_hazards: bool) -> Roadway:
    """The roads of a world as a vehicle goes over them."""
    ground = world.ground
    if not has_hazards:
        return Roadway(ground.grid, ground.roads, None)
    return Roadway(ground.grid, ground.held_roads, ground.hazards)


def _drive_world(inputs: Inputs, run: Run) -> World:
    return next(world for world in drive_worlds(inputs, inputs.worlds) if world.key == run.world.key)


def _within(network: TravelNetwork, run: Run, cells: Whole, minutes: float) -> npt.NDArray[np.bool_]:
    """Homes within so many minutes of some of these cells: what a search with them as further centres adds."""
    if not len(cells):
        return np.zeros(len(run.demand.people), np.bool_)
    limits = [limit for limit in (network.rules.limit_minutes, minutes) if limit is not None]
    limited = replace(network, rules=replace(network.rules, limit_minutes=min(limits)))
    travel = least_times(limited, Sources(cell=cells, row=np.arange(len(cells), dtype=np.int32)))
    return np.asarray(people_time(run.demand, travel, hazards=network.hazards).minutes <= minutes)
