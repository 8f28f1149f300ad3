"""Dimensions: what each part of a question is called, and the range of its answer where the study drew one."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from accessibility.need import known_pillars, pillar_label
from accessibility.run_dimensions import BASE_SCENARIO, DIMENSIONS
from api.releases import ServedTier
from maps.words import name_in_words

INTERVALS: Final = "tables/intervals.csv"
_WORDS_OF_OURS: Final = {
    "scenario": {BASE_SCENARIO: "As it is"},
    "season": {"all-year": "All year"},
    "direction": {"to": "To the centre", "from": "From the centre"},
    "hazards": {"hazards": "Hazards as recorded", "no-hazards": "All hazards released"},
    "profile": {"default": "On foot and by vehicle", "walk": "On foot", "vehicle": "On foot and by vehicle"}
    | {"wheelchair": "In a wheelchair", "crutches": "On crutches"},
}
"""Titles that the page has messages for, ``questions-DIMENSION-SLUG``; a study's own title goes before them."""


def dimensions_of(seen: ServedTier) -> dict[str, list[dict[str, str | None]]]:
    """The values of each dimension that a run has, in the order of the runs: ``slug``, ``title`` and ``message``.

    ``message`` is the id of the message that says the title in the reader's language; None for a title that is the
    study's own, which is data.
    """
    titles = _titles(seen)
    found: dict[str, dict[str, dict[str, str | None]]] = {name: {} for name in DIMENSIONS}
    for run in seen.runs.values():
        for name in DIMENSIONS:
            key, slugged = getattr(run.key, name), getattr(run.slugs, name)
            title = titles[name].get(key) or (pillar_label(key) if name == "pillar" else name_in_words(key))
            message = f"questions-{name}-{slugged}" if _ours(name).get(key) == title else None
            found[name][slugged] = {"slug": slugged, "title": title, "message": message}
    return {name: list(values.values()) for name, values in found.items()}


def intervals_of(seen: ServedTier) -> dict[str, dict[str, float]]:
    """The range of the share of all people within the study's own threshold, by the id of the run; {} without draws.

    ``low`` and ``high`` are shares, ``part`` the part of the draws that lies between them, ``draws`` their number.
    """
    return _intervals(seen, float(seen.summary["threshold_minutes"])) if seen.has_file(INTERVALS) else {}


@lru_cache(maxsize=16)
def _intervals(seen: ServedTier, threshold_minutes: float) -> dict[str, dict[str, float]]:
    ids = {tuple(run.dimensions.values()): run.id for run in seen.runs.values()}
    asked = ("all", "everyone", f"share_within_{threshold_minutes:g}_min")
    with seen.file(INTERVALS).open(encoding="utf-8", newline="") as file:
        return {
            ids[run]: {
                "low": float(row["low"]),
                "high": float(row["high"]),
                "part": float(row["interval"]),
                "draws": float(row["draws"]),
            }
            for row in csv.DictReader(file)
            if (row["place_kind"], row["group"], row["measure"]) == asked
            and (run := tuple(row[name] for name in DIMENSIONS)) in ids
            and row["low"]
            and row["high"]
        }


def _titles(seen: ServedTier) -> dict[str, dict[str, str]]:
    parameters, summary = seen.manifest["parameters"], seen.summary
    profiles = [*(summary.get("profiles") or []), *(summary.get("mixes") or [])]
    return {
        **_WORDS_OF_OURS,
        "pillar": _named(parameters.get("services")),
        "profile": _WORDS_OF_OURS["profile"] | _named(profiles),
        "scenario": _WORDS_OF_OURS["scenario"] | _named(parameters.get("scenarios")),
        "season": _WORDS_OF_OURS["season"] | _named(parameters.get("seasons")),
    }


def _named(rows: Iterable[Mapping[str, Any]] | None) -> dict[str, str]:
    return {
        str(row["name"]): str(row["title"]) for row in rows or () if row.get("title") not in {None, "", row["name"]}
    }


def _ours(dimension: str) -> Mapping[str, str]:
    if dimension == "pillar":
        return {pillar: pillar_label(pillar) for pillar in known_pillars()}
    return _WORDS_OF_OURS[dimension]
