"""Palettes: class codes painted as small indexed pictures, stripes and all."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from maps.classes import OUTSIDE_CODE, MinutesClass, rgb

TILE_PIXELS: Final = 256
STRIPE_PIXELS: Final = 8  # from one stripe to the next; a divisor of a tile's side, so that stripes run on over tiles
_WIDE: Final = 3
_THIN: Final = 2
_PNG_LEVEL: Final = 6
_MOST_ENTRIES: Final = 256
_FEW_ENTRIES: Final = 16
_INDEXED: Final = 3  # the type of colour of a picture with a palette
_GREY: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stripe:
    """The stripes of one class: drawn with the palette entry ``entry``, ``width`` pixels wide."""

    code: int
    entry: int
    width: int
    falls: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours by code: red, green, blue and opacity, 0 to 255; codes that are no class are transparent."""

    colours: tuple[tuple[int, int, int, int], ...]
    stripes: tuple[Stripe, ...]


def palette_of(classes: Iterable[MinutesClass]) -> Palette:
    """The palette of classes; outside, code 0, is transparent. A striped class takes a second entry after all codes."""
    found = tuple(classes)
    colours = [(0, 0, 0, 0)] * (1 + max((each.code for each in found), default=OUTSIDE_CODE))
    stripes = []
    for each in found:
        colours[each.code] = (*rgb(each.colour), 0 if each.is_clear else 255)
    for each in found:
        if each.stripe is not None:
            width = _THIN if each.is_clear else _WIDE
            stripes.append(Stripe(code=each.code, entry=len(colours), width=width, falls=each.falls))
            colours.append((*rgb(each.stripe), 255))
    if len(colours) > _MOST_ENTRIES:
        raise ValueError(f"a palette has {_MOST_ENTRIES} entries at most, and {len(colours)} are asked for")
    return Palette(colours=tuple(colours), stripes=tuple(stripes))


def palette_png(codes: npt.NDArray[np.uint8], palette: Palette) -> bytes:
    """An indexed PNG of class codes, one pixel for each, of their shape. Every code must be in the palette.

    Written here (PNG, third edition, 5 and 11) since GDAL's driver takes thrice as long for so small a picture.
    """
    painted = _striped(codes, palette)
    height, width = painted.shape
    depth = 4 if len(palette.colours) <= _FEW_ENTRIES else 8
    if depth == 4:  # noqa: PLR2004 - two pixels in a byte, the left one above
        even = np.zeros((height, width + width % 2), np.uint8)
        even[:, :width] = painted
        painted = (even[:, ::2] << 4 | even[:, 1::2]).astype(np.uint8)
    lines = np.zeros((height, 1 + painted.shape[1]), np.uint8)  # each line begins with its filter: 0, none
    lines[:, 1:] = painted
    colours = np.array(palette.colours, np.uint8)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">2I5B", width, height, depth, _INDEXED, 0, 0, 0)),
            _chunk(b"PLTE", colours[:, :3].tobytes()),
            _chunk(b"tRNS", colours[:, 3].tobytes()),
            _chunk(b"IDAT", zlib.compress(lines.tobytes(), _PNG_LEVEL)),
            _chunk(b"IEND", b""),
        )
    )


def palette_pixels(codes: npt.NDArray[np.uint8], palette: Palette) -> npt.NDArray[np.uint8]:
    """Red, green, blue and opacity of each class code, stripes and all, of its shape with 4 more."""
    return np.array(palette.colours, np.uint8)[_striped(codes, palette)]


def grey_png(values: npt.NDArray[np.uint8]) -> bytes:
    """A PNG of 8-bit grey without opacity, in which a program reads the values as they are."""
    height, width = values.shape
    lines = np.zeros((height, 1 + width), np.uint8)
    lines[:, 1:] = values
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, _GREY, 0, 0, 0)),
            _chunk(b"IDAT", zlib.compress(lines.tobytes(), _PNG_LEVEL)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _striped(codes: npt.NDArray[np.uint8], palette: Palette) -> npt.NDArray[np.uint8]:
    """The palette entry of each pixel."""
    is_there = np.bincount(codes.ravel(), minlength=len(palette.colours))
    stripes = [stripe for stripe in palette.stripes if is_there[stripe.code]]
    if not stripes:
        return codes
    painted = codes.copy()
    row, column = np.ogrid[: codes.shape[0], : codes.shape[1]]
    rising, falling = (row + column) % STRIPE_PIXELS, (row - column) % STRIPE_PIXELS
    for stripe in stripes:
        place = falling if stripe.falls else rising
        painted[(codes == stripe.code) & (place < stripe.width)] = stripe.entry
    return painted
