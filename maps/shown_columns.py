"""Shown columns: which attributes of a layer each tier may see, wherever they are told; all others are not shown.

A layer is named as its table in a release: ``gaps`` is ``tables/gaps.gpkg``, ``access_wide`` each layer of a run in
``access.gpkg``. What a tier's folder does not hold cannot be shown whatever stands here; this is the second lock, for
what is told by itself, without the pages' words around it. A column that is in no list is shown to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from accessibility.release import PLAN_TABLES

TIERS: Final = ("public", "partner", "analyst")
"""The tiers of a release; each sees what those before it see."""

_RUN: Final = ("pillar", "profile", "scenario", "season", "direction", "hazards")
_AREA: Final = ("area_id", "area_name", "area_kind")
_PLACE: Final = ("place_kind", "place_id", "place_name")
_REGION: Final = ("region_id", "region_name")
_INTERVAL: Final = ("median", "low", "high")
_UNIT: Final = ("unit", "denominator", "as_of")
# Measures of people, whose names carry the study's bands in minutes: population_within_60_min, share_within_22.5_min.
_BAND: Final = r"\d+(\.\d+)?"
_OF: Final = r"\w+?(\.\d+_min\w*)?"
_MEASURES: Final = (
    rf"population(_{_OF})?",
    "median_minutes",
    "p90_minutes",
    "mean_reached_minutes",
    "unreached_share",
)
_WIDE: Final = (rf"people(_{_OF})?", rf"share_{_OF}", r"\w+_share", r"\w+_minutes", r"yearly_\w+", "as_of")
_GAINS: Final = (
    "people_inside",
    "people_gaining",
    "person_minutes_gained",
    "people_reconnected",
    rf"people_newly_within_{_BAND}_min",
)
_CENTRE: Final = ("id", "name", "pillar", "level", "lon", "lat")

_PUBLIC: Final[dict[str, tuple[str, ...]]] = {
    "access": (*_RUN, *_AREA, "group", "measure", "value", *_UNIT),
    "access_wide": (*_RUN, *_AREA, *_WIDE),
    "areas": (*_RUN, *_AREA, "parent", *_MEASURES, *_WIDE),
    "calibrated": (*_RUN, "calibration", "measure", "value", "low", "high", *_UNIT),
    "calibration": ("name", "title", "factor", "low", "high", "pairs", "source", "certainty", "note"),
    "centres": (*_CENTRE, "row", "moved_m", "scenario"),
    "certainty": (
        *(*_RUN, *_PLACE, "people", "surely_beyond", "perhaps_beyond", "surely_within", "people_could_change"),
        *("share_underserved", "draws", "as_of"),
    ),
    "clearance": (
        *(*_RUN, "rank", "cluster_id", "area_ids", "kinds", "geometry_quality", "area_count", "area_km2", *_GAINS),
        *("changes_nothing", "step"),
    ),
    "clearance_steps": (*_RUN, "step", "is_rest", "cluster_ids", "area_count", "area_km2", *_GAINS),
    "comparisons": (
        *("comparison", "pillar", "profile", "direction", *_AREA, "population", "people_gaining", "people_losing"),
        *("person_minutes_gained", "person_minutes_lost", "people_cut_off", "people_reconnected"),
        *(rf"population_within_{_BAND}_min_(before|after)", rf"people_(newly|no_longer)_within_{_BAND}_min"),
        r"(median|p90)_minutes_(before|after)",
    ),
    "data_age": ("input", "what", "date", "age_years", "note"),
    "data_gaps": ("subject", "area_id", "pillar", "field", "known", "total", "share_known", "note"),
    "directory": (
        *("id", "name", "pillars", "level", "lon", "lat", "tasks", "transport_support", "fee", "female_staff"),
        *("languages", "step_free", "days_open", "last_verified", "is_verified", "first_fitting", "repair"),
    ),
    "disputed_roads": (*_RUN, "stretch_id", "area_row", "road_classes", "length_km", "people_depending", "cluster_id"),
    "fairness": (
        *(*_RUN, "area_id", "measure", "group", "other_group", "value", "other_value", "difference", "unit"),
        *("denominator", "other_denominator", "note", "of", "ratio"),
    ),
    "families": (
        *(*_RUN, "kind", "area_id", "area_name", "people_low", "people", "people_high", "status", "is_estimate"),
        *("source", "as_of", "note"),
    ),
    "gaps": (
        *(*_RUN, "gap_id", "name", "places", "area_name", "people", "worst_minutes", "median_minutes"),
        *("people_no_way", "people_inside_hazards", "nearest_centre_id", "nearest_centre_name", "people_by_hazards"),
        "area_km2",
    ),
    "groups": (
        *("group", "label", "kind", "people", "low_people", "high_people", "source", "source_date", "certainty"),
        "note",
    ),
    "hazard_range": (*_RUN, "roads", *_MEASURES),
    "hazards": (
        *("id", "kind", "status", "evidence", "geometry_quality", "reported_on", "released_on", "surveyed_on"),
        *("reported_area_m2", "area_km2", "row", "policy", "slow_factor", "cluster_id"),
    ),
    "intervals": (*_RUN, *_PLACE, "group", "measure", "value", *_INTERVAL, "interval", "draws", *_UNIT),
    "near_hazards": (*_RUN, "within_m", *_MEASURES),
    "places": ("name", "kind", "lon", "lat", "people"),
    "priorities": (
        *(*_RUN, *_REGION, "rank", "score", "share_first_by_weights", "share_top3_by_weights", "as_of"),
        *(r"part_\w+", r"weight_\w+"),
    ),
    "priority_moves": (*_RUN, *_REGION, "weighting", "score", "rank", "rank_move", "as_of"),
    "ranges": ("kind", "name", "low", "value", "high", "unit", "shape", "source", "certainty", "note"),
    "rank_stability": (
        *(*_RUN, *_PLACE, "rank", "median_rank", "low_rank", "high_rank", "share_first", "share_in_top3", "draws"),
        "as_of",
    ),
    "reach": (*_RUN, *_AREA, rf"population(_{_OF})?", "median_minutes"),
    "reasons": (
        *(*_RUN, *_PLACE, "factor", "is_active", "share", "person_hours", "people_within_alone"),
        *("denominator_person_hours", "people_beyond", "as_of", "note"),
    ),
    "referral": (
        *(*_RUN, "levels", *_PLACE, "measure", "direct", "chain", "best_chain", *_UNIT, "people_without_chain"),
        "note",
    ),
    "regions": (
        *(*_RUN, *_REGION, "places", "area_names", "people", "people_in_need", "person_hours_beyond"),
        *("need_hours_beyond", "median_minutes", "people_no_way", "main_factor", "reasons_sentence"),
        *("change_sentence", "as_of"),
    ),
    "roads": ("road_id", "road_class", "is_bridge", "is_cut"),
    "runs": (*_RUN, "id", "folder"),
    "sensitivity": (*(*_RUN, "threshold_minutes", "share_within", *_INTERVAL, "slope_per_10_min", "draws", *_UNIT),),
    "supply": (*_RUN, "method", *_AREA, "group", "value", "unit", "denominator"),
}
_PARTNER: Final[dict[str, tuple[str, ...]]] = {
    # Names of hazard areas are free text of a national database: of owners and informants, now and then.
    "hazards": ("name",),
    "clearance": ("area_names",),
    # What a centre can take is told by its staff in confidence, for planning; a full one is named by its load.
    "directory": ("capacity_per_year", "capacity_unit", "dormitory_beds"),
    "centre_load": (*_RUN, "centre_id", "centre_name", "capacity_per_year", "demand_per_year", "load_ratio", "note"),
    # The numbers of a stretch in the source lead to its editors, and to a road that may be open to few.
    "disputed_roads": ("source_ids",),
}
_ANALYST: Final[dict[str, tuple[str, ...]]] = {
    # Who reported a hazard area: free text, at times a person; partners need the area, not the informant.
    "hazards": ("source",),
    # How far reported times are off by place, and what shares of survivors say beside needs: few people stand behind.
    "calibration_fit": (
        *("by", "name", "pairs", "factor", "low", "high", "median_ratio", "median_residual_minutes", "note"),
    ),
    "parity": (
        *(*_RUN, "stratum", "area_id", "area_name", "threshold_minutes", "survivors_share_low"),
        *("survivors_share_high", "need_share", "verdict", "note"),
    ),
}
_BY_TIER: Final = dict(zip(TIERS, (_PUBLIC, _PARTNER, _ANALYST), strict=True))

NEVER_SHOWN: Final[dict[str, str]] = {
    "access_hxl": "the table access in another dress, whose second row is no data",
    "layer_styles": "how QGIS draws access.gpkg; no data",
    **dict.fromkeys(
        (*PLAN_TABLES, "sites", "candidates", "uncovered", "stops", "tours"),
        "plans and tours are told in the report and lie in the files of the release; the server has no layer of them",
    ),
    "survivors": "protected tables are told on the pages alone, beside the words that keep them from misuse",
}
"""Tables of a release that are no layer, and why."""


def shown_columns(layer: str, tier: str, columns: Iterable[str]) -> list[str]:
    """Those of the columns of a layer that a tier may see, in their order; none of a layer that is not listed."""
    allowed = _allowed(layer, tier)
    return [] if allowed is None else [column for column in columns if allowed.fullmatch(column)]


def shown_layers(tier: str) -> list[str]:
    """The layers of which a tier may see something, by name."""
    names = {layer for lists in _BY_TIER.values() for layer in lists}
    return sorted(layer for layer in names if _allowed(layer, tier) is not None)


@lru_cache
def _allowed(layer: str, tier: str) -> re.Pattern[str] | None:
    if tier not in TIERS:
        return None
    seen = TIERS[: TIERS.index(tier) + 1]
    patterns = [pattern for each in seen for pattern in _BY_TIER[each].get(layer, ())]
    return re.compile("|".join(patterns), re.ASCII) if patterns else None
