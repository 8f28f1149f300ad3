"""Worlds in which one thing alone stands in the way, nobody is beyond, or everybody is; and what a study may ask."""

import numpy as np
import pandas as pd
import pytest
from reason_worlds import CENTRE_COLUMN, WALL, at, quiet_study, reasons_of, road_between, shares_in
from small_study import LEFT, SIZE, TOP, point, polygon
from study_runs import inputs_of

from accessibility.disclosure import disclosure_of
from accessibility.reasons import find_reasons, priorities_frame, tell_idle_factors
from accessibility.runs import make_runs
from geo.faults import Faults
from geo.progress import silent

HAZARD = [(WALL, {"kind": "suspected", "status": "open", "name": "Across"})]


# One reason alone


def test_only_a_hazard(tmp_path):
    study = quiet_study(tmp_path)
    study.tables["hazards"] = {"path": "hazards.geojson", "publish": True}
    study.hazards = HAZARD
    _, told = reasons_of(study)
    assert shares_in(told, hazards="hazards") == {"hazards": 1.0, "too-far": 0.0}
    assert np.isnan(shares_in(told, hazards="no-hazards")["too-far"])
    region = told.regions.iloc[0]
    assert (region["main_factor"], region["people"], region["people_no_way"]) == ("hazards", 100, 100)
    assert region["person_hours_beyond"] == pytest.approx(100 * (600 - 120) / 60)
    rows = told.reasons[(told.reasons["place_kind"] == "region") & (told.reasons["factor"] == "hazards")]
    assert rows["people_within_alone"].tolist() == [100.0]
    assert "all of their lost time comes from hazard areas" in region["reasons_sentence"].lower()
    assert "would bring all of them within 2 hours" in region["change_sentence"]


def test_a_region_wholly_inside_a_hazard_has_no_way(tmp_path):
    study = quiet_study(tmp_path, threshold=30, road_to=12)
    around = polygon(*(value for lon, lat in (at(14.5, 12.5), at(19.5, 7.5)) for value in (lon, lat)))
    study.tables["hazards"] = {"path": "hazards.geojson", "publish": True}
    study.hazards = [(around, {"kind": "confirmed", "status": "open", "name": "Around"})]
    _, told = reasons_of(study)
    region = told.regions[told.regions["hazards"] == "hazards"].iloc[0]
    assert (region["people"], region["people_no_way"], region["main_factor"]) == (100, 100, "hazards")
    assert "all of them without any way at all (inside hazard areas)" in region["reasons_sentence"]
    shares = shares_in(told, hazards="hazards")
    # no road is brought out of a hazard that is still there: it helps the released alone
    assert shares["hazards"] > shares["no-road"] > 0
    rows = told.reasons[(told.reasons["place_kind"] == "all") & (told.reasons["hazards"] == "hazards")]
    assert rows.set_index("factor").loc["no-road", "people_within_alone"] == 0
    free = told.regions[told.regions["hazards"] == "no-hazards"].iloc[0]
    assert (free["people"], free["people_no_way"]) == (100, 0)
    [score] = priorities_frame(told.regions[told.regions["hazards"] == "hazards"], {"no-way": 1.0})["score"]
    assert score == 1


def test_only_no_road(tmp_path):
    _, told = reasons_of(quiet_study(tmp_path, threshold=20, road_to=12))
    assert shares_in(told) == {"no-road": 1.0, "too-far": 0.0}


def test_a_road_is_not_brought_through_a_hazard_that_is_still_there(tmp_path):
    study = quiet_study(tmp_path, threshold=20, road_to=12)
    study.tables["hazards"] = {"path": "hazards.geojson", "publish": True}
    wall = {"type": "Polygon", "coordinates": [[[lon + 5 * 0.005, lat] for lon, lat in WALL["coordinates"][0]]]}
    study.hazards = [(wall, HAZARD[0][1])]
    _, told = reasons_of(study)
    shares = shares_in(told, hazards="hazards")
    # either alone leaves people beyond; without hazards they walk to the road
    assert shares["too-far"] == 0
    assert shares["hazards"] + shares["no-road"] == pytest.approx(1)
    rows = told.reasons[(told.reasons["place_kind"] == "all") & (told.reasons["hazards"] == "hazards")]
    assert rows.set_index("factor").loc[["hazards", "no-road"], "people_within_alone"].tolist() == [0, 0]
    walked = shares_in(told, hazards="no-hazards")
    assert walked == {"no-road": 1.0, "too-far": 0.0}
    without = told.reasons[(told.reasons["place_kind"] == "all") & (told.reasons["hazards"] == "no-hazards")]
    left = without["denominator_person_hours"].iloc[0] / (100 * 580 / 60)
    assert shares["no-road"] == pytest.approx(0.5 * left)


