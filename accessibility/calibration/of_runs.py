"""Calibration of the runs of a tier: factors, where the model is worst, calibrated figures, and chains of referral."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
import pandas as pd

from accessibility.calibration.fit import fit_reported
from accessibility.calibration.modelled import modelled_minutes
from accessibility.calibration.named_factors import NamedFactor, choose_factors
from accessibility.calibration.referral import check_referral, referral_frame
from accessibility.calibration.reported import Points, ReportedTimes, read_reported
from accessibility.calibration.scenarios import AnyRun, calibrated_frame
from accessibility.inputs import Inputs
from accessibility.runs import Run
from accessibility.study_file import BASE_SCENARIO
from geo.faults import Faults
from geo.progress import Progress, silent

CALIBRATION_COLUMNS: Final = ("name", "title", "factor", "low", "high", "pairs", "source", "certainty", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationTables:
    """The tables of a tier, None where the study does not ask for one: ``[calibration]`` for three, ``[referral]``.

    ``calibration``: a row for each factor. ``calibration_fit``: the factor of the study's reported times, by group;
    None without such. ``calibrated``: each run under each factor. ``referral``: each run of the base to centres.
    No row of the reported times is in any.
    """

    calibration: pd.DataFrame | None
    calibration_fit: pd.DataFrame | None
    calibrated: pd.DataFrame | None
    referral: pd.DataFrame | None


def check_calibration(inputs: Inputs, *, places: Points | None = None, faults: Faults) -> None:
    """Every fault of ``[calibration]``, of its reported times and of ``[referral]``, but those that a search tells.

    ``places``: as ``read_reported`` takes them.
    """
    choose_factors(inputs.study, faults=faults)
    read_reported(inputs, places=places, faults=faults)
    check_referral(inputs, faults=faults)


def find_calibration(
    inputs: Inputs,
    runs: Sequence[AnyRun],
    *,
    progress: Progress = silent,
    places: Points | None = None,
    faults: Faults | None = None,
) -> CalibrationTables:
    """The tables of calibration and referral of these runs, mixed ones among them.

    Reported times are held against the worlds of the runs, without hazards, so that a tier which does not show them
    has the same factor; a row whose centre the tier does not show is left out. Notices go to ``faults``. Raises
    InputFaults with every fault of the inputs, and InputError if the times look like hours.
    """
    told = Faults()
    single = [run for run in runs if isinstance(run, Run)]
    factors = list(choose_factors(inputs.study, faults=told))
    times = read_reported(inputs, places=places, faults=told)
    check_referral(inputs, faults=told)
    told.raise_errors()
    fit = None
    if times is not None and single:
        worlds = list({id(run.world): run.world for run in single if run.world.key[0] == BASE_SCENARIO}.values())
        shown = _of_centres(times, worlds[0].centres.ids)
        fit = fit_reported(inputs, shown, modelled_minutes(inputs, worlds, shown, progress=progress), faults=told)
        factors.append(fit.factor)
    if faults is not None:
        faults.take(told)
    has_table = inputs.study.calibration is not None
    return CalibrationTables(
        calibration=_factor_frame(factors) if has_table else None,
        calibration_fit=fit.frame if fit is not None else None,
        calibrated=calibrated_frame(inputs, runs, factors) if has_table else None,
        referral=referral_frame(inputs, single, progress=progress) if inputs.study.referral is not None else None,
    )


def _factor_frame(factors: Sequence[NamedFactor]) -> pd.DataFrame:
    rows = [{field.name: getattr(factor, field.name) for field in fields(factor)} for factor in factors]
    return pd.DataFrame(rows, columns=list(CALIBRATION_COLUMNS))


def _of_centres(times: ReportedTimes, ids: Sequence[str]) -> ReportedTimes:
    """The rows that name one of these centres."""
    keep = np.flatnonzero([identity in set(ids) for identity in times.centre_id])
    return replace(
        times,
        row=times.row[keep],
        xy=times.xy[keep],
        area=times.area[keep],
        minutes=times.minutes[keep],
        centre_id=tuple(times.centre_id[row] for row in keep),
        mode=tuple(times.mode[row] for row in keep),
        season=tuple(times.season[row] for row in keep),
    )
