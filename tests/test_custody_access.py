"""Access: what leaves is counted right, protected, remembered and labelled; and nothing leaves that should not."""

import csv
import datetime as dt
import json
import shutil
from collections import Counter

import pytest
from custodian import Custodian
from custody_releases import rows_on, small_release

from accessibility.protection import AttackResult, read_protected, told_from_json
from custody.access import release_survivors
from custody.design import Wish, margins_of, rules_for
from custody.release_ground import read_release_ground
from custody.store import open_store
from custody.visit import new_visit
from geo.errors import InputError, MissingFileError, ReleaseError
from geo.faults import Faults
from geo.progress import silent


@pytest.fixture
def release(custody_release):
    return custody_release


@pytest.fixture
def custodian(tmp_path):
    custodian = Custodian(tmp_path)
    custodian.bring_in(rows_on(240), "--keep-duplicates")
    return custodian


def wish_of(**changes):
    values = {
        "tier": "public",
        "units_kind": "areas",
        "margins": margins_of("minutes_band"),
        "pillars": (),
        "rules": rules_for(changes.get("tier", "public"), None),
        "hazards": None,
        "season": None,
        "direction": None,
        "noise_epsilon": None,
    }
    return Wish(**{**values, **changes})


def let_out(custodian, release, name="public", *, day=None, **changes):
    """Release a wish; the folder that it went to."""
    out = custodian.folder / "protected" / name
    clock = {} if day is None else {"clock": lambda: day}
    with open_store(custodian.store, custodian.key, new_visit("access", why="a test", **clock)) as store:
        release_survivors(store, release, wish_of(**changes), out, progress=silent)
    return out


def add(custodian, count):
    brought = custodian.bring_in(rows_on(count, seed=9, start=900), "--keep-duplicates")
    assert brought.exit_code == 0, brought.output


def read(folder):
    faults = Faults()
    told = read_protected(folder, where="toy", faults=faults)
    assert told is not None, list(faults)
    return told


def rows_of(folder):
    with (folder / "counts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ledger_of(custodian):
    with custodian.open() as store:
        return store.ledger, store.records


def test_told_figures_are_within_the_rounding_of_a_count_by_hand(custodian, release):
    out = let_out(custodian, release)
    _, records = ledger_of(custodian)
    quarter = Counter(("W" if r.lon < 30.05 else "E", "N" if r.lat > 9.95 else "S") for r in records)
    told = {row["unit_id"]: row for row in rows_of(out) if row["minutes_band"] == "all"}
    assert set(told) == {"total", "West", "East", "NW", "SW", "NE", "SE"}
    expected = {f"{ns}{we}": count for (we, ns), count in quarter.items()}
    expected |= {"West": expected["NW"] + expected["SW"], "East": expected["NE"] + expected["SE"], "total": 240}
    shown = {unit: int(row["survivors"]) for unit, row in told.items() if row["status"] == "shown"}
    assert {"total", "West", "East"} <= set(shown)
    for unit, value in shown.items():
        assert value % 5 == 0
        assert abs(value - expected[unit]) < 5


def test_every_row_of_the_design_is_there_and_says_where_it_is_from(custodian, release):
    out = let_out(custodian, release)
    told = read(out)
    rows = rows_of(out)
    assert len(rows) == 7 * 7
    assert {row["scenario"] for row in rows} == {"base"}
    assert {row["hazards"] for row in rows} == {"hazards"}
    assert {row["status"] for row in rows} <= {"shown", "suppressed", "impossible"}
    assert told.is_synthetic
    assert told.k == 10
    report = (out.parent / "public-disclosure.md").read_text(encoding="utf-8")
    assert "Result: **pass**" in report
    assert "made up" in report


def test_the_ledger_and_the_records_remember_the_release(custodian, release):
    out = let_out(custodian, release)
    ledger, records = ledger_of(custodian)
    [kept] = ledger["releases"]
    [table] = ledger["told"]
    assert kept["pillars"] == ["physical_rehab"]
    assert kept["id"] == read(out).snapshot == "public-1"
    told = read(out).tables[0]
    assert (told_from_json(table).is_shown == told.is_told).all()
    assert (told_from_json(table).values == told.values).all()
    assert all(set(record.released_in) == {"public-1"} for record in records)
    assert sum(Counter(r.released_in["public-1"]["physical_rehab"] for r in records).values()) == 240


def test_only_records_whose_consent_allows_it_are_counted(tmp_path, release):
    custodian = Custodian(tmp_path)
    rows = [*rows_on(100), *rows_on(100, seed=2, start=500, consent_scope="planning")]
    custodian.bring_in(rows, "--keep-duplicates")
    out = let_out(custodian, release)
    [total] = [row for row in rows_of(out) if row["unit_id"] == "total" and row["minutes_band"] == "all"]
    assert abs(int(total["survivors"]) - 100) < 5
    _, records = ledger_of(custodian)
    assert not any(r.released_in for r in records if r.consent_scope == "planning")


def test_the_same_records_told_again_give_the_same_figures_with_their_earlier_date(custodian, release):
    first = read(let_out(custodian, release, day=dt.datetime.now(dt.UTC)))
    again = read(let_out(custodian, release, "again", day=dt.datetime.now(dt.UTC) + dt.timedelta(days=30)))
    one, other = first.tables[0], again.tables[0]
    assert (other.is_told >= one.is_told).all()
    assert (one.values == other.values)[one.is_told].all()
    assert (one.as_of == other.as_of)[one.is_told].all()


def test_a_few_who_come_or_go_move_no_figure_and_no_date(custodian, release):
    first = read(let_out(custodian, release)).tables[0]
    add(custodian, 6)
    custodian.say("forget", custodian.store, "QZ-77003", "--reason", "asked for")
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=30)
    again = read(let_out(custodian, release, "again", day=later)).tables[0]
    assert (first.values == again.values)[first.is_told].all()
    assert (first.as_of == again.as_of)[first.is_told].all()


