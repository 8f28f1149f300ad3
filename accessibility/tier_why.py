"""Why regions are underserved and how sure that is, of the runs of a tier, as tables and rasters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.calibration import check_calibration, find_calibration, points_by_name
from accessibility.inputs import Inputs
from accessibility.need import Centres
from accessibility.need_of_runs import AnyRun
from accessibility.reasons import (
    STEADINESS_COLUMN,
    find_reasons,
    priorities_frame,
    priority_moves_frame,
    tell_idle_factors,
)
from accessibility.release import WhyTables
from accessibility.run_dimensions import DIMENSIONS
from accessibility.runs import Run
from accessibility.uncertainty import (
    check_uncertainty,
    data_age_frame,
    find_edge,
    measure_draws,
    ranges_of,
)
from geo.faults import Faults
from geo.progress import Progress

_PLACE = ["place_kind", "place_id"]
_OF_DRAWS = frozenset({"intervals", "rank_stability", "sensitivity", "ranges", "certainty"})


def check_why(inputs: Inputs, *, faults: Faults) -> None:
    """Every fault of ``[reasons]``, ``[uncertainty]``, ``[calibration]`` and ``[referral]`` that needs no search."""
    tell_idle_factors(inputs, faults=faults)
    check_uncertainty(inputs, faults=faults)
    check_calibration(inputs, places=_points(inputs), faults=faults)


def find_why(  # noqa: PLR0913 - what is asked, of what, for whom
    inputs: Inputs,
    runs: Sequence[AnyRun],
    centres: Centres,
    *,
    shows_hazards: bool,
    known: WhyTables | None,
    faults: Faults,
    progress: Progress,
) -> WhyTables | None:
    """What the study asks for of these runs; None if it asks for none of it.

    ``centres``: those that the tier may show. ``known``: what was found of these runs and more over the same centres,
    of which these are kept. Notices that only a search can give go to ``faults``. Raises InputError and InputFaults
    as the parts do.
    """
    if known is not None:
        return _of_these(known, inputs, runs, centres, shows_hazards=shows_hazards)
    study = inputs.study
    frames: dict[str, pd.DataFrame] = {}
    rasters: dict[str, dict[str, npt.NDArray[Any]]] = {}
    if study.uncertainty is not None:
        if _drawn_of(inputs, runs):
            frames, rasters = _certainty(inputs, runs, progress=progress)
        frames["data_age"] = data_age_frame(inputs, shows_hazards=shows_hazards, centres=centres)
    if study.reasons is not None:
        frames |= _reasons(inputs, runs, frames.get("certainty"), progress=progress)
    told = find_calibration(inputs, runs, progress=progress, places=_points(inputs), faults=faults)
    for name in ("calibration", "calibration_fit", "calibrated", "referral"):
        frame = getattr(told, name)
        if frame is not None:
            frames[name] = frame
    return WhyTables(frames=frames, rasters=rasters) if frames else None


def _of_these(
    known: WhyTables, inputs: Inputs, runs: Sequence[AnyRun], centres: Centres, *, shows_hazards: bool
) -> WhyTables:
    """What is known of these runs alone; each run is told by itself."""
    kept = {tuple(run.dimensions.values()) for run in runs}
    frames = {}
    is_drawn = bool(_drawn_of(inputs, runs))
    for name, frame in known.frames.items():
        if name in _OF_DRAWS and not is_drawn:
            continue
        frames[name] = frame
        if set(DIMENSIONS) <= set(frame.columns):
            is_kept = [row in kept for row in frame[list(DIMENSIONS)].itertuples(index=False, name=None)]
            frames[name] = frame[np.array(is_kept, dtype=np.bool_)].reset_index(drop=True)
    if "ranges" in frames:
        has_hazards = any(run.has_hazards for run in _drawn_of(inputs, runs))
        frames["ranges"] = ranges_of(inputs, has_hazards=has_hazards).frame()
    if "data_age" in frames:
        frames["data_age"] = data_age_frame(inputs, shows_hazards=shows_hazards, centres=centres)
    folders = {run.folder for run in runs if isinstance(run, Run)}
    rasters = {folder: rasters for folder, rasters in known.rasters.items() if folder in folders}
    return WhyTables(frames=frames, rasters=rasters)


def _drawn_of(inputs: Inputs, runs: Sequence[AnyRun]) -> list[AnyRun]:
    """The runs of the scenarios that are drawn; a tier that shows none of these has nothing of the draws."""
    table = inputs.study.uncertainty
    return [] if table is None else [run for run in runs if run.dimensions["scenario"] in table.scenarios]


def _certainty(
    inputs: Inputs, runs: Sequence[AnyRun], *, progress: Progress
) -> tuple[dict[str, pd.DataFrame], dict[str, dict[str, npt.NDArray[Any]]]]:
    """The tables of the draws, with the people whose answer could change beyond the edge, and their rasters."""
    table = inputs.study.uncertainty
    if table is None:
        raise AssertionError("there is nothing to draw")
    drawn_of = [run for run in _drawn_of(inputs, runs) if isinstance(run, Run)]
    drawn = measure_draws(inputs, runs, progress=progress)
    edge = find_edge(inputs, drawn_of, progress=progress, edge=table.edge)
    keys = [*DIMENSIONS, *_PLACE]
    could_change = edge.people[[*keys, "people_could_change"]]
    certainty = drawn.certainty.drop(columns="people_could_change", errors="ignore")
    certainty = certainty.merge(could_change, on=keys, how="left", validate="one_to_one")
    frames = {
        "intervals": drawn.intervals,
        "rank_stability": drawn.rank_stability,
        "sensitivity": drawn.sensitivity,
        "ranges": drawn.ranges,
        "certainty": certainty,
    }
    rasters: dict[str, dict[str, npt.NDArray[Any]]] = {}
    for name, by_folder in (("underserved_share", drawn.underserved_share), ("could_change", edge.could_change)):
        for folder, values in by_folder.items():
            rasters.setdefault(folder, {})[name] = values
    return frames, rasters


def _reasons(
    inputs: Inputs, runs: Sequence[AnyRun], certainty: pd.DataFrame | None, *, progress: Progress
) -> dict[str, pd.DataFrame]:
    told = find_reasons(inputs, [run for run in runs if isinstance(run, Run)], progress=progress)
    regions, weights = _with_steadiness(told.regions, certainty), inputs.study.priority.weights
    return {
        "regions": told.regions,
        "reasons": told.reasons,
        "priorities": priorities_frame(regions, weights),
        "priority_moves": priority_moves_frame(regions, weights),
    }


def _with_steadiness(regions: pd.DataFrame, certainty: pd.DataFrame | None) -> pd.DataFrame:
    """The regions with the share of the draws in which most of each is underserved; NaN where nothing was drawn."""
    if certainty is None or regions.empty:
        return regions
    of_regions = certainty[certainty["place_kind"] == "region"]
    steady = of_regions.assign(region_id=of_regions["place_id"].astype(np.int64))
    keys = [*DIMENSIONS, "region_id"]
    return regions.merge(steady[[*keys, STEADINESS_COLUMN]], on=keys, how="left", validate="one_to_one")


def _points(inputs: Inputs) -> Mapping[str, list[tuple[float, float]]] | None:
    """Where the places are by which reported times may name where they begin: the middle of their cells."""
    if inputs.places is None:
        return None
    grid = inputs.ground.grid
    row, column = np.divmod(inputs.places.cell, grid.shape[1])
    return points_by_name(inputs.places.names, np.column_stack([grid.centre_x[column], grid.centre_y[row]]))
