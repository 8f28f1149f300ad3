"""What a bounded search has reached: found and cleared tile by tile, so that it costs what it reaches."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.search.engine.compiling import compiled, lean
from accessibility.search.engine.ticks import UNREACHED, Keys
from accessibility.search.engine.ways import TILE_BITS, Ways, tile_of

Ints = npt.NDArray[np.int64]

_TILE: Final = 1 << TILE_BITS


@compiled
def tiles_reached(ways: Ways, first: int, keys: Keys, is_seen: npt.NDArray[np.bool_]) -> Ints:
    """The tiles that hold a node with a key, rising, if all ways begin in the tile ``first``.

    ``is_seen``: by tile, False, and so again when it returns. Whatever has a key got it from a node that has
    one, over a move to a cell beside or over an arc: so the tiles beside reached ones are looked at, and those
    to which their arcs lead.
    """
    todo, count = np.empty(len(is_seen), np.int64), 1
    todo[0], is_seen[first] = first, True
    found, found_count = np.empty(len(is_seen), np.int64), 0
    across = (ways.columns + _TILE - 1) >> TILE_BITS
    down = (ways.rows + _TILE - 1) >> TILE_BITS
    done = 0
    while done < count:
        tile = todo[done]
        done += 1
        tile_row, tile_column = tile // across, tile % across
        top, left = tile_row << TILE_BITS, tile_column << TILE_BITS
        bottom, right = min(ways.rows, top + _TILE), min(ways.columns, left + _TILE)
        has_cells = False
        for row in range(top, bottom):
            if not has_cells:
                for cell in range(row * ways.columns + left, row * ways.columns + right):
                    if keys[cell] != UNREACHED:
                        has_cells = True
                        break
            begin, end = ways.arcs.door_row_start[row], ways.arcs.door_row_start[row + 1]
            begin += np.searchsorted(ways.arcs.door_cell[begin:end], row * ways.columns + left)
            for door in range(begin, end):
                if ways.arcs.door_cell[door] >= row * ways.columns + right:
                    break
                if keys[ways.arcs.door_cell[door]] != UNREACHED:
                    count = _see(tile_of(ways, ways.arcs.door_node[door]), is_seen, todo, count)
        if has_cells:
            for other_row in range(max(0, tile_row - 1), min(down, tile_row + 2)):
                for other_column in range(max(0, tile_column - 1), min(across, tile_column + 2)):
                    count = _see(other_row * across + other_column, is_seen, todo, count)
        has_nodes = False
        for node in range(ways.tile_node_start[tile], ways.tile_node_start[tile + 1]):
            if keys[ways.cell_count + node] != UNREACHED:
                has_nodes = True
                for arc in range(ways.arcs.arc_start[node], ways.arcs.arc_start[node + 1]):
                    count = _see(tile_of(ways, ways.arcs.arc_node[arc]), is_seen, todo, count)
        if has_cells or has_nodes:
            found[found_count] = tile
            found_count += 1
    for place in range(count):
        is_seen[todo[place]] = False
    return np.sort(found[:found_count])


@lean
def _see(tile: int, is_seen: npt.NDArray[np.bool_], todo: Ints, count: int) -> int:
    if not is_seen[tile]:
        is_seen[tile] = True
        todo[count] = tile
        count += 1
    return count


@compiled
def keys_at(tiles: Ints, place_start: Ints, place: Ints, place_cell: Ints, keys: Keys) -> tuple[Ints, Keys]:
    """The places in some tiles that have a key, as they stand there, and their keys.

    Those of tile t are ``place[place_start[t]:place_start[t + 1]]``; ``place_cell``: the cell of each so listed.
    """
    most = 0
    for tile in tiles:
        most += place_start[tile + 1] - place_start[tile]
    reached, key, count = np.empty(most, np.int64), np.empty(most, np.uint64), 0
    for tile in tiles:
        for listed in range(place_start[tile], place_start[tile + 1]):
            if keys[place_cell[listed]] != UNREACHED:
                reached[count], key[count] = place[listed], keys[place_cell[listed]]
                count += 1
    return reached[:count], key[:count]


@compiled
def clear_tiles(ways: Ways, tiles: Ints, keys: Keys) -> None:
    """Take every key in some tiles away."""
    across = (ways.columns + _TILE - 1) >> TILE_BITS
    for tile in tiles:
        top, left = (tile // across) << TILE_BITS, (tile % across) << TILE_BITS
        right = min(ways.columns, left + _TILE)
        for row in range(top, min(ways.rows, top + _TILE)):
            keys[row * ways.columns + left : row * ways.columns + right] = UNREACHED
        keys[ways.cell_count + ways.tile_node_start[tile] : ways.cell_count + ways.tile_node_start[tile + 1]] = (
            UNREACHED
        )


@compiled
def tiles_of(ways: Ways, nodes: Ints) -> Ints:
    """The tile of each of these nodes."""
    tiles = np.empty(len(nodes), np.int64)
    for place in range(len(nodes)):
        tiles[place] = tile_of(ways, nodes[place])
    return tiles
