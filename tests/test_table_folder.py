"""The protected table folder: what comes back is what was told, and whatever was changed in it is refused."""

import hashlib
import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
from told_tables import BASE, VILLAGES, K, by_sex, folder_of, run_of, told_by, toy_folder

from accessibility.protection import (
    HELD,
    IMPOSSIBLE,
    SHOWN,
    SUPPRESSED,
    hidden_shares,
    losses,
    protection_facts,
    read_protected,
    sentences_of,
    silent_units,
    statuses,
    table_columns,
    wanted_margins,
    write_protected,
)
from geo.errors import ReleaseError
from geo.faults import Faults

A_PERSON = "Amina Hassan +252 61 234 5678"


@pytest.fixture
def folder(tmp_path):
    write_protected(tmp_path / "public", toy_folder())
    return tmp_path / "public"


def fault_of(path):
    """The words in which a folder is refused."""
    faults = Faults()
    assert read_protected(path, where="../public", faults=faults) is None
    [fault] = faults.errors
    assert A_PERSON not in str(fault)
    return str(fault)


def resign(folder):
    """Make the hash fit again, as somebody who tampers would."""
    document = json.loads((folder / "protection.json").read_bytes())
    document["counts_sha256"] = hashlib.sha256((folder / "counts.csv").read_bytes()).hexdigest()
    rewrite(folder, document)


def rewrite(folder, document):
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    (folder / "protection.json").write_text(text, encoding="utf-8")


def change_counts(folder, change):
    path = folder / "counts.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    resign(folder)


def test_what_was_told_comes_back(folder):
    faults = Faults()
    told, back = toy_folder(), read_protected(folder, where="../public", faults=faults)
    assert not list(faults)
    for name in ("tier", "k", "rounding_base", "as_of", "snapshot", "is_synthetic"):
        assert getattr(back, name) == getattr(told, name)
    assert back.design.units.ids == told.design.units.ids
    assert back.design.units.merged_ids == told.design.units.merged_ids
    assert back.design.dimensions == told.design.dimensions
    assert back.design.shows == told.design.shows
    assert len(back.tables) == 2
    for ours, theirs in zip(told.tables, back.tables, strict=True):
        for name in ours.__dataclass_fields__:
            one, other = getattr(ours, name), getattr(theirs, name)
            assert (one == other).all() if isinstance(one, np.ndarray) else one == other
    assert protection_facts(back) == protection_facts(told)


def test_the_same_told_values_give_the_same_bytes_in_any_order_of_tables(folder, tmp_path):
    told = toy_folder()
    write_protected(tmp_path / "again", replace(told, tables=told.tables[::-1]))
    for name in ("protection.json", "counts.csv"):
        assert (folder / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_nothing_that_is_not_told_moves_a_byte(folder, tmp_path):
    """Figures of hidden cells, wherever they lie in the cubes, are not written."""
    told = toy_folder()
    tables = tuple(
        replace(table, values=np.where(table.is_told, table.values, 7), as_of=table.as_of) for table in told.tables
    )
    write_protected(tmp_path / "again", replace(told, tables=tables))
    for name in ("protection.json", "counts.csv"):
        assert (folder / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_every_wanted_cell_has_a_row_whether_it_is_told_or_not(folder):
    lines = (folder / "counts.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].split(",") == list(table_columns(toy_folder().design))
    assert len(lines) == 1 + 2 * 9 * 3
    assert lines[1] == "physical_rehab,default,base,all-year,to,no-hazards,all,Place all,,female,105,shown,2026-11-01"
    assert lines[7] == "physical_rehab,default,base,all-year,to,no-hazards,A1,Place A1,A,female,10,held,2025-11-01"
    assert lines[13].endswith("A3,Place A3,A,female,,suppressed,2026-11-01")
    assert lines[20].endswith("B1,Place B1,B,male,,impossible,2026-11-01")


def test_a_suppressed_zero_and_a_suppressed_nine_look_alike(tmp_path):
    written = []
    for few in (0, 9):
        table = by_sex([[12, 31], [24, 18], [few, 40], [11, 11], [11, 13], [55, 44]])
        cells = table.cells()
        is_told = cells >= K
        is_told[:2] = is_told[3:5] = False
        values = np.where(is_told, 20, 0)
        write_protected(tmp_path / str(few), folder_of(table, told_by(table, values, is_told)))
        written.append([(tmp_path / str(few) / name).read_bytes() for name in ("protection.json", "counts.csv")])
    is_same = written[0] == written[1]
    assert is_same


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.replace(",105,shown,", ",104,shown,", 1), "not a multiple of 5"),
        (lambda text: text.replace(",105,shown,", ",5,shown,", 1), "too small to be told"),
        (lambda text: text.replace(",105,shown,", ",-5,shown,", 1), "status and number"),
        (lambda text: text.replace(",105,shown,", ",0105,shown,", 1), "not written as"),
        (lambda text: text.replace(",105,shown,", ",,shown,", 1), "status and number"),
        (lambda text: text.replace(",,suppressed,", ",5,suppressed,", 1), "status and number"),
        (lambda text: text.replace(",,suppressed,", ",,below_k,", 1), "status and number"),
        (lambda text: text.replace(",shown,2026-11-01", ",shown,2025-11-01", 1), "not of the day of the records"),
        (lambda text: text.replace(",held,2025-11-01", ",held,2026-11-01", 1), "not of the day of the records"),
        (lambda text: text.replace(",held,2025-11-01", ",held,yesterday", 1), "as_of is not a day"),
        (lambda text: text + text.splitlines()[-1] + "\n", "does not have the 54 rows"),
        (lambda text: text[: text.rindex("\n", 0, -1) + 1], "does not have the 54 rows"),
        (lambda text: text.replace("Place A1", A_PERSON), "not the one that the design has"),
        (lambda text: text.replace("pillar,", "name,pillar,", 1), "does not have the columns"),
        (lambda text: text.replace("survivors,", "record_id,", 1), "does not have the columns"),
        (lambda text: "\n".join(sorted(text.splitlines(), reverse=True)) + "\n", "does not have the columns"),
        (lambda text: text.replace("\n", "\r\n"), "not written as"),
        (lambda _: f"id,name\n1,{A_PERSON}\n", "does not have the columns"),
        (lambda _: "", "does not have the columns"),
        (lambda text: text.replace(",,suppressed,", ",,impossible,", 1), "does not say what"),
    ],
)
def test_counts_that_were_changed_are_refused(folder, change, words):
    change_counts(folder, change)
    assert words in fault_of(folder)


