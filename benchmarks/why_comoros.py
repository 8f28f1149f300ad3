"""Reasons and 100-draw intervals for the Comoros with made-up hazards: wall seconds and peak memory of a run."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path += [str(ROOT / "tests"), str(ROOT / "benchmarks")]  # what makes the hazards up, and what measures a study

from comoros_made_up import place_why  # noqa: E402
from whole_study import measure  # noqa: E402

TARGET = "600 s, 4000 MB on 2 cores"


def main() -> None:
    """Run the study several times and print the medians beside the target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="counted runs of the study")
    runs = parser.parse_args().runs
    shared_data = ROOT.parent / "shared" / "data"
    if not shared_data.is_dir():
        print("real data is not at ../shared/data; nothing to measure")
        return
    with tempfile.TemporaryDirectory() as folder:
        study = place_why(ROOT, shared_data, Path(folder) / "comoros")
        figures = [measure(study) for _ in range(runs)]
    seconds, peak_mb = statistics.median(each[0] for each in figures), max(each[1] for each in figures)
    print(f"comoros_why: {seconds:.0f} s, {peak_mb:.0f} MB at most; target {TARGET}")


if __name__ == "__main__":
    main()
