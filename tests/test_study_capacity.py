"""The table [capacity] of the study file: what it means, and every way in which it can be wrong."""

import pytest
from least_study import LEAST_STUDY

from accessibility.study_file import read_study_file
from geo.faults import Faults

STUDY = (
    LEAST_STUDY
    + """\
[capacity]
"""
)


def read(tmp_path, lines):
    path = tmp_path / "study.toml"
    path.write_text(STUDY + lines, encoding="utf-8")
    faults = Faults()
    return read_study_file(path, faults=faults), faults


def test_without_a_word_the_catchment_is_the_threshold_and_its_zones_are_thirds(tmp_path):
    study, faults = read(tmp_path, "")
    assert not faults.errors
    table = study.capacity
    assert table.methods == ("2sfca", "bfca")
    assert table.need == "prosthetics-orthotics"
    assert table.within_minutes(120) == 120
    assert table.zones(120).until_minutes == (40, 80, 120)
    assert table.assumed_per_year is None
    assert table.crowding_minutes == 60


def test_all_of_it_can_be_written(tmp_path):
    study, faults = read(
        tmp_path,
        'catchment_minutes = 90\nmethods = ["raam", "cumulative"]\nneed = "wheelchair"\n'
        "weights = [[30, 1], [90, 0.5]]\n"
        'unknown_capacity = 400\nunknown_capacity_source = "the ministry, 2025"\ncrowding_minutes = 30\n',
    )
    assert not faults.errors
    table = study.capacity
    assert table.within_minutes(120) == 90
    assert table.zones(120).weight == (1, 0.5)
    assert table.assumed_per_year == 400
    assert table.methods == ("raam", "cumulative")


@pytest.mark.parametrize(
    ("lines", "which", "message"),
    [
        ("catchment_minutes = 0", "[capacity] catchment_minutes", "Write a number greater than 0"),
        (
            'methods = ["2sfca", "bcfa"]',
            "[capacity] methods, value 2",
            "'bcfa' is not known. Write one of 'cumu",
        ),
        ("methods = []", "[capacity] methods", "has too few values"),
        ('methods = ["bfca", "bfca"]', "[capacity]", "methods names one twice. Name each once"),
        ('need = "Prosthetics"', "[capacity] need", "'Prosthetics'"),
        ('unknown_capacity = "none"', "[capacity] unknown_capacity", "'none' is not known. Write 'leave_out', or the"),
        ("unknown_capacity = -4", "[capacity] unknown_capacity", "-4 is not known"),
        ("unknown_capacity = true", "[capacity] unknown_capacity", "True is not known"),
        ("unknown_capacity = 400", "[capacity]", "unknown_capacity is a number only with its source"),
        ('unknown_capacity_source = "a guess"', "[capacity]", "unknown_capacity is a number only with its source"),
        ("weights = [[30, 1], [90, 0.5]]", "[capacity]", "weights stand without a catchment. Write catchment_minutes"),
        (
            "catchment_minutes = 60\nweights = [[30, 1], [90, 0.5]]",
            "[capacity]",
            "the last zone of weights ends at 90 minutes and the catchment at 60. Let both end at one minute",
        ),
        ("catchment_minutes = 60\nweights = [[30, 1], [60, 2]]", "[capacity]", "the zones have the weights 1, 2. Give"),
        ("catchment_minutes = 60\nweights = [[30]]", "[capacity] weights", ""),
        ("crowding_minutes = -1", "[capacity] crowding_minutes", "Write a number greater than 0"),
        ("catchment = 60", "[capacity] catchment", "unknown key 'catchment' (did you mean 'catchment_minutes'?)"),
    ],
)
def test_a_fault_says_which_key_and_what_to_write(tmp_path, lines, which, message):
    _, faults = read(tmp_path, lines)
    [fault] = faults.errors
    assert fault.which.startswith(which)
    assert message in str(fault)
