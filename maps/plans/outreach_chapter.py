"""The chapter on outreach: where a mobile team stops, how often, and what that gives."""

from __future__ import annotations

import math
from typing import Final

from maps.need import Row, Table
from maps.plans.reading import PlansTold, Told
from maps.plans.words import money
from maps.release_values import Tier
from maps.table_facts import access_facts
from maps.why import Folded, Section, WhyChapter
from maps.words import about_people, counted, minutes_in_words, name_in_words, people_in_words

ID: Final = "outreach"
TITLE: Final = "Outreach: where a mobile team stops"
_ORDER: Final = (
    "The order of stops is no route: the lines between them are straight. No recorded hazard does not mean safe."
)


def outreach_chapter(plans: PlansTold, tier: Tier) -> WhyChapter | None:
    """The chapter; None where the tier tells nothing of outreach."""
    rows = plans.of("outreach_summary")
    if not rows:
        return None
    sections = tuple(
        _section(place, row, plans, tier, is_only=len(rows) == 1) for place, row in enumerate(rows, start=1)
    )
    lead = ("People beyond reach whom a team with a vehicle can visit, month by month, by need and season.", _ORDER)
    return WhyChapter(id=ID, title=TITLE, lead=lead, sections=sections)


def _section(place: int, row: Told, plans: PlansTold, tier: Tier, *, is_only: bool) -> Section:
    title = "" if is_only else f"{name_in_words(row['pillar'])}, {name_in_words(row['season']).lower()}"
    own = [
        each
        for each in plans.of("outreach_stops")
        if (each["pillar"], each["season"]) == (row["pillar"], row["season"])
    ]
    sentences = [
        (
            f"{counted(row['stops'], 'stop')} for {counted(row['teams'], 'team')}: {row['days_used_per_month']:g} of "
            f"{row['days_per_month']:g} days a month, {row['nights_per_month']:g} nights away, "
            f"{row['km_per_month']:,.0f} km and {row['drive_hours_per_month']:,.0f} hours on the road, "
            f"{row['work_hours_per_month']:,.0f} hours of work."
        ),
        (
            f"{about_people(row['people_beyond_before'])} people are beyond reach without the team, "
            f"{about_people(row['people_beyond_after'])} with it."
        ),
        (
            f"{people_in_words(row['visits_per_month'])} of {people_in_words(row['visits_asked_per_month'])} "
            "visits a month "
            f"that people in need beyond reach ask for are made."
        ),
    ]
    if not math.isnan(row["cost_per_month"]):
        sentences.append(f"It costs {money(row['cost_per_month'], row['currency'])} a month.")
    if row["note"]:
        sentences.append(f"{row['note'][:1].upper()}{row['note'][1:].rstrip('.')}.")
    if not math.isnan(row["gap_share"]):
        sentences.append(f"No other tours can make more than {100 * row['gap_share']:.1f} % more visits in these days.")
    return Section(
        title=title,
        sentences=tuple(sentences),
        tables=(_stops(place, own, tier),) if own else (),
        folded=_days(place, row, plans, tier),
    )


def _stops(place: int, stops: list[Told], tier: Tier) -> Table:
    rows = [
        Row(
            name=each["stop_name"],
            cells=(
                people_in_words(each["people_within"]),
                people_in_words(each["people_in_need"]),
                f"{each['visits_per_month']:,.1f} of {each['visits_asked_per_month']:,.1f}",
                f"{each['days_per_month']:,.2g}",
                "yes" if each["is_reached"] else f"no: {each['note']}",
            ),
        )
        for each in stops
    ]
    return Table(
        id=f"outreach-{place}-stops",
        caption="Stops, those with most need first",
        facts=access_facts(tier, unit="people; visits and days a month", denominator="none, counts of each stop"),
        headings=("Stop", "People near it", "In need", "Visits a month, of those asked", "Days a month", "On a tour"),
        rows=tuple(rows),
        texts=(5,),
    )


def _days(place: int, row: Told, plans: PlansTold, tier: Tier) -> tuple[Folded, ...]:
    days = [
        each for each in plans.of("outreach_days") if (each["pillar"], each["season"]) == (row["pillar"], row["season"])
    ]
    if not days:
        return ()
    rows = [
        Row(
            name=f"Team {each['team']:.0f}, day {each['day']:.0f}",
            cells=(
                f"{each['from_id']} to {each['to_id']}",
                minutes_in_words(each["drive_minutes"]),
                f"{each['drive_km']:,.0f} km",
                minutes_in_words(each["work_minutes"]),
                "yes" if each["is_night_away"] else "no",
            ),
        )
        for each in days
    ]
    table = Table(
        id=f"outreach-{place}-days",
        caption="Day by day: the order of stops, not a route",
        facts=access_facts(tier, unit="minutes and km of driving; minutes of work", denominator="none, counts"),
        headings=("Day", "From and to", "Drive", "Distance", "Work there", "Night away after it"),
        rows=tuple(rows),
        texts=(1,),
    )
    return (Folded(title="The days of a month", sentences=(_ORDER,), tables=(table,)),)
