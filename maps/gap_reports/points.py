"""What a run says of one place on the ground: its minutes, its centre, its region, and how sure that is."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import rasterio
import shapely
from pyproj import Geod, Transformer
from rasterio.windows import Window

from maps.classes import (
    STATUS_BARRIER,
    STATUS_BEYOND_LIMIT,
    STATUS_INSIDE_HAZARD,
    STATUS_NO_LAND_DATA,
    STATUS_NO_WAY,
    STATUS_OUTSIDE,
    STATUS_REACHED,
)
from maps.gap_reports.reading import ReleaseTables
from maps.release_values import Area, Gap, Run
from maps.words import minutes_in_words

_WGS84: Final = Geod(ellps="WGS84")
_CRS84: Final = "OGC:CRS84"
_MOST_OPEN: Final = 64
_TURN: Final = 360.0
_STATUS: Final = {
    STATUS_OUTSIDE: ("outside", "This place is outside the ground of the study."),
    STATUS_REACHED: ("reached", ""),
    STATUS_NO_WAY: ("no-way", "There is no way by land, road or recorded ferry."),
    STATUS_INSIDE_HAZARD: ("inside-hazard", "This place is inside a recorded hazard area; no time is given."),
    STATUS_BARRIER: ("barrier", "This is water or other ground that nobody crosses; no time is given."),
    STATUS_NO_LAND_DATA: ("no-land-data", "There is no land data here, so no time is known."),
    STATUS_BEYOND_LIMIT: ("beyond-limit", "The way is longer than the limit of the search."),
}
_UNKNOWN: Final = ("not-known", "This release does not say what this cell is.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The cell of an answer: its middle in degrees, and its size on the ground."""

    lon: float
    lat: float
    width_m: float
    height_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PointAnswer:
    """The answer for the cell that holds a place; None is not asked, not known or not there, as ``status`` says.

    ``minutes``: one way, None unless ``status`` is ``reached``. ``underserved_share``: the part of the draws in which
    the cell is beyond the threshold. ``could_change``: whether ground beyond the edge could give a shorter way.
    """

    status: str
    sentence: str
    minutes: float | None
    cell: Cell | None
    centre: tuple[str, str] | None
    area: Area | None
    region: Gap | None
    underserved_share: float | None
    could_change: bool | None


@dataclass(slots=True, kw_only=True)
class _Opened:
    dataset: Any
    transformer: Transformer | None
    lock: threading.Lock = field(default_factory=threading.Lock)


class OpenRasters:
    """Rasters kept open between questions, the least asked closed first; safe for threads.

    A raster is known by its path and a version, so that one that is replaced is opened anew.
    """

    def __init__(self, most: int = _MOST_OPEN) -> None:
        self._most, self._lock = most, threading.Lock()
        self._opened: OrderedDict[tuple[Path, str], _Opened] = OrderedDict()

    @contextmanager
    def raster(self, path: Path, version: str) -> Iterator[_Opened]:
        """A raster for one thread at a time. Raises an error of rasterio for one that cannot be read."""
        key = path, version
        with self._lock:
            found = self._opened.get(key)
            if found is None:
                found = self._opened[key] = _open(path)
            self._opened.move_to_end(key)
            old = [self._opened.popitem(last=False)[1] for _ in range(len(self._opened) - self._most)]
        for each in old:
            with each.lock:
                each.dataset.close()
        with found.lock:
            if found.dataset.closed:  # put out by others between the two locks
                found = _open(path)
            yield found

    def close(self) -> None:
        """Close all of them."""
        with self._lock:
            left, self._opened = list(self._opened.values()), OrderedDict()
        for each in left:
            with each.lock:
                each.dataset.close()


