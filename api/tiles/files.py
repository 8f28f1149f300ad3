"""Whole files and parts of them: one open file for the whole answer, so that no answer is made of two files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from fastapi import Request
from fastapi.responses import Response, StreamingResponse

from api.answers import kept, tagged
from api.errors import RangeError
from api.heads import wants_no_content
from api.releases import ServedTier
from api.tiles.asking import tag_of
from geo.errors import ReleaseError

_ONE_RANGE: Final = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))\Z", re.ASCII)
_CHUNK: Final = 1 << 16
_AT_ONCE: Final = 1 << 20  # bytes that are read before the answer begins; more is read while it is sent


def file_answer(
    request: Request, name: str, *, tier: ServedTier, version: str | None, media_type: str, saved_as: str
) -> Response:
    """A file of a tier, whole or the one range of bytes that is asked for (RFC 9110, 14).

    Several ranges, and what is no range, give the whole file; so does an ``If-Range`` of another version. HEAD tells
    of the whole file (RFC 9110, 14.2) and reads nothing of it. Raises RangeError for a range beyond the end,
    ReleaseError for a file that is missing.
    """
    tag = tag_of(tier, name)
    headers = {"Accept-Ranges": "bytes", "Content-Disposition": f'attachment; filename="{saved_as}"'}
    known = tagged(request, tag, tier=tier, version=version)
    if known is not None:
        return known
    file = _opened(tier.folder / name)
    try:
        size = os.fstat(file.fileno()).st_size
        asked = None if wants_no_content(request) else _range_asked(request, tag, size)
    except BaseException:
        file.close()
        raise
    start, end = asked or (0, size)
    headers |= kept(tag, tier=tier, version=version) | {"Content-Length": str(end - start)}
    if asked is not None:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    status = 200 if asked is None else 206
    if wants_no_content(request):
        file.close()
        return Response(status_code=status, headers=headers, media_type=media_type)
    file.seek(start)
    if end - start <= _AT_ONCE:
        with file:
            content = file.read(end - start)
        if len(content) != end - start:
            raise ReleaseError(f"{Path(name).name} changed while it was read; ask again")
        return Response(content, status, headers=headers, media_type=media_type)
    return StreamingResponse(_chunks(file, end - start), status, headers=headers, media_type=media_type)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise ReleaseError(
            f"{path.name} is missing from the release or cannot be read. Make the release anew with nearcare run"
        ) from error


def _range_asked(request: Request, tag: str, size: int) -> tuple[int, int] | None:
    """Where the range that is asked for begins and ends (exclusive), None for the whole file."""
    found = _ONE_RANGE.match(request.headers.get("range", "").replace(" ", ""))
    condition = request.headers.get("if-range")
    if found is None or condition not in {None, tag}:
        return None
    first, last, suffix = found.groups()
    if suffix is not None:
        start, end = max(0, size - int(suffix)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < start:
            return None
    if start >= end:
        raise RangeError(f"The file has {size} bytes and the range begins beyond them", size_bytes=size)
    return start, end


def _chunks(file: BinaryIO, length: int) -> Iterator[bytes]:
    with file:
        while length > 0:
            chunk = file.read(min(_CHUNK, length))
            if not chunk:
                raise EOFError("the file became shorter while it was sent")
            length -= len(chunk)
            yield chunk
