"""Which area cuts off whom, in sentences: what releasing hazard areas would give, one alone and step by step."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from maps.effects_values import ClearanceStep, Cluster
from maps.release_values import Access, Hazard, Tier
from maps.words import (
    FEWER_THAN_ONE,
    about_people,
    area_in_words,
    counted,
    duration_in_words,
    listed,
    people_in_words,
    people_share,
)

DRAWN_FROM_POINT: Final = "drawn from a point and a size"
DRAWN_QUALITIES: Final = frozenset({"circle_from_area", "point_only"})
_WHY_TOGETHER: Final = (
    "Neighbours can help only together: while one area still bars the way, releasing the area beside it opens nothing. "
    "So the steps release areas jointly, and each counts on top of the steps before it."
)
_KINDS: Final = {"SHA": "suspected", "CHA": "confirmed"}
_MINUTES_PER_HOUR: Final = 60
_NOBODY: Final = 1e-6  # people: what is left of a difference of equal sums
_SAME_HOURS: Final = 0.01  # share of a sum below which two sums of hours are called equal


def threshold_place(tier: Tier) -> int:
    """Which band the sentences speak of: the threshold's own, else the last below it, else the first."""
    below = [place for place, band in enumerate(tier.bands_minutes) if band <= tier.threshold_minutes]
    return below[-1] if below else 0


def threshold_band(tier: Tier) -> float:
    """The minutes of that band."""
    return tier.bands_minutes[threshold_place(tier)]


def person_hours(person_minutes: float) -> str:
    """Person-minutes as hours for a sentence or a cell.

    >>> person_hours(72_000), person_hours(60), person_hours(12), person_hours(0)
    ('1,200 person-hours', '1 person-hour', 'less than 1 person-hour', '0 person-hours')
    """
    hours = about_people(person_minutes / _MINUTES_PER_HOUR)
    if hours == FEWER_THAN_ONE:
        return "less than 1 person-hour"
    return f"{hours} person-hour{'' if hours == '1' else 's'}"


def people_word(people: float) -> str:
    """A count of people with its noun, rounded for a sentence.

    >>> people_word(1), people_word(1234.0), people_word(0.2)
    ('1 person', '1,230 people', 'fewer than 1 person')
    """
    about = about_people(people)
    return f"{about} {'person' if about in {'1', FEWER_THAN_ONE} else 'people'}"


def cluster_name(cluster: Cluster) -> str:
    """What a cluster is called: an area by its number, areas that touch as a group by theirs."""
    name = f"Area {cluster.cluster_id}" if cluster.gain.area_count == 1 else f"Group {cluster.cluster_id}"
    return f"{name}, {cluster.area_names}" if cluster.area_names and cluster.gain.area_count == 1 else name


def kinds_in_words(kinds: str) -> str:
    """The kinds of a cluster's areas: suspected, confirmed, or as recorded."""
    said = dict.fromkeys(_KINDS.get(kind.strip().upper(), kind.strip().lower()) for kind in kinds.split(";"))
    return listed([kind for kind in said if kind] or ["kind not given"])


def drawn_counts(hazards: Iterable[Hazard]) -> dict[int, int]:
    """By cluster, how many of its outlines were drawn from a point and a size; others are left out."""
    counts: dict[int, int] = {}
    for hazard in hazards:
        if is_drawn(hazard) and hazard.cluster_id is not None:
            counts[hazard.cluster_id] = counts.get(hazard.cluster_id, 0) + 1
    return counts


def is_drawn(hazard: Hazard) -> bool:
    """Whether an outline is no survey but a circle, or a point, with the recorded size."""
    return hazard.geometry_quality.lower() in DRAWN_QUALITIES


def outline_in_words(cluster: Cluster, drawn: Mapping[int, int]) -> str:
    """Where the outlines of a cluster are from, as far as it must be told; empty where all are recorded ones."""
    count = drawn.get(cluster.cluster_id, 0)
    if not count:
        return ""
    return (
        DRAWN_FROM_POINT if cluster.gain.area_count == 1 else f"{count} of {cluster.gain.area_count} {DRAWN_FROM_POINT}"
    )


def within_sentence(everyone: Access, tier: Tier) -> str:
    """How many people are within the threshold now: what every gain comes on top of."""
    place, band = threshold_place(tier), duration_in_words(threshold_band(tier))
    within = people_share(everyone.within[place], everyone.people)
    return (
        f"With the hazard areas as recorded, {within} of {people_in_words(everyone.people)} are within {band} of a "
        "centre; what a release would give comes on top of that."
    )


