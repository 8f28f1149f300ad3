"""The chapter on why regions are underserved, and what would have to change."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from accessibility.reasons import TOO_FAR
from maps.need import Row, Table
from maps.release_values import Tier
from maps.table_facts import access_facts
from maps.why.asking import Asked, chosen_runs, how_to_ask
from maps.why.bars import legend_of, reason_swatches, reasons_bar, share_in_words, told_reasons
from maps.why.blocks import MOST_CARDS, MOST_ROWS, Card, Folded, Section, Stacks, Swatch, WhyChapter, cut_rows_note
from maps.why.columns import REGIONS
from maps.why.factors import SHAPLEY, Factor, factor_in_sentence, in_order
from maps.why.overview import overview
from maps.why.sure_words import (
    ALMOST_SURELY,
    edge_sentence,
    hours_in_words,
    interval_sentence,
    middle_of,
    range_in_words,
    rank_in_words,
    ranks_in_words,
    region_sureness,
    sure_sentence,
)
from maps.why.values import AREA, OUTSIDE, REGION, WHOLE, Region, RunTables, WhyTables
from maps.why.wide import hazards_not_sure, is_wide, wide_rows
from maps.words import UNKNOWN, about_people, counted, duration_in_words, lowered, minutes_in_words, people_in_words

TITLE: Final = "Why these regions are underserved, and what would have to change"
_HARDLY_ANY: Final = 0.005
_PEOPLE: Final = "beyond_threshold_people"
_HOURS: Final = "person_hours_beyond"
_HOW_SHARED: Final = (
    "The ways are computed again and again: with one reason cured, with two, with every set of them. Often two reasons "
    "lie on one way, such as a hazard area on a road that is closed by rain, and neither cure helps without the other. "
    "So each reason gets what it saves on average over every order in which the reasons can be cured. That is fair in "
    "three ways: the shares add up to all time lost, two reasons that do the same get the same, and a reason that "
    "never helps gets nothing. What is left when all are cured is called too far even so. A cure is an offer: nobody's "
    "way gets longer by it, unless centres fill up."
)
_DRAWN: Final = f"How sure it is comes from draws, which the chapter “How sure this is” explains. {ALMOST_SURELY}"
_NOT_DRAWN: Final = (
    "How sure these figures are was not asked: a table [uncertainty] in the study file does, and each region says it."
)


def region_chapter(why: WhyTables, tier: Tier) -> WhyChapter:
    """The chapter; one sentence on how to ask where the tier tells no reasons."""
    if REGIONS not in why.files:
        lead = how_to_ask(tier, "reasons", "the reasons why regions are underserved")
        return WhyChapter(id="why", title=TITLE, lead=(lead,))
    chosen = chosen_runs(tier, lambda key: bool(why.of(key).reasons or why.of(key).regions))
    sections = [_section(place, asked, why, tier) for place, asked in enumerate(chosen.leads, 1)]
    if len(sections) == 1:
        sections[0] = Section(**{name: getattr(sections[0], name) for name in sections[0].__slots__} | {"title": ""})
    if chosen.others:
        folded = tuple(_folded(f"why-other-{at}", asked, why, tier) for at, asked in enumerate(chosen.others, 1))
        note = "Told in short, for all that was asked beside it; open what you need."
        sections.append(Section(title="The other runs of this release", sentences=(note,), folded=folded))
    sections = [*overview(chosen.leads, why, tier), *sections]
    factors = _factors(why.of(asked.key) for asked in (*chosen.leads, *chosen.others))
    return WhyChapter(
        id="why",
        title=TITLE,
        lead=_lead(why, tier),
        sections=tuple(sections),
        method_title="How the shares are made, and what each reason means",
        method=_method(tier),
        definitions=tuple(_definition(each) for each in factors),
    )


def _definition(factor: Factor) -> tuple[Swatch, tuple[str, ...]]:
    """What is the matter, what is taken as cured, what would have to change and who usually could."""
    swatch, words = Swatch(background=factor.background, label=factor.label, note=factor.texture), factor.words
    if words is None:
        return swatch, ()
    return swatch, (
        words.matter,
        f"Cured means: {lowered(words.cured)}",
        f"What would have to change: {lowered(words.change)}",
        f"Who usually could: {lowered(words.who)}",
    )


def _lead(why: WhyTables, tier: Tier) -> tuple[str, ...]:
    threshold = duration_in_words(tier.threshold_minutes)
    return (
        (
            f"Each region below says what keeps its people farther than {threshold} from a centre, what would have to "
            "change, and how sure that is. What counts is time lost: the hours that each person needs, one way, beyond "
            f"{threshold}, added up over all people."
        ),
        "The numbers of regions are those on the map; they say nothing of which comes first.",
        *([_DRAWN if any(told.intervals for told in why.runs.values()) else _NOT_DRAWN] if _has_regions(why) else []),
    )


def _has_regions(why: WhyTables) -> bool:
    return any(told.regions for told in why.runs.values())


def _method(tier: Tier) -> tuple[str, ...]:
    threshold = duration_in_words(tier.threshold_minutes)
    most = (tier.parameters.get("reasons") or {}).get("most_minutes")
    longest = (
        "" if most is None else f" Whoever has no way, or a longer one, counts as {minutes_in_words(float(most))}."
    )
    return (
        _HOW_SHARED,
        (
            f"A share is of the person-hours beyond {threshold}, not of the people: who is far beyond counts for more "
            f"than who is just beyond.{longest} Only reasons that can matter in a run are asked."
        ),
        f"Source of the method: {SHAPLEY}.",
    )


def _factors(tables: Iterable[RunTables]) -> tuple[Factor, ...]:
    return in_order([each.factor for told in tables for each in told_reasons(told.reasons)])


def _section(place: int, asked: Asked, why: WhyTables, tier: Tier) -> Section:
    told = why.of(asked.key)
    cards = tuple(_card(region, told, why, tier) for region in told.regions[:MOST_CARDS])
    left = len(told.regions) - len(cards)
    notes = [f"{counted(left, 'more region')} with fewer person-hours: in the table below."] if left > 0 else []
    return Section(
        title=asked.label,
        sentences=_whole_sentences(told, tier),
        stacks=_stacks(asked.label, told, tier),
        cards_caption=f"Underserved regions, most person-hours beyond first: {asked.label}" if cards else "",
        cards_facts=access_facts(
            tier,
            unit="share of person-hours one way beyond the threshold; people",
            denominator="the person-hours beyond of each region; the people of each region",
        ),
        cards=cards,
        notes=(*notes, *cut_rows_note(len(told.regions), "regions", REGIONS)),
        folded=_as_table(f"why-{place}-regions", asked.label, told, tier),
    )


def _as_table(table_id: str, label: str, told: RunTables, tier: Tier) -> tuple[Folded, ...]:
    """The regions once more in a table, for those who compare."""
    if not told.regions:
        return ()
    title = f"The same as one table, {counted(len(told.regions), 'region')}"
    return (Folded(title=title, sentences=(), tables=(_table(table_id, label, told, tier),)),)


def _whole_sentences(told: RunTables, tier: Tier) -> tuple[str, ...]:
    """The run as a whole: how much time is lost, and what takes most of it."""
    threshold, whole = duration_in_words(tier.threshold_minutes), told.reasons_of(WHOLE)
    if not whole:
        return ()
    people, hours = whole[0].people_beyond, whole[0].denominator_hours
    if people == 0:
        return (f"Nobody is farther than {threshold} from a centre, so there is nothing to explain.",)
    lost = f"Together they lose {hours_in_words(hours)} person-hours, each way, beyond it."
    where = f"are farther than {threshold} from a centre or have no way"
    said = [f"In {tier.study} {about_people(people)} people {where}. {lost}"]
    causes = [each for each in told_reasons(whole) if each.factor != TOO_FAR and each.share > 0]
    if causes:
        most = max(causes, key=lambda each: each.share)
        left = next((each.share for each in told_reasons(whole) if each.factor == TOO_FAR), math.nan)
        rest = "" if math.isnan(left) else f"; {_left_in_words(left)}"
        said.append(
            f"The largest reason that could be cured is {factor_in_sentence(most.factor)}, "
            f"{share_in_words(most.share)} of that time{rest}."
        )
    else:
        said.append("None of the reasons that were asked takes any of it: it is too far even so.")
    if not told.regions:
        least = "" if tier.min_people is None else f" of {people_in_words(tier.min_people)} people or more"
        said.append(f"There is no underserved region{least}.")
    return tuple(said)


def _left_in_words(share: float) -> str:
    """What remains when all is cured."""
    if share <= 0:
        return "with all reasons cured, none of it would remain"
    if share < _HARDLY_ANY:
        return "with all reasons cured, hardly any of it would remain"
    return f"{share_in_words(share)} is too far even if all reasons are cured"


def _stacks(label: str, told: RunTables, tier: Tier) -> tuple[Stacks, ...]:
    """The run as a whole and its areas, as bars."""
    areas = [each for each in told.reasons if each.place_kind in {AREA, OUTSIDE} and each.denominator_hours > 0]
    hours = {(each.place_kind, each.place_id): each.denominator_hours for each in areas}
    names = {(each.place_kind, each.place_id): each.place_name for each in areas}
    bars = [("All", reasons_bar("All", told.reasons_of(WHOLE)))]
    for kind, place_id in sorted(hours, key=lambda key: -hours[key])[:MOST_CARDS]:
        name = names[kind, place_id] if kind == AREA else "Outside all areas"
        bars.append((name, reasons_bar(name, told.reasons_of(kind, place_id))))
    drawn = tuple((name, bar) for name, bar in bars if bar is not None)
    if not drawn:
        return ()
    left = len(hours) - MOST_CARDS
    return (
        Stacks(
            caption=f"What takes the time beyond the threshold, in all and by area: {label}",
            facts=access_facts(
                tier, unit="share of person-hours one way beyond the threshold", denominator="those of each bar"
            ),
            legend=legend_of([each for each in told.reasons if each.place_kind != REGION]),
            bars=drawn,
            note=f"{counted(left, 'more area')}: in tables/reasons.csv of this release." if left > 0 else "",
        ),
    )


def _card(region: Region, told: RunTables, why: WhyTables, tier: Tier) -> Card:
    reasons = told.reasons_of(REGION, region.region_id)
    return Card(
        title=region.name,
        where=_where(region),
        reasons=region.reasons,
        change=region.change,
        bar=reasons_bar(region.name, reasons),
        swatches=reason_swatches(reasons, tier.threshold_minutes),
        facts=_card_facts(region, told, why, tier),
    )


def _where(region: Region) -> str:
    """All places and areas of a region, where its sentence leaves some out."""
    where = [text.replace(";", ", ") for text in (region.places, region.area_names) if text]
    names = f"{region.places};{region.area_names}".split(";")
    if not where or all(name.strip() in region.reasons for name in names):
        return ""
    return "; in ".join(where) if region.places else f"In {where[0]}"


def _card_facts(region: Region, told: RunTables, why: WhyTables, tier: Tier) -> tuple[tuple[str, str], ...]:
    """People, hours, sureness, rank and edge, as far as they were asked."""
    facts = []
    beyond = told.interval_of(REGION, region.region_id, _PEOPLE)
    lost = told.interval_of(REGION, region.region_id, _HOURS)
    hazards = hazards_not_sure(told.reasons_of(REGION, region.region_id), why.ranges)
    people = about_people(region.people)
    said = interval_sentence(beyond, has_median=not (hazards and is_wide(beyond)))
    facts.append(("People", f"{people}; {said}" if said else people))
    if not math.isnan(region.people_in_need):
        facts.append(("People in need of the service", people_in_words(region.people_in_need)))
    hours = hours_in_words(region.person_hours)
    drawn = interval_sentence(lost, has_median=not (hazards and is_wide(lost)))
    facts.append(("Person-hours beyond, each way", f"{hours}; {drawn}" if drawn else hours))
    if region.people_no_way > 0:
        facts.append(("People with no way at all", people_in_words(region.people_no_way)))
    sureness = region_sureness(region, told)
    if sureness is not None:
        facts.append(("How sure", sure_sentence(sureness, tier.threshold_minutes)))
    facts += wide_rows(region.region_id, told, why.ranges)
    if (rank := told.rank_of(REGION, region.region_id)) is not None:
        facts.append(("Rank by person-hours beyond", rank_in_words(rank, len(told.regions), middle_of(told))))
    priority = next((each for each in told.priorities if each.region_id == region.region_id), None)
    if priority is not None:
        facts.append(
            ("Priority", f"{priority.rank:g} of {len(told.priorities):,}, with a score of {priority.score:.2f} of 1")
        )
    if edge := edge_sentence(sureness):
        facts.append(("Beyond the edge", edge))
    return tuple(facts)


def _table(table_id: str, label: str, told: RunTables, tier: Tier, most: int = MOST_ROWS) -> Table:
    """All regions of a run with the share of each reason, and how sure it is."""
    factors = [each for each in _factors([told]) if each.slug != TOO_FAR]
    middle = middle_of(told)
    drawn = bool(told.intervals), bool(told.ranks), bool(told.sureness)
    headings = ["Region", "People", *([f"People in {middle}"] if drawn[0] else []), "Person-hours beyond"]
    headings += [each.label for each in factors] + ["Too far even so", "What would have to change"]
    headings += ["Almost surely beyond", "Open"] if drawn[2] else []
    headings += ["Rank", f"Rank in {middle}"] if drawn[1] else ["Rank"]
    headings += ["Edge could change"] if drawn[2] else []
    return Table(
        id=table_id,
        caption=f"Why each region is underserved, most person-hours first: {label}",
        facts=access_facts(
            tier,
            unit="people; person-hours one way beyond the threshold, and shares of them by reason; ranks by them",
            denominator="the person-hours beyond of the row; for people, none, counts",
        ),
        headings=tuple(headings),
        rows=tuple(
            Row(name=region.name, cells=_cells(place, region, told, factors, drawn))
            for place, region in enumerate(told.regions[:most], 1)
        ),
        texts=(headings.index("What would have to change"),),
    )


def _cells(
    place: int, region: Region, told: RunTables, factors: list[Factor], drawn: tuple[bool, bool, bool]
) -> tuple[str, ...]:
    has_intervals, has_ranks, has_sureness = drawn
    shares = {each.factor: each.share for each in told_reasons(told.reasons_of(REGION, region.region_id))}
    cells = [people_in_words(region.people)]
    if has_intervals:
        beyond = told.interval_of(REGION, region.region_id, _PEOPLE)
        cells.append(UNKNOWN if beyond is None else range_in_words(beyond.low, beyond.high, "people"))
    cells.append(hours_in_words(region.person_hours))
    slugs = (*(each.slug for each in factors), TOO_FAR)
    cells += [share_in_words(shares[slug]) if slug in shares else "not asked" for slug in slugs]
    cells.append(region.change or UNKNOWN)
    sureness = told.sureness_of(REGION, region.region_id)
    if has_sureness:
        counts = (math.nan,) * 2 if sureness is None else (sureness.surely_beyond, sureness.perhaps_beyond)
        cells += [people_in_words(count) for count in counts]
    rank = told.rank_of(REGION, region.region_id)
    cells.append(f"{place}" if rank is None else f"{rank.rank:g}")
    if has_ranks:
        cells.append(UNKNOWN if rank is None else ranks_in_words(rank.low, rank.high))
    if has_sureness:
        could = math.nan if sureness is None else sureness.could_change
        cells.append("not asked" if math.isnan(could) else people_in_words(could))
    return tuple(cells)


def _folded(table_id: str, asked: Asked, why: WhyTables, tier: Tier) -> Folded:
    told = why.of(asked.key)
    return Folded(
        title=f"{asked.label}: {counted(len(told.regions), 'underserved region')}",
        sentences=(
            *_whole_sentences(told, tier),
            *cut_rows_note(len(told.regions), "regions", REGIONS, MOST_CARDS),
        ),
        tables=(_table(table_id, asked.label, told, tier, most=MOST_CARDS),) if told.regions else (),
    )
