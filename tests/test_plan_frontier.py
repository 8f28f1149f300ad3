"""The frontier of a plan: solved in the head along a street, and never worse with more of what limits it."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reason_worlds import CENTRE_COLUMN
from small_study import SIZE
from street_plans import HOMES, Street, street_study

from accessibility.plans import find_frontier, frontier_frame, knee_of, measure_plan, people_newly_within
from accessibility.siting import MAXIMISED, value_of


def frontier_of(street, **options):
    points = find_frontier(street.posed, **options)
    return points, frontier_frame(street.inputs, street.posed, points)


def test_each_further_site_goes_where_most_people_are_left(tmp_path):
    street = Street(street_study(tmp_path / "s"))
    points, frame = frontier_of(street)
    assert [street.ids(point.chosen) for point in points] == [[], ["c7"], ["c7", "c11"], ["c7", "c11", "c15"]]
    everyone = frame[frame["group"] == "everyone"]
    assert everyone["people_gained"].tolist() == [0, 50, 80, 100]
    assert everyone["people_gained_by_last"].tolist() == [0, 50, 30, 20]
    assert everyone["people_within"].tolist() == [10, 60, 90, 110]
    assert everyone["total_cost"].tolist() == [0, 60, 90, 100]
    np.testing.assert_allclose(everyone["group_share_within"], np.array([10, 60, 90, 110]) / sum(HOMES.values()))
    assert set(everyone["status"]) == {"proven"}


def test_with_money_alone_the_frontier_steps_through_money(tmp_path):
    street = Street(street_study(tmp_path / "s", budget=50))
    points, frame = frontier_of(street)
    assert points[-1].total_cost == 100  # twice the budget
    everyone = frame[frame["group"] == "everyone"]
    assert (everyone["total_cost"].diff()[1:] > 0).all()
    by_cost = dict(zip(everyone["total_cost"], everyone["people_gained"], strict=True))
    assert by_cost == {0: 0, 10: 20, 30: 30, 40: 50, 70: 70, 100: 100}  # in steps of 12.5


@pytest.mark.parametrize("objective", ["most-people", "least-minutes", "least-worst", "backup", "worst-decile"])
def test_no_point_is_worse_by_the_plans_own_objective(tmp_path, objective):
    street = Street(street_study(tmp_path / "s", objective=objective, within_minutes=30.0))
    posed, sign = street.posed, 1.0 if objective in MAXIMISED else -1.0
    values = [sign * value_of(posed.problem, posed.ask, objective, point.chosen) for point in find_frontier(posed)]
    assert all(later >= earlier for earlier, later in pairwise(values))
    assert len(values) > 1


def test_the_point_with_the_plans_own_number_of_sites_is_the_plan(tmp_path):
    street = Street(street_study(tmp_path / "s"))
    [same] = [point for point in find_frontier(street.posed) if len(point.chosen) == 2]
    assert same.chosen == street.answer.chosen
    assert same.people_gained == people_newly_within(street.posed, street.answer.chosen)


def test_among_many_sites_the_number_that_is_asked_for_has_its_point(tmp_path):
    homes = {CENTRE_COLUMN: 10} | {column: 100 - column for column in range(4, SIZE)}
    street = Street(
        street_study(tmp_path / "s", homes=homes, costs=dict.fromkeys(range(4, SIZE), 1), sites=7, within_minutes=3.0)
    )
    counts = [len(point.chosen) for point in find_frontier(street.posed)]
    assert 7 in counts
    assert counts[-1] == 14
    assert len(counts) < 12


def test_a_frontier_that_is_stopped_still_begins_at_nothing(tmp_path):
    street = Street(street_study(tmp_path / "s"))
    [only] = find_frontier(street.posed, is_stopped=lambda: True)
    assert (only.chosen, only.people_gained, only.status) == ((), 0.0, "proven")


def test_without_money_there_is_only_the_point_at_nothing(tmp_path):
    street = Street(street_study(tmp_path / "s", budget=0))
    assert [point.chosen for point in find_frontier(street.posed)] == [()]


@given(gains=st.lists(st.floats(0.01, 1e6), min_size=2, max_size=9), steps=st.data())
@settings(max_examples=60)
def test_the_knee_is_the_point_farthest_above_the_chord(gains, steps):
    costs = np.cumsum([0, *(steps.draw(st.floats(0.01, 1e5)) for _ in gains)]).tolist()
    gained = np.cumsum([0, *sorted(gains, reverse=True)]).tolist()
    found = knee_of(costs, gained)
    above = np.array(gained) / gained[-1] - np.array(costs) / costs[-1]
    if found is None:
        assert above.max() <= 0.05 + 1e-9
    else:
        assert 0 < found < len(costs) - 1
        assert above[found] == pytest.approx(above.max())


@pytest.mark.parametrize(
    ("costs", "gained"), [([0], [0]), ([0, 1], [0, 5]), ([0, 1, 2], [0, 0, 0]), ([0, 0, 0], [0, 1, 2])]
)
def test_there_is_no_knee_without_a_bend(costs, gained):
    assert knee_of(costs, gained) is None


def test_groups_are_told_with_everybody_of_them_though_others_are_counted(tmp_path):
    """Only the villages are counted; the share of everyone is that of a search with the sites, the city too."""
    homes = {CENTRE_COLUMN: 10, 6: 60_000, 7: 60_000, 8: 50, 15: 40}
    street = Street(street_study(tmp_path / "s", homes=homes, costs={8: 1, 15: 1}, people="rural", sites=1))
    groups = street.inputs.groups
    assert 0 < groups.total("rural") < groups.total("everyone")
    for point in find_frontier(street.posed):
        frame = frontier_frame(street.inputs, street.posed, [point]).set_index("group")
        [after] = measure_plan(street.posed, point.chosen, street.network).after
        for key in ("everyone", "rural"):
            within = groups.people(key)[after.minutes <= 10].sum()
            assert frame.loc[key, "group_share_within"] == pytest.approx(within / groups.total(key))


def test_a_group_of_nobody_has_no_share(tmp_path):
    street = Street(street_study(tmp_path / "s"))
    _, frame = frontier_of(street)
    told = frame.set_index("group")["group_share_within"]
    assert told["everyone"].notna().all()
    assert told[[street.inputs.groups.total(key) == 0 for key in told.index]].isna().all()
