"""What has been told before: kept for each audience and design, so that no later release undoes an earlier one.

Pure values and functions. The ledger itself is a part of the encrypted store, since it holds true
counts; as plain JSON-able values it is the list of ``told_as_json``.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from accessibility.protection.cube import CountTable, Cube, Mask
from accessibility.protection.rules import LEAST_K, Audience
from accessibility.protection.table_values import Days, TableRun
from geo.errors import ReleaseError

_ROUNDING_ERROR: Final = 1e-9
# A partner reads what is public, too.
_READ_BY: Final[Mapping[Audience, tuple[Audience, ...]]] = {"public": ("public",), "partner": ("partner", "public")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Tables that repeat each other from release to release: the same cells, for the same audience, by the same run."""

    tier: Audience
    run: TableRun
    design_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """What one release told in one series.

    Cubes of the design: ``is_shown``, and of its cells alone, 0 or the release's day elsewhere, ``fresh_counts``,
    the true count when the cell was last told afresh, ``values``, what is told, and ``as_of``, the day that it is of.
    ``snapshot`` names the state of the records and ``epsilon_spent`` what noise cost of its budget.
    """

    series: Series
    release_id: str
    snapshot: str
    released_as_of: dt.date
    k: int
    is_shown: Mask
    fresh_counts: Cube
    values: Cube
    as_of: Days
    epsilon_spent: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Holding:
    """Of each cell whether it is told, afresh or held, and what the next release must remember.

    ``is_told`` is what was to be shown and what the audience has been told before. ``values`` and ``as_of``
    are the earlier ones where ``is_held``, 0 and the release's day elsewhere. ``is_unchanged``: held although
    the count is the same; for the data officer alone, since to tell it apart from a small change would
    say that nobody came or went.
    """

    is_told: Mask
    is_held: Mask
    is_unchanged: Mask
    values: Cube
    as_of: Days
    fresh_counts: Cube


