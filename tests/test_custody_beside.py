"""New records beside those that are there, and how much is known of all."""

from custodian import Custodian, a_record, many_rows, some_records

from custody.completeness import completeness_of
from custody.importing import ImportOptions, check_against_store
from custody.vocabulary import VOCABULARY, is_opaque_id
from geo.faults import Faults


def told_beside(records, kept, *, is_synthetic=True, **options):
    faults = Faults()
    taken = ImportOptions(sources=("qzregistry",), **options)
    numbered = dict(enumerate(records, start=2))
    check_against_store(numbered, tuple(kept), taken, is_synthetic=is_synthetic, where="t.csv", faults=faults)
    return faults


def test_alike_persons_under_other_ids_are_refused_unless_asked():
    alike = [a_record(), a_record(id="S-2"), a_record(id="S-3", lon=43.6)]
    [error] = told_beside(alike, []).errors
    assert error.which == "rows 2 and 3"
    [error] = told_beside(alike[:1], [a_record(id="S-9")]).errors
    assert error.which == "row 2"
    faults = told_beside(alike, [], is_keeping_duplicates=True)
    assert (len(faults.errors), len(faults.notices)) == (0, 1)


def test_alike_persons_of_an_area_are_told_and_kept():
    alike = [a_record(id=f"S-{number}", lon=None, lat=None, area_id="A-1") for number in range(2)]
    faults = told_beside(alike, [])
    assert (len(faults.errors), len(faults.notices)) == (0, 1)


def test_a_record_that_is_there_already_is_no_duplicate_of_itself():
    assert not len(told_beside(some_records(3), some_records(3)))


def test_other_content_under_an_id_needs_replace():
    [error] = told_beside([a_record(sex="male")], [a_record()]).errors
    assert "the store has other content under these ids" in error.what
    assert not told_beside([a_record(sex="male")], [a_record()], is_replacing=True).errors


def test_an_id_with_other_capitals_is_not_another_person():
    [error] = told_beside([a_record(id="qz-7741", lon=43.6)], [a_record()]).errors
    assert "with other capitals" in error.what


def test_records_of_another_kind_than_the_store_are_refused():
    [error] = told_beside([a_record()], [], is_synthetic=False).errors
    assert "the store holds real records" in error.what


def test_an_import_adds_replaces_and_keeps(tmp_path):
    custodian = Custodian(tmp_path)
    custodian.keep([a_record(id="S-0000", lon=43.0, released_in={"R-1": [3]}), a_record(id="S-9")])
    rows = many_rows(3)
    done = custodian.bring_in(rows, "--replace")
    assert "2 added, 1 replaced, 0 unchanged." in done.output
    done = custodian.bring_in(rows)
    assert "0 added, 0 replaced, 3 unchanged." in done.output
    assert custodian.ids() == ["S-0000", "S-9", "S-0001", "S-0002"]
    with custodian.open() as store:
        assert store.records[0].sex == "female"
        assert store.records[0].released_in == {"R-1": [3]}


# Completeness


def test_completeness_counts_what_is_known_of_how_many():
    records = [
        a_record(sex="female", need_pillars=("physical_rehab", "psychosocial"), washington_group_flag=True),
        a_record(sex="other_or_unknown", need_pillars=(), are_needs_known=False, age_band="unknown"),
        a_record(sex="male", need_pillars=(), washington_group_flag=False),
        a_record(sex="male", need_pillars=("physical_rehab",), impairment="unknown"),
    ]
    by_field = {field.field: field for field in completeness_of(records)}
    assert {name: field.known for name, field in by_field.items()} == {
        "sex": 3,
        "age_band": 3,
        "washington_group_flag": 2,
        "impairment": 3,
        "place_precision": 4,
        "need_pillars": 3,
        "consent_scope": 4,
    }
    needs = dict(by_field["need_pillars"].counts)
    assert (needs["physical_rehab"], needs["psychosocial"], needs["none"], needs["unknown"]) == (2, 1, 1, 1)
    for name, field in by_field.items():
        assert field.total == 4
        assert name == "need_pillars" or sum(count for _, count in field.counts) == 4
    assert by_field["sex"].share_known == 0.75


def test_the_vocabulary_of_the_sample_is_the_store_s(root):
    lines = (root / "data/sample/survivors.csv").read_text(encoding="utf-8").splitlines()
    names = lines[0].split(",")
    for line in lines[1:]:
        row = dict(zip(names, line.split(","), strict=True))
        assert all(row[column] in words for column, words in VOCABULARY.items())
        assert is_opaque_id(row["id"])
