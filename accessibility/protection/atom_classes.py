"""Classes of atoms: those that nothing told tells apart, over which programs are far smaller and just as exact."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from accessibility.highs import Floats

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reach:
    """Sums of atoms in terms of classes, each (sums, classes) of ones.

    People may change places within a class unseen. So a sum is at least the people of the classes that lie
    ``within`` it, at most those of the classes that it is ``touching``, and both can be.
    """

    within: sp.csr_array
    touching: sp.csr_array

    @classmethod
    def exactly(cls, sums: sp.csr_array) -> Reach:
        """Of sums whose every class lies within them."""
        return cls(within=sums, touching=sums)

    def some(self, which: Indices) -> Reach:
        """Of some of the sums."""
        return Reach(within=sp.csr_array(self.within[which]), touching=sp.csr_array(self.touching[which]))

    def first_of_each(self) -> tuple[Indices, Indices]:
        """The first of each set of sums that have the same reach, and of each sum the number of its set."""
        return first_of_each(sp.csr_array(sp.hstack([self.within, self.touching])))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AtomClasses:
    """Atoms in classes: ``number`` (atoms,) says in which; ``first`` (classes,) is the first atom of each."""

    number: Indices
    first: Indices

    @classmethod
    def of(cls, rows: sp.csr_array) -> AtomClasses:
        """The classes of atoms that are alike in all ``rows`` (rows, atoms) of ones."""
        first, number = first_of_each(sp.csr_array(rows.T))
        return cls(number=number, first=first)

    def people(self, atoms: npt.NDArray[np.generic]) -> Floats:
        """How many people are in each class."""
        sums = np.bincount(self.number, weights=atoms.astype(np.float64), minlength=len(self.first))
        return np.asarray(sums, dtype=np.float64)

    def rows(self, rows: sp.csr_array) -> sp.csr_array:
        """Rows that do not tell the atoms of a class apart, (rows, classes)."""
        return sp.csr_array(rows[:, self.first])

    def reach(self, sums: sp.csr_array) -> Reach:
        """What sums of atoms, (sums, atoms) of ones, can be."""
        atoms, classes = len(self.number), len(self.first)
        into = sp.csr_array((np.ones(atoms), (np.arange(atoms), self.number)), shape=(atoms, classes))
        touching = sp.csr_array(sums @ into)
        sizes = np.bincount(self.number, minlength=classes)
        within = touching.copy()
        within.data = (touching.data == sizes[touching.indices]).astype(np.float64)
        within.eliminate_zeros()
        touching.data[:] = 1.0
        return Reach(within=within, touching=touching)


def first_of_each(rows: sp.csr_array) -> tuple[Indices, Indices]:
    """The first of each set of equal rows of zeros and ones, and of each row the number of its set."""
    rows = sp.csr_array(rows)
    rows.sort_indices()
    numbers: dict[bytes, int] = {}
    ends = rows.indptr.tolist()
    group = np.array(
        [numbers.setdefault(rows.indices[start:end].tobytes(), len(numbers)) for start, end in pairwise(ends)],
        dtype=np.int64,
    )
    _, first = np.unique(group, return_index=True)
    return first, group
