"""Grid references to degrees: UTM by its zone, and squares of the Military Grid Reference System."""

from __future__ import annotations

import re
import warnings
from functools import cache
from typing import Final

import numpy as np
from mgrs import MGRS
from mgrs.core import MGRSError
from pyproj import CRS, Transformer
from pyproj.crs import ProjectedCRS
from pyproj.crs.coordinate_operation import UTMConversion

from geo.errors import InputError
from geo.hazards.coordinates import Hemisphere, Zone, zone_of_text

_EASTING_M: Final = (100_000.0, 900_000.0)
_NORTHING_M: Final = (0.0, 10_000_000.0)
_BANDS: Final = "CDEFGHJKLMNPQRSTUVWX"  # 8 degrees each from 80 south; the last has 12
_BAND_DEGREES: Final = 8.0
_FIRST_BAND_DEGREES: Final = -80.0
_LAST_BAND_DEGREES: Final = 84.0
_NEAR_BAND_DEGREES: Final = 0.1  # a point this near the edge may be called by the next band
_SQUARE: Final = re.compile(r"(?P<number>\d{1,2}) ?(?P<band>[C-HJ-NP-X]) ?(?P<square>[A-HJ-NP-Z]{2})(?P<digits>[\d ]*)")
_ZONE_DEGREES: Final = 6.0
_MOST_DIGITS: Final = 5
_METRES_PER_DEGREE: Final = 111_000.0


def tell_bad_utm(easting_m: float, northing_m: float) -> None:
    """Raise InputError, saying why, if an easting and northing can be in no UTM zone."""
    if _EASTING_M[0] <= easting_m <= _EASTING_M[1] and _NORTHING_M[0] <= northing_m <= _NORTHING_M[1]:
        return
    if _EASTING_M[0] <= northing_m <= _EASTING_M[1] and _NORTHING_M[0] <= easting_m <= _NORTHING_M[1]:
        raise InputError("easting and northing look swapped")
    raise InputError("easting is not within 100,000 to 900,000 m, or northing not within 0 to 10,000,000 m")


def agreed_zone(text: str, northing_m: float, crs: CRS | None) -> Zone:
    """The zone of a text and of a CRS that is UTM, if it is; each may say what the other leaves open.

    Raises InputError if they contradict each other, or if neither says the hemisphere.
    """
    of_crs = crs.utm_zone if crs is not None and crs.is_projected else None
    if of_crs is None:
        if not text:
            raise InputError("it has no UTM zone")
        zone = zone_of_text(text, northing_m)
        if zone.hemisphere is None:
            raise InputError("it says no hemisphere")
        return zone
    hemisphere: Hemisphere = "north" if of_crs[-1] == "N" else "south"
    agreed = Zone(number=int(of_crs[:-1]), hemisphere=hemisphere, band=None)
    if not text:
        return agreed
    if text.strip().upper().endswith("S") and hemisphere == "north":
        text = text.strip()[:-1]  # band S, since the CRS says north
        agreed = Zone(number=agreed.number, hemisphere=hemisphere, band="S")
    said = zone_of_text(text, np.inf)  # S is south, since the CRS says so or else contradicts it
    if said.number != agreed.number or said.hemisphere not in {None, hemisphere}:
        raise InputError(f"it contradicts the crs, which is zone {of_crs}")
    return Zone(number=agreed.number, hemisphere=hemisphere, band=said.band or agreed.band)


@cache
def degrees_from_utm(number: int, hemisphere: Hemisphere, datum: CRS) -> Transformer:
    """From UTM in a zone, on the datum of a geographic CRS, to that CRS."""
    conversion = UTMConversion(str(number), hemisphere[0].upper())
    return Transformer.from_crs(ProjectedCRS(conversion=conversion, geodetic_crs=datum), datum, always_xy=True)


def lon_lat_of_utm(easting_m: float, northing_m: float, zone: Zone, datum: CRS) -> tuple[float, float]:
    """Longitude and latitude, on the datum, of a place in a zone; InputError if it lies outside its band."""
    tell_bad_utm(easting_m, northing_m)
    if zone.hemisphere is None:
        raise InputError("it says no hemisphere")
    transformer = degrees_from_utm(zone.number, zone.hemisphere, datum)
    lon, lat = (float(degrees) for degrees in transformer.transform(easting_m, northing_m))
    if not np.isfinite([lon, lat]).all():
        raise InputError("it is nowhere in its zone")
    tell_wrong_band(lat, zone, near_degrees=_NEAR_BAND_DEGREES)
    return lon, lat


def tell_wrong_band(lat: float, zone: Zone, *, near_degrees: float) -> None:
    """Raise InputError if a latitude is farther than so many degrees outside the band of the zone, if it has one."""
    if zone.band is None:
        return
    south = _FIRST_BAND_DEGREES + _BAND_DEGREES * _BANDS.index(zone.band)
    north = _LAST_BAND_DEGREES if zone.band == _BANDS[-1] else south + _BAND_DEGREES
    if not south - near_degrees <= lat <= north + near_degrees:
        raise InputError(f"it lies at {lat:.1f} degrees north, outside band {zone.band}")


def lon_lat_of_mgrs(text: str) -> tuple[float, float, float]:
    """Longitude, latitude (WGS 84) of the centre of an MGRS square, and the length of its side in metres.

    Blanks between the parts and lower case are read; raises InputError, saying why, for anything else
    that is not a whole reference, such as an odd number of digits or a square that its zone does not have.

    >>> [round(value, 4) for value in lon_lat_of_mgrs("33T YN 0123 5678")]
    [17.6687, 47.4334, 10.0]
    """
    match = _SQUARE.fullmatch(" ".join(text.upper().split()))
    if match is None:
        raise InputError("it is no MGRS reference")
    groups = match["digits"].split()
    digits = "".join(groups)
    half = len(digits) // 2
    if len(digits) % 2 or len(digits) > 2 * _MOST_DIGITS:
        raise InputError("it has an odd number of digits, or more than ten")
    if len(groups) > 2 or (len(groups) == 2 and len(groups[0]) != half):  # noqa: PLR2004 - easting and northing
        raise InputError("its easting and northing have not the same number of digits")
    reference = f"{int(match['number']):02d}{match['band']}{match['square']}"
    precision_m = 10.0 ** (_MOST_DIGITS - half)
    converter = MGRS()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # a latitude outside the band is looked at below
            lat, lon = converter.toLatLon(reference + digits)
            back = converter.toMGRS(lat, lon, MGRSPrecision=half)
    except MGRSError:
        raise InputError("there is no such square") from None
    zone = Zone(number=int(match["number"]), hemisphere=None, band=match["band"])
    # A square on the edge of two bands may be called by either; its centre lies in one.
    tell_wrong_band(lat, zone, near_degrees=precision_m / _METRES_PER_DEGREE)
    if str(back)[:2] + str(back)[3:] != reference[:2] + match["square"] + digits:
        # Squares on the edge of a zone lie in it in part, and their centre perhaps outside.
        west = (zone.number - 1) * _ZONE_DEGREES - 180
        near_degrees = precision_m / (_METRES_PER_DEGREE * np.cos(np.radians(lat)))
        if not west - near_degrees <= lon <= west + _ZONE_DEGREES + near_degrees:
            raise InputError("there is no such square in its zone")
    return float(lon), float(lat), precision_m
