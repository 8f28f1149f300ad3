"""Messages: in every language the same ones, each whole, in its own script, said somewhere and never in vain."""

import re

import pytest
from messages_read import FOLDER, PLURALS, categories, files, messages, page_messages_read

from maps.languages import LANGUAGES, page_messages, page_words, words

FILES = files("en")
OTHERS = LANGUAGES[1:]
SCRIPTS = {"ar": r"[\u0600-\u06ff]", "lo": r"[\u0e80-\u0eff]"}
LATIN = r"[A-Za-zÀ-ÿ]{3,}"
NAMES = frozenset(
    {
        *("nearcare", "MapLibre", "CSV", "GeoPackage", "PNG", "GeoJSON", "Natural Earth", "WGS 84", "OpenStreetMap"),
        *("HXL", "IMAS", "XLSX", "PDF", "WebGL", "JavaScript", "TOML", "API", "iframe", "min", "Excel", "URL", "HTML"),
        *("Enter", "Escape", "Esc", "Ctrl", "Leaflet", "JSON", "zip", "GeoTIFF", "SVG", "GIS"),
    }
)  # what is called the same in every language
ALIKE = {  # words that the language has in common with English
    "fr": {
        *("Question", "Version", "Description", "Source", "Date", "Collections", "Type", "Licence", "Population"),
        *("Service", "Services", "Situation", "Centre", "Centres", "centre", "centre centres", "Longitude, latitude"),
    },
    "es": set(),
    "pt": {"Longitude, latitude"},
    "ar": set(),
    "lo": set(),
}
pairs = pytest.mark.parametrize(("language", "name"), [(each, name) for each in LANGUAGES for name in FILES])
pairs_of_others = pytest.mark.parametrize(("language", "name"), [(each, name) for each in OTHERS for name in FILES])


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_same_files(language):
    assert files(language) == FILES
    assert {"api.ftl", "shell.ftl", "words.ftl"} <= set(FILES)


@pairs_of_others
def test_each_file_has_the_messages_and_attributes_of_the_english_one_in_its_order(language, name):
    assert list(messages(language, name)) == list(messages("en", name))


@pairs_of_others
def test_each_message_has_the_places_of_the_english_one(language, name):
    english = messages("en", name)
    differ = [key for key, told in messages(language, name).items() if told.places != english[key].places]
    assert differ == []


@pairs_of_others
def test_a_choice_that_is_no_plural_has_the_same_cases_in_every_language(language, name):
    for key, told in messages(language, name).items():
        english = messages("en", name)[key]
        of = {variable: keys for variable, keys in told.choices.items() if variable not in told.plurals}
        assert {*of} <= {*english.choices}, key
        for variable, keys in of.items():
            assert keys == english.choices[variable] or language == "fr", key


@pairs
def test_each_plural_has_the_categories_of_its_language_and_no_other(language, name):
    for key, told in messages(language, name).items():
        for variable, keys in told.plurals.items():
            assert keys & PLURALS == categories(language) or keys == {"1", "other"}, f"{key} by {variable}"


@pytest.mark.parametrize("language", OTHERS)
def test_where_english_has_a_plural_every_language_with_plurals_has_one(language):
    for key, told in page_messages_read("en").items():
        if told.plurals and categories(language) != {"other"}:
            assert page_messages_read(language)[key].plurals, key


@pairs
def test_texts_are_neat(language, name):
    text = (FOLDER / language / name).read_text("utf-8")
    assert text.endswith("\n")
    assert not re.findall(r"[ \t]+$|\t|\r", text, re.MULTILINE)
    for key, told in messages(language, name).items():
        for part in told.texts:
            assert not re.search(r"['\"`]|\.\.\.|[^\n ] {2,}|--|\u2068|\u2069", part), (key, part)
        assert told.text or told.places or told.referred, key


@pytest.mark.parametrize("name", FILES)
def test_french_never_breaks_a_line_before_its_high_punctuation(name):
    text = (FOLDER / "fr" / name).read_text("utf-8")
    assert not re.findall(r"\w [:;?!»]|« ", text)


