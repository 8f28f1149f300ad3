"""People along one street of level grass who walk, with candidates at their doors: plans solved in the head."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from reason_worlds import CENTRE_COLUMN, ROW, at, quiet_study
from small_study import SIZE, SmallStudy
from study_runs import inputs_of

from accessibility.candidates import candidate_minutes, read_candidates
from accessibility.plans import Posed, network_of, pose_plan, starting_runs
from accessibility.runs import make_runs
from accessibility.siting import SitingAnswer, solve_siting
from geo.faults import Faults
from geo.progress import silent

REHAB: Final = "physical_rehab"
CELL_MINUTES: Final = 7.3  # a cell along the street, walked
HOMES: Final = {CENTRE_COLUMN: 10, 7: 50, 11: 30, 15: 20}  # by column the people there
COSTS: Final = {7: 60, 11: 30, 15: 10}  # by column the cost of a site


class Street:
    """A study along the street, and all that its one plan is found from."""

    def __init__(self, study: SmallStudy) -> None:
        self.inputs = inputs_of(study)
        self.table = self.inputs.study.plans[0]
        self.runs = make_runs(self.inputs, self.inputs.worlds, progress=silent)
        candidates = read_candidates(self.inputs, faults=Faults())
        assert candidates is not None
        run = starting_runs(self.inputs, self.table, self.runs, [REHAB])[0]
        self.network = network_of(self.inputs, run)
        hazards = run.world.ground.hazards if run.has_hazards else None
        reach = candidate_minutes(self.network, candidates, run.demand, hazards=hazards, within_minutes=240.0)
        self.posed: Posed = pose_plan(self.inputs, self.table, self.runs, candidates, reach, network=self.network)
        self.answer: SitingAnswer = solve_siting(self.posed.problem, self.posed.ask)

    def ids(self, chosen: Any) -> list[str]:
        """The ids of candidates of the problem."""
        return [self.posed.candidates.ids[int(self.posed.candidate[site])] for site in chosen]


def street_study(
    folder: Path,
    *,
    homes: dict[int, int] = HOMES,
    costs: dict[int, int] = COSTS,
    hazards: list[Any] | None = None,
    **plan: Any,
) -> SmallStudy:
    """A study with a centre in the west, people and candidates by column, and one plan within ten minutes."""
    folder.mkdir(parents=True)
    study = quiet_study(folder)
    del study.tables["reasons"]
    people = np.zeros((SIZE, SIZE))
    for column, count in homes.items():
        people[ROW, column] = count
    study.raster("population.tif", people)
    if hazards is not None:
        study.hazards = hazards
        study.tables["hazards"] = {"path": "hazards.geojson", "publish": True}
    rows = [
        f"c{column},Column {column},{at(column)[0]},{at(column)[1]},{REHAB},{cost}" for column, cost in costs.items()
    ]
    study.text("candidates.csv", "\n".join(["id,name,lon,lat,pillars,cost", *rows]) + "\n")
    study.tables["candidates"] = {"path": "candidates.csv", "within_minutes": 240.0}
    limit = {} if "budget" in plan else {"sites": 2}
    study.tables["plans"] = [{"name": "street", "pillars": [REHAB], "within_minutes": 10.0, **limit, **plan}]
    study.tables["profiles"] = [{"name": "walk"}]
    return study
