"""Milliseconds of laying the network of a draw, beside laying it anew and beside the search over it.

Of the sample, or of the study file that is named: ten draws of every speed, the wait and every hazard area, over all
worlds, without hazards and with them. Other programs may share the processors.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from pathlib import Path
from typing import Final

import numpy as np

from accessibility.inputs import Inputs, read_inputs
from accessibility.runs import all_pillars, sources_of
from accessibility.search import lay_network, least_times
from accessibility.study_file import read_study_file
from accessibility.uncertainty import Draw, DrawnNetworks, keys_and_kinds, speed_ranges
from geo.errors import InputFaults
from geo.faults import Faults

ROOT: Final = Path(__file__).resolve().parent.parent
DRAWS: Final = 10
RANGE: Final = 0.7, 1.4  # for want of one in a table


def read(path: Path) -> Inputs:
    """The inputs of a sound study."""
    faults = Faults()
    study = read_study_file(path, faults=faults)
    inputs = None if study is None else read_inputs(study, faults=faults)
    if inputs is None:
        raise InputFaults(faults.errors)
    return inputs


def draw_of(inputs: Inputs, number: int) -> Draw:
    """A draw, even within the ranges; half of the areas are there."""
    random = np.random.default_rng(number)
    factors: dict[str, dict[str, float]] = {"road class": {}, "land class": {}, "walking": {}}
    for told in speed_ranges(inputs):
        factors[told.kind][told.name] = float(random.uniform(told.low or RANGE[0], told.high or RANGE[1]))
    areas = inputs.ground.hazard_areas
    keys = [] if areas is None else [key for key, _ in keys_and_kinds(areas)]
    return Draw(
        number=number,
        road_class=factors["road class"],
        land_class=factors["land class"],
        walk_speed=factors["walking"],
        boarding_wait_minutes=float(random.uniform(0, 20)),
        hazard={key: float(random.random()) for key in keys},
        hazard_chance={"confirmed": 0.5, "suspected": 0.5, "unknown": 0.5},
        population=1.0,
        need={},
    )


def measure(inputs: Inputs) -> dict[str, list[float]]:
    """Milliseconds by what was done, one entry for each network."""
    spent: dict[str, list[float]] = {"drawn": [], "laid anew": [], "searched": []}
    networks, pillar = DrawnNetworks(inputs), all_pillars(inputs.worlds)[0]
    for number in range(DRAWS + 1):
        draw = draw_of(inputs, number)
        told = spent if number else {name: [] for name in spent}  # the first lays what all share
        for world in inputs.worlds:
            for has_hazards in (False, True):
                start = time.perf_counter()
                network = networks.of(world, "to", has_hazards=has_hazards, draw=draw)
                laid = time.perf_counter()
                lay_network(network.land, network.roads, rules=network.rules, hazards=network.hazards)
                again = time.perf_counter()
                least_times(network, sources_of(world.centres, pillar))
                for name, seconds in zip(told, (laid - start, again - laid, time.perf_counter() - again), strict=True):
                    told[name].append(1000 * seconds)
    return spent


def main() -> None:
    """Measure, and print a line for each thing that was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("study", nargs="?", type=Path, default=ROOT / "data" / "sample" / "study.toml")
    inputs = read(parser.parse_args().study)
    rows, columns = inputs.ground.grid.shape
    print(f"{rows} x {columns} cells, {len(inputs.worlds)} worlds, {len(inputs.ground.roads.arc_from):,} arcs")
    for name, spent in measure(inputs).items():
        print(f"{name:>10}: {statistics.median(spent):8.1f} ms, median of {len(spent)}")
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
