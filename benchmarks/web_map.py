"""The web map in a real browser from a cold cache: first paint, ready, and the bytes on the wire by kind.

    python benchmarks/web_map.py RELEASES [--release sample] [--times 3]

``RELEASES``: a folder of releases. Each time is a new reader of a server that has answered once before, so that the
server's own libraries are loaded, as they are on a server that runs. Limits: first paint 1,500 ms, ready 3,000 ms,
1.2 MB in all.
"""

from __future__ import annotations

import argparse
import importlib
import statistics
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
FIRST_PAINT_MS: Final = 1_500
READY_MS: Final = 3_000
BYTES: Final = 1_200_000
_PAINT: Final = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
_READY: Final = """() => new Promise((tell) => {
  const told = () => document.documentElement.dataset.ready === "true" && tell(performance.now());
  told();
  new MutationObserver(told).observe(document.documentElement, {attributes: true});
})"""


def measure(browser: Any, address: str) -> tuple[float, float, Counter[str]]:
    """First contentful paint and ready in ms, and bytes on the wire by kind, of a reader with nothing kept."""
    browsing = importlib.import_module("browsing")  # of the tests
    with browsing.page_of(browser) as page:
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        kinds: dict[str, str] = {}
        sizes: Counter[str] = Counter()
        wire.on("Network.responseReceived", lambda told: kinds.update({told["requestId"]: told["type"]}))
        wire.on(
            "Network.loadingFinished",
            lambda told: sizes.update({kinds.get(told["requestId"], "?"): int(told["encodedDataLength"])}),
        )
        page.goto(address, wait_until="commit")
        page.wait_for_selector("html")
        ready_ms = page.evaluate(_READY)
        page.wait_for_load_state("networkidle")
        return page.evaluate(_PAINT), ready_ms, sizes


def main() -> int:
    """Measure and print; 1 if a limit is not met."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("releases", type=Path)
    asked.add_argument("--release", default="sample")
    asked.add_argument("--times", type=int, default=3)
    told = asked.parse_args()
    sys.path.insert(0, str(ROOT / "tests"))
    browsing = importlib.import_module("browsing")
    with (
        tempfile.TemporaryDirectory() as state,
        browsing.served(told.releases, ROOT, state) as root,
        browsing.browser_of() as browser,
    ):
        address = f"{root}/releases/{told.release}/map"
        measure(browser, address)
        found = [measure(browser, address) for _ in range(told.times)]
    paint, ready = statistics.median(each[0] for each in found), statistics.median(each[1] for each in found)
    sizes = found[-1][2]
    print(f"first contentful paint {paint:,.0f} ms (at most {FIRST_PAINT_MS:,})")
    print(f"ready                  {ready:,.0f} ms (at most {READY_MS:,})")
    for kind, size in sizes.most_common():
        print(f"{kind:<22} {size:>9,} bytes")
    print(f"{'all':<22} {sum(sizes.values()):>9,} bytes (at most {BYTES:,})")
    return int(paint > FIRST_PAINT_MS or ready > READY_MS or sum(sizes.values()) > BYTES)


if __name__ == "__main__":
    sys.exit(main())
