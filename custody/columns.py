"""Columns: which fields a table of survivors may have, and which look as if they named a person."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from typing import Final

from geo.faults import Faults
from geo.identifying_columns import what_it_identifies

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
_LONGEST_NAME: Final = 30
_MOST_WORDS: Final = 4
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
