"""Made-up populations of survivors over trees of places: nobody in them is real."""

from __future__ import annotations

import numpy as np

from accessibility.protection import CountTable, Dimension, Units

SEX = Dimension(name="sex", categories=("female", "male", "other_or_unknown"))
AGE = Dimension(name="age_band", categories=("0-4", "5-11", "12-17", "18-59", "60+", "unknown"))
MINUTES = Dimension(
    name="minutes_band",
    categories=("within_30_min", "30_to_60_min", "60_to_120_min", "120_to_240_min", "beyond_240_min", "no_way"),
)
_SHARES = {("sex", 3): (0.22, 0.77, 0.01), ("age_band", 6): (0.02, 0.08, 0.12, 0.6, 0.16, 0.02)}


def tree(*branches):
    """Units from how many children each place of a level has: ``tree(3, 2)`` is a whole, 3 places, 6 leaves."""
    parent, level = [-1], [0]
    for count in branches:
        below = []
        for row in level:
            below += range(len(parent), len(parent) + count)
            parent += [row] * count
        level = below
    return units_of(parent)


def comoros(rng):
    """Three islands with 50 communes between them."""
    island = np.sort(np.concatenate([[0, 1, 2], rng.choice(3, size=47, p=(0.5, 0.35, 0.15))]))
    return units_of([-1, 0, 0, 0, *(island + 1).tolist()])


def units_of(parent):
    """Units with these parents."""
    count = len(parent)
    return Units(
        ids=tuple(f"u{row}" for row in range(count)),
        names=tuple(f"Unit {row}" for row in range(count)),
        parent=np.array(parent, dtype=np.int64),
        people=np.full(count, 5000.0),
        merged_ids=((),) * count,
    )


def table_of(units, dimensions, counts, *, shows=None, is_possible=None):
    """A table; every dimension is shown by itself if not told otherwise."""
    counts = np.asarray(counts, dtype=np.int64)
    return CountTable(
        units=units,
        dimensions=tuple(dimensions),
        counts=counts,
        is_possible=np.ones(counts.shape, dtype=np.bool_) if is_possible is None else is_possible,
        shows=tuple(frozenset({part.name}) for part in dimensions) if shows is None else shows,
    )


def draw(units, dimensions, *, people, rng, shows=None):
    """A table of about so many people: places of very unlike size, bands that differ from place to place.

    Some bands are impossible in some places, and hold nobody there.
    """
    leaves = len(units.leaf_rows)
    weights = rng.pareto(1.2, size=leaves) + 0.05
    shape = [leaves]
    for dimension in dimensions:
        size = len(dimension.categories)
        if dimension.name == "minutes_band":
            share = rng.dirichlet(np.full(size, 0.7), size=leaves)
            share[(rng.random(share.shape) < 0.25) & (share < share.max(axis=1, keepdims=True))] = 0.0
        else:
            share = np.tile(_SHARES.get((dimension.name, size), np.full(size, 1 / size)), (leaves, 1))
        weights = (weights.reshape(leaves, -1, 1) * share.reshape(leaves, 1, size)).reshape(leaves, -1)
        shape.append(size)
    weights = weights.reshape(shape)
    counts = rng.poisson(people * weights / weights.sum())
    return table_of(units, dimensions, counts, shows=shows, is_possible=weights > 0)


def below_k_hidden(table, *, k):
    """The plain pattern, which is not safe: every wanted cell from k on is told."""
    return table.is_wanted() & table.is_possible_cell() & (table.cells() >= k)
