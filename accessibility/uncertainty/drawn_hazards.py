"""The hazard areas of a world that are there in a draw, and the land and roads as those slow them down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from accessibility.uncertainty.draw import Draw
from accessibility.worlds import Ground
from geo.hazards import UNKNOWN, Hazards, HazardsByArea, RoadPolicy, hazards_by_area, kind_word, slowed_cells
from geo.land import Land
from geo.roads import RoadsOnGrid

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slowing:
    """An area that slows people down: its cells, and what it multiplies the pace of each by."""

    cell: npt.NDArray[np.int64]
    factor: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnHazards:
    """The areas of a ground, each by itself. Never changed, so for any number of threads.

    ``blocking``, ``slowing``: key and kind of each area of that policy, in the order of the ground's.
    """

    ground: Ground
    by_area: HazardsByArea
    blocking: tuple[tuple[str, str], ...]
    slowing: tuple[tuple[str, str], ...]
    slowed: tuple[_Slowing, ...]

    @classmethod
    def lay(
        cls,
        ground: Ground,
        *,
        road_policy: RoadPolicy,
        overlap_tolerance_m: float,
        in_use: Sequence[shapely.Geometry],
    ) -> DrawnHazards:
        """The areas of a ground that has some, laid by the rules that its hazards were laid by."""
        areas, hazards = ground.hazard_areas, ground.hazards
        if areas is None or hazards is None:
            raise AssertionError("a ground without hazards has none to draw")
        blocking, slowing = areas[areas["policy"] == "block"], areas[areas["policy"] == "slow"]
        by_area = hazards_by_area(
            ground.grid,
            ground.roads,
            list(blocking.geometry),
            hazards,
            road_policy=road_policy,
            overlap_tolerance_m=overlap_tolerance_m,
            in_use=in_use,
        )
        slowed = []
        for shape, factor in zip(slowing.geometry, slowing["slow_factor"].tolist(), strict=True):
            cell, slower = slowed_cells(ground.grid, shape, factor)
            slowed.append(_Slowing(cell=cell, factor=slower))
        return cls(
            ground=ground,
            by_area=by_area,
            blocking=keys_and_kinds(blocking),
            slowing=keys_and_kinds(slowing),
            slowed=tuple(slowed),
        )

    def of(self, draw: Draw) -> tuple[Land, RoadsOnGrid, Hazards]:
        """Land, roads and hazards with the areas of a draw; those of the ground themselves if all are there."""
        ground, hazards = self.ground, self.by_area.of(is_there(self.blocking, draw))
        is_slowing = is_there(self.slowing, draw)
        if is_slowing.all():
            return ground.held_land, ground.held_roads, hazards
        if not is_slowing.any():
            return ground.land, ground.roads, hazards
        slow = np.ones(ground.grid.cell_count)
        for row in np.flatnonzero(is_slowing):
            each = self.slowed[row]
            slow[each.cell] = np.maximum(slow[each.cell], each.factor)
        walked = slow[ground.roads.walk_cell]
        most = ground.held_land.pace.ravel()[ground.roads.walk_cell]
        is_as_held = ground.land.pace.ravel()[ground.roads.walk_cell] * walked == most
        connector_s = np.where(is_as_held, ground.held_roads.connector_s, ground.roads.connector_s * walked)
        land = ground.land.slowed(slow.reshape(ground.grid.shape))
        return land, replace(ground.held_roads, connector_s=connector_s), hazards


def is_there(areas: Sequence[tuple[str, str]], draw: Draw) -> Bools:
    """Whether each area, given by key and kind, is there; what a draw does not name is there."""
    return np.array(
        [key not in draw.hazard or draw.hazard[key] < draw.hazard_chance.get(kind, 1.0) for key, kind in areas],
        np.bool_,
    )


def keys_and_kinds(areas: gpd.GeoDataFrame) -> tuple[tuple[str, str], ...]:
    """The key of each area, its id or ``row 7``, and its kind: confirmed, suspected or unknown."""
    ids, rows, kinds = areas["id"].tolist(), areas["row"].tolist(), areas["kind"].tolist()
    keys = [identity if identity != UNKNOWN else f"row {row}" for identity, row in zip(ids, rows, strict=True)]
    return tuple((key, kind_word(kind)) for key, kind in zip(keys, kinds, strict=True))
