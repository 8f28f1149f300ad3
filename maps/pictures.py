"""Pictures of runs: cells as classes, warped to Web Mercator, as PNG with a palette."""

from __future__ import annotations

import base64
import hashlib
import math
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import rasterio
from affine import Affine
from rasterio.enums import Resampling
from rasterio.errors import NotGeoreferencedWarning
from rasterio.io import MemoryFile
from rasterio.warp import reproject, transform, transform_bounds

from geo.errors import ReleaseError
from maps.classes import OUTSIDE_CODE, MinutesClass, classify_cells, rgb

WEB_MERCATOR: Final = "EPSG:3857"
LON_LAT: Final = "EPSG:4326"
MOST_PIXELS: Final = 8_000_000  # a larger picture stalls a phone
FINE_PIXELS: Final = 2_000_000  # a small grid is drawn finer than its cells, up to so many
_FINEST: Final = 8  # pixels along the side of a cell
_STRIPES_ACROSS: Final = 110  # of a striped class, over the longer side of a picture
_WIDE: Final = 0.4  # of the way from one stripe to the next
_THIN: Final = 0.25  # where what lies below has to be seen
_PNG_LEVEL: Final = 8  # 9 takes thrice as long for 3 % fewer bytes
_MOST_KEPT: Final = 64  # pictures that are kept for whoever asks for the same again: another page, another tier
_MERCATOR_LIMIT_M: Final = 20_037_509.0  # half the Equator, rounded up; beyond 85.06 degrees no page can show anything


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRaster:
    """Class codes of the cells of a grid; 0 is outside."""

    code: npt.NDArray[np.uint8]
    affine: Affine
    crs: rasterio.CRS


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A PNG in Web Mercator.

    ``south``, ``west``, ``north``, ``east``: the outer edges in degrees. ``codes``: the classes
    that are in it. ``cells_per_pixel``: 1 or less where no cell is lost, else how many share a pixel.
    """

    png: bytes
    width: int
    height: int
    south: float
    west: float
    north: float
    east: float
    codes: frozenset[int]
    cells_per_pixel: float

    @property
    def data_uri(self) -> str:
        """The PNG as text for the ``src`` of an image."""
        return "data:image/png;base64," + base64.b64encode(self.png).decode("ascii")


def read_classes(run_folder: Path, *, bands_minutes: tuple[float, ...]) -> ClassRaster:
    """The class of each cell of a run, read block by block."""
    with (
        rasterio.open(run_folder / "travel_minutes.tif") as minutes,
        rasterio.open(run_folder / "status.tif") as status,
    ):
        if minutes.shape != status.shape or minutes.transform != status.transform or minutes.crs != status.crs:
            raise ReleaseError(f"{run_folder}: travel_minutes.tif and status.tif are not on one grid")
        if status.crs is None:
            raise ReleaseError(f"{run_folder}: status.tif has no coordinate system")
        code = np.zeros(status.shape, np.uint8)
        for _, window in status.block_windows(1):
            rows, columns = window.toslices()
            code[rows, columns] = classify_cells(
                minutes.read(1, window=window), status.read(1, window=window), bands_minutes=bands_minutes
            )
        return ClassRaster(code=code, affine=status.transform, crs=status.crs)


_kept: dict[tuple[object, ...], Picture] = {}


def draw_picture(
    raster: ClassRaster,
    classes: tuple[MinutesClass, ...],
    *,
    most_pixels: int = MOST_PIXELS,
    fine_pixels: int = FINE_PIXELS,
) -> Picture:
    """The picture of a class raster, warped to EPSG:3857 by the nearest cell.

    Every cell gets a pixel at least, unless that takes more than ``most_pixels``; then the
    picture is coarser than the grid, and ``cells_per_pixel`` says by how much; a smaller grid is drawn
    finer than its cells, up to ``fine_pixels``. The same cells are drawn once, however many pages and
    tiers show them.
    """
    cells = hashlib.sha256(np.ascontiguousarray(raster.code).data).digest()
    key = (cells, raster.code.shape, raster.affine, raster.crs.to_wkt(), classes, most_pixels, fine_pixels)
    picture = _kept.get(key)
    if picture is None:
        picture = _kept[key] = _draw(raster, classes, most_pixels, fine_pixels)
        for oldest in list(_kept)[:-_MOST_KEPT]:
            _kept.pop(oldest, None)
    return picture


def _draw(raster: ClassRaster, classes: tuple[MinutesClass, ...], most_pixels: int, fine_pixels: int) -> Picture:
    left, bottom, right, top = mercator_bounds(raster)
    width_m, height_m = pixel_size_m(raster, (left, bottom, right, top))
    pixels = (right - left) / width_m * (top - bottom) / height_m
    shrink = max(1.0, math.sqrt(pixels / most_pixels))
    if shrink == 1:  # finer pixels move the edges of cells less and draw finer stripes
        shrink = 1 / max(1, min(_FINEST, math.floor(math.sqrt(fine_pixels / pixels))))
    width = max(1, math.ceil((right - left) / width_m / shrink - 1e-6))
    height = max(1, math.ceil((top - bottom) / height_m / shrink - 1e-6))
    affine = Affine((right - left) / width, 0, left, 0, (bottom - top) / height, top)
    code = np.zeros((height, width), np.uint8)
    reproject(
        raster.code,
        code,
        src_transform=raster.affine,
        src_crs=raster.crs,
        dst_transform=affine,
        dst_crs=WEB_MERCATOR,
        resampling=Resampling.nearest,
        tolerance=0,
    )
    west, south, east, north = transform_bounds(WEB_MERCATOR, LON_LAT, left, bottom, right, top)
    return Picture(
        png=_encode_png(code, classes),
        width=width,
        height=height,
        south=south,
        west=west,
        north=north,
        east=east,
        codes=frozenset(np.unique(code).tolist()) - {OUTSIDE_CODE},
        cells_per_pixel=raster.code.size / code.size if shrink > 1 else 1.0,
    )


def mercator_bounds(raster: ClassRaster) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of the grid in EPSG:3857, in its metres."""
    rows, columns = raster.code.shape
    left, top = raster.affine @ (0, 0)
    right, bottom = raster.affine @ (columns, rows)
    found = transform_bounds(raster.crs, WEB_MERCATOR, left, bottom, right, top, densify_pts=101)
    if not all(math.isfinite(edge) and abs(edge) <= _MERCATOR_LIMIT_M for edge in found) or found[0] >= found[2]:
        raise ReleaseError(
            "the grid cannot be laid on a web map: it reaches beyond 85 degrees of latitude or crosses "
            "180 degrees of longitude. Cut the grid of the study there"
        )
    return found[0], found[1], found[2], found[3]


