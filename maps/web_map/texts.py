"""Texts: the sentence, the picture and the table that a page shows where no script runs, in the page's language."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from accessibility.run_dimensions import DIMENSIONS
from maps.languages import Words, page_words
from maps.web_map.reached import ReachedRow
from maps.web_map.views import View

ROWS_OF_A_PAGE: Final = 50
PICTURE_WIDTH: Final = 960
_NOBODY: Final = 1e-6  # people: what is left of a difference of equal sums, as figures.js has it
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

    ``answer``: sentences, the main one first, each with its ``kind`` and ``text``; ``sentence``: all of them in one
    text. ``picture``: an address, ``picture_width``: pixels.
    ``total`` and ``rows`` of the table's page, ready as text, with the address that chooses each (``href``).
    ``pages``: ``count``, ``text``, ``previous`` and ``next``, addresses or None. ``threshold``, ``as_of`` and
    ``created`` in words.
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
        for row in areas[(number - 1) * ROWS_OF_A_PAGE : number * ROWS_OF_A_PAGE]
    ]
    return {
        "sentence": " ".join(each["text"] for each in answer),
        "answer": answer,
        "picture": _picture(facts, view),
        "picture_width": PICTURE_WIDTH,
        "threshold": threshold,
        "rows": shown,
        "others": others,
        "total": None if total is None else _told(total, said),
        "pages": {
            "count": count,
            "text": said.say("shell-pages", number=said.people(number), count=said.people(count)),
            "previous": _href(asked, page=str(number - 1)) if number > 1 else None,
            "next": _href(asked, page=str(number + 1)) if number < count else None,
        },
        "as_of": said.day(facts["as_of"]) if facts["as_of"] else None,
        "created": said.day(facts["created_utc"]),
    }


def _answer(
    facts: Mapping[str, Any], view: View, total: ReachedRow | None, threshold: str, said: Words
) -> list[dict[str, str]]:
    """The answer, sentence by sentence, the main one first: those of ``sentence.js``, to the letter."""
    if total is None or total.within is None:
        return [{"kind": "main", "text": said.say("shell-not-told", threshold=threshold)}]
    parts = [{"kind": "main", "text": _main_sentence(facts, view, total, threshold, said)}]
    for message, count in (
        ("no-way", total.no_way),
        ("inside", total.inside_hazards),
        ("unknown", total.unknown),
        ("beyond-limit", total.beyond_limit),
    ):
        if count > _NOBODY:
            told = {"people": _people(count, said), "n": _plural(count)}
            parts.append({"kind": "rest", "text": said.say(f"questions-answer-{message}", **told)})
    drawn = facts["intervals"].get(_run_id(facts, view))
    if drawn and total.people > _NOBODY:
        parts.append({"kind": "range", "text": _range_sentence(facts, view, drawn, said)})
    year, day = facts["population_year"], facts["as_of"] and said.day(facts["as_of"])
    if year and day:
        parts.append({"kind": "dates", "text": said.say("questions-answer-dates", year=str(year), day=day)})
    elif day:
        parts.append({"kind": "dates", "text": said.say("questions-answer-day", day=day)})
    elif year:
        parts.append({"kind": "dates", "text": said.say("questions-answer-year", year=str(year))})
    return parts


def _main_sentence(facts: Mapping[str, Any], view: View, total: ReachedRow, threshold: str, said: Words) -> str:
    service = _title(facts, "pillar", view.run["pillar"], said)
    within = total.within or 0.0
    if total.share is None:
        return said.say("questions-answer-empty", service=service)
    told = {"service": service, "everyone": _people(total.people, said), "time": threshold}
    if within <= _NOBODY:
        return said.say("questions-answer-none", **told)
    if total.people - within <= _NOBODY:
        return said.say("questions-answer-all", **told)
    share = {"n": _plural(within), "reached": _people(within, said), "share": said.percent(total.share)}
    return said.say(f"questions-answer-{view.run['direction']}", **told, **share)


def _range_sentence(facts: Mapping[str, Any], view: View, drawn: Mapping[str, float], said: Words) -> str:
    """The range of the share of the draws, at the study's own threshold alone."""
    if view.threshold_minutes != facts["threshold_minutes"]:
        return said.say("questions-answer-range-elsewhere", time=said.minutes(facts["threshold_minutes"]))
    shares = {name: said.percent(drawn[name]) for name in ("part", "low", "high")}
    return said.say("questions-answer-range", draws=said.people(drawn["draws"]), **shares)


def _people(count: float, said: Words) -> str:
    """People in words: some, but not one whole person, are never said to be none."""
    if count > _NOBODY and math.floor(count + 0.5) == 0:
        return said.say("questions-fewer-than-one")
    return said.people(max(count, 0.0))


def _plural(count: float) -> int:
    """The number that chooses the plural for a count as it is said."""
    return max(math.floor(count + 0.5), 1 if count > _NOBODY else 0)


def _run_id(facts: Mapping[str, Any], view: View) -> str:
    return str(next(each["id"] for each in facts["runs"] if all(each[name] == view.run[name] for name in DIMENSIONS)))


def _title(facts: Mapping[str, Any], dimension: str, slug: str, said: Words) -> str:
    """What a part of the question is called: by a message of ours, else as the study calls it."""
    found = next(each for each in facts["dimensions"][dimension] if each["slug"] == slug)
    return said.say(found["message"]) if found["message"] else str(found["title"])


def _told(row: ReachedRow, said: Words) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name if row.kind == "area" else said.say(f"shell-row-{row.kind}"),
        "kind": row.kind,
        "people": _people(row.people, said),
        "within": None if row.within is None else _people(row.within, said),
        "share": None if row.share is None else said.percent(row.share),
        "no_way": _people(row.no_way, said),
        "inside_hazards": _people(row.inside_hazards, said),
        "median": None if row.median_minutes is None else said.minutes(row.median_minutes),
        "is_empty": row.people <= 0,
    }


def _picture(facts: Mapping[str, Any], view: View) -> str:
    asked = {
        "run": _run_id(facts, view),
        "threshold": f"{view.threshold_minutes:g}",
        "layer": view.layer,
        "width": PICTURE_WIDTH,
    }
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
