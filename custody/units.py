"""The places that survivors are told by: the study's areas, or nested square cells; never a place of few people.

Both are laid from public things alone, the areas and the population; no survivor has a part in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
from pyproj import Transformer

from accessibility.need import ALL_ID, ALL_NAME, OUTSIDE_ID, OUTSIDE_NAME
from accessibility.protection import Units
from custody.release_ground import ReleaseGround

EQUAL_AREA: Final = 6933  # EPSG: cylindrical equal area on WGS 84; the cells' origin is its own
_LARGEST_CELL_KM: Final = 10_000
_NAMED: Final = 3  # places in the name of a merged unit; the rest are a number
_LONGEST_ID: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnitsOnGrid:
    """Units, and which leaf each cell of the grid lies in.

    ``leaf``: int64, shape of the grid, numbered as ``units.leaf_rows``; -1 where no unit reaches.
    ``leaf_of_area``: for each area the leaf that it lies in whole, and one more for outside all areas
    (-1 if there is none); None where units are cells.
    """

    kind: str
    units: Units
    leaf: npt.NDArray[np.int64]
    leaf_of_area: npt.NDArray[np.int64] | None


@dataclass(slots=True, kw_only=True, eq=False)
class _Place:
    """A place while the tree is made. ``members`` are the rows of its parts, ``parts`` their ids and names."""

    id: str
    name: str
    people: float
    members: list[int] = field(default_factory=list)
    parts: list[tuple[str, str]] = field(default_factory=list)
    children: list[_Place] = field(default_factory=list)
    is_merged: bool = False

    def leaves(self) -> Iterator[_Place]:
        """The places at the end of its branches, itself if it has none."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


def area_units(ground: ReleaseGround, *, least_people: float) -> UnitsOnGrid:
    """The areas of a study under their parents, if the study names any, under the whole.

    Areas in which fewer than ``least_people`` live are put together with each other inside their parent, and
    with its smallest other area if they still are too few. Where nobody lives outside all areas, there is no
    unit for it.
    """
    count = len(ground.area_ids)
    zone = np.where(ground.zone < 0, count, ground.zone).ravel()
    people = np.bincount(zone, weights=ground.people.ravel(), minlength=count + 1)
    whole = _Place(id=ALL_ID, name=ALL_NAME, people=float(people.sum()))
    parents = ground.area_parents or ground.area_ids
    groups: dict[str, list[int]] = {}
    for row, parent in enumerate(parents):
        groups.setdefault(parent, []).append(row)
    taken = {*ground.area_ids, ALL_ID, OUTSIDE_ID}
    for parent, rows in groups.items():
        leaves = [_leaf(row, ground.area_ids[row], ground.area_names[row], float(people[row])) for row in rows]
        if len(leaves) == 1:
            whole.children += leaves
            continue
        identity = parent if parent not in taken else f"parent {parent}"
        inside = sum(leaf.people for leaf in leaves)
        whole.children.append(_Place(id=identity, name=parent, people=inside, children=leaves))
    if people[count] > 0:
        whole.children.append(_leaf(count, OUTSIDE_ID, OUTSIDE_NAME, float(people[count])))
    units, leaf_of_member = _units_of(whole, count + 1, least_people=least_people)
    return UnitsOnGrid(
        kind="areas", units=units, leaf=leaf_of_member[zone].reshape(ground.grid.shape), leaf_of_area=leaf_of_member
    )


