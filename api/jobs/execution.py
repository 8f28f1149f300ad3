"""Execution: asking for each process, with what must be so before it is taken in."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Depends, Header, Request, Response, status

from api.callers import Caller, CallerHere, StewardHere, costs, note
from api.errors import ConflictError, NotAllowedError, NotThereError
from api.jobs.asking import DeskHere, job_links
from api.jobs.bodies import Execution, StatusInfo, status_of
from api.jobs.desk import Desk
from api.jobs.inputs import RunScenarioInputs, RunStudyInputs, WhatIfInputs
from api.jobs.records import new_job_id
from api.links import address
from api.live_questions import check_pillars, run_asked
from api.releases import Catalogue, CatalogueHere

router = APIRouter()

_COST: Final = 50
_TAKEN_IN: Final[dict[str, Any]] = {
    "status_code": status.HTTP_201_CREATED,
    "dependencies": [Depends(costs(_COST))],
    "response_model_exclude_none": True,
    "responses": {
        201: {
            "description": "The job was taken in.",
            "headers": {
                "Location": {"description": "Where to ask how it stands.", "schema": {"type": "string"}},
                "Preference-Applied": {"description": "Always respond-async.", "schema": {"type": "string"}},
            },
            "links": {
                each: {"operationId": each, "parameters": {"job_id": "$response.body#/jobID"}}
                for each in ("get_job", "get_job_results", "follow_job", "dismiss_job")
            },
        }
    },
}
_STUDY: Final[dict[str, Any]] = {"upload": "0123456789abcdef", "release": "valley", "replaces": True}
_SCENARIO: Final = {"name": "bridge-closed", "closed_roads": [109]}
_WHAT_IF: Final = {
    "release": "sample",
    "run": "physical-rehab.default.base.all-year.to.hazards",
    "changes": [{"kind": "add_centre", "id": "new-clinic", "lon": -29.79, "lat": 45.15, "pillars": ["physical_rehab"]}],
}
Prefer = Annotated[
    str | None,
    Header(
        description="`respond-async`; every job is done so, whatever is preferred.",
        examples=["respond-async"],
        max_length=200,
    ),
]


@router.post("/processes/run-study/execution", operation_id="run_study", summary="Run an uploaded study", **_TAKEN_IN)
def run_study(
    request: Request,
    response: Response,
    desk: DeskHere,
    catalogue: CatalogueHere,
    steward: StewardHere,
    body: Annotated[Execution[RunStudyInputs], Body(examples=[{"inputs": _STUDY}])],
    prefer: Prefer = None,  # noqa: ARG001 - told in the description
) -> StatusInfo:
    """Run an uploaded study and publish its release; for stewards."""
    _check_study(desk, catalogue, steward, body.inputs)
    return _take_in(request, response, desk, "run-study", body, steward, tier=steward.tier.word)


@router.post(
    "/processes/run-scenario/execution",
    operation_id="run_scenario",
    summary="Run an uploaded study with one more scenario",
    **_TAKEN_IN,
)
def run_scenario(
    request: Request,
    response: Response,
    desk: DeskHere,
    catalogue: CatalogueHere,
    steward: StewardHere,
    body: Annotated[Execution[RunScenarioInputs], Body(examples=[{"inputs": _STUDY | {"scenario": _SCENARIO}}])],
    prefer: Prefer = None,  # noqa: ARG001 - told in the description
) -> StatusInfo:
    """Run an uploaded study with a scenario that is given here, and publish its release; for stewards."""
    _check_study(desk, catalogue, steward, body.inputs)
    return _take_in(request, response, desk, "run-scenario", body, steward, tier=steward.tier.word)


@router.post(
    "/processes/what-if/execution",
    operation_id="run_what_if",
    summary="The country after changes that reach far",
    **_TAKEN_IN,
)
def run_what_if(
    request: Request,
    response: Response,
    desk: DeskHere,
    catalogue: CatalogueHere,
    caller: CallerHere,
    body: Annotated[Execution[WhatIfInputs], Body(examples=[{"inputs": _WHAT_IF}])],
    prefer: Prefer = None,  # noqa: ARG001 - told in the description
) -> StatusInfo:
    """The country after changes that reach too far to be answered at once; about the population only."""
    release = body.inputs.release
    tier = catalogue.release(release).tier_for(caller.tier_in(release), asked=body.inputs.tier)
    run_asked(tier, body.inputs.run)
    check_pillars(tier, body.inputs.changes)
    catalogue.ground_folder(release)
    return _take_in(request, response, desk, "what-if", body, caller, tier=tier.name)


def _check_study(desk: Desk, catalogue: Catalogue, steward: Caller, inputs: RunStudyInputs) -> None:
    """Say at once what the job would say later: that the upload, the place or the right to it is not there."""
    if steward.releases is not None and inputs.release not in steward.releases:
        raise NotAllowedError(f"Your key is not for the release {inputs.release}; ask for one that is.")
    if catalogue.is_one_release:
        raise ConflictError("This server serves one release alone; nothing can be published beside it.")
    if not (desk.settings.state / "uploads" / inputs.upload / "study.toml").is_file():
        raise NotThereError(f"There is no upload {inputs.upload!r} with a study.toml; send it first.")
    if not inputs.replaces and (desk.settings.releases / inputs.release).exists():
        raise ConflictError(
            f"There is a release {inputs.release} already; choose another id, or send replaces: true to replace it."
        )


def _take_in(
    request: Request,
    response: Response,
    desk: Desk,
    process_id: str,
    body: Execution[Any],
    caller: Caller,
    *,
    tier: str,
) -> StatusInfo:
    job_id = new_job_id()
    note(request, action=process_id, subject=f"job {job_id} for release {body.inputs.release}", outcome="asked")
    inputs = body.inputs.model_dump(mode="json")
    job = desk.submit(process_id, inputs, caller, tier=tier, job_id=job_id)
    response.headers["Location"] = address(request, f"/jobs/{job.id}")
    response.headers["Preference-Applied"] = "respond-async"
    response.headers["Cache-Control"] = "private, no-store"
    return status_of(job, job_links(request, job))
