"""What is known of the centres that a time leads to: one sentence to stand beside every figure of access."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from accessibility.need import ALL_ID
from maps.need.asking import Ask
from maps.need.values import DataGap, NeedTables
from maps.words import counted, date_in_words, listed

_FIELDS: Final = {
    "level": "level",
    "tasks": "tasks",
    "capacity_per_year": "capacity",
    "fee": "fee",
    "languages": "languages",
    "female_staff": "female staff",
    "step_free": "step-free access",
}
_CENTRES: Final = "centres"
_DAYS: Final = re.compile(r"oldest (\d{4}-\d{2}-\d{2})")


def known_beside(ask: Ask, need: NeedTables) -> str:
    """What of the centres of a pillar is known of all, of some and of none; empty where nothing tells of it."""
    rows = {
        gap.field: gap
        for gap in need.data_gaps
        if (gap.subject, gap.area_id, gap.pillar) == (_CENTRES, ALL_ID, ask.lead.pillar)
    }
    told = [(label, rows[field]) for field, label in _FIELDS.items() if field in rows and rows[field].total > 0]
    if not told:
        return ""
    total = int(told[0][1].total)
    parts = [
        _of("all of them" if total > 1 else "it", (label for label, gap in told if gap.known == gap.total)),
        *(f"{label} of {gap.known:,.0f}" for label, gap in told if 0 < gap.known < gap.total),
        _of("none", (label for label, gap in told if gap.known == 0)),
    ]
    said = "; ".join(part for part in parts if part)
    return f"What is known of the {counted(total, 'centre')} that these times lead to: {said}. {_verified(rows)}"


def _of(whom: str, labels: Iterable[str]) -> str:
    names = list(labels)
    return f"{listed(names)} of {whom}" if names else ""


def _verified(rows: dict[str, DataGap]) -> str:
    gap = rows.get("last_verified")
    oldest = None if gap is None else _DAYS.search(gap.note)
    if gap is None or oldest is None:
        return "When they were last verified is not known."
    return f"Last verified: known of {gap.known:,.0f}, the oldest on {date_in_words(oldest[1])}."
