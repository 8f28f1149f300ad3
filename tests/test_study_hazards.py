"""The hazards of a study file: their keys, what belongs together, and how they reach the reading."""

import datetime as dt
import json

import pytest
from small_study import SmallStudy, point, polygon, toml_of

from accessibility.study_file import HazardsTable, read_study_file
from accessibility.worlds.hazard_records import read_hazard_records
from geo.faults import Faults
from geo.hazards.rules import HazardRule

OPEN = {"status": "open"}
FIELD = polygon(30.02, 9.96, 30.03, 9.97)


@pytest.fixture
def study(tmp_path):
    return SmallStudy(tmp_path)


def ruled(study, rules):
    """Write the study file with these rules of hazards, and let the study be told of them."""
    lines = [
        "[[hazards.rules]]\n" + "\n".join(f"{key} = {json.dumps(value)}" for key, value in rule.items())
        for rule in rules
    ]
    study.text(study.file.name, toml_of(study.tables) + "\n" + "\n\n".join(lines) + "\n")


def read_records(study):
    """The records of the study on disk, without a grid, and what was told."""
    study.write()
    faults = Faults()
    table = read_study_file(study.file, faults=faults)
    assert not faults.errors
    return read_hazard_records(table.hazards, table, faults=faults), faults


@pytest.mark.parametrize(
    ("keys", "what", "do"),
    [
        ({"policy": "slow"}, 'policy = "slow" needs slow_factor', "such as 3"),
        ({"slow_factor": 2}, "slow_factor is used only with", "remove it"),
        ({"policy": "slow", "slow_factor": 0.5}, "0.5 is too small", "at least 1"),
        ({"statuses": {"Aktivno": "opne"}}, "statuses has 'opne'", "active, confirmed"),
        ({"default_status": "expired"}, "default_status has 'expired'", "released ones"),
        ({"point_only": "circle"}, 'point_only = "circle" and point_radius_m go together', "write both"),
        ({"point_radius_m": 100}, 'point_only = "circle" and point_radius_m go together', "write both"),
        ({"subtract_released": True}, "subtract_released needs released_layers", "name the layers"),
        ({"crs": "EPSG:32636"}, "crs is for a CSV", "remove it"),
        ({"columns": {"mgrs": "mgrs"}}, "columns mgrs is for a CSV", "remove it"),
        ({"bearings": "magnetic"}, "bearings is used only with turning_points", "name their table"),
        ({"buffer_m": -1}, "-1 is too small", "at least 0"),
        ({"turning_point_columns": {"ordr": "n"}}, "did you mean 'order'?", "Use one of"),
        ({"turning_point": "corners.csv"}, "did you mean 'turning_point", "Use one of"),
    ],
)
def test_keys_that_are_wrong_or_do_not_belong_together_are_refused(study, keys, what, do):
    study.tables["hazards"].update(keys)
    study.is_refused("[hazards", what, do)


@pytest.mark.parametrize(
    ("rule", "which", "what"),
    [
        ({"kind": ["SHA"], "polcy": "block", "policy": "block"}, "[hazards.rules] polcy, entry 1", "mean 'policy'?"),
        ({"kind": ["SHA"]}, "[hazards], entry 1", "the key rules.policy is missing"),
        ({"policy": "ignore"}, "[hazards] rules, value 1", "the rule has no condition"),
        ({"policy": "ignore", "kind": []}, "[hazards.rules] kind, entry 1", "has too few values"),
        ({"policy": "ignore", "status": ["opne"]}, "[hazards] rules, value 1", "status has 'opne'"),
        ({"policy": "ignore", "evidence": ["hearsay"]}, "[hazards.rules] evidence, value 1, entry 1", "'hearsay'"),
        ({"policy": "ignore", "kind": ["SHA"], "slow_factor": 2}, "[hazards] rules, value 1", "slow_factor is used"),
        ({"policy": "slow", "kind": ["SHA"]}, "[hazards]", "needs slow_factor"),
        ({"policy": "block", "surveyed_before": "long ago", "kind": ["SHA"]}, "surveyed_before", "is no day"),
    ],
)
def test_a_rule_that_is_wrong_is_told_by_its_number(study, rule, which, what):
    ruled(study, [rule])
    study.is_refused(which, what)


def test_rules_keep_their_order_and_their_words_become_ours():
    table = HazardsTable.model_validate(
        {
            "path": "h.gpkg",
            "slow_factor": 4,
            "rules": [
                {"status": ["Canceled"], "policy": "ignore"},
                {"surveyed_before": "2010-01-01", "policy": "slow"},
            ],
        }
    )
    assert table.hazard_rules == (
        HazardRule(status=("cancelled",), policy="ignore"),
        HazardRule(surveyed_before=dt.date(2010, 1, 1), policy="slow"),
    )


