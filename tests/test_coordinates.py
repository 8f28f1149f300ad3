"""Texts of coordinates: every form reads back, and what can be read in two ways is not read."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.hazards.coordinates import degrees_of_text, number_of_text, zone_of_text

FORMS = (
    "{d}° {m}' {s}\" {h}",
    "{d}°{m}′{s}″{h}",  # noqa: RUF001 - primes
    "{d}º {m}’ {s}” {h}",  # noqa: RUF001 - as keyboards write them
    "{d}°{m}'{s}''{h}",
    "{h}{d}°{m}'{s}\"",
    "{h} {d} {m} {s}",
    "{d} {m} {s} {h}",
    "{d}-{m}-{s}{h}",
    "{d}:{m}:{s}{h}",
    "{sign}{d} {m} {s}",
    "{sign}{d}:{m}:{s}",
    "{sign}{d}-{m}-{s}",
    " {sign}{d}°\u00a0{m}' {s}\" ",
)
WHOLE_DEGREES = {"lat": 90, "lon": 180}


def refusal(text, axis="lat"):
    with pytest.raises(InputError) as refused:
        degrees_of_text(text, axis)
    return str(refused.value)


@st.composite
def coordinates(draw):
    axis = draw(st.sampled_from(["lat", "lon"]))
    most = WHOLE_DEGREES[axis] * 3_600_000
    return axis, draw(st.integers(0, most)), draw(st.booleans())


@pytest.mark.parametrize("form", FORMS)
@given(coordinates())
@example(("lat", 0, True))
@example(("lat", 324_000_000, False))
@example(("lon", 59_999, True))
def test_degrees_minutes_and_seconds_read_back_to_a_thousandth_of_a_second(form, coordinate):
    axis, thousandths, is_minus = coordinate
    minutes, rest = divmod(thousandths, 60_000)
    degrees, minutes = divmod(minutes, 60)
    letter = {"lat": "NS", "lon": "EW"}[axis][is_minus]
    text = form.format(d=degrees, m=f"{minutes:02d}", s=f"{rest / 1000:06.3f}", h=letter, sign="-" if is_minus else "")
    expected = thousandths / 3_600_000 * (-1 if is_minus else 1)
    assert degrees_of_text(text, axis) == pytest.approx(expected, abs=1e-12)
    assert degrees_of_text(text.lower(), axis) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("form", ["{d:.6f}", "{d:.6f}°", "{d:.6f} °", "+{d:.6f}"])
@given(coordinates())
def test_decimal_degrees_read_back(form, coordinate):
    axis, thousandths, _ = coordinate
    degrees = round(thousandths / 3_600_000, 6)
    assert degrees_of_text(form.format(d=degrees), axis) == degrees


@given(st.integers(0, 89), st.integers(0, 59_999))
def test_minutes_may_have_decimals_if_they_come_last(degrees, thousandths):
    expected = degrees + thousandths / 60_000
    for form in ("{d}°{m}'", "{d}° {m}", "{d} {m}", "{d}:{m}", "{d}-{m}"):
        text = form.format(d=degrees, m=f"{thousandths / 1000:06.3f}")
        assert degrees_of_text(text, "lat") == pytest.approx(expected, abs=1e-12)


def test_a_minus_before_zero_degrees_counts():
    assert degrees_of_text("-0 30", "lat") == -0.5
    assert degrees_of_text("−0°30'", "lon") == -0.5  # noqa: RUF001 - the minus of typesetters


def test_a_decimal_comma_is_read_where_it_can_be_nothing_else():
    assert degrees_of_text("44,5043", "lat") == 44.5043
    assert degrees_of_text("44,5°", "lat") == 44.5
    assert degrees_of_text("44°30,5'", "lat") == pytest.approx(44 + 30.5 / 60)
    assert degrees_of_text("44 30 15,5 N", "lat") == pytest.approx(44 + 30 / 60 + 15.5 / 3600)


@pytest.mark.parametrize("text", ["44,30", "44,5", "44 30,15", "44,30,15", "1.044,5", "44, 504"])
def test_a_comma_that_may_part_minutes_is_not_read(text):
    assert refusal(text) == "its comma may part decimals or minutes"


@pytest.mark.parametrize("text", ["44 60 15", "44°60'", "44 30 60", "44 75 15 N", "44:30:99.9", "44-61N"])
def test_minutes_and_seconds_of_sixty_or_more_are_not_carried_over(text):
    assert refusal(text) == "minutes or seconds are 60 or more"


@pytest.mark.parametrize(
    ("text", "axis", "why"),
    [
        ("44.5 E", "lat", "E does not belong to a latitude"),
        ("18.5 N", "lon", "N does not belong to a longitude"),
        ("-44.5 S", "lat", "it has both a sign and a letter"),
        ("N +44.5", "lat", "it has both a sign and a letter"),
        ("18 30 15 O", "lon", "the letter O may be Ouest or Ost, and so west or east"),
        ("N 44.5 N", "lat", "it has a letter on both sides"),
        ("44.5 K", "lat", "K is no point of the compass"),
        ("90.0001", "lat", "it is more than 90 degrees"),
        ("180 00 00.1 W", "lon", "it is more than 180 degrees"),
        ("4430N", "lat", "it is more than 90 degrees"),
    ],
)
def test_letters_signs_and_ranges_are_held_to_their_axis(text, axis, why):
    assert refusal(text, axis) == why


@pytest.mark.parametrize(
    "text",
    [
        "",
        "north",
        "44..5",
        "44.5 30",
        "44.5°30'",
        "44 30.5 15",
        "44 30 15 16",
        "44 -30",
        "abc 44",
        "1e1",
        "44'30°",
        "--4",
    ],
)
def test_what_has_none_of_the_forms_is_no_coordinate(text):
    assert refusal(text) == "it is no coordinate"


@given(st.text(alphabet="0123456789.,-+:°'\" NSEWO", max_size=14))
def test_any_text_is_read_within_the_range_or_refused(text):
    try:
        degrees = degrees_of_text(text, "lat")
    except InputError:
        return
    assert -90 <= degrees <= 90


def test_numbers_are_read_with_a_point_or_an_unmistakable_comma():
    assert number_of_text("701234.5") == number_of_text(" 701234,5 ") == 701234.5
    for text in ("701,234", "5.256.789", "1,234,5", "5,256.7", "7 01", "1e5", "", "five"):
        with pytest.raises(InputError):
            number_of_text(text)


def test_a_zone_says_its_hemisphere_by_word_letter_or_band():
    northern, southern = zone_of_text("34n", 0.0), zone_of_text("36 South", 3_900_000.0)
    assert (northern.number, northern.hemisphere, northern.band) == (34, "north", None)
    assert (southern.number, southern.hemisphere, southern.band) == (36, "south", None)
    assert (zone_of_text("34T", 0.0).hemisphere, zone_of_text("34T", 0.0).band) == ("north", "T")
    assert (zone_of_text("36L", 0.0).hemisphere, zone_of_text("36L", 0.0).band) == ("south", "L")
    assert zone_of_text("34", 0.0).hemisphere is None


def test_zone_s_is_south_only_where_it_cannot_be_band_s():
    assert zone_of_text("36S", 8_000_000.0).hemisphere == "south"
    for northing_m in (3_950_000.0, 4_900_000.0, 5_499_999.0):
        with pytest.raises(InputError, match="S may be the southern hemisphere or band S"):
            zone_of_text("38S", northing_m)
    assert zone_of_text("38S", 5_500_000.0).hemisphere == "south"


@pytest.mark.parametrize("text", ["0N", "61N", "N", "34 TT", "34.5N", "34I", "34O", "34A", "34Z", "-3N"])
def test_what_is_no_zone_is_refused(text):
    with pytest.raises(InputError):
        zone_of_text(text, 0.0)
