"""A stand-in for a live country: a release's own rasters, and added centres that those near reach quickly."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import rasterio
from pyproj import CRS

from accessibility.live import AddCentre, CloseCentre, Gains, LiveCentre, Picture, StoppedError, TooWideError
from accessibility.live.answers import BaseAnswer, ChangedCells
from accessibility.search import REACHED
from geo.errors import InputError
from geo.grid import Grid

MINUTES_PER_CELL = 0.5
BANDS = (30.0, 60.0, 120.0, 240.0)


def base_of(run_folder):
    """The grid, minutes and status of a published run."""
    with (
        rasterio.open(run_folder / "travel_minutes.tif") as minutes,
        rasterio.open(run_folder / "status.tif") as status,
    ):
        grid = Grid(shape=minutes.shape, affine=minutes.transform, crs=CRS.from_wkt(minutes.crs.to_wkt()))
        return grid, minutes.read(1), status.read(1)


@dataclass
class StandInCountry:
    """Answers like a live country; ``gate`` holds an answer back until it is set, ``is_asked`` says that one waits."""

    question: object
    grid: Grid
    minutes: np.ndarray
    status: np.ndarray
    hidden: frozenset = frozenset()
    bytes_held: int = 1_000
    picture_bytes: int = 100
    gate: threading.Event | None = None
    is_asked: threading.Event = field(default_factory=threading.Event)
    answered: int = 0

    def with_changes(self, changes, *, is_cancelled=lambda: False):
        self.is_asked.set()
        if self.gate is not None:
            while not self.gate.wait(0.01):
                if is_cancelled():
                    raise StoppedError("called off")
        if is_cancelled():
            raise StoppedError("called off")
        self.answered += 1
        after = self.minutes.ravel().astype(np.float64)
        status = self.status.ravel().copy()
        for change in changes:
            if isinstance(change, CloseCentre):
                known = {"C-03", "C-04"} - self.hidden
                if change.id not in known:
                    raise InputError(f"there is no centre {change.id!r}; known are {', '.join(sorted(known))}")
                raise TooWideError(f"closing {change.id} reaches too much of the country", reached=100, most=10)
            assert isinstance(change, AddCentre)
            cell = int(self.grid.cell_at(*self.grid.from_lon_lat(change.lon, change.lat)))
            if cell < 0:
                raise InputError(f"centre {change.id!r} lies outside the grid; give it a place inside")
            rows, columns = np.divmod(np.arange(self.grid.cell_count), self.grid.shape[1])
            far = np.hypot(rows - cell // self.grid.shape[1], columns - cell % self.grid.shape[1])
            is_near = (far < 10) & (status == REACHED)
            after[is_near] = np.minimum(after[is_near], far[is_near] * MINUTES_PER_CELL)
        return self._picture(tuple(changes), after, status)

    def faults(self, changes):
        return tuple(self._fault(change) for change in changes)

    def _fault(self, change):
        try:
            self.with_changes((change,))
        except TooWideError:
            return None
        except InputError as error:
            return str(error)
        return None

    def _picture(self, changes, after, status):
        before = self.minutes.ravel().astype(np.float64)
        changed = np.flatnonzero((after != before) & np.isfinite(after))
        base = BaseAnswer(
            minutes=self.minutes.ravel(), status=self.status.ravel(), nearest=np.zeros(before.size, np.int32)
        )
        cells = ChangedCells(
            cell=changed, minutes=after[changed], status=status[changed], nearest=np.zeros(len(changed), np.int32)
        )
        is_here = status == REACHED
        gain = float((before - after)[is_here].sum())
        row = {
            "area_id": "A-1",
            "area_name": "=Lower valley",
            "area_kind": "area",
            "population": 100.0,
            "people_gaining": float(len(changed)),
            "people_losing": 0.0,
            "person_minutes_gained": gain,
            "person_minutes_lost": 0.0,
            "people_cut_off": 0.0,
            "people_reconnected": 0.0,
            "median_minutes_before": float(np.median(before[is_here])),
            "median_minutes_after": np.inf,
        }
        rows = [row, {**row, "area_id": "outside", "area_kind": "outside", "people_gaining": 0.0}]
        rows.append({**row, "area_id": "all", "area_kind": "all"})
        headline = {"population_beyond_threshold": 5.0, "median_minutes": float(np.median(before[is_here]))}
        return Picture(
            question=self.question,
            changes=changes,
            grid=self.grid,
            centres=(),
            changed=changed,
            headline_before=headline,
            headline_after={**headline, "median_minutes": float(np.median(after[is_here]))},
            gains=Gains(
                people_gaining=float(len(changed)),
                people_losing=0.0,
                person_minutes_gained=gain,
                person_minutes_lost=0.0,
                people_reconnected=0.0,
                people_cut_off=0.0,
                people_newly_within=dict.fromkeys(BANDS, 0.0),
                people_no_longer_within=dict.fromkeys(BANDS, 0.0),
            ),
            areas=pd.DataFrame(rows),
            seconds={"search": 0.001},
            bytes_held=self.picture_bytes,
            base=base,
            cells=cells,
            reach=None,  # no route that is tried on it asks for it
        )


class StandInWorld:
    """A world that holds nothing to speak of."""

    bytes_held = 10


@dataclass
class StandInGround:
    """A ground with one question for each run that the tests ask for, and these centres."""

    questions: tuple = ()
    centres: tuple = ()

    def world(self, _profile, _season):
        return StandInWorld()


def centre(identity, *, is_sensitive=False):
    return LiveCentre(
        id=identity,
        name="",
        level="",
        lon=0.0,
        lat=0.0,
        pillars=("physical_rehab",),
        on_upgrade=(),
        is_sensitive=is_sensitive,
    )
