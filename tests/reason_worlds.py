"""Small studies in which one thing alone stands in the way, and random ones with every reason at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from small_study import CELL, LEFT, OSM_HEAD, SIZE, TOP, SmallStudy, point, polygon
from study_runs import inputs_of

from accessibility.inputs import Inputs
from accessibility.reasons import ReasonTables, find_reasons
from accessibility.runs import make_runs
from geo.progress import silent

ROW = 10  # on which everything lies: a cell is 546 m wide, walked in 7.3 minutes
CENTRE_COLUMN = 2
WALL = polygon(LEFT + 9 * CELL, TOP - SIZE * CELL - 0.01, LEFT + 10 * CELL, TOP + 0.01)


def at(column: float, row: float = ROW) -> tuple[float, float]:
    """Longitude and latitude of the centre of a cell."""
    return LEFT + (column + 0.5) * CELL, TOP - (row + 0.5) * CELL


def quiet_study(folder: Any, *, home: int = 17, threshold: float = 120.0, road_to: int | None = None) -> SmallStudy:
    """Level grass with a centre in the west and 100 people in one cell east of it; perhaps a road from the centre on.

    No hazards, one season, one profile: nothing is active but what a test adds.
    """
    study = SmallStudy(folder)
    people = np.zeros((SIZE, SIZE))
    people[ROW, home] = 100
    study.raster("population.tif", people)
    study.raster("land_cover.tif", np.ones((SIZE, SIZE), np.uint8), nodata=255)
    study.raster("heights.tif", np.full((SIZE, SIZE), 400.0))
    study.centres = [(point(*at(CENTRE_COLUMN)), {"code": "c1", "title": "West", "service": "physical_rehab"})]
    study.tables["gaps"] = {"threshold_minutes": threshold, "min_people": 1}
    study.tables["reasons"] = {}
    del study.tables["hazards"]
    if road_to is None:
        del study.tables["roads"]
    else:
        study.text("roads.osm", road_between(CENTRE_COLUMN, road_to))
    return study


def road_between(first: int, last: int, **tags: str) -> str:
    """OSM XML of one road along the row, through the centres of its cells."""
    ends = [(number, *at(column)) for number, column in ((1, first), (2, last))]
    nodes = "".join(f'<node id="{number}" version="1" lat="{lat}" lon="{lon}"/>' for number, lon, lat in ends)
    told = {"highway": "primary", "surface": "gravel", **tags}
    written = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in told.items())
    return f'{OSM_HEAD}{nodes}<way id="101" version="1"><nd ref="1"/><nd ref="2"/>{written}</way></osm>'


def reasons_of(study: SmallStudy, *, threads: int = 2) -> tuple[Inputs, ReasonTables]:
    """The inputs of a study and the reasons of all its runs."""
    inputs = inputs_of(study)
    runs = make_runs(inputs, inputs.worlds, progress=silent)
    return inputs, find_reasons(inputs, runs, progress=silent, threads=threads)


def shares_in(tables: ReasonTables, **dimensions: str) -> dict[str, float]:
    """The shares of the active factors, of everybody, in the one run of some dimensions."""
    rows = tables.reasons[(tables.reasons["place_kind"] == "all") & tables.reasons["is_active"]]
    for name, value in dimensions.items():
        rows = rows[rows[name] == value]
    assert not rows["factor"].duplicated().any()
    return dict(zip(rows["factor"], rows["share"], strict=True))


def full_study(folder: Any, seed: int, *, is_wide: bool) -> SmallStudy:
    """Random people, centres, roads and hazards, a wet season, two profiles, and a scenario that closes things.

    ``is_wide``: with every mixture of the seasons of roads and land as a season, and a scenario that is like the other
    but closes nothing, so that each counterfactual is a run.
    """
    random = np.random.default_rng(seed)
    study = SmallStudy(folder)
    people = np.zeros((SIZE, SIZE))
    people.ravel()[random.choice(SIZE * SIZE, 7, replace=False)] = random.integers(1, 90, 7)
    study.raster("population.tif", people)
    places = random.choice(SIZE * SIZE, 3, replace=False)
    study.centres = [
        (point(*at(place % SIZE, place // SIZE)), {"code": f"c{row}", "title": f"{row}", "service": "physical_rehab"})
        for row, place in enumerate(places)
    ]
    study.roads = [{"highway": "primary"}, {"highway": "track"}, {"highway": "secondary", "surface": "dirt"}]
    study.hazards = []
    for row in range(3):
        left, bottom = LEFT + random.uniform(0, 0.07), TOP - 0.1 + random.uniform(0, 0.08)
        wide, high = random.uniform(0.002, 0.03, 2)
        study.hazards.append(
            (
                polygon(left, bottom, left + wide, bottom + high),
                {"kind": "suspected", "status": "open", "name": f"{row}"},
            )
        )
    column = LEFT + random.uniform(0.02, 0.08)
    river = {"type": "LineString", "coordinates": [[column, TOP - 0.06], [column + 0.01, TOP - 0.01]]}
    study.layer("river.geojson", [(river, {})])
    roads = {"d": {}, "w": {"road_speeds": "rural-wet", "closed_surfaces": ["dirt"]}}
    land = {"d": {}, "w": {"land_speed_factor": 0.6, "barriers": ["river.geojson"]}}
    mixtures = ("dd", "dw", "wd", "ww") if is_wide else ("dd", "ww")
    shut = {"hazard_roads": "cut", "closed_centres": ["c0"], "closed_roads": [101]}
    study.tables |= {
        "gaps": {"threshold_minutes": 25.0, "min_people": 1},
        "reasons": {"most_minutes": 240},
        "profiles": [{"name": "vehicle"}, {"name": "walk"}],
        "seasons": [{"name": both, **roads[both[0]], **land[both[1]]} for both in mixtures],
        "scenarios": [{"name": "shut", **shut}, *([{"name": "open", "hazard_roads": "cut"}] if is_wide else [])],
    }
    return study
