"""How sure a figure is, in words: draws, intervals, ranks and what lies beyond the edge."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from maps.need import measure_label, value_in_words
from maps.why.values import REGION, Interval, Rank, Region, RunTables, Sureness
from maps.words import UNKNOWN, about_people, duration_in_words, percent_in_words

SURELY: Final = 0.9  # of the draws
PERHAPS: Final = 0.5
HARDLY: Final = 0.1
_RATHER: Final = 0.6
_EVEN: Final = 0.4  # up to this many draws from even: as likely as not
ALMOST_SURELY: Final = "Almost surely means in 90 % of the draws or more; open means in 10 to 90 % of them."
_REGION: Final = re.compile(r"Underserved region (?P<number>\d+)(?:, around (?P<around>.+?))?(?:, in (?P<within>.+))?")
_LABELS: Final[Mapping[str, str]] = {
    "beyond_threshold_people": "People not within the threshold",
    "beyond_threshold_share": "Share not within the threshold",
    "unreached_share": "Share with no time at all",
    "beyond_by_hazards_people": "People beyond the threshold because of hazards",
    "person_hours_beyond": "Person-hours beyond the threshold, each way",
    "mean_reached_minutes": "Mean time of those with a time",
    "median_minutes": "Half of the people are within",
    "p90_minutes": "9 in 10 people are within",
}


def draws_in_words(share: float, draws: float) -> str:
    """A share of the draws as a count.

    >>> draws_in_words(0.97, 100), draws_in_words(1.0, 50)
    ('97 of 100 draws', 'all 50 draws')
    """
    if math.isnan(share) or math.isnan(draws):
        return UNKNOWN
    count = round(share * draws)
    return f"all {draws:,.0f} draws" if count == round(draws) else f"{count:,} of {draws:,.0f} draws"


def degree_in_words(share: float) -> str:
    """How sure it is that a place is underserved, by the share of draws in which it is; 90 % is almost surely.

    >>> [degree_in_words(share) for share in (0.9, 0.6, 0.5, 0.1, 0.05)]
    ['almost surely', 'probably', 'as likely as not', 'perhaps, rather not', 'hardly']
    """
    steps = (
        (SURELY, "almost surely"),
        (_RATHER, "probably"),
        (_EVEN, "as likely as not"),
        (HARDLY, "perhaps, rather not"),
    )
    return next((said for least, said in steps if share >= least), "hardly")


def middle_in_words(interval: float) -> str:
    """The middle part of the draws, for a heading or a sentence.

    >>> middle_in_words(0.8), middle_in_words(float("nan"))
    ('80 % of the draws', 'the middle of the draws')
    """
    return "the middle of the draws" if math.isnan(interval) else f"{percent_in_words(interval, 1)} of the draws"


def middle_of(told: RunTables) -> str:
    """The middle part of the draws that the intervals of a run name."""
    return middle_in_words(told.intervals[0].interval if told.intervals else math.nan)


def range_in_words(low: float, high: float, unit: str) -> str:
    """Both ends of an interval; one end where they read the same.

    >>> range_in_words(0.25, 0.5, "share"), range_in_words(90, 150, "minutes"), range_in_words(7, 7, "people")
    ('25 % to 50 %', '1 h 30 min to 2 h 30 min', '7')
    >>> range_in_words(0.99, 0.999, "share"), range_in_words(90, math.inf, "minutes"), range_in_words(math.nan, 1, "")
    ('99 % or more', '1 h 30 min to no way', 'not known')
    """
    if math.isnan(low) or math.isnan(high):
        return UNKNOWN
    ends = tuple(figure_in_words(end, unit) for end in (low, high))
    if ends[0] == ends[1]:
        return ends[0]
    return f"{ends[0]} or more" if ends[1].startswith("more than") else f"{ends[0]} to {ends[1]}"


def figure_in_words(value: float, unit: str) -> str:
    """A figure of a model in its unit, people to three digits."""
    if unit == "people" and math.isfinite(value):
        return about_people(value)
    return hours_in_words(value) if unit == "person-hours" else value_in_words(value, unit)


def interval_sentence(interval: Interval | None, *, has_median: bool = True) -> str:
    """The middle of the draws and their median; empty where there is no interval.

    An interval without width is told as a point. The median is left out where a draw gives either much or little,
    since no draw lies near it then.
    """
    if interval is None or math.isnan(interval.low) or math.isnan(interval.high):
        return ""
    if interval.low == interval.high:
        return f"all of {middle_in_words(interval.interval)} give {figure_in_words(interval.low, interval.unit)}"
    said = f"{middle_in_words(interval.interval)} give {range_in_words(interval.low, interval.high, interval.unit)}"
    return f"{said}, their median is {figure_in_words(interval.median, interval.unit)}" if has_median else said


def sure_sentence(sureness: Sureness, threshold_minutes: float) -> str:
    """How often a place is underserved in the draws, and for how many of its people that is sure; empty of nobody."""
    said = []
    if not math.isnan(sureness.beyond_share):
        degree = degree_in_words(sureness.beyond_share)
        said.append(f"Underserved in {draws_in_words(sureness.beyond_share, sureness.draws)}: {degree}.")
    if sureness.people > 0:
        beyond, everyone = duration_in_words(threshold_minutes), about_people(sureness.people)
        parts = (
            (sureness.surely_beyond, f"{{}} are almost surely farther than {beyond}", ""),
            (
                sureness.perhaps_beyond,
                f"for {{}} it is open whether they are farther than {beyond}",
                "for {} it is open",
            ),
            (sureness.surely_within, f"{{}} are almost surely within {beyond}", "{} are almost surely within it"),
        )
        told = [(about_people(part), first, after) for part, first, after in parts if round(part) > 0]
        if told:
            lead = told[0][1].format(_part_of(told[0][0], everyone))
            text = "; ".join([lead, *(after.format(part) for part, _, after in told[1:])])
            said.append(f"{text[:1].upper()}{text[1:]}.")
    return " ".join(said)


def _part_of(part: str, everyone: str) -> str:
    """A part of the people.

    >>> _part_of("20", "100"), _part_of("100", "100")
    ('20 of 100 people', 'all 100 people')
    """
    return f"all {everyone} people" if part == everyone else f"{part} of {everyone} people"


def hours_in_words(hours: float) -> str:
    """Person-hours to three digits; below a whole one it is said.

    >>> hours_in_words(12345.6), hours_in_words(0.03), hours_in_words(0.0), hours_in_words(-600.0)
    ('12,300', 'less than 1', '0', '-600')
    """
    if math.isnan(hours) or math.isinf(hours):
        return UNKNOWN
    if 0 < abs(hours) < 0.5:  # noqa: PLR2004  half an hour would read 0
        return "less than 1"
    return f"-{about_people(-hours)}" if hours < 0 else about_people(hours)


def person_hours_in_words(hours: float) -> str:
    """Person-hours with their noun.

    >>> person_hours_in_words(1.0), person_hours_in_words(0.03), person_hours_in_words(12345.6)
    ('1 person-hour', 'less than 1 person-hour', '12,300 person-hours')
    """
    said = hours_in_words(hours)
    return f"{said} person-hour{'' if said in {'1', 'less than 1'} else 's'}"


def region_sureness(region: Region, told: RunTables) -> Sureness | None:
    """How sure it is of a region, with the share of draws that either table tells."""
    found = told.sureness_of(REGION, region.region_id)
    if found is None or not math.isnan(found.beyond_share):
        return found
    return replace(found, beyond_share=region.beyond_share)


def edge_sentence(sureness: Sureness | None) -> str:
    """For whom what lies beyond the study's edge could give a shorter way; empty where that was not asked."""
    if sureness is None or math.isnan(sureness.could_change):
        return ""
    if sureness.could_change <= 0:
        return "No road or centre beyond the edge of the study could change this."
    people, share = about_people(sureness.could_change), percent_in_words(sureness.could_change, sureness.people)
    return f"For {people} people ({share}) a road or centre beyond the edge of the study could give a shorter way."


