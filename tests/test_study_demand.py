"""[demand] in the study file: what it may say, what it is refused for, and the groups that come of it."""

from datetime import date

import numpy as np
import pytest
from small_study import SIZE, SmallStudy, toml_of
from study_runs import inputs_of

from accessibility.need import groups_frame
from accessibility.release.manifest import describe_inputs
from accessibility.study_file import read_study_file
from geo.faults import Faults

YEARS = (0, 1, *range(5, 85, 5))
SHARES = "sex,age_from,age_to,share\nf,0,14,0.25\nf,15,,0.25\nm,0,14,0.125\nm,15,,0.375\n"
SIZE_OF_HOUSEHOLD = {"low": 4, "value": 5, "high": 6.5, "source": "A survey"}


@pytest.fixture
def study(tmp_path):
    return SmallStudy(tmp_path)


@pytest.fixture
def said(study):
    """What the study file's own faults are with this [demand]."""

    def faults_of(**demand):
        study.text("valley.toml", toml_of({**study.tables, "demand": demand}))
        faults = Faults()
        read_study_file(study.file, faults=faults)
        return "\n".join(map(str, faults))

    return faults_of


def with_rasters(study, *, values=None):
    """WorldPop's files with one person of each sex and band in every cell."""
    for sex in "fm":
        for year in YEARS:
            each = np.full((SIZE, SIZE), 5 / 36) if values is None else values
            study.raster(f"zzz_{sex}_{year}_2020.tif", each, nodata=-99999)
    study.tables["demand"] = {"age_sex": "zzz_{sex}_{age}_2020.tif"}


def test_without_the_table_there_are_everyone_and_the_default_needs(study):
    groups = inputs_of(study).groups
    assert [group.key for group in groups.groups] == [
        *("everyone", "rural", "town", "city"),
        *("need-prosthetics-orthotics", "need-wheelchair", "need-significant-disability", "need-rehabilitation"),
    ]
    assert groups.total("need-prosthetics-orthotics") == pytest.approx(0.005 * 2000)


def test_groups_are_over_the_homes_of_every_world(study):
    study.tables["demand"] = {"shares": "shares.csv"}
    study.text("shares.csv", SHARES)
    inputs = inputs_of(study)
    np.testing.assert_array_equal(inputs.groups.everyone, inputs.demand.people)
    assert inputs.groups.total("female") == pytest.approx(1000)
    assert inputs.groups.total("male-age-15-plus") == pytest.approx(750)


def test_rasters_give_shares_and_the_population_the_totals(study):
    with_rasters(study)
    study.tables["demand"].update(source="Made up", licence="CC0-1.0", date=date(2020, 1, 1))
    groups = inputs_of(study).groups
    assert groups.total("everyone") == 2000
    assert groups.total("age-0-14") == pytest.approx(2000 * 4 / 18, rel=1e-6)
    frame = groups_frame(groups).set_index("group")
    assert list(frame.loc["age-60-plus", ["source", "source_date"]]) == ["Made up", "2020-01-01"]


def test_every_file_is_listed_with_its_key(study):
    with_rasters(study)
    study.tables["demand"]["needs"] = "own.csv"
    study.write()
    read = read_study_file(study.file, faults=Faults())
    named = [(key, path.name) for key, path in read.files() if key.startswith("[demand]")]
    assert named[0] == ("[demand] age_sex", "zzz_f_0_2020.tif")
    assert named[-1] == ("[demand] needs", "own.csv")
    assert len(named) == 37


def test_the_manifest_hashes_each_raster_and_the_table_of_needs(study):
    with_rasters(study)
    study.tables["demand"].update(needs="own.csv", source="Made up", household_size=SIZE_OF_HOUSEHOLD)
    study.text("own.csv", needs_csv())
    study.write()
    described = [
        file
        for file in describe_inputs(read_study_file(study.file, faults=Faults()), study.file)
        if file["role"].startswith("[demand]")
    ]
    assert len({file["file"] for file in described}) == 37
    assert all(len(file["sha256"]) == 64 and file["source"] == "Made up" for file in described)


