"""Calibration: modelled times held against reported ones, and ways that lead through the referral chain."""

from accessibility.calibration.chains import Chains, find_chains
from accessibility.calibration.factors import FittedFactor, far_off, fit_factor, merge_neighbours, merge_small
from accessibility.calibration.fit import FIT_COLUMNS, Fit, fit_reported
from accessibility.calibration.modelled import modelled_minutes
from accessibility.calibration.named_factors import NamedFactor, choose_factors, read_factor_table, shipped_factors
from accessibility.calibration.of_runs import (
    CALIBRATION_COLUMNS,
    CalibrationTables,
    check_calibration,
    find_calibration,
)
from accessibility.calibration.referral import REFERRAL_COLUMNS, check_referral, referral_frame
from accessibility.calibration.reported import ReportedTimes, read_reported
from accessibility.calibration.reported_places import points_by_name
from accessibility.calibration.scenarios import CALIBRATED_COLUMNS, calibrated_frame

__all__ = [
    "CALIBRATED_COLUMNS",
    "CALIBRATION_COLUMNS",
    "FIT_COLUMNS",
    "REFERRAL_COLUMNS",
    "CalibrationTables",
    "Chains",
    "Fit",
    "FittedFactor",
    "NamedFactor",
    "ReportedTimes",
    "calibrated_frame",
    "check_calibration",
    "check_referral",
    "choose_factors",
    "far_off",
    "find_calibration",
    "find_chains",
    "fit_factor",
    "fit_reported",
    "merge_neighbours",
    "merge_small",
    "modelled_minutes",
    "points_by_name",
    "read_factor_table",
    "read_reported",
    "referral_frame",
    "shipped_factors",
]
