"""Rasters by sex and age, named as WorldPop names them: found in their folder, read onto the homes, faults told."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from toy_files import a_grid, told, write_raster

from accessibility.ages import OLDEST, AgeSexFile, age_band
from accessibility.need import bands_of_files, read_age_sex
from accessibility.study_file import DemandTable
from geo.faults import Faults
from geo.rasters import PopulationOnGrid

YEARS = (0, 1, *range(5, 85, 5))
GRID = a_grid(3, 3)
HOMES = np.arange(9)
WANTED = (age_band(0, 14), age_band(15, 59), age_band(60, None))


def files_of(years=YEARS, sexes=("female", "male")):
    return [AgeSexFile(sex=sex, first_year=year, path=Path(f"{sex}_{year}")) for sex, year in product(sexes, years)]


def bands_told(files):
    faults = Faults()
    return bands_of_files(files, where="valley.toml", faults=faults), told(faults)


@pytest.fixture
def folder(tmp_path):
    """WorldPop's files on 3 x 3 cells: of every band one woman and three men in each cell."""
    for year in YEARS:
        write_raster(tmp_path / f"com_f_{year}_2020.tif", np.full((3, 3), 1.0), GRID, nodata=-99999)
        write_raster(tmp_path / f"com_m_{year}_2020.tif", np.full((3, 3), 3.0), GRID, nodata=-99999)
    return tmp_path


def read(
    folder, *, pattern="com_{sex}_{age}_2020.tif", people=72.0, homes=HOMES, wanted=WANTED, grid=GRID, in_order=None
):
    faults = Faults()
    files = DemandTable(age_sex=pattern).age_sex_files(folder)
    files = files if in_order is None else [files[place] for place in in_order]
    bands = bands_of_files(files, where="valley.toml", faults=faults)
    everyone = np.full(grid.shape, people)
    population = PopulationOnGrid(people=everyone, people_outside_grid=0, source_sum=everyone.sum(), year=2020)
    if bands is None:
        return None, faults
    shares = read_age_sex(
        files,
        bands,
        grid,
        folder=folder,
        wanted=wanted,
        population=population,
        home_cell=homes,
        where="valley.toml",
        faults=faults,
    )
    return shares, faults


def test_the_bands_of_worldpop_hold_each_age_once():
    bands, _ = bands_told(files_of())
    assert [band.first for band in bands] == list(YEARS)
    assert [band.last for band in bands] == [0, 4, *range(9, 80, 5), OLDEST]
    newer, _ = bands_told(files_of((*YEARS, 85, 90)))
    assert (newer[-2], newer[-1]) == (age_band(85, 89), age_band(90, None))


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([], "no file has a name that fits"),
        (files_of([year for year in YEARS if year != 25]), "there is no file of female from 25, male from 25"),
        (
            [*files_of(sexes=["female"]), *files_of(YEARS[:-1], ["male"])],
            "leave holes: there is no file of male from 80",
        ),
        (files_of((*YEARS, 90)), "there is no file of female from 85, male from 85"),
        ([*files_of(), *files_of([0], ["female"])], "2 files overlap: each is of female from 0 years on"),
        (files_of((*YEARS, 3)), "file female_3: no band begins with 3 years, so that its ages overlap"),
    ],
)
def test_ages_that_overlap_or_leave_holes_are_told(files, message):
    bands, text = bands_told(files)
    assert bands is None
    assert message in text


@pytest.mark.parametrize("name", ["com_{sex}_{age}_2020.tif", "com_{sex}_{age}_2025_CN_100m_R2025A_v1.tif"])
def test_files_are_found_by_listing_the_folder_and_others_left_alone(tmp_path, name):
    for sex, year in product("fmt", ("00", "01", "05")):
        (tmp_path / name.format(sex=sex, age=year)).touch()
    (tmp_path / "com_f_total_2020.tif").touch()
    (tmp_path / "com_f_00_2021.tif").touch()
    found = DemandTable(age_sex=name).age_sex_files(tmp_path)
    assert [(file.sex, file.first_year) for file in found] == list(product(("female", "male"), (0, 1, 5)))
    assert DemandTable(age_sex=f"lower/{name}").age_sex_files(tmp_path) == []


def test_dots_in_a_pattern_are_dots(tmp_path):
    (tmp_path / "f_0xtif").touch()
    assert DemandTable(age_sex="{sex}_{age}.tif").age_sex_files(tmp_path) == []


