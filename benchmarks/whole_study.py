"""Whole studies on real countries: wall seconds and peak memory of each, from its files to its pages."""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STUDIES = ("malawi", "comoros", "comoros_need", "comoros_why", "comoros_plan")
PLACED = {"comoros_why": "place_why", "comoros_plan": "place_plan"}  # over made-up layers
TARGETS = {  # seconds, MB on 2 cores
    "comoros": (60.0, 3000.0),
    "comoros_need": (180.0, 3000.0),
    "comoros_why": (600.0, 4000.0),  # reasons and 100 draws, over made-up hazards
    "comoros_plan": (300.0, 4000.0),  # two plans of 300 candidates, their frontiers and 20 draws
}


def measure(study: Path) -> tuple[float, float]:
    """Seconds and peak memory in MB of one run of the command line, in a process of its own."""
    out = Path(tempfile.mkdtemp()) / "release"
    program = (
        "import resource, sys; from api.cli import app\n"
        "try: app(sys.argv[1:])\n"
        "finally: print('peak_kb', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    start = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program, "run", str(study), "--out", str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - start
    shutil.rmtree(out.parent)
    if done.returncode:
        sys.exit(done.stderr)
    peak = re.search(r"peak_kb (\d+)", done.stdout)
    return seconds, float(peak[1]) / 1000 if peak else float("nan")


def study_of(name: str, folder: Path) -> Path:
    """The study file of that name; one over made-up layers is placed in a folder beside them."""
    if name not in PLACED:
        return ROOT / "tests" / "studies" / f"{name}.toml"
    program = (
        f"import sys; from pathlib import Path; from comoros_made_up import {PLACED[name]} as place\n"
        "print(place(*map(Path, sys.argv[1:])))"
    )
    placed = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program, str(ROOT), str(ROOT.parent / "shared" / "data"), str(folder / name)],
        cwd=ROOT / "tests",
        capture_output=True,
        text=True,
        check=True,
    )
    return Path(placed.stdout.strip())


def main() -> None:
    """Run each study several times and print the medians beside the targets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="counted runs of each study, after one that warms up")
    parser.add_argument("--study", action="append", choices=STUDIES, help="one of the studies, or several; else all")
    asked = parser.parse_args()
    runs = asked.runs
    if not (ROOT.parent / "shared" / "data").is_dir():
        print("real data is not at ../shared/data; nothing to measure")
        return
    print(f"{'study':<12} {'median s':>9} {'max MB':>8}  target")
    with tempfile.TemporaryDirectory() as folder:
        _print_each(asked.study or STUDIES, Path(folder), runs)


def _print_each(names: Sequence[str], folder: Path, runs: int) -> None:
    for name in names:
        study = study_of(name, folder)
        measure(study)
        figures = [measure(study) for _ in range(runs)]
        seconds, peak_mb = statistics.median(each[0] for each in figures), max(each[1] for each in figures)
        target = TARGETS.get(name)
        words = f"{target[0]:.0f} s, {target[1]:.0f} MB" if target else ""
        print(f"{name:<12} {seconds:>9.1f} {peak_mb:>8.0f}  {words}")


if __name__ == "__main__":
    main()
