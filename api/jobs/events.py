"""Events: how a job stands, told as it changes, until it has ended or nobody listens."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Final

import anyio
import anyio.to_thread
from fastapi.sse import ServerSentEvent

from api.jobs import records
from api.jobs.bodies import StatusInfo
from api.jobs.desk import Desk
from api.jobs.records import Job
from api.state import OUTAGES

_LOOK_EVERY_S: Final = 0.5
_RETRY_MS: Final = 3000


async def events_of(
    desk: Desk, job: Job, told: Callable[[Job], StatusInfo], *, after: int, is_stopping: Callable[[], bool]
) -> AsyncIterator[ServerSentEvent]:
    """The states of a job that are newer than ``after``, then ``end``; ``id`` is the number of the change.

    An outage of the database is waited for. When the server stops, or the job is removed, the events just end.
    """
    current: Job | None = job
    while current is not None:
        if current.revision > after:
            after = current.revision
            yield ServerSentEvent(
                data=told(current).model_dump(mode="json", by_alias=True, exclude_none=True),
                event="status",
                id=str(after),
                retry=_RETRY_MS,
            )
        if current.has_ended:
            yield ServerSentEvent(data={"status": current.status}, event="end", id=str(after))
            return
        await anyio.sleep(_LOOK_EVERY_S)
        if is_stopping():
            return
        try:
            current = await anyio.to_thread.run_sync(records.find, desk.engine, job.id)
        except OUTAGES:
            continue
