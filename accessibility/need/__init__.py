"""Need: who asks for care, how well they reach it, and where it is missing."""

from accessibility.need.access import ALL_ID, ALL_NAME, OUTSIDE_ID, OUTSIDE_NAME, band_column, measure_access
from accessibility.need.candidates import centre_candidates
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
from accessibility.need.near_hazards import NEAR_M, distance_to_areas_m, measure_near_hazards
from accessibility.need.pillars import known_pillars, order_pillars, pillar_label, slug
from accessibility.need.quality import directory_frame, measure_quality, oldest_verified
from accessibility.need.records import CentreRecord
from accessibility.need.services import answer_of, meets, names_of
from accessibility.need.taxonomy import (
    key_of,
    known_tasks,
    language_code,
    language_labels,
    language_names,
    level_labels,
)

__all__ = [
    "ALL_ID",
    "ALL_NAME",
    "NEAR_M",
    "OUTSIDE_ID",
    "OUTSIDE_NAME",
    "PILLAR_SEPARATOR",
    "CentreRecord",
    "Centres",
    "Demand",
    "PeopleTime",
    "adopt_people",
    "answer_of",
    "band_column",
    "cells_of_centres",
    "centre_candidates",
    "centres_from_layer",
    "directory_frame",
    "distance_to_areas_m",
    "find_disputed_roads",
    "find_gaps",
    "key_of",
    "known_pillars",
    "known_tasks",
    "language_code",
    "language_labels",
    "language_names",
    "level_labels",
    "measure_access",
    "measure_near_hazards",
    "measure_quality",
    "meets",
    "names_of",
    "oldest_verified",
    "order_pillars",
    "people_time",
    "pillar_label",
    "place_centres",
    "slug",
    "tell_alike_pillars",
    "tell_places",
]
