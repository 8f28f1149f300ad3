"""Importing survivors: what is refused, that it is told without repeating a value, and what becomes of the rest."""

import datetime as dt
import string

import hypothesis
import pytest
from custodian import ROW, TELLING, a_record, a_row, write_table
from hypothesis import strategies

from custody.columns import COLUMNS
from custody.importing import ImportOptions, read_records
from custody.places import KnownAreas, Point, read_point
from custody.vocabulary import is_opaque_id
from geo.faults import Faults
from geo.identifying_columns import what_it_identifies

TODAY = dt.datetime.now(dt.UTC).date()
FROM_REGISTRY = ImportOptions(sources=("qzregistry",))
SAMPLE_AREAS = {"area_id": "A-1", "lon": "", "lat": "", "place_precision": "area"}


def told(path, options=FROM_REGISTRY):
    """What is told of a table, and its records."""
    faults = Faults()
    records = read_records(path, options, today=TODAY, faults=faults)
    return "\n".join(str(fault) for fault in faults.errors), records


def told_of_rows(tmp_path, *rows, options=FROM_REGISTRY, columns=None):
    return told(write_table(tmp_path / "table.csv", rows, columns=columns), options)[0]


def told_of_header(tmp_path, *names):
    """What is told of a table with the usual columns and others."""
    path = tmp_path / "table.csv"
    extra = "".join(f",{name}" for name in names)
    values = "".join(",QZsecret" for _ in names)
    path.write_text(f"{','.join(ROW)}{extra}\n{','.join(ROW.values())}{values}\n", encoding="utf-8")
    return told(path)[0]


def areas_of(root):
    return ImportOptions(sources=("qzregistry",), areas=root / "data/sample/areas.geojson", area_id="id")


def test_a_sound_table_becomes_records_by_row(tmp_path):
    faults, records = told(write_table(tmp_path / "t.csv", [a_row(), a_row(id="S-2", lon="43.618")]))
    assert not faults
    assert list(records) == [2, 3]
    assert records[2] == a_record(
        washington_group_flag=True,
        need_pillars=("physical_rehab", "psychosocial"),
        consent_scope="planning_and_reporting",
    )


def test_unknown_is_a_value_of_its_own(tmp_path):
    unknown = a_row(washington_group_flag="unknown", need_pillars="unknown", year_band="unknown", age_band="unknown")
    none = a_row(id="S-2", lon="43.618", need_pillars="none")
    _, records = told(write_table(tmp_path / "t.csv", [unknown, none]))
    assert (records[2].washington_group_flag, records[2].need_pillars, records[2].are_needs_known) == (None, (), False)
    assert (records[3].need_pillars, records[3].are_needs_known) == ((), True)


# Columns


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("Name", "a name"),
        ("patientName", "a name"),
        ("prénom", "a name"),
        ("الاسم", "a name"),
        ("ຊື່", "a name"),
        ("ИМЯ", "a name"),
        ("father_name", "a name"),
        ("Phone No.", "a telephone number"),
        ("رقم الهاتف", "a telephone number"),
        ("ເບີໂທ", "a telephone number"),
        ("телефон", "a telephone number"),
        ("village", "an address"),
        ("ບ້ານ", "an address"),
        ("آدرس", "an address"),
        ("DOB", "a date of birth or an exact age"),
        ("date de naissance", "a date of birth or an exact age"),
        ("ວັນເກີດ", "a date of birth or an exact age"),
        ("age", "a date of birth or an exact age"),
        ("national_id", "an identity number"),
        ("تذکره", "an identity number"),
        ("JMBG", "an identity number"),
        ("e-mail", "an e-mail address or an account"),
        ("ملاحظات", "free text"),
        ("ໝາຍເຫດ", "free text"),
        ("Napomena", "free text"),
        ("ethnicity", "ethnic origin, faith or party"),
    ],
)
def test_a_column_that_could_name_a_person_is_refused_and_named(tmp_path, name, what):
    faults = told_of_header(tmp_path, name)
    assert f"column 18 ({name}): it looks like {what}" in faults or f"({name})" in faults
    assert what_it_identifies(name) == what or "father" in name
    assert "QZsecret" not in faults


