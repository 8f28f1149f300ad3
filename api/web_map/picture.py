"""The still picture of a run, for readers without scripts and for what shows a link before it is followed."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.answers import VersionAsked, check_version, kept, tagged
from api.callers import costs
from api.errors import NotThereError
from api.parameters import OnlyKnown
from api.pictures import PICTURE, WIDTH, ThresholdAsked, WidthAsked, layer_drawn, still_layers
from api.releases import ServedTier, TierHere
from api.tiles import DrawnTilesHere, comparisons_of, index_of, raster_file, tag_of
from maps.tiles import CERTAINTY, DIFFERENCE, MARKS, raster_layer

_UNITS: Final = 3

router = APIRouter(tags=["web-map"])


@router.get(
    "/releases/{release}/picture.png",
    summary="The map of a run as a still picture",
    operation_id="get_picture",
    response_class=Response,
    responses=PICTURE,
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
    width: WidthAsked = WIDTH,
    v: VersionAsked = None,
) -> Response:
    """Draw the classes of a run with areas, recorded hazard areas where they may be shown, and the run's centres.

    No recorded hazard does not mean safe; not for navigation.
    """
    check_version(tier, v)
    classes = index_of(tier).classes
    minutes = float(classes["threshold_minutes"]) if threshold is None else threshold
    drawn_as = layer_drawn(layer, classes, minutes)
    seen = tier.run(_first(tier) if run is None else run)
    name = raster_file(tier, layer, compared(tier, seen.id) if layer == DIFFERENCE else seen.id)
    tag = tag_of(tier, "picture", layer, name, minutes, width)
    known = tagged(request, tag, tier=tier, version=v)
    if known is not None:
        return known

    def draw() -> bytes:
        from maps.stills import draw_still, frame_of, read_still  # noqa: PLC0415 - the libraries take a moment to load

        frame = frame_of(index_of(tier).bounds, width=width)
        found = [(read_still(tier.folder / name, frame), drawn_as)]
        if layer == CERTAINTY:  # what has no share of draws says why, as far as it has no minutes
            codes = read_still(tier.folder / raster_file(tier, MARKS, seen.id), frame)
            found.insert(0, (codes, raster_layer(MARKS, classes)))
        return draw_still(found, frame, still_layers(tier).overlay(seen.dimensions))

    headers = kept(tag, tier=tier, version=v)
    return Response(tiles.tile(("picture", tag), draw), media_type="image/png", headers=headers)


def compared(tier: ServedTier, run: str) -> str:
    """The id of the comparison's run whose later side a run is. Raises NotThereError where there is none."""
    for each in comparisons_of(tier):
        if each.after == run:
            return each.id
    raise NotThereError(
        f"The run {run} of the release {tier.release} is not compared with another; "
        f"/releases/{tier.release}/tiles lists the differences there are."
    )


def _first(tier: ServedTier) -> str:
    return max(tier.runs.values(), key=lambda run: run.slugs.hazards == "hazards").id
