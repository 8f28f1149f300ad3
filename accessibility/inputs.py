"""Everything that a study reads, checked in one pass that gathers all faults of all files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from accessibility.capacity_runs import check_capacity
from accessibility.need import Centres, Demand, PeopleGroups, PlaceNames, home_cells, rank_places
from accessibility.profiles import Mix, Profile
from accessibility.reason_faults import check_reason_pillars, check_reasons
from accessibility.study_file import StudyFile
from accessibility.study_groups import check_demand, read_groups
from accessibility.study_places import read_study_places
from accessibility.worlds import (
    Ground,
    Surface,
    World,
    check_scenarios,
    check_services,
    check_without_grid,
    choose_profiles,
    only_default,
    read_grid,
    read_worlds,
)
from geo.faults import Faults
from geo.grid import Grid
from geo.hazards import HazardCounts, Hazards, tell_odd_areas
from geo.land import Land
from geo.layers import Areas, Places, list_names, one_area, read_areas
from geo.plausibility import check_places
from geo.progress import Progress, silent
from geo.rasters import PopulationOnGrid, read_population, read_population_points
from geo.settlements import settlement_classes

_MUCH_LAND_OUTSIDE = 0.2  # of the passable cells
_MANY_WITHOUT_ROADS = 0.05  # of the people
_A_TOWN = 1000.0  # people in one cluster of hazard areas
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that a study reads, fit to be run.

    ``worlds``: every scenario in each of its seasons, for each profile; the base in its first season, for the
    first profile, comes first. ``read_centres`` are those of the layers, the worlds' the accepted ones.
    ``hazard_counts``: what became of the rows of the hazards, None without any. ``in_use``: the roads recorded in
    use, grid's CRS. ``surface``: the land as read, on which other worlds can be laid. ``groups``: who the people
    are, over the homes of any world's demand, which are the same in all. ``profiles``: for whom it is run, the
    first one first; ``mixes`` of them. ``places``: what regions are called by, and ``named_places`` the same as they
    were read; None where the study names none.
    """

    study: StudyFile
    areas: Areas
    worlds: tuple[World, ...]
    read_centres: Centres
    population: PopulationOnGrid
    hazard_counts: HazardCounts | None
    in_use: tuple[shapely.Geometry, ...]
    surface: Surface
    groups: PeopleGroups
    profiles: tuple[Profile, ...]
    mixes: tuple[Mix, ...]
    places: PlaceNames | None = None
    named_places: Places | None = None

    @property
    def ground(self) -> Ground:
        """The ground of the base, for the first profile."""
        return self.worlds[0].ground

    @property
    def centres(self) -> Centres:
        """The accepted centres as they serve in the base."""
        return self.worlds[0].centres

    @property
    def demand(self) -> Demand:
        """The people of the base."""
        return self.worlds[0].demand


def read_inputs(study: StudyFile, *, faults: Faults, progress: Progress = silent) -> Inputs | None:
    """The inputs of a study; None if any has an error. Every fault of every file goes to ``faults``."""
    before = len(faults.errors)
    check_scenarios(study, faults=faults)
    chosen = choose_profiles(study, faults=faults)
    check_services(study, faults=faults)
    check_reasons(study, None if chosen is None else chosen.profiles, faults=faults)
    progress("reading the grid", 0.0)
    grid = read_grid(study.grid, study, faults=faults)
    if grid is None:
        check_without_grid(study, faults=faults)
        return None
    progress("reading areas and people", 0.0)
    areas = _read_areas(study, grid, faults=faults)
    population = _read_population(study, grid, faults=faults)
    places = read_study_places(study, grid, faults=faults)
    read = read_worlds(study, grid, population, chosen or only_default(), faults=faults, progress=progress)
    is_land = None if read is None else read[1][0].ground.land.is_passable
    groups = _read_groups(study, grid, population, areas, is_land, faults=faults)
    if areas is not None and population is not None:
        check_places(study.study.country, areas, population.people, grid, where=_areas_file(study), faults=faults)
    base = None if read is None else read[1][0]
    if read is not None:
        check_reason_pillars(study, _all_pillars(read[1]), faults=faults)
    if base is not None and "public" in study.release.tiers and _is_all_sensitive(base.centres):
        faults.error(
            where=str(study.centres.path),
            which=f"column {study.centres.sensitive}",
            what="every centre is sensitive, so the public tier would have none",
            do="Take public out of [release] tiers, or mark fewer centres",
        )
    if len(faults.errors) > before or read is None or base is None or areas is None or population is None:
        return None
    if chosen is None or groups is None:
        raise AssertionError("profiles or groups were refused without a fault")
    sheets, worlds = read
    check_capacity(study, groups, base.centres, faults=faults)
    if len(faults.errors) > before:
        return None
    _tell_people(study, population, base.demand, areas, base.ground.land, faults=faults)
    _tell_roads_cover(study, base.ground, base.demand, faults=faults)
    _tell_hazards(study, base, areas, faults=faults)
    return Inputs(
        study=study,
        areas=areas,
        worlds=tuple(worlds),
        read_centres=sheets.read_centres,
        population=population,
        hazard_counts=None if sheets.records is None else sheets.records.counts,
        in_use=sheets.in_use,
        surface=sheets.surface,
        groups=groups,
        profiles=chosen.profiles,
        mixes=chosen.mixes,
        places=None if places is None else _rank(places, study, population, base.ground.land),
        named_places=places,
    )


