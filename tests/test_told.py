"""What is sound but odd: told to be known, and nothing is stopped by it."""

import pytest
from small_study import LEFT, RIGHT, SmallStudy, point, polygon


@pytest.fixture
def study(tmp_path):
    return SmallStudy(tmp_path)


def serve(study, first, second):
    study.centres[0][1]["service"], study.centres[1][1]["service"] = first, second


def test_a_pillar_that_nobody_knows_is_told_with_the_nearest_known_one(study):
    serve(study, "physical_rehabb", "physical_rehab")
    study.is_told("'physical_rehabb' is none of the known pillars", "did you mean 'physical_rehab'?", "emergency_care")


def test_two_pillars_that_differ_by_spelling_alone_are_refused(study):
    serve(study, "Physical rehab", "physical_rehab")
    study.is_refused("'Physical rehab'", "'physical_rehab'", "the same but for their spelling", "one key for each")


def test_a_pillar_that_makes_no_folder_is_refused(study):
    serve(study, "физическая", "physical_rehab")
    study.is_refused("'физическая'", "has no letter a to z", "Write one key")


def test_roads_that_end_well_inside_the_grid_are_told(study):
    study.text(
        "roads.osm",
        '<?xml version="1.0"?><osm version="0.6"><node id="1" version="1" lon="30.01" lat="9.91"/>'
        '<node id="2" version="1" lon="30.02" lat="9.92"/><way id="1" version="1"><nd ref="1"/><nd ref="2"/>'
        '<tag k="highway" v="primary"/></way></osm>',
    )
    study.is_told("live beyond the rectangle that the roads fill", "Take a file of roads that covers the grid")


def test_land_beyond_the_areas_is_told_if_it_is_much(study):
    study.areas = [(polygon(LEFT, 9.9, 30.05, 9.95), {"code": "W", "title": "West"})]
    study.is_told("of the passable cells lie in no area", "Make the grid smaller")


def test_areas_of_one_name_are_told(study):
    study.areas[1][1]["title"] = "West"
    study.is_told("2 of 2 areas share their name", "Make the names distinct")


@pytest.mark.parametrize("value", ["yes", 1])
def test_hazards_are_published_by_true_alone(study, value):
    study.tables["hazards"]["publish"] = value
    study.is_refused("[hazards] publish", "neither true nor false", "Write true or false")


def test_a_table_of_places_is_not_taken_for_a_raster_of_people(study):
    study.tables["population"]["path"] = "places.csv"
    study.is_refused("[population]", "places.csv holds places, not cells", "points =")


def test_a_centre_may_serve_several_known_pillars_in_peace(study):
    serve(study, "physical_rehab;psychosocial", "emergency_care")
    study.centres.append((point(RIGHT - 0.01, 9.95), {"code": "c3", "title": "East", "service": "physical_rehab"}))
    assert "none of the known pillars" not in study.is_told("0 to mend")
