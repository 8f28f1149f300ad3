"""The least-time search beside its peers: the same surface, sources and answer, in one run, in turn.

Needs the peers (`make bench-peers` installs those of the Python registry into .venv-peers) and, for r.cost and
r.walk, GRASS (Debian: grass-core). What is missing is left out and named.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np

PEERS: Final = Path(__file__).resolve().parent
ROOT: Final = PEERS.parent.parent
PEER_PYTHON: Final = ROOT / ".venv-peers" / "bin" / "python"
SURFACE_ENGINES: Final = {
    "skimage_mcp": "scikit-image MCP_Geometric",
    "xarray_spatial": "xarray-spatial cost_distance",
    "scipy_dijkstra": "scipy dijkstra, graph included",
}
ROAD_ENGINES: Final = {
    "scipy_roads": "scipy dijkstra, min_only",
    "igraph_roads": "igraph distances",
    "networkit_roads": "networkit Dijkstra",
    "pandana_roads": "pandana nearest_pois",
}
MOST_FOR_SCIPY: Final = 2000  # beyond it its graph takes more than 4 GB
ROAD_NODES: Final = 801_000
TOLERANCE: Final = 2e-5  # of the time: some peers compute in float32


def words(command: list[str | Path]) -> str:
    """What a program prints, with our own packages where it can find them."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "GRASS_SKIP_MAPSET_OWNER_CHECK": "1"}
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
        environment[name] = "1"
    done = subprocess.run(  # noqa: S603 - our own programs
        [str(word) for word in command], capture_output=True, text=True, check=False, env=environment
    )
    if done.returncode:
        sys.exit(f"{' '.join(str(word) for word in command)}\n{done.stderr}")
    return done.stdout


def figures(command: list[str | Path]) -> Any:
    """The last line that a program prints, as JSON."""
    return json.loads(words(command).strip().splitlines()[-1])


class Bench:
    """A folder of worlds and answers, and how often each search is run."""

    def __init__(self, folder: Path, runs: int) -> None:
        self.folder, self.runs = folder, runs

    def world(self, name: str, *make: str) -> Path:
        """The file of a world, made once."""
        path = self.folder / f"{name}.npz"
        if not path.exists():
            program = f"from pathlib import Path; import worlds; worlds.{make[0]}(Path({str(path)!r}), {make[1]})"
            subprocess.run([sys.executable, "-c", program], cwd=PEERS, check=True)  # noqa: S603
        return path

    def ours(self, job: str, world: Path) -> tuple[Any, Path]:
        """Figures and answer of one of our searches."""
        answer = self.folder / f"{job}.npy"
        return figures([sys.executable, PEERS / "ours.py", job, world, answer, "--runs", f"{self.runs}"]), answer

    def peer(self, engine: str, world: Path) -> tuple[Any, Path]:
        """Figures and answer of a peer."""
        answer = self.folder / f"{engine}.npy"
        return figures([PEER_PYTHON, PEERS / "engines.py", engine, world, answer, "--runs", f"{self.runs}"]), answer

    def grass(self, world: Path) -> Any:
        """Figures of r.cost and r.walk; their answers are in the folder."""
        session: list[str | Path] = [
            sys.executable,
            PEERS / "grass_session.py",
            world,
            self.folder,
            "--runs",
            f"{self.runs}",
        ]
        return figures(["grass", "--tmp-location", "XY", "--exec", *session])


def compare(ours: Path, theirs: Path) -> str:
    """Whether two answers agree, in words."""
    mine, other = np.load(ours), np.load(theirs)
    both = np.isfinite(mine) & np.isfinite(other)
    differing = int((np.isfinite(mine) != np.isfinite(other)).sum())
    apart = float((np.abs(mine[both] - other[both]) / np.maximum(mine[both], 1.0)).max())
    if differing == 0 and apart < TOLERANCE:
        return "same"
    return f"{differing:,} cells reached by one alone, else within {apart:.1e}"


def row(*cells: Any) -> None:
    """A row of a Markdown table, at once."""
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def median(values: list[float]) -> float:
    """The median."""
    return statistics.median(values)


