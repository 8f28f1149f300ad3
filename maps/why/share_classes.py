"""Classes of how sure it is that a cell is underserved, and the hatching of what is not sure."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import rasterio

from geo.errors import ReleaseError
from maps.classes import MinutesClass
from maps.pictures import ClassRaster
from maps.why.columns import EDGE_RASTER, SHARE_RASTER
from maps.why.sure_words import HARDLY, PERHAPS, SURELY

_LIMITS: Final = (HARDLY, PERHAPS, SURELY)  # each belongs to the surer class
_ROUNDING: Final = 1e-6  # of float32, in which shares are kept
# Oranges by Cynthia Brewer (colorbrewer2.org, Apache 2.0): in order by lightness; no colour of viridis.
_COLOURS: Final = ("#fff5eb", "#fdbe85", "#e6550d", "#7f2704")
_STRIPE: Final = ("#9a5b22", "#ffe3c7")
UNSURE_STRIPE: Final = "#ffffff"
EDGE_STRIPE: Final = "#ff4fc8"


def sure_classes() -> tuple[MinutesClass, ...]:
    """Four classes, from almost surely within the threshold to almost surely beyond; those between are hatched."""
    labels = (
        "Almost surely within: beyond in less than 10 % of the draws",
        "Rather within: beyond in 10 to 50 %",
        "Probably beyond: in 50 to 90 %",
        "Almost surely beyond: in 90 % of the draws or more",
    )
    slugs = ("surely-within", "rather-within", "probably-beyond", "surely-beyond")
    stripes = (None, *_STRIPE, None)
    return tuple(
        MinutesClass(code=place + 1, slug=slug, label=label, colour=colour, stripe=stripe)
        for place, (slug, label, colour, stripe) in enumerate(zip(slugs, labels, _COLOURS, stripes, strict=True))
    )


def hatch_classes() -> tuple[MinutesClass, MinutesClass]:
    """What is hatched over other layers: cells of which it is not sure, and those that the edge could change."""
    return (
        MinutesClass(
            code=1,
            slug="not-sure",
            label="Not sure: beyond in 10 to 90 % of the draws",
            colour="#000000",
            stripe=UNSURE_STRIPE,
            is_clear=True,
        ),
        MinutesClass(
            code=1,
            slug="edge",
            label="A road or centre beyond the edge of the study could give a shorter way",
            colour="#000000",
            stripe=EDGE_STRIPE,
            falls=True,
            is_clear=True,
        ),
    )


def classify_shares(share: npt.NDArray[np.floating]) -> npt.NDArray[np.uint8]:
    """The class of each cell by its share of draws, of the same shape; 0 where it has none (NaN).

    Raises ReleaseError for a share below 0 or above 1.
    """
    known = np.isfinite(share)
    if ((share[known] < -_ROUNDING) | (share[known] > 1 + _ROUNDING)).any():
        raise ReleaseError(f"{SHARE_RASTER} holds a share below 0 or above 1. Make the release anew")
    code = np.zeros(share.shape, np.uint8)
    code[known] = np.searchsorted(np.asarray(_LIMITS) - _ROUNDING, share[known], side="right") + 1
    return code


def read_shares(run_folder: Path) -> ClassRaster | None:
    """The class of each cell of a run; None where the run was not drawn."""
    path = run_folder / SHARE_RASTER
    if not path.is_file():
        return None
    with rasterio.open(path) as raster:
        return ClassRaster(code=classify_shares(raster.read(1)), affine=raster.transform, crs=raster.crs)


def unsure_cells(shares: ClassRaster) -> ClassRaster:
    """1 where it is not sure whether a cell is beyond."""
    code = np.isin(shares.code, (2, 3)).astype(np.uint8)
    return ClassRaster(code=code, affine=shares.affine, crs=shares.crs)


def read_edge(run_folder: Path) -> ClassRaster | None:
    """1 where what lies beyond the edge could change the answer; None where that was not asked."""
    path = run_folder / EDGE_RASTER
    if not path.is_file():
        return None
    with rasterio.open(path) as raster:
        code = (raster.read(1) == 1).astype(np.uint8)
        return ClassRaster(code=code, affine=raster.transform, crs=raster.crs)
