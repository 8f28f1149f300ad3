"""The layers of the map that show the difference between two worlds."""

from __future__ import annotations

from html import escape
from typing import Any, Final

import folium

from maps.classes import rgb
from maps.difference_classes import difference_classes, read_change
from maps.effects_sections import comparison_label
from maps.pictures import draw_picture
from maps.release_values import Tier

MOST_DIFFERENCES: Final = 12  # pictures; each comparison has a page of its own besides


def difference_overlays(tier: Tier) -> list[folium.raster_layers.ImageOverlay]:
    """A picture for each comparison, hidden until it is chosen."""
    classes, shown = difference_classes(), tier.effects.comparisons[:MOST_DIFFERENCES]
    drawn = [(comparison, draw_picture(read_change(comparison.folder), classes)) for comparison in shown]
    return [
        folium.raster_layers.ImageOverlay(
            picture.data_uri,
            [[picture.south, picture.west], [picture.north, picture.east]],
            name=escape(f"Difference: {comparison_label(comparison, tier)}"),
            show=False,
            pane="differences",
            alt=f"Difference: {comparison_label(comparison, tier)}. The report says the same in tables.",
        )
        for comparison, picture in drawn
    ]


def difference_data(tier: Tier) -> list[dict[str, Any]]:
    """What the page's script knows of each picture of a difference."""
    colours = {
        ",".join(map(str, rgb(colour))): each.label
        for each in difference_classes()
        for colour in (each.colour, each.stripe)
        if colour is not None
    }
    return [
        {"label": comparison_label(comparison, tier), "classes": colours}
        for comparison in tier.effects.comparisons[:MOST_DIFFERENCES]
    ]
