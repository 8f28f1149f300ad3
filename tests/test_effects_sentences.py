"""Sentences on clearance, hazards and comparisons: nobody is left out, equals are told as equals."""

from dataclasses import replace

import pytest
from effects_on_disk import write_tier_with_effects

from maps.clearance_sentences import (
    changes_nothing_sentence,
    cluster_sentence,
    drawn_counts,
    person_hours,
    steps_sentences,
    threshold_band,
)
from maps.comparison_sentences import areas_by_change, comparison_sentences, world_sentences, world_title
from maps.effects_sentences import disputed_sentence, hazard_count_sentences, near_sentences, road_rule_sentence
from maps.effects_tables import step_table
from maps.release_reader import read_tier
from maps.tables import hazard_cells


@pytest.fixture(scope="module")
def tier(tmp_path_factory):
    return read_tier(write_tier_with_effects(tmp_path_factory.mktemp("sentences") / "public"))


@pytest.fixture
def key(tier):
    return tier.runs[0].key


@pytest.fixture
def cluster(tier, key):
    """Area 4: suspected, 0.40 km2, outlined as recorded, in no area of the study."""
    return replace(tier.effects.clusters[key][3], place="")


def gaining(cluster, **changes):
    """The cluster with a gain of nothing but what is named."""
    nothing = {"people_inside": 0.0, "people_gaining": 0.0, "person_minutes_gained": 0.0, "reconnected": 0.0}
    return replace(cluster, gain=replace(cluster.gain, newly_within=(0.0,) * 4, **(nothing | changes)))


def test_a_release_is_told_by_who_comes_within_the_threshold(tier, cluster):
    gain = replace(
        cluster.gain, newly_within=(0.0, 0.0, 340.0, 500.0), person_minutes_gained=72_000.0, reconnected=25.0
    )
    assert cluster_sentence(replace(cluster, gain=gain), tier, {}) == (
        "Releasing area 4 (suspected, 0.40 km²) alone would bring 340 more people within 2 hours and save 1,200 "
        "person-hours each way; 25 people who now have no way would have one."
    )


def test_a_release_is_told_with_the_area_of_the_study_that_it_lies_in(tier, key, cluster):
    placed = replace(cluster, place="Upper")
    assert cluster_sentence(placed, tier, {}).startswith("Releasing area 4 in Upper (suspected, 0.40 km²) alone would")
    steps = step_table("t", "title", tier.effects.steps[key], [replace(placed, cluster_id=1)], tier)
    assert steps["rows"][0]["cells"][0].startswith("1 in Upper")


def test_a_release_that_only_saves_hours_says_that_nobody_comes_within(tier, cluster):
    said = cluster_sentence(gaining(cluster, person_minutes_gained=600.0), tier, {})
    assert said.endswith("alone would save 10 person-hours each way, though bring nobody new within 2 hours.")


def test_a_release_that_changes_nothing_says_so(tier, cluster):
    idle = replace(gaining(cluster), changes_nothing=True)
    assert cluster_sentence(idle, tier, {}).endswith("alone would change nobody's time.")
    lived_in = gaining(cluster, people_inside=1.0)
    assert "change nobody's time outside it; 1 person lives inside" in cluster_sentence(lived_in, tier, {})


def test_a_way_at_last_is_told_though_no_hour_is_saved(tier, cluster):
    said = cluster_sentence(gaining(cluster, reconnected=1.0), tier, {})
    assert "1 person who now has no way would have one" in said


def test_areas_that_touch_are_a_group_and_its_circles_are_told(tier, cluster):
    group = replace(cluster, kinds="SHA; CHA", gain=replace(cluster.gain, area_count=3))
    said = cluster_sentence(group, tier, {4: 2})
    assert said.startswith(
        "Releasing group 4 (3 areas that touch, suspected and confirmed, 0.40 km², 2 of 3 drawn from"
    )


def test_a_circle_never_passes_as_survey(tier):
    assert drawn_counts(tier.hazards) == {2: 1, 3: 1}
    assert ("Outline", "drawn from a point and a size, not surveyed") in hazard_cells(tier.hazards[1])
    assert ("Outline", "Surveyed") in hazard_cells(tier.hazards[0])
    assert ("Reported", "4 May 2019") in hazard_cells(tier.hazards[0])


def test_areas_that_change_nothing_are_counted(tier, key):
    clusters = tier.effects.clusters[key]
    assert changes_nothing_sentence(clusters).startswith("18 of 30 areas and groups of touching areas change nobody's")
    assert changes_nothing_sentence(clusters[:12]).startswith("Each of the 12 areas and groups")
    assert changes_nothing_sentence(clusters[11:13]).startswith("1 of 2 areas and groups of touching areas changes")


def test_the_difference_of_alone_and_together_is_told_both_ways(tier, key):
    clusters, steps = tier.effects.clusters[key], tier.effects.steps[key]
    assert "The difference is what only a joint release opens." in steps_sentences(steps, clusters, tier)[1]
    less = steps[:1]
    assert "The difference is what several of them would each open." in steps_sentences(less, clusters, tier)[1]
    assert steps_sentences((), clusters, tier) == ()


