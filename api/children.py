"""Processes that the server starts: what they may know of its surroundings."""

from __future__ import annotations

import os
import sys
from typing import Final

# What such a process is told of the server's environment, in which others' passwords may stand too.
_TOLD: Final = frozenset({"HOME", "LANG", "PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "TZ", "USER", "VIRTUAL_ENV"})
_TOLD_BEGINNINGS: Final = ("LC_", "LD_LIBRARY_PATH", "MKL_", "NUMBA_", "OMP_", "OPENBLAS_", "XDG_CACHE_")


def child_environment() -> dict[str, str]:
    """The environment of a process of ours: it finds the same code, and a short list of what the server knows."""
    known = {name: each for name, each in os.environ.items() if name in _TOLD or name.startswith(_TOLD_BEGINNINGS)}
    return known | {
        "PYTHONPATH": os.pathsep.join(folder for folder in sys.path if folder),
        "MPLBACKEND": "Agg",
        "GDAL_SKIP": "OGR_VRT",
    }
