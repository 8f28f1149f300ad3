"""Sentences about regions: that they add up, read well, blame nobody, and never call anything safe."""

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility.reasons import (
    FACTOR_WORDS,
    TOO_FAR,
    RegionFacts,
    change_sentence,
    percents,
    reasons_sentence,
)
from accessibility.study_file import FACTOR_SLUGS
from geo.errors import InputError

NEVER_SAID = re.compile(
    r"\bsafe|\bblam|\bfault|\brefus|\bfail|\bshould have|\bcause of|nan|inf\b|  | ,|[{}]", re.IGNORECASE
)
VALLEY = {
    "name": "Underserved region 3",
    "area_names": ("Upper Valley",),
    "places": ("Kesh", "Tarn", "Orr", "Sem", "Dal"),
    "service": "physical rehabilitation",
    "threshold_minutes": 120,
    "people": 2137.3,
    "shares": {"hazards": 0.64, "no-road": 0.21, "too-far": 0.15},
    "within_alone": {"hazards": 1300, "no-road": 204.4},
    "within_all": 1800,
}


def told(**changes):
    """Both sentences about the valley, with some facts changed."""
    facts = RegionFacts(**{**VALLEY, **changes})
    return reasons_sentence(facts), change_sentence(facts)


def lost_time(**shares):
    """What is said of the time lost."""
    named = {name.replace("_", "-"): share for name, share in shares.items()}
    return told(shares=named, within_alone={})[0].split(". ", 1)[1]


def test_a_region_is_told_with_its_people_its_reasons_and_what_would_change():
    reasons, change = told()
    assert reasons == (
        "In Upper Valley (Kesh, Tarn and 3 more places) 2,140 people live more than 2 hours from physical "
        "rehabilitation. Most of their lost time, 64 %, comes from hazard areas across the ways; 21 % from having no "
        "road; 15 % would remain: it is too far even so."
    )
    assert change == (
        "Releasing the hazard areas alone would bring 1,300 of them within 2 hours; a road to their homes alone would "
        "bring 204 of them; both together would bring 1,800 of them. The other 340 need care that comes nearer."
    )


def test_half_a_person_is_never_told_as_nought():
    _, change = told(people=1400.5, within_alone={"hazards": 1400, "no-road": 0.5}, within_all=1400)
    assert "a road to their homes alone would bring nobody" in change
    assert " 0 " not in change


def test_who_has_no_way_and_who_needs_the_care_is_told_where_it_is_known():
    reasons, _ = told(people_no_way=700, people_in_need=10.7)
    assert "physical rehabilitation, 700 of them without any way at all and 11 of them expected to need this" in reasons
    assert "any way" not in told(people_in_need=0.2)[0]
    inside, _ = told(people_no_way=700, people_inside_hazards=210)
    assert "700 of them without any way at all (210 of these inside hazard areas)." in inside
    assert "without any way at all (inside hazard areas)." in told(people_no_way=700, people_inside_hazards=700)[0]


@pytest.mark.parametrize(
    ("changes", "begins"),
    [
        ({"places": ()}, "In Upper Valley 2,140"),
        ({"places": ("Kesh",)}, "In Upper Valley (Kesh) 2,140"),
        ({"places": ("Kesh", "Tarn", "Orr")}, "In Upper Valley (Kesh, Tarn and Orr) 2,140"),
        ({"area_names": ("Upper", "Lower"), "places": ()}, "In Upper and Lower 2,140"),
        ({"area_names": ("Upper", "Lower", "Far"), "places": ()}, "In Upper and 2 more areas 2,140"),
        ({"area_names": (), "places": ()}, "In underserved region 3, 2,140"),
        ({"area_names": (), "places": (), "name": "Region 4, outside all areas"}, "In region 4, outside all areas, 2,"),
        ({"people": 0.9}, "In Upper Valley (Kesh, Tarn and 3 more places) 1 person lives more than"),
        ({"people": 0.5}, "In Upper Valley (Kesh, Tarn and 3 more places) nobody lives more than"),
        ({"people": 87.2}, "In Upper Valley (Kesh, Tarn and 3 more places) 87 people live more than"),
        ({"people": 996}, "In Upper Valley (Kesh, Tarn and 3 more places) 996 people live more than"),
        ({"people": 511873}, "In Upper Valley (Kesh, Tarn and 3 more places) 512,000 people live more than"),
    ],
)
def test_where_and_how_many_are_told_for_the_ear(changes, begins):
    assert told(**changes)[0].startswith(begins)


