"""What the draws were taken from: ranges with their sources, and how old the data is."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from maps.need import Row, Table
from maps.release_values import Tier
from maps.table_facts import table_facts
from maps.why.blocks import MOST_ROWS, Section, cut_rows_note
from maps.why.columns import RANGES
from maps.why.values import DataAge, Drawn
from maps.words import UNKNOWN, date_in_words, name_in_words

_MONTH_YEARS: Final = 1 / 12
_CERTAINTY: Final = (
    "Certainty: S the study's own documents, V read in a public source, D computed from such, M recalled and to be "
    "confirmed, A our own assumption, which a planner can change."
)


def ranges_section(ranges: Sequence[Drawn], tier: Tier, group_label: Callable[[str], str] = name_in_words) -> Section:
    """The ranges, with their sources and how certain each is; ``group_label`` names those in need."""
    sources = "; ".join(dict.fromkeys(each.source for each in ranges if each.source)) or "the study's own"
    rows = tuple(
        Row(
            name=_drawn_name(each, group_label),
            cells=(
                *(UNKNOWN if math.isnan(end) else f"{round(end, 2):g}" for end in (each.low, each.value, each.high)),
                each.unit,
                each.shape,
                each.source or "not given",
                each.certainty,
                each.note,
            ),
        )
        for each in ranges[:MOST_ROWS]
    )
    return Section(
        title="What was drawn",
        sentences=(
            "Each row is drawn once for a whole draw: a class of road that is slow is slow everywhere, in all runs.",
        ),
        tables=(
            Table(
                id="sure-ranges",
                caption="Ranges from which the draws were taken",
                facts=table_facts(unit="that of each row", denominator="none", date=tier.as_of, source=sources),
                headings=("What", "Low", "As computed", "High", "Unit", "Shape", "Source", "Certainty", "Note"),
                rows=rows,
                texts=(4, 5, 6, 7, 8),
            ),
        ),
        notes=(
            _CERTAINTY,
            *cut_rows_note(len(ranges), "ranges", RANGES),
        ),
    )


def _drawn_name(each: Drawn, group_label: Callable[[str], str]) -> str:
    """What is drawn; a name that says no more than its kind is left out."""
    name = group_label(each.name) if each.kind == "need" else each.name
    return f"{name_in_words(each.kind)}: {name}" if name not in {"", each.kind} else name_in_words(each.kind)


def age_section(ages: Sequence[DataAge], tier: Tier) -> Section:
    """The age of each input on the day of the study."""
    known = [each for each in ages if not math.isnan(each.age_years)]
    sentences = []
    if known:
        oldest = max(known, key=lambda each: each.age_years)
        sentences.append(
            f"The oldest dated input is {oldest.input.lower()} ({oldest.what}): {_age(oldest)} old on the study's day."
        )
    if len(known) < len(ages):
        count = len(ages) - len(known)
        give = "gives no date, so its" if count == 1 else "give no date, so their"
        sentences.append(f"{count:,} of {len(ages):,} inputs {give} age is not known.")
    return Section(
        title="How old the data is",
        sentences=tuple(sentences),
        tables=(
            Table(
                id="sure-ages",
                caption="Age of each input on the day of the study",
                facts=table_facts(
                    unit="years", denominator="none", date=tier.as_of, source="what the study says of its inputs"
                ),
                headings=("Input", "What", "Date", "Age", "Note"),
                rows=tuple(
                    Row(
                        name=name_in_words(each.input),
                        cells=(each.what, date_in_words(each.date) if each.date else UNKNOWN, _age(each), each.note),
                    )
                    for each in ages
                ),
                texts=(1, 2, 4),
            ),
        ),
    )


def _age(each: DataAge) -> str:
    if math.isnan(each.age_years):
        return UNKNOWN
    if each.age_years < 0:
        return f"{-each.age_years:.1f} years newer than the study's day"
    return "less than a month" if each.age_years < _MONTH_YEARS else f"{each.age_years:.1f} years"
