"""Small studies with draws: ranges made by hand, and a valley with one road and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from small_study import LEFT, OSM_HEAD, RIGHT, SIZE, TOP, SmallStudy, point
from study_runs import inputs_of

from accessibility.inputs import Inputs
from accessibility.mixed_runs import make_mixed_runs
from accessibility.need_of_runs import AnyRun
from accessibility.runs import make_runs
from accessibility.uncertainty import (
    CertaintyTables,
    Ranges,
    SpeedRange,
    measure_draws,
    ranges_of,
    speed_ranges,
)
from geo.progress import silent

DIMENSIONS = ["pillar", "profile", "scenario", "season", "direction", "hazards"]
ROAD_ROW = 10  # of the one road, through the middles of its cells


def speeds_of(
    inputs: Inputs,
    *,
    road: tuple[float, float] | None = None,
    land: tuple[float, float] | None = None,
    walk: tuple[float, float] | None = None,
) -> list[SpeedRange]:
    """The same range for all classes of a kind, None: no table gives one."""
    ends = {"road class": road, "land class": land, "walking": walk}
    return [
        replace(each, low=low, high=high, source="made up", certainty="A")
        for each in speed_ranges(inputs)
        for low, high in [ends[each.kind] or (None, None)]
    ]


def draw_runs(
    inputs: Inputs, runs: list[AnyRun], *, threads: int | None = None, **ends: tuple[float, float] | None
) -> CertaintyTables:
    """What the draws say of these runs; ``ends`` as in ``speeds_of``."""
    return measure_draws(
        inputs,
        runs,
        progress=silent,
        ranges=ranges_for(inputs, runs, **ends),
        threads=threads,
    )


def ranges_for(inputs: Inputs, runs: list[AnyRun], **ends: tuple[float, float] | None) -> Ranges:
    """The ranges of a study whose tables give these."""
    return ranges_of(inputs, speeds_of(inputs, **ends), has_hazards=any(run.has_hazards for run in runs))


def study_and_runs(study: Any, **uncertainty: Any) -> tuple[Inputs, list[AnyRun]]:
    """The inputs of a SmallStudy with draws, and its runs, those of mixes last."""
    study.tables["uncertainty"] = {"draws": 10, **uncertainty}
    inputs = inputs_of(study)
    runs = make_runs(inputs, inputs.worlds, progress=silent)
    return inputs, [*runs, *make_mixed_runs(inputs, runs)]


def with_uncertainty(inputs: Inputs, **changed: Any) -> Inputs:
    """The same inputs with other draws."""
    study = inputs.study.model_copy(update={"uncertainty": inputs.study.uncertainty.model_copy(update=changed)})
    study.be_located_at(inputs.study.folder / inputs.study.file_name)
    return replace(inputs, study=study)


def one_road_valley(folder: Any) -> SmallStudy:
    """People along one straight road through the middles of its cells, a centre at its west end, all else a lake."""
    study = SmallStudy(folder)
    cover = np.full((SIZE, SIZE), 3, np.uint8)
    cover[ROAD_ROW] = 1
    people = np.zeros((SIZE, SIZE))
    people[ROAD_ROW] = np.arange(1.0, SIZE + 1)
    study.raster("land_cover.tif", cover, nodata=255)
    study.raster("population.tif", people)
    study.raster("heights.tif", np.full((SIZE, SIZE), 400.0))
    cell = (RIGHT - LEFT) / SIZE
    lat = TOP - (ROAD_ROW + 0.5) * cell
    lons = [LEFT + (column + 0.5) * cell for column in range(SIZE)]
    nodes = "\n".join(f'<node id="{k + 1}" version="1" lat="{lat}" lon="{lon}"/>' for k, lon in enumerate(lons))
    refs = "".join(f'<nd ref="{k + 1}"/>' for k in range(SIZE))
    road = f'<way id="101" version="1">{refs}<tag k="highway" v="primary"/></way>'
    study.text("roads.osm", f"{OSM_HEAD}{nodes}\n{road}\n</osm>\n")
    study.speeds = "class,label,speed_kmh,mode\n1,grass,0.1,walk\n2,forest,3,walk\n3,lake,0,walk\n"
    study.centres = [(point(lons[0], lat), {"code": "c1", "title": "West clinic", "service": "physical_rehab"})]
    study.tables.pop("hazards")
    study.tables["travel"] = {"bands_minutes": [3, 6, 9]}
    study.tables["gaps"] = {"threshold_minutes": 6, "min_people": 1}
    return study
