"""Handing a plan over: its sites as a scenario of the study file, with the layer of centres that it adds."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from accessibility.inputs import Inputs
from accessibility.live import (
    AddCentre,
    CentresColumns,
    Change,
    HandOver,
    LiveCentre,
    Naming,
    ReleaseHazard,
    UpgradeCentre,
    hand_over,
)
from accessibility.plans.posed import Posed

SCENARIO_FILE = "scenario.toml"
ADDED_CENTRES_FILE = "added_centres.geojson"


def plan_scenario(
    inputs: Inputs, posed: Posed, rows: Collection[int], *, released: Collection[str] = ()
) -> HandOver | None:
    """The scenario of a plan with the candidates of these rows; None if it changes nothing.

    ``released``: ids of the hazard areas that are released too. A site at a centre that is there already, listed or
    not, gives that centre more pillars; all other sites are added,
    under ids that begin with the plan's name, since those of candidates go on standing for candidates.
    """
    candidates, world = posed.candidates, posed.runs[0].world
    centres, name = world.centres, posed.table.name
    lon, lat = inputs.ground.grid.to_lon_lat(candidates.xy[:, 0], candidates.xy[:, 1])
    changes: list[Change] = [ReleaseHazard(area_id=area) for area in released]
    pictured: list[LiveCentre] = []
    for row in rows:
        centre_id = candidates.centre_ids[row]
        given, is_upgrade = candidates.pillars[row], centre_id != ""
        identity = centre_id or f"{name}-{candidates.ids[row]}"
        place = centres.ids.index(centre_id) if is_upgrade else -1
        here = (round(float(lon[row]), 7), round(float(lat[row]), 7))
        if is_upgrade:
            changes.append(UpgradeCentre(id=centre_id, pillars=given))
            given = tuple(dict.fromkeys((*centres.pillars[place], *given)))
        else:
            changes.append(AddCentre(id=identity, lon=here[0], lat=here[1], pillars=given))
        pictured.append(
            LiveCentre(
                id=identity,
                name=centres.names[place] if is_upgrade else candidates.names[row],
                level=candidates.levels[row],
                lon=here[0],
                lat=here[1],
                pillars=given,
                on_upgrade=(),
                is_sensitive=False,
            )
        )
    if not changes:
        return None
    parameters: dict[str, Any] = inputs.study.model_dump(mode="json")
    naming = Naming(name=f"plan-{name}", title=f"Plan: {posed.table.title or name}", layer=ADDED_CENTRES_FILE)
    return hand_over(changes, pictured, CentresColumns.of(parameters), naming=naming)
