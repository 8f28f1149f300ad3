"""Compiling small loops that call nothing of other files; what was compiled is kept beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """A function that is compiled at its first call; anew at each start where no folder can be written.

    Other threads run while it does. It may call compiled functions of its own file alone: of others an old form would
    stay in what is kept. (The search, which spreads over many files, has a door of its own for that.)
    """
    try:
        return cast(Function, numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:
        return cast(Function, numba.njit(nogil=True)(function))
