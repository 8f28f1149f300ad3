"""Study files that are wrong: check and run refuse each with what, where and what to do, and write nothing."""

import pytest
from small_study import LEFT, SmallStudy, toml_of


@pytest.fixture
def study(tmp_path):
    return SmallStudy(tmp_path)


def test_the_small_study_itself_is_sound(study):
    study.write()
    assert "0 to mend" in study.is_told()
    code, text = study.said("run", "--out", str(study.out))
    assert code == 0, text
    assert (study.out / "public/pages/map.html").is_file()
    assert study.left_over() == ["out"]


def test_a_missing_study_file_is_named(study):
    study.file = study.folder / "valey.toml"
    for command in ("check", "run"):
        code, text = study.said(command)
        assert code == 1
        assert "valey.toml: there is no such study file; give the path of a .toml file" in text
    assert not study.left_over()


def test_a_folder_is_no_study_file(study):
    study.file = study.folder
    assert study.said("check") == (1, f"\n{study.folder}: there is no such study file; give the path of a .toml file\n")


def test_what_is_not_toml_is_refused_by_its_line(study):
    study.text("valley.toml", '[study]\nname = "Valley\n')
    study.is_refused("valley.toml", "not valid TOML", "line 2", "Correct the line")


def test_a_backslash_in_a_path_is_told_how_to_write(study):
    study.text("valley.toml", toml_of(study.tables).replace('"areas.geojson"', r'"C:\data\areas.geojson"'))
    study.is_refused("not valid TOML", "in a path write / instead of \\")


def test_what_is_not_utf_8_is_refused_by_its_line(study):
    study.tables["study"]["name"] = "Vallée"
    study.text("valley.toml", toml_of(study.tables), encoding="latin-1")
    study.is_refused("valley.toml, line 2", "not UTF-8", "Save it as UTF-8")


def test_a_byte_order_mark_is_no_fault(study):
    study.text("valley.toml", "\ufeff" + toml_of(study.tables))
    study.is_told("0 to mend")


def test_an_empty_study_lacks_each_table_that_is_required(study):
    study.text("valley.toml", "")
    said = study.is_refused("its keys are name, country, as_of")
    for table in ("study", "grid", "land", "centres", "population"):
        assert f"valley.toml, [{table}]: the table is missing. Add it" in said
    assert "5 to mend" in said


def test_an_unknown_table_is_told_with_the_nearest(study):
    study.tables["centers"] = {}
    study.is_refused("[centers]", "unknown table 'centers' (did you mean 'centres'?)", "Use one of study, grid, land")


def test_a_single_draw_and_a_seed_below_zero_are_told_together(study):
    study.tables["uncertainty"] = {"draws": 1, "seed": -1}
    study.is_refused("[uncertainty] draws", "draws = 1 gives no interval", "Write 100 or more", "[uncertainty] seed")


def test_a_table_without_what_it_needs_and_with_an_unknown_key_is_told_of_both(study):
    study.tables["survivors"] = {"path": "records.csv"}
    study.is_refused("the key tables is missing", "unknown key 'path'", "2 to mend")


@pytest.mark.parametrize(
    ("table", "key", "nearest"),
    [
        ("gaps", "treshold_minutes", "threshold_minutes"),
        ("land", "elevations", "elevation"),
        ("hazards", "publsh", "publish"),
        ("travel", "bands_minute", "bands_minutes"),
    ],
)
def test_an_unknown_key_is_told_with_the_nearest(study, table, key, nearest):
    study.tables.setdefault(table, {})[key] = 1
    study.is_refused(f"valley.toml, [{table}] {key}", f"unknown key '{key}' (did you mean '{nearest}'?)", "Use one of")


def test_an_unknown_column_of_hazards_is_told_by_its_table(study):
    study.tables["hazards"]["columns"] = {"statuss": "status"}
    study.is_refused("valley.toml, [hazards.columns] statuss", "did you mean 'status'?")


def test_a_missing_key_is_named(study):
    del study.tables["study"]["as_of"]
    study.is_refused("valley.toml, [study]", "the key as_of is missing", "Add it")


