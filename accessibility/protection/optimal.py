"""The optimal pattern: the least that has to be hidden for all to be safe, or by the greedy way little more."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.highs import Floats
from accessibility.protection.cheapest_moves import CheapestMoves, Move
from accessibility.protection.cube import CountTable, Mask
from accessibility.protection.master import Master
from accessibility.protection.pattern import Pattern
from accessibility.protection.rules import Rules
from geo.errors import UnsafeTableError

_TOLERANCE: Final = 1e-6
_WORK: Final = 20_000_000  # as the polytope counts it: some 8 s
_SHARE_OF_PROOF: Final = 0.4  # of the work again; for the proof, and for what it finds on its way
_MOST_ROUNDS: Final = 60  # of the master
_ROUNDS_PER_REPAIR: Final = 3  # making a master's answer safe costs far more than the answer


def optimal_pattern(  # noqa: PLR0913 - each mask is one thing that the custodian knows
    table: CountTable,
    rules: Rules,
    *,
    core: npt.NDArray[np.int64] | None = None,
    known: Mask | None = None,
    may_show: Mask | None = None,
    most_work: int | None = None,
) -> tuple[Mask, float]:
    """The cells to show, and the gap: by which share of its loss the pattern may be above the least possible one.

    0 is proven optimal. Shown are wanted cells that ``may_show`` allows, of ``rules.k`` people or more, and not
    ``known`` ones, which are told already; see ``audit`` for ``core`` and ``known``, and ``Pattern`` for what a
    loss is. The pattern is safe in any case: ``most_work``, as ``Polytope`` counts the linear programs and
    their iterations, ends the search for a better one: never a clock, so that the same table has the same pattern
    on every machine.
    A wanted cell that could not be protected if it were hidden, and is large enough, is shown.

    Raises UnsafeTableError if the table is unsafe with everything hidden that can be.
    """
    pattern = _greedy(table, rules, core=core, known=known, may_show=may_show, most_work=most_work)
    bound = hide_optimally(pattern, most_work=int(_SHARE_OF_PROOF * _work_for(most_work)))
    return pattern.shown, 0.0 if pattern.loss <= bound + _TOLERANCE else 1.0 - bound / pattern.loss


def greedy_pattern(  # noqa: PLR0913 - as optimal_pattern
    table: CountTable,
    rules: Rules,
    *,
    core: npt.NDArray[np.int64] | None = None,
    known: Mask | None = None,
    may_show: Mask | None = None,
    most_work: int | None = None,
) -> Mask:
    """The cells to show of a table for which the optimal pattern takes long; as safe, and for the rest the same."""
    pattern = _greedy(table, rules, core=core, known=known, may_show=may_show, most_work=most_work)
    return pattern.shown


def _greedy(  # noqa: PLR0913 - as optimal_pattern
    table: CountTable,
    rules: Rules,
    *,
    core: npt.NDArray[np.int64] | None,
    known: Mask | None,
    may_show: Mask | None,
    most_work: int | None,
) -> Pattern:
    pattern = Pattern(table, rules, core=core, known=known, may_show=may_show)
    settle(pattern)
    pattern.set_hidden(np.zeros(len(pattern.may_hide), dtype=np.bool_))
    hide_greedily(pattern, pattern.weight)
    show_again(pattern, most_work=_work_for(most_work))
    return pattern


def _work_for(most_work: int | None) -> int:
    return _WORK if most_work is None else most_work


def hide_optimally(pattern: Pattern, *, most_work: int) -> float:
    """Replaces what is hidden by the least that can be found; a weight that no safe pattern falls short of.

    No round begins after ``most_work``. What is hidden at the start must be safe.
    """
    best, loss, bound = pattern.is_hidden, pattern.loss, 0.0
    master = Master(pattern)
    is_certain = pattern.is_certain
    start = pattern.polytope.work
    for round_number in range(_MOST_ROUNDS):
        left = most_work - (pattern.polytope.work - start) - master.work
        if left <= 0 or bound >= loss - _TOLERANCE:
            break
        hidden, least = master.solve()
        bound = max(bound, least)
        pattern.set_hidden(hidden)
        failing = pattern.failing()
        if failing.any():
            news = master.cut(np.flatnonzero(failing & is_certain))
            is_safe = round_number % _ROUNDS_PER_REPAIR == _ROUNDS_PER_REPAIR - 1
            if is_safe:
                hide_greedily(pattern, pattern.weight)
                show_again(pattern, most_work=left)
        else:
            news, is_safe = 1, True
        if is_safe and pattern.loss < loss:
            best, loss = pattern.is_hidden, pattern.loss
        if not news and is_safe:
            break  # what fails is not certain to, so that no cut may be made of it
    pattern.set_hidden(best)
    return min(bound, loss)


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


def hide_greedily(pattern: Pattern, weight: Floats) -> None:
    """Adds to what is hidden the cheapest groups for each failing one, the narrowest first, until all is safe."""
    moves = CheapestMoves(pattern)
    hidden_before = -1
    while (failing := pattern.failing()).any():
        if hidden_before == int(pattern.is_hidden.sum()):
            raise ArithmeticError("the solver found moves that its own bounds rule out")
        hidden_before = int(pattern.is_hidden.sum())
        for group in np.flatnonzero(failing)[np.argsort((pattern.high - pattern.low)[failing], kind="stable")]:
            if pattern.is_small[group] and pattern.low[group] > _TOLERANCE:
                _move(pattern, moves.changed(int(group), most=0.0, weight=weight))
            if pattern.is_told[group] or pattern.high[group] - pattern.low[group] >= pattern.k - _TOLERANCE:
                continue
            low, high = pattern.low[group], pattern.high[group]
            ways = [
                moves.changed(int(group), least=low + pattern.k, weight=weight),
                moves.changed(int(group), most=high - pattern.k, weight=weight),
            ]
            possible = [way for way in ways if way is not None]
            if possible:
                _move(pattern, min(possible, key=lambda way: float(weight[way.is_changed].sum())))
            else:  # only both ways together are wide enough
                least = pattern.widest_low[group]
                _move(pattern, moves.changed(int(group), most=least, weight=weight))
                _move(pattern, moves.changed(int(group), least=least + pattern.k, weight=weight))


def _move(pattern: Pattern, move: Move | None) -> None:
    """Hides what the move changes, so that it is possible."""
    if move is None:
        raise ArithmeticError("a move that was possible with everything hidden no longer is")
    if move.is_changed.any():
        pattern.set_hidden(pattern.is_hidden | move.is_changed)
    pattern.keep(move.solution)


def show_again(pattern: Pattern, *, most_work: int) -> None:
    """Shows every hidden group again, heaviest first, that is not needed; no more after so much work."""
    end = pattern.polytope.work + most_work
    hidden = np.flatnonzero(pattern.is_hidden)
    for group in hidden[np.argsort(-pattern.weight[hidden], kind="stable")]:
        if pattern.polytope.work > end:
            return
        before = pattern.is_hidden
        trial = before.copy()
        trial[group] = False
        pattern.set_hidden(trial)
        if not pattern.is_safe_showing(int(group)):
            pattern.set_hidden(before)
