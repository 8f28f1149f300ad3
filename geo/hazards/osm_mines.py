"""What OpenStreetMap says of mines: candidates for somebody to verify, never records."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from osmium import filter as osm_filter

from geo.faults import Faults
from geo.grid import LON_LAT
from geo.hazards.records import COLUMNS
from geo.hazards.status import UNKNOWN
from geo.layers import read_osm_objects

# Source: the OSM wiki, Tag:hazard=minefield (approved) and Key:military. A danger area may as well be a firing range.
MINE_TAGS: Final = (("hazard", "minefield"), ("military", "danger_area"))


def mine_candidates(path: Path, *, where: str, faults: Faults) -> gpd.GeoDataFrame | None:
    """What an OSM file tags as a minefield or military danger area; None, with the fault told, if it is no such file.

    Closed ways and multipolygon relations as polygons, nodes as points, in EPSG:4326, with the columns of
    a hazard layer: id such as ``way/123``, kind from the tag, name, source "OpenStreetMap", evidence and
    geometry_quality "unknown", and an empty status, so that reading them is an error until somebody
    has decided. Ways that are not closed and what cannot be put together are told and left out.
    """
    objects = read_osm_objects(path, wanted=osm_filter.TagFilter(*MINE_TAGS), where=where, faults=faults)
    if objects is None:
        return None
    rows = [
        dict.fromkeys(COLUMNS, UNKNOWN)
        | {
            "id": each.identity,
            "kind": next(value for key, value in MINE_TAGS if each.tags.get(key) == value),
            "name": each.tags.get("name", UNKNOWN),
            "status": "",
            "source": "OpenStreetMap",
        }
        for each in objects
    ]
    geometry = np.array([*(each.shape for each in objects), None], dtype=object)[:-1]
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=list(COLUMNS)), geometry=geometry, crs=LON_LAT)
