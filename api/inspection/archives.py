"""Archives: zip files with one raster, and workbooks, opened no further than their entries are bounded."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Generator
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import Any, Final
from xml.parsers import expat

from api.inspection.layers import columns_of_layers
from api.inspection.markup import scan_xml
from api.inspection.rasters import HEADS, check_heights, look_inside_zip
from api.inspection.refusals import RefusedError, plain, refuse_persons

_MOST_ENTRIES: Final = 1000
_MOST_BYTES: Final = 2 * 2**30
_MOST_WORKBOOK_BYTES: Final = 512 * 2**20
_MOST_RATIO: Final = 200
_SMALL_BYTES: Final = 2**20  # what is smaller may be as dense as it likes
_READ: Final = 2**20
_LOCAL_HEADER: Final = 30
_BESIDE: Final = frozenset({".prj", ".txt", ".hdr", ".num", ".md", ".html", ".pdf"})
_PLAIN: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._- ()/")
_REACHES_OUT: Final = ("xl/externalLinks/", "xl/connections", "xl/embeddings/", "xl/activeX/", "xl/queryTables/")
_AGAIN: Final = "pack it again, with the raster alone in it"


def look_at_zip(path: Path) -> dict[str, Any]:
    """The one raster in an archive."""
    with _opened(path) as archive:
        entries = _sound_entries(archive, path, most_bytes=_MOST_BYTES)
        rasters = [entry for entry in entries if PurePosixPath(entry.filename).suffix.lower() in HEADS]
        others = {PurePosixPath(entry.filename).suffix.lower() for entry in entries if entry not in rasters}
        if others - _BESIDE:
            odd = plain(min(others - _BESIDE) or "no ending")
            raise RefusedError(f"it has a file in it with the ending {odd}, which is not taken in an archive", _AGAIN)
        if len(rasters) != 1:
            raise RefusedError(f"it holds {len(rasters)} rasters where one is expected", _AGAIN)
        inner = rasters[0]
        ending = PurePosixPath(inner.filename).suffix.lower()
        with archive.open(inner) as file:
            if not file.read(8).startswith(HEADS[ending]):
                raise RefusedError("the raster in it is not what its name says", _AGAIN)
        for entry in entries:
            _read_through(archive, entry)
    if ending == ".hgt":
        return check_heights(PurePosixPath(inner.filename).name, inner.file_size)
    return look_inside_zip(path, inner.filename)


def look_at_workbook(path: Path) -> dict[str, Any]:
    """The sheets of a workbook, which must have no programs and no links. A cell is data, never run."""
    with _opened(path) as archive:
        entries = _sound_entries(archive, path, most_bytes=_MOST_WORKBOOK_BYTES)
        names = {entry.filename for entry in entries}
        if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
            raise RefusedError("it is no workbook, though its name says so", "save it as .xlsx or as CSV")
        if any(name.startswith(_REACHES_OUT) or name.lower().endswith(".bin") for name in names):
            raise RefusedError("it has programs or links to other files in it", "save the sheet alone, or as CSV")
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels", ".vml")):
                try:
                    with closing(_chunks(archive, entry)) as chunks:
                        scan_xml(chunks)
                except expat.ExpatError:
                    raise RefusedError("a part of it is no sound XML", "save it again as .xlsx") from None
            else:
                _read_through(archive, entry)
    layers = columns_of_layers(path, "XLSX")
    for columns in layers.values():
        refuse_persons(columns)
    return {"sheets": [plain(name) for name in layers][:100]}


def _opened(path: Path) -> zipfile.ZipFile:
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            raise RefusedError("it is no zip archive, though its name says so", "send what its ending says")
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, OSError):
        raise RefusedError("it is no sound archive", "pack or fetch it again") from None


def _sound_entries(archive: zipfile.ZipFile, path: Path, *, most_bytes: int) -> list[zipfile.ZipInfo]:
    """The files of an archive, each within bounds and in its own place. Raises RefusedError."""
    listed = archive.infolist()
    if len(listed) > _MOST_ENTRIES:
        raise RefusedError(f"it has {len(listed):,} entries", f"send at most {_MOST_ENTRIES:,}")
    for entry in listed:
        _check_entry(entry)
    if len({entry.filename for entry in listed}) != len(listed):
        raise RefusedError("it has one name twice", "pack it again")
    if sum(entry.file_size for entry in listed) > most_bytes:
        raise RefusedError(f"it would unpack to more than {most_bytes // 2**20:,} MiB", "send it in smaller parts")
    end = path.stat().st_size
    for entry in sorted(listed, key=lambda each: each.header_offset, reverse=True):
        if entry.header_offset + _LOCAL_HEADER + entry.compress_size > end:
            raise RefusedError("entries of it lie over each other", "pack it again")
        end = entry.header_offset
    return [entry for entry in listed if not entry.is_dir()]


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    parts = name.rstrip("/").split("/")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if name.startswith("/") or ".." in parts or "" in parts or not set(name) <= _PLAIN | set("[]"):
        raise RefusedError(f"it has an entry with the name {plain(name)!r}, which leads elsewhere", "pack it again")
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise RefusedError("it has links or devices in it", "pack the files themselves")
    if entry.flag_bits & 0x1:
        raise RefusedError("it is locked with a password", "pack it without one")
    is_dense = entry.file_size > _SMALL_BYTES and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1)
    if is_dense:
        raise RefusedError(
            f"an entry would unpack to more than {_MOST_RATIO} times its size", "send the file itself, unpacked"
        )


def _read_through(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    for _ in _chunks(archive, entry):
        pass


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Generator[bytes]:
    """The bytes of an entry, no more than it says, with its checksum looked at in the end."""
    try:
        with archive.open(entry) as file:
            while chunk := file.read(_READ):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise RefusedError("an entry of it cannot be unpacked", "pack or fetch it again") from None
