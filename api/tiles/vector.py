"""Vector tiles: published archives whole and by tile, and tiles of one run drawn on demand."""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.answers import VersionAsked, answer, check_version, kept, tagged
from api.callers import costs
from api.errors import NotThereError
from api.legends import attribution
from api.packing import takes_gzip
from api.releases import ServedTier, TierHere
from api.tiles.asking import (
    Column,
    Row,
    RunFilter,
    TileSetAsked,
    Zoom,
    address,
    check_place,
    index_of,
    run_named,
    tag_of,
)
from api.tiles.drawn import DrawnTilesHere
from api.tiles.files import file_answer
from api.tiles.models import TileJson, VectorLayer
from geo.errors import ReleaseError
from maps.tiles import WARNING, DrawnLayer, TileSet, set_file, tier_layer, tile_of_layer, vector_tile

router = APIRouter(prefix="/releases/{release}", tags=["tiles"])

MVT: Final = "application/vnd.mapbox-vector-tile"
PMTILES: Final = "application/vnd.pmtiles"
_ROOT: Final = "/tiles/vector/{tileset}"
_RUN_COLUMNS: Final = ("pillar", "profile", "scenario", "season", "direction", "hazards")
_BINARY: Final = {"schema": {"type": "string", "format": "binary"}}
_MVT_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "A Mapbox Vector Tile 2.1 with one layer, named as the set.", "content": {MVT: _BINARY}},
    204: {"description": "There is nothing in this tile."},
}
_PMTILES_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The whole archive.", "content": {PMTILES: _BINARY}},
    206: {"description": "The range of bytes that was asked for.", "content": {PMTILES: _BINARY}},
}


@router.get(
    _ROOT + ".pmtiles",
    operation_id="get_vector_archive",
    summary="A vector tile set as PMTiles, whole or a range of it",
    response_class=Response,
    responses=_PMTILES_ANSWERS,
    dependencies=[Depends(costs(1))],
)
def get_vector_archive(request: Request, tier: TierHere, tileset: TileSetAsked, v: VersionAsked = None) -> Response:
    """The archive that map libraries read range by range."""
    check_version(tier, v)
    _set_named(tier, tileset)
    return file_answer(
        request,
        set_file(tileset),
        tier=tier,
        version=v,
        media_type=PMTILES,
        saved_as=f"{tier.release}.{tileset}.pmtiles",
    )


@router.get(
    _ROOT + "/tilejson.json",
    operation_id="get_vector_tilejson",
    summary="The TileJSON of vector tiles",
    response_model=TileJson,
    response_model_exclude_none=True,
    dependencies=[Depends(costs(1))],
)
def get_vector_tilejson(
    request: Request, tier: TierHere, tileset: TileSetAsked, run: RunFilter = None, v: VersionAsked = None
) -> Response:
    """Where the tiles are, what columns their features have, and whom to name; with run, tiles of that run alone."""
    check_version(tier, v)
    found = _set_named(tier, tileset)
    _dimensions(tier, found, run)
    west, south, east, north = found.bounds
    tiles = address(request, f"/releases/{tier.release}/tiles/vector/{tileset}/{{z}}/{{x}}/{{y}}.mvt", tier)
    layer = VectorLayer(
        id=found.name, description="", minzoom=found.minzoom, maxzoom=found.maxzoom, fields=found.fields
    )
    told = TileJson(
        name=f"{tier.release}: {tileset}" + (f", {run}" if run else ""),
        description=f"The layer {tileset} of {tier.manifest['study']['name']}. {WARNING}",
        release_version=tier.version,
        attribution=attribution(tier),
        tiles=[f"{tiles}&run={run}" if run else tiles],
        minzoom=found.minzoom,
        maxzoom=found.maxzoom,
        bounds=found.bounds,
        center=((west + east) / 2, (south + north) / 2, max(0, found.maxzoom - 4)),
        legend=WARNING,
        vector_layers=[layer],
    )
    content = told.model_dump_json(exclude_none=True).encode()
    return answer(request, content, "application/json", tier=tier, version=v)


@router.get(
    _ROOT + "/{z}/{x}/{y}.mvt",
    operation_id="get_vector_tile",
    summary="A vector tile",
    response_class=Response,
    responses=_MVT_ANSWERS,
    dependencies=[Depends(costs(1))],
)
def get_vector_tile(
    request: Request,
    tier: TierHere,
    tiles: DrawnTilesHere,
    tileset: TileSetAsked,
    z: Zoom,
    x: Column,
    y: Row,
    run: RunFilter = None,
    v: VersionAsked = None,
) -> Response:
    """A tile of the published archive, or with run one drawn for it. A column that a feature lacks is not known."""
    check_version(tier, v)
    check_place(z, x, y)
    found = _set_named(tier, tileset)
    equal = _dimensions(tier, found, run)
    is_packed = takes_gzip(request)
    tag = tag_of(tier, tileset, run, z, x, y, "gzip" if is_packed else "plain")
    vary = {"Vary": "Authorization, Accept-Encoding"}
    known = tagged(request, tag, tier=tier, version=v, headers=vary)
    if known is not None:
        return known
    if equal:
        key = (tag_of(tier, tileset, run), z, x, y)
        packed = tiles.tile(key, lambda: _drawn(tier, tileset, (z, x, y), equal))
    else:
        packed = vector_tile(tier.folder / set_file(tileset), z, x, y)
    headers = kept(tag, tier=tier, version=v) | vary
    if packed is None:
        return Response(status_code=204, headers=headers)
    if not is_packed:
        return Response(gzip.decompress(packed), media_type=MVT, headers=headers)
    return Response(packed, media_type=MVT, headers=headers | {"Content-Encoding": "gzip"})


def _set_named(tier: ServedTier, name: str) -> TileSet:
    found = index_of(tier).sets.get(name)
    if found is None:
        raise NotThereError(
            f"The release {tier.release} has no tile set {name!r}; "
            f"/releases/{tier.release}/tiles lists those there are."
        )
    return found


def _dimensions(tier: ServedTier, tileset: TileSet, run: str | None) -> dict[str, str]:
    """The columns of a run with their texts; none without a run. Raises NotThereError for a set that has no runs."""
    if run is None:
        return {}
    entry = run_named(tier, run)
    if not set(_RUN_COLUMNS) <= set(tileset.fields):
        raise NotThereError(f"The tile set {tileset.name} is the same for all runs; ask for it without run.")
    return {name: str(entry[name]) for name in _RUN_COLUMNS}


def _drawn(tier: ServedTier, name: str, place: tuple[int, int, int], equal: dict[str, str]) -> bytes | None:
    layer = _layer(tier.folder, tier.version, name, tier.name, bool(tier.manifest["hazards_published"]))
    if layer is None:
        raise ReleaseError(f"The table of {name} is missing from the release. Make the release anew with nearcare run")
    drawn = tile_of_layer(layer, *place, equal=equal)
    return None if drawn is None else gzip.compress(drawn, compresslevel=1, mtime=0)


@lru_cache(maxsize=4)
def _layer(folder: FilePath, version: str, name: str, tier: str, shows_hazards: bool) -> DrawnLayer | None:  # noqa: FBT001 - a cache takes no names
    del version  # it tells one release from the next in the same folder
    return tier_layer(folder, name, tier, shows_hazards=shows_hazards)
