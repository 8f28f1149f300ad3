"""What is taken away from the web map: a link, code for other pages, a picture and a page on paper."""

import struct

from browsing import faults_of, open_map, page_of


def test_link_code_picture_and_paper_say_what_is_shown(map_server, browser, root, tmp_path):
    with page_of(browser, accept_downloads=True) as page:
        open_map(page, f"{map_server}/releases/valley/map?lang=ar&threshold=60")
        link = page.input_value("#take-away-link")
        assert all(part in link for part in ("version=", "threshold=60", "layer=minutes", "pillar=", "hazards="))
        page.click(".take-away-copy >> nth=0")  # without a permission the text is selected
        page.wait_for_function("() => document.querySelector('.take-away-copy').textContent !== 'نسخ الرابط'")
        code = page.evaluate("document.getElementById('take-away-embed').value")
        assert code.startswith("<iframe")
        assert "/embed?" in code
        with page.expect_download() as saved:
            page.click("#take-away-png")
        saved.value.save_as(tmp_path / "map.png")
        assert saved.value.suggested_filename.startswith("valley_")
        width, height = struct.unpack(">II", (tmp_path / "map.png").read_bytes()[16:24])
        assert width == 2400
        assert height > 1600
        page.pdf(path=tmp_path / "map.pdf", format="A4")
        assert (tmp_path / "map.pdf").stat().st_size > 20_000
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        paper = page.locator(".paper")
        assert link in paper.evaluate("(sheet) => sheet.textContent")
        assert paper.locator(".paper-map").count() == 1
        assert paper.locator(".paper-areas tbody tr").count() > 0
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert paper.evaluate("(sheet) => sheet.childElementCount") == 0
        assert faults_of(page, root) == []


def test_a_name_is_written_in_as_many_lines_as_on_the_screen_and_no_wider(map_server, browser):
    with page_of(browser) as page:
        page.route("**/main.js", lambda route: route.abort())
        page.goto(f"{map_server}/releases/valley/map")
        widest = page.evaluate(
            """async () => {
                const base = document.querySelector("script[src]").src.replace(/[^/]*$/, "");
                const { drawMap } = await import(`${base}panels/take_away/mapping.js`);
                const pen = document.createElement("canvas").getContext("2d");
                const written = [];
                pen.fillText = (text) => written.push([text, pen.measureText(text).width]);
                const names = [["Short", 50, 17], ["<img onerror=alert(1)>" + "Long".repeat(60), 170, 51]];
                const labels = names.map(([text, width, height]) =>
                    ({ text, width, height, kind: "place", x: 200, y: 90 }));
                const found = { canvas: document.createElement("canvas"), labels, width: 400, height: 200 };
                found.canvas.width = found.canvas.height = 9;
                drawMap(pen, found, { x: 0, y: 0, scale: 1, words: { language: "en" }, north: "N" });
                return written;
            }"""
        )
        assert widest[0][0] == "Short"
        assert len(widest) == 1 + 3 + 1  # the last is the north
        assert widest[3][0].endswith("…")
        assert max(width for _, width in widest) < 210
