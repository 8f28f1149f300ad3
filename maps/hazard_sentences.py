"""What hazards do to the people of a place, in sentences: who lives inside, and what releasing all would change."""

from __future__ import annotations

import math
from typing import Final

from maps.release_values import Access, Tier
from maps.words import (
    FEWER_THAN_ONE,
    about_people,
    duration_in_words,
    listed,
    minutes_in_words,
    people_in_words,
    people_share,
    percent_in_words,
)

_SAME_PEOPLE: Final = 1e-6  # two sums of the same people may differ by so much


def inside_sentence(access: Access) -> str:
    """How many live inside a recorded hazard area, where a run has hazards."""
    if access.inside_hazards <= 0:
        return "Nobody lives inside a recorded hazard area."
    said = people_share(access.inside_hazards, access.people)
    if _noun(about_people(access.inside_hazards)) == "person":
        return f"{said[:1].upper()}{said[1:]} lives inside recorded hazard areas and is counted apart, without a time."
    return f"{said} live inside recorded hazard areas and are counted apart, without a time."


def hazard_sentences(recorded: Access, released: Access, tier: Tier) -> list[str]:
    """What releasing all hazard areas would change, in the order of weight.

    That nothing changes is said only where no band, no count of people without a way, none of
    those inside and no time of the half or of nine in ten differs.
    """
    threshold = duration_in_words(tier.threshold_minutes)
    is_gain = recorded.beyond_threshold_by_hazards > _SAME_PEOPLE
    changes = [
        *_no_way_sentence(recorded, released),
        *_band_sentence(recorded, released, tier, without_band=tier.threshold_minutes if is_gain else None),
        *_time_sentence(recorded, released),
    ]
    if is_gain:
        return [_gain_sentence(recorded, released, threshold), *changes]
    if changes:
        return [f"Hazards push nobody beyond {threshold}, but they change other figures.", *changes]
    if recorded.inside_hazards > 0:
        return [f"Hazards push nobody beyond {threshold}; those inside them have a time if all are released."]
    same = "each band holds as many people with the recorded hazard areas as without them"
    return [f"Hazards change nothing in these figures: {same}."]


def _gain_sentence(recorded: Access, released: Access, threshold: str) -> str:
    gained = about_people(recorded.beyond_threshold_by_hazards)
    return (
        f"Recorded hazard areas lengthen the way: {gained} more {_noun(gained)} would be within {threshold} if all of "
        f"them were released ({_now_and_then(recorded, released)})."
    )


def _now_and_then(recorded: Access, released: Access) -> str:
    """Who is within the threshold, then instead of now: as shares, or as people where the shares read the same."""
    now, then = (each.people - each.beyond_threshold for each in (recorded, released))
    share_now, share_then = percent_in_words(now, recorded.people), percent_in_words(then, released.people)
    if share_now != share_then:
        return f"{share_then} of all people instead of {share_now}"
    return f"{people_in_words(then)} instead of {people_in_words(now)} of {people_in_words(released.people)}"


def _no_way_sentence(recorded: Access, released: Access) -> list[str]:
    if not _differ(recorded.no_way, released.no_way):
        return []
    now, then = _apart(recorded.no_way, released.no_way)
    if recorded.no_way <= 0:
        return [f"Nobody has no way to a centre as recorded, {then} if all hazard areas were released."]
    people = _noun(now)
    has = "has" if people == "person" else "have"
    ways = "by land, road or recorded ferry"
    return [f"{now} {people} {has} no way to a centre {ways} as recorded, {then} if all hazard areas were released."]


def _band_sentence(recorded: Access, released: Access, tier: Tier, *, without_band: float | None) -> list[str]:
    said: list[str] = []
    for band, now_people, then_people in zip(tier.bands_minutes, recorded.within, released.within, strict=True):
        if band != without_band and _differ(now_people, then_people):
            now, then = _apart(now_people, then_people)
            people = "" if said else f" {_noun(then)}"
            would = "" if said else " would be"
            said.append(f"{then}{people} instead of {now}{would} within {duration_in_words(band)}")
    return [f"If all hazard areas were released, {listed(said)}."] if said else []


def _time_sentence(recorded: Access, released: Access) -> list[str]:
    said = []
    for whose, now, then in (
        ("half of the people", recorded.median_minutes, released.median_minutes),
        ("nine in ten", recorded.p90_minutes, released.p90_minutes),
    ):
        now_said, then_said = minutes_in_words(now, absence="having no time"), minutes_in_words(then)
        if now_said != then_said and math.isfinite(then):
            said.append(f"{whose} would need {then_said} or less instead of {now_said}")
    return [f"With all of them released, {listed(said)}."] if said else []


def _differ(now: float, then: float) -> bool:
    return abs(now - then) > _SAME_PEOPLE


def _apart(now: float, then: float) -> tuple[str, str]:
    """Two counts that differ: rounded if they still read apart, else to whole people."""
    rounded = about_people(now), about_people(then)
    said = rounded if rounded[0] != rounded[1] else (people_in_words(now), people_in_words(then))
    return "none" if now <= 0 else said[0], "none" if then <= 0 else said[1]


def _noun(people: str) -> str:
    return "person" if people in {"1", FEWER_THAN_ONE} else "people"
