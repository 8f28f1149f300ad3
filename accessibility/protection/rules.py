"""The rules that protected figures follow: how small a group may be told, and how figures are rounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Audience = Literal["public", "partner"]
LEAST_K: Final[dict[Audience, int]] = {"public": 10, "partner": 5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a table must keep to.

    A count is told only from ``k`` on, inclusive. Of every other count the interval that an outsider can
    derive is at least ``k`` wide, and of one below ``k`` it reaches down to 0. ``rounding_base``: told counts are
    multiples of it. ``least_people``: units with fewer people, all residents counted, are merged.
    ``least_needs``: how many different sets of needs the people of a told cell have at least.
    """

    k: int
    rounding_base: int = 5
    least_people: float = 1000.0
    least_needs: int = 2

    def __post_init__(self) -> None:
        if self.k < 1 or self.rounding_base < 1:
            raise ValueError("k and rounding_base must be at least 1")
