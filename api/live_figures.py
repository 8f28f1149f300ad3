"""Figures of a live country as answers tell them: at once or by a job, in the same words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from api.releases import ServedTier
from maps.shown_columns import shown_columns

if TYPE_CHECKING:
    import pandas as pd

    from accessibility.live import Gains, Picture

_AREAS_LAYER: Final = "comparisons"  # the same columns


def figures(values: Mapping[str, Any]) -> dict[str, Any]:
    """Figures as JSON has them: minutes that are no number become null, and ``<name>_status`` says why.

    >>> figures({"median_minutes": math.inf, "population": 2.0})
    {'median_minutes': None, 'median_minutes_status': 'no_way', 'population': 2.0}
    """
    told: dict[str, Any] = {}
    for name, value in values.items():
        if not (isinstance(value, float | int) or hasattr(value, "dtype")):
            told[name] = value
            continue
        number = float(value)
        told[name] = number if math.isfinite(number) else None
        if "_minutes" in name and not name.startswith("person_minutes"):
            told[f"{name}_status"] = _status(number)
    return told


def gain_figures(gains: Gains) -> dict[str, Any]:
    """Who gains and who loses, with a figure for each band."""
    names = (
        "people_gaining",
        "people_losing",
        "person_minutes_gained",
        "person_minutes_lost",
        "people_reconnected",
        "people_cut_off",
    )
    told = {name: getattr(gains, name) for name in names}
    told |= {f"people_newly_within_{band:g}_min": people for band, people in gains.people_newly_within.items()}
    told |= {f"people_no_longer_within_{band:g}_min": each for band, each in gains.people_no_longer_within.items()}
    return figures(told)


def area_figures(tier: ServedTier, picture: Picture) -> list[dict[str, Any]]:
    """A row for each area, one for outside all areas and one for all, with the columns that the tier may see."""
    return [figures(row) for row in shown_areas(tier, picture).to_dict("records")]


def shown_areas(tier: ServedTier, picture: Picture) -> pd.DataFrame:
    """The same rows as a table: NaN unknown, inf no way."""
    return picture.areas[shown_columns(_AREAS_LAYER, tier.name, picture.areas.columns)]


def _status(minutes: float) -> str:
    if math.isfinite(minutes):
        return "reached"
    return "no_way" if math.isinf(minutes) else "unknown"
