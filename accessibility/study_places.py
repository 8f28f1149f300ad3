"""The named places of a study, for those who know its grid and for those who do not."""

from __future__ import annotations

from accessibility.study_file import StudyFile
from geo.faults import Faults
from geo.grid import Grid
from geo.layers import Places, read_places


def read_study_places(study: StudyFile, grid: Grid, *, faults: Faults) -> Places | None:
    """The places that ``[places]`` names, those on the grid; None without the table, or if it has an error."""
    table = study.places
    if table is None:
        return None
    return read_places(
        study.located(table.path),
        grid,
        name=table.name,
        kind=table.kind,
        people=table.people,
        layer=table.layer,
        where=str(table.path),
        faults=faults,
    )
