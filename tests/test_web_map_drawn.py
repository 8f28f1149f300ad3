"""The map of the web map: painted as its classes say, moved by keys and clicks; a picture where it cannot be drawn."""

import io
import json
import re
from urllib.parse import parse_qs, urlsplit

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from browsing import browser_of, faults_of, needs_browser, open_map, page_of
from PIL import Image
from rasterio.warp import transform
from scipy.ndimage import minimum_filter

from maps.classes import minutes_classes, rgb
from maps.difference_classes import difference_classes
from maps.tiles.drawn_tiles import drawn_layer, drawn_tile
from maps.why.share_classes import sure_classes

RUN = "runs/physical-rehab/default/base/all-year/to/hazards"
BANDS = (30.0, 60.0, 120.0, 240.0)
LAO = "ເມືອງ ຫຼວງພະບາງ ທີ່ຊື່ຍາວ"
HOSTILE = "<img src=x onerror=alert(1)>" + "a" * 150


@pytest.fixture(scope="module")
def a_place(sample_release):
    """A place well inside ground that is 75 to 90 minutes from a centre: lon, lat."""
    with rasterio.open(sample_release / "public" / RUN / "travel_minutes.tif") as raster:
        minutes = raster.read(1, masked=True).filled(np.nan)
        is_there = (minutes > 75) & (minutes <= 90)
        row, column = np.argwhere(minimum_filter(is_there, 3))[0]
        x, y = raster.xy(row, column)
        (lon,), (lat,) = transform(raster.crs, 4326, [x], [y])
    return lon, lat


def painted(page):
    page.wait_for_selector("#map[data-painted]")
    return page


def go(page, **asked):
    """Go elsewhere within the page, as the back button does."""
    page.evaluate(
        """async (asked) => {
            const told = new URLSearchParams(location.search);
            for (const [name, value] of Object.entries(asked)) told.set(name, value);
            history.pushState(null, "", `?${told}`);
            dispatchEvent(new PopStateEvent("popstate"));
            for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
        }""",
        asked,
    )


