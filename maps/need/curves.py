"""Distribution curves: the share of people by minutes, one line for each group or profile, the rest as a gap."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from maps.need.canvas import (
    GREY,
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
    printable,
    sheet,
    shortened,
    text_inches,
)
from maps.need.looks import MOST_LINES, Look, looks
from maps.need.values import GroupAccess
from maps.words import people_in_words, percent_in_words

MOST_PANELS: Final = 12
LEAST_DIFFERENCE: Final = 0.01  # of a share: lines that lie nearer at every mark show nothing beside each other
_WITHIN: Final = re.compile(r"share_within_(?P<minutes>[\d.]+)_min")
_CURVE_INCHES: Final = 3.1
_PANEL_INCHES: Final = 1.4
_STRIP: Final = 0.16  # of the width up to the last band: where the gaps to all people stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One line: ``shares`` are cumulative and inclusive, of all ``people``, at ``minutes``; NaN is not known."""

    label: str
    people: float
    minutes: tuple[float, ...]
    shares: tuple[float, ...]
    unreached_share: float

    @property
    def is_empty(self) -> bool:
        """Whether nobody is in it, or nothing of it is known."""
        return self.people == 0 or all(math.isnan(share) for share in self.shares)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The curves of one area."""

    area_id: str
    name: str
    curves: tuple[Curve, ...]


def curve_of(row: GroupAccess, label: str) -> Curve:
    """The curve through every band that the table tells."""
    found = {float(match["minutes"]): name for name in row.measures if (match := _WITHIN.fullmatch(name))}
    minutes = tuple(sorted(found))
    return Curve(
        label=label,
        people=row.people,
        minutes=minutes,
        shares=tuple(row.value(found[each]) for each in minutes),
        unreached_share=row.value("unreached_share"),
    )


def coincide(curves: Sequence[Curve]) -> bool:
    """Whether there is nothing to see between curves: at every mark they lie less than LEAST_DIFFERENCE apart.

    Empty curves are passed over; of fewer than two, and where a share is not known, it is not said.
    """
    told = [(*curve.shares, curve.unreached_share) for curve in curves if not curve.is_empty]
    if len(told) < 2 or len({curve.minutes for curve in curves if not curve.is_empty}) > 1:  # noqa: PLR2004  a pair
        return False
    marks = [mark for mark in zip(*told, strict=True) if not all(map(math.isnan, mark))]
    return all(max(mark) - min(mark) < LEAST_DIFFERENCE and not any(map(math.isnan, mark)) for mark in marks)


def farthest_apart(curves: Sequence[Curve], most: int, threshold_minutes: float) -> list[Curve]:
    """At most so many curves: the first, then of the others those with the lowest and highest shares, in their order.

    The shares compared are those at the last mark that is not beyond the threshold, or at the first there is.
    """
    if len(curves) <= most:
        return list(curves)

    def share(curve: Curve) -> float:
        last = max(0, sum(minutes <= threshold_minutes for minutes in curve.minutes) - 1)
        return 0.0 if math.isnan(curve.shares[last]) else curve.shares[last]

    others = sorted(range(1, len(curves)), key=lambda place: share(curves[place]))
    lowest, highest = others[: most // 2], others[len(others) - (most - 1 - most // 2) :]
    return [curves[place] for place in sorted({0, *lowest, *highest})]


def described(curve: Curve, threshold_minutes: float) -> str:
    """A curve in words: its people, the share at each band and the share without a time."""
    if curve.people == 0:
        return f"{curve.label}: nobody"
    said = [
        f"{percent_in_words(share, 1)} within {minutes:g} min{' (threshold)' if minutes == threshold_minutes else ''}"
        for minutes, share in zip(curve.minutes, curve.shares, strict=True)
    ]
    if not math.isnan(curve.unreached_share):
        said.append(f"{percent_in_words(curve.unreached_share, 1)} with no time at all")
    return f"{curve.label}, {people_in_words(curve.people)} people: {', '.join(said)}"


def draw_curves(words: Words, curves: Sequence[Curve], *, threshold_minutes: float) -> Drawing:
    """One pair of axes with up to MOST_LINES curves."""
    drawn = list(curves[:MOST_LINES])
    styles = looks(len(drawn))

    def plot(said: Words, _: Namer) -> tuple[Figure, float, float]:
        ticks = 3.2 * line_inches(NOTE_POINTS)
        figure, above, below = sheet(said, _CURVE_INCHES + ticks + (len(drawn) + 0.6) * line_inches(TEXT_POINTS))
        left = MARGIN_INCHES + 0.72
        axes = place_axes(
            figure, left=left, top=above + 0.18, width=WIDTH_INCHES - left - 0.2, height=_CURVE_INCHES - 0.18
        )
        _plot(axes, drawn, styles, threshold_minutes, size=NOTE_POINTS)
        axes.set_xlabel("Travel minutes to a centre, one way", size=NOTE_POINTS)
        axes.set_ylabel("Share of the people of the line", size=NOTE_POINTS)
        _legend(figure, drawn, styles, top=above + _CURVE_INCHES + ticks)
        return figure, above, below

    return draw(words, plot)


def draw_multiples(words: Words, panels: Sequence[Panel], *, threshold_minutes: float) -> Drawing:
    """A small pair of axes for each of up to MOST_PANELS areas, all on one scale, two beside each other."""
    drawn = list(panels[:MOST_PANELS])
    curves = drawn[0].curves[:MOST_LINES]
    styles = looks(len(curves))
    rows = math.ceil(len(drawn) / 2)

    def plot(around: Words, name: Namer) -> tuple[Figure, float, float]:
        head = line_inches(NOTE_POINTS) * 2.6
        step = head + _PANEL_INCHES + 0.12
        ticks = 2.2 * line_inches(NOTE_POINTS)
        figure, above, below = sheet(around, rows * step + ticks + (len(curves) + 0.6) * line_inches(TEXT_POINTS))
        left, between = MARGIN_INCHES + 0.52, 0.22
        width = (WIDTH_INCHES - left - 0.14 - between) / 2
        for place, panel in enumerate(drawn):
            row, column = divmod(place, 2)
            x = left + column * (width + between)
            axes = place_axes(figure, left=x, top=above + row * step + head, width=width, height=_PANEL_INCHES)
            _plot(axes, panel.curves[:MOST_LINES], styles, threshold_minutes, size=NOTE_POINTS - 1, is_small=True)
            said = shortened(name(panel.name, panel.area_id), NOTE_POINTS, width)
            people = panel.curves[0].people
            axes.set_title(f"{said}\n{people_in_words(people)} people", size=NOTE_POINTS, loc="left", pad=5)
            if column:
                axes.tick_params(labelleft=False)
            if place + 2 < len(drawn):
                axes.tick_params(labelbottom=False)
        y = above + rows * step + ticks
        high = figure.get_size_inches()[1]
        figure.text(0.5, 1 - (y - 0.05) / high, "Travel minutes to a centre, one way", size=NOTE_POINTS, ha="center")
        _legend(figure, curves, styles, top=y, has_people=False)
        return figure, above, below

    return draw(words, plot)


def _plot(  # noqa: PLR0913 - a pair of axes needs all of this
    axes: Axes,
    curves: Sequence[Curve],
    styles: Sequence[Look],
    threshold_minutes: float,
    *,
    size: float,
    is_small: bool = False,
) -> None:
    """The curves, their gaps to all people in a strip at the right, and the threshold."""
    last = max(max(curve.minutes, default=1.0) for curve in curves)
    strip, right = last * 1.05, last * (1.05 + _STRIP)
    axes.axvspan(strip, right, facecolor="#f1f1ee", edgecolor="none", zorder=0)
    if 0 < threshold_minutes <= last:
        axes.axvline(threshold_minutes, color=GREY, linewidth=1.2, zorder=1)
        if not is_small:
            axes.annotate(
                f"threshold {threshold_minutes:g} min",
                (threshold_minutes, 1.0),
                xycoords=("data", "axes fraction"),
                xytext=(0, 4),
                textcoords="offset points",
                ha="center",
                size=size,
                color=INK,
            )
    if not is_small:
        axes.annotate(
            "no time",
            ((strip + right) / 2, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(0, 4),
            textcoords="offset points",
            ha="center",
            size=size,
            color=INK,
        )
    room = (right - strip) / max(1, len(curves))
    for place, (curve, look) in enumerate(zip(curves, styles, strict=True)):
        if curve.is_empty:
            continue
        axes.plot(
            curve.minutes,
            curve.shares,
            color=look.colour,
            linestyle=look.dash,
            marker=look.mark,
            markersize=3.5 if is_small else 5.5,
            markeredgecolor=INK,
            markeredgewidth=0.5,
            linewidth=1.4 if is_small else 2.0,
            clip_on=False,
            zorder=3,
        )
        if curve.unreached_share > 0:
            axes.bar(
                strip + (place + 0.5) * room,
                curve.unreached_share,
                bottom=1 - curve.unreached_share,
                width=room * 0.8,
                facecolor="#ffffff",
                edgecolor=look.colour,
                hatch=look.hatch,
                linewidth=0.8,
                zorder=3,
            )
    axes.set_xlim(0, right)
    axes.set_ylim(0, 1)
    axes.set_xticks(sorted({0.0, *curves[0].minutes}) if len(curves[0].minutes) <= MOST_LINES else [0, last])
    axes.xaxis.set_major_formatter(lambda minutes, _: f"{minutes:g}")
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1] if not is_small else [0, 0.5, 1])
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    axes.tick_params(labelsize=size, length=3)
    axes.grid(axis="y", color="#dddddd", linewidth=0.7)


def _legend(
    figure: Figure, curves: Sequence[Curve], styles: Sequence[Look], *, top: float, has_people: bool = True
) -> None:
    """A line for each curve, below the axes: how it looks, what it is and of how many people."""
    wide, high = figure.get_size_inches()
    for place, (curve, look) in enumerate(zip(curves, styles, strict=True)):
        y = 1 - (top + (place + 0.75) * line_inches(TEXT_POINTS)) / high
        start, end = MARGIN_INCHES / wide, (MARGIN_INCHES + 0.5) / wide
        line = Line2D(
            (start, (start + end) / 2, end),
            (y, y, y),
            transform=figure.transFigure,
            color=look.colour,
            linestyle=look.dash,
            linewidth=2,
            marker=look.mark,
            markevery=[1],
            markersize=6,
            markeredgecolor=INK,
            markeredgewidth=0.5,
        )
        figure.add_artist(line)
        people = "nobody" if curve.people == 0 else f"{people_in_words(curve.people)} people"
        count = f" ({people})" if has_people else ""
        room = wide - 2 * MARGIN_INCHES - 0.6
        size = TEXT_POINTS if text_inches(f"{printable(curve.label)}{count}", TEXT_POINTS) <= room else NOTE_POINTS
        # A name may be cut, the people never.
        said = f"{shortened(curve.label, size, room - text_inches(count, size))}{count}"
        figure.text((MARGIN_INCHES + 0.6) / wide, y, said, size=size, va="center", color=INK)
