"""Small siting problems made by chance, and their best plans by trying every one."""

from itertools import combinations

import numpy as np

from accessibility.siting import MAXIMISED, OBJECTIVES, Ask, Floor, SitingProblem, worth


def made_up_problem(seed, *, demand=12, candidates=6):
    """Entries and candidates on a plane; with existing centres, places in common, required sites and capacities."""
    chance = np.random.default_rng(seed)
    home, site = chance.uniform(0, 100, (demand, 2)), chance.uniform(0, 100, (candidates, 2))
    minutes = np.round(np.hypot(*(home[:, None] - site[None]).transpose(2, 0, 1)))
    minutes[chance.random(minutes.shape) < 0.2] = np.inf
    now = np.where(chance.random(demand) < 0.4, np.round(chance.uniform(5, 150, demand)), np.inf)
    reached = [np.flatnonzero(np.isfinite(minutes[:, column])) for column in range(candidates)]
    return SitingProblem(
        people=np.round(chance.uniform(0, 50, demand)) * (chance.random(demand) < 0.9),
        now_minutes=now,
        now_count=(now <= 40).astype(np.int64) * chance.integers(1, 3, demand),
        start=np.concatenate([[0], np.cumsum([len(each) for each in reached])]).astype(np.int64),
        entry=np.concatenate(reached).astype(np.int64),
        minutes=np.concatenate([minutes[each, column] for column, each in enumerate(reached)]),
        cost=np.round(chance.uniform(1, 9, candidates)),
        capacity=np.where(chance.random(candidates) < 0.8, np.round(chance.uniform(10, 90, candidates)), np.inf),
        place=chance.integers(0, candidates, candidates) if seed % 3 == 0 else np.arange(candidates),
        is_required=np.arange(candidates) == 0 if seed % 4 == 0 else np.zeros(candidates, np.bool_),
    )


def made_up_ask(seed, problem):
    """What is asked of it: objectives in turn, sites, money or both, some with floors or the worst decile first."""
    chance = np.random.default_rng(seed + 1_000_000)
    objective = OBJECTIVES[seed % len(OBJECTIVES)]
    by = int(chance.integers(0, 3))
    floors = ()
    if seed % 2:
        theirs = problem.people * (chance.random(len(problem.people)) < 0.5)
        floors = (Floor(key="some", label="some people", people=theirs, least_share=float(chance.uniform(0, 0.9))),)
    return Ask(
        objective=objective,
        within_minutes=40.0,
        most_minutes=100.0,
        sites=int(chance.integers(1, 4)) if by in {0, 2} or objective == "fewest-sites" else None,
        budget=float(chance.integers(2, 16)) if by in {1, 2} else None,
        floors=floors,
        backup_weight=float(chance.choice([0.3, 0.5, 0.7])),
        worst_decile_first=seed % 5 == 0,
    )


def every_choice(problem):
    """All sets of candidates that are not required."""
    free = np.flatnonzero(~problem.is_required).tolist()
    for size in range(len(free) + 1):
        yield from combinations(free, size)


def best_by_trying(problem, ask):
    """The best value of all choices that keep the limits, None if none does; with the worst decile first if asked."""
    allowed = [chosen for chosen in every_choice(problem) if worth(problem, ask, chosen).is_allowed]
    if not allowed:
        return None
    if ask.worst_decile_first:
        first = Ask(objective="worst-decile", within_minutes=40.0, most_minutes=ask.most_minutes, sites=99)
        lifted = {chosen: worth(problem, first, chosen).value for chosen in allowed}
        least = min(lifted.values())
        allowed = [chosen for chosen in allowed if lifted[chosen] <= least + 1e-6 * max(1.0, least)]
    values = [worth(problem, ask, chosen).value for chosen in allowed]
    return max(values) if ask.objective in MAXIMISED else min(values)
