"""Collections: what layers of features there are, and what can be asked of each."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.answers import VersionAsked, answer, check_version
from api.callers import CallerHere, costs
from api.errors import NotThereError
from api.features.asking import (
    CRS84,
    CollectionHere,
    ServedCollection,
    TierAsked,
    collections_in,
    features_of,
)
from api.features.models import Collection, Collections, Queryables
from api.features.showing import FormAsked, as_bytes, here, show, told_as
from api.links import link
from api.negotiation import GEOJSON, HTML, JSON, VARIES, WordsHere
from api.parameters import OnlyKnown
from api.releases import CatalogueHere, ServedTier
from geo.errors import ReleaseError
from maps.features import FeatureLayer, Property
from maps.languages import Words

SCHEMA: Final = "application/schema+json"
_GREGORIAN: Final = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
_QUERYABLES: Final = "http://www.opengis.net/def/rel/ogc/1.0/queryables"

router = APIRouter(dependencies=[OnlyKnown])


@router.get(
    "/collections",
    summary="The collections of features",
    operation_id="collections",
    dependencies=[Depends(costs(2))],
    **told_as(Collections, "All collections that the caller may see."),
)
def list_collections(
    request: Request,
    catalogue: CatalogueHere,
    caller: CallerHere,
    said: WordsHere,
    tier: TierAsked = None,
    f: FormAsked = None,
) -> Response:
    """Give all collections of all releases; a release that cannot be read now is left out of the list."""
    told: list[dict[str, Any]] = []
    seen: list[ServedTier] = []
    for release in catalogue.releases():
        try:
            found = release.tier_for(caller.tier_in(release.id), asked=tier)
            told += [describe(request, each, said) for each in collections_in(found)]
        except (NotThereError, ReleaseError):  # no such tier there, or half gone: asked for itself, it says so
            continue
        seen.append(found)
    document = {"collections": told, "warning": said.say("site-warning"), "links": []}
    return show(request, f, document, said, template="collections.html.j2", tier=fullest(seen))


@router.get(
    "/collections/{collection_id}",
    summary="One collection: where and when it is, and what its features tell",
    operation_id="collection",
    dependencies=[Depends(costs(1))],
    **told_as(Collection, "The collection."),
)
def one_collection(
    request: Request, collection: CollectionHere, said: WordsHere, v: VersionAsked = None, f: FormAsked = None
) -> Response:
    """Give one collection."""
    check_version(collection.tier, v)
    document = describe(request, collection, said)
    return show(request, f, document, said, template="collection.html.j2", tier=collection.tier, version=v)


@router.get(
    "/collections/{collection_id}/queryables",
    summary="The properties that the features of a collection can be asked by",
    operation_id="queryables",
    dependencies=[Depends(costs(1))],
    response_class=Response,
    responses={
        200: {
            "description": "A JSON Schema; x-unit is the unit of a property.",
            "content": {SCHEMA: {"schema": Queryables.model_json_schema()}},
        }
    },
)
def queryables(request: Request, collection: CollectionHere, said: WordsHere, v: VersionAsked = None) -> Response:
    """Give the properties as a JSON Schema."""
    check_version(collection.tier, v)
    layer = features_of(request, collection)
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": here(request, f"/collections/{collection.id}/queryables"),
        "type": "object",
        "title": said.say(f"layer-{layer.name}"),
        "properties": {each.name: _schema(each) for each in layer.properties},
        "additionalProperties": False,
    }
    headers = {"Vary": VARIES, "Content-Language": said.language}
    return answer(request, as_bytes(document), SCHEMA, tier=collection.tier, version=v, headers=headers)


def fullest(tiers: list[ServedTier]) -> ServedTier | None:
    """A tier that is not public if there is one: caches must treat the whole answer as they treat that."""
    return next((tier for tier in tiers if tier.name != "public"), tiers[0] if tiers else None)


def describe(request: Request, collection: ServedCollection, said: Words) -> dict[str, Any]:
    """What is told of a collection. Raises ReleaseError if it cannot be read."""
    tier, layer = collection.tier, features_of(request, collection)
    name = collection.layer.name
    inputs = tier.manifest.get("inputs", [])
    path = f"/collections/{collection.id}"
    return {
        "id": collection.id,
        "title": f"{said.say(f'layer-{name}')}: {tier.title}",
        "description": said.say(f"layer-{name}-about"),
        "extent": _extent(layer, tier.as_of),
        "itemType": "feature",
        "crs": [CRS84],
        "storageCrs": CRS84,
        "feature_count": layer.count,
        "properties": [{"name": each.name, "type": each.type, "unit": each.unit or None} for each in layer.properties],
        "attribution": "; ".join(sorted({str(each["source"]) for each in inputs if each.get("source")})),
        "licences": sorted({str(each["licence"]) for each in inputs if each.get("licence")}),
        "release": tier.release,
        "tier": tier.name,
        "version": tier.version,
        "warning": said.say("site-warning"),
        "links": [
            link(here(request, f"{path}/items"), "items", GEOJSON, said.say("page-items", collection=collection.id)),
            link(here(request, f"{path}/items"), "items", HTML, said.say("page-items", collection=collection.id)),
            link(here(request, f"{path}/queryables"), _QUERYABLES, SCHEMA),
            link(here(request, path), "collection", JSON),
            link(here(request, f"/releases/{tier.release}"), "up", JSON),
        ],
    }


def _extent(layer: FeatureLayer, as_of: str | None) -> dict[str, Any]:
    extent: dict[str, Any] = {}
    if layer.bounds is not None:
        extent["spatial"] = {"bbox": [list(layer.bounds)], "crs": CRS84}
    days = sorted({str(day)[:10] for day in layer.columns["as_of"].tolist() if day})
    if days or as_of:
        first, last = (days[0], days[-1]) if days else (as_of, as_of)
        extent["temporal"] = {"interval": [[f"{first}T00:00:00Z", f"{last}T23:59:59Z"]], "trs": _GREGORIAN}
    return extent


def _schema(each: Property) -> dict[str, Any]:
    told: dict[str, Any] = {"title": each.name, "type": each.type}
    return told | {"x-unit": each.unit} if each.unit else told
