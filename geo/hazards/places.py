"""Places of a table's rows: degrees, UTM or MGRS in any datum, to WGS 84."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from pyproj import CRS, Geod, Transformer

from geo.errors import InputError
from geo.faults import Faults
from geo.grid import LON_LAT
from geo.hazards.coordinates import degrees_of_text
from geo.hazards.datums import to_wgs_84
from geo.hazards.grid_references import agreed_zone, lon_lat_of_mgrs, lon_lat_of_utm
from geo.hazards.place_columns import (
    PlaceColumns,
    found_columns,
    read_numbers,
    read_values,
    tell_reasons,
    texts_as_written,
)
from geo.layers import name_rows

LonLat = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]

_EARTH: Final = Geod(ellps="WGS84")
_COARSE_M: Final = 100.0  # a square with a longer side is told
_APART_M: Final = 100.0  # two places given for one row may be so far apart
_ZONES: Final = 60
_ZONE_DEGREES: Final = 6.0
_NEAR_ZONES: Final = 2
_NEAR_USE_DEGREES: Final = 1.0  # a place this near a CRS's area of use is no surprise


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """By row: degrees on WGS 84, NaN where the row says no place, and the side of its square in metres, NaN for none.

    ``columns`` are those that were found.
    """

    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    precision_m: npt.NDArray[np.float64]
    columns: tuple[str, ...]

    @property
    def is_known(self) -> npt.NDArray[np.bool_]:
        """Whether the row says its place."""
        return ~np.isnan(self.lon)


def read_places(
    table: pd.DataFrame, columns: PlaceColumns, crs: CRS | None, *, where: str, faults: Faults
) -> Places | None:
    """Where each row is; None, with every fault told, if one cannot be read.

    Degrees and UTM are on the datum of ``crs`` (None: WGS 84), eastings without a zone in ``crs``
    itself, MGRS on WGS 84. A row that says its place twice must mean the same one to 100 m.
    """
    before = len(faults.errors)
    is_projected = crs is not None and crs.is_projected
    found = found_columns(table, columns, is_projected=is_projected, where=where, faults=faults)
    if len(faults.errors) > before:
        return None
    degrees = _degrees(table, found, where=where, faults=faults)
    metres = _metres(table, found, crs, is_zone_named=columns.zone is not None, where=where, faults=faults)
    square_lon, square_lat, precision_m = _squares(table, found.get("mgrs"), crs, where=where, faults=faults)
    if len(faults.errors) > before:
        return None
    both = [np.concatenate(ways) for ways in zip(degrees, metres, strict=True)]
    lon, lat = (np.split(ways, 2) for ways in to_wgs_84(crs or LON_LAT, *both, where=where, faults=faults))
    ways = [(lon[0], lat[0]), (lon[1], lat[1]), (square_lon, square_lat)]
    is_lost = np.isinf(lon[0]) | np.isinf(lon[1])
    if is_lost.any():
        faults.error(
            where=where,
            which=name_rows(table.index, is_lost),
            what=f"{int(is_lost.sum()):,} of {len(table):,} rows lie where the way from the crs to WGS 84 "
            "does not reach",
            do="Check the crs, and the order of the two coordinates",
        )
    if len(faults.errors) > before:
        return None
    _tell_two_places(table.index, ways, precision_m, where=where, faults=faults)
    one_lon, one_lat = np.full(len(table), np.nan), np.full(len(table), np.nan)
    for way_lon, way_lat in ways:
        is_new = np.isnan(one_lon) & ~np.isnan(way_lon)
        one_lon[is_new], one_lat[is_new] = way_lon[is_new], way_lat[is_new]
    precision_m[~np.isnan(lon[0]) | ~np.isnan(lon[1])] = np.nan
    by_zone = ~np.isnan(square_lon) | (~np.isnan(lon[1]) & (not is_projected))
    _tell_far_zones(table.index, one_lon, by_zone, where=where, faults=faults)
    _tell_outside_use(table.index, crs, one_lon, one_lat, where=where, faults=faults)
    if len(faults.errors) > before:
        return None
    return Places(lon=one_lon, lat=one_lat, precision_m=precision_m, columns=tuple(found.values()))


def _degrees(table: pd.DataFrame, found: dict[str, str], *, where: str, faults: Faults) -> LonLat:
    if "lon" not in found or "lat" not in found:
        return np.full(len(table), np.nan), np.full(len(table), np.nan)
    lon = read_values(table, found["lon"], partial(degrees_of_text, axis="lon"), where=where, faults=faults)
    lat = read_values(table, found["lat"], partial(degrees_of_text, axis="lat"), where=where, faults=faults)
    _tell_halves(table, found["lon"], found["lat"], where=where, faults=faults)
    return lon, lat


def _metres(  # noqa: PLR0913 - a reader always says where it is and to whom it tells
    table: pd.DataFrame, found: dict[str, str], crs: CRS | None, *, is_zone_named: bool, where: str, faults: Faults
) -> LonLat:
    """Longitude and latitude, on the datum of the CRS, of eastings and northings."""
    lon, lat = np.full(len(table), np.nan), np.full(len(table), np.nan)
    if "easting" not in found or "northing" not in found:
        return lon, lat
    easting_m = read_numbers(table, found["easting"], where=where, faults=faults)
    northing_m = read_numbers(table, found["northing"], where=where, faults=faults)
    _tell_halves(table, found["easting"], found["northing"], where=where, faults=faults)
    base = crs.source_crs if crs is not None and crs.is_bound else crs
    is_given = ~np.isnan(easting_m) & ~np.isnan(northing_m)
    zones = texts_as_written(table[found["zone"]]) if "zone" in found else [""] * len(table)
    is_other = base is not None and base.is_projected and base.utm_zone is None
    if base is not None and is_other and is_zone_named and any(zones):
        faults.error(
            where=where,
            which=f"column {found['zone']!r}",
            what=f"it gives UTM zones, but the crs is {base.name}, which has none",
            do="Leave out the zone, or give the crs of the datum alone, such as EPSG:4312",
        )
        return lon, lat
    reasons: dict[int, str] = {}
    datum = LON_LAT if base is None else base.geodetic_crs or LON_LAT
    for row in np.flatnonzero(is_given):
        try:
            zone = None if is_other else agreed_zone(zones[row], float(northing_m[row]), base)
            if zone is not None:
                lon[row], lat[row] = lon_lat_of_utm(float(easting_m[row]), float(northing_m[row]), zone, datum)
        except InputError as error:
            reasons[int(row)] = str(error)
    shown = [f"{zone} {east:.15g} {north:.15g}" for zone, east, north in zip(zones, easting_m, northing_m, strict=True)]
    column = found.get("zone", found["easting"])
    if is_other:
        transformer = Transformer.from_crs(base, datum, always_xy=True)
        lon[is_given], lat[is_given] = transformer.transform(easting_m[is_given], northing_m[is_given])
        is_nowhere = is_given & ~(np.isfinite(lon) & np.isfinite(lat))
        reasons = dict.fromkeys(np.flatnonzero(is_nowhere).tolist(), "it is nowhere in the crs")
    tell_reasons(table.index, reasons, [text.strip() for text in shown], column, where=where, faults=faults)
    return lon, lat


def _squares(
    table: pd.DataFrame, column: str | None, crs: CRS | None, *, where: str, faults: Faults
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Longitude, latitude and side of the MGRS squares."""
    squares = np.full((len(table), 3), np.nan)
    texts = texts_as_written(table[column]) if column is not None else []
    if column is None or not any(texts):
        return squares[:, 0], squares[:, 1], squares[:, 2]
    if crs is not None and not _is_wgs_84(crs):
        faults.error(
            where=where,
            which=f"column {column!r}",
            what=f"MGRS is read on WGS 84 only, and the crs is {crs.name}",
            do="Leave out the crs if the references are on WGS 84; else give eastings and northings",
        )
        return squares[:, 0], squares[:, 1], squares[:, 2]
    reasons: dict[int, str] = {}
    for row, text in enumerate(texts):
        if text:
            try:
                squares[row] = lon_lat_of_mgrs(text)
            except InputError as error:
                reasons[row] = str(error)
    tell_reasons(table.index, reasons, texts, column, where=where, faults=faults)
    is_coarse = squares[:, 2] > _COARSE_M
    if is_coarse.any():
        faults.notice(
            where=where,
            which=f"{name_rows(table.index, is_coarse)}, column {column!r}",
            what=f"{int(is_coarse.sum()):,} of {len(table):,} rows name a square of "
            f"{squares[:, 2][is_coarse].min():,.0f} m or more; its centre stands for it",
            do="Give more digits if they are known",
        )
    return squares[:, 0], squares[:, 1], squares[:, 2]


