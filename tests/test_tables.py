"""Tables: every fault is named by its row."""

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from toy_files import told

from geo.faults import Faults
from geo.layers.tables import (
    check_ids,
    check_table,
    list_names,
    name_rows,
    nearest_name,
    need_column,
    read_table,
    texts_of,
)

SCHEMA = pa.DataFrameSchema(
    {
        "class": pa.Column(int, unique=True, coerce=True),
        "label": pa.Column(str),
        "speed_kmh": pa.Column(
            float, pa.Check.ge(0, error="the speed is below 0"), coerce=True, description="Write km/h, 0 for a barrier"
        ),
        "mode": pa.Column(str, pa.Check.isin(["walk", "flat"], error="the mode is not one of walk, flat")),
    }
)


def read(folder, content):
    path = folder / "t.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    faults = Faults()
    return read_table(path, where="t.csv", faults=faults), faults


def check(folder, content):
    table, _ = read(folder, content)
    faults = Faults()
    return check_table(table, SCHEMA, where="t.csv", faults=faults), told(faults)


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path):
    table, faults = read(tmp_path, "a,b\n1,x\n\n2,y\n")
    assert table.index.tolist() == [2, 4]
    assert table.index.name == "row"
    assert table["a"].tolist() == [1, 2]
    assert len(faults) == 0


@pytest.mark.parametrize("content", ["a;b\n1;x\n", "a\tb\n1\tx\n", "\ufeffa,b\r\n1,x\r\n", "#a , b\n1, x\n"])
def test_separators_marks_and_spaces_do_not_matter(tmp_path, content):
    table, _ = read(tmp_path, content)
    assert table.to_dict("list") == {"a": [1], "b": ["x"]}


def test_an_id_with_leading_zeros_stays_a_text(tmp_path):
    table, _ = read(tmp_path, "id,n\n007,1\n12,2.5\n")
    assert table["id"].tolist() == ["007", "12"]
    assert table["n"].tolist() == [1.0, 2.5]


def test_empty_fields_are_missing(tmp_path):
    table, _ = read(tmp_path, "a,b\n1,\n,x\n")
    assert table.isna().to_numpy().tolist() == [[False, True], [True, False]]


def test_quoted_fields_may_hold_the_separator_and_new_lines(tmp_path):
    table, _ = read(tmp_path, 'a,b\n"1, 2","x\ny"\nz,w\n')
    assert table["a"].tolist() == ["1, 2", "z"]
    assert table.index.tolist() == [2, 3]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(content=st.binary(max_size=80))
def test_any_bytes_are_a_table_or_a_fault_and_never_a_crash(tmp_path, content):
    table, faults = read(tmp_path, content)
    assert (table is None) == bool(faults.errors)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "t.csv: the table is empty"),
        ("\n\n", "t.csv: the table is empty"),
        ("a,b\n", "a header but no row"),
        ("a,b\n1,2\n3\n4,5,6\n", "rows 3 and 4: 2 rows do not have the 2 fields of the header; row 3 has 1"),
        ("a,a\n1,2\n", "row 1: the column a stands more than once"),
        ("a,\n1,2\n", "row 1: 1 columns have no name (column 2)"),
        (b"a,b\n\xe9t\xe9,1\n", "byte 4: the file is not UTF-8 text"),
    ],
)
def test_a_broken_table_is_told(tmp_path, content, words):
    table, faults = read(tmp_path, content)
    assert table is None
    assert words in told(faults)


def test_a_table_that_is_not_there_is_told(tmp_path):
    faults = Faults()
    assert read_table(tmp_path / "no.csv", where="no.csv", faults=faults) is None
    assert read_table(tmp_path, where="folder", faults=faults) is None
    assert told(faults).count("there is no such file") == 2


def test_a_sound_table_passes_with_its_types(tmp_path):
    checked, text = check(tmp_path, "class,label,speed_kmh,mode\n1,wood,3,walk\n2,water,0,walk\n")
    assert checked["speed_kmh"].dtype == float
    assert text == ""


