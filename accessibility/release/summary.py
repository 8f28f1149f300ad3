"""The summary of a tier: its figures in short, its worlds in words, and what became of the inputs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from accessibility.inputs import Inputs
from accessibility.reach import reach_steps
from accessibility.release.content import TierContent
from accessibility.release.map_tables import places_told
from accessibility.release.need_files import need_told
from accessibility.release.plan_tables import plans_told
from accessibility.release.profile_words import profiles_told
from accessibility.release.scenario_words import changes_of, title_of
from accessibility.release.why_tables import why_told
from accessibility.runs import Run, all_pillars


def summary_of(inputs: Inputs, content: TierContent, manifest: dict[str, Any]) -> dict[str, Any]:
    """The summary as plain values."""
    summary = {
        **_head(inputs, content, manifest),
        **profiles_told(inputs.profiles, inputs.mixes),
        "worlds": [
            {
                "scenario": world.key[0],
                "season": world.key[1],
                "title": title_of(world.place),
                "changes": changes_of(world.place, inputs.study, shows_hazards=content.shows_hazards),
                "centres": {
                    pillar: [world.centres.ids[row] for row in world.centres.rows_serving(pillar)]
                    for pillar in world.centres.all_pillars
                },
            }
            for world in content.worlds
            if world.profile == inputs.profiles[0]  # for whom it is asked changes nothing of what is told here
        ],
        "comparisons": [
            {
                "slug": comparison.name,
                "name": comparison.title,
                **{side: _side(run) for side, run in (("before", comparison.before), ("after", comparison.after))},
                "pillar": comparison.after.pillar,
                "profile": comparison.after.dimensions["profile"],
                "direction": comparison.after.direction,
                "folder": comparison.folder,
            }
            for comparison in content.comparisons
        ],
        "runs": [_run(run) for run in content.runs],
    }
    if content.shows_hazards and inputs.hazard_counts is not None:
        summary["hazards"] = _hazards(inputs)
    if content.need is not None:
        summary["need"] = need_told(content.need)
    if content.why is not None:
        summary["why"] = why_told(content.why)
    if content.plans is not None:
        summary["plans"] = plans_told(content.plans)
    return summary


def _side(run: Run) -> dict[str, str]:
    return {name: run.dimensions[name] for name in ("scenario", "season", "hazards")}


def _hazards(inputs: Inputs) -> dict[str, Any]:
    ground = inputs.ground
    policies = [] if ground.hazard_areas is None else ground.hazard_areas["policy"].tolist()
    counts = asdict(inputs.hazard_counts) if inputs.hazard_counts is not None else {}
    names = (("blocking", "block"), ("slowing", "slow"), ("ignored", "ignore"))
    return {
        **counts,
        **{name: policies.count(policy) for name, policy in names},
        "cluster_count": 0 if ground.hazards is None else len(ground.hazards.shapes),
    }


def _head(inputs: Inputs, content: TierContent, manifest: dict[str, Any]) -> dict[str, Any]:
    demand, study, centres = inputs.demand, inputs.study, content.centres
    adopted = demand.people[demand.is_adopted]
    accepted = set(centres.ids)
    return {
        "study": study.study.name,
        "as_of": study.study.as_of.isoformat(),
        "tier": manifest["tier"],
        "bands_minutes": list(study.travel.bands_minutes),
        "threshold_minutes": study.gaps.threshold_minutes,
        "steps_minutes": list(reach_steps(study.travel.bands_minutes, study.gaps.threshold_minutes)),
        "population_year": study.population.year,
        "population": {
            "people": inputs.population.source_sum,
            "adopted": float(adopted.sum()),
            "adopted_mean_m": float(np.average(demand.adopted_m[demand.is_adopted], weights=adopted))
            if len(adopted)
            else 0.0,
            "outside_areas": float(demand.people[inputs.areas.zone.ravel()[demand.home_cell] < 0].sum()),
            "outside_grid": inputs.population.people_outside_grid,
        },
        "roads": asdict(inputs.ground.road_counts),
        "places": places_told(inputs),
        "centres": [
            {
                "pillar": pillar,
                "accepted": len(centres.rows_serving(pillar)),
                "moved": int((centres.moved_m[centres.rows_serving(pillar)] > 0).sum()),
                "refused": sum(
                    pillar in pillars and not adding and identity not in accepted
                    for identity, pillars, adding in zip(
                        content.read_centres.ids,
                        content.read_centres.pillars,
                        content.read_centres.scenario,
                        strict=True,
                    )
                ),
            }
            for pillar in all_pillars(content.worlds)
        ],
    }


def _run(run: Run) -> dict[str, Any]:
    overall = run.access[run.access["area_kind"] == "all"].iloc[0].to_dict()
    people = float(run.gaps["people"].sum())
    return {
        **run.dimensions,
        "folder": run.folder,
        "overall": overall,
        "gap_count": len(run.gaps),
        "people_in_gaps": people,
    }
