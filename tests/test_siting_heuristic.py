"""The heuristics and the Lagrangian bound, beside all choices of small problems and the OR-Library's optima."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from scipy.sparse.csgraph import shortest_path

from accessibility.siting import (
    MAXIMISED,
    OBJECTIVES,
    Ask,
    Floor,
    SitingProblem,
    find_sites,
    lagrangian_bound,
    worth,
)
from accessibility.siting.heuristic import rank_of
from geo.errors import InputError

CASES = 300
OPTIMA = (5819, 4093, 4250, 3034, 1355, 7824, 5631, 4445, 2734, 1255)  # OR-Library, Beasley 1990
# what the bound leaves below each optimum, at most
GAPS = (0.001, 0.003, 0.005, 0.001, 0.001, 0.01, 0.001, 0.001, 0.001, 0.001)


def small_case(seed):
    """A problem that all choices can be tried on, its objective in turn; the limits, floors and places by chance."""
    chance = np.random.default_rng(seed)
    objective = OBJECTIVES[seed % len(OBJECTIVES)]
    demand, candidates = int(chance.integers(4, 14)), int(chance.integers(3, 9))
    people = chance.integers(0, 30, demand).astype(np.float64)
    is_reached = chance.random((candidates, demand)) < chance.uniform(0.3, 0.9)
    within = float(chance.choice([20.0, 30.0, 40.0]))
    now = np.where(chance.random(demand) < 0.3, np.round(chance.uniform(0, 120, demand)), np.inf)
    is_required = np.zeros(candidates, np.bool_)
    is_required[int(chance.integers(0, candidates))] = chance.random() < 0.4
    problem = SitingProblem(
        people=people,
        now_minutes=now,
        now_count=(now <= within).astype(np.int64),
        start=np.concatenate([[0], np.cumsum(is_reached.sum(1))]).astype(np.int64),
        entry=np.nonzero(is_reached)[1].astype(np.int64),
        minutes=np.round(chance.uniform(0, 100, (candidates, demand)))[is_reached],
        cost=chance.integers(1, 9, candidates).astype(np.float64),
        capacity=np.where(chance.random(candidates) < 0.8, chance.integers(5, 60, candidates), np.inf),
        place=np.arange(candidates) if chance.random() < 0.6 else chance.integers(0, candidates, candidates),
        is_required=is_required,
    )
    limit = int(chance.integers(0, 3))
    theirs = people * (chance.random(demand) < 0.5)
    floor = Floor(key="some", label="some people", people=theirs, least_share=float(chance.uniform(0.1, 0.7)))
    ask = Ask(
        objective=objective,
        within_minutes=within,
        most_minutes=100.0,
        sites=int(chance.integers(1, 5)) if limit != 1 else None,
        budget=float(chance.integers(4, 20)) if limit != 0 else None,
        floors=(floor,) if chance.random() < 0.4 else (),
        backup_weight=float(chance.uniform(0.1, 0.9)),
        worst_decile_first=bool(chance.random() < 0.1),
    )
    return problem, ask


def within_limits(problem, ask):
    free = np.flatnonzero(~problem.is_required).tolist()
    for size in range(1 + min(len(free), len(free) if ask.sites is None else ask.sites)):
        yield from combinations(free, size)


def best_rank(problem, ask):
    return min(rank_of(problem, ask, chosen)[:4] for chosen in within_limits(problem, ask))


def town(seed=1, *, demand=150, candidates=40):
    """Homes and candidates on a square; all reach all."""
    chance = np.random.default_rng(seed)
    home, site = chance.uniform(0, 100, (demand, 2)), chance.uniform(0, 100, (candidates, 2))
    minutes = np.hypot(*(site[:, None] - home[None]).transpose(2, 0, 1))
    return SitingProblem(
        people=chance.integers(1, 50, demand).astype(np.float64),
        now_minutes=np.full(demand, np.inf),
        now_count=np.zeros(demand, np.int64),
        start=np.arange(candidates + 1) * demand,
        entry=np.tile(np.arange(demand), candidates),
        minutes=minutes.ravel(),
        cost=chance.uniform(1, 5, candidates),
        capacity=chance.uniform(100, 900, candidates),
        place=np.arange(candidates),
        is_required=np.zeros(candidates, np.bool_),
    )


def asked(objective="most-people", **limits):
    return Ask(objective=objective, within_minutes=15.0, most_minutes=120.0, **({"sites": 5} | limits))


def test_the_heuristic_is_never_better_than_all_choices_and_mostly_as_good():
    missed = []
    for seed in range(CASES):
        problem, ask = small_case(seed)
        found, best = find_sites(problem, ask, starts=12, threads=1), best_rank(problem, ask)
        rank = rank_of(problem, ask, found.chosen)[:4]
        assert found.value == worth(problem, ask, found.chosen).value
        assert found.is_allowed == worth(problem, ask, found.chosen).is_allowed
        is_cover_missed = ask.objective == "fewest-sites" and best[:2] != (0.0, 0.0)
        if is_cover_missed:
            assert not found.is_allowed
            continue
        assert rank >= best
        missed += [seed] if rank > best else []
    assert len(missed) <= 0.05 * CASES, missed


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_same_plan_comes_of_one_thread_and_of_two(objective):
    problem, ask = town(candidates=20, demand=60), asked(objective, sites=None if objective == "fewest-sites" else 4)
    one, two = (find_sites(problem, ask, starts=4, threads=threads) for threads in (1, 2))
    assert (one.chosen, one.value, one.starts) == (two.chosen, two.value, two.starts)


@pytest.mark.parametrize("objective", sorted({"most-people", "least-minutes", "backup"}))
def test_more_starts_are_never_worse(objective):
    problem, ask = town(3), asked(objective)
    sign = 1.0 if objective in MAXIMISED else -1.0
    values = [sign * find_sites(problem, ask, starts=starts, threads=1).value for starts in (1, 2, 4, 8)]
    assert values == sorted(values)


def test_greedy_begins_where_no_floor_is_asked():
    problem = town()
    found = find_sites(problem, asked(sites=1), starts=1)
    alone = [worth(problem, asked(sites=1), (each,)).value for each in range(problem.candidate_count)]
    assert found.chosen == (int(np.argmax(alone)),)


def test_a_floor_that_cannot_be_reached_is_told_and_what_lacks_least_is_given():
    problem = town()
    far = np.where(np.arange(len(problem.people)) < 40, problem.people, 0.0)
    floor = Floor(key="far", label="far", people=far, least_share=1.0)
    found = find_sites(problem, asked(sites=1, floors=(floor,)), starts=4)
    served = [worth(replace(problem, people=far), asked(sites=1), (each,)).value for each in range(40)]
    assert not found.is_allowed
    assert worth(replace(problem, people=far), asked(sites=1), found.chosen).value == max(served)


def test_who_stops_it_at_once_gets_a_plan_all_the_same():
    problem, ask = town(), asked()
    found = find_sites(problem, ask, starts=64, threads=1, is_stopped=lambda: True)
    assert found.is_allowed
    assert len(found.chosen) == 5
    assert found.starts <= 64


def test_better_plans_are_told_as_they_come_and_the_last_is_the_answer():
    told = []
    found = find_sites(town(), asked(), starts=8, threads=1, on_better=lambda *better: told.append(better))
    assert [value for _, value in told] == sorted(value for _, value in told)
    assert told[-1][1] == found.value


def test_nothing_is_built_without_money():
    found = find_sites(town(), asked(sites=None, budget=0.0))
    assert found.chosen == ()
    assert found.is_allowed


def test_the_bound_is_never_passed_by_a_plan_with_or_without_a_candidate():
    compared = 0
    for seed in range(CASES):
        problem, ask = small_case(seed)
        if ask.objective not in {"most-people", "least-minutes"}:
            continue
        sign = -1.0 if ask.objective in MAXIMISED else 1.0
        values = {
            chosen: sign * known.value
            for chosen in within_limits(problem, ask)
            if (known := worth(problem, ask, chosen)).is_allowed
        }
        bound = lagrangian_bound(problem, ask, upper=sign * min(values.values()) if values and seed % 2 else None)
        for chosen, value in values.items():
            least = [sign * bound.value, *(sign * bound.with_it[list(chosen)])]
            others = np.setdiff1d(np.flatnonzero(~problem.is_required), chosen)
            assert max([*least, *(sign * bound.without_it[others])]) <= value + 1e-9 * max(1.0, abs(value))
            compared += 1
    assert compared > 1000


def test_the_bound_of_the_minutes_is_close_where_all_reach_all():
    problem, ask = town(5), asked("least-minutes")
    found = find_sites(problem, ask, starts=8)
    bound = lagrangian_bound(problem, ask, upper=found.value)
    assert found.value * 0.99 <= bound.value <= found.value


def test_there_is_no_such_bound_for_other_objectives():
    with pytest.raises(InputError, match="no Lagrangian bound for least-worst"):
        lagrangian_bound(town(), asked("least-worst"))


def or_library(folder, number):
    """p-median number so of the OR-Library: of edges said twice the last, then the shortest ways between all."""
    told = np.array((folder / f"pmed{number}.txt").read_text().split(), np.float64)
    size, sites = int(told[0]), int(told[2])
    length = np.zeros((size, size))
    for one, other, metres in told[3:].reshape(-1, 3):
        length[int(one) - 1, int(other) - 1] = length[int(other) - 1, int(one) - 1] = metres
    ways = shortest_path(length, directed=False)
    problem = replace(
        town(demand=size, candidates=size), people=np.ones(size), minutes=ways.ravel(), cost=np.ones(size)
    )
    return problem, Ask(objective="least-minutes", within_minutes=1000.0, most_minutes=1000.0, sites=sites)


@pytest.mark.parametrize("number", range(1, 11))
def test_the_optima_of_the_or_library_are_found_and_bounded(number, shared_data):
    problem, ask = or_library(shared_data / "ref_orlib_pmedian", number)
    optimum = OPTIMA[number - 1]
    found = find_sites(problem, ask, starts=32)
    bound = lagrangian_bound(problem, ask, upper=found.value)
    assert found.value == optimum
    assert optimum * (1 - GAPS[number - 1]) <= bound.value <= optimum + 1e-9 * optimum
