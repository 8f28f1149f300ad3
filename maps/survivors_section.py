"""The report's section on survivors: protected figures by place, with what is not told as a class of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, Final

from accessibility.need import order_pillars
from maps.release_values import Tier
from maps.survivors_sentences import (
    LEGEND,
    NEED,
    PRIVACY,
    WHAT_IF,
    folder_label,
    folder_sentences,
    hidden_sentences,
    made_up_note,
    place_name,
    table_label,
    table_sentences,
)
from maps.survivors_values import HELD, IMPOSSIBLE, SUPPRESSED, Figure, Folder, SurvivorTable, Unit
from maps.survivors_words import (
    MINUTES_BAND,
    SUPPRESSED_BACKGROUND,
    Band,
    bands_of,
    category_in_words,
    dimension_in_words,
)
from maps.table_facts import table_facts
from maps.words import date_in_words, lowered, percent_in_words

MOST_UNITS: Final = 200  # rows of one table
MOST_BARS: Final = 60
MOST_COLUMNS: Final = 40
_SUPPRESSED_LABEL: Final = "Suppressed: not told"
_NOBODY: Final = "nobody lives there"


FILES: Final = "All rows are in tables/survivors.csv of this release, with their rules in tables/survivors.json."


def survivors_section(tier: Tier) -> dict[str, Any] | None:
    """All that the template needs; None for a tier without protected tables."""
    if not tier.survivors:
        return None
    return {
        "made_up": made_up_note(tier),
        "lead": (PRIVACY, NEED),
        "legend_note": LEGEND,
        "folders": [_folder(folder, tier) for folder in tier.survivors],
        "notes": (
            WHAT_IF,
            FILES,
        ),
    }


def _folder(folder: Folder, tier: Tier) -> dict[str, Any]:
    return {
        "label": folder_label(folder),
        "sentences": tuple(folder_sentences(folder, tier)),
        "facts": table_facts(
            unit="survivors in need of the service",
            denominator="the survivors told of the place",
            date=folder.as_of,
            source="the custodian's protected tables",
        ),
        "parts": [
            _part(f"survivors-{folder.number}-{place}", folder, table, tier)
            for place, table in enumerate(_in_order(folder.tables), start=1)
        ],
    }


def _in_order(tables: Sequence[SurvivorTable]) -> list[SurvivorTable]:
    """The tables in the order in which the pillars are shown elsewhere."""
    pillars = order_pillars(table.key.pillar for table in tables)
    return sorted(tables, key=lambda table: pillars.index(table.key.pillar))


def _part(part_id: str, folder: Folder, table: SurvivorTable, tier: Tier) -> dict[str, Any]:
    """The sentences, bars and tables of one pillar and run."""
    label = table_label(table, tier)
    units = _by_survivors(folder, table)
    title = f"{label}; records of {date_in_words(folder.as_of)}{'; made up' if folder.is_synthetic else ''}"
    tables = [
        _table(f"{part_id}-{place}", folder, table, margin, units=units[:MOST_UNITS], title=title)
        for place, margin in enumerate(_told_margins(folder), start=1)
    ]
    left_out = [margin for margin in folder.margins if margin and margin not in _told_margins(folder)]
    notes = [f"The table of {_by(margin)} is too wide for a page." for margin in left_out]
    if len(units) > MOST_UNITS:
        notes.append(f"Tables show the {MOST_UNITS} places with most survivors told, and all together.")
    return {
        "id": part_id,
        "label": label,
        "sentences": tuple(table_sentences(folder, table, tier)),
        "hidden": tuple(hidden_sentences(folder, table)),
        "bars": _bars(folder, table, units, title) if (MINUTES_BAND,) in folder.margins else None,
        "tables": tables,
        "notes": notes,
    }


def _by_survivors(folder: Folder, table: SurvivorTable) -> list[Unit]:
    """The places in their order, or where they are too many those with most survivors told first; the whole last."""
    units = list(folder.units[1:])
    if len(units) > MOST_UNITS:
        units.sort(key=lambda unit: -(table.figure(folder, unit, {}).survivors or -1))
    return units


def _told_margins(folder: Folder) -> list[tuple[str, ...]]:
    """The margins that fit on a page, those by time first; the places alone only where nothing else is told."""
    if folder.margins == ((),):
        return [()]
    margins = [margin for margin in folder.margins if margin and _size(folder, margin) <= MOST_COLUMNS]
    return sorted(margins, key=lambda margin: (len(margin), MINUTES_BAND not in margin))


def _size(folder: Folder, margin: Sequence[str]) -> int:
    size = 1
    for name in margin:
        size *= len(folder.dimensions[name])
    return size


def _by(margin: Sequence[str]) -> str:
    return " by ".join(dimension_in_words(name) for name in margin)


def _table(  # noqa: PLR0913 - a table says all of this
    table_id: str, folder: Folder, table: SurvivorTable, margin: Sequence[str], *, units: Sequence[Unit], title: str
) -> dict[str, Any]:
    named = product(*(folder.dimensions[name] for name in margin))
    columns = [dict(zip(margin, each, strict=True)) for each in named if margin]
    return {
        "id": table_id,
        "caption": f"Survivors in need by place{f' and {_by(margin)}' if margin else ''}: {title}",
        "headings": ("Place", "Survivors", *(_heading(column) for column in columns)),
        "rows": [
            {
                "name": place_name(unit),
                "kind": "all" if unit is folder.whole else "",
                "cells": _cells(folder, table, unit, columns),
            }
            for unit in (*units, folder.whole)
        ],
    }


def _heading(column: Mapping[str, str]) -> str:
    first, *others = (category_in_words(category) for category in column.values())
    return ", ".join((first, *(lowered(other) for other in others)))


def _cells(
    folder: Folder, table: SurvivorTable, unit: Unit, columns: Sequence[Mapping[str, str]]
) -> list[dict[str, str]]:
    everyone = table.figure(folder, unit, {})
    return [
        _cell(everyone, None),
        *(_cell(table.figure(folder, unit, column), everyone.survivors) for column in columns),
    ]


def _cell(figure: Figure, everyone: int | None) -> dict[str, str]:
    """A figure in words, with its share of the place's survivors where both are told."""
    if figure.survivors is None:
        is_nobody = figure.status == IMPOSSIBLE
        return {"kind": figure.status, "text": _NOBODY if is_nobody else SUPPRESSED, "note": ""}
    notes = []
    if everyone is not None and figure.survivors < everyone:  # of rounded figures nobody can say that they are all
        notes.append(percent_in_words(figure.survivors, everyone))
    if figure.status == HELD:
        notes.append(f"held, of {date_in_words(figure.as_of)}")
    return {"kind": figure.status, "text": f"{figure.survivors:,}", "note": "; ".join(notes)}


