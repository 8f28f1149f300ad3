"""Compiling what the search is made of, and keeping it for the next start."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import numba

from geo.land import MODES

Function = TypeVar("Function", bound=Callable[..., Any])

_WING: Final = Path(__file__).resolve().parent.parent


def edition_of(wing: Path) -> str:
    """A name for the sources in a folder and below it as they are now."""
    digest = hashlib.sha256(repr(sorted(MODES.items())).encode())  # the one thing compiled in from elsewhere
    for path in sorted(wing.rglob("*.py")):
        digest.update(path.relative_to(wing).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _folder() -> Path | None:
    """A folder for this edition: where numba is told to keep things, beside the sources, or in the user's cache."""
    told = numba.config.CACHE_DIR  # type: ignore[attr-defined]
    places = [*([Path(told)] if told else []), _WING / "__pycache__"]
    with suppress(RuntimeError):  # nobody's home is known
        places.append(Path.home() / ".cache" / "nearcare")
    for parent in places:
        folder = parent / f"nearcare-{edition_of(_WING)}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return None


FOLDER: Final = _folder()


def lean(function: Function) -> Function:
    """As ``compiled``, for what is called for each step and makes no array: it counts no references to those it gets.

    Else each call would count one up and down for every array of the ways, which takes ten times the step.
    """
    return _compile(function, _nrt=False, forceinline=True)


def compiled(function: Function) -> Function:
    """A function that numba compiles at its first call and that lets other threads run meanwhile.

    What was compiled is kept in a folder named after all sources of this wing: numba by itself
    looks only at the file that a function stands in, and would go on with an old form of what it
    calls from another. Where nothing can be written, each start compiles anew.
    """
    return _compile(function)


def _compile(function: Function, **options: Any) -> Function:
    config: Any = numba.config
    told = config.CACHE_DIR
    config.CACHE_DIR = str(FOLDER or "")
    try:
        compiling: Any = numba.njit(cache=FOLDER is not None, nogil=True, **options)(function)
    finally:
        config.CACHE_DIR = told
    return cast(Function, compiling)
