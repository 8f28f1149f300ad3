"""The chapter on availability: centres by pillar and level, their capacity, their load and the supply there is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from accessibility.need import order_pillars
from maps.need.asking import list_asks, of_lead
from maps.need.chapter import (
    MOST_ROWS,
    Chapter,
    Part,
    Row,
    Table,
    cut_note,
    kept,
    number_in_words,
    of_centres,
    yes_no_counts,
)
from maps.need.columns import LOADS
from maps.need.supply import supply_parts
from maps.need.values import Entry, Load, NeedTables
from maps.release_values import Tier
from maps.table_facts import centre_source, table_facts, travel_source
from maps.words import UNKNOWN, counted, listed, name_in_words, people_in_words
from maps.worlds import pillar_name

_CAPACITY_NOTE: Final = (
    "Capacity is what a centre says that it can do in a year. Where none is told it is not known: it is never taken as "
    "nothing, and never guessed."
)
_LOAD_NOTE: Final = (
    "Load: the demand that comes to a centre in a year, over its capacity; above 1 more people come than it can take. "
    "Demand: those in need who have a centre within the catchment, each counted once and shared among those centres "
    "by the balanced measure (BFCA)."
)
_SEVERAL_NOTE: Final = "A centre that serves several pillars is counted in each."
_CENTRE_HEADINGS: Final = (
    "Level",
    "Service",
    "Centres",
    "Capacity known",
    "Capacity not known",
    "Known capacity",
    "First fitting",
    "Repair",
)
_FULL: Final = 1.0


def room_chapter(need: NeedTables, tier: Tier) -> Chapter | None:
    """The chapter; None where no table tells of centres, their load or the supply."""
    parts = [
        *([_centres(need, tier)] if need.directory else []),
        *_loads(need, tier),
        *supply_parts(need, tier),
    ]
    return Chapter(id="availability", title="Availability", parts=tuple(parts)) if parts else None


def _centres(need: NeedTables, tier: Tier) -> Part:
    pillars = order_pillars(pillar for entry in need.directory for pillar in entry.pillars)
    rows = []
    for pillar in pillars:
        serving = [entry for entry in need.directory if pillar in entry.pillars]
        levels = list(dict.fromkeys(entry.level for entry in serving))
        for level in levels:
            entries = [entry for entry in serving if entry.level == level]
            said = name_in_words(level) if level else "Not known"
            rows.append(Row(name=said, cells=(pillar_name(pillar, tier), *_centre_cells(entries))))
        if len(levels) > 1:
            rows.append(Row(name="All levels", cells=(pillar_name(pillar, tier), *_centre_cells(serving)), kind="all"))
    table = Table(
        id="availability-centres",
        caption="Centres by pillar and level, with their capacity a year",
        facts=table_facts(
            unit="centres; capacity in the unit that each centre gives",
            denominator="the centres of the row",
            date=tier.as_of,
            source=centre_source(tier),
        ),
        headings=_CENTRE_HEADINGS,
        rows=tuple(rows[:MOST_ROWS]),
        texts=(1, 5, 6, 7),
    )
    sentences = [capacity_sentence(pillar_name(pillar, tier), _serving(need, pillar)) for pillar in pillars]
    return Part(
        title="Centres",
        sentences=tuple(sentences),
        tables=(table,),
        notes=kept(
            _CAPACITY_NOTE,
            _SEVERAL_NOTE,
            cut_note(len(rows), "rows", "tables/directory.csv"),
        ),
    )


def _serving(need: NeedTables, pillar: str) -> list[Entry]:
    return [entry for entry in need.directory if pillar in entry.pillars]


def capacity_sentence(label: str, entries: Sequence[Entry]) -> str:
    """How many centres there are, what they can take in a year, and of how many that is not known."""
    known = [entry for entry in entries if not math.isnan(entry.capacity_per_year)]
    said = f"{label}: {counted(len(entries), 'centre')}; "
    if not known:
        return said + ("its capacity is not known." if len(entries) == 1 else "the capacity of none of them is known.")
    unknown = len(entries) - len(known)
    said += f"{of_centres(len(known), len(entries))} {'say' if len(known) > 1 else 'says'} what can be done in a year: "
    said += capacity_in_words(known)
    return f"{said}; the capacity of {unknown:,} is not known." if unknown else f"{said}."


def capacity_in_words(entries: Sequence[Entry]) -> str:
    """The sum of known capacities, by their units; not known where none is."""
    sums: dict[str, float] = {}
    for entry in entries:
        if not math.isnan(entry.capacity_per_year):
            sums[entry.capacity_unit] = sums.get(entry.capacity_unit, 0.0) + entry.capacity_per_year
    if not sums:
        return UNKNOWN
    return listed([f"{value:,.0f} {unit or '(unit not given)'}" for unit, value in sums.items()])


def _centre_cells(entries: Sequence[Entry]) -> tuple[str, ...]:
    known = sum(not math.isnan(entry.capacity_per_year) for entry in entries)
    return (
        f"{len(entries):,}",
        f"{known:,}",
        f"{len(entries) - known:,}",
        capacity_in_words(entries),
        yes_no_counts([entry.fields.get("first_fitting", "") for entry in entries]),
        yes_no_counts([entry.fields.get("repair", "") for entry in entries]),
    )


def _loads(need: NeedTables, tier: Tier) -> list[Part]:
    parts = []
    asks = list_asks(tier, (load.run for load in need.loads))
    for place, ask in enumerate(asks, 1):
        loads = [load for load in need.loads if load.run == ask.lead]
        loads.sort(key=lambda load: (math.isnan(load.load_ratio), -_finite(load.load_ratio), load.centre_id))
        table = Table(
            id=f"availability-load-{place}",
            caption=f"Load of each centre, highest first: {ask.label}{of_lead(ask)}",
            facts=table_facts(
                unit="people per year; load as a ratio",
                denominator="the centre's capacity a year",
                date=tier.as_of,
                source=f"{centre_source(tier)}; {travel_source(tier)}",
            ),
            headings=("Centre", "Demand a year", "Capacity a year", "Load", "Note"),
            rows=tuple(_load_row(load) for load in loads[:MOST_ROWS]),
            texts=(4,),
        )
        notes = kept(_LOAD_NOTE, cut_note(len(loads), "centres", LOADS))
        parts.append(
            Part(title=f"Load of centres: {ask.label}", sentences=load_sentences(loads), tables=(table,), notes=notes)
        )
    return parts


def _finite(value: float) -> float:
    return 0.0 if math.isnan(value) else value


def _load_row(load: Load) -> Row:
    ratio = "no capacity" if math.isinf(load.load_ratio) else number_in_words(load.load_ratio)
    return Row(
        name=load.centre_name or load.centre_id,
        cells=(people_in_words(load.demand_per_year), people_in_words(load.capacity_per_year), ratio, load.note),
    )


def load_sentences(loads: Sequence[Load]) -> tuple[str, ...]:
    """At how many centres more people come than can be taken, where the load is highest, and where it is unknown."""
    known = [load for load in loads if not math.isnan(load.load_ratio)]
    unknown = len(loads) - len(known)
    said = []
    if known:
        over = [load for load in known if load.load_ratio > _FULL]
        highest = max(known, key=lambda load: load.load_ratio)
        most = f"{highest.centre_name or highest.centre_id} has the highest load"
        demand, places = (people_in_words(each) for each in (highest.demand_per_year, highest.capacity_per_year))
        ratio = f"{demand} people a year come to what can take {places}"
        full = "At no centre whose capacity is known do more people come than can be taken."
        if over:
            full = f"More people come than can be taken at {of_centres(len(over), len(known))} whose capacity is known."
        said.append(f"{full} {most}: {ratio}.")
    if unknown:
        said.append(f"The load of {counted(unknown, 'centre')} is not known, for no capacity is told.")
    return tuple(said)
