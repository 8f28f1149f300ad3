"""A plan in the draws: without any range it is the point, and each range does what it should along a street."""

import numpy as np
import pytest
from street_plans import HOMES, Street, street_study

from accessibility.plans import draw_plan, find_frontier, people_newly_within

POPULATION = {"low": 0.5, "high": 2.0, "source": "made up"}


def drawn_of(folder, *, uncertainty, is_wide=False, threads=2, **options):
    study = street_study(folder, **options)
    study.tables["uncertainty"] = {"draws": 8, **uncertainty}
    street = Street(study)
    choices = [street.answer.chosen]
    if is_wide:
        choices += [point.chosen for point in find_frontier(street.posed)]
    return street, draw_plan(street.inputs, street.posed, street.answer, choices, threads=threads), choices


@pytest.mark.parametrize("objective", ["most-people", "least-minutes", "backup"])
def test_without_any_range_every_draw_is_the_plan_itself(tmp_path, objective):
    street, drawn, choices = drawn_of(tmp_path / "s", uncertainty={}, is_wide=True, objective=objective)
    point = [people_newly_within(street.posed, chosen) for chosen in choices]
    for values in (drawn.low, drawn.high, *drawn.gained.T):
        np.testing.assert_allclose(values, point, rtol=1e-12)
    in_plan = {int(street.posed.candidate[site]) for site in street.answer.chosen}
    assert set(drawn.share_of_draws.values()) <= {0.0, 1.0}
    assert {row for row, share in drawn.share_of_draws.items() if share} == in_plan


def test_of_plans_that_are_as_good_the_one_that_was_chosen_is_kept(tmp_path):
    street, drawn, _ = drawn_of(
        tmp_path / "s", uncertainty={}, homes={2: 10, 7: 50, 14: 50}, costs={7: 1, 14: 1}, sites=1
    )
    assert len(street.answer.ties) == 1
    assert sorted(drawn.share_of_draws.values()) == [0.0, 1.0]
    [row] = [row for row, share in drawn.share_of_draws.items() if share]
    assert row == int(street.posed.candidate[street.answer.chosen[0]])


def test_people_drawn_move_the_gain_and_no_site(tmp_path):
    street, drawn, _ = drawn_of(tmp_path / "s", uncertainty={"population": POPULATION})
    assert (drawn.gained >= 0.5 * 80).all()
    assert (drawn.gained <= 2 * 80).all()
    assert drawn.low[0] < drawn.high[0]
    np.testing.assert_allclose(drawn.low, np.quantile(drawn.gained, 0.1, axis=1))
    shares = {street.posed.candidates.ids[row]: share for row, share in drawn.share_of_draws.items()}
    assert shares == {"c7": 1.0, "c11": 1.0, "c15": 0.0}


def test_slower_land_loses_those_who_are_just_within(tmp_path):
    """Fifty people a cell from the one site: 7.3 minutes, within ten while the land keeps 73 of 100 of its speed."""
    ranges = {"land_speed_factor": {"low": 0.4, "high": 1.0}}
    _, drawn, _ = drawn_of(tmp_path / "s", uncertainty=ranges, homes={2: 10, 7: 50}, costs={8: 1})
    assert set(np.round(drawn.gained.ravel(), 6)) == {0.0, 50.0}


def test_a_site_is_in_the_plan_in_the_draws_in_which_it_is_best(tmp_path):
    """Between two homes of thirty the site reaches both, until the land is slow; then the door of forty is better."""
    ranges = {"land_speed_factor": {"low": 0.4, "high": 1.0}}
    street, drawn, _ = drawn_of(
        tmp_path / "s",
        uncertainty=ranges,
        homes={2: 10, 6: 30, 8: 30, 14: 40},
        costs={7: 1, 14: 1},
        sites=1,
    )
    assert street.ids(street.answer.chosen) == ["c7"]
    shares = {street.posed.candidates.ids[row]: share for row, share in drawn.share_of_draws.items()}
    is_both = np.isclose(drawn.gained[0], 60)
    assert 0 < is_both.mean() < 1
    assert shares == pytest.approx({"c7": is_both.mean(), "c14": 1 - is_both.mean()})


def test_the_draws_are_the_same_on_one_thread_and_on_two(tmp_path):
    ranges = {"land_speed_factor": {"low": 0.4, "high": 1.6}, "population": POPULATION}
    one, two = (
        drawn_of(tmp_path / str(threads), uncertainty=ranges, is_wide=True, threads=threads, within_minutes=25.0)[1]
        for threads in (1, 2)
    )
    assert one.gained.tobytes() == two.gained.tobytes()
    assert one.share_of_draws == two.share_of_draws


def test_what_the_draws_cannot_say_is_nothing(tmp_path):
    study = street_study(tmp_path / "s")
    street = Street(study)
    assert draw_plan(street.inputs, street.posed, street.answer, [street.answer.chosen]) is None
    _, drawn, _ = drawn_of(tmp_path / "few", uncertainty={}, draws=0)
    assert drawn is None


def test_once_stopped_nothing_is_told_of_the_draws(tmp_path):
    study = street_study(tmp_path / "s")
    study.tables["uncertainty"] = {"draws": 4}
    street = Street(study)
    told = draw_plan(street.inputs, street.posed, street.answer, [street.answer.chosen], is_stopped=lambda: True)
    assert told is None


def test_the_plan_draws_no_more_than_the_study(tmp_path):
    _, drawn, _ = drawn_of(tmp_path / "s", uncertainty={"draws": 3}, draws=20)
    assert (drawn.draws, drawn.gained.shape) == (3, (1, 3))
    assert sum(HOMES.values()) > drawn.gained.max()
