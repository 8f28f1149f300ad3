"""The sums that a reader can check: where a told figure is made up of told figures and nothing else."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from accessibility.protection.cube import CountTable, Mask


def told_relations(table: CountTable, is_shown: Mask) -> tuple[sp.csr_array, Mask]:
    """The relations whose cells are all shown, and which of them are over places.

    (relations, cells) of 1 for a part and -1 for the sum: a unit is the sum of its children and ALL that
    of the categories, in every margin. A cell where nobody can be, for all to see, is a part of 0 and no
    entry. Cells are in C order of the cube.
    """
    is_known = is_shown | ~table.is_possible_cell()
    number = np.arange(is_shown.size).reshape(is_shown.shape)
    over_places = _unit_sums(table, is_shown, is_known, number)
    over_categories = [_category_sums(is_shown, is_known, number, axis) for axis in range(1, is_shown.ndim)]
    relations = sp.csr_array(sp.vstack([over_places, *over_categories]))
    return relations, np.arange(relations.shape[0]) < over_places.shape[0]


def _unit_sums(table: CountTable, is_shown: Mask, is_known: Mask, number: npt.NDArray[np.int64]) -> sp.csr_array:
    parent = table.units.parent
    unknown_parts = np.zeros(is_shown.shape, dtype=np.int64)
    np.add.at(unknown_parts, parent[1:], ~is_known[1:])
    holds = is_shown & (unknown_parts == 0) & ~table.units.is_leaf.reshape(-1, *(1,) * (is_shown.ndim - 1))
    return _rows(holds, number, parts=is_shown[1:] & holds[parent[1:]], part_number=number[1:], sums=number[parent[1:]])


def _category_sums(is_shown: Mask, is_known: Mask, number: npt.NDArray[np.int64], axis: int) -> sp.csr_array:
    shown, known = np.moveaxis(is_shown, axis, -1), np.moveaxis(is_known, axis, -1)
    cell: npt.NDArray[np.int64] = np.moveaxis(number, axis, -1)
    holds = np.zeros_like(is_shown)
    np.moveaxis(holds, axis, -1)[..., -1] = shown[..., -1] & known[..., :-1].all(axis=-1)
    is_part: Mask = shown[..., :-1] & np.moveaxis(holds, axis, -1)[..., -1:]
    sums: npt.NDArray[np.int64] = np.broadcast_to(cell[..., -1:], is_part.shape)
    return _rows(holds, number, parts=is_part, part_number=cell[..., :-1], sums=sums)


def _rows(
    holds: Mask,
    number: npt.NDArray[np.int64],
    *,
    parts: Mask,
    part_number: npt.NDArray[np.int64],
    sums: npt.NDArray[np.int64],
) -> sp.csr_array:
    """One row for each cell of ``holds``: -1 for it, and 1 for each of its ``parts``, whose sums are named."""
    row_of = np.cumsum(holds.ravel()) - 1
    rows = np.concatenate([row_of[number[holds]], row_of[sums[parts]]])
    columns = np.concatenate([number[holds], part_number[parts]])
    values = np.concatenate([np.full(int(holds.sum()), -1), np.ones(int(parts.sum()), dtype=np.int64)])
    return sp.csr_array((values, (rows, columns)), shape=(int(holds.sum()), holds.size), dtype=np.int64)
