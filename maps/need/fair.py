"""The chapter on fairness: gaps between groups, indices with what they mean, and survivors beside everyone in need."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from accessibility.need import pillar_label
from maps.need.asking import Ask, list_asks, run_name
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
    number_in_words,
    value_in_words,
)
from maps.need.columns import FAIRNESS, PARITY
from maps.need.values import TOTAL_ID, Fairness, NeedTables, Parity
from maps.release_values import Tier
from maps.table_facts import table_facts, travel_source
from maps.words import UNKNOWN, counted, duration_in_words, listed, name_in_words, people_in_words, percent_in_words

GAP: Final = "gap"
_PEOPLE_COLUMN: Final = "the people in the column “People”"
_MOST_SENTENCES: Final = 8
INDICES: Final = {
    "gini": (
        "Gini index",
        "0 where everyone has the same, towards 1 where one has all of it; of travel times all of it is all the travel",
    ),
    "theil": ("Theil index", "0 where everyone has the same; it grows with inequality and is a sum of two parts"),
    "theil_within": ("Theil index, within groups", "the part of the Theil index that lies inside the groups"),
    "theil_between": ("Theil index, between groups", "the part of the Theil index that lies between the groups"),
    "concentration_index": (
        "Concentration index",
        "from -1 to 1, 0 where access does not depend on the ranking named in the note",
    ),
    "palma": (
        "Palma ratio",
        "what the highest tenth has over what the lowest four tenths have; 0.25 where all have the same",
    ),
    "fgt0": ("Beyond the threshold (FGT 0)", "the share of people who are not within the threshold"),
    "fgt1": (
        "Depth beyond the threshold (FGT 1)",
        "how far beyond the threshold people are, on average over everyone; those within it count as 0",
    ),
    "fgt2": (
        "Severity beyond the threshold (FGT 2)",
        "as the depth, but squared, so that those farthest off weigh most",
    ),
    "kolm_pollak_ede": (
        "Equal time for all (Kolm-Pollak)",
        "the time that, if everyone had it, would be as good as the times that people have; far ways weigh more",
    ),
}
_GAP_NOTE: Final = (
    "A difference is the first group less the second; differences of shares are in percentage points. Each group's "
    "figure is of its own people, which stand beside it. Small groups move by chance."
)
_PARITY_LEAD: Final = (
    "Survivors are part of the people in need, never added to them, and what caused an impairment weighs nothing. Here "
    "the survivors of the protected tables stand beside everyone who needs the service: a check that neither is left "
    "behind. Their share is a range, since protected figures are rounded or not told."
)
_GAP_HEADINGS: Final = ("Figure", "Group", "Its figure", "Its people", "Other group", "Its figure", "Its people", "Gap")
_FILE_NOTE: Final = f"Figures of single areas are in {FAIRNESS} of this release."


def fair_chapter(need: NeedTables, tier: Tier) -> Chapter | None:
    """The chapter; None where no table tells of fairness or parity."""
    parts = [
        *(
            _part(ask, place, need, tier)
            for place, ask in enumerate(list_asks(tier, (r.run for r in need.fairness)), 1)
        ),
        *(
            _parity(ask, place, need, tier)
            for place, ask in enumerate(list_asks(tier, (r.run for r in need.parity)), 1)
        ),
    ]
    return Chapter(id="fairness", title="Fairness", parts=tuple(parts)) if parts else None


def _part(ask: Ask, place: int, need: NeedTables, tier: Tier) -> Part:
    rows = [row for row in need.fairness if row.run == ask.lead and row.area_id in {TOTAL_ID, ""}]
    gaps = [row for row in rows if row.measure == GAP]
    indices = [row for row in rows if row.measure != GAP]
    source = travel_source(tier)
    of_lead = "" if len(ask.runs) == 1 else f", {run_name(ask.lead, ask).lower()}"
    tables = []
    if gaps:
        facts = table_facts(
            unit="the unit of each figure", denominator="the people of each group", date=tier.as_of, source=source
        )
        tables.append(
            Table(
                id=f"fairness-{place}-gaps",
                caption=f"Gaps between groups: {ask.label}{of_lead}",
                facts=facts,
                headings=(
                    "Figure",
                    "Group",
                    "Its figure",
                    "Its people",
                    "Other group",
                    "Its figure",
                    "Its people",
                    "Gap",
                ),
                rows=tuple(_gap_row(row, need, tier) for row in gaps[:MOST_ROWS]),
                texts=(1, 4),
            )
        )
    if indices:
        tables.append(
            Table(
                id=f"fairness-{place}-indices",
                caption=f"Indices of inequality: {ask.label}{of_lead}",
                facts=table_facts(
                    unit="the unit beside each index", denominator=_PEOPLE_COLUMN, date=tier.as_of, source=source
                ),
                headings=("Index", "Group", "Value", "Unit", "People", "What it says", "Note"),
                rows=tuple(_index_row(row, need) for row in indices[:MOST_ROWS]),
                texts=(1, 3, 5, 6),
            )
        )
    is_by_area = any(row.run == ask.lead and row.area_id not in {TOTAL_ID, ""} for row in need.fairness)
    return Part(
        title=ask.label,
        sentences=(*(gap_sentence(row, need, tier) for row in gaps[:_MOST_SENTENCES]), *index_sentences(indices)),
        tables=tuple(tables),
        notes=kept(
            _GAP_NOTE if gaps else "",
            _FILE_NOTE if is_by_area else "",
            cut_note(len(gaps), "gaps", FAIRNESS),
            cut_note(len(indices), "indices", FAIRNESS),
        ),
    )


def gap_sentence(row: Fairness, need: NeedTables, tier: Tier) -> str:
    """Both groups with their figures and people, and what lies between them."""
    first, second = need.group_label(row.group), need.group_label(row.other_group)
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
            need.group_label(row.group),
            *cells(row.value, row.denominator),
            need.group_label(row.other_group),
            *cells(row.other_value, row.other_denominator),
            difference_in_words(row.difference, row.unit),
        ),
    )


def index_sentences(rows: Sequence[Fairness]) -> tuple[str, ...]:
    """Each index of everyone with what it says, in a sentence each."""
    said = []
    for row in rows:
        if row.group not in {"", "everyone"} or row.measure not in INDICES:
            continue
        label, meaning = INDICES[row.measure]
        said.append(f"{label}: {_index_value(row)} ({meaning}).")
    return tuple(said)


def _index_value(row: Fairness) -> str:
    if row.unit in {"share", "minutes"} or math.isinf(row.value):
        return value_in_words(row.value, row.unit)
    return number_in_words(row.value)


def _index_row(row: Fairness, need: NeedTables) -> Row:
    label, meaning = INDICES.get(row.measure, (name_in_words(row.measure), ""))
    group = need.group_label(row.group) if row.group else ""
    note = row.note
    return Row(name=label, cells=(group, _index_value(row), row.unit, people_in_words(row.denominator), meaning, note))


def _parity(ask: Ask, place: int, need: NeedTables, tier: Tier) -> Part:
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
        title=f"Survivors beside everyone in need: {pillar_label(ask.lead.pillar)}",
        sentences=(_PARITY_LEAD, *parity_sentences(rows)),
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
