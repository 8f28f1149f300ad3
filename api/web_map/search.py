"""The route of search: areas, places and centres by name."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.answers import VersionAsked, answer, check_version
from api.callers import costs
from api.negotiation import JSON
from api.packing import PackedRoute
from api.parameters import OnlyKnown
from api.releases import ServedTier, TierHere

if TYPE_CHECKING:
    from maps.search import SearchIndex

router = APIRouter(tags=["web-map"], dependencies=[OnlyKnown], route_class=PackedRoute)


class SearchResult(BaseModel):
    """Something to look at."""

    kind: Literal["area", "place", "centre"]
    id: Annotated[str, Field(description="Of an area and a centre its id; of a place that of its feature.")]
    name: str
    detail: Annotated[str, Field(description="The area above, the kind of the place, or what the centre offers.")]
    lon: Annotated[float, Field(description="Degrees; of an area a point inside it.")]
    lat: float
    bounds: Annotated[list[float] | None, Field(description="Of an area west, south, east and north; else null.")]


class SearchTold(BaseModel):
    """What was found."""

    release: str
    tier: str
    version: str
    q: str
    matched: Annotated[int, Field(description="How many there are, with those that are not listed.")]
    results: list[SearchResult]


@router.get(
    "/releases/{release}/search",
    operation_id="search_release",
    summary="Areas, places and centres by name",
    responses={200: {"model": SearchTold, "description": "What was found, the best first."}},
    dependencies=[Depends(costs(1))],
)
def search_release(
    request: Request,
    tier: TierHere,
    q: Annotated[
        str,
        Query(
            description="What to look for, in any case, with or without accents; nothing gives the largest.",
            examples=["quel"],
            max_length=100,
        ),
    ] = "",
    limit: Annotated[int, Query(ge=1, le=50, description="The most to list.", examples=[10])] = 10,
    version: VersionAsked = None,
) -> Response:
    """Whole names and ids first, then names that begin so, names with words that begin so, and names that hold it.

    Among those alike areas come first, then places, then centres, the larger ones first. Places are settlements.
    """
    check_version(tier, version)
    matched, found = _index(tier).find(q, limit=limit)
    told = SearchTold(
        release=tier.release,
        tier=tier.name,
        version=tier.version,
        q=q,
        matched=matched,
        results=[
            SearchResult(
                kind=each.kind,
                id=each.id,
                name=each.name,
                detail=each.detail,
                lon=each.lon,
                lat=each.lat,
                bounds=None if each.bounds is None else list(each.bounds),
            )
            for each in found
        ],
    )
    return answer(request, told.model_dump_json().encode(), JSON, tier=tier, version=version)


@lru_cache(maxsize=8)
def _index(tier: ServedTier) -> SearchIndex:
    from maps.search import read_search  # noqa: PLC0415 - the libraries take a second to load

    return read_search(tier.folder, tier=tier.name)
