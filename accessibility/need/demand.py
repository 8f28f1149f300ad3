"""Who asks for care and from where: the people of each cell, and the cell whose way is theirs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accessibility.search import BARRIER, INSIDE_HAZARD, NO_LAND_DATA, TravelTime
from geo.hazards import Hazards
from geo.land import Land, NearestPassableCell


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """The populated cells. All arrays have one entry for each of them.

    ``home_cell``: int64, where people are counted. ``people``: float64, above 0.
    ``answer_cell``: int64, the cell whose minutes are theirs: their own, or the nearest passable one
    that adopted them; -1 where none is near enough. ``adopted_m``: how far it is, 0 for their own.
    ``home_status``: uint8, BARRIER or NO_LAND_DATA for those whom no cell adopted, else 0.
    """

    home_cell: npt.NDArray[np.int64]
    people: npt.NDArray[np.float64]
    answer_cell: npt.NDArray[np.int64]
    adopted_m: npt.NDArray[np.float64]
    home_status: npt.NDArray[np.uint8]

    @property
    def is_adopted(self) -> npt.NDArray[np.bool_]:
        """Whether people take the answer of another cell than their own."""
        return np.asarray((self.answer_cell >= 0) & (self.answer_cell != self.home_cell), dtype=np.bool_)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleTime:
    """One run's answer for each populated cell of a demand: minutes (inf: no answer), nearest row, status."""

    minutes: npt.NDArray[np.float64]
    nearest: npt.NDArray[np.int32]
    status: npt.NDArray[np.uint8]


def home_cells(people: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """The cells where somebody lives, rising: the homes of each demand of these people."""
    return np.flatnonzero(people > 0)


def adopt_people(people: npt.NDArray[np.float64], land: Land, *, within_m: float) -> Demand:
    """The demand of people by cell (shape of the grid), those on impassable cells adopted within a distance.

    Hazards play no part: the same people ask with and without them.
    """
    grid = land.grid
    home_cell = home_cells(people)
    rows, columns = np.divmod(home_cell, grid.shape[1])
    answer_cell, distance_m = NearestPassableCell(land).of(
        grid.centre_x[columns], grid.centre_y[rows], within_m=within_m
    )
    has_data = land.has_data.ravel()[home_cell]
    home_status = np.where(has_data, BARRIER, NO_LAND_DATA).astype(np.uint8)
    return Demand(
        home_cell=home_cell,
        people=people.ravel()[home_cell],
        answer_cell=answer_cell,
        adopted_m=np.where((answer_cell >= 0) & (answer_cell != home_cell), distance_m, 0.0),
        home_status=np.where(answer_cell >= 0, 0, home_status).astype(np.uint8),
    )


def people_time(demand: Demand, travel: TravelTime, *, hazards: Hazards | None) -> PeopleTime:
    """What a search says for each populated cell; who lives inside a hazard has that status and no minutes."""
    is_answered = demand.answer_cell >= 0
    cell = np.maximum(demand.answer_cell, 0)
    minutes = np.where(is_answered, travel.minutes.ravel()[cell], np.inf)
    nearest = np.where(is_answered, travel.nearest.ravel()[cell], -1).astype(np.int32)
    status = np.where(is_answered, travel.status.ravel()[cell], demand.home_status).astype(np.uint8)
    if hazards is not None:
        is_inside = hazards.is_inside.ravel()[demand.home_cell]
        minutes, nearest = np.where(is_inside, np.inf, minutes), np.where(is_inside, np.int32(-1), nearest)
        status = np.where(is_inside, np.uint8(INSIDE_HAZARD), status)
    return PeopleTime(minutes=minutes, nearest=nearest, status=status)
