"""What is told of groups: how many people each has, and of how many sex, age, place and disability are known."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from accessibility.need.access import ALL_ID
from accessibility.need.groups import EVERYONE, SEX_NOT_KNOWN, Group, PeopleGroups

GROUP_COLUMNS: Final = (
    *("group", "label", "kind", "people", "low_people", "high_people"),
    *("source", "source_date", "certainty", "note"),
)
DATA_GAP_COLUMNS: Final = ("subject", "area_id", "pillar", "field", "known", "total", "share_known", "note")
_ROUNDING: Final = 1e-9


def groups_frame(groups: PeopleGroups) -> pd.DataFrame:
    """One row for each group, nobody's too, with the columns of groups.csv; a range that is not known is NaN.

    The people are all of the source, as in the tables of access; a note on everyone says how many live outside the
    grid, of whom nothing else is known.
    """
    rows = []
    for group in groups.groups:
        people = groups.total(group.key)
        is_need = group.kind == "need"
        rows.append(
            {
                "group": group.key,
                "label": group.label,
                "kind": group.kind,
                "people": people,
                "low_people": groups.total(group.key, "low") if is_need else np.nan,
                "high_people": groups.total(group.key, "high") if is_need else np.nan,
                "source": group.source,
                "source_date": group.source_date,
                "certainty": group.certainty,
                "note": _note(groups, group, people),
            }
        )
    return pd.DataFrame(rows, columns=list(GROUP_COLUMNS))


def demand_data_gaps(groups: PeopleGroups, *, by_area: bool = False) -> pd.DataFrame:
    """Of how many people sex, age, place (their area) and disability are known, with the columns of data_gaps.csv.

    With ``by_area`` each area has its rows of sex and age too. ``share_known`` is NaN where nobody lives.
    """
    everyone = groups.everyone
    is_known = np.zeros(len(everyone), dtype=np.bool_) if groups.sex_age is None else groups.sex_age.is_known
    outside = groups.people_outside_grid
    total, in_area = float(everyone.sum()) + outside, float(everyone[groups.zone >= 0].sum())
    known = float(everyone[is_known].sum())
    source = "no figures by sex and age were given" if groups.sex_age is None else "modelled or taken from a table"
    beside = f"; of {outside:,.0f} people outside the grid it is not known" if outside > _ROUNDING * total else ""
    rows = [
        _gap(ALL_ID, "sex", known, total, source + beside),
        _gap(ALL_ID, "age", known, total, source + beside),
        _gap(ALL_ID, "area", in_area, total, "people who live in an area of the study" + beside),
        _gap(ALL_ID, "disability", 0.0, total, "nobody's disability is known; needs are estimated by rates" + beside),
    ]
    if by_area:
        living, told = _by_area(groups, everyone), _by_area(groups, np.where(is_known, everyone, 0.0))
        for row, area in enumerate(groups.area_ids):
            rows += [_gap(area, field, told[row], living[row], source) for field in ("sex", "age")]
    return pd.DataFrame(rows, columns=list(DATA_GAP_COLUMNS))


def _by_area(groups: PeopleGroups, people: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    is_inside = groups.zone >= 0
    sums = np.bincount(groups.zone[is_inside], weights=people[is_inside], minlength=len(groups.area_ids))
    return sums.astype(np.float64)


def _gap(area: str, field: str, known: float, total: float, note: str) -> dict[str, Any]:
    return {
        "subject": "demand",
        "area_id": area,
        "pillar": "",
        "field": field,
        "known": float(known),
        "total": float(total),
        "share_known": float(known / total) if total > 0 else np.nan,
        "note": note,
    }


def _note(groups: PeopleGroups, group: Group, people: float) -> str:
    notes = []
    if people == 0:
        notes.append("nobody is in this group")
    outside = groups.people_outside_grid
    if group.key == EVERYONE and outside > _ROUNDING * people:
        notes.append(f"of whom {outside:,.0f} live outside the grid; nothing is known of their sex, age and settlement")
    if group.kind == "need":
        notes.append("an estimate by rate; survivors are a subset of it and are never added")
        need = next(need for need in groups.needs if group.key.endswith(f"-{need.name}"))
        not_known = 0.0 if groups.sex_age is None else groups.total(SEX_NOT_KNOWN)
        if not need.is_for_everyone and not_known > 0:
            notes.append(
                f"{not_known:,.0f} people whose sex and age are not known are counted at the lowest rate, "
                "and at the high end of the range at the highest"
            )
        if np.isnan(group.low_share):
            notes.append("its source gives no range")
    return "; ".join(notes)
