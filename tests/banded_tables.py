"""Protected tables by sex and band of minutes over two valleys of three villages, made from counts, for tests."""

import numpy as np
from told_tables import BASE, EARLIER, SEX, TODAY, K, run_of, two_valleys

from accessibility.protection import CountTable, Design, Dimension, ProtectedTable, ProtectedTables, statuses

BANDS = Dimension(name="minutes_band", categories=("within_30_min", "30_to_60_min", "beyond_60_min", "no_way"))
SHOWS = (frozenset({"minutes_band", "sex"}),)


def counts_of(**villages):
    """Counts (villages, sexes, bands): by village female and male by band; nobody where none is named."""
    counts = np.zeros((6, 2, 4), dtype=np.int64)
    for name, by_sex in villages.items():
        counts[("A1", "A2", "A3", "B1", "B2", "B3").index(name)] = by_sex
    return counts


def count_table(counts, *, is_possible=None, shows=SHOWS, bands=BANDS):
    """The counts as a table."""
    return CountTable(
        units=two_valleys(),
        dimensions=(SEX, bands),
        counts=counts,
        is_possible=np.ones(counts.shape, dtype=bool) if is_possible is None else is_possible,
        shows=shows,
    )


def told_of(table, *, is_hidden=None, is_held=None, values=None, up=False, noise_epsilon=None, **other):
    """A folder that tells of every cell from k on the multiple below it, or above if ``up``."""
    cells = table.cells()
    is_told = table.is_wanted() & (cells >= K)
    if is_hidden is not None:
        is_told &= ~is_hidden
    held = np.zeros_like(is_told) if is_held is None else is_told & is_held
    rounded = (-(-cells // BASE) if up else cells // BASE) * BASE if values is None else values
    told = ProtectedTable(
        run=run_of(),
        status=statuses(
            is_wanted=table.is_wanted(), is_possible=table.is_possible_cell(), is_told=is_told, is_held=held
        ),
        values=np.where(is_told, rounded, 0),
        as_of=np.where(held, np.datetime64(EARLIER), np.datetime64(TODAY)),
        noise_epsilon=noise_epsilon,
        ground_sha256="a" * 64,
        method="search",
        audit_scope="every cell",
        cells_checked=0,
    )
    design = Design(
        units_kind=other.pop("units_kind", "areas"),
        units=table.units,
        dimensions=table.dimensions,
        shows=table.shows,
        least_people=1_000,
    )
    facts = {"tier": "public", "k": K, "rounding_base": BASE, "as_of": TODAY, "snapshot": "s-1", "is_synthetic": False}
    return ProtectedTables(**(facts | other), design=design, tables=(told,))
