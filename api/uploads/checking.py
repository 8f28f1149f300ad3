"""Checking: what ``nearcare check`` says of an uploaded study, found out in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Final

from api.errors import ConflictError, NotReadyError
from api.settings import Settings
from geo.errors import InputError

_MOST_BYTES: Final = 4 * 2**20
_ENVIRONMENT: Final = {
    "MPLBACKEND": "Agg",
    "GDAL_SKIP": "OGR_VRT,GDALG,GTI,STACTA,STACIT,WMS,WMTS,WCS,HTTP",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
    "PROJ_NETWORK": "OFF",
}
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "TMPDIR", "HOME", "NUMBA_CACHE_DIR", "XDG_CACHE_HOME")
_NOT_THERE: Final = 404
_BAD: Final = range(400, 500)


def check_upload(upload_id: str, settings: Settings, *, scratch: Path) -> dict[str, Any]:
    """The faults of a study; ``scratch`` is a folder for it alone. Raises InputError, ConflictError, NotReadyError."""
    folder = scratch / "check"
    folder.mkdir()
    task = {
        "job_id": "check",
        "work": "api.work.checking:check_uploaded",
        "inputs": {"upload": upload_id},
        "tier": "steward",
        "may_replace": False,
        "releases": str(folder),  # a check publishes nothing
        "uploads": str((settings.state / "uploads").absolute()),
        "scratch": str(folder),
        "nice": settings.job_nice,
        "memory_bytes": settings.job_memory_bytes,
        "stop_s": 1.0,
    }
    try:
        return _result(_told(task, within_s=settings.upload_check_s), within_s=settings.upload_check_s)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _told(task: dict[str, Any], *, within_s: float) -> bytes:
    """What the process said until its end, which comes in so long at the latest; at most 4 MiB."""
    known = {name: value for name, value in os.environ.items() if name in _KEPT}
    places = os.pathsep.join(str(Path(folder).absolute()) for folder in sys.path if folder)
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "api.work"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=known | _ENVIRONMENT | {"PYTHONPATH": places},
        start_new_session=True,
    )
    assert process.stdin is not None  # noqa: S101 - both are pipes
    assert process.stdout is not None  # noqa: S101
    timer = threading.Timer(within_s, _end, [process])
    timer.daemon = True
    timer.start()
    try:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(json.dumps(task).encode() + b"\n")  # and stays open: its end would end the process
            process.stdin.flush()
        return process.stdout.read(_MOST_BYTES)
    finally:
        timer.cancel()
        _end(process)
        process.wait()
        process.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()


def _result(told: bytes, *, within_s: float) -> dict[str, Any]:
    last = told.rstrip(b"\n").rpartition(b"\n")[2]
    try:
        said: dict[str, Any] = json.loads(last)
    except ValueError:
        said = {}
    if "result" in said:
        found: dict[str, Any] = said["result"]
        return found
    if "problem" not in said:
        raise NotReadyError(
            f"The check took more time than the {within_s:g} s that it may, or more memory than there is; "
            "ask for the process run-study, which tells the same faults before it runs.",
            retry_after_s=60,
        )
    problem = said["problem"]
    if problem["status"] == _NOT_THERE:
        raise ConflictError(problem["detail"])  # the upload is there, but what is checked is not in it yet
    if problem["status"] in _BAD:
        raise InputError(problem["detail"])
    raise NotReadyError(f"The check could not be made: {problem['title']}. Try again, or tell the operator.")


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
