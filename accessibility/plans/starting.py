"""Where a plan starts from: the run of each of its pillars, and the network that its ways lead over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from accessibility.candidates import Candidates
from accessibility.inputs import Inputs
from accessibility.need import measure_access, names_of, order_pillars, people_time
from accessibility.runs import Run, travel_rules
from accessibility.search import BEYOND_LIMIT, NO_WAY, REACHED, TravelNetwork, lay_network
from accessibility.study_file import ALL_YEAR, PlanTable, StudyFile
from geo.errors import InputError


def season_of(study: StudyFile, table: PlanTable) -> str:
    """The season of a plan: the one that it names, else the first of the study."""
    return table.season or (study.seasons[0].name if study.seasons else ALL_YEAR)


def pillars_of(inputs: Inputs, table: PlanTable, candidates: Candidates) -> tuple[str, ...]:
    """The pillars that a plan is for: those that it names, else all that some candidate gives."""
    if table.pillars is not None:
        return tuple(dict.fromkeys(table.pillars))
    given = (pillar for pillars in candidates.pillars for pillar in pillars)
    return order_pillars(given, names_of(inputs.study.services))


def starting_runs(inputs: Inputs, table: PlanTable, runs: Sequence[Run], pillars: Sequence[str]) -> tuple[Run, ...]:
    """The run of each pillar: scenario and season of the plan, the first profile, on the way to care.

    With hazards if there is such a run. A pillar that no centre gives yet has no run of its own; its run says that
    nobody has a way. Raises InputError if no run of that scenario and season is there.
    """
    world, profile = (table.scenario, season_of(inputs.study, table)), inputs.profiles[0].name
    fit = [run for run in runs if run.world.key == world and run.world.profile.name == profile]
    fit = [run for run in fit if run.direction == "to"]
    fit = [run for run in fit if run.has_hazards] or fit
    if not fit:
        raise InputError(
            f"plan {table.name}: there is no run of scenario {world[0]} in season {world[1]} on the way to care; name "
            'another scenario or season, or add "to" to [travel] directions'
        )
    by_pillar = {run.pillar: run for run in fit}
    return tuple(by_pillar.get(pillar) or _of_nobody(inputs, fit[0], pillar) for pillar in pillars)


def network_of(inputs: Inputs, run: Run) -> TravelNetwork:
    """The network that a run was searched on."""
    ground, rules = run.world.ground, travel_rules(inputs, run.world, run.direction)
    land, roads = (ground.held_land, ground.held_roads) if run.has_hazards else (ground.land, ground.roads)
    free = lay_network(land, roads, rules=rules)
    return free.with_hazards(ground.hazards) if run.has_hazards else free


def _of_nobody(inputs: Inputs, run: Run, pillar: str) -> Run:
    """The run of a pillar that no centre gives, over the same ground as another."""
    travel = run.travel
    is_asked = np.isin(travel.status, (REACHED, BEYOND_LIMIT))
    without = replace(
        travel,
        seconds=np.full_like(travel.seconds, np.inf),
        nearest=np.full_like(travel.nearest, -1),
        status=np.where(is_asked, np.uint8(NO_WAY), travel.status),
    )
    times = people_time(run.demand, without, hazards=run.world.ground.hazards if run.has_hazards else None)
    access = measure_access(
        run.demand,
        times,
        inputs.areas,
        bands_minutes=inputs.study.travel.bands_minutes,
        threshold_minutes=inputs.study.gaps.threshold_minutes,
        people_outside_grid=inputs.population.people_outside_grid,
    )
    return replace(run, pillar=pillar, travel=without, times=times, access=access, gaps=run.gaps.iloc[:0])
