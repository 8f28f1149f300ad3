"""The pages of a release: one door that reads a tier folder and draws its map and its report."""

from __future__ import annotations

from pathlib import Path

from maps.map_page import draw_map_page
from maps.release_reader import read_tier
from maps.report_page import draw_report_page


def draw_pages(tier_folder: Path) -> None:
    """Write ``pages/map.html`` and ``pages/report.html`` into a tier folder such as ``OUT/public``.

    Both open from disk without a network. Both are drawn before either is written, so a release
    never holds one without the other. Raises ReleaseError for a folder that is not a whole tier.
    """
    tier = read_tier(tier_folder)
    drawn = {"map.html": draw_map_page(tier), "report.html": draw_report_page(tier)}
    pages = tier_folder / "pages"
    pages.mkdir(exist_ok=True)
    for name, html in drawn.items():
        (pages / name).write_text(html, encoding="utf-8")
