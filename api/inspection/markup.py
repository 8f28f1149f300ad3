"""Markup: OpenStreetMap files and graphs of roads, without anything that could reach out or grow."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

from api.inspection.refusals import RefusedError, refuse_persons

_DEEPEST: Final = 64
_READ: Final = 2**20
_HEAD: Final = 4096
_BLOB_HEADER: Final = 64 * 1024  # source: the OSM wiki, PBF Format: less than 64 KiB


def look_at_osm(path: Path) -> dict[str, Any]:
    """An OpenStreetMap file in XML."""
    return _look_at_xml(path, ("osm",))


def look_at_graphml(path: Path) -> dict[str, Any]:
    """A graph of roads, as osmnx writes it, with what its edges and nodes are told by."""
    return _look_at_xml(path, ("graphml",))


def look_at_pbf(path: Path) -> dict[str, Any]:
    """An OpenStreetMap file in PBF: that it begins as one, and that its header can be read."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    size = int.from_bytes(head[:4], "big")
    if not 0 < size < _BLOB_HEADER or b"OSMHeader" not in head[4 : 4 + size]:
        raise RefusedError("it is no OpenStreetMap PBF, though its name says so", "fetch it again")
    import osmium  # noqa: PLC0415 - only where it is needed

    try:
        with osmium.io.Reader(osmium.io.File(str(path), "pbf"), osmium.osm.NOTHING) as reader:
            header = reader.header()
    except (RuntimeError, ValueError):
        raise RefusedError("its header cannot be read", "fetch it again; it may be cut") from None
    if header.has_multiple_object_versions:
        raise RefusedError("it is a history file", "cut it to one day with osmium time-filter")
    return {"size_bytes": os.stat(path).st_size}  # noqa: PTH116 - a number alone


def _look_at_xml(path: Path, roots: Sequence[str]) -> dict[str, Any]:
    """How many elements a file of XML has. Raises RefusedError for other roots, entities, and what lies too deep."""
    watch = _Watch(roots)
    try:
        with path.open("rb") as file:
            while chunk := file.read(_READ):
                watch.parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no names
            watch.parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as error:
        raise RefusedError(f"it is no sound XML (line {error.lineno})", "write or fetch it again") from None
    refuse_persons(watch.columns)
    return {"elements": watch.elements}


def scan_xml(chunks: Any) -> None:
    """Refuse XML, given in pieces, that declares a document type. Raises RefusedError, ExpatError."""
    watch = _Watch(())
    for chunk in chunks:
        watch.parser.Parse(chunk, False)  # noqa: FBT003
    watch.parser.Parse(b"", True)  # noqa: FBT003


class _Watch:
    """A parser that counts elements and stops at what no map has. ``roots``: any if there are none."""

    def __init__(self, roots: Sequence[str]) -> None:
        self.elements, self._depth, self._roots = 0, 0, roots
        self.columns: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse
        self.parser.ProcessingInstructionHandler = None

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if not self.elements and self._roots and name.rpartition(":")[2] not in self._roots:
            raise RefusedError(f"it is XML, but no {self._roots[0]}", "send what its ending says")
        if name == "key":
            self.columns.append(attributes.get("attr.name", ""))
        self.elements += 1
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RefusedError("its elements lie too deep in each other", "write or fetch it again")

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _refuse(self, *_given: object) -> Any:
        raise RefusedError("it declares a document type or entities, which no map needs", "send it without them")
