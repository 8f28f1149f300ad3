"""The content of a store: records and ledger, as the one text that is encrypted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from custody.log import LogEntry, entry_from_json
from custody.records import SurvivorRecord, record_from_json, record_to_json
from geo.errors import CustodyError

_FORMAT: Final = "nearcare survivor store"
_VERSION: Final = 1
_STEP_BYTES: Final = 64 * 1024  # what the size of the file may tell of how many survivors there are


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class StoreContent:
    """All that a store holds. Printing it tells nothing.

    ``is_synthetic`` says of what kind its records are, also after the last one is gone; None if there was
    never one. ``ledger`` is any object that JSON can hold. ``forgotten`` are marks of ids that were forgotten,
    so that the next table does not bring them back. ``head``: the line of the log that the content
    was written with; None before it is first written.
    """

    records: tuple[SurvivorRecord, ...] = ()
    ledger: Mapping[str, Any] = field(default_factory=dict)
    is_synthetic: bool | None = None
    forgotten: frozenset[str] = frozenset()
    head: LogEntry | None = None

    def __repr__(self) -> str:
        return "StoreContent(...)"


def mark_of_id(record_id: str) -> str:
    """What is kept of the id of a forgotten record: its SHA-256, ignoring capitals."""
    return hashlib.sha256(record_id.casefold().encode("utf-8")).hexdigest()


def content_to_bytes(content: StoreContent) -> bytes:
    """The content as JSON in UTF-8, filled up with blanks to whole steps of 64 KiB."""
    values = {
        "format": _FORMAT,
        "version": _VERSION,
        "synthetic": content.is_synthetic,
        "log_head": None if content.head is None else {**asdict(content.head), "hash": content.head.hash},
        "records": [record_to_json(record) for record in content.records],
        "ledger": content.ledger,
        "forgotten": sorted(content.forgotten),
    }
    text = json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
    return text.ljust(-(-len(text) // _STEP_BYTES) * _STEP_BYTES)


def content_from_bytes(text: bytes, *, where: str) -> StoreContent:
    """The content of such a text. Raises CustodyError, without content, if it is none of this version."""
    try:
        values = json.loads(text)
        is_ours = values["format"] == _FORMAT
        version = values["version"]
    except (ValueError, KeyError, TypeError):
        raise CustodyError(f"{where} opens, but is no store of nearcare; check the folder") from None
    if not is_ours or version != _VERSION:
        raise CustodyError(f"{where} is of another version of nearcare; open it with that version")
    try:
        head = values["log_head"]
        return StoreContent(
            records=tuple(record_from_json(record) for record in values["records"]),
            ledger=values["ledger"],
            is_synthetic=values["synthetic"],
            forgotten=frozenset(values["forgotten"]),
            head=None if head is None else entry_from_json(head),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise CustodyError(f"{where} opens, but what is in it is not whole; bring it back from a backup") from None
