"""What the routes of jobs ask for: the desk, a job that the caller may see, a place to listen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Path, Request

from api.callers import Caller, CallerHere, Tier, network_of
from api.errors import NoSuchJobError, NotThereError
from api.jobs import records
from api.jobs.desk import Desk
from api.jobs.processes import PROCESSES, Process
from api.jobs.records import Job, sees_all
from api.links import Link, address

JSON = "application/json"
_OGC = "http://www.opengis.net/def/rel/ogc/1.0"


def desk_of(request: Request) -> Desk:
    """The desk of the app that answers."""
    desk: Desk = request.app.state.job_desk
    return desk


DeskHere = Annotated[Desk, Depends(desk_of)]


def job_of(
    desk: DeskHere,
    caller: CallerHere,
    job_id: Annotated[
        str,
        Path(
            description="The id of a job, as it was told when it was asked for.",
            examples=["0123456789abcdef0123456789abcdef"],
            pattern="^[0-9a-f]{32}$",
        ),
    ],
) -> Job:
    """The job, if it is the caller's; that of the public is of whoever knows its id, which nobody can guess."""
    job = records.find(desk.engine, job_id)
    if job is None or not (job.owner is None or _is_still_theirs(job, caller) or sees_all(caller)):
        raise NoSuchJobError(f"There is no job {job_id} here; /jobs lists yours.")
    return job


def _is_still_theirs(job: Job, caller: Caller) -> bool:
    """Whether a job is the caller's, who still may see what it is about: an institution may take a role back."""
    release = str(job.inputs.get("release", ""))
    return job.owner == caller.identity and Tier.of(job.tier) <= caller.tier_in(release)


JobHere = Annotated[Job, Depends(job_of)]


def process_of(
    process_id: Annotated[
        str,
        Path(
            description="The id of a process, as /processes lists them.",
            examples=["what-if"],
            pattern="^[a-z0-9-]+$",
            max_length=64,
        ),
    ],
) -> Process:
    """The process of that id."""
    if process_id not in PROCESSES:
        raise NotThereError(f"There is no process {process_id!r}; /processes lists those there are.")
    return PROCESSES[process_id]


ProcessHere = Annotated[Process, Depends(process_of)]


def listening(request: Request, desk: DeskHere, caller: CallerHere) -> Iterator[None]:
    """A place to listen, until the answer has been sent or the listener has gone away."""
    who = caller.identity or network_of(None if request.client is None else request.client.host)
    desk.listeners.take_place(who)
    try:
        yield
    finally:
        desk.listeners.leave(who)


def job_links(request: Request, job: Job) -> list[Link]:
    """The links of a job: to itself, its events and, when there is one, its result."""
    here = address(request, f"/jobs/{job.id}")
    links = [
        Link(href=here, rel="self", type=JSON, title="How the job stands"),
        Link(href=f"{here}/events", rel="monitor", type="text/event-stream", title="The same as it changes"),
    ]
    if job.status == "successful":
        links.append(Link(href=f"{here}/results", rel=f"{_OGC}/results", type=JSON, title="The result"))
    return links


def process_links(request: Request, process: Process) -> list[Link]:
    """The links of a process: to itself and to where it is asked for."""
    here = address(request, f"/processes/{process.id}")
    return [
        Link(href=here, rel="self", type=JSON, title="The process"),
        Link(href=f"{here}/execution", rel=f"{_OGC}/execute", type=JSON, title="Ask for it"),
    ]
