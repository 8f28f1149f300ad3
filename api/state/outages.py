"""Outages: a database that does not answer is a 503 that says when to ask again, never a fault of ours."""

from __future__ import annotations

import logging
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from api.errors import problem

RETRY_AFTER_S: Final = 5
OUTAGES: Final = (OperationalError, InterfaceError, PoolTimeoutError)
_LOG: Final = logging.getLogger(__name__)


def tell_outages(app: FastAPI) -> None:
    """Make an app tell a database that has gone away, is locked or has no space as a problem."""
    for outage in OUTAGES:
        app.add_exception_handler(outage, _tell)


def _tell(_request: Request, error: Exception) -> JSONResponse:
    _LOG.warning("the database does not answer: %s", type(error).__name__)  # its words may name hosts and users
    return problem(
        503,
        "Not now",
        f"The server's database does not answer; ask again in {RETRY_AFTER_S} s.",
        headers={"Retry-After": str(RETRY_AFTER_S)},
    )
