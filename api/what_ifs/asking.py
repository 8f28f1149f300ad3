"""What the routes of what-ifs ask for: the what-ifs of the app, and the session that an address names."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Path, Query, Request

from api.callers import CallerHere
from api.live_questions import Run, run_asked
from api.releases import ServedTier, TierHere
from api.what_ifs.answering import WhatIfs
from api.what_ifs.sessions import Session


def what_ifs_of(request: Request) -> WhatIfs:
    """The what-ifs of the app that answers."""
    found: WhatIfs = request.app.state.what_ifs
    return found


WhatIfsHere = Annotated[WhatIfs, Depends(what_ifs_of)]


def session_of(
    what_ifs: WhatIfsHere,
    tier: TierHere,
    caller: CallerHere,
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
    return what_ifs.found(tier, what_if, caller=caller)


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
    Literal["minutes", "status", "difference"],
    Path(description="Minutes after the changes, their status, or the difference to before.", examples=["minutes"]),
]


def run_of(tier: ServedTier, session: Session, season: str | None) -> tuple[str, Run]:
    """The id and dimensions of the run that a what-if is asked of. Raises InputError for a season it does not have."""
    return run_asked(tier, session.subject.run, season=season)
