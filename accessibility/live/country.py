"""A live country: the base answer to one question, and the picture after any changes of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np

from accessibility.live.answers import BaseAnswer, ChangedCells, changed_cells
from accessibility.live.asked import Asked, ask, sources_of
from accessibility.live.changes import Change, Question
from accessibility.live.errors import StoppedError, TooWideError
from accessibility.live.ground import LiveGround
from accessibility.live.homes import Homes, PatchedReach, no_patch
from accessibility.live.picture import Gains, LiveCentre, Picture
from accessibility.live.residents import HomeAnswers, Residents
from accessibility.live.world import LiveWorld
from accessibility.need import Demand, people_time
from accessibility.search import (
    INSIDE_HAZARD,
    CalledOffError,
    ChangeTrials,
    TooFarError,
)
from geo.errors import InputError
from geo.progress import Progress, silent

IsCancelled = Callable[[], bool]


def never() -> bool:
    """Nobody calls it off."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How much of a country a change may touch and still be answered at once, in cells and places on roads.

    The least of ``most`` and of ``most_share`` of all, but never less than ``least``, which is quick in any country.
    """

    most: int = 400_000
    most_share: float = 0.25
    least: int = 100_000

    def of(self, count: int) -> int:
        """The number for so many cells and places on roads in all."""
        return max(self.least, min(self.most, int(self.most_share * count)))


class LiveCountry:
    """The base answer to a question. ``with_changes`` may be called by any number of threads; one searches at a time.

    ``centres``: those that the caller may know of, in their rows. ``bytes_held``: of its own; ``bytes_shared``: of the
    world that other countries of the same profile and season hold with it.
    """

    def __init__(
        self, ground: LiveGround, question: Question, centres: tuple[LiveCentre, ...], world: LiveWorld, reach: Reach
    ) -> None:
        self.ground, self.question, self.centres, self._world = ground, question, centres, world
        self._network = world.network(question.direction, has_hazards=question.has_hazards)
        nodes = self._network.ways.cell_count + len(self._network.ways.node_tile)
        self._most = reach.of(nodes)
        sources = sources_of(centres, question.pillar)
        self._trials = ChangeTrials(self._network, sources, most=self._most)
        self._lock = Lock()
        world.make_ready(has_hazards=question.has_hazards)
        _ = ground.hazard_shapes
        self._nodes_of_row = self._trials.nodes_of_rows(len(centres))
        self._base = BaseAnswer.of(self._network, self._trials, ground.is_outside(self._network.land.has_data))
        self._homes = self._lay_homes(world.demand(ground.people()))
        self.base = self.with_changes(())  # which also makes ready all that a change needs

    def _lay_homes(self, demand: Demand) -> Homes:
        ground, network = self.ground, self._network
        times = people_time(demand, self._base.as_travel_time(network, self._trials), hazards=network.hazards)
        zone = ground.zone().ravel()[demand.home_cell]
        place = np.where(zone < 0, len(ground.area_ids), zone).astype(np.int64)
        self._residents = Residents(demand, times.status == INSIDE_HAZARD)
        return Homes(
            demand,
            times,
            place,
            area_ids=ground.area_ids,
            area_names=ground.area_names,
            bands_minutes=ground.bands_minutes,
            threshold_minutes=ground.threshold_minutes,
            people_outside_grid=ground.people_outside_grid,
            has_free=self.question.has_hazards,
        )

    @property
    def bytes_held(self) -> int:
        """The memory of this country alone."""
        return self._trials.bytes_held + self._base.bytes_held + self._homes.bytes_held + self._residents.bytes_held

    @property
    def bytes_shared(self) -> int:
        """The memory of the world below it."""
        return self._world.bytes_held

    def with_changes(self, changes: Sequence[Change], *, is_cancelled: IsCancelled = never) -> Picture:
        """The picture after these changes, in whatever order; the base stays as it is.

        Raises InputError for changes that cannot be made, TooWideError for such as reach too far to be answered at
        once, StoppedError once ``is_cancelled`` says so.
        """
        started = time.perf_counter()
        asked = ask(
            changes,
            question=self.question,
            ground=self.ground,
            world=self._world,
            network=self._network,
            centres=self.centres,
        )
        reached = sum(int(self._nodes_of_row[row]) for row in asked.closed_rows)
        if reached > self._most:
            raise self._too_wide(reached)
        clock = {"check": time.perf_counter() - started}
        with self._lock:
            if is_cancelled():
                raise StoppedError("the change was called off; the country is as it was")
            try:
                tried = self._trials.try_out(asked.trial, is_cancelled=is_cancelled)
            except TooFarError as error:
                raise self._too_wide(error.reached) from error
            except CalledOffError as error:
                raise StoppedError("the change was called off; the country is as it was") from error
            clock |= tried.seconds
            begun = time.perf_counter()
            cells = changed_cells(self._base, tried, self._trials.keys)
            patch = self._residents.answers(cells, tried, self._base, self._trials.keys)
            clock["find the changed cells and homes"] = time.perf_counter() - begun
        return self._picture(tuple(changes), asked, (cells, patch), clock)

    def faults(self, changes: Sequence[Change]) -> tuple[str | None, ...]:
        """Why each change cannot be made, asked alone; None for one that can be. Searches nothing."""
        return tuple(self._fault(change) for change in changes)

    def _fault(self, change: Change) -> str | None:
        try:
            ask(
                (change,),
                question=self.question,
                ground=self.ground,
                world=self._world,
                network=self._network,
                centres=self.centres,
            )
        except InputError as error:
            return str(error)
        return None

    def _picture(
        self,
        changes: tuple[Change, ...],
        asked: Asked,
        found: tuple[ChangedCells, HomeAnswers] | None,
        clock: dict[str, float],
    ) -> Picture:
        begun = time.perf_counter()
        homes, figures, patch = self._homes, self._homes.base, no_patch()
        cells = ChangedCells.none() if found is None else found[0]
        if found is not None:
            patch = homes.patch(*found[1])
            figures = homes.with_patch(patch)
        clock["add up the areas"] = time.perf_counter() - begun
        begun = time.perf_counter()
        areas = homes.areas(figures)
        everyone = areas.iloc[-1]
        bands = [float(band) for band in homes.bands]
        gains = Gains(
            **{name: float(everyone[name]) for name in Gains.__slots__ if not name.endswith("_within")},
            people_newly_within={band: float(everyone[f"people_newly_within_{band:g}_min"]) for band in bands},
            people_no_longer_within={band: float(everyone[f"people_no_longer_within_{band:g}_min"]) for band in bands},
        )
        before, after = homes.headline(homes.base), homes.headline(figures)
        clock["write the tables"] = time.perf_counter() - begun
        return Picture(
            question=self.question,
            changes=changes,
            grid=self.ground.grid,
            centres=asked.centres,
            changed=cells.cell,
            headline_before=before,
            headline_after=after,
            gains=gains,
            areas=areas,
            seconds=clock,
            bytes_held=cells.bytes_held + patch.bytes_held + int(areas.memory_usage(deep=True).sum()),
            base=self._base,
            cells=cells,
            reach=PatchedReach(homes=homes, figures=figures, patch=patch),
        )

    def _too_wide(self, reached: int) -> TooWideError:
        return TooWideError(
            f"the change reaches {reached:,} cells and places on roads or more, and at most {self._most:,} are "
            "answered at once; let a job do it, or change less at a time",
            reached=reached,
            most=self._most,
        )


def start_country(
    ground: LiveGround,
    question: Question,
    *,
    hidden_centres: Collection[str] = (),
    reach: Reach | None = None,
    progress: Progress = silent,
) -> LiveCountry:
    """The country of a question, searched once. ``hidden_centres``: ids of those that the caller may not know of.

    Raises InputError for a question that the study did not ask.
    """
    if question not in ground.questions:
        raise InputError(f"the study did not ask {question}; ask one of ground.questions")
    progress("loading the ground", 0.0)
    world = ground.world(question.profile, question.season)
    placed = [replace(centre, cell=cell) for centre, cell in zip(ground.centres, world.centre_cells, strict=True)]
    known = tuple(centre for centre in placed if centre.id not in hidden_centres)
    progress("searching the base", 0.5)
    return LiveCountry(ground, question, known, world, reach or Reach())
