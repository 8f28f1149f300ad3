"""Indices of inequality, each with what it says."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from maps.need.asking import KINDS, group_sources
from maps.need.chapter import EMPTY, MOST_ROWS, Row, Table, number_in_words, value_in_words
from maps.need.values import EVERYONE, Fairness, NeedTables
from maps.release_values import Tier
from maps.table_facts import table_facts, travel_source
from maps.words import name_in_words, people_in_words

INDICES: Final = {
    "gini": (
        "Gini index",
        "of the times of those who have a way: 0 where all have the same, towards 1 where one has all the travel",
    ),
    "theil": ("Theil index", "of the times of those who have a way: 0 where all have the same; a sum of two parts"),
    "theil_within": ("Theil index, within", "its part inside the areas or groups that the note names"),
    "theil_between": ("Theil index, between", "its part between the areas or groups that the note names"),
    "concentration_index": (
        "Concentration index",
        "from -1 to 1: above 0 where those ranked high, by what the note names, are more often within the threshold",
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


def index_sentences(rows: Sequence[Fairness], *, with_meanings: bool = True) -> tuple[str, ...]:
    """Each index of everyone in a sentence, with what it says and what its note adds."""
    said = []
    for row in _of_everyone(rows):
        if row.measure not in INDICES:
            continue
        label, meaning = INDICES[row.measure]
        note = f" Note: {row.note}." if row.note else ""
        said.append(f"{label}: {_value(row)}{f' ({meaning})' if with_meanings else ''}.{note}")
    return tuple(said)


def index_tables(table_id: str, title: str, rows: Sequence[Fairness], need: NeedTables, tier: Tier) -> list[Table]:
    """The indices of everyone one by one, then those of other groups beside each other."""
    everyone = _of_everyone(rows)
    others = [row for row in rows if row not in everyone]
    source = travel_source(tier)
    tables = []
    if everyone:
        tables.append(
            Table(
                id=f"{table_id}-indices",
                caption=f"Indices of inequality, everyone: {title}",
                facts=table_facts(
                    unit="that in the column “Unit”",
                    denominator="the people in the column “People”",
                    date=tier.as_of,
                    source=source,
                ),
                headings=("Index", "Value", "Unit", "People", "What it says", "Note"),
                rows=tuple(_row(row) for row in everyone[:MOST_ROWS]),
                texts=(2, 4, 5),
            )
        )
    if others:
        tables.append(_by_group(f"{table_id}-indices-groups", title, others, need, tier))
    return tables


def _of_everyone(rows: Sequence[Fairness]) -> list[Fairness]:
    return [row for row in rows if row.group in {"", EVERYONE}]


def _by_group(table_id: str, title: str, rows: Sequence[Fairness], need: NeedTables, tier: Tier) -> Table:
    """One row a group, one column an index; of several rankings the first."""
    measures = list(dict.fromkeys(row.measure for row in rows))
    groups = list(dict.fromkeys(row.group for row in rows))
    found: dict[tuple[str, str], Fairness] = {}
    for row in rows:
        found.setdefault((row.group, row.measure), row)

    def cell(group: str, measure: str) -> str:
        row = found.get((group, measure))
        if row is None:
            return "not asked"
        return EMPTY if row.denominator == 0 else _value(row)

    return Table(
        id=table_id,
        caption=f"Indices of inequality by group: {title}",
        facts=table_facts(
            unit="that of each index, as for everyone",
            denominator="the people of the group; of indices of times, those of them who have a way",
            date=tier.as_of,
            source="; groups: ".join(filter(None, (travel_source(tier), group_sources(need, KINDS, tier)))),
        ),
        headings=("Group", *(INDICES.get(measure, (name_in_words(measure), ""))[0] for measure in measures)),
        rows=tuple(
            Row(name=need.group_label(group), cells=tuple(cell(group, measure) for measure in measures))
            for group in groups[:MOST_ROWS]
        ),
    )


def _value(row: Fairness) -> str:
    if row.unit in {"share", "minutes"} or math.isinf(row.value):
        return value_in_words(row.value, row.unit)
    return number_in_words(row.value)


def _row(row: Fairness) -> Row:
    label, meaning = INDICES.get(row.measure, (name_in_words(row.measure), ""))
    value = EMPTY if row.denominator == 0 else _value(row)
    return Row(name=label, cells=(value, row.unit, people_in_words(row.denominator), meaning, row.note))
