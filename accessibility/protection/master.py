"""The master: which groups have to be hidden at least, by what the attacks on one pattern after another prove.

The cell suppression problem by cutting planes, after M. Fischetti and J. J. Salazar, "Solving the cell
suppression problem on tabular data with linear constraints", Management Science 47 (2001) 1008-1027,
https://doi.org/10.1287/mnsc.47.7.1008.1645. Theirs protects a given set of cells; here every cell that is hidden has
to be protected, those hidden for the others' sake as well, so a cut of such a cell only holds if it is hidden.
"""

from __future__ import annotations

from typing import Final

import highspy
import numpy as np
import scipy.sparse as sp

from accessibility.highs import Floats, linear_program, quiet_solver
from accessibility.protection.atom_classes import Indices
from accessibility.protection.cube import Mask
from accessibility.protection.pattern import Pattern
from accessibility.protection.polytope import WORK_PER_ITERATION

_TOLERANCE: Final = 1e-6
_MOST_NODES: Final = 200  # of the search tree; the bound holds wherever it ends
_PRICE: Final = 1e-7  # the least dual value that counts: HiGHS's own dual feasibility tolerance


class Master:
    """``min weight @ y`` over what may be hidden, y 0 or 1, such that each cut has one group hidden.

    Each cut is proven by the dual of an attack: as long as all the groups with a price are told, the
    range of the attacked one stays too narrow. A solution that no attack breaks is the optimal pattern.
    """

    def __init__(self, pattern: Pattern) -> None:
        self._pattern = pattern
        self._groups = np.flatnonzero(pattern.may_hide)
        self._column = np.full(len(pattern.may_hide), -1, dtype=np.int64)
        self._column[self._groups] = np.arange(len(self._groups))
        self.work = 0  # as the polytope counts it
        self._cuts: dict[tuple[bytes, int], Indices] = {}  # the columns of each, by them and the condition

    def solve(self) -> tuple[Mask, float]:
        """The groups to hide as far as the cuts know, and the least weight that any safe pattern hides."""
        count = len(self._groups)
        solver = quiet_solver(mip_rel_gap=1e-6, mip_abs_gap=1e-6, mip_max_nodes=_MOST_NODES)
        weight = self._pattern.weight[self._groups]
        rows, low = self.cuts()
        model = linear_program(
            rows, low, np.full(len(low), np.inf), lower=np.zeros(count), upper=np.ones(count), cost=weight
        )
        model.integrality_ = [highspy.HighsVarType.kInteger] * count
        solver.passModel(model)
        solver.run()
        self.work += WORK_PER_ITERATION * max(solver.getInfo().simplex_iteration_count, 0)
        is_hidden = np.zeros(len(self._pattern.may_hide), dtype=np.bool_)
        values = np.asarray(solver.getSolution().col_value)
        is_hidden[self._groups] = values > 1 / 2 if len(values) == count else True
        return is_hidden, max(float(solver.getInfo().mip_dual_bound), 0.0)

    def cuts(self) -> tuple[sp.csr_array, Floats]:
        """All cuts: ``rows @ y >= low`` over the groups that may be hidden, in their order."""
        rows = sp.lil_array((len(self._cuts), len(self._groups)))
        for row, ((_, condition), columns) in enumerate(self._cuts.items()):
            rows[[row], columns] = 1.0
            if condition >= 0:
                rows[row, condition] = -1.0
        return sp.csr_array(rows), np.array([0.0 if condition >= 0 else 1.0 for _, condition in self._cuts])

    def cut(self, groups: Indices) -> int:
        """Adds the cuts of failing groups under the pattern as it is; how many are new."""
        return sum(self._add(group, prices) for group in groups for prices in self._attacks(int(group)))

    def _attacks(self, group: int) -> list[Mask]:
        """The groups of which at least one has to be hidden for this one to be safe: one or two sets."""
        pattern, polytope = self._pattern, self._pattern.polytope
        ends: list[float] = []
        priced: list[Mask] = []
        for is_upward in (False, True):
            reach = pattern.reach.touching if is_upward else pattern.reach.within
            weights = np.zeros(reach.shape[1])
            weights[reach.indices[reach.indptr[group] : reach.indptr[group + 1]]] = 1.0
            solution = polytope.farthest(weights, is_upward=is_upward)
            has_price = np.zeros(len(pattern.may_hide), dtype=np.bool_)
            if solution is None:
                ends.append(np.inf)
            else:
                pattern.keep(solution)
                ends.append(float(weights @ solution))
                has_price[pattern.tellable] = np.abs(polytope.prices) > _PRICE
            priced.append(has_price)
        least, most = ends
        attacks = []
        if pattern.is_small[group]:
            if least > _TOLERANCE:
                attacks.append(priced[0])
            if most < pattern.k - _TOLERANCE:
                attacks.append(priced[1])
        if not attacks and most - least < pattern.k - _TOLERANCE:
            attacks.append(priced[0] | priced[1])
        return attacks

    def _add(self, group: int, priced: Mask) -> int:
        columns = np.sort(self._column[priced & self._pattern.may_hide])
        condition = int(self._column[group])  # -1 where it can never be shown, so that the cut always holds
        key = (columns.tobytes(), condition)
        if key in self._cuts:
            return 0
        self._cuts[key] = columns
        return 1
