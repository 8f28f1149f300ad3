"""Protected tables as values: what may be told of survivors in need, cell by cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from accessibility.protection.cube import CountTable, Cube, Dimension, Mask
from accessibility.protection.rules import Audience
from accessibility.protection.units import Units

NOT_WANTED: Final = 0
SHOWN: Final = 1
HELD: Final = 2
SUPPRESSED: Final = 3
IMPOSSIBLE: Final = 4
STATUS_WORDS: Final = {SHOWN: "shown", HELD: "held", SUPPRESSED: "suppressed", IMPOSSIBLE: "impossible"}

Method = Literal["search", "greedy", "pools"]  # by the size of the table alone
Scope = Literal["every cell", "sample"]
Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class TableRun:
    """Whose need a table is about, and the run of the study that its times came from."""

    pillar: str
    profile: str
    scenario: str
    season: str
    direction: str
    hazards: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Design:
    """What is counted, the same for all tables of a folder: the places, the dimensions and the margins wanted.

    ``units_kind`` says what the units are, such as ``areas`` or ``cells-10km``. ``least_people``: units with
    fewer residents were merged.
    """

    units_kind: str
    units: Units
    dimensions: tuple[Dimension, ...]
    shows: tuple[frozenset[str], ...]
    least_people: int

    def as_table(self) -> CountTable:
        """A count table of this design that holds nobody."""
        shape = (len(self.units.leaf_rows), *(len(dimension.categories) for dimension in self.dimensions))
        return CountTable(
            units=self.units,
            dimensions=self.dimensions,
            counts=np.zeros(shape, dtype=np.int64),
            is_possible=np.ones(shape, dtype=np.bool_),
            shows=self.shows,
        )

    def is_wanted(self) -> Mask:
        """Of each cell whether it is in a margin that is to be shown: these are the rows of the file."""
        return self.as_table().is_wanted()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProtectedTable:
    """What is told of one pillar by one run: three cubes of the design.

    ``status`` is uint8, one of the constants of this module. ``values`` is int64: survivors, rounded,
    where the status is SHOWN or HELD, and 0 without a meaning elsewhere. ``as_of``, datetime64[D], is the day of
    the records: the folder's, and an earlier one where HELD. ``noise_epsilon`` is what was spent on this
    table, None without noise. ``ground_sha256`` is the hash of the run's times.
    ``cells_checked``: how many cells that are not told the audit looked at, all or a sample by ``audit_scope``.
    """

    run: TableRun
    status: npt.NDArray[np.uint8]
    values: Cube
    as_of: Days
    noise_epsilon: float | None
    ground_sha256: str
    method: Method
    audit_scope: Scope
    cells_checked: int

    @property
    def is_told(self) -> Mask:
        """Of each cell whether a number is told."""
        return np.isin(self.status, (SHOWN, HELD))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProtectedTables:
    """A protected table folder as values: all tables that were told together to one audience.

    ``k``: no told count stands for fewer people. ``rounding_base``: told counts are multiples of it.
    ``as_of`` is the day of the records, ``snapshot`` an opaque name of their state that tells nothing of them.
    """

    tier: Audience
    k: int
    rounding_base: int
    as_of: dt.date
    snapshot: str
    is_synthetic: bool
    design: Design
    tables: tuple[ProtectedTable, ...]

    @property
    def least_value(self) -> int:
        """The least number that can be told: k, or the multiple of the rounding base next below it."""
        return self.k - self.k % self.rounding_base


def statuses(*, is_wanted: Mask, is_possible: Mask, is_told: Mask, is_held: Mask) -> npt.NDArray[np.uint8]:
    """The status of each cell; a told cell must be wanted and possible, a held one told. Raises ValueError."""
    if (is_told & ~(is_wanted & is_possible)).any() or (is_held & ~is_told).any():
        raise ValueError("a cell is told that is not wanted or not possible, or held without being told")
    status = np.where(is_possible, SUPPRESSED, IMPOSSIBLE)
    status = np.where(is_told, np.where(is_held, HELD, SHOWN), status)
    return np.where(is_wanted, status, NOT_WANTED).astype(np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What is missing from what was wanted, as anybody can count it: figures that could be, and those not told.

    ``people_share`` is the share of the told total that the told figures of the leaves do not make up, 0 to 1, from
    rounded figures; None where the total is not told.
    """

    margin: tuple[str, ...]
    figures: int
    suppressed: int
    people_share: float | None


def losses(design: Design, table: ProtectedTable) -> Iterator[Loss]:
    """What each wanted margin lacks in the leaves of the units; the margin without dimensions comes first."""
    leaves = design.units.leaf_rows
    whole = (0, *(-1 for _ in design.dimensions))
    total = int(table.values[whole]) if table.is_told[whole] else None
    for margin in wanted_margins(design):
        place = tuple(slice(0, -1) if dimension.name in margin else slice(-1, None) for dimension in design.dimensions)
        status = table.status[leaves][(slice(None), *place)]
        is_told = table.is_told[leaves][(slice(None), *place)]
        told = int(table.values[leaves][(slice(None), *place)][is_told].sum())
        yield Loss(
            margin=margin,
            figures=int((status != IMPOSSIBLE).sum()),
            suppressed=int((status == SUPPRESSED).sum()),
            people_share=None if total is None else max(0.0, 1.0 - told / total),
        )


def wanted_margins(design: Design) -> list[tuple[str, ...]]:
    """The wanted margins by their dimensions, in the order of the design, from the smallest up."""
    names = [dimension.name for dimension in design.dimensions]
    found: set[tuple[str, ...]] = {()}
    for margin in design.shows:
        ordered = [name for name in names if name in margin]
        parts: list[tuple[str, ...]] = [()]
        for name in ordered:
            parts += [(*part, name) for part in parts]
        found.update(parts)
    return sorted(found, key=lambda margin: (len(margin), [names.index(name) for name in margin]))
