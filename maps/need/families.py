"""Families of survivors and communities near contamination: estimates with a range, and what is not told."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from maps.need.asking import Ask, list_asks, of_lead
from maps.need.chapter import MOST_ROWS, Chapter, Part, Row, Table, cut_note, kept
from maps.need.columns import FAMILIES
from maps.need.values import TOTAL_ID, Family, NeedTables
from maps.release_values import Tier
from maps.table_facts import table_facts
from maps.words import about_people, counted, listed, people_in_words

NOT_TOLD: Final = "not told"
_KINDS: Final = {
    "families": ("Families of survivors", "the others in the households of survivors who need the service"),
    "communities": ("Communities near contamination", "people inside or near recorded open hazard areas"),
}
_LEAD: Final = (
    "Victims are also families and communities. The figures here are estimates of areas with a range; none is a count, "
    "and none is about a person."
)
_FAMILIES_NOTE: Final = (
    "Families of different services must not be added up, for one household may need several. “Not told” is a figure "
    "kept back to protect people; it does not mean nobody."
)
_COMMUNITIES_NOTE: Final = "No recorded hazard does not mean safe: communities are known where survey has looked."


def families_chapter(need: NeedTables, tier: Tier) -> Chapter | None:
    """The chapter; None where no table tells of families or communities."""
    parts: list[Part] = []
    for kind in dict.fromkeys(row.kind for row in need.families):
        rows = [row for row in need.families if row.kind == kind]
        asks = list_asks(tier, (row.run for row in rows))
        if kind == "communities" and _all_alike(rows):
            asks = asks[:1]  # who lives near a hazard area is the same whatever is asked of the centres
        parts += [
            _part(kind, [row for row in rows if row.run == ask.lead], ask if len(asks) > 1 else None, place, tier)
            for place, ask in enumerate(asks, 1)
        ]
    if not parts:
        return None
    first = parts[0]
    lead = Part(title=first.title, sentences=(_LEAD, *first.sentences), tables=first.tables, notes=first.notes)
    return Chapter(id="families", title="Families and communities", parts=(lead, *parts[1:]))


def _all_alike(rows: Sequence[Family]) -> bool:
    """Whether every run tells the same of each area."""
    return len({(row.area_id, row.low_people, row.people, row.high_people) for row in rows}) == len(
        {row.area_id for row in rows}
    )


def _part(kind: str, rows: Sequence[Family], ask: Ask | None, place: int, tier: Tier) -> Part:
    """The areas of one kind and question; ``ask`` is None where there is nothing else to tell it from."""
    label, meaning = _KINDS.get(kind, (kind.capitalize(), "people around survivors"))
    title = label if ask is None else f"{label}: {ask.label}"
    dates = [row.as_of for row in rows if row.as_of]
    table = Table(
        id=f"families-{kind}-{place}",
        caption=f"{label}, estimates{'' if ask is None else f': {ask.label}{of_lead(ask)}'}",
        facts=table_facts(
            unit="people, estimated",
            denominator=f"none, estimates of {meaning}",
            date=max(dates, default=tier.as_of),
            source=listed(list(dict.fromkeys(row.source for row in rows if row.source)) or ["not given"]),
        ),
        headings=("Area", "Estimate", "Low", "High", "Note"),
        rows=tuple(_row(row) for row in rows[:MOST_ROWS]),
        texts=(4,),
    )
    notes = kept(_FAMILIES_NOTE if kind == "families" else _COMMUNITIES_NOTE, cut_note(len(rows), "areas", FAMILIES))
    return Part(title=title, sentences=family_sentences(rows, label, meaning), tables=(table,), notes=notes)


def _row(row: Family) -> Row:
    def told(people: float) -> str:
        if math.isnan(people):
            return NOT_TOLD if row.status == NOT_TOLD else "no range"
        return people_in_words(people)

    return Row(
        name=row.area_name or row.area_id,
        cells=(told(row.people), told(row.low_people), told(row.high_people), row.note),
        kind="all" if row.area_id == TOTAL_ID else "",
    )


def family_sentences(rows: Sequence[Family], label: str, meaning: str) -> tuple[str, ...]:
    """The estimate of all areas with its range, and of how many areas it is not told."""
    whole = next((row for row in rows if row.area_id == TOTAL_ID), None)
    said = []
    if whole is not None and math.isnan(whole.people):
        said.append(f"{label}: the estimate of all areas together is not told, which does not mean nobody.")
    elif whole is not None:
        people = f"{label}, {meaning}: an estimate of {about_people(whole.people)} people in all areas together"
        if not math.isnan(whole.low_people + whole.high_people):
            people += f", from {about_people(whole.low_people)} to {about_people(whole.high_people)}"
        said.append(f"{people}.")
    areas = [row for row in rows if row.area_id != TOTAL_ID]
    hidden = sum(row.status == NOT_TOLD for row in areas)
    if hidden:
        said.append(f"Of {counted(len(areas), 'area')}, the estimate of {hidden:,} is not told, to protect people.")
    return tuple(said)
