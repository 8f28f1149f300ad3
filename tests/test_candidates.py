"""Candidates: read from a list, upgrades, towns and a grid; who may not be chosen is refused for a reason."""

from dataclasses import replace

import numpy as np
import pytest
from candidates_valley import GRID, HEAD, Valley
from small_study import BOTTOM, CELL, LEFT, SIZE, TOP, SmallStudy, point

from accessibility.candidates import REFUSED_COLUMNS


@pytest.fixture(scope="module")
def valley(tmp_path_factory):
    return Valley(tmp_path_factory.mktemp("valley"))


def codes(found):
    return dict(zip(found.refused["candidate_id"], found.refused["code"], strict=True))


def test_the_rows_of_a_list_say_what_each_offers_and_the_offer_the_rest(valley):
    found = valley.accepted(
        [
            f"{HEAD},cost,cost_per_year,capacity_per_year,pillars,tasks,level,satellite",
            "a,Ash,30.022,9.942,7,1,300,physical_rehab;psychosocial,First fitting; repair,Secondary,yes",
            "b,,30.032,9.932,,,,,,,",
        ],
        offer={"cost": 50, "pillars": ["psychosocial"], "tasks": ["repair"], "level": "primary"},
    )
    assert found.ids == ("a", "b")
    assert found.names == ("Ash", "candidate b")
    assert found.kinds == ("listed", "listed")
    assert found.pillars == (("physical_rehab", "psychosocial", "fitting"), ("psychosocial",))
    assert found.tasks == (("first_fitting", "repair"), ("repair",))
    assert found.levels == ("secondary", "primary")
    assert found.is_satellite.tolist() == [True, False]
    np.testing.assert_array_equal(found.cost, [7, 50])
    np.testing.assert_array_equal(found.cost_per_year, [1, np.nan])
    np.testing.assert_array_equal(found.capacity_per_year, [300, np.nan])
    np.testing.assert_array_equal(found.total_cost, [12, 50])
    assert found.cell.tolist() == [11 * SIZE + 4, 13 * SIZE + 6]
    assert found.xy.tolist() == [[30.022, 9.942], [30.032, 9.932]]
    assert not len(found.refused)
    assert found.refused.columns.tolist() == list(REFUSED_COLUMNS)


def test_columns_may_have_other_names(valley):
    rows = ["nom,prix,x,y", "Ash,7,30.022,9.942"]
    found = valley.accepted(rows, columns={"name": "nom", "cost": "prix"})
    assert found.ids == ("candidate-1",)
    assert found.names == ("Ash",)
    assert found.cost.tolist() == [7]


def test_without_pillars_a_candidate_gives_those_of_the_study(valley):
    found = valley.accepted([HEAD, "a,Ash,30.022,9.942"])
    assert found.pillars == (("physical_rehab", "psychosocial"),)


def test_a_layer_of_points_is_read_as_a_table_is(valley):
    study = SmallStudy(valley.folder)
    study.layer("list.geojson", [(point(30.022, 9.942), {"id": "a", "name": "Ash", "cost": 7})])
    found, faults = valley.read(path="list.geojson")
    assert not faults.errors
    assert found.ids == ("a",)
    assert found.cost.tolist() == [7]


def test_centres_are_upgraded_by_level_and_pillar(valley):
    found = valley.accepted(
        upgrades=[
            {"levels": ["Primary"], "of_pillars": ["physical_rehab"], "tasks": ["first_fitting"], "cost": 3},
            {"levels": ["secondary"], "pillars": ["psychosocial"]},
        ],
        offer={"cost_per_year": 2, "pillars": ["physical_rehab"]},
    )
    assert found.ids == ("upgrade-c1", "upgrade-c2-2")
    assert found.names == ("South", "North")
    assert found.kinds == ("upgrade", "upgrade")
    assert found.centre_ids == ("c1", "c2")
    assert found.pillars == (("physical_rehab", "fitting"), ("psychosocial",))
    assert found.tasks == (("first_fitting",), ())
    np.testing.assert_array_equal(found.cost, [3, np.nan])
    assert found.cost_per_year.tolist() == [2, 2]
    assert found.cell.tolist() == valley.inputs.centres.cell[:2].tolist()


def test_an_upgrade_that_adds_nothing_is_no_candidate_and_counted(valley):
    found, faults = valley.read(
        upgrades=[{"pillars": ["physical_rehab"], "tasks": ["repair"]}],
    )
    assert not faults.errors
    assert found.ids == ("upgrade-c3",)
    assert codes(found) == {"upgrade-c1": "adds-nothing", "upgrade-c2": "adds-nothing"}
    assert "2 of the candidates are upgrades that add nothing" in " ".join(map(str, faults.notices))