def test_only_the_season_of_roads(tmp_path):
    study = quiet_study(tmp_path, home=12, threshold=30, road_to=12)
    study.tables["seasons"] = [{"name": "wet", "closed_surfaces": ["gravel"]}, {"name": "dry"}]
    _, told = reasons_of(study)
    assert shares_in(told, season="wet") == {"road-season": 1.0, "no-road": 0.0, "too-far": 0.0}
    assert set(shares_in(told, season="dry")) == {"no-road", "too-far"}


def test_only_the_season_of_land(tmp_path):
    study = quiet_study(tmp_path)
    study.tables["seasons"] = [{"name": "dry"}, {"name": "wet", "land_speed_factor": 0.5}]
    _, told = reasons_of(study)
    assert shares_in(told, season="wet") == {"day": 1.0, "too-far": 0.0}


def test_only_a_flood_over_the_homes(tmp_path):
    study = quiet_study(tmp_path)
    flood = polygon(LEFT + 0.06, 9.0, LEFT + 0.1, TOP + 1)
    study.layer("flood.geojson", [(flood, {})])
    study.tables["land"]["adopt_within_m"] = 20_000
    study.tables["seasons"] = [{"name": "dry"}, {"name": "wet", "barriers": ["flood.geojson"]}]
    study.tables["gaps"]["threshold_minutes"] = 30.0
    inputs, told = reasons_of(study)
    assert inputs.demand.answer_cell[0] == inputs.demand.home_cell[0]
    # in the flood people count at the nearest dry cell, which is nearer to the centre: nothing gets better without it
    assert shares_in(told, season="wet") == {"day": 0.0, "too-far": 1.0}


def test_only_a_limit_of_the_day(tmp_path):
    study = quiet_study(tmp_path)
    study.tables["scenarios"] = [{"name": "curfew", "daily_limit_minutes": 60}]
    _, told = reasons_of(study)
    assert shares_in(told, scenario="curfew") == {"day": 1.0, "too-far": 0.0}


def test_only_the_profile(tmp_path):
    study = quiet_study(tmp_path, home=12, threshold=30, road_to=12)
    study.tables["profiles"] = [{"name": "walk"}, {"name": "vehicle"}]
    _, told = reasons_of(study)
    assert shares_in(told, profile="walk") == {"profile": 1.0, "no-road": 0.0, "too-far": 0.0}
    assert set(shares_in(told, profile="vehicle")) == {"no-road", "too-far"}


def test_only_a_closed_centre(tmp_path):
    study = quiet_study(tmp_path, threshold=60)
    study.centres.append((point(*at(14)), {"code": "c2", "title": "East", "service": "physical_rehab"}))
    study.tables["scenarios"] = [{"name": "shut", "closed_centres": ["c2"]}]
    _, told = reasons_of(study)
    assert shares_in(told, scenario="shut") == {"closure": 1.0, "too-far": 0.0}


@pytest.mark.parametrize("closing", ["road", "line", "barrier", "pillars"])
def test_only_what_a_scenario_closes(tmp_path, closing):
    study = quiet_study(tmp_path, home=12, threshold=30, road_to=12)
    lon = at(7.5)[0]
    study.layer("line.geojson", [({"type": "LineString", "coordinates": [[lon, 9.8], [lon, 10.1]]}, {})])
    changes = {
        "road": {"closed_roads": [101]},
        "line": {"closures": "line.geojson", "barriers": ["line.geojson"]},
        "barrier": {"barriers": ["line.geojson"], "closed_roads": [101]},
        "pillars": {"centre_pillars": {"c1": ["psychosocial"]}},
    }
    study.tables["scenarios"] = [{"name": "shut", **changes[closing]}]
    _, told = reasons_of(study)
    assert shares_in(told, scenario="shut", pillar="physical_rehab") == {"closure": 1.0, "no-road": 0.0, "too-far": 0.0}


def test_a_closure_is_the_same_by_its_shape_and_by_its_id_whatever_the_season_of_roads_and_land(tmp_path):
    west, east = at(1)[0], at(13)[0]
    whole = [[west, 9.8], [east, 9.8], [east, 10.1], [west, 10.1], [west, 9.8]]
    tables = []
    for name, changes in {"id": {"closed_roads": [101]}, "shape": {"closures": "around.geojson"}}.items():
        (tmp_path / name).mkdir()
        study = quiet_study(tmp_path / name, home=12, threshold=30, road_to=12)
        study.layer("around.geojson", [({"type": "Polygon", "coordinates": [whole]}, {})])
        study.tables["scenarios"] = [{"name": "shut", **changes}]
        wet = {"name": "wet", "closed_surfaces": ["gravel"]}  # roads are quickest in the one, land in the other
        study.tables["seasons"] = [wet, {"name": "dry", "land_speed_factor": 0.5}]
        _, told = reasons_of(study)
        tables.append([shares_in(told, scenario="shut", season=season) for season in ("wet", "dry")])
    assert set(tables[0][0]) == {"closure", "road-season", "no-road", "too-far"}
    assert set(tables[0][1]) == {"closure", "day", "no-road", "too-far"}
    assert all(sum(shares.values()) == pytest.approx(1) for shares in tables[0])
    assert [shares["closure"] > 0 for shares in tables[0]] == [True, True]
    assert tables[0] == [pytest.approx(shares) for shares in tables[1]]


