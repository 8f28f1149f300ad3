"""Health: whether the process answers, whether it is ready for work, and its numbers."""

from __future__ import annotations

import ipaddress
import shutil
from collections.abc import Callable
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.callers import CallerHere, Tier, costs
from api.errors import NotThereError
from api.operations.compiling import CompilingAhead
from api.operations.metrics import CONTENT_TYPE, Meters
from geo.errors import NearcareError

router = APIRouter(tags=["operations"])
_NO_STORE: Final = {"Cache-Control": "no-store"}
_FORWARDED: Final = ("x-forwarded-for", "forwarded", "via", "x-real-ip")


class Alive(BaseModel):
    """That the process answers."""

    status: Literal["alive"] = "alive"


class Check(BaseModel):
    """One thing that must be so for the server to do its work."""

    name: Annotated[str, Field(examples=["database"])]
    is_ok: bool
    what: Annotated[str, Field(description="What was found, and what to do if it is not ok.")]


class Unserved(BaseModel):
    """A folder beside the releases that is not served."""

    name: str
    why: str


class Readiness(BaseModel):
    """Whether the server can do its work now. ``refused`` is told to stewards alone, the count to everybody."""

    status: Literal["ready", "not ready"]
    checks: list[Check]
    refused_count: Annotated[int, Field(ge=0, description="Folders that are not whole releases and are not served.")]
    refused: list[Unserved] | None = None


@router.get(
    "/health/live",
    summary="Whether the process answers",
    operation_id="health_live",
    response_model=Alive,
    dependencies=[Depends(costs(0))],
)
async def live(_caller: CallerHere) -> JSONResponse:
    """Always 200 while the process answers; it looks at nothing else."""
    return JSONResponse(Alive().model_dump(), headers=_NO_STORE)


@router.get(
    "/health/ready",
    summary="Whether the server can do its work now",
    operation_id="health_ready",
    response_model=Readiness,
    responses={503: {"model": Readiness, "description": "It cannot: each check says what to do."}},
    dependencies=[Depends(costs(0))],
)
def ready(request: Request, caller: CallerHere) -> JSONResponse:
    """200 if every check is ok, else 503: the releases, the database, the disk, and that the server is not stopping."""
    state = request.app.state
    checks = [_check(name, look, state) for name, look in _LOOKS.items()]
    refused = [] if not checks[0].is_ok else [(each.name, each.why) for each in state.catalogue.refused()]
    is_ready = all(check.is_ok for check in checks)
    answer = Readiness(
        status="ready" if is_ready else "not ready",
        checks=checks,
        refused_count=len(refused),
        refused=[Unserved(name=name, why=why) for name, why in refused] if caller.tier is Tier.STEWARD else None,
    )
    return JSONResponse(answer.model_dump(exclude_none=True), 200 if is_ready else 503, headers=_NO_STORE)


@router.get(
    "/metrics",
    summary="Numbers of the running server, for Prometheus",
    operation_id="metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "Prometheus' text."}},
    dependencies=[Depends(costs(0))],
)
def metrics(request: Request, caller: CallerHere) -> Response:
    """Only for whom the setting NEARCARE_METRICS_FOR names; for all others there is nothing here."""
    whom = request.app.state.settings.metrics_for
    is_for_caller = caller.tier is Tier.STEWARD or (whom == "loopback" and _is_of_this_machine(request))
    if whom == "nobody" or not is_for_caller:
        raise NotThereError("There is nothing at this address; / lists what there is.")
    meters: Meters = request.app.state.meters
    return Response(meters.told(), media_type=CONTENT_TYPE, headers=_NO_STORE)


def _is_of_this_machine(request: Request) -> bool:
    """Whether a program on this machine asks, and asks for itself: what a proxy passes on is somebody else's."""
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _check(name: str, look: Callable[[Any], str], state: Any) -> Check:
    try:
        return Check(name=name, is_ok=True, what=look(state))
    except _NotOkError as error:
        return Check(name=name, is_ok=False, what=str(error))


class _NotOkError(Exception):
    """A check that failed, in words for everybody: no path and no address in them."""


def _releases(state: Any) -> str:
    try:
        count = len(state.catalogue.releases())
    except NearcareError as error:
        raise _NotOkError(str(error)) from error
    if count == 0:
        raise _NotOkError("There is no whole release to serve; put one into the folder of releases.")
    return f"{count} served."


def _database(state: Any) -> str:
    try:
        with state.database.connect() as connection:
            connection.execute(text("SELECT 1"))
    except (SQLAlchemyError, AttributeError):
        raise _NotOkError("The database does not answer; see that it runs and that its URL is right.") from None
    return "It answers."


def _disk(state: Any) -> str:
    try:
        free = shutil.disk_usage(state.settings.state).free
    except OSError:
        raise _NotOkError("The folder of the server's state cannot be looked at; see that it is there.") from None
    if free < state.settings.least_free_bytes:
        raise _NotOkError("There is too little space on the disk of the server's state; make room.")
    return "There is space."


def _going_on(state: Any) -> str:
    if state.stopping.is_set():
        raise _NotOkError("The server is stopping; ask another one, or again in a minute.")
    return "It goes on."


def _compiled(state: Any) -> str:
    """Whether the first what-if is quick; the server is ready either way."""
    compiling: CompilingAhead | None = getattr(state, "compiling", None)
    return "They are compiled when the first is asked." if compiling is None else compiling.told


_LOOKS: Final[dict[str, Callable[[Any], str]]] = {
    "releases": _releases,
    "database": _database,
    "disk": _disk,
    "running": _going_on,
    "what-ifs": _compiled,
}
