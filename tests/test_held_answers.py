"""Answers held in memory: within their bound, made once, and let go when they were used least recently."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from api.errors import NotReadyError
from api.what_ifs.held import Held


class Weight:
    def __init__(self, nbytes):
        self.bytes_held = nbytes


def hold(held, key, nbytes=10, *, under=None):
    with held.using(key, lambda: Weight(nbytes), under=under) as value:
        return value


def test_an_answer_is_made_once_for_all_who_wait():
    held, is_asked, goes_on, made = Held(most_bytes=100, at_once=1), threading.Event(), threading.Event(), []

    def make():
        made.append(1)
        is_asked.set()
        assert goes_on.wait(10)
        return Weight(1)

    def use():
        with held.using("a", make) as value:
            return value

    with ThreadPoolExecutor() as pool:
        first = pool.submit(use)
        assert is_asked.wait(10)
        second = pool.submit(use)
        goes_on.set()
        assert first.result(10) is second.result(10)
    assert made == [1]


def test_the_bound_holds_and_the_least_recently_used_goes_first():
    held = Held(most_bytes=30, at_once=1)
    for key in "abc":
        hold(held, key)
    hold(held, "a")
    hold(held, "d")
    assert held.keys() == ["a", "c", "d"]
    assert held.bytes_held == 30


def test_an_answer_in_use_is_not_let_go_and_what_finds_no_room_is_refused():
    held = Held(most_bytes=30, at_once=1)
    with held.using("a", lambda: Weight(20)):
        with pytest.raises(NotReadyError, match="NEARCARE_WHAT_IF_BYTES"):
            hold(held, "b", 20)
        assert held.keys() == ["a"]
    hold(held, "b", 20)
    assert held.keys() == ["b"]


def test_what_stands_under_an_answer_goes_with_it_and_keeps_it_while_in_use():
    held = Held(most_bytes=30, at_once=1)
    hold(held, "world")
    hold(held, "country", under="world")
    with held.using("picture", lambda: Weight(10), under="country"):
        with pytest.raises(NotReadyError):
            hold(held, "other")
        assert held.keys() == ["world", "country", "picture"]
    hold(held, "other")
    assert held.keys() == ["other"]


def test_an_answer_that_fails_is_told_to_those_who_wait_and_made_anew_for_the_next():
    held = Held(most_bytes=30, at_once=1)

    def fail():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"), held.using("a", fail):
        pass
    assert held.keys() == []
    assert hold(held, "a").bytes_held == 10


def test_an_answer_that_grows_is_counted_anew():
    held = Held(most_bytes=100, at_once=1)
    hold(held, "a").bytes_held = 50
    held.weigh_again("a")
    assert held.bytes_held == 50


def test_who_gets_no_turn_in_time_is_told_to_ask_again():
    held = Held(most_bytes=30, at_once=1, wait_s=0.01)
    with held.turn(), pytest.raises(NotReadyError, match="ask again"), held.turn():
        pass
    with held.turn():
        pass
