"""Reasons and intervals for the whole of the Comoros, with made-up hazards: slow, so that verify alone runs it."""

import numpy as np
import pandas as pd
import pytest
from comoros_made_up import place_why

from accessibility.run_dimensions import DIMENSIONS
from accessibility.study import run_study

PLACE = [*DIMENSIONS, "place_kind", "place_id"]


@pytest.fixture(scope="module")
def tables(root, shared_data, tmp_path_factory):
    study = place_why(root, shared_data, tmp_path_factory.mktemp("comoros") / "why")
    study.write_text(study.read_text("utf-8").replace("draws = 100", "draws = 4"), encoding="utf-8")
    return run_study(study, out=study.parent / "release") / "public" / "tables"


@pytest.mark.verify
def test_shares_of_every_place_add_up_and_hazards_take_part_where_they_are(tables):
    reasons = pd.read_csv(tables / "reasons.csv")
    active = reasons[reasons["is_active"] & (reasons["denominator_person_hours"] > 0)]
    assert set(active["profile"]) == {"vehicle", "walk"}
    assert set(active["season"]) == {"dry", "wet"}
    np.testing.assert_allclose(active.groupby(PLACE)["share"].sum(), 1, atol=1e-9)
    held = active[(active["factor"] == "hazards") & (active["place_kind"] == "all")]
    assert set(held["hazards"]) == {"hazards"}
    assert (held["share"] > 0).all()
    assert set(active.loc[active["profile"] == "vehicle", "factor"]) >= {"hazards", "no-road", "too-far"}
    assert "profile" not in set(active.loc[active["profile"] == "vehicle", "factor"])
    assert "road-season" not in set(active.loc[active["season"] == "dry", "factor"])


@pytest.mark.verify
def test_intervals_are_in_order_and_certainty_adds_up(tables):
    intervals = pd.read_csv(tables / "intervals.csv")
    known = intervals[intervals["low"].notna()]
    assert ((known["low"] <= known["median"]) & (known["median"] <= known["high"])).all()
    assert set(known["draws"]) == {4}
    certainty = pd.read_csv(tables / "certainty.csv")
    parts = certainty[["surely_beyond", "perhaps_beyond", "surely_within"]].sum(axis=1)
    np.testing.assert_allclose(parts, certainty["people"], rtol=1e-9)
    assert (certainty["people_could_change"] <= certainty["people"] * (1 + 1e-9)).all()


@pytest.mark.verify
def test_regions_are_called_by_the_places_in_them(tables):
    regions = pd.read_csv(tables / "regions.csv")
    assert regions["places"].notna().mean() > 0.5
    assert regions["reasons_sentence"].str.len().min() > 0
    assert regions["change_sentence"].str.len().min() > 0
