"""Overlapping tables: the same people told by places, bands or times of year that cut across each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from accessibility.protection.attacks.outsider import TOLERANCE, reads_counts
from accessibility.protection.attacks.results import AttackResult
from accessibility.protection.bounds import JointTable, Told, bounds_of
from accessibility.protection.cube import Mask
from accessibility.protection.polytope import Goal


def attack_overlaps(joint: JointTable, are_told: Sequence[Mask], *, k: int) -> AttackResult:
    """What all tables together tell, each told cell taken at its exact count.

    Tried are the hidden cells of every table, and every overlap (joint atom) of fewer than k people, such as the
    people of an area who also are of a certain grid cell, or within an hour in the dry months alone.
    """
    facts, sums, is_small = [], [], []
    for number, (table, is_told) in enumerate(zip(joint.tables, are_told, strict=True)):
        outsider = reads_counts(table, is_told, k=k)
        rows = joint.joint_sums(number)
        told = rows[np.flatnonzero(outsider.is_told)]
        values = np.asarray(told @ joint.counts.astype(np.float64))
        facts.append(Told(rows=told, low=values, high=values))
        hidden = np.flatnonzero(outsider.is_hidden)
        sums.append(rows[hidden])
        is_small.append(outsider.is_small.ravel()[hidden])
    overlaps = np.flatnonzero(joint.is_possible & (joint.counts < k))
    sums.append(sp.csr_array(sp.eye_array(len(joint.counts), format="csr")[overlaps]))
    is_small.append(np.ones(len(overlaps), dtype=np.bool_))
    asked, small = sp.csr_array(sp.vstack(sums)), np.concatenate(is_small)
    low, high, _ = bounds_of(
        asked,
        facts,
        is_possible=joint.is_possible,
        point=joint.counts,
        goal=Goal(width=np.full(asked.shape[0], float(k)), from_zero=small),
    )
    found = (high - low < k - TOLERANCE) | (small & (low > TOLERANCE))
    return AttackResult(
        name="Differencing of overlapping tables",
        aim="narrows a figure, or the people of two overlapping places, to fewer than k",
        tried=len(found),
        succeeded=int(found.sum()),
    )
