"""Datums: from any to WGS 84 by the best operation at hand, told where it is rough or unknown."""

from __future__ import annotations

import warnings
from typing import Final

import numpy as np
import numpy.typing as npt
from pyproj import CRS
from pyproj.crs import BoundCRS
from pyproj.exceptions import CRSError, ProjError
from pyproj.transformer import AreaOfInterest, TransformerGroup

from geo.faults import Faults
from geo.grid import LON_LAT

_ACCURACY_M: Final = 10.0  # an operation that is worse is told
_MARGIN_DEGREES: Final = 0.01  # around the places, so that one place has an extent


def crs_of_text(text: str, *, where: str, faults: Faults) -> CRS | None:
    """The CRS of a text such as ``EPSG:4312``, geographic in degrees or projected; None, told, if it is neither."""
    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        what = "it is no coordinate system that is known"
    else:
        if crs.is_projected or (crs.is_geographic and crs.axis_info[0].unit_name == "degree"):
            return crs
        what = f"{crs.name} is neither projected nor in degrees"
    faults.error(where=where, which=f"crs {text!r}", what=what, do="Give its code, such as EPSG:4312 or EPSG:32634")
    return None


def geodetic_part(crs: CRS) -> CRS:
    """The geographic CRS that a CRS rests on, with the shift to WGS 84 that it may bring along."""
    if crs.is_bound and crs.source_crs is not None and crs.source_crs.geodetic_crs is not None:
        return BoundCRS(
            source_crs=crs.source_crs.geodetic_crs,
            target_crs=crs.target_crs,
            transformation=crs.coordinate_operation,
        )
    return crs.geodetic_crs or crs


def to_wgs_84(
    crs: CRS, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64], *, where: str, faults: Faults
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Degrees on the datum of ``crs`` as degrees on WGS 84; NaN stays NaN. Told is what tell_datum_shift tells."""
    is_known = np.isfinite(lon) & np.isfinite(lat)
    if not is_known.any():
        return lon, lat
    bounds = (lon[is_known].min(), lat[is_known].min(), lon[is_known].max(), lat[is_known].max())
    group = _operations(geodetic_part(crs), bounds)
    if not _tell(group, crs, where=where, faults=faults) or group is None:
        return lon, lat
    new_lon, new_lat = lon.copy(), lat.copy()
    new_lon[is_known], new_lat[is_known] = group.transformers[0].transform(lon[is_known], lat[is_known])
    return new_lon, new_lat


def tell_datum_shift(
    crs: CRS, bounds_lon_lat: tuple[float, float, float, float], *, where: str, faults: Faults
) -> None:
    """Tell how well the datum of a CRS is taken to WGS 84 within west, south, east, north, where that is rough.

    A notice with the operation and its accuracy if that is unknown or worse than 10 m (10 m is not), or
    if a better operation needs grid files that are not here; an error if there is no operation.
    """
    _tell(_operations(geodetic_part(crs), bounds_lon_lat), crs, where=where, faults=faults)


def _operations(datum: CRS, bounds: tuple[float, float, float, float]) -> TransformerGroup | None:
    """The operations to WGS 84 within the bounds, the best that is at hand first."""
    west, south, east, north = bounds
    area = AreaOfInterest(
        west_lon_degree=max(west - _MARGIN_DEGREES, -180.0),
        south_lat_degree=max(south - _MARGIN_DEGREES, -90.0),
        east_lon_degree=min(east + _MARGIN_DEGREES, 180.0),
        north_lat_degree=min(north + _MARGIN_DEGREES, 90.0),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of missing grids, which are told below
        try:
            return TransformerGroup(datum, LON_LAT, always_xy=True, area_of_interest=area)
        except (CRSError, ProjError):
            return None


def _tell(group: TransformerGroup | None, crs: CRS, *, where: str, faults: Faults) -> bool:
    """Whether there is an operation; its accuracy told where it is rough."""
    which = f"crs {crs.name}"
    if group is None or not group.transformers:
        faults.error(where=where, which=which, what="there is no way from it to WGS 84", do="Check the crs")
        return False
    best = group.transformers[0]
    steps = [step for step in best.description.split(" + ") if not step.startswith("axis order change")]
    accuracy = "unknown" if best.accuracy < 0 else f"{best.accuracy:g} m"
    what = f"its places are taken to WGS 84 by {' + '.join(steps)}, whose accuracy is {accuracy}"
    lacking = [
        (operation, [grid.short_name for grid in operation.grids if not grid.available])
        for operation in group.unavailable_operations
    ]
    lacking = [(operation, grids) for operation, grids in lacking if grids]
    if lacking and not group.best_available:
        operation, grids = lacking[0]
        better = f"{operation.accuracy:g} m" if operation.accuracy >= 0 else "unknown"
        faults.notice(
            where=where,
            which=which,
            what=f"{what}; {operation.name} (accuracy {better}) lacks {', '.join(grids)} and is not used",
            do=f"Fetch it once with: pyproj sync --file {grids[0]}",
        )
    elif not 0 <= best.accuracy <= _ACCURACY_M:
        faults.notice(
            where=where,
            which=which,
            what=what,
            do="Hold some areas against a map; give the crs with its own shift (+towgs84) if you know a better one",
        )
    return True