def test_many_who_come_move_the_figures(custodian, release):
    first = read(let_out(custodian, release)).tables[0]
    add(custodian, 240)
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=30)
    again = read(let_out(custodian, release, "again", day=later)).tables[0]
    assert again.values[0, -1] - first.values[0, -1] >= 230
    assert again.as_of[0, -1] > first.as_of[0, -1]


def test_partners_may_be_told_more_and_the_public_then_no_more_than_they(custodian, release):
    partner = read(let_out(custodian, release, "partner", tier="partner")).tables[0]
    public = read(let_out(custodian, release, "public")).tables[0]
    assert partner.is_told.sum() >= public.is_told.sum() > 0
    assert (partner.is_told >= public.is_told).all()


def test_partners_may_be_told_by_cells_of_five_kilometres_each_in_a_larger_one(custodian, release):
    told = read(let_out(custodian, release, "partner", tier="partner", units_kind="cells-5km"))
    units = told.design.units
    assert told.design.units_kind == "cells-5km"
    assert {name.split("E")[0] for name in units.ids if name != "total"} <= {"5km", "10km", "20km"}
    assert told.tables[0].is_told[0, -1]


def test_who_is_known_by_area_alone_is_told_as_of_unknown_place_and_keeps_the_design(tmp_path, release):
    custodian = Custodian(tmp_path)
    rows = [{**row, "lon": "", "lat": "", "area_id": "NW", "place_precision": "area"} for row in rows_on(6)]
    rows += rows_on(150, seed=2, start=500)
    areas = release.parent / "areas.geojson"
    options = ("--keep-duplicates", "--areas", areas, "--area-id", "code")
    assert custodian.bring_in(rows, *options).exit_code == 0
    told = read(let_out(custodian, release))
    [bands] = told.design.dimensions
    assert bands.categories[-1] == "place_unknown"
    _, records = ledger_of(custodian)
    assert all("public-1" in record.released_in for record in records)
    for row in rows[:6]:
        custodian.say("forget", custodian.store, row["id"], "--reason", "asked for")
    assert read(let_out(custodian, release)).design.dimensions == told.design.dimensions


def test_noise_is_drawn_once_for_a_state_of_the_records_and_ends_with_its_budget(custodian, release):
    first = read(let_out(custodian, release, noise_epsilon=4.0)).tables[0]
    again = read(let_out(custodian, release, noise_epsilon=4.0)).tables[0]
    assert first.noise_epsilon == 4.0
    assert (first.values == again.values)[first.is_told].all()
    assert (first.values[first.is_told] % 5 == 0).all()
    with pytest.raises(ReleaseError, match="budget"):
        let_out(custodian, release, noise_epsilon=4.0)


