"""What if, in sentences: how the people fare in one world against another."""

from __future__ import annotations

import math

from maps.clearance_sentences import people_word, person_hours, threshold_band, threshold_place
from maps.effects_values import Change, Comparison
from maps.release_values import Tier
from maps.run_key import WITH_HAZARDS, RunKey
from maps.words import duration_in_words, listed, minutes_in_words, name_in_words, people_in_words, people_share
from maps.worlds import world_name

_NOBODY = 1e-6  # people: what is left of a difference of equal sums


def world_title(key: RunKey, tier: Tier) -> str:
    """What a scenario and season are called, with the hazards they are taken with where the tier has both."""
    title = world_name(key, tier)
    if len({run.key.hazards for run in tier.runs}) > 1:
        title += ", hazards as recorded" if key.hazards == WITH_HAZARDS else ", all hazards released"
    return title


def world_sentences(tier: Tier, *, comparison: Comparison | None = None) -> tuple[str, ...]:
    """What each scenario and season changes; only of worlds that a run of this tier, or of a comparison, is in."""
    keys = [run.key for run in tier.runs] if comparison is None else [comparison.before, comparison.after]
    shown = {key.world for key in keys}
    return tuple(
        f"{world.title or name_in_words(world.scenario)}: {' '.join(world.changes) or 'Nothing is changed.'}"
        for world in tier.effects.worlds
        if (world.scenario, world.season) in shown
    )


def held_against(comparison: Comparison, tier: Tier) -> str:
    """Which two worlds a comparison holds against each other."""
    return f"Before: {world_title(comparison.before, tier)}. After: {world_title(comparison.after, tier)}."


def comparison_sentences(comparison: Comparison, tier: Tier) -> tuple[str, ...]:
    """How everyone fares, those who gain first; nobody who loses is left out."""
    change = comparison.overall
    if not is_changed(change):
        return (f"{comparison.name}: nobody's time changes.",)
    shorter = f"The way gets shorter for {people_share(change.people_gaining, change.people)}"
    saved = f"who save {person_hours(change.person_minutes_gained)} each way in sum"
    longer = "for nobody longer"
    if change.people_losing > _NOBODY:
        lost = person_hours(change.person_minutes_lost)
        longer = f"for {people_share(change.people_losing, change.people)} longer, who lose {lost}"
    said = [f"{comparison.name}: {_within_words(change, tier)}."]
    said.append(
        f"{shorter}, {saved}; {longer}."
        if change.people_gaining > _NOBODY
        else f"The way gets shorter for nobody; {longer}."
    )
    if change.reconnected > _NOBODY:
        said.append(f"{_first(people_word(change.reconnected))} without a way or time before would have one.")
    if change.cut_off > _NOBODY:
        said.append(f"{_first(people_word(change.cut_off))} with a time before would have none: they are cut off.")
    times = [
        f"{whose} of the people would need {minutes_in_words(after)} or less instead of "
        f"{minutes_in_words(before, absence='having no time')}"
        for whose, before, after in (
            ("half", change.median_minutes_before, change.median_minutes_after),
            ("nine in ten", change.p90_minutes_before, change.p90_minutes_after),
        )
        if math.isfinite(after) and minutes_in_words(before) != minutes_in_words(after)
    ]
    if times:
        said.append(f"{_first(listed(times))}.")
    return tuple(said)


def is_changed(change: Change) -> bool:
    """Whether anybody's time differs."""
    moved = (change.people_gaining, change.people_losing, change.cut_off, change.reconnected)
    return any(people > _NOBODY for people in moved)


def areas_by_change(comparison: Comparison) -> tuple[Change, ...]:
    """The areas with somebody whose time differs, those with most such people first."""
    areas = [row for row in comparison.rows if row.area_kind == "area" and is_changed(row)]
    return tuple(sorted(areas, key=lambda row: -_moved(row)))


def _moved(row: Change) -> float:
    return row.people_gaining + row.people_losing + row.cut_off + row.reconnected


def _within_words(change: Change, tier: Tier) -> str:
    """Who is within the threshold before and after, and who crosses it in either direction."""
    place, band = threshold_place(tier), duration_in_words(threshold_band(tier))
    newly, no_longer = change.newly_within[place], change.no_longer_within[place]
    before, after = (people_in_words(each[place]) for each in (change.within_before, change.within_after))
    everyone = people_in_words(change.people)
    if newly <= _NOBODY and no_longer <= _NOBODY:
        return f"{after} of {everyone} people are within {band} of a centre before and after, the same people"
    come = people_word(newly) if newly > _NOBODY else "nobody"
    go = people_word(no_longer) if no_longer > _NOBODY else "nobody"
    would = f"{come} would come within it and {go} would no longer be"
    if before == after:
        return f"{after} of {everyone} people are within {band} of a centre before and after; {would}"
    return f"{after} instead of {before} of {everyone} people would be within {band} of a centre; {would}"


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]
