"""Compiling what answers what-ifs before the first is asked: once for an installation, which keeps it on its disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from accessibility.inputs import read_inputs
from accessibility.live.changes import (
    AddCentre,
    Change,
    CloseCentre,
    MoveCentre,
    OpenRoad,
    Question,
    ReleaseHazard,
    UpgradeCentre,
    UpgradeRoad,
)
from accessibility.live.country import LiveCountry, start_country
from accessibility.live.errors import TooWideError
from accessibility.live.ground import read_live_ground
from accessibility.live.writing import write_live_ground
from accessibility.release import write_ground
from accessibility.study_file import read_study_file
from geo.errors import InputError, InputFaults
from geo.faults import Faults
from geo.shipped import data_folder

_PILLAR: Final = "physical_rehab"
_SPEED_KMH: Final = 85.0


def compile_what_ifs() -> None:
    """Ask each kind of change of the made-up sample, which compiles what any country is answered with.

    Nothing is left but what the compiler keeps; where that is there already, it takes some seconds.
    """
    faults = Faults()
    study = read_study_file(data_folder() / "sample" / "study.toml", faults=faults)
    inputs = None if study is None else read_inputs(study, faults=faults)
    if inputs is None:
        raise InputFaults(faults.errors)
    with TemporaryDirectory() as folder:
        ground = Path(folder) / "ground"
        write_ground(ground, inputs.ground, people=inputs.population.people)
        write_live_ground(ground, inputs)
        for has_hazards in (True, False):
            question = Question(
                pillar=_PILLAR, profile="default", season="all-year", direction="to", has_hazards=has_hazards
            )
            country = start_country(read_live_ground(ground), question)
            for change in _changes(country):
                with suppress(InputError, TooWideError):  # the search was compiled before it came to that
                    country.with_changes([change])


def _changes(country: LiveCountry) -> Iterator[Change]:
    """One change of each kind."""
    grid = country.ground.grid
    lons, lats = grid.to_lon_lat([grid.centre_x[grid.shape[1] // 2]], [grid.centre_y[grid.shape[0] // 2]])
    lon, lat = float(lons[0]), float(lats[0])
    serving = [centre.id for centre in country.centres if _PILLAR in centre.pillars]
    others = [centre.id for centre in country.centres if _PILLAR not in centre.pillars]
    yield AddCentre(id="new", lon=lon, lat=lat, pillars=(_PILLAR,))
    yield MoveCentre(id=serving[0], lon=lon, lat=lat)
    yield CloseCentre(id=serving[0])
    yield UpgradeCentre(id=others[0], pillars=(_PILLAR,))
    yield ReleaseHazard(area_id=country.ground.hazard_areas[0].id)
    yield OpenRoad(road_id=0)
    yield UpgradeRoad(road_id=0, speed_kmh=_SPEED_KMH)
