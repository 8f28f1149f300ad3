"""The chapter on accessibility: how far it is by profile, season and group, and what a visit takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from maps.need.asking import (
    KIND_LABELS,
    KINDS,
    Ask,
    everyone_of,
    group_sources,
    list_asks,
    of_lead,
    run_name,
    whole_rows,
)
from maps.need.chapter import (
    MOST_ROWS,
    Chapter,
    Part,
    Row,
    Shown,
    Table,
    access_cell,
    cut_note,
    kept,
    measure_label,
    value_in_words,
)
from maps.need.columns import ACCESS
from maps.need.known_beside import known_beside
from maps.need.plates import LINES_NOTE, has_no_difference
from maps.need.values import EVERYONE, WHOLE, Group, GroupAccess, Measured, NeedTables
from maps.release_values import Tier
from maps.table_facts import access_facts
from maps.words import (
    about_people,
    duration_in_words,
    listed,
    lowered,
    minutes_in_words,
    people_in_words,
    percent_in_words,
)

_EVERYONE_NOTE: Final = (
    "Medians, 9 in 10 and the worst tenth are over everyone of the row, those with no time last: “no way” there means "
    "that half, one in ten, or someone in the worst tenth has none. A group with nobody in it says “nobody”."
)
_VISIT_NOTE: Final = (
    "Day trip: there and back within the hours that the study sets. Stay overnight: there is a time, but there and "
    "back takes longer. Hours and fares a year are of the visits that the study sets; halves are of everyone."
)
_UNIT: Final = "people, with their share; times in hours (h) and minutes (min)"
_VISIT: Final = (
    "day_trip_share",
    "overnight_share",
    "unreached_share",
    "round_trip_median_minutes",
    "yearly_hours_median",
    "yearly_fares_median",
)


def reach_chapter(need: NeedTables, tier: Tier, figures: dict[str, tuple[Shown, ...]]) -> Chapter | None:
    """The chapter; None where no table tells access by group. ``figures`` by the label of what is asked."""
    asks = list_asks(tier, need.access)
    if not asks:
        return None
    parts = [
        part for place, ask in enumerate(asks, 1) for part in _parts(ask, place, need, tier, figures.get(ask.label, ()))
    ]
    return Chapter(id="accessibility", title="Accessibility", parts=tuple(parts))


def _parts(ask: Ask, place: int, need: NeedTables, tier: Tier, figures: tuple[Shown, ...]) -> list[Part]:
    by_run = [(run_name(run, ask), row) for run in ask.runs if (row := everyone_of(need, run)) is not None]
    groups = whole_rows(need, ask.lead)
    by_group = [
        (need.group_label(group.key), groups.get(group.key) or _nobody(group))
        for group in need.groups
        if group.key in groups or group.people == 0
    ]
    tables: list[Table] = []
    for rows, what, by in ((by_run, "profile and season", "runs"), (by_group, "group", "groups")):
        if by == "runs" and len(rows) < 2:  # noqa: PLR2004  the one run is in the table of groups
            continue
        told = f"{ask.label}{of_lead(ask) if by == 'groups' else ''}"
        tables.append(_time_table(f"reach-{place}-{by}", f"Travel time by {what}, one way: {told}", rows, tier))
        if any(measure in row.measures for _, row in rows for measure in _VISIT[:1]):
            tables.append(
                _visit_table(f"reach-{place}-{by}-visits", f"What a visit takes, by {what}: {told}", rows, tier)
            )
    facts = access_facts(tier, unit=_UNIT, groups=group_sources(need, KINDS, tier))
    tables = [replace(table, facts=facts) if "-groups" in table.id else table for table in tables]
    sentences = [
        *(time_sentence(name, row, tier) for name, row in by_run[:1]),
        *others_sentences(by_run, tier),
        *group_sentences(ask, need, tier),
        *visit_sentences(by_run[:1]),
        *other_visits_sentences(by_run),
    ]
    longest = max(len(by_run), len(by_group))
    notes = kept(
        known_beside(ask, need),
        LINES_NOTE if figures else "",
        _EVERYONE_NOTE,
        _VISIT_NOTE,
        cut_note(longest, "rows", ACCESS),
    )
    return [Part(title=ask.label, sentences=tuple(sentences), figures=figures, tables=tuple(tables), notes=notes)]


def _nobody(group: Group) -> GroupAccess:
    """The row of a group that nobody is in, where the table of access leaves it out."""
    return GroupAccess(
        area_id="",
        area_name="",
        area_kind=WHOLE,
        group=group.key,
        as_of="",
        measures={"people": Measured(value=0.0, unit="people", denominator=0.0)},
    )


def time_sentence(name: str, row: GroupAccess, tier: Tier) -> str:
    """How many are within the threshold, and how far half, nine in ten and the worst tenth have it."""
    if row.people == 0:
        return f"{name}: nobody."
    threshold = duration_in_words(tier.threshold_minutes)
    beyond = row.value("beyond_threshold_share")
    people = people_in_words(row.people)
    said = f"{name}: how many of {people} people are within {threshold} of a centre is not known"
    if not math.isnan(beyond):
        within = about_people((1 - beyond) * row.people)
        said = f"{name}: {within} of {people} people ({percent_in_words(1 - beyond, 1)}) are within {threshold}"
    said += f" of a centre; {_half(row.value('median_minutes'))}" if not math.isnan(beyond) else ""
    worst = row.value("worst_decile_mean_minutes")
    if math.isinf(worst):
        said += "; of the tenth who have it farthest, some have no way"
    elif not math.isnan(worst):
        said += f"; the tenth who have it farthest need {minutes_in_words(worst)} on average"
    return f"{said}."


def others_sentences(rows: Sequence[tuple[str, GroupAccess]], tier: Tier) -> tuple[str, ...]:
    """The share within the threshold in all runs but the first, in one sentence; nothing where there is one alone."""
    known = [(name, row) for name, row in rows[1:] if row.people > 0]
    known = [(name, row) for name, row in known if not math.isnan(row.value("beyond_threshold_share"))]
    if not known:
        return ()
    said = "; ".join(f"{lowered(name)}, {_within(row)}" for name, row in known)
    return (f"Of the same people, within {duration_in_words(tier.threshold_minutes)} of a centre are: {said}.",)


def _half(median_minutes: float) -> str:
    if math.isnan(median_minutes):
        return "how far half of them have it is not known"
    if math.isinf(median_minutes):
        return "half of them or more have no time"
    return f"half of them need {minutes_in_words(median_minutes)} or less"


def group_sentences(ask: Ask, need: NeedTables, tier: Tier) -> tuple[str, ...]:
    """Of each kind of group, who is least and who is most often within the threshold; empty groups are named."""
    told = whole_rows(need, ask.lead)
    said, alike = [], []
    for kind in KINDS:
        if has_no_difference(kind, told, need):
            alike.append(KIND_LABELS[kind])
            continue
        rows = [(group.label, told[group.key]) for group in need.groups if group.kind == kind and group.key in told]
        known = [
            (label, row)
            for label, row in rows
            if row.people > 0 and not math.isnan(row.value("beyond_threshold_share"))
        ]
        if len(known) < 2:  # noqa: PLR2004  one group compares nothing
            continue
        worst = max(known, key=lambda each: each[1].value("beyond_threshold_share"))
        best = min(known, key=lambda each: each[1].value("beyond_threshold_share"))
        by = f"By {KIND_LABELS[kind]}"
        if _within(worst[1]) == _within(best[1]):
            said.append(
                f"{by} there is no difference to tell of {duration_in_words(tier.threshold_minutes)}: "
                f"{_within(best[1])} of each group are within it; at other limits they differ."
            )
            continue
        said.append(
            f"{by}, least often within {duration_in_words(tier.threshold_minutes)}: {worst[0]}, {_within(worst[1])} of "
            f"{people_in_words(worst[1].people)} people; most often: {best[0]}, {_within(best[1])} of "
            f"{people_in_words(best[1].people)}."
        )
    if alike:
        said.append(_alike_sentence(alike, told, tier))
    empty = [group.label for group in need.groups if group.people == 0 and group.key not in told]
    empty += [need.group_label(key) for key, row in told.items() if row.people == 0 and key != EVERYONE]
    if empty:
        said.append(f"Nobody is in: {'; '.join(empty)}.")
    return tuple(said)


def _alike_sentence(kinds: Sequence[str], told: dict[str, GroupAccess], tier: Tier) -> str:
    """By what the groups do not differ, and why that may be no finding."""
    everyone = told.get(EVERYONE)
    known = everyone is not None and not math.isnan(everyone.value("beyond_threshold_share"))
    within = (
        f"{_within(everyone)} of everyone are within {duration_in_words(tier.threshold_minutes)}, and "
        if known and everyone is not None
        else ""
    )
    by = listed([f"by {kind}" for kind in kinds])
    return (
        f"{by[:1].upper()}{by[1:]} there is no difference to tell: {within}at every limit the shares of the groups "
        "lie less than 1 percentage point apart, so that no picture is drawn of them. Where the source has one "
        "make-up of people for all places, this comes of the method and is no finding."
    )


def _within(row: GroupAccess) -> str:
    return percent_in_words(1 - row.value("beyond_threshold_share"), 1)


def visit_sentences(rows: list[tuple[str, GroupAccess]]) -> tuple[str, ...]:
    """What a visit and a year of visits take, for each profile and season."""
    said = []
    for name, row in rows:
        parts = []
        day, night = row.value("day_trip_share"), row.value("overnight_share")
        if not math.isnan(day):
            parts.append(
                f"{percent_in_words(day, 1)} of {people_in_words(row.people)} people can go and return in a day"
            )
        if not math.isnan(night):
            parts.append(f"{percent_in_words(night, 1)} have a way but must stay overnight")
        hours = row.measures.get("yearly_hours_median")
        if hours is not None and not math.isnan(hours.value):
            parts.append(
                "half of them or more have no way to make the visits of a year"
                if math.isinf(hours.value)
                else f"the visits of a year take half of them {hours.value:,.1f} hours of travel or less"
            )
        fares = row.measures.get("yearly_fares_median")
        if fares is not None and math.isfinite(fares.value):
            parts.append(f"and half of them pay {value_in_words(fares.value, fares.unit)} or less in fares")
        if parts and row.people > 0:
            said.append(f"{name}: {'; '.join(parts)}.")
    return tuple(said)


def other_visits_sentences(rows: Sequence[tuple[str, GroupAccess]]) -> tuple[str, ...]:
    """Who can go and return in a day in all runs but the first, in one sentence."""
    known = [(name, row) for name, row in rows[1:] if row.people > 0 and not math.isnan(row.value("day_trip_share"))]
    if not known:
        return ()
    said = "; ".join(f"{lowered(name)}, {percent_in_words(row.value('day_trip_share'), 1)}" for name, row in known)
    return (f"Of the same people, able to go and return in a day are: {said}.",)


def _time_table(table_id: str, caption: str, rows: list[tuple[str, GroupAccess]], tier: Tier) -> Table:
    measures = (
        *(f"share_within_{band:g}_min" for band in tier.bands_minutes),
        "beyond_threshold_share",
        "unreached_share",
        "median_minutes",
        "p90_minutes",
        "worst_decile_mean_minutes",
    )
    return _table(table_id, caption, rows, measures, tier)


def _visit_table(table_id: str, caption: str, rows: list[tuple[str, GroupAccess]], tier: Tier) -> Table:
    return _table(table_id, caption, rows, _VISIT, tier)


def _table(
    table_id: str, caption: str, rows: list[tuple[str, GroupAccess]], measures: tuple[str, ...], tier: Tier
) -> Table:
    used = [measure for measure in measures if any(measure in row.measures for _, row in rows)]
    threshold = f"Not within {minutes_in_words(tier.threshold_minutes)}"
    labels = {measure: measure_label(measure) for measure in used} | {"beyond_threshold_share": threshold}
    return Table(
        id=table_id,
        caption=caption,
        facts=access_facts(tier, unit=_UNIT),
        headings=("Who", "People", *(labels[measure] for measure in used)),
        rows=tuple(
            Row(name=name, cells=(people_in_words(row.people), *(access_cell(row, measure) for measure in used)))
            for name, row in rows[:MOST_ROWS]
        ),
    )
