"""Ways as drawn, with their tags: what every reader of roads hands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from geo.roads.tags import TAG_KEYS


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadWays:
    """Roads and ferries as drawn, before they are cut at junctions. W ways, V vertices, T sets of tags.

    ``tags``: the distinct sets of tags; ``tag_row``: int32 (W,), the set of each way.
    ``source_id``: int64 (W,); ``row_name`` is what one is called in messages: way, row, edge.
    ``vertex_start``: int64 (W + 1,); ``node_id``: int64 (V,), vertices with the same id are the same place.
    ``vertices``: float64 (V, 2), lon and lat; NaN where the file does not hold the node.
    ``left_out``: what the reader could not take in at all, by reason; already told.
    """

    tags: tuple[Mapping[str, str], ...]
    tag_row: npt.NDArray[np.int32]
    source_id: npt.NDArray[np.int64]
    row_name: str
    vertex_start: npt.NDArray[np.int64]
    node_id: npt.NDArray[np.int64]
    vertices: npt.NDArray[np.float64]
    data_date: date | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)


class TagTable:
    """Distinct sets of tags, numbered as they come."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str | None, ...], int] = {}

    def row(self, values: tuple[str | None, ...]) -> int:
        """The number of a set: one value for each of TAG_KEYS, then the name; None where absent."""
        return self._rows.setdefault(values, len(self._rows))

    def tags(self) -> tuple[Mapping[str, str], ...]:
        """The sets in order, without what is absent."""
        keys = (*TAG_KEYS, "name")
        return tuple(
            {key: value for key, value in zip(keys, values, strict=True) if value is not None} for values in self._rows
        )
