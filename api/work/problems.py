"""Problems of work: what its asker is told when it fails, and the lines for the log, neither with a path."""

from __future__ import annotations

import errno
import traceback
from pathlib import Path
from typing import Any, Final

from api.work.asked import WorkError
from api.work.plain_words import without_paths
from geo.errors import InputFaults, NearcareError, ReleaseError

_NOTHING: Final = "Nothing was published, and an earlier release is as it was"
_MOST_FAULTS: Final = 100
_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def problem_of(error: BaseException) -> dict[str, Any]:  # noqa: PLR0911 - one for each kind
    """An RFC 9457 problem that says what is wrong and what to do."""
    if isinstance(error, WorkError):
        return told(error.status, error.title, str(error))
    if isinstance(error, InputFaults):
        return _problem_of_faults(error)
    if isinstance(error, ReleaseError):
        return told(409, "The release cannot be written", f"{error}. {_NOTHING}")
    if isinstance(error, NearcareError):
        return told(400, "Cannot be used as it is", str(error))
    if isinstance(error, OSError):
        return _problem_of_disk(error)
    if isinstance(error, MemoryError):
        return told(
            507,
            "Not enough memory",
            f"The job needs more memory than it may have. {_NOTHING}. "
            "Take larger cells or smaller bounds, or ask the operator for more",
        )
    return told(500, "A fault of nearcare itself", f"{_NOTHING}. Please report it with the id of the job")


def told(status: int, title: str, detail: str, **more: Any) -> dict[str, Any]:
    """A problem as a plain mapping."""
    plain = without_paths(detail.rstrip("."))
    return {"type": "about:blank", "title": title, "status": status, "detail": f"{plain}.", **more}


def log_lines(error: BaseException) -> str:
    """Where an error came from, by module and line; no values, and no paths."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    return f"{type(error).__name__} at {places}"


def _problem_of_faults(error: InputFaults) -> dict[str, Any]:
    errors = [fault for fault in error.faults if fault.severity == "error"]
    listed = [
        {
            "where": without_paths(fault.where),
            "which": without_paths(fault.which),
            "what": without_paths(fault.what),
            "do": without_paths(fault.do),
        }
        for fault in errors[:_MOST_FAULTS]
    ]
    detail = f"{len(errors)} to mend in the study, of which the first: {errors[0]} {_NOTHING}"
    return told(400, "The study cannot be run as it is", detail, faults=listed, fault_count=len(errors))


def _problem_of_disk(error: OSError) -> dict[str, Any]:
    if error.errno in _FULL or "No space left" in str(error):
        return told(
            507,
            "The disk is full",
            f"{_NOTHING}. Ask the operator for space on the disk of the releases, then try again",
        )
    words = error.strerror or type(error).__name__
    return told(503, "The disk does not answer", f"The server could not read or write a file ({words}). {_NOTHING}")
