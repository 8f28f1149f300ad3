"""Faults of the files that seasons and scenarios name, each looked at by itself while no world can be laid."""

from __future__ import annotations

from accessibility.study_file import StudyFile
from accessibility.worlds.hazard_records import read_added_areas, tell_unknown_released
from accessibility.worlds.terrain import read_speeds_of_roads
from geo.faults import Faults
from geo.hazards import HazardRecords
from geo.layers import read_layer


def check_changes(study: StudyFile, records: HazardRecords | None, *, faults: Faults) -> None:
    """Tell what is wrong with speeds, barriers, closures and hazards of seasons and scenarios; nothing is told twice.

    Their centres are told with those of the base, and closed roads where roads are laid.
    """
    told = Faults()
    layers = [path for season in study.seasons for path in season.barriers]
    for season in study.seasons:
        read_speeds_of_roads(study, season, faults=told)
    for scenario in study.scenarios:
        layers += [*scenario.barriers, *([scenario.closures] if scenario.closures is not None else [])]
        if study.hazards is not None:
            read_added_areas(study.hazards, study, scenario, grid=None, faults=told)
        if study.hazards is not None and records is not None:
            tell_unknown_released(study.hazards, study, records, scenario, faults=told)
    for path in dict.fromkeys(layers):
        read_layer(study.located(path), where=str(path), faults=told, geometry="any")
    faults.take(told)
