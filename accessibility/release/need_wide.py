"""The long table laid out for people: one row for each run, area and group, one column for each measure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from accessibility.release.need_columns import MINUTES, SHARE
from accessibility.run_dimensions import DIMENSIONS

EVERYONE: Final = "everyone"
KEYS: Final = (*DIMENSIONS, "area_id", "area_name", "area_kind", "group")
_WORDS: Final = {
    "people": "People",
    "median_minutes": "Median",
    "p90_minutes": "90 % need at most",
    "worst_decile_mean_minutes": "Mean of the worst tenth",
    "mean_reached_minutes": "Mean of those with a way",
    "unreached_share": "No way",
    "beyond_threshold_share": "Beyond the threshold",
    "day_trip_share": "There and back in a day",
    "overnight_share": "Must stay overnight",
    "round_trip_median_minutes": "Median, there and back",
    "yearly_hours_median": "Median travel a year",
    "yearly_fares_median": "Median fares a year",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WideAccess:
    """The long table with a column for each measure, in the order of its first row.

    ``rows``: the columns of ``KEYS``, ``denominator`` (people of the group in the area), ``as_of``, and one for
    each of ``measures``. ``units``: of each measure.
    """

    rows: pd.DataFrame
    measures: tuple[str, ...]
    units: dict[str, str]

    def heading(self, measure: str) -> str:
        """A measure in words, with its unit."""
        return f"{measure_in_words(measure)} ({unit_in_words(self.units[measure])})"


def wide_access(access: pd.DataFrame) -> WideAccess:
    """A checked long table laid out wide; a measure that is not told of a row is NaN there.

    The people that a row is of are the most that any of its measures is of: a mean over those with a
    way is of fewer.
    """
    number = access.groupby(list(KEYS), sort=False).ngroup().to_numpy()
    place, measures = pd.factorize(access["measure"])
    _, first = np.unique(number, return_index=True)
    rows = access.iloc[first][[*KEYS, "denominator", "as_of"]].reset_index(drop=True)
    denominator, values = np.zeros(len(rows)), np.full((len(rows), len(measures)), np.nan)
    np.maximum.at(denominator, number, access["denominator"].to_numpy(dtype=np.float64))
    values[number, place] = access["value"].to_numpy(dtype=np.float64)
    wide = pd.DataFrame(values, columns=list(measures))
    units = access.drop_duplicates("measure").set_index("measure")["unit"].to_dict()
    return WideAccess(
        rows=pd.concat([rows.assign(denominator=denominator), wide], axis=1), measures=tuple(measures), units=units
    )


def only(measures: Sequence[str], *patterns: str) -> list[str]:
    """Those of the measures that match one of the patterns as a whole, in the order of the patterns.

    >>> only(["people", "share_within_60_min", "share_within_30_min"], "share_within_.*", "people")
    ['share_within_60_min', 'share_within_30_min', 'people']
    """
    return [measure for pattern in patterns for measure in measures if re.fullmatch(pattern, measure)]


def measure_in_words(measure: str) -> str:
    """A measure as a heading; one that is not known is spelled out as it is.

    >>> measure_in_words("share_within_60_min"), measure_in_words("population_within_60_min"), measure_in_words("x_y")
    ('Within 60 min', 'People within 60 min', 'X y')
    """
    found = re.fullmatch(r"(share|population)_within_([0-9.e+]+)_min", measure)
    if found:
        return f"{'Within' if found[1] == SHARE else 'People within'} {found[2]} min"
    spaced = measure.replace("_", " ").strip()
    return _WORDS.get(measure, spaced[:1].upper() + spaced[1:])


def unit_in_words(unit: str) -> str:
    """A unit for a heading, of figures that a spreadsheet shows as per cent.

    >>> unit_in_words("share"), unit_in_words("minutes"), unit_in_words("USD per year")
    ('% of the people', 'minutes', 'USD per year')
    """
    return {SHARE: "% of the people", MINUTES: "minutes"}.get(unit, unit)
