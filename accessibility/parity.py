"""The parity check: do survivors reach a service as well as everyone who needs it? From protected tables alone.

Need decides, never its cause: survivors are held against everyone who needs the same service in the same place, of the
same sex and age. They are a part of that need: never weighted, never added to it, and no plan is made from what
is found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from itertools import product
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from accessibility.need import ALL_ID
from accessibility.protection import Design, ProtectedTable, ProtectedTables, TableRun
from accessibility.survivor_ranges import ToldRanges, share_range, told_ranges
from geo.errors import InputError

Verdict = Literal["as well as", "worse", "better", "cannot be told"]
AS_WELL: Final[Verdict] = "as well as"
WORSE: Final[Verdict] = "worse"
BETTER: Final[Verdict] = "better"
CANNOT_BE_TOLD: Final[Verdict] = "cannot be told"
ALIKE_WITHIN_SHARE: Final = 0.05  # A: nearer than five in a hundred people is called alike
EVERYONE: Final = "everyone"
RUN_COLUMNS: Final = tuple(field.name for field in fields(TableRun))
PARITY_COLUMNS: Final = (
    *RUN_COLUMNS,
    "stratum",
    "area_id",
    "area_name",
    "threshold_minutes",
    "survivors_share_low",
    "survivors_share_high",
    "need_share",
    "verdict",
    "note",
)
_BAND: Final = "minutes_band"
_SEX: Final = "sex"
_AGE: Final = "age_band"
_UNKNOWN_SEX: Final = "other_or_unknown"
_UNKNOWN: Final = "unknown"
_UPPER: Final = re.compile(r"(?:within|\d+(?:\.\d+)?_to)_(\d+(?:\.\d+)?)_min")
_PLACE_UNKNOWN: Final = "place_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """Some survivors: ``key`` as groups of people are called, ``place`` one category of each dimension but bands."""

    key: str
    place: tuple[int, ...]


def parity_frame(
    tables: Iterable[ProtectedTables],
    access: pd.DataFrame,
    *,
    need_groups: Mapping[str, str],
    alike_within_share: float = ALIKE_WITHIN_SHARE,
) -> pd.DataFrame:
    """Rows of parity.csv: by run, stratum, area and threshold the survivors' share as a range, and that of the need.

    ``tables``: those that the tier may show. ``access``: its long table, of which the rows ``share_within_N_min`` are
    read. ``need_groups``: by pillar the key of the group that needs its service, such as
    ``need-prosthetics-orthotics``; without one the need is a share of everyone. The need of a sex or an age is the
    share of all its people: by one rate, the need of a stratum is spread as the stratum is.

    Thresholds are the bands of the tables, inclusive. ``survivors_share_low`` and ``_high`` are what the told figures
    allow together: rounding and suppression make them wide, and who is known by area alone may be on either side.
    They are NaN where nothing bounds them or nobody may be there. ``verdict``: ``worse`` or ``better`` if
    the whole range is more than ``alike_within_share`` below or above the need's share, ``as well as`` if
    the whole range is within that distance of it, else ``cannot be told``. Raises InputError.
    """
    if not 0 <= alike_within_share < 1:
        raise InputError(f"alike_within_share is {alike_within_share:g}; give a share of people from 0 to below 1")
    needs = _Needs(access, need_groups)
    rows: list[dict[str, Any]] = []
    for told in tables:
        for table in told.tables:
            rows += _rows_of(told, table, needs, alike_within_share)
    return pd.DataFrame(rows, columns=list(PARITY_COLUMNS))


def strata_of(design: Design) -> tuple[Stratum, ...]:
    """The survivors whose bands are told: everyone, and the sexes, ages or both if they are told by band.

    None where no band is told. Categories are called as the groups of people are.
    """
    others = [dimension for dimension in design.dimensions if dimension.name != _BAND]
    strata = []
    for margin in product((False, True), repeat=len(others)):
        named = {other.name for other, is_told in zip(others, margin, strict=True) if is_told}
        if not any(named | {_BAND} <= shown for shown in design.shows):
            continue
        ranges = [
            range(len(other.categories)) if is_told else (len(other.categories),)
            for other, is_told in zip(others, margin, strict=True)
        ]
        for place in product(*ranges):
            words = [
                _group_key(other.name, other.categories[at])
                for other, at in zip(others, place, strict=True)
                if at < len(other.categories)
            ]
            strata.append(Stratum(key="-".join(words) or EVERYONE, place=place))
    return tuple(strata)


def verdict_of(low: float, high: float, need_share: float, *, alike_within_share: float) -> Verdict:
    """What a range of the survivors' share says beside the share of the need; any of them may be NaN.

    >>> verdict_of(0.2, 0.4, 0.5, alike_within_share=0.05), verdict_of(0.2, 0.6, 0.5, alike_within_share=0.05)
    ('worse', 'cannot be told')
    """
    if np.isnan([low, high, need_share]).any():
        return CANNOT_BE_TOLD
    if high < need_share - alike_within_share:
        return WORSE
    if low > need_share + alike_within_share:
        return BETTER
    is_alike = low >= need_share - alike_within_share and high <= need_share + alike_within_share
    return AS_WELL if is_alike else CANNOT_BE_TOLD


class _Needs:
    """The shares of those who need a service within a threshold, by run, group and area."""

    def __init__(self, access: pd.DataFrame, need_groups: Mapping[str, str]) -> None:
        needed = [*RUN_COLUMNS, "area_id", "group", "measure", "value", "denominator"]
        missing = [column for column in needed if column not in access.columns]
        if missing:
            raise InputError(f"access has no column {', '.join(missing)}; give the long table of access")
        shares = access.loc[access["measure"].str.match(r"share_within_.*_min$"), needed]
        self._figures = {
            tuple(row[:-2]): (float(row[-2]), float(row[-1])) for row in shares.itertuples(index=False, name=None)
        }
        self._groups = dict(need_groups)
        self._there = set(zip(*(shares[name] for name in (*RUN_COLUMNS, "group")), strict=True))

    def group_of(self, run: TableRun, stratum: str) -> str | None:
        """The group that a stratum is held against; None where the study has no figures of it by this run."""
        asked = [self._groups.get(run.pillar), EVERYONE] if stratum == EVERYONE else [stratum]
        of_run = tuple(asdict(run).values())
        return next((group for group in asked if group is not None and (*of_run, group) in self._there), None)

    def share(self, run: TableRun, group: str, area_ids: Iterable[str], threshold_minutes: float) -> float:
        """The share of a group within a threshold over some areas together; NaN if one is missing, or of nobody."""
        measure = f"share_within_{threshold_minutes:g}_min"
        of_run = tuple(asdict(run).values())
        inside = people = 0.0
        for area_id in area_ids:
            share, count = self._figures.get((*of_run, area_id, group, measure), (np.nan, np.nan))
            if count != 0:  # an area of nobody has no share, and takes no part
                inside, people = inside + share * count, people + count
        return inside / people if people > 0 else float("nan")


def _rows_of(
    told: ProtectedTables, table: ProtectedTable, needs: _Needs, alike_within_share: float
) -> Iterator[dict[str, Any]]:
    design, run = told.design, table.run
    axis = next((at for at, dimension in enumerate(design.dimensions) if dimension.name == _BAND), None)
    if axis is None:
        return
    bands = design.dimensions[axis].categories
    thresholds = {float(match[1]): at + 1 for at, band in enumerate(bands) if (match := _UPPER.fullmatch(band))}
    days = list(told_ranges(told, table))
    start = _start_note(told, table, has_place_unknown=_PLACE_UNKNOWN in bands)
    areas_of_unit = _areas_of_units(design)
    for stratum in strata_of(design):
        group = needs.group_of(run, stratum.key)
        is_own = group is None or group == stratum.key != EVERYONE
        against = "" if is_own else f"against {group}"
        for unit, areas in areas_of_unit.items():
            place: tuple[int | slice, ...] = (unit, *stratum.place[:axis], slice(None), *stratum.place[axis:])
            for threshold_minutes, count in thresholds.items():
                low, high, words = _narrowest(told, days, place, bands, count)
                need = needs.share(run, group, areas, threshold_minutes) if group is not None else float("nan")
                no_need = f"the study has no share of {stratum.key} here by this run" if np.isnan(need) else ""
                yield {
                    **asdict(run),
                    "stratum": stratum.key,
                    "area_id": design.units.ids[unit],
                    "area_name": design.units.names[unit],
                    "threshold_minutes": threshold_minutes,
                    "survivors_share_low": low,
                    "survivors_share_high": high,
                    "need_share": need,
                    "verdict": verdict_of(low, high, need, alike_within_share=alike_within_share),
                    "note": "; ".join(part for part in (*start, against, words, no_need) if part),
                }


def _narrowest(
    told: ProtectedTables,
    days: list[ToldRanges],
    place: tuple[int | slice, ...],
    bands: tuple[str, ...],
    count: int,
) -> tuple[float, float, str]:
    """The narrowest range of the share within the first ``count`` bands that figures of one day give, and its note."""
    best = (float("nan"), float("nan"), "not told")
    for ranges in days:
        if not ranges.fits:
            best = best if best[2] != "not told" else (best[0], best[1], "the figures contradict each other")
            continue
        low, high = ranges.low[place], ranges.high[place]
        is_known = np.array([band != _PLACE_UNKNOWN for band in bands])
        is_inside = is_known & (np.arange(len(bands)) < count)
        whole = float(low[-1]), float(high[-1])
        if whole[0] <= 0:
            continue
        # who is known by area alone may all be beyond, or all within
        unknown = float(high[:-1][~is_known].sum())
        inside = float(low[:-1][is_inside].sum()), float(high[:-1][is_inside].sum()) + unknown
        is_outside = is_known & ~is_inside
        outside = float(low[:-1][is_outside].sum()), float(high[:-1][is_outside].sum()) + unknown
        least, greatest = share_range(inside, outside, whole)
        if least <= 0 and greatest >= 1:
            continue
        if np.isnan(best[0]) or greatest - least < best[1] - best[0]:
            best = (least, greatest, "" if ranges.day == told.as_of else f"figures held since {ranges.day.isoformat()}")
    return best


def _start_note(told: ProtectedTables, table: ProtectedTable, *, has_place_unknown: bool) -> tuple[str, ...]:
    """What holds for all rows of a table."""
    return (
        "made-up survivors" if told.is_synthetic else "",
        "noise was added, so that no figure bounds a count" if table.noise_epsilon is not None else "",
        "who is known by area alone may be on either side" if has_place_unknown else "",
    )


def _areas_of_units(design: Design) -> dict[int, tuple[str, ...]]:
    """Of each unit that the study has figures of need for the ids of the rows of access that make it up.

    All units where they are areas, the whole alone where they are cells.
    """
    units = design.units
    if design.units_kind != "areas":
        return {0: (ALL_ID,)}
    parts = [units.merged_ids[leaf] or (units.ids[leaf],) for leaf in units.leaf_rows]
    sums = units.leaf_sums()
    found = {}
    for unit, identity in enumerate(units.ids):
        leaves = sums.indices[sums.indptr[unit] : sums.indptr[unit + 1]]
        found[unit] = (ALL_ID,) if identity == ALL_ID else tuple(part for leaf in leaves for part in parts[leaf])
    return found


def _group_key(dimension: str, category: str) -> str:
    """The key by which a group of people goes that is told apart as survivors are.

    >>> _group_key("sex", "other_or_unknown"), _group_key("age_band", "5-11"), _group_key("age_band", "60+")
    ('sex-not-known', 'age-5-11', 'age-60-plus')
    """
    if dimension == _SEX:
        return "sex-not-known" if category == _UNKNOWN_SEX else category
    if dimension == _AGE:
        return "age-not-known" if category == _UNKNOWN else f"age-{category.replace('+', '-plus')}"
    return f"{dimension}-{category}"
