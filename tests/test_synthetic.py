"""Synthetic survivors: the same for the same seed, near hazards, of the shares that the table says, and labelled."""

import csv
import io
from collections import Counter

import numpy as np
import pytest
from custody_ground import ground_of

from custody.synthetic import COLUMNS, draw_survivors, home_weights, read_shares, survivors_csv
from custody.vocabulary import VOCABULARY, care_pillars, is_opaque_id, is_year_band
from geo.errors import InputError
from geo.shipped import data_folder


@pytest.fixture(scope="module")
def shares():
    return read_shares()


def drawn(shares, *, count=300, seed=1, people=(1.0,) * 20, is_hazard=None):
    ground = ground_of(people, [0] * len(people))
    weight = home_weights(ground.grid, ground.people, is_hazard)
    rows = draw_survivors(ground.grid, weight, count=count, seed=seed, shares=shares, retention="2040-12-31")
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def test_every_share_has_a_source_a_year_and_a_certainty():
    with (data_folder() / "synthetic" / "survivor_shares.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert all(row["source"] and row["source_date"].isdigit() for row in rows)
    assert {row["certainty"] for row in rows} == {"V", "A"}
    assert all(row["certainty"] == "A" for row in rows if "our own" in row["source"])


def test_the_same_seed_makes_the_same_survivors_and_another_others(shares):
    assert drawn(shares) == drawn(shares)
    assert drawn(shares) != drawn(shares, seed=2)


def test_every_row_is_a_record_that_the_store_takes_and_says_that_it_is_synthetic(shares):
    rows = drawn(shares)
    assert {row["synthetic"] for row in rows} == {"true"}
    assert {row["source"] for row in rows} == {"synthetic"}
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert is_opaque_id(row["id"])
        assert is_year_band(row["year_band"])
        assert all(row[field] in words for field, words in VOCABULARY.items())
        assert set(row["need_pillars"].split(";")) <= {*care_pillars(), "none"}
        assert len(row["lon"].split(".")[1]) == len(row["lat"].split(".")[1]) == 3


def test_shares_are_those_of_the_table(shares):
    rows = drawn(shares, count=20_000)
    for field in ("sex", "age_band", "impairment", "consent_scope"):
        values, share = shares.of[field, ""]
        found = Counter(row[field] for row in rows)
        for value, expected in zip(values, share, strict=True):
            assert found[value] / len(rows) == pytest.approx(expected, abs=0.015)
    for pillar, expected in zip(*shares.of["need_pillars", ""], strict=True):
        found = sum(pillar in row["need_pillars"].split(";") for row in rows) / len(rows)
        assert found == pytest.approx(expected, abs=0.015)
    legs = [row["device_class"] for row in rows if row["impairment"] == "lower_limb_loss"]
    assert legs.count("trans_tibial") / len(legs) == pytest.approx(0.6, abs=0.02)
    assert {row["device_class"] for row in rows if row["impairment"] == "psychological"} == {"none"}


def test_nobody_is_made_up_where_nobody_lives(shares):
    weight = home_weights(ground_of([0, 5, 0], [0, 0, 0]).grid, np.array([[0.0, 5.0, 0.0]]), None)
    assert weight.tolist() == [[0, 1, 0]]
    with pytest.raises(InputError, match="nobody lives"):
        drawn(shares, people=(0.0, 0.0))


def test_the_farther_from_a_hazard_the_fewer_survivors():
    ground = ground_of([1.0] * 20, [0] * 20)
    is_hazard = np.zeros((1, 20), dtype=bool)
    is_hazard[0, 4] = True
    weight = home_weights(ground.grid, ground.people, is_hazard)[0]
    assert weight.argmax() == 4
    assert (np.diff(weight[4:]) < 0).all()
    assert (np.diff(weight[:5]) > 0).all()
    kilometre = weight[5] / weight[4]
    assert weight[14] / weight[4] == pytest.approx(kilometre**10, rel=1e-3)


def test_shares_that_do_not_add_up_or_name_what_no_record_may_have_are_refused(tmp_path):
    text = (data_folder() / "synthetic" / "survivor_shares.csv").read_text(encoding="utf-8")
    table = tmp_path / "shares.csv"
    for old, new, words in (
        ("sex,,female,0.13", "sex,,female,0.23", "add up"),
        ("sex,,female", "sex,,woman", "no record may have"),
        ("consent_scope", "agreed", "consent_scope"),
    ):
        assert old in text
        table.write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(InputError, match=words):
            read_shares(table)


def test_the_csv_has_a_header_and_a_row_for_each(shares):
    ground = ground_of([1.0], [0])
    rows = draw_survivors(ground.grid, np.array([[1.0]]), count=3, seed=0, shares=shares, retention="2040-12-31")
    read = list(csv.reader(io.StringIO(survivors_csv(rows))))
    assert read[0] == list(COLUMNS)
    assert len(read) == 4
