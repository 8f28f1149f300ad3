"""Logs: one line for each request, and none that tells a place, a query, an address or a secret."""

from __future__ import annotations

import logging
import sys
import time
import traceback
from typing import Final, TextIO

from pythonjsonlogger.json import JsonFormatter

from api.settings import Settings

REQUESTS: Final = logging.getLogger("nearcare.requests")
FAULTS: Final = logging.getLogger("nearcare.faults")
SERVER: Final = logging.getLogger("nearcare.server")
_LAST_STEPS: Final = 3
"""How many steps of a traceback are told whosever they are; of those before, only ours."""
_QUIET: Final = ("rasterio", "pyogrio", "fiona", "sqlalchemy", "alembic", "asyncio", "fontTools", "httpx2")


def set_up_logs(settings: Settings, stream: TextIO | None = None) -> None:
    """Let everything be logged to a stream, standard error if none is given: JSON lines, or text on a terminal."""
    out = stream or sys.stderr
    is_text = settings.log_format == "text" or (settings.log_format == "auto" and out.isatty())
    handler = logging.StreamHandler(out)
    handler.setFormatter(_TextFormatter() if is_text else _json_formatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for logger in (REQUESTS, FAULTS, SERVER):
        logger.disabled = False  # a library that sets up logging for itself puts all others out
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = name != "uvicorn.access"  # ours has no address in it
    logging.captureWarnings(capture=True)


def log_request(
    *,
    request_id: str,
    route: str,
    method: str,
    status: int,
    seconds: float,
    answer_bytes: int,
    tier: str,
    identity: str | None,
    is_cut_off: bool,
) -> None:
    """One line for an answered request. ``route``: the template of the address; ``identity``: the id of a key."""
    told = {
        "request_id": request_id,
        "route": route,
        "method": method,
        "status": status,
        "milliseconds": round(seconds * 1000, 1),
        "bytes": answer_bytes,
        "tier": tier,
        "key_id": identity,
    }
    if is_cut_off:
        told["is_cut_off"] = True
    REQUESTS.info("request", extra=told)


def log_fault(error: BaseException, *, request_id: str, route: str) -> None:
    """A fault of ours: where in the code, never with what values.

    The message of a foreign error may hold what the caller sent, so only the log level debug tells it.
    """
    steps = traceback.extract_tb(error.__traceback__)
    ours = [step for step in steps[:-_LAST_STEPS] if "site-packages" not in step.filename] + steps[-_LAST_STEPS:]
    frames = [line for frame in traceback.format_list(ours) for line in frame.splitlines()]
    causes = [type(each).__name__ for each in (error.__cause__, error.__context__) if each is not None]
    told: dict[str, object] = {
        "request_id": request_id,
        "route": route,
        "error": f"{type(error).__module__}.{type(error).__qualname__}",
        "traceback": frames,
    }
    if causes:
        told["because_of"] = causes
    if FAULTS.isEnabledFor(logging.DEBUG):
        told["error_message"] = str(error)
    FAULTS.error("a fault of nearcare itself", extra=told)


def _json_formatter() -> logging.Formatter:
    formatter = JsonFormatter(
        "%(asctime)s %(levelname)s %(name)s %(message)s",
        datefmt="%Y-%m-%dT%H:%M:%SZ",
        rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
        reserved_attrs=[*_standard_attributes(), "color_message", "taskName"],
    )
    formatter.converter = time.gmtime
    return formatter


class _TextFormatter(logging.Formatter):
    """A short line for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; a request's own words stand in place of its message."""
        told = vars(record)
        at = self.formatTime(record, "%H:%M:%S")
        if record.name == REQUESTS.name:
            return f"{at}  {told['status']}  {told['milliseconds']:>8.1f} ms  {told['method']} {told['route']}"
        line = f"{at}  {record.levelname.lower()}  {record.getMessage()}"
        if record.name == FAULTS.name:
            line += f": {told['error']}, request {told['request_id']}\n" + "\n".join(told["traceback"])
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def _standard_attributes() -> list[str]:
    return list(vars(logging.makeLogRecord({})))