def test_the_way_out_to_people_is_told_apart():
    assert (
        "more than 1 hour 30 minutes from physical rehabilitation, counted on the way out to them."
        in told(direction="from", threshold_minutes=90)[0]
    )


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({"hazards": 1.0, "too_far": 0.0}, "All of their lost time comes from hazard areas across the ways."),
        (
            {"hazards": 0.997, "too_far": 0.003},
            "Nearly all of their lost time comes from hazard areas",
        ),
        ({"too_far": 1.0}, "Nothing that was asked stands in the way: it is too far even so."),
        (
            {"full": 0.0, "too_far": 1.0},
            "None of their lost time comes from centres that are full: it is",
        ),
        ({"full": 0.003, "too_far": 0.997}, "Hardly any of their lost time comes from centres that are full: it is"),
        (
            {"full": 0.4, "hazards": 0.4, "too_far": 0.2},
            "Of their lost time 40 % comes from hazard areas across the ways; 40 % from centres that are full; 20 %",
        ),
        (
            {"full": 0.45, "hazards": 0.35, "too_far": 0.2},
            "The largest part of their lost time, 45 %, comes",
        ),
        (
            {"no_road": 0.2, "too_far": 0.8},
            (
                "Most of their lost time, 80 %, would remain whatever is cured: it is too far even so; 20 % comes "
                "from having no road."
            ),
        ),
        (
            {"hazards": 0.64, "no_road": 0.02, "profile": 0.03, "too_far": 0.31},
            (
                "Most of their lost time, 64 %, comes from hazard areas across the ways; the rest, 5 %, from other "
                "reasons; 31 % would remain: it is too far even so."
            ),
        ),
        (
            {"hazards": 0.66, "no_road": 0.03, "too_far": 0.31},
            "Most of their lost time, 66 %, comes from",
        ),
        (
            {"hazards": 0.6, "no_road": -0.1, "full": 0.3, "too_far": 0.2},
            (
                "Most of their lost time, 60 %, comes from hazard areas across the ways; 30 % from centres that are"
                " full; 20 % would remain: it is too far even so; a road to their homes would take 10 % back again,"
                " as more people would then ask at centres that are full."
            ),
        ),
        ({"no_road": -0.5, "too_far": 1.5}, "More than all of their lost time, 150 %, would remain whatever is cured"),
        ({"hazards": math.nan, "too_far": math.nan}, "Why is not known."),
        (
            {"full": 0.5, "hazards": 0.3, "too_far": 0.2},
            "The largest part of their lost time, 50 %, comes from centres",
        ),
        (
            {"full": 0.9, "hazards": 0.05, "no_road": 0.05, "too_far": 0.0},
            (
                "Most of their lost time, 90 %, comes from centres that are full; 5 % from hazard areas across "
                "the ways; 5 % from having no road."
            ),
        ),
    ],
)
def test_the_time_lost_is_told_part_by_part(shares, said):
    assert lost_time(**shares).startswith(said)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"within_alone": {"hazards": 0, "no-road": 0}, "within_all": 1200},
            (
                "No single change would bring anybody within 2 hours; both together would bring 1,200 of them. The "
                "other 940 need care that comes nearer."
            ),
        ),
        (
            {"within_alone": {"hazards": 0, "no-road": 0}, "within_all": 0},
            (
                "None of these changes, alone or all together, would bring anybody within 2 hours, though ways "
                "would be shorter; only care that comes nearer would."
            ),
        ),
        (
            {"within_alone": {"full": 0}, "within_all": 0, "shares": {"full": 0.0, "too-far": 1.0}},
            "Room for all at the centres would bring nobody within 2 hours; only care that comes nearer would.",
        ),
        (
            {"within_alone": {"hazards": 1300, "no-road": 0}, "within_all": 900},  # with a road they find less room
            (
                "Releasing the hazard areas alone would bring 1,300 of them within 2 hours; a road to their homes "
                "alone would bring nobody. The other 840 need care that comes nearer."
            ),
        ),
        ({"within_alone": {}}, "Nothing that was asked would bring them within 2 hours; only care that comes nearer w"),
        (
            {"within_alone": {"hazards": 2137.3}, "within_all": 2137.3},
            "Releasing the hazard areas would bring all",
        ),
        (
            {"within_alone": {"hazards": 1300, "no-road": 0, "full": -20}, "within_all": 1300},
            (
                "Releasing the hazard areas alone would bring 1,300 of them within 2 hours; neither a road to their"
                " homes nor room for all at the centres alone would bring anybody. The other 840 need care that "
                "comes nearer."
            ),
        ),
        (
            {"within_alone": {"hazards": 1300, "no-road": 0, "full": 0, "closure": 0}, "within_all": 2136.3},
            (
                "Releasing the hazard areas alone would bring 1,300 of them within 2 hours; none of opening what is"
                " closed, a road to their homes and room for all at the centres alone would bring anybody; all "
                "together would bring 2,140 of them. The other person needs care that comes nearer."
            ),
        ),
        (
            {"people": 1, "within_alone": {"day": 1.0}, "within_all": 1.0},
            "Ground and days as in the best season",
        ),
    ],
)
def test_what_would_change_is_told_alone_and_together(changes, said):
    assert told(**changes)[1].startswith(said)


