"""Clearance of a whole country: seconds and memory by stage, and how many releases are tried in a second.

Bosnia and Herzegovina in cells of 3 arc-seconds, 15 million, with 7,971 suspected areas, 2,894 when those that touch
are taken as one. Each run is a process of its own, from the files to the pages of two tiers.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
TARGET_SECONDS, TARGET_MB = 600.0, 6000.0  # on 2 cores
RUN = """
import sys
from pathlib import Path
from accessibility.study import run_study
from maps.pages import draw_pages
run_study(Path(sys.argv[1]), out=Path(sys.argv[2]), draw=draw_pages)
"""
RELEASES = """
import sys, time
from pathlib import Path
from accessibility.inputs import read_inputs
from accessibility.runs import sources_of, travel_rules
from accessibility.search import ReleaseTrials, lay_network
from accessibility.study_file import read_study_file
from geo.faults import Faults
faults = Faults()
inputs = read_inputs(read_study_file(Path(sys.argv[1]), faults=faults), faults=faults)
world = inputs.worlds[0]
rules = travel_rules(inputs, world, "to")
network = lay_network(world.ground.land, world.ground.roads, rules=rules, hazards=world.ground.hazards)
trials = ReleaseTrials(network, sources_of(world.centres, "emergency_care"))
trials.release([0])
start = time.perf_counter()
for cluster in range(len(trials.is_released)):
    trials.release([cluster])
print("releases_per_second", len(trials.is_released) / (time.perf_counter() - start))
"""


def write_study(folder: Path, resolution_arcsec: float) -> Path:
    """The study of the tests in a folder of its own, with its table of centres."""
    text = (ROOT / "tests" / "studies" / "bosnia.toml").read_text(encoding="utf-8")
    text = text.replace("../../../shared/data", SHARED.as_posix())
    text = text.replace("resolution_arcsec = 3", f"resolution_arcsec = {resolution_arcsec:g}")
    study = folder / "bosnia.toml"
    study.write_text(text, encoding="utf-8")
    points = SHARED / "bosnia_herzegovina" / "nhdr_points_of_interest.csv"
    with (
        points.open(encoding="utf-8-sig", newline="") as read,
        (folder / "health.csv").open("w", encoding="utf-8", newline="") as out,
    ):
        rows = csv.writer(out)
        rows.writerow(["name", "lon", "lat"])
        for row in csv.DictReader(read, delimiter=";"):
            if row["category"] in {"Hospital", "Health Center"}:
                rows.writerow([row["name"], row["longitude"], row["latitude"]])
    return study


def run(program: str, *arguments: str) -> str:
    """What a program prints, in a process of its own."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def main() -> None:
    """Run the study several times and print the medians of each stage beside the targets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2, help="counted runs; what they need is compiled before")
    parser.add_argument("--arcsec", type=float, default=3.0, help="size of the cells")
    options = parser.parse_args()
    if not (SHARED / "bosnia_herzegovina").is_dir():
        print("real data is not at ../shared/data; nothing to measure")
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        study = write_study(folder, options.arcsec)
        found = re.search(r"releases_per_second (\S+)", run(RELEASES, str(study)))
        stages: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for number in range(options.runs):
            release = folder / f"release-{number}"
            run(RUN, str(study), str(release))
            done = json.loads((release / "manifest.json").read_text(encoding="utf-8"))["stages"]
            for stage in done:
                stages[stage["stage"]].append((stage["seconds"], stage["peak_memory_mb"] or float("nan")))
            stages["all"].append((sum(each["seconds"] for each in done), done[-1]["peak_memory_mb"] or float("nan")))
        pages = {path.name: path.stat().st_size / 1e6 for path in sorted(release.glob("analyst/pages/*.html"))}
    print(f"{'stage':<52} {'median s':>9} {'peak MB':>8}  target")
    for name, figures in stages.items():
        seconds, peak_mb = (statistics.median(figure) for figure in zip(*figures, strict=True))
        target = f"{TARGET_SECONDS:.0f} s, {TARGET_MB:.0f} MB" if name == "all" else ""
        print(f"{name:<52} {seconds:>9.1f} {peak_mb:>8.0f}  {target}")
    if found is not None:
        print(f"{float(found[1]):.0f} releases per second, one after another on one core")
    print(", ".join(f"{name} {size:.1f} MB" for name, size in pages.items()))


if __name__ == "__main__":
    main()
