"""The two kinds of hazard areas that IMAS tells apart, as words: what is confirmed, and what is only suspected."""

from __future__ import annotations

from typing import Final

from geo.hazards.status import UNKNOWN

CONFIRMED: Final = "confirmed"
SUSPECTED: Final = "suspected"

# IMAS 07.11 and 08.10: confirmed and suspected hazardous areas, spelled out or by their initials.
_WORD_OF: Final = {
    "cha": CONFIRMED,
    "confirmed": CONFIRMED,
    "confirmed hazardous area": CONFIRMED,
    "sha": SUSPECTED,
    "suspected": SUSPECTED,
    "suspected hazardous area": SUSPECTED,
}
KIND_WORDS: Final = (CONFIRMED, SUSPECTED, UNKNOWN)


def kind_word(kind: str) -> str:
    """``confirmed``, ``suspected`` or ``unknown``, ignoring case and blanks; any other word is unknown.

    >>> kind_word(" cha "), kind_word("Minefield")
    ('confirmed', 'unknown')
    """
    return _WORD_OF.get(" ".join(kind.split()).lower(), UNKNOWN)
