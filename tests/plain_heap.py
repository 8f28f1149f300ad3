"""The plain heap: the search as a textbook has it, in Python, float64 and one node at a time."""

from __future__ import annotations

import heapq
import math

import numpy as np
from worlds import World

from accessibility.search.engine.steps import step_ticks
from accessibility.search.graph import build_graph
from accessibility.search.network import TravelNetwork, lay_network
from accessibility.search.rules import TravelRules
from accessibility.search.stencil import cells_crossed, corners_passed
from geo.land.moves import MOVE_COLUMNS, MOVE_ROWS

TICKS_PER_SECOND = 2.0**20


def plain_arcs(network: TravelNetwork) -> dict[int, dict[int, float]]:
    """Whole ticks by node and node reached: the moves by the rules of the travel model, the rest from the road graph.

    Only the time of one step is the search's own function, so that both add up the same numbers.
    """
    land, rules, hazards = network.land, network.rules, network.hazards
    rows, columns = land.grid.shape
    arcs: dict[int, dict[int, float]] = {}
    blocked = land.blocked if hazards is None else land.blocked | hazards.blocked
    is_crossable, is_passable, blocked_moves = (
        np.isfinite(land.pace).tolist(),
        land.is_passable.tolist(),
        blocked.tolist(),
    )
    moves = []
    for move in range(rules.neighbours):
        down, right = int(MOVE_ROWS[move]), int(MOVE_COLUMNS[move])
        corners = [] if rules.corner_crossing == "allow" else corners_passed(down, right)
        moves.append((move, down, right, [place for place, _ in cells_crossed(down, right)], corners))
    for cell in np.flatnonzero(land.is_passable):
        row, column = divmod(int(cell), columns)
        for move, down, right, crossed, corners in moves:
            end = (row + down, column + right)
            if not (0 <= end[0] < rows and 0 <= end[1] < columns) or not is_passable[end[0]][end[1]]:
                continue
            if blocked_moves[row][column] >> move & 1:
                continue
            if not all(is_crossable[row + y][column + x] for y, x in crossed):
                continue
            if any(not any(is_crossable[row + y][column + x] for y, x in pair) for pair in corners):
                continue
            ticks = step_ticks(network.ways, np.uint64(cell), move, row)
            arcs.setdefault(int(cell), {})[end[0] * columns + end[1]] = whole(ticks)
    graph = build_graph(
        network.roads,
        cell_count=land.grid.cell_count,
        hazards=hazards,
        boarding_wait_s=rules.boarding_wait_minutes * 60,
        is_towards=rules.direction == "to",
    )
    for tail, head, seconds in zip(graph.tail.tolist(), graph.head.tolist(), graph.seconds.tolist(), strict=True):
        if np.isfinite(seconds):
            ways = arcs.setdefault(tail, {})
            ways[head] = min(ways.get(head, np.inf), whole(seconds * TICKS_PER_SECOND))
    return arcs


def whole(ticks: float) -> float:
    """Whole ticks, at least one."""
    return float(max(1, math.floor(ticks + 0.5)))


def plain_search(
    world: World,
    centres: np.ndarray,
    rules: TravelRules,
    *,
    has_hazards: bool,
    start_s: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Seconds and row of the nearest centre by cell, inf and -1 where there is none."""
    network = lay_network(world.land, world.roads, rules=rules, hazards=world.hazards if has_hazards else None)
    arcs = plain_arcs(network)
    starts = np.zeros(len(centres)) if start_s is None else start_s
    heap = [(whole_start(start), row, int(cell)) for row, (cell, start) in enumerate(zip(centres, starts, strict=True))]
    heapq.heapify(heap)
    settled: dict[int, tuple[float, int]] = {}
    while heap:
        ticks, row, node = heapq.heappop(heap)
        if node in settled:
            continue
        settled[node] = (ticks, row)
        for other, step in arcs.get(node, {}).items():
            if other not in settled:
                heapq.heappush(heap, (ticks + step, row, other))
    seconds = np.full(world.land.grid.cell_count, np.inf)
    nearest = np.full(world.land.grid.cell_count, -1)
    for node, (ticks, row) in settled.items():
        if node < len(seconds):
            seconds[node], nearest[node] = ticks / TICKS_PER_SECOND, row
    return seconds.reshape(world.land.grid.shape), nearest.reshape(world.land.grid.shape)


def whole_start(start_s: float) -> float:
    """A start in whole ticks; none is 0."""
    return float(np.rint(start_s * TICKS_PER_SECOND))
