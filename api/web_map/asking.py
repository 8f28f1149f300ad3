"""What an address of the web map may ask for, as the API describes it; all of it is read by maps.web_map."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, Path, Query, Request

from api.callers import PUBLIC_CALLER, CallerHere
from api.releases import CatalogueHere, ServedTier, tier_of
from maps.languages import LANGUAGES, language_for

_Slug = "a slug as /releases/{release}/runs has it in the ids of runs"


def asked_of(  # noqa: PLR0913, PLR0917 - all that an address may ask for
    request: Request,
    pillar: Annotated[str | None, Query(description=f"Service: {_Slug}.", examples=["physical-rehab"])] = None,
    profile: Annotated[str | None, Query(description=f"Traveller: {_Slug}.", examples=["default"])] = None,
    scenario: Annotated[str | None, Query(description=f"Scenario: {_Slug}.", examples=["base"])] = None,
    season: Annotated[str | None, Query(description=f"Season: {_Slug}.", examples=["all-year"])] = None,
    direction: Annotated[str | None, Query(description="to: to care; from: from care.", examples=["to"])] = None,
    hazards: Annotated[
        str | None, Query(description="hazards: as recorded; no-hazards: as if none.", examples=["hazards"])
    ] = None,
    threshold: Annotated[
        str | None, Query(description="Minutes, one of the steps of the release; inclusive.", examples=["120"])
    ] = None,
    layer: Annotated[
        str | None, Query(description="minutes, status, difference or certainty.", examples=["minutes"])
    ] = None,
    area: Annotated[str | None, Query(description="The id of an area.", examples=["A-1"])] = None,
    place: Annotated[
        str | None, Query(description="A place that is asked about: longitude,latitude.", examples=["-29.75,45.15"])
    ] = None,
    at: Annotated[
        str | None, Query(description="What is looked at: zoom/latitude/longitude.", examples=["9/45.2/-29.7"])
    ] = None,
    changes: Annotated[str | None, Query(description="Changes of a what-if: base64url of JSON.", examples=["W10"])] = None,
    when: Annotated[
        str | None, Query(description="Of a what-if: before, after or difference.", examples=["after"])
    ] = None,
    lang: Annotated[str | None, Query(description="The language of the page.", examples=["fr"])] = None,
    version: Annotated[
        str | None, Query(description="The version of the release that the link was made for.", examples=["0123456789ab"])
    ] = None,
    made: Annotated[
        str | None, Query(description="The day on which that version was made.", examples=["2026-01-31"])
    ] = None,
    page: Annotated[str | None, Query(description="The page of the table of areas.", examples=["1"])] = None,
) -> dict[str, str]:
    """What the address asks for, also what nothing is known of: the page itself tells it."""
    return dict(request.query_params)


AskedHere = Annotated[dict[str, str], Depends(asked_of)]


def language_of(request: Request) -> str:
    """The language of a page: the one that the address names if it is spoken here, else what the reader prefers."""
    wanted = request.query_params.get("lang", "")
    return wanted if wanted in LANGUAGES else language_for(request.headers.get("accept-language"))


LanguageHere = Annotated[str, Depends(language_of)]


async def public_tier_of(
    catalogue: CatalogueHere,
    _caller: CallerHere,
    release: Annotated[
        str,
        Path(
            description="The id of a release, as /releases lists them.",
            examples=["sample"],
            max_length=64,
            pattern="^[a-z0-9]+(-[a-z0-9]+)*$",
        ),
    ],
) -> AsyncIterator[ServedTier]:
    """The public tier of the release in the path, whoever asks."""
    async with asynccontextmanager(tier_of)(catalogue, PUBLIC_CALLER, release, "public") as seen:
        yield seen


PublicTierHere = Annotated[ServedTier, Depends(public_tier_of, scope="function")]
