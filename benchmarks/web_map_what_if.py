"""A what-if on the web map in a real browser: from the button that tries a change to its answer on the page.

    python benchmarks/web_map_what_if.py RELEASES --release comoros --at 43.35,-11.75 [--times 5]

``RELEASES``: a folder of releases. The server has answered one what-if before, as one that runs has. ``--at``: lon,lat
of the new centre; each time is a place a little further east. Limit: 1,500 ms for the first, on a machine at rest.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
SHOWN_MS: Final = 1_500
_STEP_DEGREES: Final = 0.01
_FIRST_S: Final = 300
_WATCH: Final = """() => {
  const box = document.querySelector("#what-if [data-part=result]");
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


def measure(page: Any, lon: float, lat: float) -> float:
    """Milliseconds from the submitted form to the frame after the answer stands on the page."""
    panel = page.locator("#what-if")
    panel.locator("#what-if-kind").select_option("add_centre")
    panel.locator("#what-if-lon").fill(f"{lon:.5f}")
    panel.locator("#what-if-lat").fill(f"{lat:.5f}")
    page.evaluate(f"window.asked = undefined; ({_WATCH})()")
    panel.locator("button[type=submit]").click()
    return float(page.evaluate("window.shown_ms"))


def main() -> int:
    """Measure and print; 1 if the limit is not met."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("releases", type=Path)
    asked.add_argument("--release", default="sample")
    asked.add_argument("--at", default="-29.79,45.15")
    asked.add_argument("--times", type=int, default=5)
    told = asked.parse_args()
    lon, lat = (float(part) for part in told.at.split(","))
    sys.path.insert(0, str(ROOT / "tests"))
    browsing = importlib.import_module("browsing")  # of the tests
    with tempfile.TemporaryDirectory() as state, browsing.served(told.releases, ROOT, Path(state)) as address:
        warm(address, told.release)
        with browsing.browser_of() as browser, browsing.page_of(browser) as page:
            browsing.open_map(page, f"{address}/releases/{told.release}/map?lang=en")
            times = [measure(page, lon + each * _STEP_DEGREES, lat) for each in range(told.times)]
    print(f"first {times[0]:,.0f} ms, median {statistics.median(times):,.0f} ms, limit {SHOWN_MS:,} ms")
    return int(times[0] > SHOWN_MS)


if __name__ == "__main__":
    raise SystemExit(main())
