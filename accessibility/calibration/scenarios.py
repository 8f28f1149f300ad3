"""What a run says if its minutes are multiplied by a factor: the same people against the same thresholds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.calibration.named_factors import NamedFactor
from accessibility.inputs import Inputs
from accessibility.mixed_runs import MixedRun
from accessibility.need import band_column
from accessibility.runs import Run
from geo.zones import zone_sums

Doubles = npt.NDArray[np.float64]
AnyRun = Run | MixedRun

CALIBRATED_COLUMNS: Final = ("calibration", "measure", "value", "low", "high", "unit", "denominator", "as_of")
_PEOPLE, _SHARE, _MINUTES = "people", "share", "minutes"


def calibrated_frame(inputs: Inputs, runs: Sequence[AnyRun], factors: Sequence[NamedFactor]) -> pd.DataFrame:
    """The measures of each run under each factor: the run's dimensions, then calibration, measure, value, low, ...

    All areas together. People within each band and beyond the threshold of ``[gaps]``, counted and as shares, and
    quantiles over everyone, those without a way last: inf is a quantile that has no way. ``low`` and ``high`` are
    the least and the greatest value that the ends of the factor's own interval give, NaN where it has none. A way
    that becomes longer than a limit of the day stays a way. With a factor of 1 the figures are the run's own. A
    factor that is not known (NaN) has no rows.
    """
    frames = []
    as_of = inputs.study.study.as_of.isoformat()
    for run in runs:
        for factor in factors:
            if not math.isnan(factor.factor):
                rows = _rows(inputs, run, factor)
                frames.append(rows.assign(**run.dimensions, calibration=factor.name, as_of=as_of))
    columns = [*(runs[0].dimensions if runs else ()), *CALIBRATED_COLUMNS]
    return pd.concat(frames, ignore_index=True)[columns] if frames else pd.DataFrame(columns=columns)


def _rows(inputs: Inputs, run: AnyRun, factor: NamedFactor) -> pd.DataFrame:
    value = _measures(inputs, run, factor.factor)
    ends = [_measures(inputs, run, end) for end in (factor.low, factor.high) if not math.isnan(end)]
    rows: list[dict[str, Any]] = []
    for measure, (unit, number) in value.items():
        at_ends = [each[measure][1] for each in ends]
        rows.append(
            {
                "measure": measure,
                "value": number,
                "low": min(at_ends) if at_ends else math.nan,
                "high": max(at_ends) if at_ends else math.nan,
                "unit": unit,
                "denominator": _total(run)["population"],
            }
        )
    return pd.DataFrame(rows)


def _measures(inputs: Inputs, run: AnyRun, factor: float) -> dict[str, tuple[str, float]]:
    """Unit and value of each measure of all areas together, if every time is so many times longer."""
    study, total = inputs.study, _total(run)
    bands, threshold_minutes = study.travel.bands_minutes, study.gaps.threshold_minutes
    minutes = np.append(run.times.minutes * factor, np.inf)  # of those outside the grid no way is known
    population = float(total["population"])
    counts = _people(inputs, run, [*(minutes <= band for band in bands), ~(minutes <= threshold_minutes)])
    measured: dict[str, tuple[str, float]] = {}
    for band, within in zip(bands, counts[:-1], strict=True):
        measured[band_column(band)] = (_PEOPLE, within)
        measured[f"share_within_{band:g}_min"] = (_SHARE, within / population if population else math.nan)
    measured["beyond_threshold_people"] = (_PEOPLE, counts[-1])
    measured["beyond_threshold_share"] = (_SHARE, counts[-1] / population if population else math.nan)
    # the order of the homes does not change, so that a quantile is the quantile of the run, so many times longer
    for quantile in ("median_minutes", "p90_minutes"):
        measured[quantile] = (_MINUTES, float(total[quantile]) * factor)
    return measured


def _people(inputs: Inputs, run: AnyRun, claims: Sequence[npt.NDArray[np.bool_]]) -> list[float]:
    """The people of whom each claim holds, added up by area and then over areas, as the table of access does.

    The last entry of a claim is of the people outside the grid.
    """
    outside = len(inputs.areas.ids)
    zone = inputs.areas.zone.ravel()[run.demand.home_cell]
    place = np.append(np.where(zone < 0, outside, zone), outside)
    people = np.append(run.demand.people, inputs.population.people_outside_grid)
    layers = [np.where(is_claimed, people, 0.0) for is_claimed in claims]
    return [math.fsum(row) for row in zone_sums(place, layers, outside + 1).sums]


def _total(run: AnyRun) -> pd.Series[Any]:
    """The row of the table of access that holds everyone."""
    return run.access[run.access["area_kind"] == "all"].iloc[0]
