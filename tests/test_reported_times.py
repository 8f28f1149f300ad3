"""Bad tables of reported times, of factors and of levels: each fault is told with its row and what to do."""

from dataclasses import replace

import pytest
from reported_on_disk import HEADER, TimedStudy, rows_of, told, told_of, with_times
from small_study import point
from study_runs import inputs_of

from accessibility.calibration import choose_factors, read_factor_table, shipped_factors
from accessibility.study_file import ReferralTable, ReportedColumns, read_study_file
from geo.faults import Faults

HEAD = "name,title,factor,low,high,interval,n,place,who,source,source_date,doi,pmc,certainty,note\n"
GOOD = "a,A,1.5,1.4,1.6,0.95,20,Here,,us,2020,,,V,\n"


@pytest.fixture
def study(tmp_path):
    return TimedStudy(tmp_path)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """The inputs of the sound study."""
    return inputs_of(TimedStudy(tmp_path_factory.mktemp("sound")))


@pytest.fixture(scope="module")
def tailored(tmp_path_factory):
    """The inputs of the sound study with one more centre, of another pillar and level."""
    study = TimedStudy(tmp_path_factory.mktemp("tailored"))
    tailor = {"code": "c3", "title": "Tailor", "service": "cloth", "level": "outreach"}
    study.centres.append((point(30.05, 9.95), tailor))
    return inputs_of(study)


def referred(inputs, **table):
    """The same inputs with a table [referral]."""
    return replace(inputs, study=inputs.study.model_copy(update={"referral": ReferralTable(**table)}))


def told_of_row(inputs, folder, **values):
    """What is told where row 5 of the table, its fourth, has other values."""
    rows = rows_of()
    for column, value in values.items():
        rows[3][HEADER.split(",").index(column)] = value
    return told_of(with_times(inputs, folder, rows))


def told_of_file(study):
    """What is told of the study file, and of the factors that it names."""
    faults = Faults()
    read = read_study_file(study.file, faults=faults)
    if not faults.errors:
        choose_factors(read, faults=faults)
    return "\n".join(map(str, faults.errors))


def put(study, column, value, *, row=3):
    study.rows[row][study.header.split(",").index(column)] = value


def test_a_sound_table_is_told_of_nothing_but_rows_that_are_the_same(inputs, tmp_path):
    assert told_of(with_times(inputs, tmp_path, rows_of(6) * 2)).count("\n") == 0
    rows = [row for row in rows_of(40) if row[0]]
    assert not told_of(with_times(inputs, tmp_path, rows))


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("to_centre", "c3", "row 5, column to_centre: there is no centre 'c3'. Write the id of a centre, or its name"),
        ("to_centre", "Noth clinic", "there is no centre 'Noth clinic' (did you mean 'North clinic'?)"),
        ("to_centre", "", "row 5, column to_centre: the centre is missing"),
        ("mode", "walking", "row 5, column mode: there is no profile 'walking' (did you mean 'walk'?)"),
        ("mode", "", "the mode is missing, and the study has several profiles. Write the profile: walk, vehicle"),
        ("minutes", "0", "row 5, column minutes: the minutes are not above 0 (0)"),
        ("minutes", "-5", "the minutes are not above 0 (-5)"),
        ("minutes", "soon", "row 5, column minutes: the value is not a number (soon)"),
        ("minutes", "1_000", "the value is not a number (1_000)"),
        ("minutes", "nan", "the value is not a number (nan)"),
        ("minutes", "1e400", "the value is not a number (inf)"),
        ("minutes", "1:30", "the time is in hours or as on a clock (1:30). Write minutes alone: 90 for one hour"),
        ("minutes", "2 h", "the time is in hours or as on a clock (2 h)"),
        ("minutes", "", "row 5, column minutes: the minutes are missing"),
        ("minutes", "99999", "the minutes are more than two weeks (99999)"),
        ("lon", "east", "row 5, columns lon and lat: lon and lat are not both numbers within 180 and 90 degrees"),
        ("lat", "", "lon and lat are not both numbers"),
        ("lon", "31.5", "row 5: the place lies outside the grid of the study"),
    ],
)
def test_a_bad_value_is_told_with_its_row_and_column(inputs, tmp_path, column, value, words):
    assert words in told_of_row(inputs, tmp_path, **{column: value})


