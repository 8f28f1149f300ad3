"""Places: the points and areas that a record may have, and what is wrong with one, without repeating it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geo.faults import Faults

MOST_DECIMALS: Final = 3  # of a degree: about 110 m at the equator
_DECIMAL: Final = re.compile(r"[+-]?[0-9]{1,3}(?:\.(?P<decimals>[0-9]+))?")
_MOST_LON: Final = 180.0
_MOST_LAT: Final = 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAreas:
    """The areas that a record may lie in: their ids, and west, south, east and north of them all in degrees."""

    ids: frozenset[str]
    bounds: tuple[float, float, float, float]

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point lies within the bounds, inclusive."""
        west, south, east, north = self.bounds
        return west <= lon <= east and south <= lat <= north


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Point:
    """A sound point, in degrees of EPSG:4326. Printing it tells nothing."""

    lon: float
    lat: float

    def __repr__(self) -> str:
        return "Point(...)"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongPoint:
    """What is wrong with a point, in fixed words."""

    column: str
    what: str
    do: str


def read_point(lon_text: str, lat_text: str, *, areas: KnownAreas | None = None) -> Point | WrongPoint:
    """The point of two texts, of which one is not empty, or what is wrong with it.

    Coordinates are plain decimal degrees with at most three decimals, which is about 100 m; zeros at the end
    do not count. With areas, a point that lies in their bounds only with lon and lat swapped is wrong.
    """
    if not (lon_text and lat_text):
        return WrongPoint(column="lon, lat", what="one of the two is missing", do="Give both, or area_id")
    matches = [_DECIMAL.fullmatch(text) for text in (lon_text, lat_text)]
    if not all(matches):
        do = "Write plain decimal degrees with a point, such as 35.123"
        return WrongPoint(column="lon, lat", what="it is no number in degrees", do=do)
    decimals = max(len((match["decimals"] or "").rstrip("0")) for match in matches if match)
    if decimals > MOST_DECIMALS:
        do = f"Round lon and lat to {MOST_DECIMALS} decimals before they leave your hands"
        return WrongPoint(column="lon, lat", what="the point is finer than about 100 m", do=do)
    lon, lat = float(lon_text), float(lat_text)
    is_sound, is_sound_swapped = _is_on_earth(lon, lat), _is_on_earth(lat, lon)
    if areas is not None and is_sound:
        is_sound_swapped = is_sound_swapped and areas.holds(lat, lon)
        is_sound = areas.holds(lon, lat) or not is_sound_swapped
    if not is_sound:
        what = "lon and lat look swapped" if is_sound_swapped else "there is no such place on Earth"
        return WrongPoint(column="lon, lat", what=what, do="Correct the point; lon is east, lat is north")
    if lon == 0 and lat == 0:
        return WrongPoint(column="lon, lat", what="0, 0 stands for an unknown place", do="Give the place, or area_id")
    return Point(lon=lon, lat=lat)


def read_known_areas(path: Path, id_column: str, *, where: str, faults: Faults) -> KnownAreas | None:
    """The areas of a layer of polygons; None, with the faults told, if it cannot be used."""
    if path.suffix.lower() == ".csv":  # what reads tables may repeat what is in them, and this could be the wrong one
        faults.error(where=where, which="", what="areas are no table", do="Name a GeoPackage or another layer")
        return None
    # the libraries take a second to load, and most imports need none
    from geo.grid import LON_LAT  # noqa: PLC0415
    from geo.layers import check_ids, read_layer, texts_of  # noqa: PLC0415

    shapes = read_layer(path, geometry="polygon", where=where, faults=faults, empty="error")
    if shapes is None or not check_ids(shapes, id_column, where=where, faults=faults):
        return None
    west, south, east, north = (float(edge) for edge in shapes.to_crs(LON_LAT).total_bounds)
    return KnownAreas(ids=frozenset(texts_of(shapes[id_column])), bounds=(west, south, east, north))


def _is_on_earth(lon: float, lat: float) -> bool:
    return abs(lon) <= _MOST_LON and abs(lat) <= _MOST_LAT
