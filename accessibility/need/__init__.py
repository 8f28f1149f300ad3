"""Need: who asks for care, how well they reach it, and where it is missing."""

from accessibility.need.access import ALL_ID, ALL_NAME, OUTSIDE_ID, OUTSIDE_NAME, band_column, measure_access
from accessibility.need.centres import (
    PILLAR_SEPARATOR,
    Centres,
    cells_of_centres,
    centres_from_layer,
    place_centres,
    tell_alike_pillars,
    tell_places,
)
from accessibility.need.demand import Demand, PeopleTime, adopt_people, people_time
from accessibility.need.disputed_roads import find_disputed_roads
from accessibility.need.gaps import find_gaps
from accessibility.need.group_measures import GroupQuestion, Places, measure_groups
from accessibility.need.journeys import Fares, RoundTrips, Visits, round_trips
from accessibility.need.near_hazards import NEAR_M, distance_to_areas_m, measure_near_hazards
from accessibility.need.pillars import order_pillars, pillar_label, slug
from accessibility.need.quantiles import quantiles_by_place

__all__ = [
    "ALL_ID",
    "ALL_NAME",
    "NEAR_M",
    "OUTSIDE_ID",
    "OUTSIDE_NAME",
    "PILLAR_SEPARATOR",
    "Centres",
    "Demand",
    "Fares",
    "GroupQuestion",
    "PeopleTime",
    "Places",
    "RoundTrips",
    "Visits",
    "adopt_people",
    "band_column",
    "cells_of_centres",
    "centres_from_layer",
    "distance_to_areas_m",
    "find_disputed_roads",
    "find_gaps",
    "measure_access",
    "measure_groups",
    "measure_near_hazards",
    "order_pillars",
    "people_time",
    "pillar_label",
    "place_centres",
    "quantiles_by_place",
    "round_trips",
    "slug",
    "tell_alike_pillars",
    "tell_places",
]
