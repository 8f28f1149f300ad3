"""The web map in a real browser: how soon it is there and how large, how fast a threshold and a what-if are shown.

    python benchmarks/web_map.py RELEASES [--release sample] [--times 5] [--steps open threshold what-if] [--list]
    python benchmarks/web_map.py RELEASES --release comoros --at 43.35,-11.75 --steps what-if

``RELEASES``: a folder of releases. Limits, on a machine at rest:

open       first paint 1,500 ms, ready 3,000 ms, 1.2 MB on the wire in all. Each time is a new reader with nothing kept,
           of a server that has answered once before, so that its libraries are loaded, as they are on one that runs.
threshold  100 ms from a moved threshold to the end of its frame on the graphics processor; the map at rest.
what-if    1,500 ms from the button to the frame after the answer stands on the page, for the first that is asked;
           ``--at`` is lon,lat of the new centre, each time a place a little further east. The server has answered one
           that changes nothing before.

"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import statistics
import sys
import tempfile
import urllib.request
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
FIRST_PAINT_MS: Final = 1_500
READY_MS: Final = 3_000
BYTES: Final = 1_200_000
THRESHOLD_MS: Final = 100
WHAT_IF_MS: Final = 1_500
_STEP_DEGREES: Final = 0.01
_FIRST_S: Final = 300
_PAINT: Final = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
_READY: Final = """() => new Promise((tell) => {
  const told = () => document.documentElement.dataset.ready === "true" && tell(performance.now());
  told();
  new MutationObserver(told).observe(document.documentElement, {attributes: true});
})"""
_PAINTED: Final = "() => document.getElementById('map').dataset.painted"
_ASKED: Final = """() => performance.getEntriesByType("resource").map((each) =>
  [each.name, each.initiatorType, each.startTime + performance.timeOrigin, each.responseEnd + performance.timeOrigin,
  each.transferSize])"""
_THRESHOLD: Final = """(button) => new Promise((tell) => {
  const drawn = document.querySelector("#map canvas").getContext("webgl2");
  const pixel = new Uint8Array(4);
  const from = performance.now();
  document.getElementById(button).click();
  requestAnimationFrame(() => {
    drawn.readPixels(0, 0, 1, 1, drawn.RGBA, drawn.UNSIGNED_BYTE, pixel);
    const took = performance.now() - from;
    requestAnimationFrame(() => requestAnimationFrame(() => tell(took)));
  });
})"""
_WHAT_IF: Final = """() => {
  const box = document.querySelector("#what-if [data-part=result]");
  window.asked = undefined;
  window.shown_ms = new Promise((tell) => {
    document.querySelector("#what-if form").addEventListener("submit", () => { window.asked = performance.now(); }, {
      capture: true, once: true });
    const told = new MutationObserver(() => {
      if (box.hidden || !window.asked) return;
      told.disconnect();
      requestAnimationFrame(() => setTimeout(() => tell(performance.now() - window.asked)));
    });
    told.observe(box, {attributes: true, childList: true, subtree: true});
  });
}"""


def measure_open(browsing: Any, browser: Any, address: str, *, is_listed: bool = False) -> tuple[float, float, Any]:
    """First contentful paint and ready in ms, and bytes on the wire by kind, of a reader with nothing kept."""
    with browsing.page_of(browser) as page:
        page.goto(address, wait_until="commit")
        page.wait_for_selector("html")
        ready_ms = page.evaluate(_READY)
        page.wait_for_function(_PAINTED)
        page.wait_for_load_state("networkidle")
        paint_ms, began = page.evaluate(_PAINT), page.evaluate("performance.timeOrigin")
        asked = [*page.evaluate(_ASKED), *(each for worker in page.workers for each in worker.evaluate(_ASKED))]
        sizes = Counter({"page": page.evaluate("performance.getEntriesByType('navigation')[0].transferSize")})
    for name, kind, start, end, size in sorted(asked, key=lambda each: each[2]):
        path = name.split("?")[0].split("/", 3)[-1]
        sizes[path.rsplit(".", 1)[-1] if "." in path.rsplit("/", 1)[-1] else kind] += size
        if is_listed:
            print(f"{start - began:8,.0f} {end - began:8,.0f} ms {size:9,} bytes  {path[-90:]}")
    return paint_ms, ready_ms, sizes


def measure_threshold(page: Any, times: int) -> list[float]:
    """Milliseconds from a press on less or more, in turn, to the end of its frame."""
    page.wait_for_function(_PAINTED)
    page.wait_for_load_state("networkidle")
    return [page.evaluate(_THRESHOLD, press) for press in ["threshold-less", "threshold-more"] * times]


def measure_what_if(page: Any, lon: float, lat: float) -> float:
    """Milliseconds from the submitted form to the frame after the answer stands on the page."""
    panel = page.locator("#what-if")
    panel.locator("#what-if-kind").select_option("add_centre")
    panel.locator("#what-if-lon").fill(f"{lon:.5f}")
    panel.locator("#what-if-lat").fill(f"{lat:.5f}")
    page.evaluate(f"({_WHAT_IF})()")
    panel.locator("button[type=submit]").click()
    return float(page.evaluate("window.shown_ms"))


def warm(address: str, release: str) -> None:
    """Let the server read the country and compile, by a what-if that changes nothing."""
    with urllib.request.urlopen(f"{address}/releases/{release}/runs") as answer:  # noqa: S310 - this machine
        runs = [run["id"] for run in json.load(answer)["runs"] if ".base." in run["id"]]
    run = next((each for each in runs if each.endswith(".hazards")), runs[0])
    body = json.dumps({"run": run, "changes": []}).encode()
    asked = urllib.request.Request(  # noqa: S310
        f"{address}/releases/{release}/what-ifs", body, {"Content-Type": "application/json"}
    )
    urllib.request.urlopen(asked, timeout=_FIRST_S).read()  # noqa: S310


def told(name: str, found: float, most: float, unit: str = "ms") -> bool:
    """Print a figure beside its limit; whether it is kept."""
    print(f"{name:<28} {found:>9,.0f} {unit} (at most {most:,} {unit})")
    return found <= most


def main() -> int:
    """Measure and print; 1 if a limit is not met."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("releases", type=Path)
    asked.add_argument("--release", default="sample")
    asked.add_argument("--at", default="-29.79,45.15", help="lon,lat of a what-if's centre")
    asked.add_argument("--times", type=int, default=5)
    asked.add_argument("--steps", nargs="+", choices=sorted(_STEPS), default=["open", "threshold"])
    asked.add_argument("--list", action="store_true", help="print what one reader asks for, and when")
    given = asked.parse_args()
    sys.path.insert(0, str(ROOT / "tests"))
    browsing = importlib.import_module("browsing")  # of the tests
    with (
        tempfile.TemporaryDirectory() as state,
        browsing.served(given.releases, ROOT, state) as root,
        browsing.browser_of() as browser,
    ):
        kept = [_STEPS[step](browsing, browser, root, given) for step in given.steps]
    print(f"load of the machine {', '.join(f'{each:.1f}' for each in os.getloadavg())} on {os.cpu_count()} cores")
    return int(not all(kept))


