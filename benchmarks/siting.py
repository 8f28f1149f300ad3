"""Siting of 10 among 500 candidates for 5,000 homes: seconds and gaps, beside spopt with HiGHS on the same minutes.

Cover is solved with a proof by both; three turns of ours, one of spopt's, if ``.venv-peers`` has it with pulp and
highspy, or the Python that ``NEARCARE_PEER_PYTHON`` names. Its seconds are those of building and of solving, and of
both together; it is ended after ``PEER_SECONDS``, and is then "Not Solved": what is written is the least that it takes.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from accessibility.siting import Ask, SitingAnswer, SitingProblem, find_sites, lagrangian_bound, solve_siting

ROOT: Final = Path(__file__).resolve().parent.parent
PEER_PYTHON: Final = Path(os.environ.get("NEARCARE_PEER_PYTHON", ROOT / ".venv-peers" / "bin" / "python"))
HOMES: Final = 5_000
CANDIDATES: Final = 500
SITES: Final = 10
TOWNS: Final = 40
SIDE_MINUTES: Final = 300.0
WITHIN_MINUTES: Final = 30.0
MOST_MINUTES: Final = 240.0
TURNS: Final = 3
PEER_SECONDS: Final = 120
HEURISTIC_STARTS: Final = 12

PEER: Final = """
import json, sys, time, warnings
import numpy as np, pulp
from spopt.locate import MCLP
warnings.simplefilter("ignore")
held = np.load(sys.argv[1])
began = time.perf_counter()
model = MCLP.from_cost_matrix(held["minutes"], held["people"], float(held["within"]), p_facilities=int(held["sites"]))
built = time.perf_counter()
try:
    model.solve(pulp.HiGHS(msg=False, timeLimit=float(sys.argv[2]), threads=2), results=False)
except RuntimeError:  # spopt gives nothing where the time ran out
    pass
solved = time.perf_counter()
print(json.dumps([pulp.value(model.problem.objective) or 0.0, pulp.LpStatus[model.problem.status], built - began,
    solved - built]))
"""


def clustered(seed: int = 2026) -> SitingProblem:
    """Homes around towns of very unlike size, some strewn between; candidates at homes; all reach all."""
    random = np.random.default_rng(seed)
    towns, size = random.uniform(0, SIDE_MINUTES, (TOWNS, 2)), random.pareto(1.2, TOWNS) + 1
    home = towns[random.choice(TOWNS, HOMES, p=size / size.sum())] + random.normal(0, 12, (HOMES, 2))
    is_strewn = random.random(HOMES) < 0.3  # noqa: PLR2004
    home[is_strewn] = random.uniform(0, SIDE_MINUTES, (int(is_strewn.sum()), 2))
    home = np.clip(home, 0, SIDE_MINUTES)
    candidate = home[random.choice(HOMES, CANDIDATES, replace=False)]
    minutes = 1.3 * np.hypot(*(candidate[:, None] - home[None]).transpose(2, 0, 1))
    return SitingProblem(
        people=np.round(random.lognormal(3, 1, HOMES)),
        now_minutes=np.full(HOMES, np.inf),
        now_count=np.zeros(HOMES, np.int64),
        start=np.arange(CANDIDATES + 1) * HOMES,
        entry=np.tile(np.arange(HOMES), CANDIDATES),
        minutes=minutes.ravel(),
        cost=np.ones(CANDIDATES),
        capacity=np.full(CANDIDATES, np.inf),
        place=np.arange(CANDIDATES),
        is_required=np.zeros(CANDIDATES, np.bool_),
    )


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and by the processor."""
    began, began_work = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - began, time.process_time() - began_work


def told(name: str, turns: list[tuple[float, float]], what: str) -> None:
    """Print the medians of some turns."""
    clock, work = (statistics.median(each) for each in zip(*turns, strict=True))
    print(f"{name}: {clock:.2f} s by the clock, {work:.2f} s of the processor; {what}", flush=True)


def ask_spopt(problem: SitingProblem) -> tuple[float, str, float, float] | None:
    """The people covered, the status, and seconds of building and of solving by spopt; None without it."""
    if not PEER_PYTHON.is_file():
        return None
    with tempfile.TemporaryDirectory() as folder:
        held = Path(folder) / "minutes.npz"
        minutes = problem.minutes.reshape(CANDIDATES, HOMES).T
        np.savez(held, minutes=minutes, people=problem.people, within=WITHIN_MINUTES, sites=SITES)
        done = subprocess.run(  # noqa: S603 - our own program
            [str(PEER_PYTHON), "-c", PEER, str(held), str(PEER_SECONDS)], capture_output=True, text=True, check=False
        )
    if done.returncode:
        print(f"spopt could not be asked: {done.stderr.strip().splitlines()[-1]}")
        return None
    value, status, building, solving = json.loads(done.stdout.splitlines()[-1])
    return value, status, building, solving


def main() -> None:
    """Print a line for each question."""
    problem = clustered()
    cover = Ask(objective="most-people", within_minutes=WITHIN_MINUTES, most_minutes=MOST_MINUTES, sites=SITES)
    median = Ask(objective="least-minutes", within_minutes=WITHIN_MINUTES, most_minutes=MOST_MINUTES, sites=SITES)
    print(f"{HOMES:,} homes, {CANDIDATES} candidates, {SITES} sites; load {os.getloadavg()[0]:.1f}", flush=True)
    for ask in (cover, median):
        find_sites(problem, ask, starts=1)  # compiles
    lagrangian_bound(problem, median, rounds=1)
    answers: list[SitingAnswer] = []
    ours = [timed(lambda: answers.append(solve_siting(problem, cover, runners_up=0))) for _ in range(TURNS)]
    told("cover by solve_siting", ours, f"{answers[-1].status}, {answers[-1].value:,.0f} people")
    peer = ask_spopt(problem)
    if peer is not None:
        value, status, building, solving = peer
        clock = statistics.median(each[0] for each in ours)
        print(
            f"cover by spopt with HiGHS: {building:.2f} s to build, {solving:.2f} s to solve; "
            f"{status}, {value:,.0f} people; {(building + solving) / clock:.1f} times ours, "
            f"solving alone {solving / clock:.1f} times",
            flush=True,
        )
    found = []
    turns = [timed(lambda: found.append(find_sites(problem, cover, starts=HEURISTIC_STARTS))) for _ in range(TURNS)]
    told("cover by the heuristic", turns, f"{found[-1].value / answers[-1].value:.4%} of the best above")
    bounds: list[tuple[float, float]] = []

    def bounded() -> None:
        plan = find_sites(problem, median, starts=4)
        bound = lagrangian_bound(problem, median, upper=plan.value, seconds=8.0)
        bounds.append(
            (max(plan.value, -np.inf) if np.isnan(bound.found) else min(plan.value, bound.found), bound.value)
        )

    turns = [timed(bounded) for _ in range(TURNS)]
    least, bound = bounds[-1]
    told("least minutes by heuristic and bound", turns, f"within {(least - bound) / least:.3%} of the best, proven")


if __name__ == "__main__":
    main()
