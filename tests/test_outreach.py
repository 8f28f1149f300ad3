"""Outreach of a study: stops on roads, tours by season, what they give, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest
from made_up_roads import osm_lines
from small_study import SmallStudy, point, polygon
from study_runs import inputs_of

from accessibility.inputs import read_inputs
from accessibility.outreach import NO_ROUTE, check_outreach, find_outreach
from accessibility.release import PLAN_TABLES
from accessibility.release.table_columns import wrong_in
from accessibility.runs import make_runs
from accessibility.search import Sources, TravelRules, lay_network, least_times
from accessibility.study_file import read_study_file
from geo.faults import Faults
from geo.progress import silent

OUTREACH = {
    "days_per_month": 10,
    "within_minutes": 30.0,
    "visits_per_year": 12.0,
    "people_per_day": 20.0,
    "most_stops": 8,
}
SEASONS = [{"name": "dry"}, {"name": "wet", "closed_surfaces": ["mud"]}]
# a road along the south, one up the west, and one of mud up the east; 0.01 degrees are about 1.1 km
SOUTH = ([(30.0125, 9.9125), (30.0875, 9.9125)], {"highway": "primary", "surface": "asphalt"})
WEST = ([(30.0125, 9.9125), (30.0125, 9.9875)], {"highway": "primary", "surface": "asphalt"})
EAST = ([(30.0875, 9.9125), (30.0875, 9.9875)], {"highway": "secondary", "surface": "mud"})


def study_of(folder, **tables):
    """People walk; the one centre is in the south west; half an hour is too far; the team drives."""
    study = SmallStudy(folder)
    study.centres = [(point(30.0125, 9.9125), {"code": "c1", "title": "South clinic", "service": "physical_rehab"})]
    study.tables |= {
        "gaps": {"threshold_minutes": 45, "min_people": 1},
        "profiles": [{"name": "walk"}, {"name": "vehicle"}],
        "seasons": SEASONS,
        "outreach": OUTREACH,
    } | tables
    study.raster("population.tif", np.full((20, 20), 50.0))
    study.text("roads.osm", osm_lines([SOUTH, WEST, EAST]))
    return study


def outreach_of(study, *, shows_hazards=True):
    inputs = inputs_of(study)
    runs = [run for run in make_runs(inputs, inputs.worlds, progress=silent) if shows_hazards or not run.has_hazards]
    found = find_outreach(inputs, runs, shows_hazards=shows_hazards)
    assert found is not None
    return inputs, runs, found


def faults_of(study):
    study.write()
    faults = Faults()
    read = read_study_file(study.file, faults=faults)
    inputs = None if read is None else read_inputs(read, faults=faults)
    if inputs is not None:
        check_outreach(inputs, faults=faults)
    return faults


@pytest.fixture(scope="module")
def valley(tmp_path_factory):
    return outreach_of(study_of(tmp_path_factory.mktemp("valley")))


def of_season(frame, season):
    return frame[frame["season"] == season].reset_index(drop=True)


def test_the_tables_are_those_of_a_release(valley):
    frames = valley[2].frames
    assert set(frames) == {name for name in PLAN_TABLES if name.startswith("outreach_")}
    assert {name: list(wrong_in(frame, PLAN_TABLES[name])) for name, frame in frames.items()} == {
        key: [] for key in frames
    }
    assert frames["outreach_summary"]["season"].tolist() == ["dry", "wet"]


def test_a_stop_that_the_wet_season_cuts_off_is_told_and_nobody_drives_there(valley):
    stops, days = valley[2].frames["outreach_stops"], valley[2].frames["outreach_days"]
    dry, wet = of_season(stops, "dry"), of_season(stops, "wet")
    on_mud = dry[(dry["lon"] > 30.08) & (dry["lat"] > 9.92)]
    assert on_mud["is_reached"].any()
    cut = wet[wet["note"].str.startswith("Cut off")]
    assert set(cut["stop_id"]) == set(on_mud["stop_id"])
    assert not cut["is_reached"].any()
    assert not set(of_season(days, "wet")["to_id"]) & set(cut["stop_id"])
    assert not ((wet["lon"] > 30.08) & (wet["lat"] > 9.92) & wet["is_reached"]).any()
    summary = valley[2].frames["outreach_summary"].set_index("season")
    assert summary.loc["wet", "people_in_need_served"] < summary.loc["dry", "people_in_need_served"]
    assert summary.loc["wet", "people_beyond_after"] > summary.loc["dry", "people_beyond_after"]


def test_visits_days_nights_and_km_add_up(valley):
    _, _, found = valley
    for season in ("dry", "wet"):
        summary = of_season(found.frames["outreach_summary"], season).iloc[0]
        stops, days = (
            of_season(found.frames["outreach_stops"], season),
            of_season(found.frames["outreach_days"], season),
        )
        is_stop = stops["visits_asked_per_month"].notna()
        np.testing.assert_allclose(stops["visits_per_month"].sum(), summary["visits_per_month"])
        np.testing.assert_allclose(stops["visits_asked_per_month"].sum(), summary["visits_asked_per_month"])
        np.testing.assert_allclose(stops.loc[is_stop, "people_in_need"], stops.loc[is_stop, "visits_asked_per_month"])
        assert summary["people_in_need_served"] == pytest.approx(summary["visits_per_month"])  # a visit a month each
        assert summary["stops"] == stops["is_reached"].sum()
        assert summary["days_used_per_month"] == days["day"].nunique() <= summary["days_per_month"] == 10
        assert summary["nights_per_month"] == days["is_night_away"].sum()
        assert summary["km_per_month"] == pytest.approx(days["drive_km"].sum())
        assert summary["drive_hours_per_month"] == pytest.approx(days["drive_minutes"].sum() / 60)
        by_day = days.groupby("day")[["drive_minutes", "work_minutes"]].sum().sum(axis=1)
        assert (by_day <= 9 * 60 + 1e-5).all()
        assert days["from_id"].iloc[0] == days["to_id"].iloc[-1] == "c1"
        assert 0 <= summary["gap_share"] <= 1


def test_a_drive_is_as_long_as_its_road(valley):
    days = valley[2].frames["outreach_days"]
    legs = days[days["drive_minutes"] > 0]
    speed = legs["drive_km"] / (legs["drive_minutes"] / 60)
    assert ((speed > 9.9) & (speed < 65.1)).all()  # mud is driven at 10 km/h and the primary road at 65
    stops = valley[2].stops.set_index(["season", "stop_id"])
    for leg in legs[legs["from_id"] == "c1"].itertuples():
        stop = stops.loc[(leg.season, leg.to_id)]
        # the roads run along the axes, so that the way is as long as both sides together; cells are 0.55 km
        along = abs(stop["lon"] - 30.0125) * 109.7 + abs(stop["lat"] - 9.9125) * 110.6
        assert leg.drive_km == pytest.approx(along, abs=0.6)


def test_the_gain_is_that_of_a_search_with_the_stops_as_centres(valley):
    _inputs, runs, found = valley
    for season in ("dry", "wet"):
        run = next(
            run for run in runs if run.has_hazards and run.world.key[1] == season and run.world.profile.name == "walk"
        )
        stops = of_season(found.frames["outreach_stops"], season)
        stops = stops[stops["is_reached"]]
        world = run.world
        cells = world.ground.grid.cell_at(stops["lon"].to_numpy(), stops["lat"].to_numpy())
        every = np.concatenate([world.centres.cell, cells])
        network = lay_network(
            world.ground.held_land, world.ground.held_roads, rules=TravelRules(), hazards=world.ground.hazards
        )
        travel = least_times(network, Sources(cell=every, row=np.arange(len(every), dtype=np.int32)))
        home, is_inside = world.demand.answer_cell, world.ground.hazards.is_inside.ravel()[world.demand.home_cell]
        minutes = np.where(home >= 0, travel.minutes.ravel()[home], np.inf)
        after = world.demand.people[(minutes > 45) & ~is_inside & (home >= 0)].sum()
        summary = of_season(found.frames["outreach_summary"], season).iloc[0]
        assert summary["people_beyond_after"] == pytest.approx(after)
        assert summary["people_beyond_after"] < summary["people_beyond_before"]
        beyond = (run.times.minutes > 45) & ~is_inside & (home >= 0)
        assert summary["people_beyond_before"] == pytest.approx(world.demand.people[beyond].sum())


def test_lines_join_stops_straight_and_say_that_they_are_no_route(valley):
    tours = valley[2].tours
    assert set(tours["what"]) == {NO_ROUTE}
    assert (tours.geometry.count_coordinates() == 2).all()
    assert len(tours) == (valley[2].frames["outreach_days"]["drive_minutes"] > 0).sum()
    assert tours.crs == valley[2].stops.crs == 4326


def test_no_stop_lies_in_a_hazard(tmp_path):
    study = study_of(tmp_path)
    study.hazards = [(polygon(30.08, 9.93, 30.1, 9.96), {"kind": "suspected", "status": "open", "name": "Field"})]
    inputs, _, found = outreach_of(study)
    stops = found.frames["outreach_stops"]
    cells = inputs.ground.grid.cell_at(stops["lon"].to_numpy(), stops["lat"].to_numpy())
    assert len(cells)
    assert not inputs.ground.hazards.is_inside.ravel()[cells].any()
    assert (of_season(stops, "dry")["lat"] > 9.96).any()  # the road through it is open, and the team goes beyond


def test_a_tier_without_hazards_has_no_stops_and_says_so(tmp_path):
    _, _, found = outreach_of(study_of(tmp_path), shows_hazards=False)
    assert found.frames["outreach_stops"].empty
    assert found.frames["outreach_days"].empty
    assert found.tours.empty
    assert found.stops.empty
    summary = found.frames["outreach_summary"]
    assert summary["note"].str.contains("shows nothing made with hazards").all()
    assert summary["stops"].tolist() == [0, 0]
    assert summary[["people_beyond_before", "people_in_need_beyond", "visits_per_month"]].isna().all(axis=None)
    assert list(wrong_in(summary, PLAN_TABLES["outreach_summary"])) == []


def test_without_hazards_in_the_study_every_tier_has_the_tours(tmp_path):
    study = study_of(tmp_path)
    del study.tables["hazards"]
    _, _, found = outreach_of(study, shows_hazards=False)
    assert found.frames["outreach_stops"]["is_reached"].any()


def test_where_everybody_is_within_reach_no_stop_is_needed(tmp_path):
    study = study_of(tmp_path, gaps={"threshold_minutes": 6000, "min_people": 1})
    _, _, found = outreach_of(study)
    summary = found.frames["outreach_summary"]
    assert (
        summary[["stops", "people_beyond_before", "visits_asked_per_month", "days_used_per_month"]].eq(0).all(axis=None)
    )
    assert found.frames["outreach_stops"].empty
    assert summary["note"].str.contains("nobody").all()


def test_named_places_on_the_roads_name_the_stops(tmp_path):
    study = study_of(tmp_path, places={"path": "places.csv"}, seasons=[{"name": "dry"}])
    study.text("places.csv", "name,lon,lat\nTarn,30.0125,9.9775\nOff the road,30.05,9.96\n")
    names = outreach_of(study)[2].frames["outreach_stops"]["stop_name"]
    assert "Tarn" in set(names)
    assert "Off the road" not in set(names)


def test_costs_are_days_km_and_nights_and_unknown_where_none_is_given(valley, tmp_path):
    assert valley[2].frames["outreach_summary"]["cost_per_month"].isna().all()
    prices = {"cost_per_day": 100.0, "cost_per_km": 0.5, "currency": "KES"}
    summary = outreach_of(study_of(tmp_path, outreach=OUTREACH | prices))[2].frames["outreach_summary"]
    expected = summary["days_used_per_month"] * 100 + summary["km_per_month"] * 0.5
    np.testing.assert_allclose(summary["cost_per_month"], expected)
    assert set(summary["currency"]) == {"KES"}


def test_a_study_that_asks_for_none_has_none(tmp_path):
    study = study_of(tmp_path)
    del study.tables["outreach"]
    inputs = inputs_of(study)
    assert find_outreach(inputs, [], shows_hazards=True) is None
    assert not faults_of(study).errors


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (
            {"pillar": "physical-rehab"},
            ("no centre serves the pillar 'physical-rehab'", "did you mean 'physical_rehab'?"),
        ),
        ({"bases": ["c2", "c9"]}, ("'c2' is no id of a centre", "'c9' is no id of a centre")),
        ({"bases": ["c1", "c1"]}, ("a base is named twice",)),
        ({"profile": "vehicel"}, ("no profile 'vehicel'", "did you mean 'vehicle'?")),
        ({"profile": "walk"}, ("the profile 'walk' has no vehicle, and a mobile team drives",)),
        ({"set_up_minutes": 600.0}, ("set_up_minutes 600 take all of hours_per_day 9",)),
        ({"teams": 0}, ("teams", "0 is too small")),
    ],
)
def test_what_the_study_has_not_is_refused_in_words(tmp_path, keys, words):
    said = "\n".join(map(str, faults_of(study_of(tmp_path, outreach=OUTREACH | keys)).errors))
    assert [word for word in words if word not in said] == []


def test_without_a_vehicle_or_without_roads_no_team_is_planned(tmp_path):
    (tmp_path / "a").mkdir()
    said = faults_of(study_of(tmp_path / "a", profiles=[{"name": "walk"}])).errors
    assert ["no profile of the study has a vehicle" in fault.what for fault in said] == [True]
    (tmp_path / "b").mkdir()
    study = study_of(tmp_path / "b", seasons=[{"name": "dry"}])
    del study.tables["roads"]
    assert ["a mobile team drives" in fault.what for fault in faults_of(study).errors] == [True]


def test_a_base_far_from_every_road_is_told_and_one_alone_refused(tmp_path):
    (tmp_path / "a").mkdir()
    study = study_of(tmp_path / "a")
    far = (point(30.05, 9.96), {"code": "c2", "title": "Hill clinic", "service": "physical_rehab"})
    study.centres.append(far)
    faults = faults_of(study)
    assert not faults.errors
    assert any("c2 is not within 1000 m of a road" in fault.what for fault in faults.notices)
    (tmp_path / "b").mkdir()
    alone = study_of(tmp_path / "b")
    alone.centres = [far]
    assert ["no base is within 1000 m" in fault.what for fault in faults_of(alone).errors] == [True]


def test_nights_at_other_bases_need_another_base_and_a_public_tier_is_warned(tmp_path):
    study = study_of(tmp_path, outreach=OUTREACH | {"overnight_anywhere": False})
    study.tables["hazards"] = {"path": "hazards.geojson", "publish": False}
    told = "\n".join(fault.what for fault in faults_of(study).notices)
    assert "there is one base, so every tour lasts one day" in told
    assert "it has no stops and no tours" in told


def test_a_base_that_a_tier_does_not_show_is_no_base_there(valley):
    inputs, runs, _ = valley
    nobody = np.zeros(len(inputs.centres), np.bool_)
    hidden = [replace(run, world=replace(run.world, centres=run.world.centres.only(nobody))) for run in runs]
    found = find_outreach(inputs, hidden, shows_hazards=True)
    assert found is not None
    assert found.frames["outreach_stops"].empty
    assert found.frames["outreach_summary"]["note"].str.contains("None of the bases").all()
