"""What changes ask of a search: checked against the country, and put into centres, clusters and roads."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from accessibility.live.changes import (
    AddCentre,
    Change,
    CloseCentre,
    MoveCentre,
    OpenRoad,
    Question,
    ReleaseHazard,
    UpgradeCentre,
    UpgradeRoad,
)
from accessibility.live.ground import LiveGround
from accessibility.live.picture import LiveCentre
from accessibility.live.world import LiveWorld
from accessibility.search import Sources, TravelNetwork, Trial
from geo.errors import InputError
from geo.hazards import HeldBlocks, blocks_left
from geo.layers import list_names, nearest_name

Ints = npt.NDArray[np.int64]
_FASTEST_KMH = 300.0
_RIGHT_ANGLE, _HALF_TURN = 90.0, 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Changes as a search takes them. ``closed_rows``: rows of centres that serve the question no more where they did.

    ``centres``: those of the country as they are then, in their rows, then the added ones by id.
    """

    trial: Trial
    centres: tuple[LiveCentre, ...]
    closed_rows: tuple[int, ...]


def sources_of(centres: Sequence[LiveCentre], pillar: str) -> Sources:
    """The centres of a pillar or service, by their rows."""
    rows = [row for row, centre in enumerate(centres) if pillar in centre.pillars and centre.cell >= 0]
    return Sources(cell=np.array([centres[row].cell for row in rows], np.int64), row=np.array(rows, np.int32))


def ask(  # noqa: PLR0913 - what is asked, and of what
    changes: Sequence[Change],
    *,
    question: Question,
    ground: LiveGround,
    world: LiveWorld,
    network: TravelNetwork,
    centres: tuple[LiveCentre, ...],
) -> Asked:
    """What the changes ask of a search. Raises InputError for one that cannot be made, and says which and why."""
    _check_once(changes)
    after = _centres_after(changes, ground, world, centres)
    closed = [
        row
        for row, (old, new) in enumerate(zip(centres, after, strict=False))
        if question.pillar in old.pillars
        and old.cell >= 0
        and (question.pillar not in new.pillars or new.cell != old.cell)
    ]
    released, left = _released(changes, ground, world, network, question)
    opened, vehicle_s = _roads(changes, world, network)
    trial = Trial(
        sources=sources_of(after, question.pillar), released=released, left=left, opened=opened, vehicle_s=vehicle_s
    )
    return Asked(trial=trial, centres=after, closed_rows=tuple(closed))


def _check_once(changes: Sequence[Change]) -> None:
    """No centre is changed twice, no area released and no road opened or upgraded twice."""
    named: list[str] = []
    for change in changes:
        match change:
            case AddCentre() | MoveCentre() | UpgradeCentre() | CloseCentre():
                named.append(f"centre {change.id}")
            case ReleaseHazard():
                named.append(f"area {change.area_id}")
            case OpenRoad() | UpgradeRoad():
                named.append(f"road {change.road_id} ({change.kind})")
            case _:
                raise InputError(f"{change!r} is no change of a live country; use one of accessibility.live.CHANGES")
    twice = [name for name, count in Counter(named).items() if count > 1]
    if twice:
        raise InputError(f"{list_names(twice)} is changed more than once; give one change for each")


def _centres_after(
    changes: Sequence[Change], ground: LiveGround, world: LiveWorld, centres: tuple[LiveCentre, ...]
) -> tuple[LiveCentre, ...]:
    row_of = {centre.id: row for row, centre in enumerate(centres)}
    after, added = list(centres), []
    for change in changes:
        match change:
            case AddCentre():
                if change.id in row_of or not change.id.strip():
                    raise InputError(f"centre {change.id!r} cannot be added: a centre has that id, or it is empty")
                pillars = _pillars(change.pillars, change.id, ground)
                cell = _cell(change.lon, change.lat, change.id, ground, world)
                added.append(
                    LiveCentre(
                        id=change.id,
                        name=change.id,
                        level="",
                        lon=change.lon,
                        lat=change.lat,
                        pillars=pillars,
                        on_upgrade=(),
                        is_sensitive=False,
                        cell=cell,
                    )
                )
            case MoveCentre():
                row = _row(change.id, row_of)
                cell = _cell(change.lon, change.lat, change.id, ground, world)
                after[row] = replace(centres[row], lon=change.lon, lat=change.lat, cell=cell)
            case UpgradeCentre():
                row = _row(change.id, row_of)
                more = _pillars(change.pillars, change.id, ground)
                offered = [*centres[row].pillars, *more]
                offered += [service for service, pillar in centres[row].on_upgrade if pillar in offered]
                after[row] = replace(centres[row], pillars=tuple(dict.fromkeys(offered)))
            case CloseCentre():
                row = _row(change.id, row_of)
                after[row] = replace(centres[row], pillars=())
            case _:
                pass
    return (*after, *sorted(added, key=lambda centre: centre.id))


def _row(identity: str, row_of: dict[str, int]) -> int:
    if identity not in row_of:
        near = nearest_name(identity, list(row_of))
        raise InputError(
            f"there is no centre {identity!r}" + (f"; did you mean {near!r}?" if near else "; name one of the base")
        )
    return row_of[identity]


def _pillars(pillars: Sequence[str], identity: str, ground: LiveGround) -> tuple[str, ...]:
    unknown = [pillar for pillar in pillars if pillar not in ground.pillars]
    if unknown or not pillars:
        what = f"{list_names(list(map(repr, unknown)))}, which the study does not know" if unknown else "nothing"
        raise InputError(f"centre {identity!r} would offer {what}; use some of {', '.join(ground.pillars)}")
    return tuple(dict.fromkeys(pillars))


