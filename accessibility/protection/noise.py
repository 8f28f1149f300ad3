"""Optional noise on told counts: the two-sided geometric mechanism, with a budget that can be published.

A noisy count is the count plus Z, with P(Z = z) = (1 - a) / (1 + a) * a^|z| and a = exp(-epsilon): so
what is told of one cell hardly tells whether one person is counted there. From Ghosh, A.,
Roughgarden, T. and Sundararajan, M. (2012), Universally utility-maximizing privacy mechanisms, SIAM
Journal on Computing 41 (6), 1673-1693, https://doi.org/10.1137/09076828X.

What it does not do: which cells are told at all follows from the true counts, so the guarantee is
about the figures and not about the pattern. Noisy counts do not add up, and are rounded each by itself.
"""

from __future__ import annotations

import numpy as np

from accessibility.protection.cube import CountTable, Cube, Mask
from accessibility.protection.draws import draws, subkey
from accessibility.protection.rounding import round_each


def cells_of_a_person(table: CountTable) -> int:
    """In how many wanted cells one person is counted at most: one for each margin and each level of the units."""
    depth = np.zeros(len(table.units.ids), dtype=np.int64)
    for row in range(1, depth.size):  # parents stand before their children
        depth[row] = depth[table.units.parent[row]] + 1
    one_person = np.zeros(tuple(len(dimension.categories) for dimension in table.dimensions), dtype=np.int64)
    one_person[(0,) * one_person.ndim] = 1
    is_in = one_person
    for axis in range(one_person.ndim):
        is_in = np.concatenate([is_in, is_in.sum(axis=axis, keepdims=True)], axis=axis)
    margins = int((table.is_wanted()[0] & (is_in > 0)).sum())
    return margins * (int(depth.max()) + 1)


def epsilon_of_table(table: CountTable, *, epsilon: float) -> float:
    """What a table costs of a budget when each cell is told with ``epsilon``.

    One person more or less changes one cell in each wanted margin and each level of the units, by 1 each, and
    what is told of them adds up.
    """
    return cells_of_a_person(table) * epsilon


def add_noise(counts: Cube, is_shown: Mask, table: CountTable, *, epsilon: float, key: bytes) -> Cube:
    """The shown counts with noise of ``epsilon`` per cell, 0 elsewhere; may be below 0.

    ``key`` is that of the snapshot: asking twice for the same gives the same, so that the noise cannot
    be averaged away. Raises ValueError if epsilon is not above 0.
    """
    if not 0 < epsilon < np.inf:
        raise ValueError("epsilon must be a number above 0")
    noisy = np.where(is_shown, counts, 0).astype(np.int64)
    # The difference of two one-sided geometric numbers, P(n) = (1 - a) a^n, has just the law above.
    first, second = (
        np.floor(np.log1p(-draws(table, is_shown, key=subkey(key, name))) / -epsilon).astype(np.int64)
        for name in ("noise up", "noise down")
    )
    noisy[is_shown] += first - second
    return noisy


def tell_noisy(  # noqa: PLR0913 -- what, where, and how
    counts: Cube, is_shown: Mask, table: CountTable, *, epsilon: float, least: int, base: int, key: bytes
) -> Cube:
    """Noisy counts as they are told: rounded each by itself, and none below ``least``.

    That a cell is told says that it holds at least so many, so raising to it gives nothing away; it
    lifts the mean of the smallest figures, and is said with the table.
    """
    noisy = add_noise(counts, is_shown, table, epsilon=epsilon, key=key)
    rounded = round_each(noisy, is_shown, table, base=base, key=subkey(key, "rounding of noise"))
    return np.where(is_shown, np.maximum(rounded, least), 0)
