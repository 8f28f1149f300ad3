"""Splits: what a leaf can show beyond its total, told from its pool in closed form.

A leaf that shows nested sums, none cutting across another, splits its people into *classes*: each shown sum
less the shown sums inside it. An outsider knows how many are in each class, and anybody of a class may
have changed places with anybody of it in the pool. So of a cell that the leaf hides

    high = sum over classes c of min(people of c, people of the cell and c in leaf and pool together)
    low  = sum over classes c of max(0, people of c - people of c outside the cell in both together)

in each table that the pool itself may turn into. Where some kinds of people are impossible in some leaves,
every class may change places within its kinds, and one of them across kinds as Hall's theorem allows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from accessibility.highs import Floats
from accessibility.protection.cube import Mask
from accessibility.protection.pool import Pool

_TOLERANCE: Final = 1e-6


class Splits:
    """The classes of one leaf, and the range that is proven of each of its cells."""

    def __init__(self, pool: Pool, people: Floats, own: Floats, is_possible: Mask, margins: Floats) -> None:
        """``people`` (tables, atoms): the pool's in each table it may turn into; ``own`` (atoms,): the leaf's."""
        self._pool, self._margins = pool, margins
        movable = np.where(pool.can_hold & is_possible, own, 0.0)
        self._stays = margins @ (own - movable)
        self._own = movable
        self._both = np.maximum(people, 0.0) + movable
        self._held = np.where(is_possible, self._both, 0.0)  # what the leaf may hold at most
        self._kinds = pool.kinds
        self.classes: list[Mask] = [is_possible.copy()]
        self._ranges = [self._within(self.classes[0])]

    def _within(self, atoms: Mask) -> tuple[Floats, Floats]:
        """The range of each cell's part of a class in each table, if each kind keeps its number: (tables, cells)."""
        low = np.zeros((len(self._held), len(self._margins)))
        high = np.zeros_like(low)
        for kind in self._kinds:
            part = atoms & (kind > 0)
            total = float(self._own[part].sum())
            if total == 0.0:
                continue
            held = self._held[:, part]
            inside = held @ self._margins[:, part].T
            high += np.minimum(total, inside)
            low += np.maximum(0.0, total - (held.sum(axis=1)[:, None] - inside))
        return low, high

    def _across(self, atoms: Mask, table: int) -> tuple[Floats, Floats] | None:
        """The same in one table where kinds may change their numbers, for this class alone."""
        kinds, held = self._kinds, np.where(atoms, self._held[table], 0.0)
        total = float(self._own[atoms].sum())
        others = kinds @ (self._both[table] - self._own)
        own = kinds @ np.where(atoms, self._own, 0.0)
        return self._pool.range_of(total, others + own, held, self._margins)

    def split(self, cells: Sequence[int]) -> Splits | None:
        """The same leaf showing these cells as well; None if one cuts across what is shown."""
        other = object.__new__(Splits)
        for name in ("_pool", "_margins", "_stays", "_own", "_both", "_held", "_kinds"):
            setattr(other, name, getattr(self, name))
        other.classes, other._ranges = list(self.classes), list(self._ranges)
        for cell in cells:
            atoms = (self._margins[cell] > 0) & self._possible()
            place = next((at for at, each in enumerate(other.classes) if (each & atoms).any()), None)
            if place is None or (atoms & ~other.classes[place]).any():
                return None
            rest = other.classes[place] & ~atoms
            if not rest.any():
                continue
            parts = [atoms, rest]
            other.classes[place : place + 1] = parts
            other._ranges[place : place + 1] = [self._within(part) for part in parts]
        return other

    def _possible(self) -> Mask:
        return np.asarray(np.logical_or.reduce(self.classes), dtype=np.bool_)

    def ranges(self, is_open: Mask, is_enough: Callable[[Floats, Floats], Mask]) -> tuple[Floats, Floats]:
        """The range of each cell over all tables; kinds change their numbers only while an open cell is not enough."""
        lows = np.sum([low for low, _ in self._ranges], axis=0)
        highs = np.sum([high for _, high in self._ranges], axis=0)
        low, high = lows.min(axis=0), highs.max(axis=0)
        if len(self._kinds) > 1:
            for table in range(len(lows)):
                for atoms, (own_low, own_high) in zip(self.classes, self._ranges, strict=True):
                    if not (is_open & ~is_enough(low + self._stays, high + self._stays)).any():
                        break
                    found = self._across(atoms, table)
                    if found is not None:
                        np.minimum(low, lows[table] - own_low[table] + found[0], out=low)
                        np.maximum(high, highs[table] - own_high[table] + found[1], out=high)
        return low + self._stays, high + self._stays
