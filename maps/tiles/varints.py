"""Protocol buffers as vector tiles need them: many numbers as varints at once, and fields of bytes."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt


def zigzag(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Signed numbers as unsigned ones, small where they are small: 0, -1, 1, -2 as 0, 1, 2, 3."""
    return (numbers << 1) ^ (numbers >> 63)


def varints(numbers: npt.NDArray[np.int64]) -> tuple[bytes, npt.NDArray[np.int64]]:
    """Non-negative numbers as varints one after the other, and where each starts, with the end as one more."""
    lengths = varint_lengths(numbers)
    starts = np.zeros(len(numbers) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    packed = np.empty(starts[-1], np.uint8)
    packed[starts[:-1]] = numbers & 0x7F
    for place in range(1, int(lengths.max(initial=1))):
        (there,) = np.nonzero(lengths > place)
        packed[starts[there] + place - 1] |= 0x80
        packed[starts[there] + place] = (numbers[there] >> 7 * place) & 0x7F
    return packed.tobytes(), starts


def varint_lengths(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """How many bytes each non-negative number takes as a varint."""
    lengths = np.ones(len(numbers), np.int64)
    for bits in range(7, 63, 7):
        is_longer = numbers >= 1 << bits
        if not is_longer.any():
            break
        lengths += is_longer
    return lengths


@lru_cache(maxsize=1 << 14)  # lengths and keys come again and again
def varint(number: int) -> bytes:
    """One non-negative number as a varint."""
    parts = bytearray()
    while number > 0x7F:  # noqa: PLR2004 - seven bits in a byte
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    parts.append(number)
    return bytes(parts)


def field(number: int, content: bytes) -> bytes:
    """A field of bytes: its key, its length and what it holds."""
    return varint(number << 3 | 2) + varint(len(content)) + content
