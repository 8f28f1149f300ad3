"""Languages: every one writes numbers, days and lists its own way, and each reader gets the one they prefer."""

import math

import pytest
from browsing import page_of
from hypothesis import given
from hypothesis import strategies as st
from messages_read import page_messages_read, samples

from geo.errors import InputError
from maps.languages import LANGUAGES, language_for, page_words, preferred, words
from maps.web_map import static_digest

SHARES = [0, 0.000_01, 0.001, 0.0049, 0.0096, 0.01, 0.105, 0.41, 0.5, 0.989, 0.9951, 0.999_99, 1]
COUNTS = [0, 0.49, 0.5, 1, 999.5, 1_234, 12_345.5, 1_000_000, 10_000_000.4]
TIMES = [0, 0.4, 0.5, 59.4, 59.5, 60, 71, 120, 1_439.5, 60_061]
DAYS = ["2026-01-01", "2026-08-31T23:59:59Z", "1999-12-31"]


def test_arabic_alone_is_written_from_right_to_left():
    assert [language for language in LANGUAGES if words(language).direction == "rtl"] == ["ar"]
    assert [page_words(language).name for language in LANGUAGES] == [words(language).name for language in LANGUAGES]


def test_each_language_is_one_folder_of_data(root):
    assert {path.name for path in (root / "data" / "languages").iterdir() if path.is_dir()} == set(LANGUAGES)


def test_places_are_filled_and_plurals_agree():
    assert words("fr").say("page-matched", returned=3, matched=7) == "3 objets sur 7"
    assert words("fr").say("page-matched", returned=1, matched=7) == "1 objet sur 7"
    assert words("ar").say("page-matched", returned=2, matched=2) == "2 من عنصرين"


def test_values_stand_apart_on_pages_and_not_in_data():
    assert page_words("ar").say("page-title", release="Kassala").startswith("\u2068Kassala\u2069")
    assert "\u2068" not in words("ar").say("page-runs", release="Kassala")


def test_a_message_or_language_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="data/languages/en"):
        words("en").say("no-such")
    with pytest.raises(InputError, match="has no text"):
        words("en").say("page-runs.label")
    with pytest.raises(InputError, match="cannot be said"):
        words("en").say("page-runs")
    with pytest.raises(InputError, match="en, fr, es, pt, ar"):
        words("xx")
    with pytest.raises(InputError, match="en, fr, es, pt, ar"):
        page_words("../en")


@given(st.floats(0, 1))
def test_some_is_never_told_as_none_and_most_never_as_all(share):
    told = page_words("en").percent(share)
    assert (told == "0%") == (share == 0)
    assert (told == "100%") == (share == 1)


@given(st.floats(0, 1e6))
def test_minutes_are_told_to_the_minute(minutes):
    parts = page_words("en").minutes(minutes).replace(",", "").split()
    told = dict(zip(parts[1::2], map(int, parts[::2]), strict=True))
    assert abs(told.get("h", 0) * 60 + told.get("min", 0) - minutes) <= 0.5
    assert told.get("min", 0) < 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_known_is_told_in_words(language):
    said = page_words(language)
    unknown = {said.people(None), said.percent(math.nan), said.minutes(math.inf)}
    assert unknown == {said.say("words-unknown")}


def test_each_language_writes_as_it_does():
    written = {
        language: (said.people(1234), said.percent(0.415), said.minutes(71), said.day("2026-01-01"))
        for language in LANGUAGES
        if (said := page_words(language))
    }
    assert written == {
        "en": ("1,234", "42%", "1 h 11 min", "1 January 2026"),
        "fr": ("1\u202f234", "42\xa0%", "1 h 11 min", "1er janvier 2026"),
        "es": ("1.234", "42\xa0%", "1 h 11 min", "1 de enero de 2026"),
        "pt": ("1.234", "42%", "1 h 11 min", "1 de janeiro de 2026"),
        "ar": ("1,234", "42%", "1 س 11 د", "1 يناير 2026"),
        "lo": ("1.234", "42%", "1 ຊມ 11 ນາທີ", "1 ມັງກອນ 2026"),
    }


def test_the_browser_says_every_message_as_the_server_does(map_server, browser):
    asked = {
        language: [
            [key, values]
            for key in page_messages_read(language)
            if key.partition("-")[0] != "offline"
            for values in samples(language, key)
        ]
        for language in LANGUAGES
    }
    script = """async ({ base, asked, shares, counts, times, days }) => {
        const { readWords } = await import(`${base}/words.js`);
        const told = {};
        for (const [language, messages] of Object.entries(asked)) {
            const words = await readWords(`${base}/words/${language}.ftl`, language);
            told[language] = {
                messages: messages.map(([key, values]) => words.say(key, values)),
                written: [
                    ...shares.map(words.percent), ...counts.map(words.people), ...times.map(words.minutes),
                    ...days.map(words.day), ...[[], ["a"], ["a", "b"], ["a", "b", "c", "d"]].map(words.list),
                    words.people(null), words.percent(NaN), words.minutes(undefined),
                ],
            };
        }
        return told;
    }"""
    with page_of(browser, locale="de-DE") as page:
        page.route("**/blank", lambda asked: asked.fulfill(content_type="text/html", body="<title>Blank</title>"))
        page.goto(f"{map_server}/blank")
        base = f"{map_server}/static/map/{static_digest()}"
        told = page.evaluate(
            script, {"base": base, "asked": asked, "shares": SHARES, "counts": COUNTS, "times": TIMES, "days": DAYS}
        )
        complaints = [*page.said]
        script = "async (base) => (await import(`${base}/words.js`)).makeWords('a = b\\n', 'en').say('no-such.thing')"
        missing = page.evaluate(script, base)
    assert missing == "no-such.thing"
    assert complaints == []
    assert [line for line in page.said if "favicon" not in line] == ["no message no-such.thing in en"]
    for language in LANGUAGES:
        said = page_words(language)
        expected = [said.say(key, **values) for key, values in asked[language]]
        rows = zip(asked[language], told[language]["messages"], expected, strict=True)
        assert [row for row in rows if row[1] != row[2]] == []
        written = [
            *map(said.percent, SHARES),
            *map(said.people, COUNTS),
            *map(said.minutes, TIMES),
            *map(said.day, DAYS),
        ]
        written += [*map(said.listed, ([], ["a"], ["a", "b"], ["a", "b", "c", "d"]))]
        assert told[language]["written"] == [*written, *[said.say("words-unknown")] * 3]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        *[(None, "en"), ("", "en"), ("fr", "fr"), ("FR-ca", "fr"), ("pt-BR, es;q=0.9", "pt"), ("de", "en")],
        *[
            ("de, ar;q=0.3", "ar"),
            ("*", "en"),
            ("en;q=0, *", "fr"),
            ("es;q=0.5, fr;q=0.6", "fr"),
            ("lo-LA, en;q=0.8", "lo"),
        ],
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
