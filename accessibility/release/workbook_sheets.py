"""The sheets of the workbook: one for each question, with the rows that answer it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from accessibility.release.need_columns import TABLES
from accessibility.release.need_tables import ACCESS_PARQUET, NeedTables
from accessibility.release.need_wide import WideAccess, only, wide_access
from accessibility.run_dimensions import DIMENSIONS

Kind = str
"""How a column is shown: ``text``, a unit, or ``unit`` for a number in the unit that its row states."""

BY_ROW: Final = "unit"
TEXT: Final = "text"
_RUN_HEADINGS: Final = {name: name.capitalize() for name in DIMENSIONS}
_AREA_HEADINGS: Final = {"area_id": "Area id", "area_name": "Area", "area_kind": "Kind of area"}
_UNITS_OF_COLUMNS: Final = {
    "people": "people",
    "low_people": "people",
    "high_people": "people",
    "people_low": "people",
    "people_high": "people",
    "denominator": "people",
    "other_denominator": "people",
    "threshold_minutes": "minutes",
    "survivors_share_low": "share",
    "survivors_share_high": "share",
    "need_share": "share",
    "share_known": "share",
    "capacity_per_year": "people per year",
    "demand_per_year": "people per year",
    "load_ratio": "ratio",
    "ratio": "ratio",
    "dormitory_beds": "beds",
    "known": "number",
    "total": "number",
    "lon": "degrees",
    "lat": "degrees",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a sheet: of which column of the rows, its heading with the unit in it, and how it is shown."""

    name: str
    heading: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One question and the rows that answer it; ``file`` has all rows, ``denominator`` says who is counted.

    ``rows`` None: the study or the tier does not tell of it, and there is no such sheet.
    """

    name: str
    question: str
    asks: str
    denominator: str
    file: str
    columns: tuple[Column, ...]
    rows: pd.DataFrame | None


def sheets_of(need: NeedTables) -> list[Sheet]:
    """All sheets in the order of the questions, those without rows too."""
    wide = wide_access(need.access)
    labels, groups = need.groups.set_index("group")["label"], wide.rows["group"]
    people = {"people_no_way": _times(wide, "unreached_share"), "people_beyond": _times(wide, "beyond_threshold_share")}
    wide = replace(wide, rows=wide.rows.assign(label=groups.map(labels).fillna(groups), **people))
    return [
        _access_sheet(
            wide,
            name="How many reach care in time",
            asks="How many people of each group reach care within each band of minutes, one way; bands are cumulative "
            "and inclusive.",
            measures=only(wide.measures, "share_within_.*", "beyond_threshold_share", "population_within_.*"),
        ),
        _access_sheet(
            wide,
            name="How long is the way",
            asks="How long the way to care takes, over everyone of the group, those with no way last; what it takes "
            "there and back, and in a year.",
            measures=only(
                wide.measures,
                "(median|p90|worst_decile_mean|mean_reached)_minutes",
                ".*trip_share",
                "overnight_share",
                "round_trip_.*",
                "yearly_.*",
            ),
        ),
        _access_sheet(
            wide,
            name="Who has no way",
            asks="Who has no way to care at all, and who is beyond the threshold, those with no way among them.",
            measures=only(wide.measures, "unreached_share", "beyond_threshold_share"),
            others=(
                Column(name="people_no_way", heading="People with no way (people)", kind="people"),
                Column(name="people_beyond", heading="People beyond the threshold (people)", kind="people"),
            ),
        ),
        *_other_sheets(need),
    ]


def _times(wide: WideAccess, measure: str) -> pd.Series:
    """The people whom a share means; unknown where it is not told."""
    return wide.rows["denominator"] * wide.rows.get(measure, pd.Series(float("nan"), index=wide.rows.index))


def _access_sheet(
    wide: WideAccess, *, name: str, asks: str, measures: list[str], others: tuple[Column, ...] = ()
) -> Sheet:
    columns = (
        *(Column(name=each, heading=heading, kind=TEXT) for each, heading in _RUN_HEADINGS.items()),
        *(Column(name=each, heading=heading, kind=TEXT) for each, heading in _AREA_HEADINGS.items()),
        Column(name="label", heading="Group", kind=TEXT),
        Column(name="group", heading="Group key", kind=TEXT),
        Column(name="denominator", heading="People of the group (people)", kind="people"),
        *(Column(name=each, heading=wide.heading(each), kind=wide.units[each]) for each in measures),
        *others,
        Column(name="as_of", heading="As of", kind=TEXT),
    )
    return Sheet(
        name=name,
        question=f"{name}?",
        asks=asks,
        denominator="Shares and minutes are of the people of the group in the area.",
        file=ACCESS_PARQUET,
        columns=columns,
        rows=wide.rows,
    )


def _other_sheets(need: NeedTables) -> list[Sheet]:
    return [
        _table_sheet(
            "supply",
            need.supply,
            name="Is there room - areas",
            question="Is there room? How much care there is for each person in reach, by area",
            asks="How much of the centres' yearly capacity each person of the group has, all who are in reach of a "
            "centre sharing it; those who reach nothing have 0.",
            denominator="Means are over the people of the group in the area.",
        ),
        _table_sheet(
            "centre_load",
            need.centre_load,
            name="Is there room - centres",
            question="Is there room? What comes to each centre, and what it can do",
            asks="How many people a year come to each centre, beside its capacity; an empty capacity is not known, and "
            "then so is the load.",
            denominator="The load is demand a year by capacity a year; above 1 is more than there is room for.",
        ),
        _table_sheet(
            "fairness",
            need.fairness,
            name="Is it fair",
            question="Is it fair?",
            asks="Gaps between two groups, and indices of how unevenly the way to care is shared out; each row states "
            "its unit.",
            denominator="Both groups of a gap have their own number of people beside it.",
        ),
        _table_sheet(
            "parity",
            need.parity,
            name="Do survivors fare as everyone",
            question="Do survivors fare as everyone who needs the service?",
            asks="The share of survivors within the threshold as a range that the protected tables allow, beside that "
            "of everyone in need. Need decides, never the cause of an impairment.",
            denominator="Shares are of the survivors told, and of everyone in need, of the same stratum and area.",
        ),
        _table_sheet(
            "directory",
            need.directory,
            name="What is offered",
            question="What is offered?",
            asks="The directory of centres: what each offers, for whom, and when that was last verified. An empty cell "
            "is not known; it is not a no.",
            denominator="One row for each centre that this tier may show.",
        ),
        _table_sheet(
            "data_gaps",
            need.data_gaps,
            name="What do we not know",
            question="What do we not know?",
            asks="Of how many centres, areas and people each fact is known.",
            denominator="The share known is of the total in the same row: centres, or people where the subject is "
            "demand.",
        ),
        _table_sheet(
            "families",
            need.families,
            name="Whose families",
            question="How many people live in survivors' families and communities?",
            asks="Estimates for areas with a range, never records of persons.",
            denominator="Each row says what it is estimated from.",
        ),
        _table_sheet(
            "groups",
            need.groups,
            name="Who is counted",
            question="Who is counted?",
            asks="The groups of people that the other sheets tell of, how many they are, and from which source. Groups "
            "by need are estimated by a rate, with a range; survivors are among them, never added to them.",
            denominator="People of the whole study.",
        ),
    ]


def _table_sheet(  # noqa: PLR0913 - what is said of a table
    table: str, frame: pd.DataFrame | None, *, name: str, question: str, asks: str, denominator: str
) -> Sheet:
    there = [] if frame is None else list(frame.columns)
    names = list(TABLES[table].of(there)) if table in TABLES else there
    columns = tuple(_column(each, table, frame) for each in names)
    return Sheet(
        name=name,
        question=question,
        asks=asks,
        denominator=denominator,
        file=f"{table}.csv",
        columns=columns,
        rows=frame,
    )


def _column(name: str, table: str, frame: pd.DataFrame | None) -> Column:
    """A column of a table that is shown as it is."""
    spaced = name.replace("_", " ")
    heading = spaced[:1].upper() + spaced[1:]
    content = TABLES[table].of([name]).get(name) if table in TABLES else None
    if content in {"text", "word", "day"}:
        return Column(name=name, heading=heading, kind=TEXT)
    if content is None and (frame is None or not _is_of_numbers(frame[name])):
        return Column(name=name, heading=heading, kind=TEXT)
    unit = _UNITS_OF_COLUMNS.get(name)
    if unit is None:
        has_unit = frame is not None and "unit" in frame.columns
        return Column(name=name, heading=f"{heading} (in the unit of the row)" if has_unit else heading, kind=BY_ROW)
    said = "%" if unit == "share" else unit
    if table == "directory" and name == "capacity_per_year":
        said = "in the unit beside it"
    return Column(name=name, heading=f"{heading} ({said})", kind=unit)


def _is_of_numbers(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
