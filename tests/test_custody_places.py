"""Where survivors are counted: their band as that of all people, and nowhere that would give them away."""

import numpy as np
import pytest
from custody_ground import ground_of, record_in, record_of, run_on

from custody.counting import core_counts, count_records, dimensions_of
from custody.placing import (
    AREA_NOT_THERE,
    BY_AREA_ALONE,
    FAR_FROM_HOMES,
    OUTSIDE_GRID,
    PLACED,
    band_names,
    band_of_minutes,
    find_home_bands,
    minutes_of_cells,
    place_records,
)
from custody.units import area_units


@pytest.fixture(autouse=True)
def _no_table_to_agree_with(monkeypatch):
    monkeypatch.setattr("custody.placing.check_agreement", lambda *_: None)


def placed(ground, run, records, *, has_place_unknown=False):
    units = area_units(ground, least_people=1000)
    homes = find_home_bands(ground, run, units)
    return units, homes, place_records(records, ground, run, units, homes, has_place_unknown=has_place_unknown)


def told(placement):
    return list(zip(placement.fate.tolist(), placement.leaf.tolist(), placement.band.tolist(), strict=True))


def test_a_bound_belongs_to_the_band_below_it():
    assert band_of_minutes(np.array([0, 30, 30.1, 60, 61, np.inf]), (30, 60)).tolist() == [0, 0, 1, 1, 2, 3]
    assert band_names((30.0, 60.0)) == ("within_30_min", "30_to_60_min", "beyond_60_min", "no_way")


def test_each_survivor_is_in_the_area_and_the_band_of_the_own_cell():
    ground = ground_of([2000, 2000, 2000, 2000], [0, 0, 1, 1])
    run = run_on(ground, [10, 40, 70, np.inf])
    _, _, placement = placed(ground, run, [record_in(ground, cell, cell) for cell in (3, 2, 1, 0)])
    assert told(placement) == [(PLACED, 1, 3), (PLACED, 1, 2), (PLACED, 0, 1), (PLACED, 0, 0)]


def test_a_survivor_on_a_barrier_is_adopted_as_people_are():
    ground = ground_of([2000, 2000, 2000, 2000, 2000], [0] * 5)
    run = run_on(ground, [10, np.inf, np.inf, np.inf, 70], is_barrier=[False, True, True, True, False])
    _, _, placement = placed(ground, run, [record_in(ground, cell, cell) for cell in (1, 2, 3)])
    assert placement.band.tolist() == [0, 3, 2]
    assert minutes_of_cells(ground, run, np.array([1, 2, 3])).tolist() == [10, np.inf, 70]


def test_nobody_inside_a_hazard_has_a_way():
    ground = ground_of([2000, 2000], [0, 0])
    run = run_on(ground, [10, 10], is_inside_hazard=[False, True])
    _, _, placement = placed(ground, run, [record_in(ground, 0, 1), record_in(ground, 1, 2)])
    assert placement.band.tolist() == [0, 3]


def test_who_lies_outside_the_grid_is_counted_apart():
    ground = ground_of([2000, 2000], [0, 0])
    _, _, placement = placed(ground, run_on(ground, [10, 40]), [record_of(1, lon=50.0, lat=40.0)])
    assert told(placement) == [(OUTSIDE_GRID, -1, -1)]


def test_who_is_known_by_area_alone_is_in_its_unit_with_the_place_unknown():
    ground = ground_of([600, 700, 4000], [0, 1, 2])
    run = run_on(ground, [10, 40, 70])
    records = [record_of(1, area_id="A1"), record_of(2, area_id="A2"), record_of(3, area_id="elsewhere")]
    _, _, placement = placed(ground, run, records, has_place_unknown=True)
    assert told(placement) == [(PLACED, 0, 4), (PLACED, 1, 4), (AREA_NOT_THERE, -1, -1)]
    _, _, placement = placed(ground, run, records)
    assert placement.fate.tolist() == [BY_AREA_ALONE] * 3


def test_where_nobody_of_the_unit_lives_in_the_band_a_survivor_is_counted_at_its_nearest_home():
    ground = ground_of([2000, 0, 0, 0, 2000], [0, 0, 0, 1, 1])
    run = run_on(ground, [10, 10, 70, 70, 40])
    _, homes, placement = placed(ground, run, [record_in(ground, cell, cell) for cell in range(5)])
    assert told(placement) == [(PLACED, 0, 0)] * 3 + [(PLACED, 1, 1)] * 2
    assert placement.is_moved.tolist() == [False, False, True, True, False]
    assert homes.is_home.tolist() == [[True, False, False, False], [False, True, False, False]]


