"""Writing access.gpkg: the areas, once, and a layer for each run that joins its headline measures, with styles.

The layers of runs are spatial views, as GDAL and QGIS read them: the shapes of the areas are kept once, however
many runs there are. ``layer_styles`` is the table in which QGIS keeps styles inside a GeoPackage.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from accessibility.need import slug
from accessibility.release.map_styles import LayerStyle, minutes_style, people_style, qml_of, share_style, sld_of
from accessibility.release.need_tables import NeedTables
from accessibility.release.need_wide import EVERYONE, WideAccess, only, wide_access
from accessibility.run_dimensions import DIMENSIONS

ACCESS_GPKG: Final = "access.gpkg"
GAPS_QML: Final = "gaps.qml"
WITHIN_THRESHOLD: Final = "share_within_threshold"
AREAS_LAYER: Final = "areas"
MEASURES_TABLE: Final = "measures"
_WARNING: Final = "No recorded hazard does not mean safe. Not for navigation."
_STYLES: Final = "layer_styles"
_STYLES_TABLE: Final = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
  styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30),
  ui TEXT(30), update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
)
"""


def write_access_layers(path: Path, need: NeedTables, areas: gpd.GeoDataFrame, manifest: Mapping[str, Any]) -> None:
    """The GeoPackage of a tier, in which only areas have a place; the rows over all of them are in the tables.

    ``areas``: ``area_id``, ``area_name`` and polygons in EPSG:4326. Each layer of a run has the measures of
    everyone, and of each other group its people and ``share_within_threshold``. A share or minutes of nobody
    are NULL, inf is no way. Its times are the study's ``as_of``. ``need`` has been checked; a file that is
    there is replaced.
    """
    path.unlink(missing_ok=True)
    wide = wide_access(need.access)
    measures = _measures_of_runs(wide)
    shapes = areas[["area_id", "area_name"]].reset_index(drop=True)
    outlines = [shapely.multipolygons(shapely.get_parts(shape)) for shape in areas.geometry]
    frame = gpd.GeoDataFrame(shapes, geometry=outlines, crs=areas.crs)
    with tempfile.TemporaryDirectory() as scratch:
        draft = Path(scratch) / path.name
        frame.to_file(draft, layer=AREAS_LAYER, driver="GPKG", geometry_type="MultiPolygon")
        pyogrio.write_dataframe(measures, draft, layer=MEASURES_TABLE, driver="GPKG", append=True)
        with closing(sqlite3.connect(draft)) as package:
            for name, rows in measures.groupby("layer", sort=False):
                _add_view(package, str(name), list(measures.columns), _description(rows.iloc[0], manifest))
            _add_styles(package, measures, wide, manifest)
            _tell_day(package, manifest)
            # written at one go, so that no count of earlier writings is in the file and its bytes are always the same
            package.execute("VACUUM INTO ?", (str(path),))


def write_gaps_style(path: Path) -> None:
    """A style for gaps.gpkg, as a file that QGIS loads: underserved regions by people."""
    title = "People of an underserved region, beyond the threshold"
    path.write_text(qml_of(people_style("people", title=title)), encoding="utf-8")


def _measures_of_runs(wide: WideAccess) -> pd.DataFrame:
    """One row for each run and area: the layer's name, the run, and its columns."""
    rows = wide.rows[wide.rows["area_kind"] == "area"].copy()
    beyond = rows.get("beyond_threshold_share", pd.Series(np.nan, index=rows.index))
    rows[WITHIN_THRESHOLD] = 1 - beyond
    runs = wide.rows[list(DIMENSIONS)].drop_duplicates()
    names = dict(zip(runs.itertuples(index=False, name=None), _layer_names(runs), strict=True))
    keys = [*DIMENSIONS, "area_id"]
    everyone = rows[rows["group"] == EVERYONE].set_index(keys)
    kept = ["people", *only(wide.measures, "share_.*", ".*_share", ".*_minutes", "yearly_.*")]
    table = everyone[["as_of", WITHIN_THRESHOLD]].join(everyone[[name for name in kept if name in everyone]])
    for group, own in rows[rows["group"] != EVERYONE].groupby("group", sort=False):
        told = own.set_index(keys)[["denominator", WITHIN_THRESHOLD]]
        key = re.sub(r"[^a-z0-9]+", "_", str(group).lower())
        table = table.join(told.rename(columns={"denominator": f"people_{key}", WITHIN_THRESHOLD: f"share_{key}"}))
    table = table.reset_index()
    table.insert(0, "layer", [names[run] for run in table[list(DIMENSIONS)].itertuples(index=False, name=None)])
    return table


