"""People near hazards, from whom new victims may come: how many live within some distance, and their access."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from accessibility.need.access import ALL_ID, measure_access
from accessibility.need.demand import Demand, PeopleTime
from accessibility.search import INSIDE_HAZARD
from geo.grid import Grid
from geo.hazards import to_metric
from geo.layers import one_area

NEAR_M: Final = (500.0, 1000.0, 5000.0)
INSIDE_M: Final = 0.0


def distance_to_areas_m(
    grid: Grid, cells: npt.NDArray[np.int64], shapes: Sequence[shapely.Geometry], *, within_m: float
) -> npt.NDArray[np.float64]:
    """Metres from each cell's centre to the nearest polygon, 0 inside; inf where none is within so many metres.

    ``shapes`` are in the grid's CRS. Distances are measured in the grid's metric CRS.
    """
    distance_m = np.full(len(cells), np.inf)
    if not len(shapes) or not len(cells):
        return distance_m
    rows, columns = np.divmod(cells, grid.shape[1])
    points = to_metric(grid, shapely.points(grid.centre_x[columns], grid.centre_y[rows]))
    areas = to_metric(grid, np.asarray(shapes, dtype=object))
    (place, _), found_m = shapely.STRtree(areas).query_nearest(
        points, max_distance=max(within_m, 1e-9), return_distance=True, all_matches=False
    )
    distance_m[place] = found_m
    return distance_m


def measure_near_hazards(
    grid: Grid,
    demand: Demand,
    times: PeopleTime,
    distance_m: npt.NDArray[np.float64],
    **measures: Any,  # bands_minutes and threshold_minutes of measure_access
) -> pd.DataFrame:
    """Access of those inside hazards (``within_m`` 0), and of those outside within each distance, inclusive.

    ``distance_m``: by home of the demand, as from ``distance_to_areas_m``. Columns ``within_m`` and those of
    ``measure_access``, without its areas. Distances are cumulative: who lives within 500 m is within 5 km too.
    """
    is_inside = times.status == INSIDE_HAZARD
    everywhere = one_area(grid)
    rows = []
    for within_m in (INSIDE_M, *NEAR_M):
        is_meant = is_inside if within_m == INSIDE_M else ~is_inside & (distance_m <= within_m)
        some = replace(demand, **{field.name: getattr(demand, field.name)[is_meant] for field in fields(demand)})
        their = replace(times, **{field.name: getattr(times, field.name)[is_meant] for field in fields(times)})
        access = measure_access(some, their, everywhere, **measures)
        row = access[access["area_id"] == ALL_ID].drop(columns=["area_id", "area_name", "area_kind"])
        rows.append(row.assign(within_m=within_m))
    table = pd.concat(rows, ignore_index=True)
    return table[["within_m", *(column for column in table.columns if column != "within_m")]]
