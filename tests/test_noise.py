"""Noise: the law of the mechanism, the price of a table, and the same answer for the same question."""

import numpy as np
import pytest
from told_tables import BASE, VILLAGES, K, by_sex

from accessibility.protection import add_noise, cells_of_a_person, epsilon_of_table, tell_noisy

MANY = 1_500


def noise_of_many(epsilon):
    """The noise of every cell of the toy under many keys."""
    table = by_sex(VILLAGES)
    counts = table.cells()
    everything = np.ones_like(counts, dtype=bool)
    return np.concatenate(
        [
            (add_noise(counts, everything, table, epsilon=epsilon, key=b"%d" % key) - counts).ravel()
            for key in range(MANY // 27 + 1)
        ]
    )


def test_noise_is_two_sided_geometric():
    """P(Z = z) = (1 - a) / (1 + a) a^|z|; each share within four standard errors."""
    epsilon = 0.5
    noise, a = noise_of_many(epsilon), np.exp(-epsilon)
    for z in range(-4, 5):
        share = (1 - a) / (1 + a) * a ** abs(z)
        assert abs((noise == z).mean() - share) < 4 * np.sqrt(share * (1 - share) / noise.size)
    assert abs(noise.mean()) < 4 * np.sqrt(2 * a) / (1 - a) / np.sqrt(noise.size)


def test_more_epsilon_means_less_noise():
    assert np.abs(noise_of_many(2.0)).mean() < np.abs(noise_of_many(0.5)).mean()


def test_one_person_more_moves_the_odds_by_no_more_than_epsilon():
    """Exactly, from the law: P(count + Z = x) over P(count + 1 + Z = x) is within exp(-epsilon) and exp(epsilon)."""
    a = np.exp(-0.5)
    x = np.arange(-30, 31)
    ratio = a ** np.abs(x) / a ** np.abs(x - 1)
    assert ratio.max() <= np.exp(0.5) + 1e-12
    assert ratio.min() >= np.exp(-0.5) - 1e-12


def test_asking_twice_gives_the_same_and_no_other_count_moves_a_cell():
    table = by_sex(VILLAGES)
    counts = table.cells()
    is_shown = counts >= K
    first = add_noise(counts, is_shown, table, epsilon=1.0, key=b"snapshot")
    assert (first == add_noise(counts, is_shown, table, epsilon=1.0, key=b"snapshot")).all()
    moved = counts + 100
    moved[0] = counts[0]
    assert (add_noise(moved, is_shown, table, epsilon=1.0, key=b"snapshot")[0] == first[0]).all()
    assert not first[~is_shown].any()


def test_a_person_is_in_one_cell_of_each_margin_and_level():
    # By sex and not, in the village, the valley and the whole.
    assert cells_of_a_person(by_sex(VILLAGES)) == 2 * 3
    assert epsilon_of_table(by_sex(VILLAGES), epsilon=0.25) == 1.5


def test_what_is_told_is_a_multiple_and_not_below_the_least():
    table = by_sex(VILLAGES)
    counts = table.cells()
    is_shown = counts >= K
    told = tell_noisy(counts, is_shown, table, epsilon=0.05, least=K, base=BASE, key=b"snapshot")
    assert not (told % BASE).any()
    assert (told[is_shown] >= K).all()
    assert (told[is_shown] == K).any()


@pytest.mark.parametrize("epsilon", [0.0, -1.0, float("inf"), float("nan")])
def test_epsilon_is_a_number_above_zero(epsilon):
    table = by_sex(VILLAGES)
    with pytest.raises(ValueError, match="above 0"):
        add_noise(table.cells(), np.ones(table.cube_shape, bool), table, epsilon=epsilon, key=b"key")
