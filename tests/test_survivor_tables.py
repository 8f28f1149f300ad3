"""Survivors in a study: protected tables alone are taken, held against the study, and change nothing else of it."""

import ast
import csv
import datetime as dt
import json
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from protected_on_disk import place_tables, tables_over
from sample_study import content_of, files_of, read_json, words_of
from small_study import SmallStudy, point, polygon
from test_disclosure import timeless

from accessibility.protection import write_protected
from accessibility.study import run_study
from maps.pages import draw_pages

RECORD = {"id": "S-4711", "lat": "9.93217", "lon": "30.04419", "sex": "female"}
WHAT_IF = ("search", "clearance", "comparisons", "effects", "worlds", "world_centres", "scenario", "study_scenarios")


def small_study(folder):
    """A small study in two tiers with hazards, a scenario and a comparison."""
    folder.mkdir()
    study = SmallStudy(folder)
    study.tables["release"] = {"tiers": ["public", "partner"]}
    study.tables["scenarios"] = [{"name": "flood", "title": "Flood", "barriers": ["flood.geojson"]}]
    study.layer("flood.geojson", [(polygon(30.0, 9.96, 30.1, 9.97), {})])
    return study


def named(study, *tables):
    """The study with protected tables, written anew."""
    study.tables["survivors"] = {"tables": [str(table) for table in tables]}
    study.file.unlink(missing_ok=True)
    study.write()
    return study


def without(study):
    study.tables.pop("survivors", None)
    study.file.unlink(missing_ok=True)
    study.write()
    return study


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("survivors")


@pytest.fixture(scope="module")
def before(folder):
    """The study's release without any survivors."""
    study = small_study(folder / "study")
    study.write()
    return run_study(study.file, out=folder / "before", draw=draw_pages)


@pytest.fixture(scope="module")
def tables(folder, before):
    """A public and a partner folder over that release."""
    shows = (frozenset({"sex", "age_band"}), frozenset({"minutes_band"}))
    return {
        "public": place_tables(folder / "told-public", before, "public", has_held=True),
        "partner": place_tables(folder / "told-partner", before, "partner", seed=8, shows=shows),
    }


@pytest.fixture(scope="module")
def after(folder, tables):
    """The same study with both."""
    study = small_study(folder / "again")
    return run_study(named(study, *tables.values()).file, out=folder / "after", draw=draw_pages)


@pytest.fixture
def study(tmp_path, tables):
    """A sound study that names the public table, to be broken by a test."""
    return named(small_study(tmp_path / "study"), tables["public"])