@pytest.mark.parametrize(
    ("demand", "message"),
    [
        ({"age_sex": "{sex}_{age}.tif", "shares": "s.csv"}, "are both given. Remove one of them"),
        ({"age_sex": "com_{sex}_2020.tif"}, "does not hold {sex} and {age} once each and nothing else in braces"),
        ({"age_sex": "{iso}_{sex}_{age}.tif"}, "does not hold {sex} and {age} once each and nothing else in braces"),
        ({"age_sex": "{sex}/com_{sex}_{age}.tif"}, "has {sex} or {age} in the name of a folder"),
        ({"age_bands": [[0, 120]]}, "age_bands stands without ages. Give age_sex (rasters) or shares"),
        ({"shares": "s.csv", "age_bands": [[0, 14], [10, 120]]}, "the bands 0 to 14 and 10 and over overlap"),
        ({"shares": "s.csv", "age_bands": [[0, 14], [20, 120]]}, "the ages 15 to 19 are in no band"),
        ({"shares": "s.csv", "age_bands": [[0, 14], [15, 64]]}, "everyone of age 65 and over is in no band"),
        ({"shares": "s.csv", "age_bands": [[14, 0], [15, 120]]}, "the age band [14, 0] ends before it begins"),
        ({"shares": "s.csv", "age_bands": [[0, 130]]}, "130 is too great. Write a number of at most 120"),
        ({"shares": "s.csv", "age_bands": [[0.5, 120]]}, "0.5 is no whole number"),
        ({"shares": "s.csv", "age_bands": []}, "has too few values"),
        ({"household_size": {**SIZE_OF_HOUSEHOLD, "low": 6}}, "household_size does not rise from low 6 by value 5"),
        ({"household_size": {**SIZE_OF_HOUSEHOLD, "low": 0}}, "0 is too small. Write a number of at least 1"),
        ({"household_size": {"low": 1, "value": 2, "high": 3}}, "the key household_size.source is missing"),
        ({"household_size": 5}, "5 is no table"),
        ({"age_sexe": "x"}, "unknown key 'age_sexe' (did you mean 'age_sex'?)"),
    ],
)
def test_a_table_that_is_told_wrongly_is_refused(said, demand, message):
    assert message in said(**demand)


@pytest.mark.parametrize("key", ["cause", "nationality", "ethnicity", "legal_status", "origin", "weight_by_cause"])
def test_a_key_by_which_people_would_be_weighed_is_refused_with_the_reason(said, key):
    text = said(**{key: "mine"})
    assert f"the key '{key}' can weigh nothing: need decides, never the cause of an impairment" in text
    assert "Remove it" in text


def test_age_bands_may_stand_in_any_order(study):
    study.tables["demand"] = {"shares": "shares.csv", "age_bands": [[15, 99], [0, 14]]}
    study.text("shares.csv", SHARES)
    keys = [group.key for group in inputs_of(study).groups.groups if group.kind == "age"]
    assert keys == ["age-0-14", "age-15-plus", "age-not-known"]


def test_a_band_that_cuts_a_band_of_the_source_is_refused(study):
    study.tables["demand"] = {"shares": "shares.csv", "age_bands": [[0, 17], [18, 120]]}
    study.text("shares.csv", SHARES)
    study.is_refused(
        "[demand] age_bands: the band of age 0 to 17 cuts through age 15 and over, of which only the whole is known",
        "which begin with 0, 15",
    )


def needs_csv(**fields):
    row = {
        "need": "leg",
        "label": "Leg",
        "pillars": "physical_rehab",
        "rate_per_100": "1",
        "low": "",
        "high": "",
        "sex": "",
        "age_from": "",
        "age_to": "",
        "source": "Made up",
        "source_date": "2026",
        "certainty": "A",
        **fields,
    }
    return f"{','.join(row)}\n{','.join(row.values())}\n"


def told_by(study):
    """All faults of a study that has an error."""
    with pytest.raises(AssertionError) as told:
        inputs_of(study)
    return str(told.value)


def test_a_rate_that_cuts_a_band_of_the_source_is_refused(study):
    study.tables["demand"] = {"shares": "shares.csv", "needs": "needs.csv"}
    study.text("shares.csv", SHARES)
    study.text("needs.csv", needs_csv(age_from="60"))
    assert "a rate of leg of age 60 and over cuts through age 15 and over" in told_by(study)


def test_a_rate_by_sex_without_figures_by_sex_is_refused(study):
    study.tables["demand"] = {"needs": "needs.csv"}
    study.text("needs.csv", needs_csv(sex="female"))
    assert "the rates of leg depend on sex or age, of which nothing is known" in told_by(study)


def test_a_column_of_causes_stops_a_study_with_the_reason(study):
    study.tables["demand"] = {"needs": "needs.csv"}
    study.text("needs.csv", needs_csv(cause="mine"))
    study.is_refused("column 'cause': the column can weigh nothing: need decides, never the cause")


def test_files_that_are_missing_are_named(study):
    study.tables["demand"] = {"shares": "nowhere.csv", "needs": "needs-nowhere.csv"}
    text = study.is_refused("nowhere.csv: there is no such file", "needs-nowhere.csv: there is no such file")
    assert "2 to mend" in text


def test_a_pattern_that_fits_no_file_is_told(study):
    study.tables["demand"] = {"age_sex": "nowhere/zzz_{sex}_{age}.tif"}
    assert "[demand] age_sex: no file has a name that fits" in told_by(study)


def test_people_of_whom_nothing_is_known_are_counted_and_told(study):
    values = np.full((SIZE, SIZE), 5 / 36)
    values[:2] = 0
    with_rasters(study, values=values)
    study.is_told("200 of 2,000 people (10.0%) live where nothing is known of sex and age (40 cells)")


def test_faults_of_the_demand_are_told_while_the_grid_cannot_be_read(study):
    with_rasters(study)
    (study.folder / "zzz_m_30_2020.tif").write_text("no raster", encoding="utf-8")
    study.tables["grid"] = {"like": "nowhere.tif"}
    assert "zzz_m_30_2020.tif" in told_by(study)
