"""Faults of a study's files that can be told while its grid cannot be read."""

from __future__ import annotations

from pathlib import Path

from affine import Affine

from accessibility.study_file import StudyFile
from accessibility.study_groups import check_demand
from accessibility.study_places import read_study_places
from accessibility.worlds.centres import read_every_centre
from accessibility.worlds.hazard_records import read_hazard_records
from accessibility.worlds.scenario_files import check_changes
from accessibility.worlds.terrain import read_network, read_speeds_of_land
from geo.faults import Faults
from geo.grid import LON_LAT, Grid
from geo.hazards import HazardRecords
from geo.layers import check_ids, need_column, read_layer
from geo.rasters import read_band

# Stands in for the grid where a reader wants one: whatever is on the globe lies in it.
_WORLD = Grid(shape=(180, 360), affine=Affine(1, 0, -180, 0, -1, 90), crs=LON_LAT)


def check_without_grid(study: StudyFile, *, faults: Faults) -> None:
    """Tell what is wrong with each file by itself; what depends on where the cells are stays untold."""
    _check_rasters(study, faults=faults)
    if study.land.land_cover is not None or study.land.cover_fractions is not None:
        read_speeds_of_land(study, faults=faults)
    for path in study.land.barriers:
        read_layer(study.located(path), where=str(path), faults=faults, geometry="any")
    read_network(study, faults=faults)
    _check_areas(study, faults=faults)
    check_changes(study, _check_hazards(study, faults=faults), faults=faults)
    read_every_centre(study, _WORLD, faults=faults)
    check_demand(study, faults=faults)
    read_study_places(study, _WORLD, faults=faults)
    people = study.population
    if people.points is not None and people.people is not None:
        places = read_layer(
            study.located(people.points), where=str(people.points), faults=faults, geometry="point", empty="error"
        )
        if places is not None:
            need_column(places, people.people, where=str(people.points), faults=faults)


def _check_rasters(study: StudyFile, *, faults: Faults) -> None:
    """Each raster once, without the one that the grid is like, whose faults are told."""
    land = study.land
    named: list[Path | None] = [land.land_cover, *(land.cover_fractions or {}).values(), land.friction, *land.elevation]
    named.append(study.population.path)
    for path in dict.fromkeys(named):
        if path is not None and path != study.grid.like:
            absent = (-32768.0,) if path in land.elevation else ()
            read_band(study.located(path), where=str(path), faults=faults, absent=absent)


def _check_areas(study: StudyFile, *, faults: Faults) -> None:
    table = study.areas
    if table is None:
        return
    where = str(table.path)
    layer = read_layer(
        study.located(table.path), layer=table.layer, where=where, faults=faults, geometry="polygon", empty="error"
    )
    if layer is not None:
        check_ids(layer, table.id, where=where, faults=faults)
        for column in (table.name, table.parent):
            if column is not None:
                need_column(layer, column, where=where, faults=faults)


def _check_hazards(study: StudyFile, *, faults: Faults) -> HazardRecords | None:
    table = study.hazards
    if table is None:
        return None
    if table.in_use is not None:
        read_layer(study.located(table.in_use), where=str(table.in_use), faults=faults, geometry="line")
    return read_hazard_records(table, study, faults=faults)
