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
_LEAST_PEOPLE: Final = 0.5  # less than this is told as nobody
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

    ``answer``: sentences, the main one first; ``sentence``: all of them. ``picture``: an address, ``picture_width``.
    ``total`` and ``rows`` of the table's page, ready as text, with the address that chooses each (``href``).
    ``pages``: ``number``, ``count``, ``previous`` and ``next``, addresses or None. ``threshold``, ``as_of`` and
    ``created`` in words; ``hidden``: what a form keeps of the address.
    """
    said = page_words(language)
    areas = [row for row in rows if row.kind == "area"]
    others = [_told(row, said) for row in rows if row.kind == "outside" and row.people > 0]
    total = next((row for row in rows if row.kind == "total"), None)
    count = max(-(-len(areas) // ROWS_OF_A_PAGE), 1)
    number = min(_page(areas, view, asked), count)
    threshold = said.minutes(view.threshold_minutes)
    answer = _answer(facts, view, total, threshold, said)
    shown = [
        _told(row, said) | {"href": _href(asked, area=row.id, page=None), "is_chosen": row.id == view.area}
        for row in page_of_rows(areas, page=number, size=ROWS_OF_A_PAGE)
    ]
    return {
        "sentence": " ".join(answer),
        "answer": answer,
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


def _answer(facts: Mapping[str, Any], view: View, total: ReachedRow | None, threshold: str, said: Words) -> list[str]:
    """The answer, sentence by sentence, the main one first; in the same words as ``sentence.js`` gives it."""
    if total is None or total.within is None:
        return [said.say("shell-not-told", threshold=threshold)]
    service = _title(facts, "pillar", view.run["pillar"], said)
    if total.share is None:
        return [said.say("questions-answer-empty", service=service)]
    everyone = said.people(total.people)
    if total.within < _LEAST_PEOPLE:
        parts = [said.say("questions-answer-none", service=service, everyone=everyone, time=threshold)]
    elif total.people - total.within < _LEAST_PEOPLE:
        parts = [said.say("questions-answer-all", service=service, everyone=everyone, time=threshold)]
    else:
        told = {"n": round(total.within), "reached": said.people(total.within), "share": said.percent(total.share)}
        message = f"questions-answer-{view.run['direction']}"
        parts = [said.say(message, service=service, everyone=everyone, time=threshold, **told)]
    for message, count in (
        ("questions-answer-no-way", total.no_way),
        ("questions-answer-inside", total.inside_hazards),
    ):
        if count >= _LEAST_PEOPLE:
            parts.append(said.say(message, people=said.people(count), n=round(count)))
    year, day = facts["population_year"], facts["as_of"] and said.day(facts["as_of"])
    if year and day:
        parts.append(said.say("questions-answer-dates", year=str(year), day=day))
    elif day:
        parts.append(said.say("questions-answer-day", day=day))
    return parts


def _title(facts: Mapping[str, Any], dimension: str, slug: str, said: Words) -> str:
    """What a part of the question is called: by a message of ours, else as the study calls it."""
    found = next(each for each in facts["dimensions"][dimension] if each["slug"] == slug)
    return said.say(found["message"]) if found["message"] else str(found["title"])


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
