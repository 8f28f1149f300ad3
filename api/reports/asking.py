"""What routes of this wing ask for: a run by its id or its dimensions, a place, and the form of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, Literal

from fastapi import Depends, Query, Request

from api.callers import CallerHere, costs
from api.errors import NotThereError
from api.negotiation import form_for
from api.releases import ServedTier
from geo.errors import InputError

if TYPE_CHECKING:
    from maps.gap_reports import ReleaseTables
    from maps.release_values import Run

RUN_ID: Final = r"^[a-z0-9-]+(\.[a-z0-9-]+){5}$"
_NAME: Final = r"^[A-Za-z0-9][A-Za-z0-9_-]*$"
_LONGEST_ID: Final = 300
_MOST_SHOWN: Final = 120

RunIdAsked = Annotated[
    str | None,
    Query(
        description="The id of a run, as /releases/{release}/runs lists them; instead of its dimensions.",
        pattern=RUN_ID,
        max_length=_LONGEST_ID,
        examples=["physical-rehab.default.base.all-year.to.hazards"],
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunAsked:
    """The run that is asked for: by its id, or by some of its dimensions."""

    run_id: str | None
    dimensions: Mapping[str, str | None]

    def of(self, tables: ReleaseTables, tier: ServedTier) -> Run:
        """The run in a tier. Raises NotThereError, InputError for an id beside dimensions that it does not have."""
        from maps.gap_reports import run_asked, run_id, run_of  # noqa: PLC0415 - it loads the libraries of tables

        absent = NotThereError(
            f"The release {tier.release} has no such run here for you; /releases/{tier.release}/runs lists those "
            "there are."
        )
        found = run_asked(tables.tier, self.dimensions)
        if self.run_id is None:
            if found is None:
                raise absent
            return found
        run = run_of(tables.tier, self.run_id)
        if run is None:
            raise absent
        given = {name: value for name, value in self.dimensions.items() if value is not None}
        own = dict(zip(self.dimensions, run_id(run.key).split("."), strict=True))
        unlike = sorted(name for name, value in given.items() if value not in {own[name], getattr(run.key, name)})
        if unlike:
            raise InputError(f"The run {self.run_id} has another {unlike[0]} than is asked for; ask by id or by it")
        return run


def run_in_query(
    pillar: Annotated[
        str | None, Query(pattern=_NAME, max_length=80, description="The service.", examples=["physical-rehab"])
    ] = None,
    profile: Annotated[
        str | None, Query(pattern=_NAME, max_length=80, description="The way of travelling.", examples=["default"])
    ] = None,
    scenario: Annotated[
        str | None, Query(pattern=_NAME, max_length=80, description="base if it is not given.", examples=["base"])
    ] = None,
    season: Annotated[
        str | None, Query(pattern=_NAME, max_length=80, description="The season.", examples=["all-year"])
    ] = None,
    direction: Annotated[
        Literal["to", "from"] | None, Query(description="To the centre, or from it to people.", examples=["to"])
    ] = None,
    hazards: Annotated[
        Literal["hazards", "no-hazards"] | None,
        Query(description="Hazards as recorded, or all released.", examples=["hazards"]),
    ] = None,
    run: RunIdAsked = None,
) -> RunAsked:
    """The run in the query; what is not given is as in the study itself, hazards as recorded where they are shown."""
    return RunAsked(
        run_id=run,
        dimensions={
            "pillar": pillar,
            "profile": profile,
            "scenario": scenario,
            "season": season,
            "direction": direction,
            "hazards": hazards,
        },
    )


RunHere = Annotated[RunAsked, Depends(run_in_query)]

MEDIA_TYPES: Final = {
    "json": "application/json",
    "html": "text/html",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "gpkg": "application/geopackage+sqlite3",
    "pdf": "application/pdf",
}
_UNITS: Final = {"json": 5, "html": 5, "csv": 5, "xlsx": 20, "gpkg": 20, "pdf": 40}
_OFFERED: Final = {form: (media_type,) for form, media_type in MEDIA_TYPES.items()}
_TABLE_FORMS: Final = {form: _OFFERED[form] for form in ("json", "csv")}


def report_form(
    request: Request,
    asked: Annotated[
        Literal["json", "html", "csv", "xlsx", "gpkg", "pdf"] | None,
        Query(alias="f", description="The form of the report; it goes before what Accept says.", examples=["html"]),
    ] = None,
) -> str:
    """The form in which a report is asked for."""
    return form_for(request, asked, _OFFERED)


def table_form(
    request: Request,
    asked: Annotated[
        Literal["json", "csv"] | None,
        Query(alias="f", description="The form of the table; it goes before what Accept says.", examples=["csv"]),
    ] = None,
) -> str:
    """The form in which a table is asked for."""
    return form_for(request, asked, _TABLE_FORMS)


ReportForm = Annotated[str, Depends(report_form)]
TableForm = Annotated[str, Depends(table_form)]


async def charge_by_form(request: Request, caller: CallerHere, form: ReportForm) -> None:
    """Take the units that a report costs in its form: a PDF costs eight times the figures."""
    await costs(_UNITS[form])(request, caller)


charge_by_form.units = min(_UNITS.values())  # type: ignore[attr-defined]  # the least, as costs tells it


def shortened(text: str) -> str:
    """What a caller wrote, short enough to be told back."""
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