def test_where_nobody_is_beyond_nothing_has_to_change():
    reasons, change = told(people=0, shares={"hazards": math.nan, "too-far": math.nan})
    assert reasons == (
        "In Upper Valley (Kesh, Tarn and 3 more places) nobody lives more than 2 hours from physical rehabilitation."
    )
    assert change == "Nothing has to change for anybody here to be within 2 hours."


@st.composite
def some_shares(draw, least=0.0):
    """Shares of some factors and what is left, adding up to 1."""
    factors = draw(st.permutations(FACTOR_SLUGS))[: draw(st.integers(0, len(FACTOR_SLUGS)))]
    amounts = [draw(st.floats(least, 1)) for _ in factors]
    rest = draw(st.floats(0, 1))
    total = math.fsum([*amounts, rest])
    if total <= 0.1:
        return {TOO_FAR: 1.0}
    return {**dict(zip(factors, (amount / total for amount in amounts), strict=True)), TOO_FAR: rest / total}


@given(some_shares(least=-0.5))
@settings(max_examples=60)
def test_percents_add_up_to_100_and_are_off_by_less_than_one(shares):
    whole = percents(shares)
    assert sum(whole.values()) == 100
    assert all(abs(whole[name] - 100 * share) < 1 + 1e-6 for name, share in shares.items())


@given(some_shares(least=-0.2), st.floats(0, 1e7), st.data())
@settings(max_examples=80)
def test_every_sentence_reads_well_and_says_nothing_that_must_not_be_said(shares, people, data):
    alone = {name: data.draw(st.floats(0, people)) for name in shares if name != TOO_FAR}
    for sentence in told(shares=shares, people=people, within_alone=alone, within_all=max(alone.values(), default=0)):
        assert not NEVER_SAID.search(sentence), sentence
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert ".." not in sentence


@given(some_shares())
@settings(max_examples=60)
def test_the_percents_that_are_said_add_up_to_100(shares):
    said = lost_time(**{name.replace("-", "_"): share for name, share in shares.items()})
    numbers = [int(number) for number in re.findall(r"(\d+) %", said)]
    assert sum(numbers) == 100 or said.startswith(("All of", "Nearly all", "None of", "Hardly any", "Nothing that"))


def test_every_factor_is_told_in_the_order_of_the_factors():
    assert FACTOR_SLUGS == ("hazards", "closure", "road-season", "day", "profile", "no-road", "full")
    assert list(FACTOR_WORDS) == [*FACTOR_SLUGS, TOO_FAR]
    for words in FACTOR_WORDS.values():
        for text in (words.matter, words.cured, words.change, words.who):
            assert text[0].isupper()
            assert text.endswith(".")
            assert not NEVER_SAID.search(text)
        assert (words.cause + words.lever)[0].islower()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"shares": {"hazards": 0.5, "too-far": 0.4}}, "the shares add up to 0.9; give shares that add up to 1"),
        ({"shares": {"mines": 1.0}}, "'mines' is no factor; tell of some of hazards, closure, road-season"),
        ({"within_alone": {"mines": 1.0}}, "'mines' is no factor"),
        ({"within_alone": {"too-far": 1.0}}, "'too-far' is no factor"),
        (
            {"within_all": math.nan},
            "how many people of Underserved region 3 would be within the threshold is not known",
        ),
        ({"people": math.nan}, "nan people live in Underserved region 3; give a number of at least 0"),
        ({"people": -1}, "-1 people live in Underserved region 3"),
    ],
)
def test_facts_that_cannot_be_told_are_refused(changes, message):
    with pytest.raises(InputError) as caught:
        told(**changes)
    assert message in str(caught.value)
