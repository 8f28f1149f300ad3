"""Errors at the door: which error is which HTTP status, told as RFC 9457 problems that say what to do."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.links import address
from geo.errors import InputError, MissingFileError, NearcareError, ReleaseError
from maps.languages import LANGUAGES, language_for, words

PROBLEM_MEDIA_TYPE: Final = "application/problem+json"


class ApiError(NearcareError):
    """The root of the errors that only the server raises; the message says what is wrong and what to do.

    ``problem_type``: the URI that a standard has for such a problem.
    """

    problem_type: ClassVar[str] = "about:blank"


class NotThereError(ApiError, LookupError):
    """Nothing is there for this caller: it does not exist, or the caller may not know that it does."""


class NoSuchJobError(NotThereError):
    """There is no such job for this caller."""

    problem_type = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/no-such-job"


class ResultNotReadyError(NotThereError):
    """The job has not ended, so that there is no result of it yet."""

    problem_type = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/result-not-ready"


class JobFailedError(ApiError, RuntimeError):
    """The job ended with a problem, which is told as it was kept."""

    def __init__(self, kept: dict[str, Any]) -> None:
        super().__init__(str(kept["detail"]))
        self.kept = kept


class NotKnownError(ApiError, PermissionError):
    """The caller must say who they are, or what they say is not valid."""


class NotAllowedError(ApiError, PermissionError):
    """The caller is known and may know of the thing, but not do this."""


class NotAcceptableError(ApiError, ValueError):
    """None of the representations that the caller accepts can be given."""


class ConflictError(ApiError, RuntimeError):
    """The thing is not in a state in which this can be done."""


class TooWideForNowError(ConflictError):
    """What is asked reaches too far to be answered at once; ``job`` says how to ask for it as a job.

    Its ``href`` is a path of this server, which is told as an address.
    """

    def __init__(self, message: str, *, job: dict[str, Any]) -> None:
        super().__init__(message)
        self.job = job


class ChangesError(InputError):
    """Changes of a what-if that cannot be made; ``faults`` names each with its place in what was sent, and why."""

    def __init__(self, message: str, *, faults: list[dict[str, str]]) -> None:
        super().__init__(message)
        self.faults = faults


class GoneError(ApiError, LookupError):
    """The thing was there, but what it was made of has been replaced; it is to be made anew."""


class TooLargeError(ApiError, ValueError):
    """What was sent or asked for is larger than allowed."""


class MediaTypeError(ApiError, ValueError):
    """What was sent is of a kind that is not taken here."""


class BudgetError(ApiError, RuntimeError):
    """The caller's budget is used up for now; ``retry_after_s`` says for how long."""

    def __init__(self, message: str, *, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class RangeError(ApiError, ValueError):
    """The bytes that were asked for are beyond the end of the file, which has ``size_bytes``."""

    def __init__(self, message: str, *, size_bytes: int) -> None:
        super().__init__(message)
        self.size_bytes = size_bytes


class NotReadyError(ApiError, RuntimeError):
    """The server cannot do this now, but may soon: the database or the disk does not answer, or all hands are full.

    ``retry_after_s``: when to ask again.
    """

    def __init__(self, message: str, *, retry_after_s: int = 5) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


_STATUS: Final[tuple[tuple[type[Exception], int, str], ...]] = (
    (NotThereError, 404, "Not there"),
    (NotKnownError, 401, "Who are you?"),
    (NotAllowedError, 403, "Not allowed"),
    (NotAcceptableError, 406, "Cannot be given in that form"),
    (ConflictError, 409, "Not in this state"),
    (GoneError, 410, "No longer there"),
    (TooLargeError, 413, "Too large"),
    (MediaTypeError, 415, "Not a kind that is taken"),
    (RangeError, 416, "Beyond the end"),
    (BudgetError, 429, "Too much for now"),
    (NotReadyError, 503, "Not now"),
    (MissingFileError, 404, "Not there"),
    (ReleaseError, 503, "The release cannot be read"),
    (InputError, 400, "Cannot be used as it is"),
)


def tell_errors(app: FastAPI) -> None:
    """Make an app tell every error as a problem, and none as a traceback."""
    for error, status, title in _STATUS:
        app.add_exception_handler(error, _teller(status, title))
    app.add_exception_handler(JobFailedError, _tell_failed_job)
    app.add_exception_handler(RequestValidationError, _tell_parameters)
    app.add_exception_handler(HTTPException, _tell_http)
    app.add_exception_handler(Exception, _tell_our_fault)


def problem(
    status: int, title: str, detail: str, *, headers: dict[str, str] | None = None, **more: Any
) -> JSONResponse:
    """An RFC 9457 problem answer; never to be kept by a cache."""
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JSONResponse(
        content, status, headers={"Cache-Control": "no-store", **(headers or {})}, media_type=PROBLEM_MEDIA_TYPE
    )


def _told(request: Request, status: int, title: str) -> tuple[str, dict[str, str]]:
    """The title of a problem in the language that the caller prefers, and the header that names the languages."""
    said = words(language_for(request.headers.get("accept-language")))
    if said.language == LANGUAGES[0]:
        return title, {"Content-Language": said.language}
    message = f"problem-{status}"
    told = said.say(message) if said.has(message) else title
    return told, {"Content-Language": f"{said.language}, {LANGUAGES[0]}"}


def _teller(status: int, title: str) -> Any:
    def tell(request: Request, error: Exception) -> JSONResponse:
        told, headers = _told(request, status, title)
        if isinstance(error, BudgetError | NotReadyError):
            headers["Retry-After"] = str(error.retry_after_s)
        if isinstance(error, RangeError):
            headers["Content-Range"] = f"bytes */{error.size_bytes}"
        if isinstance(error, NotKnownError):
            headers["WWW-Authenticate"] = 'Bearer realm="nearcare"'
        more: dict[str, Any] = {}
        if isinstance(error, TooWideForNowError):
            more["job"] = {**error.job, "href": address(request, error.job["href"])}
        if isinstance(error, ChangesError):
            more["faults"] = error.faults
        if isinstance(error, ApiError):
            more["type"] = error.problem_type
        return problem(status, told, str(error), headers=headers, **more)

    return tell


def _tell_failed_job(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, JobFailedError)  # noqa: S101 - registered for it
    return problem(**error.kept)


def _tell_parameters(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
    faults = [
        {"where": where, "what": what}
        for where, what in dict.fromkeys(
            (".".join(str(part) for part in fault["loc"]), str(fault["msg"])) for fault in error.errors()
        )
    ]
    told = "; ".join(f"{fault['where']}: {fault['what']}" for fault in faults)
    title, headers = _told(request, 400, "Cannot be used as it is")
    return problem(400, title, f"{told}. See /api for what each parameter may be.", headers=headers, faults=faults)


def _tell_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    allowed = (error.headers or {}).get("Allow") or "another method"
    known = {
        404: "There is nothing at this address; / lists what there is.",
        405: f"{request.method} is not answered here; use {allowed}.",
    }
    detail = known.get(error.status_code, str(error.detail))
    title, headers = _told(request, error.status_code, str(error.detail))
    return problem(error.status_code, title, detail, headers=dict(error.headers or {}) | headers)


def _tell_our_fault(_request: Request, _error: Exception) -> JSONResponse:
    return problem(
        500, "A fault of nearcare itself", "Please report it with the time and the X-Request-Id of this answer."
    )
