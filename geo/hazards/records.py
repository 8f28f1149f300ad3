"""The records of a hazard file: every usable area, open or not, and an account of every row."""

from __future__ import annotations

from dataclasses import dataclass, field

import geopandas as gpd

from geo.hazards.place_columns import PlaceColumns
from geo.hazards.turning_points import TurningPoints

COLUMNS = ("id", "kind", "status", "name", "evidence", "geometry_quality", "source")
DAYS = ("reported_on", "released_on", "surveyed_on")
SIZE = "area_m2"


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardForm:
    """How a hazard file is written.

    ``columns`` maps id, kind, status, name, evidence, geometry_quality, source, reported_on, released_on,
    surveyed_on and area_m2 to the layer's columns; one that is absent or None is looked up by its own
    name. ``statuses`` and ``kinds`` map the layer's words to ours. ``needed`` are the columns whose
    words decide something, so that an unknown one is an error. ``places``, ``crs`` and
    ``turning_points`` are for CSVs. A point without a size becomes a circle of ``point_radius_m``, or stays unused.
    """

    layer: str | None = None
    columns: dict[str, str | None] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    default_status: str | None = None
    default_kind: str | None = None
    needed: frozenset[str] = frozenset()
    places: PlaceColumns = field(default_factory=PlaceColumns)
    crs: str | None = None
    turning_points: TurningPoints | None = None
    point_radius_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardCounts:
    """What became of the rows of a hazard file, on the day of the study.

    ``read`` is the sum of ``without_geometry``, ``became_empty_by_repair``, ``points_unused``, ``open``,
    ``released``, ``not_yet_reported`` and ``superseded`` (states that another of the same area has
    followed). Among those are the ``repaired``, the points that became ``circles``, and ``repeated`` rows (an
    earlier one has the same geometry and, if the file has ids, the same id; both are kept). ``on_grid`` and
    ``outside_grid`` add up to ``open``; both are None without a grid. ``subtracted_wholly`` are open areas of
    which released land left nothing. ``union_km2`` is the land under open areas; ``by_status`` and ``by_kind``
    count the usable rows. Of layers of released land, ``released_land_read`` rows were read, of which
    ``released_land_unused`` have no usable outline.
    """

    read: int
    without_geometry: int
    became_empty_by_repair: int
    points_unused: int
    open: int
    released: int
    not_yet_reported: int
    superseded: int
    repaired: int
    circles: int
    repeated: int
    on_grid: int | None
    outside_grid: int | None
    subtracted_wholly: int
    union_km2: float
    by_status: dict[str, int]
    by_kind: dict[str, int]
    released_land_read: int = 0
    released_land_unused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardRecords:
    """Every usable area of a hazard file, open and released, and what became of each row.

    ``areas``: polygons in EPSG:4326 in the order of the file, with columns id, kind, status (a word of the
    closed table, or "unknown" where the layer has none), name, evidence, geometry_quality, source,
    reported_on, released_on, surveyed_on (NaT if unknown), area_km2 (geodesic), reported_area_m2 (NaN if
    unknown) and row (the feature's number, or the table's row). Texts are "unknown" where there is none.
    ``subtracted``: released land to be taken out of open areas, EPSG:4326; None if none is.
    """

    areas: gpd.GeoDataFrame
    counts: HazardCounts
    subtracted: gpd.GeoSeries | None = None
