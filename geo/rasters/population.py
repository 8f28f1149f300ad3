"""People on the grid: from a raster of counts or densities, or from places with a count; none lost, none made."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.faults import Faults
from geo.grid import Grid
from geo.layers import name_rows, need_column, read_layer
from geo.rasters.bands import Band, first_cells, part_near, read_band, shifted
from geo.rasters.spread import cell_size_ratio, spread

Units = Literal["people_per_cell", "people_per_km2"]

# No square of a hundred metres holds more: the densest built-up blocks on record are near 300,000 per km2
# and rasters of counts stay below; a density at 100 m read as a count is a hundred times too high.
GREATEST_PEOPLE_PER_KM2: Final = 500_000.0
# A country's densest hundred metres always hold more than this; below it a "density" may be a count.
_LEAST_OF_THE_DENSEST_PER_KM2: Final = 1_000.0
_BLOCK_KM2: Final = 0.01
_FINE_CELL_KM2: Final = 0.25
_LEAST_SUB_POINTS: Final = 4

_SAYS_DENSITY: Final = re.compile(
    r"densit|(?:per|/)[\s_.-]*(?:sq(?:uare)?[\s_.-]*)?(?:km|kilomet|hectare|ha(?![a-z]))"
    r"|(?<![\d.a-z])km\^?-2|(?<![a-z])(?:pph|ppkm|pd)(?![a-z])"
)
_SAYS_COUNT: Final = re.compile(
    r"(?<![a-z])ppp(?![a-z])|per[\s_-]*(?:grid[\s_-]*)?(?:cell|pixel)|(?<![a-z])counts?(?![a-z])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOfPeople:
    """Some of the people, such as those of one sex and age, in the cells of a grid; fields as PopulationOnGrid.

    ``data_cells``: in how many cells of its own the raster has a number, be it 0.
    """

    people: npt.NDArray[np.float64]
    people_outside_grid: float
    source_sum: float
    data_cells: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationOnGrid:
    """People in the cells of a grid, and those of the source who live outside it.

    ``people`` is float64 (rows, columns), 0 where there are none. ``people.sum() +
    people_outside_grid`` equals ``source_sum`` up to rounding (1e-6 at most). ``year`` as declared.
    """

    people: npt.NDArray[np.float64]
    people_outside_grid: float
    source_sum: float
    year: int | None


def read_population(  # noqa: PLR0913 - a reader always says where it is and to whom it tells
    path: Path, grid: Grid, *, units: Units, where: str, faults: Faults, year: int | None = None
) -> PopulationOnGrid | None:
    """Read a population raster onto the grid; None, with the faults told, if it cannot be used.

    On the same cells people stay as they are, bit for bit. On a common CRS they are shared out by
    area; between two CRS by sub-points, at least four a side and four for each cell of the grid.
    Nodata is nobody. Densities are multiplied by the cells' area on the ellipsoid.
    """
    part = read_part_of_people(path, grid, units=units, where=where, faults=faults)
    if part is None:
        return None
    return _tell_outside(
        PopulationOnGrid(
            people=part.people,
            people_outside_grid=part.people_outside_grid,
            source_sum=part.source_sum,
            year=year,
        ),
        where=where,
        faults=faults,
    )


def read_part_of_people(path: Path, grid: Grid, *, units: Units, where: str, faults: Faults) -> PartOfPeople | None:
    """Read a raster of some of the people onto the grid, as read_population does; that it holds nobody is no fault."""
    band = read_band(path, where=where, faults=faults)
    if band is None:
        return None
    is_told = _units_are_told_right(band, path.stem, units, where=where, faults=faults)
    negative = band.data < 0
    if negative.any():
        faults.error(
            where=where,
            which=first_cells(negative),
            what=f"{int(negative.sum())} cells hold negative people, down to {float(np.nanmin(band.data)):.10g}",
            do="Declare the number as nodata if it means nothing there, or mend the raster",
        )
        return None
    if not _is_plausible(band, units, where=where, faults=faults) or not is_told:
        return None
    counts = np.where(np.isnan(band.data), 0, band.data)
    if units == "people_per_km2":
        counts = counts * band.grid.cell_area_km2[:, None]
    part = part_near(band.grid, grid)
    people, outside = np.zeros(grid.shape), float(counts.sum(dtype=np.float64))
    if part is not None:
        near, away = counts[part], counts.astype(np.float64)
        away[part] = 0
        source = shifted(band.grid, rows=part[0].start, columns=part[1].start, shape=near.shape)
        sub_points = max(_LEAST_SUB_POINTS, math.ceil(_LEAST_SUB_POINTS * cell_size_ratio(source, grid)))
        (people,), beside = spread([near], source, grid, sub_points=sub_points)
        outside = float(away.sum() + beside[0])
    return PartOfPeople(
        people=people,
        people_outside_grid=outside,
        source_sum=float(counts.sum(dtype=np.float64)),
        data_cells=int(np.count_nonzero(~np.isnan(band.data))),
    )


def read_population_points(  # noqa: PLR0913 - a reader always says where it is and to whom it tells
    path: Path,
    grid: Grid,
    *,
    people: str,
    where: str,
    faults: Faults,
    lon: str | None = None,
    lat: str | None = None,
    year: int | None = None,
) -> PopulationOnGrid | None:
    """Put the people of places (a table with lon and lat, or a point layer) into the cells that hold them.

    ``people`` names the column with their number; a place without one counts as nobody and is told.
    A place without coordinates is an error, since its people would be lost.
    """
    places = read_layer(path, geometry="point", where=where, faults=faults, lon=lon, lat=lat, grid=grid, empty="error")
    if places is None or not need_column(places, people, where=where, faults=faults):
        return None
    numbers = pd.to_numeric(places[people], errors="coerce").astype(np.float64)
    is_sound = True
    for is_bad, what in (
        (numbers.isna() & places[people].notna(), "are no number"),
        (numbers < 0, "are below zero"),
        (np.isinf(numbers), "are infinite"),
    ):
        if is_bad.any():
            is_sound = False
            faults.error(
                where=where,
                which=name_rows(places.index, is_bad),
                what=f"{int(is_bad.sum()):,} of {len(places):,} values of {people} {what}, such as "
                f"{str(places[people][is_bad].iloc[0])!r}",
                do="Write the number of people, 0 or more, with a point for decimals",
            )
    if not is_sound:
        return None
    unknown = numbers.isna()
    if unknown.any():
        faults.notice(
            where=where,
            which=name_rows(places.index, unknown),
            what=f"{int(unknown.sum()):,} of {len(places):,} places say no number of people and count as nobody",
            do=f"Fill in {people} where it is known",
        )
    numbers = numbers.fillna(0.0)
    points = places.geometry.to_crs(grid.crs.to_wkt())
    cells = grid.cell_at(points.x.to_numpy(), points.y.to_numpy())
    counts = numbers.to_numpy()
    on_grid = np.zeros(grid.cell_count)
    np.add.at(on_grid, cells[cells >= 0], counts[cells >= 0])
    return _tell_outside(
        PopulationOnGrid(
            people=on_grid.reshape(grid.shape),
            people_outside_grid=float(counts[cells < 0].sum()),
            source_sum=float(counts.sum()),
            year=year,
        ),
        where=where,
        faults=faults,
    )


def _units_are_told_right(band: Band, stem: str, units: Units, *, where: str, faults: Faults) -> bool:
    """Tell where the file's own words contradict the study file's."""
    for source, text in (("its name", stem), ("its description", band.words)):
        density, count = _SAYS_DENSITY.search(text.lower()), _SAYS_COUNT.search(text.lower())
        if density and not count and units == "people_per_cell":
            faults.error(
                where=where,
                which=f"{source} {text!r}",
                what=f"{density[0]!r} says density, but the study says people_per_cell",
                do='Set units = "people_per_km2" (multiply a raster per hectare by 100 first); '
                "if it does hold people per cell, mend its name or description",
            )
            return False
        if count and not density and units == "people_per_km2":
            faults.error(
                where=where,
                which=f"{source} {text!r}",
                what=f"{count[0]!r} says people per cell, but the study says people_per_km2",
                do='Set units = "people_per_cell"; if it does hold a density, mend its name or description',
            )
            return False
    return True


def _is_plausible(band: Band, units: Units, *, where: str, faults: Faults) -> bool:
    densest = _densest_per_km2(band, units)
    if densest > GREATEST_PEOPLE_PER_KM2:
        other = (
            'Set units = "people_per_km2" if the values are densities'
            if units == "people_per_cell"
            else 'Set units = "people_per_cell" if the values are counts'
        )
        faults.error(
            where=where,
            which="",
            what=f"read as {units}, the densest place would hold {densest:,.0f} people per km2, more than any on earth "
            f"({GREATEST_PEOPLE_PER_KM2:,.0f})",
            do=f"{other}; if the unit is right, mend the values or declare the odd number as nodata",
        )
        return False
    cell_km2 = float(np.median(band.grid.cell_area_km2))
    if units == "people_per_km2" and cell_km2 < _FINE_CELL_KM2 and 0 < densest < _LEAST_OF_THE_DENSEST_PER_KM2:
        faults.notice(
            where=where,
            which="",
            what=f"read as people_per_km2, the densest place has only {densest:,.0f} people per km2",
            do='Set units = "people_per_cell" if the values are counts; nothing if they are densities',
        )
    return True


def _densest_per_km2(band: Band, units: Units) -> float:
    """People per km2 of the densest block of a hectare or more; 0 where there is nobody.

    Blocks, because a cell of a few metres may hold one block of flats and pass any bound.
    """
    area_km2 = band.grid.cell_area_km2
    side = max(1, math.ceil(math.sqrt(_BLOCK_KM2 / float(np.median(area_km2))) - 1e-3))
    rows, columns = (np.arange(0, count, side) for count in band.data.shape)
    counts = np.nan_to_num(band.data, nan=0.0)
    if units == "people_per_km2":
        counts = counts * area_km2[:, None]
    if side == 1:  # each cell is a block
        return float((counts.max(axis=1) / area_km2).max())
    blocks = np.add.reduceat(np.add.reduceat(counts, rows, axis=0), columns, axis=1)
    block_km2 = np.add.reduceat(area_km2, rows)[:, None] * side
    return float((blocks / block_km2).max())


def _tell_outside(population: PopulationOnGrid, *, where: str, faults: Faults) -> PopulationOnGrid | None:
    outside, total = population.people_outside_grid, population.source_sum
    if total <= 0:
        faults.error(where=where, which="", what="it holds nobody at all", do="Check the file and its nodata")
        return None
    if outside >= total * (1 - 1e-9):
        faults.error(
            where=where,
            which="",
            what=f"all its {total:,.0f} people live outside the study's grid",
            do="Check the grid's bounds and both coordinate systems",
        )
        return None
    if outside > total * 1e-9:
        faults.notice(
            where=where,
            which="",
            what=f"{outside:,.0f} of its {total:,.0f} people ({outside / total:.2%}) live outside the study's grid",
            do='They are counted in the row "outside all areas"; widen the grid to include them',
        )
    return population
