"""Outsiders: what can be worked out from the file counts.csv of a protected table alone, written apart from our own.

A reader takes every row as it stands, knows that a told figure is less than the rounding base off and stands for k
people at least, and that nobody is where it says impossible. All else is linear programming, by scipy.
"""

import csv
from itertools import product

import numpy as np
import scipy.optimize
import scipy.sparse as sp

RUN = ("pillar", "profile", "scenario", "season", "direction", "hazards")
NO_DIMENSION = {*RUN, "unit_id", "unit_name", "parent_id", "survivors", "status", "as_of"}
ALL, TOLERANCE = "all", 1e-6


class Outsider:
    """Who reads the rows of one pillar. ``names`` are the dimensions, ``sums`` (rows, atoms) what each row adds up."""

    def __init__(self, rows, *, k, base):
        self.rows, self.k, self.base = rows, k, base
        self.names = [name for name in rows[0] if name not in NO_DIMENSION]
        parents = {row["unit_id"]: row["parent_id"] for row in rows}
        leaves = [unit for unit in parents if unit not in parents.values()]
        above = {leaf: {leaf} for leaf in leaves}
        for leaf in leaves:
            unit = leaf
            while unit := parents[unit]:
                above[leaf].add(unit)
        categories = [list(dict.fromkeys(row[name] for row in rows if row[name] != ALL)) for name in self.names]
        self.atoms = list(product(leaves, *categories))
        sums = np.zeros((len(rows), len(self.atoms)))
        for number, row in enumerate(rows):
            for place, (leaf, *values) in enumerate(self.atoms):
                is_in = all(row[name] in {ALL, value} for name, value in zip(self.names, values, strict=True))
                sums[number, place] = is_in and row["unit_id"] in above[leaf]
        self.sums = sp.csr_array(sums)

    def told(self):
        """The rows with a figure, and between which counts each is."""
        at = [number for number, row in enumerate(self.rows) if row["survivors"]]
        values = np.array([int(self.rows[number]["survivors"]) for number in at], dtype=np.float64)
        low = np.maximum(values - (self.base - 1), self.k) if self.base > 1 else values
        return np.array(at, dtype=int), low, values + (self.base - 1)

    def suppressed(self):
        return [number for number, row in enumerate(self.rows) if row["status"] == "suppressed"]

    def solved(self):
        """Of each suppressed row the least and the most that its count can be."""
        at, low, high = self.told()
        return ranges(self.sums[self.suppressed()], self.sums[at], low, high, self.most())

    def most(self):
        """What each atom can be at most: 0 where a row says that nobody can be, else endless."""
        empty = [number for number, row in enumerate(self.rows) if row["status"] == "impossible"]
        return np.where(self.sums[empty].sum(axis=0) > 0, 0.0, np.inf) if empty else np.full(len(self.atoms), np.inf)

    def subtracted(self):
        """Of each suppressed row that is all that a told sum lacks, between which counts it must be."""
        at, low, high = self.told()
        bounds = {number: (one, other) for number, one, other in zip(at.tolist(), low, high, strict=True)}
        found = {}
        for whole, parts in self.wholes():
            missing = [
                number for number in parts if number not in bounds and self.rows[number]["status"] != "impossible"
            ]
            if whole in bounds and len(missing) == 1:
                others = [bounds[number] for number in parts if number in bounds]
                found[missing[0]] = (
                    max(0.0, bounds[whole][0] - sum(one for _, one in others)),
                    bounds[whole][1] - sum(one for one, _ in others),
                )
        return found

    def wholes(self):
        """Rows that are the sum of others: of the categories of a dimension, or of the units below."""
        key_of = {(row["unit_id"], *(row[name] for name in self.names)): at for at, row in enumerate(self.rows)}
        for axis in range(len(self.names)):
            groups = {}
            for key, at in key_of.items():
                if key[axis + 1] != ALL:
                    groups.setdefault((*key[: axis + 1], ALL, *key[axis + 2 :]), []).append(at)
            yield from ((key_of[whole], parts) for whole, parts in groups.items())
        groups = {}
        for (_, *values), at in key_of.items():
            if parent := self.rows[at]["parent_id"]:
                groups.setdefault((parent, *values), []).append(at)
        yield from ((key_of[whole], parts) for whole, parts in groups.items())

    def gives_way(self, truth):
        """The suppressed rows that can be told too closely: an interval narrower than k, or few people proven."""
        low, high = self.solved()
        found = {
            number
            for number, least, most in zip(self.suppressed(), low, high, strict=True)
            if is_too_close(truth[number], least, most, k=self.k)
        }
        for number, (least, most) in self.subtracted().items():
            if is_too_close(truth[number], least, most, k=self.k):
                found.add(number)
        return sorted(found)


def is_too_close(count, least, most, *, k):
    """Whether bounds come too close to a count: narrower than k, or sure that somebody is where fewer than k are."""
    assert least - TOLERANCE <= count <= most + TOLERANCE, "the outsider has reckoned wrongly"
    return most - least < k - TOLERANCE or (count < k and least > TOLERANCE)


def ranges(asked, told, low, high, most):
    """The least and the most of sums of atoms, each from 0 to ``most``, such that the told sums are within bounds."""
    both = sp.vstack([told, -told])
    limits = np.concatenate([high, -low])
    bounds = np.stack([np.zeros(len(most)), most], axis=1)
    found = []
    for sign in (1.0, -1.0):
        ends = []
        for row in range(asked.shape[0]):
            goal = sign * asked[[row]].toarray().ravel()
            done = scipy.optimize.linprog(goal, A_ub=both, b_ub=limits, bounds=bounds, method="highs")
            assert done.status in {0, 3}, done.message
            ends.append(sign * done.fun if done.status == 0 else np.inf)
        found.append(np.array(ends))
    return found[0], found[1]


def rows_in(folder):
    """The rows of the file counts.csv of a protected table."""
    with (folder / "counts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
