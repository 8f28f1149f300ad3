"""Tiles at the door: raster and vector, their TileJSON and legends."""
