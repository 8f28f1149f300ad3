"""The tables of reasons, priority and certainty that a tier may hold: their files and their columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from maps.run_key import RUN_COLUMNS

REGIONS: Final = "tables/regions.csv"
REASONS: Final = "tables/reasons.csv"
PRIORITIES: Final = "tables/priorities.csv"
MOVES: Final = "tables/priority_moves.csv"
INTERVALS: Final = "tables/intervals.csv"
RANKS: Final = "tables/rank_stability.csv"
SENSITIVITY: Final = "tables/sensitivity.csv"
RANGES: Final = "tables/ranges.csv"
CERTAINTY: Final = "tables/certainty.csv"
DATA_AGE: Final = "tables/data_age.csv"
CALIBRATION: Final = "tables/calibration.csv"
FITS: Final = "tables/calibration_fit.csv"
CALIBRATED: Final = "tables/calibrated.csv"
REFERRAL: Final = "tables/referral.csv"

SHARE_RASTER: Final = "underserved_share.tif"
EDGE_RASTER: Final = "could_change.tif"

PLACE_COLUMNS: Final = ("place_kind", "place_id", "place_name")
_DRAWN: Final = ("value", "median", "low", "high", "interval", "draws", "unit", "denominator")
CSV_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    REGIONS: (
        *RUN_COLUMNS,
        "region_id",
        "region_name",
        "places",
        "area_names",
        "people",
        "people_in_need",
        "person_hours_beyond",
        "need_hours_beyond",
        "median_minutes",
        "people_no_way",
        "main_factor",
        "reasons_sentence",
        "change_sentence",
        "as_of",
    ),
    REASONS: (
        *RUN_COLUMNS,
        *PLACE_COLUMNS,
        "factor",
        "is_active",
        "share",
        "person_hours",
        "people_within_alone",
        "denominator_person_hours",
        "people_beyond",
        "as_of",
        "note",
    ),
    PRIORITIES: (*RUN_COLUMNS, "region_id", "region_name", "rank", "score", "as_of"),  # and part_*, weight_*
    MOVES: (*RUN_COLUMNS, "region_id", "region_name", "weighting", "score", "rank", "rank_move", "as_of"),
    INTERVALS: (*RUN_COLUMNS, *PLACE_COLUMNS, "group", "measure", *_DRAWN, "as_of"),
    RANKS: (
        *RUN_COLUMNS,
        *PLACE_COLUMNS,
        "rank",
        "median_rank",
        "low_rank",
        "high_rank",
        "share_first",
        "share_in_top3",
        "draws",
        "as_of",
    ),
    SENSITIVITY: (
        *RUN_COLUMNS,
        "threshold_minutes",
        "share_within",
        "median",
        "low",
        "high",
        "slope_per_10_min",
        "draws",
        "unit",
        "denominator",
        "as_of",
    ),
    RANGES: ("kind", "name", "low", "value", "high", "unit", "shape", "source", "certainty", "note"),
    CERTAINTY: (
        *RUN_COLUMNS,
        *PLACE_COLUMNS,
        "people",
        "surely_beyond",
        "perhaps_beyond",
        "surely_within",
        "people_could_change",
        "draws",
        "as_of",
    ),
    DATA_AGE: ("input", "what", "date", "age_years", "note"),
    CALIBRATION: ("name", "title", "factor", "low", "high", "pairs", "source", "certainty", "note"),
    FITS: ("by", "name", "pairs", "factor", "low", "high", "median_residual_minutes", "note"),
    CALIBRATED: (*RUN_COLUMNS, "calibration", "measure", "value", "low", "high", "unit", "denominator", "as_of"),
    REFERRAL: (
        *RUN_COLUMNS,
        "levels",
        "measure",
        "direct",
        "chain",
        "unit",
        "denominator",
        "people_without_chain",
        "as_of",
        "note",
    ),
}