def test_a_column_that_is_none_of_a_record_is_refused_and_the_nearest_told(tmp_path):
    assert "column 18 (devices_class): it is no field" in told_of_header(tmp_path, "devices_class")
    assert "Did you mean device_class?" in told_of_header(tmp_path, "devices_class")
    assert what_it_identifies("distance") is None


@pytest.mark.parametrize("name", ["Qz Karimova +992 900 123", "QZ-7741", "qz@mail.org", "a b c d e f", "x" * 40])
def test_a_column_whose_name_may_be_a_value_is_told_by_its_place_alone(tmp_path, name):
    faults = told_of_header(tmp_path, name)
    assert "column 18: it" in faults
    assert name not in faults


def test_a_table_without_header_is_told_without_repeating_its_first_row(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("Qzomar Haddad,+961 3 555 777,1988-02-11\nQzlina Aoun,+961 3 555 778,1990\n", encoding="utf-8")
    faults, records = told(path)
    assert "row 1: it is not the header" in faults
    assert not records
    assert not [word for word in ("Qzomar", "Haddad", "961", "1988") if word in faults]


@pytest.mark.parametrize("column", [name for name in COLUMNS if name not in {"lon", "lat", "area_id"}])
def test_each_column_is_required(tmp_path, column):
    columns = [name for name in ROW if name != column]
    row = {name: ROW[name] for name in columns}
    assert f"this column is missing: {column}" in told_of_rows(tmp_path, row)


def test_a_place_is_required(tmp_path):
    without = [name for name in ROW if name not in {"lon", "lat", "area_id"}]
    assert "there is no place" in told_of_rows(tmp_path, {name: ROW[name] for name in without})
    assert "one of lon and lat is missing" in told_of_rows(tmp_path, {name: ROW[name] for name in [*without, "lon"]})


def test_a_column_that_stands_twice_is_refused(tmp_path):
    assert "the column sex stands more than once" in told_of_header(tmp_path, "sex")


# Values

WRONG_VALUES = [
    ({"id": "Qzomar Haddad"}, "column id: it may be a name"),
    ({"id": "+961 3 555777"}, "column id: it may be a name, a telephone number"),
    ({"id": "2880512400123"}, "column id: it may be a name, a telephone number or the number of an identity card"),
    ({"id": "ສົມພອນ"}, "column id: it may be a name"),
    ({"id": "١٢٣"}, "column id: it may be a name"),
    ({"sex": "Qzwoman"}, "column sex: it is no word of the vocabulary"),
    ({"age_band": "1988-02-11"}, "column age_band: it looks like a date of birth"),
    ({"age_band": "11.02.1988"}, "column age_band: it looks like a date of birth"),
    ({"age_band": "37"}, "column age_band: it looks like an exact age"),
    ({"impairment": "lost her leg at Qzvillage"}, "column impairment: it is no word"),
    ({"impairment": "=HYPERLINK(1)"}, "column impairment: it is no word"),
    ({"year_band": "2017"}, "column year_band: it looks like a date or a single year"),
    ({"year_band": "2017-2018"}, "column year_band: it is no band"),
    ({"need_pillars": "physical_rehab;Qzcare"}, "column need_pillars: it is no list of pillars"),
    ({"need_pillars": "psychosocial;psychosocial"}, "column need_pillars: a pillar stands more than once"),
    ({"consent_scope": "Qzall"}, "column consent_scope: it is no word"),
    ({"consent_scope": ""}, "column consent_scope: the value is missing"),
    ({"source": "Qzother"}, "column source: it is none of the sources named"),
    ({"source": ""}, "column source: the value is missing"),
    ({"retention_date": ""}, "column retention_date: the value is missing"),
    ({"retention_date": "2001-01-31"}, "column retention_date: it has passed"),
    ({"retention_date": "31/12/2031"}, "column retention_date: it is no date"),
    ({"retention_date": "2031-02-30"}, "column retention_date: it is no date"),
    ({"retention_date": "2199-01-31"}, "column retention_date: it is more than 30 years ahead"),
    ({"lon": "43.6171"}, "column lon, lat: the point is finer than about 100 m"),
    ({"lat": "-12.94301"}, "column lon, lat: the point is finer than about 100 m"),
    ({"lon": "43,617"}, "column lon, lat: it is no number in degrees"),
    ({"lon": "٤٣.٦١٧"}, "column lon, lat: it is no number in degrees"),
    ({"lon": "4.36e1"}, "column lon, lat: it is no number in degrees"),
    ({"lon": ""}, "column lon, lat: one of the two is missing"),
    ({"lon": "-12.943", "lat": "93.617"}, "column lon, lat: lon and lat look swapped"),
    ({"lon": "243.617"}, "column lon, lat: there is no such place"),
    ({"lon": "0", "lat": "0.000"}, "column lon, lat: 0, 0 stands for an unknown place"),
    ({"lon": "", "lat": ""}, "column place_precision: there is no place"),
    ({"place_precision": "QzGPS"}, "column place_precision: it is no word"),
    ({"place_precision": "area"}, "column place_precision: a point is given, not an area"),
    ({"area_id": "A-1"}, "column area_id: both a point and an area are given"),
]


@pytest.mark.parametrize(("wrong", "words"), WRONG_VALUES, ids=range(len(WRONG_VALUES)))
def test_a_wrong_value_is_refused_by_row_and_column_and_not_repeated(tmp_path, wrong, words):
    faults = told_of_rows(tmp_path, a_row(id="S-1", lon="43.6"), a_row(**wrong))
    assert f"row 3, {words}" in faults
    telling = {
        value for value in wrong.values() if len(value) > 3 and value not in {"area", "psychosocial;psychosocial"}
    }
    assert not [value for value in telling if value in faults]


@hypothesis.given(
    column=strategies.sampled_from(COLUMNS),
    before=strategies.text(string.printable + "àłشອЖ", max_size=12),
    after=strategies.text(string.printable + "àłشອЖ", max_size=12),
)
@hypothesis.settings(max_examples=150, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
def test_no_message_repeats_what_stands_in_any_field(tmp_path, column, before, after):
    faults = told_of_rows(tmp_path, a_row(**{column: f"{before}qzjx{after}"}))
    assert faults
    assert "qzjx" not in faults
    assert not [word for word in TELLING if word in faults]


def test_every_fault_is_told_at_once_and_rows_are_counted(tmp_path):
    rows = [a_row(id=f"S-{number}", lon=f"43.{number:03d}", sex="x") for number in range(1, 9)]
    faults = told_of_rows(tmp_path, *rows, a_row(age_band="7", consent_scope=""))
    assert "rows 2, 3, 4, 5, 6 and 3 more, column sex" in faults
    assert "row 10, column age_band" in faults
    assert "row 10, column consent_scope" in faults


@pytest.mark.parametrize("text", ["S-0001", "1", "999999", "abc123456", "0b9c1f3e-5a77-4c1e-9d0a-2f3b4c5d6e7f"])
def test_an_opaque_id_is_accepted(text):
    assert is_opaque_id(text)


def test_ids_of_six_digits_that_read_as_dates_are_refused(tmp_path):
    born = [a_row(id=f"{year}{month:02d}17", lon=f"43.{year}{month}") for year in (71, 84) for month in (1, 5, 9)]
    assert "nearly all ids of six digits read as dates" in told_of_rows(tmp_path, *born)
    counted = [a_row(id=f"{number:06d}", lon=f"43.{number}") for number in range(340, 360)]
    assert not told_of_rows(tmp_path, *counted)


def test_two_rows_with_one_id_are_refused(tmp_path):
    faults = told_of_rows(tmp_path, a_row(), a_row(id="S-2", lon="43.6"), a_row(id="qz-7741", lon="43.7"))
    assert "rows 2 and 4, column id: these rows share their id" in faults


def test_zeros_at_the_end_make_a_point_no_finer():
    assert read_point("43.6170000", "-12.9430") == Point(lon=43.617, lat=-12.943)


def test_a_point_that_lies_in_the_areas_only_swapped_is_wrong():
    lebanon = KnownAreas(ids=frozenset(), bounds=(35.1, 33.0, 36.7, 34.7))
    assert read_point("33.5", "35.4", areas=lebanon).what == "lon and lat look swapped"
    assert read_point("35.4", "33.5", areas=lebanon) == Point(lon=35.4, lat=33.5)
    assert read_point("34.2", "34.2", areas=lebanon) == Point(lon=34.2, lat=34.2)  # over the border, and told by access


def test_an_area_is_held_against_the_layer_of_areas(tmp_path, root):
    rows = [a_row(**SAMPLE_AREAS), a_row(id="S-2", **SAMPLE_AREAS | {"area_id": "Qzhamlet"})]
    faults = told_of_rows(tmp_path, *rows, options=areas_of(root))
    assert "row 3, column area_id: there is no such area" in faults
    assert "Qzhamlet" not in faults
    assert "column area_id: the ids of areas cannot be checked" in told_of_rows(tmp_path, *rows)
    assert not told_of_rows(tmp_path, rows[0], options=areas_of(root))


def test_an_area_is_not_so_precise(tmp_path, root):
    row = a_row(**SAMPLE_AREAS | {"place_precision": "settlement"})
    assert "column place_precision: an area is not so precise" in told_of_rows(tmp_path, row, options=areas_of(root))


def test_a_table_does_not_pass_for_a_layer_of_areas(tmp_path):
    path = write_table(tmp_path / "table.csv", [a_row(**SAMPLE_AREAS)])
    faults, _ = told(path, ImportOptions(sources=("qzregistry",), areas=path, area_id="sex"))
    assert "areas are no table" in faults


def test_made_up_and_real_rows_in_one_table_are_refused(tmp_path):
    assert "made-up and real records stand in one table" in told_of_rows(
        tmp_path, a_row(), a_row(id="S-2", lon="43.6", synthetic="false")
    )


# Files


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the table is empty"),
        (b"\n \n,,\n", "the table is empty"),
        (",".join(COLUMNS).encode(), "the table has a header but no row"),
        ("id,sex\nQZ,f".encode("utf-16"), "is UTF-16, not UTF-8"),
        (b"PK\x03\x04QZ", "is a workbook or an archive"),
        (b"age-encryption.org/v1\nQZ", "is encrypted"),
        ("id,sex\nQZ\xe9,f".encode("latin-1"), "is not UTF-8 text"),
        (b"id,sex\nQZ\x00,f", "is not plain text"),
        (b'id,sex,source\n"QZ,f,s\nQZ,f,s', "the quotes of a field do not close"),
        (b"id,sex,source\nQZ,f,s,QZ\n", "row 2: 1 rows do not have the 3 fields of the header"),
        (b"id,sex,source\nQZ," + b"f" * 200_000 + b",s\n", "a field is far too long"),
    ],
)
def test_a_file_that_is_no_sound_table_is_told_in_words(tmp_path, content, words):
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    faults, records = told(path)
    assert words in faults
    assert "QZ" not in faults
    assert not records


def test_a_file_that_is_not_there_and_a_folder_are_told(tmp_path):
    assert "there is no such file" in told(tmp_path / "none.csv")[0]
    assert "it is no file" in told(tmp_path)[0]


@pytest.mark.parametrize(("separator", "start"), [(";", ""), ("\t", "\ufeff"), (",", "\ufeff# ")])
def test_semicolons_tabs_and_a_byte_order_mark_are_read(tmp_path, separator, start):
    path = write_table(tmp_path / "t.csv", [a_row(need_pillars="psychosocial")], separator=separator)
    path.write_text(start + path.read_text(encoding="utf-8"), encoding="utf-8")
    faults, records = told(path)
    assert not faults
    assert records[2].id == "QZ-7741"
