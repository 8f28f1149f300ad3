"""Posing: a plan of a study as a siting problem over homes, candidates and the minutes between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.candidates import CandidateMinutes, Candidates
from accessibility.inputs import Inputs
from accessibility.need import people_time
from accessibility.need_of_runs import need_groups
from accessibility.plans.posed import Posed
from accessibility.plans.starting import network_of, pillars_of, starting_runs
from accessibility.runs import Run, sources_of
from accessibility.search import TravelNetwork, each_centre
from accessibility.siting import Ask, Floor, SitingProblem
from accessibility.study_file import FloorTable, PlanTable
from geo.errors import InputError

Doubles = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
NEED: Final = "need"
MOST_MINUTES: Final = 600.0  # without [reasons], whose default it is


@dataclass(frozen=True, slots=True, kw_only=True)
class _Existing:
    """Who reaches which existing centre of one pillar: centre by centre the homes, rising, and their minutes."""

    rows: Whole
    homes: tuple[Whole, ...]
    minutes: tuple[Doubles, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Required:
    """Existing centres of which each has room for so many; by centre the entries, rising, and their minutes."""

    entries: tuple[Whole, ...] = ()
    minutes: tuple[Doubles, ...] = ()
    capacity: tuple[float, ...] = ()


def pose_plan(  # noqa: PLR0913 - what is asked, of what
    inputs: Inputs,
    table: PlanTable,
    runs: Sequence[Run],
    candidates: Candidates,
    reach: CandidateMinutes,
    *,
    network: TravelNetwork | None = None,
) -> Posed:
    """A plan, ready to be solved. ``reach``: of these candidates, over the ground of the plan's runs.

    Entries are the homes with people who are counted, or in a group with a floor, pillar after pillar, at 0 minutes
    too, since shares and means are of all of them; whoever lives outside the grid is in none. Those without an answer,
    inside a hazard too, are entries that nothing reaches. With several pillars each counts by itself, and a floor holds
    in each of them. ``network``: that of the runs if it is laid already; only ``backup`` and ``capacity`` ask for it.
    In ``capacity`` an existing centre of known capacity is a required candidate over all its pillars, one whose
    capacity is not known has room for everybody. Money that is not said is 0, room that is not said without limit.
    Raises InputError for a plan without a run, a group that is not there, and people = "need" of a pillar that
    nobody is known to need.
    """
    pillars = pillars_of(inputs, table, candidates)
    starts = starting_runs(inputs, table, runs, pillars)
    within = table.within_minutes or inputs.study.gaps.threshold_minutes
    most = MOST_MINUTES if inputs.study.reasons is None else inputs.study.reasons.most_minutes
    counted = [people_counted(inputs, table, pillar) for pillar in pillars]
    floors = [list(_floors(inputs, table, run)) for run in starts]
    homes = [
        np.flatnonzero(np.sum([people, *(each.people for each in held)], axis=0) > 0)
        for people, held in zip(counted, floors, strict=True)
    ]
    offsets = np.concatenate([[0], np.cumsum([len(each) for each in homes])]).astype(np.int64)
    now = [run.times.minutes[home] for run, home in zip(starts, homes, strict=True)]
    count = [np.zeros(len(home), np.int64) for home in homes]
    entry_of = [
        _entry_of(len(run.demand.people), home, at) for run, home, at in zip(starts, homes, offsets, strict=False)
    ]
    required = _Required()
    if table.objective in {"backup", "capacity"} and starts:
        network = network or network_of(inputs, starts[0])
        far = most if table.objective == "capacity" and table.worst_decile_first else within
        existing = [_existing(network, run, far) for run in starts]
        if table.objective == "backup":
            for each, counts, entries, offset in zip(existing, count, entry_of, offsets, strict=False):
                for found, minutes in zip(each.homes, each.minutes, strict=True):
                    near = entries[found[minutes <= within]] - offset
                    counts[near[near >= 0]] += 1
        else:
            now, required = _with_room(existing, starts, homes, entry_of)
    chosen = np.flatnonzero([bool(set(given) & set(pillars)) for given in candidates.pillars]).astype(np.int64)
    pairs = [_pairs(int(row), candidates, reach, pillars, entry_of) for row in chosen]
    reached = [*(entry for entry, _ in pairs), *required.entries]
    money, room = candidates.total_cost[chosen], candidates.capacity_per_year[chosen]
    extra = len(required.entries)
    places = candidates.place[chosen]
    free = int(places.max(initial=-1)) + 1
    problem = SitingProblem(
        people=_joined([people[home] for people, home in zip(counted, homes, strict=True)]),
        now_minutes=_joined(now),
        now_count=_joined(count).astype(np.int64),
        start=np.concatenate([[0], np.cumsum([len(entry) for entry in reached])]).astype(np.int64),
        entry=_joined(reached).astype(np.int64),
        minutes=_joined([*(minutes for _, minutes in pairs), *required.minutes]),
        cost=np.concatenate([np.nan_to_num(money), np.zeros(extra)]),
        capacity=np.concatenate([np.where(np.isnan(room), np.inf, room), np.array(required.capacity, np.float64)]),
        place=np.concatenate([places, free + np.arange(extra)]).astype(np.int64),
        is_required=np.arange(len(chosen) + extra) >= len(chosen),
    )
    return Posed(
        table=table,
        runs=starts,
        pillars=pillars,
        candidates=candidates,
        reach=reach,
        problem=problem,
        ask=Ask(
            objective=table.objective,
            within_minutes=within,
            most_minutes=max(most, within),
            sites=table.sites,
            budget=table.budget,
            floors=tuple(_stacked(floors, homes, offsets, pillars)),
            backup_weight=table.backup_weight,
            worst_decile_first=table.worst_decile_first,
        ),
        home=_joined(homes).astype(np.int64),
        pillar=np.repeat(np.arange(len(pillars)), np.diff(offsets)),
        candidate=np.concatenate([chosen, np.full(extra, -1)]).astype(np.int64),
    )


def group_counted(inputs: Inputs, table: PlanTable, pillar: str) -> str:
    """The key of the group that a plan counts for a pillar. Raises InputError if nobody is known to need it."""
    if table.people != NEED:
        return table.people
    key = need_groups(inputs).get(pillar)
    if key is None:
        raise InputError(
            f'plan {table.name} counts people = "need", but no need of [demand] is for the pillar {pillar}; add one to '
            'its needs, or count "everyone"'
        )
    return key


def people_counted(inputs: Inputs, table: PlanTable, pillar: str) -> Doubles:
    """The people in each home whom a plan counts for a pillar; float64 (homes,)."""
    return inputs.groups.people(group_counted(inputs, table, pillar))


def _floors(inputs: Inputs, table: PlanTable, run: Run) -> Iterator[Floor]:
    """The floors of a plan for one pillar, over all homes; an area without people has none."""
    zone = inputs.areas.zone.ravel()[run.demand.home_cell]
    counted = people_counted(inputs, table, run.pillar)
    for floor in table.floors:
        if floor.group is not None:
            group = inputs.groups.group(floor.group)
            yield Floor(
                key=group.key,
                label=group.label,
                people=inputs.groups.people(group.key),
                least_share=floor.least_share,
            )
            continue
        for row in _areas_of(inputs, floor):
            people = np.where(zone == row, counted, 0.0)
            if people.sum() > 0:
                yield Floor(
                    key=f"area {inputs.areas.ids[row]}",
                    label=inputs.areas.names[row],
                    people=people,
                    least_share=floor.least_share,
                )


def _areas_of(inputs: Inputs, floor: FloorTable) -> list[int]:
    if floor.each_area:
        return list(range(len(inputs.areas.ids)))
    if floor.area not in inputs.areas.ids:
        raise InputError(f"a floor names the area {floor.area!r}, which is not there; use the id of an area")
    return [inputs.areas.ids.index(floor.area)]


def _stacked(
    floors: Sequence[Sequence[Floor]], homes: Sequence[Whole], offsets: Whole, pillars: Sequence[str]
) -> Iterator[Floor]:
    """The floors of each pillar over the entries of all; of several pillars each is named."""
    for of_pillar, home, offset, pillar in zip(floors, homes, offsets, pillars, strict=False):
        for floor in of_pillar:
            people = np.zeros(int(offsets[-1]))
            people[offset : offset + len(home)] = floor.people[home]
            if len(pillars) == 1:
                yield replace(floor, people=people)
            else:
                yield replace(floor, people=people, key=f"{floor.key}, {pillar}", label=f"{floor.label}, {pillar}")


def _entry_of(home_count: int, homes: Whole, offset: int) -> Whole:
    """The entry of each home, less than any offset where it has none."""
    entry = np.full(home_count, -1, np.int64)
    entry[homes] = np.arange(len(homes)) + offset
    return entry


def _pairs(
    row: int, candidates: Candidates, reach: CandidateMinutes, pillars: Sequence[str], entry_of: Sequence[Whole]
) -> tuple[Whole, Doubles]:
    """The entries that a candidate reaches, for each pillar that it gives, and in what minutes."""
    part = slice(int(reach.start[row]), int(reach.start[row + 1]))
    home, minutes = reach.home[part], reach.minutes[part].astype(np.float64)
    given = [
        entries[home] for pillar, entries in zip(pillars, entry_of, strict=True) if pillar in candidates.pillars[row]
    ]
    entry = np.concatenate(given)
    return entry[entry >= 0], np.tile(minutes, len(given))[entry >= 0]


def _existing(network: TravelNetwork, run: Run, within_minutes: float) -> _Existing:
    """The homes within so many minutes of each existing centre of a run, inclusive."""
    limits = [limit for limit in (network.rules.limit_minutes, within_minutes) if limit is not None]
    limited = replace(network, rules=replace(network.rules, limit_minutes=min(limits)))
    sources = sources_of(run.world.centres, run.pillar)
    hazards = run.world.ground.hazards if run.has_hazards else None
    homes, times = [], []
    for travel in each_centre(limited, sources):
        minutes = people_time(run.demand, travel, hazards=hazards).minutes
        home = np.flatnonzero(np.isfinite(minutes)).astype(np.int64)
        homes.append(home)
        times.append(minutes[home])
    return _Existing(rows=sources.row.astype(np.int64), homes=tuple(homes), minutes=tuple(times))


def _with_room(
    existing: Sequence[_Existing], runs: Sequence[Run], homes: Sequence[Whole], entry_of: Sequence[Whole]
) -> tuple[list[Doubles], _Required]:
    """Minutes to the nearest centre whose capacity is not known, and the centres of known capacity."""
    now = [np.full(len(home), np.inf) for home in homes]
    entries: dict[int, list[Whole]] = {}
    minutes: dict[int, list[Doubles]] = {}
    records = runs[0].world.centres.records
    for each, nearest, entry_at in zip(existing, now, entry_of, strict=True):
        first = int(entry_at.max(initial=-1)) + 1 - len(nearest)
        for row, home, way in zip(each.rows.tolist(), each.homes, each.minutes, strict=True):
            entry, is_entry = entry_at[home], entry_at[home] >= 0
            if np.isnan(records[row].capacity_per_year):
                np.minimum.at(nearest, entry[is_entry] - first, way[is_entry])
            else:
                entries.setdefault(row, []).append(entry[is_entry])
                minutes.setdefault(row, []).append(way[is_entry])
    rows = sorted(entries)
    return now, _Required(
        entries=tuple(np.concatenate(entries[row]) for row in rows),
        minutes=tuple(np.concatenate(minutes[row]) for row in rows),
        capacity=tuple(float(records[row].capacity_per_year) for row in rows),
    )


def _joined(parts: Sequence[npt.NDArray[np.float64] | npt.NDArray[np.int64]]) -> npt.NDArray[np.float64]:
    return np.concatenate([np.empty(0), *parts])