def test_counts_that_no_longer_fit_their_hash_are_refused(folder):
    path = folder / "counts.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",105,shown,", ",110,shown,"), encoding="utf-8")
    assert "not the file that protection.json was written with" in fault_of(folder)


def set_in(*path, to):
    def change(document):
        part = document
        for key in path[:-1]:
            part = part[key]
        part[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (set_in("format", to="a table"), "of a format"),
        (set_in("format_version", to=2), "of a format"),
        (set_in("k", to=3), "k is below 10"),
        (set_in("k", to="10"), "a key or a value"),
        (set_in("k", to=20), "too small to be told"),
        (set_in("tier", to="custodian"), "a key or a value"),
        (set_in("rounding_base", to=7), "not a multiple of 7"),
        (set_in("record_ids", to=[A_PERSON]), "a key or a value"),
        (set_in("tables", 0, "exact_total", to=217), "a key or a value"),
        (set_in("tables", 0, "audit", "least_width", to=99), "does not say what"),
        (set_in("tables", 0, "information_lost", 0, "figures", to=99), "does not say what"),
        (set_in("tables", 0, "pillar", to="psychosocial"), "not in order"),
        (set_in("tables", 0, "ground_sha256", to="unknown"), "a key or a value"),
        (set_in("tables", 0, "noise_epsilon", to=-1), "a key or a value"),
        (set_in("as_of", to="2026-13-01"), "as_of is not a day"),
        (set_in("as_of", to="2027-01-01"), "not of the day of the records"),
        (set_in("design", "units", "list", 0, "parent_id", to="A"), "not a tree"),
        (set_in("design", "units", "list", 3, "parent_id", to="B3"), "not a tree"),
        (set_in("design", "units", "list", 3, "id", to="A1"), "not a tree"),
        (set_in("design", "units", "list", 3, "name", to=A_PERSON), "not the one that the design has"),
        (set_in("design", "dimensions", 0, "categories", to=["female", "all"]), "each named once"),
        (set_in("design", "shows", to=[["impairment"]]), "a dimension that is not there"),
        (set_in("design", "shows", to=[]), "does not have the 18 rows"),
    ],
)
def test_a_document_that_was_changed_is_refused(folder, change, words):
    document = json.loads((folder / "protection.json").read_bytes())
    change(document)
    rewrite(folder, document)
    assert words in fault_of(folder)


