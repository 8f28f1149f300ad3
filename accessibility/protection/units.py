"""Units: the fixed tree of places that figures of survivors are told for, from the whole down to its leaves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Units:
    """A tree of places: row 0 is the whole, each parent stands before its children, levels may differ in depth.

    ``parent`` is int64 (units,), -1 for row 0. ``people`` (units,) is everyone who lives there, NaN
    where unknown. ``merged_ids``: of each unit the ids of the areas that it was put together from, since
    they are too small to be told alone; empty for a unit that is an area itself. Children of a unit
    make it up whole: everyone of a unit is in just one of its children, if it has any.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    parent: npt.NDArray[np.int64]
    people: npt.NDArray[np.float64]
    merged_ids: tuple[tuple[str, ...], ...]

    @property
    def is_leaf(self) -> npt.NDArray[np.bool_]:
        """Of each unit whether it has no children."""
        has_children = np.zeros(len(self.parent), dtype=np.bool_)
        has_children[self.parent[1:]] = True
        return ~has_children

    @property
    def leaf_rows(self) -> npt.NDArray[np.int64]:
        """The rows of the leaves, in order: leaf number i is unit ``leaf_rows[i]``."""
        return np.flatnonzero(self.is_leaf)

    def children_of(self, row: int) -> npt.NDArray[np.int64]:
        """The rows of a unit's children, none for a leaf."""
        return np.flatnonzero(self.parent == row)

    def leaf_sums(self) -> sp.csr_array:
        """Which leaves make up each unit: (units, leaves) of ones."""
        rows, columns = [], []
        for column, leaf in enumerate(self.leaf_rows):
            row = int(leaf)
            while row >= 0:
                rows.append(row)
                columns.append(column)
                row = int(self.parent[row])
        shape = (len(self.parent), len(self.leaf_rows))
        return sp.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