def test_evidence_that_a_rule_goes_by_must_be_known():
    rule = {"evidence": ["direct"], "policy": "block"}
    assert HazardsTable.model_validate({"path": "h.gpkg", "rules": [rule]}).form(None).needed == {"evidence"}
    assert HazardsTable.model_validate({"path": "h.gpkg"}).form(None).needed == frozenset()


def test_words_mapped_in_the_study_file_reach_the_reading(study):
    study.hazards = [(FIELD, {"stanje": "Aktivno", "tip": "Minsko_polje"})]
    study.tables["hazards"] |= {
        "columns": {"status": "stanje", "kind": "tip"},
        "statuses": {"Aktivno": "open"},
        "kinds": {"Minsko_polje": "SHA"},
    }
    records, faults = read_records(study)
    assert records.areas[["kind", "status"]].to_numpy().tolist() == [["SHA", "open"]]
    assert len(faults) == 0


def test_a_table_of_places_reaches_the_reading_with_its_columns(study):
    study.text("hazards.csv", "ref;dur;sir;velicina\nA1;30.02;9.96;10000\n")
    study.tables["hazards"] |= {
        "path": "hazards.csv",
        "default_status": "open",
        "columns": {"id": "ref", "lon": "dur", "lat": "sir", "area_m2": "velicina"},
    }
    records, _ = read_records(study)
    assert records.areas["id"].tolist() == ["A1"]
    assert records.areas["area_km2"][0] == pytest.approx(0.01, rel=1e-4)


def test_released_layers_are_held_against_the_open_areas(study):
    study.layer("cleared.geojson", [(polygon(30.02, 9.96, 30.025, 9.97), {})])
    study.hazards = [(FIELD, OPEN)]
    study.tables["hazards"]["released_layers"] = ["cleared.geojson"]
    study.is_told("0.61 of the 1.21 km2 of open areas, in 1 of 1, lie in released land; it stays hazardous")
    records, _ = read_records(study)
    assert records.subtracted is None
    assert (records.counts.released_land_read, records.counts.released_land_unused) == (1, 0)


def test_every_row_of_released_layers_is_counted(study):
    one = polygon(30.02, 9.96, 30.025, 9.97)
    study.layer("cleared.geojson", [(one, {}), (None, {}), (one, {})])
    study.layer("cancelled.geojson", [(one, {})])
    study.hazards = [(FIELD, OPEN)]
    study.tables["hazards"]["released_layers"] = ["cleared.geojson", "cancelled.geojson"]
    records, _ = read_records(study)
    assert (records.counts.released_land_read, records.counts.released_land_unused) == (4, 1)


def test_released_layers_are_subtracted_where_the_study_says_so(study):
    study.layer("cleared.geojson", [(polygon(30.02, 9.96, 30.025, 9.97), {})])
    study.hazards = [(FIELD, OPEN)]
    study.tables["hazards"] |= {"released_layers": ["cleared.geojson"], "subtract_released": True}
    study.is_told("it is subtracted from them")
    records, _ = read_records(study)
    assert records.counts.union_km2 == pytest.approx(records.areas["area_km2"][0] / 2, rel=1e-3)


def test_points_become_circles_of_the_radius_that_the_study_gives(study):
    study.hazards = [(point(30.02, 9.96), OPEN)]
    study.tables["hazards"] |= {"point_only": "circle", "point_radius_m": 200}
    study.is_told("1 of 1 areas are points without a size and became circles of 200 m (point_only)")


def test_a_buffer_widens_what_the_study_blocks(study):
    study.hazards = [(polygon(30.0201, 9.9601, 30.0202, 9.9602), {**OPEN, "name": "Well"})]
    study.centres[0] = (point(30.0225, 9.9625), study.centres[0][1])
    assert "inside an open hazard" not in study.is_told()
    study.file.unlink()
    study.tables["hazards"]["buffer_m"] = 600
    study.is_told("lies inside an open hazard")


def test_what_released_layers_hold_is_not_told_to_the_public_unless_hazards_are(study):
    bow = {
        "type": "Polygon",
        "coordinates": [[[30.02, 9.96], [30.03, 9.97], [30.03, 9.96], [30.02, 9.97], [30.02, 9.96]]],
    }
    study.layer("secret.geojson", [(bow, {})])
    study.hazards = [(FIELD, OPEN)]
    study.tables["hazards"] |= {"released_layers": ["secret.geojson"], "publish": False}
    study.write()
    code, said = study.said("run", "--out", str(study.out))
    assert code == 0, said
    public = [path for path in (study.out / "public").rglob("*") if path.suffix in {".json", ".html", ".csv"}]
    assert public
    assert not [path.name for path in public if "secret.geojson" in path.read_text(encoding="utf-8")]
    assert "secret.geojson" in (study.out / "manifest.json").read_text(encoding="utf-8")
