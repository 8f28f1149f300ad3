"""A siting problem: demand, candidates, the minutes between them, and what is asked of the sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

from geo.errors import InputError

Doubles = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Objective = Literal["most-people", "least-minutes", "least-worst", "fewest-sites", "backup", "capacity", "worst-decile"]
OBJECTIVES: Final[tuple[Objective, ...]] = get_args(Objective)
MAXIMISED: Final = frozenset({"most-people", "backup", "capacity"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SitingProblem:
    """Who may be served by whom. Nothing in it says where anything is.

    Demand: n entries, each the people of a home who need a pillar; ``people`` float64 (n,), 0 or more.
    ``now_minutes``: float64 (n,), to the nearest existing centre, inf where none; ``now_count``: int64 (n,), how many
    existing centres lie within the minutes that are asked, for backup alone.

    Candidates: m. Candidate j reaches the entries ``entry[start[j]:start[j + 1]]``, rising, in ``minutes`` of the same
    shape, finite; an entry that is not listed is not reached by it. ``cost`` float64 (m,), 0 or more.
    ``capacity``: float64 (m,), how many people each can serve, inf where it is not limited. ``place``: int64 (m,);
    of candidates with the same place at most one is chosen. ``is_required``: bool (m,), in every plan and neither
    counted nor paid, such as an existing centre with a capacity of its own.
    """

    people: Doubles
    now_minutes: Doubles
    now_count: Whole
    start: Whole
    entry: Whole
    minutes: Doubles
    cost: Doubles
    capacity: Doubles
    place: Whole
    is_required: npt.NDArray[np.bool_]

    def __post_init__(self) -> None:
        """Raise InputError for arrays that do not fit together, or numbers that nobody can have."""
        demand, candidates = len(self.people), len(self.cost)
        for name, length in (
            ("now_minutes", demand),
            ("now_count", demand),
            ("start", candidates + 1),
            ("capacity", candidates),
            ("place", candidates),
            ("is_required", candidates),
            ("minutes", len(self.entry)),
        ):
            if len(getattr(self, name)) != length:
                raise InputError(f"{name} has {len(getattr(self, name))} values and not {length}; give one for each")
        if len(self.entry) and not 0 <= self.entry.min() <= self.entry.max() < demand:
            raise InputError(f"a candidate reaches an entry that is not among the {demand}; number them from 0")
        if not (self.start[0] == 0 and self.start[-1] == len(self.entry) and (np.diff(self.start) >= 0).all()):
            raise InputError("start does not rise from 0 to the number of pairs; give where each candidate begins")
        for name, values, is_sound in (
            ("people", self.people, (self.people >= 0) & np.isfinite(self.people)),
            ("now_minutes", self.now_minutes, self.now_minutes >= 0),
            ("minutes", self.minutes, (self.minutes >= 0) & np.isfinite(self.minutes)),
            ("cost", self.cost, (self.cost >= 0) & np.isfinite(self.cost)),
            ("capacity", self.capacity, self.capacity >= 0),
        ):
            if not is_sound.all():
                place = int(np.flatnonzero(~is_sound)[0])
                raise InputError(f"{name} {place} is {values[place]}; give a number of 0 or more")

    @property
    def candidate_count(self) -> int:
        """How many candidates there are, those that are required among them."""
        return len(self.cost)

    def reached_by(self, candidate: int) -> tuple[Whole, Doubles]:
        """The entries that a candidate reaches, and in what minutes."""
        part = slice(int(self.start[candidate]), int(self.start[candidate + 1]))
        return self.entry[part], self.minutes[part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """At least ``least_share`` of the people of a group are to be within the minutes asked; inclusive.

    ``people``: float64 (n,), those of the group in each entry. A group without people meets every floor.
    """

    key: str
    label: str
    people: Doubles
    least_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked of the sites. ``sites``: at most so many new ones, ``budget``: at most so much; None is no limit.

    ``within_minutes``: inclusive. ``most_minutes``: what whoever has no way, or a longer one, counts as in sums and
    means of minutes. ``backup_weight``: in backup the weight of being within reach of a second centre, that of the
    first is the rest of 1. ``worst_decile_first``: among the plans with the least ``worst-decile`` the best by
    ``objective``.
    """

    objective: Objective
    within_minutes: float
    most_minutes: float
    sites: int | None = None
    budget: float | None = None
    floors: tuple[Floor, ...] = ()
    backup_weight: float = 0.5
    worst_decile_first: bool = False

    def __post_init__(self) -> None:
        """Raise InputError for an ask that no plan can answer in any problem."""
        if self.objective not in OBJECTIVES:
            raise InputError(f"there is no objective {self.objective!r}; use one of {', '.join(OBJECTIVES)}")
        if not 0 < self.within_minutes <= self.most_minutes < np.inf:
            raise InputError(
                f"within_minutes {self.within_minutes:g} and most_minutes {self.most_minutes:g} do not fit; give "
                "minutes above 0, the most not less than those within"
            )
        if self.sites is None and self.budget is None and self.objective != "fewest-sites":
            raise InputError("neither sites nor a budget limit the plan; give one of them")
