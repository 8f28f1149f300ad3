"""Tables of speeds off the roads: by land-cover class, or by kind of cover."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandera.pandas as pa

from geo.faults import Faults
from geo.land.speed_ranges import FASTEST_KMH, check_ranges, range_of_row
from geo.land.surface import MODES, LandSpeed
from geo.layers import check_table, list_names, nearest_name, read_table
from geo.shipped import data_folder, shipped_names

DEFAULT_COVER_SPEEDS: Final = "walking-by-cover"

_SCHEMA = pa.DataFrameSchema(
    {
        "class": pa.Column(unique=True, description="Write each class once"),
        "label": pa.Column(nullable=True),
        "speed_kmh": pa.Column(
            float,
            pa.Check.in_range(0, FASTEST_KMH, error=f"the speed is not between 0 and {FASTEST_KMH:g} km/h"),
            coerce=True,
            description="Write a number of km/h, 0 for a barrier",
        ),
        "mode": pa.Column(
            checks=pa.Check.isin(list(MODES), error="the mode is not known"),
            description=f"Use one of {', '.join(MODES)}",
        ),
    },
)


def find_land_speeds(name: str, folder: Path) -> Path:
    """The path of a table: a file in the study's folder, or a name under ``data/speeds/``."""
    path = folder / name
    if path.suffix == "" and not path.exists():
        return data_folder() / "speeds" / f"{name}.csv"
    return path


def read_land_speeds(path: Path, *, where: str, faults: Faults) -> dict[str, LandSpeed] | None:
    """Speeds by class (as text) of a CSV with class, label, speed_kmh, mode; None if it has faults.

    ``mode`` is walk, cycle, motor or flat; a speed of 0 is a barrier. ``speed_min_kmh``, ``speed_max_kmh``,
    ``range_source`` and ``range_certainty`` may be there too.
    """
    if not path.is_file() and path.parent == data_folder() / "speeds":
        known = [name for name in shipped_names("speeds") if name.startswith("walking")]
        near = nearest_name(path.stem, known)
        faults.error(
            where=where,
            which="[land] speeds",
            what="there is no shipped table of that name" + (f" (did you mean {near!r}?)" if near else ""),
            do=f"Use {', '.join(known)}, or name a .csv file",
        )
        return None
    table = read_table(path, where=where, faults=faults)
    if table is None:
        return None
    table.columns = table.columns.str.strip().str.lower()
    checked = check_table(table, _SCHEMA, where=where, faults=faults)
    are_ranges_sound = check_ranges(table, where=where, faults=faults)
    if checked is None or not are_ranges_sound:
        return None
    return {
        _class_name(row["class"]): LandSpeed(
            label=str(row["label"]),
            speed_kmh=float(row["speed_kmh"]),
            mode=str(row["mode"]),
            range_kmh=range_of_row(row.to_dict(), where=where),
        )
        for _, row in checked.iterrows()
    }


def speeds_of_classes(
    classes: npt.NDArray[np.int32], speeds: dict[str, LandSpeed], *, where: str, faults: Faults
) -> dict[int, LandSpeed] | None:
    """The speeds by the numbers of a land-cover raster; every class that occurs must be in the table."""
    present = np.unique(classes[classes >= 0])
    missing = [str(value) for value in present if str(value) not in speeds]
    if missing:
        faults.error(
            where=where,
            which="column class",
            what=f"class {list_names(missing)} of the land cover has no row",
            do="Add a row for each, with speed_kmh 0 for a barrier",
        )
    odd = [name for name in speeds if not name.isdecimal()]
    if odd:
        faults.error(
            where=where,
            which="column class",
            what=f"{list_names(odd)}: not a whole number of 0 or more, as the land cover's classes are",
            do="Write the raster's value",
        )
    if missing or odd:
        return None
    return {int(name): speed for name, speed in speeds.items()}


def speeds_of_covers(
    covers: Iterable[str], speeds: dict[str, LandSpeed], *, where: str, faults: Faults
) -> dict[str, LandSpeed] | None:
    """The speeds of the covers that a study names; each must be in the table."""
    missing = [name for name in covers if name not in speeds]
    if missing:
        faults.error(
            where=where,
            which="column class",
            what=f"there is no row for cover {', '.join(missing)}",
            do="Add a row for each",
        )
        return None
    return {name: speeds[name] for name in covers}


def _class_name(value: object) -> str:
    """``1`` for ``1.0``, as spreadsheets write whole numbers."""
    text = str(value).strip()
    return text[:-2] if text.endswith(".0") and text[:-2].lstrip("-").isdigit() else text
