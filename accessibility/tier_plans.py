"""Plans of the runs of a tier, as tables, rasters and scenario files; and a mobile team's outreach beside them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.candidates import CandidateMinutes, Candidates, candidate_minutes, placed_on, read_candidates
from accessibility.inputs import Inputs
from accessibility.need import slug
from accessibility.outreach import check_outreach, find_outreach
from accessibility.plans import (
    ADDED_CENTRES_FILE,
    SCENARIO_FILE,
    DrawnPlan,
    MeasuredPlan,
    Posed,
    alternatives_frame,
    areas_frame,
    candidates_frame,
    check_plans,
    draw_plan,
    find_frontier,
    frontier_frame,
    groups_frame,
    measure_plan,
    network_of,
    pillars_of,
    plan_frame,
    plan_jointly,
    plan_parity,
    plan_scenario,
    pose_plan,
    released_ids,
    releases_frame,
    starting_runs,
    summary_row,
    uncovered_frame,
)
from accessibility.protection import ProtectedTables
from accessibility.release import PlanTables
from accessibility.runs import Run
from accessibility.scenario_toml import scenario_toml
from accessibility.search import TravelNetwork
from accessibility.siting import SitingAnswer, solve_siting
from accessibility.study_file import BASE_SCENARIO, PlanTable
from geo.faults import Faults
from geo.progress import Progress

IsStopped = Callable[[], bool]


def never_stopped() -> bool:
    """Whether somebody asks for the best so far: nobody does."""
    return False


def check_tier_plans(inputs: Inputs, *, faults: Faults) -> None:
    """Every fault of ``[candidates]``, ``[[plans]]`` and ``[outreach]`` that needs no search."""
    candidates = read_candidates(inputs, faults=faults)
    check_plans(inputs, candidates, faults=faults)
    check_outreach(inputs, faults=faults)


def beside_parity(plans: PlanTables | None, tables: Sequence[ProtectedTables]) -> PlanTables | None:
    """The plans of a tier with what the protected tables that it may show tell of whether they are fair."""
    if plans is None or not {"plan_summary", "plan_areas"} <= set(plans.frames):
        return plans
    frame = plan_parity(plans.frames["plan_summary"], plans.frames["plan_areas"], tables)
    return replace(plans, frames={**plans.frames, "plan_parity": frame}) if len(frame) else plans


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What the plans of one world have in common. ``candidates``: on the cells where they stand in it."""

    network: TravelNetwork
    candidates: Candidates
    reach: CandidateMinutes


@dataclass(frozen=True, slots=True)
class _Found:
    """The tables of plans as they are found."""

    frames: dict[str, list[pd.DataFrame]] = field(default_factory=dict)
    rasters: dict[str, dict[str, npt.NDArray[Any]]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, frame: pd.DataFrame) -> None:
        """Rows of a table."""
        if len(frame):
            self.frames.setdefault(name, []).append(frame)

    @property
    def joined(self) -> dict[str, pd.DataFrame]:
        """Each table that has rows."""
        return {name: pd.concat(frames, ignore_index=True) for name, frames in self.frames.items()}


