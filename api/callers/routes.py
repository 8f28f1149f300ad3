"""Routes of callers: who the server takes them for, and the session of a browser."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from api.callers.asking import CallerHere, Desk, address_of, costs
from api.callers.audit import note
from api.callers.credentials import cookie_name, credential_of, is_secure, may_have_cookie
from api.callers.sessions import begin_session, end_session
from api.errors import NotAllowedError, NotKnownError
from api.parameters import OnlyKnown

router = APIRouter(tags=["callers"], dependencies=[OnlyKnown])
_PRIVATE = {"Cache-Control": "private, no-store"}


class BudgetLeft(BaseModel):
    """What a caller may still ask for."""

    units_per_minute: Annotated[int, Field(description="Units of any minute; a tile costs 1.", examples=[1200])]
    left_units: Annotated[int, Field(description="Units that are left of them now.", examples=[1187])]


class WhoAnswer(BaseModel):
    """Who the server takes the caller for."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": False})

    tier: Annotated[Literal["public", "partner", "analyst", "steward"], Field(description="What the caller may see.")]
    identity: Annotated[
        str | None,
        Field(description="The id of the key or the institution's user; null for the public.", examples=["key:4f0c12"]),
    ]
    releases: Annotated[
        list[str] | None,
        Field(description="The releases that the key is for, null for all; elsewhere its holder is the public."),
    ]
    expires_utc: Annotated[dt.datetime | None, Field(description="Until when the key, token or session holds.")]
    budget: BudgetLeft


class SessionAnswer(BaseModel):
    """The session that was begun; its secret is in the cookie alone."""

    tier: Annotated[Literal["public", "partner", "analyst", "steward"], Field(description="What the caller may see.")]
    expires_utc: Annotated[dt.datetime, Field(description="When the session ends.")]


@router.get(
    "/whoami",
    operation_id="get_whoami",
    summary="Who the server takes you for, and what is left of your budget",
    response_model=WhoAnswer,
    dependencies=[Depends(costs(1))],
)
def get_whoami(request: Request, caller: CallerHere) -> Response:
    """Tell the caller what the server knows of them."""
    desk: Desk = request.app.state.desk
    left = desk.budgets.left(caller, address_of(request))
    told = WhoAnswer(
        tier=caller.tier.word,
        identity=caller.identity,
        releases=None if caller.releases is None else sorted(caller.releases),
        expires_utc=caller.expires_utc,
        budget=BudgetLeft(units_per_minute=left.units_per_minute, left_units=left.left_units),
    )
    return JSONResponse(told.model_dump(mode="json"), headers=_PRIVATE)


@router.post(
    "/session",
    operation_id="begin_session",
    summary="Begin a session for a browser, whose images and event streams can send no key",
    status_code=201,
    response_model=SessionAnswer,
    dependencies=[Depends(costs(5))],
)
def post_session(request: Request, caller: CallerHere) -> Response:
    """Give a cookie for a key or a token; it changes things only where the Origin of the request is this server."""
    credential = credential_of(request)
    if credential is None or credential.kind == "session":
        raise NotKnownError("A session is begun with a key or a token; send one as Authorization: Bearer.")
    if not may_have_cookie(request):
        raise NotAllowedError("A session's cookie is given by https alone; ask at the server's https address.")
    desk: Desk = request.app.state.desk
    minutes: int = request.app.state.settings.session_minutes
    note(request, action="session.begin", subject="own")
    secret, end = begin_session(desk.engine, caller, minutes=minutes)
    told = SessionAnswer(tier=caller.tier.word, expires_utc=end)
    answer = JSONResponse(told.model_dump(mode="json"), status_code=201, headers=_PRIVATE)
    answer.set_cookie(
        cookie_name(request),
        secret,
        max_age=max(0, int((end - dt.datetime.now(dt.UTC)).total_seconds())),
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="strict",
    )
    return answer


@router.delete(
    "/session",
    operation_id="end_session",
    summary="End the session of a browser",
    status_code=204,
    response_class=Response,
    dependencies=[Depends(costs(1))],
)
def delete_session(request: Request, caller: CallerHere) -> Response:  # noqa: ARG001 - who must be known, and of here
    """End the session that the cookie holds; without one nothing is to end."""
    name = cookie_name(request)
    secret = request.cookies.get(name)
    credential = credential_of(request)
    if secret is not None and credential is not None and credential.kind == "session":
        desk: Desk = request.app.state.desk
        note(request, action="session.end", subject="own")
        end_session(desk.engine, secret)
    answer = Response(status_code=204, headers=_PRIVATE)
    answer.delete_cookie(name, path="/", secure=is_secure(request), httponly=True, samesite="strict")
    return answer
