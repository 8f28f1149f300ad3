"""The headline figures of a run with how far the draws move them, in one sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping

from maps.release_values import Tier
from maps.run_key import RunKey
from maps.why.sure_words import figure_in_words, middle_in_words, range_in_words
from maps.why.values import WHOLE, Interval, WhyTables
from maps.words import duration_in_words, listed


def headline_intervals(why: WhyTables, tier: Tier) -> Mapping[RunKey, str]:
    """By run how far share, people and median time move in the draws; a run that was not drawn is left out."""
    said = {run.key: _sentence(why, run.key, tier.threshold_minutes) for run in tier.runs}
    return {run: sentence for run, sentence in said.items() if sentence}


def _sentence(why: WhyTables, run: RunKey, threshold_minutes: float) -> str:
    told, within = why.of(run), duration_in_words(threshold_minutes)
    figures = (
        (f"share_within_{threshold_minutes:g}_min", f"the share within {within}"),
        ("beyond_threshold_people", "the people not within it"),
        ("median_minutes", "the time of half of the people"),
    )
    found = [(told.interval_of(WHOLE, "", measure), words) for measure, words in figures]
    known = [(each, words) for each, words in found if each is not None and not math.isnan(each.low + each.high)]
    if not known:
        return ""
    moved = listed([f"{words} at {_moved(each)}" for each, words in known])
    first = known[0][0]
    return f"How sure that is: {middle_in_words(first.interval)} put {moved}."


def _moved(each: Interval) -> str:
    ends = range_in_words(each.low, each.high, each.unit)
    return f"{ends} (median {figure_in_words(each.median, each.unit)})"
