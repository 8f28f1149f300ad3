"""A pool: leaves of one parent that show their totals at most, so that people may change places among them.

Whoever is in a pool could be in any of its leaves as far as an outsider knows, if only each leaf keeps its
total and holds nobody who is impossible there. So what can be told of a leaf follows from what can be told
of the whole pool, in closed form, without a linear program.

Atoms that are possible in the same leaves are of one *kind* (with bands of minutes: a kind for each band).
Which shares of the kinds a leaf can hold is the base of a contra-polymatroid (Hall's theorem for transport):
``shares(B) >= f(B)`` for each set B of kinds, and the greedy walk along f gives its corners. Within a
kind everyone is exchangeable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
MOST_KINDS: Final = 5  # beyond, each leaf keeps the number of each kind that it has: safe, only narrower
_TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pool:
    """Leaves whose people are exchangeable.

    ``stock`` (leaves, atoms): who may change places; ``is_possible`` of the same shape; ``has_total``
    (leaves,): whether the leaf's total is told. Leaves whose total is not told are the *rest*, whose sum
    follows from the pool's.
    """

    stock: Floats
    is_possible: Mask
    has_total: Mask

    @property
    def kinds(self) -> npt.NDArray[np.int64]:
        """Of each atom the number of its kind, -1 where it is impossible in every leaf."""
        _, kinds = np.unique(self.is_possible, axis=1, return_inverse=True)
        kinds = np.where(self.is_possible.any(axis=0), kinds.ravel(), -1)
        present = np.unique(kinds[kinds >= 0])
        return np.where(kinds >= 0, np.searchsorted(present, kinds), -1)

    @property
    def kind_sums(self) -> Floats:
        """Which atoms are of which kind: (kinds, atoms) of ones."""
        kinds = self.kinds
        return np.asarray(kinds[None, :] == np.arange(kinds.max(initial=-1) + 1)[:, None], dtype=np.float64)

    @property
    def is_rigid(self) -> bool:
        """Whether there are too many kinds, so that each leaf keeps the number of each that it has."""
        return len(self.kind_sums) > MOST_KINDS

    def limits(self) -> tuple[Floats, Floats, Floats]:
        """Constraints ``low <= rows @ r <= high`` on the pool's people by atom, so that its leaves can hold them."""
        sums, atoms = self.kind_sums, self.stock.shape[1]
        told = float(self.stock[self.has_total].sum())
        whole = np.ones((1, atoms))
        has_rest = not self.has_total.all()
        rows, low, high = [whole], [told], [np.inf if has_rest else told]
        if self.is_rigid:
            fixed = sums @ self.stock.sum(axis=0)
            return np.vstack([*rows, sums]), np.concatenate([low, fixed]), np.concatenate([high, fixed])
        for members, hits in zip(_sets(len(sums)), self._hits(sums), strict=True):
            room = float(self.stock[hits & self.has_total].sum())
            rest_hits = bool((hits & ~self.has_total).any())
            if not members.any() or (room >= told and (rest_hits or not has_rest)):
                continue
            row = members.astype(np.float64) @ sums
            rows.append((row - whole if rest_hits else row).reshape(1, -1))
            low.append(-np.inf)
            high.append(room - told if rest_hits else room)
        return np.vstack(rows), np.asarray(low), np.asarray(high)

    def _hits(self, sums: Floats) -> Mask:
        """Of each set of kinds and each leaf whether the leaf can hold anybody of it: (sets, leaves)."""
        holds = (self.is_possible.astype(np.float64) @ sums.T) > 0
        return np.asarray((_sets(len(sums)).astype(np.float64) @ holds.T) > 0, dtype=np.bool_)

    def ranges(self, people: Floats, margins: Floats, leaves: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
        """The range that is proven of each sum in each of ``leaves``, given the pool's people by atom.

        ``margins`` is (sums, atoms) of ones. Both are (leaves, sums); where the leaf cannot be
        filled at all the range is empty: inf and -inf.
        """
        sums = self.kind_sums
        part = margins[:, None, :] * sums[None, :, :]
        inside = part @ people  # people of a sum and a kind
        outside = (sums @ people)[None, :] - inside
        low = np.full((len(leaves), len(margins)), np.inf)
        high = np.full((len(leaves), len(margins)), -np.inf)
        for row, leaf in enumerate(leaves):
            shares = self._shares(int(leaf), sums, sums @ people)
            if len(shares):
                high[row] = np.minimum(shares[:, None, :], inside).sum(axis=2).max(axis=0)
                low[row] = np.maximum(shares[:, None, :] - outside, 0.0).sum(axis=2).min(axis=0)
        return low, high

    def _shares(self, leaf: int, sums: Floats, people: Floats) -> Floats:
        """Corners of what a leaf can hold of each kind: (corners, kinds)."""
        if self.is_rigid:
            return (sums @ self.stock[leaf])[None, :]
        rest_total = float(people.sum() - self.stock[self.has_total].sum())
        if self.has_total[leaf]:
            totals = [float(self.stock[leaf].sum())]
        else:
            alone = (~self.has_total).sum() == 1
            totals = [rest_total] if alone else [0.0, rest_total, float(self.stock[leaf].sum())]
        sets, hits = _sets(len(sums)), self._hits(sums)
        others = np.arange(len(self.stock)) != leaf
        room = hits[:, self.has_total & others] @ self.stock[self.has_total & others].sum(axis=1)
        rest_hits = hits[:, ~self.has_total & others].any(axis=1)
        can_hold = people * (self.is_possible[leaf].astype(np.float64) @ sums.T > 0)
        # what must be given up of a set of kinds A to hold only those of B
        surplus = (sets[None, :, :] & ~sets[:, None, :]) @ can_hold
        corners = []
        for total in totals:
            rest = rest_total - (0.0 if self.has_total[leaf] else total)
            need = sets @ people - room - rest_hits * rest
            least = (need[None, :] - surplus).max(axis=1)
            if least[0] <= _TOLERANCE and abs(least[-1] - total) <= _TOLERANCE:
                corners.append(_corners(least))
        return np.vstack(corners) if corners else np.empty((0, len(sums)))


def _sets(kinds: int) -> Mask:
    """Every set of kinds, the empty one first: (2 ** kinds, kinds)."""
    return (np.arange(1 << kinds)[:, None] >> np.arange(kinds)[None, :] & 1).astype(np.bool_)


def _corners(least: Floats) -> Floats:
    """Corners of ``shares(B) >= least(B)`` at which each kind is least and greatest."""
    kinds = len(least).bit_length() - 1
    corners = np.empty((2 * kinds, kinds))
    for kind in range(kinds):
        others = [other for other in range(kinds) if other != kind]
        for row, order in ((2 * kind, [kind, *others]), (2 * kind + 1, [*others, kind])):
            at = 0
            for each in order:
                corners[row, each] = least[at | 1 << each] - least[at]
                at |= 1 << each
    return np.maximum(corners, 0.0)
