"""The chapter on fairness: gaps between groups, indices with what they mean, and survivors beside all in need."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from maps.need.asking import KINDS, Ask, group_sources, list_asks, of_lead
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
from maps.need.curves import LEAST_DIFFERENCE
from maps.need.indices import index_sentences, index_tables
from maps.need.parity import parity_part
from maps.need.values import EVERYONE, TOTAL_ID, Fairness, NeedTables
from maps.release_values import Tier
from maps.table_facts import table_facts, travel_source
from maps.words import UNKNOWN, duration_in_words, listed, lowered, name_in_words, people_in_words
from maps.worlds import profile_name

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
            *gap_sentences(gaps, need, tier),
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
    """The gaps that get a sentence: those of the share within the threshold, or beyond it, where there are such."""
    for measure in (f"share_within_{tier.threshold_minutes:g}_min", "beyond_threshold_share"):
        found = [row for row in gaps if row.note.split(";")[0].strip() == measure]
        if found:
            return found
    return gaps


def gap_sentences(gaps: Sequence[Fairness], need: NeedTables, tier: Tier) -> tuple[str, ...]:
    """A sentence for each gap, those of less than a percentage point in one together."""
    aloud = _told_aloud(list(gaps), tier)
    small = [row for row in aloud if row.unit == "share" and abs(row.difference) < LEAST_DIFFERENCE]
    said = [gap_sentence(row, need, tier) for row in aloud if row not in small][:_MOST_SENTENCES]
    if small:
        pairs = "; ".join(
            f"{group_name(row.group, need, tier)} and {_within_sentence(group_name(row.other_group, need, tier))}"
            for row in small
        )
        said.append(f"{figure_of(small[0], tier)}, less than 1 percentage point apart: {pairs}.")
    return tuple(said)


def _within_sentence(name: str) -> str:
    return lowered(name) if name.startswith("Everyone") else name


def group_name(key: str, need: NeedTables, tier: Tier) -> str:
    """A side of a gap in words: a group, everyone but a group, or everyone by a profile."""
    known = {group.key for group in need.groups}
    if key not in known and key.startswith(_REST):
        return "Everyone else"
    if key not in known and key.startswith(_PROFILE):
        return profile_name(key.removeprefix(_PROFILE), tier)
    return need.group_label(key or EVERYONE)


def _gap_table(table_id: str, title: str, gaps: list[Fairness], need: NeedTables, tier: Tier) -> Table:
    return Table(
        id=table_id,
        caption=f"Gaps between groups: {title}",
        facts=table_facts(
            unit="that of each figure: share, or time in hours (h) and minutes (min)",
            denominator="the people of each group, beside its figure",
            date=tier.as_of,
            source="; groups: ".join(filter(None, (travel_source(tier), group_sources(need, KINDS, tier)))),
        ),
        headings=_GAP_HEADINGS,
        rows=tuple(_gap_row(row, need, tier) for row in gaps[:MOST_ROWS]),
        texts=(1, 4),
    )


def gap_sentence(row: Fairness, need: NeedTables, tier: Tier) -> str:
    """Both groups with their figures and people, and what lies between them."""
    first, second = group_name(row.group, need, tier), group_name(row.other_group, need, tier)
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
    return f": {gap} {'more' if row.difference > 0 else 'less'} for {first} than for {_within_sentence(second)}"


def difference_in_words(difference: float, unit: str) -> str:
    """A difference in its unit, without a sign of its own: shares in percentage points.

    >>> difference_in_words(0.125, "share"), difference_in_words(-30.0, "minutes")
    ('12.5 percentage points', '-30 min')
    """
    if math.isnan(difference):
        return UNKNOWN
    if unit == "share":
        return f"{round(100 * difference, 1) + 0.0:.1f} percentage points"  # never -0.0
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
            group_name(row.group, need, tier),
            *cells(row.value, row.denominator),
            group_name(row.other_group, need, tier),
            *cells(row.other_value, row.other_denominator),
            difference_in_words(row.difference, row.unit),
        ),
    )
