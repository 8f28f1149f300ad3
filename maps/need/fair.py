"""The chapter on fairness: gaps between groups, indices with what they mean, and survivors beside all in need."""

from __future__ import annotations

import math
from typing import Final

from maps.need.asking import Ask, list_asks, of_lead
from maps.need.chapter import (
    EMPTY,
    MOST_ROWS,
    Chapter,
    Part,
    Row,
    Table,
    cut_note,
    kept,
    measure_label,
    value_in_words,
)
from maps.need.columns import FAIRNESS
from maps.need.indices import index_sentences, index_tables
from maps.need.parity import parity_part
from maps.need.values import EVERYONE, TOTAL_ID, Fairness, NeedTables
from maps.release_values import Tier
from maps.table_facts import table_facts, travel_source
from maps.words import UNKNOWN, duration_in_words, listed, name_in_words, people_in_words

GAP: Final = "gap"
_MOST_SENTENCES: Final = 8
_REST: Final = "not-"  # a group of this name is everyone but the group
_PROFILE: Final = "profile-"  # a group of this name is everyone by that profile
_GAP_HEADINGS: Final = ("Figure", "Group", "Its figure", "Its people", "Other group", "Its figure", "Its people", "Gap")
_GAP_NOTE: Final = (
    "A difference is the first group less the second; differences of shares are in percentage points. Each group's "
    "figure is of its own people, which stand beside it. Small groups move by chance."
)
_FILE_NOTE: Final = f"Figures of single areas are in {FAIRNESS} of this release."


def fair_chapter(need: NeedTables, tier: Tier) -> Chapter | None:
    """The chapter; None where no table tells of fairness or parity."""
    asks = list_asks(tier, (row.run for row in need.fairness))
    held = list_asks(tier, (row.run for row in need.parity))
    parts = [_part(ask, place, need, tier) for place, ask in enumerate(asks, 1)]
    parts += [parity_part(ask, place, need, tier) for place, ask in enumerate(held, 1)]
    return Chapter(id="fairness", title="Fairness", parts=tuple(parts)) if parts else None


def _part(ask: Ask, place: int, need: NeedTables, tier: Tier) -> Part:
    told = [row for row in need.fairness if row.run == ask.lead]
    rows = [row for row in told if row.area_id in {TOTAL_ID, ""}]
    gaps = [row for row in rows if row.measure == GAP]
    indices = [row for row in rows if row.measure != GAP]
    title = f"{ask.label}{of_lead(ask)}"
    tables = [_gap_table(f"fairness-{place}-gaps", title, gaps, need, tier)] if gaps else []
    tables += index_tables(f"fairness-{place}", title, indices, need, tier)
    return Part(
        title=ask.label,
        sentences=(
            *(gap_sentence(row, need, tier) for row in _told_aloud(gaps, tier)),
            *index_sentences(indices, with_meanings=place == 1),
        ),
        tables=tuple(tables),
        notes=kept(
            _GAP_NOTE if gaps else "",
            _FILE_NOTE if len(told) > len(rows) else "",
            cut_note(len(gaps), "gaps", FAIRNESS),
        ),
    )


def _told_aloud(gaps: list[Fairness], tier: Tier) -> list[Fairness]:
    """The gaps that get a sentence: those of the share within the threshold, where there are such."""
    within = {f"share_within_{tier.threshold_minutes:g}_min", "beyond_threshold_share"}
    first = [row for row in gaps if row.note.split(";")[0].strip() in within]
    return (first or gaps)[:_MOST_SENTENCES]


def group_name(key: str, need: NeedTables) -> str:
    """A side of a gap in words: a group, everyone but a group, or everyone by a profile."""
    known = {group.key for group in need.groups}
    if key not in known and key.startswith(_REST):
        return f"Everyone else than: {need.group_label(key.removeprefix(_REST))}"
    if key not in known and key.startswith(_PROFILE):
        return f"By profile {name_in_words(key.removeprefix(_PROFILE)).lower()}"
    return need.group_label(key or EVERYONE)


def _gap_table(table_id: str, title: str, gaps: list[Fairness], need: NeedTables, tier: Tier) -> Table:
    return Table(
        id=table_id,
        caption=f"Gaps between groups: {title}",
        facts=table_facts(
            unit="that of each figure: share, or time in hours (h) and minutes (min)",
            denominator="the people of each group, beside its figure",
            date=tier.as_of,
            source=travel_source(tier),
        ),
        headings=_GAP_HEADINGS,
        rows=tuple(_gap_row(row, need, tier) for row in gaps[:MOST_ROWS]),
        texts=(1, 4),
    )


def gap_sentence(row: Fairness, need: NeedTables, tier: Tier) -> str:
    """Both groups with their figures and people, and what lies between them."""
    first, second = group_name(row.group, need), group_name(row.other_group, need)
    empty = [label for label, people in ((first, row.denominator), (second, row.other_denominator)) if people == 0]
    what = figure_of(row, tier)
    if empty:
        return f"{what}: {first} beside {second} cannot be told, for nobody is in {listed(empty)}."
    if math.isnan(row.value) or math.isnan(row.other_value):
        return f"{what}: {first} beside {second} is not known."
    values = (value_in_words(row.value, row.unit), value_in_words(row.other_value, row.unit))
    people = (people_in_words(row.denominator), people_in_words(row.other_denominator))
    return (
        f"{what}: {first}, {values[0]} (of {people[0]} people); {second}, {values[1]} (of {people[1]} people)"
        f"{_tail(row, first, second)}."
    )


def _tail(row: Fairness, first: str, second: str) -> str:
    if not math.isfinite(row.difference):
        return ""
    gap = difference_in_words(abs(row.difference), row.unit)
    if row.difference == 0:
        return ": no gap"
    return f": {gap} {'more' if row.difference > 0 else 'less'} for {first} than for {second}"


def difference_in_words(difference: float, unit: str) -> str:
    """A difference in its unit, without a sign of its own: shares in percentage points.

    >>> difference_in_words(0.125, "share"), difference_in_words(-30.0, "minutes")
    ('12.5 percentage points', '-30 min')
    """
    if math.isnan(difference):
        return UNKNOWN
    if unit == "share":
        return f"{100 * difference:.1f} percentage points"
    said = value_in_words(abs(difference), unit)
    return f"-{said}" if difference < 0 else said


def figure_of(row: Fairness, tier: Tier) -> str:
    """What a gap is a gap of: the measure that its note names, or the note itself."""
    named = row.note.split(";")[0].strip()
    is_measure = "_" in named and " " not in named
    if named == "beyond_threshold_share":
        return f"Not within {duration_in_words(tier.threshold_minutes)}"
    if is_measure:
        return measure_label(named)
    return name_in_words(row.note) if row.note else name_in_words(row.unit)


def _gap_row(row: Fairness, need: NeedTables, tier: Tier) -> Row:
    def cells(value: float, people: float) -> tuple[str, str]:
        return (EMPTY if people == 0 else value_in_words(value, row.unit), people_in_words(people))

    return Row(
        name=figure_of(row, tier),
        cells=(
            group_name(row.group, need),
            *cells(row.value, row.denominator),
            group_name(row.other_group, need),
            *cells(row.other_value, row.other_denominator),
            difference_in_words(row.difference, row.unit),
        ),
    )
