"""Draws by key: a number between 0 and 1 for each cell that is always the same for one key and one cell."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from accessibility.protection.cube import ALL, CountTable, Mask

_BYTES: Final = 8
_BITS: Final = 53  # as many as a double holds exactly


def subkey(key: bytes, *names: str) -> bytes:
    """A key of its own for one purpose or table, such as ``subkey(key, "rounding", pillar, season)``."""
    return hmac.digest(key, _message(names), hashlib.sha256)


def draws(table: CountTable, is_drawn: Mask, *, key: bytes) -> npt.NDArray[np.float64]:
    """A uniform draw in [0, 1) for each marked cell, in C order: HMAC-SHA256 of its unit and categories.

    A cell keeps its draw whatever else is in the table, in whatever order.
    """
    numbers = [
        int.from_bytes(hmac.digest(key, _message(name), hashlib.sha256)[:_BYTES]) >> (8 * _BYTES - _BITS)
        for name in _cell_names(table, is_drawn)
    ]
    return np.array(numbers, dtype=np.float64) / 2.0**_BITS


def _cell_names(table: CountTable, is_drawn: Mask) -> Iterator[tuple[str, ...]]:
    ids = table.units.ids
    categories = [(*dimension.categories, ALL) for dimension in table.dimensions]
    for unit, *places in np.argwhere(is_drawn).tolist():
        yield (ids[unit], *(names[place] for names, place in zip(categories, places, strict=True)))


def _message(names: tuple[str, ...]) -> bytes:
    return json.dumps(names, ensure_ascii=True).encode()  # unlike joined names, never the same for two