def _all_pillars(worlds: Iterable[World]) -> list[str]:
    """Every pillar that a centre serves in some world, and every service, as the runs ask for them."""
    served = {pillar for world in worlds for pillar in world.centres.all_pillars}
    return sorted(served | {service.name for world in worlds for service in world.centres.services})


def _is_all_sensitive(centres: Centres) -> bool:
    """Whether the public may know of none of the centres of the base."""
    return all(adding or hidden for adding, hidden in zip(centres.scenario, centres.is_sensitive, strict=True))


def _areas_file(study: StudyFile) -> str:
    return str(study.areas.path) if study.areas is not None else "[population]"


def _read_areas(study: StudyFile, grid: Grid, *, faults: Faults) -> Areas | None:
    table = study.areas
    if table is None:
        return one_area(grid)
    return read_areas(
        study.located(table.path),
        grid,
        id=table.id,
        name=table.name,
        parent=table.parent,
        layer=table.layer,
        where=str(table.path),
        faults=faults,
    )


def _rank(places: Places, study: StudyFile, population: PopulationOnGrid, land: Land) -> PlaceNames:
    """The places, the largest first; which cells are passable in the base decides which each stands for."""
    return rank_places(places, population.people, land, within_m=study.land.adopt_within_m)


def _read_population(study: StudyFile, grid: Grid, *, faults: Faults) -> PopulationOnGrid | None:
    table = study.population
    if table.path is not None and table.units is not None:
        return read_population(
            study.located(table.path), grid, units=table.units, year=table.year, where=str(table.path), faults=faults
        )
    if table.points is None or table.people is None:
        return None
    path = study.located(table.points)
    return read_population_points(
        path, grid, people=table.people, year=table.year, where=str(table.points), faults=faults
    )


def _read_groups(  # noqa: PLR0913 - who is asked, where, and who is told
    study: StudyFile,
    grid: Grid,
    population: PopulationOnGrid | None,
    areas: Areas | None,
    is_land: npt.NDArray[np.bool_] | None,
    *,
    faults: Faults,
) -> PeopleGroups | None:
    """The groups of the people; where areas or people cannot be read, only the faults of [demand] by itself.

    Whether people live in a city, a town or the country is told of rasters alone: a table of places puts all
    people of one into one cell.
    """
    if population is None or areas is None:
        check_demand(study, faults=faults)
        return None
    homes, settlement = home_cells(population.people), None
    if study.population.points is None:
        settlement = settlement_classes(population.people, grid, is_land=is_land).ravel()[homes]
    return read_groups(study, grid, population, areas, homes, settlement, faults=faults)


def _tell_people(  # noqa: PLR0913 - who is told of what
    study: StudyFile, population: PopulationOnGrid, demand: Demand, areas: Areas, land: Land, *, faults: Faults
) -> None:
    """Who lies outside the areas, and who lives where nobody can walk; who is outside the grid, the reader tells."""
    where = str(study.population.path or study.population.points)
    total = population.source_sum
    outside = float(demand.people[areas.zone.ravel()[demand.home_cell] < 0].sum())
    if outside > 0:
        faults.notice(
            where=where,
            which="areas",
            what=f"{_people(outside, total)} live in cells whose centre is in no area; "
            "they are in the row 'outside all areas'",
            do="Check that the areas reach the coast and the border, or leave it so",
        )
    if study.areas is not None:
        _tell_land_outside(areas, land, where=str(study.areas.path), faults=faults)
    home_data = land.has_data.ravel()[demand.home_cell]
    is_homeless = demand.is_adopted | (demand.home_status > 0)
    for is_there, words in (
        (is_homeless & ~home_data, "where there is no land data"),
        (is_homeless & home_data, "on a barrier such as water"),
    ):
        if is_there.any():
            adopted, left = demand.people[is_there & demand.is_adopted], demand.people[is_there & ~demand.is_adopted]
            away_m = demand.adopted_m[is_there & demand.is_adopted]
            away = f" ({np.average(away_m, weights=adopted):.0f} m away on average)" if len(adopted) else ""
            faults.notice(
                where=where,
                which="land",
                what=f"{_people(float(demand.people[is_there].sum()), total)} live {words}: {adopted.sum():,.0f} take "
                f"the answer of the nearest passable cell{away}, {left.sum():,.0f} have "
                f"none within {study.land.adopt_within_m:g} m, get no minutes and are counted apart",
                do="Give land data that covers them or raise [land] adopt_within_m, unless the coast is only blurred",
            )


