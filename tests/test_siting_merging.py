"""Merged demand is the same problem: every choice keeps its value and the limits that it breaks."""

from dataclasses import replace

import numpy as np
import pytest
from siting_cases import is_as_good, random_case

from accessibility.siting import Ask, SitingProblem, worth
from accessibility.siting.merging import merge_demand


def split_each(problem, ask, seed):
    """The same people in twice as many entries, in another order."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(2 * len(problem.people))
    place = np.argsort(order)  # of old entry e the new ones are place[e] and place[e + n]
    share = np.tile(rng.random(len(problem.people)), 2)
    share[len(problem.people) :] = 1 - share[: len(problem.people)]

    def parted(people):
        return (np.tile(people, 2) * share)[order]

    candidate = np.repeat(np.arange(problem.candidate_count), np.diff(problem.start))
    entry = np.concatenate([place[problem.entry], place[problem.entry + len(problem.people)]])
    owner, minutes = np.tile(candidate, 2), np.tile(problem.minutes, 2)
    rising = np.lexsort((entry, owner))
    split = replace(
        problem,
        people=parted(problem.people),
        now_minutes=np.tile(problem.now_minutes, 2)[order],
        now_count=np.tile(problem.now_count, 2)[order],
        start=2 * problem.start,
        entry=entry[rising],
        minutes=minutes[rising],
    )
    return split, replace(ask, floors=tuple(replace(each, people=parted(each.people)) for each in ask.floors))


def test_every_choice_keeps_its_value_and_its_broken_limits():
    rng, fewer = np.random.default_rng(1), 0
    for seed in range(150):
        problem, ask = random_case(seed)
        if ask.worst_decile_first:
            continue
        for given in ((problem, ask), split_each(problem, ask, seed)):
            merged = merge_demand(*given)
            assert len(merged[0].people) <= len(problem.people)
            fewer += len(merged[0].people) < len(problem.people)
            for _ in range(5):
                chosen = np.flatnonzero(rng.random(problem.candidate_count) < 0.4).tolist()
                before, after = worth(*given, chosen), worth(*merged, chosen)
                assert is_as_good(before.value, after.value), (seed, chosen)
                assert before.broken == after.broken, (seed, chosen)
    assert fewer > 50


@pytest.mark.parametrize(("objective", "entries"), [("most-people", 1), ("least-minutes", 2)])
def test_entries_are_one_where_the_objective_cannot_tell_them_apart(objective, entries):
    problem = SitingProblem(
        people=np.array([1.0, 2.0]),
        now_minutes=np.full(2, np.inf),
        now_count=np.zeros(2, np.int64),
        start=np.array([0, 2]),
        entry=np.array([0, 1]),
        minutes=np.array([10.0, 20.0]),
        cost=np.ones(1),
        capacity=np.full(1, np.inf),
        place=np.zeros(1, np.int64),
        is_required=np.zeros(1, np.bool_),
    )
    ask = Ask(objective=objective, within_minutes=30.0, most_minutes=60.0, sites=1)
    merged, _ = merge_demand(problem, ask)
    assert len(merged.people) == entries
    assert merged.people.sum() == 3