def test_sentences_are_made_anew_and_never_repeated_from_the_file(folder):
    document = json.loads((folder / "protection.json").read_bytes())
    document["sentences"] = [A_PERSON]
    rewrite(folder, document)
    told = read_protected(folder, where="../public", faults=Faults())
    assert A_PERSON not in " ".join(protection_facts(told)["sentences"])


def test_a_file_of_records_is_refused_without_a_word_of_it(folder, tmp_path):
    records = tmp_path / "survivors.csv"
    records.write_text(f"id,name\n1,{A_PERSON}\n", encoding="utf-8")
    assert "a file of records is never read here" in fault_of(records)
    assert "a file of records is never read here" in fault_of(tmp_path / "missing")
    shutil.copy(records, folder / "survivors.csv")
    assert "and nothing else" in fault_of(folder)
    (folder / "survivors.csv").unlink()
    (folder / "protection.json").write_text(A_PERSON, encoding="utf-8")
    assert "not written as nearcare-custody writes it" in fault_of(folder)
    for content in ("[1]", "{}", "[" * 100_000, '{"format": 1}'):
        (folder / "protection.json").write_text(content, encoding="utf-8")
        fault_of(folder)


def test_a_folder_is_never_written_over(folder):
    with pytest.raises(ReleaseError, match="is there already"):
        write_protected(folder, toy_folder())


@pytest.mark.parametrize(
    ("values", "words"), [(12, "not a multiple"), (5, "too small to be told"), (0, "too small to be told")]
)
def test_figures_against_the_rules_are_never_written(tmp_path, values, words):
    table = by_sex(VILLAGES)
    is_told = table.cells() >= K
    told = folder_of(table, told_by(table, np.full(table.cube_shape, values), is_told))
    with pytest.raises(ReleaseError, match=words):
        write_protected(tmp_path / "public", told)
    assert not (tmp_path / "public").exists()


def test_a_low_k_and_two_tables_of_one_run_are_never_written(tmp_path):
    told = toy_folder()
    with pytest.raises(ReleaseError, match="k is below 10"):
        write_protected(tmp_path / "public", replace(told, k=9))
    with pytest.raises(ReleaseError, match="two are of the same run"):
        write_protected(tmp_path / "public", replace(told, tables=told.tables[:1] * 2))
    write_protected(tmp_path / "partner", replace(told, k=5, tier="partner"))


def test_a_status_is_one_of_four():
    true, false = np.array([True]), np.array([False])
    for possible, is_told, is_held, status in (
        (true, true, false, SHOWN),
        (true, true, true, HELD),
        (true, false, false, SUPPRESSED),
        (false, false, false, IMPOSSIBLE),
    ):
        assert statuses(is_wanted=true, is_possible=possible, is_told=is_told, is_held=is_held) == status
    with pytest.raises(ValueError, match="not wanted or not possible"):
        statuses(is_wanted=false, is_possible=true, is_told=true, is_held=false)


def test_whom_suppression_hides_is_counted_from_what_is_told():
    told = toy_folder()
    table = told.tables[0]
    # Female: nine units, B1 impossible, A3 too small. Male: B3 too small.
    shares = {share.category: (share.figures, share.suppressed) for share in hidden_shares(told.design, table)}
    assert shares == {"female": (8, 1), "male": (8, 1)}
    assert not silent_units(told.design, table)
    quiet = replace(table, status=np.where(table.status == SHOWN, SUPPRESSED, table.status).astype(np.uint8))
    assert silent_units(told.design, quiet) == ["Place A2", "Place A3", "Place B2", "Place B3"]


def test_what_is_lost_is_counted_from_what_is_told():
    told = toy_folder()
    whole, by_one = losses(told.design, told.tables[0])
    assert wanted_margins(told.design) == [(), ("sex",)]
    assert (whole.figures, whole.suppressed) == (5, 0)
    assert whole.people_share == pytest.approx(1 - (40 + 40 + 40 + 20 + 55) / 210)
    assert (by_one.figures, by_one.suppressed) == (10, 2)


def test_what_is_said_fits_what_is_told():
    said = " ".join(sentences_of(toy_folder()))
    assert "made up" in said
    assert f"fewer than {K} survivors" in said
    assert f"multiple of {BASE}" in said
    assert "held figure" in said
    assert "1 unit is put together" in said
    assert "12 % of those about female" in said
    table = by_sex([[20, 20]] * 6)
    is_told = np.ones(table.cube_shape, dtype=bool)
    plain = folder_of(table, told_by(table, table.cells(), is_told, run=run_of()))
    said = " ".join(sentences_of(replace(plain, is_synthetic=False)))
    assert "made up" not in said
    assert "held figure" not in said
    assert "suppression hides" not in said