def _tell_land_outside(areas: Areas, land: Land, *, where: str, faults: Faults) -> None:
    """Much land beyond the areas, over which people walk and regions spread, if the study wants it or not."""
    share = np.count_nonzero(land.is_passable & (areas.zone < 0)) / np.count_nonzero(land.is_passable)
    if share > _MUCH_LAND_OUTSIDE:
        faults.notice(
            where=where,
            which="extent",
            what=f"{share:.0%} of the passable cells lie in no area; travel and underserved regions reach there too",
            do="Make the grid smaller, or set the land beyond the border to nodata, if people cannot cross it",
        )


def _tell_roads_cover(study: StudyFile, ground: Ground, demand: Demand, *, faults: Faults) -> None:
    """People beyond the rectangle that the roads fill: the file may have been cut smaller than the grid."""
    if study.roads is None or not ground.network.link_count:
        return
    lon, lat = ground.network.vertices.T
    rows, columns = np.divmod(demand.home_cell, ground.grid.shape[1])
    home_lon, home_lat = ground.grid.to_lon_lat(ground.grid.centre_x[columns], ground.grid.centre_y[rows])
    is_beyond = (home_lon < lon.min()) | (home_lon > lon.max()) | (home_lat < lat.min()) | (home_lat > lat.max())
    beyond, total = float(demand.people[is_beyond].sum()), float(demand.people.sum())
    if beyond > _MANY_WITHOUT_ROADS * total:
        faults.notice(
            where=str(study.roads.path),
            which="extent",
            what=f"{_people(beyond, total)} live beyond the rectangle that the roads fill and walk to where they begin",
            do="Take a file of roads that covers the grid, unless there are none out there",
        )


def _tell_hazards(study: StudyFile, base: World, areas: Areas, *, faults: Faults) -> None:
    """Hazards at odd places, over a centre, or over many people."""
    ground = base.ground
    if study.hazards is None or ground.hazard_areas is None:
        return
    where = str(study.hazards.path)
    zone = areas.zone if study.areas is not None else np.zeros(ground.grid.shape, np.int32)
    tell_odd_areas(
        ground.hazard_areas, grid=ground.grid, is_land=ground.land.has_data, zone=zone, where=where, faults=faults
    )
    if ground.hazards is not None:
        _tell_centres_in_hazards(study, base.centres, ground.hazards, faults=faults)
        _tell_towns_in_hazards(base, ground.hazards, where=where, faults=faults)


def _tell_centres_in_hazards(study: StudyFile, centres: Centres, hazards: Hazards, *, faults: Faults) -> None:
    for row in np.flatnonzero((centres.cell >= 0) & hazards.is_inside.ravel()[centres.cell]):
        faults.notice(
            where=str(study.centres.path),
            which=f"centre {centres.ids[row]} ({centres.names[row]})",
            what="lies inside an open hazard; with hazards nobody reaches it",
            do="Check both positions, or mark the hazard released if it is",
            is_restricted=True,
        )


def _tell_towns_in_hazards(base: World, hazards: Hazards, *, where: str, faults: Faults) -> None:
    """Clusters of areas with so many people inside that the area is more likely wrong than the town."""
    demand, moves = base.demand, hazards.moves
    people = np.zeros(base.ground.grid.cell_count)
    people[demand.home_cell] = demand.people
    cluster = np.repeat(np.arange(len(moves.start) - 1), np.diff(moves.start))[moves.is_inside]
    inside = np.bincount(cluster, weights=people[moves.cell[moves.is_inside]], minlength=len(moves.start) - 1)
    blocking_ids = base.ground.blocking_ids()
    for row in np.flatnonzero(inside >= _A_TOWN)[:_MOST_TOLD]:
        ids = blocking_ids[row]
        faults.notice(
            where=where,
            which=f"area {list_names(ids)}",
            what=f"{inside[row]:,.0f} people live inside; few areas hold a whole town",
            do="Check the area's place and size, and the population",
        )


def _people(people: float, total: float) -> str:
    return f"{people:,.0f} of {total:,.0f} people ({people / total:.1%})"
