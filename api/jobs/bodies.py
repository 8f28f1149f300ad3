"""Bodies: processes, jobs and their states as OGC API Processes Part 1 (OGC 18-062r2) writes them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from api.jobs.processes import Process
from api.jobs.records import Job, Status
from api.links import Link

InputsT = TypeVar("InputsT", bound=BaseModel)


class Execution(BaseModel, Generic[InputsT]):
    """What a process is asked with."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    inputs: InputsT
    response: Annotated[
        Literal["document"], Field(description="Results are one JSON document; nothing else is given.")
    ] = "document"


class ProcessSummary(BaseModel):
    """A process in short."""

    id: str
    title: str
    description: str
    version: str
    job_control_options: Annotated[list[str], Field(serialization_alias="jobControlOptions")]
    output_transmission: Annotated[list[str], Field(serialization_alias="outputTransmission")]
    lowest_tier: Annotated[str, Field(description="The tier from which on it may be asked for.")]
    links: list[Link]


class ProcessDescription(ProcessSummary):
    """A process with the schemas of its inputs and outputs."""

    inputs: dict[str, Any]
    outputs: dict[str, Any]


class ProcessList(BaseModel):
    """All processes."""

    processes: list[ProcessSummary]
    links: list[Link]


class StatusInfo(BaseModel):
    """How a job stands. ``problem``: why it failed, as RFC 9457 has it."""

    process_id: Annotated[str, Field(serialization_alias="processID")]
    type: Literal["process"] = "process"
    job_id: Annotated[str, Field(serialization_alias="jobID")]
    status: Status
    message: str
    progress: Annotated[int, Field(ge=0, le=100, description="Percent of the whole, roughly.")]
    created: dt.datetime
    started: dt.datetime | None = None
    finished: dt.datetime | None = None
    updated: dt.datetime
    attempts: Annotated[int, Field(description="How often it was begun; more than once if a server ended.")]
    problem: dict[str, Any] | None = None
    links: list[Link]


class JobList(BaseModel):
    """Jobs, the newest first."""

    jobs: list[StatusInfo]
    links: list[Link]


def summary_of(process: Process, links: list[Link]) -> ProcessSummary:
    """A process in short."""
    return ProcessSummary(**_told(process), links=links)


def description_of(process: Process, links: list[Link]) -> ProcessDescription:
    """A process with the schemas of each input, which hold all that they refer to, and of its one output."""
    schema = process.inputs.model_json_schema()
    shared = {"$defs": schema["$defs"]} if "$defs" in schema else {}
    needed = set(schema.get("required", ()))
    inputs = {
        name: {
            "title": each.get("title", name),
            "description": each.get("description", ""),
            "minOccurs": int(name in needed),
            "maxOccurs": 1,
            "schema": {**each, **(shared if "$ref" in str(each) else {})},
        }
        for name, each in schema["properties"].items()
    }
    output = {"title": "Result", "description": "What the job gives, as JSON.", "schema": process.result}
    return ProcessDescription(**_told(process), links=links, inputs=inputs, outputs={"result": output})


def status_of(job: Job, links: list[Link]) -> StatusInfo:
    """How a job stands."""
    return StatusInfo(
        process_id=job.process_id,
        job_id=job.id,
        status=job.status,
        message=job.message,
        progress=int(job.progress),
        created=job.created_utc,
        started=job.started_utc,
        finished=job.finished_utc,
        updated=job.updated_utc,
        attempts=job.attempts,
        problem=job.problem,
        links=links,
    )


def _told(process: Process) -> dict[str, Any]:
    return {
        "id": process.id,
        "title": process.title,
        "description": process.description,
        "version": process.version,
        "job_control_options": ["async-execute", "dismiss"],
        "output_transmission": ["value"],
        "lowest_tier": process.lowest.word,
    }
