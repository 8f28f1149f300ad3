"""Counts of people by place and by what they are, with every margin: the cube that protection works on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import combinations, product
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from accessibility.protection.units import Units

ALL: Final = "all"  # the last category of each dimension of a cube: everyone

Cube = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One thing by which people are told apart, such as sex; everyone is in just one of its categories."""

    name: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountTable:
    """How many people there are in each leaf of the units and each combination of categories: the atoms.

    ``counts`` is int64 (leaves, categories of the first dimension, of the second, ...). ``is_possible``,
    of the same shape, says where an outsider must reckon with somebody; what is impossible for all to
    see, such as a band of minutes in which nobody of an area lives, holds nobody and is no secret.
    ``shows`` names the margins that are wanted, each by its dimensions; a margin's own margins are
    wanted with it, and that of units alone always is.

    A *cube* is an array (units, categories + 1, ...): one value for each cell, the last category of
    each dimension being ALL.
    """

    units: Units
    dimensions: tuple[Dimension, ...]
    counts: Cube
    is_possible: Mask
    shows: tuple[frozenset[str], ...]

    @property
    def cube_shape(self) -> tuple[int, ...]:
        """The shape of a cube of this table."""
        return (len(self.units.ids), *(len(dimension.categories) + 1 for dimension in self.dimensions))

    def margin_sums(self) -> sp.csr_array:
        """Which atoms make up each cell: (cells, atoms) of ones, both in C order."""
        parts = [self.units.leaf_sums()]
        for dimension in self.dimensions:
            size = len(dimension.categories)
            parts.append(sp.csr_array(sp.vstack([sp.eye_array(size), np.ones((1, size))])))
        return sp.csr_array(reduce(lambda one, other: sp.kron(one, other, format="csr"), parts))

    def cube_of(self, atoms: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
        """The sums of an array of atoms as a cube."""
        cube = atoms
        for axis in range(1, atoms.ndim):
            cube = np.concatenate([cube, cube.sum(axis=axis, keepdims=True)], axis=axis)
        whole = np.zeros((len(self.units.ids), *cube.shape[1:]), dtype=cube.dtype)
        whole[self.units.leaf_rows] = cube
        for row in range(len(self.units.ids) - 1, 0, -1):  # parents stand before their children
            whole[self.units.parent[row]] += whole[row]
        return whole

    def cells(self) -> Cube:
        """The true count of every cell."""
        return np.asarray(self.cube_of(self.counts), dtype=np.int64)

    def is_possible_cell(self) -> Mask:
        """Of each cell whether an outsider must reckon with somebody there."""
        return np.asarray(self.cube_of(self.is_possible.astype(np.int64)), dtype=np.int64) > 0

    def is_wanted(self) -> Mask:
        """Of each cell whether it is in a margin that the table is to show."""
        names = [dimension.name for dimension in self.dimensions]
        wanted = {
            frozenset(part)
            for margin in (frozenset[str](), *self.shows)
            for size in range(len(margin) + 1)
            for part in combinations(sorted(margin), size)
        }
        mask = np.zeros(self.cube_shape, dtype=np.bool_)
        for is_told in product((False, True), repeat=len(names)):
            if frozenset(name for name, told in zip(names, is_told, strict=True) if told) in wanted:
                place = tuple(slice(0, -1) if told else slice(-1, None) for told in is_told)
                mask[(slice(None), *place)] = True
        return mask
