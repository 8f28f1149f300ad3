"""A hand: a thread that takes one job after another, minds its process, and writes down how it goes and ends."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

from sqlalchemy import Engine

from api.jobs import records
from api.jobs.processes import PROCESSES
from api.jobs.processing import JobProcess, Told, scratch_of
from api.jobs.records import Job
from api.settings import Settings
from api.state import OUTAGES

_LOG: Final = logging.getLogger(__name__)
_TICK_S: Final = 0.25
_TELL_EVERY_S: Final = 0.5
_AGAIN_S: Final = 0.5
_HOUR_S: Final = 3600
T = TypeVar("T")


class _Ended(Exception):  # noqa: N818 - not an error: how a job's minding comes to its end
    """The job is not to go on. ``problem``: why, if it is ours to tell."""

    def __init__(self, problem: dict[str, Any] | None = None) -> None:
        super().__init__()
        self.problem = problem


class Hand:
    """One of the hands of a server. ``stopping`` is set when the server ends."""

    def __init__(self, engine: Engine, settings: Settings, *, server: str, stopping: threading.Event) -> None:
        self._engine, self._settings, self._server, self._stopping = engine, settings, server, stopping

    def run_next(self) -> bool:
        """Take the next job and see it through; False if none waits."""
        job = records.claim(self._engine, server=self._server, lease_s=self._settings.job_lease_s)
        if job is None:
            return False
        _LOG.info("job %s of %s begins, attempt %d", job.id, job.process_id, job.attempts)
        try:
            self._see_through(job)
        except Exception:  # noqa: BLE001 - whatever it is, the job must not be left running
            _LOG.exception("minding job %s failed", job.id)
            self._patiently(lambda: records.finish(self._engine, job, problem=_our_fault()))
        finally:
            shutil.rmtree(scratch_of(self._settings, job.id), ignore_errors=True)
        return True

    def _see_through(self, job: Job) -> None:
        if job.process_id not in PROCESSES:
            self._patiently(lambda: records.finish(self._engine, job, problem=_unknown(job.process_id)))
            return
        minded = _Minded(job)
        process = JobProcess(job, self._settings)
        told: Told | None = None
        stopped: _Ended | None = None
        try:
            told = self._mind(process, minded)
        except _Ended as ended:
            stopped = ended
            process.ask_to_end()
        finally:
            code = process.close(wait_s=self._settings.job_stop_s)
            words = process.last_words()
        self._write_end(job, told, stopped, code=code, words=words)

    def _mind(self, process: JobProcess, minded: _Minded) -> Told:
        """Listen until the process has told its end or died. Raises _Ended if it is to be ended before."""
        while True:
            told = process.listen(wait_s=_TICK_S)
            minded.news = told.news or minded.news
            if told.asks_to_publish:
                if not self._patiently(lambda: records.let_publish(self._engine, minded.job)):
                    raise _Ended
                minded.is_publishing = True
                process.let_publish()
            if told.result is not None or told.problem is not None or told.has_ended:
                return told
            self._check(minded)

    def _check(self, minded: _Minded) -> None:
        """Write down the news; see whether the job is still ours, not too long at work, and the server not ending."""
        now = time.monotonic()
        if self._stopping.is_set() and not minded.may_publish_still(now, self._settings.job_stop_s):
            raise _Ended
        if now - minded.begun > self._settings.job_hours_at_most * _HOUR_S:
            raise _Ended(_too_long(self._settings.job_hours_at_most))
        if now < minded.next_write:
            return
        minded.next_write = now + _TELL_EVERY_S
        try:
            if minded.news is not None or now > minded.renew_at:
                lease_s = self._settings.job_lease_s
                is_ours = records.keep(self._engine, minded.job, lease_s=lease_s, told=minded.news)
                minded.news, minded.renew_at = None, now + lease_s / 3
            else:
                is_ours = records.is_ours(self._engine, minded.job)
        except OUTAGES:
            return  # the job goes on; what it has told is written down when the database is back
        if not is_ours:
            raise _Ended

    def _write_end(self, job: Job, told: Told | None, stopped: _Ended | None, *, code: int, words: str) -> None:
        """Write down how a job ended, however long the database takes to come back."""
        if told is not None and told.result is not None:
            result = told.result
            self._patiently(lambda: records.finish(self._engine, job, result=result))
            _LOG.info("job %s is done", job.id)
            return
        if stopped is not None and stopped.problem is None:
            is_back = self._stopping.is_set() and self._patiently(lambda: records.put_back(self._engine, job))
            _LOG.info("job %s was ended%s", job.id, " and waits again" if is_back else "")
            return
        problem = stopped.problem if stopped is not None else told.problem if told is not None else None
        if problem is None:
            problem = _killed() if code < 0 else _our_fault()
            _LOG.error("the process of job %s ended with %d: %s", job.id, code, words)
        elif told is not None and told.log is not None:
            _LOG.warning("job %s failed: %s", job.id, told.log)
        final = problem
        self._patiently(lambda: records.finish(self._engine, job, problem=final))

    def _patiently(self, step: Callable[[], T]) -> T | None:
        """Take a step as soon as the database answers; None if the server ends before it does."""
        while True:
            try:
                return step()
            except OUTAGES:
                if self._stopping.wait(_AGAIN_S):
                    return None


class _Minded:
    """What a hand keeps in mind of the job that it minds."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.begun = time.monotonic()
        self.next_write = self.renew_at = self.begun
        self.news: tuple[str, float] | None = None
        self.is_publishing = False
        self._stop_by: float | None = None

    def may_publish_still(self, now: float, within_s: float) -> bool:
        """Whether it is publishing, and has not taken too long since this was first asked."""
        if self.is_publishing and self._stop_by is None:
            self._stop_by = now + within_s
        return self._stop_by is not None and now < self._stop_by


def _told(status: int, title: str, detail: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": title, "status": status, "detail": detail}


def _killed() -> dict[str, Any]:
    return _told(
        503,
        "The job was ended from outside",
        "The process of the job was ended, most often for want of memory. Nothing was published, and an earlier "
        "release is as it was. Take larger cells or smaller bounds, or ask the operator.",
    )


def _too_long(hours: float) -> dict[str, Any]:
    return _told(
        503,
        "The job took too long",
        f"The job was ended after {hours:g} hours. Nothing was published. Take a smaller study, or ask the operator.",
    )


def _unknown(process_id: str) -> dict[str, Any]:
    return _told(
        400, "Unknown process", f"There is no process {process_id} here any more; /processes lists those there are."
    )


def _our_fault() -> dict[str, Any]:
    return _told(
        500,
        "A fault of nearcare itself",
        "The job came to no end of its own. Nothing was published. Please report it with its id.",
    )
