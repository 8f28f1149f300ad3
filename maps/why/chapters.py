"""All chapters of a report on reasons, priority and certainty."""

from __future__ import annotations

from collections.abc import Callable

from maps.release_values import Tier
from maps.why.blocks import WhyChapter
from maps.why.priority_chapter import priority_chapter
from maps.why.region_chapter import region_chapter
from maps.why.sure_chapter import sure_chapter
from maps.why.values import WhyTables
from maps.words import name_in_words


def why_chapters(
    why: WhyTables, tier: Tier, group_label: Callable[[str], str] = name_in_words
) -> tuple[WhyChapter, ...]:
    """The chapters in their order; each says how to ask for what the study did not ask.

    ``group_label``: what a group of people in need is called, by its key.
    """
    return region_chapter(why, tier), priority_chapter(why, tier), sure_chapter(why, tier, group_label)
