"""The process that compiles what-ifs ahead, once for an installation: it reads the shipped sample, and stands back."""

from __future__ import annotations

import os
import resource
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from accessibility.inputs import read_inputs
from accessibility.live import (
    AddCentre,
    Change,
    CloseCentre,
    LiveCountry,
    MoveCentre,
    OpenRoad,
    Question,
    ReleaseHazard,
    TooWideError,
    UpgradeCentre,
    UpgradeRoad,
    read_live_ground,
    start_country,
    write_live_ground,
)
from accessibility.release import write_ground
from accessibility.study_file import read_study_file
from geo.errors import InputError, InputFaults
from geo.faults import Faults
from geo.shipped import data_folder

_LONGEST_S: Final = 900
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


def main() -> int:
    """Compile; the exit code is 0 if it was done."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (_LONGEST_S, _LONGEST_S))
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    compile_what_ifs()
    return 0


def _end_with_the_server() -> None:
    sys.stdin.read()  # which ends when nobody holds the other end any more
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
