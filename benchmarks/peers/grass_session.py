"""GRASS's r.cost and r.walk on one surface, inside a GRASS session: prints figures as JSON and saves the answers.

CPU seconds are those of the module's process, which reads its maps from the session's database and writes its answer.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

CELL_M = 100
NO_DATA = -9999.0
MODULES = {
    "r.cost": ["r.cost", "-n", "input=pace", "nearest=nearest"],
    "r.cost -k": ["r.cost", "-n", "-k", "input=pace", "nearest=nearest"],
    "r.walk -k": ["r.walk", "-n", "-k", "elevation=height", "friction=pace", "lambda=1"],
}


def run(*words: str, feed: bytes | None = None) -> None:
    """Run a module of GRASS; its words are shown if it fails."""
    done = subprocess.run(words, input=feed, capture_output=True, check=False)  # noqa: S603 - fixed names
    if done.returncode:
        sys.exit(done.stderr.decode())


def cpu_s() -> float:
    """CPU seconds of all processes that this one has waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def read_in(world: Any, folder: Path) -> None:
    """The surface and the sources as maps of the session."""
    size = world["pace"].shape[0]
    edge = f"{size * CELL_M}"
    run("g.region", f"n={edge}", "s=0", "w=0", f"e={edge}", f"res={CELL_M}")
    for name, values in (("pace", world["pace"]), ("height", world["elevation_m"])):
        plain = folder / f"{name}.bin"
        np.where(np.isfinite(values), values, NO_DATA).astype("<f8").tofile(plain)
        form = [f"output={name}", "bytes=8", f"rows={size}", f"cols={size}", f"anull={NO_DATA:.0f}"]
        run("r.in.bin", "-d", f"input={plain}", *form, f"north={edge}", "south=0", "west=0", f"east={edge}")
        plain.unlink()
    rows, columns = np.divmod(world["source"], size)
    points = np.column_stack([(columns + 0.5) * CELL_M, (size - rows - 0.5) * CELL_M])
    text = "\n".join(f"{x}|{y}" for x, y in points)
    run("v.in.ascii", "input=-", "output=sources", "x=1", "y=2", "--quiet", feed=text.encode())


def main() -> None:
    """Run each module several times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("world", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    world = np.load(options.world)
    read_in(world, options.folder)
    figures: dict[str, Any] = {}
    for name, words in MODULES.items():
        taken = []
        for _ in range(options.runs):
            begin = cpu_s()
            run(*words, "start_points=sources", "output=answer", "memory=6000", "--overwrite", "--quiet")
            taken.append(cpu_s() - begin)
        plain = options.folder / "answer.bin"
        run("r.out.bin", "input=answer", f"output={plain}", "bytes=8", "null=-1", "--overwrite", "--quiet")
        answer = np.fromfile(plain, "<f8").reshape(world["pace"].shape)
        plain.unlink()
        np.save(options.folder / f"{name.replace(' ', '')}.npy", np.where(answer < 0, np.inf, answer) * CELL_M)
        figures[name] = {"cpu_s": taken, "memory_mb": None}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