def test_another_design_of_the_same_pillar_is_refused_and_nothing_is_written(custodian, release):
    let_out(custodian, release)
    before = ledger_of(custodian)
    for changes in ({"units_kind": "cells-10km"}, {"hazards": "no-hazards"}, {"margins": margins_of("sex")}):
        with pytest.raises(ReleaseError, match="public-1"):
            let_out(custodian, release, "other", **changes)
    assert not (custodian.folder / "protected" / "other").exists()
    assert not (custodian.folder / "protected" / "other-disclosure.md").exists()
    assert ledger_of(custodian)[0] == before[0]


def test_a_release_that_an_attack_breaks_is_not_written(custodian, release, monkeypatch):
    broken = AttackResult(name="A made-up attack", aim="finds somebody", tried=1, succeeded=1)
    monkeypatch.setattr("custody.protecting.run_attacks", lambda _: (broken,))
    with pytest.raises(ReleaseError, match="A made-up attack"):
        let_out(custodian, release)
    assert not list((custodian.folder / "protected").iterdir())
    assert not ledger_of(custodian)[0].get("releases")


def test_scenarios_are_no_ground_for_survivors(release):
    ground = read_release_ground(release, "public")
    assert {run.scenario for run in ground.runs} == {"base"}
    assert (ground.folder / "runs/physical-rehab/default/road-closed").is_dir()


def test_a_tier_that_hides_hazards_gives_times_without_them(tmp_path_factory, custodian):
    hidden = small_release(tmp_path_factory.mktemp("hidden"), publishes=False)
    out = let_out(custodian, hidden)
    assert {row["hazards"] for row in rows_of(out)} == {"no-hazards"}
    with pytest.raises(ReleaseError, match="no run of physical_rehab with hazards"):
        let_out(custodian, hidden, "other", hazards="hazards")
    shown = read_release_ground(hidden, "partner")
    assert {run.hazards for run in shown.runs} == {"hazards", "no-hazards"}


def test_what_is_no_release_or_has_no_such_tier_is_refused(custodian, release, tmp_path):
    with pytest.raises(MissingFileError, match="no release of nearcare"):
        let_out(custodian, tmp_path)
    with pytest.raises(MissingFileError, match="no analyst tier"):
        read_release_ground(release, "analyst")


def test_a_ground_of_another_run_of_the_study_is_refused(custodian, release, tmp_path):
    other = tmp_path / "copy"
    shutil.copytree(release, other)
    table = other / "public" / "tables" / "areas.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["population_within_30_min"] = str(float(row["population_within_30_min"]) * 0.5)
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(ReleaseError, match="two runs of the study"):
        let_out(custodian, other)


def test_a_folder_that_holds_something_else_is_never_replaced(custodian, release):
    strange = custodian.folder / "protected" / "public"
    strange.mkdir(parents=True)
    (strange / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(ReleaseError, match="no protected table folder"):
        let_out(custodian, release)
    assert (strange / "letter.txt").read_text(encoding="utf-8") == "dear"


def test_k_may_only_be_raised():
    assert rules_for("public", 20).k == 20
    assert rules_for("partner", None).k == 5
    with pytest.raises(InputError, match="only be raised"):
        rules_for("public", 9)


@pytest.mark.parametrize("by", ["minutes", "sex+sex", "sex,,age_band", ""])
def test_margins_that_are_not_understood_are_refused(by):
    with pytest.raises(InputError, match="not understood"):
        margins_of(by)


def test_the_command_says_what_is_out_and_the_refusals_end_in_one(custodian, release):
    def say(*words):
        return custodian.say("access", release, "--store", custodian.store, "--reason", "a test", *words)

    out = custodian.folder / "protected" / "public"
    done = say("--tier", "public", "--by", "minutes_band", "--out", out)
    assert done.exit_code == 0, done.output
    assert "240 of 240 records are placed" in done.output
    assert "for the data officer alone" in done.output
    assert {path.name for path in out.iterdir()} == {"counts.csv", "protection.json"}
    for words, told in (
        (("--tier", "public", "--k", "3"), "only be raised"),
        (("--tier", "public", "--units", "cells-5km"), "for partners alone"),
        (("--tier", "public", "--units", "villages"), "not understood"),
        (("--tier", "public", "--pillars", "dentistry"), "no pillar of care"),
        (("--tier", "public", "--pillars", "psychosocial"), "has no run for"),
    ):
        refused = say(*words, "--out", custodian.folder / "protected" / "refused")
        assert refused.exit_code == 1
        assert told in refused.output
    assert not (custodian.folder / "protected" / "refused").exists()
    assert json.loads((out / "protection.json").read_text(encoding="utf-8"))["synthetic"] is True
