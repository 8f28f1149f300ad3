"""What regions are called: their places, the largest first, at most three by name."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_gaps import gaps_of, travel_of
from worlds import flat_land, metric_grid

from accessibility.need import PlaceNames, places_in_words, places_of_regions, rank_places
from geo.layers import Places

GRID = metric_grid(1, 30)


def ranked(places, *, people=None, land=None, within_m=0.0):
    """Names in their order, of (name, kind, people, column)."""
    names, kinds, counts, columns = zip(*places, strict=True)
    xy = np.array([GRID.affine @ (column + 0.5, 0.5) for column in columns])
    read = Places(names=names, xy=xy, kinds=kinds, people=np.array(counts, float))
    people = np.zeros(GRID.shape) if people is None else people
    return rank_places(read, people, land or flat_land(GRID), within_m=within_m)


NAN = np.nan


def test_people_of_the_column_come_first_then_the_kind_then_the_people_around_then_the_order():
    people = np.zeros(GRID.shape)
    people[0, 20] = 7
    places = [
        ("hamlet", "hamlet", NAN, 0),
        ("no kind", "", NAN, 0),
        ("village, nobody near", "village", NAN, 0),
        ("village, again", "village", NAN, 1),
        ("village, 7 people near", "village", NAN, 29),
        ("city", "city", NAN, 0),
        ("12 people", "hamlet", 12, 0),
        ("13 people", "", 13, 0),
    ]
    assert ranked(places, people=people).names == (
        "13 people",
        "12 people",
        "city",
        "village, 7 people near",
        "village, nobody near",
        "village, again",
        "hamlet",
        "no kind",
    )


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.lists(st.tuples(st.integers(0, 7), st.integers(0, 29)), min_size=1, max_size=8))
def test_people_around_are_those_of_the_square(seed, cells):
    people = np.random.default_rng(seed).integers(0, 50, (8, 30)).astype(float)
    grid = metric_grid(8, 30)
    names = tuple(f"{number}" for number in range(len(cells)))
    xy = np.array([grid.affine @ (column + 0.5, row + 0.5) for row, column in cells])
    places = Places(names=names, xy=xy, kinds=("",) * len(cells), people=np.full(len(cells), np.nan))
    around = [people[max(0, row - 10) : row + 11, max(0, column - 10) : column + 11].sum() for row, column in cells]
    expected = sorted(range(len(cells)), key=lambda number: (-around[number], number))
    assert rank_places(places, people, flat_land(grid), within_m=0.0).names == tuple(map(str, expected))


def test_a_place_on_water_stands_for_the_nearest_shore_or_for_none():
    pace = np.ones(GRID.shape)
    pace[0, 3:9] = np.inf
    land = replace(flat_land(GRID), pace=pace)
    places = [("Pier", "village", NAN, 3), ("Rock", "village", NAN, 6)]
    found = ranked(places, land=land, within_m=100.0)
    assert (found.names, found.cell.tolist()) == (("Pier",), [2])


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("", ""),
        ("A", "A"),
        ("AB", "A and B"),
        ("ABC", "A, B and C"),
        ("ABCD", "A, B, C and 1 more place"),
        ("ABCDEFG", "A, B, C and 4 more places"),
    ],
)
def test_three_places_are_named_and_the_rest_counted(names, words):
    assert places_in_words(list(names)) == words


def test_a_name_that_stands_twice_is_told_once():
    places = PlaceNames(names=("A", "B", "A", "C"), cell=np.array([0, 1, 2, 3]))
    assert places_of_regions(places, np.array([[1, 1, 1, 0]])) == {1: ("A", "B")}


def test_a_region_is_called_by_its_number_its_places_and_its_area():
    travel = travel_of(metric_grid(1, 8), [[90, 90, 0, 90, 90, 0, 90, 0]])
    places = PlaceNames(names=("Kesh", "Tarn", "Oru", "Pell", "Vash"), cell=np.array([3, 0, 4, 4, 4]))
    gaps = gaps_of(travel, [[1, 9, 0, 5, 0, 0, 2, 3]], zone=[[0, 0, 0, 1, 1, 1, -1, 0]], places=places)
    assert gaps["name"].tolist() == [
        "Underserved region 1, around Tarn, in Area 0",
        "Underserved region 2, around Kesh, Oru, Pell and 1 more place, in Area 1",
        "Underserved region 3, outside all areas",
    ]
    assert gaps["places"].tolist() == ["Tarn", "Kesh;Oru;Pell;Vash", ""]


def test_places_change_nothing_but_names():
    travel = travel_of(metric_grid(1, 5), [[90, 90, 0, 90, 0]])
    places = PlaceNames(names=("Kesh",), cell=np.array([3]))
    with_places, without = (gaps_of(travel, [[1, 2, 3, 4, 5]], places=given) for given in (places, None))
    columns = [column for column in without if column not in {"name", "places"}]
    assert with_places[columns].equals(without[columns])
    assert (without["places"] == "").all()


def test_a_semicolon_in_a_name_does_not_part_it_in_the_column():
    places = PlaceNames(names=("Kesh;Kech",), cell=np.array([1]))
    [gap] = gaps_of(travel_of(metric_grid(1, 2), [[0, 90]]), [[0, 4]], places=places).to_dict("records")
    assert (gap["name"], gap["places"]) == ("Underserved region 1, around Kesh;Kech", "Kesh,Kech")
