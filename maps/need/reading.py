"""Reads the tables of need and fairness of a tier into values, or says all that is missing from them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

from accessibility.need import PILLAR_SEPARATOR
from maps.need.columns import (
    ACCESS,
    ACCESS_COLUMNS,
    AREA_COLUMNS,
    CSV_COLUMNS,
    DATA_GAPS,
    DIRECTORY,
    DIRECTORY_COLUMNS,
    FAIRNESS,
    FAMILIES,
    GROUPS,
    LOADS,
    PARITY,
    SUPPLY,
)
from maps.need.values import (
    DataGap,
    Entry,
    Fairness,
    Family,
    Group,
    GroupAccess,
    Load,
    Measured,
    NeedTables,
    Parity,
    Supply,
)
from maps.release_cells import missing_columns, number, read_json, text
from maps.release_values import Tier
from maps.run_key import BASE_SCENARIO, RUN_COLUMNS, RunKey
from maps.table_rows import TableDesk, TableRow, as_written, strange_runs


@dataclass(slots=True, kw_only=True)
class _Desk(TableDesk):
    """The desk with the table of access, which is of Parquet."""

    runs: list[RunKey] = field(default_factory=list)  # of which the table of access tells, in every scenario

    def access(self) -> dict[RunKey, tuple[GroupAccess, ...]]:
        if not self.has(ACCESS):
            return {}
        path = self.folder / ACCESS
        try:
            table = pd.read_parquet(path, columns=list(ACCESS_COLUMNS), filters=[("scenario", "==", BASE_SCENARIO)])
        except (OSError, ValueError, KeyError) as error:
            try:
                table = pd.read_parquet(path)
            except (OSError, ValueError):
                self.wrong.append(f"{ACCESS} is no table of Parquet ({str(error).splitlines()[0]})")
                return {}
            self.missing.extend(missing_columns(table, ACCESS, ACCESS_COLUMNS))
            return {}
        told = pd.read_parquet(path, columns=list(RUN_COLUMNS)).drop_duplicates().astype(str)
        self.runs.extend(RunKey(**row) for row in told.to_dict("records"))
        return _access(table)


def read_need(tier: Tier, *, has_access: bool = True) -> NeedTables:
    """The tables of need and fairness in the folder of a tier; those that it lacks are empty.

    ``has_access`` False leaves out the figures of groups by area and run, which are most of what is read.

    Raises ReleaseError with every column that is missing, every cell that is no number, a table of
    access without its groups, and figures of runs that the tier does not have.
    """
    desk = _Desk(folder=tier.folder, columns=CSV_COLUMNS)
    if desk.has(ACCESS) != desk.has(GROUPS):
        desk.missing.append(GROUPS if desk.has(ACCESS) else ACCESS)
    tables = NeedTables(
        groups=desk.rows(GROUPS, _group),
        access=desk.access() if has_access else {},
        fairness=desk.rows(FAIRNESS, _fairness),
        parity=desk.rows(PARITY, _parity),
        families=desk.rows(FAMILIES, _family),
        supply=desk.rows(SUPPLY, _supply),
        loads=desk.rows(LOADS, _load),
        directory=desk.rows(DIRECTORY, _entry),
        data_gaps=desk.rows(DATA_GAPS, _data_gap),
    )
    desk.close([*_strange_runs(tables, tier, desk.runs), *_strange_groups(tables)])
    return tables


def _strange_runs(tables: NeedTables, tier: Tier, access_runs: list[RunKey]) -> list[str]:
    """Figures of runs that the summary does not list; those of a mix are those of its parts."""
    known = {run.key for run in tier.runs}
    for mix in read_json(tier.folder / "summary.json").get("mixes") or []:
        known |= {replace(run.key, profile=str(mix["name"])) for run in tier.runs if run.key.profile in mix["parts"]}
    told: dict[str, list[RunKey]] = {
        FAIRNESS: [row.run for row in tables.fairness],
        PARITY: [row.run for row in tables.parity],
        FAMILIES: [row.run for row in tables.families],
        SUPPLY: [row.run for row in tables.supply],
        LOADS: [row.run for row in tables.loads],
        ACCESS: access_runs,
    }
    return [said for file, keys in told.items() for said in strange_runs(file, keys, known)]


def _strange_groups(tables: NeedTables) -> list[str]:
    known = {group.key for group in tables.groups}
    told = dict.fromkeys(row.group for rows in tables.access.values() for row in rows)
    return [f"{ACCESS} tells of the group {key}, which {GROUPS} has not" for key in told if key not in known]


def _access(table: pd.DataFrame) -> dict[RunKey, tuple[GroupAccess, ...]]:
    """The figures of each run, gathered by area and group, in the order of the table."""
    keys = [*RUN_COLUMNS, *AREA_COLUMNS, "group"]
    names = [table[name].map(text).to_list() for name in (*keys, "measure", "unit", "as_of")]
    values, denominators = (table[name].astype(float).to_list() for name in ("value", "denominator"))
    found: dict[tuple[str, ...], dict[str, Measured]] = {}
    days: dict[tuple[str, ...], str] = {}
    for value, denominator, *said in zip(values, denominators, *names, strict=True):
        key, (measure, unit, as_of) = tuple(said[: len(keys)]), said[len(keys) :]
        measured = Measured(value=number(value), unit=unit, denominator=number(denominator))
        found.setdefault(key, {})[measure] = measured
        days.setdefault(key, as_of)
    runs: dict[RunKey, list[GroupAccess]] = {}
    for key, measures in found.items():
        run = RunKey(**dict(zip(RUN_COLUMNS, key[: len(RUN_COLUMNS)], strict=True)))
        area_id, area_name, area_kind, group = key[len(RUN_COLUMNS) :]
        row = GroupAccess(
            area_id=area_id,
            area_name=area_name,
            area_kind=area_kind,
            group=group,
            as_of=days[key],
            measures=measures,
        )
        runs.setdefault(run, []).append(row)
    return {run: tuple(rows) for run, rows in runs.items()}


def _group(row: TableRow) -> Group:
    return Group(
        key=row.cells["group"],
        **row.texts("label", "kind", "source", "source_date", "certainty", "note"),
        **row.numbers(people="people", low_people="low_people", high_people="high_people"),
    )


def _fairness(row: TableRow) -> Fairness:
    names = ("value", "other_value", "difference", "denominator", "other_denominator")
    return Fairness(
        run=row.run,
        **row.texts("area_id", "measure", "group", "other_group", "unit", "note"),
        **row.numbers(**{name: name for name in names}),
    )


def _parity(row: TableRow) -> Parity:
    return Parity(
        run=row.run,
        **row.texts("stratum", "area_id", "area_name", "verdict", "note"),
        **row.numbers(
            threshold_minutes="threshold_minutes",
            low_share="survivors_share_low",
            high_share="survivors_share_high",
            need_share="need_share",
        ),
    )


def _family(row: TableRow) -> Family:
    return Family(
        run=row.run,
        **row.texts("kind", "area_id", "area_name", "status", "source", "as_of", "note"),
        **row.numbers(low_people="people_low", people="people", high_people="people_high"),
    )


def _supply(row: TableRow) -> Supply:
    return Supply(
        run=row.run,
        **row.texts("method", *AREA_COLUMNS, "group", "unit"),
        **row.numbers(value="value", denominator="denominator"),
    )


def _load(row: TableRow) -> Load:
    names = ("capacity_per_year", "demand_per_year", "load_ratio")
    return Load(
        run=row.run,
        **row.texts("centre_id", "centre_name", "note"),
        **row.numbers(**{name: name for name in names}),
    )


def _entry(row: TableRow) -> Entry:
    pillars = (part.strip() for part in row.cells["pillars"].split(PILLAR_SEPARATOR))
    return Entry(
        centre_id=as_written(row.cells["id"]),
        pillars=tuple(part for part in pillars if part),
        **row.texts("name", "level", "capacity_unit"),
        **row.numbers(capacity_per_year="capacity_per_year", lon="lon", lat="lat"),
        fields=row.texts(*DIRECTORY_COLUMNS),
    )


def _data_gap(row: TableRow) -> DataGap:
    return DataGap(
        **row.texts("subject", "area_id", "pillar", "field", "note"),
        **row.numbers(known="known", total="total", share_known="share_known"),
    )
