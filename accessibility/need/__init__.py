"""Need: who asks for care, how well they reach it, and where it is missing."""

from accessibility.need.access import ALL_ID, ALL_NAME, OUTSIDE_ID, OUTSIDE_NAME, band_column, measure_access
from accessibility.need.age_sex_rasters import bands_of_files, read_age_sex
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
from accessibility.need.demand import Demand, PeopleTime, adopt_people, home_cells, people_time
from accessibility.need.disputed_roads import find_disputed_roads
from accessibility.need.gaps import find_gaps, regions_of_homes
from accessibility.need.group_measures import GroupQuestion, Places, measure_groups
from accessibility.need.group_tables import DATA_GAP_COLUMNS, GROUP_COLUMNS, demand_data_gaps, groups_frame
from accessibility.need.groups import (
    AGE_NOT_KNOWN,
    EVERYONE,
    NEED_PREFIX,
    SETTLEMENT_NOT_KNOWN,
    SEX_NOT_KNOWN,
    Group,
    PeopleGroups,
    Source,
    people_groups,
)
from accessibility.need.journeys import Fares, RoundTrips, Visits, round_trips
from accessibility.need.near_hazards import NEAR_M, distance_to_areas_m, measure_near_hazards
from accessibility.need.needs import Need, NeedRate, read_needs
from accessibility.need.pillars import ANY_PILLAR, known_pillars, order_pillars, pillar_label, slug
from accessibility.need.place_names import PlaceNames, order_places, places_in_words, places_of_regions, rank_places
from accessibility.need.quality import directory_frame, measure_quality
from accessibility.need.quantiles import quantiles_by_place
from accessibility.need.records import CentreRecord
from accessibility.need.services import answer_of, meets, names_of, with_services
from accessibility.need.sex_age import SexAgeShares, sex_age_shares
from accessibility.need.share_tables import ShareTable, lay_shares, read_share_table
from accessibility.need.taxonomy import (
    key_of,
    known_tasks,
    language_code,
    language_names,
    level_labels,
)

__all__ = [
    "AGE_NOT_KNOWN",
    "ALL_ID",
    "ALL_NAME",
    "ANY_PILLAR",
    "DATA_GAP_COLUMNS",
    "EVERYONE",
    "GROUP_COLUMNS",
    "NEAR_M",
    "NEED_PREFIX",
    "OUTSIDE_ID",
    "OUTSIDE_NAME",
    "PILLAR_SEPARATOR",
    "SETTLEMENT_NOT_KNOWN",
    "SEX_NOT_KNOWN",
    "CentreRecord",
    "Centres",
    "Demand",
    "Fares",
    "Group",
    "GroupQuestion",
    "Need",
    "NeedRate",
    "PeopleGroups",
    "PeopleTime",
    "PlaceNames",
    "Places",
    "RoundTrips",
    "SexAgeShares",
    "ShareTable",
    "Source",
    "Visits",
    "adopt_people",
    "answer_of",
    "band_column",
    "bands_of_files",
    "cells_of_centres",
    "centre_candidates",
    "centres_from_layer",
    "demand_data_gaps",
    "directory_frame",
    "distance_to_areas_m",
    "find_disputed_roads",
    "find_gaps",
    "groups_frame",
    "home_cells",
    "key_of",
    "known_pillars",
    "known_tasks",
    "language_code",
    "language_names",
    "lay_shares",
    "level_labels",
    "measure_access",
    "measure_groups",
    "measure_near_hazards",
    "measure_quality",
    "meets",
    "names_of",
    "order_pillars",
    "order_places",
    "people_groups",
    "people_time",
    "pillar_label",
    "place_centres",
    "places_in_words",
    "places_of_regions",
    "quantiles_by_place",
    "rank_places",
    "read_age_sex",
    "read_needs",
    "read_share_table",
    "regions_of_homes",
    "round_trips",
    "sex_age_shares",
    "slug",
    "tell_alike_pillars",
    "tell_places",
    "with_services",
]
