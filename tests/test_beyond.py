"""What lies beyond the threshold for each set of cures: as plain loops find it, however few homes are taken at once."""

from itertools import combinations

import numpy as np
import pytest

from accessibility.reasons import beyond
from accessibility.reasons.beyond import Bounds, PlacesOfHomes, Room, measure_beyond
from accessibility.reasons.searches import Ways

FACTORS = ("hazards", "day", "no-road")
BOUNDS = Bounds(threshold_minutes=60.0, most_minutes=300.0)
COUNT = 23


def subsets(names):
    return [frozenset(some) for size in range(len(names) + 1) for some in combinations(names, size)]


@pytest.fixture
def asked():
    """Random ways of every second home, with links, for each set of what changes the question."""
    random = np.random.default_rng(5)
    homes = np.arange(0, COUNT, 2)
    ways = {}
    for cured in subsets(("hazards", "day")):
        minutes, linked = random.uniform(0, 400, (2, len(homes), 1))
        minutes[random.random(len(homes)) < 0.2] = np.inf
        centre = np.where(np.isfinite(minutes), 0, -1).astype(np.int32)
        ways[cured] = Ways(homes=homes, minutes=minutes, centre=centre, linked=linked, linked_centre=None)
    people = random.uniform(0, 9, COUNT)
    places = PlacesOfHomes(place=np.stack([np.arange(COUNT) % 3 - 1, np.arange(COUNT) % 4]), counts=(2, 4))
    return ways, people, places


def test_people_and_minutes_beyond_are_those_of_plain_loops(asked):
    ways, people, places = asked
    found = measure_beyond(ways, FACTORS, people, places, BOUNDS, room=None)
    homes = ways[frozenset()].homes
    own = {}
    for cured in subsets(FACTORS):
        way = ways[cured - {"no-road"}]
        minutes = np.minimum(way.minutes, way.linked) if "no-road" in cured else way.minutes
        own[cured] = minutes[:, 0]
    for cured in own:
        least = np.min([own[within] for within in own if within <= cured], axis=0)
        lost = sum(people[home] * max(min(way, 300) - 60, 0) for home, way in zip(homes, least, strict=True))
        assert found.person_minutes[cured][-1] == pytest.approx(lost)
        assert found.person_minutes[cured][2:6].sum() == pytest.approx(lost)
    is_beyond = own[frozenset()] > 60
    assert found.people[-1] == pytest.approx(people[homes][is_beyond].sum())
    for factor in FACTORS:
        gained = people[homes][is_beyond & (own[frozenset([factor])] <= 60)].sum()
        assert found.people_within_alone[factor][-1] == pytest.approx(gained)
        assert (found.people_within_alone[factor] <= found.people_within_all * (1 + 1e-12)).all()
    any_within = np.min(list(own.values()), axis=0) <= 60
    assert found.people_within_all[-1] == pytest.approx(people[homes][is_beyond & any_within].sum())


def test_homes_taken_a_few_at_once_give_the_same(asked, monkeypatch):
    ways, people, places = asked
    whole = measure_beyond(ways, FACTORS, people, places, BOUNDS, room=None)
    monkeypatch.setattr(beyond, "_AT_ONCE", 5)
    parts = measure_beyond(ways, FACTORS, people, places, BOUNDS, room=None)
    for cured, minutes in whole.person_minutes.items():
        np.testing.assert_allclose(parts.person_minutes[cured], minutes, rtol=1e-13)
    np.testing.assert_array_equal(parts.people, whole.people)
    np.testing.assert_array_equal(parts.people_within_all, whole.people_within_all)


def test_room_is_shared_out_among_all_homes_however_few_are_taken_at_once(asked, monkeypatch):
    ways, people, places = asked
    ways = {
        cured: Ways(homes=way.homes, minutes=way.minutes, centre=way.centre, linked=None, linked_centre=None)
        for cured, way in ways.items()
    }
    room = Room(people_per_year=people, capacity_per_year=np.array([people.sum() / 6]))
    factors = ("hazards", "day", "full")
    whole = measure_beyond(ways, factors, people, places, BOUNDS, room=room)
    monkeypatch.setattr(beyond, "_AT_ONCE", 5)
    parts = measure_beyond(ways, factors, people, places, BOUNDS, room=room)
    for cured, minutes in whole.person_minutes.items():
        np.testing.assert_array_equal(parts.person_minutes[cured], minutes)
    assert whole.people[-1] > people[ways[frozenset()].homes][ways[frozenset()].minutes[:, 0] > 60].sum()


def test_without_homes_nothing_is_beyond(asked):
    ways, people, places = asked
    ways = {cured: way.of(np.empty(0, np.int64)) for cured, way in ways.items()}
    found = measure_beyond(ways, FACTORS, people, places, BOUNDS, room=None)
    assert all((minutes == 0).all() for minutes in found.person_minutes.values())
    assert (found.people == 0).all()
