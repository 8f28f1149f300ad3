"""Capacity in a run: who reaches which centre, and what the measures of a study make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.capacity import (
    Crowding,
    Method,
    Pairs,
    Supply,
    balanced,
    cumulative_opportunities,
    enhanced_two_step,
    gaussian_two_step,
    make_pairs,
    modified_two_step,
    raam,
    three_step,
    two_step,
)
from accessibility.need import ANY_PILLAR, NEED_PREFIX, Centres, Demand, PeopleGroups, people_time
from accessibility.search import Sources, TravelNetwork, each_centre
from accessibility.study_file import CapacityTable, StudyFile
from geo.errors import InputError
from geo.faults import Faults
from geo.layers import list_names, nearest_name
from geo.progress import Progress, silent

Floats = npt.NDArray[np.float64]
MOST_PAIRS: Final = 100_000_000
_BYTES_HELD: Final = 20  # of a pair: origin, centre, minutes
_BYTES_AT_WORK: Final = 100  # of a pair, while pairs are put in order; a measure takes some 60
_GIGABYTE: Final = 1e9
_PEOPLE: Final = frozenset({"", "people", "persons", "patients", "users", "clients"})  # units that are people


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityAnswer:
    """The measures of a run in the order of the study, and who comes to which centre.

    ``loads``: the balanced measure, which sends everyone somewhere once. By centre: ``is_unknown``,
    whether its capacity is not known, and ``assumed_per_year``, what it was then taken to give;
    None: it was left out.
    """

    supplies: tuple[Supply, ...]
    loads: Supply
    is_unknown: npt.NDArray[np.bool_]
    assumed_per_year: float | None


def pairs_of(  # noqa: PLR0913 - whose ways, how far, and who is told
    network: TravelNetwork,
    sources: Sources,
    demand: Demand,
    *,
    within_minutes: float,
    most_pairs: int = MOST_PAIRS,
    progress: Progress = silent,
) -> Pairs:
    """Every home with every centre within the catchment; origins are the homes of ``demand``, centres the sources.

    Centres are numbered by their place among the sources, so give ``capacity[sources.row]``. Ways
    lead in the direction of the network, and over its hazards: a home inside one reaches nobody; one
    that a cell adopted takes the minutes of that cell. The limit of the network's rules holds as
    well, if it is less. Few searches are held at once, so that memory goes to the pairs alone: 20
    bytes each, 100 more while they are put in order, and 60 more while a measure is taken. 5 million
    homes that each reach 50 centres would be 250 million pairs, 5 GB and 25 GB more at work.
    Raises InputError for more than ``most_pairs``, as soon as they are passed, for sources that
    share a row, and as ``least_times`` does.
    """
    if len(np.unique(sources.row)) != len(sources):
        raise InputError("two sources are of one centre, whose capacity would count twice; give each centre one source")
    limits = [limit for limit in (network.rules.limit_minutes, within_minutes) if limit is not None]
    limited = replace(network, rules=replace(network.rules, limit_minutes=min(limits)))
    homes: list[npt.NDArray[np.int64]] = []
    times: list[Floats] = []
    found = 0
    for place, travel in enumerate(each_centre(limited, sources)):
        minutes = people_time(demand, travel, hazards=network.hazards).minutes
        home = np.flatnonzero(np.isfinite(minutes)).astype(np.int64)
        found += len(home)
        if found > most_pairs:
            raise InputError(
                f"{found:,} pairs of a home and a centre within {within_minutes:g} minutes are found after "
                f"{place + 1:,} of {len(sources):,} centres, and {most_pairs:,} are held "
                f"({_memory(most_pairs)}); shorten [capacity] catchment_minutes, or use larger cells"
            )
        homes.append(home)
        times.append(minutes[home])
        progress("pairing homes with centres", (place + 1) / len(sources))
    centre = np.repeat(np.arange(len(homes)), [len(home) for home in homes])
    origin = np.concatenate([np.empty(0, np.int64), *homes])
    homes.clear()  # what is in one array is not held in many as well
    minutes = np.concatenate([np.empty(0), *times])
    times.clear()
    return make_pairs(origin, centre, minutes, origin_count=len(demand.people), centre_count=len(sources))


def measure_supply(
    pairs: Pairs, people: Floats, capacity_per_year: Floats, table: CapacityTable, *, threshold_minutes: float
) -> CapacityAnswer:
    """The measures that a study asks for. ``people``: who ask, by home; ``capacity_per_year``: by centre, NaN unknown.

    Raises InputError as the measures do.
    """
    capacity = np.asarray(capacity_per_year, np.float64)
    is_unknown = np.isnan(capacity)
    # without a capacity a centre is as if it were not there
    known = np.where(is_unknown, table.assumed_per_year or 0.0, capacity)
    within, zones = table.within_minutes(threshold_minutes), table.zones(threshold_minutes)
    crowding = Crowding(minutes=table.crowding_minutes)
    measures: dict[Method, Callable[[], Supply]] = {
        "cumulative": lambda: cumulative_opportunities(pairs, people, known, within_minutes=within),
        "2sfca": lambda: two_step(pairs, people, known, within_minutes=within),
        "e2sfca": lambda: enhanced_two_step(pairs, people, known, zones=zones),
        "3sfca": lambda: three_step(pairs, people, known, decay=zones),
        "m2sfca": lambda: modified_two_step(pairs, people, known, decay=zones),
        "gaussian": lambda: gaussian_two_step(pairs, people, known, within_minutes=within),
        "bfca": lambda: balanced(pairs, people, known, decay=zones),
        "raam": lambda: raam(pairs, people, known, within_minutes=within, crowding=crowding),
    }
    taken = {method: measures[method]() for method in dict.fromkeys((*table.methods, "bfca"))}
    return CapacityAnswer(
        supplies=tuple(taken[method] for method in table.methods),
        loads=taken["bfca"],
        is_unknown=is_unknown,
        assumed_per_year=table.assumed_per_year,
    )


def check_capacity(study: StudyFile, groups: PeopleGroups, centres: Centres, *, faults: Faults) -> None:
    """Check that [capacity] names a need, and tell which centres of its pillars have no known capacity."""
    table = study.capacity
    if table is None:
        return
    key, needs = NEED_PREFIX + table.need, [each for each in groups.groups if each.kind == "need"]
    need = next((each for each in needs if each.key == key), None)
    if need is None:
        known = [each.key.removeprefix(NEED_PREFIX) for each in needs]
        near = nearest_name(table.need, known)
        faults.error(
            where=study.file_name,
            which="[capacity] need",
            what=f"there is no need {table.need!r}" + (f" (did you mean {near!r}?)" if near else ""),
            do=f"Use one of {list_names(known)}, or add it to the table of [demand] needs",
        )
        return
    asked = {*need.pillars, ANY_PILLAR}
    rows = [row for row, pillars in enumerate(centres.pillars) if asked & set(pillars)]
    if not rows:
        faults.error(
            where=study.file_name,
            which="[capacity] need",
            what=f"no centre serves a pillar of the need {table.need} ({list_names(list(need.pillars))})",
            do="Name a need of a pillar that the centres serve, or remove [capacity]",
        )
        return
    _check_units(study, [row for row, offered in enumerate(centres.offered) if asked & set(offered)], centres, faults)
    tell_unknown_capacity(
        tuple(centres.names[row] for row in rows),
        np.array([centres.records[row].capacity_per_year for row in rows], dtype=np.float64),
        table,
        where=str(study.centres.path),
        faults=faults,
    )


def _check_units(study: StudyFile, rows: list[int], centres: Centres, faults: Faults) -> None:
    """What the capacities count that are held against the people in need, those of added centres among them."""
    records = [centres.records[row] for row in rows]
    units = list(dict.fromkeys(each.capacity_unit for each in records if not np.isnan(each.capacity_per_year)))
    said = list_names([repr(unit or "not said") for unit in units])
    if len(units) > 1:
        faults.error(
            where=study.file_name,
            which="[capacity]",
            what=f"the capacities of centres and of those that scenarios add are in more than one unit: {said}",
            do="Give all of them in one capacity_unit, best in people, or leave those out that cannot be",
        )
    elif units and units[0].lower() not in _PEOPLE:
        faults.notice(
            where=str(study.centres.path),
            which="column capacity_unit",
            what=f"the capacities count {said}, and each is held against one person in need as if it served one",
            do="Give the people who can be served in a year, if that is known",
        )


def tell_unknown_capacity(
    names: tuple[str, ...], capacity_per_year: Floats, table: CapacityTable, *, where: str, faults: Faults
) -> None:
    """Tell whose capacity is not known and what is made of it; an error if nobody's is and none is assumed."""
    rows = np.flatnonzero(np.isnan(capacity_per_year))
    if not len(rows):
        return
    which = list_names([names[row] for row in rows])
    what = f"the capacity of {len(rows):,} of {len(names):,} centres is not known"
    do = "Write capacity_per_year of these centres, or [capacity] unknown_capacity with its source"
    if table.assumed_per_year is not None:
        what += f"; each is taken to serve {table.assumed_per_year:g} people a year ({table.unknown_capacity_source})"
        faults.notice(where=where, which=which, what=what, do="Write capacity_per_year where it is known")
    elif len(rows) == len(names):
        faults.error(where=where, which=which, what=what, do=f"{do}, or remove [capacity]")
    else:
        faults.notice(where=where, which=which, what=f"{what}; they are left out of the measures of supply", do=do)


def _memory(pairs: int) -> str:
    return f"{pairs * _BYTES_HELD / _GIGABYTE:g} GB, and {pairs * _BYTES_AT_WORK / _GIGABYTE:g} GB more at work"