@pairs_of_others
def test_no_text_is_left_in_english(language, name):
    left = []
    for key, told in messages(language, name).items():
        text = told.text
        for each in sorted(NAMES, key=len, reverse=True):
            text = text.replace(each, "")
        english = messages("en", name)[key].text
        is_same = told.text == english and text.strip(" .:;,()") not in ALIKE[language]
        if is_same and re.search(LATIN, text):
            left.append(key)
    assert left == []


@pytest.mark.parametrize("language", ["fr", "es", "pt"])
def test_no_sentence_holds_the_small_words_of_english(language):
    small = re.compile(r"\b(the|of|is|are|and|with|from|which|cannot|people|this)\b")
    found = [key for name in FILES for key, told in messages(language, name).items() if small.search(told.text)]
    assert found == []


@pytest.mark.parametrize("language", SCRIPTS)
def test_texts_are_in_the_script_of_the_language(language):
    for name in FILES:
        for key, told in messages(language, name).items():
            rest = told.text
            for each in sorted(NAMES, key=len, reverse=True):
                rest = rest.replace(each, "")
            if re.search(r"[^\W\d_]", rest):
                assert re.search(SCRIPTS[language], rest), key
            assert not re.search(LATIN, rest), (key, rest)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_sent_nothing_that_only_the_api_says(language):
    sent = page_messages(language)
    assert "site-description" not in sent
    assert "offline-title" not in sent
    assert "page-title" in sent
    assert page_words(language).has("words-percent")
    assert page_words(language).has("offline-title")
    assert not page_words(language).has("layer-gaps-about")
    assert not words(language).has("page-title")


def sources(root):
    """The text of each file that may say something, by its path."""
    folders, endings = ("api", "maps"), ("*.py", "*.j2", "*.js")
    found = {}
    for folder in folders:
        for ending in endings:
            for path in sorted((root / folder).rglob(ending)):
                where = path.relative_to(root).as_posix()
                if not where.startswith("maps/assets"):
                    found[where] = path.read_text("utf-8")
    return found


def asked_by_pattern(text):
    """Patterns of messages whose id is put together: `problem-${status}`, f"layer-{name}", "fault-" ~ name."""
    for part in re.findall(r"`([a-z][\w-]*\$\{[^`]*)`", text):
        yield re.compile(re.sub(r"\\?\$\\?\{.*?\\?\}", r"[\\w-]+", re.escape(part)))
    for quote in "\"'":
        for part in re.findall(rf"f{quote}([a-z][\w-]*\{{[^{quote}]*){quote}", text):
            yield re.compile(re.sub(r"\\\{.*?\\\}", r"[\\w-]+", re.escape(part)))
        for part in re.findall(rf"{quote}([a-z][\w-]*-){quote}\s*[~+]", text):
            yield re.compile(re.escape(part) + r"[\w-]+")


def test_every_message_is_said_somewhere(root):
    every = "\n".join(sources(root).values())
    literal = set(re.findall(r"[\"'`]([a-z][\w-]*(?:\.[a-z][\w-]*)?)[\"'`]", every))
    patterns = list(asked_by_pattern(every))
    unused = []
    for name in FILES:
        for key in messages("en", name):
            whole = key.partition(".")[0]
            referred = any(whole in told.referred for told in messages("en", name).values())
            if not (whole in literal or referred or any(each.fullmatch(whole) for each in patterns)):
                unused.append(f"{name}: {key}")
    assert unused == []


def test_nothing_is_asked_for_that_no_file_says(root):
    every = {key for name in FILES for key in messages("en", name)}
    missing = []
    for where, text in sources(root).items():
        here = page_messages_read("en") if where.startswith("maps/web_map/") else every
        asked = re.findall(r"\bsay\(\s*[\"']([\w.-]+)[\"']\s*[,)]", text)
        asked += [
            one for two in re.findall(r"\bsay\([^()\"']*\?\s*\"([\w.-]+)\"\s*:\s*\"([\w.-]+)\"", text) for one in two
        ]
        missing += [f"{where}: {key}" for key in asked if key not in here]
    assert missing == []


def test_each_problem_that_a_view_can_have_has_its_sentence():
    told = page_messages_read("en")
    for status in (400, 404, 429, 500):
        assert f"problem-{status}" in told
    assert all(told[f"fault-{name}"].places <= {"asked", "dimension"} for name in ("layer", "area", "run", "place"))
