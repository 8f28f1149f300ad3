"""Languages: all that is said in each of them, how it writes numbers and days, and which of them a reader prefers."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, cached_property
from typing import Final

from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Junk, Message, Resource, Term

from geo.errors import InputError
from geo.shipped import data_folder

LANGUAGES: Final = ("en", "fr", "es", "pt", "ar", "lo")
_API: Final = "api.ftl"  # what the API says, which the map's page never needs
_OFFLINE: Final = "offline.ftl"  # what the map in one file says, which the server writes into it
_SHARED: Final = "words.ftl"  # how numbers, times, days and lists are written, which both need
_LEAST_QUALITY: Final = 0.0
_FULL_QUALITY: Final = 1.0
_ISOLATES: Final = dict.fromkeys(map(ord, "\u2068\u2069"))
_TOO_FEW: Final = 0.001  # of all: less than this is told as this, for it is more than none
_FINE: Final = 0.01  # of all: closer to none or all than this, a share has a decimal


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is said in one language. ``direction``: ``ltr`` or ``rtl``; ``source``: its messages as Fluent writes them.

    With ``is_isolating`` every value stands between the marks U+2068 and U+2069, so that a name of any script stands
    right in a sentence of any direction. Pages of the map have them; JSON, titles and legends of the API do not, for
    there they would be letters in the data.
    """

    language: str
    name: str
    direction: str
    source: str
    is_isolating: bool

    def say(self, message: str, **values: object) -> str:
        """The text of a message, such as ``page-runs``, with its places filled; ``id.attribute`` for an attribute.

        Raises InputError for a message that is not there, or one of whose places is not filled.
        """
        name, _, attribute = message.partition(".")
        if not self._bundle.has_message(name):
            raise InputError(
                f"No message is called {message!r}; see data/languages/{self.language} for those there are"
            )
        found = self._bundle.get_message(name)
        pattern = found.attributes.get(attribute) if attribute else found.value
        if pattern is None:
            raise InputError(f"The message {message!r} has no text; see data/languages/{self.language}")
        text, faults = self._bundle.format_pattern(pattern, values)
        if faults:
            raise InputError(f"The message {message!r} in {self.language!r} cannot be said: {faults[0]}")
        return str(text)

    def has(self, message: str) -> bool:
        """Whether there is a message of that id."""
        return self._bundle.has_message(message)

    def people(self, count: float | None) -> str:
        """Whole people, halves rounded up; words for what is not known (None, NaN)."""
        if count is None or not math.isfinite(count):
            return self.say("words-unknown")
        return self._number(count, digits=0)

    def percent(self, share: float | None) -> str:
        """A share from 0 to 1 as per cent; more than none is never 0 %, less than all never 100 %."""
        if share is None or not math.isfinite(share):
            return self.say("words-unknown")
        digits = 1 if 0 < share < _FINE or 1 - _FINE < share < 1 else 0
        bounded = min(max(share, _TOO_FEW), 1 - _TOO_FEW) if 0 < share < 1 else share
        return self._plain("words-percent", number=self._number(bounded * 100, digits=digits))

    def minutes(self, count: float | None) -> str:
        """Minutes as hours and minutes: 71 is 1 h 11 min; words for what is not known (None, NaN)."""
        if count is None or not math.isfinite(count):
            return self.say("words-unknown")
        hours, minutes = divmod(math.floor(count + 0.5), 60)
        if not hours:
            return self._plain("words-minutes", minutes=self._number(minutes, digits=0))
        if not minutes:
            return self._plain("words-hours", hours=self._number(hours, digits=0))
        told = {"hours": self._number(hours, digits=0), "minutes": self._number(minutes, digits=0)}
        return self._plain("words-hours-minutes", **told)

    def day(self, text: str) -> str:
        """A day, given as 2026-01-31 or a moment of it as ISO 8601 writes it. Raises ValueError for what is no day."""
        found = date.fromisoformat(text[:10])
        return self._plain("words-day", day=found.day, month=f"m{found.month}", year=str(found.year))

    def listed(self, parts: Sequence[str]) -> str:
        """Things in a row, the last joined by the language's own "and"; empty for none."""
        if not parts:
            return ""
        text, last = parts[0], len(parts) - 1
        for place, part in enumerate(parts[1:], start=1):
            joined = "words-list-more" if place < last else "words-list-pair" if last == 1 else "words-list-last"
            text = self.say(joined, first=text, second=part)
        return text

    def _plain(self, message: str, **values: object) -> str:
        """Numbers with their unit: they are of one direction, and go into other messages."""
        return self.say(message, **values).translate(_ISOLATES)

    def _number(self, value: float, *, digits: int) -> str:
        whole = Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
        return str(format_decimal(whole.normalize() + 0, locale=self.language))

    @cached_property
    def _bundle(self) -> FluentBundle:
        bundle = FluentBundle([self.language], use_isolating=self.is_isolating)
        bundle.add_resource(_read(self.source, self.language))
        return bundle


