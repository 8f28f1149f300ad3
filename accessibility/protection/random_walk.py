"""A random walk from shares to whole numbers that keeps sums and means: the heart of controlled rounding.

Each cell has a share between 0 and 1, and the shares fulfil the sums. Cell after cell is taken in: as
long as its column is independent of those taken in before, it waits. Otherwise it can move with some
of them such that every sum stays as it is. It moves up or down until one of them is 0 or 1, up with
the chance that keeps the mean of each. What has reached 0 or 1 stays there and makes room for the new.

So the sums hold at every step, and the mean of every cell over all draws is its share, exactly. For
sums over a tree, or over two dimensions, nothing is left between 0 and 1 at the end, for their
matrix is totally unimodular. In three dimensions something can be left.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

_TINY: Final = 1e-9

Floats = npt.NDArray[np.float64]
_Sparse = dict[int, float]


def walk_to_whole(sums: sp.csc_array, shares: Floats, draw: Floats, *, most_work: int) -> Floats:
    """The shares after the walk: 0 or 1, or between them where the sums leave no more room to move.

    ``sums`` is (sums, cells); cells are taken in by column, fastest with parts before their sums. ``draw``
    is uniform in [0, 1), one for each cell. ``most_work`` is a bound on the numbers changed on the way, after
    which the walk stops where it is: the cost grows fast where a great many cells hang together.
    """
    walk = _Walk(shares)
    for cell in range(shares.size):
        if walk.work > most_work:
            break
        entries = slice(sums.indptr[cell], sums.indptr[cell + 1])
        column = zip(sums.indices[entries].tolist(), sums.data[entries].tolist(), strict=True)
        walk.take_in(cell, dict(column), float(draw[cell]))
    return np.array(walk.share, dtype=np.float64)


class _Walk:
    """The cells that wait, as a basis in reduced form.

    For each pivot sum, ``mix`` says which waiting cells, moved together, change it by 1 and no other
    pivot sum, and ``beside`` by how much that changes the sums that are no pivot. ``mixes_with`` and
    ``lies_beside`` are their indices: the pivots by waiting cell, and by sum that is no pivot.
    """

    def __init__(self, shares: Floats) -> None:
        self.share = [float(share) for share in shares]
        self.work = 0
        self.mix: dict[int, _Sparse] = {}
        self.beside: dict[int, _Sparse] = {}
        self.mixes_with: dict[int, set[int]] = {}
        self.lies_beside: dict[int, set[int]] = {}

    def take_in(self, cell: int, column: _Sparse, draw: float) -> None:
        """Let a cell wait, or move it together with those that wait."""
        rest: _Sparse = {}
        partners: _Sparse = {}
        self.work += len(column)
        for row, value in column.items():
            if row in self.mix:
                _add(rest, self.beside[row], -value)
                _add(partners, self.mix[row], value)
            else:
                _add(rest, {row: 1.0}, value)
        if rest:
            self._wait(cell, partners, rest)
        else:
            self._move(cell, partners, draw)

    def _wait(self, cell: int, partners: _Sparse, rest: _Sparse) -> None:
        pivot, size = max(rest.items(), key=lambda item: (abs(item[1]), -item[0]))
        mix = {other: -part / size for other, part in partners.items()} | {cell: 1.0 / size}
        beside = {row: value / size for row, value in rest.items() if row != pivot}
        for earlier in self.lies_beside.pop(pivot, set()):
            factor = self.beside[earlier].pop(pivot)
            self._change(self.beside, self.lies_beside, earlier, beside, -factor)
            self._change(self.mix, self.mixes_with, earlier, mix, -factor)
        self.mix[pivot], self.beside[pivot] = {}, {}
        self._change(self.beside, self.lies_beside, pivot, beside, 1.0)
        self._change(self.mix, self.mixes_with, pivot, mix, 1.0)

    def _move(self, cell: int, partners: _Sparse, draw: float) -> None:
        """Move a cell up with its partners down, or the other way, until one of them is whole."""
        share = self.share
        up, down = 1.0 - share[cell], share[cell]
        for other, part in partners.items():
            room_below, room_above = share[other] / abs(part), (1.0 - share[other]) / abs(part)
            up = min(up, room_below if part > 0 else room_above)
            down = min(down, room_above if part > 0 else room_below)
        step = 0.0 if up + down <= 0 else up if draw < down / (up + down) else -down
        for moved, part in ((cell, 1.0), *((other, -part) for other, part in partners.items())):
            share[moved] = _snapped(share[moved] + step * part)
        if share[cell] in {0.0, 1.0}:
            return
        whole = max(
            (other for other in partners if share[other] in {0.0, 1.0}),
            key=lambda other: (abs(partners[other]), -other),
        )
        size = partners[whole]
        instead = {other: -part / size for other, part in partners.items()} | {cell: 1.0 / size}
        for pivot in tuple(self.mixes_with[whole]):
            self._change(self.mix, self.mixes_with, pivot, instead, self.mix[pivot][whole])

    def _change(
        self, vectors: dict[int, _Sparse], index: dict[int, set[int]], pivot: int, change: _Sparse, factor: float
    ) -> None:
        """Add a multiple of ``change`` to a vector, and keep the index true."""
        vector = vectors[pivot]
        self.work += len(change)
        _add(vector, change, factor)
        for key in change:
            if key in vector:
                index.setdefault(key, set()).add(pivot)
            elif key in index:
                index[key].discard(pivot)


def _add(vector: _Sparse, change: _Sparse, factor: float) -> None:
    for key, value in change.items():
        total = vector.get(key, 0.0) + factor * value
        if abs(total) > _TINY:
            vector[key] = total
        else:
            vector.pop(key, None)


def _snapped(share: float) -> float:
    """A share, whole where it is whole but for the arithmetic."""
    nearest = round(share)
    return float(nearest) if abs(share - nearest) < _TINY else share
