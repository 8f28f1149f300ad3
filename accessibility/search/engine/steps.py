"""The time of one step between neighbouring cells, compiled: slope, mode, and the cells it crosses."""

from __future__ import annotations

from typing import Final

import numpy as np

from accessibility.search.engine.compiling import compiled, lean
from accessibility.search.engine.ticks import LONGEST_STEP_TICKS, ROW_BITS
from accessibility.search.engine.ways import Ways
from geo.land import MODES

MIXED: Final = -1  # the mode of land whose cells differ in theirs
_WALK: Final = MODES["walk"]
_CYCLE: Final = MODES["cycle"]
_LONGEST_STEP: Final = float(LONGEST_STEP_TICKS)
_SHIFT: Final = np.uint64(ROW_BITS)

# Tobler 1993: v = 6 exp(-3.5 |S + 0.05|) km/h; relative to its speed on the flat.
_TOBLER_STEEPNESS: Final = 3.5
_TOBLER_OFFSET: Final = 0.05

# A rider and bicycle for the power balance: rolling (c_rr), climbing and air drag (c_d A rho / 2)
# at the power that keeps the table's speed on the flat. 15 km/h falls to 3.8 km/h on a 5 % climb.
_BICYCLE_WEIGHT_N: Final = 90.0 * 9.81
_BICYCLE_ROLLING: Final = 0.008
_BICYCLE_DRAG_KG_M: Final = 0.5 * 1.225 * 0.6
_BICYCLE_TOP_M_S: Final = 40.0 / 3.6
_NEWTON_STEPS: Final = 50  # it ends by itself after five or so


@compiled
def tobler_factor(slope: float) -> float:
    """Walking speed on a slope (rise over run along the way) over the speed on the flat."""
    return 1.0 / _walking_slowness(slope)


@lean
def _walking_slowness(slope: float) -> float:
    return float(np.exp(_TOBLER_STEEPNESS * (abs(slope + _TOBLER_OFFSET) - _TOBLER_OFFSET)))


@compiled
def bicycle_factor(slope: float, flat_m_s: float) -> float:
    """Cycling speed on a slope over the speed on the flat, by a power balance, capped at 40 km/h downhill.

    Newton's method from the top speed: the power needed is convex in the speed, so that each step
    comes nearer from above and none goes past.
    """
    rolling_n = _BICYCLE_WEIGHT_N * _BICYCLE_ROLLING
    power_w = (rolling_n + _BICYCLE_DRAG_KG_M * flat_m_s**2) * flat_m_s
    force_n = rolling_n + _BICYCLE_WEIGHT_N * slope
    speed_m_s = max(_BICYCLE_TOP_M_S, flat_m_s)
    for _ in range(_NEWTON_STEPS):
        surplus_w = (force_n + _BICYCLE_DRAG_KG_M * speed_m_s**2) * speed_m_s - power_w
        if surplus_w <= 0:
            break
        slower_m_s = speed_m_s - surplus_w / (force_n + 3 * _BICYCLE_DRAG_KG_M * speed_m_s**2)
        if not slower_m_s < speed_m_s:
            break
        speed_m_s = slower_m_s
    return speed_m_s / flat_m_s


@lean
def _sloped_pace(mode: int, slope: float, walking: float, pace: float) -> float:
    """Seconds per metre in a cell on a slope; ``walking`` is a walker's slowness there."""
    if mode == _WALK:
        return pace * walking
    if mode == _CYCLE and slope != 0.0:  # on the flat it is the pace itself, to the last bit
        return pace / bicycle_factor(slope, 1.0 / pace)
    return pace


@lean
def step_ticks(ways: Ways, cell: np.uint64, move: int, row: int) -> float:
    """Ticks of a move of a cell in a row, not rounded; only for a move that is open.

    Half the length at each end's pace; a move that crosses further cells spends in each the share
    of its length that lies there. The slope is that between the two ends, for all of them; where
    a height is unknown it is level. A move and its way back have the same paces in the same order.
    The cases below are short cuts to one and the same number, so that land may change from one to
    another without any step changing that it does not touch.
    """
    other = cell + ways.pair_second[move, 0]
    length_ticks = ways.length_ticks[row, move]
    if ways.is_level:
        total = ways.pair_share[move, 0] * (ways.pace[cell] + ways.pace[other])
        for pair in range(1, ways.pair_count[move]):
            first, second = cell + ways.pair_first[move, pair], cell + ways.pair_second[move, pair]
            total += ways.pair_share[move, pair] * (ways.pace[first] + ways.pace[second])
        return float(total * length_ticks)
    rise_m = np.float64(ways.elevation_m[other]) - np.float64(ways.elevation_m[cell])
    slope = ways.rise_sign * rise_m / ways.length_m[row, move]
    if np.isnan(slope):
        slope = 0.0
    walking = _walking_slowness(slope)
    if ways.mode_everywhere == _WALK:
        total = ways.pair_share[move, 0] * (ways.pace[cell] * walking + ways.pace[other] * walking)
        for pair in range(1, ways.pair_count[move]):
            first, second = cell + ways.pair_first[move, pair], cell + ways.pair_second[move, pair]
            total += ways.pair_share[move, pair] * (ways.pace[first] * walking + ways.pace[second] * walking)
        return float(total * length_ticks)
    total = 0.0
    for pair in range(ways.pair_count[move]):
        first, second = cell + ways.pair_first[move, pair], cell + ways.pair_second[move, pair]
        total += ways.pair_share[move, pair] * (
            _sloped_pace(ways.mode[first], slope, walking, ways.pace[first])
            + _sloped_pace(ways.mode[second], slope, walking, ways.pace[second])
        )
    return float(total * length_ticks)


@lean
def key_step(ticks: float) -> np.uint64:
    """What a step adds to a key: whole ticks, at least one; one beyond the range stays beyond it."""
    whole = np.int64(min(max(ticks, 1.0), _LONGEST_STEP) + 0.5)
    return np.uint64(whole) << _SHIFT
