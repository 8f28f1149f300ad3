"""Tiers: what callers may see, from the public to the steward, and the caller itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum


class Tier(IntEnum):
    """How much a caller may see; each sees what those before it see. A steward also uploads and publishes."""

    PUBLIC = 0
    PARTNER = 1
    ANALYST = 2
    STEWARD = 3

    @property
    def word(self) -> str:
        """The tier as releases, keys and answers name it."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> Tier:
        """The tier of a word."""
        return cls[word.upper()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks. ``identity``: the id of a key or of an institution's user, None for the public.

    ``releases``: the ids of the releases that the key is for, None for all; elsewhere its holder is the public.
    ``units_per_minute``: the key's own budget, None for that of its tier. ``expires_utc``: until when it holds.
    """

    tier: Tier
    identity: str | None = None
    releases: frozenset[str] | None = None
    key_id: str | None = None
    units_per_minute: int | None = None
    expires_utc: dt.datetime | None = None

    def tier_in(self, release: str) -> Tier:
        """The tier of the caller in one release."""
        return self.tier if self.releases is None or release in self.releases else Tier.PUBLIC


PUBLIC_CALLER = Caller(tier=Tier.PUBLIC)
