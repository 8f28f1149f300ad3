"""The report as a GeoPackage: areas and regions with their figures, and all figures as a table."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from maps.gap_reports.values import GapReport, Part
from maps.gap_reports.words import about

_WGS84: Final = "EPSG:4326"
_LAYERS: Final = ("areas", "regions")
_NO_DAY: Final = "2000-01-01"


def report_gpkg(report: GapReport) -> bytes:
    """The package, the same bytes for the same report; coordinates are EPSG:4326.

    Layers ``areas`` and ``regions`` (polygons), tables ``figures`` and ``about``. A number that is not known is
    NULL, inf is no way. The warning is in the description and the metadata of every layer.
    """
    import geopandas as gpd  # noqa: PLC0415 - only who asks for a package waits for them
    import pandas as pd  # noqa: PLC0415
    import pyogrio  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    said = {name.lower().replace(" ", "_"): text for name, text in about(report) if name != "Warning"}
    metadata = said | {"disclaimer": " ".join(report.disclaimers)}
    with tempfile.TemporaryDirectory() as scratch:
        draft, whole = Path(scratch) / "draft.gpkg", Path(scratch) / "report.gpkg"
        for name in _LAYERS:
            part = report.part(name)
            rows, shapes = _with_shapes(part)
            outlines = [shapely.multipolygons(shapely.get_parts(shape)) for shape in shapes]
            frame = gpd.GeoDataFrame(_frame(part, rows), geometry=outlines, crs=_WGS84)
            pyogrio.write_dataframe(
                frame,
                draft,
                layer=name,
                driver="GPKG",
                geometry_type="MultiPolygon",
                append=draft.exists(),
                layer_metadata=metadata,
            )
        for name, table in (
            ("figures", _figures(report)),
            ("about", pd.DataFrame(about(report), columns=["what", "text"])),
        ):
            pyogrio.write_dataframe(table, draft, layer=name, driver="GPKG", append=True)
        with closing(sqlite3.connect(draft)) as package:
            _tell_day(package, report)
            package.execute("VACUUM INTO ?", (str(whole),))
        return whole.read_bytes()


def _with_shapes(part: Part) -> tuple[list[Any], list[Any]]:
    """The rows that have a place, and their shapes; those outside all areas are in the table of figures alone."""
    pairs = [(row, shape) for row, shape in zip(part.rows, part.shapes, strict=True) if shape is not None]
    return [row for row, _ in pairs], [shape for _, shape in pairs]


def _frame(part: Part, rows: list[Any]) -> Any:
    import pandas as pd  # noqa: PLC0415 - see report_gpkg

    frame = pd.DataFrame(rows, columns=[column.name for column in part.columns])
    texts = {column.name: "string" for column in part.columns if column.unit == "text"}
    numbers = {column.name: "float64" for column in part.columns if column.unit != "text"}
    return frame.astype(texts | numbers)


def _figures(report: GapReport) -> Any:
    import pandas as pd  # noqa: PLC0415 - see report_gpkg

    return pd.DataFrame(
        [
            {
                "place_id": report.place.place_id,
                "figure": each.measure,
                "group": each.group,
                "value": each.value,
                "low": each.low,
                "high": each.high,
                "unit": each.unit,
                "denominator": each.denominator,
                "denominator_of": each.denominator_of,
                "as_of": each.as_of,
                "note": each.note,
            }
            for each in report.figures
        ]
    )


def _tell_day(package: sqlite3.Connection, report: GapReport) -> None:
    """The study's day in the place of the time of writing, and on every layer what it is and the warning."""
    day = report.as_of if len(report.as_of) == len(_NO_DAY) else _NO_DAY
    moment = f"{day}T00:00:00.000Z"
    words = f"{report.title}. {report.run_label}, as of {report.as_of}. {' '.join(report.disclaimers)}"
    package.execute("UPDATE gpkg_contents SET last_change = ?, description = ?", (moment, words))
    tables = {name for (name,) in package.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "gpkg_metadata_reference" in tables:
        package.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (moment,))
    package.commit()
