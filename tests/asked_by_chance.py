"""Asking a whole app by chance: callers, ids of what is really there, and what schemathesis finds."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from itertools import cycle

import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.engine import events, from_schema
from schemathesis.generation import GenerationMode
from schemathesis.hooks import unregister
from schemathesis.python import asgi

from api.app import make_app
from api.callers import Tier, new_key
from api.jobs import hands, records
from api.settings import Settings

RUN = "physical-rehab.default.base.all-year.to.hazards"
COMPARISON_RUN = "bridge-closed.physical-rehab.default.to"
WHAT_IF = {"run": RUN, "changes": []}
IDS = {
    "release": ("valley",),
    "collection_id": ("valley.areas", "valley.gaps", "valley.centres", "valley.hazards"),
    "feature_id": ("A-1",),
    "comparison": ("bridge-closed",),
    "tileset": ("gaps", "areas"),
    "run": (RUN,),
    "process_id": ("what-if", "run-study"),
    "z": (0,),
    "x": (0,),
    "y": (0,),
}

MEANT = frozenset(
    {
        # the standard gives bbox and datetime a schema that allows what its text forbids, and any name to a filter
        "GET /collections/{collection_id}/items",
        # a run that another dimension contradicts, or a season that the study has not
        "GET /releases/{release}/gap-report",
        "GET /releases/{release}/point",
        "GET /releases/{release}/comparisons/ad-hoc",
        "GET /releases/{release}/what-ifs/{what_if}",
        "GET /releases/{release}/what-ifs/{what_if}/areas",
        "GET /releases/{release}/what-ifs/{what_if}/tiles/{layer}/{z}/{x}/{y}.png",
        "GET /releases/{release}/what-ifs/{what_if}/tiles/{layer}/tilejson.json",
        # a threshold that is none of the study's steps
        "GET /releases/{release}/picture.png",
        "GET /releases/{release}/what-ifs/{what_if}/picture.png",
        # a what-if that changes nothing, and a scenario's name that the study has
        "GET /releases/{release}/what-ifs/{what_if}/scenario",
        # runs, roads and centres that the release has not are told in the body
        "POST /releases/{release}/what-ifs",
        "PUT /releases/{release}/what-ifs/{what_if}/changes",
        "POST /processes/what-if/execution",
        # bytes that are not of the kind that the name of the file says
        "PUT /uploads/{upload_id}/files/{name}",
    }
)
"""What may be right in its shape and yet mean nothing: then it is refused, but never for its shape."""


class Asked:
    """An app with keys for callers and things of theirs; ``statuses`` counts what was answered to whom."""

    def __init__(self, app):
        self.app = app
        self.client = asgi.ASGIClient(app)
        with self.client:
            self.headers = {tier: self._key_for(tier) for tier in Tier}
        self.statuses = Counter()

    def _key_for(self, tier):
        if tier == Tier.PUBLIC:
            return {}
        return {"Authorization": f"Bearer {new_key(self.app.state.database, name='a', tier=tier)[1]}"}

    def ids_of(self, tier):
        """Ids of what is there, those of the caller's own what-if and job among them."""
        return {**IDS, "what_if": (self.made(tier, "what_if"),), "job_id": (self.made(tier, "job_id"),)}

    def made(self, tier, name):
        """The id of a what-if or a job that is made for the caller."""
        path, body, member = {
            "what_if": ("/releases/valley/what-ifs", WHAT_IF, "id"),
            "job_id": ("/processes/what-if/execution", {"inputs": {"release": "valley", **WHAT_IF}}, "jobID"),
        }[name]
        answer = self.client.post(path, json=body, headers=self.headers[tier])
        assert answer.status_code == 201, answer.text
        return answer.json()[member]

    def faults(self, tier, *, phases, examples):
        """What is found by asking as the caller, as (operation, check, what, how to ask it again)."""
        schema = schemathesis.openapi.from_asgi("/api", self.app)
        schema.config.headers = self.headers[tier] or None
        schema.config.request_timeout = 120  # a document may take long beside other tests
        schema.config.generation.update(
            modes=list(GenerationMode),
            max_examples=examples,
            deterministic=True,
            no_shrink=True,
            with_security_parameters=False,
        )
        for name in ("examples", "coverage", "fuzzing", "stateful"):
            getattr(schema.config.phases, name).enabled = name in phases
        with self._real_ids(tier):
            return [fault for event in from_schema(schema).execute() for fault in self._found(event, tier)]

    def _found(self, event, tier):
        if isinstance(event, events.NonFatalError | events.FatalError):
            yield ("", "error", repr(getattr(event, "value", None) or event.exception), "")
        if not isinstance(event, events.ScenarioFinished):
            return
        for case_id, made in event.recorder.interactions.items():
            label = event.recorder.cases[case_id].value.operation.label
            self.statuses[tier, label, made.response and made.response.status_code] += 1
        for case_id, checks in event.recorder.checks.items():
            label = event.recorder.cases[case_id].value.operation.label
            for check in checks:
                if check.failure_info and not self._is_only_meant(label, check, event.recorder.interactions[case_id]):
                    told = check.failure_info
                    yield (label, check.name, told.failure.message, told.code_sample)

    @staticmethod
    def _is_only_meant(label, check, made):
        if check.name != "positive_data_acceptance" or label not in MEANT:
            return False
        answer = made.response.json()
        return answer["status"] == 400 and "faults" not in answer

    @contextmanager
    def _real_ids(self, tier):
        """Put the ids of what is there into five of six cases, and in the place of what is deleted one made for it."""
        ids = {name: cycle(values) for name, values in self.ids_of(tier).items()}
        turn = cycle(range(6))

        @schemathesis.hook
        def before_call(_context, case, _kwargs):
            if next(turn) == 0 or (case.meta is not None and case.meta.is_negative_at(ParameterLocation.PATH)):
                return
            linked = getattr(case._override, "path_parameters", None) or {}  # noqa: SLF001 - what came from another answer
            for name in set(case.path_parameters or {}) & set(ids) - set(linked):
                is_lost = case.method == "DELETE" and name in {"what_if", "job_id"}
                case.path_parameters[name] = self.made(tier, name) if is_lost else next(ids[name])
            if (case.path_parameters or {}).get("layer") == "difference" and "run" in case.path_parameters:
                case.path_parameters["run"] = COMPARISON_RUN

        try:
            yield
        finally:
            unregister(before_call)


def end_jobs_at_once(patch):
    """Let every job be done as soon as it is begun, with a result that is made up."""
    patch.setattr(
        hands.Hand, "_see_through", lambda self, job: records.finish(self._engine, job, result={"made": "up"})
    )


@contextmanager
def asked_app(folder, state, patch):
    """An app over a folder of releases to ask by chance: budgets are wide, and a job is done as soon as it is begun."""
    end_jobs_at_once(patch)
    patch.setattr("api.callers.budgets._FAILURES_PER_MINUTE", 1_000_000)
    units = {f"{tier.word}_units_per_minute": 1_000_000 for tier in Tier}
    app = make_app(
        Settings(
            releases=folder, state=state, jobs_waiting=10_000, jobs_of_one_caller=1000, least_free_bytes=0, **units
        )
    )
    try:
        yield Asked(app)
    finally:
        asgi.shutdown_lifespans()
