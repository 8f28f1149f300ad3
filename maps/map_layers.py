"""The layers of the map as GeoJSON: simplified, rounded, with the text of their popups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import rasterio
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from maps.release_values import Area, Centre, Gap, Hazard, Run, Tier
from maps.tables import SINGLE_AREA_ID, centre_cells, gap_cells, hazard_cells, hazard_title

_DECIMALS: Final = 5  # of a degree: a metre
_METRES_PER_DEGREE: Final = 111_320.0  # of latitude, for a tolerance alone


def half_cell_degrees(tier: Tier) -> float:
    """Half the shorter side of a cell, in degrees: by how much outlines may be simplified."""
    with rasterio.open(tier.runs[0].folder / "status.tif") as raster:
        side = min(raster.transform.a, -raster.transform.e)
        degrees = side if raster.crs.is_geographic else side / _METRES_PER_DEGREE
    return float(degrees) / 2


def area_features(areas: Iterable[Area], *, tolerance_degrees: float) -> dict[str, Any]:
    """The outlines of areas; their figures depend on the run and are not in them."""
    return collection(
        feature(area.area_id, simplified(area.geometry, tolerance_degrees), area.name, (), area_id=area.area_id)
        for area in areas
    )


def shown_areas(tier: Tier) -> tuple[Area, ...]:
    """The areas; none in a study without, whose single area is the whole grid."""
    return () if [area.area_id for area in tier.areas] == [SINGLE_AREA_ID] else tier.areas


def gap_features(
    gaps: Iterable[Gap],
    run: Run,
    *,
    tolerance_degrees: float,
    told: Mapping[str, tuple[str, tuple[tuple[str, str], ...]]],
) -> dict[str, Any]:
    """Underserved regions; ``told`` has by their ids a sentence to lead their popups and further rows, if any."""
    nothing: tuple[str, tuple[tuple[str, str], ...]] = ("", ())
    features = []
    for gap in gaps:
        lead, rows = told.get(gap.gap_id, nothing)
        more = {"lead": lead} if lead else {}
        outline = simplified(gap.geometry, tolerance_degrees)
        features.append(feature(gap.gap_id, outline, gap.name, (*rows, *gap_cells(gap, run)), **more))
    return collection(features)


def largest_hazards(hazards: Sequence[Hazard], most: int) -> dict[int, Hazard]:
    """At most so many hazard areas, the largest, by their place; in their order."""
    places: Iterable[int] = range(len(hazards))
    if len(hazards) > most:
        size = shapely.area([hazard.geometry for hazard in hazards])
        places = np.sort(np.argsort(-size, kind="stable")[:most]).tolist()
    return {place: hazards[place] for place in places}


def hazard_features(
    hazards: Mapping[int, Hazard], *, tolerance_degrees: float, is_confirmed: Callable[[Hazard], bool]
) -> dict[str, Any]:
    """Recorded hazard areas, by their place in the tier."""
    return collection(
        feature(
            f"h{place}",
            simplified(hazard.geometry, tolerance_degrees),
            hazard_title(hazard),
            hazard_cells(hazard),
            suspected=not is_confirmed(hazard),
        )
        for place, hazard in hazards.items()
    )


def centre_features(centres: Iterable[Centre]) -> dict[str, Any]:
    """Centres as points."""
    return collection(
        feature(
            centre.centre_id,
            shapely.Point(centre.lon, centre.lat),
            centre.name or f"Centre {centre.centre_id}",
            centre_cells(centre),
        )
        for centre in centres
    )


def collection(features: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """GeoJSON features together."""
    return {"type": "FeatureCollection", "features": list(features)}


def feature(
    feature_id: str, geometry: BaseGeometry, title: str, rows: tuple[tuple[str, str], ...], **more: Any
) -> dict[str, Any]:
    """One GeoJSON feature with its title and the (label, text) rows of its popup; ``more`` are further properties."""
    return {
        "type": "Feature",
        "id": feature_id,
        "geometry": mapping(shapely.transform(geometry, lambda place: np.round(place, _DECIMALS))),
        "properties": {"title": title, "rows": [list(row) for row in rows], **more},
    }


def simplified(geometry: BaseGeometry, tolerance_degrees: float) -> BaseGeometry:
    """An outline with fewer corners; what would vanish stays as it was."""
    simple = geometry.simplify(tolerance_degrees, preserve_topology=True)
    return geometry if simple.is_empty else simple
