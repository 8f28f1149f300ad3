"""Reported times held against modelled ones: the factor, and where the model is worst."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.calibration.factors import (
    INTERVAL,
    LEAST_PAIRS,
    FittedFactor,
    far_off,
    fit_factor,
    merge_neighbours,
    merge_small,
)
from accessibility.calibration.named_factors import NamedFactor
from accessibility.calibration.reported import ReportedTimes
from accessibility.inputs import Inputs
from accessibility.need import OUTSIDE_NAME
from accessibility.study_file import OWN_TIMES
from geo.errors import InputError
from geo.faults import Faults
from geo.layers import list_names, name_rows

Doubles = npt.NDArray[np.float64]

FIT_COLUMNS: Final = (
    "by",
    "name",
    "pairs",
    "factor",
    "low",
    "high",
    "median_ratio",
    "median_residual_minutes",
    "note",
)
ALL: Final = "all"
DISTANCE_BAND: Final = "distance band"
MODE: Final = "mode"
AREA: Final = "area"
WITHOUT_FAR_OFF: Final = "without those far off"
_MERGED: Final = f"put together, so that no group has fewer than {LEAST_PAIRS}"
# The ratio over which times are taken for hours or seconds: a true factor lies far nearer to 1 than 60 does.
_HOURS: Final = 1 / 15
_SECONDS: Final = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What reported times make of the model: the factor, NaN if too few are usable, and the factors of groups."""

    factor: NamedFactor
    frame: pd.DataFrame


