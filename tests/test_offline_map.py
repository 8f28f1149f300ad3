"""The map in one file: it opens from disk with the network off, in any language, and follows its threshold."""

import re

import pytest
from browsing import faults_of, page_of
from release_on_disk import write_tier
from typer.testing import CliRunner

from api.cli import app
from geo.errors import InputError, ReleaseError
from maps.gap_reports import run_id
from maps.languages import LANGUAGES, page_words
from maps.offline import choose_runs, draw_offline_map, write_offline_map
from maps.release_reader import read_tier

HOSTILE = "<img src=x onerror=alert(1)> " + "Verylongname" * 20


@pytest.fixture(scope="module")
def tier(tmp_path_factory):
    return read_tier(write_tier(tmp_path_factory.mktemp("offline") / "public", area_names=(HOSTILE, "الوادي ພູ")))


@pytest.fixture(scope="module")
def files(tier, tmp_path_factory):
    """A file for each language."""
    folder = tmp_path_factory.mktemp("files")
    for language in LANGUAGES:
        write_offline_map(draw_offline_map(tier, choose_runs(tier), language=language), folder / f"{language}.html")
    return folder


def opened(page, path):
    page.context.set_offline(True)
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready=true]")
    page.wait_for_selector("canvas[data-painted]")
    return page


