"""Languages: every one says the same things, and each reader gets the one they prefer."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError
from maps.languages import LANGUAGES, language_for, preferred, words


def places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_key_and_no_other(language):
    assert words(language).texts.keys() == words("en").texts.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_says_something_and_has_the_places_of_the_english_one(language):
    for key, text in words(language).texts.items():
        assert text.strip() == text != ""
        assert places(text) == places(words("en").texts[key]), key


def test_each_language_is_one_file_of_data(root):
    assert {path.stem for path in (root / "data" / "languages").glob("*.toml")} == set(LANGUAGES)


def test_arabic_alone_is_written_from_right_to_left():
    assert [language for language in LANGUAGES if words(language).direction == "rtl"] == ["ar"]


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_no_text_of_length_is_left_in_english(language):
    english = words("en").texts
    same = [key for key, text in words(language).texts.items() if text == english[key] and " " in text]
    assert same == []


def test_places_are_filled():
    assert words("fr").say("page.matched", returned=3, matched=7) == "3 objets sur 7"


def test_a_text_or_language_that_is_not_there_is_refused():
    with pytest.raises(InputError, match=r"en\.toml"):
        words("en").say("no.such")
    with pytest.raises(InputError, match="en, fr, es, pt, ar"):
        words("xx")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        *[(None, "en"), ("", "en"), ("fr", "fr"), ("FR-ca", "fr"), ("pt-BR, es;q=0.9", "pt"), ("de", "en")],
        *[("de, ar;q=0.3", "ar"), ("*", "en"), ("en;q=0, *", "fr"), ("es;q=0.5, fr;q=0.6", "fr")],
        *[("fr;q=2, es;q=0.1", "es"), ("fr;q=nan, es", "es"), (";;;,,,", "en"), ("fr;level=1;q=0.9, es;q=0.8", "es")],
    ],
)
def test_the_language_is_the_one_preferred(accepted, language):
    assert language_for(accepted) == language


@given(st.text())
def test_no_header_breaks_the_choice(header):
    assert language_for(header) in LANGUAGES
    assert preferred(header, ["application/json", "text/html"]) in {"application/json", "text/html", None}


@pytest.mark.parametrize(
    ("accepted", "found"),
    [
        *[(None, "application/geo+json"), ("*/*", "application/geo+json"), ("text/html", "text/html")],
        *[("text/*, application/geo+json;q=0.5", "text/html"), ("application/*", "application/geo+json")],
        *[("text/html;q=0", None), ("image/png", None), ("text/html;q=0, */*", "application/geo+json")],
        *[("application/geo+json;q=0.1, text/html;q=0.2", "text/html"), ("text/html;level=1", None)],
    ],
)
def test_the_form_is_the_one_accepted(accepted, found):
    assert preferred(accepted, ["application/geo+json", "text/html"]) == found
