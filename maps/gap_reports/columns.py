"""The columns of a report's parts: what each is called, its unit and what its figures are of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from maps.gap_reports.values import Cell, Column
from maps.shown_columns import shown_columns
from maps.words import duration_in_words

_ROW: Final = "the people of the row"
COUNT: Final = "none, a count"
_TEXT: Final = ("text", "")
_BAND: Final = re.compile(r"(?P<lead>population|people_newly)_within_(?P<minutes>[\d.]+)_min(?P<when>_before|_after|)")
_COLUMNS: Final[Mapping[str, tuple[str, str, str]]] = {
    "area_id": ("Area code", *_TEXT),
    "area_name": ("Area", *_TEXT),
    "area_names": ("In", *_TEXT),
    "population": ("People", "people", COUNT),
    "population_beyond_threshold": ("Not within the threshold", "people", _ROW),
    "population_no_way": ("No way", "people", _ROW),
    "population_inside_hazards": ("Inside recorded hazard areas", "people", _ROW),
    "median_minutes": ("Median", "minutes", _ROW),
    "p90_minutes": ("9 in 10 within", "minutes", _ROW),
    "region_id": ("Region", *_TEXT),
    "region_name": ("Name", *_TEXT),
    "places": ("Places", *_TEXT),
    "people": ("People", "people", COUNT),
    "people_in_need": ("Expected to need this care", "people", "the people of the region"),
    "person_hours_beyond": ("Hours beyond the threshold", "person-hours", "each way, of the people of the region"),
    "need_hours_beyond": ("Hours of those in need", "person-hours", "each way, of those in need"),
    "people_no_way": ("No way", "people", "the people of the region"),
    "area_km2": ("Ground", "km²", COUNT),
    "worst_minutes": ("Longest", "minutes", "the cells of the region"),
    "nearest_centre_name": ("Nearest centre", *_TEXT),
    "people_by_hazards": ("Beyond because of hazards", "people", "the people of the region"),
    "main_factor": ("Main reason", *_TEXT),
    "reasons_sentence": ("Why", *_TEXT),
    "change_sentence": ("What would change it", *_TEXT),
    "factor": ("Reason", *_TEXT),
    "is_active": ("Asked", "yes or no", ""),
    "share": ("Part", "share", "the hours beyond the threshold of the place"),
    "person_hours": ("Hours", "person-hours", "the hours beyond the threshold of the place"),
    "people_within_alone": ("Within, were it cured alone", "people", "the people beyond the threshold"),
    "people_beyond": ("Beyond the threshold", "people", COUNT),
    "note": ("Note", *_TEXT),
    "rank": ("Rank", "rank", "all regions of the run"),
    "score": ("Score", "0 to 1", "all regions of the run"),
    "share_first_by_weights": ("First", "share", "the weightings tried"),
    "share_top3_by_weights": ("Among the first three", "share", "the weightings tried"),
    "measure": ("Measure", *_TEXT),
    "group": ("Group", *_TEXT),
    "other_group": ("Held against", *_TEXT),
    "value": ("Value", "as told", "the people of the group"),
    "other_value": ("Of the other", "as told", "the people of the other group"),
    "difference": ("Difference", "as told", ""),
    "unit": ("Unit", *_TEXT),
    "denominator": ("People of the group", "people", COUNT),
    "kind": ("Kind", *_TEXT),
    "people_low": ("At least", "people", COUNT),
    "people_high": ("At most", "people", COUNT),
    "status": ("Status", *_TEXT),
    "source": ("Source", *_TEXT),
    "id": ("Centre code", *_TEXT),
    "name": ("Name", *_TEXT),
    "level": ("Level", *_TEXT),
    "lon": ("Longitude", "degrees", ""),
    "lat": ("Latitude", "degrees", ""),
    "days_open": ("Open on", *_TEXT),
    "fee": ("Fee", *_TEXT),
    "step_free": ("Step-free", *_TEXT),
    "female_staff": ("Female staff", *_TEXT),
    "transport_support": ("Helps with transport", *_TEXT),
    "capacity_per_year": ("Capacity a year", "as its unit says", COUNT),
    "capacity_unit": ("Unit of capacity", *_TEXT),
    "last_verified": ("Verified on", *_TEXT),
    "is_verified": ("Verified", *_TEXT),
    "cluster_id": ("Hazard areas", *_TEXT),
    "kinds": ("Kinds", *_TEXT),
    "area_ids": ("Their codes", *_TEXT),
    "area_count": ("Areas", "areas", COUNT),
    "people_inside": ("People inside", "people", COUNT),
    "people_gaining": ("Shorter way if released", "people", "everyone in the study"),
    "people_reconnected": ("With a way if released", "people", "those without a way, in the study"),
    "person_minutes_gained": ("Time saved each way", "person-minutes", "those with a way before and after"),
    "place_kind": ("Kind of place", *_TEXT),
    "place_id": ("Code", *_TEXT),
    "place_name": ("Place", *_TEXT),
    "surely_beyond": ("Almost surely beyond", "people", _ROW),
    "perhaps_beyond": ("Open", "people", _ROW),
    "surely_within": ("Almost surely within", "people", _ROW),
    "people_could_change": ("What lies beyond the edge could change", "people", _ROW),
    "share_underserved": ("Underserved", "share", "the draws"),
    "draws": ("Draws", "draws", COUNT),
    "input": ("Input", *_TEXT),
    "what": ("What", *_TEXT),
    "date": ("Date", *_TEXT),
    "age_years": ("Age", "years", "on the day of the study"),
}
_DENOMINATORS: Final = {
    "population_beyond_threshold": "population",
    "population_no_way": "population",
    "population_inside_hazards": "population",
    "people_in_need": "people",
    "people_no_way": "people",
    "people_by_hazards": "people",
    "people_within_alone": "people_beyond",
    "surely_beyond": "people",
    "perhaps_beyond": "people",
    "surely_within": "people",
    "people_could_change": "people",
    "value": "denominator",
}


def column_of(name: str) -> Column:
    """A column by its name; that of a band is named after it."""
    if match := _BAND.fullmatch(name):
        within = f"ithin {duration_in_words(float(match['minutes']))}"
        if match["lead"] == "people_newly":
            label = f"Newly w{within} if released"
            return Column(name=name, label=label, unit="people", of="everyone in the study")
        return Column(name=name, label=f"W{within}", unit="people", of=_ROW, denominator="population")
    label, unit, of = _COLUMNS[name]
    return Column(name=name, label=label, unit=unit, of=of, denominator=_DENOMINATORS.get(name))


def shown(
    layers: Iterable[str], tier: str, rows: Iterable[Mapping[str, Cell]]
) -> tuple[tuple[Column, ...], tuple[dict[str, Any], ...]]:
    """The columns of rows that a tier may see in one of the layers, and the rows with these alone."""
    told = list(rows)
    names = list(told[0]) if told else []
    seen = {name for layer in layers for name in shown_columns(layer, tier, names)}
    kept = [name for name in names if name in seen]
    return tuple(column_of(name) for name in kept), tuple({name: row[name] for name in kept} for row in told)