def colour_at(page, code):
    """The colour in which the first pixel of a code is painted."""
    return page.evaluate(
        """(code) => { const canvas = document.querySelector("canvas.leaflet-image-layer");
        const bounds = offline.pictures[offline.run].getBounds();
        for (let row = 0.5; row < 60; row += 1) for (let column = 0.5; column < 60; column += 1) {
          const place = L.latLng(bounds.getSouth() + (bounds.getNorth() - bounds.getSouth()) * row / 60,
            bounds.getWest() + (bounds.getEast() - bounds.getWest()) * column / 60);
          if (offline.pictures[offline.run].codeAt(place) !== code) continue;
          const at = [bounds.getNorthWest(), bounds.getSouthEast(), place].map((each) => L.CRS.EPSG3857.project(each));
          const x = Math.floor((at[2].x - at[0].x) / (at[1].x - at[0].x) * canvas.width);
          const y = Math.floor((at[2].y - at[0].y) / (at[1].y - at[0].y) * canvas.height);
          return [...canvas.getContext("2d").getImageData(x, y, 1, 1).data].join(); }
        return null; }""",
        code,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_offline_in_every_language_and_at_every_width(files, browser, root, language):
    width = {"ar": 320, "lo": 320, "fr": 768}.get(language, 1280)
    with page_of(browser, width=width) as page:
        opened(page, files / f"{language}.html")
        assert page.said == []
        assert faults_of(page, root) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("[document.documentElement.lang, document.documentElement.dir].join()") == (
            f"{language},{'rtl' if language == 'ar' else 'ltr'}"
        )
        assert page.locator("#areas tbody tr").count() == 4
        assert page.evaluate("document.querySelectorAll('img[src=x]').length") == 0


def test_the_threshold_is_moved_by_keys_and_share_table_legend_and_pixels_follow(files, browser):
    with page_of(browser) as page:
        opened(page, files / "en.html")
        before = page.locator(".step-share").inner_text(), page.locator("#areas").inner_text()
        legend, colour = page.locator(".step-legend li").count(), colour_at(page, 3)
        page.focus("#threshold-range")
        page.keyboard.press("ArrowLeft")
        after = page.locator(".step-share").inner_text(), page.locator("#areas").inner_text()
        assert before[0] != after[0]
        assert before[1] != after[1]
        assert page.locator(".step-legend li").count() == legend - 1
        assert colour is not None
        assert colour_at(page, 3) != colour
        assert "1 h" in page.get_attribute("#threshold-range", "aria-valuetext")
        took_ms = page.evaluate("""() => { const from = performance.now(); offline.control.move(0);
            return performance.now() - from; }""")
        assert took_ms <= 100


def test_a_search_and_enter_open_a_place_and_escape_gives_the_focus_back(files, browser):
    with page_of(browser) as page:
        opened(page, files / "ar.html")
        page.fill("#search", "الوادى")  # another writing of the last letter
        page.keyboard.press("Enter")
        page.wait_for_selector(".leaflet-popup")
        assert "الوادي" in page.locator(".popup-title").inner_text()
        page.keyboard.press("Escape")
        page.wait_for_selector(".leaflet-popup", state="detached")
        assert page.evaluate("document.activeElement.className") == "place"


def test_a_shape_that_takes_the_focus_has_a_name_and_escape_closes_what_it_opens(files, browser):
    with page_of(browser) as page:
        opened(page, files / "en.html")
        page.focus("#offline_map")
        for _ in range(9):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.tagName") == "path":
                break
        name, role = page.evaluate("[document.activeElement.ariaLabel, document.activeElement.role]")
        assert role == "button"
        page.keyboard.press("Enter")
        page.wait_for_selector(".leaflet-popup")
        assert page.locator(".popup-title").last.inner_text() == name
        page.keyboard.press("Escape")
        page.wait_for_selector(".leaflet-popup", state="detached")


def test_a_name_that_is_markup_stays_text(tier):
    html = draw_offline_map(tier, choose_runs(tier)).html
    assert "<img src=x" not in html
    assert not re.search(r"src=[\"']https?:", html)


def test_the_same_release_gives_the_same_file(tier):
    assert draw_offline_map(tier, choose_runs(tier)).html == draw_offline_map(tier, choose_runs(tier)).html


def test_runs_are_chosen_by_id_or_service_and_an_unknown_one_is_told_with_the_nearest(tier):
    first = choose_runs(tier)
    assert {run.key.pillar for run in first} == {first[0].key.pillar}
    assert choose_runs(tier, [run_id(tier.runs[0].key)]) == (tier.runs[0],)
    assert {run.key.pillar for run in choose_runs(tier, ["psychosocial"])} == {"psychosocial"}
    with pytest.raises(InputError, match="Do you mean psychosocial"):
        choose_runs(tier, ["psychosocal"])


def test_a_file_that_is_too_large_is_refused_unless_it_is_asked_for(tier, tmp_path, monkeypatch):
    drawn = draw_offline_map(tier, choose_runs(tier))
    monkeypatch.setattr("maps.offline.writing.LARGEST_BYTES", 1000)
    with pytest.raises(InputError, match="--large"):
        write_offline_map(drawn, tmp_path / "map.html")
    assert list(tmp_path.iterdir()) == []
    write_offline_map(drawn, tmp_path / "map.html", may_be_large=True)
    assert (tmp_path / "map.html").read_text("utf-8") == drawn.html


def test_a_tier_that_publishes_no_hazards_has_none_in_its_file(tmp_path):
    tier = read_tier(write_tier(tmp_path / "public", hazards_published=False))
    html = draw_offline_map(tier, choose_runs(tier)).html
    assert "var hazards" not in html
    assert '"title": "Physical rehabilitation' in html
    assert page_words("en").say("offline-hazards-kept-back") in html


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nowhere"], "is no folder"),
        (["{release}/public"], "has no tier 'public'"),
        (["{release}", "--tier", "partner"], "has no tier 'partner'; it has public"),
        (["{release}", "--language", "french"], "Do you mean fr?"),
        (["{release}", "--runs", "psychosocal"], "Do you mean psychosocial?"),
        (["{release}", "--out", "map.pdf"], "ends in .html"),
    ],
)
def test_the_command_tells_what_is_wrong_and_writes_nothing(tmp_path, monkeypatch, words, told):
    write_tier(tmp_path / "valley/public")
    (tmp_path / "valley/manifest.json").write_text("{}", "utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["publish", *(each.format(release="valley") for each in words)])
    assert done.exit_code == 1
    assert told in " ".join((done.output + done.stderr).split())
    assert [path.name for path in tmp_path.iterdir()] == ["valley"]


def test_the_command_writes_the_file_and_says_what_is_in_it(tmp_path, monkeypatch):
    write_tier(tmp_path / "valley/public")
    (tmp_path / "valley/manifest.json").write_text("{}", "utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["publish", "valley", "--language", "lo"])
    assert done.exit_code == 0
    assert "MB, tier public" in done.output
    assert "2 more runs are not in it" in done.output
    assert 'lang="lo"' in (tmp_path / "valley-public.html").read_text("utf-8")


def test_an_old_release_without_its_tables_is_told(tmp_path):
    folder = write_tier(tmp_path / "public")
    (folder / "tables/areas.parquet").unlink()
    with pytest.raises(ReleaseError):
        read_tier(folder)