def _is_wgs_84(crs: CRS) -> bool:
    datum = crs.geodetic_crs.datum if crs.geodetic_crs is not None else None
    return datum is not None and datum.name.startswith("World Geodetic System 1984")


def _tell_halves(table: pd.DataFrame, first: str, second: str, *, where: str, faults: Faults) -> None:
    is_half = table[first].isna() != table[second].isna()
    if is_half.any():
        faults.error(
            where=where,
            which=name_rows(table.index, is_half),
            what=f"{int(is_half.sum()):,} of {len(table):,} rows have only one of {first} and {second}",
            do="Give both, or neither",
        )


def _tell_two_places(
    index: pd.Index[Any], ways: list[LonLat], precision_m: npt.NDArray[np.float64], *, where: str, faults: Faults
) -> None:
    for number, (lon, lat) in enumerate(ways):
        for other, (other_lon, other_lat) in enumerate(ways[number + 1 :], start=number + 1):
            rows = np.flatnonzero(~np.isnan(lon) & ~np.isnan(other_lon))
            _, _, apart_m = _EARTH.inv(lon[rows], lat[rows], other_lon[rows], other_lat[rows])
            most_m = np.fmax(_APART_M, precision_m[rows]) if other == len(ways) - 1 else _APART_M
            is_apart = np.asarray(apart_m) > most_m
            if is_apart.any():
                faults.error(
                    where=where,
                    which=name_rows(index[rows], is_apart),
                    what=f"{int(is_apart.sum()):,} rows say two places, up to {np.max(apart_m):,.0f} m apart",
                    do="Keep the right one, or check the datum",
                )


