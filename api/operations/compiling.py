"""Compiling what-ifs ahead, beside the server: else the first of an installation waits a minute for it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from typing import Final

from api.children import child_environment
from api.operations.logs import SERVER

_COMMAND: Final = (sys.executable, "-P", "-m", "api.work.compiling")
_NICE: Final = 19


class CompilingAhead:
    """A process that compiles, from its making on; it knows none of the server's settings and stands back behind it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            start_new_session=True,
        )
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _NICE)  # it loads its libraries standing back, too
        self._is_ended = False
        self._minding = threading.Thread(target=self._mind, name="compiling", daemon=True)
        self._minding.start()

    @property
    def told(self) -> str:
        """How far it is, in a sentence."""
        if self._process.returncode is None:
            return "They are being compiled; the first one waits for that."
        return "They are compiled." if self._process.returncode == 0 else "They are compiled when the first is asked."

    def end(self) -> None:
        """End it; comes back when nothing of it is left."""
        self._is_ended = True
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._minding.join()

    def _mind(self) -> None:
        code = self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
        if code != 0 and not self._is_ended:
            SERVER.warning("what-ifs could not be compiled ahead (exit code %d); the first one takes longer", code)
