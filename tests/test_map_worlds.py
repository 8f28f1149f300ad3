"""Worlds on the pages: they are called by their titles, and show the centres that serve in them."""

import json
import re
from dataclasses import replace

import pytest
from effects_on_disk import write_tier_with_effects

from maps.map_page import draw_map_page
from maps.release_reader import read_tier
from maps.sentences import list_questions, summary_sentences
from maps.worlds import centres_of_pillar, centres_serving, served_pillars, world_name, world_of


@pytest.fixture(scope="module")
def tier(tmp_path_factory):
    return read_tier(write_tier_with_effects(tmp_path_factory.mktemp("worlds") / "public"))


def with_centres(tier, *centres):
    """The tier whose worlds say, one after the other, which centres serve each pillar in them."""
    worlds = [replace(world, centres=serving) for world, serving in zip(tier.effects.worlds, centres, strict=True)]
    return replace(tier, effects=replace(tier.effects, worlds=tuple(worlds)))


def key_in(tier, scenario, pillar):
    return next(run.key for run in tier.runs if run.key.scenario == scenario and run.key.pillar == pillar)


def test_a_run_is_called_by_the_title_of_its_world(tier):
    labels = {question.label for question in list_questions(tier)}
    pillar = "Psychological and psychosocial support"
    assert {f"{pillar}: As it is", f"{pillar}: Released: north ridge"} <= labels


def test_a_world_without_a_title_is_called_by_its_key(tier):
    bare = replace(tier, effects=replace(tier.effects, worlds=()))
    key = key_in(tier, "released-north", "psychosocial")
    assert world_of(key, bare) is None
    assert world_name(key, bare) == "Released north"
    assert world_name(replace(key, season="wet"), tier) == "Released north"  # no world is told for it


def test_a_tier_that_does_not_say_who_serves_shows_all_centres_of_the_pillar(tier):
    key = key_in(tier, "base", "psychosocial")
    assert centres_serving(key, tier) == [centre for centre in tier.centres if "psychosocial" in centre.pillars]


def test_a_centre_is_shown_only_in_the_worlds_in_which_it_serves(tier):
    ids = [centre.centre_id for centre in tier.centres]
    told = with_centres(tier, {"psychosocial": tuple(ids[:1])}, {"psychosocial": tuple(ids), "eye_care": (ids[1],)})
    base, after = (key_in(tier, scenario, "psychosocial") for scenario in ("base", "released-north"))
    assert [centre.centre_id for centre in centres_serving(base, told)] == ids[:1]
    assert [centre.centre_id for centre in centres_serving(after, told)] == ids
    assert "eye_care" in served_pillars(told)
    assert [centre.centre_id for centre in centres_of_pillar(told, "eye_care")] == [ids[1]]
    absent = [json.loads(text) for text in re.findall(r'"absent": (\{.*?\})', draw_map_page(told))]
    shown = [run.key for question in list_questions(told) for run in question.runs]
    assert absent[shown.index(base)]["psychosocial"] == ids[1:]
    assert absent[shown.index(after)]["psychosocial"] == []
    assert absent[shown.index(base)]["eye_care"] == [ids[1]]


def test_a_service_that_nobody_offers_in_a_world_is_told_in_one_sentence(tier):
    ids = tuple(centre.centre_id for centre in tier.centres)
    told = with_centres(tier, {"physical_rehab": ids}, {"physical_rehab": ids, "psychosocial": ids})
    question = next(each for each in list_questions(told) if each.key == key_in(tier, "base", "psychosocial"))
    (said,) = summary_sentences(question, told)
    assert "no centre offers this service then: none of" in said