def _tell_far_zones(
    index: pd.Index[Any], lon: npt.NDArray[np.float64], by_zone: npt.NDArray[np.bool_], *, where: str, faults: Faults
) -> None:
    is_known = ~np.isnan(lon)
    if not (by_zone & is_known).any():
        return
    zone = np.full(len(lon), -1)
    zone[is_known] = (lon[is_known] + 180) // _ZONE_DEGREES % _ZONES
    usual = int(np.bincount(zone[is_known]).argmax())
    apart = np.abs(zone - usual)
    is_far = by_zone & is_known & (np.minimum(apart, _ZONES - apart) > _NEAR_ZONES)
    if is_far.any():
        faults.notice(
            where=where,
            which=name_rows(index, is_far),
            what=f"{int(is_far.sum()):,} of {len(index):,} rows lie more than {_NEAR_ZONES} UTM zones from zone "
            f"{usual + 1}, where most rows lie",
            do="Check the zones of these rows",
        )


def _tell_outside_use(  # noqa: PLR0913 - a fault says where and which
    index: pd.Index[Any],
    crs: CRS | None,
    lon: npt.NDArray[np.float64],
    lat: npt.NDArray[np.float64],
    *,
    where: str,
    faults: Faults,
) -> None:
    use = crs.area_of_use if crs is not None else None
    if crs is None or use is None or use.west > use.east:
        return
    margin = _NEAR_USE_DEGREES
    is_within = (lon >= use.west - margin) & (lon <= use.east + margin)
    is_within &= (lat >= use.south - margin) & (lat <= use.north + margin)
    is_outside = ~is_within & ~np.isnan(lon)
    if is_outside.any():
        faults.notice(
            where=where,
            which=name_rows(index, is_outside),
            what=f"{int(is_outside.sum()):,} of {len(index):,} rows lie outside the area that {crs.name} is made for",
            do="Check the crs, and the order of the two coordinates",
        )
