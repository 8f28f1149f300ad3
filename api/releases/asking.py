"""What routes ask for about releases: dependencies."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Path, Query, Request

from api.callers import CallerHere
from api.releases.catalogue import Catalogue, ServedTier


def catalogue_of(request: Request) -> Catalogue:
    """The catalogue of the app that answers."""
    catalogue: Catalogue = request.app.state.catalogue
    return catalogue


CatalogueHere = Annotated[Catalogue, Depends(catalogue_of)]


def tier_of(
    catalogue: CatalogueHere,
    caller: CallerHere,
    release: Annotated[str, Path(description="The id of a release.", examples=["sample"])],
    tier: Annotated[
        Literal["public", "partner", "analyst"] | None,
        Query(description="The tier to look at; the fullest one that the caller may see if it is not given."),
    ] = None,
) -> ServedTier:
    """The tier of the release in the path that the caller sees."""
    return catalogue.release(release).tier_for(caller.tier_in(release), asked=tier)


TierHere = Annotated[ServedTier, Depends(tier_of)]
