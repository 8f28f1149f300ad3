"""Classes of minutes: limits are inclusive, every status has its own look."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility import search
from geo.errors import ReleaseError
from maps import classes
from maps.classes import classify_cells, minutes_classes, rgb, status_code

BANDS = (30.0, 60.0, 120.0)


def lightness(colour):
    red, green, blue = rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_limit_belongs_to_the_shorter_class():
    minutes = np.array([[0.0, 30.0, 30.1, 60.0, 120.0, 120.1]], np.float32)
    code = classify_cells(minutes, np.ones((1, 6), np.uint8), bands_minutes=BANDS)
    assert code.tolist() == [[1, 1, 2, 2, 3, 4]]


def test_a_status_without_minutes_has_its_own_class():
    status = np.array([[0, 2, 3, 4, 5, 6]], np.uint8)
    code = classify_cells(np.full((1, 6), np.nan, np.float32), status, bands_minutes=BANDS)
    assert code.tolist() == [[0] + [status_code(each, band_count=3) for each in range(2, 7)]]


@given(minutes=st.lists(st.floats(0, 1e4), min_size=1, max_size=20))
def test_a_longer_way_is_never_in_a_nearer_class(minutes):
    times = np.sort(np.array([minutes]))
    code = classify_cells(times, np.ones(times.shape, np.uint8), bands_minutes=BANDS)
    assert (np.diff(code.astype(int)) >= 0).all()
    assert (code > 0).all()


@pytest.mark.parametrize("count", range(1, 13))
def test_the_farther_the_darker_and_no_two_colours_are_alike(count):
    classes = minutes_classes(tuple(30.0 * (place + 1) for place in range(count)))
    reached = [lightness(each.colour) for each in classes[: count + 1]]
    assert reached == sorted(reached, reverse=True)
    colours = [colour for each in classes for colour in (each.colour, each.stripe) if colour]
    assert len(colours) == len(set(colours))
    assert [each.code for each in classes] == list(range(1, count + 7))


def test_the_labels_say_the_limits_in_words():
    labels = [each.label for each in minutes_classes((30.0, 60.0, 150.0))]
    assert labels[:4] == ["Up to 30 min", "Over 30 min to 1 h", "Over 1 h to 2 h 30 min", "Over 2 h 30 min"]


def test_a_status_outside_the_contract_is_an_error():
    with pytest.raises(ReleaseError, match="9"):
        classify_cells(np.zeros((1, 1)), np.array([[9]], np.uint8), bands_minutes=BANDS)


def test_a_reached_cell_without_minutes_is_an_error():
    with pytest.raises(ReleaseError, match="no minutes"):
        classify_cells(np.array([[np.nan]]), np.array([[1]], np.uint8), bands_minutes=BANDS)


@pytest.mark.parametrize("bands", [(), (60.0, 30.0), (30.0, 30.0), tuple(range(1, 15))])
def test_bands_that_cannot_be_drawn_are_an_error(bands):
    with pytest.raises(ReleaseError, match="bands"):
        minutes_classes(bands)


def test_the_codes_of_a_release_are_those_of_the_search():
    for name in ("OUTSIDE", "REACHED", "NO_WAY", "INSIDE_HAZARD", "BARRIER", "NO_LAND_DATA", "BEYOND_LIMIT"):
        assert getattr(classes, f"STATUS_{name}") == getattr(search, name)
