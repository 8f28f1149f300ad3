"""What a scenario changes, as tables of text for the report and the comparison pages."""

from __future__ import annotations

from typing import Any

from maps.clearance_sentences import threshold_band, threshold_place
from maps.comparison_sentences import areas_by_change
from maps.effects_sentences import modelled
from maps.effects_tables import hours_cell, share_cell
from maps.effects_values import Change, Comparison
from maps.release_values import Tier
from maps.words import NO_TIME, minutes_in_words, people_in_words

Table = dict[str, Any]


def band_table(table_id: str, title: str, comparison: Comparison, tier: Tier) -> Table:
    """All people by band, before and after."""
    change = comparison.overall
    rows = [
        {
            "name": f"Within {minutes_in_words(band)}",
            "cells": (
                share_cell(change.within_before[place], change.people),
                share_cell(change.within_after[place], change.people),
                people_in_words(change.newly_within[place]),
                people_in_words(change.no_longer_within[place]),
            ),
            "kind": "",
        }
        for place, band in enumerate(tier.bands_minutes)
    ]
    return {
        "id": table_id,
        "caption": f"All {people_in_words(change.people)} people by time to the nearest centre, before and after: "
        f"{title}. {modelled(tier)}",
        "headings": ("Time", "Before", "After", "Newly within", "No longer within"),
        "texts": (),
        "rows": rows,
    }


def area_table(table_id: str, title: str, comparison: Comparison, tier: Tier, *, most: int) -> Table:
    """The areas in which most people's time differs, then those outside all areas and all people."""
    areas = areas_by_change(comparison)
    first = f", the first {most} of {len(areas):,}" if len(areas) > most else ""
    others = [row for kind in ("outside", "all") for row in comparison.rows if row.area_kind == kind]
    band = minutes_in_words(threshold_band(tier))
    return {
        "id": table_id,
        "caption": f"Areas by how many people's time changes{first}: {title}. {modelled(tier)}",
        "headings": (
            "Area",
            "People",
            "Quicker",
            "Person-hours saved each way",
            "Slower",
            "Person-hours lost each way",
            "With a time at last",
            "Cut off",
            f"Within {band} before",
            f"Within {band} after",
            "Median before",
            "Median after",
        ),
        "texts": (),
        "rows": [
            {"name": _name(row), "cells": _cells(row, threshold_place(tier)), "kind": row.area_kind}
            for row in (*areas[:most], *(row for row in others if row.people > 0))
        ],
    }


def _cells(row: Change, place: int) -> tuple[str, ...]:
    return (
        people_in_words(row.people),
        share_cell(row.people_gaining, row.people),
        hours_cell(row.person_minutes_gained),
        share_cell(row.people_losing, row.people),
        hours_cell(row.person_minutes_lost),
        share_cell(row.reconnected, row.people),
        share_cell(row.cut_off, row.people),
        share_cell(row.within_before[place], row.people),
        share_cell(row.within_after[place], row.people),
        minutes_in_words(row.median_minutes_before, absence=NO_TIME),
        minutes_in_words(row.median_minutes_after, absence=NO_TIME),
    )


def _name(row: Change) -> str:
    return {"all": "All", "outside": "Outside all areas"}.get(row.area_kind, row.area_name)