def rank_in_words(rank: Rank, count: int, middle: str) -> str:
    """A rank of so many places, with its range and how often the place is first."""
    said = f"{rank.rank:g} of {count:,}"
    if not math.isnan(rank.low) and not math.isnan(rank.high):
        said += f" as computed; {ranks_in_words(rank.low, rank.high)} in {middle}"
    if rank.share_first > 0:
        said += f"; first in {draws_in_words(rank.share_first, rank.draws)}"
    return said


def short_name(name: str) -> str:
    """The name of a region for a table or a figure; another name stays as it is.

    >>> short_name("Underserved region 3, around Kesta, in North slopes"), short_name("Tarn Shore")
    ('Region 3 (Kesta)', 'Tarn Shore')
    >>> short_name("Underserved region 1, in South valley and 1 more area")
    'Region 1 (South valley and 1 more area)'
    """
    told = _REGION.fullmatch(name)
    if told is None:
        return name
    where = told["around"] or told["within"]
    return f"Region {told['number']} ({where})" if where else f"Region {told['number']}"


def figure_label(measure: str) -> str:
    """The name of a measure in the tables of the chapter on how sure this is.

    >>> figure_label("population_within_60_min"), figure_label("share_within_60_min"), figure_label("p90_minutes")
    ('People within 1 h', 'Share within 1 h', '9 in 10 people are within')
    """
    if measure in _LABELS:
        return _LABELS[measure]
    said = measure_label(measure)
    starts = (("population_within", "People"), ("share_within", "Share"))
    start = next((word for name, word in starts if measure.startswith(name)), "")
    return f"{start} {said[:1].lower()}{said[1:]}" if start else said


def ranks_in_words(low: float, high: float) -> str:
    """A range of ranks.

    >>> ranks_in_words(1, 3), ranks_in_words(2, 2)
    ('1 to 3', 'always 2')
    """
    if math.isnan(low) or math.isnan(high):
        return UNKNOWN
    return f"always {low:g}" if low == high else f"{low:g} to {high:g}"
