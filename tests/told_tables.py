"""Toy tables of survivors: two valleys of three villages each, by sex, for tests of what is told."""

import datetime as dt

import numpy as np

from accessibility.protection import (
    CountTable,
    Design,
    Dimension,
    ProtectedTable,
    ProtectedTables,
    TableRun,
    Units,
    statuses,
)

SEX = Dimension(name="sex", categories=("female", "male"))
K, BASE = 10, 5
TODAY, EARLIER = dt.date(2026, 11, 1), dt.date(2025, 11, 1)


def two_valleys():
    """The whole, valleys A and B, and three villages in each."""
    ids = ("all", "A", "A1", "A2", "A3", "B", "B1", "B2", "B3")
    return Units(
        ids=ids,
        names=tuple(f"Place {name}" for name in ids),
        parent=np.array([-1, 0, 1, 1, 1, 0, 5, 5, 5]),
        people=np.full(9, 5_000.0),
        merged_ids=(*((),) * 8, ("B3", "B4")),
    )


def by_sex(counts, *, is_possible=None):
    """A table of the six villages by sex."""
    counts = np.array(counts, dtype=np.int64)
    is_possible = np.ones(counts.shape, dtype=bool) if is_possible is None else is_possible
    return CountTable(
        units=two_valleys(),
        dimensions=(SEX,),
        counts=counts,
        is_possible=is_possible,
        shows=(frozenset({"sex"}),),
    )


def design_like(table, *, units_kind="areas"):
    """The design of a table."""
    return Design(
        units_kind=units_kind,
        units=table.units,
        dimensions=table.dimensions,
        shows=table.shows,
        least_people=1_000,
    )


def run_of(pillar="physical_rehab", **other):
    """The base run of a pillar."""
    return TableRun(
        pillar=pillar,
        profile="default",
        scenario="base",
        season="all-year",
        direction="to",
        hazards="no-hazards",
        **other,
    )


def told_by(table, values, is_told, *, is_held=None, run=None):
    """A protected table with these values."""
    is_held = np.zeros_like(is_told) if is_held is None else is_held
    return ProtectedTable(
        run=run or run_of(),
        status=statuses(
            is_wanted=table.is_wanted(), is_possible=table.is_possible_cell(), is_told=is_told, is_held=is_held
        ),
        values=np.where(is_told, values, 0),
        as_of=np.where(is_held, np.datetime64(EARLIER), np.datetime64(TODAY)),
        noise_epsilon=None,
        ground_sha256="a" * 64,
        method="search",
        audit_scope="every cell",
        cells_checked=int((table.is_possible_cell() & ~is_told).sum()),
    )


def folder_of(table, *tables):
    """The tables of a folder."""
    return ProtectedTables(
        tier="public",
        k=K,
        rounding_base=BASE,
        as_of=TODAY,
        snapshot="s-1",
        is_synthetic=True,
        design=design_like(table),
        tables=tables,
    )


VILLAGES = [[12, 31], [24, 18], [3, 40], [0, 0], [11, 13], [55, 4]]


def toy_folder():
    """Two pillars: what is large enough is told, one village of it held at an earlier value."""
    is_possible = np.ones((6, 2), dtype=bool)
    is_possible[3] = False
    table = by_sex(VILLAGES, is_possible=is_possible)
    cells = table.cells()
    is_told = cells >= K
    is_held = np.zeros_like(is_told)
    is_held[2, 0] = True
    rounded = cells // BASE * BASE
    first = told_by(table, rounded, is_told, is_held=is_held)
    return folder_of(table, first, told_by(table, rounded, is_told, run=run_of("psychosocial")))
