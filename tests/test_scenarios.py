"""Scenarios, seasons and comparisons in the study file: every mistake says what, where, and what to do."""

import pytest
from small_study import SmallStudy, osm_of, point, polygon


@pytest.fixture
def study(tmp_path):
    return SmallStudy(tmp_path)


def with_scenario(study, **keys):
    study.tables["scenarios"] = [{"name": "other", **keys}]


def with_season(study, **keys):
    study.tables["seasons"] = [{"name": "dry"}, {"name": "wet", **keys}]


def comparing(study, **keys):
    with_scenario(study, closed_centres=["c1"])
    study.tables["comparisons"] = [{"name": "both", "after": {"scenario": "other"}, **keys}]


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"closed_centres": ["c3"]}, ("[[scenarios]] other closed_centres", "has no centre 'c3'", "Correct the ids")),
        ({"closed_centres": ["C2"]}, ("has no centre 'C2' (did you mean 'c2' for 'C2'?)",)),
        ({"centre_pillars": {"c9": []}}, ("[[scenarios]] other centre_pillars", "has no centre 'c9'")),
        ({"released": ["SHA-7"]}, ("[[scenarios]] other released", "hazards.geojson has no hazard area 'SHA-7'")),
        ({"released": ["unknown"]}, ("has no hazard area 'unknown'",)),
        ({"closed_roads": [101, 999]}, ("[[scenarios]] other closed_roads", "roads.osm has no road '999'")),
        ({"closed_centres": ["c1"], "seasons": ["wett"]}, ("[[scenarios]] other", "no season 'wett'", "all-year")),
        ({"closed_centres": ["c1"], "seasons": []}, ("seasons", "has too few values", "Write at least 1")),
        ({"added_hazards": "none.gpkg"}, ("none.gpkg", "there is no such file")),
        ({"added_centres": "none.gpkg"}, ("none.gpkg", "there is no such file")),
        ({"closures": "none.gpkg"}, ("none.gpkg", "there is no such file")),
        ({"barriers": ["none.gpkg"]}, ("none.gpkg", "there is no such file")),
        ({"hazard_roads": "recorded"}, ("[[scenarios]] other", 'hazard_roads = "recorded" needs in_use')),
        ({"title": "Nothing"}, ("[scenarios]", "changes nothing", "Name what it changes")),
        ({"relesed": ["SHA-1"]}, ("unknown key 'relesed'", "did you mean 'released'?", "entry 1")),
        ({"name": "Big flood"}, ("[scenarios] name", "'Big flood' is no name", "Write small letters, digits")),
        ({"name": "base", "closed_centres": ["c1"]}, ("the name base stands for the study as it is",)),
        ({"closed_centres": ["c1"], "centre_pillars": {"c1": ["dental"]}}, ("'c1' is closed and given pillars",)),
        ({"centre_pillars": {"c1": ["Physical rehab"]}}, ("centre_pillars", "the same but for their spelling")),
        ({"daily_limit_minutes": 0}, ("daily_limit_minutes", "0 is too small")),
    ],
)
def test_a_scenario_that_cannot_be_is_refused(study, keys, words):
    with_scenario(study, **keys)
    study.is_refused(*words)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"road_speeds": "rural-wett"}, ("no table of road speeds called 'rural-wett'", "did you mean 'rural-wet'?")),
        ({"closed_surfaces": ["mudd"]}, ("[[seasons]] wet closed_surfaces", "knows no surface 'mudd'", "'mud'")),
        ({"closed_tracktypes": ["grade9"]}, ("[[seasons]] wet closed_tracktypes", "knows no tracktype 'grade9'")),
        ({"barriers": ["none.gpkg"]}, ("none.gpkg", "there is no such file")),
        ({"land_speed_factor": 1.5}, ("[seasons] land_speed_factor", "1.5 is too great")),
        ({"land_sped_factor": 0.5}, ("unknown key 'land_sped_factor'", "did you mean 'land_speed_factor'?")),
    ],
)
def test_a_season_that_cannot_be_is_refused(study, keys, words):
    with_season(study, **keys)
    study.is_refused(*words)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"after": {"scenario": "othr"}}, ("[[comparisons]] both", "no scenario 'othr'", "did you mean 'other'?")),
        ({"after": {"scenario": "other", "season": "wet"}}, ("[[comparisons]] both", "no season 'wet'", "all-year")),
        ({"after": {"scenaro": "other"}}, ("unknown key 'scenaro'", "did you mean 'scenario'?")),
        ({"after": {"hazards": "none"}}, ("'none' is not known", "'hazards' or 'no-hazards'")),
        ({"after": {}}, ("[[comparisons]] both", "before and after are the same")),
        ({"name": "other"}, ("[[comparisons]] other", "2 comparisons would be called other", "another name")),
    ],
)
def test_a_comparison_that_cannot_be_is_refused(study, keys, words):
    comparing(study, **keys)
    study.is_refused(*words)


