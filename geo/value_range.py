"""The range in which a number of a table may lie, and where that range is from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRange:
    """The least and the greatest that a value may be, in its own unit, both inclusive; it lies between them.

    ``certainty``: S given to us, V read in a public source, D computed from such, M recalled, A a proposal; empty
    where the table does not say.
    """

    low: float
    high: float
    source: str
    certainty: str
