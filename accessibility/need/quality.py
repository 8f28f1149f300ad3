"""The quality of what is known: the directory as a table, and which of its fields are known, by pillar and area."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.need.access import ALL_ID, OUTSIDE_ID
from accessibility.need.centres import PILLAR_SEPARATOR, Centres
from accessibility.need.records import CentreRecord
from accessibility.need.taxonomy import WEEKDAYS
from geo.grid import Grid
from geo.layers import Areas

NEAREST_NOTE: Final = "by the people whose nearest centre it is"
_YES_NO: Final = ("step_free", "female_staff", "transport_support", "is_verified", "first_fitting", "repair")
_GAP_COLUMNS: Final = ("subject", "area_id", "pillar", "field", "known", "total", "share_known", "note")

_IS_KNOWN: Final[Mapping[str, Callable[[CentreRecord], bool]]] = {
    "level": lambda record: bool(record.level),
    "tasks": lambda record: record.tasks is not None or record.first_fitting is not None or record.repair is not None,
    "capacity_per_year": lambda record: not math.isnan(record.capacity_per_year),
    "dormitory_beds": lambda record: not math.isnan(record.dormitory_beds),
    "transport_support": lambda record: record.transport_support is not None,
    "fee": lambda record: record.is_free is not None,
    "female_staff": lambda record: record.female_staff is not None,
    "languages": lambda record: record.languages is not None,
    "step_free": lambda record: record.step_free is not None,
    "days_open": lambda record: record.days_open is not None,
    "last_verified": lambda record: record.last_verified is not None,
    "is_verified": lambda record: record.is_verified is not None,
    "first_fitting": lambda record: record.does("first_fitting") is not None,
    "repair": lambda record: record.does("repair") is not None,
}
FIELDS: Final = tuple(_IS_KNOWN)


def directory_frame(centres: Centres, grid: Grid) -> pd.DataFrame:
    """The directory as it is released: one row for each centre, what is not known empty (NaN or "").

    Columns: id, name, pillars (without services), level (as the layer has it), tasks, capacity_per_year,
    capacity_unit, dormitory_beds, transport_support, fee, female_staff, languages, step_free, days_open,
    last_verified, is_verified, first_fitting, repair ("yes", "no" or ""), lon, lat (EPSG:4326). Several values
    stand between ``;``. Give it the centres of a tier: it leaves out none.
    """
    lon, lat = grid.to_lon_lat(centres.xy[:, 0], centres.xy[:, 1])
    records = centres.records
    return pd.DataFrame(
        {
            "id": list(centres.ids),
            "name": list(centres.names),
            "pillars": [PILLAR_SEPARATOR.join(pillars) for pillars in centres.offered],
            "level": list(centres.levels),
            "tasks": [PILLAR_SEPARATOR.join(record.tasks or ()) for record in records],
            "capacity_per_year": np.array([record.capacity_per_year for record in records], dtype=np.float64),
            "capacity_unit": [record.capacity_unit for record in records],
            "dormitory_beds": np.array([record.dormitory_beds for record in records], dtype=np.float64),
            "transport_support": [_word(record.transport_support) for record in records],
            "fee": [record.fee for record in records],
            "female_staff": [_word(record.female_staff) for record in records],
            "languages": [PILLAR_SEPARATOR.join(record.languages or ()) for record in records],
            "step_free": [_word(record.step_free) for record in records],
            "days_open": [
                PILLAR_SEPARATOR.join(day for day in WEEKDAYS if day in (record.days_open or ())) for record in records
            ],
            "last_verified": ["" if record.last_verified is None else f"{record.last_verified}" for record in records],
            "is_verified": [_word(record.is_verified) for record in records],
            "first_fitting": [_word(record.does("first_fitting")) for record in records],
            "repair": [_word(record.does("repair")) for record in records],
            "lon": np.asarray(lon, np.float64).round(7),
            "lat": np.asarray(lat, np.float64).round(7),
        }
    )


def _word(answer: bool | None) -> str:  # noqa: FBT001 - an answer, not a switch
    return "" if answer is None else "yes" if answer else "no"


def measure_quality(  # noqa: PLR0913 - whose centres, where, and by whose way
    centres: Centres,
    areas: Areas,
    grid: Grid,
    *,
    nearest: Mapping[str, npt.NDArray[np.int32]] | None = None,
    home_cell: npt.NDArray[np.int64] | None = None,
    people: npt.NDArray[np.float64] | None = None,
) -> pd.DataFrame:
    """How much of the directory is known, in the rows of data_gaps.csv.

    ``subject`` is "centres": of the centres that stand in an area (``area_id``; "outside" of all areas,
    "total" everywhere), and serve a pillar or service, or any pillar (""), ``known`` of ``total`` have a
    field. Notes say how many are known to have it ("3 yes, 1 no, 2 not known") and the oldest ``last_verified``.
    A place without centres of a pillar has rows of total 0 and an unknown share.

    With ``nearest`` (by pillar, the row of the nearest centre by cell, -1 none), ``home_cell`` and ``people`` of
    each home, ``subject`` "area" says the same of the people: ``total`` are those of the area who reach a
    centre of the pillar, ``known`` those whose nearest centre has the field.
    """
    zone_of_centre = _zones_of_centres(centres, areas, grid)
    pillars = ("", *centres.all_pillars)
    rows: list[dict[str, object]] = []
    for pillar in pillars:
        serves = np.array([not pillar or pillar in served for served in centres.pillars], dtype=np.bool_)
        is_there = np.array([bool(served) for served in centres.pillars], dtype=np.bool_)
        for area_id, is_in in _places(zone_of_centre, areas):
            chosen = np.flatnonzero(serves & is_there & is_in)
            rows += _rows_of_centres([centres.records[row] for row in chosen], area_id, pillar)
    if nearest is not None and home_cell is not None and people is not None:
        zone_of_home = areas.zone.ravel()[home_cell]
        for pillar in (pillar for pillar in pillars if pillar in nearest):
            row_of_home = np.asarray(nearest[pillar]).ravel()[home_cell]
            for area_id, is_in in _places(zone_of_home, areas):
                rows += _rows_of_people(centres.records, row_of_home, np.where(is_in, people, 0.0), area_id, pillar)
    return pd.DataFrame(rows, columns=list(_GAP_COLUMNS))


def _zones_of_centres(centres: Centres, areas: Areas, grid: Grid) -> npt.NDArray[np.int32]:
    """The area of each centre, by the cell that it stands in (or counts from, where it stands off the grid)."""
    own = grid.cell_at(centres.xy[:, 0], centres.xy[:, 1])
    cell = np.where(own >= 0, own, centres.cell)
    zone = areas.zone.ravel()[np.maximum(cell, 0)]
    return np.where(cell >= 0, zone, -1).astype(np.int32)


def _places(zone: npt.NDArray[np.int32], areas: Areas) -> list[tuple[str, npt.NDArray[np.bool_]]]:
    """Each area, outside of all if anything is, and everywhere, with what stands in it."""
    places = [(str(identity), zone == number) for number, identity in enumerate(areas.ids)]
    if (zone < 0).any():
        places.append((OUTSIDE_ID, zone < 0))
    return [*places, (ALL_ID, np.ones(len(zone), np.bool_))]


def _rows_of_centres(records: Sequence[CentreRecord], area_id: str, pillar: str) -> list[dict[str, object]]:
    total = len(records)
    return [
        _gap(
            "centres",
            area_id,
            pillar,
            field,
            known=float(sum(map(is_known, records))),
            total=float(total),
            note=_note(field, records),
        )
        for field, is_known in _IS_KNOWN.items()
    ]


def _rows_of_people(
    records: Sequence[CentreRecord],
    row_of_home: npt.NDArray[np.int32],
    people: npt.NDArray[np.float64],
    area_id: str,
    pillar: str,
) -> list[dict[str, object]]:
    is_reached = row_of_home >= 0
    people_of = np.bincount(row_of_home[is_reached], weights=people[is_reached], minlength=len(records))
    return [
        _gap(
            "area",
            area_id,
            pillar,
            field,
            known=float(people_of[[is_known(record) for record in records]].sum()),
            total=float(people_of.sum()),
            note=NEAREST_NOTE,
        )
        for field, is_known in _IS_KNOWN.items()
    ]


def _gap(  # noqa: PLR0913 - the columns of a row
    subject: str, area_id: str, pillar: str, field: str, *, known: float, total: float, note: str
) -> dict[str, object]:
    return {
        "subject": subject,
        "area_id": area_id,
        "pillar": pillar,
        "field": field,
        "known": known,
        "total": total,
        "share_known": known / total if total else math.nan,
        "note": note,
    }


def _note(field: str, records: Sequence[CentreRecord]) -> str:
    """What the known values say, in words; empty without centres."""
    if not records:
        return ""
    if field == "last_verified":
        days = sorted(record.last_verified for record in records if record.last_verified is not None)
        return f"oldest {days[0]}, newest {days[-1]}" if days else "none verified on a known day"
    answers = _answers(field, records)
    if answers is None:
        return ""
    yes, no = ("free", "paid") if field == "fee" else ("yes", "no")
    return f"{answers.count(True)} {yes}, {answers.count(False)} {no}, {answers.count(None)} not known"


def _answers(field: str, records: Sequence[CentreRecord]) -> list[bool | None] | None:
    """Yes, no or None by centre; None for a field that is no such question."""
    if field == "fee":
        return [record.is_free for record in records]
    if field in {"first_fitting", "repair"}:
        return [record.does(field) for record in records]
    return [getattr(record, field) for record in records] if field in _YES_NO else None
