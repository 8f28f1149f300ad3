"""The chapter on how sure the figures are: intervals, the curve over the threshold, ranks, and what was drawn."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from maps.need import Row, Table
from maps.release_values import Tier
from maps.table_facts import access_facts
from maps.why.asking import Asked, chosen_runs, how_to_ask
from maps.why.blocks import Dot, Dots, Folded, Section, WhyChapter, cut_rows_note
from maps.why.columns import INTERVALS, RANKS
from maps.why.curve import Curve, draw_curve, slope_sentences
from maps.why.drawn_from import age_section, ranges_section
from maps.why.held_against import against_sections, calibration_section
from maps.why.sure_words import (
    ALMOST_SURELY,
    edge_sentence,
    figure_in_words,
    figure_label,
    interval_sentence,
    middle_of,
    person_hours_in_words,
    range_in_words,
    rank_in_words,
    short_name,
    sure_sentence,
)
from maps.why.values import AREA, EVERYONE, REGION, WHOLE, Interval, RunTables, WhyTables
from maps.why.wide import hazards_not_sure, is_wide, lopsided_sentence, wide_sentence
from maps.words import about_people, duration_in_words, listed, lowered, name_in_words, percent_in_words

TITLE: Final = "How sure this is"
_MOST_DOTS: Final = 20
_A_DRAW: Final = (
    "A draw computes everything once more with other speeds, waits, hazards, people and needs, each taken at random "
    "from its own range, the same for all cells of a class."
)
_OVERLAP: Final = "Where bars overlap, the order is not sure."
_OUTSIDE: Final = "A dot outside its bar: what is computed once differs from most draws, as said above."
_WIDE: Final = "narrow where the answer holds, wide where it hangs on what is not known"
_NOT_IN: Final = (
    "How much room the centres have: their capacity is taken as it is told.",
    "Roads, tracks and ferries that are missing from the source, and those that are there in it alone.",
    "Hazard areas that nobody has recorded: no recorded hazard does not mean safe.",
    "Where within a cell people live, and people whom the source does not count.",
    "Whether a centre is open, has staff and can be paid for on the day.",
    (
        "Whether modelled times hold at all: that is what calibration is for, which stands beside the intervals as a "
        "scenario of its own."
    ),
)


def sure_chapter(why: WhyTables, tier: Tier, group_label: Callable[[str], str] = name_in_words) -> WhyChapter:
    """The chapter; without intervals it says how to ask for them, and what else the tier tells.

    ``group_label``: what a group of people in need is called, by its key.
    """
    chosen = chosen_runs(tier, lambda key: _is_told(why.of(key)))
    is_only = len(chosen.leads) == 1
    sections: list[Section] = []
    for place, asked in enumerate(chosen.leads, 1):
        told = why.of(asked.key)
        title = "" if is_only else asked.label
        sections += [
            _section(place, title, asked.label, why, told, tier, group_label),
            *against_sections(place, asked.label, why, tier, told),
        ]
    folded = tuple(
        _folded(f"sure-other-{at}", asked, why.of(asked.key), tier, group_label)
        for at, asked in enumerate(chosen.others, 1)
        if why.of(asked.key).intervals
    )
    if folded:
        sections.append(Section(title="The other runs of this release", folded=folded))
    sections += calibration_section(why, tier)
    if why.ranges:
        sections.append(ranges_section(why.ranges, tier, group_label))
    if why.data_age:
        sections.append(age_section(why.data_age, tier))
    has_draws = INTERVALS in why.files
    if has_draws:
        sections.append(Section(title="What the intervals do not hold", items=_NOT_IN))
    lead: tuple[str, ...] = (how_to_ask(tier, "uncertainty", "intervals around its figures"),)
    if has_draws:
        lead = tuple(filter(None, (_lead(why), lopsided_sentence(why.ranges))))
    return WhyChapter(id="sure", title=TITLE, lead=lead, sections=tuple(sections))


def _is_told(told: RunTables) -> bool:
    return any((told.intervals, told.ranks, told.thresholds, told.sureness, told.calibrated, told.referrals))


def _lead(why: WhyTables) -> str:
    some = next((told.intervals[0] for told in why.runs.values() if told.intervals), None)
    made = "Many" if some is None else f"{some.draws:,.0f}"
    middle = "The middle of them" if some is None else f"The middle {percent_in_words(some.interval, 1)} of them"
    said = f"{_A_DRAW} {made} draws were made. {middle} is the interval that stands beside a figure: {_WIDE}."
    return f"{said} {ALMOST_SURELY}"


def _section(  # noqa: PLR0913, PLR0917  a run, where it stands and what its groups are called
    place: int, title: str, label: str, why: WhyTables, told: RunTables, tier: Tier, group_label: Callable[[str], str]
) -> Section:
    sureness = told.sureness_of(WHOLE)
    sentences = [*_headline(told, tier), *_hours_sentences(told, why)]
    if sureness is not None:
        whole = replace(sureness, beyond_share=math.nan)  # a study is not underserved or served as one
        sentences += [sure_sentence(whole, tier.threshold_minutes), edge_sentence(sureness)]
    drawings = []
    if told.thresholds:
        sentences += slope_sentences(told.thresholds, tier.threshold_minutes)
        drawings.append(_curve(f"sure-{place}-curve", label, told, tier))
    tables = _headline_tables(f"sure-{place}-figures", label, told, tier, group_label)
    return Section(
        title=title,
        sentences=tuple(filter(None, sentences)),
        drawings=tuple(drawings),
        dots=_dots(label, told, tier),
        tables=tuple(tables[:1]),
        notes=_people_note(why) if tables else (),
        folded=_by_group(tables[1:]),
    )


def _people_note(why: WhyTables) -> tuple[str, ...]:
    """Why a count may be above the people of the study."""
    if not any(each.kind == "population" and each.low < each.high for each in why.ranges):
        return ()
    return (
        (
            "How many people there are is drawn too, so a count in the draws can be above the people of the study; "
            "shares are of the people of each draw."
        ),
    )


def _hours_sentences(told: RunTables, why: WhyTables) -> list[str]:
    """The time lost with its interval, and why that is wide where hazards are not sure."""
    lost = told.interval_of(WHOLE, "", "person_hours_beyond")
    if lost is None or not lost.value > 0:
        return []
    hazards = hazards_not_sure(told.reasons_of(WHOLE), why.ranges) if is_wide(lost) else ""
    said, drawn = f"They lose {person_hours_in_words(lost.value)}, each way, beyond it", interval_sentence(lost)
    wide = f" {wide_sentence(hazards)}" if hazards else ""
    return [f"{said}{f'; {drawn}' if drawn else ''}.{wide}"]


def _by_group(tables: Sequence[Table]) -> tuple[Folded, ...]:
    title = "The same figures for people in need of a service"
    return (Folded(title=title, sentences=(), tables=tuple(tables)),) if tables else ()


def _headline(told: RunTables, tier: Tier) -> list[str]:
    beyond = told.interval_of(WHOLE, "", "beyond_threshold_people")
    if beyond is None:
        return []
    threshold = duration_in_words(tier.threshold_minutes)
    share = percent_in_words(beyond.value, beyond.denominator)
    drawn = interval_sentence(beyond)
    return [
        (
            f"{about_people(beyond.value)} of {about_people(beyond.denominator)} people ({share}) are farther than "
            f"{threshold} from a centre or have no way{f'; {drawn}' if drawn else ''}."
        )
    ]


def _headline_tables(
    table_id: str, label: str, told: RunTables, tier: Tier, group_label: Callable[[str], str]
) -> list[Table]:
    """A table for everyone, then one for each group, in the order of the file."""
    rows = [each for each in told.intervals if each.place_kind == WHOLE]
    groups = sorted(dict.fromkeys(each.group for each in rows), key=lambda group: group != EVERYONE)
    tables = []
    for place, group in enumerate(groups):
        found = [each for each in rows if each.group == group]
        measures = {each.measure for each in found}
        people = list(dict.fromkeys(about_people(each.denominator) for each in found if each.denominator >= 0))
        shares = {_twin_of(each.measure): each for each in found if _twin_of(each.measure)}
        whom = "everyone" if group == EVERYONE else lowered(group_label(group))
        middle = middle_of(told)
        tables.append(
            Table(
                id=f"{table_id}-{place}",
                caption=f"Figures of the whole study with their intervals, {whom}: {label}",
                facts=access_facts(
                    tier,
                    unit="that of each figure: people, person-hours, share, or time in hours (h) and minutes (min)",
                    denominator=f"{listed(people)} people" if people else "none",
                ),
                headings=("Figure", "As computed", "Median of the draws", middle[:1].upper() + middle[1:]),
                rows=tuple(
                    _interval_row(each, shares.get(each.measure))
                    for each in found
                    if _twin_of(each.measure) not in measures
                ),
            )
        )
    return tables


def _twin_of(measure: str) -> str:
    """The count of people that says the same as a share; empty where there is none."""
    if measure == "beyond_threshold_share":
        return "beyond_threshold_people"
    return measure.replace("share_", "population_", 1) if measure.startswith("share_within") else ""


def _interval_row(each: Interval, share: Interval | None) -> Row:
    """A figure; people with their share, if that is told, which is of the people of each draw."""

    def both(said: str, part: str) -> str:
        return f"{said} ({part})" if part else said

    shares: tuple[str, ...] = ("",) * 3
    if share is None and each.unit == "people" and each.denominator > 0:
        shares = (*(percent_in_words(value, each.denominator) for value in (each.value, each.median)), "")
    elif share is not None:
        shares = (
            *(figure_in_words(value, share.unit) for value in (share.value, share.median)),
            range_in_words(share.low, share.high, share.unit),
        )
    return Row(
        name=figure_label(each.measure),
        cells=(
            both(figure_in_words(each.value, each.unit), shares[0]),
            both(figure_in_words(each.median, each.unit), shares[1]),
            both(range_in_words(each.low, each.high, each.unit), shares[2]),
        ),
    )


def _curve(slug: str, label: str, told: RunTables, tier: Tier) -> Curve:
    middle = middle_of(told)
    return Curve(
        caption=f"Share of people within a threshold, as the threshold moves: {label}",
        facts=access_facts(tier, unit="share of people; minutes one way", denominator="all people of the study"),
        svg=draw_curve(told.thresholds, slug=slug, threshold_minutes=tier.threshold_minutes, middle=middle),
        notes=(
            (
                f"Thick line: as computed. Dotted line: the median of the draws. Band: {middle}. The figures are in "
                "tables/sensitivity.csv of this release."
            ),
        ),
    )


def _dots(label: str, told: RunTables, tier: Tier) -> tuple[Dots, ...]:
    """The ranks of areas, and of regions, where there are several."""
    found = []
    for kind, things in ((AREA, "areas"), (REGION, "regions")):
        ranks = sorted((each for each in told.ranks if each.place_kind == kind), key=lambda each: each.rank)
        if len(ranks) < 2:  # noqa: PLR2004  one alone has no rank
            continue
        shown, middle = ranks[:_MOST_DOTS], middle_of(told)
        last = max([len(shown), *(each.high for each in shown if math.isfinite(each.high))])
        scale = 100 / max(1, last - 1)
        found.append(
            Dots(
                caption=f"Rank of {things} by person-hours beyond the threshold, 1 the most: {label}",
                facts=access_facts(tier, unit="rank by person-hours one way beyond the threshold", denominator="none"),
                dots=tuple(
                    Dot(
                        name=short_name(each.place_name),
                        at=scale * (each.rank - 1),
                        low=scale * (each.low - 1),
                        high=scale * (each.high - 1),
                        text=f"{each.place_name}: {rank_in_words(each, len(ranks), middle)}",
                    )
                    for each in shown
                ),
                ticks=tuple((scale * (rank - 1), f"{rank:g}") for rank in _rank_ticks(int(last))),
                note=" ".join(
                    (
                        f"Dot: the rank as computed. Bar: the ranks in {middle}. {_OVERLAP}",
                        *([_OUTSIDE] if any(not each.low <= each.rank <= each.high for each in shown) else []),
                        *cut_rows_note(len(ranks), things, RANKS, _MOST_DOTS),
                    )
                ),
            )
        )
    return tuple(found)


def _rank_ticks(last: int) -> list[int]:
    """1, the last, and what is even between."""
    step = max(1, math.ceil((last - 1) / 6))
    ticks = list(range(1, last, step))
    if len(ticks) > 1 and last - ticks[-1] < step / 2:
        ticks.pop()
    return [*ticks, last]


def _folded(table_id: str, asked: Asked, told: RunTables, tier: Tier, group_label: Callable[[str], str]) -> Folded:
    return Folded(
        title=asked.label,
        sentences=tuple(_headline(told, tier)),
        tables=tuple(_headline_tables(table_id, asked.label, told, tier, group_label)[:1]),
    )
