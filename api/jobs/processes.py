"""The processes: what can be asked as a job, with what inputs, and what does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel

from api.callers import Tier
from api.jobs.inputs import RunScenarioInputs, RunStudyInputs, WhatIfInputs

_RELEASE_RESULT: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["release", "tiers", "notice_count"],
    "properties": {
        "release": {"type": "string", "description": "The id of the release, under /releases"},
        "tiers": {"type": "array", "items": {"type": "string"}},
        "notice_count": {"type": "integer", "description": "What of the inputs is to be known; told in the manifest"},
    },
}
_WHAT_IF_RESULT: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["headline_before", "headline_after", "gains", "areas", "disclaimer"],
    "properties": {
        "headline_before": {"type": "object", "additionalProperties": {"type": ["number", "null"]}},
        "headline_after": {"type": "object", "additionalProperties": {"type": ["number", "null"]}},
        "gains": {"type": "object", "description": "Who gains and who loses, people of the whole study"},
        "areas": {"type": "array", "items": {"type": "object"}, "description": "The same by area"},
        "disclaimer": {"type": "string"},
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A process. ``work`` names a function as ``module:function``; it is run in a process of its own.

    ``lowest``: the tier that may ask for it. ``result``: the JSON schema of what it gives.
    """

    id: str
    title: str
    description: str
    work: str
    inputs: type[BaseModel]
    lowest: Tier = Tier.PUBLIC
    result: dict[str, Any] = field(default_factory=dict)
    version: str = "1.0.0"


PROCESSES: Final[dict[str, Process]] = {
    process.id: process
    for process in (
        Process(
            id="run-study",
            title="Run a study",
            description="Run an uploaded study and publish its release. For stewards. "
            "A study with survivors' records or tables is refused.",
            work="api.work.studies:run_uploaded",
            inputs=RunStudyInputs,
            lowest=Tier.STEWARD,
            result=_RELEASE_RESULT,
        ),
        Process(
            id="run-scenario",
            title="Run a study with one more scenario",
            description="Run an uploaded study with a scenario that is given here, and publish its release. "
            "For stewards.",
            work="api.work.studies:run_scenario",
            inputs=RunScenarioInputs,
            lowest=Tier.STEWARD,
            result=_RELEASE_RESULT,
        ),
        Process(
            id="what-if",
            title="What if centres, hazards or roads were others",
            description="The country after changes that reach too far to be answered at once: headline figures before "
            "and after, who gains, and the same by area. About the population only.",
            work="api.work.what_ifs:answer_what_if",
            inputs=WhatIfInputs,
            result=_WHAT_IF_RESULT,
        ),
    )
}
