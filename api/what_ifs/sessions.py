"""Sessions: whose what-if it is, what it asks, and how long it is kept."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from api.changes import Changes
from api.errors import ConflictError, GoneError, NotReadyError, NotThereError

_ID_BYTES: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a what-if is asked of: one tier of a release as it was when the session began, and a run of it."""

    release: str
    tier: str
    version: str
    run: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One what-if. ``owner``: the identity of its caller, None for the public, to whom its id is the secret.

    ``revision`` counts its changes from 1 and is 0 until the first has been answered. ``attempt``: the last number
    given to a revision. ``is_ended``: set when what is being answered is wanted no more.
    """

    id: str
    owner: str | None
    place: str
    subject: Subject
    changes: Changes
    revision: int
    attempt: int
    created_utc: datetime
    expires_utc: datetime
    is_ended: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Changes of a session that are being answered and take its place if they can be."""

    session_id: str
    revision: int
    changes: Changes
    is_ended: threading.Event


class Sessions:
    """The sessions of a server: at most ``most``, each kept for ``idle`` after it was last asked."""

    def __init__(self, *, most: int, idle: timedelta, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._most, self._idle, self._now = most, idle, now
        self._lock = threading.Lock()
        self._sessions: dict[str, Session] = {}

    def __len__(self) -> int:
        with self._lock:
            return len(self._sessions)

    def begin(self, subject: Subject, changes: Changes, *, owner: str | None, place: str) -> tuple[Session, Attempt]:
        """A new session, whose changes are to be answered. ``place``: where its caller asks from.

        Where all places are taken, the session that was not asked for the longest time makes room: of whoever has the
        most, so that nobody can keep all places, or of the same caller. Raises NotReadyError if there is none.
        """
        now = self._now()
        with self._lock:
            self._drop_expired(now)
            if len(self._sessions) >= self._most:
                self._make_room(now, owner=owner, place=place)
            session = Session(
                id=secrets.token_urlsafe(_ID_BYTES),
                owner=owner,
                place=place,
                subject=subject,
                changes=(),
                revision=0,
                attempt=1,
                created_utc=now,
                expires_utc=now + self._idle,
            )
            self._sessions[session.id] = session
        return session, Attempt(session_id=session.id, revision=1, changes=changes, is_ended=session.is_ended)

    def find(self, session_id: str, *, release: str, tier: str, version: str, owner: str | None) -> Session:
        """The caller's session, kept anew. Raises NotThereError, and GoneError if its release has been replaced."""
        now = self._now()
        with self._lock:
            self._drop_expired(now)
            session = self._sessions.get(session_id)
            if (
                session is None
                or session.owner != owner
                or (session.subject.release, session.subject.tier)
                != (
                    release,
                    tier,
                )
            ):
                raise NotThereError(
                    f"There is no what-if {session_id} of this release here; one that is not asked for a while ends. "
                    f"Start a new one with POST /releases/{release}/what-ifs."
                )
            if session.subject.version != version:
                self._end(session)
                raise GoneError(
                    f"The release {release} has been replaced since this what-if began, which has ended with it. "
                    f"Start a new one with POST /releases/{release}/what-ifs."
                )
            session = self._sessions[session_id] = replace(session, expires_utc=now + self._idle)
            return session

    def attempt(self, session: Session, changes: Changes) -> Attempt:
        """Other changes of a session, to be answered; what was being answered for it is wanted no more."""
        with self._lock:
            held = self._held(session.id)
            held.is_ended.set()
            number, is_ended = held.attempt + 1, threading.Event()
            self._sessions[session.id] = replace(held, attempt=number, is_ended=is_ended)
        return Attempt(session_id=session.id, revision=number, changes=changes, is_ended=is_ended)

    def settle(self, attempt: Attempt) -> Session:
        """The session with the changes that were answered. Raises ConflictError if they are wanted no more."""
        now = self._now()
        with self._lock:
            held = self._held(attempt.session_id)
            if attempt.is_ended.is_set():
                raise superseded()
            settled = replace(held, changes=attempt.changes, revision=attempt.revision, expires_utc=now + self._idle)
            self._sessions[attempt.session_id] = settled
            return settled

    def revision_of(self, session_id: str) -> int | None:
        """The revision of a session; None if it has ended."""
        with self._lock:
            session = self._sessions.get(session_id)
            return None if session is None else session.revision

    def end(self, session_id: str) -> None:
        """End a session, and what is being answered for it."""
        with self._lock:
            session = self._sessions.get(session_id)
            if session is not None:
                self._end(session)

    def end_all(self) -> None:
        """End every session."""
        with self._lock:
            for session in list(self._sessions.values()):
                self._end(session)

    def ids(self) -> frozenset[str]:
        """The ids of the sessions that have not expired."""
        with self._lock:
            self._drop_expired(self._now())
            return frozenset(self._sessions)

    def _held(self, session_id: str) -> Session:
        session = self._sessions.get(session_id)
        if session is None:
            raise ConflictError("This what-if has been ended meanwhile; start a new one.")
        return session

    def _end(self, session: Session) -> None:
        session.is_ended.set()
        del self._sessions[session.id]

    def _drop_expired(self, now: datetime) -> None:
        for session in [session for session in self._sessions.values() if session.expires_utc <= now]:
            self._end(session)

    def _make_room(self, now: datetime, *, owner: str | None, place: str) -> None:
        by_caller: dict[tuple[str | None, str], list[Session]] = {}
        for session in self._sessions.values():
            by_caller.setdefault((session.owner, session.place), []).append(session)
        own = by_caller.get((owner, place), [])
        largest = max(by_caller.values(), key=len, default=[])
        giving = largest if len(largest) > len(own) + 1 else own
        if giving:
            self._end(min(giving, key=lambda session: session.expires_utc))
            return
        if not self._sessions:
            raise NotReadyError("This server answers no what-ifs at once; ask for a job.", retry_after_s=3600)
        first = min(session.expires_utc for session in self._sessions.values())
        raise NotReadyError(
            f"All {self._most} places for what-ifs are taken; ask again later, or for a job at /processes.",
            retry_after_s=max(1, int((first - now).total_seconds()) + 1),
        )


def superseded() -> ConflictError:
    """What the caller of changes is told that are wanted no more."""
    return ConflictError("Newer changes of this what-if came before these were answered, or it was ended.")
