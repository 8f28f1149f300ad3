"""Writing the ground of what-ifs beside a release: the base worlds of a study, as they are searched, to the bit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import numpy as np

from accessibility.inputs import Inputs
from accessibility.live.sheets import SheetsWriter
from accessibility.need import Centres, Demand, with_services
from accessibility.runs import all_pillars, travel_rules
from accessibility.study_file import BASE_SCENARIO
from accessibility.worlds import World
from geo.hazards import UNKNOWN, Hazards
from geo.land import Land
from geo.roads import RoadsOnGrid

INDEX: Final = "worlds.json"
FORMAT: Final = 1
LAND_SHEETS: Final = {
    "pace": "s/m",
    "mode": "",
    "elevation_m": "m",
    "blocked": "",
    "is_inside_barrier": "",
}
ROAD_SHEETS: Final = (
    "node_xy",
    "may_board",
    "vertex_xy",
    "arc_from",
    "arc_to",
    "vehicle_s",
    "walk_s",
    "arc_link",
    "is_above",
    "arc_span",
    "is_closed",
    "walk_cell",
    "walk_node",
    "connector_s",
    "connector_start",
    "connector_end",
)
LINK_SHEETS: Final = ("source_id", "forward_kmh", "backward_kmh")
HELD_KINDS: Final = ("nodes", "arcs", "connectors")


def write_live_ground(folder: Path, inputs: Inputs) -> None:
    """Add to a release's ground, in which ``people.tif`` is, what a change of the base worlds is answered from.

    Every array as it is searched, none of a survivor. Raises ReleaseError where it cannot be written.
    """
    study, ground = inputs.study, inputs.ground
    grid, table = ground.grid, study.hazards
    worlds = [world for world in inputs.worlds if world.key[0] == BASE_SCENARIO]
    sheets = SheetsWriter(folder, grid)
    index = {
        "format": FORMAT,
        "grid": {"shape": list(grid.shape), "affine": list(grid.affine)[:6], "crs": grid.crs.to_wkt()},
        "bands_minutes": list(study.travel.bands_minutes),
        "threshold_minutes": study.gaps.threshold_minutes,
        "min_people": study.gaps.min_people,
        "adopt_within_m": study.land.adopt_within_m,
        "areas": {
            "ids": list(inputs.areas.ids),
            "names": list(inputs.areas.names),
            "zone": sheets.put(inputs.areas.zone, what="area_row"),
            "is_named": study.areas is not None,
        },
        "people_outside_grid": inputs.population.people_outside_grid,
        "pillars": list(all_pillars(worlds)),
        "services": [service.name for service in worlds[0].centres.services],
        "directions": list(study.travel.directions),
        "centres": _centres(inputs),
        "hazards": None,
        "worlds": [_world(inputs, world, sheets) for world in worlds],
    }
    if table is not None and ground.hazard_areas is not None and ground.hazards is not None:
        areas = ground.hazard_areas
        blocking = areas[areas["policy"] == "block"]
        names = zip(areas["id"], areas["row"], areas["policy"], strict=True)
        index["hazards"] = {
            "areas": [
                {"id": identity if identity != UNKNOWN else f"row {row}", "policy": policy}
                for identity, row, policy in names
            ],
            "shapes": sheets.put_shapes(list(blocking.geometry), what="hazard_areas"),
            "road_policy": table.roads,
            "overlap_tolerance_m": table.overlap_tolerance_m,
            "in_use": sheets.put_shapes(inputs.in_use, what="roads_in_use"),
        }
    text = json.dumps(index, indent=1, ensure_ascii=False, allow_nan=False)
    (folder / INDEX).write_text(text + "\n", encoding="utf-8")


def _centres(inputs: Inputs) -> list[dict[str, Any]]:
    """The centres of the base, those first that are its rows in a release; what scenarios add comes after them."""
    centres = inputs.centres
    lon, lat = inputs.ground.grid.to_lon_lat(centres.xy[:, 0], centres.xy[:, 1])
    return [
        {
            "id": centres.ids[row],
            "name": centres.names[row],
            "level": centres.levels[row],
            "lon": round(float(lon[row]), 7),
            "lat": round(float(lat[row]), 7),
            "pillars": list(with_services(centres.offered[row], centres.records[row], centres.services)),
            "on_upgrade": _on_upgrade(centres, row),
            "is_sensitive": bool(centres.is_sensitive[row]),
        }
        for row in _base_rows(centres)
    ]


def _base_rows(centres: Centres) -> list[int]:
    return [row for row, scenario in enumerate(centres.scenario) if not scenario]


def _on_upgrade(centres: Centres, row: int) -> list[list[str]]:
    """Each service whose conditions a centre is known to meet, with its pillar."""
    found = []
    for service in centres.services:
        offered = with_services((service.pillar,), centres.records[row], (service,))
        found += [[service.name, service.pillar]] if service.name in offered else []
    return found


def _world(inputs: Inputs, world: World, sheets: SheetsWriter) -> dict[str, Any]:
    ground = world.ground
    return {
        "profile": world.profile.name,
        "season": world.key[1],
        "rules": {
            direction: {
                "neighbours": rules.neighbours,
                "corner_crossing": rules.corner_crossing,
                "boarding_wait_minutes": rules.boarding_wait_minutes,
                "limit_minutes": rules.limit_minutes,
            }
            for direction in inputs.study.travel.directions
            for rules in [travel_rules(inputs, world, direction)]
        },
        "land": _land(ground.land, sheets),
        "held_land": _land(ground.held_land, sheets),
        "roads": _roads(ground.roads, sheets),
        "held_roads": _roads(ground.held_roads, sheets),
        "links": {name: sheets.put(getattr(ground.network, name), what=name) for name in LINK_SHEETS},
        "hazards": None if ground.hazards is None else _hazards(ground.hazards, sheets),
        "demand": _demand(world.demand, sheets),
        "centre_cells": [int(world.centres.cell[row]) for row in _base_rows(world.centres)],
    }


def _land(land: Land, sheets: SheetsWriter) -> dict[str, str]:
    return {name: sheets.put(getattr(land, name), what=name, unit=unit) for name, unit in LAND_SHEETS.items()}


def _roads(roads: RoadsOnGrid, sheets: SheetsWriter) -> dict[str, Any]:
    named = {name: sheets.put(getattr(roads, name), what=name) for name in ROAD_SHEETS}
    return named | {"node_count": roads.node_count, "unconnected_count": roads.unconnected_count}


def _hazards(hazards: Hazards, sheets: SheetsWriter) -> dict[str, Any]:
    named = {"cluster": sheets.put(hazards.cluster, what="cluster_of_area")}
    named["shapes"] = sheets.put_shapes(hazards.shapes, what="hazard_clusters")
    for name in ("start", "cell", "mask", "is_inside"):
        named[f"moves_{name}"] = sheets.put(getattr(hazards.moves, name), what=f"held_moves_{name}")
    for kind in HELD_KINDS:
        held = getattr(hazards, kind)
        named |= {
            f"{kind}_{name}": sheets.put(getattr(held, name), what=f"held_{kind}_{name}") for name in ("start", "item")
        }
    return named


def _demand(demand: Demand, sheets: SheetsWriter) -> dict[str, str]:
    """Those who do not stand at home: the row of each among the populated cells, and where the answer is theirs."""
    moved = np.flatnonzero(demand.answer_cell != demand.home_cell)
    return {
        "moved": sheets.put(moved, what="moved_home"),
        "answer_cell": sheets.put(demand.answer_cell[moved], what="answer_cell"),
        "adopted_m": sheets.put(demand.adopted_m[moved], what="adopted_m"),
        "home_status": sheets.put(demand.home_status[moved], what="home_status"),
    }