@pytest.mark.parametrize(
    ("more", "adds"),
    [
        ({}, False),
        ({"tasks": ["first_fitting"]}, True),
        ({"capacity_per_year": 10}, True),
        ({"level": "tertiary"}, True),
        ({"level": "primary"}, False),
        ({"pillars": ["psychosocial"]}, True),
    ],
)
def test_a_pillar_a_task_room_or_a_higher_level_is_something_added(valley, more, adds):
    grid = {"pillars": ["emergency_care"], **GRID}
    found = valley.accepted(upgrades=[{"levels": ["secondary"], "pillars": ["physical_rehab"], **more}], grid=grid)
    assert ("upgrade-c2" in found.ids) == adds


def test_a_row_of_the_list_may_be_an_upgrade_and_stands_at_its_centre(valley):
    found = valley.accepted([f"{HEAD},centre_id", "a,,30.05,9.95,c1"], offer={"tasks": ["first_fitting"]})
    assert found.centre_ids == ("c1",)
    assert found.names == ("South",)
    assert found.xy.tolist() == [[30.012, 9.912]]


def test_towns_are_candidates_by_kind_and_people(valley):
    assert valley.accepted(towns={"kinds": ["Town", "village"]}).names == ("Kesh", "Tarn")
    assert valley.accepted(towns={"min_people": 900}).names == ("Kesh",)
    assert valley.accepted(towns={}).ids == ("town-1", "town-2", "town-3")
    found, faults = valley.read(towns={"min_people": 15})
    assert found.names == ("Kesh", "Tarn", "Oru")  # of Tarn the people around are counted, some 25
    assert "1 of 3 places say no number of people" in " ".join(map(str, faults.notices))


def test_the_grid_is_regular_over_passable_land(valley):
    found = valley.accepted(grid={"spacing_m": 2 * CELL * 111_000})
    rows, columns = np.divmod(found.cell, SIZE)
    kept = set(zip(rows.tolist(), columns.tolist(), strict=True))
    passable = valley.inputs.ground.land.is_passable
    given = {(row, column) for row in range(1, SIZE, 2) for column in range(1, SIZE, 2) if passable[row, column]}
    assert kept == given - {(row, column) for row, column in given if (row, column) == (7, 5)}
    assert codes(found) == {next(iter(codes(found))): "inside-hazard"}


def test_points_of_the_grid_have_so_many_people_near(valley):
    grid = {"spacing_m": 1200.0, "within_m": 1000.0}
    found, faults = valley.read(grid={**grid, "min_people_within_m": 24})  # 5 a cell; fewer at the rim
    every = valley.accepted(grid={"spacing_m": 1200.0})
    assert 0 < len(found) < len(every)
    assert set(found.ids) <= set(every.ids)
    assert "have fewer than 24 people within 1000 m" in " ".join(map(str, faults.notices))


def test_hazards_refuse_those_inside_and_those_nearer_than_asked(valley):
    inside, near, far = "i,,30.025,9.965", "n,,30.0345,9.9625", "f,,30.0395,9.9625"  # 0, about 493 m and 1,042 m
    rows = [HEAD, inside, near, far]
    assert codes(valley.accepted(rows)) == {"i": "inside-hazard"}
    found, faults = valley.read(rows, away_from_hazards_m=600)
    assert codes(found) == {"i": "inside-hazard", "n": "near-hazard"}
    assert found.refused["is_restricted"].all()
    assert found.ids == ("f",)
    told = [fault for fault in faults.notices if "hazard" in fault.what]
    assert len(told) == 2
    assert all(fault.is_restricted for fault in told)


def test_what_is_refused_for_other_reasons_is_the_same_without_hazards(valley):
    rows = [
        HEAD,
        "i,,30.025,9.965",
        "f,,30.0395,9.9625",
        "x,,31,9",
        "m,,30.0501,9.9301",
        "n,,30.0502,9.9302",
        "p,,30.09,9.99",
    ]
    asked = {"all_year_road_within_m": 5200, "away_from_hazards_m": 2000}
    held = valley.accepted(rows, **asked)
    world = valley.inputs.worlds[0]
    free_world = replace(world, ground=world.ground.without_hazards())
    free, _ = valley.read(rows, inputs=replace(valley.inputs, worlds=(free_world, *valley.inputs.worlds[1:])), **asked)
    of_hazards = held.refused["code"].isin({"inside-hazard", "near-hazard"})
    assert of_hazards.any()
    assert codes(free) == {key: code for key, code in codes(held).items() if not code.endswith("-hazard")}
    assert set(free.ids) == set(held.ids) | set(held.refused["candidate_id"][of_hazards])
    assert not held.refused["is_restricted"][~of_hazards].any()


def test_only_roads_that_are_open_in_every_season_count(valley):
    # the primary road lies at 9.92, the track of mud at 9.93: about 1,106 m apart
    rows = [HEAD, "a,,30.05,9.9205", "b,,30.05,9.9305"]
    assert codes(valley.accepted(rows, all_year_road_within_m=500)) == {"b": "no-all-year-road"}
    assert codes(valley.accepted(rows, all_year_road_within_m=1200)) == {}
    dry = tuple(world for world in valley.inputs.worlds if world.key[1] == "dry")
    found, _ = valley.read(rows, inputs=replace(valley.inputs, worlds=dry), all_year_road_within_m=500)
    assert codes(found) == {}