def test_an_unknown_area_is_told_with_the_nearest(inputs, tmp_path):
    said = told_of_row(inputs, tmp_path, lon="", lat="", area="Wset")
    assert "row 5, column area: there is no area 'Wset' (did you mean 'West'?)" in said


def test_a_row_without_a_place_is_told(inputs, tmp_path):
    assert "row 5: nothing says where they came from" in told_of_row(inputs, tmp_path, lon="", lat="", area="")


def test_swapped_coordinates_are_told_as_such(inputs, tmp_path):
    rows = [[row[1], row[0], *row[2:]] for row in rows_of()]
    assert "Lon and lat seem to be swapped" in told_of(with_times(inputs, tmp_path, rows))


def test_a_place_where_nobody_can_stand_is_told(study):
    study.tables["land"]["adopt_within_m"] = 100
    put(study, "lon", "30.0025")
    put(study, "lat", "9.9975")
    assert "row 5: the place lies where nobody can stand, with no passable cell within 100 m" in told(study)


def test_an_area_without_people_is_told(study):
    study.areas.append((study.areas[0][0], {"code": "N", "title": "Nobody"}))
    put(study, "lon", "")
    put(study, "lat", "")
    put(study, "area", "N")
    assert "row 5: nobody lives in the area, so that no way from it can be modelled" in told(study)


def test_a_name_of_several_areas_is_not_guessed(study):
    study.areas[1][1]["title"] = "West"
    for row in study.rows:
        row[2] = row[2].replace("East", "E")
    put(study, "lon", "")
    put(study, "lat", "")
    put(study, "area", "West")
    assert "2 areas or places are called 'West'. Write the id of the area, or lon and lat" in told(study)


def test_a_name_of_several_centres_is_not_guessed(study):
    study.centres.append((point(30.05, 9.95), {"code": "c3", "title": "North clinic", "service": "care"}))
    assert "2 centres are called 'North clinic'. Write the id of one: c2, c3" in told(study)


def test_a_centre_that_nobody_can_reach_is_told(study):
    study.centres.append((point(35.0, 9.95), {"code": "c9", "title": "Far", "service": "care"}))
    put(study, "to_centre", "c9")
    assert "the centre 'c9' does not serve in the base, or stands where nobody can reach it" in told(study)


def test_a_mix_is_no_mode(study):
    study.tables["profiles"].append({"name": "both", "mix": {"walk": 0.5, "vehicle": 0.5}})
    put(study, "mode", "both")
    assert "'both' is a mix of profiles, and one journey is by one of them" in told(study)


def test_an_unknown_season_is_told(inputs, tmp_path):
    rows = [[*row, "wet" if number == 3 else ""] for number, row in enumerate(rows_of())]
    said = told_of(with_times(inputs, tmp_path, rows, header=f"{HEADER},season"))
    assert "row 5, column season: there is no season 'wet'" in said
    assert "leave it empty for all-year" in said


def test_hours_are_told_by_the_name_of_their_column(inputs, tmp_path):
    header = HEADER.replace("minutes", "travel_hours")
    said = told_of(with_times(inputs, tmp_path, rows_of(), header=header))
    assert "column travel_hours: the times are in hours by the name of their column" in said
    columns = ReportedColumns(minutes="travel_hours")
    said = told_of(with_times(inputs, tmp_path, rows_of(), header=header, columns=columns))
    assert "Write minutes, hours times 60, in a column whose name says so" in said


def test_hours_are_told_by_the_speed_that_they_would_take(inputs, tmp_path):
    rows = [[*row[:4], "0.05", row[5]] for row in rows_of()]
    said = told_of(with_times(inputs, tmp_path, rows))
    assert "as the crow flies, so the times look like hours. Write minutes: hours times 60" in said


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("lon,lat,area,centre,minutes,mode", "there is no such column; the columns are lon, lat, area, centre"),
        ("lon,lat,area,to_centre,took,mode", "column 'minutes': there is no such column"),
        ("lon,north,area,to_centre,minutes,mode", "lon stands without the other coordinate"),
        ("x,y,z,to_centre,minutes,mode", "nothing says where people came from"),
        ("lon,lat,patient_name,to_centre,minutes,mode", "column patient_name: it looks like a name"),
        ("lon,lat,phone,to_centre,minutes,mode", "column phone: it looks like a telephone number"),
        ("lon,lat,Date of birth,to_centre,minutes,mode", "it looks like a date of birth or an exact age"),
    ],
)
def test_columns_that_are_missing_or_name_a_person_are_told(inputs, tmp_path, header, words):
    assert words in told_of(with_times(inputs, tmp_path, rows_of(), header=header))