def _bars(folder: Folder, table: SurvivorTable, units: Sequence[Unit], title: str) -> dict[str, Any]:
    """A bar for each place: its bands, and dotted whatever is not told."""
    bands = bands_of(folder.dimensions[MINUTES_BAND])
    leaves = {unit.unit_id for unit in folder.leaves}
    ends = [unit for unit in units if unit.unit_id in leaves]
    shown = [*ends[:MOST_BARS], folder.whole]
    bars = [_bar(folder, table, unit, bands) for unit in shown]
    used = {band for bar in bars for band in bar["bands"]}
    legend = [{"label": band.label, "background": band.background} for band in bands if band.category in used]
    left_out = len(ends) - MOST_BARS
    return {
        "caption": f"Survivors in need of each place by time to the nearest centre: {title}",
        "legend": [*legend, {"label": _SUPPRESSED_LABEL, "background": SUPPRESSED_BACKGROUND}],
        "rows": bars,
        "note": "The table below gives the same figures."
        + (f" Bars of {left_out:,} more places are left out for length." if left_out > 0 else ""),
    }


def _bar(folder: Folder, table: SurvivorTable, unit: Unit, bands: Sequence[Band]) -> dict[str, Any]:
    everyone = table.figure(folder, unit, {}).survivors
    figures = {band: table.figure(folder, unit, {MINUTES_BAND: band.category}) for band in bands}
    told = {band: figure.survivors for band, figure in figures.items() if figure.survivors is not None}
    is_hiding = any(figure.status == SUPPRESSED for figure in figures.values())
    if everyone is None:
        said = "the number of survivors is not told"
        if told:
            said += f"; {', '.join(f'{count:,} {lowered(band.label)}' for band, count in told.items())}"
        pieces = [{"percent": "100.000", "background": SUPPRESSED_BACKGROUND}]
        return {"name": place_name(unit), "text": f"{place_name(unit)}: {said}", "pieces": pieces, "bands": frozenset()}
    # Without anything hidden, what is left of the rounded total is rounding and no people.
    whole = max(everyone if is_hiding else 1, sum(told.values()))
    pieces = [{"percent": f"{100 * count / whole:.3f}", "background": band.background} for band, count in told.items()]
    parts = [f"{count:,} {lowered(band.label)}" for band, count in told.items()]
    if is_hiding:
        pieces.append(
            {"percent": f"{100 * (whole - sum(told.values())) / whole:.3f}", "background": SUPPRESSED_BACKGROUND}
        )
        parts.append("the rest not told")
    text = f"{place_name(unit)}, about {everyone:,} survivors: {', '.join(parts)}"
    return {
        "name": place_name(unit),
        "text": text,
        "pieces": pieces,
        "bands": frozenset(band.category for band in told),
    }
