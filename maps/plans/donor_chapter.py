"""The chapter for the donor: what each person within reach costs, whether it is fair, and who stays uncovered."""

from __future__ import annotations

import math
from typing import Final

from maps.need import Row, Table
from maps.plans.frontier_chart import frontier_chart
from maps.plans.picture import Drawn
from maps.plans.reading import PlansTold, Told
from maps.plans.words import between, money, reason_in_words
from maps.release_values import Tier
from maps.table_facts import access_facts
from maps.why import Section, WhyChapter
from maps.words import (
    about_people,
    duration_in_words,
    listed,
    minutes_in_words,
    name_in_words,
    people_in_words,
    percent_in_words,
)

ID: Final = "plans-cost"
TITLE: Final = "Plans: cost, fairness and who stays uncovered"
_VERDICTS: Final = {
    "pass": "Parity check: passed.",
    "fail": "Parity check: failed.",
    "cannot be told": "Parity check: it cannot be told.",
}


def donor_chapter(plans: PlansTold, tier: Tier) -> WhyChapter | None:
    """The chapter; None where no plan can be."""
    rows = [row for row in plans.of("plan_summary") if row["status"] != "infeasible"]
    if not rows:
        return None
    sections = tuple(_section(place, row, plans, tier) for place, row in enumerate(rows, start=1))
    lead = (
        (
            "What a plan costs for each person who is newly within reach, what more money would bring, who "
            "gains and who "
            "does not. Survivors weigh nothing in any plan: the parity check only asks afterwards whether "
            "they gain as all do."
        ),
    )
    return WhyChapter(id=ID, title=TITLE, lead=lead, sections=sections)


def _section(place: int, row: Told, plans: PlansTold, tier: Tier) -> Section:
    points = [each for each in plans.of("plan_frontier", row["plan"]) if each["group"] == "everyone"]
    return Section(
        title=row["title"],
        sentences=(*_cost(row), *_knee(points, row), *_uncovered_sentence(plans, row), *_parity(plans, row)),
        drawings=_chart(points, row, tier),
        tables=(*_frontier(place, points, row, tier), *_uncovered(place, plans, row, tier)),
    )


def _cost(row: Told) -> list[str]:
    within = duration_in_words(row["within_minutes"])
    if math.isnan(row["cost_per_person"]):
        why = "no cost is given" if math.isnan(row["total_cost"]) else "nobody is newly within reach"
        return [f"Cost for each person newly within {within}: not told, since {why}."]
    currency = row["currency"]
    said = (
        f"Each person newly within {within} costs {money(row['cost_per_person'], currency)} over {row['years']:g} years"
    )
    low, high = money(row["cost_per_person_low"], currency), money(row["cost_per_person_high"], currency)
    drawn = between(low, high, row)
    return [f"{said}{f'; {drawn}' if drawn else ''}. That is the cost of the sites alone, not of care."]


def _knee(points: list[Told], row: Told) -> list[str]:
    knee = next((point for point in points if point["is_knee"]), None)
    if knee is None:
        return ["What more money brings rises evenly: no point stands out from which a further site adds little."]
    what = f"{knee['sites']:,.0f} {'site' if knee['sites'] == 1 else 'sites'}"
    cost = "" if math.isnan(knee["total_cost"]) else f" for {money(knee['total_cost'], row['currency'])}"
    return [
        (
            f"A further site adds little from {what}{cost} on, which {'brings' if knee['sites'] == 1 else 'bring'} "
            f"{about_people(knee['people_gained'])} people "
            "within reach."
        )
    ]


def _chart(points: list[Told], row: Told, tier: Tier) -> tuple[Drawn, ...]:
    if len(points) < 2:  # noqa: PLR2004 - a line has two ends
        return ()
    last = points[-1]
    text = (
        f"People newly within reach rise from none to {about_people(last['people_gained'])} with "
        f"{last['sites']:,.0f} sites."
    )
    drawn = not math.isnan(last["people_gained_high"])
    band = ("The band holds the middle of the draws of speeds, hazards, people and needs.",) if drawn else ()
    return (
        Drawn(
            caption=f"What more money brings: {row['title']}",
            facts=access_facts(tier, unit="people newly within reach", denominator="none, counts"),
            svg=frontier_chart(points, row["currency"], text),
            notes=(*band, "The best plan of each size, without floors and without the worst tenth first."),
        ),
    )