def test_a_column_that_is_not_read_is_told_and_passes(inputs, tmp_path):
    rows = [[*row, "rain"] for row in rows_of()]
    said = told_of(with_times(inputs, tmp_path, rows, header=f"{HEADER},weather"))
    assert "weather: 1 columns are not read" in said


def test_columns_may_have_other_names(inputs, tmp_path):
    header = "x,y,district,clinic name,took_min,by"
    names = zip(("lon", "lat", "area", "to_centre", "minutes", "mode"), header.split(","), strict=True)
    columns = ReportedColumns(**dict(names))
    said = told_of(with_times(inputs, tmp_path, rows_of(), header=header, columns=columns))
    assert "there is no" not in said
    assert "looks like" not in said


def test_rows_that_are_the_same_are_told_and_kept(inputs, tmp_path):
    rows = [row for row in rows_of(40) if row[0]]
    rows[4] = rows[3]
    said = told_of(with_times(inputs, tmp_path, rows))
    assert "rows 5 and 6: 2 rows are the same as others" in said
    assert "all are kept, since several people may say the same" in said


def test_fewer_than_ten_rows_are_refused(inputs, tmp_path):
    said = told_of(with_times(inputs, tmp_path, rows_of(9)))
    assert "the table has 9 rows, and a factor of fewer than 10 says too little" in said


def test_a_place_may_be_an_area_named_in_the_column_of_places(inputs, tmp_path):
    header = "from_place,spare,other,to_centre,minutes,mode"
    rows = [["West", "", "", *row[3:]] for row in rows_of()]
    assert "there is no" not in told_of(with_times(inputs, tmp_path, rows, header=header))
    rows[3] = ["Wset", *rows[3][1:]]
    said = told_of(with_times(inputs, tmp_path, rows, header=header))
    assert "there is no area or place 'Wset' (did you mean 'West'?)" in said


def test_a_missing_table_is_told(inputs, tmp_path):
    lost = with_times(inputs, tmp_path, rows_of())
    (tmp_path / "times.csv").unlink()
    assert "times.csv: there is no such file" in told_of(lost)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({}, "the table names no factor and no reported times"),
        ({"scenarios": ["patients-report"]}, "called 'patients-report' (did you mean 'patients-reported'?)"),
        ({"scenarios": ["patients-reported", "patients-reported"]}, "the factor patients-reported is named twice"),
        ({"scenarios": ["Patients reported"]}, "is no name"),
        ({"scenarios": ["reported-times"]}, "reported-times stands for the factor of the reported times"),
        ({"reported": "times.csv"}, "the reported times have no source"),
        ({"scenario": ["patients-reported"]}, "did you mean 'scenarios'?"),
        ({"scenarios": ["patients-reported"], "columns": {"lon": "x", "lat": "x"}}, "name the column 'x'"),
    ],
)
def test_a_bad_table_of_calibration_is_told(study, table, words):
    study.tables["calibration"] = table
    study.write()

    assert words in told_of_file(study)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('name = "own"\nfactor = 0\nsource = "us"', "0 is too small. Write a number greater than 0"),
        ('name = "own"\nfactor = nan\nsource = "us"', "[calibration.factors] factor, entry 1"),
        ('name = "own"\nfactor = 1.5', "[calibration]"),
        ('name = "own"\nfactor = 1.5\nlow = 1\nsource = "us"', "low and high stand together"),
        ('name = "own"\nfactor = 1.5\nlow = 2\nhigh = 1\nsource = "us"', "the range from 2 to 1 does not hold the"),
        ('name = "Own one"\nfactor = 1.5\nsource = "us"', "is no name. Write small letters"),
        ('name = "patients-reported"\nfactor = 1.5\nsource = "us"', "is a factor that comes with nearcare"),
    ],
)
def test_a_bad_factor_of_the_study_is_told(study, lines, words):
    del study.tables["calibration"]
    study.write()
    text = study.file.read_text(encoding="utf-8")
    study.text(study.file.name, f"{text}\n[calibration]\n[[calibration.factors]]\n{lines}\n")

    assert words in told_of_file(study)


