"""The classes of a study's land, read again for those who change the speed of one; nobody else keeps them."""

from __future__ import annotations

import numpy as np

from accessibility.study_file import StudyFile
from accessibility.worlds.terrain import read_speeds_of_land
from geo.faults import Faults
from geo.grid import Grid
from geo.land import (
    LandClasses,
    LandSpeed,
    classes_by_cell,
    classes_by_share,
    one_class,
    pace_of_fractions,
    speeds_of_classes,
    speeds_of_covers,
)
from geo.rasters import read_cover_fractions, read_land_cover


def read_land_classes(study: StudyFile, grid: Grid, *, faults: Faults) -> LandClasses | None:
    """The classes or covers of a study's land on its grid; None if a file has an error, all of which are told.

    Land of one speed, or of a friction surface, is of one class without a name.
    """
    table = study.land
    if table.speed_kmh is not None or table.friction is not None:
        return one_class()
    name, speeds = read_speeds_of_land(study, faults=faults)
    if table.land_cover is not None:
        classes = read_land_cover(study.located(table.land_cover), grid, where=str(table.land_cover), faults=faults)
        if classes is None or speeds is None:
            return None
        by_class = speeds_of_classes(classes, speeds, where=name, faults=faults)
        return None if by_class is None else classes_by_cell(classes, by_class)
    covers = table.cover_fractions or {}
    paths = {cover: study.located(path) for cover, path in covers.items()}
    fractions = read_cover_fractions(paths, grid, where="[land] cover_fractions", faults=faults)
    by_cover = None if speeds is None else speeds_of_covers(covers, speeds, where=name, faults=faults)
    if fractions is None or by_cover is None:
        return None
    return classes_by_share(fractions, by_cover, np.isfinite(pace_of_fractions(fractions, by_cover)[0]))


def speeds_of_land(study: StudyFile, *, faults: Faults) -> dict[str, LandSpeed] | None:
    """The table of speeds of a study's land by class or cover; empty for land of one speed or a friction surface."""
    table = study.land
    if table.speed_kmh is not None or table.friction is not None:
        return {}
    return read_speeds_of_land(study, faults=faults)[1]
