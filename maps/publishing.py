"""What people see of a tier, made when it is published: its pages and its tiles."""

from __future__ import annotations

from pathlib import Path

from geo.progress import Progress, silent
from maps.pages import draw_pages
from maps.tiles import write_tiles


def publish_tier(tier_folder: Path, *, progress: Progress = silent) -> None:
    """Write ``pages/``, ``figures/`` and ``tiles/`` into a tier folder such as ``OUT/public``.

    Raises ReleaseError for a folder that is not a whole tier.
    """
    draw_pages(tier_folder)
    write_tiles(tier_folder, progress=progress)