def colour_in_the_middle(page):
    """The colour of the map in its middle, where nothing but its ground is drawn."""
    picture = Image.open(io.BytesIO(page.locator("#map canvas").screenshot())).convert("RGB")
    return picture.getpixel((picture.width // 2, picture.height // 2))


def asked_of(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def near(one, other):
    return all(abs(a - b) <= 2 for a, b in zip(one, other, strict=True))


@needs_browser
def test_a_cell_has_the_colour_of_its_class_and_another_beyond_the_threshold(map_server, browser, a_place):
    lon, lat = a_place
    band = next(each for each in minutes_classes(BANDS) if each.slug == "within-120-min")
    with page_of(browser) as page:
        open_map(page, f"{map_server}/releases/valley/map?at=13/{lat:.5f}/{lon:.5f}")
        painted(page)
        page.get_by_text(page.locator("#map-layers summary").inner_text()).click()
        for name in ("areas", "gaps", "hazards", "centres", "names"):
            page.locator(f"#map-layer-choice input[data-set={name}]").uncheck()
        assert near(colour_in_the_middle(page), rgb(band.colour))
        go(page, threshold="75")
        assert near(colour_in_the_middle(page), rgb("#440154"))
        assert page.locator("#map-classes li[data-class=beyond]").inner_text().startswith("Over")
        go(page, threshold="90")
        assert near(colour_in_the_middle(page), rgb(band.colour))
        go(page, layer="status")
        page.wait_for_function("() => document.querySelector('#map-classes li[data-class=reached]')")
        assert page.locator("input[name=map-layer]").nth(1).is_checked()
        assert page.locator("input[name=map-layer]").nth(2).is_disabled()
        assert page.locator("#map-layer-choice small").nth(2).inner_text()
        assert page.locator(".map-name").count() == 0


@needs_browser
def test_the_map_goes_by_keys_and_a_click_asks_of_a_place(map_server, browser, root):
    with page_of(browser, reduced_motion="reduce") as page:
        open_map(page, f"{map_server}/releases/valley/map?lang=en")
        painted(page)
        assert page.locator(".map-name").count() > 0
        assert "at" not in asked_of(page)
        page.locator("#map canvas").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_url(re.compile("at="))
        before = asked_of(page)["at"].split("/")
        page.keyboard.press("+")
        page.wait_for_function("(zoom) => !location.search.includes(`at=${zoom}`)", arg=before[0])
        assert float(asked_of(page)["at"].split("/")[0]) > float(before[0])
        assert page.locator(".map-crosshair").is_visible()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("place="))
        lon, lat = map(float, asked_of(page)["place"].split(","))
        zoom, at_lat, at_lon = map(float, asked_of(page)["at"].split("/"))
        assert (lon, lat) == pytest.approx((at_lon, at_lat), abs=0.002 * 2 ** (10 - zoom))
        assert page.locator(".map-place").is_visible()
        assert faults_of(page, root) == []
        page.locator("#map canvas").focus()
        page.keyboard.press("Escape")
        page.wait_for_function("() => !location.search.includes('place=')")
        page.locator("#map canvas").click(position={"x": 200, "y": 200})
        page.wait_for_url(re.compile("place="))
        page.locator("#map-whole").click()
        page.wait_for_function("() => !location.search.includes('at=')")


@needs_browser
def test_without_webgl_a_still_picture_follows_the_question(map_server, root):
    with browser_of("--disable-3d-apis") as browser, page_of(browser) as page:
        open_map(page, f"{map_server}/releases/valley/map?lang=fr&threshold=60")
        picture = page.locator("#map-still")
        assert picture.is_visible()
        assert "WebGL" in page.locator("#map-why-still").inner_text()
        assert "threshold=60&" in picture.get_attribute("src")
        assert "1 h" in picture.get_attribute("alt")
        go(page, threshold="240")
        assert "threshold=240&" in picture.get_attribute("src")
        page.wait_for_function("() => document.getElementById('map-still').naturalWidth > 0")
        assert page.locator("#map-classes li").count() > 5
        assert faults_of(page, root) == []


@pytest.mark.verify
@needs_browser
def test_a_lost_context_comes_back_once_and_then_gives_way_to_the_picture(map_server, browser):
    with page_of(browser) as page:
        open_map(page, f"{map_server}/releases/valley/map?lang=en")
        painted(page)
        lose = """(again) => new Promise((resolve) => {
            const canvas = document.querySelector("#map canvas");
            const lost = canvas.getContext("webgl2").getExtension("WEBGL_lose_context");
            canvas.addEventListener("webglcontextlost", () => setTimeout(resolve), {once: true});
            if (again) canvas.addEventListener("webglcontextrestored", () => setTimeout(resolve), {once: true});
            lost.loseContext();
            if (again) setTimeout(() => lost.restoreContext());
        })"""
        page.evaluate(lose, True)
        assert page.locator("#map canvas").is_visible()
        page.evaluate(lose, False)
        page.wait_for_selector("#map-still:not([hidden])")
        assert page.locator("#map-why-still").is_visible()


@pytest.mark.verify
@needs_browser
def test_tiles_that_do_not_come_are_told_once(map_server, browser):
    with page_of(browser) as page:
        page.route("**/tiles/**/*.png?*", lambda route: route.abort())
        open_map(page, f"{map_server}/releases/valley/map?lang=en")
        page.wait_for_selector("#problems .problem")
        painted(page)
        assert page.locator("#problems .problem").count() == 1


@pytest.mark.verify
@needs_browser
def test_names_of_any_script_and_any_malice_are_texts_of_the_page(map_server, browser, root, sample_release):
    areas = gpd.read_file(sample_release / "public/tables/areas.gpkg").to_crs(4326)
    areas = areas[["area_id", "area_name", "geometry"]].assign(area_name=[HOSTILE] + [LAO] * (len(areas) - 1))
    layer = drawn_layer("areas", areas)

    def answer(route):
        z, x, y = map(int, re.search(r"/areas/(\d+)/(\d+)/(\d+)\.mvt", route.request.url).groups())
        route.fulfill(body=drawn_tile(layer, z, x, y) or b"", content_type="application/vnd.mapbox-vector-tile")

    with page_of(browser, width=320, height=640) as page:
        page.context.route("**/tiles/vector/areas/**", answer)
        open_map(page, f"{map_server}/releases/valley/map?lang=ar")
        painted(page)
        names = page.locator(".map-name-area").all_text_contents()
        assert LAO in names
        assert set(names) <= {LAO, HOSTILE}
        assert page.locator(".map-names img").count() == 0
        assert page.locator(".map-name[dir=auto]").count() == page.locator(".map-name").count()
        page.locator("#map-list summary").click()
        page.locator("#map-in-view bdi").first.wait_for()
        assert {LAO, HOSTILE} <= set(page.locator("#map-in-view bdi").all_text_contents())
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        buttons, frame = page.locator(".map-buttons").bounding_box(), page.locator(".map-frame").bounding_box()
        assert buttons["x"] < frame["x"] + frame["width"] / 2
        assert faults_of(page, root) == []
        page.locator("#map-in-view button").first.click()
        page.wait_for_url(re.compile("area="))


@needs_browser
def test_the_colours_of_the_scripts_are_those_of_the_pictures(map_server, browser):
    with page_of(browser) as page:
        open_map(page, f"{map_server}/releases/valley/map")
        facts = json.loads(page.locator("#nearcare-data").text_content())["facts"]
        for bands in (BANDS, (60.0,), (15.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0)):
            found = page.evaluate(
                "async ([at, bands]) => (await import(`${at}/map/colours.js`)).minutesClasses(bands, bands.at(-1))",
                [facts["static"], list(bands)],
            )
            reached = [each.colour for each in minutes_classes(bands) if each.code <= len(bands) + 1]
            assert [each["colour"] for each in found] == reached
        looks = page.evaluate(
            """async (at) => {
                const all = await import(`${at}/map/colours.js`);
                const {STATUS_LOOKS, CHANGE_LOOKS, SURE_LOOKS, GAINED, LOST, CHANGE_EDGES_MINUTES} = all;
                return {STATUS_LOOKS, CHANGE_LOOKS, SURE_LOOKS, GAINED, LOST, CHANGE_EDGES_MINUTES};
            }""",
            facts["static"],
        )
    statuses = {each.slug: {"colour": each.colour, "stripe": each.stripe} for each in minutes_classes(BANDS)[5:]}
    assert looks["STATUS_LOOKS"] == statuses
    sure = {each.slug: {"colour": each.colour, "stripe": each.stripe} for each in sure_classes()}
    assert sure.items() <= looks["SURE_LOOKS"].items()
    changes = {each.slug: each for each in difference_classes()}
    assert looks["GAINED"] == [changes[f"quicker-{place}"].colour for place in range(5)]
    assert looks["LOST"] == [changes[f"slower-{place}"].colour for place in range(5)]
    for slug, look in looks["CHANGE_LOOKS"].items():
        assert look == {"colour": changes[slug].colour, "stripe": changes[slug].stripe}


@needs_browser
def test_a_ramp_gives_every_step_its_class_and_nothing_else_a_colour(map_server, browser):
    with page_of(browser) as page:
        open_map(page, f"{map_server}/releases/valley/map")
        facts = json.loads(page.locator("#nearcare-data").text_content())["facts"]
        steps = facts["steps_minutes"]
        for threshold in steps:
            ramp = page.evaluate(
                "async ([at, facts, threshold]) => (await import(`${at}/map/colours.js`)).rampOf(facts, threshold)",
                [facts["static"], facts, threshold],
            )
            stops = list(zip(ramp[3::2], ramp[4::2], strict=True))
            assert [code for code, _ in stops] == sorted({code for code, _ in stops})
            for code in range(256):
                (low, before), (high, after) = around(stops, code)
                assert before == after or code in (low, high), "a code lies between two colours"
                colour = after if code == high else before
                is_reached = 1 <= code <= len(steps) + 1
                assert (colour != "rgba(0,0,0,0)") == is_reached
                if is_reached:
                    is_beyond = code == len(steps) + 1 or steps[code - 1] > threshold
                    assert (colour == "#440154") == is_beyond


def around(stops, code):
    low = max((each for each in stops if each[0] <= code), key=lambda each: each[0])
    high = min((each for each in stops if each[0] >= code), key=lambda each: each[0])
    return low, high
