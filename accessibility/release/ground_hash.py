"""The ground of a protected table: a hash by which a study knows that survivors were counted over its own times."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely

from geo.grid import Grid


def ground_sha256(
    grid: Grid,
    *,
    area_ids: Sequence[str],
    area_shapes: Sequence[shapely.Geometry],
    travel_minutes: npt.NDArray[np.floating],
    status: npt.NDArray[np.uint8],
) -> str:
    """A hash of one run's ``travel_minutes.tif`` and ``status.tif`` and of the areas in ``areas.gpkg``, as hex digits.

    It is the same from the arrays before they are written and after they are read again. ``travel_minutes``
    (rows, cols): without a finite value where there is no answer; ``area_shapes``: EPSG:4326, in the order
    of ``area_ids``. The grid's CRS is not in it, for files word it in several ways.
    """
    digest = hashlib.sha256()
    digest.update(repr((grid.shape, *(f"{number:.9g}" for number in tuple(grid.affine)[:6]))).encode())
    minutes = np.asarray(travel_minutes, dtype="<f4")
    digest.update(np.where(np.isfinite(minutes), minutes, np.float32(-1)).astype("<f4").tobytes())
    digest.update(np.asarray(status, dtype=np.uint8).tobytes())
    for identity, shape in zip(area_ids, area_shapes, strict=True):
        digest.update(repr(identity).encode())
        parts = shapely.multipolygons(shapely.get_parts(shapely.force_2d(shape)))
        digest.update(shapely.to_wkb(parts, byte_order=1, flavor="iso"))
    return digest.hexdigest()
