"""The still picture of a run, for readers without scripts and for what shows a link before it is followed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.answers import VersionAsked, check_version, kept, tagged
from api.callers import costs
from api.errors import NotThereError
from api.parameters import OnlyKnown
from api.releases import ServedTier, TierHere
from api.tiles import DrawnTilesHere, comparisons_of, index_of, raster_file, tag_of
from maps.tiles import DIFFERENCE, raster_layer, threshold_layer

if TYPE_CHECKING:
    from maps.still_layers import StillLayers

_LEAST_WIDTH, _MOST_WIDTH, _WIDTH = 200, 1600, 960
_UNITS: Final = 3
PICTURE_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
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
WidthAsked = Annotated[int, Query(ge=_LEAST_WIDTH, le=_MOST_WIDTH, description="Pixels.", examples=[_WIDTH])]

router = APIRouter(tags=["map"])


@router.get(
    "/releases/{release}/picture.png",
    summary="The map of a run as a still picture",
    operation_id="get_picture",
    response_class=Response,
    responses=PICTURE_ANSWER,
    dependencies=[Depends(costs(_UNITS)), OnlyKnown],
)
def get_picture(
    request: Request,
    tier: TierHere,
    tiles: DrawnTilesHere,
    run: Annotated[
        str | None,
        Query(
            description="The id of a run; if it is not given the first one, with recorded hazards where there are any.",
            pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+){5}$",
            max_length=240,
            examples=["physical-rehab.default.base.all-year.to.hazards"],
        ),
    ] = None,
    threshold: ThresholdAsked = None,
    layer: Annotated[
        Literal["minutes", "status", "difference", "certainty"],
        Query(description="What is shown; difference is that of the run's scenario to the base.", examples=["minutes"]),
    ] = "minutes",
    width: WidthAsked = _WIDTH,
    v: VersionAsked = None,
) -> Response:
    """Draw the classes of a run with areas, recorded hazard areas where they may be shown, and the run's centres.

    No recorded hazard does not mean safe; not for navigation.
    """
    check_version(tier, v)
    classes = index_of(tier).classes
    minutes = float(classes["threshold_minutes"]) if threshold is None else threshold
    drawn_as = threshold_layer(classes, minutes)  # also where another layer is asked for: a wrong step is never passed
    if layer != "minutes":
        drawn_as = raster_layer(layer, classes)
    seen = tier.run(_first(tier) if run is None else run)
    name = raster_file(tier, layer, compared(tier, seen.id) if layer == DIFFERENCE else seen.id)
    tag = tag_of(tier, "picture", layer, name, minutes, width)
    known = tagged(request, tag, tier=tier, version=v)
    if known is not None:
        return known

    def draw() -> bytes:
        from maps.still import draw_still, frame_of, read_still  # noqa: PLC0415 - the libraries take a moment to load

        frame = frame_of(index_of(tier).bounds, width=width)
        codes = drawn_as.lookup[read_still(tier.folder / name, frame)]
        return draw_still(codes, drawn_as, frame, still_layers(tier).overlay(seen.dimensions))

    headers = kept(tag, tier=tier, version=v)
    return Response(tiles.tile(("picture", tag), draw), media_type="image/png", headers=headers)


def still_layers(tier: ServedTier) -> StillLayers:
    """What the tier may show over a still picture, read once for each version."""
    return _still_layers(tier.folder, tier.name, tier.version, bool(tier.manifest["hazards_published"]))


def compared(tier: ServedTier, run: str) -> str:
    """The id of the comparison's run whose later side a run is. Raises NotThereError where there is none."""
    for each in comparisons_of(tier):
        if each.after == run:
            return each.id
    raise NotThereError(
        f"The run {run} of the release {tier.release} is not compared with another; "
        f"/releases/{tier.release}/tiles lists the differences there are."
    )


@lru_cache(maxsize=4)
def _still_layers(folder: Path, tier: str, version: str, shows_hazards: bool) -> StillLayers:  # noqa: FBT001 - a cache takes no names
    from maps.still_layers import read_still_layers  # noqa: PLC0415

    del version  # it tells one release from the next in the same folder
    return read_still_layers(folder, tier, shows_hazards=shows_hazards)


def _first(tier: ServedTier) -> str:
    return max(tier.runs.values(), key=lambda run: run.slugs.hazards == "hazards").id
