"""The need of a tier: who is underserved and by how much, by whom, and what is not known, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.capacity import Pairs, make_pairs
from accessibility.capacity_runs import measure_supply, pairs_of
from accessibility.capacity_tables import load_frame, supply_frame
from accessibility.families import HouseholdSize, families_frame
from accessibility.inputs import Inputs
from accessibility.mixed_runs import MixedRun
from accessibility.need import (
    NEED_PREFIX,
    Centres,
    demand_data_gaps,
    directory_frame,
    groups_frame,
    measure_quality,
)
from accessibility.need_of_runs import AnyRun, access_by_group, asked_of, fairness_by_run, need_groups
from accessibility.parity import parity_frame
from accessibility.protection import ProtectedTables
from accessibility.release import NeedTables
from accessibility.runs import Networks, Run, sources_of
from accessibility.study_file import BASE_SCENARIO, CapacityTable
from geo.progress import Progress


def find_need(
    inputs: Inputs, runs: Sequence[Run], mixed_runs: Sequence[MixedRun], centres: Centres, *, progress: Progress
) -> NeedTables:
    """The tables of what these runs say, of these centres: those that a tier may show, as they serve in the base."""
    every: list[AnyRun] = [*runs, *mixed_runs]
    access = access_by_group(inputs, every, progress=progress)
    supply, load = None, None
    if inputs.study.capacity is not None:
        supply, load = _supply(inputs, inputs.study.capacity, runs, mixed_runs, progress=progress)
    return NeedTables(
        access=access,
        groups=groups_frame(inputs.groups),
        fairness=_fairness(inputs, every, access, progress=progress),
        supply=supply,
        centre_load=load,
        directory=directory_frame(centres, inputs.ground.grid),
        data_gaps=pd.concat([demand_data_gaps(inputs.groups), _quality(inputs, runs, centres)], ignore_index=True),
    )


def _fairness(inputs: Inputs, runs: Sequence[AnyRun], access: pd.DataFrame, *, progress: Progress) -> pd.DataFrame:
    """Fairness of the study as it stands; what scenarios change for each group is in the table of access."""
    base = [run for run in runs if run.dimensions["scenario"] == BASE_SCENARIO]
    return fairness_by_run(inputs, base, access[access["scenario"] == BASE_SCENARIO], progress=progress)


def with_survivors(
    need: NeedTables, inputs: Inputs, tables: Sequence[ProtectedTables], near_hazards: pd.DataFrame | None
) -> NeedTables:
    """The same beside what a tier may tell of survivors: their parity with everyone in need, and their families.

    ``near_hazards``: access of those who live near hazards by run; None where hazards are not shown.
    """
    demand, hazards = inputs.study.demand, inputs.study.hazards
    size = None if demand is None or demand.household_size is None else demand.household_size
    families = families_frame(
        tables,
        household_size=None if size is None else HouseholdSize(**size.model_dump()),
        near_hazards=near_hazards,
        as_of=inputs.study.study.as_of.isoformat(),
        hazards_source="" if hazards is None else hazards.source or "",
    )
    return replace(
        need,
        parity=parity_frame(tables, need.access, need_groups=need_groups(inputs)) if tables else None,
        families=families if len(families) else None,
    )


def _quality(inputs: Inputs, runs: Iterable[Run], centres: Centres) -> pd.DataFrame:
    """How much of the directory is known, of the centres and of those that people are nearest to in the base."""
    nearest: dict[str, npt.NDArray[np.int32]] = {}
    for run in runs:  # of each pillar the base in its first season, with hazards where they are shown
        is_base = run.world.key == inputs.worlds[0].key and run.world.profile is inputs.worlds[0].profile
        if is_base and run.direction == inputs.study.travel.directions[0]:
            by_cell = np.full(inputs.ground.grid.cell_count, -1, np.int32)
            by_cell[run.demand.home_cell] = run.times.nearest
            nearest[run.pillar] = by_cell
    return measure_quality(
        centres,
        inputs.areas,
        inputs.ground.grid,
        nearest=nearest,
        home_cell=inputs.demand.home_cell,
        people=inputs.demand.people,
    )


def _supply(
    inputs: Inputs,
    table: CapacityTable,
    runs: Sequence[Run],
    mixed_runs: Sequence[MixedRun],
    *,
    progress: Progress,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Supply by area and load by centre of each run that asks for a pillar of the need of [capacity]."""
    group = NEED_PREFIX + table.need
    threshold_minutes = inputs.study.gaps.threshold_minutes
    every: list[AnyRun] = [*runs, *mixed_runs]
    asked = [run for run in every if _is_asked(inputs, run, group)]
    pairs: dict[int, Pairs] = {}
    supplies, loads = [], []
    with ThreadPoolExecutor(max_workers=1) as threads:
        networks = Networks(inputs, threads)
        for number, run in enumerate(asked):
            progress("sharing out what the centres can give", number / len(asked))
            parts = run.parts if isinstance(run, MixedRun) else (run,)
            for part in parts:
                if id(part) not in pairs:
                    network = networks.of(part.world, part.direction, has_hazards=part.has_hazards).result()
                    sources = sources_of(part.world.centres, part.pillar)
                    within_minutes = table.within_minutes(threshold_minutes)
                    pairs[id(part)] = pairs_of(network, sources, part.demand, within_minutes=within_minutes)
            centres, rows = parts[0].world.centres, sources_of(parts[0].world.centres, run.pillar).row
            capacity_per_year = np.array([centres.records[row].capacity_per_year for row in rows], dtype=np.float64)
            entries = asked_of(inputs, run)
            people = entries.people(inputs.groups, group)[entries.home >= 0]
            answer = measure_supply(
                _joined([pairs[id(part)] for part in parts]),
                people,
                capacity_per_year,
                table,
                threshold_minutes=threshold_minutes,
            )
            frame = supply_frame(
                answer.supplies,
                inputs.areas,
                run.demand.home_cell,
                people,
                group=group,
                people_outside_grid=inputs.groups.people_outside(group),
            )
            supplies.append(frame)
            frame = load_frame(
                answer, ids=[centres.ids[row] for row in rows], names=[centres.names[row] for row in rows]
            )
            loads.append(frame)
    return _by_run(supplies, asked), _by_run(loads, asked)


def _is_asked(inputs: Inputs, run: AnyRun, group: str) -> bool:
    """Whether capacity is held against the need in a run: of its pillars, one way, served or not."""
    is_of_need = run.pillar in inputs.groups.group(group).pillars or need_groups(inputs).get(run.pillar) == group
    is_one_way = run.direction == inputs.study.travel.directions[0]
    return is_of_need and is_one_way


def _joined(parts: Sequence[Pairs]) -> Pairs:
    """The pairs of several demands over the same centres, one demand after another."""
    if len(parts) == 1:
        return parts[0]
    first = np.cumsum([0, *(each.origin_count for each in parts)])
    return make_pairs(
        np.concatenate([each.origin + start for each, start in zip(parts, first[:-1], strict=True)]),
        np.concatenate([each.centre for each in parts]),
        np.concatenate([each.minutes for each in parts]),
        origin_count=int(first[-1]),
        centre_count=parts[0].centre_count,
    )


def _by_run(frames: Sequence[pd.DataFrame], runs: Sequence[AnyRun]) -> pd.DataFrame | None:
    """The tables of all runs under one another, the run's dimensions as the first columns; None without any."""
    if not frames:
        return None
    told = [frame.assign(**run.dimensions) for frame, run in zip(frames, runs, strict=True)]
    return pd.concat(told, ignore_index=True)[[*runs[0].dimensions, *frames[0].columns]]