def point_answer(
    tables: ReleaseTables, run: Run, rasters: OpenRasters, *, version: str, at: tuple[float, float]
) -> PointAnswer:
    """The answer of a run for the cell that holds ``at``, longitude and latitude in degrees."""
    lon, lat = at
    with rasters.raster(run.folder / "status.tif", version) as opened:
        place = _place_of(opened, lon, lat)
        cell = None if place is None else _cell_of(opened, place)
        status = STATUS_OUTSIDE if place is None else int(_value(opened, place))
    if place is None or status == STATUS_OUTSIDE:
        word, sentence = _STATUS[STATUS_OUTSIDE]
        return _empty(word, sentence, cell)
    minutes, centre = None, None
    if status == STATUS_REACHED:
        minutes = _read(rasters, run.folder / "travel_minutes.tif", version, place)
        row = _read(rasters, run.folder / "nearest.tif", version, place)
        centre = None if row is None or row < 0 else tables.centre_rows.get(int(row))
    share = _read(rasters, run.folder / "underserved_share.tif", version, place)
    edge = _read(rasters, run.folder / "could_change.tif", version, place)
    assert cell is not None  # noqa: S101 - a place has a cell
    spot = shapely.Point(cell.lon, cell.lat)
    word, sentence = _STATUS.get(status, _UNKNOWN)
    return PointAnswer(
        status=word,
        sentence=sentence or _reached_sentence(run, minutes, centre),
        minutes=minutes,
        cell=cell,
        centre=centre,
        area=next((tables.tier.areas[number] for number in _holding(tables.area_tree, spot)), None),
        region=next((run.gaps[number] for number in _holding(tables.gap_tree(run), spot)), None),
        underserved_share=share,
        could_change=None if edge is None else edge > 0,
    )


def _open(path: Path) -> _Opened:
    dataset = rasterio.open(path, driver="GTiff")
    crs = dataset.crs
    transformer = None if crs.is_geographic else Transformer.from_crs(_CRS84, crs, always_xy=True)
    return _Opened(dataset=dataset, transformer=transformer)


def _place_of(opened: _Opened, lon: float, lat: float) -> tuple[int, int] | None:
    """Row and column of the cell that holds a place; None outside the grid."""
    turns = (lon,) if opened.transformer is not None else (lon, lon + _TURN, lon - _TURN)
    for turned in turns:
        x, y = (turned, lat) if opened.transformer is None else opened.transformer.transform(lon, lat)
        if not (math.isfinite(x) and math.isfinite(y)):
            return None
        column, row = ~opened.dataset.transform @ (x, y)
        place = math.floor(row), math.floor(column)
        if 0 <= place[0] < opened.dataset.height and 0 <= place[1] < opened.dataset.width:
            return place
    return None


def _cell_of(opened: _Opened, place: tuple[int, int]) -> Cell:
    row, column = place
    transform = opened.dataset.transform
    x, y = transform @ (column + 0.5, row + 0.5)
    half_x, half_y = abs(transform.a) / 2, abs(transform.e) / 2
    if opened.transformer is not None:
        factor = float(opened.dataset.crs.linear_units_factor[1])
        lon, lat = opened.transformer.transform(x, y, direction="INVERSE")
        return Cell(lon=lon, lat=lat, width_m=2 * half_x * factor, height_m=2 * half_y * factor)
    width_m = abs(_WGS84.line_length([x - half_x, x + half_x], [y, y]))
    height_m = abs(_WGS84.line_length([x, x], [y - half_y, y + half_y]))
    return Cell(lon=x, lat=y, width_m=width_m, height_m=height_m)


def _value(opened: _Opened, place: tuple[int, int]) -> float:
    row, column = place
    return float(opened.dataset.read(1, window=Window(column, row, 1, 1))[0, 0])


def _read(rasters: OpenRasters, path: Path, version: str, place: tuple[int, int]) -> float | None:
    """The value of a cell; None where the run has no such raster, or it says nothing there."""
    if not path.is_file():
        return None
    with rasters.raster(path, version) as opened:
        value = _value(opened, place)
    return value if math.isfinite(value) else None


def _holding(tree: shapely.STRtree, spot: shapely.Point) -> list[int]:
    return sorted(int(number) for number in tree.query(spot, predicate="intersects"))


def _reached_sentence(run: Run, minutes: float | None, centre: tuple[str, str] | None) -> str:
    if minutes is None:
        return "A way is there, but this release gives no minutes for it."
    name = f", {centre[1] or centre[0]}," if centre is not None else ""
    if run.key.direction == "to":
        return f"The nearest centre{name} is {minutes_in_words(minutes)} away."
    return f"From the nearest centre{name} it takes {minutes_in_words(minutes)} to come here."


def _empty(word: str, sentence: str, cell: Cell | None) -> PointAnswer:
    return PointAnswer(
        status=word,
        sentence=sentence,
        minutes=None,
        cell=cell,
        centre=None,
        area=None,
        region=None,
        underserved_share=None,
        could_change=None,
    )
