"""Words for plans: money, gains with their intervals, how good a plan is, and why people stay uncovered."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from maps.plans.reading import Told
from maps.words import about_people, duration_in_words, listed, name_in_words, percent_in_words

_DIGITS: Final = 3
_SMALL: Final = 100.0
OBJECTIVES: Final[Mapping[str, str]] = {
    "most-people": "as many people as possible within the minutes asked",
    "least-minutes": "as few minutes as possible for all people together",
    "least-worst": "the longest way as short as possible",
    "fewest-sites": "everybody whom a candidate can reach, with as little as possible",
    "backup": "as many people as possible within reach of one centre, and of a second",
    "capacity": "as many people as possible within reach who find room",
    "worst-decile": "the ways of the tenth of the people who are worst off as short as possible",
}
_REASONS: Final[Mapping[str, str]] = {
    "beyond-all-candidates": "beyond every candidate and every centre",
    "not-chosen": "a candidate is near enough, but is not in the plan",
    "inside-hazard": "live inside a hazard area",
    "on-barrier": "live on a barrier such as water",
    "no-land-data": "live where there is no land data",
    "no-room": "within reach, but without room",
    "outside-grid": "live outside the grid",
    "no-way": "have no way to any centre or candidate",
}
KINDS: Final[Mapping[str, str]] = {
    "upgrade": "an existing centre that is given more to do",
    "town": "a new centre in a town",
    "grid": "a new centre at a point of a regular grid",
    "listed": "a place of the study's own list",
}


def reason_in_words(reason: str) -> str:
    """Why people stay uncovered."""
    return _REASONS.get(reason, name_in_words(reason).lower())


def money(amount: float, currency: str) -> str:
    """An amount with its currency, in three digits from 1,000 on and below 100.

    >>> money(480000, "USD"), money(292.549, "USD"), money(3.579, "USD"), money(float("nan"), "USD")
    ('USD 480,000', 'USD 293', 'USD 3.58', 'not known')
    """
    if math.isnan(amount):
        return "not known"
    if 0 < abs(amount) < _SMALL:
        return f"{currency} {amount:.{2 if abs(amount) < _SMALL / 10 else 1}f}"
    digits = _DIGITS - 1 - math.floor(math.log10(abs(amount))) if abs(amount) >= 1000 else 0  # noqa: PLR2004
    return f"{currency} {round(amount, min(digits, 0)):,.0f}"


def between(low: str, high: str, row: Told) -> str:
    """In how many draws something lies between two ends; empty where nothing was drawn."""
    if math.isnan(row["people_gained_low"]) or not row["draws"]:
        return ""
    return f"{low} to {high} in {10 * row['interval']:g} of 10 draws"


def gain_sentence(row: Told) -> str:
    """Whom a plan brings within reach, for what, with its interval."""
    within = duration_in_words(row["within_minutes"])
    share = [percent_in_words(row[f"people_within_{when}"], row["people"]) for when in ("before", "after")]
    said = (
        f"{_sites(row['sites'])} {'brings' if row['sites'] == 1 else 'bring'} "
        f"{about_people(row['people_gained'])} more "
        f"people within {within}: from {share[0]} to {share[1]} of {about_people(row['people'])} "
        f"({row['people_label'].lower()})"
    )
    drawn = between(about_people(row["people_gained_low"]), about_people(row["people_gained_high"]), row)
    said += f"; {drawn}" if drawn else ""
    cost = money(row["total_cost"], row["currency"])
    if not math.isnan(row["total_cost"]):
        said += f". {'It costs' if row['sites'] == 1 else 'They cost'} {cost} over {row['years']:g} years"
    return f"{said}.{_outside(row)}"


def _outside(row: Told) -> str:
    """Why a figure lies outside its own interval, where it does."""
    low, high, gained = row["people_gained_low"], row["people_gained_high"], row["people_gained"]
    if math.isnan(low) or low <= gained <= high:
        return ""
    return (
        " The figure itself lies outside what the draws give: it takes speeds and waits as the tables have them, and "
        "every open hazard area as there."
    )


def _sites(count: float) -> str:
    words = ("No site", "One site", "Two sites", "Three sites", "Four sites", "Five sites")
    return words[int(count)] if count < len(words) else f"{count:,.0f} sites"


def how_good(row: Told) -> str:
    """Whether a plan is the best there is, or how far from it it can be."""
    if row["status"] == "proven":
        said = "No other choice among the candidates is better: that is proven"
        return (
            f"{said}, and {row['ties']:,.0f} other {'choice is' if row['ties'] == 1 else 'choices are'} as good."
            if (row["ties"])
            else f"{said}."
        )
    if row["status"] == "bounded":
        return (
            f"No other choice can be better by more than {100 * row['gap_share']:.1f} %"
            f"{', the best found when time was up' if row['is_stopped'] else ''}."
        )
    return "It is the best that was found, without a bound on how much better another choice could be."


def limits_in_words(row: Told) -> str:
    """What a plan may spend and build."""
    parts = []
    if not math.isnan(row["most_sites"]):
        parts.append(f"at most {_sites(row['most_sites']).lower()}")
    if not math.isnan(row["budget"]):
        parts.append(f"a budget of {money(row['budget'], row['currency'])} over {row['years']:g} years")
    return listed(parts) if parts else "no limit"
