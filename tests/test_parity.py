"""The parity check: ranges of survivors' shares beside the share of the need, from protected tables alone."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from banded_tables import BANDS, SHOWS, count_table, counts_of, told_of
from hypothesis import given, settings
from hypothesis import strategies as st
from long_access import RUN, long_access, row
from told_tables import EARLIER, run_of

from accessibility.need import ALL_ID
from accessibility.parity import PARITY_COLUMNS, parity_frame, strata_of, verdict_of
from accessibility.protection import Dimension
from geo.errors import InputError

NEED = "need-prosthetics-orthotics"
GROUPS = {"physical_rehab": NEED}
VILLAGES = ("A1", "A2", "A3", "B1", "B2", "B3")


def need(
    share=0.5, *, groups=(NEED, "female", "male", "everyone"), people=1000, areas=(*VILLAGES, "B4", ALL_ID), **other
):
    """The need's share within both thresholds, the same everywhere."""
    return long_access(
        *(
            row(group, f"share_within_{minutes}_min", share, people, area_id=area, **other)
            for group in groups
            for area in areas
            for minutes in (30, 60)
        )
    )


def parity(told, access=None, **other):
    return parity_frame([told], need() if access is None else access, need_groups=GROUPS, **other)


def at(frame, area="A1", minutes=60, stratum="everyone"):
    [found] = frame[
        (frame["area_id"] == area) & (frame["threshold_minutes"] == minutes) & (frame["stratum"] == stratum)
    ].to_dict("records")
    return found


