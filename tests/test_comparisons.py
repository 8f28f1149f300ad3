"""Comparisons: a run beside itself changes nothing, turned round it changes sign, and areas add up to all."""

import numpy as np
import pytest
from small_study import SmallStudy, polygon
from study_runs import inputs_of

from accessibility.comparisons import (
    CUT_OFF,
    NO_MINUTES,
    QUICKER,
    RECONNECTED,
    SAME,
    SLOWER,
    compare,
    compare_runs,
    comparisons_of,
)
from accessibility.runs import make_runs
from geo.errors import InputError
from geo.progress import silent

GAINS = {"people_gaining": "people_losing", "person_minutes_gained": "person_minutes_lost"}
GAINS |= {"people_reconnected": "people_cut_off"}
TURNED = {SAME: SAME, QUICKER: SLOWER, SLOWER: QUICKER, RECONNECTED: CUT_OFF, CUT_OFF: RECONNECTED}


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """A grid smaller than the population, two areas with land between them, seasons, and scenarios of many kinds."""
    study = SmallStudy(tmp_path_factory.mktemp("valley"))
    study.tables["grid"] = {"resolution_arcsec": 18, "bounds": [30.005, 9.905, 30.1, 9.995]}
    study.areas = [
        (polygon(30.0, 9.9, 30.04, 10.0), {"code": "W", "title": "West"}),
        (polygon(30.06, 9.9, 30.1, 10.0), {"code": "E", "title": "East"}),
    ]
    study.hazards = [(polygon(30.051, 9.9, 30.056, 10.0), {"kind": "suspected", "status": "open", "id": "h1"})]
    study.layer("river.geojson", [(polygon(30.02, 9.94, 30.1, 9.951), {})])
    study.tables["seasons"] = [{"name": "dry"}, {"name": "wet", "title": "Rains", "barriers": ["river.geojson"]}]
    study.tables["scenarios"] = [
        {"name": "closed", "title": "South closed", "closed_centres": ["c1"], "seasons": ["dry"]},
        {"name": "cleared", "released": ["h1"]},
        {"name": "cut", "hazard_roads": "cut", "closed_centres": ["c1"]},
    ]
    study.tables["comparisons"] = [
        {"name": "mines", "title": "Mines", "before": {"hazards": "no-hazards"}, "after": {}},
        {"name": "worst", "after": {"scenario": "cut", "season": "wet"}},
    ]
    return inputs_of(study)


@pytest.fixture(scope="module")
def runs(inputs):
    return make_runs(inputs, inputs.worlds, progress=silent)


def numbers(table):
    return table.select_dtypes("number")


def test_a_run_beside_itself_changes_nothing(inputs, runs):
    for run in runs:
        same = compare(inputs, run, run, name="same", title="Same")
        assert set(np.unique(same.change)) <= {SAME, NO_MINUTES, 0}
        assert (same.minutes_gained[np.isfinite(same.minutes_gained)] == 0).all()
        changed = [column for column in same.table if column.startswith(("people_", "person_"))]
        assert (same.table[changed] == 0).all().all()


def test_turned_round_a_comparison_changes_sign(inputs, runs):
    for one in runs:
        there, back = (compare(inputs, *pair, name="c", title="C") for pair in ((runs[0], one), (one, runs[0])))
        np.testing.assert_array_equal(there.minutes_gained, -back.minutes_gained)
        turned = np.vectorize(lambda code: TURNED.get(code, code))(back.change) if back.change.size else back.change
        np.testing.assert_array_equal(there.change, turned)
        for gain, loss in GAINS.items():
            np.testing.assert_array_equal(there.table[gain], back.table[loss])
            np.testing.assert_array_equal(there.table[loss], back.table[gain])
        for column in there.table:
            if column.endswith("_before"):
                np.testing.assert_array_equal(there.table[column], back.table[column.replace("_before", "_after")])


