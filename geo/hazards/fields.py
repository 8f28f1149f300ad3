"""What a hazard layer says of each area beside its place: the columns, each read into our words, days and sizes."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.faults import Faults
from geo.hazards.dates import days_of
from geo.hazards.records import COLUMNS, DAYS, SIZE, HazardForm
from geo.hazards.status import EVIDENCE, GEOMETRY_QUALITY, UNKNOWN, closed_words, mapped_words, statuses_of
from geo.layers import list_names, name_rows, nearest_name, texts_of


def read_fields(layer: gpd.GeoDataFrame, form: HazardForm, *, where: str, faults: Faults) -> pd.DataFrame | None:
    """The columns of ``HazardRecords.areas`` that a layer's own columns give, by its index, with reported_area_m2.

    None, with the errors told, if a named column is not there or holds what cannot be read. Without a
    status, and without ``default_status``, every area counts as open, which is told.
    """
    before = len(faults.errors)
    found = _columns_of(layer, form, where=where, faults=faults)
    if len(faults.errors) > before:
        return None
    areas = pd.DataFrame(index=layer.index)
    for key in COLUMNS:
        column = found[key]
        areas[key] = UNKNOWN if column is None else texts_of(layer[column], missing=UNKNOWN)
        areas[key] = areas[key].astype("str").replace("", UNKNOWN)
    if found["id"] is None:
        areas["id"] = [str(row) for row in layer.index]
    else:
        _tell_nameless(areas, found["id"], where=where, faults=faults)
    areas["kind"] = mapped_words(areas["kind"], form.kinds, key="kinds", where=where, faults=faults)
    if form.default_kind is not None:
        areas["kind"] = areas["kind"].replace(UNKNOWN, form.default_kind)
    words = mapped_words(areas["status"], form.statuses, key="statuses", where=where, faults=faults)
    if found["status"] is None and form.default_status is None:
        faults.notice(
            where=where,
            which="status",
            what=f"the layer has no status, so all {len(areas):,} areas count as open",
            do="Name its column in [hazards.columns] status if it has one",
        )
    else:
        statuses = statuses_of(words, default_status=form.default_status, where=where, faults=faults)
        areas["status"] = words if statuses is None else statuses
    for key, known in (("evidence", EVIDENCE), ("geometry_quality", GEOMETRY_QUALITY)):
        is_needed = form.columns.get(key) is not None or key in form.needed
        areas[key] = closed_words(areas[key], known, key=key, is_needed=is_needed, where=where, faults=faults)
    for key in DAYS:
        column = found[key]
        values = pd.Series(pd.NaT, index=layer.index) if column is None else layer[column]
        areas[key] = days_of(values, key=key, where=where, faults=faults)
    areas["reported_area_m2"] = _sizes_of(layer, found[SIZE], where=where, faults=faults)
    return areas if len(faults.errors) == before else None


def _columns_of(layer: gpd.GeoDataFrame, form: HazardForm, *, where: str, faults: Faults) -> dict[str, str | None]:
    """The layer's column for each of ours: the one named, or that of the same name; one that is not there is told."""
    present = [str(column) for column in layer.columns if column != layer.geometry.name]
    found: dict[str, str | None] = {}
    for key in (*COLUMNS, *DAYS, SIZE):
        wanted = form.columns.get(key)
        if wanted is not None and wanted not in present:
            near = nearest_name(wanted, present)
            faults.error(
                where=where,
                which=f"[hazards.columns] {key}",
                what=f"there is no column {wanted!r}" + (f" (did you mean {near!r}?)" if near else ""),
                do=f"Use one of {list_names(present)}",
            )
        found[key] = wanted or (key if key in present else None)
    return found


def _tell_nameless(areas: pd.DataFrame, column: str, *, where: str, faults: Faults) -> None:
    is_nameless = areas["id"] == UNKNOWN
    if is_nameless.any():
        faults.notice(
            where=where,
            which=f"{name_rows(areas.index, is_nameless)}, column {column}",
            what=f"{int(is_nameless.sum()):,} of {len(areas):,} areas have no id; none of them can be named in a rule "
            "or released by itself",
            do="Give each its own id",
        )


def _sizes_of(layer: gpd.GeoDataFrame, column: str | None, *, where: str, faults: Faults) -> npt.NDArray[np.float64]:
    """Sizes in m2, NaN where there is none or where it is 0 or less, which is told; a text that is none is an error."""
    if column is None:
        return np.full(len(layer), np.nan)
    values: Any = layer[column].where(layer[column].astype(str).str.strip() != "")
    sizes = pd.to_numeric(values, errors="coerce").astype("float64")
    is_bad = (sizes.isna() & values.notna()) | np.isinf(sizes)
    is_nothing = sizes <= 0
    if is_bad.any():
        faults.error(
            where=where,
            which=f"{column}, {name_rows(layer.index, is_bad)}",
            what=f"{int(is_bad.sum()):,} sizes are no number, such as {str(values[is_bad].iloc[0])!r}",
            do="Write square metres as a number, without separators and units",
        )
    if is_nothing.any():
        faults.notice(
            where=where,
            which=f"{column}, {name_rows(layer.index, is_nothing)}",
            what=f"{int(is_nothing.sum()):,} of {len(layer):,} sizes are 0 or less and count as unknown",
            do="Correct them if these areas have a size",
        )
    return np.asarray(sizes.mask(is_nothing), dtype=np.float64)
