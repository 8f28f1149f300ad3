"""Still pictures at the door: what their addresses ask for, and what a tier may show over them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import Query

from api.releases import ServedTier
from maps.tiles import RasterLayer, raster_layer, threshold_layer

if TYPE_CHECKING:
    from maps.stills import StillLayers

_LEAST_WIDTH, _MOST_WIDTH = 200, 1600
WIDTH: Final = 960
PICTURE: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "A picture without text, as wide as asked for and 0.4 to 1.25 times as high.",
        "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}},
    }
}
ThresholdAsked = Annotated[
    float | None,
    Query(
        gt=0,
        allow_inf_nan=False,
        description="Minutes, inclusive: one of the steps of the release; its own threshold if it is not given.",
        examples=[120],
    ),
]
WidthAsked = Annotated[int, Query(ge=_LEAST_WIDTH, le=_MOST_WIDTH, description="Pixels.", examples=[WIDTH])]


def layer_drawn(name: str, classes: Mapping[str, Any], threshold_minutes: float) -> RasterLayer:
    """The layer that is drawn. Raises InputError for a threshold that is no step, whatever the layer is.

    ``classes``: bands and threshold, of an index of tiles or of a summary.
    """
    minutes = threshold_layer(classes, threshold_minutes)
    return minutes if name == "minutes" else raster_layer(name, classes)


def still_layers(tier: ServedTier) -> StillLayers:
    """What the tier may show over a still picture, read once for each version."""
    return _still_layers(tier.folder, tier.name, tier.version, bool(tier.manifest["hazards_published"]))


@lru_cache(maxsize=4)
def _still_layers(folder: Path, tier: str, version: str, shows_hazards: bool) -> StillLayers:  # noqa: FBT001 - a cache takes no names
    from maps.stills import read_still_layers  # noqa: PLC0415

    del version  # it tells one release from the next in the same folder
    return read_still_layers(folder, tier, shows_hazards=shows_hazards)
