"""Shares of the people by sex and age from rasters of people, one for each sex and age band, as WorldPop names them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.ages import SEXES, AgeBand, AgeSexFile, Sex, age_band, merged_bands
from accessibility.need.sex_age import SexAgeShares, sex_age_shares
from geo.faults import Faults
from geo.grid import Grid
from geo.layers import list_names
from geo.rasters import PopulationOnGrid, read_part_of_people

# WorldPop's bands: under one, one to four, then five years each. The last has no upper end: 80, since 2025 90.
FIRST_YEARS: Final = (0, 1, *range(5, 95, 5))
_ALWAYS_THERE: Final = FIRST_YEARS[: FIRST_YEARS.index(80) + 1]
_SAME_TOTAL: Final = 1e-4
_OUTSIDE: Final = 1e-9


def bands_of_files(files: Sequence[AgeSexFile], *, where: str, faults: Faults) -> tuple[AgeBand, ...] | None:
    """The age bands of the files, rising; None, with the faults told, if ages overlap or leave holes."""
    if not files:
        faults.error(
            where=where,
            which="[demand] age_sex",
            what="no file has a name that fits",
            do='Check the folder and the name, as in age_sex = "com_{sex}_{age}_2020.tif" for com_f_0_2020.tif',
        )
        return None
    before = len(faults.errors)
    there: dict[tuple[Sex, int], list[str]] = {}
    for file in files:
        there.setdefault((file.sex, file.first_year), []).append(file.path.name)
    for (sex, year), names in there.items():
        if len(names) > 1:
            faults.error(
                where=where,
                which="[demand] age_sex",
                what=f"{len(names)} files overlap: each is of {sex} from {year} years on ({list_names(sorted(names))})",
                do="Keep one of them in the folder, or write more of the name into age_sex",
            )
        if year not in FIRST_YEARS:
            faults.error(
                where=where,
                which=f"file {names[0]}",
                what=f"no band begins with {year} years, so that its ages overlap with those of another file",
                do="Use bands from 0, 1, 5, 10, 15 and so on, as WorldPop does; or give shares in a table",
            )
    oldest = max(year for _, year in there)
    expected = [year for year in FIRST_YEARS if year in _ALWAYS_THERE or year <= oldest]
    missing = [f"{sex} from {year}" for sex in SEXES for year in expected if (sex, year) not in there]
    if missing:
        faults.error(
            where=where,
            which="[demand] age_sex",
            what=f"the ages leave holes: there is no file of {list_names(missing)}",
            do="Fetch the missing files into the folder",
        )
    if len(faults.errors) > before:
        return None
    closed = (age_band(first, following - 1) for first, following in pairwise(expected))
    return (*closed, age_band(expected[-1], None))


def read_age_sex(  # noqa: PLR0913 - a reader always says where it is and to whom it tells
    files: Sequence[AgeSexFile],
    bands: Sequence[AgeBand],
    grid: Grid,
    *,
    folder: Path,
    wanted: Sequence[AgeBand],
    population: PopulationOnGrid,
    home_cell: npt.NDArray[np.int64],
    where: str,
    faults: Faults,
) -> SexAgeShares | None:
    """The shares in each home from rasters of people per cell; None, with the faults told, if one cannot be used.

    ``bands`` are those of the files; they are kept no finer than the ``wanted`` bands ask for, as float32.
    Cells where no raster has anybody are not known. Totals stay those of ``population``; a difference is told.
    """
    kept = merged_bands(bands, wanted)
    first_years = [band.first for band in bands]
    weight = np.zeros((len(SEXES), len(kept), len(home_cell)), dtype=np.float32)
    total, outside, data_cells = 0.0, 0.0, {}
    before = len(faults.errors)
    for file in sorted(files):
        part = read_part_of_people(
            folder / file.path, grid, units="people_per_cell", where=str(file.path), faults=faults
        )
        if part is None:
            continue
        band = bands[first_years.index(file.first_year)]
        place = next(number for number, wide in enumerate(kept) if wide.holds(band))
        weight[SEXES.index(file.sex), place] += part.people.ravel()[home_cell].astype(np.float32)
        total += float(part.people.sum())
        outside += part.people_outside_grid
        data_cells[file.path.name] = part.data_cells
    if len(faults.errors) > before:
        return None
    _tell_totals(total, outside, population, data_cells, where=where, faults=faults)
    if total <= 0:
        faults.error(
            where=where,
            which="[demand] age_sex",
            what="the rasters hold nobody on the study's grid",
            do="Check the files, their nodata and coordinate system",
        )
        return None
    return sex_age_shares(kept, weight)


def _tell_totals(  # noqa: PLR0913 - what is held against what
    total: float,
    outside: float,
    population: PopulationOnGrid,
    data_cells: dict[str, int],
    *,
    where: str,
    faults: Faults,
) -> None:
    """Where the rasters and the population, or the rasters among themselves, do not agree."""
    people = float(population.people.sum())
    if abs(total - people) > _SAME_TOTAL * people:
        faults.notice(
            where=where,
            which="[demand] age_sex",
            what=f"by sex and age there are {total:,.0f} people on the grid, by [population] {people:,.0f} "
            f"({total / people - 1:+.2%}); the totals stay those of [population], the shares are by sex and age",
            do="Take both from one source, year and kind, or leave it so",
        )
    if outside > _OUTSIDE * (total + outside):
        faults.notice(
            where=where,
            which="[demand] age_sex",
            what=f"{outside:,.0f} of its {total + outside:,.0f} people live outside the study's grid",
            do="They are not in the groups; widen the grid to include them",
        )
    fullest = max(data_cells.values(), default=0)
    sparse = [f"{name} {count:,}" for name, count in data_cells.items() if count < fullest]
    if sparse:
        faults.notice(
            where=where,
            which="[demand] age_sex",
            what=f"{len(sparse)} of {len(data_cells)} rasters have data in fewer cells than the fullest, {fullest:,} "
            f"({list_names(sparse)}); where one has none it counts as nobody of its sex and age",
            do="Check that each covers the whole country",
        )
