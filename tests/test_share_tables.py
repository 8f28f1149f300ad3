"""Shares by sex and age from a table: in any order of rows, by area where there are some, every fault told."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from toy_files import told

from accessibility.need import lay_shares, read_share_table
from geo.faults import Faults

WHOLE = "sex,age_from,age_to,share\nfemale,0,17,0.2\nfemale,18,,0.3\nmale,0,17,0.25\nmale,18,,0.25\n"
HEAD = "area_id,sex,age_from,age_to,share\n"
WEST = "W,f,0,17,0.5\nW,f,18,120,0\nW,m,0,17,0.25\nW,m,18,120,0.25\n"
REST = ",f,0,17,0.25\n,f,18,120,0.25\n,m,0,17,0.25\n,m,18,120,0.25\n"
PEOPLE = np.array([10.0, 20.0, 30.0])
ZONE = np.array([0, 1, -1], dtype=np.int32)


@pytest.fixture
def read(tmp_path):
    def read_text(text):
        path, faults = tmp_path / "shares.csv", Faults()
        path.write_text(text, encoding="utf-8")
        return read_share_table(path, where="shares.csv", faults=faults), faults

    return read_text


def laid(table, area_ids=("W", "E"), zone=ZONE):
    faults = Faults()
    shares = lay_shares(table, area_ids=area_ids, zone=zone, people=PEOPLE, where="shares.csv", faults=faults)
    return shares, faults


def share_of_girls(shares):
    return shares.share(np.array([[1.0, 0.0], [0.0, 0.0]]))


def test_shares_of_the_whole_hold_everywhere(read):
    table, faults = read(WHOLE)
    shares, further = laid(table)
    assert len(faults) == len(further) == 0
    assert [band.key for band in table.bands] == ["age-0-17", "age-18-plus"]
    np.testing.assert_allclose(share_of_girls(shares), [0.2, 0.2, 0.2], rtol=1e-15)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(order=st.permutations((WEST + REST).splitlines()))
def test_the_order_of_rows_does_not_matter(read, order):
    (table, _), (sorted_table, _) = read(HEAD + "\n".join(order)), read(HEAD + WEST + REST)
    assert (table.bands, table.area_ids) == (sorted_table.bands, sorted_table.area_ids)
    np.testing.assert_array_equal(table.share, sorted_table.share)


def test_where_an_area_has_none_of_its_own_those_of_the_whole_hold(read):
    table, faults = read(HEAD + WEST + REST)
    shares, told_later = laid(table)
    assert len(faults) == 0
    np.testing.assert_array_equal(share_of_girls(shares), [0.5, 0.25, 0.25])
    assert "1 of 2 areas with 20 people take the shares of the whole: E" in told(told_later)


def test_without_rows_of_the_whole_nothing_is_known_elsewhere(read):
    table, _ = read(HEAD + WEST)
    shares, faults = laid(table)
    np.testing.assert_array_equal(shares.is_known, [True, False, False])
    np.testing.assert_array_equal(share_of_girls(shares), [0.5, 0, 0])
    assert "1 of 2 areas with 20 people have no shares, so that sex and age are not known: E" in told(faults)


def test_areas_that_the_study_lacks_are_told(read):
    table, _ = read(HEAD + WEST + WEST.replace("W", "X"))
    shares, faults = laid(table)
    assert shares is not None
    assert "notice: shares.csv, column area_id: 1 of its areas are none of the study: X" in told(faults)


def test_a_table_none_of_whose_areas_is_known_is_refused(read):
    table, _ = read(HEAD + WEST)
    shares, faults = laid(table, area_ids=("all",), zone=np.zeros(3, np.int32))
    assert shares is None
    assert "error: shares.csv, column area_id: 1 of its areas are none of the study: W" in told(faults)
    assert "Write the ids of [areas], such as all" in told(faults)


def test_ids_that_are_numbers_are_texts(read):
    table, _ = read(HEAD + WEST.replace("W", "1"))
    assert table.area_ids == ("1",)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("0.3", "0.2", "column share: the shares do not add up to 1: the whole 0.9"),
        ("0.3", "-0.3", "row 3, column 'share': a share is negative, and there are no negative people (-0.3)"),
        ("0.3", "30", "a share is more than the whole (30.0). Write a share of everyone, from 0 to 1; divide perc"),
        ("0.3", "", "row 3, column 'share': the value is missing"),
        ("male,18", "male,16", "the bands do not hold each age once: the bands 0 to 17 and 16 and over overlap"),
        ("18,", "20,", "the bands do not hold each age once: the ages 18 to 19 are in no band"),
        ("18,,", "18,64,", "the bands do not hold each age once: everyone of age 65 and over is in no band"),
        ("0,17", "1,17", "the bands do not hold each age once: the age 0 is in no band"),
        ("female,0,17", "female,17,0", "the ages end before they begin"),
        ("female,0", "female,0.5", "the age is no whole year from 0 to 120"),
        ("female,0", "both,0", "the sex is not known (both). Write female or male in each row"),
        ("male,18,,0.25\n", "", "rows of the whole: the ages leave holes: there is no row of male, age 18 and over"),
        ("\nmale,18", "\nfemale,18", "rows 3 and 5: these rows tell the share of the same people more than once"),
        ("sex", "sexe", "column 'sexe': the column is not known (did you mean 'sex'?)"),
        ("share", "nationality", "column 'nationality': the column can weigh nothing: need decides, never the cause"),
    ],
)
def test_a_table_that_is_wrong_is_told(read, old, new, message):
    table, faults = read(WHOLE.replace(old, new))
    assert table is None
    assert message in told(faults)


def test_an_area_that_leaves_a_hole_is_named(read):
    table, faults = read(HEAD + WEST + REST.replace(",m,18,120,0.25\n", ""))
    assert table is None
    assert "rows of the whole: the ages leave holes: there is no row of male, age 18 and over" in told(faults)
    table, faults = read(HEAD + WEST.replace("W,f,0,17,0.5\n", "") + REST)
    assert "area 'W': the ages leave holes: there is no row of female, age 0 to 17" in told(faults)


def test_shares_that_were_rounded_are_told_and_divided_by_their_sum(read):
    table, faults = read(WHOLE.replace("0.3", "0.299"))
    shares, _ = laid(table)
    assert "notice: shares.csv, column share: the shares do not add up to 1: the whole 0.999" in told(faults)
    np.testing.assert_allclose(share_of_girls(shares), 0.2 / 0.999)


def test_a_share_of_nobody_is_kept(read):
    table, _ = read(WHOLE.replace("0.2\n", "0\n").replace("0.3", "0.5"))
    shares, _ = laid(table)
    np.testing.assert_array_equal(share_of_girls(shares), [0, 0, 0])
    assert shares.is_known.all()
