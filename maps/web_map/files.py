"""Files that the page of the web map asks for: our scripts and styles, the libraries, the words of each language."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from maps.assets import ASSETS
from maps.languages import LANGUAGES, page_messages

_STATIC: Final = Path(__file__).resolve().parent / "static"
_VENDORS: Final = ("@fluent/bundle", "maplibre-gl")
_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".ftl": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticFile:
    """A file as it is sent: ``packed`` is its gzip. ``media_type`` with its charset."""

    content: bytes
    packed: bytes
    media_type: str


def static_file(name: str) -> StaticFile | None:
    """The file of a name such as ``main.js``, ``vendor/maplibre-gl/maplibre-gl.mjs``, ``words/fr.ftl``; else None."""
    return _files().get(name)


def static_names() -> tuple[str, ...]:
    """The names of all files."""
    return tuple(_files())


@cache
def static_digest() -> str:
    """The first 12 hex digits of the SHA-256 of all files: addresses that hold it may be kept forever."""
    whole = hashlib.sha256()
    for name, file in sorted(_files().items()):
        whole.update(f"{name}\0{len(file.content)}\0".encode() + file.content)
    return whole.hexdigest()[:12]


@cache
def _files() -> dict[str, StaticFile]:
    return {name: _packed(name, content) for name, content in (*_own(), *_vendors(), *_words())}


def _own() -> Iterator[tuple[str, bytes]]:
    for path in sorted(_STATIC.rglob("*")):
        if path.suffix in _TYPES:
            yield path.relative_to(_STATIC).as_posix(), path.read_bytes()


def _vendors() -> Iterator[tuple[str, bytes]]:
    for vendor in _VENDORS:
        for path in sorted((ASSETS / vendor).rglob("*")):
            if path.suffix in _TYPES:
                yield f"vendor/{vendor}/{path.relative_to(ASSETS / vendor).as_posix()}", path.read_bytes()


def _words() -> Iterator[tuple[str, bytes]]:
    for language in LANGUAGES:
        yield f"words/{language}.ftl", page_messages(language).encode()


def _packed(name: str, content: bytes) -> StaticFile:
    return StaticFile(
        content=content, packed=gzip.compress(content, compresslevel=9, mtime=0), media_type=_TYPES[Path(name).suffix]
    )
