"""The lowest bit of a word, as the processor counts it; numba has no name for that."""

from __future__ import annotations

from typing import Any

from numba import types
from numba.extending import intrinsic

from accessibility.search.engine.compiling import lean


@intrinsic
def _count_trailing_zeros(_typing: Any, _word: Any) -> Any:
    def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], context.get_constant(types.boolean, 1))

    return types.uint64(types.uint64), generate


@lean
def lowest_bit(word: int) -> int:
    """The place of the lowest bit that is set in a uint64, which must not be 0."""
    return _count_trailing_zeros(word)  # type: ignore[call-arg]
