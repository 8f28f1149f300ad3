"""What was released before, as the store keeps it: its own part of the ledger around the tables that were told.

The ledger lies in the encrypted store, as plain values::

    {"rounding_key": HEX, "releases": [{"id", "tier", "as_of", "pillars", "has_place_unknown"}], "told": [...]}

``told`` are the tables as accessibility.protection writes them, oldest first. Of each record the store keeps
in which atom of which table each release counted it: by that the people who have not changed are found.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from accessibility.protection import Audience, Told, told_as_json, told_from_json
from custody.counting import NOT_COUNTED
from custody.records import SurvivorRecord, record_to_json

_KEY_BYTES: Final = 32
_SNAPSHOT_LETTERS: Final = 16

Ints = npt.NDArray[np.int64]


def rounding_key(ledger: Mapping[str, Any]) -> bytes:
    """The store's key for rounding and noise, the same in all its releases; a new one if it never made any."""
    return bytes.fromhex(ledger["rounding_key"]) if "rounding_key" in ledger else secrets.token_bytes(_KEY_BYTES)


def next_release_id(ledger: Mapping[str, Any], tier: Audience) -> str:
    """The name of the next release to an audience. It is published, and its number tells nothing of anybody."""
    number = sum(release["tier"] == tier for release in ledger.get("releases", ()))
    return f"{tier}-{number + 1}"


def snapshot_of(records: Sequence[SurvivorRecord], key: bytes) -> str:
    """A name for the state of the records: the same as long as none of them changes. It is never published."""
    content = [{**record_to_json(record), "released_in": None} for record in records]
    text = json.dumps(sorted(content, key=lambda record: record["id"]), sort_keys=True)
    return hmac.digest(key, text.encode(), "sha256").hex()[:_SNAPSHOT_LETTERS]


def all_told(ledger: Mapping[str, Any]) -> list[Told]:
    """Every table that was ever told, oldest first."""
    return [told_from_json(values) for values in ledger.get("told", ())]


def had_place_unknown(ledger: Mapping[str, Any], pillars: Sequence[str]) -> bool | None:
    """Whether earlier tables of these pillars counted who is known by area alone; None if there are none.

    A band more or less would be another design, and the earlier one could not be gone on with.
    """
    before = [
        bool(release["has_place_unknown"])
        for release in ledger.get("releases", ())
        if set(pillars) & set(release["pillars"])
    ]
    return before[-1] if before else None


def atoms_in(release_id: str, pillar: str, records: Sequence[SurvivorRecord]) -> Ints:
    """Of each record the atom in which a release counted it, NOT_COUNTED if it did not."""
    kept = (record.released_in.get(release_id, {}) for record in records)
    return np.array([atoms.get(pillar, NOT_COUNTED) for atoms in kept], dtype=np.int64)


def with_release(
    ledger: Mapping[str, Any], key: bytes, told: Sequence[Told], *, has_place_unknown: bool
) -> dict[str, Any]:
    """The ledger with one more release, whose tables these are."""
    first = told[0]
    release = {
        "id": first.release_id,
        "tier": first.series.tier,
        "as_of": first.released_as_of.isoformat(),
        "pillars": [one.series.run.pillar for one in told],
        "has_place_unknown": has_place_unknown,
    }
    return {
        **ledger,
        "rounding_key": key.hex(),
        "releases": [*ledger.get("releases", ()), release],
        "told": [*ledger.get("told", ()), *(told_as_json(one) for one in told)],
    }
