"""The chart of a frontier: people gained against what the sites cost, or their number, with what the draws say."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from maps.plans.reading import Told
from maps.plans.words import money
from maps.words import people_in_words

_WIDTH: Final = 720.0
_HEIGHT: Final = 300.0
_LEFT: Final = 84.0
_BOTTOM: Final = 48.0
_TOP: Final = 16.0
_RIGHT: Final = 20.0
_TICKS: Final = 4


def frontier_chart(points: Sequence[Told], currency: str, text: str) -> Markup:
    """The chart as SVG without scripts; ``points``: rows of plan_frontier of one group, in their order."""
    has_costs = all(math.isfinite(point["total_cost"]) for point in points) and points[-1]["total_cost"] > 0
    along = [point["total_cost"] if has_costs else point["sites"] for point in points]
    highs = [point["people_gained_high"] for point in points]
    is_drawn = all(math.isfinite(high) for high in highs)
    most_x = max(along) or 1.0
    most_y = max([point["people_gained"] for point in points] + (highs if is_drawn else [])) or 1.0

    def at(x: float, y: float) -> tuple[float, float]:
        wide, high = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _BOTTOM - _TOP
        return _LEFT + wide * x / most_x, _HEIGHT - _BOTTOM - high * y / most_y

    def path(values: Sequence[float]) -> str:
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*pair) for pair in zip(along, values, strict=True)))

    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" role="img" '
            f'aria-label="{html.escape(text, quote=True)}" style="max-width:100%;height:auto" font-size="13">'
        )
    ]
    for step in range(_TICKS + 1):
        x, y = at(most_x * step / _TICKS, most_y * step / _TICKS)
        floor = _HEIGHT - _BOTTOM
        label = money(most_x * step / _TICKS, currency) if has_costs else f"{most_x * step / _TICKS:g}"
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{people_in_words(most_y * step / _TICKS)}</text>'
        )
        anchor = "end" if step == _TICKS else "middle"
        parts.append(f'<text x="{x:.1f}" y="{floor + 18:.1f}" text-anchor="{anchor}">{html.escape(label)}</text>')
    if is_drawn:
        lows = [point["people_gained_low"] for point in points]
        band = f"{path(highs)} " + " ".join(reversed(path(lows).split(" ")))
        parts.append(f'<polygon points="{band}" fill="#00326f" fill-opacity="0.18"/>')
    gained = [point["people_gained"] for point in points]
    parts.append(f'<polyline points="{path(gained)}" fill="none" stroke="#00326f" stroke-width="2.5"/>')
    for point, x_value in zip(points, along, strict=True):
        x, y = at(x_value, point["people_gained"])
        radius = 7 if point["is_knee"] else 4
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="#00326f" stroke="#fff"/>')
        if point["is_knee"]:
            side = "end" if x > _WIDTH / 2 else "start"
            parts.append(
                f'<text x="{x - 10 if side == "end" else x + 10:.1f}" y="{y + 22:.1f}" text-anchor="{side}">'
                "from here on more adds little</text>"
            )
    what = "cost over the years counted" if has_costs else "number of sites"
    parts.append(f'<text x="{_WIDTH / 2:.0f}" y="{_HEIGHT - 6:.0f}" text-anchor="middle">{what}</text>')
    return Markup("".join(parts) + "</svg>")  # noqa: S704 - every text in it is escaped
