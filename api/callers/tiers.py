"""Tiers: what callers may see, from the public to the steward, and the caller itself."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks. ``identity``: the id of a key or of an institution's user, None for the public.

    ``releases``: the ids of the releases that the key is for, None for all. The public tier is open to everybody.
    """

    tier: Tier
    identity: str | None = None
    releases: frozenset[str] | None = None

    def tier_in(self, release: str) -> Tier:
        """The tier of the caller in one release."""
        return self.tier if self.releases is None or release in self.releases else Tier.PUBLIC
