"""The process of a job: started fresh, listened to, and ended."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from api.children import child_environment
from api.jobs.processes import PROCESSES
from api.jobs.records import Job
from api.settings import Settings
from api.work import without_paths

_LONGEST_LINE: Final = 64 * 2**20
_READ: Final = 2**16


@dataclass(slots=True, kw_only=True)
class Told:
    """What a process has told since it was last asked. ``has_ended``: its output is closed."""

    news: tuple[str, float] | None = None
    asks_to_publish: bool = False
    result: dict[str, Any] | None = None
    problem: dict[str, Any] | None = None
    log: str | None = None
    has_ended: bool = False


class JobProcess:
    """A job at work in a fresh process and session of its own; to be closed whatever happens."""

    def __init__(self, job: Job, settings: Settings) -> None:
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with its last words read
        self._rest = b""
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "api.work"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=child_environment(),
            start_new_session=True,
        )
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._output, selectors.EVENT_READ)
        self._write(json.dumps(_task_of(job, settings)))

    @property
    def _output(self) -> IO[bytes]:
        assert self._process.stdout is not None  # noqa: S101 - it is a pipe
        return self._process.stdout

    def listen(self, *, wait_s: float) -> Told:
        """What it has told, waiting so long for it to say anything."""
        told = Told()
        if not self._selector.select(wait_s):
            return told
        read = os.read(self._output.fileno(), _READ)
        told.has_ended = not read
        *lines, self._rest = (self._rest + read).split(b"\n")
        if len(self._rest) > _LONGEST_LINE:
            raise OverflowError("a job told more than can be kept")
        for line in lines:
            _take(json.loads(line), told)
        return told

    def let_publish(self) -> None:
        """Let it change what others see."""
        self._write("go")

    def ask_to_end(self) -> None:
        """Ask it to unwind."""
        self._signal(signal.SIGTERM)

    def close(self, *, wait_s: float) -> int:
        """End it, by force if it takes longer than that, with all that it has started; its exit code."""
        try:
            self._process.wait(wait_s)
        except subprocess.TimeoutExpired:
            pass
        finally:
            self._signal(signal.SIGKILL)  # also what it has left behind in its session
            code = self._process.wait()
            self._selector.close()
            for pipe in (self._process.stdin, self._process.stdout):
                with contextlib.suppress(OSError):
                    if pipe is not None:
                        pipe.close()
        return code

    def last_words(self) -> str:
        """The end of what it wrote beside its answer, without paths, for the log."""
        with self._errors as file:
            file.seek(max(file.seek(0, os.SEEK_END) - _READ // 16, 0))
            lines = file.read().decode("utf-8", "replace").splitlines()
        return without_paths(" | ".join(lines[-3:]))

    def _write(self, line: str) -> None:
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        with contextlib.suppress(BrokenPipeError):  # it has died, which its output tells
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)


def scratch_of(settings: Settings, job_id: str) -> Path:
    """The folder in which a job works: beside the releases, where the catalogue does not look."""
    return settings.releases.absolute() / ".jobs" / job_id


def _task_of(job: Job, settings: Settings) -> dict[str, Any]:
    return {
        "job_id": job.id,
        "work": PROCESSES[job.process_id].work,
        "inputs": job.inputs,
        "tier": job.tier,
        "may_replace": job.is_publishing,
        "releases": str(settings.releases.absolute()),
        "uploads": str((settings.state / "uploads").absolute()),
        "scratch": str(scratch_of(settings, job.id)),
        "nice": settings.job_nice,
        "memory_bytes": settings.job_memory_bytes,
        "stop_s": settings.job_stop_s,
    }


def _take(message: dict[str, Any], told: Told) -> None:
    if "stage" in message:
        told.news = (str(message["stage"]), round(100 * float(message["share"]), 1))
    elif "may_publish" in message:
        told.asks_to_publish = True
    else:
        told.result, told.problem, told.log = message.get("result"), message.get("problem"), message.get("log")
