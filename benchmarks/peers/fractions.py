"""Sums by area with coverage fractions, by exactextract, in a process of its own: prints its seconds as JSON.

Run by the Python that has the peers; imports nothing of nearcare.
"""

from __future__ import annotations

import argparse
import importlib
import json
import time
from pathlib import Path

import numpy as np


def main() -> None:
    """Add up as often as asked and save the last sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("world", type=Path)
    parser.add_argument("answer", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    exactextract = importlib.import_module("exactextract")
    raster = importlib.import_module("exactextract.raster")
    features = importlib.import_module("exactextract.feature")
    world = np.load(options.world)
    values, cell_m, start = world["values"], float(world["cell_m"]), world["start"]
    rings = np.split(world["corners_m"], start[1:-1])
    width_m, height_m = cell_m * values.shape[1], cell_m * values.shape[0]
    source = raster.NumPyRasterSource(values, xmin=0, ymin=0, xmax=width_m, ymax=height_m)
    areas = features.JSONFeatureSource(
        [
            {
                "type": "Feature",
                "properties": {"row": row},
                "geometry": {"type": "Polygon", "coordinates": [ring.tolist()]},
            }
            for row, ring in enumerate(rings)
        ]
    )
    seconds = []
    for _ in range(options.runs):
        wall_s, cpu_s = time.perf_counter(), time.process_time()
        found = exactextract.exact_extract(source, areas, ["sum"], include_cols=["row"])
        seconds.append([time.perf_counter() - wall_s, time.process_time() - cpu_s])
    sums = np.zeros(len(rings))
    for feature in found:
        sums[feature["properties"]["row"]] = feature["properties"]["sum"]
    np.save(options.answer, sums)
    print(json.dumps({"sum_s": seconds, "version": getattr(exactextract, "__version__", "")}))


if __name__ == "__main__":
    main()
