"""The columns of the tables on reasons, priority, certainty and calibration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from accessibility.release.table_columns import Content, TableColumns
from accessibility.run_dimensions import DIMENSIONS

_RUN: Final[dict[str, Content]] = dict.fromkeys(DIMENSIONS, "word")
_PLACE: Final[dict[str, Content]] = {"place_kind": "word", "place_id": "word", "place_name": "word"}
_REGION: Final[dict[str, Content]] = {"region_id": "count", "region_name": "word"}
_BY_PLACE: Final = (*DIMENSIONS, "place_kind", "place_id")
_BY_REGION: Final = (*DIMENSIONS, "region_id")


def _table(
    content: Mapping[str, Content], *, key: tuple[str, ...], filled: tuple[str, ...] = (), **more: Content
) -> TableColumns:
    return TableColumns(content=content, key=key, filled=frozenset(filled), more=more)


WHY_TABLES: Final[dict[str, TableColumns]] = {
    "regions": _table(
        {
            **_RUN,
            **_REGION,
            "places": "text",
            "area_names": "text",
            "people": "count",
            "people_in_need": "count",
            "person_hours_beyond": "count",
            "need_hours_beyond": "count",
            "median_minutes": "count",
            "people_no_way": "count",
            "main_factor": "text",
            "reasons_sentence": "word",
            "change_sentence": "word",
            "as_of": "day",
        },
        key=_BY_REGION,
        filled=("people", "person_hours_beyond", "as_of"),
    ),
    "reasons": _table(
        {
            **_RUN,
            **_PLACE,
            "factor": "word",
            "is_active": "yes or no",
            "share": "number",  # a cure that crowds others out can have less than none
            "person_hours": "number",
            "people_within_alone": "number",
            "denominator_person_hours": "count",
            "people_beyond": "count",
            "as_of": "day",
            "note": "text",
        },
        key=(*_BY_PLACE, "factor"),
        filled=("denominator_person_hours", "people_beyond", "as_of"),
    ),
    "priority_moves": _table(
        {
            **_RUN,
            **_REGION,
            "weighting": "word",
            "score": "share",
            "rank": "count",
            "rank_move": "number",
            "as_of": "day",
        },
        key=(*_BY_REGION, "weighting"),
        filled=("as_of",),
    ),
    "intervals": _table(
        {
            **_RUN,
            **_PLACE,
            "group": "word",
            "measure": "word",
            "value": "number",
            "median": "number",
            "low": "number",
            "high": "number",
            "interval": "share",
            "draws": "count",
            "unit": "word",
            "denominator": "count",
            "as_of": "day",
        },
        key=(*_BY_PLACE, "group", "measure"),
        filled=("interval", "draws", "denominator", "as_of"),
    ),
    "rank_stability": _table(
        {
            **_RUN,
            **_PLACE,
            "rank": "count",
            "median_rank": "count",
            "low_rank": "count",
            "high_rank": "count",
            "share_first": "share",
            "share_in_top3": "share",
            "draws": "count",
            "as_of": "day",
        },
        key=_BY_PLACE,
        filled=("rank", "share_first", "share_in_top3", "draws", "as_of"),
    ),
    "sensitivity": _table(
        {
            **_RUN,
            "threshold_minutes": "count",
            "share_within": "share",
            "median": "share",
            "low": "share",
            "high": "share",
            "slope_per_10_min": "number",
            "draws": "count",
            "unit": "word",
            "denominator": "count",
            "as_of": "day",
        },
        key=(*DIMENSIONS, "threshold_minutes"),
        filled=("threshold_minutes", "share_within", "draws", "denominator", "as_of"),
    ),
    "ranges": _table(
        {
            "kind": "word",
            "name": "text",
            "low": "number",
            "value": "number",
            "high": "number",
            "unit": "word",
            "shape": "word",
            "source": "text",
            "certainty": "text",
            "note": "text",
        },
        key=("kind", "name"),
    ),
    "certainty": _table(
        {
            **_RUN,
            **_PLACE,
            "people": "count",
            "surely_beyond": "count",
            "perhaps_beyond": "count",
            "surely_within": "count",
            "people_could_change": "count",
            "share_underserved": "share",
            "draws": "count",
            "as_of": "day",
        },
        key=_BY_PLACE,
        filled=("people", "as_of"),
    ),
    "data_age": _table(
        {"input": "word", "what": "word", "date": "text", "age_years": "number", "note": "text"}, key=()
    ),
    "calibration": _table(
        {
            "name": "word",
            "title": "text",
            "factor": "count",
            "low": "count",
            "high": "count",
            "pairs": "count",
            "source": "text",
            "certainty": "text",
            "note": "text",
        },
        key=("name",),  # too few reported times have no factor
    ),
    "calibration_fit": _table(
        {
            "by": "word",
            "name": "word",
            "pairs": "count",
            "factor": "count",
            "low": "count",
            "high": "count",
            "median_ratio": "count",
            "median_residual_minutes": "number",
            "note": "text",
        },
        key=("by", "name"),  # pairs that would tell how few are far off are not told
        filled=("factor",),
    ),
    "calibrated": _table(
        {
            **_RUN,
            "calibration": "word",
            "measure": "word",
            "value": "number",
            "low": "number",
            "high": "number",
            "unit": "word",
            "denominator": "count",
            "as_of": "day",
        },
        key=(*DIMENSIONS, "calibration", "measure"),
        filled=("denominator", "as_of"),
    ),
    "referral": _table(
        {
            **_RUN,
            "levels": "word",
            **_PLACE,
            "measure": "word",
            "direct": "number",
            "chain": "number",
            "best_chain": "number",
            "unit": "word",
            "denominator": "count",
            "people_without_chain": "count",
            "as_of": "day",
            "note": "text",
        },
        key=(),
        filled=("denominator", "as_of"),
    ),
}
_PRIORITIES: Final[dict[str, Content]] = {
    **_RUN,
    **_REGION,
    "rank": "count",
    "score": "share",
    "share_first_by_weights": "share",
    "share_top3_by_weights": "share",
}


def columns_of(name: str, columns: Iterable[object]) -> TableColumns:
    """The columns of a table; those of priorities have one for each part that the study weighs, and its weight."""
    if name != "priorities":
        return WHY_TABLES[name]
    named = [str(column) for column in columns]
    parts: dict[str, Content] = {column: "share" for column in named if column.startswith("part_")}
    weights: dict[str, Content] = {column: "count" for column in named if column.startswith("weight_")}
    content: dict[str, Content] = {**_PRIORITIES, **parts, **weights, "as_of": "day"}
    return TableColumns(content=content, key=_BY_REGION, filled=frozenset({"as_of"}))
