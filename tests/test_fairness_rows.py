"""The rows of fairness.csv: each figure is that of its measure over the homes that it names."""

import math

import numpy as np
import pandas as pd
import pytest
from long_access import RUN

from accessibility.fairness import (
    FAIRNESS_COLUMNS,
    fairness_frame,
    fgt,
    gini,
    kolm_pollak_ede,
    kolm_pollak_kappa,
    palma,
    theil,
)
from geo.errors import InputFaults

INF = math.inf
MINUTES = np.array([10.0, 30.0, 90.0, 240.0, INF, 60.0])
EVERYONE = np.array([400.0, 200.0, 100.0, 200.0, 50.0, 50.0])
AREA = np.array([0, 0, 1, 1, 1, -1])
PEOPLE = {"everyone": EVERYONE, "female": EVERYONE * 0.5, "city": EVERYONE * 0}


def frame(minutes=MINUTES, people=PEOPLE, **other):
    asked = {"run": RUN, "area_of_home": AREA, "area_ids": ("a", "b", "c"), "threshold_minutes": 60.0}
    return fairness_frame(minutes, people, **(asked | other))


def figures(rows, area_id="total", group="everyone"):
    own = rows[(rows["area_id"] == area_id) & (rows["group"] == group)]
    return own.set_index("measure")


def test_figures_of_the_whole_are_those_of_the_measures():
    found = figures(frame())["value"]
    kappa = kolm_pollak_kappa(MINUTES, EVERYONE)
    assert found["gini"] == gini(MINUTES, EVERYONE).value
    assert found["palma"] == palma(MINUTES, EVERYONE).value
    assert found["theil"] == theil(MINUTES, EVERYONE).value
    assert found["theil_within"] + found["theil_between"] == pytest.approx(found["theil"])
    assert found["fgt0"] == 0.35
    assert found["fgt2"] == fgt(MINUTES, EVERYONE, threshold_minutes=60, alpha=2).value
    assert found["kolm_pollak_ede"] == kolm_pollak_ede(MINUTES, EVERYONE, kappa_per_minute=kappa).value


def test_figures_of_an_area_are_of_its_homes():
    found = figures(frame(), "b")
    assert found.loc["gini", "value"] == gini(MINUTES[2:5], EVERYONE[2:5]).value
    assert found.loc["fgt0", "value"] == 1.0
    assert (found.loc["gini", "denominator"], found.loc["fgt0", "denominator"]) == (300, 350)
    assert found.loc["gini", "note"] == "14.3 % have no way and are left out"
    assert "theil" not in found.index


def test_one_kappa_holds_for_all_groups_and_areas():
    rows = frame()
    notes = rows.loc[rows["measure"] == "kolm_pollak_ede", "note"]
    kappa = kolm_pollak_kappa(MINUTES, EVERYONE)
    assert notes.str.startswith(f"aversion 1, kappa {kappa:.4g} per minute").all()
    own = figures(frame(kappa_per_minute=0.02))
    assert own.loc["kolm_pollak_ede", "value"] == kolm_pollak_ede(MINUTES, EVERYONE, kappa_per_minute=0.02).value


def test_an_empty_group_and_an_empty_area_are_rows_of_nobody():
    rows = frame()
    for empty in (figures(rows, group="city"), figures(rows, "c")):
        assert empty["value"].isna().all()
        assert (empty["denominator"] == 0).all()
        assert empty["note"].str.contains("nobody").all()


def test_homes_outside_all_areas_have_rows_only_if_there_are_some():
    assert figures(frame(), "outside").loc["fgt0", "denominator"] == 50
    assert "outside" not in set(frame(area_of_home=np.abs(AREA))["area_id"])


def test_groups_in_areas_are_those_that_are_asked():
    assert set(frame().query("area_id == 'a'")["group"]) == {"everyone"}
    assert set(frame(groups_by_area=("female", "city")).query("area_id == 'a'")["group"]) == {"female", "city"}


def test_who_ranks_high_and_is_within_the_threshold_makes_the_concentration_index_positive():
    found = figures(frame(ranks={"people per km2": np.array([6.0, 5.0, 3.0, 2.0, 1.0, 4.0])})).loc[
        "concentration_index"
    ]
    assert found["value"] == pytest.approx(4 * 0.65 * 0.35)  # all within rank above all beyond
    assert found["denominator"] == 1000
    assert found["note"] == "share within 60 min, ranked by people per km2"


def test_a_hundredth_of_all_people_changes_denominators_alone():
    one = frame(ranks={"d": MINUTES}).drop(columns=["denominator"])
    people = {key: each * 0.01 for key, each in PEOPLE.items()}
    pd.testing.assert_frame_equal(one, frame(people=people, ranks={"d": MINUTES}).drop(columns=["denominator"]))


def test_the_columns_are_those_of_the_file():
    rows = frame()
    assert tuple(rows.columns) == FAIRNESS_COLUMNS
    assert (rows["pillar"] == "physical_rehab").all()
    assert rows["other_value"].isna().all()
    assert (rows["other_group"] == "").all()


@pytest.mark.parametrize(("minutes", "equivalent"), [(np.zeros(6), 0.0), (np.full(6, INF), math.nan)])
def test_where_no_way_takes_time_or_there_is_none_the_equivalent_is_0_or_none(minutes, equivalent):
    assert figures(frame(minutes))["value"]["kolm_pollak_ede"] == pytest.approx(equivalent, nan_ok=True)


def test_what_is_no_run_or_no_group_is_refused():
    with pytest.raises(
        InputFaults, match=r"run: has pillar. Give pillar, profile, scenario, season, direction, hazards"
    ):
        frame(run={"pillar": "any"})
    with pytest.raises(InputFaults, match=r"people_by_group: has no group"):
        frame(people={})
    with pytest.raises(InputFaults, match=r"groups_by_area: 'men' is no group. It has everyone, female, city"):
        frame(groups_by_area=("men",))
    with pytest.raises(InputFaults, match=r"people: 6 entries are negative"):
        frame(people={"everyone": -EVERYONE})
    with pytest.raises(InputFaults, match=r"threshold_minutes: is 0"):
        frame(threshold_minutes=0)


def test_homes_in_no_area_that_there_is_are_refused():
    with pytest.raises(InputFaults, match=r"area_of_home: goes from -1 to 3 beside 3 areas"):
        frame(area_of_home=AREA + 2 * (AREA == 1))
    with pytest.raises(InputFaults, match=r"area_of_home: has 2 entries beside 6 of people"):
        frame(area_of_home=AREA[:2])
