"""Processes that the server starts: what they may know of its surroundings."""

from __future__ import annotations

import os
import sys
from typing import Final

# What such a process need not know: the server's own settings, with a password perhaps, and PostgreSQL's.
_HIDDEN: Final = ("NEARCARE_", "PG")


def child_environment() -> dict[str, str]:
    """The environment of a process of ours: it finds the same code, and none of the server's settings."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(_HIDDEN)}
    return known | {
        "PYTHONPATH": os.pathsep.join(folder for folder in sys.path if folder),
        "MPLBACKEND": "Agg",
        "GDAL_SKIP": "OGR_VRT",
    }
