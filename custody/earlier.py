"""What was told before: the ledger's entries of one table, what an audience knows by them, and what must be held.

The ledger lies in the encrypted store, as plain values::

    {"rounding_key": HEX, "releases": [{"id", "tier", "as_of", "has_place_unknown", "tables": [
        {"pillar", "design", "cells", "counts", "values", "days"}]}]}

An audience knows what was told to it and to all larger audiences: partners read what the public reads.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from accessibility.protection import Audience, Design, Rules, TableRun
from custody.counting import NOT_COUNTED
from custody.records import SurvivorRecord
from geo.errors import ReleaseError

READS: Final[dict[Audience, tuple[Audience, ...]]] = {"public": ("public",), "partner": ("public", "partner")}
_KEY_BYTES: Final = 32

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Telling:
    """One table of one release, told on the day ``as_of``. Printing it tells nothing.

    ``cells`` are the flat places in the cube that it told, ``counts`` the true counts when each was last told
    afresh, ``values`` the figures and ``days`` (datetime64[D]) the days that they are of.
    """

    release_id: str
    tier: Audience
    as_of: dt.date
    pillar: str
    design: str
    cells: Ints
    counts: Ints
    values: Ints
    days: Days

    def __repr__(self) -> str:
        return f"Telling({self.release_id!r})"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Known:
    """What an audience knows of a table, as cubes: which cells were told, and the last figure of each.

    ``releases`` are the ids that it comes from, ``atoms`` of each of them the atom of each record there.
    """

    is_known: Mask
    counts: Ints
    values: Ints
    days: Days
    releases: tuple[str, ...]
    atoms: tuple[Ints, ...]

    def __repr__(self) -> str:
        return f"Known({len(self.releases)} releases)"


def rounding_key(ledger: Mapping[str, Any]) -> bytes:
    """The store's key for rounding, the same in all its releases; a new one if it never made any."""
    return bytes.fromhex(ledger["rounding_key"]) if "rounding_key" in ledger else secrets.token_bytes(_KEY_BYTES)


def next_release_id(ledger: Mapping[str, Any], tier: Audience) -> str:
    """The name of the next release to an audience: its number tells nothing of anybody."""
    number = sum(release["tier"] == tier for release in ledger.get("releases", ()))
    return f"{tier}-{number + 1}"


def design_hash(design: Design, run: TableRun) -> str:
    """A name for what a table is of: units, dimensions and run; two tables of one name have the same cells."""
    units = design.units
    parts = {
        "units": [design.units_kind, units.ids, units.parent.tolist(), units.merged_ids],
        "dimensions": [[dimension.name, dimension.categories] for dimension in design.dimensions],
        "run": asdict(run),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def tellings(ledger: Mapping[str, Any], pillar: str) -> list[Telling]:
    """All that was ever told of a pillar, oldest first."""
    return [
        Telling(
            release_id=release["id"],
            tier=release["tier"],
            as_of=dt.date.fromisoformat(release["as_of"]),
            pillar=pillar,
            design=table["design"],
            cells=np.array(table["cells"], dtype=np.int64),
            counts=np.array(table["counts"], dtype=np.int64),
            values=np.array(table["values"], dtype=np.int64),
            days=np.array(table["days"], dtype="datetime64[D]"),
        )
        for release in ledger.get("releases", ())
        for table in release["tables"]
        if table["pillar"] == pillar
    ]


def refuse_other_designs(earlier: Sequence[Telling], design: str) -> None:
    """Raise ReleaseError if the pillar was told by another design: of two ways to divide people one can be subtracted.

    No proof is at hand that holds over both, so the first design of a pillar is the only one, for all audiences.
    """
    others = sorted({telling.release_id for telling in earlier if telling.design != design})
    if others:
        raise ReleaseError(
            f"{earlier[0].pillar} was told in {', '.join(others)} by other places, dimensions or times, and what both "
            "would tell together is not proven safe; keep to the units, the dimensions of --by and the run of then"
        )


def known_to(
    audience: Audience, earlier: Sequence[Telling], records: Sequence[SurvivorRecord], shape: tuple[int, ...]
) -> Known:
    """What an audience knows by the tellings of one design, oldest first."""
    size = int(np.prod(shape))
    is_known, counts, values = np.zeros(size, np.bool_), np.zeros(size, np.int64), np.zeros(size, np.int64)
    days = np.full(size, np.datetime64("1970-01-01", "D"))
    heard = [telling for telling in earlier if telling.tier in READS[audience]]
    for telling in heard:
        is_known[telling.cells] = True
        counts[telling.cells], values[telling.cells] = telling.counts, telling.values
        days[telling.cells] = telling.days
    return Known(
        is_known=is_known.reshape(shape),
        counts=counts.reshape(shape),
        values=values.reshape(shape),
        days=days.reshape(shape),
        releases=tuple(telling.release_id for telling in heard),
        atoms=tuple(_atoms_in(telling, records) for telling in heard),
    )


def may_show(audience: Audience, earlier: Sequence[Telling], known: Known) -> Mask | None:
    """Which cells an audience may be told for the sake of the narrower ones that read it too; None for all.

    The public may be told what the last partner table tells, and what it was told before.
    """
    narrower = [telling for telling in earlier if telling.tier not in READS[audience]]
    if not narrower:
        return None
    allowed = known.is_known.ravel().copy()
    allowed[narrower[-1].cells] = True
    return allowed.reshape(known.is_known.shape)


def is_held(known: Known, counts: Ints, rules: Rules, *, is_diverse: Mask) -> Mask:
    """Of each cell told before whether its figure stays: changed by fewer than k, or no longer fit to be told.

    Then neither the figure nor its date moves, whether nobody came or went or a few did.
    """
    is_near = np.abs(counts - known.counts) < rules.k
    is_unfit = (counts < rules.k) | ~is_diverse
    return np.asarray(known.is_known & (is_near | is_unfit), dtype=np.bool_)


def telling_to_json(telling: Telling) -> dict[str, Any]:
    """A telling as the ledger keeps it under its release."""
    return {
        "pillar": telling.pillar,
        "design": telling.design,
        "cells": telling.cells.tolist(),
        "counts": telling.counts.tolist(),
        "values": telling.values.tolist(),
        "days": np.datetime_as_string(telling.days).tolist(),
    }


def with_release(  # noqa: PLR0913 - what is kept of a release
    ledger: Mapping[str, Any],
    key: bytes,
    *,
    release_id: str,
    tier: Audience,
    as_of: dt.date,
    has_place_unknown: bool,
    told: Sequence[Telling],
) -> dict[str, Any]:
    """The ledger with one more release."""
    release = {
        "id": release_id,
        "tier": tier,
        "as_of": as_of.isoformat(),
        "has_place_unknown": has_place_unknown,
        "tables": [telling_to_json(telling) for telling in told],
    }
    return {**ledger, "rounding_key": key.hex(), "releases": [*ledger.get("releases", ()), release]}


def _atoms_in(telling: Telling, records: Sequence[SurvivorRecord]) -> Ints:
    """Of each record the atom in which an earlier release counted it, NOT_COUNTED if it did not."""
    kept = (record.released_in.get(telling.release_id, {}) for record in records)
    return np.array([atoms.get(telling.pillar, NOT_COUNTED) for atoms in kept], dtype=np.int64)
