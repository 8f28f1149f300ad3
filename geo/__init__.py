"""The ground: grids, rasters, layers, roads, land, hazards and areas."""
