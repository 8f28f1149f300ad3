"""The route of a what-if's reach: who gets to care within each step, before the changes and after them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Depends, Response

from api.callers import costs
from api.negotiation import JSON
from api.packing import PackedRoute
from api.parameters import OnlyKnown
from api.reach_models import WhatIfReach
from api.releases import ServedTier
from api.what_ifs.asking import AskingHere, SeasonAsked, SessionHere

if TYPE_CHECKING:
    import pandas as pd

_FOR_ITS_CALLER: Final = {"Cache-Control": "private, no-store", "Vary": "Authorization"}

router = APIRouter(tags=["what-ifs"], dependencies=[OnlyKnown], route_class=PackedRoute)


@router.get(
    "/releases/{release}/what-ifs/{what_if}/reach",
    operation_id="read_what_if_reach",
    summary="Who reaches care within each step of travel time, before and after",
    responses={200: {"model": WhatIfReach, "description": "The people within each step, area by area."}},
    dependencies=[Depends(costs(5))],
)
def read_what_if_reach(here: AskingHere, session: SessionHere, season: SeasonAsked = None) -> Response:
    """The reach of the what-if as it stands, in the form of /releases/{release}/reach; the figures are as a study's."""
    tier = here.tier
    run_id, _ = here.run_of(session, season)
    with here.what_ifs.picture(tier, session, season=season) as picture:
        before, after = _told(tier, picture.reach.before), _told(tier, picture.reach.after)
    told = {
        "id": session.id,
        "release": tier.release,
        "tier": tier.name,
        "version": tier.version,
        "run": run_id,
        "revision": session.revision,
        "as_of": tier.as_of,
        "threshold_minutes": tier.summary["threshold_minutes"],
        "denominator": "people of the study",
        "population_year": tier.summary.get("population_year"),
        "before": before,
        "after": after,
        "disclaimers": list(tier.disclaimers),
    }
    content = json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    return Response(content, media_type=JSON, headers=_FOR_ITS_CALLER)


def _told(tier: ServedTier, frame: pd.DataFrame) -> dict[str, Any]:
    from accessibility.reach import reach_steps  # noqa: PLC0415 - the libraries take a second to load
    from maps.reach import told_reach  # noqa: PLC0415
    from maps.shown_columns import shown_columns  # noqa: PLC0415

    bands = [float(band) for band in tier.summary["bands_minutes"]]
    steps = reach_steps(bands, float(tier.summary["threshold_minutes"]))
    return told_reach(frame[shown_columns("reach", tier.name, frame.columns)], steps_minutes=steps, bands_minutes=bands)