def find_plans(  # noqa: PLR0913 - what is asked, of what, for whom
    inputs: Inputs,
    runs: Sequence[Run],
    *,
    shows_hazards: bool,
    known: PlanTables | None,
    progress: Progress,
    is_stopped: IsStopped = never_stopped,
) -> PlanTables | None:
    """What the study asks for of plans and outreach in a tier; None if it asks for neither.

    ``inputs``: with the worlds that the tier may show, over whose centres the plans are made; plans of scenarios that
    it does not show are left out. A tier that does not show the hazards of a study has no plans, and says so.
    ``known``: what was found for another tier over the same centres, of which what this one may show is kept.
    Once ``is_stopped`` says so, the best so far is taken of each plan, and told. Raises InputError as the parts do.
    """
    study = inputs.study
    tour = find_outreach(inputs, runs, shows_hazards=shows_hazards, progress=progress)
    outreach = {} if tour is None else {name: frame for name, frame in tour.frames.items() if len(frame)}
    layers: dict[tuple[str, str], gpd.GeoDataFrame] = {}
    if tour is not None:
        named = {"stops": tour.stops, "tours": tour.tours}
        layers = {("outreach.gpkg", name): frame for name, frame in named.items() if len(frame)}
    if study.candidates is None:
        return PlanTables(frames=outreach, layers=layers) if tour is not None else None
    if study.hazards is not None and not shows_hazards:
        return PlanTables(frames=outreach, layers=layers, kept_back=True)
    scenarios = {world.key[0] for world in inputs.worlds}
    tables = [table for table in study.plans if table.scenario in scenarios]
    if known is not None:
        kept = _of_these(known, tables)
        return replace(kept, frames={**kept.frames, **outreach}, layers=layers)
    candidates = read_candidates(inputs, faults=Faults())  # its notices are told when the study is checked
    if candidates is None:
        return PlanTables(frames=outreach, layers=layers)
    found = _Found()
    grounds: dict[tuple[str, str, bool], _Ground] = {}
    for number, table in enumerate(tables):
        progress(f"planning {table.name}", number / len(tables))
        _find_plan(inputs, table, runs, candidates, grounds, found, progress=progress, is_stopped=is_stopped)
    base = next((ground for key, ground in grounds.items() if key[0] == BASE_SCENARIO), None)
    found.add("plan_candidates", candidates_frame(inputs, candidates, None if base is None else base.reach))
    return PlanTables(frames=found.joined | outreach, rasters=found.rasters, files=found.files, layers=layers)


def _of_these(known: PlanTables, tables: Sequence[PlanTable]) -> PlanTables:
    """What is known of these plans alone."""
    names = {table.name for table in tables}
    frames = {
        name: frame[frame["plan"].isin(names)].reset_index(drop=True) if "plan" in frame else frame
        for name, frame in known.frames.items()
    }
    return replace(
        known,
        frames={name: frame for name, frame in frames.items() if len(frame)},
        rasters={folder: rasters for folder, rasters in known.rasters.items() if folder.split("/")[0] in names},
        files={path: text for path, text in known.files.items() if path.split("/")[0] in names},
    )


def _find_plan(  # noqa: PLR0913, PLR0917 - what is asked, of what, and where it is put
    inputs: Inputs,
    table: PlanTable,
    runs: Sequence[Run],
    candidates: Candidates,
    grounds: dict[tuple[str, str, bool], _Ground],
    found: _Found,
    *,
    progress: Progress,
    is_stopped: IsStopped,
) -> None:
    """One plan, solved, measured and told."""
    first = starting_runs(inputs, table, runs, pillars_of(inputs, table, candidates))[0]
    key = (*first.world.key, first.has_hazards)
    if key not in grounds:
        grounds[key] = _ground_of(inputs, first, candidates, progress=progress)
    ground = grounds[key]
    posed = pose_plan(inputs, table, runs, ground.candidates, ground.reach, network=ground.network)
    progress(f"planning {table.name}: searching for the best sites", 0.0)
    answer = solve_siting(
        posed.problem, posed.ask, seconds=table.most_seconds, progress=progress, is_stopped=is_stopped
    )
    has_sites = answer.status != "infeasible" and not math.isnan(answer.value)  # else none was found in time
    if not has_sites:
        found.add("plan_summary", pd.DataFrame([summary_row(inputs, posed, answer, None)]))
        return
    network, starts = ground.network, posed.runs
    released: tuple[str, ...] = ()
    joint = plan_jointly(
        inputs, posed, network, answer, seconds=table.most_seconds, progress=progress, is_stopped=is_stopped
    )
    if joint is not None:
        posed, answer, network, released = joint.posed, joint.answer, joint.network, released_ids(joint)
        found.add("plan_releases", releases_frame(inputs, joint))
    measured = measure_plan(posed, answer.chosen, network)
    points = find_frontier(posed, progress=progress, is_stopped=is_stopped)
    drawn = draw_plan(
        inputs,
        posed,
        answer,
        [answer.chosen, *(point.chosen for point in points)],
        before=starts,
        progress=progress,
        is_stopped=is_stopped,
    )
    low, high = (None, None) if drawn is None else (drawn.low[1:], drawn.high[1:])
    found.add("plan_frontier", frontier_frame(inputs, posed, points, low=low, high=high))
    row = summary_row(inputs, posed, answer, measured)
    found.add("plan_summary", pd.DataFrame([row if drawn is None else row | _of_draws(row, drawn)]))
    found.add("plan", plan_frame(inputs, measured, share_of_draws=None if drawn is None else drawn.share_of_draws))
    _tell_measured(inputs, measured, answer, found)
    found.files.update(_scenario_files(inputs, posed, measured.rows, released))


