"""What is known of the centres stands beside every figure of access."""

import math

import pytest

from maps.need.asking import Ask
from maps.need.known_beside import known_beside
from maps.need.values import DataGap, NeedTables
from maps.run_key import RunKey

RUN = RunKey(
    pillar="physical_rehab", profile="walk", scenario="base", season="all-year", direction="to", hazards="no-hazards"
)
ASK = Ask(label="Rehabilitation", runs=(RUN,), names={RUN: "Everyone"})


def gap(field, known, total=3, *, pillar="physical_rehab", area_id="total", note=""):
    share = known / total if total else math.nan
    return DataGap(
        subject="centres",
        area_id=area_id,
        pillar=pillar,
        field=field,
        known=known,
        total=total,
        share_known=share,
        note=note,
    )


@pytest.fixture
def said():
    def say(*gaps):
        return known_beside(ASK, NeedTables(data_gaps=gaps))

    return say


def test_all_some_and_none_are_told_apart(said):
    words = said(gap("level", 3), gap("fee", 3), gap("female_staff", 1), gap("step_free", 0))
    assert words == (
        "What is known of the 3 centres that these times lead to: level and fee of all of them; female staff of 1; "
        "step-free access of none. When they were last verified is not known."
    )


def test_the_oldest_verification_is_told(said):
    note = "oldest 2024-11-20, newest 2025-09-15"
    assert said(gap("level", 3), gap("last_verified", 2, note=note)).endswith(
        "Last verified: known of 2, the oldest on 20 November 2024."
    )


def test_other_pillars_areas_and_empty_directories_say_nothing(said):
    assert said(gap("level", 3, pillar="psychosocial"), gap("level", 3, area_id="a1")) == ""
    assert said(gap("level", 0, total=0)) == ""