def pixel_size_m(raster: ClassRaster, bounds: tuple[float, float, float, float]) -> tuple[float, float]:
    """Width and height of a pixel so small, in EPSG:3857, that every cell holds the centre of one."""
    rows, columns = raster.code.shape
    left, _, right, _ = bounds
    if raster.crs.is_geographic:
        # Columns stay columns; the rows nearest the Equator are the lowest ones there.
        edge_y = raster.affine.f + raster.affine.e * np.arange(rows + 1)
        _, y_m = transform(raster.crs, WEB_MERCATOR, np.full(rows + 1, raster.affine.c), edge_y)
        return (right - left) / columns, float(np.abs(np.diff(y_m)).min())
    # A square of side s, however it is turned, holds a disc of radius s / 2; a lattice of step s / sqrt(2) meets it.
    column, row = np.meshgrid(np.linspace(0, columns - 1, 5), np.linspace(0, rows - 1, 5))
    corner = [_to_mercator(raster, column + right_of, row + below) for right_of, below in ((0, 0), (1, 0), (0, 1))]
    across = np.hypot(corner[1][0] - corner[0][0], corner[1][1] - corner[0][1])
    down = np.hypot(corner[2][0] - corner[0][0], corner[2][1] - corner[0][1])
    side_m = float(min(across.min(), down.min())) / math.sqrt(2)
    return side_m, side_m


def _to_mercator(
    raster: ClassRaster, column: npt.NDArray[np.float64], row: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    x = raster.affine.c + raster.affine.a * column.ravel()
    y = raster.affine.f + raster.affine.e * row.ravel()
    x_m, y_m = transform(raster.crs, WEB_MERCATOR, x, y)
    return np.asarray(x_m), np.asarray(y_m)


def _encode_png(code: npt.NDArray[np.uint8], classes: tuple[MinutesClass, ...]) -> bytes:
    """A PNG with one palette entry per class and one more per striped class; outside is transparent."""
    palette = {OUTSIDE_CODE: (0, 0, 0, 0)}
    palette |= {each.code: (*rgb(each.colour), 0 if each.is_clear else 255) for each in classes}
    painted = code.copy()
    row, column = np.ogrid[: code.shape[0], : code.shape[1]]
    period = max(4, round(max(code.shape) / _STRIPES_ACROSS))
    rising, falling = (row + column) % period, (row - column) % period
    for each in classes:
        if each.stripe is not None:
            entry = len(palette)
            palette[entry] = (*rgb(each.stripe), 255)
            wide = max(1, round(period * (_THIN if each.is_clear else _WIDE)))
            painted[(code == each.code) & ((falling if each.falls else rising) < wide)] = entry
    with warnings.catch_warnings(), MemoryFile() as memory:
        warnings.simplefilter("ignore", NotGeoreferencedWarning)  # a PNG has no place; its bounds stand in the page
        height, width = code.shape
        with memory.open(
            driver="PNG", width=width, height=height, count=1, dtype="uint8", zlevel=_PNG_LEVEL
        ) as picture:
            picture.write(painted, 1)
            picture.write_colormap(1, palette)
        return bytes(memory.read())
