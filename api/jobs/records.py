"""The records of jobs: what the database keeps of each, and the steps in which one goes from its asking to its end.

Each step is one statement that names the state it starts from, so that of two who take it only one does: a job is
run by one server at a time, and nothing overwrites what has ended.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Literal

from sqlalchemy import Connection, Engine, Row, Select, and_, delete, func, or_, select, text, update

from api.callers import Caller, Tier
from api.errors import BudgetError, ConflictError
from api.settings import Settings
from api.state import jobs, reading, utc_now, writing

Status = Literal["accepted", "running", "successful", "failed", "dismissed"]
ENDED: Final = ("successful", "failed", "dismissed")
MOST_ATTEMPTS: Final = 2
_QUEUE_LOCK: Final = 0x71756575
_RETRY_AFTER_S: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as the database has it. ``progress``: 0 to 100. ``owner``: None for the public."""

    id: str
    process_id: str
    owner: str | None
    tier: str
    status: Status
    progress: float
    message: str
    inputs: dict[str, Any]
    result: dict[str, Any] | None
    problem: dict[str, Any] | None
    created_utc: dt.datetime
    started_utc: dt.datetime | None
    finished_utc: dt.datetime | None
    updated_utc: dt.datetime
    revision: int
    attempts: int
    server: str | None
    lease_until_utc: dt.datetime | None
    is_publishing: bool

    @property
    def has_ended(self) -> bool:
        """Whether nothing more becomes of it."""
        return self.status in ENDED


_COLUMNS: Final = [jobs.c[field.name] for field in fields(Job)]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobAsked:
    """A job that is asked for. ``tier``: what it may see."""

    id: str
    process_id: str
    inputs: dict[str, Any]
    caller: Caller
    tier: str


def new_job_id() -> str:
    """An id that nobody can guess: 128 bits."""
    return secrets.token_hex(16)


def submit(engine: Engine, settings: Settings, asked: JobAsked) -> Job:
    """A new job at the end of the queue. Raises BudgetError if the caller or all have too many waiting."""
    now, owner = utc_now(), asked.caller.identity
    row = {
        "id": asked.id,
        "process_id": asked.process_id,
        "owner": owner,
        "tier": asked.tier,
        "status": "accepted",
        "progress": 0.0,
        "message": "waiting",
        "inputs": asked.inputs,
        "created_utc": now,
        "updated_utc": now,
    }
    with writing(engine) as connection:
        _lock_queue(connection)
        waiting = select(func.count()).select_from(jobs).where(jobs.c.status == "accepted")
        own = connection.execute(waiting.where(_is_owned_by(owner))).scalar_one()
        if own >= settings.jobs_waiting_per_caller:
            raise BudgetError(
                f"{own} of your jobs wait already; ask again when one has begun, or dismiss one",
                retry_after_s=_RETRY_AFTER_S,
            )
        if connection.execute(waiting).scalar_one() >= settings.jobs_waiting:
            raise BudgetError("Too many jobs wait on this server; ask again later", retry_after_s=_RETRY_AFTER_S)
        found = connection.execute(jobs.insert().values(row).returning(*_COLUMNS)).one()
    return _job(found)


def find(engine: Engine, job_id: str) -> Job | None:
    """One job, whoever's it is."""
    with reading(engine) as connection:
        found = connection.execute(select(*_COLUMNS).where(jobs.c.id == job_id)).one_or_none()
    return None if found is None else _job(found)


def listed(
    engine: Engine,
    caller: Caller,
    *,
    statuses: tuple[str, ...],
    processes: tuple[str, ...],
    limit: int,
    offset: int,
) -> list[Job]:
    """The caller's own jobs, the newest first; a steward for all releases sees everybody's, and the public nobody's."""
    query = select(*_COLUMNS).order_by(jobs.c.created_utc.desc(), jobs.c.id).limit(limit).offset(offset)
    if not sees_all(caller):
        if caller.identity is None:
            return []
        query = query.where(jobs.c.owner == caller.identity)
    if statuses:
        query = query.where(jobs.c.status.in_(statuses))
    if processes:
        query = query.where(jobs.c.process_id.in_(processes))
    with reading(engine) as connection:
        return [_job(row) for row in connection.execute(query)]


