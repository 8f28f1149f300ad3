"""Places in the study file: the towns and villages that regions are called by."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from accessibility.study_file.tables import Sourced
from geo.layers import OSM_ENDINGS


class PlacesTable(Sourced):
    """``[places]``: a layer or table of points, or an OSM file whose place nodes are taken.

    ``name``, ``kind`` and ``people`` name columns, or keys of OSM. The name's is "name" and, of OSM, the kind's is
    "place" where none is given.
    """

    path: Path
    layer: str | None = None
    name: str | None = Field(default=None, min_length=1)
    kind: str | None = Field(default=None, min_length=1)
    people: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _has_no_layer_in_osm(self) -> Self:
        if self.layer is not None and self.path.name.lower().endswith(OSM_ENDINGS):
            raise ValueError(f"layer stands beside {self.path}, which has no layers; remove layer")
        return self