def test_land_must_be_known_to_be_owned_if_asked(valley):
    rows = [f"{HEAD},land_owned", "a,,30.022,9.942,yes", "b,,30.032,9.942,no", "c,,30.042,9.942,"]
    assert codes(valley.accepted(rows)) == {}
    found = valley.accepted(rows, land_owned=True, grid=GRID)
    assert codes(found) | {"b": "land-not-owned", "c": "land-not-owned"} == codes(found)
    assert {"a", "grid-5"} <= set(found.ids)


def test_places_off_the_land_are_refused_or_moved(valley):
    world = valley.inputs.worlds[0]
    study = valley.inputs.study
    near = study.model_copy(update={"land": study.land.model_copy(update={"adopt_within_m": 100.0})})
    lake = f"l,,{LEFT + CELL / 2},{TOP - CELL / 2}"
    rows = [HEAD, lake, f"o,,{LEFT - 1},{BOTTOM}", "a,,30.05,9.95"]
    found, _ = valley.read(rows, inputs=replace(valley.inputs, study=near))
    assert codes(found) == {"l": "barrier", "o": "outside-grid"}
    land = world.ground.land
    pace = land.pace.copy()
    pace[0, 0] = np.nan
    bare = replace(world, ground=replace(world.ground, land=replace(land, pace=pace)))
    found, _ = valley.read(rows, inputs=replace(valley.inputs, study=near, worlds=(bare, *valley.inputs.worlds[1:])))
    assert codes(found) == {"l": "no-land-data", "o": "outside-grid"}
    far = study.model_copy(update={"land": study.land.model_copy(update={"adopt_within_m": 700.0})})
    found, faults = valley.read(rows, inputs=replace(valley.inputs, study=far))
    assert found.ids == ("l", "a")
    assert found.moved_m[0] == pytest.approx(550, abs=10)
    assert found.moved_m[1] == 0
    assert "were moved up to" in " ".join(map(str, faults.notices))


def test_of_the_same_offer_at_the_same_place_the_cheaper_stays(valley):
    rows = [
        f"{HEAD},cost,cost_per_year,pillars",
        "a,,30.0510,9.9520,9,,",
        "b,,30.0515,9.9525,1,1,",
        "c,,30.0520,9.9515,,,",
    ]
    found, faults = valley.read([*rows, "d,,30.0520,9.9515,99,,psychosocial"])
    assert not faults.errors
    assert found.ids == ("b", "d")
    assert codes(found) == {"a": "duplicate", "c": "duplicate"}
    assert "b offers the same there" in found.refused["reason"].iloc[0]
    assert found.place[0] == found.place[1]  # other offers at one place exclude one another


def test_of_as_cheap_offers_at_a_place_the_first_stays(valley):
    rows = [HEAD, "b,,30.0510,9.9520", "a,,30.0515,9.9525"]
    assert valley.accepted(rows).ids == ("b",)


def test_a_site_where_a_centre_gives_it_all_is_refused(valley):
    rows = [f"{HEAD},pillars", "a,,30.0125,9.9125,physical_rehab", "b,,30.0124,9.9124,emergency_care"]
    found = valley.accepted(rows)
    assert codes(found) == {"a": "already-given"}
    assert found.ids == ("b",)
    assert not found.refused["is_restricted"].any()


def test_what_speaks_of_a_sensitive_centre_is_restricted(valley):
    rows = [f"{HEAD},pillars", "a,,30.0622,9.9622,psychosocial", "b,,30.05,9.95,psychosocial"]
    found, faults = valley.read(rows, upgrades=[{"pillars": ["psychosocial"], "of_pillars": ["psychosocial"]}])
    assert codes(found) == {"a": "already-given", "upgrade-c3": "adds-nothing"}
    assert found.refused["is_restricted"].all()
    assert all(fault.is_restricted for fault in faults.notices)


def test_accepted_and_refused_add_up_to_all_that_are_named(valley):
    rows = [HEAD, "a,,30.0510,9.9520", "b,,30.0515,9.9525", "x,,31,9", "i,,30.025,9.965"]
    found, faults = valley.read(
        rows,
        upgrades=[{"pillars": ["physical_rehab"]}],
        towns={},
        away_from_hazards_m=1000,
        all_year_road_within_m=5000,
    )
    assert len(found) + len(found.refused) == 4 + 3 + 3
    assert not set(found.ids) & set(found.refused["candidate_id"])
    counted = sum(
        int(fault.what.split(" of the candidates ")[0].replace(",", ""))
        for fault in faults.notices
        if "may not be chosen" in fault.what
    )
    assert counted == len(found.refused)
    assert (found.refused["reason"] != "").all()
    assert np.isfinite(found.refused[["lon", "lat"]]).all(axis=None)