def village(within_30, to_60, beyond, no_way=0):
    """All of them in A1, half of them women."""
    half = [within_30 // 2, to_60 // 2, beyond // 2, no_way // 2]
    return counts_of(A1=[half, half])


def two_bands(within_30, beyond):
    """A village in whose land nobody lives in the other two bands, for all to see."""
    is_possible = np.ones((6, 2, 4), dtype=bool)
    is_possible[:, :, [1, 3]] = False
    return count_table(village(within_30, 0, beyond), is_possible=is_possible)


counts = st.lists(st.one_of(st.integers(0, 14), st.integers(0, 60)), min_size=48, max_size=48).map(
    lambda each: np.array(each, dtype=np.int64).reshape(6, 2, 4)
)


@given(counts=counts, up=st.booleans(), seed=st.integers(0, 99))
@settings(max_examples=10)
def test_the_true_share_is_in_the_range_that_is_told(counts, up, seed):
    table = count_table(counts)
    is_hidden = np.random.default_rng(seed).random(table.cube_shape) < 0.2
    found = parity(told_of(table, up=up, is_hidden=is_hidden))
    cells, sexes = table.cells(), {"female": 0, "male": 1, "everyone": 2}
    for each in found.dropna(subset="survivors_share_low").to_dict("records"):
        those = cells[table.units.ids.index(each["area_id"]), sexes[each["stratum"]]]
        true = those[: {30: 1, 60: 2}[each["threshold_minutes"]]].sum() / those[-1]
        assert each["survivors_share_low"] - 1e-12 <= true <= each["survivors_share_high"] + 1e-12


def test_rounding_makes_a_range_of_a_share():
    found = at(parity(told_of(two_bands(40, 40))))
    # 36 to 44 within, 36 to 44 beyond
    assert found["survivors_share_low"] == pytest.approx(36 / 80)
    assert found["survivors_share_high"] == pytest.approx(44 / 80)
    assert (found["need_share"], found["verdict"]) == (0.5, "as well as")
    assert found["note"] == f"against {NEED}"


@pytest.mark.parametrize(("share", "verdict"), [(0.8, "worse"), (0.2, "better"), (0.44, "cannot be told")])
def test_a_verdict_needs_the_whole_range_on_one_side(share, verdict):
    assert at(parity(told_of(two_bands(40, 40)), need(share)))["verdict"] == verdict


def test_how_near_is_alike_can_be_chosen():
    told = told_of(two_bands(40, 40))
    assert at(parity(told, alike_within_share=0.01))["verdict"] == "cannot be told"
    assert at(parity(told, need(0.6), alike_within_share=0.2))["verdict"] == "as well as"


def test_what_is_suppressed_widens_the_range():
    found = at(parity(told_of(count_table(village(40, 0, 8)))))
    # 36 to 44 within, and of each sex at most 24 together: nobody need be beyond, and at most 12 can be
    assert found["survivors_share_low"] == pytest.approx(36 / 48)
    assert found["survivors_share_high"] == 1.0
    assert found["verdict"] == "better"


def test_of_a_village_of_which_nothing_is_told_nothing_is_said():
    found = at(parity(told_of(count_table(village(2, 2, 2)))))
    assert math.isnan(found["survivors_share_low"])
    assert math.isnan(found["survivors_share_high"])
    assert (found["verdict"], found["note"]) == ("cannot be told", f"against {NEED}; not told")
    assert found["need_share"] == 0.5


def test_where_all_homes_are_near_but_no_survivor_is_told_nothing_is_said():
    is_possible = np.zeros((6, 2, 4), dtype=bool)
    is_possible[:, :, 0] = True
    found = at(parity(told_of(count_table(village(4, 0, 0), is_possible=is_possible))))
    assert math.isnan(found["survivors_share_low"])
    assert (found["verdict"], found["note"]) == ("cannot be told", f"against {NEED}; not told")


def test_strata_are_held_against_their_own_people():
    access = pd.concat([need(0.9, groups=("female",)), need(0.2, groups=("male", NEED))])
    told = told_of(count_table(counts_of(A1=[[40, 0, 40, 0], [40, 0, 40, 0]])))
    found = parity(told, access)
    assert at(found, stratum="female")["need_share"] == 0.9
    assert at(found, stratum="female")["verdict"] == "worse"
    assert at(found, stratum="male")["verdict"] == "better"
    assert at(found, stratum="female")["note"] == ""


def test_a_stratum_that_the_study_does_not_know_cannot_be_told():
    found = at(parity(told_of(count_table(village(80, 0, 80))), need(groups=(NEED,))), stratum="female")
    assert math.isnan(found["need_share"])
    assert found["verdict"] == "cannot be told"
    assert found["note"] == "the study has no share of female here by this run"


def test_without_a_group_of_the_need_it_is_everyone():
    found = at(parity_frame([told_of(two_bands(40, 40))], need(), need_groups={}))
    assert (found["need_share"], found["note"]) == (0.5, "against everyone")


def test_a_run_that_the_study_does_not_have_cannot_be_told():
    found = at(parity(told_of(two_bands(40, 40)), need(season="wet")))
    assert found["verdict"] == "cannot be told"
    assert "no share of everyone here by this run" in found["note"]


def test_the_need_of_a_merged_or_larger_place_is_that_of_its_parts_together():
    access = pd.concat(
        [need(0.2, areas=("B1", "B2")), need(0.8, areas=("B3",), people=3000), need(math.nan, areas=("B4",), people=0)]
    )
    found = parity(told_of(two_bands(40, 40)), access)
    assert at(found, "B3")["need_share"] == 0.8  # B3 and B4 are told as one, and nobody lives in B4
    assert at(found, "B")["need_share"] == pytest.approx((0.2 * 2000 + 0.8 * 3000) / 5000)
    assert math.isnan(at(found, "A")["need_share"])


def test_figures_held_since_an_earlier_day_are_of_that_day():
    table = two_bands(40, 40)
    is_held = np.zeros(table.cube_shape, dtype=bool)
    is_held[2] = True
    found = at(parity(told_of(table, is_held=is_held)))
    assert found["survivors_share_low"] == pytest.approx(36 / 80)
    assert found["note"] == f"against {NEED}; figures held since {EARLIER}"


def test_figures_of_several_days_bound_nothing_together():
    table = two_bands(40, 40)
    is_held = np.zeros(table.cube_shape, dtype=bool)
    is_held[:, :, 0] = True
    found = at(parity(told_of(table, is_held=is_held)))
    # today: 36 to 44 beyond of 76 to 84 together; what was within is of another day
    assert found["survivors_share_low"] == pytest.approx((76 - 44) / 76)
    assert found["survivors_share_high"] == pytest.approx(1 - 36 / 84)


def test_with_noise_nothing_can_be_told():
    found = at(parity(told_of(count_table(village(400, 0, 40)), noise_epsilon=1.0)))
    assert found["verdict"] == "cannot be told"
    assert "noise was added" in found["note"]


def test_contradictory_figures_cannot_be_told():
    table = two_bands(40, 40)
    values = table.cells() // 5 * 5
    values[0, -1, -1] = 10
    found = at(parity(told_of(table, values=values)))
    assert (found["verdict"], found["note"]) == ("cannot be told", f"against {NEED}; the figures contradict each other")


def test_made_up_survivors_are_called_so():
    assert at(parity(told_of(two_bands(40, 40), is_synthetic=True)))["note"].startswith("made-up survivors")


def test_who_is_known_by_area_alone_may_be_on_either_side():
    bands = Dimension(name="minutes_band", categories=(*BANDS.categories, "place_unknown"))
    counts = np.zeros((6, 2, 5), dtype=np.int64)
    counts[0] = [[20, 0, 20, 0, 10], [20, 0, 20, 0, 10]]
    found = at(parity(told_of(count_table(counts, bands=bands))))
    # 36 to 44 within and beyond, 16 to 24 somewhere
    assert found["survivors_share_low"] == pytest.approx(36 / (36 + 44 + 24))
    assert found["survivors_share_high"] == pytest.approx((44 + 24) / (36 + 44 + 24))
    assert "known by area alone" in found["note"]


def test_where_units_are_cells_only_the_whole_is_held_against_the_need():
    told = told_of(two_bands(40, 40), units_kind="cells-10km")
    found = parity_frame([told], need(), need_groups=GROUPS)
    assert set(found["area_id"]) == {"all"}
    assert found.loc[found["stratum"] == "everyone", "need_share"].eq(0.5).all()


def test_strata_are_those_that_are_told_by_band():
    both = count_table(counts_of(), shows=SHOWS)
    apart = count_table(counts_of(), shows=(frozenset({"sex"}), frozenset({"minutes_band"})))
    none = count_table(counts_of(), shows=(frozenset({"sex"}),))
    designs = [told_of(table).design for table in (both, apart, none)]
    assert [[each.key for each in strata_of(design)] for design in designs] == [
        ["everyone", "female", "male"],
        ["everyone"],
        [],
    ]
    assert parity(told_of(none)).empty


def test_ages_and_sexes_are_called_as_groups_of_people_are():
    age = Dimension(name="age_band", categories=("0-4", "60+", "unknown"))
    design = told_of(count_table(counts_of())).design
    crossed = replace(
        design, dimensions=(*design.dimensions, age), shows=(frozenset({"sex", "age_band", "minutes_band"}),)
    )
    keys = [each.key for each in strata_of(crossed)]
    assert keys[:4] == ["everyone", "age-0-4", "age-60-plus", "age-not-known"]
    assert "female-age-60-plus" in keys


def test_tables_without_bands_have_no_parity():
    told = told_of(count_table(counts_of()))
    design = replace(told.design, dimensions=told.design.dimensions[:1], shows=(frozenset({"sex"}),))
    table = told.tables[0]
    told_values = table.values[..., -1]  # noqa: PD011 - a cube, no frame
    flat = replace(table, status=table.status[..., -1], values=told_values, as_of=table.as_of[..., -1])
    assert parity(replace(told, design=design, tables=(flat,))).empty


def test_a_hundredth_of_the_need_changes_nothing():
    told = told_of(two_bands(40, 40))
    pd.testing.assert_frame_equal(parity(told), parity(told, need(people=10)))


def test_the_columns_are_those_of_the_file_and_the_run_is_that_of_the_table():
    found = parity(told_of(two_bands(40, 40)))
    assert tuple(found.columns) == PARITY_COLUMNS
    assert found.iloc[0][list(RUN)].to_dict() == RUN
    assert run_of().pillar == "physical_rehab"
    assert not found.duplicated([*RUN, "stratum", "area_id", "threshold_minutes"]).any()


def test_an_unknown_share_gives_no_verdict():
    assert verdict_of(0.1, 0.2, math.nan, alike_within_share=0.05) == "cannot be told"
    assert verdict_of(0.45, 0.55, 0.5, alike_within_share=0.05) == "as well as"


@pytest.mark.parametrize("alike", [-0.1, 1.0, math.nan])
def test_a_distance_that_is_no_share_is_refused(alike):
    with pytest.raises(InputError, match="give a share of people from 0 to below 1"):
        parity(told_of(two_bands(40, 40)), alike_within_share=alike)


def test_a_table_of_access_without_its_columns_is_refused():
    with pytest.raises(InputError, match="access has no column group, denominator"):
        parity(told_of(two_bands(40, 40)), need().drop(columns=["group", "denominator"]))