def test_who_lies_more_than_five_kilometres_from_any_home_is_counted_apart():
    ground = ground_of([2000] + [0] * 8, [0] + [-1] * 8)
    run = run_on(ground, [10] * 9)
    _, _, placement = placed(ground, run, [record_in(ground, cell, cell) for cell in (4, 5)])
    assert told(placement) == [(PLACED, 0, 0), (FAR_FROM_HOMES, -1, -1)]


def counted(ground, run, records, shows=(frozenset({"minutes_band"}),), names=("sex", "minutes_band")):
    units, homes, placement = placed(ground, run, records)
    dimensions = dimensions_of(names, ground.bands_minutes, has_place_unknown=False)
    return count_records(
        records,
        placement,
        homes,
        pillar="physical_rehab",
        units=units.units,
        dimensions=dimensions,
        shows=shows,
        least_needs=2,
    )


def test_counts_are_those_of_a_count_by_hand_and_nobody_is_lost():
    ground = ground_of([2000, 2000, 2000], [0, 0, 1])
    run = run_on(ground, [10, 40, 70])
    records = [
        *(record_in(ground, 0, number, sex="female") for number in range(3)),
        *(record_in(ground, 1, 10 + number, sex="male") for number in range(2)),
        *(record_in(ground, 2, 20 + number, sex="male") for number in range(4)),
        record_in(ground, 2, 30, need_pillars=("psychosocial",)),
    ]
    found = counted(ground, run, records)
    table = found.table
    assert [dimension.name for dimension in table.dimensions] == ["sex", "minutes_band"]
    expected = np.zeros((2, 3, 4), dtype=int)
    expected[0, 0, 0], expected[0, 1, 1], expected[1, 1, 2] = 3, 2, 4
    assert (table.counts == expected).all()
    assert table.cells()[0, -1, -1] == 9
    assert (found.atom >= 0).sum() == 9
    assert found.atom[-1] == -1


def test_what_is_impossible_depends_on_the_population_alone():
    ground = ground_of([2000, 2000, 2000], [0, 0, 1])
    run = run_on(ground, [10, 40, 70])
    with_people = counted(ground, run, [record_in(ground, cell, cell) for cell in (0, 1, 2)])
    without = counted(ground, run, [record_in(ground, 0, 0)])
    assert (with_people.table.is_possible == without.table.is_possible).all()
    assert (with_people.table.counts[~with_people.table.is_possible] == 0).all()
    assert with_people.table.is_possible[:, 0].tolist() == [[True, True, False, False], [False, False, True, False]]


def test_people_with_one_set_of_needs_are_not_diverse_and_with_two_they_are():
    ground = ground_of([2000, 2000], [0, 1])
    run = run_on(ground, [10, 10])
    both = ("physical_rehab", "psychosocial")
    records = [
        record_in(ground, 0, 1),
        record_in(ground, 0, 2, need_pillars=both),
        record_in(ground, 1, 3),
        record_in(ground, 1, 4),
    ]
    found = counted(ground, run, records)
    assert found.is_diverse[:, -1, -1].tolist() == [True, True, False]


def test_the_core_is_who_stands_in_every_earlier_release_where_he_stands_now():
    ground = ground_of([2000, 2000], [0, 1])
    run = run_on(ground, [10, 10])
    found = counted(ground, run, [record_in(ground, 0, 1), record_in(ground, 0, 2), record_in(ground, 1, 3)])
    earlier = found.atom.copy()
    earlier[1] = -1
    moved = found.atom.copy()
    moved[2] = found.atom[0]
    assert core_counts(found, []).sum() == 3
    assert core_counts(found, [earlier])[0].sum() == 1
    assert core_counts(found, [earlier, moved]).sum() == 1
    assert core_counts(found, [earlier, moved])[0].sum() == 1


def test_a_group_that_is_most_of_a_place_is_not_hidden_among_others():
    ground = ground_of([2000, 19, 2000], [0, 0, 1])
    run = run_on(ground, [10, 40, 70])
    found = counted(ground, run, [record_in(ground, 1, number) for number in range(10)])
    assert found.residents[:, 0].tolist() == [
        [2000, 19, 2000, 0, 4019],
        [2000, 19, 0, 0, 2019],
        [0, 0, 2000, 0, 2000],
    ]
    assert found.is_hidden_among_others[1, -1].tolist() == [True, False, True, True, True]
    assert found.is_hidden_among_others[1, :, 1].tolist() == [False, True, True, False]
