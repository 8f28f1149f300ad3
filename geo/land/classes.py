"""The classes or covers that each cell is crossed over, so that the speed of one can change without reading it anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.land.surface import LandSpeed

ONE_SPEED = ""  # the name of all land together where one speed or a friction surface holds for it


@dataclass(frozen=True, slots=True, kw_only=True)
class LandClasses:
    """What the speed of each cell is made of.

    ``names``: the classes or covers that have a speed. ``row``: int16, shape of the grid, the row of each cell's
    class in ``names``, -1 for none; None where covers share the cells. Then ``part``, float32 (names, cells): how
    much of the speed of each of the cells ``cell`` is that of each cover; they add up to 1.
    """

    names: tuple[str, ...]
    row: npt.NDArray[np.int16] | None
    cell: npt.NDArray[np.int64]
    part: npt.NDArray[np.float32]

    def slowness(self, factors: Mapping[str, float], shape: tuple[int, int]) -> float | npt.NDArray[np.float64]:
        """What the pace of each cell is multiplied by if the speed of each named class is so many times its own.

        One number if it is the same everywhere, else of the shape of the grid. Exactly 1 in every cell without a
        class whose factor is another. Factors are above 0.
        """
        factor = np.array([factors.get(name, 1.0) for name in self.names])
        if (factor == 1.0).all():
            return 1.0
        if self.names == (ONE_SPEED,):
            return float(1.0 / factor[0])
        if self.row is not None:
            of_row: npt.NDArray[np.float64] = np.append(1.0 / factor, 1.0)[self.row]
            return of_row
        changed = np.flatnonzero(factor != 1.0)
        quicker = np.ones(len(self.cell))
        for row in changed:
            quicker += self.part[row] * (factor[row] - 1.0)
        slow = np.ones(shape[0] * shape[1])
        slow[self.cell] = 1.0 / quicker
        return slow.reshape(shape)


def one_class() -> LandClasses:
    """All land together."""
    return LandClasses(names=(ONE_SPEED,), row=None, cell=np.empty(0, np.int64), part=np.empty((0, 0), np.float32))


def classes_by_cell(classes: npt.NDArray[np.int32], speeds: Mapping[int, LandSpeed]) -> LandClasses:
    """The classes of a raster, as ``pace_of_classes`` reads it; what has no speed is none."""
    present = np.unique(classes[classes >= 0])
    moving = [int(value) for value in present if speeds[int(value)].speed_kmh > 0]
    place = np.searchsorted(moving, classes)
    known = np.append(np.array(moving, np.int64), -1)
    row = np.where(known[place] == classes, place, -1).astype(np.int16)
    row[classes < 0] = -1
    names = tuple(str(value) for value in moving)
    return LandClasses(names=names, row=row, cell=np.empty(0, np.int64), part=np.empty((0, 0), np.float32))


def classes_by_share(
    fractions: Mapping[str, npt.NDArray[np.float32]], speeds: Mapping[str, LandSpeed], is_passed: npt.NDArray[np.bool_]
) -> LandClasses:
    """The covers of cells by their shares, as ``pace_of_fractions`` takes them, in the cells that are passed."""
    cell = np.flatnonzero(is_passed)
    moving = {name: fractions[name] for name in fractions if speeds[name].speed_kmh > 0}
    total = np.zeros(len(cell))
    for name, share in moving.items():
        total += np.nan_to_num(share.ravel()[cell].astype(np.float64)) * speeds[name].speed_kmh
    kept: dict[str, npt.NDArray[np.float32]] = {}
    for name, share in moving.items():
        of_cover = np.nan_to_num(share.ravel()[cell].astype(np.float64)) * speeds[name].speed_kmh / total
        if of_cover.any():
            kept[name] = of_cover.astype(np.float32)
    part = np.stack(list(kept.values())) if kept else np.empty((0, len(cell)), np.float32)
    return LandClasses(names=tuple(kept), row=None, cell=cell, part=part)
