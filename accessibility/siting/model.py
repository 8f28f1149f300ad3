"""A siting problem as an integer program: which candidates are chosen, within which limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from accessibility.siting.limits import candidate_of_pair, choosable, pairs_by_entry
from accessibility.siting.merging import Merged, merge_alike
from accessibility.siting.problem import Ask, Doubles, SitingProblem, Whole
from accessibility.siting.program import Program
from accessibility.siting.values import ROUNDING


@dataclass(slots=True, kw_only=True)
class Model:
    """A program whose columns ``site`` are 1 for each chosen one of ``candidate``. ``constant``: added to its value.

    ``problem``: with required sites settled. ``place_of``: by candidate its column, -1 for one that may not be chosen.
    """

    problem: SitingProblem
    ask: Ask
    program: Program
    candidate: Whole
    site: Whole
    constant: float = 0.0
    covers: dict[float, tuple[Merged, Whole]] = field(default_factory=dict)

    @property
    def place_of(self) -> Whole:
        """By candidate the column of its site, -1 for one that may not be chosen."""
        place = np.full(self.problem.candidate_count, -1, np.int64)
        place[self.candidate] = self.site
        return place

    def chosen(self, columns: Doubles) -> tuple[int, ...]:
        """The candidates that a solution chooses, rising."""
        return tuple(self.candidate[columns[self.site] > 0.5].tolist())  # noqa: PLR2004 - rounded


def begin_model(problem: SitingProblem, ask: Ask, *, is_maximised: bool, cost: Doubles | None = None) -> Model:
    """A model with one column for each candidate that may be chosen, and the limits on sites, budget and places."""
    program = Program(is_maximised=is_maximised)
    candidate = np.flatnonzero(choosable(problem, ask))
    costs = 0.0 if cost is None else cost[candidate]
    site = program.add_columns(len(candidate), cost=costs, is_whole=True)
    model = Model(problem=problem, ask=ask, program=program, candidate=candidate, site=site)
    if ask.sites is not None:
        program.add_row(site, 1.0, high=float(ask.sites))
    if ask.budget is not None:
        paid = problem.cost[candidate]
        largest = max(float(paid.max(initial=0.0)), 1.0)  # so that rows are of one size
        program.add_row(site, paid / largest, high=ask.budget * (1 + ROUNDING) / largest)
    place, count = np.unique(problem.place[candidate], return_counts=True)
    for shared in place[count > 1]:
        program.add_row(site[problem.place[candidate] == shared], 1.0, high=1.0)
    return model


def exclude(model: Model, choices: Sequence[Sequence[int]]) -> None:
    """Leave out some choices, and all that hold one of them."""
    place = model.place_of
    for chosen in choices:
        model.program.add_row(place[list(chosen)], 1.0, high=len(chosen) - 1.0)


def cover_columns(
    model: Model, within_minutes: float, asked: Sequence[Doubles], costs: Doubles | None = None
) -> tuple[Merged, Whole]:
    """Columns that can be 1 for groups of entries that some chosen site reaches, not those that are reached anyway.

    ``asked``: people by entry, of several kinds; an entry of none of them is left out. ``costs``: by entry what being
    reached adds to the value. Of one number of minutes there are columns once, those with costs first.
    """
    if within_minutes in model.covers:
        return model.covers[within_minutes]
    problem = model.problem
    of = candidate_of_pair(problem)
    is_kept = (problem.minutes <= within_minutes) & np.isin(of, model.candidate)
    pairs = pairs_by_entry(problem, is_kept)
    is_asked = np.logical_or.reduce([people > 0 for people in asked])
    is_in = is_asked & ~(problem.now_minutes <= within_minutes) & (np.diff(pairs.start) > 0)
    merged = merge_alike(pairs, is_in)
    cost: Doubles | float = 0.0 if costs is None else merged.added_up(costs)
    column = model.program.add_columns(len(merged), cost=cost)
    rows = np.arange(len(merged))
    site = model.place_of[merged.pairs.candidate]
    model.program.add_rows([(rows, column, 1.0), (merged.pairs.entry, site, -1.0)], len(merged), high=0.0)
    model.covers[within_minutes] = (merged, column)
    return merged, column


def add_floors(model: Model) -> None:
    """At least so many people of each floor's group within the minutes asked."""
    ask, problem = model.ask, model.problem
    people = [floor.people for floor in ask.floors]
    for floor in ask.floors:
        total = float(floor.people.sum())
        have = float(floor.people[problem.now_minutes <= ask.within_minutes].sum())
        lacking = floor.least_share * total - have - ROUNDING * total
        if lacking <= 0:
            continue
        merged, column = cover_columns(model, ask.within_minutes, [problem.people, *people])
        model.program.add_row(column, merged.added_up(floor.people) / total, low=lacking / total)


def require_cover(model: Model, within_minutes: float, is_asked: Doubles) -> bool:
    """Some chosen site within so many minutes of each entry asked that has no centre so near; False if none can."""
    problem = model.problem
    of = candidate_of_pair(problem)
    pairs = pairs_by_entry(problem, (problem.minutes <= within_minutes) & np.isin(of, model.candidate))
    is_in = (is_asked > 0) & ~(problem.now_minutes <= within_minutes)
    if (is_in & (np.diff(pairs.start) == 0)).any():
        return False
    merged = merge_alike(pairs, is_in)
    site = model.place_of[merged.pairs.candidate]
    model.program.add_rows([(merged.pairs.entry, site, 1.0)], len(merged), low=1.0)
    return True
