"""Shares of the people by sex and age from a table, for the whole country or area by area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pandera.pandas as pa

from accessibility.ages import OLDEST, SEXES, AgeBand, age_band, find_age_fault
from accessibility.need.sex_age import SexAgeShares, sex_age_shares
from accessibility.need.table_columns import read_columns
from geo.faults import Faults
from geo.layers import check_table, list_names, name_rows

WHOLE: Final = ""  # the id of rows that hold for the whole, not for one area
_KNOWN: Final = ("sex", "age_from", "age_to", "share", "area_id", "source", "note")
_EXACT: Final = 1e-6
_ROUNDED: Final = 0.01  # how far sums of shares that were rounded may lie from 1
_TOLD: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareTable:
    """Shares of the people. ``bands`` rise; ``share`` (2, bands, areas) adds up to 1 for each of ``area_ids``.

    The id WHOLE is that of the shares of everyone, which hold where an area has none of its own.
    """

    bands: tuple[AgeBand, ...]
    area_ids: tuple[str, ...]
    share: npt.NDArray[np.float64]


def read_share_table(path: Path, *, where: str, faults: Faults) -> ShareTable | None:
    """A CSV of sex, age_from, age_to, share and perhaps area_id, rows in any order; None if it has a fault.

    Ages are whole years, both inclusive; no ``age_to``, or 99 and more, is no upper end. Every area has
    every band of both sexes. Sums up to 0.01 beside 1 are told, and divided out later; others are errors.
    """
    frame = read_columns(path, known=_KNOWN, texts=("sex", "area_id"), where=where, faults=faults)
    rows = None if frame is None else check_table(frame, _SCHEMA, where=where, faults=faults)
    if rows is None:
        return None
    ends = [None if np.isnan(last) else int(last) for last in rows["age_to"]]
    is_reversed = rows["age_from"] > rows["age_to"]
    if is_reversed.any():
        faults.error(
            where=where,
            which=f"{name_rows(rows.index, is_reversed)}, column age_from, age_to",
            what="the ages end before they begin",
            do="Write the younger age under age_from",
        )
        return None
    rows["band"] = [age_band(int(first), last) for first, last in zip(rows["age_from"], ends, strict=True)]
    rows["area"] = rows.get("area_id", WHOLE)
    bands = tuple(sorted(set(rows["band"])))
    fault = find_age_fault(bands)
    if fault is not None:
        faults.error(
            where=where,
            which="column age_from, age_to",
            what=f"the bands do not hold each age once: {fault}",
            do="Give both sexes and all areas the same bands, from 0 on, each age once, the last without an end",
        )
        return None
    if not _is_each_there_once(rows, bands, where=where, faults=faults):
        return None
    area_ids = tuple(sorted(set(rows["area"])))
    share = np.zeros((len(SEXES), len(bands), len(area_ids)))
    places = (
        [SEXES.index(sex) for sex in rows["sex"]],
        [bands.index(band) for band in rows["band"]],
        [area_ids.index(area) for area in rows["area"]],
    )
    share[places] = rows["share"]
    table = ShareTable(bands=bands, area_ids=area_ids, share=share)
    return table if _add_up(table, where=where, faults=faults) else None


def lay_shares(  # noqa: PLR0913 - whose shares, in which areas, and who is told
    table: ShareTable,
    *,
    area_ids: Sequence[str],
    zone: npt.NDArray[np.int32],
    people: npt.NDArray[np.float64],
    where: str,
    faults: Faults,
) -> SexAgeShares | None:
    """The shares of each home by its area (``zone``: the row of ``area_ids``, -1 for none).

    Where an area, or a home outside all, has no shares of its own, those of the whole hold; without such
    rows nothing is known there, which is told. None, with the fault told, if no area of the table is known.
    """
    row_by_id = {area: row for row, area in enumerate(table.area_ids)}
    whole = row_by_id.get(WHOLE, -1)
    unknown = [area for area in table.area_ids if area != WHOLE and area not in set(area_ids)]
    if unknown:
        has_any = whole >= 0 or len(unknown) < len(table.area_ids)
        (faults.notice if has_any else faults.error)(
            where=where,
            which="column area_id",
            what=f"{len(unknown)} of its areas are none of the study: {list_names(unknown)}",
            do=f"Write the ids of [areas], such as {list_names(list(area_ids)[:_TOLD])}, unless they lie elsewhere",
        )
        if not has_any:
            return None
    rows = np.array([*(row_by_id.get(area, whole) for area in area_ids), whole], dtype=np.int32)
    without = [area for area in area_ids if area not in row_by_id]
    if without and len(row_by_id) > (WHOLE in row_by_id):
        affected = people[np.isin(zone, [row for row, area in enumerate(area_ids) if area in without])].sum()
        what = "take the shares of the whole" if whole >= 0 else "have no shares, so that sex and age are not known"
        faults.notice(
            where=where,
            which="column area_id",
            what=f"{len(without)} of {len(area_ids)} areas with {affected:,.0f} people {what}: {list_names(without)}",
            do="Add their rows, or leave it so",
        )
    return sex_age_shares(table.bands, table.share, row=rows[zone])


def _is_year(values: pd.Series) -> pd.Series:
    return values.isna() | ((values >= 0) & (values <= OLDEST) & (values % 1 == 0))


_YEAR_WORDS: Final = f"the age is no whole year from 0 to {OLDEST}"
_SCHEMA: Final = pa.DataFrameSchema(
    {
        "sex": pa.Column(
            str, pa.Check.isin(SEXES, error="the sex is not known"), description="Write female or male in each row"
        ),
        "age_from": pa.Column(
            float,
            pa.Check(_is_year, error=_YEAR_WORDS),
            coerce=True,
            description="Write the first whole year of the band, 0 for the youngest",
        ),
        "age_to": pa.Column(
            float,
            pa.Check(_is_year, error=_YEAR_WORDS),
            coerce=True,
            nullable=True,
            description="Write the last whole year of the band; leave it empty where it has no upper end",
        ),
        "share": pa.Column(
            float,
            [
                pa.Check.ge(0, error="a share is negative, and there are no negative people"),
                pa.Check.le(1, error="a share is more than the whole"),
            ],
            coerce=True,
            description="Write a share of everyone, from 0 to 1; divide percentages by 100",
        ),
        "area_id": pa.Column(str, required=False),
    }
)


def _is_each_there_once(rows: pd.DataFrame, bands: Sequence[AgeBand], *, where: str, faults: Faults) -> bool:
    twice = rows.duplicated(["area", "sex", "band"], keep=False)
    if twice.any():
        faults.error(
            where=where,
            which=name_rows(rows.index, twice),
            what="these rows tell the share of the same people more than once",
            do="Keep one row for each sex, band and area",
        )
        return False
    holes = []
    for area, part in rows.groupby("area"):
        told = set(zip(part["sex"], part["band"], strict=True))
        lacking = [f"{sex}, {band.label}" for sex in SEXES for band in bands if (sex, band) not in told]
        if lacking:
            holes.append((area, lacking))
    for area, lacking in holes[:_TOLD]:
        faults.error(
            where=where,
            which=f"area {area!r}" if area != WHOLE else "rows of the whole",
            what=f"the ages leave holes: there is no row of {list_names(lacking)}",
            do="Add the rows, with a share of 0 where there is nobody",
        )
    if len(holes) > _TOLD:
        faults.error(
            where=where, which="", what=f"{len(holes) - _TOLD} more areas leave holes", do="Add their rows as well"
        )
    return not holes


def _add_up(table: ShareTable, *, where: str, faults: Faults) -> bool:
    """Whether the shares of each area add up to 1, or nearly."""
    sums = table.share.sum(axis=(0, 1))
    away = np.abs(sums - 1)
    named = [f"{area!r}" if area != WHOLE else "the whole" for area in table.area_ids]
    for is_told, tell, do in (
        (away > _ROUNDED, faults.error, "Mend them, so that both sexes and all bands add up to 1"),
        (
            (away > _EXACT) & (away <= _ROUNDED),
            faults.notice,
            "Leave it so if they were rounded; each is divided by the sum",
        ),
    ):
        told = [f"{named[row]} {sums[row]:.6g}" for row in np.flatnonzero(is_told)]
        if told:
            tell(where=where, which="column share", what=f"the shares do not add up to 1: {list_names(told)}", do=do)
    return not (away > _ROUNDED).any()
