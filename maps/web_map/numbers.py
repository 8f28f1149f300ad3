"""Numbers as the page's language writes them: people, shares, minutes and days, as ``words.js`` does in the browser."""

from __future__ import annotations

import datetime as dt
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from maps.web_map.words import page_words

_MINUTES_OF_AN_HOUR: Final = 60
_LEAST_SHARE, _MOST_SHARE = 0.001, 0.999
_FEW, _MANY = 0.01, 0.99


def people(count: float, language: str) -> str:
    """Whole people.

    >>> people(57474.6, "en"), people(57474.6, "es")
    ('57,475', '57.475')
    """
    return str(format_decimal(round(count), format="#,##0", locale=language, numbering_system="default"))


def percent(share: float, language: str) -> str:
    """A share from 0 to 1 as per cent; more than none is never 0 %, less than all never 100 %.

    >>> percent(0.9615, "en"), percent(0.00001, "en"), percent(0.99999, "en")
    ('96%', '0.1%', '99.9%')
    """
    is_fine = 0 < share < _FEW or _MANY < share < 1
    bounded = share if share in {0, 1} else min(max(share, _LEAST_SHARE), _MOST_SHARE)
    text = str(format_percent(bounded, locale=language, decimal_quantization=True, numbering_system="default"))
    if not is_fine:
        return text
    whole = str(format_percent(0, locale=language, numbering_system="default"))
    digits = str(
        format_decimal(round(bounded * 100, 1), format="0.#", locale=language, numbering_system="default")
    )
    zero = str(format_decimal(0, locale=language, numbering_system="default"))
    return whole.replace(zero, digits)


def minutes(count: float, language: str) -> str:
    """Minutes as hours and minutes: 71 is 1 h 11 min."""
    say = page_words(language).say
    hours, rest = divmod(round(count), _MINUTES_OF_AN_HOUR)
    if not hours:
        return say("minutes-alone", minutes=people(rest, language))
    if not rest:
        return say("hours-alone", hours=people(hours, language))
    return say("hours-and-minutes", hours=people(hours, language), minutes=people(rest, language))


def day(text: str, language: str) -> str:
    """A day, given as 2026-01-31 or a time that begins so, in words; a text that is no day stays as it is."""
    try:
        found = dt.date.fromisoformat(text[:10])
    except ValueError:
        return text
    said = str(format_date(found, format="long", locale=language))
    digits = people(0, language)
    return said if digits == "0" else said.translate({ord("0") + each: ord(digits) + each for each in range(10)})