def test_a_factor_of_the_study_stands_after_those_that_it_names(study):

    del study.tables["calibration"]
    study.write()
    text = study.file.read_text(encoding="utf-8")
    own = '[[calibration.factors]]\nname = "own"\nfactor = 1.3\nlow = 1.1\nhigh = 1.6\nsource = "the ministry, 2025"\n'
    study.text(study.file.name, f'{text}\n[calibration]\nscenarios = ["referral-chain-modelled"]\n{own}')
    first, second = choose_factors(inputs_of(study).study, faults=Faults())
    assert (first.name, first.factor, first.low, first.high) == ("referral-chain-modelled", 1.12, 1.05, 1.18)
    assert (second.name, second.factor, second.low, second.high) == ("own", 1.3, 1.1, 1.6)
    assert second.source == "the ministry, 2025"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (HEAD.replace(",note", "") + "a,A,1.5,,,,,Here,,us,2020,,,V\n", "column note: the column is missing"),
        (HEAD.replace("note", "nota") + GOOD, "column nota: the column is not known"),
        (HEAD + GOOD.replace(",1.5,", ",0,"), "row 2, column factor: '0' is no number above 0"),
        (HEAD + GOOD.replace(",1.5,", ",,"), "row 2, column factor: has no factor"),
        (HEAD + GOOD.replace(",us,", ",,"), "column source: has no source"),
        (HEAD + GOOD.replace(",V,", ",Q,"), "column certainty: 'Q' is no mark. Write one of S, V, D, M, A"),
        (HEAD + GOOD.replace(",0.95,", ",,"), "low, high and interval stand together"),
        (HEAD + GOOD.replace(",0.95,", ",95,"), "column interval: '95' is no share below 1"),
        (HEAD + GOOD.replace(",1.4,1.6,", ",1.6,1.4,"), "1.5 is not between 1.6 and 1.4"),
        (HEAD + GOOD + GOOD, "row 3: 'a' stood in a row above"),
    ],
)
def test_a_bad_table_of_factors_is_told(tmp_path, content, words):
    (tmp_path / "own.csv").write_text(content, encoding="utf-8")
    faults = Faults()
    read_factor_table(tmp_path / "own.csv", where="own.csv", faults=faults)
    assert words in "\n".join(map(str, faults.errors))


def test_shipped_factors_are_sound_and_have_a_source_that_can_be_found():
    faults = Faults()
    found = shipped_factors(faults=faults)
    assert not len(faults)
    assert list(found) == ["patients-reported", "referral-chain-modelled"]
    assert all("doi:" in each.source and each.certainty == "V" for each in found.values())


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (
            {"levels": ["primary", "tertiary"]},
            "those that they have are outreach, primary, secondary. Use levels that centres have",
        ),
        ({"levels": ["primry"]}, "(did you mean 'primary'?)"),
        ({"levels": ["secondary", "Secondary"]}, "'Secondary' is one level with another spelling of it"),
        ({"levels": ["primary"], "pillars": ["cure"]}, "no centre serves 'cure' (did you mean 'care'?)"),
        ({"levels": ["primary"], "pillars": ["cloth"]}, "none of its centres has the level primary"),
        ({"levels": ["primary", "outreach"]}, "no pillar has a centre of each level"),
    ],
)
def test_bad_levels_and_pillars_of_referral_are_told(tailored, table, words):
    assert words in told_of(referred(tailored, **table))


def test_pillars_without_a_level_are_told_and_have_no_chain(tailored):
    said = told_of(referred(tailored, levels=("primary", "secondary")))
    assert "the pillars cloth have no centre of some level and no chain" in said


def test_a_chain_wants_ways_to_the_centres(inputs):
    travel = inputs.study.travel.model_copy(update={"directions": ("from",)})
    back = replace(inputs, study=inputs.study.model_copy(update={"travel": travel}))
    said = told_of(referred(back, levels=("primary", "secondary")))
    assert "a chain leads to the centres, and the study asks for ways from them alone" in said


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"levels": []}, "has too few values"),
        ({"levels": ["primary", "primary"]}, "levels names one twice"),
        ({"levels": ["primary"], "stay_minutes": -1}, "is too small"),
        ({"levels": ["primary"], "best_chain": "yes"}, "is neither true nor false"),
        ({"stay_minutes": 5}, "the key levels is missing"),
    ],
)
def test_a_bad_table_of_referral_is_told(study, table, words):

    study.tables["referral"] = table
    study.write()
    faults = Faults()
    read_study_file(study.file, faults=faults)
    assert words in "\n".join(map(str, faults.errors))
