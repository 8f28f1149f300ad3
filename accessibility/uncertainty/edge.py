"""The edge of a study: whose answer could change with roads or centres beyond what it knows."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.inputs import Inputs
from accessibility.need import ALL_ID, ALL_NAME, regions_of_homes
from accessibility.runs import Networks, Run, travel_rules
from accessibility.search import BEYOND_LIMIT, INSIDE_HAZARD, NO_WAY, REACHED, TravelNetwork, TravelTime, least_seconds
from accessibility.study_file import RoadsTable
from accessibility.uncertainty.edge_starts import starts_at_edge
from geo.progress import Progress

Edge = Literal["grid", "grid-and-no-data"]
Flags = npt.NDArray[np.uint8]
_CONNECT_WITHIN_M: Final[float] = RoadsTable.model_fields["connect_within_m"].default  # of roads that nobody named
_COLUMNS: Final = ("place_kind", "place_id", "place_name", "people", "people_could_change", "as_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeAnswers:
    """Which answers the world beyond a study's edge could change.

    ``could_change``: by the folder of each run, uint8 of the shape of the grid: 1 where a road or a centre beyond the
    edge could give the cell less minutes than the run says, or a way where it has none; 0 where it surely could not,
    and where the run has no answer to change (barriers, no land data, inside hazards, outside the study).
    ``people``: for each run and place the people who live there and those of them who take their answer from such
    a cell; columns are the run's dimensions, place_kind ("region", "area" or "all"), place_id, place_name, people,
    people_could_change and as_of.
    """

    could_change: dict[str, Flags]
    people: pd.DataFrame


def find_edge(inputs: Inputs, runs: Sequence[Run], *, progress: Progress, edge: Edge = "grid") -> EdgeAnswers:
    """What could change in each of the runs; one search for each network, which all pillars share.

    ``edge``: with "grid-and-no-data" cells without land data are as unknown as what lies beyond the grid; with
    "grid" they are taken as known to be empty, as the sea is. The argument why nothing else can change is in
    ``edge_starts``.
    """
    groups: dict[tuple[object, ...], list[Run]] = {}
    for run in runs:
        groups.setdefault(_network_key(inputs, run), []).append(run)
    progress("looking beyond the edge", 0.0)
    found: dict[str, Flags] = {}
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as threads:
        try:
            networks = Networks(inputs, threads)
            asked = [(group, _submit(inputs, group, networks, threads, edge=edge)) for group in groups.values()]
            for number, (group, flags) in enumerate(asked, start=1):
                found |= dict(zip((run.folder for run in group), flags.result(), strict=True))
                progress("looking beyond the edge", number / len(groups))
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    frames = [_people_of(inputs, run, found[run.folder]) for run in runs]
    people = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(_COLUMNS))
    return EdgeAnswers(could_change={run.folder: found[run.folder] for run in runs}, people=people)


def seconds_from_edge(
    network: TravelNetwork, *, connect_within_m: float, edge: Edge = "grid"
) -> npt.NDArray[np.float64]:
    """At least how many seconds each cell is from where a way can leave what is known; inf where from nowhere.

    No less than that takes any way, in the network's direction, by roads, land or a centre beyond. Shape of the grid.
    """
    is_no_data_unknown = edge == "grid-and-no-data"
    starts = starts_at_edge(network, connect_within_m=connect_within_m, is_no_data_unknown=is_no_data_unknown)
    return least_seconds(network, starts)


def could_change(travel: TravelTime, edge_s: npt.NDArray[np.float64]) -> Flags:
    """1 for each cell that has an answer, or has none for want of a way, and is nearer to the edge than to a centre.

    A cell that is as near to the edge as to its centre cannot become nearer to another one.
    """
    is_asked = np.isin(travel.status, (REACHED, NO_WAY, BEYOND_LIMIT))
    return (is_asked & (edge_s < travel.seconds)).astype(np.uint8)


def _network_key(inputs: Inputs, run: Run) -> tuple[object, ...]:
    """Runs with the same key go over the same network."""
    ground, rules = run.world.ground, travel_rules(inputs, run.world, run.direction)
    if run.has_hazards:
        return id(ground.held_land), id(ground.held_roads), rules, id(ground.hazards)
    return id(ground.land), id(ground.roads), rules, None


def _submit(
    inputs: Inputs, group: Sequence[Run], networks: Networks, threads: ThreadPoolExecutor, *, edge: Edge
) -> Future[list[Flags]]:
    network = networks.of(group[0].world, group[0].direction, has_hazards=group[0].has_hazards)
    roads = inputs.study.roads
    connect_within_m = _CONNECT_WITHIN_M if roads is None else roads.connect_within_m

    def flags() -> list[Flags]:
        edge_s = seconds_from_edge(network.result(), connect_within_m=connect_within_m, edge=edge)
        return [could_change(run.travel, edge_s) for run in group]

    return threads.submit(flags)


def _people_of(inputs: Inputs, run: Run, flags: Flags) -> pd.DataFrame:
    """The people of each place, and how many of them could have another answer."""
    demand, gaps = run.demand, inputs.study.gaps
    changes = (demand.answer_cell >= 0) & (flags.ravel()[np.maximum(demand.answer_cell, 0)] > 0)
    changes &= run.times.status != INSIDE_HAZARD
    people = np.stack([demand.people, np.where(changes, demand.people, 0.0)])
    region = regions_of_homes(run.travel, demand, threshold_minutes=gaps.threshold_minutes, min_people=gaps.min_people)
    zone = inputs.areas.zone.ravel()[demand.home_cell].astype(np.int64)
    regions, areas = len(run.gaps), len(inputs.areas.ids)
    of_region = [np.bincount(region, weights=row, minlength=regions + 1)[1:] for row in people]
    of_area = [np.bincount(zone + 1, weights=row, minlength=areas + 1)[1:] for row in people]
    lives, could = (
        np.concatenate([by_region, by_area, [row.sum()]])
        for by_region, by_area, row in zip(of_region, of_area, people, strict=True)
    )
    return pd.DataFrame(
        {
            "place_kind": ["region"] * regions + ["area"] * areas + ["all"],
            "place_id": [*map(str, run.gaps["gap_id"]), *inputs.areas.ids, ALL_ID],
            "place_name": [*run.gaps["name"], *inputs.areas.names, ALL_NAME],
            "people": lives,
            "people_could_change": could,
            "as_of": inputs.study.study.as_of.isoformat(),
        }
    ).pipe(lambda frame: frame.assign(**run.dimensions)[[*run.dimensions, *_COLUMNS]])