def test_what_a_study_does_not_have_cannot_change(study):
    del study.tables["hazards"], study.tables["roads"]
    study.tables["scenarios"] = [
        {"name": "cleared", "hazards_as_of": study.tables["study"]["as_of"]},
        {"name": "flood", "closed_roads": [101]},
    ]
    study.tables["seasons"] = [{"name": "dry"}, {"name": "wet", "road_speeds": "rural-wet"}]
    study.tables["comparisons"] = [{"name": "mines", "before": {"hazards": "no-hazards"}, "after": {}}]
    said = study.is_refused(
        "[[scenarios]] cleared: changes hazards, but the study has none. Add [hazards]",
        "[[scenarios]] flood: closes roads, but the study has none. Add [roads]",
        "[[seasons]] wet: changes roads, but the study has none",
        "[[comparisons]] mines: compares with and without hazards",
    )
    assert "4 to mend" in said


def test_names_that_stand_twice_are_refused(study):
    study.tables["scenarios"] = [{"name": "other", "closed_centres": [centre]} for centre in ("c1", "c2")]
    study.is_refused("[[scenarios]] other", "the name stands 2 times", "1 to mend")


def test_a_scenario_may_not_be_called_as_two_seasons_beside_one_another(study):
    with_season(study, land_speed_factor=0.5)
    study.tables["scenarios"] = [
        {"name": "dry-and", "seasons": ["wet"], "closed_centres": ["c1"]},
    ]
    study.is_refused("2 comparisons would be called dry-and-wet", "Choose another name")


def break_each_file(study):
    """Each file of a season or scenario with a fault of its own."""
    with_season(study, barriers=["no-river.gpkg"], closed_surfaces=["mudd"])
    with_scenario(
        study,
        barriers=["no-wall.gpkg"],
        closures="no-bridge.gpkg",
        added_hazards="no-strike.gpkg",
        added_centres="no-centre.gpkg",
        released=["SHA-7"],
        closed_centres=["c7"],
    )
    return ("no-river.gpkg", "mudd", "no-wall.gpkg", "no-bridge.gpkg", "no-strike.gpkg", "no-centre.gpkg", "SHA-7")


def test_all_faults_of_scenarios_are_told_at_once(study):
    words = break_each_file(study)
    said = study.is_refused(*words)
    assert "7 to mend" in said


def test_they_are_told_beside_those_of_a_grid_that_cannot_be_read(study):
    words = break_each_file(study)
    study.tables["grid"]["like"] = "none.tif"
    with_no_centre_file = [*words, "none.tif", "[[scenarios]] twice"]
    study.tables["scenarios"] += [{"name": "twice", "closed_centres": ["c1"]}] * 2
    study.is_refused(*with_no_centre_file)


def test_they_are_told_beside_those_of_the_land_and_the_hazards(study):
    words = break_each_file(study)
    study.hazards[0][1]["status"] = "opne"
    study.speeds = "class,label,speed_kmh,mode\n1,grass,fast,walk\n"
    study.is_refused(*words[:-1], "'opne'", "(fast)")


def test_a_faulty_table_makes_no_fault_of_what_names_it(study):
    comparing(study)
    study.tables["scenarios"][0]["daily_limit_minutes"] = "short"
    study.tables["scenarios"].append({"name": "mined", "released": ["SHA-1"], "seasons": ["dry"]})
    study.tables["seasons"] = [{"name": "dry", "land_speed_factor": 2}]
    study.tables["hazards"]["policy"] = "blok"
    said = study.is_refused("[scenarios] daily_limit_minutes", "[seasons] land_speed_factor", "[hazards] policy")
    assert "3 to mend" in said


def test_an_unknown_key_alone_does_not_hide_the_faults_of_files(study):
    with_scenario(study, relesed=["SHA-1"])
    study.hazards[0][1]["status"] = "opne"
    study.is_refused("unknown key 'relesed'", "'opne'", "2 to mend")


def test_roads_in_use_may_be_for_a_scenario_alone(study):
    study.layer("used.geojson", [({"type": "LineString", "coordinates": [[30.01, 9.92], [30.09, 9.92]]}, {})])
    study.tables["hazards"]["in_use"] = "used.geojson"
    with_scenario(study, hazard_roads="recorded")
    study.is_told("0 to mend")


