"""The audit log: who did what to which thing, with what outcome; never a secret, a place or an address.

What changes something is written at once, or it is not done. What would flood the log, reading and refusals, is
counted and written once a minute, a row for many: ``times`` says how many.
"""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request
from sqlalchemy import Engine, delete, insert, select

from api.callers.tiers import PUBLIC_CALLER, Caller
from api.state import OUTAGES, audit, reading, utc_now, writing

FLUSH_S: Final = 60
_MOST_COUNTED: Final = 500
_OTHERS: Final = "others, too many to tell apart"
_LONGEST: Final = {"action": 64, "subject": 500, "outcome": 64, "identity": 200, "request_id": 64}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What somebody did or was refused: ``action`` is a word such as ``upload``, ``subject`` the id of a thing."""

    identity: str | None
    tier: str
    action: str
    subject: str
    outcome: str


class Audit:
    """The audit log of one app. Rows are only ever added, and taken away when they are older than ``days``."""

    def __init__(self, engine: Engine, *, days: int) -> None:
        self._engine = engine
        self._days = days
        self._lock = threading.Lock()
        self._counted: dict[Deed, int] = {}

    def write(self, deed: Deed, *, request_id: str | None = None, times: int = 1) -> None:
        """Write a deed at once; a database that does not answer is an error, so that the deed is not done either."""
        with writing(self._engine) as connection:
            connection.execute(insert(audit).values(_row(deed, request_id=request_id, times=times)))

    def count(self, deed: Deed) -> None:
        """Count a deed that is one of many; it is written within a minute."""
        with self._lock:
            if deed not in self._counted and len(self._counted) >= _MOST_COUNTED:
                deed = Deed(identity=None, tier=deed.tier, action=deed.action, subject=_OTHERS, outcome=deed.outcome)
            self._counted[deed] = self._counted.get(deed, 0) + 1

    def flush(self) -> None:
        """Write what was counted; if the database does not answer it is kept for the next time."""
        with self._lock:
            counted, self._counted = self._counted, {}
        oldest = utc_now() - dt.timedelta(days=self._days)
        try:
            with writing(self._engine) as connection:
                rows = [_row(deed, request_id=None, times=times) for deed, times in counted.items()]
                if rows:
                    connection.execute(insert(audit), rows)
                connection.execute(delete(audit).where(audit.c.at_utc < oldest))
        except OUTAGES:
            with self._lock:
                for deed, times in counted.items():
                    self._counted[deed] = self._counted.get(deed, 0) + times


def note(request: Request, *, action: str, subject: str, outcome: str = "done") -> None:
    """Write to the audit log what the caller of a request does, before or as it is done.

    ``subject``: the id of a release, an upload, a job, a key; never a place, a secret or what somebody wrote.
    A database that does not answer is an error: what cannot be noted must not be done.
    """
    log: Audit = request.app.state.audit
    caller: Caller = getattr(request.state, "caller", PUBLIC_CALLER)
    deed = Deed(identity=caller.identity, tier=caller.tier.word, action=action, subject=subject, outcome=outcome)
    log.write(deed, request_id=getattr(request.state, "request_id", None))


def audit_rows(engine: Engine, *, last: int | None = None, since: dt.datetime | None = None) -> list[dict[str, Any]]:
    """The rows of the audit log, the newest first; at most the ``last`` ones."""
    query = select(audit).order_by(audit.c.id.desc())
    query = query if since is None else query.where(audit.c.at_utc >= since)
    query = query if last is None else query.limit(last)
    with reading(engine) as connection:
        rows = connection.execute(query).mappings().all()
    return [{**row, "at_utc": row["at_utc"].isoformat(timespec="seconds")} for row in rows]


def _row(deed: Deed, *, request_id: str | None, times: int) -> dict[str, Any]:
    texts = {
        "identity": deed.identity,
        "tier": deed.tier,
        "action": deed.action,
        "subject": deed.subject,
        "outcome": deed.outcome,
        "request_id": request_id,
    }
    return {
        **{name: None if text is None else _plain(text, _LONGEST.get(name, 64)) for name, text in texts.items()},
        "at_utc": utc_now(),
        "times": times,
    }


def _plain(text: str, longest: int) -> str:
    """A text in one line, of letters that can be printed, as long as the column is wide."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)[:longest]
