"""What routes ask for about their caller: dependencies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request

from api.callers.tiers import Caller, Tier
from api.errors import NotAllowedError, NotKnownError


def caller_of(request: Request) -> Caller:  # noqa: ARG001 - keys come next
    """The caller of a request; without a key, the public."""
    return Caller(tier=Tier.PUBLIC)


CallerHere = Annotated[Caller, Depends(caller_of)]


def steward_of(caller: CallerHere) -> Caller:
    """The caller, who must be a steward."""
    if caller.identity is None:
        raise NotKnownError("This is for stewards; send a steward's key as Authorization: Bearer.")
    if caller.tier < Tier.STEWARD:
        raise NotAllowedError("This is for stewards; ask one to do it.")
    return caller


StewardHere = Annotated[Caller, Depends(steward_of)]


def costs(units: int) -> Callable[[Request, Caller], None]:  # noqa: ARG001 - budgets come next
    """A dependency that takes so many units from the caller's budget: a tile costs 1."""

    def charge(request: Request, caller: CallerHere) -> None:
        """Nothing is taken yet."""

    return charge
