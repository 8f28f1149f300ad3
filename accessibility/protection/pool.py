"""A pool: leaves of one parent that show their totals at most, so that people may change places among them.

Whoever is in a pool could be in any of its leaves as far as an outsider knows, if only each leaf keeps its total and
holds nobody who is impossible there. So what can be told of a leaf follows from what can be told of the whole pool,
in closed form, without a linear program.

Atoms that are possible in the same leaves are of one *kind* (with bands of minutes: a kind for each band). Within a
kind everyone is exchangeable. How many of each kind a leaf can hold is bounded by one number for each set A of
kinds, ``least(A)``: so many of A the leaf holds at least, since the other leaves have no room for more of them
(Hall's theorem for transport). The shares that obey all these bounds are the base of a contra-polymatroid, so the
most and the fewest of a sum that the leaf can hold are minima and maxima over the sets (Edmonds 1970):

    high = min over A of  people of the sum in kinds of A  +  total of the leaf - least(A)
    low  = max over A of  least(A)  -  people in kinds of A who are not of the sum
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
MOST_KINDS: Final = 8  # there are 2 ** kinds sets of them; a pool of more kinds may tell no total
_TOLERANCE: Final = 1e-6


class Pool:
    """Leaves whose people are exchangeable."""

    def __init__(self, totals: Floats, is_possible: Mask, has_total: Mask) -> None:
        """``totals`` (leaves,): how many may change places of each; ``is_possible`` (leaves, atoms): where they may be.

        ``has_total`` (leaves,): whether the leaf's total is told. Leaves whose total is not told are the *rest*, whose
        sum follows from the pool's. Raises ValueError if a total is told and there are more than MOST_KINDS kinds.
        """
        self.can_hold: Mask = np.asarray(is_possible.any(axis=0), dtype=np.bool_)  # of each atom whether any leaf can
        self.size = len(totals)
        self.kinds: Floats = kinds_of(is_possible)  # (kinds, atoms) of ones
        self._is_possible, self._has_total, self._totals = is_possible, has_total, totals
        self._told = float(totals[has_total].sum())
        self._has_rest = not has_total.all()
        self._is_free = len(self.kinds) > MOST_KINDS  # with no total told no set of kinds bounds anything
        if not self._is_free:
            self._sets = _sets(len(self.kinds))
            self._can_kind = is_possible.astype(np.float64) @ self.kinds.T > 0  # (leaves, kinds)
            self._hits = self._can_kind.astype(np.float64) @ self._sets.T > 0  # (leaves, sets): could hold some of it
            self._room = self._hits[has_total].T @ totals[has_total]  # of each set, in the leaves that tell their total
            self._rest_hits = self._hits[~has_total].sum(axis=0)  # of each set, how many of the rest
        elif has_total.any():
            raise ValueError(f"a pool of {len(self.kinds)} kinds of people cannot tell totals")

    def limits(self) -> tuple[Floats, Floats, Floats]:
        """Constraints ``low <= rows @ r <= high`` on the pool's people by atom, so that its leaves can hold them."""
        whole = np.ones((1, self.kinds.shape[1]))
        rows, low, high = [whole], [self._told], [np.inf if self._has_rest else self._told]
        if not self._is_free:
            for members, room, rest in zip(self._sets[1:], self._room[1:], self._rest_hits[1:] > 0, strict=True):
                if room >= self._told and (rest or not self._has_rest):
                    continue
                row = members @ self.kinds
                rows.append((row - whole if rest else row).reshape(1, -1))
                low.append(-np.inf)
                high.append(room - self._told if rest else room)
        return np.vstack(rows), np.asarray(low), np.asarray(high)

    def ranges(self, people: Floats, margins: Floats, leaves: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
        """The range that is proven of each sum in each of ``leaves``, given the pool's people by atom.

        ``margins`` is (sums, atoms) of ones. Both are (leaves, sums); where a leaf cannot be filled at all its ranges
        are empty: inf and -inf.
        """
        if self._is_free:
            can_be = self._is_possible[leaves]
            is_only = can_be & (self._is_possible.sum(axis=0) == 1)
            return (is_only * people) @ margins.T, (can_be * people) @ margins.T
        of_kind = self.kinds @ people
        inside = margins @ (self.kinds * people).T  # people of a sum and a kind
        low = np.full((len(leaves), len(margins)), np.inf)
        high = np.full((len(leaves), len(margins)), -np.inf)
        for total, rest_of_others, rows in self._fillings(of_kind, leaves):
            mine = leaves[rows]
            has_total = self._has_total[mine, None]
            hits = self._hits[mine]
            need = self._sets @ of_kind - self._room + np.where(has_total, hits * self._totals[mine, None], 0.0)
            others = self._rest_hits - (hits & ~has_total)  # of the rest, who could hold some of a set
            least = self._least(need - (others > 0) * rest_of_others[:, None], of_kind * self._can_kind[mine])
            fits = _fits(least, total)
            found = _bounds(least[fits], total[fits], self._sets @ inside.T, self._sets @ of_kind)
            low[rows[fits]] = np.minimum(low[rows[fits]], found[0])
            high[rows[fits]] = np.maximum(high[rows[fits]], found[1])
        return low, high

    def _fillings(
        self, of_kind: Floats, leaves: npt.NDArray[np.int64]
    ) -> list[tuple[Floats, Floats, npt.NDArray[np.int64]]]:
        """Totals that leaves can have: the total, what the rest then holds beside, and the rows of ``leaves``.

        A leaf that tells its total has that; one of the rest may have the fewest, the most, and what it truly has.
        """
        rest = float(of_kind.sum()) - self._told
        told, hidden = np.flatnonzero(self._has_total[leaves]), np.flatnonzero(~self._has_total[leaves])
        fillings = [(self._totals[leaves[told]], np.full(len(told), rest), told)] if len(told) else []
        if len(hidden):
            mine = leaves[hidden]
            excess = self._sets @ of_kind - self._room  # of a set, what the leaves that tell their totals cannot hold
            others_hit = self._rest_hits - self._hits[mine] > 0
            fewest = np.where(others_hit, 0.0, np.maximum(excess, 0.0)).max(axis=1)
            able = (of_kind * self._can_kind[mine]) @ self._sets.T  # of a set, whom the leaf itself could hold
            most = np.where(others_hit, rest - excess + able, rest).min(axis=1)
            fillings += [(total, rest - total, hidden) for total in (fewest, most, self._totals[mine])]
        return fillings

    def range_of(self, total: float, people: Floats, held: Floats, margins: Floats) -> tuple[Floats, Floats] | None:
        """The range of each sum among ``total`` people apart, of whom this pool holds the others.

        ``people`` (kinds,): the pool's and theirs together; ``held`` (atoms,): who of these they can be. None where
        the kinds are too many, or nothing fits.
        """
        if self._is_free:
            return None
        rest = float(people.sum()) - total - self._told
        need = self._sets @ people - self._room - (self._rest_hits > 0) * rest
        of_kind = self.kinds @ held
        least = self._least(need[None, :], of_kind[None, :])
        totals = np.array([total])
        if not _fits(least, totals).all():
            return None
        inside = self._sets @ (margins @ (self.kinds * held).T).T
        low, high = _bounds(least, totals, inside, self._sets @ of_kind)
        return low[0], high[0]

    def _least(self, need: Floats, able: Floats) -> Floats:
        """How many of each set of kinds a leaf must hold: ``max over A of need(A) - able(A without the set)``.

        ``need`` (rows, sets): what of a set nobody else has room for; ``able`` (rows, kinds): how many of a kind the
        leaf could hold. One kind after the other is either asked for or not.
        """
        least, kinds = need.copy(), able.shape[1]
        for kind in range(kinds):
            halves = least.reshape(len(least), -1, 2, 1 << kind)  # sets without the kind, and with it
            without, beside = halves[:, :, 0].copy(), halves[:, :, 1].copy()
            halves[:, :, 0] = np.maximum(without, beside - able[:, kind, None, None])
            halves[:, :, 1] = np.maximum(without, beside)
        return least


def kinds_of(is_possible: Mask) -> Floats:
    """Which atoms are possible in the same leaves: (kinds, atoms) of ones."""
    packed = np.packbits(is_possible, axis=0)
    numbers: dict[bytes, list[int]] = {}
    for atom in np.flatnonzero(is_possible.any(axis=0)):
        numbers.setdefault(packed[:, atom].tobytes(), []).append(int(atom))
    kinds = np.zeros((len(numbers), is_possible.shape[1]))
    for row, atoms in enumerate(numbers.values()):
        kinds[row, atoms] = 1.0
    return kinds


def _sets(kinds: int) -> Floats:
    """Every set of kinds, the empty one first: (2 ** kinds, kinds) of ones."""
    return (np.arange(1 << kinds)[:, None] >> np.arange(kinds)[None, :] & 1).astype(np.float64)


def _fits(least: Floats, total: Floats) -> Mask:
    """Of each row whether people can be placed so: nobody is forced in, and all together are the total."""
    fits = (least[:, 0] <= _TOLERANCE) & (np.abs(least[:, -1] - total) <= _TOLERANCE)
    return np.asarray(fits, dtype=np.bool_)


def _bounds(least: Floats, total: Floats, inside: Floats, people: Floats) -> tuple[Floats, Floats]:
    """The fewest and the most of each sum, (rows, sums), by the two formulas above.

    ``least`` (rows, sets), ``total`` (rows,), ``inside`` (sets, sums): people of the sum in a set of kinds, and
    ``people`` (sets,): all of these kinds.
    """
    low, high = np.zeros((len(least), inside.shape[1])), np.full((len(least), inside.shape[1]), np.inf)
    for at in range(len(inside)):
        np.minimum(high, inside[at] + (total - least[:, at])[:, None], out=high)
        np.maximum(low, least[:, at, None] - (people[at] - inside[at]), out=low)
    return np.maximum(low, 0.0), np.maximum(high, 0.0)
