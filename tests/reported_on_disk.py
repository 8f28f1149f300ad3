"""A small study with centres of two levels and made-up reported times, to be broken in one place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from small_study import SmallStudy, point
from study_runs import inputs_of

from accessibility.calibration import check_calibration, modelled_minutes, read_reported
from accessibility.inputs import Inputs
from geo.faults import Faults
from geo.progress import silent

HEADER = "lon,lat,area,to_centre,minutes,mode"
WALK, VEHICLE = "walk", "vehicle"


def rows_of(count: int = 24) -> list[list[str]]:
    """Ways from points west and east and from whole areas, on foot and by vehicle, each of 60 minutes."""
    random = np.random.default_rng(3)
    rows = []
    for number in range(count):
        lon, lat = random.uniform(30.005, 30.095), random.uniform(9.905, 9.97)
        centre = ("c1", "North clinic")[number % 2]
        place = ["", "", ("W", "East")[number % 2]] if number % 8 > 5 else [f"{lon:.4f}", f"{lat:.4f}", ""]
        rows.append([*place, centre, "60", (WALK, WALK, VEHICLE)[number % 3]])
    return rows


class TimedStudy(SmallStudy):
    """The small study on foot and by vehicle, with ``rows`` of reported times; the two clinics are of two levels."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.header, self.rows = HEADER, rows_of()
        self.tables["profiles"] = [{"name": WALK}, {"name": VEHICLE}]
        self.tables["calibration"] = {"reported": "times.csv", "source": "made up"}
        self.centres = [
            (point(30.012, 9.912), {"code": "c1", "title": "South clinic", "service": "care", "level": "primary"}),
            (point(30.082, 9.982), {"code": "c2", "title": "North clinic", "service": "care", "level": "Secondary"}),
        ]

    def write(self) -> None:
        """Write the reported times as well."""
        if not (self.folder / "times.csv").exists():
            self.text("times.csv", "\n".join([self.header, *(",".join(row) for row in self.rows)]) + "\n")
        super().write()

    def calibrated(self, key: str, value: Any) -> None:
        """Write one key of [calibration]."""
        self.tables["calibration"][key] = value


def with_times(inputs: Inputs, folder: Path, rows: list[list[str]], *, header: str = HEADER, **changes: Any) -> Inputs:
    """The same inputs with another table of reported times, in a folder; ``changes`` of keys of [calibration]."""
    lines = [header, *(",".join(row) for row in rows)]
    (folder / "times.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert inputs.study.calibration is not None
    table = inputs.study.calibration.model_copy(update=changes)
    study = inputs.study.model_copy(update={"calibration": table})
    study.be_located_at(folder / "valley.toml")
    return replace(inputs, study=study)


def timed(rows: list[list[str]], minutes: Any) -> list[list[str]]:
    """These rows with other minutes."""
    return [[*row[:4], repr(float(each)), *row[5:]] for row, each in zip(rows, minutes, strict=True)]


def told_of(inputs: Inputs) -> str:
    """What is told of calibration and referral."""
    faults = Faults()
    check_calibration(inputs, faults=faults)
    return "\n".join(str(fault) for fault in faults)


def modelled_of(inputs: Inputs) -> Any:
    """What the model says of the reported ways."""
    times = read_reported(inputs, faults=Faults())
    assert times is not None
    return modelled_minutes(inputs, inputs.worlds, times, progress=silent)


def told(study: TimedStudy) -> str:
    """What is told of calibration and referral of a study that is sound otherwise."""
    return told_of(inputs_of(study))
