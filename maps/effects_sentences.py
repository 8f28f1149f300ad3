"""What hazards do, in sentences: what was read, what roads inside them change, and who lives near them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from maps.clearance_sentences import people_word, threshold_band, threshold_place
from maps.effects_values import DisputedRoad, NearHazards, RoadRule
from maps.release_values import Access, Tier
from maps.words import (
    area_in_words,
    counted,
    date_in_words,
    duration_in_words,
    length_in_words,
    listed,
    minutes_in_words,
    people_in_words,
    people_share,
    percent_in_words,
)

ROAD_RULES: Final = {
    "open": "Every road in a hazard area is open",
    "recorded": "Only roads recorded in use or released are open",
    "cut": "Every road in a hazard area is cut",
}
"""What each rule for roads in hazard areas means; their order runs from the mildest to the strictest."""

_REFUSED: Final = {
    "without_geometry": ("has no outline", "have no outline"),
    "points_unused": ("is a point without a size", "are points without a size"),
    "became_empty_by_repair": ("had an outline of which repair left nothing",) * 2,
}
_KEPT: Final = {
    "open": ("is open", "are open"),
    "released": ("is released and bars nothing", "are released and bar nothing"),
    "not_yet_reported": (
        "was not yet reported on the day of the study and bars nothing",
        "were not yet reported on the day of the study and bar nothing",
    ),
}
_TAKEN: Final = {
    "blocking": ("bars the way off roads", "bar the way off roads"),
    "slowing": ("slows it", "slow it"),
    "ignored": ("is ignored", "are ignored"),
}
_METRES_PER_KM: Final = 1000.0


def modelled(tier: Tier) -> str:
    """What every figure is made of and of when it is."""
    said = f"Modelled times, one way, for {date_in_words(tier.as_of)}" if tier.as_of else "Modelled times, one way"
    year = tier.population.year
    return said if year is None else f"{said}, people of {year}"


def hazard_count_sentences(tier: Tier) -> tuple[str, ...]:
    """How many hazard records were read, refused and why, repaired, and what the study takes them to be."""
    counts = tier.effects.hazard_counts
    read = _count(counts, "read")
    if not read:
        return ()
    refused, kept = _said_counts(counts, _REFUSED), _said_counts(counts, _KEPT)
    said = [f"{counted(read, 'hazard record')} {'was' if read == 1 else 'were'} read."]
    if refused:
        said.append(f"Of them {listed(refused)}; they bar nobody's way here, though the ground may be dangerous.")
    if kept:
        said.append(f"{listed(kept)[:1].upper()}{listed(kept)[1:]}.")
    on_grid = [f"{_plural(_count(counts, 'on_grid'), 'open area lies', 'open areas lie')} on the grid"]
    if counts.get("union_km2") is not None:
        on_grid.append(f"together {area_in_words(_number(counts, 'union_km2'))}, overlaps counted once")
    if _count(counts, "outside_grid"):
        on_grid.append(f"{_plural(_count(counts, 'outside_grid'), 'lies', 'lie')} outside it")
    said.append("; ".join(on_grid) + ".")
    said.append(_policy_sentence(counts))
    if _count(counts, "repaired"):
        verbs = "outline was not valid and has", "outlines were not valid and have"
        said.append(f"{_plural(_count(counts, 'repaired'), *verbs)} been repaired.")
    if _count(counts, "repeated"):
        verbs = "record has", "records have"
        said.append(f"{_plural(_count(counts, 'repeated'), *verbs)} the outline of an earlier one; all are kept.")
    if _count(counts, "circles"):
        circles = _count(counts, "circles")
        verb = "is a circle" if circles == 1 else "are circles"
        said.append(f"{counted(circles, 'outline')} {verb} drawn from a point and a size: no survey drew them.")
    return tuple(sentence for sentence in (*said, _released_land_sentence(counts)) if sentence)


def road_rule_sentence(rules: Sequence[RoadRule], tier: Tier) -> str:
    """The range that the rule for roads in hazard areas leaves open."""
    by_rule = {rule.roads: rule.reach for rule in rules}
    if not {"open", "cut"} <= by_rule.keys():
        return ""
    place, band = threshold_place(tier), duration_in_words(threshold_band(tier))
    open_, cut = by_rule["open"], by_rule["cut"]
    if people_in_words(open_.within[place]) == people_in_words(cut.within[place]):
        return (
            f"Whether roads inside hazard areas are open or cut makes no difference within {band}: "
            f"{people_share(open_.within[place], open_.people)} are within it either way."
        )
    shares = [people_share(reach.within[place], reach.people) for reach in (cut, open_)]
    if shares[0] == shares[1]:  # rounded alike, though they differ
        shares = [f"{people_in_words(reach.within[place])} people" for reach in (cut, open_)]
    return (
        f"{shares[0]} are within {band} if every road inside a hazard area is cut, {shares[1]} if every one is open; "
        "the truth lies between."
    )


def disputed_sentence(roads: Sequence[DisputedRoad]) -> str:
    """How much road runs inside hazard areas, and on which stretch most people depend."""
    if not roads:
        return "No road runs inside a hazard area."
    length = length_in_words(sum(road.length_km for road in roads) * _METRES_PER_KM)
    most = max(roads, key=lambda road: road.people_depending)
    runs = "runs" if len(roads) == 1 else "run"
    most_km, depending = length_in_words(most.length_km * _METRES_PER_KM), people_word(most.people_depending)
    return (
        f"{counted(len(roads), 'stretch', 'stretches')} of road, {length} together, {runs} inside hazard areas. Most "
        f"depend on stretch {most.stretch_id} ({most.road_classes or 'class not given'}, "
        f"{most_km}): the quickest way of {depending} "
        "leads along it."
    )


def near_sentences(near: Sequence[NearHazards], everyone: Access, tier: Tier) -> tuple[str, ...]:
    """Who lives near hazard areas and how many of them are within the threshold."""
    place, band = threshold_place(tier), duration_in_words(threshold_band(tier))
    said = []
    for row in sorted(near, key=lambda row: row.within_m):
        if row.within_m <= 0 or row.reach.people <= 0:
            continue
        people = people_share(row.reach.people, everyone.people)
        lives = "lives" if people.split(" (")[0].endswith("person") else "live"
        half = ""
        if row.reach.median_minutes != float("inf"):
            half = f"; half of them need {minutes_in_words(row.reach.median_minutes)} or less"
        said.append(
            f"{people[:1].upper()}{people[1:]} {lives} outside the hazard areas and {limit_in_words(row.within_m)} or "
            f"less from one. Of these, {percent_in_words(row.reach.within[place], row.reach.people)} are within {band} "
            f"of a centre{half}."
        )
    return tuple(said)


def limit_in_words(limit_m: float) -> str:
    """A limit of distance, as it was set.

    >>> limit_in_words(500), limit_in_words(1000)
    ('500 m', '1 km')
    """
    return f"{limit_m:g} m" if limit_m < _METRES_PER_KM else f"{limit_m / _METRES_PER_KM:g} km"


def _policy_sentence(counts: Mapping[str, object]) -> str:
    said = _said_counts(counts, _TAKEN)
    return f"By the rules of the study {listed(said)}." if said else ""


def _released_land_sentence(counts: Mapping[str, object]) -> str:
    """How many polygons of released land were held against the areas, and how many had nothing to be held."""
    read, unused = _count(counts, "released_land_read"), _count(counts, "released_land_unused")
    if not read:
        return ""
    said = f"{counted(read, 'record')} of released land {'was' if read == 1 else 'were'} held against them"
    return f"{said}; {_plural(unused, 'has', 'have')} no usable outline." if unused else f"{said}."


def _said_counts(counts: Mapping[str, object], words: Mapping[str, tuple[str, str]]) -> list[str]:
    """The counts that are not 0, each with its verb."""
    return [_plural(_count(counts, name), *verbs) for name, verbs in words.items() if _count(counts, name)]


def _plural(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _count(counts: Mapping[str, object], name: str) -> int:
    return int(_number(counts, name))


def _number(counts: Mapping[str, object], name: str) -> float:
    value = counts.get(name)
    return float(value) if isinstance(value, int | float) else 0.0
