"""Seconds of each measure of supply over 5 million pairs, the median of five, beside the Python package access.

access is asked once each if ``.venv-peers`` has it; not for its RAAM, which holds a full table of homes and centres.
On a machine that does other work as well, the seconds of the processor are the ones to read.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.capacity import (
    Pairs,
    Supply,
    balanced,
    cumulative_opportunities,
    enhanced_two_step,
    gaussian_two_step,
    make_pairs,
    modified_two_step,
    raam,
    thirds,
    three_step,
    two_step,
)

Floats = npt.NDArray[np.float64]
ROOT: Final = Path(__file__).resolve().parent.parent
PEER_PYTHON: Final = ROOT / ".venv-peers" / "bin" / "python"
PAIRS: Final = 5_000_000
CENTRES: Final = 400
WITHIN: Final = 120.0
TURNS: Final = 5
MINUTES_OVER: Final = 900.0  # from edge to edge of the square
_KILOBYTES_PER_GIGABYTE: Final = 1e6

PEER: Final = """
import json, sys, time, warnings
import numpy as np, pandas as pd
from access import Access, weights
warnings.simplefilter("ignore")
held = np.load(sys.argv[1])
people = pd.DataFrame({"id": np.arange(len(held["people"])), "people": held["people"]})
centres = pd.DataFrame({"id": np.arange(len(held["capacity"])), "capacity": held["capacity"]})
cost = pd.DataFrame({"origin": held["origin"], "dest": held["centre"], "cost": held["minutes"]})
asked = Access(demand_df=people, demand_index="id", demand_value="people", supply_df=centres, supply_index="id",
    supply_value="capacity", cost_df=cost, cost_origin="origin", cost_dest="dest", cost_name="cost")
step = weights.step_fn({40: 1.0, 80: 0.68, 120: 0.22})
measures = {
    "2sfca": lambda: asked.two_stage_fca(max_cost=120, name="a"),
    "e2sfca": lambda: asked.enhanced_two_stage_fca(max_cost=120, weight_fn=step, name="b"),
    "3sfca": lambda: asked.three_stage_fca(max_cost=120, weight_fn=step, name="c"),
}
told = {}
for name, call in measures.items():
    began = time.process_time()
    total = float(call().sum().sum())
    told[name] = [total, time.process_time() - began]
print(json.dumps(told))
"""


def scattered() -> tuple[Pairs, Floats, Floats]:
    """Homes and centres strewn over a square, more densely around some towns; the pairs within the catchment."""
    random = np.random.default_rng(2026)
    towns = random.uniform(0, MINUTES_OVER, (30, 2))
    centres = towns[random.integers(0, 30, CENTRES)] + random.normal(0, 60, (CENTRES, 2))
    origin, centre, minutes, count = [], [], [], 0
    homes = 0
    while count < PAIRS:
        size = 20_000
        near_town = towns[random.integers(0, 30, size)] + random.normal(0, 50, (size, 2))
        place = np.where(random.random((size, 1)) < 0.5, near_town, random.uniform(0, MINUTES_OVER, (size, 2)))  # noqa: PLR2004
        far = np.hypot(*(place[:, None] - centres[None]).transpose(2, 0, 1))
        row, column = np.nonzero(far <= WITHIN)
        origin.append(row + homes)
        centre.append(column)
        minutes.append(far[row, column])
        count, homes = count + len(row), homes + size
    pairs = make_pairs(
        np.concatenate(origin)[:PAIRS],
        np.concatenate(centre)[:PAIRS],
        np.concatenate(minutes)[:PAIRS],
        origin_count=homes,
        centre_count=CENTRES,
    )
    return pairs, random.uniform(0.1, 20, homes), random.choice([500.0, 2000.0, 10_000.0], CENTRES)


def seconds_of(call: Callable[[], object]) -> tuple[float, float]:
    """The median of so many turns, by the clock and by the processor, after one turn that may compile."""
    call()
    turns = []
    for _ in range(TURNS):
        began, began_work = time.perf_counter(), time.process_time()
        call()
        turns.append((time.perf_counter() - began, time.process_time() - began_work))
    clock, work = zip(*turns, strict=True)
    return statistics.median(clock), statistics.median(work)


def ask_access(pairs: Pairs, people: Floats, capacity: Floats) -> dict[str, tuple[float, float]]:
    """The sum of what access says and the processor's seconds, by measure; nothing without it."""
    if not PEER_PYTHON.is_file():
        return {}
    with tempfile.TemporaryDirectory() as folder:
        held = Path(folder) / "pairs.npz"
        np.savez(
            held, origin=pairs.origin, centre=pairs.centre, minutes=pairs.minutes, people=people, capacity=capacity
        )
        done = subprocess.run(  # noqa: S603 - our own program
            [str(PEER_PYTHON), "-c", PEER, str(held)], capture_output=True, text=True, check=False
        )
    if done.returncode:
        print(f"access could not be asked: {done.stderr.strip().splitlines()[-1]}")
        return {}
    return {name: (total, took) for name, (total, took) in json.loads(done.stdout.splitlines()[-1]).items()}


def main() -> None:
    """Print a row for each measure."""
    pairs, people, capacity = scattered()
    order = np.random.default_rng(1).permutation(len(pairs))
    origin, centre, minutes = pairs.origin[order], pairs.centre[order], pairs.minutes[order]
    sizes = {"origin_count": pairs.origin_count, "centre_count": pairs.centre_count}
    print(
        f"{len(pairs):,} pairs of {pairs.origin_count:,} homes and {pairs.centre_count} centres, numpy {np.__version__}"
    )
    took = seconds_of(lambda: make_pairs(origin, centre, minutes, **sizes))
    print(f"make_pairs of pairs in mixed order: {took[0]:.2f} s by the clock, {took[1]:.2f} s of the processor")
    zones = thirds(WITHIN)
    measures: dict[str, Callable[[], Supply]] = {
        "cumulative": lambda: cumulative_opportunities(pairs, people, capacity, within_minutes=WITHIN),
        "2sfca": lambda: two_step(pairs, people, capacity, within_minutes=WITHIN),
        "e2sfca": lambda: enhanced_two_step(pairs, people, capacity, zones=zones),
        "3sfca": lambda: three_step(pairs, people, capacity, decay=zones),
        "m2sfca": lambda: modified_two_step(pairs, people, capacity, decay=zones),
        "gaussian": lambda: gaussian_two_step(pairs, people, capacity, within_minutes=WITHIN),
        "bfca": lambda: balanced(pairs, people, capacity, decay=zones),
        "raam": lambda: raam(pairs, people, capacity, within_minutes=WITHIN),
    }
    peers = ask_access(pairs, people, capacity)
    print("| measure | clock, s | processor, s | access, processor, s | sum of values | access |")
    print("|---|---|---|---|---|---|")
    for name, call in measures.items():
        value = call().value
        clock, work = seconds_of(call)
        told, theirs = (f"{value:.2f}" for value in peers.get(name, (float("nan"), float("nan"))))
        print(f"| {name} | {clock:.2f} | {work:.2f} | {theirs} | {value[np.isfinite(value)].sum():.2f} | {told} |")
    supply = measures["raam"]()
    print(f"raam ends with a gap of {supply.gap_minutes:.4f} minutes a person")
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILOBYTES_PER_GIGABYTE
    print(f"the most memory held by this program: {held:.2f} GB")


if __name__ == "__main__":
    main()
