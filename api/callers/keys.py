"""Keys: who may see more than the public, until when, where; made, listed, replaced and taken back by a steward."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Engine, RowMapping, insert, select, update

from api.callers.key_text import KEY_PREFIX, hash_of, is_well_formed, new_secret
from api.callers.tiers import Caller, Tier
from api.errors import NotKnownError
from api.settings import DEAREST_UNITS, LARGEST_UNITS
from api.state import keys, reading, utc_now, writing
from geo.errors import InputError

DEFAULT_DAYS: Final = 90
LONGEST_DAYS: Final = 366
ROTATION_HOURS: Final = 24
_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key, without its secret. ``releases``: None for all. ``units_per_minute``: None for those of its tier."""

    id: str
    name: str
    tier: Tier
    releases: tuple[str, ...] | None
    created_utc: dt.datetime
    expires_utc: dt.datetime
    revoked_utc: dt.datetime | None = None
    units_per_minute: int | None = None

    @property
    def state(self) -> str:
        """Whether it opens anything now: "valid", "expired" or "revoked"."""
        if self.revoked_utc is not None:
            return "revoked"
        return "valid" if utc_now() < self.expires_utc else "expired"


def new_key(
    engine: Engine,
    *,
    name: str,
    tier: Tier,
    days: int = DEFAULT_DAYS,
    releases: Sequence[str] | None = None,
    units_per_minute: int | None = None,
) -> tuple[Key, str]:
    """A new key and its secret, which is told this once and kept nowhere. Raises InputError."""
    _check(name, tier, days, releases, units_per_minute)
    now = utc_now().replace(microsecond=0)
    key = Key(
        id=secrets.token_hex(6),
        name=name.strip(),
        tier=tier,
        releases=None if not releases else tuple(sorted(set(releases))),
        created_utc=now,
        expires_utc=now + dt.timedelta(days=days),
        units_per_minute=units_per_minute,
    )
    secret = new_secret(KEY_PREFIX)
    with writing(engine) as connection:
        connection.execute(insert(keys).values(**_row(key), secret_sha256=hash_of(secret)))
    return key, secret


def all_keys(engine: Engine) -> list[Key]:
    """Every key, the oldest first."""
    with reading(engine) as connection:
        rows = connection.execute(select(keys).order_by(keys.c.created_utc, keys.c.id)).mappings().all()
    return [_key(row) for row in rows]


def revoke_key(engine: Engine, key_id: str) -> Key:
    """Take a key back at once; one that was taken back stays so. Raises InputError if there is none."""
    key = _one(engine, key_id)
    if key.revoked_utc is None:
        now = utc_now().replace(microsecond=0)
        with writing(engine) as connection:
            connection.execute(update(keys).where(keys.c.id == key_id).values(revoked_utc=now))
    return _one(engine, key_id)


def rotate_key(engine: Engine, key_id: str, *, days: int = DEFAULT_DAYS) -> tuple[Key, str]:
    """A new key like another one, and its secret; the other one holds for a day more at most. Raises InputError."""
    old = _one(engine, key_id)
    if old.state != "valid":
        raise InputError(f"The key {key_id} is {old.state}; make a new one with nearcare keys new")
    new, secret = new_key(
        engine,
        name=old.name,
        tier=old.tier,
        days=days,
        releases=old.releases,
        units_per_minute=old.units_per_minute,
    )
    end = min(old.expires_utc, new.created_utc + dt.timedelta(hours=ROTATION_HOURS))
    with writing(engine) as connection:
        connection.execute(update(keys).where(keys.c.id == key_id).values(expires_utc=end))
    return new, secret


def caller_with(engine: Engine, secret: str) -> Caller:
    """The caller who holds a secret. Raises NotKnownError, which says no more than helps its holder.

    The row is found by the secret's hash, so that the time taken tells nothing of other keys.
    """
    if not is_well_formed(secret):
        raise NotKnownError("This key is mistyped or cut off: its check letters do not fit. Copy it anew, whole.")
    with reading(engine) as connection:
        row = connection.execute(select(keys).where(keys.c.secret_sha256 == hash_of(secret))).mappings().first()
    if row is None or not secrets.compare_digest(str(row["secret_sha256"]), hash_of(secret)):
        raise NotKnownError("There is no such key here; ask the steward who gave it to you.")
    return caller_of_key(_key(row))


def caller_of_key(key: Key) -> Caller:
    """The caller of a key that holds now. Raises NotKnownError."""
    if key.state == "revoked":
        raise NotKnownError("This key was taken back; ask the steward who gave it to you for another.")
    if key.state == "expired":
        raise NotKnownError(
            f"This key expired on {key.expires_utc:%Y-%m-%d}; ask the steward who gave it to you for another."
        )
    return Caller(
        tier=key.tier,
        identity=f"key:{key.id}",
        key_id=key.id,
        releases=None if key.releases is None else frozenset(key.releases),
        units_per_minute=key.units_per_minute,
        expires_utc=key.expires_utc,
    )


def key_with_id(engine: Engine, key_id: str) -> Key | None:
    """The key with an id, None if there is none."""
    with reading(engine) as connection:
        row = connection.execute(select(keys).where(keys.c.id == key_id)).mappings().first()
    return None if row is None else _key(row)


def _one(engine: Engine, key_id: str) -> Key:
    key = key_with_id(engine, key_id)
    if key is None:
        raise InputError(f"There is no key {key_id!r}; nearcare keys list shows those there are")
    return key


def _check(name: str, tier: Tier, days: int, releases: Sequence[str] | None, units_per_minute: int | None) -> None:
    if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        raise InputError(f"--name is whom the key is for, in 1 to {_LONGEST_NAME} printable letters; give one")
    if tier == Tier.PUBLIC:
        raise InputError("The public needs no key; --tier is partner, analyst or steward")
    if not 1 <= days <= LONGEST_DAYS:
        raise InputError(f"--days is from 1 to {LONGEST_DAYS}, not {days}; a key can be replaced with keys rotate")
    if releases and tier == Tier.STEWARD:
        raise InputError("A steward publishes, so their key is for all releases; leave --release out")
    if units_per_minute is not None and not DEAREST_UNITS <= units_per_minute <= LARGEST_UNITS:
        raise InputError(
            f"--units-per-minute is from {DEAREST_UNITS}, which the dearest answer costs, to {LARGEST_UNITS}, "
            f"not {units_per_minute}"
        )


def _row(key: Key) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "tier": key.tier.word,
        "releases": None if key.releases is None else list(key.releases),
        "created_utc": key.created_utc,
        "expires_utc": key.expires_utc,
        "revoked_utc": key.revoked_utc,
        "units_per_minute": key.units_per_minute,
    }


def _key(row: RowMapping) -> Key:
    return Key(
        id=row["id"],
        name=row["name"],
        tier=Tier.of(row["tier"]),
        releases=None if row["releases"] is None else tuple(row["releases"]),
        created_utc=row["created_utc"],
        expires_utc=row["expires_utc"],
        revoked_utc=None if row["revoked_utc"] is None else row["revoked_utc"],
        units_per_minute=row["units_per_minute"],
    )
