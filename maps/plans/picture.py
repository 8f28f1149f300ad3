"""The picture of a plan: minutes to care before and after it, side by side, with its sites."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import rasterio
import rasterio.features
from markupsafe import Markup
from rasterio.enums import Resampling
from rasterio.warp import transform

from maps.classes import MinutesClass, classify_cells, minutes_classes
from maps.plans.reading import Told

_MOST_CELLS: Final = 150  # along the longer side of a picture
_WIDTH: Final = 440
_GAP: Final = 24
_TITLE: Final = 26
_LEGEND_COLUMNS: Final = 2
_MARK: Final = 12  # room for a mark at the edge


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A drawing with its caption, facts and notes, as the report takes it."""

    caption: str
    facts: str
    svg: Markup
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One picture: class codes, and how places lie on it."""

    code: np.ndarray[tuple[int, int], np.dtype[np.uint8]]
    affine: rasterio.Affine
    crs: rasterio.CRS


def before_and_after(
    before: Path, after: Path, sites: Sequence[Told], *, bands_minutes: tuple[float, ...], text: str
) -> Markup:
    """Two pictures of one size with one legend, as SVG without scripts; ``before``, ``after``: folders of rasters.

    ``sites``: rows of plan.csv, numbered by their order. ``text`` says the same to those who cannot see it. Cells are
    taken one by one, coarser than the rasters where these are large.
    """
    sides = [_read(folder, bands_minutes) for folder in (before, after)]
    there = np.union1d(sides[0].code, sides[1].code)
    classes = [each for each in minutes_classes(bands_minutes) if each.code in there]
    rows, columns = sides[0].code.shape
    stretch = _stretch(sides[0])
    scale = _WIDTH / columns
    height = rows * scale * stretch
    legend_rows = math.ceil(len(classes) / _LEGEND_COLUMNS)
    whole = (2 * _WIDTH + _GAP, height + _TITLE + 22 * legend_rows + 8)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-{_MARK} 0 {whole[0] + 2 * _MARK:.0f} {whole[1]:.0f}" '
            f'role="img" aria-label="{html.escape(text, quote=True)}" style="max-width:100%;height:auto">'
        )
    ]
    for number, (side, title) in enumerate(zip(sides, ("Before", "After"), strict=True)):
        left = number * (_WIDTH + _GAP)
        parts.append(f'<text x="{left}" y="17" font-size="16" font-weight="bold">{title}</text>')
        parts.append(f'<g transform="translate({left} {_TITLE}) scale({scale:.4f} {scale * stretch:.4f})">')
        parts += [_class_path(side.code, each) for each in classes]
        parts.append("</g>")
        parts.append(
            f'<rect x="{left}" y="{_TITLE}" width="{_WIDTH}" height="{height:.1f}" fill="none" stroke="#555"/>'
        )
        for site in sites:
            parts += _mark(side, site, left, scale, stretch, is_after=number == 1)
    parts += _legend(classes, top=height + _TITLE + 12)
    return Markup("".join(parts) + "</svg>")  # noqa: S704 - every text in it is escaped


def _read(folder: Path, bands_minutes: tuple[float, ...]) -> _Side:
    with rasterio.open(folder / "travel_minutes.tif") as minutes, rasterio.open(folder / "status.tif") as status:
        shrink = max(1.0, max(status.shape) / _MOST_CELLS)
        shape = tuple(max(1, round(side / shrink)) for side in status.shape)
        code = classify_cells(
            minutes.read(1, out_shape=shape, resampling=Resampling.nearest),
            status.read(1, out_shape=shape, resampling=Resampling.nearest),
            bands_minutes=bands_minutes,
        )
        affine = status.transform * status.transform.scale(status.width / shape[1], status.height / shape[0])
        return _Side(code=code, affine=affine, crs=status.crs)


def _stretch(side: _Side) -> float:
    """How much higher than wide a cell is on the ground, at the middle of the picture."""
    wide, high = abs(side.affine.a), abs(side.affine.e)
    if side.crs.is_geographic:
        _, latitude = side.affine * (0, side.code.shape[0] / 2)
        wide *= max(math.cos(math.radians(latitude)), 0.01)
    return float(high / wide)


def _class_path(code: np.ndarray[tuple[int, int], np.dtype[np.uint8]], each: MinutesClass) -> str:
    is_it = code == each.code
    if not is_it.any():
        return ""
    rings = []
    for shape, _ in rasterio.features.shapes(is_it.astype(np.uint8), mask=is_it):
        for ring in shape["coordinates"]:
            points = "L".join(f"{x:g} {y:g}" for x, y in ring[:-1])
            rings.append(f"M{points}Z")
    return f'<path d="{"".join(rings)}" fill="{each.colour}" fill-rule="evenodd"/>'


def _mark(  # noqa: PLR0913 - what is marked, and where
    side: _Side, site: Told, left: float, scale: float, stretch: float, *, is_after: bool
) -> list[str]:
    """The number of a site at its place: full after, an empty ring before."""
    x, y = transform("EPSG:4326", side.crs, [site["lon"]], [site["lat"]])
    column, row = ~side.affine * (x[0], y[0])
    at = (left + column * scale, _TITLE + row * scale * stretch)
    fill, ink = ("#111", "#fff") if is_after else ("#fff", "#111")
    return [
        f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="10" fill="{fill}" stroke="#fff" stroke-width="2"/>',
        f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="10" fill="none" stroke="#111" stroke-width="1"/>',
        (
            f'<text x="{at[0]:.1f}" y="{at[1] + 4.5:.1f}" font-size="13" text-anchor="middle" fill="{ink}">'
            f"{site['order']:.0f}</text>"
        ),
    ]


def _legend(classes: Sequence[MinutesClass], *, top: float) -> list[str]:
    parts = []
    across = (2 * _WIDTH + _GAP) / _LEGEND_COLUMNS
    for number, each in enumerate(classes):
        x, y = across * (number % _LEGEND_COLUMNS), top + 22 * (number // _LEGEND_COLUMNS)
        parts.append(f'<rect x="{x:.0f}" y="{y:.0f}" width="22" height="14" fill="{each.colour}" stroke="#555"/>')
        parts.append(f'<text x="{x + 28:.0f}" y="{y + 12:.0f}" font-size="13">{html.escape(each.label)}</text>')
    return parts
