"""All ways of one direction and one set of rules, as arrays that the kernels take as one value."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from accessibility.search.engine.compiling import lean

PLAIN_NEIGHBOURS: Final = 8  # what the plain kernel is written for
TILE_BITS: Final = 7  # cells of a tile along a side, as a power of two: its keys stay in the second-level cache


class Arcs(NamedTuple):
    """Arcs that begin or end at a road node, each with where it leads and what it adds to a key.

    Those of road node i are ``arc_start[i]`` to ``arc_start[i + 1]``. Those of cells are doors, in
    the order of ``door_cell``; the doors of a row of the grid begin at ``door_row_start``. ``most``:
    the most that begin at one node.
    """

    arc_start: npt.NDArray[np.int64]
    arc_node: npt.NDArray[np.int64]
    arc_key: npt.NDArray[np.uint64]
    door_row_start: npt.NDArray[np.int64]
    door_cell: npt.NDArray[np.int64]
    door_node: npt.NDArray[np.int64]
    door_key: npt.NDArray[np.uint64]
    most: int


class Ways(NamedTuple):
    """The moves between cells and the arcs of the roads. Nodes: the C cells, then the N road nodes.

    Cells are flat, row by row. Road nodes are ordered by tile. ``open_moves``: bit k of a cell says
    whether its move k is allowed. M moves; offsets are added to a cell's number and wrap round.
    ``pair_first``, ``pair_second``, ``pair_share``: (M, 3), the cells crossed as offsets, in pairs,
    the ends first. ``length_ticks``, ``length_m``: (rows, M), what a pace in s/m is multiplied by.
    ``rise_sign``: 1 from the centre, -1 towards it. ``is_level``: no slope changes any time.
    ``mode_everywhere``: the mode of all cells that have land data, or -1. ``is_plain``: level, over
    8 neighbours, and no step shorter than a tick. ``bucket_bits``: a bucket is that power of two in
    ticks, near the shorter steps.

    ``arcs``: the arcs of the roads. ``node_tile``, ``tile_node_start``: the tile of a road node, the
    road nodes of a tile.
    """

    rows: int
    columns: int
    cell_count: int
    move_count: int
    open_moves: npt.NDArray[np.uint8] | npt.NDArray[np.uint16] | npt.NDArray[np.uint32]
    pace: npt.NDArray[np.float64]
    mode: npt.NDArray[np.uint8]
    elevation_m: npt.NDArray[np.float32]
    move_row: npt.NDArray[np.int64]
    move_column: npt.NDArray[np.int64]
    move_offset: npt.NDArray[np.uint64]
    pair_count: npt.NDArray[np.int64]
    pair_first: npt.NDArray[np.uint64]
    pair_second: npt.NDArray[np.uint64]
    pair_share: npt.NDArray[np.float64]
    length_ticks: npt.NDArray[np.float64]
    length_m: npt.NDArray[np.float64]
    rise_sign: float
    is_level: bool
    mode_everywhere: int
    is_plain: bool
    bucket_bits: int
    arcs: Arcs
    node_tile: npt.NDArray[np.int64]
    tile_node_start: npt.NDArray[np.int64]


@lean
def tile_of(ways: Ways, node: int) -> int:
    """The tile that a node lies in."""
    if node >= ways.cell_count:
        return ways.node_tile[node - ways.cell_count]
    across = (ways.columns + (1 << TILE_BITS) - 1) >> TILE_BITS
    row = node // ways.columns
    return (row >> TILE_BITS) * across + ((node - row * ways.columns) >> TILE_BITS)


@lean
def doors_at(arcs: Arcs, row: int, cell: int) -> tuple[int, int]:
    """The first door of a cell in a row of the grid and the one after its last."""
    first, end = arcs.door_row_start[row], arcs.door_row_start[row + 1]
    first += np.searchsorted(arcs.door_cell[first:end], cell)
    last = first
    while last < end and arcs.door_cell[last] == cell:
        last += 1
    return first, last
