"""The profiles of a study: what its file names and spells out, made into values, every fault told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from accessibility.profiles import (
    Mix,
    Profile,
    ProfileTableValues,
    check_shares,
    default_profile,
    read_profile_table,
    shipped_profiles,
    tell_unknown_profile,
)
from accessibility.study_file import ProfileTable, SeasonTable, StudyFile, did_you_mean
from accessibility.worlds.terrain import Surface, read_speeds_of_roads
from geo.faults import Faults
from geo.land import MODES
from geo.layers import list_names
from geo.roads import DEFAULT_ROAD_SPEEDS, RoadSpeeds, read_road_speeds

_FIELD_OF: Final = {"vehicle": "has_vehicle", "off_road": "crosses_land"}
_RIDDEN: Final = (MODES["cycle"], MODES["motor"])
_KEY_OF: Final = {"highway": "closed_road_classes", "surface": "closed_surfaces", "smoothness": "closed_smoothness"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenProfiles:
    """The profiles that a study is run for, in its order, and the mixes of them; the first profile comes first."""

    profiles: tuple[Profile, ...]
    mixes: tuple[Mix, ...]


def only_default() -> ChosenProfiles:
    """What a study without profiles is run for."""
    return ChosenProfiles(profiles=(default_profile(),), mixes=())


def choose_profiles(study: StudyFile, *, faults: Faults) -> ChosenProfiles | None:
    """The profiles and mixes of a study, one called ``default`` if it names none; None after an error."""
    if not study.profiles:
        return only_default()
    before = len(faults.errors)
    profiles: list[Profile] = []
    mixes: list[Mix] = []
    tables = {table.name: table for table in study.profiles}
    shares: dict[str, Mapping[str, float]] = {}
    for table in study.profiles:
        base = _base_of(table, study, faults=faults)
        if table.mix is not None:
            check_shares(table.mix, where=study.file_name, which=_which(table), faults=faults)
        parts = table.mix or (base.parts if base is not None else {})
        if parts:
            shares[table.name] = parts
            title = table.title or (table.name if base is None else base.title)
            if base is not None and table.spelled_out:
                what = f"{base.name} is a mix and has no {next(iter(table.spelled_out))} of its own"
                _error(study, table, what, "Change the profiles that it mixes", faults)
            mixes.append(Mix(name=table.name, title=title, parts=dict(parts)))
        elif base is not None:
            profiles.append(_profile(table, base))
            _check_profile(profiles[-1], table, study, faults=faults)
    for name, parts in shares.items():
        _check_parts(tables[name], parts, tables, set(shares), study, faults=faults)
    _check_closed(profiles, tables, study, faults=faults)
    if len(faults.errors) > before or not profiles:
        return None
    return ChosenProfiles(profiles=tuple(profiles), mixes=tuple(mixes))


def check_modes_of_land(chosen: ChosenProfiles, surface: Surface, study: StudyFile, *, faults: Faults) -> None:
    """Tell people without a vehicle on land that is ridden over, and paces that may not be walks."""
    is_land = np.isfinite(surface.pace)
    ridden = int(np.count_nonzero(is_land & np.isin(surface.mode, _RIDDEN)))
    flat = int(np.count_nonzero(is_land & (surface.mode == MODES["flat"])))
    for profile in chosen.profiles:
        which = f"[[profiles]] {profile.name}"
        if ridden and not profile.has_vehicle:
            faults.error(
                where=study.file_name,
                which=which,
                what=f"has no vehicle, but {ridden:,} cells of the land are crossed by cycle or motor",
                do="Give the land's speeds on foot (mode walk), and the roads as [roads]",
            )
        if flat and (profile.walk_speed_factor != 1 or not profile.has_vehicle):
            faults.notice(
                where=study.file_name,
                which=which,
                what=f"{flat:,} cells of the land have a pace that ignores slopes, as a friction surface has; "
                "it is taken as walked, and slower by the profile's factor",
                do="Make sure that it holds walking alone, not rides on roads",
            )


def _base_of(table: ProfileTable, study: StudyFile, *, faults: Faults) -> ProfileTableValues | None:
    """The table that a profile starts from; None for a mix that the study spells out, and after an error."""
    if table.mix is not None:
        return None
    if table.file is not None:
        return read_profile_table(study.located(table.file), where=str(table.file), faults=faults)
    shipped = shipped_profiles()
    name = table.based_on or table.name
    if name in shipped:
        return read_profile_table(name, where=f"data/profiles/{name}.csv", faults=faults)
    if table.based_on is not None or not table.spelled_out:
        which = f"{_which(table)} based_on" if table.based_on is not None else _which(table)
        tell_unknown_profile(name, where=study.file_name, which=which, faults=faults)
        return None
    if table.walk_speed_factor is None:
        do = "Add walk_speed_factor, or based_on with a shipped profile"
        _error(study, table, f"the profile has no walking speed{did_you_mean(name, shipped)}", do, faults)
        return None
    return ProfileTableValues(name=name, title=name, values={}, parts={})


def _profile(table: ProfileTable, base: ProfileTableValues) -> Profile:
    values: dict[str, Any] = {**base.values, **table.spelled_out}
    fields = {_FIELD_OF.get(key, key): value for key, value in values.items()}
    is_changed = bool(table.spelled_out) and table.name != base.name
    title = table.title or (table.name if is_changed else base.title)
    walked = None if table.walk_speed_factor is not None else base.walk_speed_range  # a speed of one's own has none
    return Profile(name=table.name, title=title, walk_speed_range=walked, **fields)


def _check_profile(profile: Profile, table: ProfileTable, study: StudyFile, *, faults: Faults) -> None:
    if profile.walk_limit_m is not None and profile.has_vehicle:
        what = "has a vehicle and a walk_limit_m; a limit in minutes cannot tell the walk from the ride"
        _error(study, table, what, "Set vehicle = false, or take walk_limit_m out", faults)
    if not profile.crosses_land and study.roads is None and "roads" not in study.lost:
        what = "does not cross land off the roads, and the study has no roads, so that nobody gets anywhere"
        _error(study, table, what, "Add [roads], or set off_road = true", faults)
    if profile.slope_limit_percent is not None and not study.land.elevation:
        faults.notice(
            where=study.file_name,
            which=_which(table),
            what="has a slope limit, but the study gives no heights, so that it stops nobody",
            do="Add [land] elevation",
        )
    has_fare = profile.fare_per_trip is not None or profile.fare_per_hour is not None
    if has_fare and profile.currency is None:
        _error(study, table, "has a fare without a currency", 'Add currency, such as currency = "MWK"', faults)
    if has_fare and not profile.has_vehicle:
        _error(study, table, "has a fare and no vehicle", "Remove the fare, or set vehicle = true", faults)


def _check_parts(  # noqa: PLR0913 - what is mixed, of what
    table: ProfileTable,
    parts: Mapping[str, float],
    tables: Mapping[str, ProfileTable],
    mixes: Collection[str],
    study: StudyFile,
    *,
    faults: Faults,
) -> None:
    """Tell parts of a mix that the study does not name, and those that are mixes themselves."""
    known = [name for name in tables if name not in mixes]
    for part in parts:
        if part in mixes:
            what = f"mixes {part!r}, which is a mix itself" if part != table.name else "mixes itself"
            _error(study, table, what, f"Name profiles with a speed of their own: {list_names(known)}", faults)
        elif part not in tables:
            what = f"mixes {part!r}, which the study does not name{did_you_mean(part, known)}"
            _error(study, table, what, f'Add [[profiles]] with name = "{part}", or correct the name', faults)


def _check_closed(
    profiles: Collection[Profile], tables: Mapping[str, ProfileTable], study: StudyFile, *, faults: Faults
) -> None:
    """Tell classes, surfaces and smoothness that no table of speeds knows; what we ship ourselves is known."""
    asking = [profile for profile in profiles if profile.closed_on_foot]
    if not asking or study.roads is None:
        return
    quiet = Faults()
    read = [read_speeds_of_roads(study, season, faults=quiet) for season in (*study.seasons, SeasonTable(name="none"))]
    read.append(read_road_speeds(DEFAULT_ROAD_SPEEDS, where="", faults=quiet))
    speeds = [each for each in read if each is not None]
    for profile in asking:
        for tag, values in profile.closed_on_foot.items():
            known = {value for each in speeds for value in _values_of(each, tag)}
            unknown = [value for value in values if value not in known]
            if unknown:
                what = f"no table of road speeds knows {tag} {list_names([repr(value) for value in unknown])}"
                what += did_you_mean(unknown[0], sorted(known))
                faults.error(
                    where=study.file_name,
                    which=f"{_which(tables[profile.name])} {_KEY_OF[tag]}",
                    what=what,
                    do=f"Use {list_names(sorted(known))}",
                )


def _values_of(speeds: RoadSpeeds, tag: str) -> Collection[str]:
    return speeds.class_kmh if tag == "highway" else speeds.cap_kmh[tag]


def _which(table: ProfileTable) -> str:
    return f"[[profiles]] {table.name}"


def _error(study: StudyFile, table: ProfileTable, what: str, do: str, faults: Faults) -> None:
    faults.error(where=study.file_name, which=_which(table), what=what, do=do)
