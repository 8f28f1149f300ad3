"""The curve of people within a threshold as the threshold moves, with its interval as a band, as an SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from maps.why.values import Threshold
from maps.words import duration_in_words, percent_in_words

_WIDE: Final = 560.0
_HIGH: Final = 330.0
_LEFT: Final = 62.0
_RIGHT: Final = 16.0
_TOP: Final = 34.0
_BOTTOM: Final = 62.0
_MOST_TICKS: Final = 6
_LITTLE: Final = 0.005  # of the people, for ten minutes
_MUCH: Final = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A drawn curve with its words."""

    caption: str
    facts: str
    svg: Markup
    notes: tuple[str, ...]


def draw_curve(thresholds: Sequence[Threshold], *, slug: str, threshold_minutes: float, middle: str) -> Markup:
    """The curve as computed with the band that the draws give; thresholds in order, shares 0 to 1."""
    last = thresholds[-1].minutes

    def at(minutes: float, share: float) -> str:
        x = _LEFT + minutes / last * (_WIDE - _LEFT - _RIGHT)
        y = _TOP + (1 - share) * (_HIGH - _TOP - _BOTTOM)
        return f"{x:.1f},{y:.1f}"

    known = [each for each in thresholds if not math.isnan(each.low) and not math.isnan(each.high)]
    band = [at(each.minutes, each.high) for each in known] + [at(each.minutes, each.low) for each in reversed(known)]
    line = [at(each.minutes, each.share) for each in thresholds if not math.isnan(each.share)]
    median = [at(each.minutes, each.median) for each in thresholds if not math.isnan(each.median)]
    parts = [
        f'<title id="{slug}-title">Share of people within a threshold</title>',
        f'<desc id="{slug}-text">{escape(curve_in_words(thresholds, middle))}</desc>',
    ]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = at(0, share).split(",")
        parts.append(f'<line x1="{x}" x2="{_WIDE - _RIGHT}" y1="{y}" y2="{y}" stroke="#dddddd"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{float(y) + 5:.1f}" text-anchor="end">{100 * share:g} %</text>')
    for minutes in _ticks([each.minutes for each in thresholds]):
        x, y = at(minutes, 0).split(",")
        parts.append(f'<line x1="{x}" x2="{x}" y1="{y}" y2="{float(y) + 5}" stroke="#555555"/>')
        parts.append(f'<text x="{x}" y="{float(y) + 22:.1f}" text-anchor="middle">{minutes:g}</text>')
    parts.append(
        f'<text x="{(_LEFT + _WIDE - _RIGHT) / 2}" y="{_HIGH - 10}" text-anchor="middle">Threshold in minutes</text>'
    )
    if band:
        parts.append(f'<polygon points="{" ".join(band)}" fill="#7fa6cf" fill-opacity="0.55" stroke="#0b57a4"/>')
    if median:
        parts.append(
            f'<polyline points="{" ".join(median)}" fill="none" stroke="#1a1a1a" stroke-width="1.5" '
            'stroke-dasharray="2 4"/>'
        )
    parts.append(f'<polyline points="{" ".join(line)}" fill="none" stroke="#00326f" stroke-width="3"/>')
    if 0 < threshold_minutes <= last:
        x, top = at(threshold_minutes, 1).split(",")
        bottom = at(0, 0).split(",")[1]
        parts.append(f'<line x1="{x}" x2="{x}" y1="{top}" y2="{bottom}" stroke="#555555" stroke-dasharray="6 4"/>')
        parts.append(f'<text x="{x}" y="{_TOP - 10}" text-anchor="middle">threshold {threshold_minutes:g} min</text>')
    return Markup(  # noqa: S704  numbers, and a text that is escaped
        f'<svg viewBox="0 0 {_WIDE:g} {_HIGH:g}" role="img" aria-labelledby="{slug}-title" '
        f'aria-describedby="{slug}-text" font-size="15" fill="#1a1a1a">{"".join(parts)}</svg>'
    )


def _ticks(minutes: Sequence[float]) -> list[float]:
    step = math.ceil(len(minutes) / _MOST_TICKS)
    return [0.0, *minutes[step - 1 :: step]]


def curve_in_words(thresholds: Sequence[Threshold], middle: str) -> str:
    """Each mark of the curve with its interval."""
    said = []
    for each in thresholds:
        text = f"{percent_in_words(each.share, 1)} within {each.minutes:g} min"
        if not math.isnan(each.low):
            text += f" ({percent_in_words(each.low, 1)} to {percent_in_words(each.high, 1)} in {middle})"
        said.append(text)
    return "; ".join(said)


def slope_sentences(thresholds: Sequence[Threshold], threshold_minutes: float) -> tuple[str, ...]:
    """What ten minutes more or less of a threshold change, at the study's own and where the curve is steepest."""
    known = [each for each in thresholds if not math.isnan(each.slope)]
    if not known:
        return ()
    here = next((each for each in known if each.minutes == threshold_minutes), None)
    said = []
    if here is not None:
        points = f"{100 * here.slope:.1f} percentage points"
        much = "that is little, so the choice of the threshold matters little here"
        if here.slope >= _MUCH:
            much = "that is much: ten minutes decide for many people, so mind how the threshold was chosen"
        elif here.slope >= _LITTLE:
            much = "a little more or less time moves the figure somewhat"
        said.append(
            f"Around {duration_in_words(threshold_minutes)}, ten minutes more bring {points} more within: {much}."
        )
    steepest = max(known, key=lambda each: each.slope)
    if steepest is not known[0] and (here is None or steepest.slope > here.slope):
        said.append(
            f"The curve is steepest at {duration_in_words(steepest.minutes)}: {100 * steepest.slope:.1f} percentage "
            "points for ten minutes."
        )
    return tuple(said)
