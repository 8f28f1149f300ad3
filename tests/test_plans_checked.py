"""What check tells of plans: names that nothing bears, and what nothing can give."""

import pytest
from planned_studies import PLAN, planned_study


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"people": "everybody"}, ("no group 'everybody'", "did you mean 'everyone'")),
        ({"floors": [{"group": "rurall", "least_share": 0.5}]}, ("[[plans]] two floors", "did you mean 'rural'")),
        ({"floors": [{"area": "Wst", "least_share": 0.5}]}, ("[[plans]] two floors", "no area 'Wst'", "W, E")),
        ({"scenario": "bass"}, ("[[plans]] two scenario", "did you mean 'base'")),
        ({"season": "wet"}, ("[[plans]] two season", "no season 'wet'")),
        ({"pillars": ["physical_rehap"]}, ("[[plans]] two pillars", "did you mean 'physical_rehab'")),
    ],
)
def test_a_name_that_nothing_bears_is_refused(tmp_path, change, words):
    planned_study(tmp_path, {**PLAN, **change}).is_refused(*words)


def test_a_name_that_stands_twice_is_refused(tmp_path):
    planned_study(tmp_path, PLAN, PLAN).is_refused("[[plans]] two", "the name stands 2 times")


def test_all_faults_of_all_plans_are_told_at_once(tmp_path):
    plans = ({**PLAN, "people": "nobody"}, {**PLAN, "name": "b", "season": "wet", "scenario": "base"})
    planned_study(tmp_path, *plans).is_refused("no group 'nobody'", "no season 'wet'")


def test_plans_without_candidates_are_refused(tmp_path):
    study = planned_study(tmp_path)
    del study.tables["candidates"]
    study.is_refused("[[plans]] two", "no candidates")


def test_releases_without_hazards_are_refused(tmp_path):
    study = planned_study(tmp_path, {**PLAN, "release_hazards": 1})
    del study.tables["hazards"]
    study.is_refused("[[plans]] two release_hazards", "no hazards to release")


def test_a_plan_of_the_way_home_alone_is_refused(tmp_path):
    planned_study(tmp_path, travel={"directions": ["from"]}).is_refused("[[plans]] two", '"to"')


def test_more_sites_than_candidates_and_no_money_are_told(tmp_path):
    plans = ({**PLAN, "sites": 9}, {**PLAN, "name": "poor", "budget": 0.0})
    planned_study(tmp_path, *plans).is_told("9 sites are asked for, and 3 candidates", "[[plans]] poor budget")


def test_a_plan_by_cause_is_refused(tmp_path):
    planned_study(tmp_path, {**PLAN, "people": "survivors"}).is_refused("plans", "survivors")
