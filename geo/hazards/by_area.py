"""What hazard areas block if only some of them are there: put together from what each blocks by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import shapely

from geo.errors import InputError
from geo.grid import Grid
from geo.hazards.blocking import Hazards, HeldByCluster, RoadPolicy, any_of, held_by_cluster, things_met
from geo.hazards.clusters import cluster_touching
from geo.hazards.overlaps import arcs_along, road_overlaps
from geo.land import BlocksByShape, Neighbours, blocks_by_shape, move_count_of
from geo.roads import RoadsOnGrid, arc_lines

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class _RoadsNear:
    """The roads that meet a cluster of several areas, with the arcs' numbers among all, and those recorded in use."""

    roads: RoadsOnGrid
    arc: Ints
    is_in_use: Bools
    tolerance_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardsByArea:
    """Hazards that can be put together of any of their areas. Never changed, so for any number of threads.

    ``whole``: with all areas there. ``shapes``: the areas; ``unit``: the row of each in ``moves``, ``nodes``, ``arcs``
    and ``connectors``, which hold the clusters of ``whole`` first and then the areas that share theirs with others.
    """

    grid: Grid
    whole: Hazards
    shapes: npt.NDArray[np.object_]
    unit: Ints
    moves: BlocksByShape
    nodes: HeldByCluster
    arcs: HeldByCluster
    connectors: HeldByCluster
    near: _RoadsNear | None

    def of(self, is_there: Bools) -> Hazards:
        """What the areas block that are there; ``is_there`` has one value for each, in the order they were laid in.

        As ``lay_hazards`` of those areas alone. With all of them it is ``whole`` itself. The blocks of areas that
        touch are the union of what each blocks, which differs from those of their union by rounding at most.

        Raises InputError for another number of areas.
        """
        whole = self.whole
        if len(is_there) != len(self.shapes):
            raise InputError(
                f"{len(is_there)} areas are drawn and {len(self.shapes)} are laid; give one value for each"
            )
        if is_there.all():
            return whole
        there = np.flatnonzero(is_there)
        cluster, shapes, is_whole = self._clusters_of(is_there, there)
        unit = np.where(is_whole[cluster], whole.cluster[there], self.unit[there])
        pair = np.unique(np.column_stack([cluster, unit]), axis=0)
        count = len(shapes)
        moves = _moves_of(self.moves, pair, count)
        blocked, is_inside = moves.dense(self.grid)
        nodes, connectors = (_held_of(held, pair, count) for held in (self.nodes, self.connectors))
        arcs = self._arcs_of(pair, shapes)
        return Hazards(
            shapes=shapes,
            cluster=cluster,
            blocked=blocked,
            is_inside=is_inside,
            is_node_inside=any_of(nodes, len(whole.is_node_inside)),
            is_arc_cut=any_of(arcs, len(whole.is_arc_cut)),
            is_connector_blocked=any_of(connectors, len(whole.is_connector_blocked)),
            moves=moves,
            nodes=nodes,
            arcs=arcs,
            connectors=connectors,
        )

    def _clusters_of(self, is_there: Bools, there: Ints) -> tuple[Ints, tuple[shapely.Geometry, ...], Bools]:
        """The cluster of each area that is there, their shapes, and whether each is one with all its areas."""
        of_whole, whole = self.whole.cluster, self.whole.shapes
        lost = np.zeros(len(whole), np.bool_)
        lost[of_whole[~is_there]] = True
        is_part = lost[of_whole[there]]
        label = of_whole[there].copy()
        parted, parts = cluster_touching(self.shapes[there[is_part]].tolist())
        label[is_part] = len(whole) + parted
        kept, first, cluster = np.unique(label, return_index=True, return_inverse=True)
        order = np.argsort(first)
        place = np.empty(len(kept), np.int64)
        place[order] = np.arange(len(kept))
        every = (*whole, *parts)
        return place[cluster], tuple(every[row] for row in kept[order]), kept[order] < len(whole)

    def _arcs_of(self, pair: Ints, shapes: tuple[shapely.Geometry, ...]) -> HeldByCluster:
        """The arcs that each cluster cuts; of areas that touch, as their union does."""
        is_single = np.bincount(pair[:, 0], minlength=len(shapes)) == 1
        alone = _held_of(self.arcs, pair[is_single[pair[:, 0]]], len(shapes))
        joint = np.flatnonzero(~is_single)
        if self.near is None or not len(joint):
            return alone
        near = self.near
        cut = road_overlaps(self.grid, near.roads, [shapes[row] for row in joint], tolerance_m=near.tolerance_m)
        is_kept = ~near.is_in_use[cut.arc]
        cluster = np.concatenate([alone.cluster, joint[cut.area[is_kept]]])
        return held_by_cluster(cluster, np.concatenate([alone.item, near.arc[cut.arc[is_kept]]]), len(shapes))