def test_the_sums_of_the_steps_end_at_the_whole(tier, key):
    steps = tier.effects.steps[key]
    table = step_table("t", "title", steps, (), tier)
    cells, headings = [row["cells"] for row in table["rows"]], table["headings"]
    so_far = headings.index("More within 2 h, so far") - 1
    assert cells[-1][so_far] == f"{round(sum(step.gain.newly_within[2] for step in steps)):,}" == "615"
    assert len(set(headings)) == len(headings)


def test_the_band_of_the_sentences_is_never_beyond_the_threshold(tier):
    assert threshold_band(replace(tier, threshold_minutes=150.0)) == 120
    assert threshold_band(replace(tier, threshold_minutes=10.0)) == 30


def test_hours_are_never_told_as_none_where_there_are_some():
    assert person_hours(10) == "less than 1 person-hour"
    assert person_hours(60 * 12_345) == "12,300 person-hours"


def test_roads_that_make_no_difference_are_told_as_such(tier, key):
    rules = tier.effects.road_rules[key]
    same = tuple(replace(rule, reach=rules[0].reach) for rule in rules)
    assert "makes no difference within 2 hours: 21,700 people (54 %)" in road_rule_sentence(same, tier)
    assert road_rule_sentence(rules[:1], tier) == ""
    cut = next(rule for rule in rules if rule.roads == "cut")
    place = tier.bands_minutes.index(120.0)
    within = list(cut.reach.within)
    within[place] += 3
    near = replace(cut, roads="open", reach=replace(cut.reach, within=tuple(within)))
    told = road_rule_sentence((cut, near), tier)
    assert f"{cut.reach.within[place]:,.0f} people are within 2 hours if every road" in told
    assert f"{within[place]:,.0f} people if every one is open" in told


def test_one_stretch_runs_and_none_is_said(tier, key):
    roads = tier.effects.disputed[key]
    assert disputed_sentence(roads[:1]).startswith("1 stretch of road, 800 m together, runs inside hazard areas.")
    assert disputed_sentence(()) == "No road runs inside a hazard area."


def test_those_near_hazards_have_two_denominators(tier, key):
    row = tier.effects.near[key][1]
    half = replace(row, reach=replace(row.reach, people=200.0, within=(0.0, 0.0, 50.0, 60.0)))
    everyone = replace(tier.runs[0].overall, people=1000.0)
    [said] = near_sentences([half], everyone, tier)
    assert said.startswith("200 people (20 %) live outside the hazard areas and 500 m or less from one. Of these, 25 %")


def test_records_that_were_refused_are_told_with_their_reason(tier):
    said = " ".join(hazard_count_sentences(tier))
    assert "5 have no outline, 1 is a point without a size and 1 had an outline of which repair left nothing" in said
    assert "1 record has the outline of an earlier one; all are kept." in said
    assert "50 records of released land were held against them; 3 have no usable outline." in said
    assert "31 are open and 1 is released and bars nothing." in said
    assert hazard_count_sentences(replace(tier, effects=replace(tier.effects, hazard_counts={}))) == ()


def test_who_loses_is_never_left_out(tier):
    comparison = tier.effects.comparisons[0]
    said = " ".join(comparison_sentences(comparison, tier))
    assert "for 984 people (2.4 %) longer, who lose 115 person-hours" in said
    assert "340 people with a time before would have none: they are cut off." in said


def test_a_comparison_in_which_nothing_changes_says_so(tier):
    comparison = tier.effects.comparisons[0]
    still = {"people_gaining": 0.0, "people_losing": 0.0, "cut_off": 0.0, "reconnected": 0.0}
    same = replace(comparison, rows=tuple(replace(row, **still) for row in comparison.rows))
    assert comparison_sentences(same, tier) == ("Released: north ridge: nobody's time changes.",)
    assert areas_by_change(same) == ()
    losing = replace(comparison, rows=tuple(replace(row, people_gaining=0.0) for row in comparison.rows))
    assert "The way gets shorter for nobody; for 984 people" in comparison_sentences(losing, tier)[1]


def test_a_band_that_nobody_crosses_is_told_once(tier):
    still, crossing = tier.effects.comparisons[1], tier.effects.comparisons[0]
    assert (
        "21,901 of 40,193 people are within 2 hours of a centre before and after, the same people."
        in (comparison_sentences(still, tier)[0])
    )
    row = replace(crossing.overall, within_after=crossing.overall.within_before, newly_within=(0.0, 0.0, 86.25, 0.0))
    said = comparison_sentences(replace(crossing, rows=(row,)), tier)[0]
    assert "before and after; 86 people would come within it and 86 people would no longer be." in said


def test_worlds_are_told_by_their_titles_and_only_where_a_run_is_in_them(tier):
    assert world_title(tier.runs[0].key, tier) == "As it is, hazards as recorded"
    assert world_sentences(tier) == (
        "As it is: Nothing is changed.",
        "Released: north ridge: Two made-up places are changed.",
    )
    base = replace(tier, runs=tier.runs[:1])
    assert world_sentences(base) == ("As it is: Nothing is changed.",)
