"""The table [uncertainty] of the study file: what it means, and every way in which it can be wrong."""

import pytest
from least_study import LEAST_STUDY

from accessibility.study_file import read_study_file
from accessibility.worlds.scenario_faults import check_scenarios
from geo.faults import Faults

STUDY = (
    LEAST_STUDY
    + """\
[[scenarios]]
name = "strike"
closed_centres = ["c1"]
[uncertainty]
"""
)


def read(tmp_path, lines):
    path = tmp_path / "study.toml"
    path.write_text(STUDY + lines, encoding="utf-8")
    faults = Faults()
    return read_study_file(path, faults=faults), faults


def test_without_a_word_a_hundred_draws_of_the_base_give_intervals_of_four_fifths(tmp_path):
    study, faults = read(tmp_path, "")
    assert not faults.errors
    table = study.uncertainty
    assert (table.draws, table.seed, table.interval, table.scenarios) == (100, 2026, 0.8, ("base",))
    assert table.tails == pytest.approx((0.1, 0.9))
    assert table.chances == {"confirmed": 1.0, "suspected": 0.5, "unknown": 0.5}
    assert table.curve_minutes(120) == tuple(range(30, 301, 30))
    assert table.curve_minutes(100) == (30, 60, 90, 100, *range(120, 301, 30))
    assert table.road_speed_factor is None
    assert table.population is None


def test_a_study_without_the_table_draws_nothing(tmp_path):
    path = tmp_path / "study.toml"
    path.write_text(STUDY.replace("[uncertainty]\n", ""), encoding="utf-8")
    assert read_study_file(path, faults=Faults()).uncertainty is None


def test_all_of_it_can_be_written(tmp_path):
    study, faults = read(
        tmp_path,
        "draws = 20\nseed = 0\ninterval = 0.9\nroad_speed_factor = {low = 0.7, high = 1.2}\n"
        'land_speed_factor = {low = 0.8, high = 1, source = "a survey"}\n'
        "boarding_wait_minutes = {low = 0, high = 45}\nhazard_chance = {suspected = 0.3}\n"
        'population = {low = 0.9, high = 1.1, source = "the census office"}\n'
        'scenarios = ["base", "strike"]\nthresholds_minutes = [60, 90]\n',
    )
    assert not faults.errors
    assert study.uncertainty.chances == {"confirmed": 1.0, "suspected": 0.3, "unknown": 0.5}
    assert study.uncertainty.curve_minutes(120) == (60, 90, 120)


@pytest.mark.parametrize(
    ("lines", "which", "what", "do"),
    [
        ("draws = 1", "[uncertainty] draws", "draws = 1 gives no interval", "Write 100 or more"),
        ("draws = 0", "[uncertainty] draws", "draws = 0 gives no interval", "Write 100 or more"),
        ("draws = 2.5", "[uncertainty] draws", "is no whole number", "Write a whole number"),
        ("draws = 20000", "[uncertainty] draws", "is too great", "10000"),
        ("seed = -1", "[uncertainty] seed", "is too small", "at least 0"),
        ("seed = 1.5", "[uncertainty] seed", "is no whole number", "Write a whole number"),
        ("interval = 0", "[uncertainty] interval", "is too small", "greater than 0"),
        ("interval = 1", "[uncertainty] interval", "is too great", "less than 1"),
        ("interval = nan", "[uncertainty] interval", "is no finite number", "Write a number"),
        ("scenarios = []", "[uncertainty] scenarios", "too few values", ""),
        ('scenarios = ["base", "base"]', "[uncertainty]", "scenarios names one twice", "Name each once"),
        ("thresholds_minutes = [60, 30]", "[uncertainty]", "thresholds_minutes do not rise", "as in [60, 120]"),
        ("thresholds_minutes = [0]", "[uncertainty] thresholds_minutes, value 1", "is too small", "greater than 0"),
        (
            "road_speed_factor = {low = 1.2, high = 0.8}",
            "[uncertainty]",
            "road_speed_factor is upside down, from 1.2 to 0.8",
            "Write the lower number under low",
        ),
        (
            "road_speed_factor = {low = 0, high = 1.2}",
            "[uncertainty]",
            "road_speed_factor has low = 0, with which a speed or a number of people could become zero or negative",
            "Write a factor above 0",
        ),
        (
            "land_speed_factor = {low = -0.5, high = 1.2}",
            "[uncertainty]",
            "land_speed_factor has low = -0.5",
            "above 0",
        ),
        (
            "land_speed_factor = {low = 1.1, high = 1.2}",
            "[uncertainty]",
            "land_speed_factor runs from 1.1 to 1.2 and does not hold 1, the value in use",
            "Widen it",
        ),
        ("land_speed_factor = {low = 0.5, high = inf}", "land_speed_factor] high", "is no finite number", ""),
        ("land_speed_factor = {low = 0.5}", "[uncertainty]", "land_speed_factor.high is missing", ""),
        ("population = {low = 0.9, high = 1.1}", "[uncertainty]", "population.source is missing", "Add it"),
        (
            'population = {low = 1.1, high = 0.9, source = "us"}',
            "[uncertainty]",
            "population is upside down",
            "the lower number",
        ),
        (
            "boarding_wait_minutes = {low = -5, high = 20}",
            "[uncertainty]",
            "boarding_wait_minutes has low = -5",
            "Write at least 0",
        ),
        (
            "boarding_wait_minutes = {low = 20, high = 5}",
            "[uncertainty]",
            "boarding_wait_minutes is upside down",
            "the lower number",
        ),
        (
            "hazard_chance = {suspect = 0.5}",
            "[uncertainty] hazard_chance",
            "'suspect', which is no kind of hazard (did you mean 'suspected'?)",
            "Use confirmed, suspected, unknown",
        ),
        (
            "hazard_chance = {suspected = 50}",
            "[uncertainty]",
            "hazard_chance suspected = 50 is no chance",
            "Write a number from 0 to 1",
        ),
        ("hazard_chance = 0.5", "[uncertainty] hazard_chance", "is no table", ""),
        ("drawz = 5", "[uncertainty] drawz", "unknown key 'drawz' (did you mean 'draws'?)", "Use one of draws"),
    ],
)
def test_every_fault_is_told_with_what_to_do(tmp_path, lines, which, what, do):
    _, faults = read(tmp_path, lines + "\n")
    told = [fault for fault in faults.errors if which in fault.which and what in fault.what and do in fault.do]
    assert told, "\n".join(map(str, faults))


def test_a_scenario_that_is_not_there_is_told_with_the_nearest(tmp_path):
    study, faults = read(tmp_path, 'scenarios = ["strikes"]\n')
    check_scenarios(study, faults=faults)
    (fault,) = faults.errors
    assert str(fault) == (
        "study.toml, [uncertainty] scenarios: there is no scenario 'strikes' (did you mean 'strike'?). "
        "Use one of base, strike."
    )