def test_areas_and_outside_add_up_to_all(inputs, runs):
    for run in runs:
        table = compare(inputs, runs[0], run, name="c", title="C").table
        assert table["area_kind"].tolist() == ["area", "area", "outside", "all"]
        columns = [
            column for column in numbers(table) if "minutes_before" not in column and "minutes_after" not in column
        ]
        parts = table[table["area_kind"] != "all"][columns].sum()
        np.testing.assert_allclose(parts, table[table["area_kind"] == "all"][columns].iloc[0])
        assert table["population"].iloc[-1] == pytest.approx(2000)
        assert table["population"].iloc[2] > 0


def test_what_bands_gain_less_what_they_lose_is_how_they_differ(inputs, runs):
    for run in runs:
        table = compare(inputs, runs[0], run, name="c", title="C").table
        for band in inputs.study.travel.bands_minutes:
            before, after = (table[f"population_within_{band:g}_min_{side}"] for side in ("before", "after"))
            new, lost = table[f"people_newly_within_{band:g}_min"], table[f"people_no_longer_within_{band:g}_min"]
            np.testing.assert_allclose(after - before, new - lost, atol=1e-9)
            access = run.access[f"population_within_{band:g}_min"].to_numpy()
            np.testing.assert_allclose(after, access)


def test_whoever_is_cut_off_neither_gains_nor_loses_minutes(inputs, runs):
    by_key = {(*run.world.key, run.has_hazards): run for run in runs}
    table = compare(inputs, by_key["base", "dry", True], by_key["cut", "dry", True], name="c", title="C").table
    everyone = table.iloc[-1]
    assert everyone["people_cut_off"] > 0
    assert everyone["people_gaining"] == everyone["person_minutes_gained"] == 0
    affected = everyone["people_cut_off"] + everyone["people_losing"]
    assert affected <= everyone["population"]


def test_each_scenario_is_held_beside_the_base_and_each_season_beside_the_first(inputs):
    made = {table.name: table for table in comparisons_of(inputs.study, shows_hazards=True)}
    assert list(made) == [
        *("closed-dry", "cleared-dry", "cleared-wet", "cut-dry", "cut-wet"),
        "dry-and-wet",
        *("mines", "worst"),
    ]
    assert made["closed-dry"].title == "South closed, dry"
    assert made["cleared-wet"].title == "cleared, Rains"
    assert made["worst"].before.model_dump() == {"scenario": "base", "season": "dry", "hazards": "hazards"}


def test_where_hazards_are_hidden_runs_without_them_are_compared(inputs):
    hidden = {"cleared", "cut"}
    made = comparisons_of(inputs.study, shows_hazards=False, hidden=hidden)
    assert [table.name for table in made] == ["closed-dry", "dry-and-wet"]
    assert {side.hazards for table in made for side in (table.before, table.after)} == {"no-hazards"}


def test_a_scenario_that_releases_all_is_compared_by_its_run_without_hazards(inputs, runs):
    tables = [table for table in comparisons_of(inputs.study, shows_hazards=True) if table.name == "cleared-dry"]
    [cleared] = compare_runs(inputs, runs, tables)
    assert cleared.before.has_hazards
    assert not cleared.after.has_hazards
    assert not (cleared.change == SLOWER).any()
    assert not (cleared.change == CUT_OFF).any()
    assert (cleared.change == RECONNECTED).any()


def test_a_run_that_was_not_made_is_named(inputs, runs):
    tables = comparisons_of(inputs.study, shows_hazards=True)
    some = [run for run in runs if run.world.key[0] != "cut"]
    with pytest.raises(InputError, match="comparison cut-dry: there is no run of cut in dry"):
        list(compare_runs(inputs, some, tables))


def test_each_comparison_has_a_folder_of_its_own(inputs, runs):
    folders = [each.folder for each in compare_runs(inputs, runs, comparisons_of(inputs.study, shows_hazards=True))]
    assert len(set(folders)) == len(folders) == 8
    assert "comparisons/dry-and-wet/physical-rehab/default/to" in folders
