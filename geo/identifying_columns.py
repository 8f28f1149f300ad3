"""Columns that look as if they named a person, by the words that registries call them."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from typing import Final

from geo.shipped import data_folder

_SHORT_WORD: Final = 3
# Marks over and under letters of Latin, Greek, Cyrillic and Arabic; those of Lao, Thai or Khmer are letters.
_MARKS: Final = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
# One letter for those that registries write in either way: Arabic yeh, kaf and heh, Latin d and i.
_SAME_LETTERS: Final[dict[int, int | str]] = {
    0x6CC: 0x64A,
    0x649: 0x64A,
    0x6A9: 0x643,
    0x629: 0x647,
    0x111: "d",
    0x131: "i",
}
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")


def what_it_identifies(name: str) -> str | None:
    """What a column of this name seems to hold that could name a person; None if it looks like nothing of the kind.

    Known are words of registries in two dozen languages, ``data/survivors/identifying_columns.csv``,
    ignoring case, accents and what stands between words.

    >>> what_it_identifies("Father_Name"), what_it_identifies("رقم الهاتف"), what_it_identifies("distance")
    ('a name', 'a telephone number', None)
    """
    words = {_folded(word) for word in _BETWEEN_WORDS.split(name)}
    whole = _folded(name)
    for word, what in _identifying_words():
        is_short = word.isascii() and len(word) <= _SHORT_WORD
        if word == whole or (word in words if is_short else word in whole):
            return what
    return None


@cache
def _identifying_words() -> tuple[tuple[str, str], ...]:
    path = data_folder() / "survivors" / "identifying_columns.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple((_folded(row["word"]), row["what"]) for row in csv.DictReader(file))


def _folded(name: str) -> str:
    """A name without case, accents and what stands between words, Arabic letters in one spelling."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", name)).casefold().translate(_SAME_LETTERS)
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LMN")