def add_centre(study, **values):
    study.layer("new.geojson", [(point(30.05, 9.95), {"code": "n1", "title": "New", "service": "dental", **values})])
    with_scenario(study, added_centres="new.geojson")


def test_an_added_centre_has_an_id_of_its_own(study):
    add_centre(study, code="c1")
    study.is_refused("the centres that scenarios add have ids that others have: 'c1'", "Give each centre its own id")


def test_pillars_of_two_layers_differ_by_more_than_spelling(study):
    add_centre(study, service="Physical rehab")
    study.is_refused("[[scenarios]] added_centres", "the same but for their spelling")


def test_an_added_centre_off_the_land_is_told_with_its_own_file(study):
    add_centre(study)
    study.layer(
        "new.geojson",
        [
            (point(30.05, 9.95), {"code": "n1", "title": "New", "service": "dental"}),
            (point(31.05, 9.95), {"code": "n2", "title": "Far", "service": "dental"}),
        ],
    )
    study.is_told("new.geojson, centre n2 (Far)", "1 of 2 centres lie outside the grid")


def test_the_centre_that_another_scenario_adds_is_not_there(study):
    add_centre(study)
    study.tables["scenarios"].append({"name": "later", "closed_centres": ["n1"]})
    study.is_refused("[[scenarios]] later closed_centres", "has no centre 'n1'")


def test_a_centre_that_was_refused_may_be_closed(study):
    study.centres.append((point(31.0, 9.9), {"code": "c3", "title": "Far", "service": "physical_rehab"}))
    with_scenario(study, closed_centres=["c3"])
    study.is_told("1 of 3 centres lie outside the grid", "0 to mend")


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"centre_pillars": {"c1": ["physical_rehabb"]}}, ("'physical_rehabb' is none of the known pillars",)),
        ({"released": ["1"]}, ("not open on 2025-01-01", "releasing them changes nothing: '1'")),
        ({"closures": "drawn.geojson"}, ("1 of 2 shapes meet no road of the grid and close nothing",)),
        ({"closed_roads": [103]}, ("1 of 1 roads lie wholly outside the grid: 103", "Check the ids")),
        ({"added_hazards": "strike.geojson"}, ("1 of 2 areas are not open on 2026-01-01 and are not added",)),
        ({"barriers": ["flood.geojson"]}, ("[[scenarios]] other, all-year", "1 of 2 centres lie", "serve nobody")),
        ({"barriers": ["puddle.geojson"]}, ("1 of 2 centres lie", "people reach them at another cell")),
    ],
)
def test_what_changes_less_than_it_says_is_told(study, keys, words):
    study.hazards[0][1]["reported_on"] = "2025-06-01"
    study.hazards[0][1]["id"] = "1"
    study.layer("drawn.geojson", [(polygon(30.04, 9.91, 30.05, 9.93), {}), (polygon(30.04, 9.98, 30.05, 9.99), {})])
    strike = {"kind": "strike", "reported_on": "2025-12-01"}
    study.layer(
        "strike.geojson",
        [
            (polygon(30.06, 9.91, 30.07, 9.93), {**strike, "id": "s1", "status": "open"}),
            (polygon(30.08, 9.91, 30.09, 9.93), {**strike, "id": "s2", "status": "closed"}),
        ],
    )
    study.layer("flood.geojson", [(polygon(30.0, 9.9, 30.04, 9.94), {})])
    study.layer("puddle.geojson", [(polygon(30.0101, 9.9101, 30.0149, 9.9149), {})])
    if "released" in keys:
        keys = {**keys, "hazards_as_of": study.tables["study"]["as_of"].replace(year=2025)}
    far = '<node id="91" version="1" lat="8.9" lon="30.0"/><node id="92" version="1" lat="8.9" lon="30.1"/>'
    way = '<way id="103" version="1"><nd ref="91"/><nd ref="92"/><tag k="highway" v="track"/></way>'
    study.text("roads.osm", osm_of(study.roads).replace("<way", f"{far}\n<way", 1).replace("</osm>", f"{way}</osm>"))
    with_scenario(study, **keys)
    study.is_told(*words)


def test_a_strike_after_the_day_of_the_study_is_there_on_a_later_day(study):
    study.layer(
        "strike.geojson",
        [(polygon(30.06, 9.91, 30.07, 9.93), {"kind": "strike", "status": "open", "reported_on": "2026-03-01"})],
    )
    later = study.tables["study"]["as_of"].replace(year=2027)
    with_scenario(study, added_hazards="strike.geojson", hazards_as_of=later)
    assert "are not added" not in study.is_told("0 to mend")