def _open(browsing: Any, browser: Any, root: str, given: argparse.Namespace) -> bool:
    measure = partial(measure_open, browsing, browser, f"{root}/releases/{given.release}/map")
    measure()
    if given.list:
        measure(is_listed=True)
    found = [measure() for _ in range(given.times)]
    sizes = found[-1][2]
    for kind, size in sizes.most_common():
        print(f"{kind:<28} {size:>9,} bytes")
    return all(
        [
            told("first contentful paint", statistics.median(each[0] for each in found), FIRST_PAINT_MS),
            told("ready", statistics.median(each[1] for each in found), READY_MS),
            told("whole page", sizes.total(), BYTES, "bytes"),
        ]
    )


def _threshold(browsing: Any, browser: Any, root: str, given: argparse.Namespace) -> bool:
    with browsing.page_of(browser) as page:
        browsing.open_map(page, f"{root}/releases/{given.release}/map?lang=en")
        times = measure_threshold(page, given.times)
    print("threshold steps " + " ".join(f"{each:.0f}" for each in times))
    return told("threshold step", statistics.median(times), THRESHOLD_MS)


def _what_if(browsing: Any, browser: Any, root: str, given: argparse.Namespace) -> bool:
    lon, lat = (float(part) for part in given.at.split(","))
    warm(root, given.release)
    with browsing.page_of(browser) as page:
        browsing.open_map(page, f"{root}/releases/{given.release}/map?lang=en")
        page.wait_for_function(_PAINTED)
        times = [measure_what_if(page, lon + each * _STEP_DEGREES, lat) for each in range(given.times)]
    print(f"{'what-if, the later ones':<28} {statistics.median(times[1:] or times):>9,.0f} ms")
    return told("what-if, the first", times[0], WHAT_IF_MS)


_STEPS: Final[dict[str, Callable[..., bool]]] = {"open": _open, "threshold": _threshold, "what-if": _what_if}


if __name__ == "__main__":
    sys.exit(main())
