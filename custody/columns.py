"""Columns: which fields a table of survivors may have, and which look as if they named a person."""

from __future__ import annotations

import csv
import re
import unicodedata
from difflib import get_close_matches
from functools import cache
from typing import Final

from geo.faults import Faults
from geo.shipped import data_folder

PLACE_COLUMNS: Final = ("lon", "lat", "area_id")
COLUMNS: Final = (
    "id",
    "synthetic",
    *PLACE_COLUMNS,
    "place_precision",
    "sex",
    "age_band",
    "impairment",
    "washington_group_flag",
    "device_class",
    "year_band",
    "direct_or_indirect",
    "need_pillars",
    "consent_scope",
    "source",
    "retention_date",
)
_KNOWN_IN_A_HEADER: Final = 3
_SHORT_WORD: Final = 3
_LONGEST_NAME: Final = 30
_MOST_WORDS: Final = 4
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
_LONG_NUMBER: Final = re.compile(r"\d{3}")


def check_columns(names: tuple[str, ...], *, where: str, faults: Faults) -> bool:
    """Whether a header has all fields of a record and no other; told as errors if not.

    An unknown column is named if its name is a word or a few; any other, and a first row that is
    no header, is told by its place alone.
    """
    before = len(faults.errors)
    known = [name for name in names if name in COLUMNS]
    if len(known) < _KNOWN_IN_A_HEADER:
        faults.error(
            where=where,
            which="row 1",
            what="it is not the header of a table of survivors; it may be a person's row, and is not repeated here",
            do=f"Give a header; the fields are {', '.join(COLUMNS)}",
        )
        return False
    for name in sorted({name for name in known if known.count(name) > 1}):
        faults.error(
            where=where, which="row 1", what=f"the column {name} stands more than once", do="Name each column once"
        )
    for number, name in enumerate(names, start=1):
        if name not in COLUMNS:
            _tell_unknown(number, name, where=where, faults=faults)
    _tell_missing(set(known), where=where, faults=faults)
    return len(faults.errors) == before


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


def _tell_unknown(number: int, name: str, *, where: str, faults: Faults) -> None:
    which = f"column {number} ({name})" if _may_be_told(name) else f"column {number}"
    if not name:
        faults.error(where=where, which=which, what="the column has no name", do="Name or delete it")
        return
    what = what_it_identifies(name)
    if what is not None:
        faults.error(
            where=where,
            which=which,
            what=f"it looks like {what}; a record holds nothing that names a person, and no free text",
            do="Delete the column, and keep the list that links ids to people elsewhere",
        )
        return
    near = get_close_matches(name.lower(), COLUMNS, n=1)
    faults.error(
        where=where,
        which=which,
        what="it is no field of a survivor's record, and nothing else is taken in",
        do=f"Did you mean {near[0]}? If not, delete it" if near else "Delete the column",
    )


def _tell_missing(known: set[str], *, where: str, faults: Faults) -> None:
    missing = [name for name in COLUMNS if name not in known and name not in PLACE_COLUMNS]
    if missing:
        faults.error(
            where=where,
            which="row 1",
            what=f"{'these columns are' if len(missing) > 1 else 'this column is'} missing: {', '.join(missing)}",
            do="Add what is missing; where nothing is known, the vocabulary has a word for it",
        )
    if ("lon" in known) != ("lat" in known):
        faults.error(where=where, which="row 1", what="one of lon and lat is missing", do="Give both, or area_id alone")
    elif not known & set(PLACE_COLUMNS):
        faults.error(where=where, which="row 1", what="there is no place", do="Give lon and lat, or area_id, or all")


def _may_be_told(name: str) -> bool:
    """Whether a column's name is a few plain words, and so no value."""
    letters_only = all(unicodedata.category(letter)[0] in "LMN" or letter in " _-./" for letter in name)
    is_short = 0 < len(name) <= _LONGEST_NAME and len(name.split()) <= _MOST_WORDS
    return letters_only and is_short and not _LONG_NUMBER.search(name)


@cache
def _identifying_words() -> tuple[tuple[str, str], ...]:
    path = data_folder() / "survivors" / "identifying_columns.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple((_folded(row["word"]), row["what"]) for row in csv.DictReader(file))


def _folded(name: str) -> str:
    """A name without case, accents and what stands between words, Arabic letters in one spelling."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", name)).casefold().translate(_SAME_LETTERS)
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LMN")
