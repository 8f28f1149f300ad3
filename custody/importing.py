"""Importing: a table of survivors taken into the store whole, or refused with every fault at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from custody.columns import check_columns
from custody.places import KnownAreas, read_known_areas
from custody.records import SurvivorRecord
from custody.sheet import Sheet, read_sheet, rows_in_words
from custody.store import Store
from custody.values import Acceptance, records_of_sheet
from geo.faults import Faults

_LONGEST_SOURCE: Final = 80
_SIX_DIGITS: Final = re.compile(r"[A-Za-z]{0,3}-?([0-9]{2})([0-9]{2})([0-9]{2})")
_FEWEST_DATES: Final = 5
_MOST_OF_ALL: Final = 0.9
_DAYS, _MONTHS = 31, 12
_TRAITS: Final = (
    "lon",
    "lat",
    "area_id",
    "sex",
    "age_band",
    "impairment",
    "washington_group_flag",
    "device_class",
    "year_band",
    "direct_or_indirect",
    "need_pillars",
    "are_needs_known",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What an import takes: the sources named, a layer of areas with its column of ids, and what it lets pass."""

    sources: tuple[str, ...]
    areas: Path | None = None
    area_id: str | None = None
    is_replacing: bool = False
    is_keeping_duplicates: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """How many records came in anew, took the place of an earlier version, or were there; for the custodian alone."""

    added: int
    replaced: int
    unchanged: int


def read_records(path: Path, options: ImportOptions, *, today: date, faults: Faults) -> dict[int, SurvivorRecord]:
    """The records of a table by their row; whatever is wrong with the table is told, and never repeated."""
    where = str(path)
    if not options.sources or not all(0 < len(source.strip()) <= _LONGEST_SOURCE for source in options.sources):
        faults.error(where="--source", which="", what="no source is named, or it is very long", do="Name each source")
    areas = _areas_of(options, faults)
    sheet = read_sheet(path, where=where, faults=faults)
    if sheet is None or not check_columns(sheet.names, where=where, faults=faults):
        return {}
    _need_areas(sheet, options, where=where, faults=faults)
    _check_ids(sheet, where=where, faults=faults)
    acceptance = Acceptance(sources=options.sources, today=today, areas=areas)
    records = records_of_sheet(sheet, acceptance, where=where, faults=faults)
    if len({record.synthetic for record in records.values()}) > 1:
        faults.error(
            where=where,
            which="column synthetic",
            what="made-up and real records stand in one table",
            do="Keep them in two tables and two stores",
        )
    return records


def check_against_store(  # noqa: PLR0913 - a check always says where it is and to whom it tells
    records: Mapping[int, SurvivorRecord],
    kept: tuple[SurvivorRecord, ...],
    options: ImportOptions,
    *,
    is_synthetic: bool | None,
    where: str,
    faults: Faults,
) -> None:
    """Tell what keeps the records from being taken in beside those that are kept."""
    wrong_kind = [row for row, record in records.items() if is_synthetic not in {None, record.synthetic}]
    if wrong_kind:
        faults.error(
            where=where,
            which=f"{rows_in_words(wrong_kind)}, column synthetic",
            what=f"the store holds {'made-up' if is_synthetic else 'real'} records, and these are not",
            do="Import them into another store",
        )
    kept_by_id = {record.id: record for record in kept}
    changed = [row for row, record in records.items() if kept_by_id.get(record.id, record) != record]
    if changed and not options.is_replacing:
        faults.error(
            where=where,
            which=rows_in_words(changed),
            what="the store has other content under these ids",
            do="If the new content is right, import with --replace; if they are other people, give them other ids",
        )
    folded = {record.id.casefold(): record.id for record in kept}
    misspelt = [row for row, record in records.items() if folded.get(record.id.casefold(), record.id) != record.id]
    if misspelt:
        faults.error(
            where=where,
            which=f"{rows_in_words(misspelt)}, column id",
            what="the store has these ids with other capitals",
            do="Write each id as the store has it",
        )
    _tell_duplicates(records, kept, options, where=where, faults=faults)


def check_forgotten(records: Mapping[int, SurvivorRecord], store: Store, *, where: str, faults: Faults) -> None:
    """Tell records that were forgotten; a table from elsewhere may still have them, and must not bring them back."""
    rows = [row for row, record in records.items() if store.is_forgotten(record.id)]
    if rows:
        faults.error(
            where=where,
            which=f"{rows_in_words(rows)}, column id",
            what="the records with these ids were forgotten, and do not come back",
            do="Delete the rows here and where the table comes from; an id is never given to another person",
        )