def _cell(lon: float, lat: float, identity: str, ground: LiveGround, world: LiveWorld) -> int:
    """The cell from which a place counts, as for a centre of the study."""
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= _HALF_TURN and abs(lat) <= _RIGHT_ANGLE):
        raise InputError(
            f"centre {identity!r}: lon {lon:g} and lat {lat:g} are no place on earth; give degrees, -180 to 180 and "
            "-90 to 90"
        )
    x, y = ground.grid.from_lon_lat([lon], [lat])
    own = int(ground.grid.cell_at(x, y)[0])
    if own >= 0 and world.land.is_passable.ravel()[own]:
        return own
    cell = int(world.nearest_passable.of(x, y, within_m=ground.adopt_within_m)[0][0])
    if cell < 0:
        has_data = own >= 0 and bool(world.land.has_data.ravel()[own])
        where = "outside the grid" if own < 0 else "on a barrier" if has_data else "where there is no land data"
        raise InputError(
            f"centre {identity!r} at lon {lon:g}, lat {lat:g} lies {where}, with no passable cell within "
            f"{ground.adopt_within_m:g} m; choose another place"
        )
    return cell


def _released(
    changes: Sequence[Change], ground: LiveGround, world: LiveWorld, network: TravelNetwork, question: Question
) -> tuple[frozenset[int], HeldBlocks | None]:
    named = [change.area_id for change in changes if isinstance(change, ReleaseHazard)]
    hazards = network.hazards
    if not named:
        return frozenset(), None
    if not question.has_hazards or hazards is None:
        raise InputError("the question is asked without hazards, so none can be released; ask the one with hazards")
    blocking = [area.id for area in ground.hazard_areas if area.policy == "block"]
    for identity in named:
        others = [area for area in ground.hazard_areas if area.id == identity]
        if not others:
            near = nearest_name(identity, blocking)
            raise InputError(
                f"there is no open hazard area {identity!r}"
                + (f"; did you mean {near!r}?" if near else "")
                + ("" if near else "; name one that is open in the base")
            )
        if any(area.policy != "block" for area in others):
            raise InputError(
                f"hazard area {identity!r} blocks nobody (its policy is {others[0].policy}); what releasing it gives "
                "takes a scenario of the study"
            )
    gone = {row for row, identity in enumerate(blocking) if identity in named}
    clusters = sorted({int(hazards.cluster[row]) for row in gone})
    stay = [row for row in np.flatnonzero(np.isin(hazards.cluster, clusters)).tolist() if row not in gone]
    if not stay:
        return frozenset(clusters), None
    left = blocks_left(
        ground.grid,
        network.roads,
        hazards,
        clusters=clusters,
        shapes=[ground.hazard_shapes[row] for row in stay],
        rule=world.road_rule,
        arc_bounds=None if world.road_rule.policy == "open" else world.arc_bounds,
    )
    return frozenset(clusters), left


def _roads(changes: Sequence[Change], world: LiveWorld, network: TravelNetwork) -> tuple[Ints, dict[int, float]]:
    opened: list[Ints] = [np.empty(0, np.int64)]
    vehicle_s: dict[int, float] = {}
    for change in changes:
        match change:
            case OpenRoad():
                arcs = _arcs_of(change.road_id, world, network)
                is_shut = network.roads.is_closed[arcs]
                if network.hazards is not None:
                    is_shut = is_shut | network.hazards.is_arc_cut[arcs]
                if not is_shut.any():
                    raise InputError(
                        f"road {change.road_id} is neither closed nor cut by hazards; upgrade it with a speed instead"
                    )
                opened.append(arcs)
            case UpgradeRoad():
                vehicle_s |= _quicker(change, world, network)
            case _:
                pass
    return np.unique(np.concatenate(opened)), vehicle_s


def _arcs_of(road_id: int, world: LiveWorld, network: TravelNetwork) -> Ints:
    links = np.flatnonzero(world.links()[0] == road_id)
    arcs = np.flatnonzero(np.isin(network.roads.arc_link, links)) if len(links) else links
    if not len(arcs):
        raise InputError(f"there is no road {road_id}; name one by its id in the source of the roads")
    return np.asarray(arcs, np.int64)


def _quicker(change: UpgradeRoad, world: LiveWorld, network: TravelNetwork) -> dict[int, float]:
    """The times of the road's arcs that become quicker."""
    speed = change.speed_kmh
    if not 0 < speed <= _FASTEST_KMH:
        raise InputError(
            f"road {change.road_id}: {speed:g} km/h is no speed of a road; give one above 0, up to {_FASTEST_KMH:g}"
        )
    roads, arcs = network.roads, _arcs_of(change.road_id, world, network)
    _, forward_kmh, backward_kmh = world.links()
    link = roads.arc_link[arcs]
    is_forward = arcs < len(roads.arc_from) // 2  # all arcs along the links stand before those against them
    now_kmh = np.where(is_forward, forward_kmh[link], backward_kmh[link])
    is_slower = np.isfinite(roads.vehicle_s[arcs]) & (now_kmh < speed)
    if not is_slower.any():
        passed = now_kmh[np.isfinite(roads.vehicle_s[arcs])]
        why = f"vehicles go at {passed.max():g} km/h there" if len(passed) else "no vehicle of these people goes there"
        raise InputError(
            f"road {change.road_id} does not become quicker at {speed:g} km/h: {why}; give a higher speed, or lay "
            "the road in a scenario of the study"
        )
    quicker = roads.vehicle_s[arcs] * (now_kmh / speed)
    return {int(arc): float(time) for arc, time in zip(arcs[is_slower], quicker[is_slower], strict=True)}
