"""Looking at a file: the right look for its ending."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from api.inspection.archives import look_at_workbook, look_at_zip
from api.inspection.endings import ENDINGS, ending_of
from api.inspection.layers import look_at_dbf, look_at_flatgeobuf, look_at_geopackage, look_at_shape
from api.inspection.markup import look_at_graphml, look_at_osm, look_at_pbf
from api.inspection.rasters import look_at_ascii_grid, look_at_heights, look_at_tiff
from api.inspection.refusals import RefusedError
from api.inspection.texts import look_at_csv, look_at_geojson, look_at_toml, look_at_words

_LOOKS: Final[dict[str, Callable[[Path], dict[str, Any]]]] = {
    ".toml": look_at_toml,
    ".csv": look_at_csv,
    ".xlsx": look_at_workbook,
    ".geojson": look_at_geojson,
    ".json": look_at_geojson,
    ".gpkg": look_at_geopackage,
    ".fgb": look_at_flatgeobuf,
    ".shp": look_at_shape,
    ".shx": look_at_shape,
    ".dbf": look_at_dbf,
    ".prj": look_at_words,
    ".cpg": look_at_words,
    ".tif": look_at_tiff,
    ".tiff": look_at_tiff,
    ".hgt": look_at_heights,
    ".asc": look_at_ascii_grid,
    ".zip": look_at_zip,
    ".osm": look_at_osm,
    ".pbf": look_at_pbf,
    ".graphml": look_at_graphml,
}


def look_at(path: Path) -> dict[str, Any]:
    """What a file holds, in a few words. Raises RefusedError if it is not what its name says, or may do harm."""
    ending = ending_of(path.name)
    if ending is None:
        raise RefusedError("files of this kind are not taken", f"send one of {', '.join(ENDINGS)}")
    is_plain = stat.S_ISREG(os.lstat(path).st_mode)
    if not is_plain:
        raise RefusedError("it is no plain file", "send the file itself")
    if path.stat().st_size == 0:
        raise RefusedError("it is empty", "send the whole file")
    return {"kind": ENDINGS[ending]} | _LOOKS[ending](path)
