"""What an address of the web map may ask for, as the API describes it; all of it is read by maps.web_map."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any, Final

from fastapi import Depends, Path, Query, Request
from pydantic import BaseModel, Field

from api.callers import PUBLIC_CALLER, CallerHere
from api.negotiation import page_language
from api.releases import CatalogueHere, ServedTier, tier_of


def _told(description: str, example: str) -> Any:
    return Field(description=description, examples=[example])


def _slug(what: str, example: str) -> Any:
    return _told(f"{what}: a slug, as the ids of runs have it.", example)


class Asked(BaseModel):
    """What an address of the map may ask for. All is text: what of it cannot be shown is told on the page."""

    pillar: Annotated[str | None, _slug("Service", "physical-rehab")] = None
    profile: Annotated[str | None, _slug("Traveller", "default")] = None
    scenario: Annotated[str | None, _slug("Scenario", "base")] = None
    season: Annotated[str | None, _slug("Season", "all-year")] = None
    direction: Annotated[str | None, _slug("Direction, to or from care", "to")] = None
    hazards: Annotated[str | None, _slug("With recorded hazards, or as if there were none", "hazards")] = None
    threshold: Annotated[str | None, _told("Minutes, inclusive: one of the steps of the release.", "120")] = None
    layer: Annotated[str | None, _told("minutes, status, difference or certainty.", "minutes")] = None
    area: Annotated[str | None, _told("The id of an area.", "A-1")] = None
    place: Annotated[str | None, _told("A place that is asked about: longitude,latitude.", "-29.75,45.15")] = None
    at: Annotated[str | None, _told("What is looked at: zoom/latitude/longitude.", "9/45.2/-29.7")] = None
    changes: Annotated[str | None, _told("Changes of a what-if: base64url of JSON.", "W10")] = None
    when: Annotated[str | None, _told("Of a what-if: before, after or difference.", "after")] = None
    lang: Annotated[str | None, _told("The language of the page.", "fr")] = None
    version: Annotated[str | None, _told("The version of the release that was linked to.", "0123456789ab")] = None
    made: Annotated[str | None, _told("The day on which that version was made.", "2026-01-31")] = None
    page: Annotated[str | None, _told("The page of the table of areas.", "1")] = None


PARAMETERS: Final = frozenset(Asked.model_fields) | {"tier"}
"""All that an address of the map may have."""


def asked_of(request: Request, _asked: Annotated[Asked, Query()]) -> dict[str, str]:
    """What the address asks for, also what nothing is known of: the page itself tells it."""
    return dict(request.query_params)


AskedHere = Annotated[dict[str, str], Depends(asked_of)]


LanguageHere = Annotated[str, Depends(page_language)]


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
