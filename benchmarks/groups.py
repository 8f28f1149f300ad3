"""Groups of five million homes by sex and age: how long reading and asking take, and how much memory.

Run from the root of the checkout: ``python benchmarks/groups.py``. Writes rasters of its own, named as
WorldPop's, into a temporary folder: 2,240 x 2,240 cells, all with people, 17 bands of both sexes.
"""

from __future__ import annotations

import resource
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from pyproj import CRS

from accessibility.ages import OLDEST, AgeBand, AgeSexFile
from accessibility.need import SEX_NOT_KNOWN, PeopleGroups, bands_of_files, people_groups, read_age_sex, read_needs
from geo.faults import Faults
from geo.grid import Grid
from geo.rasters import PopulationOnGrid

SIDE = 2240
FIRST_YEARS = (0, 1, *range(5, 85, 5))
GRID = Grid(shape=(SIDE, SIDE), affine=Affine(100, 0, 0, 0, -100, SIDE * 100), crs=CRS.from_epsg(32636))
WIDE = (AgeBand(first=0, last=14), AgeBand(first=15, last=59), AgeBand(first=60, last=OLDEST))
BANDS = {"each of the source's bands": None, "three bands": WIDE}


def main() -> None:
    """Print seconds and memory for wide and narrow bands."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        people = _write(folder)
        files = [
            AgeSexFile(sex=sex, first_year=year, path=Path(f"{sex[0]}_{year}.tif"))
            for sex in ("female", "male")
            for year in FIRST_YEARS
        ]
        print(f"{people.size:,} homes, {len(files)} rasters; before: {_peak_gb():.2f} GB at most")
        for label, bands in BANDS.items():
            _measure(label, bands, files, folder, people)


def _measure(
    label: str, asked: tuple[AgeBand, ...] | None, files: list[AgeSexFile], folder: Path, people: np.ndarray
) -> None:
    faults = Faults()
    of_files = bands_of_files(files, where="", faults=faults) or ()
    bands = of_files if asked is None else asked
    home_cell = np.arange(people.size)
    population = PopulationOnGrid(people=people, people_outside_grid=0.0, source_sum=float(people.sum()), year=None)
    before_gb = _peak_gb()
    start = time.perf_counter()
    sex_age = read_age_sex(
        files, of_files, GRID, folder=folder, wanted=bands, population=population, home_cell=home_cell, where="",
        faults=faults,
    )  # fmt: skip
    read_s = time.perf_counter() - start
    faults.raise_errors()
    if sex_age is None:
        raise RuntimeError("the rasters could not be read")
    groups = people_groups(
        people.ravel(), bands=bands, sex_age=sex_age, settlement=None,
        needs=read_needs("default", where="", faults=faults) or (), area_ids=("all",),
        zone=np.zeros(people.size, np.int32),
    )  # fmt: skip
    start = time.perf_counter()
    away = _away_from_everyone(groups)
    print(
        f"{label}: {len(groups.groups)} groups; read in {read_s:.1f} s, female, male and not known asked in "
        f"{time.perf_counter() - start:.2f} s, at most {away:.1e} people a home away from everyone; "
        f"shares take {sex_age.weight.nbytes / 1e9:.2f} GB, {_peak_gb() - before_gb:.2f} GB more than before"
    )


def _away_from_everyone(groups: PeopleGroups) -> float:
    parts = groups.people("female") + groups.people("male") + groups.people(SEX_NOT_KNOWN)
    return float(np.abs(parts - groups.everyone).max())


def _write(folder: Path) -> np.ndarray:
    """One raster for each sex and band, and their sum."""
    rng = np.random.default_rng(1)
    total = np.zeros(GRID.shape)
    form = {"driver": "GTiff", "height": SIDE, "width": SIDE, "count": 1, "dtype": "float32", "nodata": -99999.0}
    for sex in "fm":
        for year in FIRST_YEARS:
            values = rng.random(GRID.shape, dtype=np.float32) + np.float32(0.01)
            total += values
            path = folder / f"{sex}_{year}.tif"
            with rasterio.open(path, "w", crs=GRID.crs.to_wkt(), transform=GRID.affine, **form) as raster:
                raster.write(values, 1)
    return total


def _peak_gb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


if __name__ == "__main__":
    main()
