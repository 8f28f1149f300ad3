"""The routes of a what-if's tiles, drawn from memory in the colours of the published ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from api.answers import tagged
from api.callers import costs
from api.changes import AddCentre, Change, CloseCentre, MoveCentre
from api.legends import LegendAnswer, attribution, told_legend
from api.links import address
from api.parameters import OnlyKnown
from api.pictures import PICTURE, WIDTH, ThresholdAsked, WidthAsked, layer_drawn, still_layers
from api.releases import ServedTier
from api.what_ifs.asking import AskingHere, LayerAsked, RevisionAsked, SeasonAsked, SessionHere, TileHere
from api.what_ifs.views import asked_tier, path_of
from maps.disclaimers import WARNING
from maps.tiles import Legend, blank_png, legend_of, legend_svg, raster_layer

_AT: Final = "/releases/{release}/what-ifs/{what_if}/tiles/{layer}"
_PNG: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "256 x 256 pixels with a palette, transparent where there is no cell; steps are grey values.",
        "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_SVG: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}}}
_PICTURE_UNITS: Final = 3
_KEPT: Final = {"Cache-Control": "private, no-cache", "Vary": "Authorization"}

router = APIRouter(tags=["what-ifs"], dependencies=[OnlyKnown])


class LiveTileJson(BaseModel):
    """TileJSON 3.0 of a layer of a what-if."""

    tilejson: Literal["3.0.0"] = "3.0.0"
    name: str
    description: str
    version: str
    attribution: str
    scheme: Literal["xyz"] = "xyz"
    tiles: list[str]
    bounds: Annotated[list[float], Field(min_length=4, max_length=4, description="West, south, east, north.")]
    center: Annotated[list[float], Field(min_length=3, max_length=3, description="Longitude, latitude, zoom.")]
    minzoom: int = 0
    maxzoom: int
    legend: Annotated[str, Field(description="The warning that goes with the tiles.")]
    legend_url: str


@router.get(
    f"{_AT}/tilejson.json",
    operation_id="read_what_if_tilejson",
    summary="TileJSON of a what-if's tiles",
    dependencies=[Depends(costs(1))],
)
def read_tilejson(
    here: AskingHere, session: SessionHere, layer: LayerAsked, season: SeasonAsked = None
) -> LiveTileJson:
    """Where the tiles are, of which zooms and bounds; anew after each change, whose revision the address names."""
    from maps.tiles_from_grid import finest_zoom, lon_lat_bounds  # noqa: PLC0415 - the libraries take a second to load

    tier, request = here.tier, here.request
    with here.what_ifs.picture(tier, session, season=season) as picture:
        west, south, east, north = lon_lat_bounds(picture.grid)
        zoom = finest_zoom(picture.grid)
    at, kept = f"{path_of(session)}/tiles/{layer}", asked_tier(request) | ({} if season is None else {"season": season})
    tiles = address(request, f"{at}/", kept | {"revision": session.revision}).replace("/?", "/{z}/{x}/{y}.png?")
    here.response.headers.update(_KEPT)
    return LiveTileJson(
        name=f"{tier.title}: {raster_layer(layer, tier.summary).title}",
        description=WARNING,
        version=f"1.0.{session.revision}",
        attribution=attribution(tier),
        tiles=[tiles],
        bounds=[west, south, east, north],
        center=[(west + east) / 2, (south + north) / 2, max(0, zoom - 3)],
        maxzoom=zoom,
        legend=WARNING,
        legend_url=address(request, f"{at}/legend", kept),
    )


@router.get(
    f"{_AT}/legend",
    operation_id="read_what_if_legend",
    summary="The legend of a what-if's tiles",
    response_model=LegendAnswer,
    responses=_SVG,
    dependencies=[Depends(costs(1))],
)
def read_legend(
    here: AskingHere,
    session: SessionHere,  # noqa: ARG001 - only its caller may know that it is there
    layer: LayerAsked,
    f: Annotated[Literal["json", "svg"], Query(description="The form of the answer.", examples=["svg"])] = "json",
) -> Any:
    """What each colour means, with its unit; the same classes as those of the published tiles."""
    legend = _legend(here.tier, layer)
    if f == "svg":
        return Response(legend_svg(legend), media_type="image/svg+xml", headers=_KEPT)
    here.response.headers.update(_KEPT)
    return told_legend(legend)


@router.get(
    f"{_AT}/{{z}}/{{x}}/{{y}}.png",
    operation_id="read_what_if_tile",
    summary="A tile of a what-if",
    response_class=Response,
    responses=_PNG,
    dependencies=[Depends(costs(1))],
)
def read_tile(
    here: AskingHere, session: SessionHere, layer: LayerAsked, at: TileHere, season: SeasonAsked = None
) -> Response:
    """Draw a tile of the what-if as it stands: for each pixel the cell at its centre, in the published colours."""
    from maps.tiles_from_grid import picture_tile  # noqa: PLC0415 - the libraries take a second to load

    run_id, _ = here.run_of(session, season)
    tag = f'"{session.id}-{session.revision}-{run_id}-{layer}-{at.z}-{at.x}-{at.y}"'
    headers = {"ETag": tag, **_KEPT}
    known = tagged(here.request, tag, tier=here.tier, headers=headers)
    if known is not None:
        return known
    drawn_as = raster_layer(layer, here.tier.summary)
    with here.what_ifs.picture(here.tier, session, season=season) as picture:
        png = picture_tile(picture, drawn_as, at.z, at.x, at.y)
    if png is None:
        png = blank_png(is_grey=drawn_as.palette is None)
    return Response(png, media_type="image/png", headers=headers)


@router.get(
    "/releases/{release}/what-ifs/{what_if}/picture.png",
    operation_id="get_what_if_picture",
    summary="A what-if as a still picture",
    response_class=Response,
    responses=PICTURE,
    dependencies=[Depends(costs(_PICTURE_UNITS))],
)
def get_picture(
    here: AskingHere,
    session: SessionHere,
    threshold: ThresholdAsked = None,
    layer: Annotated[
        Literal["minutes", "status", "difference"],
        Query(description="What is shown after the changes, or what they change.", examples=["minutes"]),
    ] = "minutes",
    width: WidthAsked = WIDTH,
    season: SeasonAsked = None,
    _revision: RevisionAsked = None,
) -> Response:
    """Draw the what-if as it stands, with the centres that it adds and moves; not for navigation."""
    from maps.stills import draw_classes, frame_of  # noqa: PLC0415 - the libraries take a second to load
    from maps.tiles_from_grid import cells_between, lon_lat_bounds, picture_codes  # noqa: PLC0415

    run_id, run = here.run_of(session, season)
    summary = here.tier.summary
    minutes = float(summary["threshold_minutes"]) if threshold is None else threshold
    drawn_as = layer_drawn(layer, summary, minutes)
    tag = f'"{session.id}-{session.revision}-{run_id}-picture-{layer}-{minutes:g}-{width}"'
    headers = {"ETag": tag, **_KEPT}
    known = tagged(here.request, tag, tier=here.tier, headers=headers)
    if known is not None:
        return known
    with here.what_ifs.picture(here.tier, session, season=season) as picture:
        frame = frame_of(lon_lat_bounds(picture.grid), width=width)
        cells = cells_between(picture.grid, frame.bounds_m, shape=(frame.height, frame.width))
        classes = picture_codes(picture, drawn_as, cells)
    overlay = still_layers(here.tier).overlay(run, moved=_moved(session.changes, run["pillar"]))
    png = draw_classes([(classes, drawn_as)], frame, overlay)
    return Response(png, media_type="image/png", headers=headers)


def _moved(changes: Iterable[Change], pillar: str) -> dict[str, tuple[float, float] | None]:
    """Where centres of a pillar stand after the changes, by id; None for those that are closed."""
    found: dict[str, tuple[float, float] | None] = {}
    for each in changes:
        if isinstance(each, AddCentre):
            found |= {each.id: (each.lon, each.lat)} if pillar in each.pillars else {}
        elif isinstance(each, MoveCentre):
            found[each.id] = (each.lon, each.lat)
        elif isinstance(each, CloseCentre):
            found[each.id] = None
    return found


def _legend(tier: ServedTier, layer: str) -> Legend:
    legend = legend_of(raster_layer(layer, tier.summary), tier.manifest, maxzoom=0)
    return replace(legend, note="Each pixel shows the cell that holds its centre.")
