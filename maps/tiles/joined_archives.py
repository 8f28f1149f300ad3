"""One PMTiles archive out of several that have zooms of their own."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pmtiles.reader import MmapSource, all_tiles
from pmtiles.tile import deserialize_header, zxy_to_tileid
from pmtiles.writer import Writer

_new_writer: Any = Writer  # the library has no types
_all_tiles: Any = all_tiles
_source: Any = MmapSource


def join_archives(parts: Sequence[Path], path: Path) -> None:
    """Write the tiles of all parts, whose zooms rise and do not meet, as one archive; they stay packed as they are."""
    headers: list[dict[str, Any]] = []
    with path.open("wb") as file:
        writer = _new_writer(file)
        metadata: dict[str, Any] = {}
        for part in parts:
            header, told = _told(part)
            headers.append(header)
            metadata = told  # that of the last part, which has all features
            for tile_id, content in _tiles(part):
                writer.write_tile(tile_id, content)
        first, last = headers[0], headers[-1]
        metadata["minzoom"] = str(first["min_zoom"])
        for layer in metadata.get("vector_layers", []):
            layer["minzoom"] = first["min_zoom"]
        writer.finalize(last | {"min_zoom": first["min_zoom"], "center_zoom": first["min_zoom"]}, metadata)


def _tiles(part: Path) -> Iterator[tuple[int, bytes]]:
    with part.open("rb") as file:
        found = [(zxy_to_tileid(*place), content) for place, content in _all_tiles(_source(file))]
    yield from sorted(found)


def _told(part: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    content = part.read_bytes()
    header = deserialize_header(content[:127])
    start = header["metadata_offset"]
    return dict(header), dict(json.loads(gzip.decompress(content[start : start + header["metadata_length"]])))
