"""Texts: the sentence, the picture and the table that a page shows where no script runs, in the page's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from maps.web_map.numbers import day, minutes, people, percent
from maps.web_map.reached import ReachedRow, page_of_rows
from maps.web_map.views import DIMENSIONS, View
from maps.web_map.words import page_words

ROWS_OF_A_PAGE: Final = 50
PICTURE_WIDTH: Final = 960
_LEFT_OUT_OF_LINKS: Final = ("page", "place", "at")


def page_texts(
    facts: Mapping[str, Any],
    view: View,
    rows: Sequence[ReachedRow],
    *,
    asked: Mapping[str, str],
    language: str,
) -> dict[str, Any]:
    """What a page says of a view. ``rows``: areas, worst first, then outside all areas, then all together.

    ``sentence``, ``picture`` (an address, with ``picture_width``), ``total`` and ``rows`` of the table's page, ready
    as text with the address that chooses each (``href``); ``pages``: ``number``, ``count``, ``previous``, ``next``,
    addresses or None; ``threshold``, ``as_of``, ``created`` in words; ``hidden``: what a form keeps of the address.
    """
    say = page_words(language).say
    areas = [row for row in rows if row.kind == "area"]
    others = [_told(row, language) for row in rows if row.kind == "outside" and row.people > 0]
    total = next((row for row in rows if row.kind == "total"), None)
    count = max(-(-len(areas) // ROWS_OF_A_PAGE), 1)
    number = min(_page(areas, view, asked), count)
    threshold = minutes(view.threshold_minutes, language)
    shown = [
        _told(row, language) | {"href": _href(asked, area=row.id, page=None), "is_chosen": row.id == view.area}
        for row in page_of_rows(areas, page=number, size=ROWS_OF_A_PAGE)
    ]
    return {
        "sentence": _sentence(facts, total, threshold, language),
        "picture": _picture(facts, view),
        "picture_width": PICTURE_WIDTH,
        "threshold": threshold,
        "steps": [
            {"minutes": f"{step:g}", "text": minutes(step, language), "is_chosen": step == view.threshold_minutes}
            for step in facts["steps_minutes"]
        ],
        "rows": shown,
        "others": others,
        "total": None if total is None else _told(total, language),
        "pages": {
            "number": number,
            "count": count,
            "text": say("shell-pages", number=people(number, language), count=people(count, language)),
            "previous": _href(asked, page=str(number - 1)) if number > 1 else None,
            "next": _href(asked, page=str(number + 1)) if number < count else None,
        },
        "as_of": day(facts["as_of"], language) if facts["as_of"] else None,
        "created": day(facts["created_utc"], language),
        "hidden": {name: asked[name] for name in ("lang", "tier") if asked.get(name)},
    }


def _sentence(facts: Mapping[str, Any], total: ReachedRow | None, threshold: str, language: str) -> str:
    """The main answer: who reaches care within the threshold, of how many, on which day."""
    say = page_words(language).say
    if total is None or total.within is None:
        return say("shell-not-told", threshold=threshold)
    if total.share is None:
        return say("shell-nobody")
    parts = [
        say(
            "shell-reached",
            within=people(total.within, language),
            people=people(total.people, language),
            share=percent(total.share, language),
            threshold=threshold,
        )
    ]
    if total.no_way >= 1:
        parts.append(say("shell-no-way", people=people(total.no_way, language), n=round(total.no_way)))
    if total.inside_hazards >= 1:
        inside = round(total.inside_hazards)
        parts.append(say("shell-inside-hazards", people=people(total.inside_hazards, language), n=inside))
    if facts["as_of"]:
        parts.append(say("shell-as-of", day=day(facts["as_of"], language)))
    return " ".join(parts)


def _told(row: ReachedRow, language: str) -> dict[str, Any]:
    say = page_words(language).say
    return {
        "id": row.id,
        "name": row.name if row.kind == "area" else say(f"shell-row-{row.kind}"),
        "kind": row.kind,
        "people": people(row.people, language),
        "within": None if row.within is None else people(row.within, language),
        "share": None if row.share is None else percent(row.share, language),
        "no_way": people(row.no_way, language),
        "inside_hazards": people(row.inside_hazards, language),
        "median": None if row.median_minutes is None else minutes(row.median_minutes, language),
        "is_empty": row.people <= 0,
    }


def _picture(facts: Mapping[str, Any], view: View) -> str:
    run = next(
        each["id"] for each in facts["runs"] if all(each[name] == view.run[name] for name in DIMENSIONS)
    )
    asked = {"run": run, "threshold": f"{view.threshold_minutes:g}", "layer": view.layer, "width": PICTURE_WIDTH}
    return f"{facts['addresses']['picture']}?{urlencode(asked)}&v={facts['version']}{facts['tier_query']}"


def _page(areas: Sequence[ReachedRow], view: View, asked: Mapping[str, str]) -> int:
    """The page asked for, else the one of the chosen area, else the first."""
    wanted = asked.get("page", "")
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 6 and int(wanted):  # noqa: PLR2004 - digits
        return int(wanted)
    chosen = next((place for place, row in enumerate(areas) if row.id == view.area), 0)
    return chosen // ROWS_OF_A_PAGE + 1


def _href(asked: Mapping[str, str], **changed: str | None) -> str:
    """The address of the page with some of its parameters changed, None leaving one out."""
    told = {name: text for name, text in asked.items() if text and name not in _LEFT_OUT_OF_LINKS} | changed
    return "?" + urlencode({name: text for name, text in told.items() if text is not None})
