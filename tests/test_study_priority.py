"""The table [priority] of the study file: its default weights, and every way in which it can be wrong."""

import pytest
from least_study import LEAST_STUDY

from accessibility.study_file import PRIORITY_PARTS, read_study_file
from geo.faults import Faults


def read(tmp_path, lines):
    path = tmp_path / "study.toml"
    path.write_text(LEAST_STUDY + lines, encoding="utf-8")
    faults = Faults()
    return read_study_file(path, faults=faults), faults


@pytest.mark.parametrize("lines", ["", "[priority]\n"])
def test_without_a_word_four_parts_weigh_alike_and_steadiness_nothing(tmp_path, lines):
    study, faults = read(tmp_path, lines)
    assert not faults.errors
    assert dict(study.priority.weights) == {"people": 1, "depth": 1, "need": 1, "no-way": 1, "steadiness": 0}
    assert tuple(study.priority.weights) == PRIORITY_PARTS


def test_a_part_that_is_not_named_weighs_nothing(tmp_path):
    study, faults = read(tmp_path, "[priority]\nweights = {no-way = 2, steadiness = 0.5}\n")
    assert not faults.errors
    assert dict(study.priority.weights) == {"people": 0, "depth": 0, "need": 0, "no-way": 2, "steadiness": 0.5}


@pytest.mark.parametrize(
    ("lines", "which", "message"),
    [
        (
            "weights = {peple = 1}",
            "[priority] weights",
            "unknown part 'peple' (did you mean 'people'?). Weigh people",
        ),
        ("weights = {no_way = 1}", "[priority] weights", "unknown part 'no_way' (did you mean 'no-way'?)"),
        (
            "weights = {people = 1, cause = 1}",
            "[priority] weights",
            "'cause' can weigh nothing: need decides",
        ),
        ("weights = {nationality = 0}", "[priority] weights", "'nationality' can weigh nothing"),
        ("weights = {status = 1}", "[priority] weights", "'status' can weigh nothing"),
        ("weights = {people = 0, depth = 0}", "[priority] weights", "all weights are 0, so that nothing would count"),
        ("weights = {}", "[priority] weights", "all weights are 0, so that nothing would count. Give one above 0"),
        ("weights = {people = -1}", "[priority] weights", "the weight of people is -1, as if more of it mattered less"),
        ("weights = {people = nan}", "[priority] weights", "the weight of people is nan, no number"),
        ("weights = {people = inf}", "[priority] weights", "the weight of people is inf, no number"),
        ("weights = {people = true}", "[priority] weights", "the weight of people is True, no number"),
        ('weights = {people = "1"}', "[priority] weights", "the weight of people is '1', no number. Write a number"),
        ("weights = {people = 1e9}", "[priority] weights", "write one from 1e-6 to 1e6"),
        ("weights = [1, 1]", "[priority] weights", "[1, 1] is no table. Write the weight of each part that counts"),
        ("weight = {people = 1}", "[priority] weight", "unknown key 'weight' (did you mean 'weights'?)"),
    ],
)
def test_a_fault_says_which_key_and_what_to_write(tmp_path, lines, which, message):
    _, faults = read(tmp_path, f"[priority]\n{lines}\n")
    [fault] = faults.errors
    assert fault.which.startswith(which)
    assert message.lower() in str(fault).lower()
