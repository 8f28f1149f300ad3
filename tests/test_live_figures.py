"""Figures of a live country: with some homes' answers replaced they are those of a run, to the last bit."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility.live.homes import Homes, no_patch
from accessibility.need import Demand, PeopleTime, measure_access
from accessibility.search import BEYOND_LIMIT, INSIDE_HAZARD, NO_WAY, REACHED
from geo import zones

BANDS = (30.0, 60.0)
THRESHOLD = 45.0


def times_of(random, size):
    """Answers with many equal minutes and every status."""
    status = random.choice([REACHED, REACHED, REACHED, NO_WAY, INSIDE_HAZARD, BEYOND_LIMIT], size).astype(np.uint8)
    minutes = np.where(status == REACHED, random.integers(0, 40, size) * 2.3, np.inf)
    return PeopleTime(minutes=minutes, nearest=np.zeros(size, np.int32), status=status)


class Town:
    """Homes of some areas, with people outside the grid or without."""

    def __init__(self, seed, size=200):
        self.random = random = np.random.default_rng(seed)
        cell = np.arange(size)
        self.zone = np.repeat(random.integers(-1, 5, size), random.integers(1, 9, size))[:size].astype(np.int32)
        self.demand = Demand(
            home_cell=cell,
            people=random.gamma(0.5, 3.0, size) + 1e-6,
            answer_cell=np.where(random.random(size) < 0.1, np.maximum(cell - 1, 0), cell),
            adopted_m=np.zeros(size),
            home_status=np.zeros(size, np.uint8),
        )
        self.outside = (0.0, 12.5)[seed % 2]
        self.base = times_of(random, size)
        self.homes = Homes(
            self.demand,
            self.base,
            np.where(self.zone < 0, 5, self.zone).astype(np.int64),
            area_ids=["a", "b", "c", "d", "e"],
            area_names=["A", "B", "C", "D", "E"],
            bands_minutes=BANDS,
            threshold_minutes=THRESHOLD,
            people_outside_grid=self.outside,
            has_free=False,
        )

    def changed(self):
        """Some homes, their new answers, and the answers of all then."""
        home = np.flatnonzero(self.random.random(len(self.base.minutes)) < 0.2)
        other = times_of(self.random, len(home))
        minutes, status = self.base.minutes.copy(), self.base.status.copy()
        minutes[home], status[home] = other.minutes, other.status
        return home, other, PeopleTime(minutes=minutes, nearest=self.base.nearest, status=status)

    def measured(self, times):
        areas = SimpleNamespace(ids=("a", "b", "c", "d", "e"), names=("A", "B", "C", "D", "E"), zone=self.zone)
        return measure_access(
            self.demand,
            times,
            areas,
            bands_minutes=BANDS,
            threshold_minutes=THRESHOLD,
            people_outside_grid=self.outside,
        )


def is_as_measured(town, figures, table):
    everyone = table.iloc[-1]
    headline = town.homes.headline(figures)
    areas = town.homes.areas(figures)
    quantiles = ("median_minutes", "p90_minutes")
    return all(np.array_equal(value, everyone[name], equal_nan=True) for name, value in headline.items()) and all(
        np.array_equal(areas[f"{name}_after"], table[name], equal_nan=True) for name in quantiles
    )


@pytest.fixture(params=[1 << 20, 16], ids=["one band", "many bands"])
def _band(request, monkeypatch):
    monkeypatch.setattr(zones, "_BAND", request.param)


@pytest.mark.usefixtures("_band")
@pytest.mark.parametrize("seed", range(4))
def test_figures_with_other_answers_are_those_of_a_run_to_the_last_bit(seed):
    town = Town(seed)
    assert is_as_measured(town, town.homes.base, town.measured(town.base))
    for _ in range(3):
        home, other, times = town.changed()
        figures = town.homes.with_patch(town.homes.patch(home, other.minutes, other.status))
        assert is_as_measured(town, figures, town.measured(times))


@given(seed=st.integers(0, 1000))
@settings(max_examples=20)
def test_what_areas_gain_adds_up_to_what_all_gain(seed):
    town = Town(seed, size=60)
    home, other, _ = town.changed()
    areas = town.homes.areas(town.homes.with_patch(town.homes.patch(home, other.minutes, other.status)))
    numbers = [column for column in areas if column.startswith(("pe", "population"))]
    np.testing.assert_allclose(areas[numbers].iloc[:-1].sum(), areas[numbers].iloc[-1], rtol=1e-12)


def test_without_another_answer_nothing_is_gained_or_lost():
    town = Town(3)
    assert (town.homes.patch(np.arange(5), town.base.minutes[:5], town.base.status[:5]).at == no_patch().at).all()
    everyone = town.homes.areas(town.homes.base).iloc[-1]
    assert everyone[["people_gaining", "people_losing", "people_cut_off", "people_reconnected"]].sum() == 0
