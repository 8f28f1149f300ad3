"""The chapter for the planner: what to build, for whom, at what cost, how sure."""

from __future__ import annotations

import math
from typing import Final

from maps.need import Row, Table
from maps.plans.picture import Drawn, before_and_after
from maps.plans.reading import PlansTold, Told
from maps.plans.words import KINDS, OBJECTIVES, gain_sentence, how_good, limits_in_words, money
from maps.release_values import Tier
from maps.table_facts import access_facts
from maps.why import Card, Folded, Section, WhyChapter, how_to_ask
from maps.words import (
    about_people,
    counted,
    duration_in_words,
    listed,
    minutes_in_words,
    name_in_words,
    people_in_words,
    percent_in_words,
)

TITLE: Final = "Plans: what to build"
ID: Final = "plans"
_LEAD: Final = (
    "Where the next service does most good: sites are chosen among candidates, existing centres that could do more "
    "among them. Need decides, never its cause: no plan knows what impaired anybody. A site is a place to look at more "
    "closely, not a decision; no recorded hazard does not mean safe."
)


def planner_chapter(plans: PlansTold, tier: Tier) -> WhyChapter:
    """The chapter; one sentence on how to ask where the study asks for no plan, or on why none is shown."""
    if plans.kept_back:
        return WhyChapter(id=ID, title=TITLE, lead=(plans.kept_back,))
    if not plans.of("plan_summary"):
        return WhyChapter(id=ID, title=TITLE, lead=(how_to_ask(tier, "plans", "plans of new sites"),))
    sections = [_section(place, row, plans, tier) for place, row in enumerate(plans.of("plan_summary"), start=1)]
    sections.append(_candidates(plans))
    return WhyChapter(id=ID, title=TITLE, lead=(_LEAD,), sections=tuple(sections))


def _section(place: int, row: Told, plans: PlansTold, tier: Tier) -> Section:
    name, sites = row["plan"], plans.of("plan", row["plan"])
    asked = (
        f"Asked: {OBJECTIVES.get(row['objective'], row['objective'])}, within "
        f"{duration_in_words(row['within_minutes'])}, with {limits_in_words(row)}; for {_services(row)}."
    )
    if row["status"] == "infeasible":
        words = f"No choice of sites keeps what is asked: {row['reason']}."
        return Section(title=row["title"], sentences=(asked, words))
    names = listed([site["candidate_name"] for site in sites]) if sites else ""
    sentences = [gain_sentence(row) if sites else f"Nothing is built: {row['reason']}."]
    if names:
        sentences.append(f"The sites, those that bring most people first: {names}.")
    releases = plans.of("plan_releases", name)
    if releases:
        ids = listed([each["hazard_ids"].replace(";", ", ") for each in releases])
        gained = sum(each["people_gained"] for each in releases)
        sentences.append(
            f"With them goes the release of {ids}, which alone brings {about_people(gained)} people within reach. "
            "Sites and releases are chosen in turns; there is no bound on how much better others could be."
        )
    sentences += [asked, how_good(row)]
    return Section(
        title=row["title"],
        sentences=tuple(sentences),
        cards_caption="The sites in the order in which they bring most people" if sites else "",
        cards_facts=access_facts(tier, unit=f"people; {row['currency']}", denominator="none, counts of each site"),
        cards=tuple(_card(site, row) for site in sites),
        drawings=_pictures(row, sites, tier),
        tables=(_areas(place, plans, row, tier), _groups(place, plans, row, tier)),
        folded=_others(place, plans, row, tier),
    )


def _services(row: Told) -> str:
    return listed([name_in_words(each).lower() for each in row["pillars"].split(";")])


