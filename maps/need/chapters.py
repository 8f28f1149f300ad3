"""All chapters of a report on need and fairness, and the figures that go into files beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from maps.need.asking import list_asks
from maps.need.canvas import Drawing
from maps.need.chapter import Chapter, Part, Shown
from maps.need.fair import fair_chapter
from maps.need.families import families_chapter
from maps.need.limits import data_gaps_chapter, method_part
from maps.need.plates import draw_plates
from maps.need.quality import quality_chapter
from maps.need.reach import reach_chapter
from maps.need.room import room_chapter
from maps.need.values import NeedTables
from maps.release_values import Tier

FOLDER: Final = "figures"
_OURS: Final = ("figure-*.svg", "figure-*.png")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedChapters:
    """The chapters by their place in the report; None where the release tells nothing for one."""

    availability: Chapter | None
    accessibility: Chapter | None
    quality: Chapter | None
    fairness: Chapter | None
    families: Chapter | None
    data_gaps: Chapter | None
    method: Part
    drawings: tuple[Drawing, ...]


def need_chapters(need: NeedTables, tier: Tier) -> NeedChapters | None:
    """The chapters with their figures drawn; None for a release without tables of need."""
    if not need.is_there:
        return None
    figures: dict[str, tuple[Shown, ...]] = {
        ask.label: draw_plates(ask, place, need, tier) for place, ask in enumerate(list_asks(tier, need.access), 1)
    }
    return NeedChapters(
        availability=room_chapter(need, tier),
        accessibility=reach_chapter(need, tier, figures),
        quality=quality_chapter(need, tier),
        fairness=fair_chapter(need, tier),
        families=families_chapter(need, tier),
        data_gaps=data_gaps_chapter(need, tier),
        method=method_part(need, tier),
        drawings=tuple(shown.drawing for each in figures.values() for shown in each),
    )


def write_figures(tier_folder: Path, chapters: NeedChapters | None) -> None:
    """Each figure as SVG and PNG into ``figures/`` of a tier; figures of ours that are no more are removed."""
    folder = tier_folder / FOLDER
    drawings = () if chapters is None else chapters.drawings
    files: dict[str, bytes] = {}
    for drawing in drawings:
        files[f"{drawing.words.slug}.svg"] = drawing.svg.encode("utf-8")
        files[f"{drawing.words.slug}.png"] = drawing.png
    for old in (path for pattern in _OURS for path in folder.glob(pattern)):
        if old.name not in files:
            old.unlink()
    if files:
        folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
