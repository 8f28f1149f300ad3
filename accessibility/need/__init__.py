"""Need: who asks for care, how well they reach it, and where it is missing."""

from accessibility.need.access import measure_access
from accessibility.need.centres import PILLAR_SEPARATOR, Centres, centres_from_layer, place_centres
from accessibility.need.demand import Demand, PeopleTime, adopt_people, people_time
from accessibility.need.disputed_roads import find_disputed_roads
from accessibility.need.gaps import find_gaps
from accessibility.need.pillars import order_pillars, pillar_label, slug

__all__ = [
    "PILLAR_SEPARATOR",
    "Centres",
    "Demand",
    "PeopleTime",
    "adopt_people",
    "centres_from_layer",
    "find_disputed_roads",
    "find_gaps",
    "measure_access",
    "order_pillars",
    "people_time",
    "pillar_label",
    "place_centres",
    "slug",
]