def rows_of(tier):
    with (tier / "tables" / "survivors.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def renew(study, *names):
    """Have the study file and these layers written anew."""
    for name in (study.file.name, *names):
        (study.folder / name).unlink(missing_ok=True)
    study.write()


def is_refused(study, *words):
    """Check and run refuse it in these words, and nothing is left."""
    study.file.unlink(missing_ok=True)
    return study.is_refused(*words)


def test_nothing_else_of_a_release_changes_when_survivors_are_named(before, after):
    for tier in ("public", "partner"):
        names = files_of(before / tier)
        told_of_them = {"tables/survivors.csv", "tables/survivors.json", "tables/parity.csv"}
        assert files_of(after / tier) - names == told_of_them
        told = {"manifest.json", "summary.json", "pages/map.html", "pages/report.html", "tables/access.xlsx"}
        for name in sorted(names - told):
            assert timeless(before / tier, name) == timeless(after / tier, name), name
        for name in ("manifest.json", "summary.json"):
            one, other = (read_json(release / tier / name) for release in (before, after))
            assert other.pop("survivors")
            files = other.get("need", {"files": []})["files"]
            files[:] = [file for file in files if file["file"] != "parity.csv"]
            assert without_times(one) == without_times(other)
        for name in ("pages/map.html", "pages/report.html"):
            one, other = (plain_page(release / tier, name) for release in (before, after))
            assert one == other, name


def without_times(values):
    for name in ("created_utc", "stages"):
        values.pop(name, None)
    values.get("parameters", {}).pop("survivors", None)
    for file in values.get("inputs", []):
        if file["role"] == "study":  # it names the tables
            file["sha256"] = file["bytes"] = file["kept_back"] = None
    return values


def plain_page(tier, name):
    """A page without what is told of survivors, and without times."""
    page = timeless(tier, name).decode("utf-8")
    page = re.sub(r'\s*<section aria-labelledby="survivors">.*?</section>', "", page, flags=re.DOTALL)
    page = re.sub(r"\s*<h3>Survivors beside everyone in need:.*?(?=\s*</section>)", "", page, flags=re.DOTALL)
    page = re.sub(r"\s*<li>Parity: .*?</li>", "", page)
    page = re.sub(r'\s*<li><a href="#survivors">.*?</li>', "", page)
    return re.sub(r'\s*<p class="note">Survivors are not on this map.*?</p>', "", page)


def test_a_public_table_goes_into_every_tier_and_a_partner_table_into_no_public_one(after):
    assert {(row["table"], row["tier"]) for row in rows_of(after / "public")} == {("1", "public")}
    partner = {(row["table"], row["tier"]) for row in rows_of(after / "partner")}
    assert partner == {("1", "public"), ("2", "partner")}
    words = words_of(after / "public")
    for secret in ("told-partner", "made-up-8"):
        assert not [name for name, text in words.items() if secret in text], secret
    assert read_json(after / "public" / "manifest.json")["parameters"]["survivors"]["tables"] != []


def test_the_rows_are_those_of_the_folder(after, tables):
    with (tables["public"] / "counts.csv").open(encoding="utf-8", newline="") as file:
        counts = list(csv.DictReader(file))
    rows = rows_of(after / "public")
    assert [{name: row[name] for name in counts[0]} for row in rows] == counts
    assert {row["synthetic"] for row in rows} == {"true"}
    facts = read_json(after / "public" / "tables" / "survivors.json")["tables"]
    folder = read_json(tables["public"] / "protection.json")
    del folder["counts_sha256"]
    assert facts == [{"table": 1, **folder}]


def test_manifest_and_summary_say_the_rules_and_no_figure(after):
    for name in ("manifest.json", "summary.json"):
        [told] = read_json(after / "public" / name)["survivors"]
        assert {key: told[key] for key in ("k", "rounding_base", "as_of", "synthetic")} == {
            "k": 10,
            "rounding_base": 5,
            "as_of": "2025-10-01",
            "synthetic": True,
        }
        assert "suppressed does not mean zero" in told["suppression"]
        assert set(told) == {
            *("table", "tier", "k", "rounding_base", "as_of", "synthetic", "units", "pillars", "suppression")
        }


def test_a_file_of_records_is_refused_without_a_word_of_it(study):
    records = study.folder / "records.csv"
    with records.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, RECORD)
        writer.writeheader()
        writer.writerow(RECORD)
    folder = study.folder / "records"
    folder.mkdir()
    (folder / "protection.json").write_text(json.dumps(RECORD))
    (folder / "counts.csv").write_text(records.read_text())
    study.tables["survivors"] = {"tables": ["records.csv", "records", "nowhere"]}
    said = is_refused(study, "records.csv", "not a protected table folder", "there is no such folder", "3 to mend")
    for value in RECORD.values():
        assert value not in said


def test_a_folder_named_twice_is_told(study, tables):
    study.tables["survivors"] = {"tables": [str(tables["public"]), f"{tables['public']}/."]}
    is_refused(study, "is named twice under [survivors]")


def test_a_table_for_a_tier_that_is_not_written_is_refused(study, tables):
    study.tables["survivors"] = {"tables": [str(tables["partner"])]}
    study.tables["release"] = {"tiers": ["public"]}
    is_refused(study, "is for the partner tier, which the study does not write")


def test_a_public_table_is_never_counted_over_what_the_public_may_not_see(study):
    study.tables["hazards"]["publish"] = False
    study.file.unlink()
    study.write()
    code, said = study.said("run", "--out", str(study.out))
    assert code == 1
    assert "counts survivors over a run that this tier does not have" in " ".join(said.split())
    assert not study.left_over()