def cell_units(ground: ReleaseGround, *, size_km: int, least_people: float) -> UnitsOnGrid:
    """Square cells of an equal-area projection, each in one of twice its side, up to the whole.

    The origin is the projection's own, so that the cells of all studies and all days are the same. Cells with
    fewer than ``least_people`` people are put together with others of the next larger cell.
    """
    leaf_keys, member = _cells_at(ground, size_km)
    people = np.bincount(member.ravel()[member.ravel() >= 0], weights=ground.people.ravel()[member.ravel() >= 0])
    level = {
        key: _leaf(row, _cell_id(key, size_km), _cell_name(key, size_km), float(people[row]))
        for row, key in enumerate(leaf_keys)
    }
    side_km = size_km
    while len(level) > 1 and side_km < _LARGEST_CELL_KM:
        side_km *= 2
        groups: dict[tuple[int, int], list[_Place]] = {}
        for (east, north), place in level.items():
            groups.setdefault((east // 2, north // 2), []).append(place)
        level = {key: _over(key, side_km, places) for key, places in groups.items()}
    whole = _Place(id=ALL_ID, name=ALL_NAME, people=float(people.sum()), children=list(level.values()))
    units, leaf_of_member = _units_of(whole, len(leaf_keys), least_people=least_people)
    leaf = np.where(member >= 0, leaf_of_member[np.maximum(member, 0)], -1)
    return UnitsOnGrid(kind=f"cells-{size_km}km", units=units, leaf=leaf, leaf_of_area=None)


def _leaf(row: int, identity: str, name: str, people: float) -> _Place:
    return _Place(id=identity, name=name, people=people, members=[row], parts=[(identity, name)])


def _over(key: tuple[int, int], side_km: int, places: list[_Place]) -> _Place:
    """The larger cell over some; one alone stays as it is, for the larger one would hold nobody else."""
    if len(places) == 1:
        return places[0]
    people = sum(place.people for place in places)
    return _Place(id=_cell_id(key, side_km), name=_cell_name(key, side_km), people=people, children=places)


def _cells_at(ground: ReleaseGround, size_km: int) -> tuple[list[tuple[int, int]], npt.NDArray[np.int64]]:
    """The square cells in which anybody lives, from south to north and west to east, and the one of each grid cell.

    The second is the number of the square cell, shape of the grid, -1 where it holds nobody at all.
    """
    grid = ground.grid
    transformer = Transformer.from_crs(grid.crs, EQUAL_AREA, always_xy=True)
    x, y = transformer.transform(*np.meshgrid(grid.centre_x, grid.centre_y))
    keys = np.stack([np.floor(np.asarray(y) / (1000 * size_km)), np.floor(np.asarray(x) / (1000 * size_km))], axis=-1)
    flat = keys.reshape(-1, 2).astype(np.int64)
    found, number = np.unique(flat, axis=0, return_inverse=True)
    is_home = np.bincount(number.ravel(), weights=ground.people.ravel(), minlength=len(found)) > 0
    kept = np.where(is_home, np.cumsum(is_home) - 1, -1)
    named = [(int(east), int(north)) for north, east in found[is_home]]
    return named, kept[number.ravel()].reshape(grid.shape).astype(np.int64)


def _cell_id(key: tuple[int, int], side_km: int) -> str:
    return f"{side_km}kmE{key[0]}N{key[1]}"


def _cell_name(key: tuple[int, int], side_km: int) -> str:
    return f"{side_km} km cell E {key[0]}, N {key[1]}"


def _units_of(whole: _Place, member_count: int, *, least_people: float) -> tuple[Units, npt.NDArray[np.int64]]:
    """The units of a tree after small places are merged, and the leaf of each member, -1 for none."""
    _splice_only(whole)
    _merge_small(whole, least_people)
    _splice_only(whole)
    places: list[_Place] = []
    parent: list[int] = []

    def walk(place: _Place, above: int) -> None:
        row = len(places)
        places.append(place)
        parent.append(above)
        for child in place.children:
            walk(child, row)

    walk(whole, -1)
    units = Units(
        ids=tuple(place.id for place in places),
        names=tuple(place.name for place in places),
        parent=np.array(parent, dtype=np.int64),
        people=np.array([place.people for place in places], dtype=np.float64),
        merged_ids=tuple(tuple(part for part, _ in place.parts) if place.is_merged else () for place in places),
    )
    leaf_of_member = np.full(member_count, -1, dtype=np.int64)
    for number, row in enumerate(units.leaf_rows):
        leaf_of_member[places[row].members] = number
    return units, leaf_of_member


def _merge_small(place: _Place, least_people: float) -> None:
    """Put together the children with too few people, from the ends of the branches up."""
    for child in place.children:
        _merge_small(child, least_people)
        if child.people < least_people and child.children:
            _fold(child)
    small = [child for child in place.children if child.people < least_people]
    if not small:
        return
    if len(small) == len(place.children):
        _fold(place)
        return
    group = list(small)
    others = sorted((child for child in place.children if child not in small and not child.children), key=_size)
    while sum(child.people for child in group) < least_people and others:
        group.append(others.pop(0))
    if sum(child.people for child in group) < least_people:
        _give(group, place)
    else:
        _join(group, place)
    _splice_only(place)


def _size(place: _Place) -> float:
    return place.people


def _join(group: Sequence[_Place], place: _Place) -> None:
    """Make one child of several, at the place of the first."""
    ordered = [child for child in place.children if child in group]
    joined = _Place(id="", name="", people=sum(child.people for child in ordered), is_merged=True)
    for child in ordered:
        joined.members += child.members
        joined.parts += child.parts
    _name_by_parts(joined)
    place.children = [
        joined if child is ordered[0] else child
        for child in place.children
        if child is ordered[0] or child not in group
    ]


def _give(group: Sequence[_Place], place: _Place) -> None:
    """Put the children of a group, which have no small sister, into the smallest place below the smallest other."""
    above = [place]
    host = min((child for child in place.children if child not in group), key=_size)
    while host.children:
        above.append(host)
        host = min(host.children, key=_size)
    place.children = [child for child in place.children if child not in group]
    for child in group:
        for over in (*above[1:], host):
            over.people += child.people
        host.members += child.members
        host.parts += child.parts
    host.is_merged = True
    _name_by_parts(host)


def _fold(place: _Place) -> None:
    """Make a place without children of one with them; it keeps its id and its name."""
    for leaf in place.leaves():
        place.members += leaf.members
        place.parts += leaf.parts
    place.children, place.is_merged = [], len(place.parts) > 1


def _splice_only(place: _Place) -> None:
    """Leave out an only child: the children's children are the place's own."""
    if len(place.children) != 1:
        return
    if place.children[0].children:
        place.children = place.children[0].children
    else:
        _fold(place)


def _name_by_parts(place: _Place) -> None:
    """Name a place that is put together by its parts; ids are cut to a hash of all where they get long."""
    ids, names = [part for part, _ in place.parts], [name for _, name in place.parts]
    identity = "+".join(ids)
    if len(identity) > _LONGEST_ID:
        identity = f"merged-{hashlib.sha256(repr(ids).encode()).hexdigest()[:12]}"
    place.id = identity
    if len(names) <= _NAMED:
        place.name = f"{', '.join(names[:-1])} and {names[-1]}"
    else:
        place.name = f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
