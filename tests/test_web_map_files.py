"""The scripts and styles of the web map keep the rules of the house."""

import gzip
import re
from pathlib import Path

import pytest

from maps.web_map import static_digest, static_file, static_names

STATIC = Path(__file__).resolve().parent.parent / "maps" / "web_map" / "static"
SCRIPTS = sorted(STATIC.rglob("*.js"))
STYLES = sorted(STATIC.rglob("*.css"))
LONGEST_FILE = 400
AS_MARKUP = re.compile(
    r"innerHTML|outerHTML\s*\+?=(?!=)|insertAdjacentHTML|createContextualFragment|setHTML"
    r"|document\.write|\beval\(|new Function"
)
ELSEWHERE = re.compile(r"https?://|(?<![:\w])//[a-z]+\.[a-z]")
IMPORT = re.compile(r"^(?:import|export)\b[^;]*?\bfrom\s+\"([^\"]+)\"|^import\s+\"([^\"]+)\"", re.MULTILINE | re.DOTALL)


HEX = re.compile(r"#(?:[0-9a-f]{3}){1,2}\b")


def drawn(path):
    """The colours that a script names."""
    return set(re.findall(r"#[0-9a-f]{6}\b", path.read_text("utf-8")))


def named(path):
    return path.relative_to(STATIC).as_posix()


def imported(path):
    """The files that a script imports, by their names among the static files."""
    found = [one or other for one, other in IMPORT.findall(path.read_text("utf-8"))]
    base = path.parent
    return [(base / name).resolve().relative_to(STATIC).as_posix() for name in found]


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_a_script_begins_with_its_caption(path):
    first = path.read_text("utf-8").splitlines()[0]
    assert first.startswith("// ")
    assert first.endswith((".", ":"))


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES], ids=named)
def test_no_script_or_style_holds_two_things(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_no_text_becomes_markup(path):
    assert AS_MARKUP.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES], ids=named)
def test_nothing_comes_from_elsewhere(path):
    text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
    assert ELSEWHERE.findall(text) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_what_a_script_imports_is_there(path):
    assert [name for name in imported(path) if static_file(name) is None] == []


def test_every_script_is_reached_from_the_first():
    reached, waiting = set(), ["main.js"]
    while waiting:
        name = waiting.pop()
        if name not in reached and not name.startswith("vendor/"):
            reached.add(name)
            waiting += imported(STATIC / name)
    assert {named(path) for path in SCRIPTS} - reached == set()


def test_scripts_import_in_no_circle():
    def visit(name, above):
        assert name not in above, f"{name} imports itself by {' > '.join(above)}"
        if not name.startswith("vendor/"):
            for each in imported(STATIC / name):
                visit(each, (*above, name))

    visit("main.js", ())


def test_the_signs_of_the_legend_have_the_colours_of_the_map():
    [told] = re.findall(r"SIGNS = \{(.*?)\}", (STATIC / "map/colours.js").read_text("utf-8"), re.DOTALL)
    signs = dict(re.findall(r"(\w+): \"(#[0-9a-f]{6})\"", told))
    styled = (STATIC / "css/legend.css").read_text("utf-8")
    rules = "".join(re.findall(r"\.swatch-sign-[^{]*\{([^}]*)\}", styled))
    found = {each if len(each) == 7 else "#" + "".join(2 * digit for digit in each[1:]) for each in HEX.findall(rules)}
    assert found - {"#ffffff", "#555555"} == set(signs.values())
    assert [named(path) for path in SCRIPTS if path.name != "colours.js" and set(signs.values()) & drawn(path)] == []


def test_each_file_is_packed_whole_and_the_digest_stands_for_all():
    for name in static_names():
        file = static_file(name)
        assert gzip.decompress(file.packed) == file.content
    assert re.fullmatch("[0-9a-f]{12}", static_digest())
    assert static_file("../files.py") is None
