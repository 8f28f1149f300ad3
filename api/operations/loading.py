"""The large libraries, loaded before the first request asks for them."""

from __future__ import annotations

import importlib
from typing import Final

_LIBRARIES: Final = (
    "pandas",
    "geopandas",
    "pyogrio",
    "rasterio",
    "rio_tiler.io",
    "PIL.Image",
    "pyarrow.parquet",
    "accessibility.live",
    "maps.gap_reports",
)


def load_libraries() -> None:
    """Load what rooms load when they first need it.

    Else the first requests wait seconds for it, and those that load rio_tiler at the same moment fail: its modules
    import one another, and the second thread meets them half loaded.
    """
    for name in _LIBRARIES:
        importlib.import_module(name)
