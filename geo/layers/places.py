"""Named places: towns, villages and hamlets that people know, to call a region by."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from osmium import filter as osm_filter

from geo.faults import Faults
from geo.grid import LON_LAT, Grid
from geo.layers.osm_objects import read_osm_objects
from geo.layers.tables import list_names, name_rows, need_column, texts_of
from geo.layers.vectors import read_layer

OSM_ENDINGS: Final = (".osm", ".osm.pbf", ".pbf", ".osm.gz", ".osm.bz2", ".o5m")
KINDS: Final = (  # the OSM wiki, Key:place: settlements, the larger ones first; the order is ours
    "city",
    "town",
    "borough",
    "suburb",
    "quarter",
    "village",
    "neighbourhood",
    "hamlet",
    "isolated_dwelling",
    "farm",
)
_KEY: Final = "place"
_NAME: Final = "name"
_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_REFUSED: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})  # a joiner (Cf) is part of many a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Named places within a grid, in the order of their file; all have one entry a place.

    ``names`` as they are written. ``xy``: float64 (places, 2) in the grid's CRS. ``kinds``: a word of ``KINDS``, or
    "" where it is not known. ``people``: float64, NaN where unknown.
    """

    names: tuple[str, ...]
    xy: npt.NDArray[np.float64]
    kinds: tuple[str, ...]
    people: npt.NDArray[np.float64]


def read_places(  # noqa: PLR0913 - a reader always says where it is and to whom it tells
    path: Path,
    grid: Grid,
    *,
    where: str,
    faults: Faults,
    name: str | None = None,
    kind: str | None = None,
    people: str | None = None,
    layer: str | None = None,
) -> Places | None:
    """The named places of a layer of points, a table with lon and lat, or the place nodes of an OSM file.

    ``name``, ``kind``, ``people``: columns, or keys of OSM; the name's is "name" and, of OSM, the kind's is "place"
    where none is given. Places without a name and those outside the grid are told and left out. A name that
    holds control letters or letters that turn the direction of writing is an error; in an OSM file, which many
    hands write, the place is told and left out. None, with every fault told, if they cannot be used.
    """
    before = len(faults.errors)
    is_osm = path.name.lower().endswith(OSM_ENDINGS)
    name, kind = name or _NAME, kind or (_KEY if is_osm else None)
    columns = [column for column in (name, kind, people) if column is not None]
    if is_osm:
        frame = _nodes_of_osm(path, columns, where=where, faults=faults)
    else:
        frame = read_layer(path, geometry="point", where=where, faults=faults, layer=layer, grid=grid)
    if frame is not None:
        for column in columns:
            need_column(frame, column, where=where, faults=faults)
    if frame is None or len(faults.errors) > before:
        return None
    points = frame.geometry.to_crs(grid.crs.to_wkt())
    frame = pd.DataFrame(frame[columns]).assign(x=points.x, y=points.y)
    frame = _named(frame, name, is_osm=is_osm, where=where, faults=faults)
    frame = _on_grid(frame, grid, where=where, faults=faults)
    counted = _people_of(frame, people, is_osm=is_osm, where=where, faults=faults)
    if len(faults.errors) > before:
        return None
    return Places(
        names=tuple(texts_of(frame[name])),
        xy=frame[["x", "y"]].to_numpy(np.float64),
        kinds=_kinds_of(frame, kind, where=where, faults=faults),
        people=counted,
    )


def _nodes_of_osm(path: Path, keys: list[str], *, where: str, faults: Faults) -> gpd.GeoDataFrame | None:
    """The place nodes of settlements with the values of some keys, in EPSG:4326; None after an error."""
    objects = read_osm_objects(
        path,
        wanted=osm_filter.KeyFilter(_KEY),
        where=where,
        faults=faults,
        is_meant=lambda tags: tags[_KEY] in KINDS,
    )
    if objects is None:
        return None
    nodes = [each for each in objects if isinstance(each.shape, shapely.Point)]
    if not nodes:
        what = "no node of the file is tagged as a city, town, village or other settlement"
        do = "Give a file with place nodes, or a layer of points with a column of names"
        faults.error(where=where, which="", what=what, do=do)
        return None
    columns = {key: [each.tags.get(key) for each in nodes] for key in keys}
    index = pd.Index([each.identity for each in nodes], name="object")
    return gpd.GeoDataFrame(columns, index=index, geometry=[each.shape for each in nodes], crs=LON_LAT)