def design_sha256(table: CountTable) -> str:
    """A name for the cells of a table: its units as a tree and its categories, whatever margins are shown."""
    units = table.units
    design = {
        "units": [list(units.ids), units.parent.tolist(), [list(parts) for parts in units.merged_ids]],
        "dimensions": [[dimension.name, list(dimension.categories)] for dimension in table.dimensions],
    }
    return hashlib.sha256(json.dumps(design, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def read_by(audience: Audience, told: Iterable[Told]) -> list[Told]:
    """The releases that an audience has read, in the order given."""
    return [one for one in told if one.series.tier in _READ_BY[audience]]


def same_cells(series: Series, told: Iterable[Told]) -> list[Told]:
    """The releases of the same cells by the same run, to whatever audience."""
    return [one for one in told if (one.series.run, one.series.design_sha256) == (series.run, series.design_sha256)]


def known_to(audience: Audience, series: Series, told: Iterable[Told]) -> Mask | None:
    """The cells of a series that an audience has been told already; None if it has been told none."""
    masks = [one.is_shown for one in read_by(audience, same_cells(series, told))]
    return np.logical_or.reduce(masks) if masks else None


def may_show(series: Series, told: Sequence[Told]) -> Mask | None:
    """The cells that a new release of a series may show; None if it may show any.

    A public release after a partner's shows only what the partners, or the public itself, were told: so it never
    tells a partner a difference that was never checked beside the partner's own table.
    """
    if series.tier == "partner" or not any(one.series.tier == "partner" for one in same_cells(series, told)):
        return None
    return known_to("partner", series, told)


def needing_joint_check(series: Series, told: Iterable[Told]) -> list[Told]:
    """The earlier releases that count the same people in other cells, so that only joint bounds can clear a new one.

    They are of the same pillar, read by somebody who will read the new one, and of another design or run.
    """
    seen = [one for one in told if any(one.series.tier in _READ_BY[audience] for audience in _readers(series))]
    same = {id(one) for one in same_cells(series, seen)}
    return [one for one in seen if one.series.run.pillar == series.run.pillar and id(one) not in same]


def hold(  # noqa: PLR0913 -- what is to be told, of which day, under which rule, after what
    counts: Cube, is_shown: Mask, told: Sequence[Told], *, series: Series, k: int, as_of: dt.date
) -> Holding:
    """Which cells are told afresh, and what the others repeat.

    A shown cell is told afresh if nobody who reads the release has been told it before, or if it has
    changed by at least their k since it was last told afresh to them: the change itself must be a group
    that may be told. All others are held at the value last told: to the audience itself, or else to the
    partners. What the audience was told before and is no longer shown, or is below ``k`` by now, is held too: to
    hide it would say that it has become small. ``told`` is in the order of release; ``counts`` is a cube.
    """
    earlier = same_cells(series, told)
    own = known_to(series.tier, series, told)
    own = np.zeros_like(is_shown) if own is None else own
    is_told = is_shown | own
    is_held = is_told & (~is_shown | (counts < k))
    if (is_held & ~own).any():
        raise ValueError("a cell below k is to be shown that was never told")
    is_unchanged = np.zeros_like(is_told)
    memories = [_remember(audience, earlier, counts.shape) for audience in _readers(series)]
    for memory in memories:
        least = max(memory.k, k) if memory.audience == series.tier else memory.k
        change = np.abs(counts - memory.counts)
        is_held |= is_told & memory.is_known & (change < least)
        is_unchanged |= is_told & memory.is_known & (change == 0)
    values, fresh = np.zeros_like(counts), np.where(is_told, counts, 0)
    days = np.full(counts.shape, np.datetime64(as_of, "D"))
    for memory in memories:  # the audience itself comes last, so that its own last value stands
        is_repeated = is_held & memory.is_known
        values[is_repeated] = memory.values[is_repeated]
        days[is_repeated] = memory.as_of[is_repeated]
        fresh[is_repeated] = memory.counts[is_repeated]
    return Holding(
        is_told=is_told, is_held=is_held, is_unchanged=is_unchanged, values=values, as_of=days, fresh_counts=fresh
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Memory:
    """What one audience was last told of each cell, and the k that holds for it."""

    audience: Audience
    k: int
    is_known: Mask
    counts: Cube
    values: Cube
    as_of: Days


def _remember(audience: Audience, earlier: Sequence[Told], shape: tuple[int, ...]) -> _Memory:
    is_known = np.zeros(shape, dtype=np.bool_)
    counts, values = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    days = np.zeros(shape, dtype="datetime64[D]")
    read = read_by(audience, earlier)
    for one in read:
        is_known |= one.is_shown
        counts[one.is_shown] = one.fresh_counts[one.is_shown]
        values[one.is_shown] = one.values[one.is_shown]
        days[one.is_shown] = one.as_of[one.is_shown]
    least = max([LEAST_K[audience], *(one.k for one in read if one.series.tier == audience)])
    return _Memory(audience=audience, k=least, is_known=is_known, counts=counts, values=values, as_of=days)


def _readers(series: Series) -> list[Audience]:
    """Who will read a release of a series, its own audience last."""
    readers = [audience for audience, tiers in _READ_BY.items() if series.tier in tiers]
    return sorted(readers, key=lambda audience: audience == series.tier)


def spend(told: Iterable[Told], *, snapshot: str, epsilon: float, budget: float) -> float:
    """What is left of a snapshot's budget after spending ``epsilon``. Raises ReleaseError if it is not enough."""
    spent = sum(one.epsilon_spent for one in told if one.snapshot == snapshot)
    left = budget - spent - epsilon
    if left < -_ROUNDING_ERROR:
        raise ReleaseError(
            f"noise of epsilon {epsilon:g} exceeds what is left, {max(budget - spent, 0):g}, of the budget of "
            f"{budget:g} for this state of the records; tell less, or wait for new records"
        )
    return max(left, 0.0)


def told_as_json(told: Told) -> dict[str, Any]:
    """A release as plain values; numbers of shown cells alone, packed."""
    shown = told.is_shown
    return {
        "series": {"tier": told.series.tier, "run": asdict(told.series.run), "design": told.series.design_sha256},
        "release_id": told.release_id,
        "snapshot": told.snapshot,
        "as_of": told.released_as_of.isoformat(),
        "k": told.k,
        "shape": list(shown.shape),
        "is_shown": _pack(np.packbits(shown.ravel())),
        "fresh_counts": _pack(told.fresh_counts[shown].astype("<i8")),
        "values": _pack(told.values[shown].astype("<i8")),
        "days": _pack(told.as_of[shown].astype("datetime64[D]").astype("<i8")),
        "epsilon_spent": told.epsilon_spent,
    }


def told_from_json(values: Mapping[str, Any]) -> Told:
    """The release that ``told_as_json`` was given."""
    shape, series = tuple(values["shape"]), values["series"]
    size = int(np.prod(shape))
    bits = np.unpackbits(np.frombuffer(_unpack(values["is_shown"]), np.uint8), count=size)
    is_shown: Mask = bits.astype(np.bool_).reshape(shape)
    day = dt.date.fromisoformat(values["as_of"])

    def cube(name: str, elsewhere: int) -> npt.NDArray[np.int64]:
        filled = np.full(shape, elsewhere, dtype=np.int64)
        filled[is_shown] = np.frombuffer(_unpack(values[name]), dtype="<i8")
        return filled

    return Told(
        series=Series(tier=series["tier"], run=TableRun(**series["run"]), design_sha256=series["design"]),
        release_id=values["release_id"],
        snapshot=values["snapshot"],
        released_as_of=day,
        k=values["k"],
        is_shown=is_shown,
        fresh_counts=cube("fresh_counts", 0),
        values=cube("values", 0),
        as_of=cube("days", int(np.datetime64(day, "D").astype(np.int64))).astype("datetime64[D]"),
        epsilon_spent=values["epsilon_spent"],
    )


def _pack(numbers: npt.NDArray[np.generic]) -> str:
    return base64.b64encode(zlib.compress(numbers.tobytes(), 9)).decode("ascii")


def _unpack(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text, validate=True))
