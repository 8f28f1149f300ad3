"""Raster tiles, their TileJSON and legends, and the rasters of runs as whole files."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from api.answers import VersionAsked, answer, check_version, kept, tagged
from api.callers import costs
from api.legends import LegendAnswer, attribution, told_legend
from api.releases import TierHere
from api.tiles.asking import (
    Column,
    LayerAsked,
    Row,
    RunAsked,
    Zoom,
    address,
    check_place,
    index_of,
    raster_file,
    run_named,
    tag_of,
)
from api.tiles.drawn import DrawnTilesHere
from api.tiles.files import file_answer
from api.tiles.models import TileJson
from maps.tiles import WARNING, blank_png, legend_of, legend_svg, raster_layer, raster_tile

router = APIRouter(prefix="/releases/{release}", tags=["tiles"])

TIFF: Final = "image/tiff; application=geotiff; profile=cloud-optimized"
_ROOT: Final = "/tiles/raster/{layer}/{run}"
_FILES: Final = {"minutes": "travel_minutes.tif", "status": "status.tif", "nearest": "nearest.tif"}
_BINARY: Final = {"schema": {"type": "string", "format": "binary"}}
_PNG_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "A picture of 256 x 256 pixels with a palette, outside the release's bounds a transparent one; "
        "for steps grey values, 0 outside.",
        "content": {"image/png": _BINARY},
    }
}
_LEGEND_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The legend.", "content": {"image/svg+xml": {"schema": {"type": "string"}}}}
}
_TIFF_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The whole file.", "content": {"image/tiff": _BINARY}},
    206: {"description": "The range of bytes that was asked for.", "content": {"image/tiff": _BINARY}},
}


@router.get(
    _ROOT + "/tilejson.json",
    operation_id="get_raster_tilejson",
    summary="The TileJSON of raster tiles",
    response_model=TileJson,
    response_model_exclude_none=True,
    dependencies=[Depends(costs(1))],
)
def get_raster_tilejson(
    request: Request, tier: TierHere, layer: LayerAsked, run: RunAsked, v: VersionAsked = None
) -> Response:
    """Where the tiles are, up to which zoom they show more, and whom to name."""
    check_version(tier, v)
    raster_file(tier, layer, run)
    index = index_of(tier)
    west, south, east, north = index.bounds
    place = f"/releases/{tier.release}/tiles/raster/{layer}/{run}"
    found = TileJson(
        name=f"{tier.release}: {layer}, {run}",
        description=f"{raster_layer(layer, index_of(tier).classes).title}. {WARNING}",
        release_version=tier.version,
        attribution=attribution(tier),
        tiles=[address(request, place + "/{z}/{x}/{y}.png", tier)],
        minzoom=0,
        maxzoom=index.maxzoom,
        bounds=index.bounds,
        center=((west + east) / 2, (south + north) / 2, max(0, index.maxzoom - 2)),
        legend=WARNING,
        legend_url=address(request, f"{place}/legend", tier),
    )
    content = found.model_dump_json(exclude_none=True).encode()
    return answer(request, content, "application/json", tier=tier, version=v)


@router.get(
    _ROOT + "/legend",
    operation_id="get_raster_legend",
    summary="The legend of raster tiles",
    response_model=LegendAnswer,
    responses=_LEGEND_ANSWER,
    dependencies=[Depends(costs(1))],
)
def get_raster_legend(
    request: Request,
    tier: TierHere,
    layer: LayerAsked,
    run: RunAsked,
    f: Annotated[Literal["json", "svg"], Query(description="As values, or as a picture.", examples=["json"])] = "json",
    v: VersionAsked = None,
) -> Response:
    """What each colour means, in which unit, from which sources."""
    check_version(tier, v)
    raster_file(tier, layer, run)
    legend = legend_of(raster_layer(layer, index_of(tier).classes), tier.manifest, maxzoom=index_of(tier).maxzoom)
    if f == "svg":
        return answer(request, legend_svg(legend).encode(), "image/svg+xml", tier=tier, version=v)
    found = told_legend(legend)
    return answer(request, found.model_dump_json().encode(), "application/json", tier=tier, version=v)


@router.get(
    _ROOT + "/{z}/{x}/{y}.png",
    operation_id="get_raster_tile",
    summary="A raster tile",
    response_class=Response,
    responses=_PNG_ANSWER,
    dependencies=[Depends(costs(1))],
)
def get_raster_tile(
    request: Request,
    tier: TierHere,
    tiles: DrawnTilesHere,
    layer: LayerAsked,
    run: RunAsked,
    z: Zoom,
    x: Column,
    y: Row,
    v: VersionAsked = None,
) -> Response:
    """The class of each cell in its colour. No recorded hazard does not mean safe; not for navigation."""
    check_version(tier, v)
    check_place(z, x, y)
    name = raster_file(tier, layer, run)
    tag = tag_of(tier, layer, name, z, x, y)
    known = tagged(request, tag, tier=tier, version=v)
    if known is not None:
        return known
    drawn_as = raster_layer(layer, index_of(tier).classes)
    drawn = tiles.tile(tag, lambda: raster_tile(tier.folder / name, z, x, y, layer=drawn_as))
    content = _blank(is_grey=drawn_as.palette is None) if drawn is None else drawn
    return Response(content, media_type="image/png", headers=kept(tag, tier=tier, version=v))


@router.get(
    "/rasters/{run}/{layer}.tif",
    operation_id="get_run_raster",
    summary="A raster of a run, whole or a range of it",
    response_class=Response,
    responses=_TIFF_ANSWERS,
    dependencies=[Depends(costs(1))],
)
def get_run_raster(
    request: Request,
    tier: TierHere,
    run: RunAsked,
    layer: Annotated[
        Literal["minutes", "status", "nearest"],
        Path(
            description="Minutes (no data without an answer), status (0 to 6), or row of the nearest centre.",
            examples=["minutes"],
        ),
    ],
    v: VersionAsked = None,
) -> Response:
    """A cloud-optimised GeoTIFF on the grid of the study, as GIS programs open it: /vsicurl and the address."""
    check_version(tier, v)
    entry = run_named(tier, run)
    name = f"{entry['folder']}/{_FILES[layer]}"
    return file_answer(
        request, name, tier=tier, version=v, media_type=TIFF, saved_as=f"{tier.release}.{run}.{layer}.tif"
    )


@lru_cache(maxsize=2)
def _blank(*, is_grey: bool) -> bytes:
    return blank_png(is_grey=is_grey)
