"""Writes the file: whole or not at all, and none that is too large to be handed on without a word."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from geo.errors import InputError
from maps.offline.page import OfflineMap
from maps.words import bytes_in_words

LARGEST_BYTES: Final = 25_000_000
"""What mail still takes; a larger file has to be asked for."""


def write_offline_map(drawn: OfflineMap, path: Path, *, may_be_large: bool = False) -> None:
    """Write the file in one step. Raises InputError for a larger one than LARGEST_BYTES that may not be so."""
    if drawn.size_bytes > LARGEST_BYTES and not may_be_large:
        raise InputError(
            f"The file would take {bytes_in_words(drawn.size_bytes)}, more than {bytes_in_words(LARGEST_BYTES)}; "
            f"it holds {len(drawn.runs)} runs. Choose fewer with --runs, or take it so with --large"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(drawn.html, encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
