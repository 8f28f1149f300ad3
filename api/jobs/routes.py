"""The routes of processes and jobs, in the shape of OGC API Processes Part 1."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.callers import CallerHere, costs, note
from api.errors import JobFailedError, NotThereError, ResultNotReadyError
from api.jobs import records
from api.jobs.asking import JSON, DeskHere, JobHere, ProcessHere, job_links, listening, process_links
from api.jobs.bodies import (
    JobList,
    ProcessDescription,
    ProcessList,
    StatusInfo,
    description_of,
    status_of,
    summary_of,
)
from api.jobs.events import events_of
from api.jobs.execution import router as execution
from api.jobs.processes import PROCESSES
from api.jobs.records import Job, Status
from api.links import Link, address
from api.parameters import OnlyKnown

router = APIRouter(tags=["jobs"], dependencies=[OnlyKnown])
router.include_router(execution)

_KEPT_BY_NOBODY: Final = "private, no-store"
_MOST: Final = 1000
Limit = Annotated[int, Query(ge=1, le=_MOST, description="How many at most.", examples=[10])]


@router.get(
    "/processes",
    operation_id="list_processes",
    summary="What can be asked as a job",
    dependencies=[Depends(costs(1))],
    response_model_exclude_none=True,
)
def list_processes(request: Request, caller: CallerHere, limit: Limit = _MOST) -> ProcessList:  # noqa: ARG001 - the same for everybody
    """All processes, each with the tier from which on it may be asked for."""
    found = [summary_of(process, process_links(request, process)) for process in PROCESSES.values()]
    links = [Link(href=address(request, "/processes"), rel="self", type=JSON, title="The processes")]
    return ProcessList(processes=found[:limit], links=links)


@router.get(
    "/processes/{process_id}",
    operation_id="describe_process",
    summary="A process with its inputs and outputs",
    dependencies=[Depends(costs(1))],
    response_model_exclude_none=True,
)
def describe_process(request: Request, caller: CallerHere, process: ProcessHere) -> ProcessDescription:  # noqa: ARG001 - the same for everybody
    """A process with the JSON schema of each input and of its result."""
    return description_of(process, process_links(request, process))


@router.get(
    "/jobs",
    operation_id="list_jobs",
    summary="Your jobs",
    dependencies=[Depends(costs(1))],
    response_model_exclude_none=True,
)
def list_jobs(
    request: Request,
    response: Response,
    desk: DeskHere,
    caller: CallerHere,
    status: Annotated[
        list[Status] | None, Query(description="Only jobs in these states.", examples=[["running"]], max_length=5)
    ] = None,
    process_id: Annotated[
        list[Annotated[str, Query(max_length=64, pattern="^[a-z0-9-]+$")]] | None,
        Query(alias="processID", description="Only jobs of these processes.", examples=[["what-if"]], max_length=10),
    ] = None,
    limit: Limit = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000, description="How many to leave out first.", examples=[0])] = 0,
) -> JobList:
    """The caller's own jobs, the newest first; a steward for all releases sees everybody's.

    A job of the public is in no list: only who asked for it knows its id.
    """
    statuses, processes = tuple(status or ()), tuple(process_id or ())
    found = records.listed(desk.engine, caller, statuses=statuses, processes=processes, limit=limit + 1, offset=offset)
    query = [("status", each) for each in statuses] + [("processID", each) for each in processes]
    links = [Link(href=_page(request, query, limit, offset), rel="self", type=JSON, title="These jobs")]
    if len(found) > limit:
        links.append(Link(href=_page(request, query, limit, offset + limit), rel="next", type=JSON, title="Older ones"))
    response.headers["Cache-Control"] = _KEPT_BY_NOBODY
    return JobList(jobs=[status_of(job, job_links(request, job)) for job in found[:limit]], links=links)


@router.get(
    "/jobs/{job_id}",
    operation_id="get_job",
    summary="How a job stands",
    dependencies=[Depends(costs(1))],
    response_model_exclude_none=True,
)
def get_job(request: Request, response: Response, job: JobHere) -> StatusInfo:
    """The state of a job: accepted, running, successful, failed or dismissed."""
    response.headers["Cache-Control"] = _KEPT_BY_NOBODY
    return status_of(job, job_links(request, job))


@router.get(
    "/jobs/{job_id}/results",
    operation_id="get_job_results",
    summary="What a job gave",
    dependencies=[Depends(costs(1))],
    response_model=dict[str, Any],
)
def get_job_results(response: Response, job: JobHere) -> dict[str, Any]:
    """The result of a job that was successful; of one that failed its problem, with the status of that."""
    response.headers["Cache-Control"] = _KEPT_BY_NOBODY
    if job.status == "failed" and job.problem is not None:
        raise JobFailedError(job.problem)
    if job.status == "dismissed":
        raise NotThereError(f"The job {job.id} was dismissed and has no result; ask for it anew.")
    if job.status != "successful":
        raise ResultNotReadyError(f"The job {job.id} is {job.status}; ask for it until it has ended.")
    return {"result": job.result}


@router.delete(
    "/jobs/{job_id}",
    operation_id="dismiss_job",
    summary="Cancel a job, or remove one that has ended",
    dependencies=[Depends(costs(1))],
    response_model_exclude_none=True,
)
def dismiss_job(request: Request, response: Response, desk: DeskHere, job: JobHere) -> StatusInfo:
    """The job, dismissed: one that waits or runs is ended and leaves nothing, one that has ended is removed.

    While a job publishes its release, which takes a moment, it cannot be dismissed any more.
    """
    response.headers["Cache-Control"] = _KEPT_BY_NOBODY
    note(request, action="dismiss job", subject=job.id)
    return status_of(desk.dismiss(job) or job, job_links(request, job))


@router.get(
    "/jobs/{job_id}/events",
    operation_id="follow_job",
    summary="How a job stands, as it changes",
    dependencies=[Depends(costs(1)), Depends(listening)],
    response_class=EventSourceResponse,
    responses={200: {"description": "Server-sent events `status`, then `end`, with comments to keep the line open."}},
)
async def follow_job(
    request: Request,
    desk: DeskHere,
    job: JobHere,
    last_event_id: Annotated[
        str | None,
        Header(description="The id of the last event that was received.", pattern="^[0-9]{1,9}$", examples=["3"]),
    ] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Server-sent events: ``status`` with the job at each change, ``end`` when it has ended."""

    def told(each: Job) -> StatusInfo:
        return status_of(each, job_links(request, each))

    def is_stopping() -> bool:
        return desk.listeners.is_closed or request.app.state.stopping.is_set()

    after = -1 if last_event_id is None else int(last_event_id)
    async for event in events_of(desk, job, told, after=after, is_stopping=is_stopping):
        yield event


def _page(request: Request, query: list[tuple[str, str]], limit: int, offset: int) -> str:
    told = "&".join(f"{name}={value}" for name, value in [*query, ("limit", str(limit)), ("offset", str(offset))])
    return f"{address(request, '/jobs')}?{told}"
