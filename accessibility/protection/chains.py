"""Chains: units of the very same people, which are told or hidden together, made into one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from accessibility.protection.cube import CountTable, Mask
from accessibility.protection.units import Units


def merge_chains(table: CountTable) -> tuple[CountTable, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The table without units where nobody can be and with each only child joined to its parent.

    The second is int64 (units,): the row of each unit in the new table, -1 where nobody can be. The whole stays. The
    third is int64 (new leaves,): which leaf of the table each leaf of the new one is.
    """
    units = table.units
    parent = units.parent
    can_be: Mask = np.asarray(table.is_possible_cell().reshape(len(parent), -1).any(axis=1), dtype=np.bool_)
    siblings = np.zeros(len(parent), dtype=np.int64)
    np.add.at(siblings, parent[1:], can_be[1:].astype(np.int64))
    row_of = np.full(len(parent), -1, dtype=np.int64)
    row_of[0] = 0
    kept = [0]
    for row in range(1, len(parent)):
        if not can_be[row]:
            continue
        if siblings[parent[row]] == 1:
            row_of[row] = row_of[parent[row]]
        else:
            row_of[row] = len(kept)
            kept.append(row)
    leaves = [row for row in units.leaf_rows if row_of[row] >= 0]
    if not leaves:  # nobody can be anywhere: the whole stands for all
        leaves = [int(units.leaf_rows[0])]
    number_of = {int(row): number for number, row in enumerate(units.leaf_rows)}
    leaf_of = {int(row_of[row]): number_of[int(row)] for row in leaves}
    new_parent = np.array([-1, *(row_of[parent[row]] for row in kept[1:])], dtype=np.int64)
    merged = Units(
        ids=tuple(units.ids[row] for row in kept),
        names=tuple(units.names[row] for row in kept),
        parent=new_parent,
        people=units.people[kept],
        merged_ids=tuple(units.merged_ids[row] for row in kept),
    )
    numbers = [leaf_of.get(int(row), 0) for row in merged.leaf_rows]
    new = replace(table, units=merged, counts=table.counts[numbers], is_possible=table.is_possible[numbers])
    return new, row_of, np.asarray(numbers, dtype=np.int64)


def merge_mask(mask: Mask, row_of: npt.NDArray[np.int64], size: int) -> Mask:
    """Of each cell of the merged table whether the mask has it for any of the units that were joined."""
    merged = np.zeros((size, *mask.shape[1:]), dtype=np.bool_)
    there = row_of >= 0
    np.logical_or.at(merged, row_of[there], mask[there])
    return merged
