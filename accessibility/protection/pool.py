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

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
MOST_KINDS: Final = 5  # beyond, each leaf keeps the number of each kind that it has: safe, only narrower
_TOLERANCE: Final = 1e-6


class Pool:
    """Leaves whose people are exchangeable."""

    def __init__(self, stock: Floats, is_possible: Mask, has_total: Mask) -> None:
        """``stock`` (leaves, atoms): who may change places; ``is_possible`` of the same shape.

        ``has_total`` (leaves,): whether the leaf's total is told. Leaves whose total is not told are the
        *rest*, whose sum follows from the pool's.
        """
        self.is_possible = is_possible
        self.can_hold: Mask = np.asarray(is_possible.any(axis=0), dtype=np.bool_)  # of each atom whether any leaf can
        self._has_total = has_total
        self._totals = stock.sum(axis=1)
        self._told = float(self._totals[has_total].sum())
        self._atoms = stock.shape[1]
        self.kinds: Floats = _kinds_of(is_possible)  # (kinds, atoms) of ones
        count = len(self.kinds)
        self._fixed_shares = stock @ self.kinds.T
        # beyond MOST_KINDS each leaf keeps the number of each kind that it has
        self._is_rigid = count > MOST_KINDS
        if not self._is_rigid:
            self._sets = _sets(count)
            self._can_kind = (is_possible.astype(np.float64) @ self.kinds.T) > 0
            hits = (self._sets.astype(np.float64) @ self._can_kind.T.astype(np.float64)) > 0
            self._hits = hits  # (sets, leaves)
            self._room = hits[:, has_total] @ self._totals[has_total]
            self._rest_hits = hits[:, ~has_total].sum(axis=1)
            # (sets B, sets A, kinds): what of A is not in B
            self._outside = (self._sets[None, :, :] & ~self._sets[:, None, :]).astype(np.float64)

    def limits(self) -> tuple[Floats, Floats, Floats]:
        """Constraints ``low <= rows @ r <= high`` on the pool's people by atom, so that its leaves can hold them."""
        whole = np.ones((1, self._atoms))
        has_rest = not self._has_total.all()
        rows, low, high = [whole], [self._told], [np.inf if has_rest else self._told]
        if self._is_rigid:
            fixed = self._fixed_shares.sum(axis=0)
            return np.vstack([whole, self.kinds]), np.concatenate([low, fixed]), np.concatenate([high, fixed])
        for members, room, rest in zip(self._sets[1:], self._room[1:], self._rest_hits[1:] > 0, strict=True):
            if room >= self._told and (rest or not has_rest):
                continue
            row = members.astype(np.float64) @ self.kinds
            rows.append((row - whole if rest else row).reshape(1, -1))
            low.append(-np.inf)
            high.append(room - self._told if rest else room)
        return np.vstack(rows), np.asarray(low), np.asarray(high)

    def ranges(self, people: Floats, margins: Floats, leaves: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
        """The range that is proven of each sum in each of ``leaves``, given the pool's people by atom.

        ``margins`` is (sums, atoms) of ones. Both are (leaves, sums); where a leaf cannot be
        filled at all its ranges are empty: inf and -inf.
        """
        of_kind = self.kinds @ people
        inside = margins @ (self.kinds * people).T  # people of a sum and a kind
        outside = of_kind[None, :] - inside
        if len(self.kinds) == 1:
            rest = float(people.sum()) - self._told
            is_alone = (~self._has_total).sum() == 1
            most = np.where(self._has_total, self._totals, rest)[leaves, None]
            least = np.where(self._has_total, self._totals, rest if is_alone else 0.0)[leaves, None]
            return np.maximum(least - outside[None, :, 0], 0.0), np.minimum(most, inside[None, :, 0])
        low = np.full((len(leaves), len(margins)), np.inf)
        high = np.full((len(leaves), len(margins)), -np.inf)
        for row, leaf in enumerate(leaves):
            shares = self._shares(int(leaf), of_kind)
            if len(shares):
                high[row] = np.minimum(shares[:, None, :], inside).sum(axis=2).max(axis=0)
                low[row] = np.maximum(shares[:, None, :] - outside, 0.0).sum(axis=2).min(axis=0)
        return low, high

    def _shares(self, leaf: int, people: Floats) -> Floats:
        """Corners of what a leaf can hold of each kind: (corners, kinds)."""
        if self._is_rigid:
            return self._fixed_shares[[leaf]]
        rest_total = float(people.sum()) - self._told
        has_total = self._has_total[leaf]
        hits = self._hits[:, leaf]
        if has_total:
            totals = [float(self._totals[leaf])]
            room, rest_hits = self._room - hits * self._totals[leaf], self._rest_hits > 0
        else:
            room, rest_hits = self._room, self._rest_hits - hits > 0
            totals = []
        # what must be given up of a set of kinds A to hold only those of B
        surplus = self._outside @ (people * self._can_kind[leaf])
        taken = self._sets @ people - room
        if not has_total:
            fewest = max(float(taken[~rest_hits].max(initial=0.0)), 0.0)
            most = float((rest_total - taken + surplus[0])[rest_hits].min(initial=rest_total))
            totals = [fewest, most, float(self._totals[leaf])]
        corners = []
        for total in totals:
            need = taken - rest_hits * (rest_total - (0.0 if has_total else total))
            least = (need[None, :] - surplus).max(axis=1)
            if least[0] <= _TOLERANCE and abs(least[-1] - total) <= _TOLERANCE:
                corners.append(_corners(least))
        return np.vstack(corners) if corners else np.empty((0, len(people)))

    def corners(self, total: float, people: Floats, can_hold: Floats) -> Floats:
        """Corners of the shares of each kind that ``total`` people can have, of whom this pool holds the rest.

        ``people`` (kinds,): the pool's and theirs together; ``can_hold`` (kinds,): how many of them they can be.
        Empty where the kinds are too many, or nothing fits.
        """
        if self._is_rigid:
            return np.empty((0, len(people)))
        rest_total = float(people.sum()) - total - self._told
        need = self._sets @ people - self._room - (self._rest_hits > 0) * rest_total
        least = (need[None, :] - self._outside @ can_hold).max(axis=1)
        if least[0] > _TOLERANCE or abs(least[-1] - total) > _TOLERANCE:
            return np.empty((0, len(people)))
        return _corners(least)


def _kinds_of(is_possible: Mask) -> Floats:
    """Which atoms are possible in the same leaves: (kinds, atoms) of ones."""
    packed = np.packbits(is_possible, axis=0)
    numbers: dict[bytes, list[int]] = {}
    for atom in np.flatnonzero(is_possible.any(axis=0)):
        numbers.setdefault(packed[:, atom].tobytes(), []).append(int(atom))
    kinds = np.zeros((len(numbers), is_possible.shape[1]))
    for row, atoms in enumerate(numbers.values()):
        kinds[row, atoms] = 1.0
    return kinds


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
