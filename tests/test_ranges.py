"""The ranges of a study: whose they are, which there are none of, and what cannot be."""

import pytest
from drawn_studies import ranges_for
from small_study import SmallStudy
from study_runs import inputs_of

from accessibility.uncertainty import check_uncertainty, ranges_of
from geo.errors import InputError
from geo.faults import Faults


def study_with(folder, uncertainty, **tables):
    study = SmallStudy(folder)
    study.tables |= {**tables, "uncertainty": uncertainty}
    return inputs_of(study)


def told_of(inputs):
    faults = Faults()
    check_uncertainty(inputs, faults=faults)
    return faults


def rows_of(inputs, *, has_hazards=True, **ends):
    frame = ranges_for(inputs, [], **ends) if ends else ranges_of(inputs, has_hazards=has_hazards)
    return frame.frame().set_index(["kind", "name"])


def test_the_range_of_a_table_comes_before_that_of_the_study(tmp_path):
    own = {"road_speed_factor": {"low": 0.9, "high": 1.1}, "land_speed_factor": {"low": 0.8, "high": 1.0}}
    inputs = study_with(tmp_path, own)
    rows = rows_of(inputs, road=(0.5, 1.5))
    assert rows.loc[("road class", "primary"), ["low", "value", "high", "source"]].tolist() == [0.5, 1, 1.5, "made up"]
    grass = rows.loc[("land class", "1")]
    assert grass[["low", "value", "high"]].tolist() == [0.8, 1.0, 1.0]
    assert (grass["source"], grass["certainty"], grass["shape"]) == ("valley.toml", "A", "triangular")


def test_a_range_of_the_study_with_a_source_is_given_and_not_assumed(tmp_path):
    inputs = study_with(tmp_path, {"land_speed_factor": {"low": 0.8, "high": 1.0, "source": "a survey"}})
    assert rows_of(inputs).loc[("land class", "1"), ["source", "certainty"]].tolist() == ["a survey", "S"]


def test_a_class_that_nobody_gives_a_range_is_a_point_and_told(tmp_path):
    inputs = study_with(tmp_path, {"road_speed_factor": {"low": 0.9, "high": 1.1}})
    row = rows_of(inputs).loc[("land class", "2")]
    assert row[["low", "value", "high", "shape"]].tolist() == [1.0, 1.0, 1.0, "as it is"]
    assert row["note"] == "nobody gives a range"
    faults = told_of(inputs)
    assert not faults.errors
    said = "\n".join(map(str, faults))
    assert "nobody gives a range for the land classes 1, 2; every draw takes the figure in use" in said
    assert "[uncertainty] land_speed_factor" in said
    assert "nobody gives a range for the walking speed of default;" in said
    assert "nobody gives a range for the number of people;" in said
    assert "road classes" not in said


def test_a_study_without_draws_is_told_nothing(tmp_path):
    assert not list(told_of(inputs_of(SmallStudy(tmp_path))))


def test_hazards_are_among_the_ranges_only_where_runs_have_them(tmp_path):
    inputs = study_with(tmp_path, {"hazard_chance": {"suspected": 0.25}})
    rows = rows_of(inputs)
    suspected = rows.loc[("hazard", "suspected")]
    assert suspected[["low", "value", "high", "shape"]].tolist() == [0.0, 0.25, 1.0, "there or not"]
    assert suspected["note"].startswith("1 of this kind")
    assert ("hazard", "confirmed") not in rows.index
    without = ranges_of(inputs, has_hazards=False)
    assert not without.of("hazard")
    assert without.hazard_keys == ()
    assert len(ranges_of(inputs, has_hazards=True).hazard_keys) == 1


def test_a_wait_that_lies_outside_its_range_is_told(tmp_path):
    inputs = study_with(
        tmp_path,
        {"boarding_wait_minutes": {"low": 10, "high": 30}},
        travel={"boarding_wait_minutes": 5},
    )
    (fault,) = told_of(inputs).errors
    assert str(fault) == (
        "valley.toml, [uncertainty] boarding_wait_minutes: the range from 10 to 30 does not hold the wait in use, "
        "5 minutes. Let low be at most 5 and high at least that, or mend boarding_wait_minutes of [travel]."
    )
    with pytest.raises(InputError, match="does not hold the wait in use"):
        ranges_of(inputs, has_hazards=False)


def test_profiles_with_a_wait_of_their_own_are_named_beside_its_range(tmp_path):
    inputs = study_with(
        tmp_path,
        {"boarding_wait_minutes": {"low": 0, "high": 30}},
        travel={"boarding_wait_minutes": 10},
        profiles=[{"name": "vehicle"}, {"name": "bus", "based_on": "vehicle", "boarding_wait_minutes": 25}],
    )
    row = rows_of(inputs).loc[("boarding wait", "boarding wait")]
    assert row[["low", "value", "high", "unit"]].tolist() == [0, 10, 30, "minutes"]
    assert row["note"] == "of a wait of its own, and not drawn: bus"


def test_a_threshold_beyond_what_no_way_counts_as_is_told(tmp_path):
    inputs = study_with(tmp_path, {}, gaps={"threshold_minutes": 700})
    (fault,) = told_of(inputs).errors
    assert "who has no way counts as 600 minutes on it, no longer than the threshold of 700" in str(fault)
    assert "Write [reasons] most_minutes above 700" in str(fault)


def test_the_needs_have_the_ends_of_their_rates_and_the_others_are_told(tmp_path):
    inputs = study_with(tmp_path, {})
    rows = rows_of(inputs)
    rehabilitation = rows.loc[("need", "need-rehabilitation")]
    assert rehabilitation["low"] == pytest.approx(30 / 31)
    assert rehabilitation["high"] == pytest.approx(33 / 31)
    assert "nobody gives a range for the rates of need-prosthetics-orthotics" in "\n".join(map(str, told_of(inputs)))