def _of_draws(row: Mapping[str, Any], drawn: DrawnPlan) -> dict[str, Any]:
    """What the draws say of the plan itself, the first of their choices: money per person is most where least gain."""
    low, high, cost = float(drawn.low[0]), float(drawn.high[0]), float(row["total_cost"])
    return {
        "people_gained_low": low,
        "people_gained_high": high,
        "cost_per_person_low": cost / high if high > 0 else math.nan,
        "cost_per_person_high": cost / low if low > 0 else math.nan,
        "interval": drawn.interval,
        "draws": float(drawn.draws),
    }


def _tell_measured(inputs: Inputs, measured: MeasuredPlan, answer: SitingAnswer, found: _Found) -> None:
    """The tables and rasters of who is where with the plan."""
    posed = measured.posed
    found.add("plan_areas", areas_frame(inputs, measured))
    found.add("plan_groups", groups_frame(inputs, measured))
    found.add("plan_alternatives", alternatives_frame(inputs, posed, answer))
    found.add("plan_uncovered", uncovered_frame(inputs, measured, answer))
    for pillar, travel in zip(posed.pillars, measured.travel, strict=True):
        minutes = np.where(np.isfinite(travel.seconds), travel.minutes, np.nan).astype(np.float32)
        found.rasters[f"{posed.table.name}/{slug(pillar)}"] = {"travel_minutes": minutes, "status": travel.status}


def _ground_of(inputs: Inputs, run: Run, candidates: Candidates, *, progress: Progress) -> _Ground:
    """The network of a run, the candidates where they stand on it, and who is how far from them."""
    network, hazards = network_of(inputs, run), run.world.ground.hazards if run.has_hazards else None
    cell = placed_on(candidates, network.land, within_m=inputs.study.land.adopt_within_m)
    if run.world.ground.land is inputs.ground.land:
        cell = candidates.cell
    placed = replace(candidates, cell=cell)
    table = inputs.study.candidates
    if table is None:
        raise AssertionError("candidates were read that the study does not name")
    asked = [plan.within_minutes or inputs.study.gaps.threshold_minutes for plan in inputs.study.plans]
    reach = candidate_minutes(
        network,
        placed,
        run.demand,
        hazards=hazards,
        within_minutes=max([table.within_minutes, *asked]),
        progress=progress,
    )
    return _Ground(network=network, candidates=placed, reach=reach)


def _scenario_files(inputs: Inputs, posed: Posed, rows: Sequence[int], released: Sequence[str]) -> dict[str, str]:
    """The scenario of a plan for the study file, and the layer of the centres that it adds, by path."""
    made = plan_scenario(inputs, posed, rows, released=released)
    if made is None or made.scenario is None:
        return {}
    folder, scenario = posed.table.name, posed.table.scenario
    lines = [
        "The plan as a scenario: put it at the end of the study file, and the layer of added centres beside that.",
        "Its comparison with the base says what the plan gives. No recorded hazard does not mean safe.",
        *(
            [f"It was planned over the scenario {scenario}: add what that changes."]
            if scenario != BASE_SCENARIO
            else []
        ),
        *made.told,
        *(f"Left out: {words}" for words in made.left_out),
    ]
    comments = "".join(f"# {' '.join(line.split())}\n" for line in lines)
    files = {f"{folder}/{SCENARIO_FILE}": comments + "\n" + scenario_toml(made.scenario)}
    if made.added_centres is not None:
        text = json.dumps(made.added_centres, ensure_ascii=False, indent=1, allow_nan=False)
        files[f"{folder}/{ADDED_CENTRES_FILE}"] = text + "\n"
    return files
