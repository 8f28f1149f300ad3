"""What-ifs answered: the country of a tier and a question, shared by all who ask it, and each session's picture."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from api.callers import Caller, Tier
from api.changes import Asked, Changes, live_changes
from api.errors import GoneError, NotThereError, TooWideForNowError
from api.live_questions import Run, check_pillars, faulty_changes, ground_of, hidden_centres, question_of, run_asked
from api.releases import Catalogue, ServedTier
from api.settings import Settings
from api.what_ifs.held import Held, Weighed
from api.what_ifs.sessions import Attempt, Session, Sessions, Subject, superseded
from geo.errors import InputError, ReleaseError

if TYPE_CHECKING:
    from accessibility.live import LiveCountry, LiveGround, Picture

_WORLD, _COUNTRY, _PICTURE = "world", "country", "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class _World:
    """A world of a ground, and the ground that shares it with whoever asks for it again."""

    ground: LiveGround
    world: Weighed

    @property
    def bytes_held(self) -> int:
        """Bytes of what is loaded."""
        return self.world.bytes_held


class WhatIfs:
    """The what-ifs of a server: sessions, and the countries and pictures that they stand on."""

    def __init__(
        self,
        settings: Settings,
        catalogue: Catalogue,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        at_once: int | None = None,
    ) -> None:
        self._most, self._catalogue = settings.what_ifs_at_once, catalogue
        self.sessions = Sessions(most=self._most, idle=timedelta(minutes=settings.what_if_idle_minutes), now=now)
        self._grounds: WeakValueDictionary[tuple[str, int, int], LiveGround] = WeakValueDictionary()
        self._grounds_lock = threading.Lock()
        self.held = Held(
            most_bytes=settings.what_if_bytes,
            at_once=at_once or os.cpu_count() or 1,
            most_waiting=max(1, settings.threads // 2),
        )

    @contextmanager
    def begun(self, tier: ServedTier, asked: Asked, *, caller: Caller, place: str) -> Iterator[tuple[Session, Picture]]:
        """A new session and its first picture; none is left if it cannot be answered."""
        run_id, _ = run_asked(tier, asked.run)
        check_pillars(tier, asked.changes)
        subject = Subject(release=tier.release, tier=tier.name, version=tier.version, run=run_id)
        session, attempt = self.sessions.begin(subject, asked.changes, owner=caller.identity, place=place)
        self._drop_ended()
        try:
            with self._settled(tier, session, attempt) as answered:
                yield answered
        except BaseException:
            if self.sessions.revision_of(session.id) == 0:
                self.end(session.id)
            raise

    def found(self, tier: ServedTier, session_id: str, *, caller: Caller) -> Session:
        """The caller's session. Raises NotThereError, and GoneError if the release has been replaced."""
        try:
            return self.sessions.find(
                session_id, release=tier.release, tier=tier.name, version=tier.version, owner=caller.identity
            )
        except GoneError:
            self.sweep()
            raise

    @contextmanager
    def changed(self, tier: ServedTier, session: Session, changes: Changes) -> Iterator[tuple[Session, Picture]]:
        """The session with other changes, and their picture; it keeps its changes if these cannot be answered."""
        check_pillars(tier, changes)
        with self._settled(tier, session, self.sessions.attempt(session, changes)) as answered:
            yield answered

    @contextmanager
    def picture(self, tier: ServedTier, session: Session, *, season: str | None = None) -> Iterator[Picture]:
        """The picture of a session as it stands, in its own season or another."""
        attempt = Attempt(
            session_id=session.id, revision=session.revision, changes=session.changes, is_ended=session.is_ended
        )
        with self._answered(tier, session.subject.run, attempt, season=season) as picture:
            yield picture

    def end(self, session_id: str) -> None:
        """End a session, and what is being answered for it."""
        self.sessions.end(session_id)
        self.held.drop(lambda key: _parts(key)[:2] == (_PICTURE, session_id))

    def sweep(self) -> None:
        """Let go of what belongs to sessions that have ended and to releases that have been replaced."""
        self._drop_ended()

        def is_stale(key: Hashable) -> bool:
            kind, release, *rest = _parts(key)
            if kind == _COUNTRY:
                return bool(self._version(release, rest[0]) != rest[1])
            return bool(kind == _WORLD and self._ground_now(release) != tuple(rest[:2]))

        self.held.drop(is_stale)

    def close(self) -> None:
        """End everything."""
        self.sessions.end_all()
        self.held.drop(lambda _key: True)

    @contextmanager
    def _settled(self, tier: ServedTier, session: Session, attempt: Attempt) -> Iterator[tuple[Session, Picture]]:
        with self._answered(tier, session.subject.run, attempt) as picture:
            settled = self.sessions.settle(attempt)
            self._drop_earlier(settled)
            yield settled, picture

    @contextmanager
    def _answered(
        self, tier: ServedTier, run_id: str, attempt: Attempt, *, season: str | None = None
    ) -> Iterator[Picture]:
        of_run, run = run_asked(tier, run_id, season=season)
        country_key = (_COUNTRY, tier.release, tier.name, tier.version, of_run)

        def make() -> Picture:
            with self._country(tier, country_key, run) as country, self.held.turn():
                return _with_changes(country, attempt, tier=tier, run_id=of_run)

        key = (_PICTURE, attempt.session_id, attempt.revision, of_run)
        with self.held.using(key, make, under=country_key) as picture:
            self.held.keep_newest(lambda each: _parts(each)[0] == _PICTURE, self._most)
            yield picture

    @contextmanager
    def _country(self, tier: ServedTier, key: Hashable, run: Run) -> Iterator[LiveCountry]:
        """The country of a tier and a run, and below it its world, which those of other pillars and tiers share."""
        ground, of_ground = self._ground(tier)
        world_key = (_WORLD, tier.release, *of_ground, run["profile"], run["season"])

        def world() -> _World:
            return _World(ground=ground, world=ground.world(run["profile"], run["season"]))

        with self.held.using(world_key, world) as found:

            def start() -> LiveCountry:
                country = self._start(tier, found.ground, run)
                self.held.weigh_again(world_key)
                return country

            with self.held.using(key, start, under=world_key) as country:
                yield country

    def _ground(self, tier: ServedTier) -> tuple[LiveGround, tuple[int, int]]:
        """The ground of a release, shared by all who use it now, and what it is known by."""
        try:
            stat = self._catalogue.ground_folder(tier.release).stat()
        except OSError as error:
            raise _unreadable(tier) from error
        of_ground = stat.st_ino, stat.st_mtime_ns
        with self._grounds_lock:
            ground = self._grounds.get((tier.release, *of_ground))
            if ground is None:
                ground = self._grounds[tier.release, *of_ground] = ground_of(tier, self._catalogue)
            return ground, of_ground

    def _ground_now(self, release: str) -> tuple[int, int] | None:
        try:
            stat = self._catalogue.ground_folder(release).stat()
        except (NotThereError, ReleaseError, OSError):
            return None
        return stat.st_ino, stat.st_mtime_ns

    def _start(self, tier: ServedTier, ground: LiveGround, run: Run) -> LiveCountry:
        from accessibility.live import start_country  # noqa: PLC0415 - the libraries take a second to load

        with self.held.turn():
            try:
                hidden = hidden_centres(tier, ground)
                country = start_country(ground, question_of(run), hidden_centres=hidden)
            except OSError as error:
                raise _unreadable(tier) from error
        if self._version(tier.release, tier.name) != tier.version:
            raise GoneError(f"The release {tier.release} is being replaced; ask anew.")
        return country

    def _drop_ended(self) -> None:
        """Let go of the pictures of sessions that have ended."""
        alive = self.sessions.ids()
        self.held.drop(lambda key: _parts(key)[0] == _PICTURE and _parts(key)[1] not in alive)

    def _drop_earlier(self, session: Session) -> None:
        """Let go of the pictures of what a session asked before."""

        def is_earlier(key: Hashable) -> bool:
            kind, of_session, revision = _parts(key)[:3]
            return bool(kind == _PICTURE and of_session == session.id and revision != session.revision)

        self.held.drop(is_earlier)

    def _version(self, release: str, tier: str) -> str | None:
        try:
            return self._catalogue.release(release).tier_for(Tier.STEWARD, asked=tier).version
        except (NotThereError, ReleaseError):
            return None


def _with_changes(country: LiveCountry, attempt: Attempt, *, tier: ServedTier, run_id: str) -> Picture:
    from accessibility.live import StoppedError, TooWideError  # noqa: PLC0415

    changes = live_changes(attempt.changes)
    try:
        return country.with_changes(changes, is_cancelled=attempt.is_ended.is_set)
    except StoppedError as error:
        raise superseded() from error
    except TooWideError as error:
        asked = [each.model_dump() for each in attempt.changes]
        sent = {"release": tier.release, "tier": tier.name, "run": run_id, "changes": asked}
        raise TooWideForNowError(
            f"{error}. Ask for it as a job, as the member job says.",
            job={"href": "/processes/what-if/execution", "method": "POST", "body": {"inputs": sent}},
        ) from error
    except InputError as error:
        raise faulty_changes(country.faults(changes), otherwise=str(error)) from error


def _unreadable(tier: ServedTier) -> ReleaseError:
    return ReleaseError(f"The ground of the release {tier.release} cannot be read; it may be being replaced. Ask again")


def _parts(key: Hashable) -> tuple[Any, ...]:
    assert isinstance(key, tuple)  # noqa: S101 - so they are made here
    return key
