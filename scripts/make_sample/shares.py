"""Made-up shares of the people by sex and age, area by area; the bands are those of survivors' records."""

from __future__ import annotations

from typing import Final

AGE_BANDS: Final = ((0, 4), (5, 11), (12, 17), (18, 59), (60, None))
COLUMNS: Final = ("area_id", "sex", "age_from", "age_to", "share", "source")
_SOURCE: Final = "Made up, synthetic"
# Of a thousand people, by age band. The high valleys are older and have fewer men of working age.
_PER_MILLE: Final = {
    "A-1": {"female": (66, 85, 72, 238, 41), "male": (68, 88, 74, 233, 35)},
    "A-2": {"female": (55, 75, 68, 250, 84), "male": (57, 78, 70, 196, 67)},
    "A-3": {"female": (62, 81, 71, 244, 56), "male": (64, 84, 73, 218, 47)},
    "A-4": {"female": (72, 94, 77, 233, 36), "male": (74, 96, 79, 207, 32)},
    "": {"female": (66, 86, 73, 239, 46), "male": (68, 88, 75, 221, 38)},  # the whole: who is in no area
}


def share_rows() -> list[tuple[str, ...]]:
    """The rows of shares.csv, those of the whole last."""
    return [
        (area, sex, str(first), "" if last is None else str(last), f"{per_mille / 1000:.3f}", _SOURCE)
        for area, sexes in _PER_MILLE.items()
        for sex, shares in sexes.items()
        for (first, last), per_mille in zip(AGE_BANDS, shares, strict=True)
    ]
