"""Synthetic ground for benchmarks: a surface with hills and water, and a road network. Numpy and scipy alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.ndimage import gaussian_filter, zoom

CELL_M: Final = 100.0
SOURCES: Final = 200
_WATER: Final = 0.9  # standard deviations above which it is water: a fifth of the surface


def write_surface(path: Path, size: int, *, seed: int = 1) -> None:
    """Pace in s/m (inf is water), height in metres, and the cells of 200 sources."""
    random = np.random.default_rng(seed)
    speed_kmh = 4.0 * np.exp(-0.35 * np.round(_smooth(random, size, 8, 3.0) * 2) / 2)
    pace = 3.6 / speed_kmh
    pace[_smooth(random, size, 8, 4.0) > _WATER] = np.inf
    elevation_m = (_smooth(random, size, 16, 3.0) * 200 + 500).astype(np.float32)
    source = random.choice(np.flatnonzero(np.isfinite(pace)), SOURCES, replace=False).astype(np.int64)
    np.savez(path, pace=pace, elevation_m=elevation_m, source=source)


def _smooth(random: Any, size: int, coarse: int, sigma: float) -> Any:
    field = gaussian_filter(random.standard_normal((size // coarse + 2, size // coarse + 2)), sigma)
    return zoom(field / field.std(), coarse, order=1)[:size, :size]


def write_network(path: Path, nodes: int, *, sources: int = 1000, seed: int = 1) -> None:
    """A lattice with its nodes moved and a fifth of its links left out: places, links, seconds, and sources."""
    random = np.random.default_rng(seed)
    side = int(nodes**0.5)
    step_m = 200.0
    x, y = np.meshgrid(np.arange(side) * step_m, np.arange(side) * step_m)
    x, y = (axis + random.uniform(-60, 60, axis.shape) for axis in (x, y))
    node = np.arange(side * side).reshape(side, side)
    start = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    end = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    is_kept = random.random(len(start)) < 0.8  # noqa: PLR2004
    start, end = start[is_kept], end[is_kept]
    x, y = x.ravel() + 500_000, 5_000_000 - y.ravel()
    seconds = np.hypot(x[start] - x[end], y[start] - y[end]) / random.choice([5.0, 8.0, 15.0], len(start))
    source = random.choice(side * side, sources, replace=False)
    np.savez(path, x=x, y=y, start=start, end=end, seconds=seconds, source=source)
