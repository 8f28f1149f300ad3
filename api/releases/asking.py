"""What routes ask for about releases: dependencies."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import Depends, Path, Query, Request
from fastapi.concurrency import run_in_threadpool

from api.callers import CallerHere
from api.releases.catalogue import Catalogue
from api.releases.tiers import ServedTier
from geo.errors import NearcareError, ReleaseError

_READERS = frozenset({"pyarrow", "pyogrio", "rasterio"})


def catalogue_of(request: Request) -> Catalogue:
    """The catalogue of the app that answers."""
    catalogue: Catalogue = request.app.state.catalogue
    return catalogue


CatalogueHere = Annotated[Catalogue, Depends(catalogue_of)]


async def tier_of(
    catalogue: CatalogueHere,
    caller: CallerHere,
    release: Annotated[
        str,
        Path(
            description="The id of a release, as /releases lists them.",
            examples=["sample"],
            max_length=64,
            pattern="^[a-z0-9]+(-[a-z0-9]+)*$",
        ),
    ],
    tier: Annotated[
        Literal["public", "partner", "analyst"] | None,
        Query(
            description="The tier to look at; the fullest one that the caller may see if it is not given.",
            examples=["public"],
        ),
    ] = None,
) -> AsyncIterator[ServedTier]:
    """The tier of the release in the path that the caller sees.

    When the route is done, and before its answer goes out, the release must still be the one it began with: so no
    answer is made of two versions. A file that cannot be read is told as a fault of the release.
    """
    found = catalogue.known(release)
    if found is None:
        found = await run_in_threadpool(catalogue.release, release)
    served = found.tier_for(caller.tier_in(release), asked=tier)
    try:
        yield served
    except NearcareError:
        served.check_current()
        raise
    except Exception as error:
        served.check_current()
        if isinstance(error, OSError) or type(error).__module__.partition(".")[0] in _READERS:
            raise ReleaseError(
                f"A file of the release {release} cannot be read; it is missing or broken. "
                "Ask again in a moment, and tell who runs this server if it stays so."
            ) from error
        raise
    served.check_current()


TierHere = Annotated[ServedTier, Depends(tier_of, scope="function")]