def sees_all(caller: Caller) -> bool:
    """Whether a caller may see the jobs of others."""
    return caller.tier >= Tier.STEWARD and caller.releases is None


def claim(engine: Engine, *, server: str, lease_s: float) -> Job | None:
    """The next job for a server, running from now on; None if none waits.

    The caller with the fewest jobs running comes first, then who has waited longest since one of theirs began.
    """
    with writing(engine) as connection:
        chosen = connection.execute(_next_job()).scalar_one_or_none()
        if chosen is None:
            return None
        now = utc_now()
        taken = (
            update(jobs)
            .where(jobs.c.id == chosen, jobs.c.status == "accepted")
            .values(
                status="running",
                message="starting",
                progress=0.0,
                started_utc=now,
                updated_utc=now,
                revision=jobs.c.revision + 1,
                attempts=jobs.c.attempts + 1,
                server=server,
                lease_until_utc=now + dt.timedelta(seconds=lease_s),
            )
            .returning(*_COLUMNS)
        )
        found = connection.execute(taken).one_or_none()
    return None if found is None else _job(found)


def keep(engine: Engine, job: Job, *, lease_s: float, told: tuple[str, float] | None = None) -> bool:
    """Say that a job still runs, and its stage and progress if there is news; False if it is ours no more."""
    now = utc_now()
    values: dict[str, Any] = {"lease_until_utc": now + dt.timedelta(seconds=lease_s)}
    if told is not None:
        message, progress = told
        values |= {
            "message": message,
            "progress": progress,
            "updated_utc": now,
            "revision": jobs.c.revision + 1,
        }
    return _step(engine, job, values)


def is_ours(engine: Engine, job: Job) -> bool:
    """Whether a job still runs and is this server's."""
    with reading(engine) as connection:
        return connection.execute(select(jobs.c.id).where(_is_held(job))).one_or_none() is not None


def let_publish(engine: Engine, job: Job) -> bool:
    """Let a job change what others see, after which it cannot be dismissed; False if it is ours no more."""
    return _step(engine, job, {"is_publishing": True, "updated_utc": utc_now(), "revision": jobs.c.revision + 1})


def finish(
    engine: Engine, job: Job, *, result: dict[str, Any] | None = None, problem: dict[str, Any] | None = None
) -> bool:
    """End a job with its result or its problem; False if it is ours no more."""
    now = utc_now()
    values = {
        "status": "successful" if problem is None else "failed",
        "message": "done" if problem is None else str(problem["detail"]),
        "result": result,
        "problem": problem,
        "finished_utc": now,
        "updated_utc": now,
        "revision": jobs.c.revision + 1,
        "server": None,
        "lease_until_utc": None,
        "is_publishing": False,
    }
    return _step(engine, job, values if problem is not None else values | {"progress": 100.0})


def put_back(engine: Engine, job: Job) -> bool:
    """Let a job that a stopping server ended wait again, as if it had not begun."""
    return _step(
        engine, job, _waiting_again("waiting again, since the server was stopped") | {"attempts": job.attempts - 1}
    )


def dismiss(engine: Engine, job: Job) -> Job | None:
    """Cancel a job that has not ended, or remove one that has; None if it is gone. Raises ConflictError."""
    now = utc_now()
    ends = {"status": "dismissed", "message": "dismissed", "finished_utc": now, "updated_utc": now}
    with writing(engine) as connection:
        may_end = or_(jobs.c.status == "accepted", and_(jobs.c.status == "running", ~jobs.c.is_publishing))
        ended = (
            update(jobs).where(jobs.c.id == job.id, may_end).values(**ends, revision=jobs.c.revision + 1)
        ).returning(*_COLUMNS)
        found = connection.execute(ended).one_or_none()
        if found is None:
            removed = delete(jobs).where(jobs.c.id == job.id, jobs.c.status.in_(ENDED)).returning(*_COLUMNS)
            found = connection.execute(removed).one_or_none()
            if found is None and connection.execute(select(jobs.c.id).where(jobs.c.id == job.id)).one_or_none():
                raise ConflictError(f"The job {job.id} is publishing its release and cannot be dismissed any more")
    return None if found is None else replace(_job(found), status="dismissed")