def test_a_boundary_that_opens_leaves_the_flood_of_the_season_where_it_is(tmp_path):
    study = quiet_study(tmp_path)
    for name, column in (("border", 7.5), ("flood", 9.5)):
        lon = at(column)[0]
        study.layer(f"{name}.geojson", [({"type": "LineString", "coordinates": [[lon, 9.8], [lon, 10.1]]}, {})])
    study.tables["land"]["barriers"] = ["border.geojson"]
    study.tables["seasons"] = [{"name": "dry"}, {"name": "wet", "barriers": ["flood.geojson"]}]
    study.tables["reasons"] = {"boundaries": ["border.geojson"]}
    _, told = reasons_of(study)
    assert shares_in(told, season="dry") == {"closure": 1.0, "too-far": 0.0}
    assert shares_in(told, season="wet") == {"closure": 0.5, "day": 0.5, "too-far": 0.0}  # neither helps alone


def test_only_a_boundary_that_could_open(tmp_path):
    study = quiet_study(tmp_path)
    lon = at(7.5)[0]
    study.layer("border.geojson", [({"type": "LineString", "coordinates": [[lon, 9.8], [lon, 10.1]]}, {})])
    study.tables["land"]["barriers"] = ["border.geojson"]
    _, told = reasons_of(study)
    assert shares_in(told) == {"too-far": 1.0}
    study.file.unlink()
    study.tables["reasons"] = {"boundaries": ["border.geojson"]}
    _, told = reasons_of(study)
    assert shares_in(told) == {"closure": 1.0, "too-far": 0.0}


def test_only_a_full_centre(tmp_path):
    study = quiet_study(tmp_path, threshold=60)
    study.centres.append((point(*at(14)), {"code": "c2", "title": "East", "service": "physical_rehab"}))
    for (_, fields), room in zip(study.centres, (1000, 0), strict=True):
        fields["capacity_per_year"] = room
    study.tables["capacity"] = {}
    _, told = reasons_of(study)
    assert shares_in(told) == {"full": 1.0, "too-far": 0.0}
    everybody = told.reasons[(told.reasons["place_kind"] == "all") & (told.reasons["factor"] == "full")].iloc[0]
    assert (everybody["people_beyond"], everybody["people_within_alone"]) == (100, 100)
    assert everybody["denominator_person_hours"] == pytest.approx(100 * (15 * 7.3 - 60) / 60, rel=0.01)
    assert "find no room" in everybody["note"]
    assert told.regions.empty  # the run itself knows no room


def test_a_centre_that_has_room_for_half_sends_half_on(tmp_path):
    study = quiet_study(tmp_path, threshold=60, road_to=12)
    study.centres.append((point(*at(14)), {"code": "c2", "title": "East", "service": "physical_rehab"}))
    inputs = inputs_of(study)
    need = inputs.groups.total("need-prosthetics-orthotics")
    for (_, fields), room in zip(study.centres, (0.25 * need, 0.5 * need), strict=True):
        fields["capacity_per_year"] = room
    for name in ("centres.geojson", study.file.name):
        (study.folder / name).unlink()
    study.tables["capacity"] = {}
    _, told = reasons_of(study)
    assert set(shares_in(told)) == {"no-road", "full", "too-far"}
    row = told.reasons[(told.reasons["place_kind"] == "all") & (told.reasons["factor"] == "full")].iloc[0]
    # half find room at the near one; a quarter at the other, by road within the hour; a quarter at none
    assert row["people_beyond"] == pytest.approx(25)
    assert row["denominator_person_hours"] == pytest.approx(25 * 540 / 60)


# Nobody and everybody


def test_nobody_beyond_leaves_nothing_to_share(tmp_path):
    _, told = reasons_of(quiet_study(tmp_path, threshold=400))
    assert told.regions.empty
    everybody = told.reasons[told.reasons["place_kind"] == "all"]
    assert everybody["share"].isna().all()
    assert (everybody["denominator_person_hours"] == 0).all()
    assert everybody.set_index("factor").loc["too-far", "person_hours"] == 0


