"""Sessions: a browser's stay, begun with a key or a token and held by a cookie, of which a hash is kept."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Final

from sqlalchemy import Engine, delete, func, insert, select

from api.callers.key_text import SESSION_PREFIX, hash_of, is_well_formed, new_secret
from api.callers.keys import caller_of_key, key_with_id
from api.callers.tiers import Caller, Tier
from api.errors import ConflictError, NotKnownError
from api.state import reading, sessions, utc_now, writing

_MOST_OF_ONE: Final = 50
_ENDED: Final = "This session has ended; begin another with POST /session, or ask again as the public."


def begin_session(engine: Engine, caller: Caller, *, minutes: int) -> tuple[str, dt.datetime]:
    """A new session's secret and its end, no later than the key's or the token's own. Raises ConflictError."""
    assert caller.identity is not None  # noqa: S101 - the route asks for a key or a token
    now = utc_now().replace(microsecond=0)
    end = now + dt.timedelta(minutes=minutes)
    end = end if caller.expires_utc is None else min(end, caller.expires_utc)
    secret = new_secret(SESSION_PREFIX)
    with writing(engine) as connection:
        connection.execute(delete(sessions).where(sessions.c.expires_utc <= now))
        held = select(func.count()).where(sessions.c.identity == caller.identity)
        if int(connection.execute(held).scalar_one()) >= _MOST_OF_ONE:
            raise ConflictError(
                f"There are {_MOST_OF_ONE} sessions of this caller; end one with DELETE /session, or wait for its end."
            )
        connection.execute(
            insert(sessions).values(
                secret_sha256=hash_of(secret),
                key_id=caller.key_id,
                identity=caller.identity,
                tier=caller.tier.word,
                created_utc=now,
                expires_utc=end,
            )
        )
    return secret, end


def caller_in(engine: Engine, secret: str) -> Caller:
    """The caller of a session. Raises NotKnownError if it has ended, or its key has."""
    if not is_well_formed(secret) or not secret.startswith(SESSION_PREFIX):
        raise NotKnownError(_ENDED)
    with reading(engine) as connection:
        row = connection.execute(select(sessions).where(sessions.c.secret_sha256 == hash_of(secret))).mappings().first()
    if row is None or not secrets.compare_digest(str(row["secret_sha256"]), hash_of(secret)):
        raise NotKnownError(_ENDED)
    end = row["expires_utc"]
    if end <= utc_now():
        raise NotKnownError(_ENDED)
    if row["key_id"] is None:
        return Caller(tier=Tier.of(row["tier"]), identity=row["identity"], expires_utc=end)
    key = key_with_id(engine, row["key_id"])
    if key is None:
        raise NotKnownError(_ENDED)
    return caller_of_key(key)


def end_session(engine: Engine, secret: str) -> None:
    """End a session; one that has ended stays so."""
    with writing(engine) as connection:
        connection.execute(delete(sessions).where(sessions.c.secret_sha256 == hash_of(secret)))
