"""Laws of the best plan, and what is said where no plan keeps the limits or nothing is gained."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from siting_cases import full_problem, is_as_good, is_no_better, random_case
from test_siting_merging import split_each

from accessibility.siting import Ask, Floor, access_minutes, solve_siting

SEEDS = st.integers(0, 100_000)
EXAMPLES = settings(max_examples=25, deadline=None, derandomize=True)


def solved(problem, ask):
    return solve_siting(problem, ask, starts=1, runners_up=0)


def permuted(problem, ask, seed):
    """The same problem with its candidates in another order, and that order."""
    order = np.random.default_rng(seed).permutation(problem.candidate_count)
    parts = [problem.reached_by(each) for each in order]
    fields = ("cost", "capacity", "place", "is_required")
    other = replace(
        problem,
        start=np.r_[0, np.cumsum([len(entry) for entry, _ in parts])],
        entry=np.concatenate([entry for entry, _ in parts]),
        minutes=np.concatenate([minutes for _, minutes in parts]),
        **{name: getattr(problem, name)[order] for name in fields},
    )
    return other, ask


@EXAMPLES
@given(SEEDS)
def test_more_money_and_more_sites_are_never_worse(seed):
    problem, ask = random_case(seed)
    more = replace(
        ask,
        sites=None if ask.sites is None else ask.sites + 1,
        budget=None if ask.budget is None else ask.budget + 3,
        worst_decile_first=False,
    )
    first, second = solved(problem, replace(ask, worst_decile_first=False)), solved(problem, more)
    if first.status == "proven":
        assert second.status == "proven"
        assert is_no_better(first.value, second.value, ask)


@EXAMPLES
@given(SEEDS, st.sampled_from([0.2, 0.5, 0.9]))
def test_a_floor_is_kept_and_never_betters_the_objective(seed, share):
    problem, ask = random_case(seed)
    ask = replace(ask, worst_decile_first=False)
    group = Floor(
        key="more", label="more", people=problem.people * (np.arange(len(problem.people)) % 2), least_share=share
    )
    without, with_it = solved(problem, ask), solved(problem, replace(ask, floors=(*ask.floors, group)))
    if without.status == "infeasible":
        assert with_it.status == "infeasible"
    if with_it.status == "proven":
        assert is_no_better(with_it.value, without.value, ask)
        is_within = access_minutes(problem, with_it.chosen)[0] <= ask.within_minutes
        assert group.people[is_within].sum() >= share * group.people.sum() - 1e-9


@EXAMPLES
@given(SEEDS)
def test_the_order_of_candidates_and_how_demand_is_split_change_nothing(seed):
    problem, ask = random_case(seed)
    first = solved(problem, ask)
    for other in (permuted(problem, ask, seed), split_each(problem, ask, seed)):
        answer = solved(*other)
        assert answer.status == first.status
        assert answer.status == "infeasible" or is_as_good(answer.value, first.value)


@EXAMPLES
@given(SEEDS)
def test_one_candidate_more_never_hurts(seed):
    problem, ask = random_case(seed)
    ask = replace(ask, worst_decile_first=False)
    last = problem.candidate_count - 1
    if ask.objective in {"least-worst", "fewest-sites"} or problem.is_required[last]:
        return  # who can be reached at all is part of what these two ask
    pairs = problem.start[last]
    fields = ("cost", "capacity", "place", "is_required")
    less = replace(
        problem,
        start=problem.start[:-1],
        entry=problem.entry[:pairs],
        minutes=problem.minutes[:pairs],
        **{name: getattr(problem, name)[:-1] for name in fields},
    )
    first, second = solved(less, ask), solved(problem, ask)
    if first.status == "proven":
        assert second.status == "proven"
        assert is_no_better(first.value, second.value, ask)


def test_the_same_seed_gives_the_same_answer_on_one_thread_and_two():
    for seed in range(7):
        problem, ask = random_case(seed + 700)
        one, two = (replace(solve_siting(problem, ask, threads=count), seconds=0.0) for count in (1, 2))
        assert str(one) == str(two)


WAYS = np.array([[10.0, 90.0, 90.0], [90.0, 10.0, 90.0], [90.0, 90.0, 10.0], [90.0, 90.0, 20.0]])
PEOPLE = np.array([50.0, 30.0, 15.0, 5.0])


def asked(objective="most-people", **limits):
    return Ask(objective=objective, within_minutes=30.0, most_minutes=120.0, **limits)


def floor(label, entries, share):
    return Floor(key=label, label=label, people=np.isin(np.arange(4), entries) * 1.0, least_share=share)


def test_a_plan_tells_its_ties_and_what_comes_next():
    answer = solve_siting(full_problem(WAYS, np.array([50.0, 20.0, 15.0, 5.0])), asked(sites=1))
    assert (answer.chosen, answer.value, answer.ties, answer.has_more_ties) == ((0,), 50.0, (), False)
    assert [(other.chosen, other.value) for other in answer.runners_up] == [((1,), 20.0), ((2,), 20.0), ((), 0.0)]


def test_equal_plans_are_ties():
    answer = solve_siting(full_problem(WAYS, np.array([20.0, 20.0, 15.0, 5.0])), asked(sites=1))
    assert (answer.chosen, answer.ties) == ((0,), ((1,), (2,)))
    assert answer.runners_up[0].chosen == ()


def test_without_a_search_for_ties_there_may_be_more():
    answer = solve_siting(full_problem(WAYS, PEOPLE), asked(sites=1), runners_up=0)
    assert (answer.status, answer.ties, answer.has_more_ties) == ("proven", (), True)


def test_a_floor_that_cannot_be_met_is_named_with_the_nearest_that_can():
    answer = solve_siting(full_problem(WAYS, PEOPLE), asked(sites=1, floors=(floor("women", [1, 2], 0.8),)))
    assert answer.status == "infeasible"
    assert np.isnan(answer.value)
    assert answer.reason == (
        "the floor for women asks for 80.0 % within 30 minutes; at most 50.0 % can be met with 1 site; lower the "
        "floor, or allow more"
    )


def test_floors_that_can_be_met_only_one_by_one_are_told_together():
    floors = (floor("north", [0], 1.0), floor("south", [1], 1.0))
    answer = solve_siting(full_problem(WAYS, PEOPLE), asked(sites=1, floors=floors))
    assert answer.status == "infeasible"
    assert answer.reason.startswith(
        "each floor can be met alone but not all together with 1 site; together the nearest is"
    )
    assert sorted(word for word in answer.reason.split() if word in {"100.0", "0.0"}) == [
        "0.0",
        "100.0",
        "100.0",
        "100.0",
    ]


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"sites": 2}, "to cover all takes 3 sites and the plan allows 2; the nearest is 80.0 % of those"),
        ({"budget": 2.5}, "to cover all costs 3 and the budget is 2.5; the nearest is 80.0 % of those"),
    ],
)
def test_who_cannot_all_be_covered_is_told_what_it_takes(limits, reason):
    answer = solve_siting(full_problem(WAYS, PEOPLE), asked("fewest-sites", **limits))
    assert answer.status == "infeasible"
    assert answer.reason.startswith(reason)


def test_candidates_required_at_one_place_are_named():
    problem = replace(full_problem(WAYS, PEOPLE), place=np.array([0, 1, 1]), is_required=np.array([False, True, True]))
    answer = solve_siting(problem, asked(sites=1))
    assert answer.status == "infeasible"
    assert answer.reason.startswith("candidates 1 and 2 are both required and stand at one place")


@pytest.mark.parametrize(
    ("budget", "reason"),
    [
        (0.0, "the budget of 0 buys no candidate, the cheapest costs 1; nothing is built"),
        (0.5, "the budget of 0.5 buys no candidate, the cheapest costs 1; nothing is built"),
    ],
)
def test_money_for_nothing_builds_nothing_and_says_so(budget, reason):
    answer = solve_siting(full_problem(WAYS, PEOPLE), asked(budget=budget))
    assert (answer.status, answer.chosen, answer.value, answer.reason) == ("proven", (), 0.0, reason)


def test_no_candidate_that_reaches_anyone_is_a_plan_without_sites():
    problem = full_problem(WAYS, PEOPLE)
    nobody = replace(problem, start=np.zeros(4, np.int64), entry=problem.entry[:0], minutes=problem.minutes[:0])
    answer = solve_siting(nobody, asked(sites=2))
    assert (answer.status, answer.chosen, answer.value) == ("proven", (), 0.0)
    assert answer.reason == "nothing is built; no candidate adds anything to what exists"


def test_more_sites_than_candidates_takes_those_that_help():
    answer = solve_siting(full_problem(WAYS, PEOPLE), asked(sites=9))
    assert (answer.chosen, answer.value) == ((0, 1, 2), 100.0)
    assert answer.reason == "9 sites are asked for and there are 3 candidates; 3 of 9 sites do as much as any"


def test_sites_that_add_nothing_are_saved():
    ways = np.column_stack([WAYS, np.full(4, 25.0)])
    answer = solve_siting(full_problem(ways, PEOPLE), asked(sites=3))
    assert (answer.chosen, answer.value, answer.reason) == ((3,), 100.0, "1 of 3 sites do as much as any")


def test_time_that_runs_out_before_any_plan_is_told():
    floors = (floor("women", [1, 2], 0.8),)
    answer = solve_siting(full_problem(WAYS, PEOPLE), asked(sites=1, floors=floors), is_stopped=lambda: True)
    assert (answer.status, answer.chosen, answer.is_stopped) == ("unbounded", (), True)
    assert answer.reason.startswith("time ran out before any plan was found that keeps the limits")