def import_records(store: Store, records: Mapping[int, SurvivorRecord]) -> ImportResult:
    """Take checked records into the store; what a replaced record was released in stays with it."""
    kept = {record.id: record for record in store.records}
    new = [record for record in records.values() if record.id not in kept]
    changed = [record for record in records.values() if kept.get(record.id, record) != record]
    for record in changed:
        kept[record.id] = replace(record, released_in=kept[record.id].released_in)
    if new or changed:
        store.commit(records=[*kept.values(), *new], outcome="records were imported")
    return ImportResult(added=len(new), replaced=len(changed), unchanged=len(records) - len(new) - len(changed))


def _areas_of(options: ImportOptions, faults: Faults) -> KnownAreas | None:
    if options.areas is None and options.area_id is None:
        return None
    if options.areas is None or options.area_id is None:
        faults.error(where="--areas", which="", what="--areas and --area-id go together", do="Give both or neither")
        return None
    return read_known_areas(options.areas, options.area_id, where=str(options.areas), faults=faults)


def _need_areas(sheet: Sheet, options: ImportOptions, *, where: str, faults: Faults) -> None:
    """Without the layer of areas, an ``area_id`` could be anything: the name of a village, or of a person."""
    if "area_id" not in sheet.names or options.areas is not None:
        return
    place = sheet.names.index("area_id")
    rows = [row for row, fields in sheet.rows if fields[place]]
    if rows:
        faults.error(
            where=where,
            which=f"{rows_in_words(rows)}, column area_id",
            what="the ids of areas cannot be checked",
            do="Name the layer of areas with --areas and its column of ids with --area-id",
        )


def _check_ids(sheet: Sheet, *, where: str, faults: Faults) -> None:
    """Tell ids that stand twice, and ids that are dates in disguise; whether each one is opaque is told elsewhere."""
    place = sheet.names.index("id")
    rows_by_id: defaultdict[str, list[int]] = defaultdict(list)
    for row, fields in sheet.rows:
        rows_by_id[fields[place].casefold()].append(row)
    rows_by_id.pop("", None)
    twice = [row for rows in rows_by_id.values() if len(rows) > 1 for row in rows]
    if twice:
        faults.error(
            where=where,
            which=f"{rows_in_words(twice)}, column id",
            what="these rows share their id with another row",
            do="Give each person one id and one row",
        )
    matches = [match for match in map(_SIX_DIGITS.fullmatch, rows_by_id) if match]
    dates = sum(_reads_as_date(*(int(part) for part in match.groups())) for match in matches)
    if dates >= max(_FEWEST_DATES, _MOST_OF_ALL * len(matches)):
        faults.error(
            where=where,
            which="column id",
            what="nearly all ids of six digits read as dates, so that they may be dates of birth",
            do="Give ids that count on, such as S-0001",
        )


def _reads_as_date(first: int, month: int, last: int) -> bool:
    return 1 <= month <= _MONTHS and (1 <= first <= _DAYS or 1 <= last <= _DAYS)


def _tell_duplicates(
    records: Mapping[int, SurvivorRecord],
    kept: tuple[SurvivorRecord, ...],
    options: ImportOptions,
    *,
    where: str,
    faults: Faults,
) -> None:
    """Tell rows that are alike in place and all that is known of the person, under other ids.

    Known by its area alone, many are alike by chance; that is to know, not to mend.
    """
    ids_alike: defaultdict[Hashable, set[str]] = defaultdict(set)
    for record in (*kept, *records.values()):
        ids_alike[_traits(record)].add(record.id)
    known_ids = {record.id for record in kept}
    alike = [
        (row, record)
        for row, record in records.items()
        if len(ids_alike[_traits(record)]) > 1 and record.id not in known_ids
    ]
    of_points = [row for row, record in alike if record.area_id is None]
    of_areas = [row for row, record in alike if record.area_id is not None]
    what = "these may be persons who are there already, in this table or in the store: place and all else are the same"
    if of_points and not options.is_keeping_duplicates:
        do = "Delete the rows that repeat a person; if they are different people, import with --keep-duplicates"
        faults.error(where=where, which=rows_in_words(of_points), what=what, do=do)
    elif of_points:
        faults.notice(where=where, which=rows_in_words(of_points), what=what, do="They are kept, as was asked")
    if of_areas:
        do = "They are kept, since many people of an area are alike by chance; look for repeats where they come from"
        faults.notice(where=where, which=rows_in_words(of_areas), what=what, do=do)


def _traits(record: SurvivorRecord) -> Hashable:
    """Place and all that is known of the person, but not the id and the papers."""
    return tuple(getattr(record, name) for name in _TRAITS)
