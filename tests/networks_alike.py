"""Whether two networks, or two sets of hazards, are the same to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np

HAZARD_MASKS = ("blocked", "is_inside", "is_node_inside", "is_arc_cut", "is_connector_blocked")


def assert_same_ways(one: Any, other: Any) -> None:
    """The ways of two networks are equal in every field, each array in its type too."""
    assert one.rules == other.rules
    for name in one.ways._fields:
        if name != "arcs":
            _assert_same(getattr(one.ways, name), getattr(other.ways, name), name)
    for name in one.ways.arcs._fields:
        _assert_same(getattr(one.ways.arcs, name), getattr(other.ways.arcs, name), name)
    assert (one.hazards is None) == (other.hazards is None)
    if one.hazards is not None:
        assert_same_masks(one.hazards, other.hazards)


def assert_same_masks(one: Any, other: Any) -> None:
    """Two sets of hazards block the same, and so does each of their clusters."""
    for name in HAZARD_MASKS:
        _assert_same(getattr(one, name), getattr(other, name), name)
    assert one.cluster.tolist() == other.cluster.tolist()
    for name in ("nodes", "arcs", "connectors"):
        _assert_same(getattr(one, name).start, getattr(other, name).start, name)
        _assert_same(getattr(one, name).item, getattr(other, name).item, name)
    assert _by_cell(one.moves) == _by_cell(other.moves)


def _by_cell(moves: Any) -> list[dict[int, tuple[int, bool]]]:
    """By cluster and cell what is blocked there, whatever the order of the cells."""
    found = []
    for first, last in zip(moves.start[:-1], moves.start[1:], strict=True):
        rows = range(first, last)
        found.append({int(moves.cell[row]): (int(moves.mask[row]), bool(moves.is_inside[row])) for row in rows})
    return found


def _assert_same(one: Any, other: Any, name: str) -> None:
    if isinstance(one, np.ndarray):
        assert one.dtype == other.dtype, name
        np.testing.assert_array_equal(one, other, err_msg=name)
    else:
        assert one == other, name
