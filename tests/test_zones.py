"""Sums by zone: everything is in one zone or in none, NaN is counted, and threads change no bit."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import zones
from geo.errors import InputError
from geo.zones import zone_sums

seeds = st.integers(0, 10_000)


def some_cells(seed, *, shape=(23, 17), count=6):
    random = np.random.default_rng(seed)
    values = random.exponential(1e6, shape) * random.choice([1e-6, 1.0], shape)
    values[random.random(shape) < 0.1] = np.nan
    return np.repeat(random.integers(-1, count, (shape[0], 3)), (7, 5, 5), axis=1), values


@settings(max_examples=30)
@given(seed=seeds, kind=st.sampled_from([np.float64, np.float32]))
def test_each_zone_has_the_sum_of_its_known_cells(seed, kind):
    zone, values = some_cells(seed)
    values = values.astype(kind)
    found = zone_sums(zone, [values], 6)
    for number in range(-1, 6):
        held = values[zone == number].astype(float)
        known = held[~np.isnan(held)]
        sums, unknown, cells = (
            (found.outside[0], found.unknown_outside[0], found.cells_outside)
            if number < 0
            else (found.sums[0, number], found.unknown[0, number], found.cells[number])
        )
        assert sums == pytest.approx(math.fsum(known), rel=1e-15)
        assert (unknown, cells) == (len(held) - len(known), len(held))


@settings(max_examples=20)
@given(seed=seeds)
def test_any_number_of_threads_gives_the_same_bits(seed):
    zone, values = some_cells(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zones, "_BAND", 40)
        found = [zone_sums(zone, [values, values.astype(np.float32)], 6, threads=threads) for threads in (1, 2, 5)]
    for other in found[1:]:
        assert found[0].sums.tobytes() == other.sums.tobytes()
        assert found[0].outside.tobytes() == other.outside.tobytes()


@settings(max_examples=20)
@given(seed=seeds)
def test_several_layers_are_as_each_alone(seed):
    zone, values = some_cells(seed)
    layers = [values, values > 1e5, (values > 1e3).astype(np.uint8)]
    together = zone_sums(zone, layers, 6)
    for row, layer in enumerate(layers):
        alone = zone_sums(zone, [layer], 6)
        assert together.sums[row].tobytes() == alone.sums[0].tobytes()
        assert together.unknown[row].tolist() == alone.unknown[0].tolist()


def test_what_rounding_loses_is_put_back():
    small = np.tile([1e16, 1.0, -1e16], 5)
    assert zone_sums(np.arange(15) % 2, [small], 2).sums.sum() == 5


def test_a_toy_grid_adds_up():
    zone = np.array([[0, 0, 2], [-1, 2, 2]], np.int32)
    found = zone_sums(zone, [np.array([[1, 2, 4], [8, 16, np.nan]], np.float32)], 3)
    assert found.sums.tolist() == [[3, 0, 20]]
    assert (found.outside.tolist(), found.unknown.tolist(), found.unknown_outside.tolist()) == ([8], [[0, 0, 1]], [0])
    assert (found.cells.tolist(), found.cells_outside) == ([2, 0, 3], 1)


def test_cells_are_counted_without_any_layer():
    found = zone_sums(np.array([0, 1, 1, -1]), [], 3)
    assert (found.cells.tolist(), found.cells_outside, found.sums.shape) == ([1, 2, 0], 1, (0, 3))


def test_of_no_cells_every_sum_is_0():
    found = zone_sums(np.zeros((0, 4), np.int32), [np.zeros((0, 4))], 2)
    assert (found.sums.tolist(), found.outside.tolist(), found.cells.tolist()) == ([[0, 0]], [0], [0, 0])


def test_a_sum_without_end_stays_so():
    found = zone_sums(np.array([0, 1, 0]), [np.array([np.inf, 1, 2])], 2)
    assert found.sums.tolist() == [[np.inf, 1]]


@pytest.mark.parametrize(
    ("zone", "layer", "message"),
    [
        ([0, 3], [1.0, 1.0], "zones run from 0 to 3, not within -1 to 2"),
        ([-2, 0], [1.0, 1.0], "zones run from -2 to 0, not within -1 to 2"),
        ([0.0, 1.0], [1.0, 1.0], "zones are float64; number them by whole numbers"),
        ([0, 1], [1.0], r"layer 0 has shape \(1,\), the zones \(2,\)"),
        ([0, 1], [1, 1], "layer 0 is int64; give float32, float64, uint8 or bool"),
    ],
)
def test_bad_cells_are_refused_in_words(zone, layer, message):
    with pytest.raises(InputError, match=message):
        zone_sums(np.array(zone), [np.array(layer)], 3)
