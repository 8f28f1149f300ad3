"""The layer of certainty: how sure it is that a cell is underserved, hatched where the edge could change it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.errors import ReleaseError
from maps.classes import MinutesClass
from maps.pictures import ClassRaster
from maps.tiles.palettes import Palette, Stripe, palette_of
from maps.why import hatch_classes, read_edge, read_shares, sure_classes

AT_EDGE: Final = 8  # added to the code of a cell that what lies beyond the edge could change; 8 alone has no share
_CODES: Final = 256


def sureness_classes() -> tuple[MinutesClass, ...]:
    """The classes of shares of draws (codes 1 to 4) and the hatching of AT_EDGE, of which only stripes are drawn."""
    _, edge = hatch_classes()
    return (*sure_classes(), replace(edge, code=AT_EDGE))


def certainty_lookup() -> npt.NDArray[np.uint8]:
    """The code that is drawn for each published code: itself."""
    drawn = [each.code for each in sure_classes()]
    lookup = np.zeros(_CODES, np.uint8)
    for code in (0, *drawn):
        lookup[code], lookup[code + AT_EDGE] = code, code + AT_EDGE
    lookup.flags.writeable = False
    return lookup


def certainty_palette() -> Palette:
    """The colours of the classes, and of each once more with the hatching of the edge over it."""
    _, edge = hatch_classes()
    shares = sure_classes()
    over = [replace(each, code=each.code + AT_EDGE) for each in shares]
    plain = palette_of((*shares, *over, replace(edge, code=AT_EDGE)))
    (hatching,) = (stripe for stripe in plain.stripes if stripe.code == AT_EDGE)
    return Palette(
        colours=plain.colours,
        stripes=(
            *plain.stripes,
            *(Stripe(code=each.code, entry=hatching.entry, width=hatching.width, falls=True) for each in over),
        ),
    )


def read_certainty(run_folder: Path) -> ClassRaster | None:
    """The published codes of how sure a run is; None where it was neither drawn nor looked at beyond the edge.

    Raises ReleaseError for rasters that are not on one grid.
    """
    shares, edge = read_shares(run_folder), read_edge(run_folder)
    if shares is None or edge is None:
        found = shares or edge
        return found if found is None or shares is not None else replace(found, code=found.code * np.uint8(AT_EDGE))
    if (shares.code.shape, shares.affine, shares.crs) != (edge.code.shape, edge.affine, edge.crs):
        raise ReleaseError(f"{run_folder}: underserved_share.tif and could_change.tif are not on one grid")
    return replace(shares, code=shares.code + edge.code * np.uint8(AT_EDGE))
