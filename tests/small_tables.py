"""Small tables of people to protect: made in the head, or at random."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from accessibility.protection import CountTable, Dimension, Units


def units_of(parent):
    count = len(parent)
    names = tuple(f"u{row}" for row in range(count))
    return Units(
        ids=names, names=names, parent=np.array(parent), people=np.full(count, 5000.0), merged_ids=((),) * count
    )


def table_of(counts, *, parent=None, is_possible=None, shows=None):
    """A table of the given atoms; its leaves are children of one whole, unless parents are given."""
    counts = np.asarray(counts, dtype=np.int64)
    parent = [-1, *[0] * len(counts)] if parent is None else parent
    names = "abc"[: counts.ndim - 1]
    dimensions = tuple(
        Dimension(name=name, categories=tuple(f"{name}{place}" for place in range(size)))
        for name, size in zip(names, counts.shape[1:], strict=True)
    )
    return CountTable(
        units=units_of(parent),
        dimensions=dimensions,
        counts=counts,
        is_possible=np.ones(counts.shape, dtype=np.bool_) if is_possible is None else np.asarray(is_possible),
        shows=(frozenset(names),) if shows is None else shows,
    )


@st.composite
def tables(draw, *, most=25, most_dimensions=3):
    """Random tables of one to three levels of units and up to three dimensions, some atoms impossible."""
    levels = draw(st.integers(1, 3))
    parent = [-1]
    ring = [0]
    for _ in range(levels - 1):
        ring_below = []
        for row in ring:
            for _ in range(draw(st.integers(1, 3))):
                ring_below.append(len(parent))
                parent.append(row)
        ring = ring_below
    leaves = len(ring)
    sizes = draw(st.lists(st.integers(2, 3), min_size=0, max_size=most_dimensions))
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    shape = (leaves, *sizes)
    is_possible = random.random(shape) > draw(st.sampled_from([0.0, 0.2]))
    counts = (random.gamma(0.6, size=shape) * draw(st.integers(1, most))).astype(np.int64) * is_possible
    names = "abc"[: len(sizes)]
    shows = draw(st.sampled_from([(frozenset(names),), tuple(frozenset(name) for name in names)]))
    return table_of(counts, parent=parent, is_possible=is_possible, shows=shows)
