"""The routes of what-ifs: begin one, look at it, change it, its areas, and its end."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query, Response

from api.callers import costs
from api.changes import Asked, Changed
from api.links import address
from api.parameters import OnlyKnown
from api.what_ifs.asking import AskingHere, SeasonAsked, SessionHere
from api.what_ifs.views import WhatIf, WhatIfAreas, areas_csv, asked_tier, path_of, what_if, what_if_areas

TAG: Final = "what-ifs"
_FOR_ITS_CALLER: Final = {"Cache-Control": "private, no-store", "Vary": "Authorization"}
_CSV: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}
_ITS_ID: Final = {"release": "$request.path.release", "what_if": "$response.body#/id"}
_LOCATION: Final[dict[int | str, dict[str, Any]]] = {
    201: {
        "headers": {"Location": {"description": "The address of the what-if.", "schema": {"type": "string"}}},
        "links": {
            each: {"operationId": each, "parameters": _ITS_ID}
            for each in ("read_what_if", "read_what_if_areas", "change_what_if", "end_what_if")
        },
    }
}

router = APIRouter(tags=[TAG], dependencies=[OnlyKnown])


@router.post(
    "/releases/{release}/what-ifs",
    operation_id="begin_what_if",
    summary="Change centres, hazards or roads, and see at once who gains",
    status_code=201,
    dependencies=[Depends(costs(20))],
    responses=_LOCATION,
)
def begin_what_if(here: AskingHere, asked: Asked) -> WhatIf:
    """Begin a what-if: the country's new picture, about population only.

    It is kept for its caller, who alone may ask for it, until it has not been asked for a while. Changes that reach
    too far to be answered at once are a problem 409 whose member `job` says how to ask for the same as a job.
    """
    with here.what_ifs.begun(here.tier, asked, caller=here.caller, place=here.place) as (session, picture):
        here.response.headers.update(_FOR_ITS_CALLER)
        here.response.headers["Location"] = address(here.request, path_of(session), asked_tier(here.request))
        return what_if(here.request, here.tier, session, picture, here.run_of(session, None))


@router.get(
    "/releases/{release}/what-ifs/{what_if}",
    operation_id="read_what_if",
    summary="A what-if and its answer",
    dependencies=[Depends(costs(2))],
)
def read_what_if(here: AskingHere, session: SessionHere, season: SeasonAsked = None) -> WhatIf:
    """Look at a what-if as it stands, in its own season or in another one of the study."""
    here.response.headers.update(_FOR_ITS_CALLER)
    run = here.run_of(session, season)
    with here.what_ifs.picture(here.tier, session, season=season) as picture:
        return what_if(here.request, here.tier, session, picture, run)


@router.put(
    "/releases/{release}/what-ifs/{what_if}/changes",
    operation_id="change_what_if",
    summary="Other changes of the same what-if",
    dependencies=[Depends(costs(20))],
)
def change_what_if(here: AskingHere, session: SessionHere, changed: Changed) -> WhatIf:
    """Put other changes in the place of all that a what-if has.

    What is still being answered for it is called off and told 409. If the new changes cannot be answered, it keeps
    those it has.
    """
    here.response.headers.update(_FOR_ITS_CALLER)
    with here.what_ifs.changed(here.tier, session, changed.changes) as (settled, picture):
        return what_if(here.request, here.tier, settled, picture, here.run_of(settled, None))


@router.get(
    "/releases/{release}/what-ifs/{what_if}/areas",
    operation_id="read_what_if_areas",
    summary="Who gains by a what-if, area by area",
    response_model=WhatIfAreas,
    responses=_CSV,
    dependencies=[Depends(costs(5))],
)
def read_what_if_areas(
    here: AskingHere,
    session: SessionHere,
    season: SeasonAsked = None,
    f: Annotated[Literal["json", "csv"], Query(description="The form of the answer.", examples=["csv"])] = "json",
) -> Any:
    """Every area, one row for outside all areas and one for all, with the columns of a comparison."""
    here.response.headers.update(_FOR_ITS_CALLER)
    run = here.run_of(session, season)
    with here.what_ifs.picture(here.tier, session, season=season) as picture:
        if f == "csv":
            content = areas_csv(here.tier, picture)
            return Response(content, media_type="text/csv; charset=utf-8", headers=_FOR_ITS_CALLER)
        return what_if_areas(here.request, here.tier, session, picture, run)


@router.delete(
    "/releases/{release}/what-ifs/{what_if}",
    operation_id="end_what_if",
    summary="End a what-if",
    status_code=204,
    response_class=Response,
    dependencies=[Depends(costs(1))],
)
def end_what_if(here: AskingHere, session: SessionHere) -> None:
    """End a what-if, and call off what is being answered for it."""
    here.what_ifs.end(session.id)
