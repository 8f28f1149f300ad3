"""Releases: what is served, and the runs of each with their headline figures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.answers import VersionAsked, check_version
from api.callers import CallerHere, Tier, costs
from api.errors import NotThereError
from api.features.asking import ServedCollection, TierAsked, collections_in, features_of
from api.features.collections import fullest
from api.features.models import Releases, ReleaseTold, Runs
from api.features.pages import page_names
from api.features.showing import FormAsked, here, show, told_as
from api.links import address, link
from api.negotiation import GEOJSON, HTML, JSON, WordsHere
from api.parameters import OnlyKnown
from api.releases import CatalogueHere, ServedRun, ServedTier, TierHere
from geo.errors import ReleaseError
from maps.features import LAYERS
from maps.languages import Words
from maps.run_key import WITH_HAZARDS

_ROOMS: Final = ("tiles", "comparisons")  # answers below a release that other rooms may give
_PAGES: Final = {"map.html": "link-offline-map", "report.html": "link-text"}
_COMPARED: Final = re.compile(r"compare-(.+)\.html")

router = APIRouter(dependencies=[OnlyKnown])


@router.get(
    "/releases",
    summary="The releases that are served",
    operation_id="releases",
    dependencies=[Depends(costs(1))],
    **told_as(Releases, "All releases that the caller may see."),
)
def list_releases(
    request: Request,
    catalogue: CatalogueHere,
    caller: CallerHere,
    said: WordsHere,
    tier: TierAsked = None,
    f: FormAsked = None,
) -> Response:
    """Give all releases; one that cannot be read now is left out of the list."""
    told, seen = [], []
    for release in catalogue.releases():
        try:
            found = release.tier_for(caller.tier_in(release.id), asked=tier)
            told.append(_describe(request, found, _tiers(catalogue, caller, release.id), said))
        except (NotThereError, ReleaseError):  # no such tier there, or half gone: asked for itself, it says so
            continue
        seen.append(found)
    document = {"releases": told, "warning": said.say("site-warning"), "links": []}
    return show(request, f, document, said, template="releases.html.j2", tier=fullest(seen))


@router.get(
    "/releases/{release}",
    summary="One release: what it is of, from what, and where its parts are",
    operation_id="release",
    dependencies=[Depends(costs(1))],
    **told_as(ReleaseTold, "The release as the caller sees it."),
)
def one_release(
    request: Request,
    seen: TierHere,
    catalogue: CatalogueHere,
    caller: CallerHere,
    said: WordsHere,
    v: VersionAsked = None,
    f: FormAsked = None,
) -> Response:
    """Give one release."""
    check_version(seen, v)
    document = _describe(request, seen, _tiers(catalogue, caller, seen.release), said)
    return show(request, f, document, said, template="release.html.j2", tier=seen, version=v)


@router.get(
    "/releases/{release}/runs",
    summary="The runs of a release, with their headline figures",
    operation_id="runs",
    dependencies=[Depends(costs(1))],
    **told_as(Runs, "The runs; a run id names it in all other answers."),
)
def list_runs(
    request: Request, seen: TierHere, said: WordsHere, v: VersionAsked = None, f: FormAsked = None
) -> Response:
    """Give the runs of a release."""
    check_version(seen, v)
    document = {
        "release": seen.release,
        "tier": seen.name,
        "version": seen.version,
        "threshold_minutes": seen.summary["threshold_minutes"],
        "runs": [
            _run(request, seen, each, run) for each, run in zip(seen.runs.values(), seen.summary["runs"], strict=True)
        ],
        "disclaimers": list(seen.disclaimers),
        "links": [link(here(request, f"/releases/{seen.release}"), "up", JSON)],
    }
    return show(request, f, document, said, template="runs.html.j2", tier=seen, version=v)


def _tiers(catalogue: CatalogueHere, caller: CallerHere, release: str) -> list[str]:
    """The tiers of a release that the caller may look at."""
    return [
        tier.name for tier in catalogue.release(release).tiers if Tier[tier.name.upper()] <= caller.tier_in(release)
    ]


def _describe(request: Request, seen: ServedTier, tiers: list[str], said: Words) -> dict[str, Any]:
    manifest, summary = seen.manifest, seen.summary
    bounds = features_of(request, ServedCollection(tier=seen, layer=LAYERS["areas"])).bounds
    return {
        "id": seen.release,
        "title": seen.title,
        "study": seen.title,
        "country": manifest["study"].get("country"),
        "as_of": seen.as_of,
        "created_utc": manifest["created_utc"],
        "nearcare_version": manifest["nearcare_version"],
        "version": seen.version,
        "tier": seen.name,
        "tiers": tiers,
        "hazards_published": manifest["hazards_published"],
        "bands_minutes": summary["bands_minutes"],
        "threshold_minutes": summary["threshold_minutes"],
        "bounds": bounds,
        "people": _number(summary["population"].get("people")),
        "disclaimers": list(seen.disclaimers),
        "sources": [
            {name: each.get(name) for name in ("role", "source", "licence", "date")}
            for each in manifest["inputs"]
            if each.get("source")
        ],
        "links": _links(request, seen, said, bounds),
    }


def _links(request: Request, seen: ServedTier, said: Words, bounds: Sequence[float] | None) -> list[dict[str, str]]:
    at = f"/releases/{seen.release}"
    paths = request.app.openapi()["paths"]
    links = [
        link(here(request, at), "canonical", JSON, seen.title),
        link(here(request, f"{at}/runs"), "runs", JSON, said.say("page-runs", release=seen.release)),
    ]
    links += [
        link(here(request, f"{at}/{name}"), name, JSON, said.say(f"link-{name}", release=seen.release))
        for name in _ROOMS
        if f"/releases/{{release}}/{name}" in paths
    ]
    if "/releases/{release}/gap-report" in paths:
        title = said.say("link-report", release=seen.release)
        links.append(link(here(request, f"{at}/gap-report"), "gap-report", JSON, title))
    if bounds is not None and "/releases/{release}/point" in paths:
        west, south, east, north = bounds
        middle = {"lon": round((west + east) / 2, 5), "lat": round((south + north) / 2, 5)}
        title = said.say("link-point", release=seen.release)
        links.append(link(here(request, f"{at}/point", middle), "point", JSON, title))
    links += [
        link(here(request, f"/collections/{each.id}/items"), "items", GEOJSON, said.say(f"layer-{each.layer.name}"))
        for each in collections_in(seen)
    ]
    if "/releases/{release}/map" in paths:
        links.append(link(here(request, f"{at}/map"), "page", HTML, said.say("link-map")))
    links += [
        link(here(request, f"{at}/pages/{name}"), "page", HTML, _page_title(name, said)) for name in page_names(seen)
    ]
    links.append(link(address(request, "/releases"), "up", JSON, said.say("page-releases")))
    return links


def _page_title(page: str, said: Words) -> str:
    compared = _COMPARED.fullmatch(page)
    return said.say(_PAGES[page]) if compared is None else said.say("link-comparison", name=compared[1])


def _run(request: Request, seen: ServedTier, served: ServedRun, run: Mapping[str, Any]) -> dict[str, Any]:
    overall = run["overall"]
    minutes, people = _number(overall["median_minutes"]), _number(overall["population"])
    status = "known" if minutes is not None else "no_way" if people else "not_known"  # a summary has null for both
    query = {"run": served.id, "tier": request.query_params.get("tier")}
    return {
        "id": served.id,
        "title": _title(seen, run),
        **served.dimensions,
        "population": people,
        "population_beyond_threshold": _number(overall["population_beyond_threshold"]),
        "median_minutes": minutes,
        "median_minutes_status": status,
        "gap_count": run["gap_count"],
        "people_in_gaps": _number(run["people_in_gaps"]),
        "links": [
            link(address(request, f"/collections/{seen.release}.{layer}/items", query), "items", GEOJSON)
            for layer in ("access", "gaps")
        ],
    }


def _title(seen: ServedTier, run: Mapping[str, Any]) -> str:
    """The run in the words of its study: its service, profile, world and hazards."""
    from accessibility.need import pillar_label  # noqa: PLC0415 - the libraries take a second to load

    summary = seen.summary
    services = {each["name"]: each.get("title") for each in seen.manifest["parameters"].get("services") or ()}
    titles = {each["name"]: each["title"] for each in (*summary.get("profiles", ()), *summary.get("mixes", ()))}
    worlds = {(each["scenario"], each["season"]): each["title"] for each in summary.get("worlds", ())}
    parts = (
        pillar_label(run["pillar"], services),
        titles.get(run["profile"], run["profile"]),
        worlds.get((run["scenario"], run["season"]), f"{run['scenario']}, {run['season']}"),
        "with recorded hazards" if run["hazards"] == WITH_HAZARDS else "as if there were no hazards",
    )
    return ", ".join(str(part) for part in parts)


def _number(told: Any) -> float | None:
    """A number of a summary, where null stands for what JSON cannot say."""
    return None if told is None else float(told)
