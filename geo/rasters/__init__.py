"""Rasters: reading them onto a grid, people, heights and land cover, and writing them."""

from geo.rasters.bands import grid_of_raster, read_band, read_on_grid
from geo.rasters.cogs import write_cog
from geo.rasters.cover import read_cover_fractions, read_land_cover
from geo.rasters.elevation import read_elevation
from geo.rasters.population import (
    PartOfPeople,
    PopulationOnGrid,
    read_part_of_people,
    read_population,
    read_population_points,
)
from geo.rasters.stack import RasterStack

__all__ = [
    "PartOfPeople",
    "PopulationOnGrid",
    "RasterStack",
    "grid_of_raster",
    "read_band",
    "read_cover_fractions",
    "read_elevation",
    "read_land_cover",
    "read_on_grid",
    "read_part_of_people",
    "read_population",
    "read_population_points",
    "write_cog",
]
