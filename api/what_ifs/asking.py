"""What the routes of what-ifs ask for: who asks what of which tier, and the session that an address names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from fastapi import Depends, Path, Query, Request, Response

from api.callers import Caller, CallerHere, network_of
from api.errors import NotThereError
from api.live_questions import Run, run_asked
from api.releases import ServedTier, TierHere
from api.what_ifs.answering import WhatIfs
from api.what_ifs.sessions import Session

_DEEPEST: Final = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One request about what-ifs. ``response``: whose headers the answer will have."""

    request: Request
    response: Response
    tier: ServedTier
    caller: Caller

    @property
    def what_ifs(self) -> WhatIfs:
        """The what-ifs of the app that answers."""
        found: WhatIfs = self.request.app.state.what_ifs
        return found

    @property
    def place(self) -> str:
        """Where the caller asks from, as budgets know it: of IPv6 the network of a household."""
        return network_of(None if self.request.client is None else self.request.client.host)

    def run_of(self, session: Session, season: str | None) -> tuple[str, Run]:
        """The run that a what-if is asked of, in another season if one is given. Raises InputError for none such."""
        return run_asked(self.tier, session.subject.run, season=season)


def asking(request: Request, response: Response, tier: TierHere, caller: CallerHere) -> Asking:
    """What this request asks."""
    return Asking(request=request, response=response, tier=tier, caller=caller)


AskingHere = Annotated[Asking, Depends(asking)]


def session_of(
    here: AskingHere,
    what_if: Annotated[
        str,
        Path(
            description="The id of a what-if, as the answer to its beginning gives it.",
            examples=["sQ0l5VYV3q2Yk0hG0hYx5w"],
            pattern="^[A-Za-z0-9_-]{22}$",
        ),
    ],
) -> Session:
    """The caller's what-if of that id, kept anew."""
    return here.what_ifs.found(here.tier, what_if, caller=here.caller)


SessionHere = Annotated[Session, Depends(session_of)]
SeasonAsked = Annotated[
    str | None,
    Query(
        description="The same changes in another season of the study; its own season if it is not given.",
        examples=["all-year"],
        min_length=1,
        max_length=200,
    ),
]
LayerAsked = Annotated[
    Literal["minutes", "status", "steps", "marks", "difference"],
    Path(
        description="Minutes after the changes, their status, minutes by steps as grey values, where there are none, "
        "or the difference to before.",
        examples=["minutes"],
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TileAt:
    """The address of a tile."""

    z: int
    x: int
    y: int


RevisionAsked = Annotated[
    int | None,
    Query(
        alias="revision",
        ge=1,
        le=2**31,
        description="Makes the address another after each change; not looked at.",
        examples=[1],
    ),
]


def tile_at(
    z: Annotated[int, Path(ge=0, le=_DEEPEST, description="The zoom.", examples=[9])],
    x: Annotated[int, Path(ge=0, lt=2**_DEEPEST, description="The column from the west.", examples=[213])],
    y: Annotated[int, Path(ge=0, lt=2**_DEEPEST, description="The row from the north.", examples=[184])],
    _revision: RevisionAsked = None,
) -> TileAt:
    """The tile that an address names."""
    if not (x < 2**z and y < 2**z):
        raise NotThereError(f"There is no tile {z}/{x}/{y}; at zoom {z} columns and rows are 0 to {2**z - 1}.")
    return TileAt(z=z, x=x, y=y)


TileHere = Annotated[TileAt, Depends(tile_at)]
