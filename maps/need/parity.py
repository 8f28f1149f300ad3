"""Survivors beside everyone who needs the service: a check that neither is left behind."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from maps.need.asking import Ask
from maps.need.chapter import MOST_ROWS, Part, Row, Table, cut_note, kept
from maps.need.columns import PARITY
from maps.need.values import NeedTables, Parity
from maps.release_values import Tier
from maps.table_facts import table_facts, travel_source
from maps.words import UNKNOWN, counted, duration_in_words, listed, name_in_words, percent_in_words
from maps.worlds import pillar_name

_MOST_SENTENCES: Final = 8
_PARITY_LEAD: Final = (
    "Survivors are part of the people in need, never added to them, and what caused an impairment weighs nothing. Here "
    "the survivors of the protected tables stand beside everyone who needs the service: a check that neither is left "
    "behind. Their share is a range, since protected figures are rounded or not told."
)


def parity_part(ask: Ask, place: int, need: NeedTables, tier: Tier) -> Part:
    """The comparisons of one ask, with how they came out in sentences."""
    rows = [row for row in need.parity if row.run == ask.lead]
    thresholds = sorted({row.threshold_minutes for row in rows})
    within = listed([duration_in_words(each) for each in thresholds])
    table = Table(
        id=f"parity-{place}",
        caption=f"Survivors and everyone in need, share within {within}: {ask.label}",
        facts=table_facts(
            unit="share of people",
            denominator="survivors told in the stratum and area; people in need of it",
            date=tier.as_of,
            source=f"the custodian's protected tables; {travel_source(tier)}",
        ),
        headings=("Area", "Stratum", "Within", "Survivors, share from", "to", "Everyone in need", "Verdict", "Note"),
        rows=tuple(_parity_row(row) for row in rows[:MOST_ROWS]),
        texts=(1, 2, 6, 7),
    )
    return Part(
        title=f"Survivors beside everyone in need: {pillar_name(ask.lead.pillar, tier)}",
        sentences=(*((_PARITY_LEAD,) if place == 1 else ()), *parity_sentences(rows)),
        tables=(table,),
        notes=kept(cut_note(len(rows), "rows", PARITY)),
    )


def parity_sentences(rows: Sequence[Parity]) -> tuple[str, ...]:
    """How many comparisons there are and how each came out; where survivors fare worse is named."""
    verdicts = dict.fromkeys(row.verdict for row in rows)
    counts = [
        f"{name_in_words(verdict).lower()} {sum(row.verdict == verdict for row in rows):,}" for verdict in verdicts
    ]
    said = [f"{counted(len(rows), 'comparison')}: {', '.join(counts)}."]
    worse = [row for row in rows if row.verdict == "worse"][:_MOST_SENTENCES]
    said += [
        f"Worse for survivors in {row.area_name or 'all areas'} ({row.stratum}): {_range(row)} of them are within "
        f"{duration_in_words(row.threshold_minutes)}, against {percent_in_words(row.need_share, 1)} of all in need."
        for row in worse
    ]
    return tuple(said)


def _range(row: Parity) -> str:
    low, high = percent_in_words(row.low_share, 1), percent_in_words(row.high_share, 1)
    return low if low == high else f"{low} to {high}"


def _parity_row(row: Parity) -> Row:
    def told(share: float) -> str:
        return "not told" if math.isnan(share) else percent_in_words(share, 1)

    return Row(
        name=row.area_name or "All",
        cells=(
            name_in_words(row.stratum),
            duration_in_words(row.threshold_minutes),
            told(row.low_share),
            told(row.high_share),
            UNKNOWN if math.isnan(row.need_share) else percent_in_words(row.need_share, 1),
            name_in_words(row.verdict),
            row.note,
        ),
    )
