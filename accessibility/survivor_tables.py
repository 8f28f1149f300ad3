"""Protected tables of survivors in a study: read, and held against its tiers, areas and times. Never a record."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

from accessibility.need import OUTSIDE_ID
from accessibility.protection import ProtectedTables, TableRun, read_protected
from accessibility.release import ground_sha256
from accessibility.runs import Run
from accessibility.study_file import BASE_SCENARIO, StudyFile
from geo.faults import Faults
from geo.layers import Areas

# ISO 3166-1 leaves these codes to its users (ISO 3166-1:2020, 8.1.3): no country has one.
_NO_COUNTRY: Final = re.compile("AA[A-Z]|Q[M-Z][A-Z]|X[A-Z][A-Z]|ZZ[A-Z]")
_FAR_DAYS: Final = 366
_AREAS: Final = "areas"
_AGAIN: Final = "Run nearcare-custody access again on a release of this study, and name the folder that it writes"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedTables:
    """The tables of one folder that a study names; ``where`` is the folder as the user wrote it."""

    where: str
    told: ProtectedTables

    def is_for(self, tier: str) -> bool:
        """Whether a tier may show them: what is public everywhere, the rest outside the public tier."""
        return self.told.tier == "public" or tier != "public"


def read_survivor_tables(study: StudyFile, areas: Areas | None, *, faults: Faults) -> tuple[NamedTables, ...]:
    """The protected tables that a study names, in its order; what is wrong with any of them goes to ``faults``.

    ``areas``: None where they could not be read. A file of records is refused unread.
    """
    if study.survivors is None:
        return ()
    found: list[NamedTables] = []
    known: set[Path] = set()
    for path in study.survivors.tables:
        where, folder = str(path), study.located(path)
        if folder.resolve() in known:
            faults.error(where=where, which="", what="is named twice under [survivors]", do="Name it once")
        elif not folder.exists():
            do = "Correct the path, or let nearcare-custody access write the folder"
            faults.error(where=where, which="", what="there is no such folder", do=do)
        else:
            told = read_protected(folder, where=where, faults=faults)
            if told is not None:
                found.append(NamedTables(where=where, told=told))
        known.add(folder.resolve())
    for named in found:
        _check_tier_and_runs(named, study, faults=faults)
        _check_units(named, study, areas, faults=faults)
        _tell_dates(named, study, faults=faults)
    _check_synthetic(found, study, faults=faults)
    return tuple(found)


def check_times(tables: Iterable[NamedTables], tier: str, runs: Sequence[Run], areas: Areas, *, faults: Faults) -> None:
    """Tell each table for this very tier whose survivors were counted over other times than those of its runs."""
    hashes: dict[TableRun, str] = {}
    of_base = {TableRun(**run.dimensions): run for run in runs if run.world.key[0] == BASE_SCENARIO}
    for named in tables:
        for table in named.told.tables if named.told.tier == tier else ():
            if table.run not in of_base:
                there = "counts survivors over a run that this tier does not have"
                faults.error(where=named.where, which=_words(table.run), what=there, do=_AGAIN)
                continue
            if table.run not in hashes:
                travel = of_base[table.run].travel
                hashes[table.run] = ground_sha256(
                    travel.grid,
                    area_ids=areas.ids,
                    area_shapes=list(areas.frame.geometry),
                    travel_minutes=travel.minutes,
                    status=travel.status,
                )
            if hashes[table.run] != table.ground_sha256:
                what = "survivors were counted over other times or areas than those that this study now gives"
                faults.error(where=named.where, which=_words(table.run), what=what, do=_AGAIN)


def _check_tier_and_runs(named: NamedTables, study: StudyFile, *, faults: Faults) -> None:
    tier = named.told.tier
    if tier not in study.release.tiers:
        faults.error(
            where=named.where,
            which="tier",
            what=f"is for the {tier} tier, which the study does not write",
            do=f'Add "{tier}" to [release] tiers, or take the folder out of [survivors] tables',
        )
    for table in named.told.tables:
        if table.run.scenario != BASE_SCENARIO:
            what = "counts survivors over a scenario; survivors are never part of a what-if"
            faults.error(where=named.where, which=_words(table.run), what=what, do=_AGAIN)


def _check_units(named: NamedTables, study: StudyFile, areas: Areas | None, *, faults: Faults) -> None:
    """Units that are areas must be just the study's areas, each in one leaf."""
    design = named.told.design
    if design.units_kind != _AREAS:
        return
    if study.areas is None:
        faults.error(
            where=named.where,
            which="units",
            what="counts survivors by area, and the study has no areas",
            do="Add [areas] to the study, with the areas of the release that the table was made from",
        )
        return
    if areas is None:
        return
    units = design.units
    parts = [part for leaf in units.leaf_rows for part in units.merged_ids[leaf] or (units.ids[leaf],)]
    if sorted(part for part in parts if part != OUTSIDE_ID) != sorted(areas.ids):
        what = "its units are not the areas of this study"
        faults.error(where=named.where, which="units", what=what, do=_AGAIN)


def _tell_dates(named: NamedTables, study: StudyFile, *, faults: Faults) -> None:
    away = study.study.as_of - named.told.as_of
    if study.study.as_of != dt.date.min and abs(away.days) > _FAR_DAYS:
        years = abs(away.days) / 365.25
        when = "before" if away.days > 0 else "after"
        faults.notice(
            where=named.where,
            which="as_of",
            what=f"its records are of {named.told.as_of}, {years:.1f} years {when} the day that the study looks at",
            do="Let nearcare-custody access count again, or say so wherever the two stand side by side",
        )


def _check_synthetic(tables: Sequence[NamedTables], study: StudyFile, *, faults: Faults) -> None:
    """Made-up survivors beside real ones are refused, and told in a study of a real country."""
    made_up = [named for named in tables if named.told.is_synthetic]
    if made_up and len(made_up) < len(tables):
        faults.error(
            where=made_up[0].where,
            which="synthetic",
            what="its survivors are made up, and those of another table are real; no reader could tell them apart",
            do="Name tables of one kind only",
        )
    for named in made_up if not _NO_COUNTRY.fullmatch(study.study.country) else ():
        faults.notice(
            where=named.where,
            which="synthetic",
            what=f"its survivors are made up, and the study is about a real country ({study.study.country})",
            do="Use it for tests and training alone; never act on its figures",
        )


def _words(run: TableRun) -> str:
    return " ".join(astuple(run))
