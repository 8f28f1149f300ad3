"""Vector tiles read out of PMTiles archives; directories are kept, files are opened anew."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from pmtiles.tile import deserialize_directory, deserialize_header, find_tile, zxy_to_tileid

from geo.errors import ReleaseError
from maps.tiles.index import MADE_ANEW

_HEADER_BYTES: Final = 127
_MOST_DEPTH: Final = 4  # of directories, as the specification of PMTiles 3 has it
_MOST_DIRECTORIES: Final = 256  # kept at a time, of at most 16 KiB each when packed


def vector_tile(path: Path, z: int, x: int, y: int) -> bytes | None:
    """A tile of an archive, gzipped as it lies there; None where the archive has nothing.

    Raises ReleaseError for a file that is not there or cannot be read.
    """
    try:
        with path.open("rb") as file:
            return _tile(_Archive(file.fileno()), zxy_to_tileid(z, x, y))
    except FileNotFoundError as error:
        raise ReleaseError(f"{path.name} is missing from the release. {MADE_ANEW}") from error
    except Exception as error:  # what a damaged archive raises is open: from struct, zlib, gzip and the library itself
        raise ReleaseError(f"{path.name} of the release cannot be read. {MADE_ANEW}") from error


class _Archive:
    """An open archive; ``key`` is its own, so that one that replaces it is not taken for it."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        state = os.fstat(descriptor)
        self.key = (state.st_dev, state.st_ino, state.st_mtime_ns, state.st_size)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Archive) and self.key == other.key

    def read(self, offset: int, length: int) -> bytes:
        found = os.pread(self.descriptor, length, offset)
        if len(found) != length:
            raise EOFError(f"the archive ends before byte {offset + length}")
        return found


def _tile(archive: _Archive, tile_id: int) -> bytes | None:
    header = _header(archive)
    offset, length = header["root_offset"], header["root_length"]
    for _ in range(_MOST_DEPTH):
        entry = find_tile(_directory(archive, offset, length), tile_id)
        if entry is None:
            return None
        if entry.run_length:
            return archive.read(header["tile_data_offset"] + entry.offset, entry.length)
        offset, length = header["leaf_directory_offset"] + entry.offset, entry.length
    return None


@lru_cache(maxsize=_MOST_DIRECTORIES)
def _header(archive: _Archive) -> dict[str, Any]:
    return dict(deserialize_header(archive.read(0, _HEADER_BYTES)))


@lru_cache(maxsize=_MOST_DIRECTORIES)
def _directory(archive: _Archive, offset: int, length: int) -> list[Any]:
    return list(deserialize_directory(archive.read(offset, length)))