def _named(frame: pd.DataFrame, name: str, *, is_osm: bool, where: str, faults: Faults) -> pd.DataFrame:
    """The places with a name, and one that can be printed."""
    names = texts_of(frame[name])
    is_nameless = (names == "").to_numpy()
    if is_nameless.any():
        faults.notice(
            where=where,
            which=name_rows(frame.index, is_nameless),
            what=f"{int(is_nameless.sum()):,} of {len(frame):,} places have no {name} and are left out",
            do=f"Fill in {name} if a region should be called by them",
        )
    is_odd = np.array([_is_odd(text) for text in names], np.bool_)
    if is_odd.any():
        (faults.notice if is_osm else faults.error)(
            where=where,
            which=name_rows(frame.index, is_odd),
            what=f"{int(is_odd.sum()):,} names hold control letters or letters that turn the direction of writing"
            + (", and are left out" if is_osm else ""),
            do="Write the names without them",
        )
    return frame[~is_nameless & ~is_odd]


def _is_odd(text: str) -> bool:
    return any(letter in _BIDI or unicodedata.category(letter) in _REFUSED for letter in text)


def _on_grid(frame: pd.DataFrame, grid: Grid, *, where: str, faults: Faults) -> pd.DataFrame:
    """The places that lie in the grid."""
    is_outside = grid.cell_at(frame["x"], frame["y"]) < 0
    if len(frame) and is_outside.all():
        what = f"none of its {len(frame):,} named places lies in the study's grid"
        faults.error(where=where, which="", what=what, do="Give the places of the study's country")
    elif is_outside.any():
        faults.notice(
            where=where,
            which="extent",
            what=f"{int(is_outside.sum()):,} of {len(frame):,} named places lie outside the grid and name no region",
            do="Leave it so, unless the grid should reach them",
        )
    return frame[~is_outside]


def _kinds_of(frame: pd.DataFrame, kind: str | None, *, where: str, faults: Faults) -> tuple[str, ...]:
    """The kind of each place; a word that is not known is told and counts as none."""
    if kind is None:
        return ("",) * len(frame)
    words = [text.lower().replace(" ", "_") for text in texts_of(frame[kind])]
    is_unknown = np.array([word not in {*KINDS, ""} for word in words], np.bool_)
    if is_unknown.any():
        known = sorted({word for word, unknown in zip(words, is_unknown, strict=True) if unknown})
        faults.notice(
            where=where,
            which=f"{name_rows(frame.index, is_unknown)}, column {kind}",
            what=f"{int(is_unknown.sum()):,} places are of no known kind ({list_names(known)}) and rank last",
            do=f"Use {', '.join(KINDS)}",
        )
    return tuple("" if unknown else word for word, unknown in zip(words, is_unknown, strict=True))


def _people_of(
    frame: pd.DataFrame, people: str | None, *, is_osm: bool, where: str, faults: Faults
) -> npt.NDArray[np.float64]:
    """The people of each place; what is no number is an error, in an OSM file unknown and told."""
    if people is None:
        return np.full(len(frame), np.nan)
    given = frame[people]
    numbers = pd.to_numeric(given, errors="coerce").to_numpy(np.float64)
    is_bad = given.notna().to_numpy() & ~((numbers >= 0) & np.isfinite(numbers))
    if is_bad.any():
        example = given[is_bad].iloc[0]
        (faults.notice if is_osm else faults.error)(
            where=where,
            which=f"{name_rows(frame.index, is_bad)}, column {people}",
            what=f"{int(is_bad.sum()):,} values are no number of people, such as {example!r}"
            + (", and count as unknown" if is_osm else ""),
            do="Write numbers from 0 up, and leave unknown ones empty",
        )
    return np.where(is_bad, np.nan, numbers)