def surfaces(bench: Bench, sizes: list[int], *, has_grass: bool, has_peers: bool) -> None:
    """Surfaces of several sizes: 8 and 16 neighbours, roads joined, slopes, and the peers of each."""
    row("cells", "search", "CPU s", "laying s", "M cells/s", "bytes/cell", "peer / ours", "with laying", "answer")
    row(*["---"] * 9)
    for size in sizes:
        world = bench.world(f"surface-{size}", "write_surface", str(size))
        own: dict[str, tuple[Any, Path]] = {}
        for job, title in (
            ("level-8", "ours, 8 neighbours"),
            ("roads-8", "ours, 8, roads and a river joined"),
            ("level-16", "ours, 16 neighbours"),
            ("walk-16", "ours, 16, slopes (Tobler)"),
            ("level-32", "ours, 32 neighbours"),
        ):
            found, answer = own[job] = bench.ours(job, world)
            cpu_s, laid_s = median(found["cpu_s"]), median(found["laid_cpu_s"])
            roads = f" ({found['edges']:,} edges)" if found["edges"] else ""
            rate, memory = found["reached"] / cpu_s / 1e6, 1e6 * found["memory_mb"] / size**2
            row(f"{size}^2", title + roads, f"{cpu_s:.2f}", f"{laid_s:.2f}", f"{rate:.1f}", f"{memory:.0f}", "", "", "")
        peers: list[tuple[str, str, Any, Path]] = []
        if has_grass:
            of_grass = bench.grass(world)
            for name, job in (("r.cost", "level-8"), ("r.cost -k", "level-16"), ("r.walk -k", "walk-16")):
                peers.append((f"GRASS {name}", job, of_grass[name], bench.folder / f"{name.replace(' ', '')}.npy"))
        for engine, title in SURFACE_ENGINES.items() if has_peers else ():
            if engine != "scipy_dijkstra" or size <= MOST_FOR_SCIPY:
                peers.append((title, "level-8", *bench.peer(engine, world)))
        for title, job, found, answer in peers:
            ours, own_answer = own[job]
            cpu_s, our_s = median(found["cpu_s"]), median(ours["cpu_s"])
            memory = "" if found["memory_mb"] is None else f"{1e6 * found['memory_mb'] / size**2:.0f}"
            agrees = "another formula" if job == "walk-16" else compare(own_answer, answer)
            with_laying = f"{cpu_s / (our_s + median(ours['laid_cpu_s'])):.1f}"
            rate = f"{ours['reached'] / cpu_s / 1e6:.2f}"
            row(f"{size}^2", title, f"{cpu_s:.2f}", "", rate, memory, f"{cpu_s / our_s:.1f}", with_laying, agrees)


def changes(bench: Bench, size: int) -> None:
    """Two searches at once, and a centre added to an answer."""
    world = bench.world(f"surface-{size}", "write_surface", str(size))
    threads, _ = bench.ours("two-threads", world)
    one_s, two_s = median(threads["one_s"]), median(threads["two_s"])
    print(f"\nTwo searches on two threads, {size}^2: {2 * one_s / two_s:.2f} times as much done in the same time.")
    added, _ = bench.ours("added-centre", world)
    full_s = median(added["full_s"])
    for name, title in (("add_s", "added"), ("close_s", "closed again")):
        taken_s = median(added[name])
        print(
            f"A centre {title}, {size}^2, median of {len(added[name])} places: {1000 * taken_s:.1f} ms of CPU, "
            f"1/{full_s / taken_s:.0f} of a search from nothing ({full_s:.2f} s)."
        )


def roads(bench: Bench, *, has_peers: bool) -> None:
    """Roads alone."""
    world = bench.world("roads", "write_network", str(ROAD_NODES))
    print()
    row("roads alone", "nearest", "CPU s", "building s", "peer / ours", "answer")
    row(*["---"] * 6)
    own = {count: bench.ours(f"road-{count}", world) for count in (1, 5)}
    for count, (found, _) in own.items():
        row("ours", count, f"{median(found['cpu_s']):.3f}", "", "", "")
    if not has_peers:
        return
    stored = dict(np.load(world))
    np.savez(world, **stored, reach_s=own[5][0]["reach_s"] + 1)  # pandana must be told how far to look
    for engine, title, count in [(*item, 1) for item in ROAD_ENGINES.items()] + [
        ("pandana_roads_5", "pandana nearest_pois", 5)
    ]:
        found, answer = bench.peer(engine, world)
        cpu_s = median(found["cpu_s"])
        build = f"{found['build_cpu_s']:.0f}" if "build_cpu_s" in found else ""
        ratio = cpu_s / median(own[count][0]["cpu_s"])
        row(title, count, f"{cpu_s:.3f}", build, f"{ratio:.1f}", compare(own[count][1], answer))


def main() -> None:
    """Print the tables, in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 2000, 4000, 8000], help="cells along a side")
    parser.add_argument("--runs", type=int, default=3, help="counted runs of each search, after one that warms up")
    options = parser.parse_args()
    has_grass, has_peers = shutil.which("grass") is not None, PEER_PYTHON.exists()
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.processor(),
    )
    print(f"{model}, {os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}.")
    print("200 sources (1,000 on roads); medians of CPU seconds; missing: ", end="")
    missing = [name for name, has in (("GRASS", has_grass), ("the peers in Python", has_peers)) if not has]
    print(f"{', '.join(missing) or 'nothing'}.\n")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.runs)
        surfaces(bench, options.sizes, has_grass=has_grass, has_peers=has_peers)
        changes(bench, max(size for size in options.sizes if size <= 4000))  # noqa: PLR2004
        roads(bench, has_peers=has_peers)


if __name__ == "__main__":
    main()