def _frontier(place: int, points: list[Told], row: Told, tier: Tier) -> list[Table]:
    if not points:
        return []
    rows = [
        Row(
            name=f"{point['sites']:,.0f}{' (more adds little)' if point['is_knee'] else ''}",
            cells=(
                money(point["total_cost"], row["currency"]),
                people_in_words(point["people_gained"]),
                _range(point),
                people_in_words(point["people_gained_by_last"]),
                percent_in_words(point["group_share_within"], 1),
                minutes_in_words(point["worst_decile_minutes"]),
            ),
        )
        for point in points
    ]
    return [
        Table(
            id=f"plan-{place}-frontier",
            caption=f"{row['title']}, the frontier: the best plan of each size",
            facts=access_facts(tier, unit=f"people; {row['currency']}; times one way", denominator="all people"),
            headings=(
                "Sites",
                "Cost",
                "Newly within",
                "In the draws",
                "By the last step",
                "Within",
                "Worst tenth, mean",
            ),
            rows=tuple(rows),
        )
    ]


def _range(point: Told) -> str:
    if math.isnan(point["people_gained_low"]):
        return "not drawn"
    return f"{people_in_words(point['people_gained_low'])} to {people_in_words(point['people_gained_high'])}"


def _uncovered_sentence(plans: PlansTold, row: Told) -> list[str]:
    by_reason: dict[str, float] = {}
    for each in _of_areas(plans, row):
        by_reason[each["reason"]] = by_reason.get(each["reason"], 0.0) + each["people"]
    total = sum(by_reason.values())
    if total <= 0:
        return ["Nobody who is counted stays beyond reach."]
    parts = [
        f"{about_people(people)} ({reason_in_words(reason)})"
        for reason, people in sorted(by_reason.items(), key=lambda pair: -pair[1])
    ]
    return [f"{about_people(total)} stay beyond reach: {listed(parts)}."]


def _of_areas(plans: PlansTold, row: Told) -> list[Told]:
    return [each for each in plans.of("plan_uncovered", row["plan"]) if each["area_id"] != "total"]


def _uncovered(place: int, plans: PlansTold, row: Told, tier: Tier) -> list[Table]:
    found = sorted((each for each in _of_areas(plans, row) if each["people"] > 0), key=lambda each: -each["people"])
    if not found:
        return []
    several = ";" in row["pillars"]
    rows = [
        Row(
            name=f"{each['area_name']}, {name_in_words(each['pillar']).lower()}" if several else each["area_name"],
            cells=(
                reason_in_words(each["reason"]),
                people_in_words(each["people"]),
                people_in_words(each["people_in_need"]),
                minutes_in_words(each["median_minutes"]),
            ),
        )
        for each in found[:40]
    ]
    return [
        Table(
            id=f"plan-{place}-uncovered",
            caption=f"{row['title']}: who stays beyond reach, and why",
            facts=access_facts(tier, unit="people; times one way with the plan", denominator="none, counts"),
            headings=("Area", "Why", "People", "In need", "Half of them are within"),
            rows=tuple(rows),
            texts=(1,),
        )
    ]


def _parity(plans: PlansTold, row: Told) -> list[str]:
    said = []
    for each in plans.of("plan_parity", row["plan"]):
        name = f"{name_in_words(each['pillar'])}: " if ";" in row["pillars"] else ""
        shares = ""
        if not math.isnan(each["survivors_gained_share_low"]):
            low, high = (percent_in_words(each[f"survivors_gained_share_{end}"], 1) for end in ("low", "high"))
            shares = (
                f" {low} to {high} of survivors gain, beside {percent_in_words(each['need_gained_share'], 1)} of all."
            )
        note = each["note"]
        words = f" {note[:1].upper()}{note[1:].rstrip('.')}." if note else ""
        said.append(f"{name}{_VERDICTS.get(each['verdict'], each['verdict'])}{shares}{words}")
    return said
