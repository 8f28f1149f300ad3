"""The groups of a study's people: [demand] read from its files and laid on the homes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from accessibility.ages import AgeBand, AgeSexFile, find_cut_band, usual_bands
from accessibility.need import (
    Need,
    PeopleGroups,
    SexAgeShares,
    ShareTable,
    Source,
    bands_of_files,
    lay_shares,
    people_groups,
    read_age_sex,
    read_needs,
    read_share_table,
)
from accessibility.study_file import DemandTable, StudyFile
from geo.faults import Faults
from geo.grid import Grid
from geo.layers import Areas
from geo.rasters import PopulationOnGrid, read_band


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheets:
    """What [demand] names, read as far as it can be without a grid. ``source_bands`` are empty without sex and age."""

    needs: tuple[Need, ...]
    shares: ShareTable | None
    files: tuple[AgeSexFile, ...]
    source_bands: tuple[AgeBand, ...]
    bands: tuple[AgeBand, ...]


def read_groups(  # noqa: PLR0913, PLR0917 - whose groups, where, and who is told
    study: StudyFile,
    grid: Grid,
    population: PopulationOnGrid,
    areas: Areas,
    home_cell: npt.NDArray[np.int64],
    settlement: npt.NDArray[np.uint8] | None,
    *,
    faults: Faults,
) -> PeopleGroups | None:
    """The groups of the people in the homes, cells of the grid in the order of a Demand; None if [demand] has a fault.

    Without [demand] there are everyone, ``settlement`` (uint8 (homes,): 1 rural, 2 town, 3 city, 0 not known;
    None: not looked at) and the needs by default rates.
    """
    sheets = _read_sheets(study, faults=faults)
    if sheets is None:
        return None
    table = study.demand or DemandTable()
    everyone = population.people.ravel()[home_cell]
    zone = areas.zone.ravel()[home_cell]
    sex_age: SexAgeShares | None = None
    if sheets.source_bands:
        if sheets.shares is not None:
            sex_age = lay_shares(
                sheets.shares,
                area_ids=areas.ids,
                zone=zone,
                people=everyone,
                where=str(table.shares),
                faults=faults,
            )
        else:
            sex_age = read_age_sex(
                sheets.files,
                sheets.source_bands,
                grid,
                folder=study.folder,
                wanted=_wanted(sheets),
                population=population,
                home_cell=home_cell,
                where=study.file_name,
                faults=faults,
            )
        if sex_age is None:
            return None
        _tell_not_known(sex_age, everyone, table, faults=faults)
    return people_groups(
        everyone,
        bands=sheets.bands,
        sex_age=sex_age,
        settlement=settlement,
        needs=sheets.needs,
        area_ids=areas.ids,
        zone=zone,
        people_outside_grid=population.people_outside_grid,
        of_people=Source(name=study.population.source or "", date=str(study.population.year)),
        of_sex_age=Source(name=table.source or "", date="" if table.date is None else table.date.isoformat()),
    )


def check_demand(study: StudyFile, *, faults: Faults) -> None:
    """Tell what is wrong with the files of [demand] by themselves, while there is no grid, area or population."""
    sheets = _read_sheets(study, faults=faults)
    for file in sheets.files if sheets is not None else ():
        read_band(study.located(file.path), where=str(file.path), faults=faults)


def _read_sheets(study: StudyFile, *, faults: Faults) -> _Sheets | None:
    table = study.demand or DemandTable()
    before = len(faults.errors)
    is_file = bool(Path(table.needs).suffix)
    needs = read_needs(
        study.located(Path(table.needs)) if is_file else table.needs,
        where=table.needs if is_file else study.file_name,
        faults=faults,
    )
    shares, files = None, tuple(table.age_sex_files(study.folder))
    source_bands: tuple[AgeBand, ...] = ()
    if table.shares is not None:
        shares = read_share_table(study.located(table.shares), where=str(table.shares), faults=faults)
        source_bands = () if shares is None else shares.bands
    elif table.age_sex is not None:
        source_bands = bands_of_files(files, where=study.file_name, faults=faults) or ()
    bands = table.bands or usual_bands(source_bands)
    if len(faults.errors) > before or needs is None:
        return None
    if source_bands:
        _check_cuts(bands, needs, source_bands, study, faults=faults)
    else:
        _check_needs_without_ages(needs, study, faults=faults)
    if len(faults.errors) > before:
        return None
    return _Sheets(needs=needs, shares=shares, files=files, source_bands=source_bands, bands=bands)


def _wanted(sheets: _Sheets) -> list[AgeBand]:
    return [*sheets.bands, *(rate.band for need in sheets.needs for rate in need.rates)]


def _check_cuts(
    bands: Sequence[AgeBand],
    needs: Sequence[Need],
    source_bands: Sequence[AgeBand],
    study: StudyFile,
    *,
    faults: Faults,
) -> None:
    """Whether the bands to tell by, and those of the rates, are unions of the bands that are known."""
    asked = [("[demand] age_bands", "the band", band) for band in bands]
    asked += [("[demand] needs", f"a rate of {need.name}", rate.band) for need in needs for rate in need.rates]
    first_years = ", ".join(str(band.first) for band in source_bands)
    for which, who, band in dict.fromkeys(asked):
        cut = find_cut_band(band, source_bands)
        if cut is not None:
            faults.error(
                where=study.file_name,
                which=which,
                what=f"{who} of {band.label} cuts through {cut.label}, of which only the whole is known",
                do=f"Let it begin and end with bands of the source, which begin with {first_years}",
            )


def _check_needs_without_ages(needs: Sequence[Need], study: StudyFile, *, faults: Faults) -> None:
    for need in needs:
        if not need.is_for_everyone:
            faults.error(
                where=study.file_name,
                which="[demand] needs",
                what=f"the rates of {need.name} depend on sex or age, of which nothing is known",
                do="Give [demand] age_sex (rasters) or shares (a table), or a single rate for everyone",
            )


def _tell_not_known(
    sex_age: SexAgeShares, everyone: npt.NDArray[np.float64], table: DemandTable, *, faults: Faults
) -> None:
    not_known, total = float(everyone[~sex_age.is_known].sum()), float(everyone.sum())
    if not_known > 0:
        faults.notice(
            where=str(table.shares or table.age_sex),
            which="",
            what=f"{not_known:,.0f} of {total:,.0f} people ({not_known / total:.1%}) live where nothing is known of "
            f"sex and age ({np.count_nonzero(~sex_age.is_known):,} cells); they are in groups of their own",
            do="Give figures that cover them, or leave it so",
        )
