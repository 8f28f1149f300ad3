"""The route of reach: who gets to care within each step, so that a moved threshold asks nothing anew."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.answers import VersionAsked, answer, check_version
from api.callers import costs
from api.errors import NotThereError
from api.negotiation import JSON
from api.packing import PackedRoute
from api.parameters import OnlyKnown
from api.reach_models import ReachTold
from api.releases import ServedTier, TierHere
from geo.errors import ReleaseError

_KEPT_ANSWERS: Final = 64
_LONGEST_RUN: Final = 240

router = APIRouter(tags=["web-map"], dependencies=[OnlyKnown], route_class=PackedRoute)

RunAsked = Annotated[
    str,
    Query(
        description="The id of a run, as /releases/{release}/runs lists them, or of a mix: six slugs joined by dots.",
        examples=["physical-rehab.default.base.all-year.to.hazards"],
        pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+){5}$",
        max_length=_LONGEST_RUN,
    ),
]


@router.get(
    "/releases/{release}/reach",
    operation_id="get_reach",
    summary="Who reaches care within each step of travel time, area by area",
    responses={200: {"model": ReachTold, "description": "The people within each step, inclusive and cumulative."}},
    dependencies=[Depends(costs(1))],
)
def get_reach(request: Request, tier: TierHere, run: RunAsked, version: VersionAsked = None) -> Response:
    """Everyone and each area, with the people within each step and those without minutes, and why.

    At the bands the figures are those of the release's tables. People without minutes are within no step.
    """
    check_version(tier, version)
    return answer(request, _answer_of(tier, run, _stamp(tier)), JSON, tier=tier, version=version)


def _stamp(tier: ServedTier) -> int:
    """What tells the table of reach from another in its place. Raises ReleaseError for a release without one."""
    from maps.reach import REACH_FILE  # noqa: PLC0415 - the libraries take a second to load

    if not tier.has_file(REACH_FILE):
        tier.check_current()
        raise ReleaseError(
            f"The release {tier.release} was made before thresholds could be moved, and has no table of reach. "
            "Run its study again with this version of nearcare"
        )
    return tier.file(REACH_FILE).stat().st_mtime_ns


@lru_cache(maxsize=_KEPT_ANSWERS)
def _answer_of(tier: ServedTier, run: str, stamp: int) -> bytes:
    """The answer for a run."""
    return json.dumps(_told(tier, run, stamp), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _told(tier: ServedTier, run: str, stamp: int) -> dict[str, Any]:
    from accessibility.reach import reach_steps  # noqa: PLC0415 - the libraries take a second to load
    from maps.reach import REACH_FILE, read_reach, told_reach  # noqa: PLC0415

    path = tier.file(REACH_FILE)
    runs = _runs_in(path, tier.version, stamp)
    if run not in runs:
        raise NotThereError(
            f"The release {tier.release} has no run {run!r}; /releases/{tier.release}/runs lists those there are."
        )
    summary = tier.summary
    bands = [float(band) for band in summary["bands_minutes"]]
    told = told_reach(
        read_reach(path, runs[run], tier=tier.name),
        steps_minutes=reach_steps(bands, float(summary["threshold_minutes"])),
        bands_minutes=bands,
    )
    return {
        "release": tier.release,
        "tier": tier.name,
        "version": tier.version,
        "run": run,
        "as_of": tier.as_of,
        "threshold_minutes": summary["threshold_minutes"],
        "denominator": "people of the study",
        "population_year": summary.get("population_year"),
        "disclaimers": list(tier.disclaimers),
        **told,
    }


@lru_cache(maxsize=16)
def _runs_in(path: Path, version: str, stamp: int) -> dict[str, dict[str, str]]:
    """The dimensions of the runs and mixes in a table of reach, by their id."""
    from maps.reach import runs_in_reach  # noqa: PLC0415 - the libraries take a second to load

    del version, stamp  # they tell one table from the next in the same place
    return runs_in_reach(path)
