"""Counting: from placed records to the table of one pillar, whose cells are still to be protected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.protection import CountTable, Dimension, Units
from custody.placing import PLACE_UNKNOWN_BAND, PLACED, HomeBands, Placement, band_names
from custody.records import SurvivorRecord
from custody.vocabulary import VOCABULARY

SEX: Final = "sex"
AGE_BAND: Final = "age_band"
MINUTES_BAND: Final = "minutes_band"
DIMENSIONS: Final = (SEX, AGE_BAND, MINUTES_BAND)
NOT_COUNTED: Final = -1

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Counted:
    """The people in need of one pillar, counted. Printing it tells nothing.

    ``atom``: int64, of each record the number of its atom in the table's counts in C order, NOT_COUNTED for
    who has no such need or no place. ``is_diverse``: bool cube, whether the people of a cell have enough
    different sets of needs. ``residents``: float64, of a shape that broadcasts to the cube, how many people of
    all kinds live in each cell; for all to see.
    """

    table: CountTable
    atom: Ints
    is_diverse: npt.NDArray[np.bool_]
    residents: npt.NDArray[np.float64]

    @property
    def is_hidden_among_others(self) -> npt.NDArray[np.bool_]:
        """Of each cell whether at least half of those who live there are not counted in it."""
        return np.asarray(2 * self.table.cells() <= self.residents, dtype=np.bool_)

    def __repr__(self) -> str:
        return "Counted(...)"


def dimensions_of(names: Sequence[str], bands_minutes: Sequence[float], *, has_place_unknown: bool) -> list[Dimension]:
    """The dimensions of these names, in the order of DIMENSIONS, with their categories."""
    bands = (*band_names(bands_minutes), *((PLACE_UNKNOWN_BAND,) if has_place_unknown else ()))
    categories = {SEX: VOCABULARY[SEX], AGE_BAND: VOCABULARY[AGE_BAND], MINUTES_BAND: bands}
    return [Dimension(name=name, categories=categories[name]) for name in DIMENSIONS if name in names]


def count_records(  # noqa: PLR0913 - who is counted, where, by what
    records: Sequence[SurvivorRecord],
    placement: Placement,
    homes: HomeBands,
    *,
    pillar: str,
    units: Units,
    dimensions: Sequence[Dimension],
    shows: Sequence[frozenset[str]],
    least_needs: int,
) -> Counted:
    """The table of everyone who is placed and needs the pillar."""
    shape = (len(units.leaf_rows), *(len(dimension.categories) for dimension in dimensions))
    is_in = (placement.fate == PLACED) & np.array([record.needs(pillar) for record in records], dtype=np.bool_)
    members = np.flatnonzero(is_in)
    those = [records[row] for row in members.tolist()]
    places = [placement.leaf[members]]
    for dimension in dimensions:
        if dimension.name == MINUTES_BAND:
            places.append(placement.band[members])
        else:
            values = [getattr(record, dimension.name) for record in those]
            places.append(np.array([dimension.categories.index(value) for value in values], dtype=np.int64))
    atom = np.full(len(records), NOT_COUNTED, dtype=np.int64)
    atom[members] = np.ravel_multi_index(tuple(places), shape)
    table = CountTable(
        units=units,
        dimensions=tuple(dimensions),
        counts=_counts(atom[members], shape),
        is_possible=_is_possible(homes, dimensions, shape),
        shows=tuple(shows),
    )
    needs = [record.need_pillars for record in those]
    return Counted(
        table=table,
        atom=atom,
        is_diverse=_is_diverse(table, atom[members], needs, least_needs=least_needs),
        residents=_residents(homes, units, dimensions),
    )


def core_counts(counted: Counted, earlier: Sequence[Ints]) -> Ints:
    """The counts of the people who stand in each earlier release in the very atom in which they stand now.

    ``earlier``: for each earlier release the atom of each record there, NOT_COUNTED for who was not in it.
    """
    is_core = counted.atom != NOT_COUNTED
    for atom in earlier:
        is_core &= atom == counted.atom
    return _counts(counted.atom[is_core], counted.table.counts.shape)


def _counts(atom: Ints, shape: tuple[int, ...]) -> Ints:
    return np.bincount(atom, minlength=int(np.prod(shape))).reshape(shape).astype(np.int64)


def _is_possible(homes: HomeBands, dimensions: Sequence[Dimension], shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    """Where anybody can be, for all to see: by the population. Who is known by area alone can be in any unit."""
    is_possible = np.ones(shape, dtype=np.bool_)
    for axis, dimension in enumerate(dimensions, start=1):
        if dimension.name != MINUTES_BAND:
            continue
        is_home = homes.is_home
        extra = len(dimension.categories) - is_home.shape[1]
        is_home = np.concatenate([is_home, np.ones((len(is_home), extra), dtype=np.bool_)], axis=1)
        place = [1] * len(shape)
        place[0], place[axis] = shape[0], shape[axis]
        is_possible &= is_home.reshape(place)
    return is_possible


def _residents(homes: HomeBands, units: Units, dimensions: Sequence[Dimension]) -> npt.NDArray[np.float64]:
    """The people of each unit and band, of all sexes and ages; in PLACE_UNKNOWN_BAND all of the unit."""
    by_unit = np.asarray(units.leaf_sums() @ homes.people)
    everyone = by_unit.sum(axis=1, keepdims=True)
    columns = everyone
    if MINUTES_BAND in {dimension.name for dimension in dimensions}:
        [band] = [dimension for dimension in dimensions if dimension.name == MINUTES_BAND]
        unknown = np.repeat(everyone, len(band.categories) - by_unit.shape[1], axis=1)
        columns = np.concatenate([by_unit, unknown, everyone], axis=1)
    shape = [-1 if dimension.name == MINUTES_BAND else 1 for dimension in dimensions]
    return np.asarray(columns.reshape(len(columns), *(columns.shape[1] if size == -1 else 1 for size in shape)))


def _is_diverse(
    table: CountTable, atom: Ints, needs: Sequence[tuple[str, ...]], *, least_needs: int
) -> npt.NDArray[np.bool_]:
    """Whether each cell's people have at least so many different sets of needs."""
    distinct = {pillars: number for number, pillars in enumerate(sorted(set(needs)))}
    number = np.array([distinct[pillars] for pillars in needs], dtype=np.int64)
    found = np.zeros(table.cube_shape, dtype=np.int64)
    for each in range(len(distinct)):
        found += np.asarray(table.cube_of(_counts(atom[number == each], table.counts.shape))) > 0
    return np.asarray(found >= least_needs, dtype=np.bool_)
