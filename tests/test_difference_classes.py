"""Classes of a difference: limits belong to the smaller class, and what cannot be is refused."""

import numpy as np
import pytest

from geo.errors import ReleaseError
from maps.difference_classes import classify_change, difference_classes

SAME, QUICKER, SLOWER, RECONNECTED, CUT_OFF, NO_MINUTES = range(1, 7)


def slugs(minutes_gained, change):
    by_code = {each.code: each.slug for each in difference_classes()} | {0: "outside"}
    codes = classify_change(np.array(minutes_gained, np.float32), np.array(change, np.uint8))
    return [by_code[code] for code in codes.tolist()]


def test_a_limit_belongs_to_the_smaller_class():
    gained = [0.1, 5, 5.1, 15, 30, 60, 60.5]
    assert slugs(gained, [QUICKER] * 7) == [f"quicker-{place}" for place in (0, 0, 1, 1, 2, 3, 4)]
    assert slugs([-minutes for minutes in gained], [SLOWER] * 7) == [
        f"slower-{place}" for place in (0, 0, 1, 1, 2, 3, 4)
    ]


def test_what_has_no_minutes_on_one_side_has_its_own_class():
    nan = float("nan")
    found = slugs([nan, 0, nan, nan, nan], [0, SAME, RECONNECTED, CUT_OFF, NO_MINUTES])
    assert found == ["outside", "same", "reconnected", "cut-off", "no-minutes"]


def test_each_class_has_its_own_code_and_colours():
    classes = difference_classes()
    colours = [colour for each in classes for colour in (each.colour, each.stripe) if colour]
    assert sorted(each.code for each in classes) == list(range(1, 15))
    assert len(colours) == len(set(colours))


def test_a_change_that_is_not_in_the_contract_is_an_error():
    with pytest.raises(ReleaseError, match="holds 7"):
        slugs([0], [7])


def test_a_quicker_cell_without_minutes_is_an_error():
    with pytest.raises(ReleaseError, match=r"minutes_gained\.tif has no minutes"):
        slugs([float("nan")], [QUICKER])
