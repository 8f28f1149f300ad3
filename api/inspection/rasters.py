"""Rasters: GeoTIFF, ASCII grids and tiles of heights, opened by their own driver and bounded in size."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from api.inspection.refusals import RefusedError, plain

HEADS: Final[dict[str, tuple[bytes, ...]]] = {
    ".tif": (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    ".tiff": (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    ".hgt": (b"",),  # has no head: its size and its name tell what it is
    ".asc": (b"ncols", b"NCOLS", b"Ncols", b"nrows", b"NROWS"),
}
"""What a raster must begin with, by its ending."""
_DRIVERS: Final = {".tif": "GTiff", ".tiff": "GTiff", ".asc": "AAIGrid"}
_MOST_PIXELS: Final = 1_000_000_000
_MOST_BANDS: Final = 100
_MOST_BLOCK_BYTES: Final = 256 * 2**20
# 1, 3 and 0.5 seconds of arc by degree; source: SRTM User's Guide, and GDAL's driver SRTMHGT.
_HEIGHTS_SIZES: Final = ((1201, 1201), (3601, 3601), (3601, 1801), (7201, 7201))
_HEIGHTS_BYTES: Final = {2 * rows * columns: (rows, columns) for rows, columns in _HEIGHTS_SIZES}
_HEIGHTS_NAME: Final = re.compile(r"[NSns]\d\d[EWew]\d{3}[A-Za-z0-9_.]*\.(hgt|HGT)")


def look_at_tiff(path: Path) -> dict[str, Any]:
    """The size, bands and coordinate system of a GeoTIFF."""
    return _look_at(path)


def look_at_ascii_grid(path: Path) -> dict[str, Any]:
    """The size of an ASCII grid."""
    return _look_at(path)


def look_at_heights(path: Path) -> dict[str, Any]:
    """A tile of heights as SRTM has them."""
    return check_heights(path.name, path.stat().st_size)


def check_heights(name: str, size_bytes: int) -> dict[str, Any]:
    """A tile of heights is known by its name and its size. Raises RefusedError."""
    if not _HEIGHTS_NAME.fullmatch(name) or size_bytes not in _HEIGHTS_BYTES:
        raise RefusedError(
            "it has not the name or the size of a tile of heights, such as N45W030.hgt", "fetch it again, or as GeoTIFF"
        )
    height, width = _HEIGHTS_BYTES[size_bytes]
    return {"width": width, "height": height}


def look_inside_zip(path: Path, inner: str) -> dict[str, Any]:
    """A raster in an archive whose entries have been looked at."""
    return _read(f"/vsizip/{{{path}}}/{inner}", Path(inner).suffix.lower())


def _look_at(path: Path) -> dict[str, Any]:
    ending = path.suffix.lower()
    with path.open("rb") as file:
        if not file.read(8).startswith(HEADS[ending]):
            raise RefusedError("it is no raster of its kind, though its name says so", "write it again as a GeoTIFF")
    return _read(str(path), ending)


def _read(address: str, ending: str) -> dict[str, Any]:
    import rasterio  # noqa: PLC0415 - only where it is needed
    from rasterio.errors import RasterioError  # noqa: PLC0415

    try:
        with rasterio.open(address, driver=_DRIVERS[ending]) as raster:
            _check_size(raster)
            raster.read(1, window=next(iter(raster.block_windows(1)))[1])  # that what is packed in it can be unpacked
            crs = raster.crs.to_string() if raster.crs is not None else None
            return {
                "width": raster.width,
                "height": raster.height,
                "bands": raster.count,
                "data_type": raster.dtypes[0],
                "coordinate_system": plain(crs) if crs else None,
            }
    except (RasterioError, OSError):
        raise RefusedError("it cannot be read as a raster", "fetch it again, or write it as a GeoTIFF") from None


def _check_size(raster: Any) -> None:
    if raster.width * raster.height > _MOST_PIXELS or raster.count > _MOST_BANDS:
        raise RefusedError(
            f"it has {raster.width:,} x {raster.height:,} cells in {raster.count} bands",
            f"cut it to the country: at most {_MOST_PIXELS:,} cells and {_MOST_BANDS} bands",
        )
    if any("complex" in kind for kind in raster.dtypes):
        raise RefusedError("it holds complex numbers", "give a raster of plain numbers")
    rows, columns = raster.block_shapes[0]
    if rows * columns * 8 * raster.count > _MOST_BLOCK_BYTES:
        raise RefusedError("its blocks are too large", "write it again in tiles, for example as a COG")
