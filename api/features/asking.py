"""What routes ask for about collections: dependencies, and layers read once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from fastapi import Depends, Path, Query, Request
from fastapi.concurrency import run_in_threadpool

from api.callers import CallerHere
from api.errors import NotThereError
from api.releases import CatalogueHere, ServedTier
from maps.features import FeatureLayer, KeptLayers, Layer, layers_in, read_layer

CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
TierAsked = Annotated[
    Literal["public", "partner", "analyst"] | None,
    Query(
        description="The tier to look at; the fullest one that the caller may see if it is not given.",
        examples=["public"],
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedCollection:
    """A layer of a tier that the caller may see."""

    tier: ServedTier
    layer: Layer

    @property
    def id(self) -> str:
        """The id of the collection: the release and the layer, joined by a dot."""
        return f"{self.tier.release}.{self.layer.name}"


async def collection_of(
    catalogue: CatalogueHere,
    caller: CallerHere,
    collection_id: Annotated[
        str,
        Path(
            description="The id of a collection, as /collections lists them: release and layer, joined by a dot.",
            examples=["sample.gaps"],
            max_length=100,
        ),
    ],
    tier: TierAsked = None,
) -> AsyncIterator[ServedCollection]:
    """The collection in the path as the caller sees it; when the route is done, the release must still be the same."""
    release, _, name = collection_id.partition(".")
    absent = NotThereError(
        f"There is no collection {collection_id!r} here for you; /collections lists those there are."
    )
    try:
        found = catalogue.known(release)
        if found is None:
            found = await run_in_threadpool(catalogue.release, release)
        seen = found.tier_for(caller.tier_in(release), asked=tier)
    except NotThereError:
        raise absent from None
    collection = next((each for each in collections_in(seen) if each.layer.name == name), None)
    if collection is None:
        raise absent
    try:
        yield collection
    finally:
        seen.check_current()


CollectionHere = Annotated[ServedCollection, Depends(collection_of, scope="function")]


def collections_in(tier: ServedTier) -> tuple[ServedCollection, ...]:
    """The collections of a tier."""
    return tuple(ServedCollection(tier=tier, layer=layer) for layer in layers_in(tier.folder, tier.manifest))


def features_of(request: Request, collection: ServedCollection) -> FeatureLayer:
    """The features of a collection, read if they are not in memory. Raises ReleaseError."""
    kept: KeptLayers = request.app.state.layers
    tier = collection.tier
    key = (str(tier.folder), tier.version, collection.layer.name)
    return kept.get(key, lambda: read_layer(tier.folder, collection.layer, tier=tier.name, as_of=tier.as_of or ""))