def cluster_sentence(cluster: Cluster, tier: Tier, drawn: Mapping[int, int]) -> str:
    """What releasing one cluster alone would give, to be read aloud."""
    said = [kinds_in_words(cluster.kinds), area_in_words(cluster.gain.area_km2)]
    count = cluster.gain.area_count
    said = said if count == 1 else [f"{count:,} areas that touch", *said]
    outline = outline_in_words(cluster, drawn)
    if outline:
        said.append(outline)
    name = cluster_name(cluster)
    name = f"{name[:1].lower()}{name[1:]}" + (f" in {cluster.place}" if cluster.place else "")
    return f"Releasing {name} ({', '.join(said)}) alone would {_gain_words(cluster, tier)}."


def changes_nothing_sentence(clusters: Sequence[Cluster]) -> str:
    """How many clusters change nobody's time by themselves."""
    idle = sum(cluster.changes_nothing for cluster in clusters)
    whole = counted(len(clusters), "area or group of touching areas", "areas and groups of touching areas")
    if not idle:
        return f"Each of the {whole} changes somebody's time by itself."
    return f"{people_in_words(idle)} of {whole} {'changes' if idle == 1 else 'change'} nobody's time by themselves."


def steps_sentences(steps: Sequence[ClearanceStep], clusters: Sequence[Cluster], tier: Tier) -> tuple[str, ...]:
    """What all steps give together, and why some areas help only together with their neighbours."""
    if not steps:
        return ()
    place, band = threshold_place(tier), duration_in_words(threshold_band(tier))
    chosen = [step for step in steps if not step.is_rest]
    newly, minutes = (_sum_of(steps, of) for of in (lambda s: s.gain.newly_within[place], _minutes_of))
    said = [_WHY_TOGETHER]
    alone = sum(cluster.gain.person_minutes_gained for cluster in clusters)
    if clusters and abs(alone - minutes) > _SAME_HOURS * max(alone, minutes):
        reason = "what only a joint release opens" if alone < minutes else "what several of them would each open"
        said.append(
            f"Released one at a time, the areas save {person_hours(alone)} each way in sum; released together, "
            f"{person_hours(minutes)}. The difference is {reason}."
        )
    if chosen:
        first = _sum_of(chosen, lambda s: s.gain.newly_within[place])
        first_minutes = _sum_of(chosen, _minutes_of)
        areas = sum(step.gain.area_count for step in chosen)
        said.append(
            f"The first {counted(len(chosen), 'step')} ({counted(areas, 'area')}) would bring {_more(first)} "
            f"within {band} and save {person_hours(first_minutes)} each way, out of {people_word(newly)} and "
            f"{person_hours(minutes)} if all hazard areas were released."
        )
    return tuple(said)


def _gain_words(cluster: Cluster, tier: Tier) -> str:
    gain, band = cluster.gain, duration_in_words(threshold_band(tier))
    newly = gain.newly_within[threshold_place(tier)]
    said = []
    if newly > _NOBODY:
        said.append(f"bring {_more(newly)} within {band}")
    if gain.person_minutes_gained > _NOBODY:
        said.append(f"save {person_hours(gain.person_minutes_gained)} each way")
    sentence = listed(said) if said else "change nobody's time outside it"
    if not newly > _NOBODY and gain.person_minutes_gained > _NOBODY:
        sentence += f", though bring nobody new within {band}"
    clauses = [sentence]
    if gain.reconnected > _NOBODY:
        who = people_word(gain.reconnected)
        clauses.append(f"{who} who now {'has' if who.endswith('person') else 'have'} no way would have one")
    if gain.people_inside > _NOBODY:
        who = people_word(gain.people_inside)
        clauses.append(f"{who} {'lives' if who.endswith('person') else 'live'} inside, without a time until then")
    if cluster.changes_nothing and len(clauses) == 1 and not said:
        return "change nobody's time"
    return "; ".join(clauses)


def _more(people: float) -> str:
    about = about_people(people)
    return f"{about} more {'person' if about in {'1', FEWER_THAN_ONE} else 'people'}"


def _minutes_of(step: ClearanceStep) -> float:
    return step.gain.person_minutes_gained


def _sum_of(steps: Iterable[ClearanceStep], of: Callable[[ClearanceStep], float]) -> float:
    return math.fsum(of(step) for step in steps)
