"""The classes of a study's land, read again for those who change the speed of one; nobody else keeps them."""

from __future__ import annotations

import numpy as np

from accessibility.study_file import StudyFile
from accessibility.worlds.terrain import read_land_by_class, read_land_by_share, read_speeds_of_land
from geo.faults import Faults
from geo.grid import Grid
from geo.land import (
    LandClasses,
    LandSpeed,
    classes_by_cell,
    classes_by_share,
    one_class,
    pace_of_fractions,
)


def read_land_classes(study: StudyFile, grid: Grid, *, faults: Faults) -> LandClasses | None:
    """The classes or covers of a study's land on its grid; None if a file has an error, all of which are told.

    Land of one speed, or of a friction surface, is of one class without a name.
    """
    table = study.land
    if table.speed_kmh is not None or table.friction is not None:
        return one_class()
    if table.land_cover is not None:
        classes = read_land_by_class(study, grid, faults=faults)
        return None if classes is None else classes_by_cell(*classes)
    shares = read_land_by_share(study, grid, faults=faults)
    return None if shares is None else classes_by_share(*shares, np.isfinite(pace_of_fractions(*shares)[0]))


def speeds_of_land(study: StudyFile, *, faults: Faults) -> dict[str, LandSpeed] | None:
    """The table of speeds of a study's land by class or cover; empty for land of one speed or a friction surface."""
    table = study.land
    if table.speed_kmh is not None or table.friction is not None:
        return {}
    return read_speeds_of_land(study, faults=faults)[1]
