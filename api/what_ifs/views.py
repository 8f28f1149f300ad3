"""What-ifs in words and numbers: what a caller is answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import Request
from pydantic import BaseModel, Field

from api.changes import Change
from api.links import Link, address, link
from api.live_figures import area_figures, figures, gain_figures, shown_areas
from api.live_questions import Run
from api.releases import ServedTier
from api.what_ifs.sessions import Session
from maps.disclaimers import WARNING

if TYPE_CHECKING:
    from accessibility.live import Picture

SHOWN_AREAS: Final = 10
_LAYERS: Final = ("minutes", "status", "steps", "marks", "difference")
Figures = Annotated[
    dict[str, float | str | None],
    Field(description="Figures by name; minutes are null where there are none, and their status says why."),
]


class Headline(BaseModel):
    """Everyone, before and after the changes."""

    denominator: Annotated[str, Field(description="Of whom all figures are.")]
    population: float
    population_year: int | None
    before: Figures
    after: Figures


class AreaRows(BaseModel):
    """Areas and who gains there."""

    total: Annotated[int, Field(description="How many areas somebody gains or loses in.")]
    rows: list[Figures]


class WhatIf(BaseModel):
    """A what-if and its answer."""

    id: str
    release: str
    tier: str
    version: str
    run: str
    dimensions: dict[str, str]
    revision: Annotated[int, Field(description="Counts the changes that were answered.")]
    created_utc: datetime
    expires_utc: Annotated[datetime, Field(description="It ends then, unless it is asked again.")]
    changes: list[Change]
    as_of: str | None
    threshold_minutes: float
    changed_cells: int
    headline: Headline
    gains: Figures
    areas: Annotated[AreaRows, Field(description=f"The {SHOWN_AREAS} areas where most people gain.")]
    seconds: Annotated[dict[str, float], Field(description="How long each step of the answer took.")]
    disclaimer: str
    links: list[Link]


class WhatIfAreas(BaseModel):
    """Every area of a what-if, one for outside all areas, and one for all."""

    id: str
    revision: int
    run: str
    as_of: str | None
    denominator: str
    rows: list[Figures]
    disclaimer: str
    links: list[Link]


def what_if(request: Request, tier: ServedTier, session: Session, picture: Picture, run: tuple[str, Run]) -> WhatIf:
    """A what-if and its answer for a run, its own or that of another season."""
    run_id, dimensions = run
    rows = area_figures(tier, picture)
    by_gain = sorted((row for row in rows if row["area_kind"] != "all" and _is_touched(row)), key=_gain, reverse=True)
    return WhatIf(
        id=session.id,
        release=tier.release,
        tier=tier.name,
        version=tier.version,
        run=run_id,
        dimensions=dict(dimensions),
        revision=session.revision,
        created_utc=session.created_utc,
        expires_utc=session.expires_utc,
        changes=list(session.changes),
        as_of=tier.as_of,
        threshold_minutes=float(tier.summary["threshold_minutes"]),
        changed_cells=len(picture.changed),
        headline=Headline(
            denominator=_denominator(tier),
            population=float(rows[-1]["population"]),
            population_year=tier.summary.get("population_year"),
            before=figures(picture.headline_before),
            after=figures(picture.headline_after),
        ),
        gains=gain_figures(picture.gains),
        areas=AreaRows(total=len(by_gain), rows=by_gain[:SHOWN_AREAS]),
        seconds=dict(picture.seconds),
        disclaimer=WARNING,
        links=_links(request, tier, session),
    )


def what_if_areas(
    request: Request, tier: ServedTier, session: Session, picture: Picture, run: tuple[str, Run]
) -> WhatIfAreas:
    """Every area of a what-if."""
    return WhatIfAreas(
        id=session.id,
        revision=session.revision,
        run=run[0],
        as_of=tier.as_of,
        denominator=_denominator(tier),
        rows=area_figures(tier, picture),
        disclaimer=WARNING,
        links=_links(request, tier, session),
    )


def areas_csv(tier: ServedTier, picture: Picture) -> bytes:
    """The same as a CSV in UTF-8: ``inf`` is no way, empty is unknown; texts are harmless to spreadsheets."""
    from accessibility.release import neutral_frame  # noqa: PLC0415 - the libraries take a second to load

    text: str = neutral_frame(shown_areas(tier, picture)).to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8")


def path_of(session: Session) -> str:
    """The path of a what-if on this server."""
    return f"/releases/{session.subject.release}/what-ifs/{session.id}"


def asked_tier(request: Request) -> dict[str, str]:
    """The tier that the address names, to be named in links too."""
    tier = request.query_params.get("tier")
    return {} if tier is None else {"tier": tier}


def _is_touched(row: Mapping[str, Any]) -> bool:
    return any(row[name] for name in ("people_gaining", "people_losing", "people_reconnected", "people_cut_off"))


def _gain(row: Mapping[str, Any]) -> tuple[float, float]:
    return row["people_gaining"] + row["people_reconnected"], row["person_minutes_gained"]


def _denominator(tier: ServedTier) -> str:
    year = tier.summary.get("population_year")
    return "people of the study" + (f", {year}" if year else "")


def _links(request: Request, tier: ServedTier, session: Session) -> list[Link]:
    path, kept = path_of(session), asked_tier(request)
    found = [
        link(address(request, path, kept), "self", "application/json", "This what-if"),
        link(address(request, f"{path}/changes", kept), "edit", "application/json", "Other changes, by PUT"),
        link(address(request, f"{path}/areas", kept), "areas", "application/json", "Every area"),
        link(address(request, f"{path}/areas", kept | {"f": "csv"}), "areas", "text/csv", "Every area"),
        link(address(request, f"/releases/{tier.release}"), "collection", "application/json", "The release"),
    ]
    found.append(link(address(request, f"{path}/picture.png", kept), "preview", "image/png", "A still picture of it"))
    for layer in _LAYERS:
        at = f"{path}/tiles/{layer}"
        found += [
            link(address(request, f"{at}/tilejson.json", kept), "tilejson", "application/json", f"Tiles of {layer}"),
            link(address(request, f"{at}/legend", kept), "legend", "application/json", f"Legend of {layer}"),
        ]
    return [Link(**each) for each in found]
