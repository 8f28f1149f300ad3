"""Ranked bars: areas by the share of their people beyond the threshold, with the people in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from maps.need.canvas import (
    INK,
    MARGIN_INCHES,
    NOTE_POINTS,
    TEXT_POINTS,
    WIDTH_INCHES,
    Drawing,
    Namer,
    Words,
    draw,
    line_inches,
    place_axes,
    sheet,
    shortened,
    text_inches,
)
from maps.words import people_in_words, percent_in_words

MOST_BARS: Final = 20
_STEP_INCHES: Final = 0.46
_BAR: Final = 0.42  # of a step; the name stands above it
_BEYOND: Final = "#00326f"  # cividis, dark
_NO_TIME: Final = "#ffffff"
_TICKS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """An area: the share of its people beyond the threshold, and of that those with no time at all."""

    area_id: str
    name: str
    people: float
    beyond_share: float
    unreached_share: float


def bar_in_words(bar: Bar) -> str:
    """The share of an area with the people that it is of."""
    beyond = people_in_words(bar.beyond_share * bar.people)
    return f"{percent_in_words(bar.beyond_share, 1)}: {beyond} of {people_in_words(bar.people)} people"


def draw_bars(words: Words, bars: Sequence[Bar]) -> Drawing:
    """Up to MOST_BARS bars, in the order given; those with no time are the hatched end of a bar."""
    drawn = list(bars[:MOST_BARS])

    def plot(around: Words, name: Namer) -> tuple[Figure, float, float]:
        ticks = 3.0 * line_inches(NOTE_POINTS)
        height = _STEP_INCHES * len(drawn)
        figure, above, below = sheet(around, height + ticks + 2.6 * line_inches(TEXT_POINTS))
        wide = WIDTH_INCHES - 2 * MARGIN_INCHES - 0.2
        axes = place_axes(figure, left=MARGIN_INCHES + 0.05, top=above, width=wide, height=height)
        for place, bar in enumerate(drawn):
            base = place + 1 - _BAR / 2 - 0.05
            near = max(0.0, bar.beyond_share - max(0.0, bar.unreached_share))
            axes.barh(base, near, height=_BAR, color=_BEYOND, edgecolor=INK, linewidth=0.6, zorder=2)
            if bar.unreached_share > 0:
                look: dict[str, Any] = {"facecolor": _NO_TIME, "edgecolor": INK, "hatch": "////", "linewidth": 0.6}
                axes.barh(base, bar.beyond_share - near, left=near, height=_BAR, zorder=2, **look)
            said = bar_in_words(bar)
            room = wide - text_inches(said, NOTE_POINTS) - 0.12
            axes.text(0, place + 0.45, shortened(name(bar.name, bar.area_id), TEXT_POINTS, room), size=TEXT_POINTS)
            axes.text(1, place + 0.45, said, size=NOTE_POINTS, ha="right", color=INK)
        axes.set_ylim(len(drawn), 0)
        axes.set_xlim(0, 1)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xticks(_TICKS, [f"{100 * tick:g} %" for tick in _TICKS], size=NOTE_POINTS)
        axes.set_xlabel("Share of the people of each area", size=NOTE_POINTS)
        axes.grid(axis="x", color="#dddddd", linewidth=0.7)
        _legend(figure, top=above + height + ticks)
        return figure, above, below

    return draw(words, plot)


def _legend(figure: Figure, *, top: float) -> None:
    """What the two parts of a bar are."""
    wide, high = figure.get_size_inches()
    parts = (("with a time beyond the threshold", _BEYOND, ""), ("no time at all", _NO_TIME, "////"))
    for place, (label, colour, hatch) in enumerate(parts):
        y = top + (place + 0.3) * line_inches(TEXT_POINTS)
        axes = place_axes(figure, left=MARGIN_INCHES + 0.05, top=y, width=0.4, height=0.13)
        axes.add_patch(Rectangle((0, 0), 1, 1, facecolor=colour, edgecolor=INK, hatch=hatch, linewidth=0.8))
        axes.set_axis_off()
        x = (MARGIN_INCHES + 0.57) / wide
        figure.text(x, 1 - (y + 0.065) / high, label, size=TEXT_POINTS, va="center", color=INK)
