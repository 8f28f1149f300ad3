"""What must be said with protected tables, in words, from what is told in them alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from accessibility.protection.table_values import (
    HELD,
    IMPOSSIBLE,
    NOT_WANTED,
    SUPPRESSED,
    Design,
    ProtectedTable,
    ProtectedTables,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenShare:
    """Of the figures about one category of people, wherever anybody lives, how many are not told."""

    dimension: str
    category: str
    figures: int
    suppressed: int

    @property
    def percent(self) -> int:
        """The share in whole percent; 0 where there are no figures."""
        return round(100 * self.suppressed / self.figures) if self.figures else 0


def hidden_shares(design: Design, table: ProtectedTable) -> Iterator[HiddenShare]:
    """Whom suppression hides: of each category of each dimension how many of its wanted figures are not told."""
    for axis, dimension in enumerate(design.dimensions, start=1):
        for place, category in enumerate(dimension.categories):
            status = table.status.take(place, axis=axis)
            figures = int((~np.isin(status, (NOT_WANTED, IMPOSSIBLE))).sum())
            if figures:
                yield HiddenShare(
                    dimension=dimension.name,
                    category=category,
                    figures=figures,
                    suppressed=int((status == SUPPRESSED).sum()),
                )


def silent_units(design: Design, table: ProtectedTable) -> list[str]:
    """The names of the leaves of which nothing at all is told though people live there, in the order of the units."""
    leaves = design.units.leaf_rows
    rest = tuple(range(1, table.status.ndim))
    is_silent = ~table.is_told.any(axis=rest) & (table.status == SUPPRESSED).any(axis=rest)
    return [design.units.names[leaf] for leaf in leaves if is_silent[leaf]]


def sentences_of(told: ProtectedTables) -> tuple[str, ...]:
    """The sentences that go with the tables."""
    return tuple(_sentences(told))


def _sentences(told: ProtectedTables) -> Iterator[str]:
    if told.is_synthetic:
        yield "The survivors in these tables are made up: no figure is about a real person."
    yield (
        f"No figure is told that stands for fewer than {told.k} survivors; told figures are rounded, "
        f"up or down, to a multiple of {told.rounding_base} next to them."
    )
    yield "Suppressed does not mean zero: it also hides what would let a small figure be worked out."
    yield f"The records are those of {told.as_of.isoformat()}."
    if any((table.status == HELD).any() for table in told.tables):
        yield (
            "A held figure repeats an earlier one with its date: since then it has not changed, has changed by "
            "too few people to be told, or stands for a group that can no longer be told."
        )
    if any(table.noise_epsilon is not None for table in told.tables):
        yield (
            "Random noise was added to the figures before they were rounded, so that parts need not add up to "
            "their sum; none is told below the least figure."
        )
    merged = sum(bool(parts) for parts in told.design.units.merged_ids)
    if merged:
        yield (
            f"{merged} {'unit is' if merged == 1 else 'units are'} put together from smaller ones, "
            f"where fewer than {told.design.least_people:,} people live."
        )
    for table in told.tables:
        yield from _hidden_sentences(told.design, table)


def _hidden_sentences(design: Design, table: ProtectedTable) -> Iterator[str]:
    silent = len(silent_units(design, table))
    if silent:
        yield (
            f"{_label(table)}: nothing is told of {silent} of {len(design.units.leaf_rows)} units, "
            "since too few survivors are in need there or telling would give others away."
        )
    shares = list(hidden_shares(design, table))
    for dimension in design.dimensions:
        parts = [
            f"{share.percent} % of those about {share.category}"
            for share in shares
            if share.dimension == dimension.name and share.suppressed
        ]
        if parts:
            yield f"{_label(table)}: of the figures by {dimension.name}, suppression hides {', '.join(parts)}."


def _label(table: ProtectedTable) -> str:
    run = table.run
    return f"{run.pillar} ({run.season}, {run.direction}, {run.hazards})"