def test_every_fault_of_a_table_is_told_with_its_row_and_column(tmp_path):
    content = "class,label,speed_kmh,mode\n1,wood,3,walk\n1,water,-2,walk\n3,,4,run\n4,road,fast,\n"
    checked, text = check(tmp_path, content)
    assert checked is None
    assert "rows 2 and 3, column 'class': the value stands more than once (1)" in text
    assert "row 4, column 'label': the value is missing" in text
    assert "row 4, column 'mode': the mode is not one of walk, flat (run)" in text
    assert "row 5, column 'mode': the value is missing" in text
    assert "row 5, column 'speed_kmh': the value is not a number (fast). Write km/h, 0 for a barrier" in text


def test_values_out_of_range_are_told_by_the_checks_own_words(tmp_path):
    _, text = check(tmp_path, "class,label,speed_kmh,mode\n1,wood,-3,walk\n")
    assert text == (
        "error: t.csv, row 2, column 'speed_kmh': the speed is below 0 (-3.0). Write km/h, 0 for a barrier."
    )


def test_missing_columns_are_told_with_the_nearest_name(tmp_path):
    _, text = check(tmp_path, "class,label,speed_kph,mode\n1,wood,3,walk\n")
    assert text.count("error") == 1
    assert "column 'speed_kmh': there is no such column; the columns are class, label, speed_kph, mode" in text
    assert "Did you mean 'speed_kph'?" in text


def test_ids_that_miss_or_repeat_are_told_by_row():
    frame = pd.DataFrame({"id": ["a", "b", "a", None, " "]}, index=pd.Index(range(2, 7), name="row"))
    faults = Faults()
    assert not check_ids(frame, "id", where="t.csv", faults=faults)
    assert "rows 2 and 4: id 'a' stands 2 times" in told(faults)
    assert "rows 5 and 6: 2 of 5 rows have no id" in told(faults)


def test_distinct_ids_pass():
    faults = Faults()
    assert check_ids(pd.DataFrame({"id": [1, 2]}), "id", where="t.csv", faults=faults)
    assert len(faults) == 0


def test_many_repeated_ids_are_told_in_few_words():
    faults = Faults()
    check_ids(pd.DataFrame({"id": [*range(50), *range(50)]}), "id", where="t.csv", faults=faults)
    assert len(faults) == 6
    assert "45 more values of id stand more than once" in told(faults)


def test_rows_are_named_five_at_most():
    index = pd.Index(range(1, 10), name="feature")
    assert name_rows(index, [True] + [False] * 8) == "feature 1"
    assert name_rows(index, [True] * 3 + [False] * 6) == "features 1, 2 and 3"
    assert name_rows(index, [True] * 9) == "features 1, 2, 3, 4, 5 and 4 more"


def test_names_are_listed_a_dozen_at_most():
    assert list_names([]) == "none"
    assert list_names([str(number) for number in range(14)]).endswith("11 and 2 more")


def test_the_nearest_name_is_like_or_within():
    assert nearest_name("Speed", ["label", "speed"]) == "speed"
    assert nearest_name("pop", ["name", "population"]) == "population"
    assert nearest_name("xyz", ["name"]) is None


def test_a_column_that_is_there_is_no_fault():
    faults = Faults()
    assert need_column(pd.DataFrame({"a": [1]}), "a", where="t.csv", faults=faults)
    assert len(faults) == 0


def test_south_sudan_facilities_are_read_whole(shared_data):
    faults = Faults()
    table = read_table(shared_data / "south_sudan/health_facilities_ssd_2889.csv", where="f.csv", faults=faults)
    assert len(table) == 2889
    assert table.columns[0] == "idGeo"
    assert check_ids(table, "idGeo", where="f.csv", faults=faults), told(faults)


def test_south_sudan_closures_have_no_row(shared_data):
    faults = Faults()
    assert read_table(shared_data / "south_sudan/fabflee_closures.csv", where="c.csv", faults=faults) is None
    assert "a header but no row" in told(faults)


def test_texts_of_a_column_have_no_blanks_no_gaps_and_no_point_after_whole_numbers():
    column = pd.Series([" a ", None, 7.0, 7.5, np.nan, True, 12], dtype=object)
    assert texts_of(column, missing="-").tolist() == ["a", "-", "7", "7.5", "-", "True", "12"]
    assert texts_of(pd.Series([1.0, np.nan])).tolist() == ["1", ""]