def test_shares_are_those_of_the_rasters(folder):
    shares, faults = read(folder)
    assert len(faults) == 0, told(faults)
    assert [band.key for band in shares.bands] == ["age-0-14", "age-15-59", "age-60-plus"]
    np.testing.assert_array_equal(shares.weight[:, :, 0], [[4, 9, 5], [12, 27, 15]])
    assert shares.weight.dtype == np.float32
    np.testing.assert_array_equal(shares.share(np.array([[1.0] * 3, [0.0] * 3])), np.full(9, 0.25))


def test_the_order_of_files_does_not_matter(folder):
    rng = np.random.default_rng(3)
    for path in folder.iterdir():
        write_raster(path, rng.random((3, 3)), GRID)
    shares, _ = read(folder)
    again, _ = read(folder, in_order=list(reversed(range(36))))
    np.testing.assert_array_equal(shares.weight, again.weight)
    np.testing.assert_array_equal(shares.total, again.total)


def test_bands_are_kept_as_fine_as_they_are_asked_for(folder):
    shares, _ = read(folder, wanted=[age_band(0, 4), age_band(5, None)])
    assert [band.key for band in shares.bands] == ["age-0-4", "age-5-plus"]
    shares, _ = read(folder, wanted=bands_told(files_of())[0])
    assert shares.weight.shape == (2, 18, 9)


def test_a_coarser_raster_gives_its_share_to_all_its_cells(folder):
    coarse = a_grid(1, 1, size=300)
    for path in folder.iterdir():
        write_raster(path, [[9.0 if "_f_" in path.name else 27.0]], coarse)
    shares, _ = read(folder)
    np.testing.assert_allclose(shares.share(np.array([[1.0] * 3, [0.0] * 3])), np.full(9, 0.25))


def test_a_cell_without_any_figure_is_not_known(folder):
    for path in folder.iterdir():
        values = np.full((3, 3), 2.0)
        values[0, 0], values[2, 2] = -99999, 0
        write_raster(path, values, GRID, nodata=-99999)
    shares, _ = read(folder, homes=np.array([0, 4, 8]))
    np.testing.assert_array_equal(shares.is_known, [False, True, False])


def test_a_band_of_nobody_is_no_fault(folder):
    write_raster(folder / "com_f_80_2020.tif", np.zeros((3, 3)), GRID)
    shares, faults = read(folder, people=71.0)
    assert len(faults) == 0
    np.testing.assert_array_equal(shares.weight[0, 2], np.full(9, 4.0))


def test_a_difference_in_totals_is_told_with_both_figures(folder):
    shares, faults = read(folder, people=80.0)
    assert shares is not None
    assert "by sex and age there are 648 people on the grid, by [population] 720 (-10.00%)" in told(faults)
    assert "the totals stay those of [population]" in told(faults)


def test_people_outside_the_grid_are_told_once(folder):
    shares, faults = read(folder, grid=a_grid(3, 2), homes=np.arange(6))
    assert shares is not None
    assert [fault.what for fault in faults] == ["216 of its 648 people live outside the study's grid"]


def test_a_raster_with_data_in_fewer_cells_is_told(folder):
    values = np.full((3, 3), 3.0)
    values[0] = -99999
    write_raster(folder / "com_m_30_2020.tif", values, GRID, nodata=-99999)
    shares, faults = read(folder)
    assert shares is not None
    assert "1 of 36 rasters have data in fewer cells than the fullest, 9 (com_m_30_2020.tif 6)" in told(faults)


def test_negative_people_are_refused(folder):
    write_raster(folder / "com_m_30_2020.tif", np.full((3, 3), -2.0), GRID)
    shares, faults = read(folder)
    assert shares is None
    assert "com_m_30_2020.tif, first at row 0, column 0: 9 cells hold negative people, down to -2" in told(faults)


def test_rasters_of_nobody_are_refused(folder):
    for path in folder.iterdir():
        write_raster(path, np.zeros((3, 3)), GRID)
    shares, faults = read(folder)
    assert shares is None
    assert "the rasters hold nobody on the study's grid" in told(faults)


def test_a_file_that_is_no_raster_is_refused(folder):
    (folder / "com_m_30_2020.tif").write_text("no raster", encoding="utf-8")
    shares, faults = read(folder)
    assert shares is None
    assert "error: com_m_30_2020.tif" in told(faults)
