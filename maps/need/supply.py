"""Supply: the room that centres have for those in need, by area and by method."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from maps.need.asking import Ask, list_asks, of_lead
from maps.need.chapter import EMPTY, MOST_ROWS, Part, Row, Table, cut_note, kept, number_in_words, value_in_words
from maps.need.columns import SUPPLY
from maps.need.values import AREA, WHOLE, NeedTables, Supply
from maps.release_values import Tier
from maps.table_facts import centre_source, table_facts, travel_source
from maps.words import UNKNOWN, duration_in_words, listed, name_in_words, people_in_words, percent_in_words

METHODS: Final = {
    "cumulative": "Capacity in reach",
    "2sfca": "2SFCA",
    "e2sfca": "E2SFCA",
    "3sfca": "3SFCA",
    "m2sfca": "M2SFCA",
    "gaussian": "Gaussian 2SFCA",
    "bfca": "BFCA",
    "bfca-served": "Room for (BFCA)",
    "raam": "RAAM",
    "raam-served": "Room for (RAAM)",
    "unreached": "Reach no centre with capacity",
}
METHOD_WORDS: Final = {
    "cumulative": "capacity in reach: all capacity within the catchment, whoever else needs it",
    "2sfca": "2SFCA, two-step floating catchment: each centre's capacity shared by those within reach of it",
    "e2sfca": "E2SFCA: the same, the nearer weighing more by zones",
    "3sfca": "3SFCA: the same, people choosing among the centres in reach",
    "m2sfca": "M2SFCA: the same, and far ways lose a part of what is there",
    "gaussian": "Gaussian 2SFCA: the same, weighing by a smooth curve of time",
    "bfca": "BFCA, balanced floating catchment: every person and every place counted once",
    "raam": "RAAM: minutes of travel and of crowding, when nobody could do better elsewhere",
}
_PER_PERSON: Final = ("people per year per person", "people per year for each person in need")
_THOUSAND: Final = 1000
_PER_THOUSAND: Final = "places a year per 1,000 people in need"


def supply_parts(need: NeedTables, tier: Tier) -> list[Part]:
    """A part for each ask of which supply is told."""
    asks = list_asks(tier, (row.run for row in need.supply))
    return [_part(ask, place, need, tier) for place, ask in enumerate(asks, 1)]


def supply_unit(unit: str) -> tuple[float, str]:
    """What a supply is multiplied by to be read, and its unit then.

    >>> supply_unit("people per year per person"), supply_unit("minutes")
    ((1000, 'places a year per 1,000 people in need'), (1, 'minutes'))
    """
    return (_THOUSAND, _PER_THOUSAND) if unit in _PER_PERSON else (1, unit)


def supply_in_words(value: float, unit: str) -> str:
    """A supply without its unit, which the heading says; times and shares as everywhere."""
    scale, read = supply_unit(unit)
    return value_in_words(value, read) if read in {"share", "minutes"} else number_in_words(scale * value)


def _part(ask: Ask, place: int, need: NeedTables, tier: Tier) -> Part:
    told = [row for row in need.supply if row.run == ask.lead]
    title = f"{ask.label}{of_lead(ask)}"
    tables: list[Table] = []
    sentences: list[str] = []
    for number, group in enumerate(dict.fromkeys(row.group for row in told), 1):
        rows = [row for row in told if row.group == group]
        who = need.group_label(group)
        needs = next((f"{who}: {each.source}" for each in need.groups if each.key == group and each.source), "")
        sentences += supply_sentences(rows, who)
        tables.append(_table(f"availability-supply-{place}-{number}", title, rows, who, tier, needs=needs))
    areas = {row.area_id for row in told if row.area_kind == AREA}
    methods = [METHOD_WORDS[method] for method in dict.fromkeys(row.method for row in told) if method in METHOD_WORDS]
    return Part(
        title=f"Supply for those in need: {ask.label}",
        sentences=tuple(sentences),
        tables=tuple(tables),
        notes=kept(
            f"Catchment: {_catchment(tier)}, one way. Methods: {'; '.join(methods)}." if methods else "",
            cut_note(len(areas), "areas", SUPPLY),
        ),
    )


def _catchment(tier: Tier) -> str:
    """The catchment of the study, which is the threshold where it gives none."""
    capacity = tier.parameters.get("capacity")
    minutes = capacity.get("catchment_minutes") if isinstance(capacity, Mapping) else None
    return duration_in_words(float(minutes or tier.threshold_minutes))


def _table(  # noqa: PLR0913 - a table says all of this
    table_id: str, title: str, rows: Sequence[Supply], who: str, tier: Tier, *, needs: str
) -> Table:
    """One row an area, lowest by the first method first; one column a method; ``needs``: the source of the need."""
    methods = list(dict.fromkeys((row.method, row.unit) for row in rows))
    places: dict[tuple[str, str], dict[str, Supply]] = {}
    for row in rows:
        places.setdefault((row.area_kind, row.area_id), {})[row.method] = row
    first = methods[0][0]

    def order(place: tuple[str, str]) -> tuple[int, float, str]:
        kind, area_id = place
        value = places[place][first].value if first in places[place] else math.nan
        return (AREA, "outside", WHOLE).index(kind), math.inf if math.isnan(value) else value, area_id

    ordered = sorted(places, key=order)
    areas = [place for place in ordered if place[0] == AREA]
    shown = [*areas[:MOST_ROWS], *(place for place in ordered if place[0] != AREA)]
    return Table(
        id=table_id,
        caption=f"Supply in each area, lowest first: {title}",
        facts=table_facts(
            unit="; ".join(dict.fromkeys(supply_unit(unit)[1] for _, unit in methods)),
            denominator=f"people of “{who}” in the area, also those who reach no centre; of times, those who do",
            date=tier.as_of,
            source="; ".join(filter(None, (centre_source(tier), travel_source(tier), needs))),
        ),
        headings=("Area", who, *(_heading(method, unit) for method, unit in methods)),
        rows=tuple(_row(places[place], methods) for place in shown),
    )


def _heading(method: str, unit: str) -> str:
    label = METHODS.get(method, name_in_words(method))
    read = supply_unit(unit)[1]
    return label if read in {"share", "minutes"} else f"{label}, {read}"


def _row(told: dict[str, Supply], methods: Sequence[tuple[str, str]]) -> Row:
    some = next(iter(told.values()))
    name = {WHOLE: "All", "outside": "Outside all areas"}.get(some.area_kind, some.area_name)
    cells = [_cell(told.get(method)) for method, _ in methods]
    kind = "" if some.area_kind == AREA else some.area_kind
    return Row(name=name, cells=(people_in_words(some.denominator), *cells), kind=kind)


def _cell(row: Supply | None) -> str:
    if row is None:
        return UNKNOWN
    return EMPTY if row.denominator == 0 else supply_in_words(row.value, row.unit)


def supply_sentences(rows: Sequence[Supply], who: str) -> tuple[str, ...]:
    """The supply of all by the first method that shares it out, where it is lowest and highest, and who has none."""
    said = []
    shared = [row for row in rows if row.unit in _PER_PERSON]
    method = shared[0].method if shared else ""
    whole = {row.method: row for row in rows if row.area_kind == WHOLE and row.denominator > 0}
    if method in whole:
        row = whole[method]
        supply = supply_in_words(row.value, row.unit)
        said.append(
            f"{who}: {people_in_words(row.denominator)} people, for whom there are {supply} "
            f"{_PER_THOUSAND} ({METHODS.get(method, method)})."
        )
    areas = [
        row
        for row in shared
        if (row.method, row.area_kind) == (method, AREA) and row.denominator > 0 and row.value >= 0
    ]
    if len(areas) > 1:
        low, high = min(areas, key=lambda row: row.value), max(areas, key=lambda row: row.value)
        if low.value < high.value:
            said.append(
                f"The supply is lowest in {low.area_name}, {supply_in_words(low.value, low.unit)}, and highest in "
                f"{high.area_name}, {supply_in_words(high.value, high.unit)}."
            )
    if "unreached" in whole:
        said.append(f"{percent_in_words(whole['unreached'].value, 1)} of them reach no centre with capacity.")
    rooms: dict[str, list[str]] = {}
    for served in ("bfca-served", "raam-served"):
        if served in whole:
            label = METHODS[served.removesuffix("-served")]
            rooms.setdefault(percent_in_words(whole[served].value, 1), []).append(label)
    said += [f"There is room in a year for {share} of them ({listed(labels)})." for share, labels in rooms.items()]
    return tuple(said)
