"""The desk: takes jobs in, has its hands do them, and keeps their records in order."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import anyio.to_thread
from fastapi import FastAPI
from sqlalchemy import Engine

from api.callers import Caller
from api.jobs import records
from api.jobs.hands import Hand
from api.jobs.listeners import Listeners
from api.jobs.processing import scratch_of
from api.jobs.records import Job
from api.jobs.servers import begin_server, dead_among, end_server
from api.settings import Settings
from api.state import OUTAGES

_LOG: Final = logging.getLogger(__name__)
_LOOK_EVERY_S: Final = 1.0  # for jobs that another server took in
_TIDY_EVERY_S: Final = 30.0


class Desk:
    """Where jobs are handed in. ``start`` begins to do them; until then, and after ``stop``, they wait."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine, self.settings = engine, settings
        self.listeners = Listeners(settings.job_listeners)
        self._server = begin_server()
        self._stopping = threading.Event()
        self._waiting = threading.Semaphore(0)
        self._threads: list[threading.Thread] = []
        self._tidied = 0.0
        self._trusted_from = time.monotonic()
        self._tidying = threading.Lock()

    def submit(
        self, process_id: str, inputs: dict[str, Any], caller: Caller, *, tier: str, job_id: str | None = None
    ) -> Job:
        """Take a job in. Raises BudgetError."""
        asked = records.JobAsked(
            id=job_id or records.new_job_id(), process_id=process_id, inputs=inputs, caller=caller, tier=tier
        )
        job = records.submit(self.engine, self.settings, asked)
        self._waiting.release()
        return job

    def dismiss(self, job: Job) -> Job | None:
        """Cancel a job or remove an ended one; its hand, on whatever server, sees it within half a second."""
        return records.dismiss(self.engine, job)

    def start(self) -> None:
        """Tidy up after servers that have died, and let the hands begin."""
        self._take_back(is_first=True)
        for number in range(self.settings.jobs_at_once):
            thread = threading.Thread(target=self._work, name=f"job-hand-{number}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """End what runs and let it wait again; comes back when no process of a job is left."""
        self._stopping.set()
        for _ in self._threads:
            self._waiting.release()
        for thread in self._threads:
            thread.join()
        self._threads.clear()
        end_server(self._server)

    def _work(self) -> None:
        hand = Hand(self.engine, self.settings, server=self._server, stopping=self._stopping)
        while not self._stopping.is_set():
            try:
                self._tidy()
                if hand.run_next():
                    continue
            except OUTAGES:
                self._trusted_from = time.monotonic() + self.settings.job_lease_s
                _LOG.warning("the database does not answer; jobs wait for it")
            except Exception:  # noqa: BLE001 - whatever it is, the next job is none the worse
                _LOG.exception("a hand stumbled, and goes on")
            self._waiting.acquire(timeout=_LOOK_EVERY_S)

    def _tidy(self) -> None:
        """Now and then, by one hand: take back what servers lost, and drop what is old."""
        if time.monotonic() < self._tidied + _TIDY_EVERY_S or not self._tidying.acquire(blocking=False):
            return
        try:
            self._tidied = time.monotonic()
            self._take_back()
            records.drop_old(self.engine, kept_days=self.settings.job_kept_days)
        finally:
            self._tidying.release()

    def _take_back(self, *, is_first: bool = False) -> None:
        """Let jobs of dead servers wait again. After an outage the others get time to renew their leases first."""
        found = records.running(self.engine)
        if time.monotonic() >= self._trusted_from:
            dead = dead_among(found.values())
            if records.take_back_lost(self.engine, dead_servers=dead):
                _LOG.warning("took back jobs that their server had lost")
                self._waiting.release()
        if is_first:
            self._clear_scratch(set(records.running(self.engine)))

    def _clear_scratch(self, at_work: set[str]) -> None:
        """Remove what jobs left behind whose server died."""
        folder = scratch_of(self.settings, "any").parent
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name not in at_work:
                shutil.rmtree(path, ignore_errors=True)


@asynccontextmanager
async def opened(app: FastAPI) -> AsyncIterator[None]:
    """The desk of an app at work, as ``app.state.job_desk``; needs its settings and its database."""
    desk = Desk(app.state.database, app.state.settings)
    app.state.job_desk = desk
    await anyio.to_thread.run_sync(desk.start)
    try:
        yield
    finally:
        desk.listeners.send_away()
        await anyio.to_thread.run_sync(desk.stop)