def test_everybody_beyond_with_nothing_to_cure_is_too_far(tmp_path):
    _, told = reasons_of(quiet_study(tmp_path, threshold=1))
    assert shares_in(told) == {"too-far": 1.0}
    assert told.regions["main_factor"].tolist() == ["too-far"]


def test_people_without_a_cell_to_start_from_are_not_asked_and_counted(tmp_path):
    study = quiet_study(tmp_path, threshold=60)
    cover = np.ones((SIZE, SIZE), np.uint8)
    cover[8:13, 15:] = 3
    study.raster("land_cover.tif", cover, nodata=255)
    _, told = reasons_of(study)
    everybody = told.reasons[told.reasons["place_kind"] == "all"]
    assert (everybody["denominator_person_hours"] == 0).all()
    assert everybody["note"].str.contains("100 people have no cell to start from and are not asked").all()


# Tables and choices


def test_a_study_may_ask_fewer_factors_and_pillars(tmp_path):
    study = quiet_study(tmp_path, home=12, threshold=30, road_to=12)
    study.tables["profiles"] = [{"name": "walk"}, {"name": "vehicle"}]
    study.tables["reasons"] = {"factors": ["no-road", "hazards"], "pillars": ["physical_rehab"]}
    inputs, told = reasons_of(study)
    assert set(shares_in(told, profile="walk")) == {"no-road", "too-far"}
    faults = Faults()
    tell_idle_factors(inputs, faults=faults)
    assert [(fault.which, fault.what, fault.is_restricted) for fault in faults] == [
        (
            "[reasons] factors",
            "hazards is active in no run: no hazard is open on the grid; nothing is asked of it",
            True,
        )
    ]


def test_no_vehicle_is_no_reference(tmp_path):
    study = quiet_study(tmp_path)
    study.tables["profiles"] = [{"name": "walk"}, {"name": "trans-tibial"}]
    _, told = reasons_of(study)
    assert "profile" not in shares_in(told, profile="trans-tibial")


def test_the_reference_may_be_named(tmp_path):
    study = quiet_study(tmp_path, threshold=120)
    study.tables["profiles"] = [{"name": "slow", "walk_speed_factor": 0.5}, {"name": "walk"}]
    study.tables["reasons"] = {"reference_profile": "walk"}
    _, told = reasons_of(study)
    assert shares_in(told, profile="slow") == {"profile": 1.0, "too-far": 0.0}


def test_only_a_hazard_that_slows(tmp_path):
    study = quiet_study(tmp_path, threshold=120, road_to=4)
    study.tables["hazards"] = {"path": "hazards.geojson", "publish": True, "policy": "slow", "slow_factor": 9.0}
    study.hazards = HAZARD
    study.tables["reasons"] = {"factors": ["hazards", "profile", "full"]}
    _, told = reasons_of(study)
    assert shares_in(told, hazards="hazards") == {"hazards": 1.0, "too-far": 0.0}


@pytest.mark.parametrize("direction", ["to", "from"])
def test_a_direction_is_asked_as_its_run_is(tmp_path, direction):
    study = quiet_study(tmp_path, threshold=20, road_to=12)
    study.text("roads.osm", road_between(CENTRE_COLUMN, 12, oneway="yes"))
    study.tables["travel"] = {"directions": ["to", "from"]}
    study.tables["profiles"] = [{"name": "walk"}, {"name": "vehicle"}]
    _, told = reasons_of(study)
    shares = shares_in(told, profile="vehicle", direction=direction)
    # the road leads away from the centre alone: on the way there people walk along it
    assert shares == {"no-road": 1.0, "too-far": 0.0} if direction == "from" else shares["too-far"] > 0.5


def test_a_tier_without_some_centres_and_hazards_has_the_reasons_of_a_study_without_them(tmp_path):
    (tmp_path / "whole").mkdir()
    (tmp_path / "less").mkdir()
    whole, less = (quiet_study(tmp_path / name, threshold=30, road_to=12) for name in ("whole", "less"))
    for study in (whole, less):
        study.centres[0][1]["hidden"] = "no"
        study.tables["centres"]["sensitive"] = "hidden"
    near = {"code": "c0", "title": "Near", "service": "physical_rehab", "hidden": "yes"}
    whole.centres.insert(0, (point(*at(15)), near))
    whole.tables["hazards"] = {"path": "hazards.geojson", "publish": False}
    whole.hazards = HAZARD
    inputs = inputs_of(whole)
    worlds = disclosure_of("public", inputs.study, inputs.read_centres, ()).worlds(inputs.worlds)
    runs = make_runs(inputs, worlds, progress=silent)
    told = find_reasons(inputs, runs, progress=silent, threads=1)
    _, plain = reasons_of(less)
    assert len(told.regions) == 1
    for name in ("regions", "reasons"):
        pd.testing.assert_frame_equal(getattr(told, name), getattr(plain, name), check_exact=True)
