"""Budgets: how much a caller may ask for in any minute, weighed by what it costs to answer."""

from __future__ import annotations

import hashlib
import ipaddress
import math
import secrets
import time
from dataclasses import dataclass
from typing import Final

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from api.callers.tiers import Caller
from api.errors import BudgetError
from api.settings import Settings

WINDOW_S: Final = 60
_FAILURES_PER_MINUTE: Final = 60
_PLACES: Final = 1 << 14
_IPV6_NETWORK: Final = 64
_CLOCK_S: Final = 0.001  # seconds since 1970 are told apart no finer, with room to spare


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What is left of a caller's units of this minute; ``name`` is that of the tier."""

    name: str
    units_per_minute: int
    left_units: int

    def headers(self) -> dict[str, str]:
        """The fields RateLimit-Policy and RateLimit, as draft-ietf-httpapi-ratelimit-headers-09 has them."""
        return {
            "RateLimit-Policy": f'"{self.name}";q={self.units_per_minute};w={WINDOW_S}',
            "RateLimit": f'"{self.name}";r={self.left_units};t={WINDOW_S}',
        }


class Budgets:
    """The budgets of all callers, in memory: by key or person, and of the public by address.

    An address is kept as one of 16,384 numbers, drawn from a hash whose salt dies with the process: it cannot be
    read back, and a flood of addresses takes no more memory and time than that.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._salt = secrets.token_bytes(16)
        self._storage = MemoryStorage()
        self._limiter = SlidingWindowCounterRateLimiter(self._storage)

    def charge(self, caller: Caller, address: str | None, units: int) -> None:
        """Take units from the budget of a caller. Raises BudgetError if there are not as many left."""
        limit, who = self._limit(caller), self._who(caller, address)
        if not self._limiter.hit(limit, who, cost=units):
            wait_s = self._wait_s(limit, who, units)
            raise BudgetError(
                f"This costs {units} units, and of the {limit.amount} for a minute not as many are left; "
                f"ask again in {wait_s} s, or ask a steward for a key with a larger budget.",
                retry_after_s=wait_s,
            )

    def left(self, caller: Caller, address: str | None) -> Budget:
        """What a caller has left."""
        limit = self._limit(caller)
        stats = self._limiter.get_window_stats(limit, self._who(caller, address))
        return Budget(name=caller.tier.word, units_per_minute=limit.amount, left_units=int(stats.remaining))

    def note_failure(self, address: str | None) -> None:
        """Count a key or token that was not valid. Raises BudgetError for an address that tries too many."""
        limit = RateLimitItemPerMinute(_FAILURES_PER_MINUTE)
        if not self._limiter.hit(limit, f"failed:{self._place(address)}"):
            raise BudgetError(
                "Too many keys or tokens from this address were not valid; check yours, and ask again in a minute.",
                retry_after_s=WINDOW_S,
            )

    def close(self) -> None:
        """Forget everything, and end the thread that forgets what is old."""
        self._storage.timer.cancel()
        self._storage.reset()

    def _limit(self, caller: Caller) -> RateLimitItemPerMinute:
        own: int = getattr(self._settings, f"{caller.tier.word}_units_per_minute")
        return RateLimitItemPerMinute(caller.units_per_minute or own)

    def _who(self, caller: Caller, address: str | None) -> str:
        return f"address:{self._place(address)}" if caller.identity is None else caller.identity

    def _place(self, address: str | None) -> int:
        digest = hashlib.blake2b(network_of(address).encode(), key=self._salt, digest_size=4).digest()
        return int.from_bytes(digest, "big") % _PLACES

    def _wait_s(self, limit: RateLimitItemPerMinute, who: str, units: int) -> int:
        """After how many whole seconds so many units are there again, if nothing else is asked for."""
        before, left_s, now_count, _ = self._storage.get_sliding_window(limit.key_for(who), WINDOW_S)
        if not before:
            left_s = WINDOW_S - time.time() % WINDOW_S
        free = limit.amount - units + 1  # what may weigh less than this leaves enough
        if now_count < free:
            wait_s = left_s - (free - now_count) * WINDOW_S / before if before else 0.0
        else:
            wait_s = left_s + WINDOW_S - free * WINDOW_S / now_count
        return max(1, math.floor(wait_s + _CLOCK_S) + 1)


def network_of(address: str | None) -> str:
    """An address as whom it belongs to: of IPv6 the /64, within which one household may choose any."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "nowhere"
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed), _IPV6_NETWORK), strict=False))