@cache
def words(language: str) -> Words:
    """What the API says in a language of ``LANGUAGES``. Raises InputError for any other."""
    return _words(language, _source(language, (_SHARED, _API)), is_isolating=False)


@cache
def page_words(language: str) -> Words:
    """What the map's pages say in a language of ``LANGUAGES``. Raises InputError for any other."""
    return _words(language, _source(language, _files(language, but={_API})), is_isolating=True)


@cache
def page_messages(language: str) -> str:
    """The messages that the map's page is sent, as Fluent writes them: none that the server alone says."""
    return _source(language, _files(language, but={_API, _OFFLINE}))


def _words(language: str, source: str, *, is_isolating: bool) -> Words:
    told = _spoken()[language]
    return Words(
        language=language, name=told["name"], direction=told["direction"], source=source, is_isolating=is_isolating
    )


def _files(language: str, *, but: set[str]) -> list[str]:
    """The files of a language by their names."""
    _check(language)
    return sorted({path.name for path in (data_folder() / "languages" / language).glob("*.ftl")} - but)


def _source(language: str, files: Sequence[str]) -> str:
    _check(language)
    folder = data_folder() / "languages" / language
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in files)


def _check(language: str) -> None:
    if language not in LANGUAGES:
        raise InputError(f"The language {language!r} is not spoken here; those are {', '.join(LANGUAGES)}")


@cache
def _spoken() -> Mapping[str, Mapping[str, str]]:
    """Names and directions of the languages."""
    return tomllib.loads((data_folder() / "languages" / "languages.toml").read_text(encoding="utf-8"))


def _read(source: str, language: str) -> Resource:
    """Messages, parsed. Raises InputError for what is no Fluent, and for a message that is there twice."""
    resource = FluentResource(source)
    seen: set[str] = set()
    for entry in resource.body:
        if isinstance(entry, Junk):
            told = (entry.content or "").strip()[:80]
            raise InputError(f"data/languages/{language} holds what is no message: {told!r}")
        if isinstance(entry, Message | Term):
            if entry.id.name in seen:
                raise InputError(f"data/languages/{language} holds the message {entry.id.name!r} twice; keep one")
            seen.add(entry.id.name)
    return resource


def language_for(accepted: str | None) -> str:
    """The language of ``LANGUAGES`` that an Accept-Language header prefers, English if it names none of them.

    A range such as ``fr-CH`` or ``pt-BR`` is met by its language; parts that RFC 9110 does not know are ignored.

    >>> language_for("fr-CH, fr;q=0.9, en;q=0.8"), language_for("de, *;q=0.5"), language_for("ar;q=0, es;q=x")
    ('fr', 'en', 'en')
    """
    found = preferred(accepted, LANGUAGES, is_met=_speaks)
    return found or LANGUAGES[0]


def preferred(
    accepted: str | None, offered: Sequence[str], *, is_met: Callable[[str, str], int] | None = None
) -> str | None:
    """What an Accept header (RFC 9110, 12.5) prefers of what is offered, None if nothing fits.

    Among equals the first offered wins; without a header all are equal. The most specific range counts for each.

    >>> preferred("text/html,application/json;q=0.9,*/*;q=0.1", ["application/json", "text/html"])
    'text/html'
    >>> preferred("image/png", ["application/json"]) is None
    True
    """
    fits = is_met or _is_of_type
    if accepted is None or not accepted.strip():
        return offered[0]
    ranges = [found for found in map(_range, accepted.split(",")) if found is not None]
    if not ranges:
        return offered[0]
    best, best_quality = None, _LEAST_QUALITY
    for each in offered:
        met = [(specific, quality) for name, quality in ranges if (specific := fits(name, each))]
        quality = max(met)[1] if met else _LEAST_QUALITY
        if quality > best_quality:
            best, best_quality = each, quality
    return best


def _range(part: str) -> tuple[str, float] | None:
    """A range with its quality; None for what RFC 9110 does not know."""
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    if not name:
        return None
    quality, kept = _FULL_QUALITY, [name]
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() != "q":
            kept.append(f"{key.strip()}={value.strip()}")
            continue
        try:
            quality = float(value)
        except ValueError:
            return None
        if not _LEAST_QUALITY <= quality <= _FULL_QUALITY:
            return None
    return ";".join(kept), quality


def _is_of_type(name: str, media_type: str) -> int:
    """How closely a range names a media type: 0 not at all, 1 as any, 2 by its first half, 3 by both, 4 wholly."""
    plain = media_type.split(";", maxsplit=1)[0]
    wanted, *parameters = name.split(";")
    if name == media_type.replace(" ", "").lower():
        return 4
    if parameters and parameters != ["charset=utf-8"]:
        return 0
    if wanted == plain:
        return 3
    if wanted == f"{plain.split('/')[0]}/*":
        return 2
    return 1 if wanted == "*/*" else 0


def _speaks(name: str, language: str) -> int:
    """How closely a range names a language: 0 not at all, 1 as any, 2 by its language, 3 to the letter."""
    if name == language:
        return 3
    return 2 if name.split("-", maxsplit=1)[0] == language else int(name == "*")
