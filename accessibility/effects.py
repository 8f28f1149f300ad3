"""The effects of hazards: which area cuts off whom, the roads that policy decides about, who lives near."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from accessibility.clearance import ClearanceRanking, rank_clearance
from accessibility.inputs import Inputs
from accessibility.need import (
    ALL_ID,
    NEAR_M,
    distance_to_areas_m,
    find_disputed_roads,
    measure_access,
    measure_near_hazards,
    people_time,
)
from accessibility.runs import Networks, Run, sources_of
from accessibility.search import INSIDE_HAZARD, LiveAnswer
from accessibility.study_file import BASE_SCENARIO
from accessibility.worlds import Terrain, World, lay_ground
from geo.grid import LON_LAT
from geo.hazards import RoadPolicy, road_overlaps
from geo.layers import one_area
from geo.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What hazards do beyond the runs themselves; each table has the dimensions of its run as columns.

    ``rankings``: by run with hazards of the base, in the order of the runs. ``near_hazards``, ``hazard_range``:
    rows of access, by distance and by road policy, empty where nothing is asked. ``disputed_roads``:
    EPSG:4326, with ``cluster_id`` from 1; None in a study without roads.
    """

    rankings: tuple[tuple[Run, ClearanceRanking], ...]
    near_hazards: pd.DataFrame
    hazard_range: pd.DataFrame
    disputed_roads: gpd.GeoDataFrame | None


def find_effects(inputs: Inputs, runs: Sequence[Run], *, progress: Progress) -> Effects:
    """The effects of the hazards of the base, in each of its seasons, on the people of the first profile alone.

    None on a pillar that no centre serves there.
    """
    held = [
        run
        for run in runs
        if run.has_hazards
        and run.world.key[0] == BASE_SCENARIO
        and run.world.profile == inputs.profiles[0]
        and len(run.world.centres.rows_serving(run.pillar))
    ]
    rankings: list[tuple[Run, ClearanceRanking]] = []
    near, ranges, disputed = [], [], []
    with ThreadPoolExecutor(max_workers=1) as threads:
        networks, relaid = Networks(inputs, threads), _Relaid(inputs)
        for number, run in enumerate(held):
            share = number / len(held)
            near.append(_near(inputs, run))
            if inputs.study.roads is not None:
                progress("finding the roads that policy decides about", share)
                table, roads = _roads(inputs, run, networks, relaid)
                ranges.append(table)
                disputed.append(roads)
            if inputs.study.clearance.rank:
                rankings.append((run, _rank(inputs, run, networks, progress=progress)))
    return Effects(
        rankings=tuple(rankings),
        near_hazards=_joined(near),
        hazard_range=_joined(ranges),
        disputed_roads=gpd.GeoDataFrame(_joined(disputed), geometry="geometry", crs=LON_LAT) if disputed else None,
    )


class _Relaid:
    """The worlds of a study with roads in hazards by another policy, each laid once."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._laid: dict[tuple[str, str, RoadPolicy], World] = {}

    @property
    def policies(self) -> tuple[RoadPolicy, ...]:
        """From letting all roads pass to cutting most; recorded only where roads in use are recorded."""
        return ("open", "recorded", "cut") if self._inputs.in_use else ("open", "cut")

    def under(self, world: World, policy: RoadPolicy) -> World:
        """A world under a road policy."""
        key = (*world.key, policy)
        if key not in self._laid:
            ground = world.ground
            terrain = Terrain(
                profile=world.profile,
                land=ground.land,
                network=ground.network,
                road_counts=ground.road_counts,
                roads=ground.roads,
            )
            laid = lay_ground(
                self._inputs.study, terrain, ground.hazard_areas, road_policy=policy, in_use=self._inputs.in_use
            )
            self._laid[key] = replace(world, ground=laid)
        return self._laid[key]


def _near(inputs: Inputs, run: Run) -> pd.DataFrame:
    demand, ground = run.world.demand, run.world.ground
    areas = ground.hazard_areas
    shapes = [] if areas is None else list(areas.geometry)
    distance_m = distance_to_areas_m(ground.grid, demand.home_cell, shapes, within_m=max(NEAR_M))
    table = measure_near_hazards(ground.grid, demand, run.times, distance_m, **_measures(inputs))
    return _with_dimensions(table, run)


def _roads(inputs: Inputs, run: Run, networks: Networks, relaid: _Relaid) -> tuple[pd.DataFrame, gpd.GeoDataFrame]:
    """Access of all people under each road policy, and the stretches of road that differ from one to another."""
    demand, table = run.world.demand, inputs.study.hazards
    rows, disputed = [], None
    for policy in relaid.policies:
        world = relaid.under(run.world, policy)
        network = networks.of(world, run.direction, has_hazards=True).result()
        answer = LiveAnswer(network, sources_of(world.centres, run.pillar))
        times = people_time(demand, answer.travel_time(), hazards=world.ground.hazards)
        access = measure_access(demand, times, one_area(world.ground.grid), **_measures(inputs))
        row = access[access["area_id"] == ALL_ID].drop(columns=["area_id", "area_name", "area_kind"])
        rows.append(row.assign(roads=policy))
        if policy == "open" and world.ground.hazards is not None and table is not None:
            overlaps = road_overlaps(
                world.ground.grid, network.roads, world.ground.hazards.shapes, tolerance_m=table.overlap_tolerance_m
            )
            cell = np.where(times.status == INSIDE_HAZARD, -1, demand.answer_cell)
            disputed = find_disputed_roads(answer, world.ground.network, overlaps, cell=cell, people=demand.people)
    if disputed is None:
        raise AssertionError("a run with hazards has no hazards")
    ranged = pd.concat(rows, ignore_index=True)
    ranged = ranged[["roads", *(column for column in ranged.columns if column != "roads")]]
    disputed = disputed.assign(cluster_id=disputed["area_row"] + 1)
    return _with_dimensions(ranged, run), _with_dimensions(disputed, run)


def _rank(inputs: Inputs, run: Run, networks: Networks, *, progress: Progress) -> ClearanceRanking:
    world, study = run.world, inputs.study
    return rank_clearance(
        networks.of(world, run.direction, has_hazards=True).result(),
        sources_of(world.centres, run.pillar),
        world.demand,
        bands_minutes=study.travel.bands_minutes,
        threshold_minutes=study.gaps.threshold_minutes,
        most_released=study.clearance.most_released,
        progress=progress,
    )


def _measures(inputs: Inputs) -> dict[str, Any]:
    study = inputs.study
    return {"bands_minutes": study.travel.bands_minutes, "threshold_minutes": study.gaps.threshold_minutes}


def _with_dimensions(table: Any, run: Run) -> Any:
    """A table with the run's dimensions as its first columns."""
    columns = list(table.columns)
    return table.assign(**run.dimensions)[[*run.dimensions, *columns]]


def _joined(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