def take_back_lost(engine: Engine, *, dead_servers: tuple[str, ...] = ()) -> int:
    """Let jobs whose server has died wait again, once; those that it has happened to before fail. How many there were.

    A server has died if it did not renew its lease in time, or if it is among ``dead_servers``.
    """
    now = utc_now()
    is_lost = and_(jobs.c.status == "running", or_(jobs.c.lease_until_utc < now, jobs.c.server.in_(dead_servers)))
    problem = {
        "type": "about:blank",
        "title": "The server ended",
        "status": 503,
        "detail": f"The server ended {MOST_ATTEMPTS} times while the job ran, most often for want of memory. "
        "Nothing was published. Take a smaller study, or ask the operator",
    }
    ends = {
        "status": "failed",
        "message": problem["detail"],
        "problem": problem,
        "finished_utc": now,
        "server": None,
        "lease_until_utc": None,
    }
    told = {"updated_utc": now, "revision": jobs.c.revision + 1}
    with writing(engine) as connection:
        failed = connection.execute(
            update(jobs).where(is_lost, jobs.c.attempts >= MOST_ATTEMPTS).values(**ends, **told)
        )
        again = connection.execute(
            update(jobs).where(is_lost).values(**_waiting_again("waiting again, since the server ended"))
        )
    return int(failed.rowcount + again.rowcount)


def running(engine: Engine) -> dict[str, str | None]:
    """The ids of the jobs that run, on any server, each with that server."""
    with reading(engine) as connection:
        found = connection.execute(select(jobs.c.id, jobs.c.server).where(jobs.c.status == "running"))
        return {row.id: row.server for row in found}


def counts(engine: Engine) -> dict[str, int]:
    """How many jobs there are in each state."""
    with reading(engine) as connection:
        found = connection.execute(select(jobs.c.status, func.count()).group_by(jobs.c.status))
        return {str(row[0]): int(row[1]) for row in found}


def drop_old(engine: Engine, *, kept_days: float) -> int:
    """Remove jobs that ended longer ago than that; how many."""
    before = utc_now() - dt.timedelta(days=kept_days)
    with writing(engine) as connection:
        return int(connection.execute(delete(jobs).where(jobs.c.finished_utc < before)).rowcount)


def _job(row: Row[Any]) -> Job:
    return Job(**row._asdict())


def _waiting_again(message: str) -> dict[str, Any]:
    return {
        "status": "accepted",
        "message": message,
        "progress": 0.0,
        "started_utc": None,
        "server": None,
        "lease_until_utc": None,
        "updated_utc": utc_now(),
        "revision": jobs.c.revision + 1,
    }


def _step(engine: Engine, job: Job, values: dict[str, Any]) -> bool:
    with writing(engine) as connection:
        return connection.execute(update(jobs).where(_is_held(job)).values(**values)).rowcount == 1


def _is_held(job: Job) -> Any:
    """Whether a job still runs, on the server and in the attempt that ``job`` tells of."""
    return and_(
        jobs.c.id == job.id,
        jobs.c.status == "running",
        jobs.c.server == job.server,
        jobs.c.attempts == job.attempts,
    )


def _is_owned_by(identity: str | None) -> Any:
    return jobs.c.owner.is_(None) if identity is None else jobs.c.owner == identity


def _next_job() -> Select[tuple[str]]:
    other = jobs.alias("other")
    is_same = func.coalesce(other.c.owner, "") == func.coalesce(jobs.c.owner, "")
    running_now = select(func.count()).where(is_same, other.c.status == "running").scalar_subquery()
    last_begun = select(func.max(other.c.started_utc)).where(is_same).scalar_subquery()
    return (
        select(jobs.c.id)
        .where(jobs.c.status == "accepted")
        .order_by(running_now, last_begun.asc().nulls_first(), jobs.c.created_utc, jobs.c.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=jobs)
    )


def _lock_queue(connection: Connection) -> None:
    """Hold up others who would count the queue; SQLite's writer does so already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _QUEUE_LOCK})
