"""Hazards: reading suspected and confirmed areas, and what each blocks."""

from geo.hazards.blocking import Hazards, lay_hazards
from geo.hazards.circles import circles_of_areas
from geo.hazards.datums import tell_datum_shift
from geo.hazards.layer import open_hazards
from geo.hazards.place_columns import PlaceColumns
from geo.hazards.placed_table import read_placed_table
from geo.hazards.turning_points import TurningPointColumns, TurningPoints

__all__ = [
    "Hazards",
    "PlaceColumns",
    "TurningPointColumns",
    "TurningPoints",
    "circles_of_areas",
    "lay_hazards",
    "open_hazards",
    "read_placed_table",
    "tell_datum_shift",
]