def _card(site: Told, row: Told) -> Card:
    gives = listed([name_in_words(each).lower() for each in site["pillars"].split(";")])
    facts = [
        ("Brings within reach", f"{people_in_words(site['people_gained'])} people on top of those before it"),
        ("Nearest for", f"{people_in_words(site['people_nearest'])} people"),
        ("Cost", _cost(site, row)),
        ("Room", "not known" if math.isnan(site["capacity_per_year"]) else f"{site['capacity_per_year']:,.0f} a year"),
    ]
    if not math.isnan(site["share_of_draws"]):
        facts.append(("In the plan in", f"{percent_in_words(site['share_of_draws'], 1)} of {row['draws']:,.0f} draws"))
    does = f" ({listed([name_in_words(each).lower() for each in site['tasks'].split(';')])})" if site["tasks"] else ""
    satellite = " It fits what a workshop elsewhere makes." if site["is_satellite"] else ""
    return Card(
        title=f"{site['order']:.0f}. {site['candidate_name']}",
        where=f"{KINDS.get(site['kind'], site['kind'])}; {site['lat']:.4f}, {site['lon']:.4f}",
        reasons=f"It gives {gives}{does}.{satellite}",
        change="",
        bar=None,
        swatches=(),
        facts=tuple(facts),
    )


def _cost(site: Told, row: Told) -> str:
    if math.isnan(site["total_cost"]):
        return "not known"
    parts = [f"{money(site['total_cost'], row['currency'])} over {row['years']:g} years"]
    if not math.isnan(site["cost"]):
        parts.append(f"{money(site['cost'], row['currency'])} once")
    if not math.isnan(site["cost_per_year"]):
        parts.append(f"{money(site['cost_per_year'], row['currency'])} a year")
    return ": ".join([parts[0], listed(parts[1:])]) if len(parts) > 1 else parts[0]


def _pictures(row: Told, sites: tuple[Told, ...], tier: Tier) -> tuple[Drawn, ...]:
    """Before and after for each service of the plan, where the release holds both."""
    drawn = []
    for pillar in row["pillars"].split(";"):
        slug = pillar.replace("_", "-")
        before = next((run.folder for run in tier.runs if _is_start(run.key, row, pillar)), None)
        after = tier.folder / "plans" / row["plan"] / slug
        if before is None or not (after / "travel_minutes.tif").is_file():
            continue
        text = (
            f"Two maps of minutes to {name_in_words(pillar).lower()}, before and after the plan {row['title']}: "
            f"people within {duration_in_words(row['within_minutes'])} rise from "
            f"{about_people(row['people_within_before'])} to "
            f"{about_people(row['people_within_after'])}."
        )
        svg = before_and_after(before, after, sites, bands_minutes=tier.bands_minutes, text=text)
        drawn.append(
            Drawn(
                caption=f"Minutes to {name_in_words(pillar).lower()}, before and after: {row['title']}",
                facts=access_facts(tier, unit="minutes one way", denominator="none, cells"),
                svg=svg,
                notes=("Numbers are the sites. Empty rings before, full ones after. Not for navigation.",),
            )
        )
    return tuple(drawn)


def _is_start(key: object, row: Told, pillar: str) -> bool:
    asked = {name: row[name] for name in ("profile", "scenario", "season", "direction", "hazards")}
    return all(getattr(key, name) == value for name, value in (asked | {"pillar": pillar}).items())


def _areas(place: int, plans: PlansTold, row: Told, tier: Tier) -> Table:
    several = ";" in row["pillars"]
    rows = [
        Row(
            name=f"{each['area_name']}, {name_in_words(each['pillar']).lower()}" if several else each["area_name"],
            kind={"all": "all", "outside": "outside"}.get(each["area_kind"], ""),
            cells=(
                people_in_words(each["people"]),
                percent_in_words(each["people_within_before"], each["people"]),
                percent_in_words(each["people_within_after"], each["people"]),
                people_in_words(each["people_gained"]),
                minutes_in_words(each["median_minutes_before"]),
                minutes_in_words(each["median_minutes_after"]),
            ),
        )
        for each in plans.of("plan_areas", row["plan"])
        if each["people"] > 0
    ]
    within = duration_in_words(row["within_minutes"])
    return Table(
        id=f"plan-{place}-areas",
        caption=f"{row['title']}, by area: who is within {within} before and after",
        facts=access_facts(tier, unit="people and their share; times one way"),
        headings=(
            "Area",
            "People",
            "Within, before",
            "Within, after",
            "Newly within",
            "Half are within, before",
            "After",
        ),
        rows=tuple(rows),
    )


