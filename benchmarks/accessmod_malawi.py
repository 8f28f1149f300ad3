"""AccessMod's demonstration scenario in southern Malawi: what we get, by direction, neighbours and corner crossing."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal

import numpy as np

from accessibility.inputs import Inputs, read_inputs
from accessibility.search import Sources, TravelRules, lay_network, least_times
from accessibility.study_file import read_study_file
from geo.faults import Faults

ROOT = Path(__file__).resolve().parent.parent
STUDY = ROOT / "tests" / "studies" / "malawi_scenario.toml"
LIMIT_MINUTES = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One search, and how often rounding and the reading of a limit would change what is said."""

    direction: Literal["to", "from"]
    neighbours: int
    corner_crossing: Literal["forbid", "allow"]
    reached_cells: int
    mean_minutes: float
    mean_minutes_rounded_up: float
    within_cells: int
    within_people: float
    within_cells_if_60_means_59: int
    within_people_if_60_means_59: float

    def markdown(self) -> str:
        """The row as it stands in the document."""
        return (
            f"| {self.direction} | {self.neighbours} | {self.corner_crossing} | {self.reached_cells:,} "
            f"| {self.mean_minutes:.3f} | {self.mean_minutes_rounded_up:.3f} "
            f"| {self.within_cells:,} | {self.within_people:,.0f} "
            f"| {self.within_cells_if_60_means_59:,} | {self.within_people_if_60_means_59:,.0f} |"
        )


def read(study: Path = STUDY) -> Inputs:
    """The inputs of the scenario."""
    faults = Faults()
    read_study = read_study_file(study, faults=faults)
    inputs = read_inputs(read_study, faults=faults) if read_study is not None else None
    faults.raise_errors()
    if inputs is None:
        sys.exit("the study could not be read")
    return inputs


def compare(inputs: Inputs) -> list[Row]:
    """One row for each direction, neighbourhood and rule for corners."""
    rows = []
    people = inputs.population.people
    sources = Sources(cell=inputs.centres.cell, row=np.arange(len(inputs.centres), dtype=np.int32))
    for direction, neighbours, corner_crossing in product(("to", "from"), (8, 16), ("forbid", "allow")):
        rules = TravelRules(
            direction="to" if direction == "to" else "from",
            neighbours=8 if neighbours == 8 else 16,  # noqa: PLR2004
            corner_crossing="forbid" if corner_crossing == "forbid" else "allow",
        )
        network = lay_network(inputs.ground.land, inputs.ground.roads, rules=rules)
        minutes = least_times(network, sources).minutes
        is_reached, is_within = np.isfinite(minutes), minutes <= LIMIT_MINUTES
        is_within_59 = np.ceil(minutes) < LIMIT_MINUTES
        rows.append(
            Row(
                direction=rules.direction,
                neighbours=rules.neighbours,
                corner_crossing=rules.corner_crossing,
                reached_cells=int(is_reached.sum()),
                mean_minutes=float(minutes[is_reached].mean()),
                mean_minutes_rounded_up=float(np.ceil(minutes[is_reached]).mean()),
                within_cells=int(is_within.sum()),
                within_people=float(people[is_within].sum()),
                within_cells_if_60_means_59=int(is_within_59.sum()),
                within_people_if_60_means_59=float(people[is_within_59].sum()),
            )
        )
    return rows


def main() -> None:
    """Print the rows of the table in accessmod_malawi.md."""
    if not (ROOT.parent / "shared" / "data").is_dir():
        print("real data is not at ../shared/data; nothing to compare")
        return
    for row in compare(read()):
        print(row.markdown())


if __name__ == "__main__":
    main()
