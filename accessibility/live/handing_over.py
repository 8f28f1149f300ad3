"""Handing a what-if over to a study: its changes as a scenario of the study file, and what no scenario can say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from accessibility.live.changes import (
    AddCentre,
    Change,
    CloseCentre,
    MoveCentre,
    OpenRoad,
    ReleaseHazard,
    UpgradeCentre,
    UpgradeRoad,
)
from accessibility.live.picture import LiveCentre
from accessibility.need import PILLAR_SEPARATOR
from geo.errors import InputError

_PILLARS: Final = "pillars"
_ROW: Final = "row "


@dataclass(frozen=True, slots=True, kw_only=True)
class CentresColumns:
    """How the layers of centres of a study are read: its table ``[centres]``, as a release tells it.

    ``services``: the pillar of each service. ``further``: columns that the table names beside these; a layer of added
    centres must have them too.
    """

    id: str | None
    name: str | None
    pillar: str | None
    pillars: tuple[str, ...] | None
    level: str | None
    further: tuple[str, ...]
    services: Mapping[str, str]

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> CentresColumns:
        """From the parameters of a release's manifest."""
        table = parameters["centres"]
        columns = (table.get("sensitive"), *(table.get("columns") or {}).values())
        listed = table.get("pillars")
        return cls(
            **{key: table.get(key) for key in ("id", "name", "pillar", "level")},
            pillars=None if listed is None else tuple(listed),
            further=tuple(column for column in columns if column),
            services={each["name"]: each["pillar"] for each in parameters.get("services") or ()},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """How a scenario is called, and the file of the centres that it adds."""

    name: str
    title: str
    layer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """``scenario``: a table ``[[scenarios]]`` of a study file, None where no change can be said in one.

    ``added_centres``: the GeoJSON of the centres that it adds, None without any. ``told``: what was put in other words
    than it was asked. ``left_out``: the changes that no scenario can say, in words.
    """

    scenario: Mapping[str, Any] | None
    added_centres: Mapping[str, Any] | None
    told: tuple[str, ...]
    left_out: tuple[str, ...]


def hand_over(
    changes: Sequence[Change],
    centres: Sequence[LiveCentre],
    columns: CentresColumns,
    *,
    naming: Naming,
) -> HandOver:
    """The changes of a what-if as a scenario. ``centres``: those of its picture.

    A centre that moves is closed where it was and added where it is then, under an id of its own. Raises InputError
    where nothing is changed.
    """
    if not changes:
        raise InputError("the what-if changes nothing, so there is nothing to hand over; change something first")
    by_id = {centre.id: centre for centre in centres}
    moved = {each.id: _own_id(f"{each.id}-moved", by_id) for each in changes if isinstance(each, MoveCentre)}
    told = [
        f"centre {was} moves: it is closed where it was, and added as {then} where it is then"
        for was, then in moved.items()
    ]
    added = [
        (moved.get(each.id, each.id), by_id[each.id]) for each in changes if isinstance(each, AddCentre | MoveCentre)
    ]
    pillars = {each.id: list(by_id[each.id].pillars) for each in changes if isinstance(each, UpgradeCentre)}
    for row, (identity, centre) in enumerate(added, 1):
        read_as = identity if columns.id is not None else f"{naming.name}-{row}"
        if read_as != identity:
            told.append(f"the study names no column of ids: the added centre {identity} is called {read_as}")
        if list(centre.pillars) != _read_of(centre, columns):
            pillars[read_as] = list(centre.pillars)
    left_out = {id(each): why for each in changes if (why := _unsaid(each)) is not None}
    scenario: dict[str, Any] = {
        "released": [each.area_id for each in changes if isinstance(each, ReleaseHazard) and id(each) not in left_out],
        "closed_centres": [each.id for each in changes if isinstance(each, CloseCentre | MoveCentre)],
        "added_centres": naming.layer if added else None,
        "centre_pillars": pillars,
    }
    told_keys = {key: value for key, value in scenario.items() if value}
    features = [_feature(centre, identity, columns) for identity, centre in added]
    return HandOver(
        scenario={"name": naming.name, "title": naming.title, **told_keys} if told_keys else None,
        added_centres={"type": "FeatureCollection", "features": features} if features else None,
        told=tuple(told),
        left_out=tuple(left_out.values()),
    )


def _unsaid(change: Change) -> str | None:
    """What no scenario can say of a change, and what to do instead; None if one can."""
    match change:
        case ReleaseHazard() if change.area_id.startswith(_ROW):
            return (
                f"release hazard area {change.area_id}: it has no id in its source by which a scenario could name it; "
                "give it one"
            )
        case OpenRoad():
            return (
                f"open road {change.road_id}: a scenario closes roads and opens none; change the layer of roads, of "
                "hazards or of roads in use"
            )
        case UpgradeRoad():
            return (
                f"upgrade road {change.road_id} to {change.speed_kmh:g} km/h: a scenario has no speeds of single "
                "roads; write its maxspeed or class into the layer of roads"
            )
        case _:
            return None


def _own_id(wanted: str, known: Mapping[str, object]) -> str:
    """An id that no centre has."""
    found, number = wanted, 2
    while found in known:
        found, number = f"{wanted}-{number}", number + 1
    return found


def _plain(centre: LiveCentre, columns: CentresColumns) -> list[str]:
    """The pillars of a centre as a layer can have them: without services, of which each stands for its pillar."""
    return list(dict.fromkeys(columns.services.get(pillar, pillar) for pillar in centre.pillars))


def _read_of(centre: LiveCentre, columns: CentresColumns) -> list[str]:
    """What a study reads of a centre in the layer."""
    return list(columns.pillars) if columns.pillars is not None else _plain(centre, columns)


def _feature(centre: LiveCentre, identity: str, columns: CentresColumns) -> dict[str, Any]:
    values: dict[str, Any] = dict.fromkeys(columns.further)
    if columns.pillars is None:
        values[columns.pillar or _PILLARS] = PILLAR_SEPARATOR.join(_plain(centre, columns))
    name = centre.name if centre.name != centre.id else identity
    own = {columns.id: identity, columns.name: name, columns.level: centre.level or None}
    values |= {column: value for column, value in own.items() if column is not None}
    return {
        "type": "Feature",
        "properties": values,
        "geometry": {"type": "Point", "coordinates": [centre.lon, centre.lat]},
    }