def test_a_table_by_area_needs_the_areas_it_was_made_for(study):
    study.areas[0][1]["code"] = "another"
    renew(study, "areas.geojson")
    is_refused(study, "its units are not the areas of this study", "Run nearcare-custody access again")
    del study.tables["areas"]
    is_refused(study, "counts survivors by area, and the study has no areas")


@pytest.mark.parametrize("change", ["centre", "border"])
def test_a_table_counted_over_other_times_or_borders_is_refused_by_the_run(study, change):
    if change == "centre":
        study.centres.append((point(30.03, 9.95), {"code": "c3", "title": "New", "service": "physical_rehab"}))
    else:
        study.areas = [(polygon(30.0, 9.9, 30.04, 10.0), study.areas[0][1]), study.areas[1]]
    renew(study, "centres.geojson", "areas.geojson")
    assert study.said("check")[0] == 0  # the times are known to a run alone
    code, said = study.said("run", "--out", str(study.out))
    assert code == 1
    assert "counted over other times or areas than those that this study now gives" in " ".join(said.split())
    assert not study.left_over()


def test_old_records_and_made_up_ones_in_a_real_country_are_told(study):
    study.tables["study"] |= {"country": "COM", "as_of": dt.date(2028, 1, 1)}
    study.file.unlink()
    said = study.is_told("2.3 years before the day that the study looks at", "are made up", "a real country (COM)")
    assert "never act on its figures" in said
    study.tables["study"]["country"] = "QMA"
    study.file.unlink()
    study.write()
    assert "a real country" not in study.said("check")[1]


def test_the_public_learns_of_a_partner_table_from_no_notice(study, tables):
    study.tables["study"] |= {"country": "TCD"}
    named(study, *tables.values())
    release = run_study(study.file, out=study.out)
    told = {
        tier: {fault["where"] for fault in read_json(release / tier / "manifest.json")["faults"]}
        for tier in ("public", "partner")
    }
    assert told["partner"] - told["public"] == {"told-partner"}
    assert "told-public" in told["public"]


def test_made_up_and_real_survivors_are_not_told_side_by_side(study, tables, before):
    real = study.folder / "real"
    write_protected(real, tables_over(before, "partner", is_synthetic=False, seed=3))
    study.tables["survivors"] = {"tables": [str(tables["public"]), str(real)]}
    is_refused(study, "no reader could tell them apart")


def test_a_table_over_a_scenario_is_refused(study, before):
    told = tables_over(before, "public", seed=4)
    over = [replace(table, run=replace(table.run, scenario="flood")) for table in told.tables]
    write_protected(study.folder / "over", replace(told, tables=tuple(over)))
    study.tables["survivors"] = {"tables": ["over"]}
    is_refused(study, "survivors are never part of a what-if")


def test_no_scenario_changes_a_byte_of_what_is_told_of_survivors(folder, after, tables):
    study = small_study(folder / "what-if")
    study.tables["scenarios"] = [
        {"name": "flood", "closed_roads": [101], "closed_centres": ["c1"]},
        {"name": "clinic", "added_centres": "clinic.geojson"},
    ]
    study.layer("clinic.geojson", [(point(30.06, 9.93), {"code": "c9", "title": "New", "service": "physical_rehab"})])
    study.tables["comparisons"] = [{"name": "with-clinic", "before": {}, "after": {"scenario": "clinic"}}]
    release = run_study(named(study, *tables.values()).file, out=folder / "what-if-release")
    for tier in ("public", "partner"):
        for name in ("tables/survivors.csv", "tables/survivors.json"):
            assert content_of(release / tier / name) == content_of(after / tier / name)