def _layer_names(runs: pd.DataFrame) -> list[str]:
    """A name for each run, of its pillar and whatever else tells the runs apart; no two alike."""
    told = [name for name in DIMENSIONS if name == "pillar" or len(runs[name].unique()) > 1]
    names: list[str] = []
    for run in runs[told].itertuples(index=False, name=None):
        name = "_".join(slug(value) or "run" for value in run)
        is_taken = name in names or name in {AREAS_LAYER, MEASURES_TABLE}
        names.append(f"{name}_{len(names) + 1}" if is_taken else name)
    return names


def _add_view(package: sqlite3.Connection, name: str, columns: list[str], description: str) -> None:
    """A layer of one run: a view that is listed as features, with the extent of the areas."""
    told = ", ".join(f'm."{column}"' for column in columns if column not in {"layer", "area_id"})
    package.execute(
        f'CREATE VIEW "{name}" AS SELECT m.fid AS OGC_FID, a.geom AS geom, a.area_id, a.area_name, {told} '  # noqa: S608 - a slug
        f"FROM {MEASURES_TABLE} m JOIN {AREAS_LAYER} a ON a.area_id = m.area_id WHERE m.layer = '{name}'"
    )
    package.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, min_x, min_y, max_x, max_y, srs_id)"
        " SELECT ?, 'features', ?, ?, min_x, min_y, max_x, max_y, srs_id FROM gpkg_contents WHERE table_name = ?",
        (name, name, description, AREAS_LAYER),
    )
    package.execute(
        "INSERT INTO gpkg_geometry_columns SELECT ?, column_name, geometry_type_name, srs_id, z, m "
        "FROM gpkg_geometry_columns WHERE table_name = ?",
        (name, AREAS_LAYER),
    )


def _add_styles(
    package: sqlite3.Connection, measures: pd.DataFrame, wide: WideAccess, manifest: Mapping[str, Any]
) -> None:
    """Two styles for each layer of a run: the share within the threshold by default, and the median."""
    package.execute(_STYLES_TABLE)
    # QGIS asks GDAL for the table, which lists a table beside views only if it is registered
    package.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, 'attributes', ?)", (_STYLES, _STYLES)
    )
    bands = sorted(float(name.split("_")[-2]) for name in only(wide.measures, "share_within_.*"))
    for name in measures["layer"].drop_duplicates():
        shared = share_style(WITHIN_THRESHOLD, title=f"People within {_threshold(manifest)} of care (% of all people)")
        styles = [shared]
        if bands and "median_minutes" in measures.columns:
            styles.append(minutes_style("median_minutes", bands, title="Median way to care, one way (minutes)"))
        for style in styles:
            _add_style(package, name, style, is_default=style is shared, manifest=manifest)


def _add_style(
    package: sqlite3.Connection, layer: str, style: LayerStyle, *, is_default: bool, manifest: Mapping[str, Any]
) -> None:
    package.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
        "styleQML, styleSLD, useAsDefault, description, owner, ui, update_time) "
        "VALUES ('', '', ?, 'geom', ?, ?, ?, ?, ?, '', NULL, ?)",
        (layer, style.name, qml_of(style), sld_of(style, layer), is_default, style.title, _moment(manifest)),
    )


def _tell_day(package: sqlite3.Connection, manifest: Mapping[str, Any]) -> None:
    """The study's day in the place of the time of writing, and what the two tables are."""
    day = f"As of {manifest['study']['as_of']}, {manifest['tier']} tier. {_WARNING}"
    for name, words in (
        (_STYLES, "How QGIS is to draw the layers."),
        (AREAS_LAYER, "The areas of the study."),
        (MEASURES_TABLE, "The headline measures of all runs, by area; the layers of the runs join them to the areas."),
    ):
        package.execute("UPDATE gpkg_contents SET description = ? WHERE table_name = ?", (f"{words} {day}", name))
    package.execute("UPDATE gpkg_contents SET last_change = ?", (_moment(manifest),))
    package.commit()


def _description(run: pd.Series, manifest: Mapping[str, Any]) -> str:
    told = ", ".join(f"{name} {run[name]}" for name in DIMENSIONS)
    return (
        f"{manifest['study']['name']}, as of {manifest['study']['as_of']}, {manifest['tier']} tier: {told}. Shares are "
        f"parts, from 0 to 1, of the column people, or people_GROUP for share_GROUP; {WITHIN_THRESHOLD} and "
        f"share_GROUP are within {_threshold(manifest)}, one way. Minutes are one way; inf is no way. {_WARNING}"
    )


def _threshold(manifest: Mapping[str, Any]) -> str:
    minutes = ((manifest.get("parameters") or {}).get("gaps") or {}).get("threshold_minutes")
    return "the threshold" if minutes is None else f"{minutes:g} min"


def _moment(manifest: Mapping[str, Any]) -> str:
    return f"{manifest['study']['as_of']}T00:00:00.000Z"