def _groups(place: int, plans: PlansTold, row: Told, tier: Tier) -> Table:
    rows = [
        Row(
            name=each["group_label"],
            cells=(
                people_in_words(each["people"]),
                percent_in_words(each["share_within_before"], 1),
                percent_in_words(each["share_within_after"], 1),
                people_in_words(each["people_gained"]),
                minutes_in_words(each["worst_decile_minutes_before"]),
                minutes_in_words(each["worst_decile_minutes_after"]),
                _floor(each),
            ),
        )
        for each in plans.of("plan_groups", row["plan"])
        if each["people"] > 0
    ]
    return Table(
        id=f"plan-{place}-groups",
        caption=f"{row['title']}, by group of people: within, and the mean of the tenth with the longest ways",
        facts=access_facts(tier, unit="people and their share; times one way"),
        headings=(
            "Group",
            "People",
            "Within, before",
            "Within, after",
            "Newly within",
            "Worst tenth, before",
            "After",
            "Floor",
        ),
        rows=tuple(rows),
    )


def _floor(each: Told) -> str:
    if math.isnan(each["floor_share"]):
        return "none"
    return f"{percent_in_words(each['floor_share'], 1)}: {'met' if each['meets_floor'] == 'yes' else 'not met'}"


def _others(place: int, plans: PlansTold, row: Told, tier: Tier) -> tuple[Folded, ...]:
    found = plans.of("plan_alternatives", row["plan"])
    if not found:
        return ()
    rows = [
        Row(
            name=each["candidate_names"].replace(";", ", "),
            cells=(
                "as good" if each["kind"] == "tie" else f"worse by {100 * each['worse_share']:.2f} %",
                people_in_words(each["people_gained"]),
                money(each["total_cost"], row["currency"]),
            ),
        )
        for each in found
    ]
    table = Table(
        id=f"plan-{place}-others",
        caption=f"{row['title']}: what comes as close",
        facts=access_facts(tier, unit=f"people; {row['currency']}", denominator="none, counts"),
        headings=("Sites", "Beside the plan", "Newly within", "Cost"),
        rows=tuple(rows),
        texts=(1,),
    )
    return (Folded(title=f"{counted(len(rows), 'other choice')} as good or nearly", sentences=(), tables=(table,)),)


def _candidates(plans: PlansTold) -> Section:
    """How many candidates there were, and why others were refused."""
    every = plans.of("plan_candidates")
    accepted = [each for each in every if each["is_accepted"]]
    reasons: dict[str, int] = {}
    for each in every:
        if not each["is_accepted"]:
            reasons[each["reason"]] = reasons.get(each["reason"], 0) + 1
    kinds: dict[str, int] = {}
    for each in accepted:
        kinds[each["kind"]] = kinds.get(each["kind"], 0) + 1
    items = [f"{counted(count, 'candidate')} refused: {reason}" for reason, count in reasons.items()]
    sentence = f"{counted(len(accepted), 'candidate')} could be chosen: " + listed(
        [f"{count:,} of them {KINDS.get(kind, kind)}" for kind, count in kinds.items()] or ["none"]
    )
    return Section(
        title="Among what was chosen",
        sentences=(f"{sentence}.",),
        items=tuple(items),
        notes=(
            (
                "All are in tables/plan_candidates.csv. The models: maximal cover, p-median, p-center, set "
                "cover, backup "
                "and capacitated cover, and the mean of the worst tenth; proven with HiGHS where it says so. "
                "Not in it: staff, "
                "running costs beyond the years counted, the quality of care, and whatever the data of the "
                "study leaves out."
            ),
        ),
    )
