"""The optimal pattern: of a small table the least that has to be hidden for all to be safe."""

from __future__ import annotations

from time import perf_counter

import numpy as np
import numpy.typing as npt

from accessibility.protection.cheapest_moves import CheapestMoves
from accessibility.protection.cube import CountTable, Mask
from accessibility.protection.pattern import Pattern
from accessibility.protection.rules import Rules
from geo.errors import UnsafeTableError


def optimal_pattern(
    table: CountTable,
    rules: Rules,
    *,
    core: npt.NDArray[np.int64] | None = None,
    known: Mask | None = None,
    may_show: Mask | None = None,
    time_limit_s: float = 60.0,
) -> tuple[Mask, float]:
    """The cells to show, and how far their loss may be above the least possible one: 0 is proven optimal.

    Raises UnsafeTableError if the table is unsafe with everything hidden that can be.
    """
    end = perf_counter() + time_limit_s
    pattern = Pattern(table, rules, core=core, known=known, may_show=may_show)
    settle(pattern)
    hide_greedily(pattern)
    show_again(pattern, end=end)
    return pattern.shown, 1.0 if pattern.is_hidden.any() else 0.0


def settle(pattern: Pattern) -> None:
    """Finds the groups that have to be shown, since hidden they would be too narrow, and makes them known.

    Leaves everything else hidden. Raises UnsafeTableError if even so something that can never be shown is unsafe.
    """
    while True:
        pattern.set_hidden(pattern.may_hide.copy())
        failing = pattern.failing()
        if not failing.any():
            pattern.widest_low = pattern.low.copy()
            return
        if (failing & ~pattern.may_hide).any():
            raise UnsafeTableError(pattern.in_words(failing & ~pattern.may_hide))
        pattern.must_show(failing)


def hide_greedily(pattern: Pattern) -> None:
    """Starts from all that may be shown and hides the cheapest groups for the narrowest failing one, until safe."""
    moves = CheapestMoves(pattern)
    pattern.set_hidden(np.zeros(len(pattern.may_hide), dtype=np.bool_))
    while (failing := pattern.failing()).any():
        for group in np.flatnonzero(failing)[np.argsort((pattern.high - pattern.low)[failing], kind="stable")]:
            hide = _to_protect(pattern, moves, int(group))
            if hide.any():
                pattern.set_hidden(pattern.is_hidden | hide)


def _to_protect(pattern: Pattern, moves: CheapestMoves, group: int) -> Mask:
    """The groups to hide so that this one is protected; none if it has been protected meanwhile."""
    low, high = pattern.low[group], pattern.high[group]
    hide = np.zeros(len(pattern.may_hide), dtype=np.bool_)
    if pattern.is_told[group]:
        return hide
    if pattern.is_small[group] and low > 0:
        down = moves.changed(group, most=0.0, weight=pattern.weight)
        hide |= _possible(down)
        low = 0.0
    if high - low < pattern.k:
        up = moves.changed(group, least=low + pattern.k, weight=np.where(hide, 0.0, pattern.weight))
        down = moves.changed(group, most=high - pattern.k, weight=np.where(hide, 0.0, pattern.weight))
        ways = [way for way in (up, down) if way is not None]
        if not ways:  # only both together make it wide enough
            least = pattern.widest_low[group]
            ways = [
                _possible(moves.changed(group, most=least, weight=pattern.weight))
                | _possible(moves.changed(group, least=least + pattern.k, weight=pattern.weight))
            ]
        hide |= min(ways, key=lambda way: float(pattern.weight[way | hide].sum()))
    return hide


def _possible(changed: Mask | None) -> Mask:
    if changed is None:
        raise ArithmeticError("a move that was possible with everything hidden no longer is")
    return changed


def show_again(pattern: Pattern, *, end: float) -> None:
    """Shows every hidden group again, heaviest first, that is not needed. ``end`` is a reading of perf_counter."""
    hidden = np.flatnonzero(pattern.is_hidden)
    for group in hidden[np.argsort(-pattern.weight[hidden], kind="stable")]:
        if perf_counter() > end:
            return
        before = pattern.is_hidden
        trial = before.copy()
        trial[group] = False
        pattern.set_hidden(trial)
        if pattern.failing(is_one_enough=True).any():
            pattern.set_hidden(before)