def hazards_by_area(  # noqa: PLR0913 - the rules that the whole was laid by
    grid: Grid,
    roads: RoadsOnGrid,
    shapes: Sequence[shapely.Geometry],
    whole: Hazards,
    *,
    road_policy: RoadPolicy,
    overlap_tolerance_m: float,
    in_use: Sequence[shapely.Geometry] = (),
) -> HazardsByArea:
    """What each area blocks; ``whole`` is ``lay_hazards`` of the same areas on the same roads by the same rules.

    Raises InputError for areas that are not those of ``whole``.
    """
    areas = np.asarray(shapes, dtype=object)
    if len(areas) != len(whole.cluster):
        raise InputError(f"the hazards were laid of {len(whole.cluster)} areas, not of {len(areas)}; give the same")
    clusters = len(whole.shapes)
    is_shared = np.bincount(whole.cluster, minlength=clusters)[whole.cluster] > 1
    unit = whole.cluster.copy()
    unit[is_shared] = clusters + np.arange(np.count_nonzero(is_shared))
    parts = areas[is_shared].tolist()
    neighbours: Neighbours = move_count_of(whole.blocked)  # type: ignore[assignment]
    ends = np.stack([roads.connector_start, roads.connector_end], axis=1)
    nothing = held_by_cluster(np.empty(0, np.int64), np.empty(0, np.int64), len(parts))
    nodes, connectors, arcs, near = nothing, nothing, nothing, None
    if parts:
        nodes = things_met(shapely.points(roads.node_xy), parts)
        connectors = things_met(shapely.linestrings(ends), parts) if len(ends) else nothing
        if road_policy != "open" and len(roads.arc_from):
            near = _roads_near(
                grid, roads, parts, in_use if road_policy == "recorded" else (), tolerance_m=overlap_tolerance_m
            )
            cut = road_overlaps(grid, near.roads, parts, tolerance_m=overlap_tolerance_m)
            is_kept = ~near.is_in_use[cut.arc]
            arcs = held_by_cluster(cut.area[is_kept], near.arc[cut.arc[is_kept]], len(parts))
    return HazardsByArea(
        grid=grid,
        whole=whole,
        shapes=areas,
        unit=unit,
        moves=_joined_moves(whole.moves, blocks_by_shape(grid, parts, neighbours)),
        nodes=_joined(whole.nodes, nodes),
        arcs=_joined(whole.arcs, arcs),
        connectors=_joined(whole.connectors, connectors),
        near=near,
    )


def _roads_near(
    grid: Grid,
    roads: RoadsOnGrid,
    shapes: Sequence[shapely.Geometry],
    in_use: Sequence[shapely.Geometry],
    *,
    tolerance_m: float,
) -> _RoadsNear:
    lines = arc_lines(roads, np.arange(len(roads.arc_from)))
    # by their boxes: GEOS takes a line of no length for nothing, and such pieces are needed too
    arc = np.unique(shapely.STRtree(lines).query(np.asarray(shapes, dtype=object))[1]).astype(np.int64)
    chosen = {
        name: getattr(roads, name)[arc]
        for name in ("arc_from", "arc_to", "vehicle_s", "walk_s", "arc_link", "is_above", "arc_span", "is_closed")
    }
    near = replace(roads, **chosen)
    is_in_use = np.zeros(len(arc), np.bool_)
    if len(in_use) and len(arc):
        is_in_use = arcs_along(grid, near, np.arange(len(arc)), in_use, tolerance_m=tolerance_m)
    return _RoadsNear(roads=near, arc=arc, is_in_use=is_in_use, tolerance_m=tolerance_m)


def _joined(first: HeldByCluster, second: HeldByCluster) -> HeldByCluster:
    start = np.concatenate([first.start, second.start[1:] + first.start[-1]])
    return HeldByCluster(start=start, item=np.concatenate([first.item, second.item]))


def _joined_moves(first: BlocksByShape, second: BlocksByShape) -> BlocksByShape:
    return BlocksByShape(
        start=np.concatenate([first.start, second.start[1:] + first.start[-1]]),
        cell=np.concatenate([first.cell, second.cell]),
        mask=np.concatenate([first.mask, second.mask]),
        is_inside=np.concatenate([first.is_inside, second.is_inside]),
    )


def _entries(start: Ints, pair: Ints) -> tuple[Ints, Ints]:
    """The cluster and the place of each entry of the units of pairs of cluster and unit."""
    first = start[pair[:, 1]]
    count = start[pair[:, 1] + 1] - first
    place = np.arange(count.sum()) + np.repeat(first - (np.cumsum(count) - count), count)
    return np.repeat(pair[:, 0], count), place


def _held_of(held: HeldByCluster, pair: Ints, cluster_count: int) -> HeldByCluster:
    cluster, place = _entries(held.start, pair)
    both = np.unique(np.column_stack([cluster, held.item[place]]), axis=0)
    return held_by_cluster(both[:, 0], both[:, 1], cluster_count)


def _moves_of(moves: BlocksByShape, pair: Ints, cluster_count: int) -> BlocksByShape:
    cluster, place = _entries(moves.start, pair)
    cell, mask, is_inside = moves.cell[place], moves.mask[place], moves.is_inside[place]
    if len(np.unique(pair[:, 0])) < len(pair):  # areas that touch may block moves of the same cell
        order = np.lexsort((cell, cluster))
        cluster, cell, mask, is_inside = cluster[order], cell[order], mask[order], is_inside[order]
        first = np.flatnonzero((np.diff(cell, prepend=-1) != 0) | (np.diff(cluster, prepend=-1) != 0))
        cluster, cell = cluster[first], cell[first]
        mask, is_inside = np.bitwise_or.reduceat(mask, first), np.logical_or.reduceat(is_inside, first)
    start = np.searchsorted(cluster, np.arange(cluster_count + 1)).astype(np.int64)
    return BlocksByShape(start=start, cell=cell, mask=mask, is_inside=is_inside)