def imports_of(path):
    """The modules that a file imports, and the names from them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_what_answers_what_ifs_has_no_way_to_survivors(root):
    """Neither their modules nor what they import, directly or not, knows the protected tables."""
    modules = {path: set(imports_of(path)) for path in (root / "accessibility").rglob("*.py")}
    names = {path: ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__") for path in modules}
    asked = [path for path, name in names.items() if name.split(".")[1:] and name.split(".")[1].startswith(WHAT_IF)]
    assert len(asked) > 30
    seen, waiting = set(), list(asked)
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        waiting += [
            other
            for other, name in names.items()
            if any(module == name or module.startswith(f"{name}.") for module in modules[path]) and name.count(".") > 0
        ]
    forbidden = {name for path, name in names.items() if path in seen and re.search("protect|survivor", name)}
    assert not forbidden
    entries = {
        names[path] for path, modules_ in modules.items() if any("survivor" in m or "protection" in m for m in modules_)
    }
    own = {name for name in entries if not name.startswith("accessibility.protection")}
    assert own == {
        "accessibility.disclosure",
        "accessibility.families",
        "accessibility.parity",
        "accessibility.plans.parity_of_plans",
        "accessibility.release.files",
        "accessibility.release.survivor_files",
        "accessibility.study",
        "accessibility.survivor_ranges",
        "accessibility.survivor_tables",
        "accessibility.tier_need",
        "accessibility.tier_plans",
    }


def test_the_report_tells_what_is_told_and_dots_what_is_not(after):
    report = (after / "public" / "pages" / "report.html").read_text("utf-8")
    section = report.partition('<section aria-labelledby="survivors">')[2].partition("</section>")[0]
    rows = rows_of(after / "public")
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", section)).replace("\N{NO-BREAK SPACE}", " ")
    [everyone] = [row for row in rows if row["unit_id"] == "total" and is_everyone(row)]
    assert f"About {everyone['survivors']} survivors in need of physical rehabilitation" in text
    assert section.count('class="number suppressed"') == sum(row["status"] == "suppressed" for row in rows)
    assert section.count('class="number impossible"') == sum(row["status"] == "impossible" for row in rows)
    assert "held, of 1 October 2024" in text
    assert "MADE-UP SURVIVORS" in text
    for part in ("nobody can be looked up", "10 survivors or more", "a multiple of 5", "records of 1 October 2025"):
        assert part in text
    for name, told in pd.DataFrame(rows).groupby("unit_name"):
        for status in ("shown", "held"):
            for value in told.loc[told["status"] == status, "survivors"]:
                assert f"{int(value):,}" in text, name


def is_everyone(row):
    return row["minutes_band"] == row["sex"] == row["age_band"] == "all"


def test_the_shares_of_bars_add_up_and_every_bar_is_read_aloud(after):
    report = (after / "partner" / "pages" / "report.html").read_text("utf-8")
    section = report.partition('<section aria-labelledby="survivors">')[2].partition("</section>")[0]
    bars = re.findall(r'<div class="bar" role="img" aria-label="([^"]+)".*?</div>', section, re.DOTALL)
    drawn = re.findall(r'<div class="bar".*?</div>', section, re.DOTALL)
    assert len(bars) == len(drawn) == 3 * 2  # the whole and two areas, public and partner
    for bar, words in zip(drawn, bars, strict=True):
        widths = [float(width) for width in re.findall(r"width: ([\d.]+)%", bar)]
        assert np.isclose(sum(widths), 100, atol=0.01)
        assert ("not told" in words) == ("radial-gradient" in bar)


def test_the_map_says_that_survivors_are_not_on_it(before, after):
    words = "Survivors are not on this map, and nobody can be looked up"
    assert words in (after / "public" / "pages" / "map.html").read_text("utf-8")
    assert words not in (before / "public" / "pages" / "map.html").read_text("utf-8")


def test_areas_told_together_are_named_with_the_reason(folder, before):
    merged = place_tables(folder / "merged", before, "public", merged=("W", "E"), seed=9)
    study = named(small_study(folder / "merged-study"), merged)
    release = run_study(study.file, out=folder / "merged-release", draw=draw_pages)
    report = (release / "public" / "pages" / "report.html").read_text("utf-8")
    assert "West and East are told together, since fewer than 1,000 people live in at least one of them" in report
