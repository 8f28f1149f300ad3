"""The vocabulary: the closed list of values that each field of a survivor's record may hold."""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import Final

from geo.shipped import data_folder

UNKNOWN: Final = "unknown"
NO_NEED: Final = "none"
BETWEEN_NEEDS: Final = ";"
LEAST_YEARS_IN_BAND: Final = 5

# Impairment and the Washington Group flag stand apart: the questions of the flag do not ask about missing limbs.
VOCABULARY: Final[dict[str, tuple[str, ...]]] = {
    "synthetic": ("true", "false"),
    "place_precision": ("exact_100m", "settlement", "area"),
    "sex": ("female", "male", "other_or_unknown"),
    "age_band": ("0-4", "5-11", "12-17", "18-59", "60+", UNKNOWN),
    "impairment": (
        "lower_limb_loss",
        "upper_limb_loss",
        "multiple_limb_loss",
        "mobility",
        "spinal_cord_injury",
        "brain_injury",
        "visual",
        "hearing",
        "burns",
        "psychological",
        "multiple",
        "other",
        "none",
        UNKNOWN,
    ),
    "washington_group_flag": ("true", "false", UNKNOWN),
    "device_class": (
        "none",
        "partial_foot",
        "trans_tibial",
        "knee_disarticulation",
        "trans_femoral",
        "trans_radial",
        "trans_humeral",
        "orthosis",
        "crutches",
        "wheelchair",
        "hearing_aid",
        "visual_aid",
        "multiple",
        "other",
        UNKNOWN,
    ),
    "direct_or_indirect": ("direct", "indirect", UNKNOWN),
    "consent_scope": ("planning", "planning_and_reporting"),
}

_YEAR_BAND: Final = re.compile(r"((?:19|20)[0-9]{2})-((?:19|20)[0-9]{2})")
_OPAQUE_ID: Final = re.compile(
    r"(?:[A-Za-z]{1,3}-?)?[0-9]{1,6}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", re.ASCII
)


@cache
def care_pillars() -> tuple[str, ...]:
    """The pillars of care that a survivor may need, in the order of ``data/services/pillars.csv``.

    Read here and not through the need, whose libraries take a second to load.
    """
    with (data_folder() / "services" / "pillars.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["pillar"] for row in csv.DictReader(file))


def is_year_band(text: str) -> bool:
    """Whether a text is a band of at least five years, both ends inclusive, or ``unknown``.

    >>> is_year_band("2010-2014"), is_year_band("2010-2011"), is_year_band("2010"), is_year_band("unknown")
    (True, False, False, True)
    """
    if text == UNKNOWN:
        return True
    match = _YEAR_BAND.fullmatch(text)
    return match is not None and int(match[2]) - int(match[1]) + 1 >= LEAST_YEARS_IN_BAND


def is_opaque_id(text: str) -> bool:
    """Whether an id can tell nothing: at most three letters, a hyphen if any, and one to six digits; or a UUID.

    Anything longer may be a name, a telephone number or the number of an identity card.

    >>> is_opaque_id("S-0001"), is_opaque_id("17"), is_opaque_id("Omar-17"), is_opaque_id("+961 3 123456")
    (True, True, False, False)
    """
    return _OPAQUE_ID.fullmatch(text) is not None
