"""Candidates for a directory, from the tags of OpenStreetMap and healthsites: to be verified, never records."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from osmium import filter as osm_filter

from accessibility.need.pillars import order_pillars
from accessibility.need.taxonomy import language_code
from geo.faults import Faults
from geo.grid import LON_LAT
from geo.layers import list_names, read_layer, read_osm_objects, texts_of
from geo.shipped import data_folder

UNVERIFIED: Final = "Candidate from tags, not verified: ask the place itself what it offers, and to whom"
COLUMNS: Final = (
    *("id", "name", "pillars", "level", "tasks", "capacity_per_year", "capacity_unit", "dormitory_beds"),
    *("transport_support", "fee", "female_staff", "languages", "step_free", "days_open", "last_verified"),
    *("is_verified", "first_fitting", "repair", "tags", "opening_hours", "edited_on", "source", "remark"),
)
_EXPORTS: Final = (".csv", ".geojson", ".json", ".gpkg", ".shp", ".fgb", ".xlsx")
# What healthsites.io calls the tags that it exports; a shapefile keeps ten letters of each.
_OF_HEALTHSITES: Final = {"speciality": "healthcare:speciality", "health_amenity_type": "health_amenity:type"}
_ANY: Final = "*"
_SHAPEFILE_LETTERS: Final = 10
_STEP_FREE: Final = {"yes": "yes", "designated": "yes", "no": "no"}
_FEE: Final = {"yes": "paid", "no": "free"}


def centre_candidates(path: Path, *, where: str, faults: Faults) -> gpd.GeoDataFrame | None:
    """Places that may be centres, by the tags of an OSM file or of a healthsites export; None if it is neither.

    Points in EPSG:4326, an area by a point inside it, with the fields of the directory, which a study reads
    without any mention but of id and name. ``pillars`` are guessed from the tags
    (data/services/osm_tags.csv), ``is_verified`` is "no", and what tags do not tell is empty: the level, tasks
    and capacity always. ``edited_on`` is the day of the object's last edit, empty where the file does not keep it.
    """
    if path.suffix.lower() in _EXPORTS:
        return _of_export(path, where=where, faults=faults)
    keys = sorted({row["key"] for row in _rules()})
    objects = read_osm_objects(
        path,
        wanted=osm_filter.KeyFilter(*keys),
        where=where,
        faults=faults,
        is_meant=lambda tags: bool(pillars_of_tags(tags)[0]),
    )
    if objects is None:
        return None
    _tell_inside_another([each.identity for each in objects], [each.shape for each in objects], where, faults)
    rows, points = [], []
    for each in objects:
        row = _row(each.identity, each.tags, source="OpenStreetMap")
        if row is not None:
            rows.append(row | {"edited_on": "" if each.edited_on is None else each.edited_on.isoformat()})
            points.append(each.shape.representative_point())
    return _frame(rows, points)


def _tell_inside_another(ids: list[str], shapes: list[shapely.Geometry], where: str, faults: Faults) -> None:
    """Tell candidates that lie inside the outline of another: a place is often drawn and marked by a point as well."""
    if not shapes:
        return
    inner, outer = shapely.STRtree(shapes).query(shapes, predicate="within")
    inside = [ids[row] for row in dict.fromkeys(inner[inner != outer].tolist())]
    if inside:
        faults.notice(
            where=where,
            which=list_names(inside),
            what=f"{len(inside):,} of {len(ids):,} candidates lie inside the outline of another, "
            "and may be the same place",
            do="Keep one of each, where they are",
        )


@cache
def _rules() -> list[dict[str, str]]:
    with (data_folder() / "services" / "osm_tags.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pillars_of_tags(tags: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The pillars that tags speak for, in their order, and the tags that do.

    A place for disabled people counts only as a ``social_facility``; ``*`` stands for whatever no other
    rule of the key names.
    """
    pillars: list[str] = []
    found: list[str] = []
    for key in dict.fromkeys(row["key"] for row in _rules()):
        if key == "social_facility:for" and "social_facility" not in tags:
            continue
        rules = {row["value"]: row["pillars"].split(";") for row in _rules() if row["key"] == key}
        for value in (part.strip() for part in tags.get(key, "").lower().split(";")):
            guess = rules.get(value) or (rules.get(_ANY) if value else None)
            if guess:
                pillars += guess
                found.append(f"{key}={value}")
    return order_pillars(pillars), tuple(found)


def _row(identity: str, tags: Mapping[str, str], *, source: str) -> dict[str, str] | None:
    """A candidate; None if no tag speaks for a pillar."""
    pillars, found = pillars_of_tags(tags)
    if not pillars:
        return None
    spoken = [key.removeprefix("language:") for key, value in tags.items() if _is_language(key, value)]
    return dict.fromkeys(COLUMNS, "") | {
        "id": identity,
        "name": tags.get("name", ""),
        "pillars": ";".join(pillars),
        "fee": _FEE.get(tags.get("fee", "").lower(), ""),
        "languages": ";".join(spoken),
        "step_free": _STEP_FREE.get(tags.get("wheelchair", "").lower(), ""),
        "is_verified": "no",
        "tags": ";".join(found),
        "opening_hours": tags.get("opening_hours", ""),
        "source": source,
        "remark": UNVERIFIED,
    }


def _is_language(key: str, value: str) -> bool:
    code = key.removeprefix("language:")
    return code != key and value == "yes" and language_code(code) == code


def _frame(rows: Sequence[Mapping[str, Any]], points: Iterable[shapely.Point]) -> gpd.GeoDataFrame:
    geometry = np.array([*points, None], dtype=object)[:-1]
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=list(COLUMNS)), geometry=geometry, crs=LON_LAT)


def _of_export(path: Path, *, where: str, faults: Faults) -> gpd.GeoDataFrame | None:
    """Candidates of a layer with one column for each tag, as healthsites.io exports it."""
    layer = read_layer(path, geometry="any", where=where, faults=faults)
    if layer is None:
        return None
    columns = {_tag_of(str(column)): str(column) for column in layer.columns if column != layer.geometry.name}
    if not {row["key"] for row in _rules()} & set(columns):
        faults.error(
            where=where,
            which="",
            what=f"no column is a tag of a place of care; the columns are {list_names(list(columns.values()))}",
            do="Give an OSM file, or an export of healthsites.io with columns such as amenity and healthcare",
        )
        return None
    texts = {tag: texts_of(layer[column]).tolist() for tag, column in columns.items()}
    shapes = layer.geometry.to_crs(LON_LAT)
    rows, points = [], []
    for number, (label, shape) in enumerate(zip(layer.index, shapes, strict=True)):
        tags = {tag: values[number] for tag, values in texts.items() if values[number]}
        row = _row(_identity(tags, f"{layer.index.name}-{label}"), tags, source=f"{path.name}, OpenStreetMap tags")
        if row is not None:
            rows.append(row | {"edited_on": tags.get("changeset_timestamp", "")[:10]})
            points.append(shape.representative_point())
    return _frame(rows, points)


def _identity(tags: Mapping[str, str], row: str) -> str:
    """The object of OSM that an export names, else its own number, else its row."""
    kind, osm_id = tags.get("osm_type", "").lower(), tags.get("osm_id", "")
    return f"{kind}/{osm_id}" if kind and osm_id else osm_id or tags.get("uuid") or row


def _tag_of(column: str) -> str:
    """The tag that a column holds."""
    for name, tag in _OF_HEALTHSITES.items():
        if column.lower() in {name, name[:_SHAPEFILE_LETTERS]}:
            return tag
    return column
