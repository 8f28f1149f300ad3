"""The map of how sure it is: classes by draws, hatching over the minutes, and regions that say why."""

import io
import re
import warnings
from html import unescape

import numpy as np
import pytest
import rasterio
from affine import Affine
from certainty_on_disk import write_certainty
from rasterio.errors import NotGeoreferencedWarning
from rasterio.io import MemoryFile
from release_on_disk import write_tier
from test_pages import Seen
from test_pages_in_browser import BROWSER, open_page

from geo.errors import ReleaseError
from maps.map_page import draw_map_page
from maps.pages import draw_pages
from maps.pictures import ClassRaster, draw_picture
from maps.release_reader import read_tier
from maps.why import read_why, sure_legend, sure_variables
from maps.why.share_classes import classify_shares, hatch_classes, read_edge, read_shares, sure_classes, unsure_cells

IN_BROWSER = pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine; install the package chromium")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = write_certainty(write_tier(tmp_path_factory.mktemp("sure") / "public"), count=2)
    draw_pages(folder)
    return folder


@pytest.fixture(scope="module")
def html(folder):
    return (folder / "pages/map.html").read_text("utf-8")


def test_a_limit_belongs_to_the_surer_class_in_single_precision_too():
    share = np.array([[0, 0.0999, 0.1, 0.4999, 0.5, 0.8999, 0.9, 1, np.nan]])
    for kind in (np.float64, np.float32):
        assert classify_shares(share.astype(kind)).tolist() == [[1, 1, 2, 2, 3, 3, 4, 4, 0]]
    with pytest.raises(ReleaseError, match=r"underserved_share\.tif holds a share below 0 or above 1"):
        classify_shares(np.array([[1.2]]))


def test_classes_are_told_apart_by_lightness_and_in_words():
    classes = sure_classes()
    assert [each.code for each in classes] == [1, 2, 3, 4]
    lightness = [sum(int(each.colour[at : at + 2], 16) for at in (1, 3, 5)) for each in classes]
    assert lightness == sorted(lightness, reverse=True)
    assert [each.stripe is None for each in classes] == [True, False, False, True]
    assert all("%" in each.label for each in classes)


def test_what_is_not_sure_is_hatched(folder):
    shares = read_shares(read_tier(folder).runs[0].folder)
    assert set(np.unique(shares.code)) == {0, 1, 2, 3, 4}
    assert (unsure_cells(shares).code == 1).sum() == np.isin(shares.code, (2, 3)).sum()


def alpha_of(png):
    """How opaque each pixel of a PNG with a palette is, 0 to 255."""
    with warnings.catch_warnings(), MemoryFile(io.BytesIO(png)) as memory:
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with memory.open() as picture:
            palette = picture.colormap(1)
            return np.vectorize(lambda entry: palette[entry][3])(picture.read(1))


def test_hatching_leaves_what_lies_below_to_be_seen():
    raster = ClassRaster(
        code=np.ones((20, 20), np.uint8), affine=Affine(0.01, 0, 8, 0, -0.01, 49), crs=rasterio.CRS.from_epsg(4326)
    )
    rising, falling = (alpha_of(draw_picture(raster, (each,)).png) for each in hatch_classes())
    for drawn in (rising, falling):
        assert 0.6 < (drawn == 0).mean() < 0.9
        assert set(np.unique(drawn)) == {0, 255}
    assert not (rising == falling).all()


def test_a_run_without_these_rasters_has_no_layer(tmp_path):
    tier = read_tier(write_tier(tmp_path / "public"))
    assert read_shares(tier.runs[0].folder) is None
    assert read_edge(tier.runs[0].folder) is None
    assert sure_variables(tier.runs) == {}
    legend = sure_legend(tier, tier.runs)
    assert not legend["classes"]
    assert not legend["hatching"]
    html = draw_map_page(tier)
    assert "How sure" not in Seen(html).text
    assert "Hatching" not in Seen(html).text


def test_the_legend_says_in_words_what_is_drawn(html):
    said = Seen(html).text
    assert "How sure: farther than 2 hours Almost surely within: beyond in less than 10 % of the draws" in said
    assert "Not sure: beyond in 10 to 90 % of the draws" in said
    assert "A road or centre beyond the edge of the study could give a shorter way" in said
    assert "No recorded hazard does not mean safe." in said


def test_each_run_has_its_own_layers(folder):
    tier = read_tier(folder)
    variables = sure_variables(tier.runs)
    assert set(variables) == {"sure", "unsure", "edge"}
    assert variables["edge"] == {"group": "edge_shown", "layers": [f"edge_{place}" for place in range(4)]}


def test_the_page_is_the_same_to_the_last_byte_each_time(folder, html):
    tier = read_tier(folder)
    assert draw_map_page(tier, read_why(tier)) == html


@IN_BROWSER
def test_a_region_says_why_and_how_sure_and_the_hatching_is_there(folder, tmp_path):
    click = 'document.querySelector("button.place[data-kind=gap]").click();'
    document, console = open_page(folder / "pages/map.html", tmp_path, then=click)
    assert console == []
    assert document.count('class="leaflet-image-layer') == 2  # minutes and the hatching of what is not sure
    lead = unescape(re.search(r'<p class="popup-lead">(.*?)</p>', document)[1])
    assert lead.endswith("Curing the first reason alone would bring 1,000 of them within 2 hours.")
    assert "<dt>How sure</dt><dd>Underserved in 97 of 100 draws: almost surely." in document
    assert "<dt>Why</dt><dd>Hazard areas 50 %; Roads not good all year 10 %" in document


@IN_BROWSER
def test_a_place_says_how_sure_it_is_once_the_layer_is_shown(folder, tmp_path):
    ask = """document.querySelectorAll("#layers input[type=radio]")[1].click();
        document.querySelectorAll("#layers input[type=checkbox]").forEach((box) => {
        if (/How sure|the edge could/.test(box.parentElement.textContent)) box.click(); });
        setTimeout(() => nearcare.showPlace(L.latLng(48.96, 8.33), null), 500);"""
    document, console = open_page(folder / "pages/map.html", tmp_path, then=ask)
    assert console == []
    assert document.count('class="leaflet-image-layer') == 4
    assert "<dt>How sure</dt><dd>Almost surely beyond: in 90 % of the draws or more</dd>" in document
