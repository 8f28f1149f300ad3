"""Shown columns: which attributes of a layer each tier may see, wherever they are told; all others are not shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_RUN: Final = ("pillar", "profile", "scenario", "season", "direction", "hazards")
_PUBLIC: Final[dict[str, tuple[str, ...]]] = {
    "areas": ("area_id", "area_name", "parent", "population"),
    "gaps": (*_RUN, r"\w+"),
    "comparisons": (r"\w+",),
    "centres": ("row", "id", "name", "pillar", "level", "moved_m", "scenario"),
    "hazards": (r"\w+",),
}
_TIERS: Final = ("public", "partner", "analyst")


def shown_columns(layer: str, tier: str, columns: Iterable[str]) -> list[str]:
    """Those of the columns of a layer that a tier may see, in their order; none of a layer that is not listed."""
    if tier not in _TIERS:
        return []
    allowed = _PUBLIC.get(layer, ())
    return [column for column in columns if any(re.fullmatch(pattern, column) for pattern in allowed)]