def fit_reported(inputs: Inputs, times: ReportedTimes, modelled: Doubles, *, faults: Faults) -> Fit:
    """The factor of the reported times and a row for each group: by, name, pairs, factor, ... as FIT_COLUMNS.

    ``modelled``: minutes of each row, inf where the model has no way. Rows without a way, and those from the
    centre's own cell, which the model gives no minutes, are counted and in no factor. Those far off are told, kept,
    and left out in a row of their own. No group has fewer than 10 pairs: bands join their neighbours, modes and
    areas each other, and the small count of what is left out is not told. Raises InputError if the times look like
    hours or seconds, by the median over the modelled ones.
    """
    is_usable = np.isfinite(modelled) & (modelled > 0)
    said = _left_out(times, modelled, faults=faults)
    if int(is_usable.sum()) < LEAST_PAIRS:
        note = "; ".join([*said, f"fewer than {LEAST_PAIRS} ways can be compared, so there is no factor"])
        return Fit(factor=_named(inputs, fit_factor([], []), note), frame=pd.DataFrame(columns=list(FIT_COLUMNS)))
    reported, modelled = times.minutes[is_usable], modelled[is_usable]
    _check_unit(float(np.median(reported / modelled)), times.where)
    whole = fit_factor(reported, modelled)
    is_far = far_off(reported, modelled)
    far = int(is_far.sum())
    if far:
        said.append(f"{_few(far)} of the ratios lie far off the others and are kept")
        faults.notice(
            where=times.where,
            which=name_rows(pd.Index(times.row[is_usable], name="row"), is_far),
            what=f"{far} of {len(is_far):,} reported times lie far off the others, held against the modelled ones; "
            "they are kept, and the factor without them stands beside",
            do="Check minutes, places and modes of these rows",
            is_restricted=True,
        )
    rows = [_row(ALL, ALL, whole, "; ".join(said))]
    rest = ~is_far
    if far and int(rest.sum()) >= LEAST_PAIRS:
        fitted = fit_factor(reported[rest], modelled[rest])
        rows.append(_row(ALL, WITHOUT_FAR_OFF, fitted, "", shows_pairs=far >= LEAST_PAIRS))
    for group in _groups(inputs, times, np.flatnonzero(is_usable), modelled):
        fitted = fit_factor(reported[group.is_in], modelled[group.is_in])
        rows.append(_row(group.by, group.name, fitted, _MERGED if group.is_merged else ""))
    note = "; ".join([f"{100 * INTERVAL:g} % interval by bootstrap over the pairs", *said])
    return Fit(factor=_named(inputs, whole, note), frame=pd.DataFrame(rows, columns=list(FIT_COLUMNS)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Some of the pairs, and what they have in common; ``is_merged``: groups that were too small stand together."""

    by: str
    name: str
    is_in: npt.NDArray[np.bool_]
    is_merged: bool


def _groups(inputs: Inputs, times: ReportedTimes, usable: npt.NDArray[np.int64], modelled: Doubles) -> list[_Group]:
    """The groups by distance band, mode and area, none of fewer than 10 pairs; each kind holds every pair once."""
    bands = inputs.study.travel.bands_minutes
    band = np.searchsorted(bands, modelled, side="left")  # a band ends with its last minute
    counts = np.bincount(band, minlength=len(bands) + 1).tolist()
    groups = [
        _Group(
            by=DISTANCE_BAND,
            name=_band_name(bands, merged[0], merged[-1]),
            is_in=np.isin(band, merged),
            is_merged=sum(counts[place] > 0 for place in merged) > 1,
        )
        for merged in merge_neighbours(counts)
    ]
    mode = np.array([times.mode[row] for row in usable], dtype=object)
    groups += _unordered(MODE, mode, [profile.name for profile in inputs.profiles])
    names = [*inputs.areas.names, OUTSIDE_NAME]
    area = times.area[usable]
    place = np.where(area < 0, len(inputs.areas.names), area)
    return groups + _unordered(AREA, place, range(len(names)), names=names)


def _unordered(
    by: str, value: npt.NDArray[Any], values: Sequence[Any], *, names: Sequence[str] | None = None
) -> list[_Group]:
    said = names or [str(each) for each in values]
    counts = [int(np.count_nonzero(value == each)) for each in values]
    return [
        _Group(
            by=by,
            name=list_names([said[place] for place in merged]),
            is_in=np.isin(value, [values[place] for place in merged]),
            is_merged=len(merged) > 1,
        )
        for merged in merge_small(counts)
    ]


def _band_name(bands: Sequence[float], first: int, last: int) -> str:
    """The minutes from the first band to the last, in words; a band ends with its last minute."""
    if last == len(bands):
        return "any" if first == 0 else f"more than {bands[first - 1]:g} min"
    return f"up to {bands[last]:g} min" if first == 0 else f"{bands[first - 1]:g} to {bands[last]:g} min"


def _left_out(times: ReportedTimes, modelled: Doubles, *, faults: Faults) -> list[str]:
    """Tell the rows that are in no factor; what is said of them where rows must not be told."""
    said = []
    for is_out, words, do in (
        (np.isinf(modelled), "have no way in the model", "Check places, modes and roads of these rows"),
        (modelled == 0, "begin in the cell of their centre", "Give places farther away, or use smaller cells"),
    ):
        count = int(is_out.sum())
        if count:
            said.append(f"{_few(count)} of the reported ways {words} and are in no factor")
            faults.notice(
                where=times.where,
                which=name_rows(pd.Index(times.row, name="row"), is_out),
                what=f"{count:,} of {len(times):,} reported ways {words}; they are counted and in no factor",
                do=do,
                is_restricted=True,
            )
    return said


def _few(count: int) -> str:
    """A count in words, a small one not told."""
    return f"{count:,}" if count >= LEAST_PAIRS else f"fewer than {LEAST_PAIRS}"


def _check_unit(ratio: float, where: str) -> None:
    """Raise InputError for times that look like hours or seconds."""
    if ratio < _HOURS:
        raise InputError(
            f"{where}: the reported times are {ratio:.3g} times the modelled minutes, as hours would be (1/60 is "
            f"{1 / 60:.3g}); write minutes, hours times 60"
        )
    if ratio > _SECONDS:
        raise InputError(
            f"{where}: the reported times are {ratio:.3g} times the modelled minutes, as seconds would be (60); "
            "write minutes"
        )


def _row(by: str, name: str, fitted: FittedFactor, note: str, *, shows_pairs: bool = True) -> dict[str, Any]:
    return {
        "by": by,
        "name": name,
        "pairs": fitted.pairs if shows_pairs else math.nan,
        "factor": fitted.factor,
        "low": fitted.low,
        "high": fitted.high,
        "median_ratio": fitted.median_ratio,
        "median_residual_minutes": fitted.median_residual_minutes,
        "note": note,
    }


def _named(inputs: Inputs, fitted: FittedFactor, note: str) -> NamedFactor:
    table = inputs.study.calibration
    said = [] if table is None else [table.source or "", table.date.isoformat() if table.date is not None else ""]
    return NamedFactor(
        name=OWN_TIMES,
        title="As people reported in this study",
        factor=fitted.factor,
        low=fitted.low,
        high=fitted.high,
        pairs=fitted.pairs if fitted.pairs >= LEAST_PAIRS else math.nan,
        source=", ".join(filter(None, said)),
        certainty="D",
        note=note,
    )
