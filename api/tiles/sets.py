"""What tile sets a release has."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.answers import VersionAsked, answer, check_version
from api.callers import costs
from api.packing import PackedRoute
from api.releases import TierHere
from api.tiles.asking import address, comparisons_of, index_of
from api.tiles.models import ComparedRuns, RasterSets, TileSetsAnswer, VectorSets, WholeRasters
from maps.tiles import CERTAINTY, DIFFERENCE, RASTER_LAYERS, WARNING, raster_layer, run_id

_WHOLE: Final = ("minutes", "status", "nearest")

router = APIRouter(prefix="/releases/{release}", tags=["tiles"], route_class=PackedRoute)


@router.get(
    "/tiles",
    operation_id="list_tile_sets",
    summary="The tile sets of a release",
    response_model=TileSetsAnswer,
    dependencies=[Depends(costs(1))],
)
def list_tile_sets(request: Request, tier: TierHere, v: VersionAsked = None) -> Response:
    """Raster tiles of minutes, status, gaps, steps, marks, certainty and differences; vector tiles of the layers."""
    check_version(tier, v)
    index = index_of(tier)
    root = f"/releases/{tier.release}/tiles"
    raster = []
    for layer in RASTER_LAYERS:
        runs = {CERTAINTY: index.certainty, DIFFERENCE: index.comparisons}.get(layer, index.runs)
        path = f"{root}/raster/{layer}/{{run}}"
        raster.append(
            RasterSets(
                layer=layer,
                title=raster_layer(layer, index.classes).title,
                runs=list(runs),
                tilejson=address(request, f"{path}/tilejson.json", tier),
                legend=address(request, f"{path}/legend", tier),
            )
        )
    vector = [
        VectorSets(
            layer=each.name,
            features=each.features,
            minzoom=each.minzoom,
            maxzoom=each.maxzoom,
            fields=each.fields,
            tilejson=address(request, f"{root}/vector/{each.name}/tilejson.json", tier),
            pmtiles=address(request, f"{root}/vector/{each.name}.pmtiles", tier),
        )
        for each in index.sets.values()
    ]
    told = [run_id(each) for each in tier.summary["runs"]]
    whole = [
        WholeRasters(
            layer=layer,
            runs=told,
            raster=address(request, f"/releases/{tier.release}/rasters/{{run}}/{layer}.tif", tier),
        )
        for layer in _WHOLE
    ]
    found = TileSetsAnswer(
        release=tier.release,
        tier=tier.name,
        version=tier.version,
        warning=WARNING,
        raster=raster,
        comparisons=[
            ComparedRuns(id=each.id, title=each.title, before=each.before, after=each.after)
            for each in comparisons_of(tier)
            if each.id in index.comparisons
        ],
        vector=vector,
        whole=whole,
    )
    return answer(request, found.model_dump_json().encode(), "application/json", tier=tier, version=v)
