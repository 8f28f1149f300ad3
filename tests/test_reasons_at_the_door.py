"""Reasons through the door: whole releases in which nobody, or everybody, is underserved, and their pages."""

import pandas as pd
import pytest
from reason_worlds import quiet_study

from accessibility.run_dimensions import DIMENSIONS


@pytest.mark.parametrize(
    ("gaps", "regions"),
    [
        ({"threshold_minutes": 400.0, "min_people": 1}, 0),  # nobody is beyond
        pytest.param({"threshold_minutes": 599.999, "min_people": 1}, 0, marks=pytest.mark.verify),
        pytest.param({"threshold_minutes": 60.0, "min_people": 101}, 0, marks=pytest.mark.verify),  # all, and too few
        ({"threshold_minutes": 0.001, "min_people": 1}, 1),  # everybody is beyond
    ],
)
def test_a_release_is_whole_with_any_number_of_regions(tmp_path, gaps, regions):
    study = quiet_study(tmp_path, road_to=12)
    study.tables |= {"gaps": gaps, "priority": {}, "uncertainty": {"draws": 2}}
    study.write()
    code, said = study.said("run", "--out", str(study.out))
    assert code == 0, said
    tables = study.out / "public" / "tables"
    assert len(pd.read_csv(tables / "regions.csv")) == regions
    assert len(pd.read_csv(tables / "priorities.csv")) == regions
    reasons = pd.read_csv(tables / "reasons.csv", dtype={"place_id": str})
    for _, place in reasons.groupby([*DIMENSIONS, "place_kind", "place_id"]):
        shares = place.loc[place["is_active"], "share"]
        if place["denominator_person_hours"].iloc[0] > 0:
            assert shares.sum() == pytest.approx(1, abs=1e-12)
        else:
            assert shares.isna().all()
