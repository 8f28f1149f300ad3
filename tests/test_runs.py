"""The runs of a study: each pillar and direction, first without hazards and then with them."""

from dataclasses import replace

import numpy as np
import pytest
from sample_study import copy_sample

from accessibility.inputs import read_inputs
from accessibility.need.pillars import slug
from accessibility.runs import make_runs, travel_rules
from accessibility.search.least_time import NO_CENTRE, OUTSIDE, REACHED
from accessibility.study_file import read_study_file
from geo.faults import Faults
from geo.progress import silent


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    changes = {'directions = ["to"]': 'directions = ["to", "from"]\nlimit_minutes = 150\nboarding_wait_minutes = 3'}
    path = copy_sample(tmp_path_factory.mktemp("valley"), changes)
    faults = Faults()
    study = read_study_file(path, faults=faults)
    assert study is not None
    read = read_inputs(study, faults=faults)
    assert read is not None
    return read


@pytest.fixture(scope="module")
def runs(inputs):
    return make_runs(inputs, inputs.worlds, progress=silent)


def test_each_question_is_answered_without_hazards_and_then_with_them(inputs, runs):
    asked = [(run.pillar, run.direction, run.has_hazards) for run in runs]
    expected = [
        (p, direction, has) for p in inputs.centres.all_pillars for direction in ("to", "from") for has in (False, True)
    ]
    assert asked == expected


def test_each_run_has_a_folder_of_its_own_in_slugs(runs):
    folders = [run.folder for run in runs]
    assert len(set(folders)) == len(runs)
    assert "runs/emergency-care/default/base/all-year/to/no-hazards" in folders
    assert all(set(folder) <= set("abcdefghijklmnopqrstuvwxyz0123456789-/") for folder in folders)
    assert list(runs[0].dimensions) == ["pillar", "profile", "scenario", "season", "direction", "hazards"]


def test_the_rules_are_those_of_the_study(inputs):
    rules = travel_rules(inputs, inputs.worlds[0], "from")
    assert (rules.direction, rules.neighbours, rules.corner_crossing) == ("from", 16, "forbid")
    assert (rules.boarding_wait_minutes, rules.limit_minutes) == (3, 150)


def test_there_and_back_differ_on_slopes_and_one_way_streets(runs):
    there, back = runs[0].travel, runs[2].travel
    both = (there.status == REACHED) & (back.status == REACHED)
    assert (there.minutes[both] != back.minutes[both]).mean() > 0.9
    assert both.mean() > 0.3


def test_a_cell_outside_the_study_has_no_answer_and_nobody(inputs, runs):
    for run in runs:
        is_outside = run.travel.status == OUTSIDE
        assert np.isinf(run.travel.seconds[is_outside]).all()
        assert (run.travel.nearest[is_outside] == NO_CENTRE).all()
        assert (inputs.population.people[is_outside] == 0).all()
        assert (inputs.areas.zone[is_outside] < 0).all()


def test_beyond_the_limit_nobody_has_minutes(runs):
    for run in runs:
        assert run.travel.minutes[run.travel.status == REACHED].max() <= 150
        total = run.access[run.access["area_kind"] == "all"].iloc[0]
        assert total["population_beyond_limit"] > 0


def test_hazards_share_and_regions_are_measured_against_the_run_without_them(runs):
    for free, held in zip(runs[::2], runs[1::2], strict=True):
        column = "population_beyond_threshold"
        gained = held.access[column] - free.access[column]
        np.testing.assert_allclose(held.access[f"{column}_by_hazards"], gained, atol=1e-6)
        assert held.gaps["people_by_hazards"].sum() <= gained.iloc[-1] + 1e-6
        assert free.gaps["people_by_hazards"].isna().all()


def test_runs_do_not_depend_on_how_many_are_made_at_once(inputs, runs, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    for run, alone in zip(runs, make_runs(inputs, inputs.worlds, progress=silent), strict=True):
        assert (run.travel.seconds == alone.travel.seconds).all()
        assert (run.travel.nearest == alone.travel.nearest).all()
        assert run.access.equals(alone.access)


def test_progress_goes_from_nothing_to_all(inputs):
    told = []
    one = replace(inputs.worlds[0], centres=inputs.centres.only(np.arange(6) == 0))
    make_runs(inputs, [one], progress=lambda words, share: told.append((words, share)))
    assert told[0] == ("searching 2 questions", 0.0)
    assert told[-1] == ("searching", 1.0)


def test_an_error_in_one_run_stops_all(inputs, monkeypatch):
    def fail(*_arguments, **_options):
        raise MemoryError

    monkeypatch.setattr("accessibility.runs.least_times", fail)
    with pytest.raises(MemoryError):
        make_runs(inputs, inputs.worlds, progress=silent)


@pytest.mark.parametrize(
    ("name", "expected"), [("any", "any"), ("Physical_rehab", "physical-rehab"), ("  P & O!", "p-o"), ("École", "cole")]
)
def test_a_slug_has_small_letters_digits_and_dashes_alone(name, expected):
    assert slug(name) == expected


def test_a_name_without_letters_has_no_slug():
    assert slug("!?") == ""
