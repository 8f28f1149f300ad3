"""The pages of a release: one door that reads a tier folder and draws its map, its report and its comparisons."""

from __future__ import annotations

from pathlib import Path

from maps.comparison_page import RunPictures, draw_comparison_page
from maps.effects_sections import comparison_page_name
from maps.map_page import draw_map_page
from maps.need import need_chapters, read_need, write_figures
from maps.plans import plan_chapters, read_plans
from maps.release_reader import read_tier
from maps.report_page import draw_report_page
from maps.why import headline_intervals, read_why, why_chapters


def draw_pages(tier_folder: Path) -> None:
    """Write ``pages/map.html``, ``pages/report.html`` and a ``pages/compare-SLUG.html`` for each comparison.

    They are written into a tier folder such as ``OUT/public`` and open from disk without a network;
    a tier with tables of need and fairness gets their figures as files in ``figures/`` too. All are
    drawn before any is written, so a release never holds one without the others; the page of a
    comparison that is no more is removed. Raises ReleaseError for a folder that is not a whole tier.
    """
    tier = read_tier(tier_folder)
    need, why = read_need(tier), read_why(tier)
    chapters = need_chapters(need, tier)
    drawn = {
        "map.html": draw_map_page(tier, why),
        "report.html": draw_report_page(
            tier,
            chapters,
            (*why_chapters(why, tier, need.group_label), *plan_chapters(read_plans(tier), tier)),
            headline_intervals(why, tier),
        ),
    }
    runs = RunPictures(tier)
    for slug in dict.fromkeys(comparison.slug for comparison in tier.effects.comparisons):
        drawn[comparison_page_name(slug)] = draw_comparison_page(tier, slug, drawn=runs)
    pages = tier_folder / "pages"
    pages.mkdir(exist_ok=True)
    for old in pages.glob(comparison_page_name("*")):
        if old.name not in drawn:
            old.unlink()
    for name, html in drawn.items():
        (pages / name).write_text(html, encoding="utf-8")
    write_figures(tier_folder, chapters)
