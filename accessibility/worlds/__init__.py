"""Worlds: the ground of a study, its roads, hazards and centres, as they are, in each season and scenario."""

from accessibility.worlds.chosen_profiles import choose_profiles, only_default
from accessibility.worlds.grid import read_grid
from accessibility.worlds.ground import Ground, lay_ground
from accessibility.worlds.land_classes import read_land_classes, speeds_of_land
from accessibility.worlds.reading import Place, World, read_worlds
from accessibility.worlds.scenario_faults import check_scenarios
from accessibility.worlds.service_faults import check_services, hidden_services
from accessibility.worlds.terrain import Surface, Terrain, read_barriers, read_speeds_of_roads
from accessibility.worlds.without_grid import check_without_grid

__all__ = [
    "Ground",
    "Place",
    "Surface",
    "Terrain",
    "World",
    "check_scenarios",
    "check_services",
    "check_without_grid",
    "choose_profiles",
    "hidden_services",
    "lay_ground",
    "only_default",
    "read_barriers",
    "read_grid",
    "read_land_classes",
    "read_speeds_of_roads",
    "read_worlds",
    "speeds_of_land",
]
