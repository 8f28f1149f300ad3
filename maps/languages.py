"""Languages: what the API itself says in each, and which of them a reader prefers."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from geo.errors import InputError
from geo.shipped import data_folder

LANGUAGES: Final = ("en", "fr", "es", "pt", "ar", "lo")
_LEAST_QUALITY: Final = 0.0
_FULL_QUALITY: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is said in one language. ``direction``: ``ltr`` or ``rtl``. ``texts``: by keys such as ``layer.gaps``."""

    language: str
    name: str
    direction: str
    texts: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """The text of a key with its places filled. Raises InputError for a key that no language has."""
        if key not in self.texts:
            raise InputError(f"No text is called {key!r}; see data/languages/en.toml for those there are")
        return self.texts[key].format(**values) if values else self.texts[key]


@cache
def words(language: str) -> Words:
    """What is said in a language of ``LANGUAGES``. Raises InputError for any other."""
    if language not in LANGUAGES:
        raise InputError(f"The language {language!r} is not spoken here; those are {', '.join(LANGUAGES)}")
    held = tomllib.loads((data_folder() / "languages" / f"{language}.toml").read_text(encoding="utf-8"))
    texts = {
        f"{group}.{key}": str(text)
        for group, entries in held.items()
        if isinstance(entries, dict)
        for key, text in entries.items()
    }
    return Words(language=language, name=str(held["name"]), direction=str(held["direction"]), texts=texts)


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
