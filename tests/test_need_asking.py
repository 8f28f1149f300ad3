"""What the chapters ask of a release: its runs by profile and season, and the mixes that have tables alone."""

from dataclasses import replace

import pytest
from release_on_disk import write_tier

from maps.need.asking import list_asks
from maps.release_reader import read_tier


@pytest.fixture(scope="module")
def tier(tmp_path_factory):
    tier = read_tier(write_tier(tmp_path_factory.mktemp("asking") / "public"))
    return replace(tier, profile_titles={"default": "By vehicle", "half": "Half by vehicle"})


def test_a_mix_follows_the_runs_of_its_pillar_and_is_called_by_its_title(tier):
    told = [run.key for run in tier.runs]
    mixed = [replace(key, profile="half") for key in told]
    plain, both = list_asks(tier, told), list_asks(tier, [*told, *mixed])
    assert [ask.label for ask in both] == [ask.label for ask in plain]
    for one, two in zip(plain, both, strict=True):
        assert two.runs == (*one.runs, *(replace(run, profile="half") for run in one.runs))
        assert two.names[two.runs[-1]] == "Half by vehicle"
        assert two.lead == one.lead


def test_a_mix_of_another_scenario_is_not_told(tier):
    told = [run.key for run in tier.runs]
    other = [replace(key, profile="half", scenario="flood") for key in told]
    assert list_asks(tier, [*told, *other]) == list_asks(tier, told)
