"""The process of one job: reads what is asked from its input, tells how it goes on its output, line by line."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TextIO

from api.work.asked import Asked
from api.work.plain_words import without_paths
from api.work.problems import log_lines, problem_of
from geo.stopping import EXIT_SIGNALLED, Stopped, stopped_by_signals

_EVERY_S: Final = 0.5
_GO: Final = "go"


class _Channel:
    """Both directions to the server, which may end at any time: then this process stops too."""

    def __init__(self, asked: TextIO, told: TextIO, *, stop_s: float) -> None:
        self._asked, self._told, self._stop_s = asked, told, stop_s
        self._may_go = threading.Event()
        self._stage, self._next = "", 0.0
        threading.Thread(target=self._listen, daemon=True).start()

    def tell(self, **message: Any) -> None:
        self._told.write(json.dumps(message, allow_nan=False) + "\n")
        self._told.flush()

    def progress(self, stage: str, share: float) -> None:
        """Tell a new stage at once, and the share twice a second."""
        now = time.monotonic()
        if stage != self._stage or now >= self._next:
            self._stage, self._next = stage, now + _EVERY_S
            self.tell(stage=without_paths(stage), share=min(max(share, 0.0), 1.0))

    def ask_to_publish(self) -> None:
        """Wait until the server lets the work be seen."""
        self.tell(may_publish=True)
        self._may_go.wait()

    def _listen(self) -> None:
        for line in self._asked:
            if line.strip() == _GO:
                self._may_go.set()
        os.kill(os.getpid(), signal.SIGTERM)  # the server is gone: unwind, and if that takes too long, end
        time.sleep(self._stop_s)
        os._exit(EXIT_SIGNALLED + signal.SIGTERM)


def main() -> int:
    """Do one piece of work. The exit code is 0 if its end was told."""
    told = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what libraries print is none of the server's business
    task = json.loads(sys.stdin.readline())
    _be_modest(nice=task["nice"], memory_bytes=task["memory_bytes"])
    try:
        with stopped_by_signals():
            channel = _Channel(sys.stdin, told, stop_s=task["stop_s"])
            channel.tell(**_end_of(task, channel))
    except Stopped as stopped:
        return EXIT_SIGNALLED + stopped.number
    except BrokenPipeError:
        return EXIT_SIGNALLED + signal.SIGTERM
    return 0


def _end_of(task: dict[str, Any], channel: _Channel) -> dict[str, Any]:
    """The result of the work, or its problem with a line for the log."""
    try:
        work = _work_named(task["work"])
        scratch = Path(task["scratch"])
        scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
        asked = Asked(
            job_id=task["job_id"],
            inputs=task["inputs"],
            releases=Path(task["releases"]),
            uploads=Path(task["uploads"]),
            scratch=scratch,
            tier=task["tier"],
            may_replace=task["may_replace"],
            progress=channel.progress,
            publish=channel.ask_to_publish,
        )
        end = {"result": work(asked)}
        json.dumps(end, allow_nan=False)  # what cannot be told is a fault of the work
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        return {"problem": problem_of(error), "log": log_lines(error)}
    return end


def _work_named(name: str) -> Callable[[Asked], dict[str, Any]]:
    module, _, function = name.partition(":")
    work: Callable[[Asked], dict[str, Any]] = getattr(importlib.import_module(module), function)
    return work


def _be_modest(*, nice: int, memory_bytes: int | None) -> None:
    """Let the server go first, take no more memory than allowed, and leave no core behind."""
    with contextlib.suppress(OSError):
        os.nice(nice)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory_bytes is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


if __name__ == "__main__":
    sys.exit(main())
