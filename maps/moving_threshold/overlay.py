"""The pictures of runs in the map page, each of which a script draws in the colours of a threshold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import folium
from folium.template import Template

from maps.classes import STATUSES, status_code
from maps.moving_threshold.looks import draw_steps
from maps.pictures import MOST_PIXELS, Picture
from maps.release_values import Run

_FINE_PIXELS: Final = 500_000  # steps take more bytes than bands; a small grid is drawn less fine for it


class StepOverlay(folium.raster_layers.ImageOverlay):
    """A picture of step codes, drawn on a canvas by ``steps.js`` once it is shown."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = steps.overlay(
                {{ this.url|tojson }},
                {{ this.bounds|tojson }},
                {{ this.options|tojavascript }}
            );
        {% endmacro %}
        """
    )


def draw_run_pictures(runs: Sequence[Run], steps_minutes: Sequence[float]) -> list[Picture]:
    """The picture of steps of each run."""
    return [draw_steps(run.folder, steps_minutes, most_pixels=MOST_PIXELS, fine_pixels=_FINE_PIXELS) for run in runs]


def step_overlay(picture: Picture, *, label: str, is_shown: bool) -> StepOverlay:
    """The layer of a picture, one of those of which one is shown at a time; ``label`` is markup already."""
    return StepOverlay(
        picture.data_uri,
        [[picture.south, picture.west], [picture.north, picture.east]],
        name=label,
        overlay=False,
        show=is_shown,
        pane="tilePane",
    )


def statuses_in(pictures: Sequence[Picture], *, steps_count: int, bands_count: int) -> frozenset[int]:
    """The statuses that are in some picture of steps, by their codes among the classes of bands."""
    found = frozenset().union(*(picture.codes for picture in pictures))
    return frozenset(
        status_code(status, band_count=bands_count)
        for status in STATUSES
        if status_code(status, band_count=steps_count) in found
    )
