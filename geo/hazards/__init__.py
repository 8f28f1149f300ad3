"""Hazards: reading suspected and confirmed areas, and what each blocks."""

from geo.hazards.account import tell_odd_areas, tell_released_land
from geo.hazards.blocking import Hazards, HeldByCluster, RoadPolicy, lay_hazards
from geo.hazards.by_area import HazardsByArea, hazards_by_area
from geo.hazards.circles import circles_of_areas
from geo.hazards.clusters import cluster_touching
from geo.hazards.datums import tell_datum_shift
from geo.hazards.kinds import KIND_WORDS, kind_word
from geo.hazards.layer import read_hazard_areas
from geo.hazards.left import HeldBlocks, RoadRule, blocks_left, bounds_of_arcs
from geo.hazards.osm_mines import mine_candidates
from geo.hazards.overlaps import RoadOverlaps, arcs_along, road_overlaps, to_metric
from geo.hazards.place_columns import PlaceColumns
from geo.hazards.placed_table import read_placed_table
from geo.hazards.records import HazardCounts, HazardForm, HazardRecords
from geo.hazards.rules import HazardPolicy, HazardRule, rule_of, tell_idle_rules
from geo.hazards.shapes import buffered, geodesic_area_km2
from geo.hazards.slowing import slow_factors, slowed_cells
from geo.hazards.state import open_on, states_on, unknown_ids
from geo.hazards.status import EVIDENCE, GEOMETRY_QUALITY, OPEN_STATUS, RELEASED_STATUS, UNKNOWN, status_word
from geo.hazards.turning_points import Bearings, TurningPointColumns, TurningPoints

__all__ = [
    "EVIDENCE",
    "GEOMETRY_QUALITY",
    "KIND_WORDS",
    "OPEN_STATUS",
    "RELEASED_STATUS",
    "UNKNOWN",
    "Bearings",
    "HazardCounts",
    "HazardForm",
    "HazardPolicy",
    "HazardRecords",
    "HazardRule",
    "Hazards",
    "HazardsByArea",
    "HeldBlocks",
    "HeldByCluster",
    "PlaceColumns",
    "RoadOverlaps",
    "RoadPolicy",
    "RoadRule",
    "TurningPointColumns",
    "TurningPoints",
    "arcs_along",
    "blocks_left",
    "bounds_of_arcs",
    "buffered",
    "circles_of_areas",
    "cluster_touching",
    "geodesic_area_km2",
    "hazards_by_area",
    "kind_word",
    "lay_hazards",
    "mine_candidates",
    "open_on",
    "read_hazard_areas",
    "read_placed_table",
    "road_overlaps",
    "rule_of",
    "slow_factors",
    "slowed_cells",
    "states_on",
    "status_word",
    "tell_datum_shift",
    "tell_idle_rules",
    "tell_odd_areas",
    "tell_released_land",
    "to_metric",
    "unknown_ids",
]
