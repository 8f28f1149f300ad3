"""What covers the ground: one class for each cell, or the shares of several."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.faults import Faults
from geo.grid import Grid
from geo.rasters.bands import first_cells, put_on_grid, read_band, read_on_grid

NO_CLASS: Final = -1
_PERCENT: Final = 100.0
_SUM_TOLERANCE: Final = 0.1
_CELLS_TOLERANCE: Final = 0.01
_GREATEST_CLASS: Final = 2**31 - 1


def read_land_cover(path: Path, grid: Grid, *, where: str, faults: Faults) -> npt.NDArray[np.int32] | None:
    """Read land-cover classes onto the grid by majority, -1 where there is none; None if unusable."""
    values = read_on_grid(path, grid, how="majority", where=where, faults=faults)
    if values is None:
        return None
    for is_odd, what in (
        (np.abs(values - np.round(values)) > 0, "hold a fraction, which is no class"),
        (values < 0, "hold a class below 0"),
        (values > _GREATEST_CLASS, f"hold a class above {_GREATEST_CLASS}"),
    ):
        if is_odd.any():
            faults.error(
                where=where,
                which=first_cells(is_odd),
                what=f"{int(is_odd.sum()):,} cells of the grid {what}",
                do="Give a raster of whole class numbers from 0 up, with its nodata declared",
            )
            return None
    if np.isnan(values).all():
        faults.error(
            where=where, which="", what="no cell of the grid has a class", do="Check the raster and its nodata"
        )
        return None
    return np.where(np.isnan(values), NO_CLASS, values).astype(np.int32)


def read_cover_fractions(
    paths: Mapping[str, Path], grid: Grid, *, where: str, faults: Faults
) -> dict[str, npt.NDArray[np.float32]] | None:
    """Read shares of the ground, each 0 to 1, by kind; NaN where every raster is empty; None if unusable.

    ``paths`` goes from the kind (tree, crops, ...) to its raster; ``where`` is the study's key. Any value
    above 1 means that all are percent. Averaged by shared area. A cell that some rasters fill and
    others leave empty has 0 of those, and is counted.
    """
    shares: dict[str, npt.NDArray[np.float32]] = {}
    greatest = 0.0
    is_sound = True
    for kind, path in paths.items():
        name = f"{where} {kind} ({path.name})"
        band = read_band(path, where=name, faults=faults, near=grid)
        if band is None:
            is_sound = False
            continue
        is_odd = (band.data < 0) | (band.data > _PERCENT)
        if is_odd.any():
            is_sound = False
            odd = float(band.data[is_odd][0])
            faults.error(
                where=name,
                which=first_cells(is_odd),
                what=f"{int(is_odd.sum()):,} cells lie outside 0 to 100 percent, one at {odd:.10g}",
                do=f"Declare the number as nodata: gdal_edit.py -a_nodata {odd:.10g} FILE, or mend the raster",
            )
            continue
        if not np.isnan(band.data).all():
            greatest = max(greatest, float(np.nanmax(band.data)))
        shares[kind] = put_on_grid(band, grid, how="average").astype(np.float32)
    if not is_sound or not shares:
        return None
    if greatest > 1:
        shares = {kind: share / np.float32(_PERCENT) for kind, share in shares.items()}
    return _check_sums(shares, where=where, faults=faults)


def _check_sums(
    shares: dict[str, npt.NDArray[np.float32]], *, where: str, faults: Faults
) -> dict[str, npt.NDArray[np.float32]] | None:
    empties = np.zeros(next(iter(shares.values())).shape, dtype=np.int16)
    total = np.zeros(empties.shape, dtype=np.float64)
    for share in shares.values():
        empties += np.isnan(share)
        total += np.nan_to_num(share, nan=0.0)
    is_known = empties < len(shares)
    if not is_known.any():
        faults.error(
            where=where, which="", what="no cell of the grid has any share", do="Check the rasters and their nodata"
        )
        return None
    partly = is_known & (empties > 0)
    if partly.any():
        faults.notice(
            where=where,
            which=first_cells(partly),
            what=f"{int(partly.sum()):,} cells are filled in some rasters and empty in others, which count as 0 there",
            do="Check that all come from one product and date",
        )
    is_off = is_known & (np.abs(total - 1) > _SUM_TOLERANCE)
    if is_off.sum() > _CELLS_TOLERANCE * is_known.sum():
        faults.notice(
            where=where,
            which=first_cells(is_off),
            what=f"the shares add up to less than 90 or more than 110 percent in {int(is_off.sum()):,} of "
            f"{int(is_known.sum()):,} cells",
            do="Check that no kind is missing or twice, and that all rasters are percent or all are shares",
        )
    return {
        kind: np.where(is_known, np.nan_to_num(share, nan=0.0), np.nan).astype(np.float32)
        for kind, share in shares.items()
    }
