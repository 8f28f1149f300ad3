"""Small siting problems at random, what all choices of them are worth, and references for tests of siting."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from scipy.sparse.csgraph import shortest_path

from accessibility.siting import MAXIMISED, OBJECTIVES, Ask, Floor, SitingProblem, value_of, worth


def random_case(seed):
    """A problem of up to 10 entries and 7 candidates with an ask; of seven seeds in a row each objective is one."""
    rng = np.random.default_rng(seed)
    demand, candidates = int(rng.integers(1, 11)), int(rng.integers(1, 8))
    people = rng.integers(0, 20, demand).astype(float)
    now = np.where(rng.random(demand) < 0.4, rng.integers(5, 130, demand).astype(float), np.inf)
    reached = [np.flatnonzero(rng.random(demand) < rng.choice([0.2, 0.5, 0.9])) for _ in range(candidates)]
    within = float(rng.integers(20, 90))
    has_places, has_required = rng.random() < 0.4, rng.random() < 0.4
    problem = SitingProblem(
        people=people,
        now_minutes=now,
        now_count=np.where(now <= within, rng.integers(1, 3, demand), 0),
        start=np.r_[0, np.cumsum([len(each) for each in reached])],
        entry=np.concatenate(reached).astype(np.int64),
        minutes=rng.integers(0, 150, sum(map(len, reached))).astype(float),
        cost=rng.integers(1, 10, candidates).astype(float) if rng.random() < 0.7 else np.zeros(candidates),
        capacity=np.where(rng.random(candidates) < 0.7, rng.integers(0, 40, candidates).astype(float), np.inf),
        place=rng.integers(0, candidates, candidates) if has_places else np.arange(candidates),
        is_required=(rng.random(candidates) < 0.15) & has_required,
    )
    objective, limits = OBJECTIVES[seed % len(OBJECTIVES)], rng.integers(0, 3)
    sites, budget = int(rng.integers(0, 5)), float(rng.integers(0, 20))
    is_free = objective == "fewest-sites" and rng.random() < 0.6
    floors = tuple(
        Floor(
            key=f"g{number}",
            label=f"group {number}",
            people=np.minimum(people, rng.integers(0, 9, demand)).astype(float),
            least_share=float(rng.choice([0, 0.3, 0.5, 0.8, 1])),
        )
        for number in range(rng.integers(0, 3))
    )
    return problem, Ask(
        objective=objective,
        within_minutes=within,
        most_minutes=within + float(rng.integers(0, 80)),
        sites=None if is_free or limits == 1 else sites,
        budget=None if is_free or limits == 0 else budget,
        floors=floors,
        backup_weight=float(rng.choice([0.2, 0.5, 0.7, 1])),
        worst_decile_first=bool(rng.random() < 0.2),
    )


def allowed_choices(problem, ask):
    """Value of every choice that keeps the limits; with the worst decile first of those with the least."""
    free = np.flatnonzero(~problem.is_required).tolist()
    choices = [each for count in range(len(free) + 1) for each in combinations(free, count)]
    worths = {each: worth(problem, ask, each) for each in choices}
    values = {each: found.value for each, found in worths.items() if found.is_allowed}
    if ask.worst_decile_first and ask.objective != "worst-decile" and values:
        decile = {each: value_of(problem, ask, "worst-decile", each) for each in values}
        least = min(decile.values())
        values = {each: value for each, value in values.items() if is_as_good(decile[each], least)}
    return values


def best_of(values, ask):
    """The best of some values by the objective of an ask."""
    return (max if ask.objective in MAXIMISED else min)(values)


def is_as_good(one, other):
    """Whether two values differ by rounding alone."""
    return abs(one - other) <= 1e-7 * max(1.0, abs(one), abs(other))


def is_no_better(one, other, ask):
    """Whether one value is no better than another by the objective of an ask."""
    return is_as_good(one, other) or (one < other) == (ask.objective in MAXIMISED)


def full_problem(minutes, people):
    """A problem without centres in which each candidate, a column, reaches all demand, the rows."""
    demand, candidates = minutes.shape
    return SitingProblem(
        people=people.astype(np.float64),
        now_minutes=np.full(demand, np.inf),
        now_count=np.zeros(demand, np.int64),
        start=np.arange(candidates + 1) * demand,
        entry=np.tile(np.arange(demand), candidates),
        minutes=minutes.T.ravel().astype(np.float64),
        cost=np.ones(candidates),
        capacity=np.full(candidates, np.inf),
        place=np.arange(candidates),
        is_required=np.zeros(candidates, np.bool_),
    )


def san_francisco(folder, weights="people"):
    """spopt's 205 tracts and 16 stores; metres stand for minutes. Weights: people, or 1 for each tract."""
    told = pd.read_csv(folder / "ref_spopt_sf" / "SF_network_distance_candidateStore_16_censusTract_205_new.csv")
    minutes = told.pivot_table(index="DestinationName", columns="name", values="distance")
    people = told.drop_duplicates("DestinationName").set_index("DestinationName")["demand"].loc[minutes.index]
    return full_problem(minutes.to_numpy(), people.to_numpy() if weights == "people" else np.ones(len(people)))


def or_library(folder, number):
    """A p-median of the OR-Library: its problem and its ask. Of repeated edges the last counts."""
    told = np.array((folder / "ref_orlib_pmedian" / f"pmed{number}.txt").read_text().split(), np.int64)
    nodes, _, sites = told[:3].tolist()
    length = np.full((nodes, nodes), np.inf)
    for one, other, edge in told[3:].reshape(-1, 3).tolist():
        length[one - 1, other - 1] = length[other - 1, one - 1] = edge
    ask = Ask(objective="least-minutes", within_minutes=50.0, most_minutes=10_000.0, sites=sites)
    return full_problem(shortest_path(length, directed=False), np.ones(nodes)), ask
