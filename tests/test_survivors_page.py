"""The report's section on survivors where there are many places or wide margins, and tables that are not whole."""

import shutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from protected_on_disk import AGE, BAND, SEX, table_of, units_of
from release_on_disk import write_tier

from accessibility.protection import Design, ProtectedTables
from accessibility.release.survivor_files import write_survivors
from geo.errors import ReleaseError
from maps.release_reader import read_tier
from maps.survivors_reader import read_survivors
from maps.survivors_section import MOST_UNITS, survivors_section
from maps.survivors_sentences import made_up_note, map_note

PLACES = 300
RUN = {"pillar": "physical_rehab", "profile": "default", "scenario": "base", "season": "all-year", "direction": "to"}


def told_of(places, *, shows, survivors, is_synthetic=True):
    """One table of so many places."""
    ids = [f"p{number}" for number in range(places)]
    areas = pd.DataFrame({"area_id": ids, "area_name": [f"Place {identity}" for identity in ids]})
    design = Design(
        units_kind="areas",
        units=units_of(areas, (), has_outside=False),
        dimensions=(BAND, SEX, AGE),
        shows=tuple(map(frozenset, shows)),
        least_people=1_000,
    )
    told = ProtectedTables(
        tier="public",
        k=10,
        rounding_base=5,
        as_of=pd.Timestamp("2025-10-01").date(),
        snapshot="s",
        is_synthetic=is_synthetic,
        design=design,
        tables=(),
    )
    table = table_of(told, RUN | {"hazards": "hazards"}, "a" * 64, np.random.default_rng(7), survivors)
    return replace(told, tables=(table,))


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A tier without survivors."""
    return write_tier(tmp_path_factory.mktemp("bare") / "tier")


@pytest.fixture
def tier_of(bare, tmp_path):
    """The tier with a table, read."""

    def place(told):
        folder = shutil.copytree(bare, tmp_path / "tier", dirs_exist_ok=True)
        write_survivors(folder / "tables", [told])
        return read_tier(folder)

    return place


def test_of_many_places_those_with_most_survivors_are_shown_and_the_whole_last(tier_of):
    told = told_of(PLACES, shows=[{"sex"}], survivors=20_000)
    [part] = survivors_section(tier_of(told))["folders"][0]["parts"]
    [table] = part["tables"]
    assert len(table["rows"]) == MOST_UNITS + 1
    assert (table["rows"][-1]["name"], table["rows"][-1]["kind"]) == ("All", "all")
    counts = [int(row["cells"][0]["text"].replace(",", "")) for row in table["rows"][:-1]]
    everyone = told.tables[0].values[1:, -1, -1, -1]  # noqa: PD011 - no frame
    assert counts == sorted(everyone.tolist(), reverse=True)[:MOST_UNITS]
    assert any(f"the {MOST_UNITS} places with most survivors" in note for note in part["notes"])
    assert part["bars"] is None  # the bands are not told


def test_a_margin_too_wide_for_a_page_is_said_to_be_in_the_file(tier_of):
    [part] = survivors_section(tier_of(told_of(3, shows=[{"minutes_band", "sex", "age_band"}], survivors=900)))[
        "folders"
    ][0]["parts"]
    captions = [table["caption"] for table in part["tables"]]
    assert any("time to the nearest centre by sex:" in caption for caption in captions)
    assert not any("by sex by age" in caption for caption in captions if "time" in caption)
    assert any("time to the nearest centre by sex by age is too wide for a page" in note for note in part["notes"])


def test_a_place_of_which_nothing_is_told_is_named(tier_of):
    told = told_of(4, shows=[{"minutes_band"}, {"sex"}], survivors=400)
    [table] = told.tables
    status = np.where(np.isin(table.status, (1, 2)), 3, table.status).astype(np.uint8)
    status[0], status[2:] = table.status[0], table.status[2:]
    silent = replace(told, tables=(replace(table, status=status, values=np.where(status == 1, table.values, 0)),))
    [part] = survivors_section(tier_of(silent))["folders"][0]["parts"]
    assert any("Nothing at all is told of 1 place: Place p0." in sentence for sentence in part["hidden"])
    bar = next(bar for bar in part["bars"]["rows"] if bar["name"] == "Place p0")
    assert bar["text"] == "Place p0: the number of survivors is not told"
    assert [piece["percent"] for piece in bar["pieces"]] == ["100.000"]


def test_women_are_said_to_be_hidden_more_only_where_they_are(tier_of):
    [part] = survivors_section(tier_of(told_of(6, shows=[{"sex"}], survivors=250)))["folders"][0]["parts"]
    words = " ".join(part["hidden"])
    assert "of those about women and girls" in words
    assert "It hides women and girls more" in words
    everyone_told = told_of(2, shows=[{"sex"}], survivors=5_000)
    [part] = survivors_section(tier_of(everyone_told))["folders"][0]["parts"]
    assert not part["hidden"]


def test_a_table_of_places_alone_has_their_figures_and_no_bars(tier_of):
    told = told_of(3, shows=[], survivors=600)
    [part] = survivors_section(tier_of(told))["folders"][0]["parts"]
    [table] = part["tables"]
    assert table["headings"] == ("Place", "Survivors")
    assert [len(row["cells"]) for row in table["rows"]] == [1] * 4
    assert part["bars"] is None


def test_real_survivors_bear_no_label_of_made_up_ones(tier_of):
    tier = tier_of(told_of(2, shows=[{"sex"}], survivors=500, is_synthetic=False))
    assert made_up_note(tier) == ""
    assert (
        map_note(tier)
        == "Survivors are not on this map, and nobody can be looked up: protected figures are in the report."
    )
    assert "made up" not in str(survivors_section(tier))


def test_a_tier_without_survivors_says_nothing_of_them(bare):
    tier = read_tier(bare)
    assert survivors_section(tier) is None
    assert map_note(tier) == ""


@pytest.mark.parametrize("lost", ["survivors.csv", "survivors.json"])
def test_one_file_without_the_other_is_refused(tier_of, lost):
    folder = tier_of(told_of(2, shows=[{"sex"}], survivors=500)).folder
    (folder / "tables" / lost).unlink()
    with pytest.raises(ReleaseError, match=lost):
        read_survivors(folder)


@pytest.mark.parametrize(
    ("old", "new"),
    [(",shown,", ",told,"), (",shown,", ",suppressed,"), ("1,public", "2,public"), (",physical_rehab,", ",other,")],
)
def test_rows_that_do_not_fit_their_rules_are_refused(tier_of, old, new):
    folder = tier_of(told_of(2, shows=[{"sex"}], survivors=500)).folder
    file = folder / "tables" / "survivors.csv"
    file.write_text(file.read_text().replace(old, new))
    with pytest.raises(ReleaseError, match="do not fit together"):
        read_survivors(folder)


def test_only_the_report_and_one_sentence_of_the_map_know_of_survivors(root):
    knowing = {path.name for path in (root / "maps").glob("*.py") if "survivors" in path.read_text("utf-8")}
    own = {name for name in knowing if name.startswith("survivors_")}
    assert knowing - own == {
        "map_page.py",
        "release_reader.py",
        "release_values.py",
        "report_page.py",
        "shown_columns.py",
    }
