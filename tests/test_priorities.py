"""Which region comes first: the score and its parts, and how the order moves with the weights."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.api.types import is_numeric_dtype

from accessibility.reasons import MOVE_COLUMNS, PRIORITY_COLUMNS, priorities_frame, priority_moves_frame
from accessibility.release import WhyTables, checked_why
from accessibility.study_file import DEFAULT_WEIGHTS, PRIORITY_PARTS
from geo.errors import InputError

RUN = {
    "pillar": "physical_rehab",
    "profile": "on-foot",
    "scenario": "base",
    "season": "dry",
    "direction": "to",
    "hazards": "hazards",
}
ALIKE = {"people": 1, "depth": 1}


def regions_of(*rows, **run):
    """Regions of one run, each as (people, need, hours, no way[, share of draws])."""
    names = ["people", "people_in_need", "person_hours_beyond", "people_no_way", "share_underserved"]
    return pd.DataFrame(
        [
            {**RUN, **run, "region_id": number, "region_name": f"Region {number}", "as_of": "2026-01-01"}
            | dict(zip(names, row, strict=False))
            for number, row in enumerate(rows, start=1)
        ]
    )


# by people 1, 2, 3; by depth 3, 2, 1; nobody's need is known
TURNED = regions_of((400, np.nan, 100, 0), (200, np.nan, 250, 0), (100, np.nan, 400, 0))


@st.composite
def some_regions(draw):
    """Regions of two runs, one of them without known need."""
    amounts = st.just(0.0) | st.floats(1e-3, 1e6)
    rows = draw(st.lists(st.tuples(amounts, amounts, amounts, amounts, st.floats(0, 1)), min_size=1, max_size=5))
    others = [(people, np.nan, *rest) for people, _, *rest in rows[:3]]
    return pd.concat([regions_of(*rows), regions_of(*others, season="wet")], ignore_index=True)


WEIGHTS = st.fixed_dictionaries({part: st.just(0.0) | st.floats(0.01, 10) for part in PRIORITY_PARTS}).filter(
    lambda weights: any(weights.values())
)


@given(some_regions(), WEIGHTS)
@settings(max_examples=15)
def test_the_score_is_the_sum_of_the_parts_by_their_weights(regions, weights):
    frame = priorities_frame(regions, weights)
    assert tuple(frame.columns) == PRIORITY_COLUMNS
    assert len(frame) == len(regions)
    parts = frame.filter(regex="^part_").to_numpy()
    shares = frame.filter(regex="^weight_").to_numpy()
    is_told = frame["score"].notna().to_numpy()
    assert shares[is_told].sum(axis=1) == pytest.approx(1)
    total = np.where(shares > 0, parts * shares, 0)[is_told].sum(axis=1)
    assert frame["score"].to_numpy()[is_told] == pytest.approx(total, abs=1e-11)
    assert ((parts >= 0) & (parts <= 1) | np.isnan(parts)).all()
    for _, run in frame.groupby("season"):
        ranked = run.dropna(subset="score")
        expected = [1 + (ranked["score"] > score).sum() for score in ranked["score"]]
        assert ranked["rank"].tolist() == expected
        assert ranked["score"].is_monotonic_decreasing


@given(some_regions(), WEIGHTS, st.randoms(use_true_random=False), st.sampled_from([0.25, 2, 1024]))
@settings(max_examples=10)
def test_neither_the_order_of_rows_nor_the_unit_of_weights_changes_it(regions, weights, random, unit):
    frame = priorities_frame(regions, weights)
    order = random.sample(range(len(regions)), len(regions))
    mixed = priorities_frame(regions.iloc[order], {part: unit * weight for part, weight in weights.items()})
    by = ["season", "region_id"]
    pd.testing.assert_frame_equal(
        frame.sort_values(by, ignore_index=True), mixed.sort_values(by, ignore_index=True), check_exact=True
    )


@given(some_regions(), WEIGHTS)
@settings(max_examples=8)
def test_moves_are_what_the_ranks_say(regions, weights):
    moves = priority_moves_frame(regions, weights)
    assert tuple(moves.columns) == MOVE_COLUMNS
    given_rank = moves[moves["weighting"] == "as given"].set_index(["season", "region_id"])["rank"]
    frame = priorities_frame(regions, weights).set_index(["season", "region_id"])
    assert given_rank.sort_index().equals(frame["rank"].sort_index())
    was = pd.Series([given_rank[key] for key in zip(moves["season"], moves["region_id"], strict=True)], dtype="Int64")
    assert (was - moves["rank"]).equals(moves["rank_move"])


def test_the_order_turns_with_the_weights():
    moves = priority_moves_frame(TURNED, ALIKE)
    first = {weighting: rows["region_id"].iloc[0] for weighting, rows in moves.groupby("weighting", sort=False)}
    # as given (1 + 0.25) / 2, (0.5 + 0.625) / 2, (0.25 + 1) / 2
    assert first == {
        "as given": 1,
        "people doubled": 1,
        "people left out": 3,
        "depth doubled": 3,
        "depth left out": 1,
        "people alone": 1,
        "depth alone": 3,
        "no-way alone": 1,
        "all equal": 1,
    }
    given_scores = moves[moves["weighting"] == "as given"]
    assert given_scores["score"].tolist() == [0.625, 0.625, 0.5625]
    assert given_scores["rank"].tolist() == [1, 1, 3]
    left_out = moves[moves["weighting"] == "people left out"].set_index("region_id")
    assert left_out["rank_move"].to_dict() == {3: 0, 2: 1, 1: -2}


def test_equal_scores_share_the_better_rank_and_the_next_one_is_left_free():
    frame = priorities_frame(regions_of((5, 1, 5, 0), (9, 1, 9, 0), (9, 1, 9, 0), (1, 1, 1, 0)), DEFAULT_WEIGHTS)
    assert frame["rank"].tolist() == [1, 1, 3, 4]
    assert frame["region_id"].tolist() == [2, 3, 1, 4]
    assert frame["share_first_by_weights"].tolist() == [1, 1, 0, 0]
    assert frame["share_top3_by_weights"].tolist() == [1, 1, 1, 0]


def test_a_need_that_is_not_known_weighs_nothing_in_that_run():
    frame = priorities_frame(TURNED, {"people": 1, "need": 3})
    assert frame["part_need"].isna().all()
    assert frame["weight_need"].tolist() == [0, 0, 0]
    assert frame["weight_people"].tolist() == [1, 1, 1]
    some = TURNED.assign(people_in_need=[4, np.nan, 1])
    assert priorities_frame(some, {"people": 1, "need": 3})["score"].tolist() == [1, 0.5, 0.25]


def test_where_nothing_that_weighs_is_known_there_is_no_rank():
    frame = priorities_frame(TURNED, {"need": 1})
    assert frame["rank"].isna().all()
    assert frame[["score", "share_first_by_weights", "share_top3_by_weights"]].isna().all(axis=None)
    assert frame["region_id"].tolist() == [1, 2, 3]
    moves = priority_moves_frame(TURNED, {"need": 1})
    assert moves[moves["weighting"] == "as given"]["rank"].isna().all()
    assert moves[moves["weighting"] == "people alone"]["rank"].tolist() == [1, 2, 3]


def test_how_steady_an_answer_is_counts_only_where_a_study_says_so():
    regions = regions_of((10, 1, 10, 0, 0.2), (10, 1, 10, 0, 0.8))
    assert priorities_frame(regions, DEFAULT_WEIGHTS)["rank"].tolist() == [1, 1]
    frame = priorities_frame(regions, {**DEFAULT_WEIGHTS, "steadiness": 1})
    assert frame["region_id"].tolist() == [2, 1]
    assert frame["part_steadiness"].tolist() == [1, 0.25]


def test_parts_are_scaled_within_each_run():
    both = pd.concat([regions_of((10, 1, 1, 0)), regions_of((1000, 1, 1, 0), season="wet")])
    assert priorities_frame(both, ALIKE)["score"].tolist() == [1, 1]


def test_random_weightings_are_seeded_and_a_part_more_changes_no_draw():
    one, again = (priorities_frame(TURNED, ALIKE, seed=7) for _ in range(2))
    pd.testing.assert_frame_equal(one, again, check_exact=True)
    other = priorities_frame(TURNED, ALIKE, seed=8)
    assert one["share_first_by_weights"].tolist() != other["share_first_by_weights"].tolist()
    # nobody is without any way, so a weight on that changes no rank
    more = priorities_frame(TURNED, {**ALIKE, "no-way": 5}, seed=7)
    assert more["share_first_by_weights"].tolist() == one["share_first_by_weights"].tolist()


def test_the_share_first_is_that_of_evenly_drawn_weights():
    # region 1 is first where people weigh at least half, region 3 else; 2 is never first, and all are among three
    frame = priorities_frame(TURNED, ALIKE).set_index("region_id")
    assert frame["share_first_by_weights"][1] == pytest.approx(0.5, abs=0.05)
    assert frame["share_first_by_weights"].sum() == 1
    assert frame["share_first_by_weights"][2] == 0
    assert frame["share_top3_by_weights"].tolist() == [1, 1, 1]


def test_without_regions_the_tables_are_empty_with_their_columns_of_the_same_kinds():
    nothing = TURNED.iloc[:0]
    empty, moves = priorities_frame(nothing, ALIKE), priority_moves_frame(nothing, ALIKE)
    assert tuple(empty.columns) == PRIORITY_COLUMNS
    assert tuple(moves.columns) == MOVE_COLUMNS
    written = {"priorities": empty, "priority_moves": moves}
    assert all(frame.empty for frame in checked_why(WhyTables(frames=written)).frames.values())
    for frame, some in ((empty, priorities_frame(TURNED, ALIKE)), (moves, priority_moves_frame(TURNED, ALIKE))):
        for column in frame.columns:
            assert is_numeric_dtype(frame[column]) == is_numeric_dtype(some[column]), column


@pytest.mark.parametrize(
    ("regions", "weights", "message"),
    [
        (TURNED.drop(columns="people"), ALIKE, "the regions have no column people; give the columns of regions.csv"),
        (TURNED.assign(people=-1.0), ALIKE, "people of region 1 is -1, which can be no part of its priority"),
        (TURNED.assign(person_hours_beyond=np.inf), ALIKE, "give a finite number of at least 0"),
        (TURNED, {"cause": 1}, "'cause' is no part of a priority; weigh some of people, depth, need, no-way"),
        (TURNED, {"people": 0}, "the weights are not all 0 or more with one above 0"),
        (TURNED, {"people": np.nan}, "the weights are not all 0 or more with one above 0"),
    ],
)
def test_what_cannot_be_ranked_is_refused(regions, weights, message):
    with pytest.raises(InputError) as caught:
        priorities_frame(regions, weights)
    assert message in str(caught.value)
