"""The pages in a real browser with the network off: Leaflet starts, popups are text, nothing complains."""

import re
import shutil
import subprocess
from html import unescape

import geopandas as gpd
import pytest
from effects_on_disk import write_tier_with_effects
from release_on_disk import write_tier

from maps.pages import draw_pages

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--enable-logging=stderr",
    "--virtual-time-budget=4000",
    "--window-size=1280,900",
    "--dump-dom",
)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine; install the package chromium")


@pytest.fixture(scope="module")
def tier_folder(tmp_path_factory):
    folder = write_tier(tmp_path_factory.mktemp("browser") / "public")
    draw_pages(folder)
    return folder


@pytest.fixture(scope="module")
def effects_folder(tmp_path_factory):
    folder = write_tier_with_effects(tmp_path_factory.mktemp("effects") / "public")
    draw_pages(folder)
    return folder


def open_page(path, profile, *, then=""):
    """The document as it stands after loading and after a script, and what the console said."""
    page = path
    if then:
        page = path.with_name(f"then-{path.name}")
        action = f'<script>addEventListener("load", () => {{ {then} }});</script></body>'
        page.write_text(path.read_text("utf-8").replace("</body>", action), "utf-8")
    command = [BROWSER, *OPTIONS, f"--user-data-dir={profile}", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def test_the_map_starts_and_nothing_complains(tier_folder, tmp_path):
    document, console = open_page(tier_folder / "pages/map.html", tmp_path)
    assert console == []
    assert "leaflet-container" in document
    assert document.count('class="leaflet-image-layer') == 1
    assert len(re.findall(r'name="leaflet-base-layers_\d+"', document)) == 4
    assert "Inside a recorded hazard area" in document
    assert re.search(
        r'id="shown-run">Physical rehabilitation, prosthetics and orthotics, hazards as recorded<', document
    )
    assert 'class="leaflet-control-scale' in document
    # two areas, two hazard areas, one region and the two centres of the pillar
    assert len(re.findall(r'<path class="leaflet-interactive', document)) == 7


def test_a_popup_shows_markup_as_text(tier_folder, tmp_path):
    click = 'document.querySelector("button.place[data-kind=centre]").click();'
    document, console = open_page(tier_folder / "pages/map.html", tmp_path, then=click)
    assert console == []
    title = re.search(r'<p class="popup-title">(.*?)</p>', document)
    assert unescape(title[1]) == "North <script>alert(1)</script> Centre"
    assert "<script>alert(1)" not in document


def test_another_run_brings_its_own_figures_and_centres(tier_folder, tmp_path):
    choose = 'document.querySelectorAll("#layers input[type=radio]")[3].click();'
    document, console = open_page(tier_folder / "pages/map.html", tmp_path, then=choose)
    assert console == []
    assert re.search(r'id="shown-run">Psychological and psychosocial support, all hazards released<', document)
    assert len(re.findall(r'<path class="leaflet-interactive', document)) == 6  # one centre
    assert re.search(r'<details data-run="3">', document)


def test_a_place_tells_the_class_of_its_cell_and_the_figures_of_its_area(tier_folder, tmp_path):
    ask = (
        "const at = L.latLng(48.96, 8.315); const wait = () => nearcare.layers.runs[nearcare.run].codeAt(at) === 0"
        " ? setTimeout(wait, 20) : nearcare.showPlace(at, nearcare.layers.areas.getLayers()[1].feature); wait();"
    )
    document, console = open_page(tier_folder / "pages/map.html", tmp_path, then=ask)
    assert console == []
    popup = re.search(r'<p class="popup-title">(.*?)</dl>', document)[0]
    assert "Lower" in popup
    assert "<dt>Here</dt><dd>No way to a centre</dd>" in popup


def test_the_report_opens_and_nothing_complains(tier_folder, tmp_path):
    document, console = open_page(tier_folder / "pages/report.html", tmp_path)
    assert console == []
    assert "people reach the nearest centre" in re.sub(r"\s+\(.*?\)", "", document)


def test_a_study_without_areas_starts_without_their_layer(tier_folder, tmp_path):
    folder = shutil.copytree(tier_folder, tmp_path / "public")
    areas = gpd.read_file(folder / "tables/areas.gpkg", layer="areas").iloc[:1]
    areas.assign(area_id="all", area_name="all").to_file(folder / "tables/areas.gpkg", layer="areas")
    draw_pages(folder)
    document, console = open_page(folder / "pages/map.html", tmp_path / "profile")
    assert console == []
    assert "leaflet-container" in document
    assert "Outline" not in re.sub(r"<script>.*?</script>", "", document, flags=re.DOTALL).replace(
        "Outlines of reg", ""
    )
    assert "Areas (" not in document


def test_the_layer_of_clearance_opens_from_its_list_with_a_sentence(effects_folder, tmp_path):
    click = 'document.querySelector("button.place[data-kind=clearance]").click();'
    document, console = open_page(effects_folder / "pages/map.html", tmp_path, then=click)
    assert console == []
    lead = re.search(r'<p class="popup-lead">(.*?)</p>', document)
    first = "Releasing area 1, Made-up field <b>1</b> in Upper (confirmed, 0.40 km²) alone would"
    assert unescape(lead[1]).startswith(first)
    assert document.count('fill="#67001f"') == 4  # over 100 person-hours


def test_a_disputed_road_tells_who_depends_on_it(effects_folder, tmp_path):
    click = 'document.querySelector("button.place[data-kind=disputed]").click();'
    document, console = open_page(effects_folder / "pages/map.html", tmp_path, then=click)
    assert console == []
    assert "<dt>People depending</dt><dd>500</dd>" in document


def test_a_run_without_hazards_empties_the_layer_of_clearance(effects_folder, tmp_path):
    choose = """document.querySelector("button.place[data-kind=clearance]").click();
        document.querySelectorAll("#layers input[type=radio]")[1].click();"""
    document, console = open_page(effects_folder / "pages/map.html", tmp_path, then=choose)
    assert console == []
    assert 'fill="#67001f"' not in document


def test_a_difference_on_the_map_is_told_at_a_place(effects_folder, tmp_path):
    ask = """document.querySelectorAll("#layers input[type=checkbox]").forEach((box) => {
        if (box.parentElement.textContent.includes("Difference: Released: north ridge: Physical")) box.click(); });
        setTimeout(() => nearcare.showPlace(L.latLng(49.04, 8.32), null), 500);"""
    document, console = open_page(effects_folder / "pages/map.html", tmp_path, then=ask)
    assert console == []
    assert "<dt>Difference</dt><dd>Quicker by 30 to 60 min (Released: north ridge: Physical" in document


def test_the_maps_of_a_comparison_move_together_and_tell_a_place(effects_folder, tmp_path):
    move = """compare.maps.after.setView([49.0, 8.2], 12, { animate: false });
        const [one, two] = ["before", "difference"].map((side) => compare.maps[side]);
        document.body.dataset.zooms = `${one.getZoom()} ${two.getZoom()} ${two.getCenter().lat.toFixed(3)}`;
        setTimeout(() => compare.showPlace(L.latLng(49.04, 8.32)), 500);"""
    document, console = open_page(effects_folder / "pages/compare-released-north.html", tmp_path, then=move)
    assert console == []
    assert 'data-zooms="12 12 49.000"' in document
    assert document.count('class="leaflet-image-layer') == 3
    assert "Before: Over 2 h to 4 h. After: Over 2 h to 4 h. Difference: Quicker by 30 to 60 min." in document


def test_another_pillar_brings_its_own_words_to_a_comparison(effects_folder, tmp_path):
    choose = """const choice = document.getElementById("view");
        choice.value = "1"; choice.dispatchEvent(new Event("change"));"""
    document, console = open_page(effects_folder / "pages/compare-released-north.html", tmp_path, then=choose)
    assert console == []
    assert '<div data-view="0" hidden' in document
    assert '<div data-view="1" hidden' not in document
    assert document.count('class="leaflet-image-layer') == 3
