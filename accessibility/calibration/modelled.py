"""Modelled minutes of reported ways: one search for each centre, profile and season, over the runs' own ground."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from accessibility.calibration.reported import ReportedTimes
from accessibility.inputs import Inputs
from accessibility.need import people_time
from accessibility.runs import Networks
from accessibility.search import Sources, TravelNetwork, TravelTime, each_centre
from accessibility.worlds import World
from geo.errors import InputError
from geo.land import NearestPassableCell
from geo.progress import Progress

Doubles = npt.NDArray[np.float64]


def modelled_minutes(inputs: Inputs, worlds: Sequence[World], times: ReportedTimes, *, progress: Progress) -> Doubles:
    """The minutes of each reported way as the model has them, inf where it has no way; shape (rows,).

    ``worlds``: those of the base, among which each row's season and profile are, with its centre. Ways lead to the
    centre, without hazards and without a limit, since they were travelled. A place on no passable cell takes the
    nearest one, as people do. From an area it is the mean over its people who have a way. Raises InputError for a
    season and a profile that no world is of.
    """
    minutes = np.full(len(times), np.inf)
    by_name = {(world.key[1], world.profile.name): world for world in worlds}
    asked = list(dict.fromkeys(zip(times.season, times.mode, strict=True)))
    missing = [key for key in asked if key not in by_name]
    if missing:
        season, mode = missing[0]
        raise InputError(f"ways by {mode} in {season} were reported, and no run of the base is of them; run it too")
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as threads:
        networks = Networks(inputs, threads)
        for number, key in enumerate(asked):
            progress("modelling what was reported", number / len(asked))
            rows = np.flatnonzero([each == key for each in zip(times.season, times.mode, strict=True)])
            network = networks.of(by_name[key], "to", has_hazards=False).result()
            minutes[rows] = _minutes_in(inputs, by_name[key], network, times, rows)
    return minutes


def _minutes_in(
    inputs: Inputs, world: World, network: TravelNetwork, times: ReportedTimes, rows: npt.NDArray[np.int64]
) -> Doubles:
    """The minutes of these rows, all of one season and profile."""
    network = replace(network, rules=replace(network.rules, limit_minutes=None))
    row_of = {identity: row for row, identity in enumerate(world.centres.ids)}
    centre = np.array([row_of[times.centre_id[row]] for row in rows], dtype=np.int64)
    xy = times.xy[rows]
    cell = np.full(len(rows), -1, np.int64)
    is_point = ~times.is_area[rows]
    cell[is_point], _ = NearestPassableCell(network.land).of(
        xy[is_point, 0], xy[is_point, 1], within_m=inputs.study.land.adopt_within_m
    )
    minutes = np.full(len(rows), np.inf)
    standing = np.array([each for each in np.unique(centre) if world.centres.cell[each] >= 0], dtype=np.int64)
    sources = Sources(cell=world.centres.cell[standing], row=np.arange(len(standing), dtype=np.int32))
    for source, travel in zip(standing, each_centre(network, sources), strict=True):
        is_its = centre == source
        at_point = is_its & (cell >= 0)
        minutes[at_point] = travel.minutes.ravel()[cell[at_point]]
        for area in np.unique(times.area[rows][is_its & ~is_point]):
            is_from = is_its & ~is_point & (times.area[rows] == area)
            minutes[is_from] = _mean_of_area(inputs, world, travel, int(area))
    return minutes


def _mean_of_area(inputs: Inputs, world: World, travel: TravelTime, area: int) -> float:
    demand = world.demand
    found = people_time(demand, travel, hazards=None).minutes
    is_there = (inputs.areas.zone.ravel()[demand.home_cell] == area) & np.isfinite(found)
    return float(np.average(found[is_there], weights=demand.people[is_there])) if is_there.any() else np.inf
