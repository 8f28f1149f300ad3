"""The large libraries, loaded before the first request asks for them."""

from __future__ import annotations

import gc

from maps.basemap import load_world
from maps.web_map import static_digest


def load_map() -> None:
    """Read and pack what the first reader of a map would wait a second for; half done, it harms nothing."""
    static_digest()
    load_world()


def load_libraries() -> None:
    """Load what rooms load when they first need it.

    Else the first requests wait seconds for it, and two threads that load one at the same moment may fail: its modules
    import one another, and the second thread meets them half loaded.
    """
    import geopandas  # noqa: F401, PLC0415
    import pandas as pd  # noqa: F401, PLC0415
    import PIL.Image  # noqa: F401, PLC0415
    import pyarrow.parquet  # noqa: F401, PLC0415
    import pyogrio  # noqa: F401, PLC0415
    import rasterio  # noqa: F401, PLC0415

    import accessibility.live  # noqa: F401, PLC0415
    import maps.gap_reports  # noqa: PLC0415
    import maps.stills  # noqa: F401, PLC0415

    gc.collect()
    gc.freeze()  # all of it stays: a full collection, which stops every thread for 0.1 s, need not look at it again
