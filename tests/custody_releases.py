"""A small release and a store of made-up survivors on it, for tests of what leaves the custodian's program."""

import numpy as np
from custodian import UNTIL, a_row
from small_study import BOTTOM, CELL, LEFT, RIGHT, SIZE, TOP, SmallStudy, polygon

from accessibility.study import run_study

ROOMY = 20.0  # people in each cell: 8,000 in all, so that a quarter of the grid is a unit


def small_release(folder, *, publishes=True, has_hazards=True):
    """The folder of the release of a small study of four areas in two parents, with tiers public and partner."""
    study = SmallStudy(folder)
    study.tables["hazards"]["publish"] = publishes
    if not has_hazards:
        del study.tables["hazards"]
    study.tables["release"] = {"tiers": ["public", "partner"]}
    study.tables["areas"]["parent"] = "side"
    study.tables["scenarios"] = [{"name": "road-closed", "title": "Road closed", "closed_roads": [101]}]
    middle = (LEFT + RIGHT) / 2
    half = (TOP + BOTTOM) / 2
    study.areas = [
        (polygon(LEFT, half, middle, TOP), {"code": "NW", "title": "North-west", "side": "West"}),
        (polygon(LEFT, BOTTOM, middle, half), {"code": "SW", "title": "South-west", "side": "West"}),
        (polygon(middle, half, RIGHT, TOP), {"code": "NE", "title": "North-east", "side": "East"}),
        (polygon(middle, BOTTOM, RIGHT, half), {"code": "SE", "title": "South-east", "side": "East"}),
    ]
    study.raster("population.tif", [[ROOMY] * SIZE] * SIZE)
    study.write()
    return run_study(study.file, out=folder / "release")


def rows_on(count, *, seed=1, start=0, **changes):
    """Rows of made-up survivors all over the small study's grid, with ids that stand nowhere else."""
    chance = np.random.default_rng(seed)
    rows = []
    for number in range(start, start + count):
        needs = str(chance.choice(["physical_rehab", "physical_rehab;psychosocial", "continuing_care;physical_rehab"]))
        rows.append(
            a_row(
                id=f"QZ-{77_000 + number}",
                lon=f"{LEFT + CELL * SIZE * (0.01 + 0.98 * chance.random()):.3f}",
                lat=f"{BOTTOM + CELL * SIZE * (0.01 + 0.98 * chance.random()):.3f}",
                sex=str(chance.choice(["female", "male", "male"])),
                age_band=str(chance.choice(["5-11", "18-59", "18-59", "60+"])),
                need_pillars=needs,
                retention_date=UNTIL,
                **changes,
            )
        )
    return rows
