"""Personal columns: those of a table that tell of one person, which no file that is sent here may have."""

from __future__ import annotations

import re
from typing import Final

from geo.identifying_columns import what_it_identifies

AGE: Final = "a date of birth or an exact age"
# What tells of a person. Names, addresses, telephones and remarks are kept of places and areas too.
PERSONAL: Final = frozenset(
    {
        "the name of a relative",
        "an identity number",
        AGE,
        "a picture or a fingerprint",
        "ethnic origin, faith or party",
    }
)


def personal_in(column: str) -> set[str]:
    """What a column tells of a person, as a whole or by one of its words: a father's name is more than a name.

    >>> personal_in("passport_no"), personal_in("ward")
    ({'an identity number'}, set())
    """
    words = [column, *re.split(r"[\W_]+", column)]
    return {what for word in words if word and (what := what_it_identifies(word)) in PERSONAL}
