"""Texts: the sentence, the picture and the table that a page shows where no script runs, in the page's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from maps.languages import Words, page_words
from maps.web_map.reached import ReachedRow, page_of_rows
from maps.web_map.views import DIMENSIONS, View

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
    said = page_words(language)
    areas = [row for row in rows if row.kind == "area"]
    others = [_told(row, said) for row in rows if row.kind == "outside" and row.people > 0]
    total = next((row for row in rows if row.kind == "total"), None)
    count = max(-(-len(areas) // ROWS_OF_A_PAGE), 1)
    number = min(_page(areas, view, asked), count)
    threshold = said.minutes(view.threshold_minutes)
    shown = [
        _told(row, said) | {"href": _href(asked, area=row.id, page=None), "is_chosen": row.id == view.area}
        for row in page_of_rows(areas, page=number, size=ROWS_OF_A_PAGE)
    ]
    return {
        "sentence": _sentence(facts, total, threshold, said),
        "picture": _picture(facts, view),
        "picture_width": PICTURE_WIDTH,
        "threshold": threshold,
        "steps": [
            {"minutes": f"{step:g}", "text": said.minutes(step), "is_chosen": step == view.threshold_minutes}
            for step in facts["steps_minutes"]
        ],
        "rows": shown,
        "others": others,
        "total": None if total is None else _told(total, said),
        "pages": {
            "number": number,
            "count": count,
            "text": said.say("shell-pages", number=said.people(number), count=said.people(count)),
            "previous": _href(asked, page=str(number - 1)) if number > 1 else None,
            "next": _href(asked, page=str(number + 1)) if number < count else None,
        },
        "as_of": said.day(facts["as_of"]) if facts["as_of"] else None,
        "created": said.day(facts["created_utc"]),
        "hidden": {name: asked[name] for name in ("lang", "tier") if asked.get(name)},
    }


def _sentence(facts: Mapping[str, Any], total: ReachedRow | None, threshold: str, said: Words) -> str:
    """The main answer: who reaches care within the threshold, of how many, on which day."""
    if total is None or total.within is None:
        return said.say("shell-not-told", threshold=threshold)
    if total.share is None:
        return said.say("shell-nobody")
    parts = [
        said.say(
            "shell-reached",
            within=said.people(total.within),
            people=said.people(total.people),
            share=said.percent(total.share),
            threshold=threshold,
        )
    ]
    if total.no_way >= 1:
        parts.append(said.say("shell-no-way", people=said.people(total.no_way), n=round(total.no_way)))
    if total.inside_hazards >= 1:
        inside = round(total.inside_hazards)
        parts.append(said.say("shell-inside-hazards", people=said.people(total.inside_hazards), n=inside))
    if facts["as_of"]:
        parts.append(said.say("shell-as-of", day=said.day(facts["as_of"])))
    return " ".join(parts)


def _told(row: ReachedRow, said: Words) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name if row.kind == "area" else said.say(f"shell-row-{row.kind}"),
        "kind": row.kind,
        "people": said.people(row.people),
        "within": None if row.within is None else said.people(row.within),
        "share": None if row.share is None else said.percent(row.share),
        "no_way": said.people(row.no_way),
        "inside_hazards": said.people(row.inside_hazards),
        "median": None if row.median_minutes is None else said.minutes(row.median_minutes),
        "is_empty": row.people <= 0,
    }


def _picture(facts: Mapping[str, Any], view: View) -> str:
    run = next(each["id"] for each in facts["runs"] if all(each[name] == view.run[name] for name in DIMENSIONS))
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
