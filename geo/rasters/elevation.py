"""Elevation on the grid: tiles put together without seams, voids left unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.faults import Faults
from geo.grid import Grid
from geo.rasters.bands import (
    Band,
    add_up,
    first_cells,
    grid_of_raster,
    put_on_grid,
    read_band,
    shifted,
    whole_cell_offset,
)
from geo.rasters.spread import cell_size_ratio

Metres = npt.NDArray[np.float32]

LOWEST_M: Final = -500.0  # the shore of the Dead Sea is near -430
HIGHEST_M: Final = 9000.0  # Everest is 8849
_ALIKE: Final = 0.05  # a tile that much larger counts as of one size: degrees differ a little in metres
_VOID: Final = (-32768.0,)  # SRTM's void, declared or not


def read_elevation(paths: Mapping[str, Path], grid: Grid, *, where: str, faults: Faults) -> Metres | None:
    """Read elevation tiles onto the grid in metres, NaN where unknown; None, with the faults told, if none is usable.

    ``paths`` goes from each tile as the user wrote it to its file; ``where`` is the study's key.
    Tiles at least as fine as the grid are averaged by shared area over all tiles at once; coarser
    ones are interpolated between cell centres. Where tiles of several sizes meet, the finest wins.
    """
    sizes: dict[str, float] = {}
    for name, path in paths.items():
        tile_grid = grid_of_raster(path, where=name, faults=faults)
        if tile_grid is not None:
            sizes[name] = cell_size_ratio(tile_grid, grid)
    is_sound = len(sizes) == len(paths)
    elevation_m = np.full(grid.shape, np.nan, dtype=np.float32)
    has_tile = False
    for names in _by_size(sizes):
        before = len(faults.errors)
        tiles = _sound_tiles({name: paths[name] for name in names}, grid, faults=faults)
        is_fine = min(sizes[name] for name in names) <= 1
        layer = _average(tiles, grid) if is_fine else _interpolate(tiles, grid)
        is_sound = is_sound and len(faults.errors) == before
        has_tile = has_tile or layer is not None
        if layer is not None:
            elevation_m = np.where(np.isnan(elevation_m), layer, elevation_m)
    if not is_sound:
        return None
    if not has_tile:
        faults.error(where=where, which="", what="no tile meets the study's grid", do="Name the tiles that cover it")
        return None
    unknown = np.isnan(elevation_m)
    if unknown.any():
        faults.notice(
            where=where,
            which=first_cells(unknown),
            what=f"{int(unknown.sum()):,} of {grid.cell_count:,} cells have no elevation",
            do="Add the tiles that cover them; sea and voids may stay",
        )
    return elevation_m


def _by_size(sizes: Mapping[str, float]) -> list[list[str]]:
    """Group tiles of like cell size, the finest first; the order in a group is that of the study."""
    groups: list[list[str]] = []
    for name in sorted(sizes, key=sizes.__getitem__):
        if groups and sizes[name] <= sizes[groups[-1][0]] * (1 + _ALIKE):
            groups[-1].append(name)
        else:
            groups.append([name])
    order = list(sizes)
    return [sorted(group, key=order.index) for group in groups]


def _sound_tiles(paths: Mapping[str, Path], grid: Grid, *, faults: Faults) -> Iterator[Band]:
    """Read the tiles that meet the grid, one at a time, so that a country's tiles are never all in memory."""
    for name, path in paths.items():
        band = read_band(path, where=name, faults=faults, near=grid, absent=_VOID, beyond="notice")
        if band is not None and _is_elevation(band, where=name, faults=faults):
            yield band


def _average(tiles: Iterable[Band], grid: Grid) -> Metres | None:
    total, weight = np.zeros(grid.shape), np.zeros(grid.shape)
    has_tile = False
    for tile in tiles:
        tile_total, tile_weight = add_up(tile, grid)
        total += tile_total
        weight += tile_weight
        has_tile = True
    with np.errstate(invalid="ignore"):
        return np.where(weight > 0, total / weight, np.nan).astype(np.float32) if has_tile else None


def _interpolate(tiles: Iterable[Band], grid: Grid) -> Metres | None:
    elevation_m: Metres | None = None
    for tile in _join(tiles):
        layer = put_on_grid(tile, grid, how="bilinear").astype(np.float32)
        elevation_m = layer if elevation_m is None else np.where(np.isnan(elevation_m), layer, elevation_m)
    return elevation_m


def _join(tiles: Iterable[Band]) -> list[Band]:
    """Tiles on the same lines become one, so that nothing is interpolated up to a seam alone."""
    joined: list[Band] = []
    for tile in tiles:
        for number, other in enumerate(joined):
            offset = whole_cell_offset(other.grid, tile.grid)
            if offset is not None:
                joined[number] = _join_two(other, tile, offset)
                break
        else:
            joined.append(tile)
    return joined


def _join_two(one: Band, other: Band, offset: tuple[int, int]) -> Band:
    (row, column), (rows, columns) = offset, other.grid.shape
    top, left = min(0, row), min(0, column)
    bottom, right = max(one.grid.shape[0], row + rows), max(one.grid.shape[1], column + columns)
    values = np.full((bottom - top, right - left), np.nan, dtype=one.data.dtype)
    values[row - top : row - top + rows, column - left : column - left + columns] = other.data
    spot = (slice(-top, one.grid.shape[0] - top), slice(-left, one.grid.shape[1] - left))
    values[spot] = np.where(np.isnan(one.data), values[spot], one.data)
    grid = shifted(one.grid, rows=top, columns=left, shape=values.shape)
    return Band(data=values, grid=grid, dtype=one.dtype, nodata=one.nodata, words=one.words)


def _is_elevation(band: Band, *, where: str, faults: Faults) -> bool:
    is_odd = (band.data < LOWEST_M) | (band.data > HIGHEST_M)
    if is_odd.any():
        worst = float(band.data[is_odd][np.argmax(np.abs(band.data[is_odd]))])
        faults.error(
            where=where,
            which=first_cells(is_odd),
            what=f"{int(is_odd.sum())} cells lie outside {LOWEST_M:.0f} to {HIGHEST_M:.0f} m, one at {worst:.10g}",
            do="Turn feet into metres, or declare the number as nodata: gdal_edit.py -a_nodata NUMBER FILE",
        )
        return False
    if band.nodata is not None and LOWEST_M <= band.nodata <= HIGHEST_M and np.isnan(band.data).any():
        faults.notice(
            where=where,
            which=f"nodata {band.nodata:g}",
            what=f"{int(np.isnan(band.data).sum()):,} cells are unknown, but {band.nodata:g} m is a possible height",
            do="Declare a nodata that no place has, such as -32768, if these cells do have that height",
        )
    return True
