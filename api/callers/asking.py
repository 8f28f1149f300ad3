"""What routes ask for about their caller: dependencies."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any

import anyio.to_thread
from fastapi import Depends, Request
from sqlalchemy import Engine

from api.callers.audit import Audit
from api.callers.budgets import Budgets
from api.callers.credentials import Credential, credential_of, refuse_in_address
from api.callers.keys import caller_with
from api.callers.sessions import caller_in
from api.callers.tiers import PUBLIC_CALLER, Caller, Tier
from api.callers.tokens import Institution
from api.errors import NotAllowedError, NotKnownError


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where an app knows its callers: their keys, institution, budgets and audit log.

    ``token_threads``: how many tokens are checked at once, so that an institution that does not answer holds up
    nobody else.
    """

    engine: Engine
    budgets: Budgets
    audit: Audit
    institution: Institution | None
    token_threads: anyio.CapacityLimiter


async def no_key_in_address(request: Request) -> None:
    """Refuse a key in the address before anything else is looked at. Raises InputError."""
    refuse_in_address(request)


NoKeyInAddress = Depends(no_key_in_address)  # for the app as a whole


async def caller_of(request: Request) -> Caller:
    """The caller of a request; without a key, a token or a session, the public. Raises NotKnownError."""
    desk: Desk = request.app.state.desk
    credential = credential_of(request)
    if credential is None:
        caller = PUBLIC_CALLER
    else:
        try:
            limiter = desk.token_threads if credential.kind == "token" else None
            caller = await anyio.to_thread.run_sync(_known, desk, credential, limiter=limiter)
        except NotKnownError:
            request.state.is_session_over = credential.kind == "session"
            desk.budgets.note_failure(address_of(request))
            raise
    request.state.caller = caller
    return caller


CallerHere = Annotated[Caller, Depends(caller_of)]


def steward_of(caller: CallerHere) -> Caller:
    """The caller, who must be a steward."""
    if caller.identity is None:
        raise NotKnownError("This is for stewards; send a steward's key as Authorization: Bearer.")
    if caller.tier < Tier.STEWARD:
        raise NotAllowedError("This is for stewards; ask one to do it.")
    return caller


StewardHere = Annotated[Caller, Depends(steward_of)]


def costs(units: int) -> Callable[[Request, Caller], Coroutine[Any, Any, None]]:
    """A dependency that takes so many units from the caller's budget: a tile costs 1. Raises BudgetError."""

    async def charge(request: Request, caller: CallerHere) -> None:
        """Take the units, and have the answer say what is left."""
        budgets: Budgets = request.app.state.desk.budgets
        address = address_of(request)
        try:
            budgets.charge(caller, address, units)
        finally:
            request.state.budget = budgets.left(caller, address)

    charge.units = units  # type: ignore[attr-defined]  # for the test that every route has a cost
    return charge


def address_of(request: Request) -> str | None:
    """The address that a request comes from; a proxy's word on it is taken only from proxies that are trusted."""
    return None if request.client is None else request.client.host


def _known(desk: Desk, credential: Credential) -> Caller:
    if credential.kind == "session":
        return caller_in(desk.engine, credential.text)
    if credential.kind == "key":
        return caller_with(desk.engine, credential.text)
    if desk.institution is None:
        raise NotKnownError("No institution's tokens are taken here; send a key.")
    return desk.institution.caller_with(credential.text)