@pytest.mark.parametrize(
    ("table", "key", "value", "what", "do"),
    [
        ("study", "as_of", "next week", "'next week' is no day", "such as 2026-01-31"),
        ("study", "country", "com", "'com' is no country code", "three capital letters"),
        ("study", "country", "Comoros", "'Comoros' is no country code", "ISO 3166-1"),
        ("study", "name", "", "is empty", "Write a text"),
        ("study", "name", 5, "5 is no text", "Put it in quotes"),
        ("gaps", "threshold_minutes", "two hours", "'two hours' is no number", "without quotes"),
        ("gaps", "min_people", -1, "-1 is too small", "at least 0"),
        ("travel", "boarding_wait_minutes", float("nan"), "nan is no finite number", "Write a number"),
        ("travel", "bands_minutes", [], "[] has too few values", "at least 1"),
        ("travel", "bands_minutes", 60, "60 is no list", "square brackets"),
        ("travel", "neighbours", 12, "12 is not known", "one of 8, 16 or 32"),
        ("land", "adopt_within_m", -5, "-5 is too small", "at least 0"),
        ("land", "elevation", "heights.tif", "'heights.tif' is no list", "square brackets"),
        ("land", "barriers", [5], "5 is no path", "relative to the study file"),
        ("hazards", "publish", "perhaps", "'perhaps' is neither true nor false", "without quotes"),
        ("hazards", "policy", "blok", "'blok' is not known", "'block', 'slow' or 'ignore'"),
        ("population", "units", "heads", "'heads' is not known", "'people_per_cell' or 'people_per_km2'"),
        ("population", "year", 20, "20 is too small", "at least 1900"),
        ("population", "year", 2020.5, "2020.5 is no whole number", "Write a whole number"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_by_its_key(study, table, key, value, what, do):
    study.tables.setdefault(table, {})[key] = value
    study.is_refused(f"valley.toml, [{table}] {key}", what, do)


def test_the_odd_one_in_a_list_is_told_by_its_place(study):
    study.tables["release"] = {"tiers": ["public", "donor"]}
    study.is_refused("[release] tiers, value 2", "'donor' is not known", "'public', 'partner' or 'analyst'")


def test_a_table_that_is_a_value_is_refused(study):
    del study.tables["grid"]
    study.text("valley.toml", "grid = 5\n" + toml_of(study.tables))
    study.is_refused("[grid]", "5 is no table", "square brackets")


@pytest.mark.parametrize("bands", [[60, 30], [30, 30, 60]])
def test_bands_that_do_not_rise_are_refused(study, bands):
    study.tables["travel"] = {"bands_minutes": bands}
    study.is_refused("[travel]", "bands_minutes do not rise", "as in [30, 60, 120, 240]")


@pytest.mark.parametrize(
    ("grid", "what", "do"),
    [
        ({}, "not given in exactly one way", "like, resolution_m, resolution_arcsec"),
        ({"like": "population.tif", "resolution_m": 100}, "not given in exactly one way", "one of"),
        ({"like": "population.tif", "crs": "EPSG:32636"}, "like already says the crs", "Remove"),
        ({"resolution_arcsec": 18}, "bounds is missing", "bounds = [left, bottom, right, top]"),
        ({"resolution_arcsec": 18, "bounds": [30.1, 9.9, LEFT, 10.0]}, "bounds do not rise", "left less than right"),
        ({"resolution_arcsec": 18, "bounds": [LEFT, 9.9, 30.1]}, "not four numbers", "[left, bottom, right, top]"),
        ({"resolution_m": 500, "bounds": [0, 0, 9000, 9000]}, "crs is missing", "EPSG:32738"),
        ({"resolution_m": 500, "crs": "EPSG:99999", "bounds": [0, 0, 9, 9]}, "no known coordinate system", "EPSG code"),
        ({"resolution_m": 500, "crs": "EPSG:4326", "bounds": [0, 0, 9, 9]}, "needs a projected crs", "Change"),
        ({"resolution_m": 500, "crs": "EPSG:2222", "bounds": [0, 0, 9000, 9000]}, "is in foot", "Use one in metres"),
        (
            {"resolution_m": 500, "crs": "EPSG:32633", "bounds": [15, 43, 19, 46]},
            "look like degrees",
            "in the metres of",
        ),
        ({"resolution_arcsec": 18, "crs": "EPSG:4807", "bounds": [0, 0, 9, 9]}, "is in grad", "Use one in degrees"),
        ({"resolution_arcsec": 18, "bounds": [0, 85, 9, 95]}, "reach off the globe", "longitudes first"),
        ({"resolution_arcsec": 0.01, "bounds": [30, 9, 31, 10]}, "360,000 x 360,000 cells", "Take larger cells"),
    ],
)
def test_a_grid_that_cannot_be_laid_is_refused(study, grid, what, do):
    study.tables["grid"] = grid
    study.is_refused("valley.toml, [grid]", what, do)


def test_bounds_with_their_axes_swapped_meet_no_input(study):
    study.tables["grid"] = {"resolution_arcsec": 18, "bounds": [9.9, 30.0, 10.0, 30.1]}
    said = study.is_refused("land_cover.tif", "does not meet the study's grid", "areas.geojson", "are swapped")
    assert "population.tif: all its 2,000 people live outside the study's grid" in said


@pytest.mark.parametrize(
    ("land", "what", "do"),
    [
        ({}, "not given in exactly one way", "land_cover, cover_fractions, speed_kmh or friction"),
        ({"speed_kmh": 4, "friction": "heights.tif", "friction_unit": "s/m"}, "not given in exactly one way", "or"),
        ({"speed_kmh": 0}, "0 is too small", "greater than 0"),
        ({"friction": "heights.tif"}, "friction_unit is missing", "it is never guessed"),
        ({"friction": "heights.tif", "friction_unit": "h/km"}, "'h/km' is not known", "'min/m' or 's/m'"),
        ({"friction": "h.tif", "friction_unit": "s/m", "elevation": ["h.tif"]}, "already holds the slopes", "Remove"),
        ({"speed_kmh": 4, "friction_unit": "s/m"}, "stands without friction", "remove it"),
        ({"land_cover": "land_cover.tif"}, "speeds is missing", "class,label,speed_kmh,mode"),
        ({"speed_kmh": 4, "speeds": "walking.csv"}, "speeds needs land_cover or cover_fractions", "remove it"),
        ({"cover_fractions": {"trees": "t.tif"}}, "no cover 'trees' (did you mean 'tree'?)", "Use tree, shrub"),
    ],
)
def test_land_that_is_told_wrongly_is_refused(study, land, what, do):
    study.tables["land"] = land
    study.is_refused("valley.toml, [land]", what, do)


@pytest.mark.parametrize(
    ("table", "values", "what", "do"),
    [
        ("hazards", {"roads": "recorded"}, 'roads = "recorded" needs in_use', "Name a layer"),
        ("hazards", {"in_use": "roads.gpkg"}, "in_use is used only with", "remove it or change roads"),
        (
            "centres",
            {"pillars": ["x"]},
            "pillar (a column) and pillars (one list for all) are both given",
            "remove one",
        ),
        ("population", {"units": None}, "units is missing", "it is never guessed"),
        ("population", {"points": "p.csv"}, "not given in exactly one way", "path (a raster) or points"),
        ("population", {"path": None, "points": "p.csv"}, "people is missing", "name the column"),
        ("travel", {"directions": ["to", "to"]}, "directions names one twice", "once"),
    ],
)
def test_keys_that_do_not_go_together_are_refused(study, table, values, what, do):
    merged = {**study.tables.get(table, {}), **values}
    study.tables[table] = {key: value for key, value in merged.items() if value is not None}
    study.is_refused(f"valley.toml, [{table}]", what, do)


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [
        ("grid", "like", "nowhere.tif"),
        ("areas", "path", "nowhere.geojson"),
        ("land", "land_cover", "nowhere.tif"),
        ("land", "speeds", "nowhere.csv"),
        ("land", "elevation", ["heights.tif", "nowhere.hgt.zip"]),
        ("land", "barriers", ["nowhere.gpkg"]),
        ("roads", "path", "nowhere.osm.pbf"),
        ("roads", "path", "nowhere.gpkg"),
        ("roads", "speeds", "nowhere.csv"),
        ("hazards", "path", "nowhere.fgb"),
        ("centres", "path", "nowhere.csv"),
        ("population", "path", "nowhere.tif"),
    ],
)
def test_a_missing_file_of_each_role_is_named(study, table, key, value):
    study.tables[table][key] = value
    said = study.is_refused("nowhere.", "there is no such file", "Check the")
    assert "1 to mend" in said


def test_a_missing_layer_of_roads_in_use_is_named(study):
    study.tables["hazards"].update(roads="recorded", in_use="nowhere.gpkg")
    study.is_refused("nowhere.gpkg", "there is no such file", "Check the name and the folder")
