"""Room at full centres: who is served where, against plain loops, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility.reasons import expected_excess, people_with_room, share_within
from geo.errors import InputError


@st.composite
def towns(draw):
    """Homes with their nearest centres, people who ask, and the room of centres."""
    homes, centres, ranks = draw(st.integers(1, 6)), draw(st.integers(1, 4)), draw(st.integers(0, 3))
    minutes, centre = np.full((homes, ranks), np.inf), np.full((homes, ranks), -1)
    for home in range(homes):
        known = draw(st.permutations(range(centres)))[: draw(st.integers(0, min(ranks, centres)))]
        centre[home, : len(known)] = known
        minutes[home, : len(known)] = sorted(draw(st.floats(0, 900)) for _ in known)
    people = np.array([draw(st.just(0.0) | st.floats(1e-3, 1e6)) for _ in range(homes)])
    capacity = np.array([draw(st.sampled_from([0.0, np.inf, np.nan]) | st.floats(1e-3, 1e6)) for _ in range(centres)])
    return minutes, centre, people, capacity


def by_plain_loops(minutes, centre, people, capacity):
    """Round after round, home by home."""
    room = [float("inf") if np.isnan(amount) else float(amount) for amount in capacity]
    share = [[0.0] * minutes.shape[1] for _ in people]
    left = [1.0] * len(people)
    for rank in range(minutes.shape[1]):
        askers = [0.0] * len(room)
        for home, there in enumerate(centre[:, rank]):
            if there >= 0:
                askers[there] += people[home] * left[home]
        for home, there in enumerate(centre[:, rank]):
            if there >= 0:
                ratio = 1.0 if room[there] > 0 and askers[there] <= room[there] else 0.0
                if askers[there] > room[there]:
                    ratio = room[there] / askers[there]
                share[home][rank] = left[home] * ratio
                left[home] -= share[home][rank]
        room = [max(had - asked, 0.0) for had, asked in zip(room, askers, strict=True)]
    return np.array(share).reshape(minutes.shape), np.array(left)


@given(towns())
@settings(max_examples=60)
def test_it_is_what_plain_loops_find(town):
    found = people_with_room(*town)
    share, left = by_plain_loops(*town)
    assert found.served_share == pytest.approx(share, abs=1e-9)
    assert found.left_share == pytest.approx(left, abs=1e-9)


@given(towns())
@settings(max_examples=60)
def test_nobody_is_lost_and_no_centre_is_overfull(town):
    _, centre, people, capacity = town
    found = people_with_room(*town)
    assert found.served_share.sum(axis=1) + found.left_share == pytest.approx(1, abs=1e-12)
    assert ((found.served_share >= 0) & (found.served_share <= 1)).all()
    served = [(people[:, None] * found.served_share)[centre == row].sum() for row in range(len(capacity))]
    assert found.served_per_year == pytest.approx(np.array(served), rel=1e-9, abs=1e-9)
    is_bounded = ~np.isnan(capacity)
    assert (found.served_per_year[is_bounded] <= capacity[is_bounded] * (1 + 1e-12)).all()
    total = found.served_per_year.sum() + (people * found.left_share).sum()
    assert total == pytest.approx(people.sum(), rel=1e-9)


@given(towns(), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_homes_and_empty_homes_change_no_bit(town, random):
    minutes, centre, people, capacity = town
    found = people_with_room(*town)
    order = random.sample(range(len(people)), len(people))
    mixed = people_with_room(minutes[order], centre[order], people[order], capacity)
    assert mixed.served_share.tobytes() == found.served_share[order].tobytes()
    assert mixed.left_share.tobytes() == found.left_share[order].tobytes()
    assert mixed.served_per_year.tobytes() == found.served_per_year.tobytes()
    more = people_with_room(
        np.vstack([minutes, minutes[:1]]), np.vstack([centre, centre[:1]]), np.append(people, 0.0), capacity
    )
    assert more.served_share[:-1].tobytes() == found.served_share.tobytes()
    assert more.served_share[-1].tobytes() == found.served_share[0].tobytes()


@given(towns())
@settings(max_examples=30)
def test_with_room_for_all_everybody_is_served_at_the_nearest(town):
    minutes, centre, people, capacity = town
    found = people_with_room(minutes, centre, people, np.full(len(capacity), np.inf))
    has_any = (centre >= 0).any(axis=1)
    if minutes.shape[1]:
        assert np.array_equal(found.served_share[:, 0], has_any.astype(float))
        assert (found.served_share[:, 1:] == 0).all()
        nearest = np.where(has_any, np.minimum(minutes[:, 0], 600) - 120, 480).clip(0)
        assert np.array_equal(expected_excess(minutes, found, threshold_minutes=120, most_minutes=600), nearest)
    assert np.array_equal(found.left_share, (~has_any).astype(float))


def test_a_full_centre_serves_the_same_share_of_all_who_ask_and_the_next_takes_the_rest():
    # centre 0 has room for 50 of 100 askers, centre 1 for 30 of the 50 who go on
    minutes, centre = [[10, 200], [20, 150]], [[0, 1], [0, 1]]
    found = people_with_room(minutes, centre, [60, 40], [50, 30])
    assert found.served_share.tolist() == [[0.5, 0.3], [0.5, 0.3]]
    assert found.left_share == pytest.approx([0.2, 0.2])
    assert found.served_per_year.tolist() == [50, 30]
    # 0.3 of them 80 and 30 minutes beyond, 0.2 of them 480
    excess = expected_excess(minutes, found, threshold_minutes=120, most_minutes=600)
    assert excess == pytest.approx([0.3 * 80 + 0.2 * 480, 0.3 * 30 + 0.2 * 480])
    assert share_within(minutes, found, threshold_minutes=150) == pytest.approx([0.5, 0.8])


def test_who_comes_in_a_later_round_shares_what_is_left():
    # centre 1 gives 40 of its 50 to its own home first; the 30 who are turned away at centre 0 share the last 10
    found = people_with_room([[10, 20], [5, np.inf]], [[0, 1], [1, -1]], [30, 40], [0, 50])
    assert found.served_share[0] == pytest.approx([0, 1 / 3])
    assert found.served_share[1].tolist() == [1, 0]
    assert found.left_share == pytest.approx([2 / 3, 0])


def test_a_centre_is_full_from_the_first_person_too_many_on():
    assert people_with_room([[10.0]], [[0]], [10.0], [10.0]).left_share.tolist() == [0]
    found = people_with_room([[10.0]], [[0]], [10.0001], [10.0])
    assert found.served_per_year.tolist() == [10]
    assert found.left_share == pytest.approx([0.0001 / 10.0001])


def test_a_centre_of_unknown_capacity_is_never_full():
    found = people_with_room([[10.0]], [[0]], [1e6], [np.nan])
    assert found.served_share.tolist() == [[1]]


def test_where_nobody_asks_the_answer_is_what_somebody_would_find():
    found = people_with_room([[10.0], [10.0], [10.0]], [[0], [1], [2]], [0, 0, 5], [3, 0, 5])
    assert found.served_share.ravel().tolist() == [1, 0, 1]


def test_without_any_centre_nobody_finds_room():
    found = people_with_room(np.empty((2, 0)), np.empty((2, 0), int), [3, 4], [])
    assert found.left_share.tolist() == [1, 1]
    assert expected_excess(np.empty((2, 0)), found, threshold_minutes=120, most_minutes=600).tolist() == [480, 480]


TOWN = {"minutes": [[10.0, 20.0]], "centre": [[0, 1]], "people_per_year": [5.0], "capacity_per_year": [1.0, 2.0]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"minutes": [10.0, 20.0]}, "give both as (homes, nearest centres)"),
        ({"centre": [[0.0, 1.0]]}, "the centres are no whole numbers"),
        ({"centre": [[0, 2]]}, "a home asks centre 2, and there are 2; give rows from 0, or -1 for none"),
        ({"centre": [[0, -2]]}, "a home asks centre -2"),
        ({"centre": [[1, 1]]}, "a home asks one centre twice"),
        ({"centre": [[0, -1]]}, "do not fit their centre"),
        ({"minutes": [[10.0, np.nan]]}, "some minutes are unknown"),
        ({"minutes": [[-1.0, 2.0]]}, "some minutes are unknown, negative"),
        ({"minutes": [[20.0, 10.0]]}, "the centres of home 0 do not stand by minutes; give the nearest first"),
        ({"people_per_year": [np.nan]}, "the people of some homes are unknown, negative or not finite"),
        ({"people_per_year": [5.0, 1.0]}, "people of shape (2,) are given for 1 homes"),
        ({"capacity_per_year": [1.0, -2.0]}, "the capacity of centre 1 is negative (-2); give 0 or more"),
        ({"capacity_per_year": [[1.0, 2.0]]}, "the capacity has shape (1, 2); give one number for each centre"),
    ],
)
def test_what_cannot_be_shared_out_is_refused(change, message):
    with pytest.raises(InputError) as caught:
        people_with_room(**{**TOWN, **change})
    assert message in str(caught.value)


def test_the_excess_is_of_the_minutes_that_were_given():
    found = people_with_room(**TOWN)
    with pytest.raises(InputError, match="from which the room was shared out"):
        expected_excess([[10.0]], found, threshold_minutes=120, most_minutes=600)
