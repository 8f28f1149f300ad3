"""Ctrl-C while plans are made: the best so far is taken and the release is written; a second one stops."""

import os
import signal
import threading

import pytest

from geo.stopping import Stopped, best_so_far_by_ctrl_c, stopped_by_signals


def press():
    os.kill(os.getpid(), signal.SIGINT)


def test_the_first_ctrl_c_asks_for_the_best_so_far_and_is_told_once():
    told = []
    with stopped_by_signals(), best_so_far_by_ctrl_c(lambda: told.append("best")) as is_stopped:
        assert not is_stopped()
        press()
        assert is_stopped()
        assert told == ["best"]


def test_the_second_ctrl_c_stops_as_ever():
    with stopped_by_signals(), best_so_far_by_ctrl_c(lambda: None):
        press()
        with pytest.raises(Stopped):
            press()


def test_after_the_plans_ctrl_c_stops_as_ever():
    with stopped_by_signals():
        with best_so_far_by_ctrl_c(lambda: None):
            pass
        with pytest.raises(Stopped):
            press()


def test_another_signal_to_end_is_no_wish_for_the_best_so_far():
    with pytest.raises(Stopped) as stopped, stopped_by_signals(), best_so_far_by_ctrl_c(lambda: None):
        os.kill(os.getpid(), signal.SIGTERM)
    assert stopped.value.number == signal.SIGTERM


def test_what_handled_ctrl_c_before_does_so_again():
    before = signal.getsignal(signal.SIGINT)
    with best_so_far_by_ctrl_c(lambda: None):
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before
    with best_so_far_by_ctrl_c(lambda: None):
        press()
    assert signal.getsignal(signal.SIGINT) is before


def test_in_another_thread_nobody_asks():
    found = []

    def work():
        with best_so_far_by_ctrl_c(lambda: None) as is_stopped:
            found.append(is_stopped())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [False]
